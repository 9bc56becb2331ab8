import type { Region } from './settings';

export interface SalesPlace {
	id: string;
	region: Region;
	country: string;
	currency: string;
	/** Digits after the point, as ISO 4217 says for the currency. */
	decimals: number;
	language: string;
	domain: string;
	name: string;
}

function place(
	region: Region,
	country: string,
	id: string,
	domain: string,
	currency: string,
	language: string,
): SalesPlace {
	const decimals = currency === 'JPY' ? 0 : 2;
	const name = `Amazon.${domain}`;
	return {
		id,
		region,
		country,
		currency,
		decimals,
		language,
		domain: `www.amazon.${domain}`,
		name,
	};
}

/** See https://developer-docs.amazon.com/sp-api/docs/marketplace-ids */
export const PLACES: readonly SalesPlace[] = [
	place('na', 'CA', 'A2EUQ1WTGCTBG2', 'ca', 'CAD', 'en_CA'),
	place('na', 'US', 'ATVPDKIKX0DER', 'com', 'USD', 'en_US'),
	place('na', 'MX', 'A1AM78C64UM0Y8', 'com.mx', 'MXN', 'es_MX'),
	place('na', 'BR', 'A2Q3Y263D00KWC', 'com.br', 'BRL', 'pt_BR'),
	place('eu', 'IE', 'A28R8C7NBKEWEA', 'ie', 'EUR', 'en_IE'),
	place('eu', 'ES', 'A1RKKUPIHCS9HS', 'es', 'EUR', 'es_ES'),
	place('eu', 'GB', 'A1F83G8C2ARO7P', 'co.uk', 'GBP', 'en_GB'),
	place('eu', 'FR', 'A13V1IB3VIYZZH', 'fr', 'EUR', 'fr_FR'),
	place('eu', 'BE', 'AMEN7PMS3EDWL', 'com.be', 'EUR', 'fr_BE'),
	place('eu', 'NL', 'A1805IZSGTT6HS', 'nl', 'EUR', 'nl_NL'),
	place('eu', 'DE', 'A1PA6795UKMFR9', 'de', 'EUR', 'de_DE'),
	place('eu', 'IT', 'APJ6JRA9NG5V4', 'it', 'EUR', 'it_IT'),
	place('eu', 'SE', 'A2NODRKZP88ZB9', 'se', 'SEK', 'sv_SE'),
	place('eu', 'ZA', 'AE08WJ6YKNBMC', 'co.za', 'ZAR', 'en_ZA'),
	place('eu', 'PL', 'A1C3SOZRARQ6R3', 'pl', 'PLN', 'pl_PL'),
	place('eu', 'EG', 'ARBP9OOSHTCHU', 'eg', 'EGP', 'ar_EG'),
	place('eu', 'TR', 'A33AVAJ2PDY3EV', 'com.tr', 'TRY', 'tr_TR'),
	place('eu', 'SA', 'A17E79C6D8DWNP', 'sa', 'SAR', 'ar_SA'),
	place('eu', 'AE', 'A2VIGQ35RCS4UG', 'ae', 'AED', 'ar_AE'),
	place('eu', 'IN', 'A21TJRUUN4KGV', 'in', 'INR', 'en_IN'),
	place('fe', 'SG', 'A19VAU5U5O7RUS', 'sg', 'SGD', 'en_SG'),
	place('fe', 'AU', 'A39IBJ37TRP1C6', 'com.au', 'AUD', 'en_AU'),
	place('fe', 'JP', 'A1VC38T7YXB528', 'co.jp', 'JPY', 'ja_JP'),
];

/** Where the two sellers of each region sell. */
const SOLD_IN: Record<Region, { first: string[]; second: string[] }> = {
	eu: { first: ['DE', 'PL', 'GB', 'SE'], second: ['FR', 'DE'] },
	na: { first: ['US', 'CA', 'MX'], second: ['US'] },
	fe: { first: ['JP', 'AU'], second: ['JP'] },
};

/**
 * A channel that participations list and order searches refuse,
 * see https://github.com/bizon/selling-partner-api-sdk/issues/764
 */
export const NON_AMAZON_CHANNEL = 'A2ZV50J4W1RKNI';

/**
 * The roles that open orders, personal data and listings, see https://developer-docs.amazon.com/sp-api/docs/access-orders-pii
 */
export const ROLES = {
	orders: 'Inventory and Order Tracking',
	insights: 'Selling Partner Insights',
	shipping: 'Direct-to-Consumer Shipping',
	tax: 'Tax Invoicing',
	listings: 'Product Listing',
} as const;

/** The app that the sandbox knows. It is a draft, so consent needs `version=beta`. */
export const APP = {
	applicationId: 'amzn1.sp.solution.3f0f0c52-6d1e-4c57-9a0e-51c3d0a7b0aa',
	clientId: 'amzn1.application-oa2-client.5a1b7c0d3e9f4a2b8c6d7e8f90a1b2c3',
	clientSecret: 'amzn1.oa2-cs.v1.9d0c1b2a3f4e5d6c7b8a9f0e1d2c3b4a5f6e7d8c9b0a1f2e',
	redirectUris: ['https://n8n.example/webhook/amazon-authorization'],
	loginUri: 'https://n8n.example/webhook/amazon-authorization',
	draft: true,
	region: 'eu' as Region,
	roles: Object.values(ROLES) as string[],
};

/** Another developer's app: its client must not be able to use our refresh tokens. */
export const OTHER_APP = {
	clientId: 'amzn1.application-oa2-client.00000000000000000000000000000001',
	clientSecret: 'amzn1.oa2-cs.v1.00000000000000000000000000000000000000000000000000000001',
};

export interface Seller {
	key: 'first' | 'second';
	/** `selling_partner_id`, also called merchant token. */
	id: string;
	storeName: string;
	places: SalesPlace[];
}

export function sellersOf(region: Region): Record<Seller['key'], Seller> {
	const places = (countries: string[]) =>
		PLACES.filter((p) => p.region === region && countries.includes(p.country));
	return {
		first: {
			key: 'first',
			id: 'A3FHSANDBOX001',
			storeName: 'Bobrek & Söhne',
			places: places(SOLD_IN[region].first),
		},
		second: {
			key: 'second',
			id: 'A1ZZSANDBOX002',
			storeName: 'Second Chance Store',
			places: places(SOLD_IN[region].second),
		},
	};
}
