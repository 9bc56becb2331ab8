import { randomUUID } from 'node:crypto';

import { withRawBodies } from '../kit/raw-body';
import type { Backend, HeldOffer } from '../kit/backend';
import type { SandboxSettings } from '../kit/settings';
import { APP, OTHER_APP, type Seller } from './app';
import type { AmazonSettings } from './settings';
import { Bucket } from './bucket';
import type { Catalogue, HeldListing } from './catalogue';
import { confirmShipment } from './confirm-shipment';
import { consentRoutes } from './consent';
import { faultBody } from './errors';
import { FeedRoutes } from './feed-routes';
import { Feeds } from './feeds';
import { Gate } from './gate';
import { ListingRoutes } from './listing-routes';
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
export type { AmazonSettings, HeldListing };

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

/** What tests can ask of Amazon beyond the common. */
export interface AmazonBackend extends Backend {
	/** Every listing of the first seller, or that of a SKU, as it really is, and how often it was written. */
	stock(sku?: string): HeldListing[];
	/** The first seller's listings, to change them as the seller would elsewhere. */
	catalogue: Catalogue;
}

/**
 * Amazon: Login with Amazon, Seller Central's consent and the SP-API of one region on one server.
 * `grant` also takes `roles`, the names of the roles that the sellers granted (default: all of APP).
 */
export function amazon(settings: SandboxSettings): AmazonBackend {
	const own: AmazonSettings = settings;
	const store = new Store(own);
	const tokens = new Tokens(own);
	const gate = new Gate(tokens, store, own);
	const files = new Bucket(own);
	const reports = new ReportRoutes(own, files);
	const listings = new ListingRoutes(own);
	const feeds = new Feeds(own, (...change) => listings.issuesOf(...change));

	const { catalogue } = store.first;
	const stock = (sku?: string) => {
		feeds.settle();
		if (sku === undefined) return catalogue.held();
		const one = catalogue.heldOne(sku);
		return one ? [one] : [];
	};

	return {
		name: 'amazon',
		stock,
		offers: () => stock().flatMap((listing) => offerOf(listing, homeOf(store.first.seller))),
		catalogue,
		routes: (app) => {
			app.get('/__sandbox/stock', async () => stock());
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
				listings.serve(gate, scope);
				gate.serveNothingElse(scope);
			});
		},
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

/** With the price of one marketplace; nothing, where it is not sold there. */
function offerOf({ sku, quantity, prices, writes }: HeldListing, place: string): HeldOffer[] {
	if (!(place in prices)) return [];
	const { price } = prices[place];
	return [
		{
			...{ id: sku, variantId: null, sku, status: price === null ? '' : 'BUYABLE', quantity },
			price: price === null ? null : String(price),
			writes: {
				quantity: writes.fulfillment_availability ?? 0,
				price: writes.purchasable_offer ?? 0,
			},
		},
	];
}

/** Where the first seller of each region sells most. */
const HOMES = ['DE', 'US', 'JP'];

function homeOf({ places }: Seller): string {
	return (places.find(({ country }) => HOMES.includes(country)) ?? places[0]).id;
}
