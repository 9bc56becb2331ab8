import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { APP, STORES } from '../../sandbox/bigcommerce/app';
import { bigCommerce } from '../../sandbox/bigcommerce/backend';
import { QuotaWindow } from '../../sandbox/bigcommerce/window';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const [REDIRECT] = APP.redirectUris;
const FULL = 'include=consignments.line_items,fees&consignment_structure=object';

let now = START;
let server: MarketplaceServer;
let grant: Record<string, string>;

beforeAll(async () => {
	const settings = { ...DEFAULTS, orders: 400, quotaScale: 1000, now: () => now };
	server = await startServer(bigCommerce(settings), settings);
});
afterAll(async () => await server.close());
beforeEach(() => {
	now = START;
	grant = server.backend.grant({ expired: false }) as Record<string, string>;
	server.settings.quotaScale = 1000;
	server.faults.set([]);
	server.resetStats();
});

async function call(path: string, changes: Record<string, string> = {}, init: RequestInit = {}) {
	const all: Record<string, string> = {
		'x-auth-token': grant.accessToken,
		accept: 'application/json',
		'user-agent': 'n8n-nodes-marketplaces/0.1.0',
		...changes,
	};
	const headers = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
	const url = path.startsWith('/stores/') ? path : `/stores/${grant.storeHash}${path}`;
	return await fetch(`${server.url}${url}`, { redirect: 'manual', ...init, headers });
}

async function json(response: Response): Promise<any> {
	return await response.json();
}

async function write(path: string, body: unknown, method = 'POST', type = 'application/json') {
	return await call(path, { 'content-type': type }, { method, body: JSON.stringify(body) });
}

async function walk(query = '', limit = 250): Promise<any[]> {
	const orders: any[] = [];
	for (let page = 1; ; page++) {
		const response = await call(`/v2/orders?limit=${limit}&page=${page}${query}`);
		if (response.status === 204) return orders;
		const found = await json(response);
		orders.push(...found);
		if (found.length < limit) return orders;
	}
}

const time = (rfc2822: string): number => Date.parse(rfc2822);

describe('BigCommerce orders', () => {
	it('gives every held order once, by ascending id, with gaps', async () => {
		const ids = (await walk('', 50)).map(({ id }) => id);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
		expect(ids.map(String)).toEqual(server.backend.held().map(({ id }) => id));
		expect(ids[0]).toBeGreaterThanOrEqual(100);
		expect(ids.at(-1)).toBeGreaterThan(100 + ids.length);
		expect(server.stats().violations).toEqual([]);
	});

	it('answers 204 without a body past the end and for an empty list', async () => {
		for (const query of ['page=99', 'status_id=99', 'min_id=99999999']) {
			const response = await call(`/v2/orders?${query}`);
			expect(response.status).toBe(204);
			expect(await response.text()).toBe('');
		}
	});

	it('writes money with four decimals and dates as RFC 2822 in UTC', async () => {
		for (const order of await walk()) {
			expect(order.total_inc_tax).toMatch(/^\d+\.\d{4}$/);
			expect(order.date_created).toMatch(
				/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} \+0000$/,
			);
			expect(order.refunded_amount).toBe('0.0000');
		}
	});

	it('has orders in currencies without decimals', async () => {
		const yen = (await walk()).filter(({ default_currency_code: code }) => code === 'JPY');
		expect(yen.length).toBeGreaterThan(0);
		expect(yen.filter(({ total_inc_tax: total }) => !total.endsWith('.0000'))).toEqual([]);
	});

	it('gives only links without include, and every line with it', async () => {
		const [plain] = await walk();
		expect(plain.products.resource).toBe(`/orders/${plain.id}/products`);
		expect(plain.consignments).toHaveProperty('url');
		const lines = new Map<string, string[]>();
		for (const { id, consignments } of await walk(`&${FULL}`)) {
			const { shipping, pickups, downloads } = consignments;
			const parts = [...shipping, ...pickups, ...downloads];
			lines.set(
				`${id}`,
				parts.flatMap((part) => part.line_items).map((line) => `${line.id}`),
			);
		}
		for (const { id, lineIds } of server.backend.held()) {
			expect(lines.get(id)?.sort()).toEqual([...lineIds].sort());
		}
	});

	it('adds up: lines, shipping and fees make the total', async () => {
		for (const { id, total_inc_tax: total, consignments, fees } of await walk(`&${FULL}`)) {
			const { shipping, pickups, downloads } = consignments;
			const lines = [...shipping, ...pickups, ...downloads].flatMap((part) => part.line_items);
			const sum =
				lines.reduce((all: number, line) => all + Number(line.total_inc_tax), 0) +
				shipping.reduce((all: number, part: any) => all + part.cost_inc_tax, 0) +
				fees.reduce((all: number, fee: any) => all + Number(fee.cost_inc_tax), 0);
			expect(sum, `order ${id}`).toBeCloseTo(Number(total), 2);
		}
	});

	it.each<[string, (order: any) => boolean]>([
		['status_id=2', (order) => order.status_id === 2],
		['customer_id=0', (order) => order.customer_id === 0],
		['min_id=150&max_id=200', (order) => order.id >= 150 && order.id <= 200],
		['min_total=50&max_total=100.5', ({ total_inc_tax: t }) => t >= 50 && t <= 100.5],
		['payment_method=Credit%20Card', (order) => order.payment_method === 'Credit Card'],
		['channel_id=2', (order) => order.channel_id === 2],
		[
			'min_date_created=2026-11-15T13:00:00.000%2B01:00&max_date_created=2026-11-17T12:00:00Z',
			({ date_created: at }) =>
				time(at) >= time('2026-11-15T12:00:00Z') && time(at) <= time('2026-11-17T12:00:00Z'),
		],
		[
			`min_date_modified=${encodeURIComponent('Sun, 15 Nov 2026 07:00:00 -0500')}`,
			({ date_modified: at }) => time(at) >= time('2026-11-15T12:00:00Z'),
		],
	])('filters by %s', async (query, fits) => {
		const all = await walk();
		const found = await walk(`&${query}`);
		expect(found.length).toBeGreaterThan(0);
		expect(found.length).toBeLessThan(all.length);
		expect(found).toEqual(all.filter(fits));
		const { count } = await json(await call(`/v2/orders/count?${query}`));
		expect(count).toBe(found.length);
	});

	it('sorts by date_modified both ways, with ties by id', async () => {
		const key = ({ date_modified: at, id }: any): number => time(at) * 1000 + id;
		const up = (await walk('&sort=date_modified:asc', 20)).map(key);
		expect(up).toEqual([...up].sort((a, b) => a - b));
		const down = (await walk('&sort=date_modified%3Adesc')).map(({ date_modified: at }) =>
			time(at),
		);
		expect(down).toEqual([...down].sort((a, b) => b - a));
	});

	it('gives one order, its lines, addresses and refunds', async () => {
		const [order] = await walk('&status_id=14');
		expect(await json(await call(`/v2/orders/${order.id}`))).toEqual(order);
		const held = server.backend.held().find(({ id }) => id === `${order.id}`);
		const lines = await json(await call(`/v2/orders/${order.id}/products`));
		expect(lines.map(({ id }: any) => `${id}`)).toEqual(held?.lineIds);
		const [address] = await json(await call(`/v2/orders/${order.id}/shipping_addresses`));
		expect(address.id).toBe(lines[0].order_address_id);
		const refunds = await json(await call(`/v3/orders/${order.id}/payment_actions/refunds`));
		expect(refunds.data[0]).toMatchObject({ order_id: order.id });
		const several = `/v3/orders/payment_actions/refunds?order_id:in=${order.id},1`;
		expect((await json(await call(several))).data).toEqual(refunds.data);
	});

	it('shows the second store only its own orders', async () => {
		const mine = await walk();
		const wish = { expired: false, account: 'second' };
		grant = server.backend.grant(wish) as Record<string, string>;
		const foreign = await walk();
		expect(foreign.length).toBe(40);
		expect(foreign[0].cart_id).not.toBe(mine[0].cart_id);
		expect((await json(await call('/v2/store'))).id).toBe(STORES.second.hash);
	});

	it('adds orders now, and moves date_modified with every change', async () => {
		const before = server.backend.held().length;
		now += 60_000;
		server.backend.add(3);
		const since = encodeURIComponent(new Date(now).toISOString());
		expect(await walk(`&min_date_created=${since}`)).toHaveLength(3);
		now += 60_000;
		server.backend.change(10);
		const later = encodeURIComponent(new Date(now).toISOString());
		const changed = await walk(`&min_date_modified=${later}`);
		expect(changed.length).toBeGreaterThan(5);
		expect(server.backend.held()).toHaveLength(before + 3);
	});
});

describe('BigCommerce refuses', () => {
	const list = '/v2/orders';
	it.each<[string, string, Record<string, string>, number]>([
		['no token', list, { 'x-auth-token': '' }, 401],
		[
			'Bearer instead of X-Auth-Token',
			list,
			{ 'x-auth-token': '', authorization: 'Bearer x' },
			401,
		],
		['an unknown token', list, { 'x-auth-token': 'x' }, 401],
		['the hash of another store', `/stores/${STORES.second.hash}/v2/orders`, {}, 401],
		['a pasted store name as hash', `/stores/store-${STORES.first.hash}/v2/orders`, {}, 401],
		['limit 251', `${list}?limit=251`, {}, 413],
		['limit 0', `${list}?limit=0`, {}, 400],
		['page 0', `${list}?page=0`, {}, 400],
		['two statuses', `${list}?status_id=1,2`, {}, 400],
		['an unknown sort', `${list}?sort=updated`, {}, 400],
		['an unknown include', `${list}?include=products`, {}, 400],
		['a bare date', `${list}?min_date_modified=2026-11-01`, {}, 400],
		['a time without offset', `${list}?min_date_modified=2026-11-01T00:00:00`, {}, 400],
		['a plus that was not encoded', `${list}?min_date_modified=2026-11-01T00:00:00+01:00`, {}, 400],
		['an order of nobody', `${list}/99999999`, {}, 404],
		['V3 orders', '/v3/orders', {}, 404],
		['XML on V3', '/v3/hooks', { accept: 'text/xml' }, 406],
	])('%s', async (_name, path, changes, status) => {
		const response = await call(path, changes);
		expect(response.status).toBe(status);
		const body = await json(response);
		expect(Array.isArray(body) ? body[0].status : body.status).toBe(status);
		expect(server.stats().violations.length).toBeGreaterThan(0);
	});

	it.each([
		['an unknown parameter', `${list}?date_modified:min=2026-11-01T00:00:00Z`],
		['brackets for arrays', `${list}?include[]=fees`],
		[
			'repeated parameters',
			`${list}?include=consignments&include=fees&consignment_structure=object`,
		],
		['the legacy consignment structure', `${list}?include=consignments`],
	])('nothing, but notes %s', async (_name, path) => {
		expect((await call(path)).status).toBe(200);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('JSON to whoever does not ask for it on V2', async () => {
		const response = await call(`${list}?limit=2`, { accept: '*/*' });
		expect(response.headers.get('content-type')).toContain('xml');
		expect(await response.text()).toMatch(/^<\?xml .*\n<orders><order><id>\d+<\/id>/);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('a missing scope, and a token without any', async () => {
		const wish = { expired: false, scope: 'store_v2_information' };
		grant = server.backend.grant(wish) as Record<string, string>;
		expect((await call('/v2/time')).status).toBe(200);
		const response = await call(list);
		expect(response.status).toBe(403);
		expect((await json(response)).title).toContain('required scope');
		expect((await call('/v3/hooks')).status).toBe(200);
	});

	it('a token whose account was deleted', async () => {
		grant = server.backend.grant({ expired: true }) as Record<string, string>;
		expect((await call(list)).status).toBe(401);
	});

	it('calls above the quota, telling when to come back', async () => {
		server.settings.quotaScale = 1 / 150;
		await call(list);
		const response = await call(list);
		expect(response.status).toBe(429);
		expect(response.headers.get('x-rate-limit-requests-quota')).toBe('1');
		expect(response.headers.get('x-rate-limit-requests-left')).toBe('0');
		const reset = Number(response.headers.get('x-rate-limit-time-reset-ms'));
		expect(Number(response.headers.get('x-retry-after'))).toBe(Math.ceil(reset / 1000));
		expect(server.stats().violations.length).toBeGreaterThan(0);
	});
});

describe('the quota window', () => {
	it('holds 150 calls in 30 s and starts anew after that, not before', () => {
		let at = 0;
		const window = new QuotaWindow(
			() => 1,
			() => at,
		);
		const allowed = Array.from({ length: 151 }, () => window.take().allowed);
		expect(allowed.filter(Boolean)).toHaveLength(150);
		at = 29_999;
		expect(window.take()).toEqual({ allowed: false, quota: 150, left: 0, resetMs: 1 });
		at = 30_000;
		expect(window.take()).toEqual({ allowed: true, quota: 150, left: 149, resetMs: 30_000 });
	});
});

describe('BigCommerce writes', () => {
	it('archives an order', async () => {
		const [{ id }] = await walk('&status_id=5');
		expect((await call(`/v2/orders/${id}`, {}, { method: 'DELETE' })).status).toBe(204);
		expect(await json(await call(`/v2/orders/${id}`))).toMatchObject({ is_deleted: true });
	});
});

describe('BigCommerce beside orders', () => {
	it('pages V3 lists with meta', async () => {
		const first = await json(await call('/v3/catalog/products?limit=5'));
		expect(first.data).toHaveLength(5);
		expect(first.meta.pagination).toMatchObject({ total: 8, total_pages: 2, current_page: 1 });
		const second = await json(await call('/v3/catalog/products?limit=5&page=2'));
		expect(second.data).toHaveLength(3);
		expect(second.meta.pagination.links).not.toHaveProperty('next');
		expect((await json(await call('/v3/channels'))).data).toHaveLength(2);
	});

	it('tells the time, the store and the statuses', async () => {
		expect(await json(await call('/v2/time'))).toEqual({ time: START / 1000 });
		expect(await json(await call('/v2/store'))).toMatchObject({ id: STORES.first.hash });
		const statuses = await json(await call('/v2/order_statuses'));
		expect(statuses.map(({ id }: any) => id)).toEqual(Array.from({ length: 15 }, (_u, i) => i));
		expect(server.stats().violations).toEqual([]);
	});

	it('keeps webhooks for the client that made them', async () => {
		const hook = { scope: 'store/order/*', destination: 'https://n8n.example/webhook/1' };
		const { data } = await json(await write('/v3/hooks', hook));
		expect(data).toMatchObject({ ...hook, is_active: true, client_id: grant.clientId });
		expect((await write('/v3/hooks', hook)).status).toBe(422);
		for (const destination of ['http://n8n.example/', 'https://n8n.example:5678/', undefined]) {
			expect((await write('/v3/hooks', { ...hook, destination })).status).toBe(422);
		}
		const off = await write(`/v3/hooks/${data.id}`, { is_active: false }, 'PUT');
		expect((await json(off)).data.is_active).toBe(false);
		const mine = grant;
		grant = server.backend.grant({ expired: false }) as Record<string, string>;
		expect((await json(await call('/v3/hooks'))).data).toEqual([]);
		expect((await call(`/v3/hooks/${data.id}`)).status).toBe(404);
		grant = mine;
		expect((await call(`/v3/hooks/${data.id}`, {}, { method: 'DELETE' })).status).toBe(200);
		expect((await json(await call('/v3/hooks'))).data).toEqual([]);
	});
});

describe('BigCommerce authorization', () => {
	const context = `stores/${STORES.first.hash}`;
	const scope = APP.scopes.join(' ');

	async function consent(more: Record<string, string> = {}): Promise<Response> {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: APP.clientId,
			redirect_uri: REDIRECT,
			scope,
			context,
			state: 'st&te',
			decision: 'allow',
			...more,
		});
		return await fetch(`${server.url}/oauth2/authorize?${query}`, { redirect: 'manual' });
	}

	async function back(more?: Record<string, string>): Promise<URLSearchParams> {
		return new URL((await consent(more)).headers.get('location') ?? '').searchParams;
	}

	async function body(more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
		return {
			client_id: APP.clientId,
			client_secret: APP.clientSecret,
			code: (await back()).get('code'),
			context,
			scope,
			grant_type: 'authorization_code',
			redirect_uri: REDIRECT,
			...more,
		};
	}

	async function exchange(sent: object, headers: Record<string, string> = {}): Promise<Response> {
		return await fetch(`${server.url}/oauth2/token`, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
			body: JSON.stringify(sent),
		});
	}

	it('sends code, scope, context, account and state back', async () => {
		const query = await back();
		expect(Object.fromEntries(query)).toEqual({
			account_uuid: APP.accountUuid,
			code: expect.stringMatching(/^[0-9a-f]{32}$/),
			context,
			scope,
			state: 'st&te',
		});
		expect((await back({ decision: 'refuse' })).get('error')).toBe('access_denied');
	});

	it('shows a consent page first, which lets choose a store when none is given', async () => {
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: APP.clientId,
			redirect_uri: REDIRECT,
		});
		const html = await (await fetch(`${server.url}/oauth2/authorize?${query}`)).text();
		expect(html).toContain('Allow');
		expect(html).toContain(`stores/${STORES.second.hash}`);
		expect(server.stats().violations).toHaveLength(1);
	});

	it.each([
		['another redirect URI', { redirect_uri: `${REDIRECT}?x=1` }],
		['an unknown client', { client_id: 'x' }],
		['a scope that the app has not', { scope: 'store_v2_customers' }],
	])('refuses %s on the consent page', async (_name, more) => {
		const response = await consent(more as Record<string, string>);
		expect(response.status).toBe(400);
		expect(response.headers.get('location')).toBeNull();
	});

	it('exchanges a code once, without expiry, refresh token or type', async () => {
		const sent = await body();
		const answer = await json(await exchange(sent));
		expect(Object.keys(answer).sort()).toEqual([
			'access_token',
			'account_uuid',
			'context',
			'owner',
			'scope',
			'user',
		]);
		grant.accessToken = answer.access_token;
		expect((await call('/v2/orders?limit=1')).status).toBe(200);
		const again = await exchange(sent);
		expect(again.status).toBe(400);
		expect(await json(again)).toEqual({ error: 'invalid_grant' });
	});

	it('takes a form as well, and kills the token of an earlier installation', async () => {
		const first = await json(await exchange(await body()));
		const form = new URLSearchParams((await body()) as Record<string, string>);
		const response = await fetch(`${server.url}/oauth2/token`, { method: 'POST', body: form });
		const second = await json(response);
		grant.accessToken = first.access_token;
		expect((await call('/v2/orders?limit=1')).status).toBe(401);
		grant.accessToken = second.access_token;
		expect((await call('/v2/orders?limit=1')).status).toBe(200);
	});

	it.each([['context'], ['scope']])('gives a useless token without %s', async (name) => {
		const answer = await json(await exchange(await body({ [name]: undefined })));
		expect(answer.scope).toBeNull();
		grant.accessToken = answer.access_token;
		for (const path of ['/v2/orders', '/v2/time', '/v3/hooks']) {
			expect((await call(path)).status).toBe(403);
		}
		expect(server.stats().violations.length).toBeGreaterThan(0);
	});

	it.each([['code'], ['client_secret'], ['redirect_uri'], ['grant_type']])(
		'answers HTML without %s',
		async (name) => {
			const response = await exchange(await body({ [name]: undefined }));
			expect(response.status).toBe(302);
			expect(await response.text()).toContain('<html><body>You are being');
		},
	);

	it('does not read credentials from Basic', async () => {
		const authorization = `Basic ${btoa(`${APP.clientId}:${APP.clientSecret}`)}`;
		const sent = await body({ client_id: undefined, client_secret: undefined });
		expect((await exchange(sent, { authorization })).headers.get('content-type')).toContain('html');
	});

	it.each<[string, Record<string, unknown>, number]>([
		['a wrong secret', { client_secret: 'x' }, 401],
		['another redirect URI', { redirect_uri: 'https://n8n.example/load' }, 400],
		['the context of another store', { context: `stores/${STORES.second.hash}` }, 400],
		['another grant type', { grant_type: 'refresh_token' }, 400],
	])('refuses %s', async (_name, more, status) => {
		const response = await exchange(await body(more));
		expect(response.status).toBe(status);
		expect(await json(response)).toHaveProperty('error');
	});

	it('installs from the control panel without state, and loads with a signed payload', async () => {
		const url = `${server.url}/app/${APP.clientId}/install`;
		const query = `decision=allow&context=${encodeURIComponent(context)}&state=x`;
		const response = await fetch(`${url}?${query}`, { redirect: 'manual' });
		const { searchParams } = new URL(response.headers.get('location') ?? '');
		expect(searchParams.has('state')).toBe(false);
		expect(searchParams.get('external_install')).not.toBeNull();
		const code = searchParams.get('code');
		expect((await exchange(await body({ code }))).status).toBe(200);
		const load = await fetch(`${server.url}/app/${APP.clientId}/load`, { redirect: 'manual' });
		const jwt = new URL(load.headers.get('location') ?? '').searchParams.get('signed_payload_jwt');
		const [head, claims, signature] = (jwt ?? '').split('.');
		const expected = createHmac('sha256', APP.clientSecret).update(`${head}.${claims}`);
		expect(signature).toBe(expected.digest('base64url'));
	});
});

describe('BigCommerce faults', () => {
	it('repeats a page', async () => {
		server.faults.set([{ kind: 'repeatPage', after: 1, times: 1 }]);
		const first = await json(await call('/v2/orders?limit=10'));
		expect(await json(await call('/v2/orders?limit=10&page=2'))).toEqual(first);
	});

	it('never comes to an end', async () => {
		server.faults.set([{ kind: 'endlessCursor' }]);
		expect(await json(await call('/v2/orders?limit=10&page=9999'))).toHaveLength(10);
	});
});
