import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { get } from 'node:http';

import {
	amazon,
	APP,
	OTHER_APP,
	type AmazonGrant,
	type AmazonSettings,
} from '../../sandbox/amazon/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';
import { AMAZON_HEADERS } from '../kit/amazon-call';

const START = Date.parse('2026-11-20T12:00:00.000Z');
let now = START;
let server: MarketplaceServer;
let settings: AmazonSettings;
let grant: AmazonGrant;

/** What an API answers has no type of ours. */

type Json = any;

async function jsonOf(response: Response): Promise<Json> {
	return await response.json();
}

async function open(extra: Partial<AmazonSettings> = {}): Promise<void> {
	settings = { ...DEFAULTS, orders: 1234, quotaScale: 1000, now: () => now, ...extra };
	server = await startServer(amazon(settings), settings);
}

beforeAll(async () => await open());
afterAll(async () => await server.close());
beforeEach(() => {
	now = START;
	settings.quotaScale = 1000;
	server.faults.set([]);
	server.resetStats();
	grant = server.backend.grant({ expired: false }) as unknown as AmazonGrant;
});

async function sp(path: string, token = grant.accessToken, init: RequestInit = {}) {
	const headers = { ...AMAZON_HEADERS, 'x-amz-access-token': token, ...init.headers };
	const response = await fetch(server.url + path, { redirect: 'manual', ...init, headers });
	return { status: response.status, headers: response.headers, body: await jsonOf(response) };
}

async function lwa(form: Record<string, string>, init: RequestInit = {}) {
	const body = new URLSearchParams({
		client_id: APP.clientId,
		client_secret: APP.clientSecret,
		...form,
	});
	const response = await fetch(`${server.url}/auth/o2/token`, { method: 'POST', body, ...init });
	return { status: response.status, body: await jsonOf(response) };
}

const SEARCH = '/orders/2026-01-01/orders';
const SINCE = 'createdAfter=2026-10-01T00%3A00%3A00Z';

async function walk(query: string, token = grant.accessToken) {
	const orders: Json[] = [];
	let next = '';
	for (let pages = 0; pages < 100; pages++) {
		const page = next ? `&paginationToken=${encodeURIComponent(next)}` : '';
		const { status, body } = await sp(`${SEARCH}?${query}${page}`, token);
		expect(status).toBe(200);
		orders.push(...body.orders);
		next = body.pagination?.nextToken;
		if (!next) return orders;
	}
	throw new Error('no last page');
}

const detailsOf = (body: { errors: { details?: string; message: string }[] }) =>
	body.errors[0].details || body.errors[0].message;

describe('searchOrders', () => {
	it.each(['createdAfter', 'lastUpdatedAfter'])('lists every order once by %s', async (by) => {
		const orders = await walk(`${by}=2026-10-01T00%3A00%3A00Z`);
		const held = server.backend.held();
		expect(orders.map((o) => o.orderId).sort()).toEqual(held.map((o) => o.id).sort());
		const lines = orders.flatMap((o) =>
			o.orderItems.map((i: { orderItemId: string }) => i.orderItemId),
		);
		expect(lines.sort()).toEqual(held.flatMap((o) => o.lineIds).sort());
		expect(new Set(lines).size).toBe(lines.length);
		expect(server.stats().violations).toEqual([]);
	});

	it('sends only the parts that were asked for', async () => {
		const [bare] = (await sp(`${SEARCH}?${SINCE}&maxResultsPerPage=1`)).body.orders;
		expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['fulfillment']));
		expect(bare).not.toHaveProperty('buyer');
		const url = `${SEARCH}?${SINCE}&includedData=FULFILLMENT%2CBUYER,PROCEEDS,RECIPIENT`;
		const { orders } = (await sp(url)).body;
		expect(orders.every((o: { fulfillment?: object }) => o.fulfillment)).toBe(true);
		const pending = orders.filter((o: Json) => o.fulfillment.fulfillmentStatus === 'PENDING');
		expect(pending.every((o: { proceeds?: object }) => o.proceeds === undefined)).toBe(true);
	});

	it('hides personal data without the role', async () => {
		const roles = ['Inventory and Order Tracking'];
		const poor = server.backend.grant({ expired: false, roles } as { expired: boolean });
		const url = `${SINCE}&includedData=BUYER,RECIPIENT&fulfilledBy=MERCHANT&fulfillmentStatuses=SHIPPED`;
		const [without] = await walk(url, String(poor.accessToken));
		const [full] = await walk(url);
		expect(full.buyer.buyerEmail).toContain('@marketplace.amazon.');
		expect(full.recipient.deliveryAddress.name).toBeTruthy();
		expect(without.buyer.buyerEmail).toBeUndefined();
		expect(without.recipient.deliveryAddress.addressLine1).toBeUndefined();
	});

	it('shows the other seller only their own orders', async () => {
		const own = new Set(server.backend.held().map((o) => o.id));
		const foreign = await walk(SINCE, grant.second.accessToken);
		expect(foreign.length).toBeGreaterThan(4);
		expect(foreign.some((o) => own.has(o.orderId))).toBe(false);
	});

	it('keeps new orders back for two minutes', async () => {
		const before = server.backend.held().length;
		server.backend.add(3);
		expect(server.backend.held().length).toBe(before + 3);
		expect((await walk(SINCE)).length).toBe(before);
		now += 121_000;
		expect((await walk(SINCE)).length).toBe(before + 3);
	});

	it('shows what changed', async () => {
		now += 3_600_000;
		const changed = now;
		server.backend.change(5);
		now += 180_000;
		const fresh = server.backend.grant({ expired: false });
		const since = `lastUpdatedAfter=${encodeURIComponent(new Date(changed).toISOString())}`;
		const orders = await walk(since, String(fresh.accessToken));
		expect(orders.length).toBeGreaterThan(2);
		expect(orders.length).toBeLessThanOrEqual(5);
	});

	it.each([
		['', 'exactly one'],
		[`${SINCE}&lastUpdatedAfter=2026-11-01T00%3A00%3A00Z`, 'exactly one'],
		[`${SINCE}&lastUpdatedBefore=2026-11-01T00%3A00%3A00Z`, 'exactly one'],
		['createdAfter=01/02/2026', 'ISO 8601'],
		['createdAfter=2026-11-01T00:00:00+01:00', 'ISO 8601'],
		[`${SINCE}&createdBefore=2026-11-20T11%3A59%3A00Z`, 'two minutes'],
		[`${SINCE}&createdBefore=2026-09-01T00%3A00%3A00Z`, 'before the lower'],
		[`${SINCE}&maxResultsPerPage=101`, 'between 1 and 100'],
		[`${SINCE}&fulfillmentStatuses=Shipped`, 'not valid'],
		[`${SINCE}&includedData=BUYER&includedData=TAX`, 'more than once'],
		[`${SINCE}&marketplaceIds=XYZ`, 'not valid'],
		[`${SINCE}&paginationToken=abc`, 'paginationToken'],
	])('refuses ?%s', async (query, reason) => {
		const { status, headers, body } = await sp(`${SEARCH}?${query}`);
		expect(status).toBe(400);
		expect(detailsOf(body)).toContain(reason);
		expect(headers.get('x-amzn-ratelimit-limit')).toBe('5.6');
		expect(headers.get('x-amzn-requestid')).toBeTruthy();
		expect(server.stats().violations.length).toBe(1);
	});

	it('wants the same parameters with a pagination token', async () => {
		const first = await sp(`${SEARCH}?${SINCE}&marketplaceIds=A1C3SOZRARQ6R3`);
		const token = encodeURIComponent(first.body.pagination.nextToken);
		const other = await sp(`${SEARCH}?${SINCE}&paginationToken=${token}`);
		expect(other.status).toBe(400);
		const bigger = `${SINCE}&marketplaceIds=A1C3SOZRARQ6R3&maxResultsPerPage=7`;
		expect((await sp(`${SEARCH}?${bigger}&paginationToken=${token}`)).body.orders.length).toBe(7);
		now += 24 * 3_600_000;
		const fresh = String(server.backend.grant({ expired: false }).accessToken);
		expect((await sp(`${SEARCH}?${bigger}&paginationToken=${token}`, fresh)).status).toBe(400);
	});

	it('notes misspelled parameters, which Amazon ignores', async () => {
		expect((await sp(`${SEARCH}?${SINCE}&MarketplaceIds=XYZ`)).status).toBe(200);
		expect(server.stats().violations[0]).toContain('unknown query parameter MarketplaceIds');
	});

	it('plays repeatPage and endlessCursor', async () => {
		const first = (await sp(`${SEARCH}?${SINCE}`)).body;
		server.faults.set([{ kind: 'repeatPage', times: 1 }]);
		const token = encodeURIComponent(first.pagination.nextToken);
		expect((await sp(`${SEARCH}?${SINCE}&paginationToken=${token}`)).body).toEqual(first);
		server.faults.set([{ kind: 'endlessCursor' }]);
		const narrow = `${SINCE}&createdBefore=2026-10-02T00%3A00%3A00Z`;
		const empty = (await sp(`${SEARCH}?${narrow}`)).body;
		const again = encodeURIComponent(empty.pagination.nextToken);
		const next = (await sp(`${SEARCH}?${narrow}&paginationToken=${again}`)).body;
		expect(next.pagination.nextToken).not.toBe(empty.pagination.nextToken);
	});
});

describe('the gateway', () => {
	const MISSING = 'Access token is missing in the request header.';
	const INVALID = 'The access token you provided is revoked, malformed or invalid.';
	it.each([
		['no token', `${SEARCH}?${SINCE}`, '', MISSING],
		['an unknown token', `${SEARCH}?${SINCE}`, 'Atza|nonsense', INVALID],
		['Bearer', `${SEARCH}?${SINCE}`, 'Bearer x', INVALID],
		[
			'an American marketplace',
			`${SEARCH}?${SINCE}&marketplaceIds=ATVPDKIKX0DER`,
			undefined,
			'The marketplaces you provided are not valid for region.',
		],
		['an unknown path', '/orders/2027-01-01/orders', undefined, ''],
		['a non-Amazon channel', `${SEARCH}?${SINCE}&marketplaceIds=A2ZV50J4W1RKNI`, undefined, ''],
	])('answers 403 to %s', async (_what, path, token, details) => {
		const { status, headers, body } = await sp(path, token);
		expect(status).toBe(403);
		const message = 'Access to requested resource is denied.';
		expect(body).toEqual({ errors: [{ code: 'Unauthorized', message, details }] });
		expect(headers.get('x-amzn-requestid')).toBeTruthy();
		expect(headers.get('x-amzn-ratelimit-limit')).toBeNull();
		expect(server.stats().violations.length).toBe(1);
	});

	it('tells an expired token apart only by the text', async () => {
		now += 3_600_000;
		const { status, body } = await sp(`${SEARCH}?${SINCE}`);
		expect(status).toBe(403);
		expect(detailsOf(body)).toBe('The access token you provided has expired.');
	});

	it('throttles by the published plan and says nothing about it', async () => {
		settings.quotaScale = 1;
		const statuses = [];
		let last;
		for (let i = 0; i < 21; i++)
			statuses.push((last = await sp(`${SEARCH}?${SINCE}&maxResultsPerPage=1`)).status);
		expect(statuses).toEqual([...Array(20).fill(200), 429]);
		expect(last?.body.errors[0]).toMatchObject({ code: 'QuotaExceeded', details: '' });
		expect(last?.headers.get('x-amzn-ratelimit-limit')).toBeNull();
		expect(last?.headers.get('retry-after')).toBeNull();
		const other = await sp(`${SEARCH}?${SINCE}&maxResultsPerPage=1`, grant.second.accessToken);
		expect(other.headers.get('x-amzn-ratelimit-limit')).toBe('0.0056');
	});

	it.each([
		[{ 'x-amz-date': '2026-11-20' }, 'x-amz-date'],
		[{ 'user-agent': 'axios/1.0' }, 'user-agent'],
		[{ authorization: 'Bearer abc' }, 'Authorization'],
		[{ accept: 'text/plain' }, 'accept'],
	])('notes %o', async (headers, reason) => {
		const url = `${SEARCH}?${SINCE}&maxResultsPerPage=1`;
		expect((await sp(url, undefined, { headers })).status).toBe(200);
		expect(server.stats().violations.join()).toContain(reason);
	});

	it('refuses GET with a body, even an empty one', async () => {
		// fetch() itself leaves out bodies of GET calls.
		const headers = {
			...AMAZON_HEADERS,
			'x-amz-access-token': grant.accessToken,
			'content-length': 0,
		};
		const status = await new Promise((resolve, reject) => {
			get(`${server.url}${SEARCH}?${SINCE}`, { headers }, (response) => {
				response.resume();
				resolve(response.statusCode);
			}).on('error', reject);
		});
		expect(status).toBe(400);
		expect(server.stats().violations.join()).toContain('GET with a body');
	});

	it('answers 404 to a foreign order and 400 to nonsense', async () => {
		const foreign = (await walk(SINCE, grant.second.accessToken))[0].orderId;
		expect((await sp(`${SEARCH}/${foreign}`)).status).toBe(404);
		expect((await sp(`${SEARCH}/12345`)).status).toBe(400);
		const { id } = server.backend.held()[0];
		expect((await sp(`${SEARCH}/${id}`)).body.order.orderId).toBe(id);
	});

	it('lists where the seller sells, and channels that no search takes', async () => {
		const { payload } = (await sp('/sellers/v1/marketplaceParticipations')).body;
		const ids = payload.map((p: { marketplace: { id: string } }) => p.marketplace.id);
		expect(ids).toEqual([...grant.marketplaceIds, 'A2ZV50J4W1RKNI']);
	});
});

describe('Login with Amazon', () => {
	it('refreshes without rotating', async () => {
		const form = { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
		const { status, body } = await lwa(form);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			refresh_token: grant.refreshToken,
			token_type: 'bearer',
			expires_in: 3600,
		});
		expect((await sp(`${SEARCH}?${SINCE}`, body.access_token)).status).toBe(200);
		expect(server.stats().violations).toEqual([]);
	});

	it.each([
		[{ grant_type: 'refresh_token', refresh_token: 'Atzr|x' }, 400, 'invalid_grant'],
		[{ grant_type: 'refresh_token', refresh_token: '' }, 400, 'invalid_request'],
		[
			{ grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'x' },
			401,
			'invalid_client',
		],
		[{ grant_type: 'authorization_code', code: 'x' }, 400, 'invalid_grant'],
		[{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
		[{ grant_type: 'client_credentials', scope: 'x' }, 400, 'invalid_scope'],
	])('refuses %o', async (form, status, error) => {
		const answer = await lwa(form as unknown as Record<string, string>);
		expect(answer.status).toBe(status);
		expect(answer.body).toMatchObject({ error, request_id: expect.any(String) });
		expect(server.stats().tokenCalls).toBe(1);
	});

	it('refuses another app, another encoding and a revoked grant', async () => {
		const form = { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
		const other = { client_id: OTHER_APP.clientId, client_secret: OTHER_APP.clientSecret };
		expect((await lwa({ ...form, ...other })).body.error).toBe('unauthorized_client');
		const headers = { 'content-type': 'application/json' };
		const json = await lwa({}, { body: JSON.stringify(form), headers });
		expect(json.body.error).toBe('unsupported_grant_type');
		server.backend.expireTokens({ revoke: true });
		expect((await lwa(form)).body.error_description).toContain('User may have revoked');
		expect(detailsOf((await sp(`${SEARCH}?${SINCE}`)).body)).toContain('revoked');
	});

	it('opens nothing of a seller with a grantless token', async () => {
		const scope = 'sellingpartnerapi::notifications';
		const { body } = await lwa({ grant_type: 'client_credentials', scope });
		expect(body.refresh_token).toBeUndefined();
		expect((await sp(`${SEARCH}?${SINCE}`, body.access_token)).status).toBe(403);
	});
});

describe('consent', () => {
	const query = {
		application_id: APP.applicationId,
		state: 's/1+2',
		version: 'beta',
		redirect_uri: APP.redirectUris[0],
	};
	async function consent(form: Record<string, string>) {
		const body = new URLSearchParams(form);
		const url = `${server.url}/apps/authorize/consent`;
		return await fetch(url, { method: 'POST', body, redirect: 'manual' });
	}

	it('shows a page, and hands out a code that works once for five minutes', async () => {
		const page = await fetch(`${server.url}/apps/authorize/consent?${new URLSearchParams(query)}`);
		expect(await page.text()).toContain('value="allow"');
		const codeOf = async () => {
			const response = await consent({ ...query, decision: 'allow' });
			const back = new URL(response.headers.get('location') ?? '');
			expect(back.origin + back.pathname).toBe(APP.redirectUris[0]);
			expect(back.searchParams.get('state')).toBe(query.state);
			expect(back.searchParams.get('selling_partner_id')).toBe(grant.sellingPartnerId);
			return back.searchParams.get('spapi_oauth_code') ?? '';
		};
		const code = await codeOf();
		const form = { grant_type: 'authorization_code', code, redirect_uri: query.redirect_uri };
		expect((await lwa(form)).body.access_token).toMatch(/^Atza\|/);
		expect((await lwa(form)).body.error).toBe('invalid_grant');
		const wrong = { ...form, code: await codeOf(), redirect_uri: 'https://elsewhere.example/' };
		expect((await lwa(wrong)).body.error).toBe('invalid_grant');
		const late = { ...form, code: await codeOf() };
		now += 300_000;
		expect((await lwa(late)).body.error).toBe('invalid_grant');
	});

	it.each([
		[{ version: '' }, 'MD1000'],
		[{ redirect_uri: 'https://elsewhere.example/' }, 'MD5101'],
		[{ redirect_uri: `${APP.redirectUris[0]}#x` }, 'MD5110'],
		[{ application_id: 'other' }, 'SPSA0404'],
	])('refuses %o', async (change, code) => {
		const url = `${server.url}/apps/authorize/consent?${new URLSearchParams({ ...query, ...change })}`;
		const response = await fetch(url);
		expect(response.status).toBe(400);
		expect(await response.text()).toContain(code);
	});

	it('sends a refusal back', async () => {
		const response = await consent({ ...query, decision: 'refuse' });
		expect(response.headers.get('location')).toContain('error=access_denied');
	});

	it('goes through the login URI when Amazon starts', async () => {
		const start = await fetch(`${server.url}/__sandbox/authorize`, { redirect: 'manual' });
		const login = new URL(start.headers.get('location') ?? '');
		expect(login.origin + login.pathname).toBe(APP.loginUri);
		const confirm = new URL(login.searchParams.get('amazon_callback_uri') ?? '');
		const amazon_state = login.searchParams.get('amazon_state') ?? '';
		confirm.search = String(new URLSearchParams({ amazon_state, state: 'mine', version: 'beta' }));
		const back = await fetch(confirm, { redirect: 'manual' });
		expect(back.headers.get('location')).toContain('spapi_oauth_code=');
		expect((await fetch(confirm, { redirect: 'manual' })).status).toBe(400);
	});
});

describe('Orders v0', () => {
	const V0 = '/orders/v0/orders';
	const ids = () => `MarketplaceIds=${grant.marketplaceIds.join(',')}`;
	const restrict = async (path: string, dataElements?: string[]) =>
		await sp('/tokens/2021-03-01/restrictedDataToken', undefined, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ restrictedResources: [{ method: 'GET', path, dataElements }] }),
		});

	it('lists every order, with personal data only under a restricted token', async () => {
		const rdt = (await restrict(V0, ['buyerInfo', 'shippingAddress'])).body.restrictedDataToken;
		const orders: { AmazonOrderId: string; BuyerInfo?: { BuyerEmail?: string } }[] = [];
		let next: string | undefined;
		do {
			const page = next ? `&NextToken=${encodeURIComponent(next)}` : '';
			const url = `${V0}?${ids()}&CreatedAfter=2026-10-01T00%3A00%3A00Z${page}`;
			const { payload } = (await sp(url, rdt)).body;
			orders.push(...payload.Orders);
			next = payload.NextToken;
		} while (next);
		const held = server.backend.held().filter((o) => Date.parse(o.createdAt) <= START - 120_000);
		expect(orders.map((o) => o.AmazonOrderId).sort()).toEqual(held.map((o) => o.id).sort());
		expect(orders.some((o) => o.BuyerInfo?.BuyerEmail)).toBe(true);
		const plain = (await sp(`${V0}?${ids()}&CreatedAfter=2026-10-01`)).body.payload.Orders;
		expect(
			plain.some((o: { BuyerInfo?: { BuyerEmail?: string } }) => o.BuyerInfo?.BuyerEmail),
		).toBe(false);
	});

	it('opens an address only with a token for exactly that path', async () => {
		const { id } = server.backend.held()[0];
		expect((await sp(`${V0}/${id}/address`)).status).toBe(403);
		const other = (await restrict(`${V0}/${id}/buyerInfo`)).body.restrictedDataToken;
		expect((await sp(`${V0}/${id}/address`, other)).status).toBe(403);
		for (const path of [`${V0}/${id}/address`, `${V0}/{orderId}/address`]) {
			const rdt = (await restrict(path)).body.restrictedDataToken;
			const { payload } = (await sp(`${V0}/${id}/address`, rdt)).body;
			expect(payload.ShippingAddress.AddressLine1).toBeTruthy();
		}
		expect((await restrict('/orders/v0/nothing')).status).toBe(400);
		const items = (await sp(`${V0}/${id}/orderItems`)).body.payload.OrderItems;
		expect(items.map((i: { OrderItemId: string }) => i.OrderItemId)).toEqual(
			server.backend.held()[0].lineIds,
		);
	});

	it.each([
		['CreatedAfter=2026-10-01', 'MarketplaceIds'],
		['MarketplaceIds=A1PA6795UKMFR9', 'required'],
		[
			'MarketplaceIds=A1PA6795UKMFR9&CreatedAfter=2026-10-01&LastUpdatedAfter=2026-10-01',
			'exclude',
		],
		['MarketplaceIds=A1PA6795UKMFR9&CreatedAfter=2026-10-01&NextToken=x', 'NextToken'],
		['MarketplaceIds=A1PA6795UKMFR9&SellerOrderId=1&OrderStatuses=Shipped', 'SellerOrderId'],
	])('refuses ?%s', async (query, reason) => {
		const { status, body } = await sp(`${V0}?${query}`);
		expect(status).toBe(400);
		expect(detailsOf(body)).toContain(reason);
	});
});

it('writes yen without decimals in the Far East', async () => {
	const own: AmazonSettings = { ...DEFAULTS, orders: 300, region: 'fe', now: () => now };
	const tokyo = await startServer(amazon(own), own);
	const { accessToken } = tokyo.backend.grant({ expired: false });
	const url = `${tokyo.url}${SEARCH}?${SINCE}&marketplaceIds=A1VC38T7YXB528&includedData=PROCEEDS`;
	const headers = { ...AMAZON_HEADERS, 'x-amz-access-token': String(accessToken) };
	const { orders } = await jsonOf(await fetch(url, { headers }));
	await tokyo.close();
	const totals = orders.flatMap((o: Json) => (o.proceeds ? [o.proceeds.grandTotal] : []));
	expect(totals.length).toBeGreaterThan(10);
	expect(totals.every((t: Json) => t.currencyCode === 'JPY' && /^\d+$/.test(t.amount))).toBe(true);
});
