import { InvalidInputError } from '../../core/request/errors';

type Region = 'na' | 'eu' | 'fe';

/** One Amazon site. */
interface Site {
	readonly id: string;
	readonly name: string;
	/** Of the shop, without `www`; Seller Central is at `sellercentral.` before it. */
	readonly domain: string;
	readonly currency: string;
	readonly region: Region;
}

const REGION_NAMES: Readonly<Record<Region, string>> = {
	eu: 'Europe',
	fe: 'Far East',
	na: 'North America',
};

const HOST_PREFIX: Readonly<Record<string, string>> = {
	production: 'https://sellingpartnerapi-',
	sandbox: 'https://sandbox.sellingpartnerapi-',
};

/** Every site; India belongs to Europe. See https://developer-docs.amazon.com/sp-api/docs/marketplace-ids. */
export const SITES: readonly Site[] = [
	{
		id: 'A39IBJ37TRP1C6',
		name: 'Australia',
		domain: 'amazon.com.au',
		currency: 'AUD',
		region: 'fe',
	},
	{ id: 'AMEN7PMS3EDWL', name: 'Belgium', domain: 'amazon.com.be', currency: 'EUR', region: 'eu' },
	{ id: 'A2Q3Y263D00KWC', name: 'Brazil', domain: 'amazon.com.br', currency: 'BRL', region: 'na' },
	{ id: 'A2EUQ1WTGCTBG2', name: 'Canada', domain: 'amazon.ca', currency: 'CAD', region: 'na' },
	{ id: 'ARBP9OOSHTCHU', name: 'Egypt', domain: 'amazon.eg', currency: 'EGP', region: 'eu' },
	{ id: 'A13V1IB3VIYZZH', name: 'France', domain: 'amazon.fr', currency: 'EUR', region: 'eu' },
	{ id: 'A1PA6795UKMFR9', name: 'Germany', domain: 'amazon.de', currency: 'EUR', region: 'eu' },
	{ id: 'A21TJRUUN4KGV', name: 'India', domain: 'amazon.in', currency: 'INR', region: 'eu' },
	{ id: 'A28R8C7NBKEWEA', name: 'Ireland', domain: 'amazon.ie', currency: 'EUR', region: 'eu' },
	{ id: 'APJ6JRA9NG5V4', name: 'Italy', domain: 'amazon.it', currency: 'EUR', region: 'eu' },
	{ id: 'A1VC38T7YXB528', name: 'Japan', domain: 'amazon.co.jp', currency: 'JPY', region: 'fe' },
	{ id: 'A1AM78C64UM0Y8', name: 'Mexico', domain: 'amazon.com.mx', currency: 'MXN', region: 'na' },
	{ id: 'A1805IZSGTT6HS', name: 'Netherlands', domain: 'amazon.nl', currency: 'EUR', region: 'eu' },
	{ id: 'A1C3SOZRARQ6R3', name: 'Poland', domain: 'amazon.pl', currency: 'PLN', region: 'eu' },
	{
		id: 'A17E79C6D8DWNP',
		name: 'Saudi Arabia',
		domain: 'amazon.sa',
		currency: 'SAR',
		region: 'eu',
	},
	{ id: 'A19VAU5U5O7RUS', name: 'Singapore', domain: 'amazon.sg', currency: 'SGD', region: 'fe' },
	{
		id: 'AE08WJ6YKNBMC',
		name: 'South Africa',
		domain: 'amazon.co.za',
		currency: 'ZAR',
		region: 'eu',
	},
	{ id: 'A1RKKUPIHCS9HS', name: 'Spain', domain: 'amazon.es', currency: 'EUR', region: 'eu' },
	{ id: 'A2NODRKZP88ZB9', name: 'Sweden', domain: 'amazon.se', currency: 'SEK', region: 'eu' },
	{ id: 'A33AVAJ2PDY3EV', name: 'Turkey', domain: 'amazon.com.tr', currency: 'TRY', region: 'eu' },
	{
		id: 'A2VIGQ35RCS4UG',
		name: 'United Arab Emirates',
		domain: 'amazon.ae',
		currency: 'AED',
		region: 'eu',
	},
	{
		id: 'A1F83G8C2ARO7P',
		name: 'United Kingdom',
		domain: 'amazon.co.uk',
		currency: 'GBP',
		region: 'eu',
	},
	{
		id: 'ATVPDKIKX0DER',
		name: 'United States',
		domain: 'amazon.com',
		currency: 'USD',
		region: 'na',
	},
];

/** What prices on a site are in. */
export function currencyOf(id: string | null): string | null {
	return SITES.find((site) => site.id === id)?.currency ?? null;
}

/** What people call a site: `amazon.de`. */
export function siteName(id: string | null): string | null {
	return SITES.find((site) => site.id === id)?.domain ?? null;
}

/** An order in Seller Central. See BEHAVIOR.md, Orders. */
export function sellerCentralPage(site: string | null, orderId: string): string | null {
	const domain = siteName(site);
	// Orders that Amazon fulfils for other shops begin with a letter, and have no page of this kind that is known.
	if (domain === null || !/^\d{3}-\d{7}-\d{7}$/.test(orderId)) return null;
	return `https://sellercentral.${domain}/orders-v3/order/${orderId}`;
}

/** The API host of a region; `undefined` for an environment that has none of its own. */
export function apiHost(environment: string, region: Region): string | undefined {
	const prefix = Object.hasOwn(HOST_PREFIX, environment) ? HOST_PREFIX[environment] : undefined;
	return prefix && `${prefix}${region}.amazon.com`;
}

export function readRegion(value: unknown): Region {
	const written = String(value ?? '')
		.trim()
		.toLowerCase();
	if (Object.hasOwn(REGION_NAMES, written)) return written as Region;
	throw new InvalidInputError(
		written === '' ? "'Region' is empty" : "'Region' is unknown",
		'Open the credential and choose the region of the seller account',
	);
}

/**
 * Ids of sites, checked against the region of the credential: Amazon would answer 403 and not say which
 * one is meant. An id that came after this was written passes. See BEHAVIOR.md, Requests.
 */
export function readSites(
	value: unknown,
	region: string | undefined,
	label = 'Marketplaces',
): string[] {
	const entries = Array.isArray(value) ? (value as unknown[]) : String(value ?? '').split(',');
	const ids = entries.map((entry) => String(entry ?? '').trim()).filter((id) => id !== '');
	for (const id of ids) {
		if (!/^A[A-Z0-9]{9,15}$/.test(id)) {
			throw new InvalidInputError(
				`'${label}' contains an invalid ID: ${id.slice(0, 40)}`,
				'It looks like A1PA6795UKMFR9',
			);
		}
		const site = SITES.find((known) => known.id === id);
		if (site && region !== undefined && site.region !== region)
			throw wrongRegion(site, region, label);
	}
	if (ids.length > 50) {
		throw new InvalidInputError(`'${label}' contains more than 50 IDs`, 'Amazon accepts up to 50');
	}
	return [...new Set(ids)];
}

function wrongRegion({ id, name, region }: Site, own: string, label: string): InvalidInputError {
	const ownName = REGION_NAMES[own as Region] ?? own;
	return new InvalidInputError(
		`'${label}' contains ${name} (${id}), which belongs to the region ${REGION_NAMES[region]}, but the credential is for ${ownName}`,
		'Remove it, or use a credential of that region',
	);
}
