import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
	APP,
	assistTencho,
	SECOND_SHOP,
	type AssistGrant,
	type AssistSettings,
} from '../../sandbox/assist-tencho/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
let now = START;
let server: MarketplaceServer;
let settings: AssistSettings;
let grant: AssistGrant;

/** What an API answers has no type of ours. */

type Json = any;

beforeAll(async () => {
	settings = { ...DEFAULTS, orders: 1100, quotaScale: 100_000, now: () => now };
	server = await startServer(assistTencho(settings), settings);
});
afterAll(async () => await server.close());
beforeEach(() => {
	now = START;
	Object.assign(settings, { quotaScale: 100_000, badToken: 'json', tokenContentType: undefined });
	server.faults.set([]);
	server.resetStats();
	grant = server.backend.grant({ expired: false }) as unknown as AssistGrant;
});

const ORDERS = `${APP.path}/api/v1/orders.php`;

async function call(path: string, init: RequestInit = {}, token = grant.accessToken) {
	const headers = { accept: 'application/json', authorization: `Bearer ${token}`, ...init.headers };
	const response = await fetch(server.url + path, { redirect: 'manual', ...init, headers });
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json');
	const body: Json = isJson ? JSON.parse(text) : text;
	return { status: response.status, headers: response.headers, body };
}

const put = (body: string, type = 'application/json') =>
	call(ORDERS, { method: 'PUT', body, headers: { 'content-type': type } });

describe('orders.php', () => {
	it('lists every order once when asked day by day', async () => {
		const found: Json[] = [];
		for (let time = START - 21 * 86_400_000; time <= START + 86_400_000; time += 86_400_000) {
			const day = new Date(time).toISOString().slice(0, 10);
			const { status, body } = await call(`${ORDERS}?order_date=${day}`);
			expect(status).toBe(200);
			found.push(...body);
		}
		const held = server.backend.held();
		expect(found.map((o) => o.serial_order_id).sort()).toEqual(held.map((o) => o.id).sort());
		const lines = found.flatMap((o) => o.items.map((i: Json) => i.line_id));
		expect(lines.sort()).toEqual(held.flatMap((o) => o.lineIds).sort());
		expect(server.stats().violations).toEqual([]);
	});

	it('finds one order, and at most 500', async () => {
		const { body } = await call(`${ORDERS}?serial_order_id=5`);
		expect(body.map((o: Json) => o.serial_order_id)).toEqual(['5']);
		const all = (await call(ORDERS)).body;
		expect(all).toHaveLength(500);
		expect(all[0].serial_order_id).toBe(server.backend.held().at(-1)?.id);
	});

	it('filters by Japanese text, and notes fields that no order has', async () => {
		const paid = (await call(`${ORDERS}?status=${encodeURIComponent('発送済み')}`)).body;
		expect(new Set(paid.map((o: Json) => o.status))).toEqual(new Set(['発送済み']));
		expect(server.stats().violations).toEqual([]);
		await call(`${ORDERS}?updated_since=2026`);
		expect(server.stats().violations[0]).toContain('updated_since');
	});

	it('shows what was added and changed', async () => {
		now += 3_600_000;
		server.backend.add(2);
		server.backend.change(3);
		const newest = (await call(`${ORDERS}?update_datetime=2026-11-20 22:00:00`)).body;
		expect(newest.length).toBeGreaterThanOrEqual(4);
	});

	it.each([
		['nobody', 'nonsense'],
		['an expired token', undefined],
	])('refuses %s as JSON, as a login page or with a redirect', async (_who, value) => {
		if (!value) now += 31 * 86_400_000;
		const told = await call(ORDERS, {}, value);
		expect([told.status, told.body]).toEqual([401, { error: 'invalid_token' }]);
		settings.badToken = 'html';
		const page = await call(ORDERS, {}, value);
		expect(page.status).toBe(200);
		expect(page.body).toContain('ログイン');
		settings.badToken = 'redirect';
		expect((await call(ORDERS, {}, value)).headers.get('location')).toContain('login.php');
		expect(server.stats().violations.length).toBe(3);
	});

	it('keeps the shops apart', async () => {
		const other = `${SECOND_SHOP.path}/api/v1/orders.php`;
		expect((await call(other)).status).toBe(401);
		expect((await call(ORDERS, {}, grant.second.accessToken)).status).toBe(401);
		const { body } = await call(other, {}, grant.second.accessToken);
		const own = new Set(server.backend.held().map((o) => o.id));
		expect(body.length).toBe(110);
		expect(body.some((o: Json) => own.has(o.serial_order_id))).toBe(false);
		expect((await call('/api/v1/orders.php')).status).toBe(404);
	});

	it('wants a second between calls and none at the same time', async () => {
		settings.quotaScale = 1;
		now += 1000;
		expect((await call(ORDERS)).status).toBe(200);
		expect((await call(ORDERS)).status).toBe(429);
		settings.quotaScale = 100_000;
		settings.latencyMs = 50;
		const pair = await Promise.all([call(ORDERS), call(ORDERS)]);
		settings.latencyMs = 0;
		expect(pair.map((answer) => answer.status).sort()).toEqual([200, 429]);
		expect(server.stats().violations.join()).toContain('parallel');
	});

	it('takes only escaped text in a body', async () => {
		const ok = await put('{"serial_order_id":"7","memo":"\\u6ce8\\u6587"}');
		expect(ok.body.memo).toBe('注文');
		expect((await put('{"serial_order_id":"7","memo":"注文"}')).status).toBe(400);
		expect((await put('{"serial_order_id":"7"}', 'text/plain')).status).toBe(415);
		expect((await put('nonsense')).status).toBe(400);
		expect((await put('{"serial_order_id":"none"}')).status).toBe(404);
	});

	it('wraps the list when told to', async () => {
		settings.envelope = 'orders';
		expect((await call(`${ORDERS}?serial_order_id=5`)).body.orders).toHaveLength(1);
		settings.envelope = undefined;
	});
});

describe('authorization', () => {
	const query = {
		client_id: APP.clientId,
		response_type: 'code',
		redirect_uri: APP.redirectUri,
		state: 's/1+2',
		scope: 'read_sales',
	};
	const authorize = `${APP.path}/api/oauth/authorize.php`;
	const consent = async (form: Record<string, string>) =>
		await call(authorize, { method: 'POST', body: new URLSearchParams({ ...query, ...form }) });
	const exchange = async (form: Record<string, string>, init: RequestInit = {}) => {
		const fields = {
			client_id: APP.clientId,
			client_secret: APP.clientSecret,
			grant_type: 'client_credentials',
			redirect_uri: APP.redirectUri,
			...form,
		};
		const url = `${server.url}${APP.path}/api/oauth/token.php`;
		const body = new URLSearchParams(fields);
		const response = await fetch(url, { method: 'POST', body, ...init });
		const answer: Json = await response.json();
		return { status: response.status, type: response.headers.get('content-type'), body: answer };
	};

	it('goes from the consent page to a token', async () => {
		const page = await call(`${authorize}?${new URLSearchParams(query)}`);
		expect(page.body).toContain('value="allow"');
		const { loginId, password } = APP;
		const allowed = await consent({ decision: 'allow', login_id: loginId, password });
		const back = new URL(allowed.headers.get('location') ?? '');
		expect(back.searchParams.get('state')).toBe(query.state);
		const code = back.searchParams.get('code') ?? '';
		const { body } = await exchange({ code });
		expect(body).toMatchObject({ expires_in: null, refresh_token: null, scope: '' });
		expect((await call(ORDERS, {}, body.access_token)).status).toBe(200);
		expect(server.stats()).toMatchObject({ tokenCalls: 1, violations: [] });
		expect((await exchange({ code })).body.error).toBe('invalid_grant');
	});

	it('may answer the token as text/html', async () => {
		settings.tokenContentType = 'text/html; charset=UTF-8';
		const { type, body } = await exchange({ code: grant.code });
		expect(type).toContain('text/html');
		expect(body.token_type).toBe('bearer');
	});

	it('lets only the administrator consent, and tells a refusal', async () => {
		expect((await consent({ decision: 'allow', login_id: 'x', password: 'y' })).status).toBe(401);
		const refused = await consent({ decision: 'refuse' });
		expect(refused.headers.get('location')).toContain('error=access_denied');
	});

	it.each([
		[{ redirect_uri: 'https://elsewhere.example/' }],
		[{ client_id: 'stranger' }],
		[{ response_type: 'token' }],
	])('refuses to show consent for %o', async (change) => {
		const params = new URLSearchParams({ ...query, ...change });
		expect((await call(`${authorize}?${params}`)).status).toBe(400);
		expect(server.stats().violations).toHaveLength(1);
	});

	it.each([
		[{ grant_type: 'authorization_code' }, 'unsupported_grant_type'],
		[{ client_secret: 'wrong' }, 'invalid_client'],
		[{ code: 'wrong' }, 'invalid_grant'],
		[{ redirect_uri: 'https://elsewhere.example/' }, 'invalid_grant'],
	])('refuses a token for %o', async (change, error) => {
		const { body } = await exchange({ code: grant.code, ...change } as Record<string, string>);
		expect(body.error).toBe(error);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('refuses a token for a late code and for JSON', async () => {
		const headers = { 'content-type': 'application/json' };
		expect((await exchange({}, { body: '{}', headers })).body.error).toBe('invalid_request');
		now += 600_000;
		expect((await exchange({ code: grant.code })).body.error).toBe('invalid_grant');
	});
});
