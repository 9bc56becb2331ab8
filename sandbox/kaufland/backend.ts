import type { Backend } from '../kit/backend';
import { withRawBodies } from '../kit/raw-body';
import type { SandboxSettings } from '../kit/settings';
import { ACCOUNT_ROUTES } from './account-routes';
import { Gate } from './gate';
import { heldOffer, type KauflandOffer } from './offer';
import { offerRoutes } from './offer-routes';
import { orderRoutes } from './order-routes';
import { Pages } from './page';
import { faultBody } from './problem';
import { sellerRoutes } from './seller-routes';
import type { KauflandSettings } from './settings';
import { Store } from './store';
import { kauflandWorld } from './world';

export type { KauflandOffer, KauflandSettings };

export interface KauflandBackend extends Backend {
	offers(): KauflandOffer[];
}

/** What `grant` gives. */
export interface KauflandGrant {
	clientKey: string;
	secretKey: string;
	/** Appended to the server's address it is the base URL of the API. */
	basePath: string;
	/** Another seller with keys of their own. */
	second: { clientKey: string; secretKey: string };
}

/** Kaufland's Seller API v2 as sellers see it; the notifications that it sends are left out. */
export function kaufland(settings: SandboxSettings): KauflandBackend {
	const own: KauflandSettings = settings;
	const store = new Store(own);
	const gate = new Gate(store, own);
	const pages = new Pages();
	return {
		name: 'kaufland',
		routes: (app) =>
			withRawBodies(app, (scope) => {
				const routes = [
					...ACCOUNT_ROUTES,
					...orderRoutes(store, pages, own),
					...sellerRoutes(own),
					...offerRoutes(pages, own),
				];
				for (const route of routes) gate.serve(scope, route);
				gate.serveNothingElse(scope);
			}),
		errorBody: faultBody,
		isTokenCall: () => false,
		held: () => store.first.held(),
		parcels: (orderId) => store.first.parcels(orderId),
		offers: () => store.first.offers.all().map(heldOffer),
		world: kauflandWorld(store, own),
		add: (count) => store.add(count),
		change: (count) => store.change(count),
		grant() {
			const second = store.keysOf(store.second);
			return { basePath: '/v2', ...store.keysOf(store.first), second };
		},
		/** There are no tokens, so none runs out. Whoever revokes makes a new pair of keys. */
		expireTokens: ({ revoke }) => {
			if (revoke) store.renewKeys();
		},
	};
}
