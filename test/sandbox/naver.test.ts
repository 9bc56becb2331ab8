import bcrypt from 'bcryptjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
	APP,
	naver,
	SECOND_APP,
	type NaverGrant,
	type NaverSettings,
} from '../../sandbox/naver/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-20T12:00:00.000Z');
let now = START;
let server: MarketplaceServer;
let settings: NaverSettings;
let grant: NaverGrant;

/** What an API answers has no type of ours. */

type Json = any;

beforeAll(async () => {
	settings = { ...DEFAULTS, orders: 3000, quotaScale: 1000, now: () => now };
	server = await startServer(naver(settings), settings);
});
afterAll(async () => await server.close());
beforeEach(() => {
	now = START;
	Object.assign(settings, { quotaScale: 1000, ipAllowed: true, tokenPenalty: true });
	server.faults.set([]);
	server.resetStats();
	server.backend.expireTokens({ revoke: true });
	grant = server.backend.grant({ expired: false }) as unknown as NaverGrant;
});

const kst = (time: number) => new Date(time + 9 * HOUR).toISOString().replace('Z', '+09:00');
const ORDERS = '/external/v1/pay-order/seller';
const FEED = `${ORDERS}/product-orders/last-changed-statuses`;

async function api(path: string, init: RequestInit = {}, token = grant.accessToken) {
	const headers = { accept: 'application/json', authorization: `Bearer ${token}`, ...init.headers };
	const response = await fetch(server.url + path, { ...init, headers });
	const body: Json = await response.json();
	return { status: response.status, headers: response.headers, body };
}

async function post(path: string, body: unknown) {
	const headers = { 'content-type': 'application/json' };
	return await api(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function tokenForm(change: Record<string, string | undefined> = {}, app = APP) {
	const timestamp = change.timestamp ?? String(now - 3000);
	const hash = bcrypt.hashSync(`${app.clientId}_${timestamp}`, app.clientSecret);
	const form: Record<string, string | undefined> = {
		client_id: app.clientId,
		timestamp,
		grant_type: 'client_credentials',
		client_secret_sign: Buffer.from(hash).toString('base64'),
		type: 'SELF',
		...change,
	};
	return new URLSearchParams(
		Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined),
	);
}

async function token(body: URLSearchParams | string, init: RequestInit & { query?: string } = {}) {
	const url = `${server.url}/external/v1/oauth2/token${init.query ?? ''}`;
	const response = await fetch(url, { method: 'POST', body, ...init });
	const answer: Json = await response.json();
	return { status: response.status, body: answer };
}

/** Windows of a day from the oldest order on, every page of each. */
async function walkFeed(from = START - 21 * 24 * HOUR, accessToken = grant.accessToken) {
	const rows: Json[] = [];
	for (let start = from; start <= now; start += 24 * HOUR) {
		const to = Math.min(start + 24 * HOUR - 1, now);
		let at: Record<string, string> = { lastChangedFrom: kst(start) };
		for (let page = 0; page < 50; page++) {
			const query = new URLSearchParams({ ...at, lastChangedTo: kst(to), limitCount: '50' });
			const { status, body } = await api(`${FEED}?${query}`, {}, accessToken);
			expect(status).toBe(200);
			rows.push(...(body.data?.lastChangeStatuses ?? []));
			if (!body.data?.more) break;
			at = { lastChangedFrom: body.data.more.moreFrom, moreSequence: body.data.more.moreSequence };
		}
	}
	return rows;
}

describe('reading', () => {
	it('feeds every product order once, and details in batches of 300', async () => {
		const rows = await walkFeed();
		const held = server.backend.held();
		const ids = rows.map((row) => row.productOrderId);
		expect([...ids].sort()).toEqual(held.flatMap((o) => o.lineIds).sort());
		const times = rows.map((row) => row.lastChangedDate + row.productOrderId);
		expect(times).toEqual([...times].sort());
		const { body } = await post(`${ORDERS}/product-orders/query`, {
			productOrderIds: [...ids.slice(0, 299), 'unknown'],
			quantityClaimCompatibility: true,
		});
		expect(body.data.map((d: Json) => d.productOrder.productOrderId)).toEqual(ids.slice(0, 299));
		expect(server.stats().violations).toEqual([]);
	});

	it('finds every paid product order by condition', async () => {
		const found: Json[] = [];
		for (let start = START - 21 * 24 * HOUR; start < now; start += 24 * HOUR) {
			let hasNext = true;
			for (let page = 1; hasNext; page++) {
				const to = kst(start + 24 * HOUR - 1);
				const query = new URLSearchParams({
					from: kst(start),
					to,
					page: `${page}`,
					pageSize: '60',
				});
				const { body } = await api(`${ORDERS}/product-orders?${query}`);
				found.push(...body.data.contents);
				({ hasNext } = body.data.pagination);
			}
		}
		const ids = found.map((entry) => entry.productOrderId);
		expect(new Set(ids).size).toBe(ids.length);
		const rows = await walkFeed();
		const paid = rows.filter((row) => row.paymentDate).map((row) => row.productOrderId);
		expect(ids.sort()).toEqual(paid.sort());
	});

	it('filters by repeated keys only', async () => {
		const from = encodeURIComponent(kst(now - 24 * HOUR));
		const url = `${ORDERS}/product-orders?from=${from}`;
		const ok = await api(`${url}&productOrderStatuses=PAYED&productOrderStatuses=DELIVERING`);
		const statuses = new Set(
			ok.body.data.contents.map((c: Json) => c.content.productOrder.productOrderStatus),
		);
		expect([...statuses].every((s) => s === 'PAYED' || s === 'DELIVERING')).toBe(true);
		expect(statuses.size).toBe(2);
		expect((await api(`${url}&productOrderStatuses=PAYED,DELIVERING`)).status).toBe(400);
		server.resetStats();
		expect((await api(`${url}&productOrderStatuses[]=PAYED`)).status).toBe(200);
		expect(server.stats().violations[0]).toContain('unknown query parameter');
	});

	it('shows the other store only its own lines', async () => {
		const own = new Set(server.backend.held().flatMap((o) => o.lineIds));
		const rows = await walkFeed(undefined, grant.second.accessToken);
		expect(rows.length).toBeGreaterThan(100);
		expect(rows.some((row) => own.has(row.productOrderId))).toBe(false);
	});

	it('tells the lines of an order, the account and the channels', async () => {
		const { id, lineIds } = server.backend.held()[7];
		const lines = await api(`${ORDERS}/orders/${id}/product-order-ids`);
		expect(lines.body.data).toEqual(lineIds);
		expect((await api(`${ORDERS}/orders/1/product-order-ids`)).body.code).toBe('100003');
		expect((await api('/external/v1/seller/account')).body.accountUid).toBe(APP.accountUid);
		expect((await api('/external/v1/seller/channels')).body).toHaveLength(1);
	});

	it('leaves data out when nothing changed, and feeds what is new', async () => {
		now = START + HOUR;
		const query = `?lastChangedFrom=${encodeURIComponent(kst(now))}`;
		expect((await api(FEED + query)).body).not.toHaveProperty('data');
		server.backend.add(4);
		server.backend.change(20);
		const rows = (await api(FEED + query)).body.data.lastChangeStatuses;
		expect(rows.length).toBeGreaterThan(6);
		expect(new Set(rows.map((r: Json) => r.lastChangedDate))).toEqual(new Set([kst(now)]));
	});

	it('plays repeatPage and endlessCursor', async () => {
		const query = `?lastChangedFrom=${encodeURIComponent(kst(now - 24 * HOUR))}&limitCount=10`;
		const first = (await api(FEED + query)).body.data;
		server.faults.set([{ kind: 'repeatPage', times: 1 }]);
		const { moreFrom, moreSequence } = first.more;
		const next = new URLSearchParams({ lastChangedFrom: moreFrom, moreSequence });
		expect((await api(`${FEED}?${next}`)).body.data).toEqual(first);
		server.faults.set([{ kind: 'endlessCursor' }]);
		const wide = `?lastChangedFrom=${encodeURIComponent(kst(now - HOUR))}`;
		expect((await api(FEED + wide)).body.data.more).toBeTruthy();
	});

	const from = (time: string) => `?lastChangedFrom=${encodeURIComponent(time)}`;
	it.each([
		['', '4000'],
		['?lastChangedFrom=2026-11-19T00:00:00.000+09:00', '4000'],
		[from('2026-11-19T00:00:00+09:00'), '4000'],
		[from('2026-11-19T00:00:00.000Z'), '4000'],
		[`${from('2026-11-19T00:00:00.000+09:00')}&lastChangedType=paid`, '4000'],
		[`${from('2026-11-19T00:00:00.000+09:00')}&limitCount=0`, '4000'],
		[
			`${from('2026-11-18T00:00:00.000+09:00')}&lastChangedTo=2026-11-19T00%3A00%3A00.001%2B09%3A00`,
			'104139',
		],
	])('refuses the feed with %s', async (query, code) => {
		const { status, body } = await api(FEED + query);
		expect(status).toBe(400);
		expect(body).toMatchObject({ code, traceId: expect.any(String) });
		expect(server.stats().violations.length).toBeGreaterThan(0);
	});

	it.each([
		[{ productOrderIds: [] }, '4000'],
		[{ productOrderIds: Array.from({ length: 301 }, (_u, i) => `${i}`) }, '4000'],
		[{ productOrderIds: [2026112022000001] }, '4000'],
		[{ productOrderIds: ['1', '1'] }, '104131'],
		['[', '000400'],
	])('refuses the query %#', async (body, code) => {
		expect((await post(`${ORDERS}/product-orders/query`, body)).body.code).toBe(code);
	});
});

describe('the gateway', () => {
	const url = '/external/v1/seller/account';
	it.each([
		['no token', {}, ''],
		['a token without Bearer', { authorization: 'abc' }, 'x'],
		['a stranger', { authorization: 'Bearer abc' }, 'x'],
	])('answers 401 to %s', async (_what, headers, tokenValue) => {
		const { status, body, headers: sent } = await api(url, { headers }, tokenValue);
		expect(status).toBe(401);
		expect(body.code).toBe('GW.AUTHN');
		expect(sent.get('gncp-gw-trace-id')).toBe(body.traceId);
	});

	it('answers 401 to an expired token, 403 to a strange address, 404 to a strange path', async () => {
		settings.ipAllowed = false;
		expect((await token(tokenForm())).status).toBe(200);
		expect((await api(url)).body.code).toBe('GW.IP_NOT_ALLOWED');
		settings.ipAllowed = true;
		expect((await api('/partner/v1/seller/account')).status).toBe(403);
		expect((await api('/external/v3/seller/account')).body.code).toBe('GW.NOT_FOUND');
		now = START + 3 * HOUR;
		expect((await api(url)).body.code).toBe('GW.AUTHN');
	});

	it('lets two a second and four at once through, per API', async () => {
		settings.quotaScale = 1;
		const answers = [];
		for (let i = 0; i < 5; i++) answers.push(await api(url));
		expect(answers.map((a) => a.status)).toEqual([200, 200, 200, 200, 429]);
		expect(answers[4].body.code).toBe('GW.RATE_LIMIT');
		expect(answers[0].headers.get('gncp-gw-ratelimit-replenish-rate')).toBe('2');
		expect(answers[0].headers.get('gncp-gw-ratelimit-burst-capacity')).toBe('4');
		expect(answers[0].headers.get('gncp-gw-ratelimit-remaining')).toBe('3');
		expect((await api('/external/v1/seller/channels')).status).toBe(200);
		expect(server.stats().violations.join()).toContain('429');
	});
});

describe('token', () => {
	it('keeps the same one while half an hour is left', async () => {
		const first = (await token(tokenForm())).body;
		expect(first).toMatchObject({ token_type: 'Bearer', expires_in: 10_800 });
		now = START + 2.5 * HOUR;
		const same = (await token(tokenForm())).body;
		expect(same).toMatchObject({ access_token: first.access_token, expires_in: 1800 });
		now += 1000;
		const next = (await token(tokenForm())).body;
		expect(next.access_token).not.toBe(first.access_token);
		expect((await api('/external/v1/seller/account', {}, first.access_token)).status).toBe(200);
		expect(server.stats()).toMatchObject({ tokenCalls: 3, violations: [] });
	});

	const FUTURE = 'timestamp 항목은 현재 이전이어야 합니다.';
	const OLD = 'timestamp항목의 유효 시간이 만료되었습니다.';
	it.each([
		[{ timestamp: String(START + 1) }, FUTURE],
		[{ timestamp: String(START - 300_001) }, OLD],
		[{ timestamp: String(Math.floor(START / 1000)) }, OLD],
		[{ client_secret_sign: 'nonsense' }, 'client_secret_sign'],
		[{ client_id: 'stranger' }, 'client_id'],
	])('refuses %o without a penalty', async (change, message) => {
		const { status, body } = await token(tokenForm(change));
		expect(status).toBe(400);
		expect(body.message).toContain(message);
		expect((await api('/external/v1/seller/account')).status).toBe(200);
	});

	let months = 0;
	const json = { headers: { 'content-type': 'application/json' } };
	it.each([
		['in the query', 415, () => token('', { query: `?${tokenForm()}` })],
		['as JSON', 415, () => token(JSON.stringify(Object.fromEntries(tokenForm())), json)],
		['with account_id', 400, () => token(tokenForm({ account_id: '' }))],
		['without grant_type', 400, () => token(tokenForm({ grant_type: undefined }))],
		['with type SELLER alone', 400, () => token(tokenForm({ type: 'SELLER' }))],
	])('punishes a call %s', async (_what, status, call) => {
		// Each in another month, so that no penalty is left from the one before.
		now = START + 30 * 24 * HOUR * ++months;
		expect((await call()).status).toBe(status);
		const { access_token } = (await token(tokenForm())).body;
		const url = '/external/v1/seller/channels';
		now += HOUR;
		expect((await api(url, {}, access_token)).status).toBe(200);
		const limited = await api(url, {}, access_token);
		expect(limited.status).toBe(429);
		expect(limited.body.code).toBe('GW.QUOTA_LIMIT');
		expect(limited.headers.get('gncp-gw-quota-period')).toBe('HOURS');
		const other = (await token(tokenForm({}, SECOND_APP))).body.access_token;
		for (let i = 0; i < 2; i++) expect((await api(url, {}, other)).status).toBe(200);
		settings.tokenPenalty = false;
		expect((await api(url, {}, access_token)).status).toBe(200);
	});
});
