/**
 * Every scope that a client may want,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/start/authentication/api-accounts.mdx
 */
export const SCOPES: readonly string[] = [
	'store_v2_orders',
	'store_v2_transactions',
	'store_v2_products',
	'store_v2_information',
	'store_channel_settings_read_only',
	'store_inventory',
	'store_locations_read_only',
];

/**
 * An app-level API account. All its scopes must be approved together,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/apps/guide/auth.mdx
 */
export const APP = {
	name: 'Order Sandbox',
	clientId: 'm9r6kq2wz7xv4tb1nc8hj3fd5gs0pyl',
	clientSecret: '5f0e9d8c7b6a594837261504f3e2d1c0b9a8f7e6d5c4b3a291807f6e5d4c3b2a',
	/** Of the developer's account: the same for every store */
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
	/** The number in webhooks; never the hash */
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
