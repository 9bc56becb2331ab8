import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { ApiResponse, Query } from '../../../core/marketplace';
import { pages, styleOf } from '../../../core/lists/pages';
import { VERSION } from '../../../core/version';
import { InvalidInputError } from '../../../core/request/errors';
import { bigCommerce } from '../../../nodes/BigCommerce/marketplace';
import { failureOf } from '../../kit/failure';

const answer = (rest: Partial<ApiResponse>): ApiResponse => ({
	...{ status: 200, headers: {}, body: undefined, ...rest },
});

describe('an answer of BigCommerce', () => {
	it.each([
		...[200, 201, 204, 207, 304].map((status) => [status, 'ok']),
		...[401, 403].map((status) => [status, 'denied']),
		[404, 'gone'],
		[429, 'throttled'],
		...[400, 405, 406, 409, 413, 415, 422, 423, 501].map((status) => [status, 'invalid']),
		...[500, 502, 503, 504, 520, 521, 524, 599].map((status) => [status, 'transient']),
		...[505, 507, 509, 519].map((status) => [status, 'blocked']),
	])('with the status %i is %s', (status, verdict) => {
		expect(bigCommerce.classify(answer({ status: Number(status) }))).toBe(verdict);
	});

	it.each([
		[401, /Access Token.*Store Hash/],
		[403, /create a new one with the scope/],
		[404, /\/v2\/orders/],
		[413, /fewer entries/],
		[415, /JSON/],
		[429, /shared by all its apps/],
		[507, /limit of its plan/],
		[418, undefined],
	])('with the status %i has its own advice', (status, advice) => {
		const told = bigCommerce.describe(answer({ status }), '/v2/orders').advice;
		if (advice === undefined) expect(told).toBeUndefined();
		else expect(told).toMatch(advice);
	});

	it.each<[string, unknown, string | undefined, string | undefined]>([
		['a list of V2', [{ status: 404, message: 'Not there.' }], 'Not there.', '404'],
		['two of V2', [{ status: 400, message: 'A.' }, { message: 'B.' }], 'A.; B.', '400'],
		['an empty list', [], undefined, undefined],
		['a list of nothing', [null, {}], undefined, undefined],
		[
			'V3 with fields',
			{ status: 422, title: 'Wrong', errors: { name: 'is empty', price: 'is low' } },
			'Wrong; name: is empty; price: is low',
			'422',
		],
		['V3 with fields only', { errors: { name: 'is empty' } }, 'name: is empty', undefined],
		['V3 with a code of its own', { code: 'E7', status: 422, title: 'Wrong' }, 'Wrong', 'E7'],
		['an error alone', { error: 'invalid_request' }, 'invalid_request', undefined],
		['a message before a title', { message: 'M', title: 'T', error: 'E' }, 'M', undefined],
		['a title before an error', { title: 'T', error: 'E' }, 'T', undefined],
		[
			'a refused refund',
			{ data: [{ status: 503, error: 'Tax gone' }, { title: 'Guest' }], title: 'Outer' },
			'Tax gone; Guest',
			'503',
		],
		['a page of HTML', '<html>', undefined, undefined],
		['nothing', undefined, undefined, undefined],
	])('that refuses with %s tells why', (_what, body, said, code) => {
		const headers = { 'x-request-id': 'req-1' };
		const told = bigCommerce.describe(answer({ status: 422, headers, body }), '/v2/orders');
		expect(told).toEqual({ said, code, advice: undefined, requestId: 'req-1' });
	});

	it('tells what is left of the quota of the store, how large it is, and until when', () => {
		const headers = {
			'x-rate-limit-time-window-ms': '30000',
			'x-rate-limit-time-reset-ms': '15000',
			'x-rate-limit-requests-quota': '450',
			'x-rate-limit-requests-left': '35',
		};
		expect(bigCommerce.readQuota?.(answer({ headers }))).toEqual({
			...{ burst: 450, left: 35, resetMs: 15_000 },
		});
		expect(
			bigCommerce.readQuota?.(answer({ headers: { 'x-rate-limit-requests-left': '0' } })),
		).toEqual({ burst: undefined, left: 0, resetMs: undefined });
		expect(
			bigCommerce.readQuota?.(answer({ headers: { 'x-rate-limit-requests-left': 'many' } })),
		).toEqual({ burst: undefined, left: undefined, resetMs: undefined });
	});

	it.each<[number, Record<string, string>, number | undefined]>([
		[429, { 'x-retry-after': '15', 'x-rate-limit-time-reset-ms': '3000' }, 15_000],
		[429, { 'x-retry-after': '1', 'x-rate-limit-time-reset-ms': '3000' }, 3000],
		[429, { 'x-rate-limit-time-reset-ms': '1' }, 1],
		[429, { 'x-retry-after': '2' }, 2000],
		[429, { 'x-retry-after': '0', 'x-rate-limit-time-reset-ms': '0' }, undefined],
		[429, {}, undefined],
		[503, { 'x-retry-after': '15', 'x-rate-limit-time-reset-ms': '3000' }, undefined],
		[200, { 'x-rate-limit-time-reset-ms': '3000' }, undefined],
	])('%i with %j asks for a pause of %s ms', (status, headers, ms) => {
		expect(bigCommerce.retryAfterMs?.(answer({ status, headers }))).toBe(ms);
	});
});

describe('a request to BigCommerce', () => {
	it('asks for JSON and sends JSON: V2 answers XML to whoever does not', () => {
		const request = { method: 'GET', path: '/v2/orders' } as const;
		expect(bigCommerce.headers(request, 0)).toEqual({ accept: 'application/json' });
		expect(bigCommerce.contentType('/v2/orders')).toBe('application/json');
		expect(bigCommerce.arrayFormat).toBe('comma');
	});

	it('has its token from the credential only', () => {
		expect([...bigCommerce.reservedHeaders].sort()).toEqual(['x-auth-client', 'x-auth-token']);
		expect(bigCommerce.requestIdHeader).toBe('x-request-id');
	});

	it('is paced for the smallest plan until an answer tells: 150 in 30 seconds, all back at once', () => {
		expect(bigCommerce.quotas.at(-1)).toEqual({
			...{ name: 'requests', perSecond: 150 / 30, burst: 150, refill: 'window' },
		});
	});

	it.each([
		['/v3/inventory/adjustments/absolute', 'adjustments'],
		['/v3/pricelists/4/records', 'priceRecords'],
	])('to %s is sent when the one before is through', (path, name) => {
		const fitting = bigCommerce.quotas.filter((quota) => quota.path?.test(path));
		expect(fitting).toMatchObject([{ name, method: 'PUT', serial: true }]);
	});

	it('shows none of the secrets that its credentials hold', () => {
		const { bigCommerceApi, bigCommerceOAuth2Api } = bigCommerce.credentials;
		expect([...bigCommerceApi.secrets].sort()).toEqual([
			...['accessToken', 'authorizationCode', 'clientSecret', 'exchangedToken'],
		]);
		expect([...bigCommerceOAuth2Api.secrets].sort()).toEqual([
			...['clientSecret', 'oauthTokenData.access_token'],
		]);
	});

	it('carries the token of an app in the header that BigCommerce reads, and never renews it', () => {
		const { bigCommerceApi, bigCommerceOAuth2Api } = bigCommerce.credentials;
		expect(bigCommerceOAuth2Api).toMatchObject({
			...{ authentication: 'oAuth2', renewal: 'none' },
			oauth2: {
				tokenType: 'Bearer',
				keyToIncludeInAccessTokenHeader: 'X-Auth-Token',
				skipTokenRefresh: true,
			},
		});
		expect(bigCommerceApi).toMatchObject({
			...{ authentication: 'accessToken', renewal: 'preAuthentication' },
			tokenField: 'exchangedToken',
		});
	});
});

describe('a list of BigCommerce', () => {
	/** Reads it to the end; `answerTo` is the store. */
	async function read(
		path: string,
		answerTo: (query: Query) => Partial<ApiResponse>,
		query: Query = {},
	): Promise<{ items: unknown[]; asked: Query[] }> {
		const asked: Query[] = [];
		const send = async (request: { query?: Query }): Promise<ApiResponse> => {
			asked.push(request.query ?? {});
			return answer(answerTo(request.query ?? {}));
		};
		const items: unknown[] = [];
		const request = { method: 'GET', path, query } as const;
		for await (const page of pages(send, request, styleOf(bigCommerce, path)))
			items.push(...page.items);
		return { items, asked };
	}

	const all = (count: number) => Array.from({ length: count }, (_unused, id) => ({ id }));
	const cut = (count: number, size: number, { page }: Query) =>
		all(count).slice((Number(page ?? 1) - 1) * size, Number(page ?? 1) * size);

	it.each([0, 1, 49, 50, 51, 100, 120])(
		'of V2 with %i entries ends with a short page',
		async (n) => {
			const { items, asked } = await read('/v2/orders/118/products', (query) => {
				const body = cut(n, 50, query);
				return body.length === 0 ? { status: 204 } : { body };
			});
			expect(items).toEqual(all(n));
			expect(asked).toHaveLength(Math.floor(n / 50) + 1);
			for (const [i, query] of asked.slice(1).entries())
				expect(query).toEqual({ page: i + 2, limit: 50 });
		},
	);

	it('of V2 that is cut to fewer than were asked for goes on behind them', async () => {
		const { items, asked } = await read('/v2/orders', (query) => ({ body: cut(60, 50, query) }), {
			limit: 250,
		});
		expect(items).toEqual(all(60));
		expect(asked).toEqual([{ limit: 250 }, { limit: 250, page: 2 }]);
	});

	it.each([0, 1, 50, 51, 100])('of V3 with %i entries ends where it says so', async (n) => {
		const { items, asked } = await read('/v3/channels', (query) => ({
			body: {
				data: cut(n, 50, query),
				meta: {
					pagination: {
						...{ total: n, per_page: 50, current_page: Number(query.page ?? 1) },
						total_pages: Math.ceil(n / 50),
					},
				},
			},
		}));
		expect(items).toEqual(all(n));
		expect(asked).toHaveLength(Math.max(1, Math.ceil(n / 50)));
	});

	it('of V3 that gives fewer a page than asked for is read by the size that it tells', async () => {
		const { items, asked } = await read('/v3/catalog/products', (query) => ({
			body: {
				data: cut(25, 10, query),
				meta: {
					pagination: { per_page: 10, current_page: Number(query.page ?? 1), total_pages: 3 },
				},
			},
		}));
		expect(items).toEqual(all(25));
		expect(asked).toEqual([{}, { page: 2, limit: 10 }, { page: 3, limit: 10 }]);
	});

	it('of V3 that tells no page number is at its first', async () => {
		const { items } = await read('/v3/channels', () => ({
			body: { data: all(3), meta: { pagination: { total_pages: 1 } } },
		}));
		expect(items).toEqual(all(3));
	});

	it('of V3 without a word about pages is one page where it is short', async () => {
		const { items, asked } = await read('/v3/hooks', () => ({ body: { data: all(3) } }));
		expect([items, asked]).toEqual([all(3), [{}]]);
	});

	it('is refused where the answer is none', async () => {
		for (const [path, body] of [
			['/v2/orders', { data: [] }],
			['/v3/channels', []],
			['/v3/channels', { data: {} }],
		] as const)
			expect(await failureOf(read(path, () => ({ body })))).toHaveProperty(
				'message',
				'The answer is not a list',
			);
	});

	it.each(['/v2', '/orders', '/x/v2/orders', '/x/v3/channels', '/graphql'])(
		'has no known pages at %s',
		(path) => {
			expect(bigCommerce.pageStyles.some((style) => style.path.test(path))).toBe(false);
		},
	);
});

describe('the credential of a store', () => {
	const FIELDS = { storeHash: 'abc123', accessToken: 'token-1', exchangedToken: 'token-2' };
	const byToken = (more: object = {}) =>
		bigCommerce.credentials.bigCommerceApi.connect({
			...{ ...FIELDS, method: 'accessToken', ...more },
		} as ICredentialDataDecryptedObject);
	const byApp = (oauthTokenData: unknown, more: object = {}) =>
		bigCommerce.credentials.bigCommerceOAuth2Api.connect({
			...{ storeHash: 'abc123', oauthTokenData, ...more },
		} as ICredentialDataDecryptedObject);

	it('leads to the API of the store, whose quota is its own', () => {
		expect(byToken()).toEqual({
			baseUrl: 'https://api.bigcommerce.com/stores/abc123',
			...{ account: 'abc123', quotaOwner: 'abc123', token: 'token-1' },
			headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
			settings: { environment: 'production', scopes: undefined },
		});
	});

	it('has the token that belongs to its method', () => {
		expect(byToken({ method: 'authorizationCode' }).token).toBe('token-2');
		expect(byToken({ method: 'authorizationCode', exchangedToken: '' }).token).toBeUndefined();
		expect(byToken({ method: 'authorizationCode', exchangedToken: null }).token).toBeUndefined();
		expect(byToken({ accessToken: ' token-3\n' }).token).toBe('token-3');
	});

	it('is not asked for an access token where a code brings it', () => {
		const code = { method: 'authorizationCode', accessToken: '' };
		expect(byToken(code).token).toBe('token-2');
	});

	it.each([
		['accessToken', '', /'Access Token' is empty/],
		['accessToken', 'two words', /'Access Token' contains a space/],
		['storeHash', '', /'Store Hash' is empty/],
	])('is refused with the %s "%s"', (field, value, message) => {
		expect(() => byToken({ [field]: value })).toThrow(message);
	});

	it('leads to another host only where the user says so', () => {
		const apiBaseUrl = 'https://gate.example/bc/stores/abc123/v3';
		expect(byToken({ apiBaseUrl }).baseUrl).toBe('https://api.bigcommerce.com/stores/abc123');
		const custom = byToken({ apiBaseUrl, environment: 'custom' });
		expect(custom.baseUrl).toBe('https://gate.example/bc/stores/abc123');
		expect(custom.settings?.environment).toBe('custom');
	});

	it('of an app has the token and the scopes that BigCommerce gave', () => {
		const given = { access_token: 'app-token', scope: 'store_v2_orders', context: 'stores/abc123' };
		expect(byApp(given)).toMatchObject({
			...{ token: 'app-token', account: 'abc123' },
			settings: { scopes: 'store_v2_orders', environment: 'production' },
		});
	});

	it('of an app that is not connected yet has no token', () => {
		expect(byApp(undefined).token).toBeUndefined();
		expect(byApp({ access_token: '' }).token).toBeUndefined();
		// Without a token, nothing was granted nor refused.
		expect(byApp({ scope: null }).token).toBeUndefined();
	});

	it('of an app whose token came without a word about scopes is believed', () => {
		expect(byApp({ access_token: 'app-token' })).toMatchObject({ token: 'app-token' });
	});

	it.each([null, '', ' '])('of an app with the scope %o opens nothing, and says so', (scope) => {
		const given = { access_token: 'app-token', scope, context: 'stores/abc123' };
		expect(() => byApp(given)).toThrow(InvalidInputError);
		expect(() => byApp(given)).toThrow(/granted no permission/);
	});

	it('of an app that was connected to another store is refused', () => {
		const given = { access_token: 'app-token', scope: 'a', context: 'stores/other1' };
		expect(() => byApp(given)).toThrow(/says abc123, .* connected to the store other1/);
		expect(byApp({ ...given, context: 'stores/ABC123' }).account).toBe('abc123');
	});
});
