import { Settings } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../core/marketplace';
import { InvalidInputError } from '../../../core/request/errors';
import { pages } from '../../../core/lists/pages';
import { describeResponse, verdictOf } from '../../../core/request/retry';
import { amazon } from '../../../nodes/AmazonSellingPartner/marketplace';
import { readSites, SITES } from '../../../nodes/AmazonSellingPartner/regions';

const DENIED = 'Access to requested resource is denied.';

function refusal(status: number, code: string, message: string, details?: string): ApiResponse {
	const headers = { 'x-amzn-requestid': 'b1e7' };
	return { status, headers, body: { errors: [{ code, message, details }] } };
}

describe('every refusal that Amazon is known to send', () => {
	it.each([
		[403, 'Unauthorized', DENIED, 'The access token you provided has expired.', 'expired', /clock/],
		[403, 'Unauthorized', 'The access token you provided has expired.', '', 'expired', /clock/],
		[
			...([403, 'Unauthorized', DENIED] as const),
			'The access token you provided is revoked, malformed or invalid.',
			'expired',
			/Region/,
		],
		[
			...([403, 'Unauthorized', DENIED] as const),
			'Access token is missing in the request header.',
			'denied',
			/save it again/,
		],
		[
			...([403, 'Unauthorized', DENIED] as const),
			'The LWA secret token you provided has expired.',
			'denied',
			/180 days/,
		],
		[
			...([403, 'Unauthorized', DENIED] as const),
			'The marketplaces you provided are not valid for region.',
			'denied',
			/region/,
		],
		[403, 'Unauthorized', DENIED, '', 'denied', /role .* path .* region/],
		[
			403,
			'MissingAuthenticationToken',
			'Missing Authentication Token',
			undefined,
			'denied',
			/path/,
		],
		[400, 'InvalidInput', 'Could not match input arguments', undefined, 'invalid', /examples/],
		[400, 'InvalidInput', 'We could not decode your NextToken', undefined, 'invalid', /page token/],
		[
			...([400, 'InvalidInput', 'The paginationToken you have submitted is not valid.'] as const),
			undefined,
			'invalid',
			/page token/,
		],
		[400, 'Invalid Input', 'Invalid Input', undefined, 'invalid', /parameters/],
		[404, 'NotFound', 'Not there', undefined, 'gone', /ID/],
		[413, 'TooBig', 'Too big', undefined, 'invalid', /less/],
		[415, 'Unsupported', 'Unsupported', undefined, 'invalid', /JSON/],
		[429, 'QuotaExceeded', 'You exceeded your quota.', '', 'throttled', /less often/],
		[
			500,
			'InternalFailure',
			'We encountered an internal error.',
			undefined,
			'transient',
			undefined,
		],
		[503, 'ServiceUnavailable', 'Temporarily unavailable.', undefined, 'transient', undefined],
	])('%i %s: %s %s', (status, code, message, details, verdict, advice) => {
		const response = refusal(status, code, message, details);
		const told = amazon.describe(response, '/catalog/2022-04-01/items');
		expect(amazon.classify(response)).toBe(verdict);
		expect(told).toMatchObject({ code, requestId: 'b1e7' });
		expect(told.message ?? told.said).toBeTruthy();
		if (advice) expect(told.advice).toMatch(advice);
	});

	it('offers v0 where the newer orders are refused', () => {
		const response = refusal(403, 'Unauthorized', DENIED, '');
		const { advice } = amazon.describe(response, '/orders/2026-01-01/orders');
		expect(advice).toContain("'v0'");
		// The same words are read in the trigger, which has no such parameter.
		expect(advice).toContain('not the trigger');
		expect(amazon.describe(response, '/reports/2021-06-30/reports').advice).not.toContain("'v0'");
	});

	it('takes a page in place of a refusal for a blocked address, and not for a missing role', () => {
		const response = { status: 403, headers: {}, body: '<html>Robot?</html>', malformed: true };
		expect(verdictOf(amazon, response)).toBe('blocked');
		const { message, advice } = describeResponse(amazon, response, '/orders/2026-01-01/orders');
		expect(message).toContain('blocks this server');
		expect(advice).not.toMatch(/role|authorize/);
	});

	it.each([[{ status: 502, body: '<html>' }], [{ status: 418, body: undefined }]])(
		'says at least the status of %o',
		({ status, body }) => {
			const told = describeResponse(amazon, { status, body, headers: {} }, '/x');
			expect(told.message).toMatch(new RegExp(`^Amazon .* the request \\(status ${status}\\)$`));
		},
	);

	it('does not take a good answer with errors beside it for a refusal', () => {
		expect(amazon.classify({ status: 200, headers: {}, body: { errors: [] } })).toBe('ok');
	});
});

describe('headers', () => {
	afterEach(() => {
		Settings.defaultZone = 'system';
	});

	it.each(['UTC', 'Pacific/Auckland', 'America/St_Johns'])(
		'carry the moment in UTC, also on a machine in %s',
		(zone) => {
			Settings.defaultZone = zone;
			const now = Date.parse('2026-03-29T23:30:05Z');
			const headers = amazon.headers({ method: 'GET', path: '/x' }, now);
			expect(headers['x-amz-date']).toBe('20260329T233005Z');
		},
	);

	it('carry the moment and the program in the forms that Amazon reads', () => {
		const now = Date.parse('2019-04-30T12:36:00.900Z');
		const headers = amazon.headers({ method: 'GET', path: '/x' }, now);
		expect(headers).toMatchObject({ accept: 'application/json', 'x-amz-date': '20190430T123600Z' });
		expect(headers['user-agent']).toMatch(/^[\w-]+\/\d+\.\d+\.\d+ \(Language=[^()]+\)$/);
	});

	it('that the credential sets are not the user’s', () => {
		const { reservedHeaders } = amazon;
		expect(reservedHeaders).toContain('x-amz-access-token');
		expect(reservedHeaders).toContain('x-amz-date');
	});
});

describe('quotas', () => {
	it.each([
		['GET', '/orders/2026-01-01/orders', 'searchOrders', 0.0056, 20],
		['GET', '/orders/2026-01-01/orders/902-3159896-1390916', 'getOrder', 0.5, 30],
		['GET', '/orders/v0/orders', 'v0 getOrders', 0.0167, 20],
		['GET', '/orders/v0/orders/902-3159896-1390916', 'v0 getOrder', 0.5, 30],
		['GET', '/orders/v0/orders/902-3159896-1390916/orderItems', 'v0 getOrderItems', 0.5, 30],
		['POST', '/reports/2021-06-30/reports', 'createReport', 0.0167, 15],
		['GET', '/reports/2021-06-30/reports', 'getReports', 0.0222, 10],
		['GET', '/reports/2021-06-30/reports/ID323', 'getReport', 2, 15],
		['DELETE', '/reports/2021-06-30/reports/ID323', 'cancelReport', 0.0222, 10],
		['GET', '/listings/2021-08-01/items/A3/A%2FB%20c', 'getListingsItem', 5, 10],
		['GET', '/listings/2021-08-01/items/A3', 'searchListingsItems', 5, 5],
		['POST', '/uploads/2020-11-01/uploadDestinations/a/b', 'createUploadDestination', 10, 10],
		['POST', '/tokens/2021-03-01/restrictedDataToken', 'createRestrictedDataToken', 1, 10],
		['GET', '/sellers/v1/marketplaceParticipations', 'getMarketplaceParticipations', 0.016, 15],
	])('%s %s is %s', (method, path, name, perSecond, burst) => {
		const found = amazon.quotas.find(
			(quota) => quota.method === method && quota.path?.test(path) === true,
		);
		expect(found).toMatchObject({ name, perSecond, burst });
	});

	it('have names of their own, because the name is the bucket', () => {
		const names = amazon.quotas.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it.each([
		['0.5', { perSecond: 0.5 }],
		['5.0', { perSecond: 5 }],
		['0', {}],
		['soon', {}],
		[undefined, {}],
	])('learn from the header %s', (value, news) => {
		const headers = value === undefined ? {} : { 'x-amzn-ratelimit-limit': value };
		expect(amazon.readQuota?.({ status: 200, headers: headers as never, body: {} })).toEqual(news);
	});
});

describe('lists of the generic request', () => {
	const filter = { a: 1 };

	it.each([
		['/reports/2021-06-30/reports', { reports: [1], nextToken: 'n' }, { nextToken: 'n' }],
		['/feeds/2021-06-30/feeds', { feeds: [1], nextToken: 'n' }, { nextToken: 'n' }],
		[
			'/orders/2026-01-01/orders',
			{ orders: [1], pagination: { nextToken: 'n' } },
			{ a: 1, paginationToken: 'n' },
		],
		['/orders/v0/orders', { payload: { Orders: [1], NextToken: 'n' } }, { a: 1, NextToken: 'n' }],
		[
			'/orders/v0/orders/1/orderItems',
			{ payload: { OrderItems: [1], NextToken: 'n' } },
			{ a: 1, NextToken: 'n' },
		],
		[
			'/listings/2021-08-01/items/A3',
			{ items: [1], pagination: { nextToken: 'n' } },
			{ a: 1, pageToken: 'n' },
		],
		[
			'/catalog/2022-04-01/items',
			{ items: [1], pagination: { nextToken: 'n' } },
			{ a: 1, pageToken: 'n' },
		],
		[
			'/fba/inventory/v1/summaries',
			{ payload: { inventorySummaries: [1] }, pagination: { nextToken: 'n' } },
			{ a: 1, nextToken: 'n' },
		],
		[
			'/finances/2024-06-19/transactions',
			{ payload: { transactions: [], nextToken: 'n' } },
			{ a: 1, nextToken: 'n' },
		],
		['/finances/2024-06-19/balances', { balances: [1], nextToken: 'n' }, { a: 1, nextToken: 'n' }],
		['/finances/2024-06-19/summary', { summaries: [1], nextToken: 'n' }, { a: 1, nextToken: 'n' }],
		[
			'/notifications/v1/subscriptions',
			{ payload: { subscriptions: [1], nextToken: 'n' } },
			{ a: 1, nextToken: 'n' },
		],
	])('%s goes on', async (path, first, second) => {
		const asked: unknown[] = [];
		const withoutToken = JSON.parse(JSON.stringify(first), (key, value: unknown) =>
			/token$/i.test(key) ? undefined : value === 1 ? 2 : value,
		) as unknown;
		const send = async ({ query }: { query?: unknown }): Promise<ApiResponse> => {
			asked.push(query);
			return { status: 200, headers: {}, body: asked.length === 1 ? first : withoutToken };
		};
		const style = amazon.pageStyles.find((candidate) => candidate.path.test(path));
		const read: unknown[] = [];
		for await (const page of pages(send, { method: 'GET', path, query: filter }, style!)) {
			read.push(...page.items);
		}
		expect(asked).toEqual([filter, second]);
		expect(read).toEqual(path.endsWith('transactions') ? [] : [1, 2]);
	});
});

describe('sites', () => {
	it('are the 23 of the three regions, in the order of their names', () => {
		const inRegion = (region: string) => SITES.filter((site) => site.region === region).length;
		expect([inRegion('na'), inRegion('eu'), inRegion('fe')]).toEqual([4, 16, 3]);
		const names = SITES.map(({ name }) => name);
		expect(names).toEqual([...names].sort());
		expect(SITES.find(({ name }) => name === 'India')?.region).toBe('eu');
	});

	it.each([
		[
			['A1PA6795UKMFR9', 'A13V1IB3VIYZZH', 'A1PA6795UKMFR9'],
			['A1PA6795UKMFR9', 'A13V1IB3VIYZZH'],
		],
		['A1PA6795UKMFR9, A13V1IB3VIYZZH', ['A1PA6795UKMFR9', 'A13V1IB3VIYZZH']],
		[['A9NEWSITE1234'], ['A9NEWSITE1234']],
		['', []],
		[undefined, []],
	])('%o is read', (value, ids) => {
		expect(readSites(value, 'eu')).toEqual(ids);
	});

	it.each([
		[['ATVPDKIKX0DER'], /United States \(ATVPDKIKX0DER\).*North America.*Europe/],
		[['Germany'], /invalid ID: Germany/],
		[['A1PA6795UKMFR9&x=1'], /invalid ID/],
		[Array.from({ length: 51 }, (_, i) => `A${String(1e10 + i)}`), /more than 50/],
	])('%o is refused', (value, message) => {
		expect(() => readSites(value, 'eu')).toThrow(InvalidInputError);
		expect(() => readSites(value, 'eu')).toThrow(message);
	});
});
