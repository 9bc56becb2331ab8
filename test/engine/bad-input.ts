import type { IDataObject } from 'n8n-workflow';

import type { MarketplaceName } from './stage';

/** What is set, the fields to set it, and the field that the error has to name. */
export type Row = [what: string, parameters: IDataObject, named: string];

const get = (orderId: string): IDataObject => ({ resource: 'order', operation: 'get', orderId });
const list = (filters: IDataObject, more: IDataObject = {}): IDataObject => ({
	resource: 'order',
	operation: 'getAll',
	filters,
	...more,
});
export const call = (path: string, more: IDataObject = {}): IDataObject => ({
	resource: 'apiRequest',
	operation: 'request',
	path,
	...more,
});

const TIMES: Row[] = [
	['reversed dates', { createdAfter: '2026-02-02', createdBefore: '2026-02-01' }, 'Created After'],
	['equal dates', { updatedAfter: '2026-02-02', updatedBefore: '2026-02-02' }, 'Updated After'],
	['a day that does not exist', { createdAfter: '2026-02-30T00:00:00' }, 'Created After'],
	['a month that does not exist', { updatedBefore: '2026-13-01' }, 'Updated Before'],
	[
		'dates that only their offsets reverse',
		{ createdAfter: '2026-02-01T00:00:00+09:00', createdBefore: '2026-01-31T14:00:00Z' },
		'Created After',
	],
	['an object for a date', { createdAfter: '={{ {} }}' }, 'Created After'],
	['a hint of a date', { updatedAfter: 'yesterday' }, 'Updated After'],
	['a beginning to come', { createdAfter: '2100-01-01T00:00:00Z' }, 'Created After'],
].map(([what, filters, named]) => [what, list(filters as IDataObject), named] as Row);

const IDS: Row[] = [
	['no id', get(''), 'Order ID'],
	['a blank id', get('  \t'), 'Order ID'],
	['an expression that gives no id', get('={{ $json.missing }}'), 'Order ID'],
	['an id of which JavaScript has kept some digits', get('={{ 90071992547409931 }}'), 'Order ID'],
	['an id that leads elsewhere', get('../../me'), 'Order ID'],
	['an id with a query', get('1?limit=1'), 'Order ID'],
];

/** What every node refuses. */
export const COMMON: Row[] = [
	['no path', call(''), 'Path'],
	['an expression that gives no path', call('={{ $json.missing }}'), 'Path'],
	['a path with a host', call('https://evil.example/orders'), 'Path'],
	['a path with a host and no scheme', call('//evil.example/orders'), 'Path'],
	['a path upwards', call('/orders/../../secrets'), 'Path'],
	['a path upwards in disguise', call('/orders/%2e%2e/secrets'), 'Path'],
	['a path upwards in double disguise', call('/orders/%252e%252e/secrets'), 'Path'],
	['a path with backslashes', call('/\\evil.example'), 'Path'],
	['a path with a line break', call('/orders\r\nHost: evil.example'), 'Path'],
	['a path with a query', call('/orders?limit=1'), 'Path'],
	['a path with a fragment', call('/orders#1'), 'Path'],
	['a path with half an escape', call('/orders/%zz'), 'Path'],
	['a query that is no JSON', call('/orders', { query: '{"limit": ' }), 'Query Parameters'],
	['a query that is a list', call('/orders', { query: '[1]' }), 'Query Parameters'],
	['a query that is a number', call('/orders', { query: '={{ 5 }}' }), 'Query Parameters'],
	['a query with an object', call('/orders', { query: '{"a":{"b":1}}' }), 'Query Parameters'],
	['headers that are no JSON', call('/orders', { headers: 'X-A: 1' }), 'Headers'],
	['a token of its own', call('/orders', { headers: '{"Authorization":"Bearer x"}' }), 'Headers'],
	[
		'a header with a line break',
		call('/orders', { headers: '{"X-A":"1\\r\\nX-B: 2"}' }),
		'Headers',
	],
	['a body that is no JSON', call('/orders', { method: 'POST', body: '{"a": }' }), 'Body'],
	['a list of unknown pages', call('/unknown/list', { paginate: true }), '/unknown/list'],
	['a patience that is no number', list({}, { options: { maxWait: 'long' } }), 'Maximum Wait'],
	['a blank patience', list({}, { options: { maxWait: ' ' } }), 'Maximum Wait'],
	['a timeout that is no number', list({}, { options: { timeout: -1 } }), 'Timeout'],
	['a limit of nothing', list({}, { limit: 0 }), 'Limit'],
	['a word as limit', list({}, { limit: '={{ "ten" }}' }), 'Limit'],
	['a broken limit', list({}, { limit: 1.5 }), 'Limit'],
];

/** Its lists have no filter for an end. */
const KAUFLAND_TIMES = [
	...['a day that does not exist', 'an object for a date', 'a hint of a date'],
	'a beginning to come',
];

export const OWN: Record<MarketplaceName, Row[]> = {
	allegro: [
		...IDS,
		...TIMES,
		['an id of another form', get('118'), 'Order ID'],
		['an unknown status', list({ status: 'PAID' }), 'Status'],
		['an unknown site', list({ marketplaceId: 'allegro-xx' }), 'Marketplace'],
	],
	amazon: [
		...IDS,
		...TIMES,
		['an id of another form', get('902-3159896-139091'), 'Order ID'],
		['an unknown status', list({ status: ['PAID'] }), 'Status'],
		['a site of another region', list({}, { marketplaceIds: ['ATVPDKIKX0DER'] }), 'Marketplaces'],
		['a site that is none', list({}, { marketplaceIds: ['amazon.de'] }), 'Marketplaces'],
		[
			'dates of two kinds',
			list({ createdAfter: '2026-01-01', updatedAfter: '2026-01-01' }),
			'Created After',
		],
		['an unknown version', list({}, { apiVersion: 'v1' }), 'API Version'],
		['no site with v0', list({}, { apiVersion: 'v0' }), 'Marketplaces'],
		[
			'malformed numbers with v0',
			list({ orderIds: '1, 2' }, { apiVersion: 'v0', marketplaceIds: ['A1PA6795UKMFR9'] }),
			'Order IDs',
		],
		[
			'a patience with reports that is none',
			list({}, { returnAll: true, options: { reportWait: 0 } }),
			'Maximum Report Wait',
		],
		['an unknown part', list({}, { includedData: ['BUYER', 'ALL'] }), 'Included Data'],
	],
	assistTencho: [
		['no id', get(''), 'Order ID'],
		['a blank id', get('  '), 'Order ID'],
		['a parameter without name', list({}, { parameters: { parameter: [{ value: '1' }] } }), 'Name'],
	],
	bigCommerce: [
		...IDS,
		...TIMES,
		['an id of another form', get('29738e61'), 'Order ID'],
		['an unknown status', list({ status: 'paid' }), 'Status'],
		['a lowest id that is none', list({ minId: 'first' }), 'Minimum Order ID'],
		['blanks for a number', list({ customerId: ' ' }), 'Customer ID'],
		['a yes for a number', list({ customerId: '={{ true }}' }), 'Customer ID'],
		['a list for a number', list({ customerId: '={{ [""] }}' }), 'Customer ID'],
		['an amount with a comma', list({ minTotal: '12,50' }), 'Minimum Total'],
	],
	kaufland: [
		...IDS,
		...TIMES.filter(([what]) => KAUFLAND_TIMES.includes(what)),
		['an id of another form', get('MB7UWLD-1'), 'Order ID'],
		['an unknown status', list({ status: ['PAID'] }), 'Status'],
		['an unknown storefront', list({ storefront: 'uk' }), 'Storefront'],
		['an unknown sender', list({ fulfillmentType: 'FBK' }), 'Fulfilled By'],
	],
	naver: [
		...IDS,
		...TIMES,
		['an unknown status', list({ status: ['PAID'] }), 'Status'],
		[
			'dates of two kinds',
			list({ createdAfter: '2026-01-01', updatedAfter: '2026-01-01' }),
			'Created',
		],
		['an end without beginning', list({ createdBefore: '2026-01-01' }), 'Created After'],
	],
};

/** Fields of the credential that cannot work. */
export const CREDENTIALS: Record<
	MarketplaceName,
	Array<[field: string, value: string, named: string]>
> = {
	allegro: [
		['apiBaseUrl', 'http://evil.example', 'API Base URL'],
		['apiBaseUrl', '', 'API Base URL'],
		['applicationName', '', 'Application Name'],
		['applicationUrl', 'my page', 'Application URL'],
	],
	amazon: [
		['apiBaseUrl', 'http://evil.example', 'API Base URL'],
		['region', 'asia', 'Region'],
		['clientId', '', 'Client ID'],
		['clientSecret', 'two words', 'Client Secret'],
		['refreshToken', 'Atza|IwEBIJ', 'Refresh Token'],
	],
	assistTencho: [
		['baseUrl', '', 'Base URL'],
		['baseUrl', 'https://user:pass@evil.example', 'Base URL'],
	],
	bigCommerce: [
		['storeHash', '', 'Store Hash'],
		['storeHash', 'my store', 'Store Hash'],
		['accessToken', ' ', 'Access Token'],
		['accessToken', 'half-a-token\nand-the-rest', 'Access Token'],
	],
	kaufland: [
		['apiBaseUrl', 'http://evil.example', 'API Base URL'],
		['apiBaseUrl', '', 'API Base URL'],
		['clientKey', ' ', 'Client Key'],
		['secretKey', '', 'Secret Key'],
		['secretKey', 'half-a-key\nand-the-rest', 'Secret Key'],
	],
	naver: [
		['apiBaseUrl', 'http://evil.example', 'API Base URL'],
		['clientId', '', 'Client ID'],
		['clientSecret', 'secret', 'Client Secret'],
	],
};
