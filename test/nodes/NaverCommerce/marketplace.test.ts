import { describe, expect, it } from 'vitest';
import type { ApiResponse, Query } from '../../../core/marketplace';
import { styleOf } from '../../../core/lists/pages';
import { ListError } from '../../../core/request/errors';
import { answerId, onlyNewAnswers } from '../../../nodes/NaverCommerce/answers';
import { changeExtent, naver } from '../../../nodes/NaverCommerce/marketplace';

const ROOT = '/v1/pay-order/seller';
const SEARCH = `${ROOT}/product-orders`;
const FEED = `${SEARCH}/last-changed-statuses`;

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
	({ status, headers, body }) as ApiResponse;

describe('an answer', () => {
	it.each<[number, string | undefined, string]>([
		[200, undefined, 'ok'],
		// Order actions answer 200 also where all of them failed; their list says so.
		[200, '104118', 'ok'],
		[399, undefined, 'ok'],
		[400, 'BAD_REQUEST', 'invalid'],
		[400, '104139', 'invalid'],
		[401, 'GW.AUTHN', 'expired'],
		[401, undefined, 'expired'],
		[401, 'GW.AUTHZ', 'denied'],
		[403, 'GW.IP_NOT_ALLOWED', 'blocked'],
		[403, 'ROLE_NOT_FOUND', 'denied'],
		[403, undefined, 'denied'],
		[404, 'GW.NOT_FOUND', 'gone'],
		[409, undefined, 'invalid'],
		[429, 'GW.RATE_LIMIT', 'throttled'],
		[429, undefined, 'throttled'],
		[429, 'GW.QUOTA_LIMIT', 'blocked'],
		[499, undefined, 'invalid'],
		[500, 'GW.PROXY.01', 'transient'],
		[500, 'GW.INTERNAL_SERVER_ERROR', 'transient'],
		[503, 'GW.BLOCK.01', 'transient'],
		[503, 'GW.BLOCK.02', 'blocked'],
		[504, 'GW.TIMEOUT.01', 'transient'],
	])('of status %i with the code %s is %s', (status, code, verdict) => {
		expect(naver.classify(answer(status, code === undefined ? {} : { code }))).toBe(verdict);
	});

	it('that is no object is judged by its status', () => {
		expect(naver.classify(answer(401, '<html>'))).toBe('expired');
		expect(naver.classify(answer(500, null))).toBe('transient');
	});
});

describe('trouble', () => {
	const tell = (status: number, body: object, headers = {}) =>
		naver.describe(answer(status, body, headers), SEARCH);

	it.each<[number, string | undefined, RegExp]>([
		[401, 'GW.AUTHN', /^Check the credential: .* deleted, or its secret reissued$/],
		[403, 'GW.IP_NOT_ALLOWED', /^Register the outbound IP address .* API호출 IP\. .*\/partner/],
		[404, 'GW.NOT_FOUND', /^Check path and version$/],
		[429, 'GW.QUOTA_LIMIT', /per hour or day.*#3751/],
		[429, 'GW.RATE_LIMIT', /^Another program uses the same application/],
		[503, 'GW.BLOCK.02', /^Naver is under maintenance/],
		[400, '104139', /no more than 24 hours/],
		[403, undefined, /^Add the API group 주문 판매자 to the application: .* API 그룹$/],
		[403, 'ROLE_NOT_FOUND', /^Add the API group 주문 판매자/],
		[404, undefined, /^Check the ID, and that it belongs to this store$/],
		[404, '100001', /^Check the product order number/],
		[404, '100003', /^Check the ID/],
	])('of status %i and code %s has advice', (status, code, advice) => {
		expect(tell(status, { code }).advice).toMatch(advice);
	});

	it.each([
		['/v1/products/search', /^Add the API group 상품 to the application: .* API 그룹$/],
		['/v2/products/origin-products/1', /^Add the API group 상품/],
		['/v1/product-delivery-info/bundle-groups', /API group \(API 그룹\) for this call$/],
		['/v1/categories', /API group \(API 그룹\) for this call$/],
	])('of a forbidden call to %s names the API group that is known', (path, expected) => {
		const { advice } = naver.describe(answer(403, {}), path);
		expect(advice).toMatch(expected);
	});

	it('of a refused write is a sentence, beside the words of Naver', () => {
		expect(tell(400, { code: '104121', message: '배송 송장 오류' })).toMatchObject({
			message: 'The tracking number was used before',
			said: '배송 송장 오류',
			advice: expect.stringMatching(/typing errors/) as string,
			code: '104121',
		});
		expect(tell(400, { code: 'toString' }).message).toBeUndefined();
	});

	it('of another kind has none', () => {
		expect(tell(400, { code: '4000' }).advice).toBeUndefined();
		expect(tell(400, {})).toEqual({
			message: undefined,
			said: undefined,
			advice: undefined,
			code: undefined,
			requestId: undefined,
		});
	});

	it('is told in the words of Naver, field by field', () => {
		const invalidInputs = [
			{ name: 'from', type: 'NotNull', message: '필수' },
			{ name: 'to' },
			{ message: '오류' },
			null,
		];
		const told = tell(400, { code: 4000, message: '잘못된 요청', invalidInputs, traceId: 'T' });
		expect(told).toMatchObject({
			said: '잘못된 요청; from: 필수; to: ; : 오류',
			code: '4000',
			requestId: 'T',
		});
		expect(tell(400, { invalidInputs }).said).toBe('from: 필수; to: ; : 오류');
	});

	it('has the number of the request from the body, else from the headers', () => {
		const headers = { 'gncp-gw-trace-id': 'H' };
		expect(tell(400, { traceId: 'B' }, headers).requestId).toBe('B');
		expect(tell(400, {}, headers).requestId).toBe('H');
		expect(naver.requestIdHeader).toBe('gncp-gw-trace-id');
	});
});

describe('the pace', () => {
	const news = (headers: Record<string, string>) => naver.readQuota?.(answer(200, {}, headers));

	it.each([
		['gncp-gw-ratelimit-replenish-rate', 'perSecond'],
		['gncp-gw-ratelimit-burst-capacity', 'burst'],
		['gncp-gw-ratelimit-remaining', 'left'],
	])('is learned from %s as %s', (header, field) => {
		const nothing = { perSecond: undefined, burst: undefined, left: undefined };
		expect(news({ [header]: '7' })).toEqual({ ...nothing, [field]: 7 });
		expect(news({ [header]: '0' })).toEqual({ ...nothing, [field]: 0 });
		expect(news({ [header]: 'many' })).toEqual(nothing);
		expect(news({})).toEqual(nothing);
	});

	const quotaOf = (method: string, path: string) =>
		naver.quotas.find(
			(quota) =>
				(quota.method === undefined || quota.method === method) &&
				(quota.path === undefined || quota.path.test(path)),
		);

	it.each([
		['GET', FEED, 'last-changed-statuses'],
		['POST', `${SEARCH}/query`, 'product-orders/query'],
		['GET', SEARCH, 'product-orders'],
		['POST', SEARCH, 'other'],
		['GET', `${ROOT}/orders/1/product-order-ids`, 'product-order-ids'],
		['POST', `${SEARCH}/confirm`, 'product-orders/confirm'],
		['POST', `${SEARCH}/dispatch`, 'product-orders/dispatch'],
		['POST', `${SEARCH}/1/claim/cancel/request`, 'claim/cancel/request'],
		['POST', `${SEARCH}/1/delay`, 'other'],
		['GET', `${FEED}/more`, 'other'],
		['POST', `${SEARCH}/query/more`, 'other'],
		['GET', '/v1/seller/account', 'other'],
	])('of %s %s is that of %s: two a second, four at once', (method, path, name) => {
		expect(quotaOf(method, path)).toMatchObject({ name, perSecond: 2, burst: 4 });
	});
});

describe('a request', () => {
	it('is written as Naver reads it', () => {
		expect(naver.headers(undefined as never, undefined as never)).toEqual({
			accept: 'application/json',
		});
		expect(naver.contentType(undefined as never)).toBe('application/json');
		expect(naver).toMatchObject({
			id: 'naver',
			displayName: 'Naver Commerce',
			arrayFormat: 'repeat',
		});
		expect(naver.reservedHeaders).toEqual([]);
	});

	it('has a token that is got beforehand, and two secrets that nobody is shown', () => {
		expect(Object.keys(naver.credentials)).toEqual(['naverCommerceApi']);
		expect(naver.credentials.naverCommerceApi).toMatchObject({
			renewal: 'preAuthentication',
			tokenField: 'accessToken',
			secrets: ['clientSecret', 'accessToken'],
		});
	});
});

/** The page behind this one. */
const next = (path: string, query: Query, body: object, known?: number) => {
	const style = styleOf(naver, path);
	const response = answer(200, body);
	const itemCount = style.items(body)?.length ?? 0;
	return style.next({ query, response, itemCount, known });
};
const extent = (path: string, query: Query, body: object) => {
	const style = styleOf(naver, path);
	const response = answer(200, body);
	return style.extent?.({ query, response, itemCount: style.items(body)?.length ?? 0 });
};

describe('the feed of changes', () => {
	const items = (body: unknown) => styleOf(naver, FEED).items(body);

	it.each([
		[{ data: { lastChangeStatuses: [{ a: 1 }, null] } }, [{ a: 1 }]],
		[{ data: {} }, []],
		[{ data: null }, []],
		[{ timestamp: '2026-11-21T18:00:00.000+09:00' }, []],
		[{ data: { lastChangeStatuses: 'none' } }, []],
		[{}, undefined],
		[null, undefined],
		['<html>', undefined],
	])('has of the answer %j the rows %j', (body, expected) => {
		expect(items(body)).toEqual(expected);
	});

	it('goes on where data.more says, and nowhere else', () => {
		const more = { moreFrom: '2026-11-21T18:00:00.000+09:00', moreSequence: 2022051122443341 };
		expect(next(FEED, {}, { data: { more } })).toEqual({
			lastChangedFrom: '2026-11-21T18:00:00.000+09:00',
			moreSequence: '2022051122443341',
		});
		expect(next(FEED, {}, { data: { more: { moreFrom: more.moreFrom } } })).toEqual({
			lastChangedFrom: '2026-11-21T18:00:00.000+09:00',
			moreSequence: undefined,
		});
		expect(next(FEED, {}, { data: {}, more })).toBeUndefined();
		expect(next(FEED, {}, { data: { more: {} } })).toBeUndefined();
	});

	it('does not end where Naver says that it goes on, and not where', () => {
		const failing = () => next(FEED, {}, { data: { more: { moreSequence: '1' } } });
		expect(failing).toThrow(ListError);
		expect(failing).toThrow('continues without saying where');
	});

	const more = { moreFrom: 'x', moreSequence: '1' };

	it.each([
		[2, { count: 2 }, true, 2],
		[1, { count: 2 }, false, 2],
		[3, { count: 2 }, true, 2],
		[0, { count: 0 }, true, 0],
		[0, {}, true, 0],
		[0, { more }, false, 1],
		[1, { more }, true, 1],
		[1, { count: 2, more }, false, 2],
	])('with %i rows and %j is whole: %s', (rows, data, isFull, total) => {
		expect(changeExtent(rows, { data })).toEqual({ reach: rows, isFull, total });
		const lastChangeStatuses = Array.from({ length: rows }, () => ({}));
		const body = { data: { ...data, lastChangeStatuses } };
		expect(extent(FEED, {}, body)).toEqual({ reach: rows, isFull, total });
	});
});

describe('a search', () => {
	const page = (length: number, pagination: object = {}) => ({
		data: { contents: Array.from({ length }, () => ({})), pagination },
	});

	it('goes on as long as Naver says so', () => {
		expect(next(SEARCH, { page: 1 }, page(2, { hasNext: true }))).toEqual({
			...{ page: 2, pageSize: 300 },
		});
		expect(next(SEARCH, { page: 2, pageSize: 50 }, page(2, { hasNext: 'true' }))).toEqual({
			...{ page: 3, pageSize: 50 },
		});
		expect(next(SEARCH, { page: 1 }, page(300, { hasNext: false }))).toBeUndefined();
	});

	it('goes on behind a full page where Naver does not say', () => {
		expect(next(SEARCH, { page: 1 }, page(300))).toEqual({ page: 2, pageSize: 300 });
		expect(next(SEARCH, { page: 1 }, page(299))).toBeUndefined();
	});

	it('takes the size of a page that Naver names for the one it gives', () => {
		expect(next(SEARCH, { page: 1 }, page(100, { size: 100 }))).toEqual({ page: 2, pageSize: 100 });
		expect(next(SEARCH, { page: 1 }, page(300, { size: 0 }))).toEqual({ page: 2, pageSize: 300 });
	});

	it('holds all that Naver counts', () => {
		expect(extent(SEARCH, { page: 1 }, page(2, { totalElements: 5 }))?.total).toBe(5);
		expect(extent(SEARCH, { page: 1 }, page(2))?.total).toBeUndefined();
		expect(extent(SEARCH, { page: 2 }, page(2, { hasNext: true }))?.total).toBe(601);
	});
});

describe.each([
	['contents', '/v1/contents/qnas'],
	['content', '/v1/pay-user/inquiries'],
])('the list of %s', (key, path) => {
	const page = (length: number, more: object = {}) => ({
		[key]: Array.from({ length }, () => ({})),
		...more,
	});

	it('goes on behind a full page, until Naver says that it was the last', () => {
		expect(next(path, {}, page(100))).toEqual({ page: 2, size: 100 });
		expect(next(path, {}, page(99))).toBeUndefined();
		expect(next(path, { page: 2, size: 10 }, page(10))).toEqual({ page: 3, size: 10 });
		expect(next(path, {}, page(100, { last: true }))).toBeUndefined();
		expect(next(path, {}, page(1, { last: false }))).toEqual({ page: 2, size: 100 });
		expect(next(path, {}, page(50, { size: 50 }))).toEqual({ page: 2, size: 50 });
		expect(next(path, {}, page(100, { size: 0 }))).toEqual({ page: 2, size: 100 });
	});

	it('holds all that Naver counts', () => {
		expect(extent(path, {}, page(1, { totalElements: 7 }))?.total).toBe(7);
	});
});

it.each([
	'/v1/contents/qnas/1',
	'/v2/contents/qnas',
	`${SEARCH}/1`,
	`${FEED}/1`,
	'/x/v1/contents/qnas',
])('%s is no list', (path) => {
	expect(naver.pageStyles.some((style) => style.path.test(path))).toBe(false);
});

describe('an answer that comes once more', () => {
	const one = answer(200, { timestamp: 't1', traceId: 'a' });

	it.each([
		[{ timestamp: 't1', traceId: 'a' }, 't1 a'],
		[{ timestamp: 't1' }, undefined],
		[{ traceId: 'a' }, undefined],
		[null, undefined],
	])('is known by its time and its number: %j', (body, id) => {
		expect(answerId(answer(200, body))).toBe(id);
	});

	it.each([
		[{ timestamp: 't2', traceId: 'a' }],
		[{ timestamp: 't1', traceId: 'b' }],
		[{ timestamp: 't1' }],
	])('is another one where one of them differs: %j', (body) => {
		const refuseOld = onlyNewAnswers();
		refuseOld(one);
		expect(() => refuseOld(answer(200, body))).not.toThrow();
		expect(() => onlyNewAnswers()(one)).not.toThrow();
	});

	it('is refused as often as it comes', () => {
		const refuseOld = onlyNewAnswers();
		refuseOld(answer(200, {}));
		refuseOld(one);
		for (let times = 0; times < 2; times++) expect(() => refuseOld(one)).toThrow('the same page');
	});

	it('is not known once another has come between', () => {
		const refuseOld = onlyNewAnswers();
		for (const body of [one.body, { timestamp: 't2', traceId: 'b' }, one.body]) {
			expect(() => refuseOld(answer(200, body))).not.toThrow();
		}
	});
});
