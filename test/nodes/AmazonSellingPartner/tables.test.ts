import { describe, expect, it } from 'vitest';
import { connectAmazon } from '../../../nodes/AmazonSellingPartner/access/connection';
import {
	SELLER_CENTRALS,
	sellerCentralOf,
} from '../../../nodes/AmazonSellingPartner/access/consent';
import { amazon } from '../../../nodes/AmazonSellingPartner/marketplace';
import {
	readSites,
	sellerCentralPage,
	currencyOf,
	siteName,
	SITES,
} from '../../../nodes/AmazonSellingPartner/regions';
import { isOfSites, siteOf } from '../../../nodes/AmazonSellingPartner/orders/reports/sites';
import { orderParameters } from '../../../nodes/AmazonSellingPartner/orders/parameters';

/** As Amazon's own tables have them: country, ID, region, domain. */
const COUNTRIES = [
	['Australia', 'A39IBJ37TRP1C6', 'fe', 'amazon.com.au', 'AUD'],
	['Belgium', 'AMEN7PMS3EDWL', 'eu', 'amazon.com.be', 'EUR'],
	['Brazil', 'A2Q3Y263D00KWC', 'na', 'amazon.com.br', 'BRL'],
	['Canada', 'A2EUQ1WTGCTBG2', 'na', 'amazon.ca', 'CAD'],
	['Egypt', 'ARBP9OOSHTCHU', 'eu', 'amazon.eg', 'EGP'],
	['France', 'A13V1IB3VIYZZH', 'eu', 'amazon.fr', 'EUR'],
	['Germany', 'A1PA6795UKMFR9', 'eu', 'amazon.de', 'EUR'],
	['India', 'A21TJRUUN4KGV', 'eu', 'amazon.in', 'INR'],
	['Ireland', 'A28R8C7NBKEWEA', 'eu', 'amazon.ie', 'EUR'],
	['Italy', 'APJ6JRA9NG5V4', 'eu', 'amazon.it', 'EUR'],
	['Japan', 'A1VC38T7YXB528', 'fe', 'amazon.co.jp', 'JPY'],
	['Mexico', 'A1AM78C64UM0Y8', 'na', 'amazon.com.mx', 'MXN'],
	['Netherlands', 'A1805IZSGTT6HS', 'eu', 'amazon.nl', 'EUR'],
	['Poland', 'A1C3SOZRARQ6R3', 'eu', 'amazon.pl', 'PLN'],
	['Saudi Arabia', 'A17E79C6D8DWNP', 'eu', 'amazon.sa', 'SAR'],
	['Singapore', 'A19VAU5U5O7RUS', 'fe', 'amazon.sg', 'SGD'],
	['South Africa', 'AE08WJ6YKNBMC', 'eu', 'amazon.co.za', 'ZAR'],
	['Spain', 'A1RKKUPIHCS9HS', 'eu', 'amazon.es', 'EUR'],
	['Sweden', 'A2NODRKZP88ZB9', 'eu', 'amazon.se', 'SEK'],
	['Turkey', 'A33AVAJ2PDY3EV', 'eu', 'amazon.com.tr', 'TRY'],
	['United Arab Emirates', 'A2VIGQ35RCS4UG', 'eu', 'amazon.ae', 'AED'],
	['United Kingdom', 'A1F83G8C2ARO7P', 'eu', 'amazon.co.uk', 'GBP'],
	['United States', 'ATVPDKIKX0DER', 'na', 'amazon.com', 'USD'],
] as const;

describe('a site', () => {
	it.each(COUNTRIES)('%s has its ID, region, domain and currency', (...country) => {
		const [name, id, region, domain, currency] = country;
		expect(SITES).toContainEqual({ id, name, domain, region, currency });
		expect(currencyOf(id)).toBe(currency);
		expect(siteName(id)).toBe(domain);
		expect(readSites([id], region)).toEqual([id]);
		for (const other of ['na', 'eu', 'fe'].filter((one) => one !== region)) {
			expect(() => readSites([id], other)).toThrow(`${name} (${id})`);
		}
		const channel = `A${domain.slice(1)}`;
		for (const written of [channel, domain.toUpperCase(), `www.${domain}`, ` ${channel} `]) {
			expect(siteOf(written, [])).toBe(id);
		}
		expect(isOfSites(channel, [id])).toBe(true);
		const elsewhere = COUNTRIES.find(([, one]) => one !== id)?.[1] ?? '';
		expect(isOfSites(channel, [elsewhere])).toBe(false);
		// The list knows the site, so a newer site is not meant by it.
		expect(isOfSites('Amazon.mars', [id])).toBe(false);
	});

	it('has the page of an order in its own Seller Central', () => {
		const page = 'https://sellercentral.amazon.co.uk/orders-v3/order/113-4821907-6630251';
		expect(sellerCentralPage('A1F83G8C2ARO7P', '113-4821907-6630251')).toBe(page);
		expect(sellerCentralPage('A1F83G8C2ARO7P', 'S02-4821907-6630251')).toBeNull();
		expect(sellerCentralPage('A1F83G8C2ARO7P', '../113-4821907-6630251')).toBeNull();
	});

	it('that is newer than this table has no name and no page', () => {
		for (const id of [null, 'A0000000000000']) {
			expect([siteName(id), sellerCentralPage(id, '113-4821907-6630251')]).toEqual([null, null]);
		}
	});

	it('is offered with its name, and no other is', () => {
		const offered = orderParameters.find(({ name }) => name === 'marketplaceIds')?.options;
		expect(offered).toEqual(COUNTRIES.map(([name, value]) => ({ name, value })));
		expect(SITES).toHaveLength(COUNTRIES.length);
	});

	it('of a channel that only looks like one is none', () => {
		for (const channel of [
			'My amazon.de',
			'amazon.de shop',
			'amazon.co.',
			'xamazon.de',
			'amazon',
		]) {
			expect(siteOf(channel, ['A1PA6795UKMFR9'])).toBeNull();
		}
		expect(siteOf('Amazon.us', [])).toBe('ATVPDKIKX0DER');
		expect(siteOf(null, ['A1PA6795UKMFR9'])).toBe('A1PA6795UKMFR9');
		expect(siteOf(undefined, [])).toBeNull();
	});

	it.each([
		['eu', 'Europe'],
		['fe', 'Far East'],
		['na', 'North America'],
	])('of another region than %s is refused with the names of both', (region, name) => {
		const [, foreign] = COUNTRIES.find(([, , one]) => one !== region) ?? [];
		expect(() => readSites([foreign], region)).toThrow(`but the credential is for ${name}`);
		const [, own] = COUNTRIES.find(([, , one]) => one === region) ?? [];
		expect(() => readSites([own], region === 'eu' ? 'na' : 'eu')).toThrow(`the region ${name},`);
	});

	it('is checked only against a region that is known', () => {
		expect(readSites(['ATVPDKIKX0DER', 'A1PA6795UKMFR9'], undefined)).toHaveLength(2);
		expect(() => readSites(['ATVPDKIKX0DER'], 'mars')).toThrow('but the credential is for mars');
	});

	it('may be one of fifty, and its ID may be of any length that Amazon has', () => {
		const fifty = Array.from({ length: 50 }, (_, at) => `A${String(1e10 + at)}`);
		expect(readSites(fifty, 'eu')).toEqual(fifty);
		expect(readSites([...fifty, ...fifty.slice(1)].slice(0, 50), 'eu')).toHaveLength(50);
		expect(readSites([' A1PA6795UKMFR9 ', '', null], 'eu')).toEqual(['A1PA6795UKMFR9']);
		for (const id of ['A234567890', 'A234567890123456']) expect(readSites(id, 'eu')).toEqual([id]);
		for (const id of ['A23456789', 'A2345678901234567', 'B234567890', 'xA234567890', 'a234567890'])
			expect(() => readSites(id, 'eu')).toThrow(`invalid ID: ${id}`);
	});
});

describe('the host', () => {
	const keys = { clientId: 'app', clientSecret: 'secret', refreshToken: 'Atzr|x' };
	it.each([
		['production', 'na', 'https://sellingpartnerapi-na.amazon.com'],
		['production', 'eu', 'https://sellingpartnerapi-eu.amazon.com'],
		['production', 'fe', 'https://sellingpartnerapi-fe.amazon.com'],
		['sandbox', 'na', 'https://sandbox.sellingpartnerapi-na.amazon.com'],
		['sandbox', 'eu', 'https://sandbox.sellingpartnerapi-eu.amazon.com'],
		['sandbox', 'fe', 'https://sandbox.sellingpartnerapi-fe.amazon.com'],
		[undefined, ' EU ', 'https://sellingpartnerapi-eu.amazon.com'],
	])('of %s in %s', (environment, region, baseUrl) => {
		const connection = connectAmazon({ ...keys, environment, region } as never);
		expect(connection.baseUrl).toBe(baseUrl);
		expect(connection.settings).toEqual({
			region: region.trim().toLowerCase(),
			environment: environment ?? 'production',
		});
	});

	it.each(['toString', 'nowhere'])('of an environment %s is the one that was entered', (name) => {
		const fields = { ...keys, environment: name, region: 'eu', apiBaseUrl: 'https://a.example' };
		expect(connectAmazon(fields).baseUrl).toBe('https://a.example');
	});
});

describe('Seller Central', () => {
	const HOSTS = [
		['Australia', 'sellercentral.amazon.com.au'],
		['Belgium', 'sellercentral.amazon.com.be'],
		['Brazil', 'sellercentral.amazon.com.br'],
		['Canada', 'sellercentral.amazon.ca'],
		['Egypt', 'sellercentral.amazon.eg'],
		['France, Germany, Italy, Spain or United Kingdom', 'sellercentral-europe.amazon.com'],
		['India', 'sellercentral.amazon.in'],
		['Ireland', 'sellercentral.amazon.ie'],
		['Japan', 'sellercentral.amazon.co.jp'],
		['Mexico', 'sellercentral.amazon.com.mx'],
		['Netherlands', 'sellercentral.amazon.nl'],
		['Poland', 'sellercentral.amazon.pl'],
		['Saudi Arabia', 'sellercentral.amazon.sa'],
		['Singapore', 'sellercentral.amazon.sg'],
		['South Africa', 'sellercentral.amazon.co.za'],
		['Sweden', 'sellercentral.amazon.se'],
		['Turkey', 'sellercentral.amazon.com.tr'],
		['United Arab Emirates', 'sellercentral.amazon.ae'],
		['United States', 'sellercentral.amazon.com'],
	];

	it.each(HOSTS)('of %s is %s', (name, host) => {
		expect(SELLER_CENTRALS).toContainEqual({ name, value: host });
		expect(sellerCentralOf({ region: 'eu', sellerCentral: host })).toBe(`https://${host}`);
	});

	it('is that of the region where none is chosen, and the list holds no others', () => {
		expect(SELLER_CENTRALS[0]).toEqual({ name: 'Of the Region', value: '' });
		expect(SELLER_CENTRALS).toHaveLength(HOSTS.length + 1);
		expect(['na', 'eu', 'fe'].map((region) => sellerCentralOf({ region }))).toEqual([
			'https://sellercentral.amazon.com',
			'https://sellercentral-europe.amazon.com',
			'https://sellercentral.amazon.co.jp',
		]);
	});
});

describe('the quota', () => {
	const V0 = '/orders/v0/orders';
	const ORDER = `${V0}/902-3159896-1390916`;
	it.each([
		['GET', '/orders/2026-01-01/orders', 0.0056, 20],
		['GET', '/orders/2026-01-01/orders/902-3159896-1390916', 0.5, 30],
		['GET', V0, 0.0167, 20],
		['GET', ORDER, 0.5, 30],
		['GET', `${ORDER}/buyerInfo`, 0.5, 30],
		['GET', `${ORDER}/address`, 0.5, 30],
		['GET', `${ORDER}/orderItems`, 0.5, 30],
		['GET', `${ORDER}/orderItems/buyerInfo`, 0.5, 30],
		['GET', `${ORDER}/regulatedInfo`, 0.5, 30],
		['PATCH', `${ORDER}/regulatedInfo`, 0.5, 30],
		['POST', `${ORDER}/shipment`, 5, 15],
		['POST', `${ORDER}/shipmentConfirmation`, 2, 10],
		['POST', '/reports/2021-06-30/reports', 0.0167, 15],
		['GET', '/reports/2021-06-30/reports/ID323', 2, 15],
		['GET', '/reports/2021-06-30/documents/D1', 0.0167, 15],
		['GET', '/reports/2021-06-30/reports', 0.0222, 10],
		['DELETE', '/reports/2021-06-30/reports/ID323', 0.0222, 10],
		['GET', '/reports/2021-06-30/schedules', 0.0222, 10],
		['POST', '/reports/2021-06-30/schedules', 0.0222, 10],
		['GET', '/reports/2021-06-30/schedules/S1', 0.0222, 10],
		['DELETE', '/reports/2021-06-30/schedules/S1', 0.0222, 10],
		['POST', '/feeds/2021-06-30/documents', 0.5, 15],
		['POST', '/feeds/2021-06-30/feeds', 0.0083, 15],
		['GET', '/feeds/2021-06-30/feeds/F1', 2, 15],
		['DELETE', '/feeds/2021-06-30/feeds/F1', 2, 15],
		['GET', '/feeds/2021-06-30/feeds', 0.0222, 10],
		['GET', '/feeds/2021-06-30/documents/D1', 0.0222, 10],
		['GET', '/listings/2021-08-01/items/A3/SKU', 5, 10],
		['PUT', '/listings/2021-08-01/items/A3/SKU', 5, 10],
		['PATCH', '/listings/2021-08-01/items/A3/SKU', 5, 5],
		['DELETE', '/listings/2021-08-01/items/A3/SKU', 5, 5],
		['GET', '/listings/2021-08-01/items/A3', 5, 5],
		['GET', '/fba/inventory/v1/summaries', 2, 2],
		['GET', '/catalog/2022-04-01/items', 2, 2],
		['GET', '/catalog/2022-04-01/items/B000000001', 2, 2],
		['GET', '/sellers/v1/marketplaceParticipations', 0.016, 15],
		['GET', '/sellers/v1/account', 0.016, 15],
		['GET', '/finances/2024-06-19/transactions', 0.5, 10],
		['GET', '/finances/2024-06-19/balances', 0.5, 10],
		['GET', '/finances/2024-06-19/summary', 0.5, 10],
		['POST', '/batches/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice', 0.033, 1],
		['POST', '/batches/products/pricing/2022-05-01/items/competitiveSummary', 0.033, 1],
		['POST', '/tokens/2021-03-01/restrictedDataToken', 1, 10],
		['POST', '/mfn/v0/eligibleShippingServices', 6, 12],
		['POST', '/mfn/v0/shipments', 2, 2],
		['GET', '/mfn/v0/shipments/7', 1, 1],
		['DELETE', '/mfn/v0/shipments/7', 1, 1],
		['POST', '/mfn/v0/additionalSellerInputs', 1, 1],
		['POST', '/uploads/2020-11-01/uploadDestinations/messaging/v1/x', 10, 10],
		...['GET', 'POST', 'DELETE'].flatMap((method) =>
			[
				'/notifications/v1/destinations',
				'/notifications/v1/destinations/D1',
				'/notifications/v1/subscriptions',
				'/notifications/v1/subscriptions/ORDER_CHANGE',
				'/notifications/v1/subscriptions/ORDER_CHANGE/S1',
			].map((path): [string, string, number, number] => [method, path, 1, 5]),
		),
	])('of %s %s is %d a second, and %i at once', (method, path, perSecond, burst) => {
		const fitting = (asked: string, of: string) =>
			amazon.quotas.filter((quota) => quota.method === of && quota.path?.test(asked) === true);
		expect(fitting(path, method)).toMatchObject([{ perSecond, burst }]);
		expect(fitting(`${path}/`, method)).toEqual(fitting(path, method));
		// Another call has a bucket of its own.
		expect(fitting(`/x${path}`, method)).toEqual([]);
		expect(fitting(`${path}/a/b/c/d`, method).length).toBe(path.startsWith('/uploads/') ? 1 : 0);
	});

	it('has a bucket for each of the 64 calls', () => {
		expect(amazon.quotas).toHaveLength(64);
	});
});

describe('a path that only begins or ends as a list does', () => {
	it.each([
		'/orders/2026-01-01/orders/902-3159896-1390916',
		'/orders/v0/orders/902-3159896-1390916',
		'/orders/v0/orders/902-3159896-1390916/orderItems/buyerInfo',
		'/orders/v0/orders/a/b/orderItems',
		'/reports/2021-06-30/reports/ID323',
		'/feeds/2021-06-30/feeds/F1',
		'/listings/2021-08-01/items/A3/SKU',
		'/listings/2021-08-01/items',
		'/catalog/2022-04-01/items/B000000001',
		'/fba/inventory/v1/summaries/x',
		'/finances/2024-06-19/transactions/x',
		'/finances/2024-06-19/balances/x',
		'/finances/2024-06-19/summary/x',
		'/notifications/v1/subscriptions/ORDER_CHANGE',
		...['/orders/2026-01-01/orders', '/orders/v0/orders', '/orders/v0/orders/1/orderItems'].map(
			(path) => `/other${path}`,
		),
		...['/reports/2021-06-30/reports', '/feeds/2021-06-30/feeds', '/catalog/2022-04-01/items'].map(
			(path) => `/other${path}`,
		),
		'/other/fba/inventory/v1/summaries',
		'/other/finances/2024-06-19/transactions',
		'/other/finances/2024-06-19/balances',
		'/other/finances/2024-06-19/summary',
		'/other/notifications/v1/subscriptions',
	])('is read in one piece: %s', (path) => {
		expect(amazon.pageStyles.filter((style) => style.path.test(path))).toEqual([]);
	});

	it('is a list of Amazon in these ways only', () => {
		expect(amazon.pageStyles).toHaveLength(11);
	});
});

describe('what Amazon says of itself', () => {
	it('is how it is called, and what is sent to it', () => {
		expect(amazon).toMatchObject({
			id: 'amazon',
			displayName: 'Amazon',
			arrayFormat: 'comma',
			requestIdHeader: 'x-amzn-requestid',
			reservedHeaders: ['user-agent', 'x-amz-access-token', 'x-amz-date'],
		});
		expect(amazon.contentType('/x')).toBe('application/json');
		expect(amazon.credentials.amazonSellingPartnerApi).toMatchObject({
			renewal: 'preAuthentication',
			tokenField: 'accessToken',
			secrets: ['clientSecret', 'refreshToken', 'accessToken', 'authorizationCode'],
		});
	});

	it.each([
		[200, 'ok'],
		[202, 'ok'],
		[399, 'ok'],
		[400, 'invalid'],
		[401, 'denied'],
		[403, 'denied'],
		[404, 'gone'],
		[408, 'transient'],
		[409, 'invalid'],
		[413, 'invalid'],
		[429, 'throttled'],
		[499, 'invalid'],
		[500, 'transient'],
		[503, 'transient'],
		[599, 'transient'],
	])('with status %i is %s', (status, verdict) => {
		expect(amazon.classify({ status, headers: {}, body: {} })).toBe(verdict);
	});

	it('tells every error of an answer, its words and its details', () => {
		const errors = [
			{ code: 'A', message: 'First.', details: 'More.' },
			{ code: 'B', message: '', details: '' },
			{ code: 'C', message: 'Third.' },
		];
		const told = amazon.describe({ status: 422, headers: {}, body: { errors } }, '/x');
		expect(told).toMatchObject({ said: 'First. More.; Third.', code: 'A' });
		expect(told.advice).toBeUndefined();
	});

	it.each([
		[403, 'THE ACCESS TOKEN YOU PROVIDED HAS EXPIRED', 'although it was renewed'],
		[403, 'the access token you provided is revoked, malformed or invalid', 'refused as unknown'],
		[403, 'the lwa secret token you provided has expired', 'The client secret has expired'],
		[403, 'The Marketplaces you provided are not valid for Region', 'belongs to another region'],
		[403, 'MissingAuthenticationToken', 'The path does not exist on this host'],
		[403, 'Missing Authentication Token', 'The path does not exist on this host'],
		[403, 'Nothing else', 'Amazon denied access without giving a reason'],
		[400, 'could not match input arguments', 'static sandbox has no answer'],
	])('%i "%s" is told as: %s', (status, message, told) => {
		const response = { status, headers: {}, body: { errors: [{ code: '', message }] } };
		expect(amazon.describe(response, '/x').message).toContain(told);
		// Amazon varies where it writes what.
		const details = {
			status,
			headers: {},
			body: { errors: [{ message: 'No', details: message }] },
		};
		expect(amazon.describe(details, '/x').message).toContain(told);
		const code = { status, headers: {}, body: { errors: [{ code: message, message: 'No' }] } };
		expect(amazon.describe(code, '/x').message).toContain(told);
		// With another status the same words have another reason.
		expect(amazon.describe({ ...response, status: 422 }, '/x').said).toBe(message);
	});

	it.each([
		['access token is missing', /save it again/],
		['paginationtoken', /page token works only/],
		['nexttoken', /page token works only/],
	])('"%s" is known in any letters', (message, advice) => {
		const status = message.startsWith('access') ? 403 : 400;
		const response = { status, headers: {}, body: { errors: [{ message }] } };
		expect(amazon.describe(response, '/x').advice).toMatch(advice);
		expect(amazon.describe(response, '/x').said).toBe(message);
	});

	it('is of orders only where the path is one of the newer orders', () => {
		const response = { status: 403, headers: {}, body: {} };
		const messageOf = (path: string) => amazon.describe(response, path).message;
		expect(messageOf('/orders/2026-01-01/orders/1')).toBe('Amazon denied access to these orders');
		for (const path of ['/x/orders/2026-01-01/orders', '/orders/v0/orders']) {
			expect(messageOf(path)).toBe('Amazon denied access without giving a reason');
		}
	});
});
