import type { SandboxSettings } from '../kit/server';

/** What this backend reads beyond the common settings; it can be changed while it runs. */
export interface BigCommerceSettings extends SandboxSettings {
	/** Auth callback URLs registered with the app. @default APP.redirectUris */
	redirectUris?: string[];
	/** Where the control panel loads the app, with a signed payload. @default APP.loadUri */
	loadUri?: string;
	/** Entries that a page has at most, silently, whatever `limit` says. @default none */
	cutPagesTo?: number;
	/**
	 * What comes of `include=consignments.line_items`. `someEmpty`: no line of every second order, see
	 * https://github.com/bigcommerce/dev-docs/issues/2052; `oneLink`: the older list of consignments, with a link
	 * in place of the lines, see https://github.com/bigcommerce/api-specs/pull/676.
	 * @default 'all'
	 */
	lineItems?: 'all' | 'someEmpty' | 'oneLink';
	/** How webhooks go. */
	hooks?: HookSettings;
}

/** How webhooks go; all of it can be changed while the server runs. */
export interface HookSettings {
	/** Whether `http` on loopback is a destination; BigCommerce wants https on port 443. @default false */
	allowLoopback?: boolean;
	/** What stands on loopback for a host, e.g. `n8n.example` for `http://127.0.0.1:5678`. @default none */
	hosts?: Record<string, string>;
	/** @default true */
	sign?: boolean;
	/** How long an event is on its way. @default 0 */
	delayMs?: number;
	/** Chance that an event is never sent, or sent twice. @default 0 */
	drop?: number;
	double?: number;
	/** How long a receiver may take, by the real clock. @default 10000 */
	patienceMs?: number;
}

/** Every scope the package may want, see bigcommerce: 1.8 */
export const SCOPES: readonly string[] = [
	'store_v2_orders',
	'store_v2_transactions',
	'store_v2_products',
	'store_v2_information',
	'store_channel_settings_read_only',
];

/** An app-level API account. All its scopes must be approved together, see bigcommerce: 1.3 */
export const APP = {
	name: 'Order Sandbox',
	clientId: 'm9r6kq2wz7xv4tb1nc8hj3fd5gs0pyl',
	clientSecret: '5f0e9d8c7b6a594837261504f3e2d1c0b9a8f7e6d5c4b3a291807f6e5d4c3b2a',
	/** Of the developer's account: the same for every store, see bigcommerce: 1.3 */
	accountUuid: '12345678-90ab-4def-8234-567890abcdef',
	redirectUris: [
		'http://localhost:5678/rest/oauth2-credential/callback',
		'https://n8n.example/rest/oauth2-credential/callback',
	],
	loadUri: 'https://n8n.example/webhook/bigcommerce-load',
	scopes: SCOPES,
};

export interface StoreIdentity {
	key: 'first' | 'second';
	hash: string;
	/** The number in webhooks; never the hash, see bigcommerce: 4.2 */
	storeId: number;
	name: string;
	domain: string;
	currency: string;
	timezone: string;
	owner: { id: number; email: string };
}

/** Two stores; the second is there so that a mixed-up token shows foreign orders. */
export const STORES: Record<StoreIdentity['key'], StoreIdentity> = {
	first: {
		key: 'first',
		hash: 'x7k2p9q4ab',
		storeId: 1_025_646,
		name: 'Bob\'s "Best" Bits & Bobs',
		domain: 'bits.example',
		currency: 'USD',
		timezone: 'America/Chicago',
		owner: { id: 12_345, email: 'owner@bits.example' },
	},
	second: {
		key: 'second',
		hash: 'm3n8v5t1cd',
		storeId: 1_025_777,
		name: 'Second Chance Store',
		domain: 'second.example',
		currency: 'EUR',
		timezone: 'Europe/Berlin',
		owner: { id: 54_321, email: 'owner@second.example' },
	},
};

export function storeByHash(hash: string): StoreIdentity | undefined {
	return Object.values(STORES).find((store) => store.hash === hash);
}

/** The store of a `context`, i.e. `stores/{hash}`. */
export function storeByContext(context: string | null): StoreIdentity | undefined {
	const hash = /^stores\/([a-z0-9]+)$/.exec(context ?? '')?.[1];
	return hash === undefined ? undefined : storeByHash(hash);
}
