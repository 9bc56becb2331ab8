import { describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../core/marketplace';
import { pages } from '../../../core/lists/pages';
import { allegro } from '../../../nodes/Allegro/marketplace';

const ORDER = '/order/checkout-forms/29738e61-7f6a-11e8-ac45-09db60ede9d6';

describe('the answer 404', () => {
	const advice = (path: string) =>
		allegro.describe({ status: 404, headers: {}, body: {} }, path).advice;

	it.each([ORDER, `${ORDER}/shipments`, `${ORDER}/invoices`, `${ORDER}?x=1`])(
		'for an order says for how long Allegro shows it: %s',
		(path) => {
			expect(advice(path)).toContain('365 days');
			expect(advice(path)).not.toMatch(/check the ID/i);
		},
	);

	it('for an order in capitals says how to write it', () => {
		expect(advice(ORDER.replace('ac45', 'AC45'))).toContain('lowercase');
	});

	it.each(['/sale/categories/1', '/order/orders', `${ORDER}/invoices/7/file`])(
		'for anything else says nothing of orders: %s',
		(path) => {
			expect(advice(path)).toMatch(/^Check the path/);
		},
	);
});

const answer = (status: number, body: unknown = {}, more: Partial<ApiResponse> = {}) => {
	return { status, headers: {}, body, ...more };
};

describe('a request to Allegro', () => {
	it.each([
		['/order/customer-returns', 'beta'],
		['/order/customer-returns/7/rejection', 'beta'],
		['/sale/issues', 'beta'],
		['/sale/issues/7/chat', 'beta'],
		['/sale/offer-bulk-modification-commands', 'beta'],
		['/charity/fundraising-campaigns', 'beta'],
		['/affiliate/conversions/cps', 'beta'],
		['/order/checkout-forms', 'public'],
		['/order/events', 'public'],
		['/sale/offers', 'public'],
		['/sale/offer-events', 'public'],
		['/me', 'public'],
		['/x/order/customer-returns', 'public'],
	])('speaks the media type of %s: %s', (path, kind) => {
		const type = `application/vnd.allegro.${kind}.v1+json`;
		expect(allegro.contentType(path)).toBe(type);
		expect(allegro.headers({ method: 'GET', path }, 0)).toEqual({
			accept: type,
			'accept-language': 'en-US',
		});
	});

	it('repeats a parameter with several values, and lets nobody else name the application', () => {
		expect(allegro.arrayFormat).toBe('repeat');
		expect(allegro.reservedHeaders).toEqual(['user-agent']);
		expect(allegro.requestIdHeader).toBe('trace-id');
		expect([allegro.id, allegro.displayName]).toEqual(['allegro', 'Allegro']);
	});

	it('goes with a token that is renewed and never shown', () => {
		expect(allegro.credentials).toEqual({
			allegroOAuth2Api: {
				renewal: 'refresh',
				oauth2: { tokenType: 'Bearer' },
				secrets: ['clientSecret', 'oauthTokenData.access_token', 'oauthTokenData.refresh_token'],
				connect: expect.any(Function) as unknown,
			},
		});
	});
});

describe('the limit', () => {
	/** The first that fits counts. */
	const limitOf = (method: string, path: string) =>
		allegro.quotas.find((quota) => {
			const isOfMethod = quota.method === undefined || quota.method === method;
			return isOfMethod && (quota.path === undefined || quota.path.test(path));
		});

	it.each([
		['GET', '/order/carriers', 47, 3],
		['GET', '/order/carriers/DPD/tracking', 47, 3],
		['GET', `${ORDER}/shipments`, 47, 3],
		['POST', `${ORDER}/shipments`, 47, 3],
		['GET', '/order/customer-returns', 25, 25],
		['POST', '/order/customer-returns/7/rejection', 25, 25],
		['PATCH', '/sale/product-offers/7', 41, 25],
		['GET', '/sale/product-offers/7/operations/8', 147, 150],
		['POST', '/sale/offer-bulk-modification-commands', 1.6, 200],
		['GET', '/sale/offer-bulk-modification-commands/7/tasks', 147, 150],
		['GET', '/sale/offers', 147, 150],
		['POST', '/messaging/messages', 1, 1],
		['POST', '/messaging/threads/7/messages', 1, 1],
		['GET', '/messaging/threads', 147, 150],
		['GET', '/order/checkout-forms', 147, 150],
		['GET', ORDER, 147, 150],
		['PUT', `${ORDER}/fulfillment`, 147, 150],
		['GET', `${ORDER}/invoices`, 147, 150],
		['GET', '/order/events', 147, 150],
		['GET', '/x/order/carriers', 147, 150],
		['GET', '/x/order/customer-returns', 147, 150],
		['POST', '/x/messaging', 147, 150],
	])('of %s %s is %d a second, %i at once', (method, path, perSecond, burst) => {
		expect(limitOf(method, path)).toMatchObject({ perSecond, burst });
		expect(limitOf(method, path)?.refill).toBeUndefined();
	});

	it('of orders is not that of shipments, and there is none that two parts share', () => {
		const names = allegro.quotas.map(({ name }) => name);
		expect(names).toEqual([
			'shipments',
			'customerReturns',
			'messages',
			'offerCommands',
			'offerChanges',
			'requests',
		]);
	});

	it('lets no second have more than 50 requests for parcels, because a refusal costs a minute', () => {
		const { perSecond, burst } = limitOf('POST', `${ORDER}/shipments`) ?? {
			perSecond: 0,
			burst: 0,
		};
		expect(burst + perSecond).toBe(50);
	});

	it('lets no hour have more than 150,000 offers in commands, and no minute more than 9,000', () => {
		const limit = limitOf('POST', '/sale/offer-bulk-modification-commands');
		const { perSecond, burst } = limit ?? { perSecond: 0, burst: 0 };
		expect(25 * (burst + 3600 * perSecond)).toBeLessThanOrEqual(150_000);
		expect(25 * (burst + 60 * perSecond)).toBeLessThanOrEqual(9000);
	});

	it('lets no minute have more than 2,490 changes of one offer', () => {
		const limit = limitOf('PATCH', '/sale/product-offers/7');
		const { perSecond, burst } = limit ?? { perSecond: 0, burst: 0 };
		expect(burst + 60 * perSecond).toBeLessThanOrEqual(2490);
	});

	it('lets no minute have more than 9,000 requests in all', () => {
		const { perSecond, burst } = limitOf('GET', ORDER) ?? { perSecond: 0, burst: 0 };
		expect(burst + 60 * perSecond).toBeLessThanOrEqual(9000);
		expect(burst + 60 * perSecond).toBeGreaterThan(8900);
	});
});

describe('an answer of Allegro', () => {
	const captcha = { url: 'https://geo.captcha-delivery.com/captcha/?x=1' };

	it.each([
		[200, {}, 'ok'],
		[204, undefined, 'ok'],
		[303, {}, 'ok'],
		[399, {}, 'ok'],
		[400, { error: 'invalid_grant' }, 'invalid'],
		[401, { error: 'invalid_token' }, 'expired'],
		[401, { error: 'unauthorized' }, 'denied'],
		[401, undefined, 'expired'],
		[403, { errors: [{ code: 'AccessDenied' }] }, 'denied'],
		[403, { url: 7 }, 'denied'],
		[403, captcha, 'blocked'],
		[404, {}, 'gone'],
		[406, {}, 'invalid'],
		[409, {}, 'invalid'],
		[422, captcha, 'invalid'],
		[429, { errors: [{ code: 'TooManyRequestsException' }] }, 'throttled'],
		[429, captcha, 'blocked'],
		[499, {}, 'invalid'],
		[500, {}, 'transient'],
		[503, captcha, 'transient'],
		[504, {}, 'transient'],
	])('%i with %j is %s', (status, body, verdict) => {
		expect(allegro.classify(answer(status, body))).toBe(verdict);
	});

	it.each([
		[403, 'blocked'],
		[429, 'blocked'],
		[401, 'expired'],
		[404, 'gone'],
		[422, 'invalid'],
		[503, 'transient'],
	])('%i that is a page instead of JSON is %s', (status, verdict) => {
		const page = answer(status, '<html>', { malformed: true });
		expect(allegro.classify(page)).toBe(verdict);
		expect(allegro.classify(answer(403, {}, { malformed: false }))).toBe('denied');
	});

	it.each([
		[429, {}, 60_000],
		[429, { 'retry-after': '0' }, 60_000],
		[429, { 'retry-after': 'soon' }, 60_000],
		[429, { 'retry-after': '5' }, undefined],
		[503, {}, undefined],
		[403, {}, undefined],
	])('%i with %j asks to wait a minute where it does not say how long', (status, headers, ms) => {
		expect(allegro.retryAfterMs?.(answer(status, {}, { headers }))).toBe(ms);
	});
});

describe('what Allegro says', () => {
	const describeIt = (response: ApiResponse, path = '/sale/categories') =>
		allegro.describe(response, path);
	const errors = (...all: unknown[]) => answer(422, { errors: all });

	it.each([
		['in the words for users', [{ userMessage: 'Wrong limit', message: 'dev' }], 'Wrong limit'],
		['in its own words else', [{ userMessage: null, message: 'Bad limit' }], 'Bad limit'],
		['with the field', [{ userMessage: 'Wrong', path: 'limit' }], 'Wrong (limit)'],
		['with the field alone', [{ path: 'limit' }], '(limit)'],
		[
			'however much it is',
			[{ message: 'One', path: 'a' }, { userMessage: 'Two' }, {}, { userMessage: ' ' }],
			'One (a); Two',
		],
		['of nothing without words', [], undefined],
		['of no words without words', [{}], undefined],
		['of no list without words', [null], undefined],
	])('is told %s', (_name, all, said) => {
		expect(describeIt(errors(...all)).said).toBe(said);
	});

	it('is told by its first code and the number that its support asks for', () => {
		const first = { code: 'VALIDATION_ERROR', message: 'a' };
		const headers = { 'trace-id': '4631702648f0524e', 'x-request-id': 'no' };
		expect(describeIt({ ...errors(first, { code: 'OTHER' }), headers })).toMatchObject({
			code: 'VALIDATION_ERROR',
			requestId: '4631702648f0524e',
		});
		expect(describeIt(errors({ message: 'a' })).code).toBeUndefined();
		expect(describeIt(errors()).requestId).toBeUndefined();
	});

	it('of a token is told as it is written there', () => {
		const body = { error: 'invalid_token', error_description: 'Access token expired: x' };
		expect(describeIt(answer(401, body))).toMatchObject({
			said: 'Access token expired: x',
			code: 'invalid_token',
			advice: expect.stringContaining("press 'Reconnect'") as unknown,
		});
	});

	it.each([
		[answer(403, { url: 'https://geo.captcha-delivery.com' })],
		[answer(429, '<html>', { malformed: true })],
	])('is nothing where its bot protection answers: %j', (response) => {
		const told = describeIt({ ...response, headers: { 'trace-id': 't' } });
		expect(told.message).toContain('bot protection');
		expect(told.advice).toContain('unblock the IP address');
		expect(told.advice).toContain('Application Name');
		expect(told).toMatchObject({ requestId: 't' });
		expect(told.code).toBeUndefined();
	});

	it.each([
		[401, 'Reconnect'],
		[403, 'missing permission'],
		[404, 'right seller'],
		[406, 'header Accept'],
		[409, 'Read it again'],
		[415, 'Content-Type'],
		[429, 'Wait a minute'],
	])('with %i has its advice', (status, advice) => {
		expect(describeIt(answer(status, { errors: [] })).advice).toContain(advice);
	});

	it.each([400, 422, 500])('with %i needs none', (status) => {
		expect(describeIt(answer(status)).advice).toBeUndefined();
		expect(describeIt(answer(status), ORDER).advice).toBeUndefined();
	});

	it.each([
		[`${ORDER}/fulfillment`, '365 days'],
		[`${ORDER}/serial-numbers`, '365 days'],
		[`${ORDER}/serial-numbers?x=1`, '365 days'],
		[`/x${ORDER}`, 'Check the path'],
		['/order/checkout-forms', 'Check the path'],
		[`${ORDER}/other`, 'Check the path'],
	])('with 404 depends on what was asked for: %s', (path, advice) => {
		expect(describeIt(answer(404), path).advice).toContain(advice);
	});

	it.each([
		['fulfillment', 403, 'allegro:api:orders:write'],
		['fulfillment', 409, 'The order was changed'],
		['fulfillment', 422, 'RETURNED'],
		['shipments', 400, "'Carrier > Get Many'"],
		['shipments', 403, 'allegro:api:orders:write'],
		['shipments', 409, 'same tracking number'],
		['shipments', 422, "'lines[].id'"],
	])('about %s with %i says what to do', (part, status, advice) => {
		expect(describeIt(answer(status), `${ORDER}/${part}`).advice).toContain(advice);
		expect(describeIt(answer(status), `/x${ORDER}/${part}`).advice ?? '').not.toContain(advice);
	});

	it.each([
		['/sale/offers', 403, 'allegro:api:sale:offers:read and allegro:api:sale:offers:write'],
		['/sale/product-offers/7', 403, "press 'Reconnect'"],
		['/sale/product-offers/7', 404, 'Check the ID'],
		['/sale/product-offers/7', 409, 'still worked on'],
		['/sale/offer-bulk-modification-commands', 422, '99,999'],
	])('about offers, %s with %i says what to do', (path, status, advice) => {
		expect(describeIt(answer(status), path).advice).toContain(advice);
		expect(describeIt(answer(status), `/x${path}`).advice ?? '').not.toContain(advice);
	});

	it.each(['fulfillment', 'shipments'])('about %s without a right says how to get it', (part) => {
		const { advice } = describeIt(answer(403), `${ORDER}/${part}`);
		expect(advice).toMatch(/apps\.developer\.allegro\.pl.*'Reconnect'/);
	});

	it('with 403 for an order says nothing of its age', () => {
		expect(describeIt(answer(403), ORDER).advice).toContain('missing permission');
		expect(describeIt(answer(404), ORDER.replace('ac45', 'AC45')).advice).not.toContain('365');
	});
});

describe('a list of Allegro with Paginate', () => {
	/** The queries of a list that has `length` entries, of which an answer holds `size` if nobody says. */
	async function asked(path: string, length: number, size: number, query = {}, total = false) {
		const style = allegro.pageStyles.find((one) => one.path.test(path));
		if (!style) throw new Error(`No style for ${path}`);
		const queries: object[] = [];
		let read = 0;
		const send = async (request: { query?: Record<string, unknown> }) => {
			queries.push(request.query ?? {});
			const { offset = 0, limit = size } = request.query ?? {};
			const count = Math.max(0, Math.min(Number(limit), length - Number(offset)));
			const things = Array.from({ length: count }, (_unused, i) => ({
				id: `${Number(offset) + i}`,
			}));
			const known = total ? { totalCount: length } : {};
			return answer(200, { count, things, ...known });
		};
		const list = pages(send as never, { method: 'GET', path, query }, style);
		for await (const { items } of list) read += items.length;
		return { queries, read };
	}

	it.each([
		['/order/customer-returns', 100],
		['/sale/offers', 20],
		['/order/refund-claims', 25],
		['/payments/refunds', 50],
		['/payments/payment-operations', 50],
		['/order/checkout-forms', 100],
		['/billing/billing-entries', 100],
	])('%s goes on by %i entries if nobody says', async (path, size) => {
		const { queries, read } = await asked(path, 2 * size + 1, size);
		expect(read).toBe(2 * size + 1);
		expect(queries).toEqual([{}, { offset: size, limit: size }, { offset: 2 * size, limit: size }]);
	});

	it.each([
		'/order/customer-returns',
		'/sale/offers',
		'/order/refund-claims',
		'/payments/refunds',
		'/payments/payment-operations',
		'/order/checkout-forms',
		'/billing/billing-entries',
	])('%s that tells its length is not asked for more than that', async (path) => {
		const { queries, read } = await asked(path, 20, 10, { limit: 10 }, true);
		expect([queries.length, read]).toEqual([2, 20]);
		const { queries: blind } = await asked(path, 20, 10, { limit: 10 });
		expect(blind).toHaveLength(3);
	});

	it.each([
		['/order/customer-returns', 10_000],
		['/order/refund-claims', 10_000],
		['/payments/refunds', 10_000],
		['/payments/payment-operations', 10_000],
		['/order/checkout-forms', 10_000],
		['/billing/billing-entries', 10_000],
		['/sale/offers', 10_000_000],
	])('%s reaches as deep as Allegro shows it: %i', async (path, depth) => {
		const start = (left: number) => ({ offset: depth - left, limit: 10 });
		expect((await asked(path, depth, 10, start(20), true)).queries).toHaveLength(2);
		await expect(asked(path, depth + 1, 10, start(19))).rejects.toThrow(`at most ${depth}`);
	});

	it.each(['/order/events', '/sale/offer-events'])(
		'%s goes on behind the last event until a page is short',
		async (path) => {
			const style = allegro.pageStyles.find((one) => one.path.test(path));
			const page = (count: number) =>
				answer(200, { events: Array.from({ length: count }, (_unused, i) => ({ id: `e${i}` })) });
			const next = (count: number, limit?: number) =>
				style?.next({
					query: limit === undefined ? {} : { limit },
					response: page(count),
					itemCount: count,
				});
			expect(next(100)).toEqual({ from: 'e99' });
			expect(next(99)).toBeUndefined();
			expect(next(1000, 1000)).toEqual({ from: 'e999' });
			expect(next(100, 1000)).toBeUndefined();
			expect(next(0, 1)).toBeUndefined();
		},
	);

	it.each([
		'/x/order/events',
		'/order/events/7',
		'/order/customer-returns/7',
		'/sale/offers/7',
		'/order/refund-claims/7',
		'/payments/refunds/7',
		'/x/payments/refunds',
		'/order/checkout-forms/7',
		'/x/order/checkout-forms',
		'/x/sale/offers',
		'/x/order/refund-claims',
		'/x/order/customer-returns',
		'/me',
	])('%s is none', (path) => {
		expect(allegro.pageStyles.find((one) => one.path.test(path))).toBeUndefined();
	});

	it('is the first array of the answer, and nothing where there is none', () => {
		for (const { items } of allegro.pageStyles) {
			expect(items({ count: 1, offers: [7], links: [8] })).toEqual([7]);
			expect(items({ count: 0 })).toBeUndefined();
			expect(items('text')).toBeUndefined();
			expect(items([1])).toBeUndefined();
		}
	});
});
