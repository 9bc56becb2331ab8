import type { FastifyInstance } from 'fastify';

import { withRawBodies } from '../kit/raw-body';
import type { Backend, HeldOffer } from '../kit/backend';
import { APP, SCOPES, STORES, type StoreIdentity } from './app';
import type { BigCommerceSettings } from './settings';
import { Deliveries } from './deliveries';
import { pass, refused, type Gatekeeper, type Route } from './gate';
import { HookRegister } from './hook-register';
import { hookRoutes } from './hooks';
import { oauthRoutes } from './oauth';
import type { Goods, HeldThing } from './goods';
import { INVENTORY_ROUTES } from './inventory-routes';
import { ORDER_ROUTES } from './order-routes';
import type { Held } from './order';
import { OTHER_ROUTES } from './other-routes';
import { PRICE_LIST_ROUTES } from './price-list-routes';
import { PRODUCT_ROUTES } from './product-routes';
import { errorBody, notFound } from './refusal';
import { parcelOf } from './shipments';
import { Store } from './store';
import { Tokens } from './tokens';
import { QuotaWindow } from './window';
import { bigCommerceWorld } from './world';

export { APP, STORES } from './app';
export { signedPayload } from './signed-payload';

/** What a grant asks for besides being expired or not. */
interface GrantWish {
	expired: boolean;
	account?: StoreIdentity['key'];
	/** Space separated; default is everything. Empty gives a token without any scope. */
	scope?: string;
}

/** What a test can do to the catalogue of the first store, and what is true of it. */
export interface BigCommerceBackend extends Backend {
	goods: Goods;
}

/** BigCommerce: one server for its login host (`/oauth2/…`, `/app/…`) and its API host. */
export function bigCommerce(settings: BigCommerceSettings): BigCommerceBackend {
	const tokens = new Tokens(() => settings.now());
	const open = (identity: StoreIdentity, orders: number): Gatekeeper['stores']['first'] => ({
		store: new Store(identity, settings, orders),
		window: new QuotaWindow(
			() => settings.quotaScale,
			() => settings.now(),
		),
	});
	const stores = {
		first: open(STORES.first, settings.orders),
		second: open(STORES.second, Math.max(5, Math.round(settings.orders / 10))),
	};
	const register = new HookRegister(settings);
	const deliveries = new Deliveries(register, (clientId) => tokens.secretOf(clientId), settings);
	for (const { store } of Object.values(stores)) {
		store.onEvent = (event) => deliveries.publish(store.identity, event);
	}
	const hooks = hookRoutes(register, deliveries, settings);
	const keeper: Gatekeeper = {
		tokens,
		stores,
		now: () => settings.now(),
		busy: new Map(),
		most: () => settings.cutPagesTo ?? Infinity,
	};
	const { store } = stores.first;
	const orderBy = (id: string): Held | undefined => store.get(Number(id));
	return {
		name: 'bigCommerce',
		goods: store.goods,
		offers: () => store.goods.things().map(offerOf),
		routes: (app) => {
			app.get('/__sandbox/goods', async () => store.goods.things());
			withRawBodies(app, (scope) => routes(scope, keeper, settings, hooks));
		},
		errorBody,
		throttleHeaders: () => ({ 'x-retry-after': '15', 'x-rate-limit-time-reset-ms': '15000' }),
		isTokenCall: ({ url }) => /^\/(oauth2|app|login)\b/.test(url),
		held: () => store.held(),
		parcels: (orderId) => orderBy(orderId)?.shipments.map(parcelOf) ?? [],
		mails: (orderId) => orderBy(orderId)?.mails ?? [],
		world: bigCommerceWorld(store),
		add: (count) => store.add(count),
		change: (count) => store.change(count),
		grant: (wish) => grant(tokens, wish),
		// Tokens do not expire; all that can happen to them is that they are gone.
		expireTokens: () => {
			tokens.revokeAll();
			register.clear();
		},
		settle: async () => await deliveries.settle(),
	};
}

function routes(
	scope: FastifyInstance,
	keeper: Gatekeeper,
	settings: BigCommerceSettings,
	hooks: readonly Route[],
): void {
	oauthRoutes(scope, keeper.tokens, settings);
	const all = [...ORDER_ROUTES, ...PRODUCT_ROUTES, ...INVENTORY_ROUTES, ...PRICE_LIST_ROUTES];
	for (const route of [...all, ...OTHER_ROUTES, ...hooks]) {
		scope.route({
			method: route.method,
			url: `/stores/:hash${route.path}`,
			handler: (request, reply) => pass(keeper, route, request, reply),
		});
	}
	scope.all('/*', (request, reply) =>
		refused(notFound(request.url.includes('/v2/') ? 'v2' : 'v3'), request, reply),
	);
}

/**
 * A store-level API account: `storeHash`, `accessToken`, `clientId`, `clientSecret`, `scope`,
 * `context`; and the app for the OAuth flow: `appClientId`, `appClientSecret`, `accountUuid`.
 * `expired` gives a token of an account that was deleted since.
 */
function grant(
	tokens: Tokens,
	{ expired, account = 'first', scope }: GrantWish,
): Record<string, unknown> {
	const store = STORES[account];
	const scopes = scope?.split(' ') ?? SCOPES;
	const { clientId, clientSecret, token } = tokens.newAccount(store, scopes);
	if (expired) tokens.revoke(token);
	return {
		storeHash: store.hash,
		accessToken: token,
		clientId,
		clientSecret,
		scope: scopes.join(' '),
		context: `stores/${store.hash}`,
		appClientId: APP.clientId,
		appClientSecret: APP.clientSecret,
		accountUuid: APP.accountUuid,
	};
}

/** With the stock of the default location, and what the shop asks for it. */
function offerOf(thing: HeldThing): HeldOffer {
	const { productId: id, variantId, sku, stock, stockWrites, price, priceWrites } = thing;
	return {
		...{ id, variantId, sku, status: 'visible' },
		quantity: stock[1] ?? null,
		price: String(price),
		writes: { quantity: stockWrites[1] ?? 0, price: priceWrites.product + priceWrites.variant },
	};
}
