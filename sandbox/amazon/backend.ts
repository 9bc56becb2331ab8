import { randomUUID } from 'node:crypto';

import { withRawBodies } from '../kit/raw-body';
import type { Backend } from '../kit/backend';
import type { SandboxSettings } from '../kit/settings';
import { APP, OTHER_APP, type Seller } from './app';
import type { AmazonSettings } from './settings';
import { Bucket } from './bucket';
import { confirmShipment } from './confirm-shipment';
import { consentRoutes } from './consent';
import { faultBody } from './errors';
import { FeedRoutes } from './feed-routes';
import { Feeds } from './feeds';
import { Gate } from './gate';
import { lwaRoutes } from './lwa';
import { serveOrdersV0 } from './orders-v0';
import { ReportRoutes } from './report-routes';
import { restrictedTokens } from './restricted-tokens';
import { serveOrders } from './search-orders';
import { PARTICIPATIONS } from './sellers';
import { Store } from './store';
import { Tokens } from './tokens';
import { amazonWorld } from './world';

export { APP, OTHER_APP };
export type { AmazonSettings };

/** What `grant` gives; every name is as the app or Amazon calls it, in camel case. */
export interface AmazonGrant {
	applicationId: string;
	clientId: string;
	clientSecret: string;
	region: string;
	/** The token of the seller whose orders `held()` lists. */
	refreshToken: string;
	accessToken: string;
	sellingPartnerId: string;
	marketplaceIds: string[];
	/** The other seller of the same app. */
	second: Pick<AmazonGrant, 'refreshToken' | 'accessToken' | 'sellingPartnerId' | 'marketplaceIds'>;
}

/**
 * Amazon: Login with Amazon, Seller Central's consent and the SP-API of one region on one server.
 * `grant` also takes `roles`, the names of the roles that the sellers granted (default: all of APP).
 */
export function amazon(settings: SandboxSettings): Backend {
	const own: AmazonSettings = settings;
	const store = new Store(own);
	const tokens = new Tokens(own);
	const gate = new Gate(tokens, store, own);
	const files = new Bucket(own);
	const reports = new ReportRoutes(own, files);
	const feeds = new Feeds(own);

	return {
		name: 'amazon',
		routes: (app) =>
			withRawBodies(app, (scope) => {
				// On every answer, whatever happens
				scope.addHook('onRequest', async (_request, reply) => {
					reply.header('x-amzn-requestid', randomUUID());
				});
				// What is due has happened before anybody asks.
				scope.addHook('preHandler', async () => feeds.settle());
				lwaRoutes(scope, tokens, own);
				consentRoutes(scope, tokens, store, own);
				serveOrders(gate, scope, own);
				serveOrdersV0(gate, scope, own);
				gate.serve(scope, confirmShipment(own));
				gate.serve(scope, restrictedTokens(tokens));
				gate.serve(scope, PARTICIPATIONS);
				reports.serve(gate, scope);
				new FeedRoutes(feeds, files).serve(gate, scope);
				gate.serveNothingElse(scope);
			}),
		files,
		errorBody: faultBody,
		isTokenCall: (request) => request.url.startsWith('/auth/o2/'),
		held: () => {
			feeds.settle();
			return store.held();
		},
		parcels: (orderId) => store.parcels(orderId),
		settle: async () => feeds.settle(),
		world: amazonWorld(store.first, own),
		add: (count) => store.add(count),
		change: (count) => store.change(count),
		grant: ({ expired, roles = APP.roles }: { expired: boolean; roles?: string[] }) => {
			const expiresAt = expired ? own.now() : undefined;
			return { ...grantFor(store, tokens, roles, expiresAt) };
		},
		expireTokens: ({ revoke }) => tokens.expire(revoke),
	};
}

function grantFor(
	store: Store,
	tokens: Tokens,
	roles: string[],
	expiresAt: number | undefined,
): AmazonGrant {
	const of = (seller: Seller) => {
		const consent = { clientId: APP.clientId, seller, roles };
		return {
			refreshToken: tokens.issueRefresh(consent),
			accessToken: tokens.issueAccess(consent, expiresAt === undefined ? {} : { expiresAt }),
			sellingPartnerId: seller.id,
			marketplaceIds: seller.places.map((place) => place.id),
		};
	};
	return {
		applicationId: APP.applicationId,
		clientId: APP.clientId,
		clientSecret: APP.clientSecret,
		region: store.region,
		...of(store.first.seller),
		second: of(store.second.seller),
	};
}
