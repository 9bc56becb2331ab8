import { afterEach, describe, expect, it, vi } from 'vitest';

import type { ApiResponse } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { verdictOf } from '../../../core/request/retry';
import { kaufland } from '../../../nodes/Kaufland/marketplace';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const answer = (status: number, body: unknown = {}, headers = {}): ApiResponse => ({
	...{ status, headers, body },
});
const describeOf = (status: number, type?: string, more: object = {}, headers = {}) =>
	kaufland.describe(
		answer(status, { ...(type && { type: `/problems/${type}` }), ...more }, headers),
		'/x',
	);

afterEach(() => void vi.restoreAllMocks());

describe('an answer', () => {
	it.each([
		[200, 'ok'],
		[204, 'ok'],
		[207, 'ok'],
		[400, 'invalid'],
		[401, 'denied'],
		[403, 'denied'],
		[404, 'gone'],
		[409, 'invalid'],
		[422, 'invalid'],
		[423, 'blocked'],
		[429, 'throttled'],
		[500, 'transient'],
		[503, 'transient'],
	])('of status %i is %s', (status, verdict) => {
		for (const body of [{}, null, '<html>', { type: '/problems/inactive-account' }]) {
			expect(kaufland.classify(answer(status, body))).toBe(verdict);
		}
		expect(verdictOf(kaufland, answer(status))).toBe(verdict);
	});
});

describe('what is said of an answer', () => {
	it.each<[number, string | undefined, RegExp]>([
		[401, 'invalid-credentials', /^Kaufland does not know these keys\. Check 'Client Key'/],
		[401, 'corrupted-signature', /^Kaufland did not accept the signature\. Check 'Secret Key'/],
		[401, 'missing-or-invalid-request-header', /^Kaufland did not accept the signed request\. /],
		[401, 'unauthorized', /signed request.*'Client Key', 'Secret Key', the clock.*'API Base URL'/],
		[401, undefined, /signed request.*'Client Key', 'Secret Key', the clock.*'API Base URL'/],
		[403, 'inactive-account', /^The seller account is not active\. .*Keys cannot help/],
		[403, 'action-not-allowed', /The state of the order or offer does not allow this/],
		[403, undefined, /The state of the order or offer does not allow this/],
		[404, 'not-found', /Check the ID/],
		[423, 'import-files', /import of product data is running/],
		[423, undefined, /import of product data is running/],
		[429, undefined, /111 requests a second/],
		[400, 'storefront-not-configured', /Account > Check shows/],
	])('of status %i and type %s', (status, type, says) => {
		const { message, advice } = describeOf(status, type);
		expect([message, advice].filter(Boolean).join('. ')).toMatch(says);
	});

	it('has no advice where nobody knows better', () => {
		for (const status of [400, 409, 500]) expect(describeOf(status).advice).toBeUndefined();
	});

	it('repeats the words of Kaufland, with the fields that are wrong', () => {
		const errors = [
			{ field: 'limit', message: 'at most 100' },
			{ key: 'amount', message: 'below zero' },
			{ message: 'and more' },
			{ field: 'alone' },
			7,
			null,
		];
		const { said, code } = describeOf(400, 'validation-error', { message: 'Wrong', errors });
		expect(said).toBe('Wrong; limit: at most 100; amount: below zero; and more; alone');
		expect(code).toBe('validation-error');
	});

	it.each([null, 'text', [], 7, { type: 7, message: {}, errors: 'x' }])('of a body %j', (body) => {
		expect(kaufland.describe(answer(500, body), '/x').said).toBeUndefined();
	});

	it('names no code where the type is none', () => {
		expect(kaufland.describe(answer(429, { type: 'about:blank' }), '/x').code).toBeUndefined();
	});
});

describe('a clock that is off', () => {
	const at = (seconds: number) => ({ date: new Date(NOW - seconds * 1000).toUTCString() });

	it.each([
		[600, 'ahead'],
		[-600, 'behind'],
		[300, 'ahead'],
	])('by %i seconds is the reason, whatever else the answer says', (seconds, side) => {
		vi.spyOn(clock, 'now').mockReturnValue(NOW);
		for (const type of ['corrupted-signature', 'invalid-credentials', undefined]) {
			const { message, advice } = describeOf(401, type, {}, at(seconds));
			expect(message).toBe(`The clock of this server is ${Math.abs(seconds)} seconds ${side}`);
			expect(advice).toContain('NTP');
		}
	});

	it.each([0, 200, -200])('by %i seconds is none, and only a refusal is about it', (seconds) => {
		vi.spyOn(clock, 'now').mockReturnValue(NOW);
		expect(describeOf(401, 'corrupted-signature', {}, at(seconds)).message).toContain('signature');
		expect(describeOf(403, undefined, {}, at(600)).message).toBeUndefined();
		expect(describeOf(401, undefined, {}, { date: 'soon' }).message).toContain('signed request');
	});
});

describe('a list', () => {
	const style = (path: string) => kaufland.pageStyles.find((one) => one.path.test(path));

	it.each([
		...['/orders', '/order-units', '/order-invoices', '/units', '/returns', '/return-units'],
		...['/tickets', '/tickets/messages', '/reports', '/subscriptions', '/warehouses'],
		...['/shipping-groups', '/import-files/inventory-feed', '/product-data/import-files'],
		...['/products/search', '/categories', '/attributes', '/attributes/search'],
	])('%s goes on by offset', (path) => {
		const page = { query: { limit: 30 }, itemCount: 30, known: 70, response: answer(200) };
		expect(style(path)?.next(page)).toEqual({ offset: 30, limit: 30 });
		expect(style(path)?.next({ ...page, query: { offset: 60, limit: 30 }, itemCount: 10 })).toBe(
			undefined,
		);
	});

	it.each([
		'/orders/MB7UWLD',
		'/order-units/7',
		'/carriers',
		'/info/storefront',
		'/x/orders',
		'/a',
	])('%s is none', (path) => expect(style(path)).toBeUndefined());
});

describe('a request', () => {
	it('asks for JSON, repeats a parameter, and lets nobody else sign', () => {
		expect(kaufland.headers({ method: 'GET', path: '/orders' }, 0)).toEqual({
			accept: 'application/json',
		});
		expect(kaufland.arrayFormat).toBe('repeat');
		expect(kaufland.reservedHeaders).toEqual(
			expect.arrayContaining(['shop-client-key', 'shop-timestamp', 'shop-signature']),
		);
		expect(kaufland.credentials.kauflandApi).toMatchObject({
			renewal: 'none',
			secrets: ['secretKey'],
		});
	});
});
