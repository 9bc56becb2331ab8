import { withRawBodies } from '../kit/raw-body';
import type { Backend } from '../kit/backend';
import type { SandboxSettings } from '../kit/settings';
import { actions } from './actions';
import { APP, SECOND_APP, type NaverApp } from './app';
import type { NaverSettings } from './settings';
import { ChangeFeed } from './change-feed';
import { faultBody } from './errors';
import { Gate } from './gate';
import { kst } from './product-order';
import { ACCOUNT, CHANNELS, DETAILS, LINES_OF_ORDER } from './reading';
import { PRODUCT_READS } from './product-reading';
import { multiUpdate } from './multi-update';
import { optionStock } from './option-stock';
import { ProductSearch } from './product-search';
import { CHANGE_STATUS } from './product-status';
import { Search } from './search';
import { Store } from './store';
import { Tokens, tokenRoutes } from './tokens';
import { naverWorld } from './world';

export { APP, SECOND_APP };
export type { NaverSettings };

/** What `grant` gives. */
export interface NaverGrant {
	clientId: string;
	clientSecret: string;
	/** Appended to the server's address it is the base URL of the APIs. */
	basePath: string;
	accessToken: string;
	accountId: string;
	accountUid: string;
	/** Another store with its own application. */
	second: Omit<NaverGrant, 'second' | 'basePath'>;
}

/** Naver Commerce API as own-store applications see it. */
export function naver(settings: SandboxSettings): Backend {
	const own: NaverSettings = settings;
	const store = new Store(own);
	const tokens = new Tokens(own);
	const gate = new Gate(tokens, store, own);

	function grantOf(app: NaverApp, expired: boolean) {
		const { value } = expired ? tokens.issue(app, own.now()) : tokens.current(app);
		const { clientId, clientSecret, accountId, accountUid } = app;
		return { clientId, clientSecret, accountId, accountUid, accessToken: value };
	}

	return {
		name: 'naver',
		routes: (app) =>
			withRawBodies(app, (scope) => {
				scope.addHook('onRequest', async (_request, reply) => gate.trace(reply));
				tokenRoutes(scope, tokens, own);
				const products = [
					new ProductSearch(own),
					...PRODUCT_READS,
					multiUpdate(own),
					optionStock(own),
					CHANGE_STATUS,
				];
				const apis = [new ChangeFeed(), DETAILS, new Search(), LINES_OF_ORDER, ACCOUNT, CHANNELS];
				for (const api of [...apis, ...actions(store, own), ...products]) gate.serve(scope, api);
				gate.serveNothingElse(scope);
			}),
		errorBody: (status) => faultBody(status, kst(own.now())),
		isTokenCall: (request) => request.url.startsWith('/external/v1/oauth2/'),
		held: () => store.held(),
		parcels: (orderId) => store.parcels(orderId),
		offers: () => store.first.catalogue.held(),
		world: naverWorld(store.first, own),
		add: (count) => store.add(count),
		change: (count) => store.change(count),
		grant({ expired }) {
			const answer: NaverGrant = {
				basePath: '/external',
				...grantOf(APP, expired),
				second: grantOf(SECOND_APP, expired),
			};
			return { ...answer };
		},
		expireTokens: ({ revoke }) => tokens.expire(revoke),
	};
}
