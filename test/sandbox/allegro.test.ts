import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { APP, DEVICE_APP } from '../../sandbox/allegro/app';
import { allegro } from '../../sandbox/allegro/backend';
import { ClientLimit } from '../../sandbox/allegro/limit';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const PUBLIC = 'application/vnd.allegro.public.v1+json';
const FORM = 'application/x-www-form-urlencoded';
const [REDIRECT] = APP.redirectUris;
const START = Date.parse('2026-11-20T12:00:00.000Z');

let now = START;
let server: MarketplaceServer;
let grant: Record<string, string>;

beforeAll(async () => {
	const settings = { ...DEFAULTS, orders: 400, now: () => now };
	server = await startServer(allegro(settings), settings);
});
afterAll(async () => await server.close());
beforeEach(() => {
	now = START;
	grant = server.backend.grant({ expired: false }) as Record<string, string>;
	server.settings.quotaScale = 1;
	server.faults.set([]);
	server.resetStats();
});

const basic = (app = APP): string =>
	`Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`;

function headers(changes: Record<string, string> = {}): Record<string, string> {
	const all: Record<string, string> = {
		authorization: `Bearer ${grant.accessToken}`,
		accept: PUBLIC,
		'accept-language': 'en-US',
		'user-agent': `${APP.userAgentName}/0.1.0 (+https://n8n.example/about)`,
		...changes,
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

async function call(path: string, changes?: Record<string, string>, init: RequestInit = {}) {
	return await fetch(`${server.url}${path}`, {
		redirect: 'manual',
		...init,
		headers: headers(changes),
	});
}

async function json(response: Response): Promise<any> {
	return await response.json();
}

async function token(
	form: Record<string, string>,
	changes: Record<string, string> = {},
	path = '/auth/oauth/token',
) {
	return await fetch(`${server.url}${path}`, {
		method: 'POST',
		headers: { authorization: basic(), 'content-type': FORM, ...changes },
		body: new URLSearchParams(form),
	});
}

async function write(path: string, body: unknown, method: string, type = PUBLIC) {
	return await call(path, { 'content-type': type }, { method, body: JSON.stringify(body) });
}

async function authorize(more: Record<string, string> = {}): Promise<Response> {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: APP.clientId,
		redirect_uri: REDIRECT,
		decision: 'allow',
		...more,
	});
	return await fetch(`${server.url}/auth/oauth/authorize?${query}`, { redirect: 'manual' });
}

async function freshCode(more: Record<string, string> = {}): Promise<string> {
	const back = new URL((await authorize(more)).headers.get('location') ?? '');
	return back.searchParams.get('code') ?? '';
}

async function walk(query: string, limit = 100): Promise<any[]> {
	const forms: any[] = [];
	for (let offset = 0; ; offset += limit) {
		const path = `/order/checkout-forms?limit=${limit}&offset=${offset}${query}`;
		const page = await json(await call(path));
		forms.push(...page.checkoutForms);
		if (forms.length >= page.totalCount) return forms;
	}
}

describe('Allegro orders', () => {
	it('gives every held order once, newest purchase first', async () => {
		const forms = await walk('');
		const held = server.backend.held();
		expect(forms.map(({ id }) => id).sort()).toEqual(held.map(({ id }) => id).sort());
		const times = forms.map(({ lineItems }) => Date.parse(lineItems[0].boughtAt));
		expect(times).toEqual([...times].sort((a, b) => b - a));
		expect(server.stats().violations).toEqual([]);
	});

	it('holds about 1.1 lines an order and ties in time larger than a page of ten', () => {
		const held = server.backend.held();
		const lines = held.reduce((sum, { lineIds }) => sum + lineIds.length, 0) / held.length;
		expect(lines).toBeGreaterThan(1.05);
		expect(lines).toBeLessThan(1.25);
		const bySecond = new Map<string, number>();
		for (const { createdAt } of held) bySecond.set(createdAt, (bySecond.get(createdAt) ?? 0) + 1);
		expect(Math.max(...bySecond.values())).toBeGreaterThan(10);
	});

	it('seeds the same orders for the same seed', () => {
		const settings = { ...DEFAULTS, orders: 400, now: () => START };
		expect(allegro(settings).held()).toEqual(allegro(settings).held());
		const other = allegro({ ...settings, seed: 2 }).held();
		expect(other[0].id).not.toBe(allegro(settings).held()[0].id);
	});

	it('sorts by updatedAt with ties in the order of ids', async () => {
		const forms = await walk('&sort=updatedAt', 7);
		const keys = forms.map(({ updatedAt, id }) => `${updatedAt} ${id}`);
		expect(keys).toEqual([...keys].sort());
		expect(new Set(keys).size).toBe(forms.length);
	});

	it.each([
		['status=CANCELLED', (form: any) => form.status === 'CANCELLED'],
		['fulfillment.status=SENT', (form: any) => form.fulfillment.status === 'SENT'],
		['marketplace.id=allegro-cz', (form: any) => form.summary.totalToPay.currency === 'CZK'],
		[
			'updatedAt.gte=2026-11-15T13:00:00%2B01:00&updatedAt.lte=2026-11-17T12:00:00Z',
			(form: any) =>
				form.updatedAt >= '2026-11-15T12:00:00.000Z' &&
				form.updatedAt <= '2026-11-17T12:00:00.000Z',
		],
		[
			'lineItems.boughtAt.gte=2026-11-19T12:00:00.000Z',
			(form: any) => form.lineItems[0].boughtAt >= '2026-11-19T12:00:00.000Z',
		],
	])('filters by %s', async (query, fits) => {
		const all = await walk('');
		const found = await walk(`&${query}`);
		expect(found.length).toBeGreaterThan(0);
		expect(found.length).toBeLessThan(all.length);
		expect(found.map(({ id }) => id)).toEqual(all.filter(fits).map(({ id }) => id));
	});

	it('shows the second seller only the second seller’s orders', async () => {
		const mine = new Set(server.backend.held().map(({ id }) => id));
		const wish = { expired: false, account: 'second' };
		grant = server.backend.grant(wish) as Record<string, string>;
		const forms = await walk('');
		expect(forms.length).toBeGreaterThan(0);
		expect(forms.filter(({ id }) => mine.has(id))).toEqual([]);
		expect((await json(await call('/me'))).id).toBe('81230022');
	});

	it('moves updatedAt with what buyers do and not with what sellers do', async () => {
		const [form] = await walk('&status=READY_FOR_PROCESSING&fulfillment.status=NEW');
		now += 60_000;
		const path = `/order/checkout-forms/${form.id}`;
		expect((await write(`${path}/fulfillment`, { status: 'SENT' }, 'PUT')).status).toBe(204);
		const after = await json(await call(path));
		expect(after.fulfillment.status).toBe('SENT');
		expect(after.updatedAt).toBe(form.updatedAt);
		expect(after.revision).not.toBe(form.revision);
	});

	it.each([
		['an order in capitals', (id: string) => id.toUpperCase(), 0],
		['an order of more than a year ago', (id: string) => id, 366 * 86_400_000],
	])('does not find %s', async (_name, write, later) => {
		const [{ id }] = server.backend.held();
		now += later;
		grant = server.backend.grant({ expired: false }) as Record<string, string>;
		const response = await call(`/order/checkout-forms/${write(id)}`);
		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject(code('CheckoutFormNotFoundException') as object);
	});

	it('shows an address only of orders that are ready, or were', async () => {
		const shown = (forms: any[]) => forms.filter(({ delivery }) => delivery.address !== null);
		expect(shown(await walk('&status=FILLED_IN'))).toEqual([]);
		const ready = await walk('&status=READY_FOR_PROCESSING');
		expect(shown(ready)).toHaveLength(ready.length);
	});

	it('asks for goods, services, deposits and delivery together', async () => {
		const forms = await walk('');
		const cents = ({ amount }: any) => Math.round(Number(amount) * 100);
		const wrong = forms.filter(({ lineItems, delivery, surcharges, summary }) => {
			const lines = lineItems.map((line: any) => {
				const services = line.selectedAdditionalServices ?? [];
				const unit = cents(line.price) + cents(line.deposit?.price ?? { amount: '0' });
				const extra = services.map((one: any) => cents(one.price) * one.quantity);
				return unit * line.quantity + extra.reduce((sum: number, one: number) => sum + one, 0);
			});
			const more = [
				delivery.cost ?? { amount: '0' },
				...surcharges.map((one: any) => one.paidAmount),
			];
			const due = [...lines, ...more.map(cents)].reduce((sum, one) => sum + one, 0);
			return due !== cents(summary.totalToPay);
		});
		expect(wrong).toEqual([]);
		const lines = forms.flatMap(({ lineItems }) => lineItems);
		const lowered = lines.filter(({ price, originalPrice }) => cents(price) < cents(originalPrice));
		expect(lowered.some(({ discounts }) => discounts.length === 0)).toBe(true);
		expect(lines.some(({ deposit }) => deposit !== null)).toBe(true);
		expect(lines.some((line) => line.selectedAdditionalServices?.length === 2)).toBe(true);
		expect(lines.some((line) => line.selectedAdditionalServices === null)).toBe(true);
		const smart = forms.filter(({ delivery }) => delivery.smart && cents(delivery.cost) > 0);
		expect(smart.length).toBeGreaterThan(0);
		expect(forms.some(({ buyer }) => buyer.email.endsWith('@user.allegrogroup.pl'))).toBe(true);
	});

	it('adds and changes orders now', async () => {
		const { id } = (await json(await call('/order/event-stats'))).latestEvent;
		const before = server.backend.held().length;
		now += 60_000;
		server.backend.add(3);
		server.backend.change(20);
		expect(server.backend.held().length).toBe(before + 3);
		const changed = await walk(`&updatedAt.gte=${new Date(now).toISOString()}`);
		expect(changed.length).toBeGreaterThan(3);
		const { events } = await json(await call(`/order/events?from=${id}&limit=1000`));
		expect(events.length).toBeGreaterThanOrEqual(23);
		expect(events.filter(({ type }: any) => type === 'BOUGHT').length).toBe(3);
	});
});

describe('Allegro event journal', () => {
	it('gives every event once, with ascending ids after the given one', async () => {
		const ids: number[] = [];
		const orders = new Set<string>();
		for (let from = '0'; ;) {
			const { events } = await json(await call(`/order/events?from=${from}&limit=1000`));
			if (events.length === 0) break;
			ids.push(...events.map(({ id }: any) => Number(id)));
			for (const { order } of events) orders.add(order.checkoutForm.id);
			from = events.at(-1).id;
		}
		expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
		expect([...orders].sort()).toEqual(
			server.backend
				.held()
				.map(({ id }) => id)
				.sort(),
		);
	});

	it('has late events, so ids are not always in the order of time', async () => {
		const { events } = await json(await call('/order/events?limit=1000'));
		const times = events.map(({ occurredAt }: any) => occurredAt);
		expect(times).not.toEqual([...times].sort());
	});

	it('filters by several types and forgets after 60 days', async () => {
		const path = '/order/events?limit=1000&type=BUYER_CANCELLED&type=AUTO_CANCELLED';
		const { events } = await json(await call(path));
		const types = new Set(events.map(({ type }: any) => type));
		expect([...types].sort()).toEqual(['AUTO_CANCELLED', 'BUYER_CANCELLED']);
		now += 61 * 86_400_000;
		grant = server.backend.grant({ expired: false }) as Record<string, string>;
		const late = (await json(await call('/order/events?limit=1000'))).events;
		expect(late.every(({ occurredAt }: any) => Date.parse(occurredAt) > START - 3_600_000)).toBe(
			true,
		);
		expect(server.stats().violations).toEqual([]);
	});
});

describe('Allegro refuses', () => {
	const list = '/order/checkout-forms';
	const uuid = '29738e61-7f6a-41e8-ac45-09db60ede9d6';
	it.each<[string, string, Record<string, string>, number, unknown]>([
		['no Authorization', list, { authorization: '' }, 401, { error: 'unauthorized' }],
		['Basic instead of Bearer', list, { authorization: basic() }, 401, { error: 'unauthorized' }],
		[
			'a token of elsewhere',
			list,
			{ authorization: 'Bearer abc' },
			401,
			{ error: 'invalid_token', error_description: 'Cannot convert access token to JSON' },
		],
		['a library User-Agent', list, { 'user-agent': 'node' }, 403, code('AccessDenied')],
		[
			'the name of another app',
			list,
			{ 'user-agent': 'Other/1.0 (+https://n8n.example)' },
			403,
			code('AccessDenied'),
		],
		[
			'a User-Agent without address',
			list,
			{ 'user-agent': `${APP.userAgentName}/1.0` },
			403,
			code('AccessDenied'),
		],
		[
			'plain JSON as Accept',
			list,
			{ accept: 'application/json' },
			406,
			code('NotAcceptableException'),
		],
		[
			'beta on a public resource',
			list,
			{ accept: 'application/vnd.allegro.beta.v1+json' },
			406,
			code('NotAcceptableException'),
		],
		[
			'public on a beta resource',
			'/order/customer-returns',
			{},
			406,
			code('NotAcceptableException'),
		],
		[
			'an unknown language',
			list,
			{ 'accept-language': 'de-DE' },
			422,
			code('UnsupportedLanguageInAcceptLanguageHeader'),
		],
		['limit 101', `${list}?limit=101`, {}, 422, code('VALIDATION_ERROR')],
		['limit 0', `${list}?limit=0`, {}, 422, code('VALIDATION_ERROR')],
		['a negative offset', `${list}?offset=-1`, {}, 422, code('VALIDATION_ERROR')],
		['too deep an offset', `${list}?offset=9901&limit=100`, {}, 422, code('VALIDATION_ERROR')],
		['an unknown status', `${list}?status=PAID`, {}, 400, code('ILLEGAL_ARGUMENT')],
		['an unknown sort', `${list}?sort=id`, {}, 400, code('ILLEGAL_ARGUMENT')],
		['a bare date', `${list}?updatedAt.gte=2026-11-01`, {}, 400, code('ILLEGAL_ARGUMENT')],
		[
			'a plus that was not encoded',
			`${list}?updatedAt.gte=2026-11-01T00:00:00+01:00`,
			{},
			400,
			code('ILLEGAL_ARGUMENT'),
		],
		['an id that is no UUID', `${list}/12345`, {}, 422, code('VALIDATION_ERROR')],
		['an order of nobody', `${list}/${uuid}`, {}, 404, code('CheckoutFormNotFoundException')],
		['a bad event id', '/order/events?from=latest', {}, 422, code('VALIDATION_ERROR')],
		['1001 events', '/order/events?limit=1001', {}, 422, code('VALIDATION_ERROR')],
		['an unknown path', '/order/orders', {}, 404, code('NotFoundException')],
	])('%s', async (_name, path, changes, status, body) => {
		const response = await call(path, changes);
		expect(response.status).toBe(status);
		expect(await response.json()).toMatchObject(body as object);
		expect(response.headers.get('trace-id')).toMatch(/^[0-9a-f]{16}$/);
		expect(server.stats().violations).toHaveLength(1);
	});

	it.each([
		['an underscore spelling', `${list}?updatedAt_gte=2026-11-01T00:00:00Z`],
		['brackets for arrays', '/order/events?type[]=BOUGHT'],
		['a repeated status', `${list}?status=BOUGHT&status=CANCELLED`],
	])('nothing, but notes %s', async (_name, path) => {
		expect((await call(path)).status).toBe(200);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('an expired token, whose own text it repeats', async () => {
		const { accessToken } = server.backend.grant({ expired: true });
		const response = await call(list, { authorization: `Bearer ${String(accessToken)}` });
		expect(response.status).toBe(401);
		expect(await response.json()).toEqual({
			error: 'invalid_token',
			error_description: `Access token expired: ${String(accessToken)}`,
		});
	});

	it('a missing scope', async () => {
		const wish = { expired: false, scope: 'allegro:api:profile:read' };
		grant = server.backend.grant(wish) as Record<string, string>;
		expect((await call('/me')).status).toBe(200);
		expect((await call(list)).status).toBe(403);
	});

	it('an application token, with 500 on /me', async () => {
		const { access_token } = await json(await token({ grant_type: 'client_credentials' }));
		const authorization = `Bearer ${access_token}`;
		expect((await call('/order/carriers', { authorization })).status).toBe(200);
		expect((await call(list, { authorization })).status).toBe(401);
		expect((await call('/me', { authorization })).status).toBe(500);
	});

	it('calls above the quota', async () => {
		server.settings.quotaScale = 1 / 9000 / 100;
		await call(list);
		const response = await call(list);
		expect(response.status).toBe(429);
		expect(await response.json()).toMatchObject(code('TooManyRequestsException'));
		expect(server.stats().violations.length).toBeGreaterThan(0);
	});
});

function code(name: string): object {
	return { errors: [{ code: name }] };
}

describe('the limit of a client', () => {
	it('blocks for a minute, which further calls prolong', () => {
		let at = 0;
		const limit = new ClientLimit(
			() => 2 / 9000,
			() => at,
		);
		expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([true, true, false]);
		expect(limit.take('b')).toBe(true);
		at = 59_000;
		expect(limit.take('a')).toBe(false);
		at = 61_000;
		expect(limit.take('a')).toBe(false);
		at = 121_001;
		expect(limit.take('a')).toBe(true);
	});
});

describe('Allegro authorization', () => {
	it('shows a consent page and sends code, state and extra parameters back', async () => {
		const page = await authorize({ decision: '', state: 'a b/c+' });
		expect(page.status).toBe(302);
		const query = new URLSearchParams({
			response_type: 'code',
			client_id: APP.clientId,
			redirect_uri: REDIRECT,
			state: 'a b/c+',
			extra: 'yes',
		});
		const html = await (await fetch(`${server.url}/auth/oauth/authorize?${query}`)).text();
		expect(html).toContain('Allow');
		query.set('decision', 'allow');
		const response = await fetch(`${server.url}/auth/oauth/authorize`, {
			method: 'POST',
			redirect: 'manual',
			headers: { 'content-type': FORM },
			body: query,
		});
		const back = new URL(response.headers.get('location') ?? '');
		expect(`${back.origin}${back.pathname}`).toBe(REDIRECT);
		expect(back.searchParams.get('state')).toBe('a b/c+');
		expect(back.searchParams.get('extra')).toBe('yes');
		expect(back.searchParams.get('code')).toMatch(/^\S{32}$/);
	});

	it('sends an error back when the seller refuses', async () => {
		const response = await authorize({ decision: 'refuse', state: 's' });
		const back = new URL(response.headers.get('location') ?? '');
		expect(back.searchParams.get('error')).toBe('access_denied');
		expect(back.searchParams.get('code')).toBeNull();
	});

	it.each([
		['another path', { redirect_uri: `${REDIRECT}/` }, 400],
		['another host', { redirect_uri: 'https://evil.example/' }, 400],
		['another port of localhost', { redirect_uri: REDIRECT.replace('5678', '9999') }, 302],
		['plain PKCE', { code_challenge: 'x', code_challenge_method: 'plain' }, 400],
		['a device app', { client_id: DEVICE_APP.clientId }, 400],
	])('answers %s', async (_name, more, status) => {
		expect((await authorize(more as unknown as Record<string, string>)).status).toBe(status);
	});

	it('exchanges a code once, within ten seconds, for the same redirect URI', async () => {
		const grant_type = 'authorization_code';
		const redirect_uri = REDIRECT;
		const code = await freshCode();
		const first = await token({ grant_type, redirect_uri, code });
		expect(first.status).toBe(200);
		expect(await json(first)).toMatchObject({
			token_type: 'bearer',
			expires_in: 43199,
			scope: APP.scopes.join(' '),
		});
		expect((await token({ grant_type, redirect_uri, code })).status).toBe(400);
		const late = await freshCode();
		now += 10_000;
		expect((await token({ grant_type, redirect_uri, code: late })).status).toBe(400);
		const elsewhere = await token({ grant_type, redirect_uri: 'x', code: await freshCode() });
		expect(await json(elsewhere)).toMatchObject({ error_description: 'Redirect URI mismatch.' });
	});

	it('takes PKCE without Basic, and only with the right verifier', async () => {
		const verifier = 'v'.repeat(43);
		const code_challenge = createHash('sha256').update(verifier).digest('base64url');
		const pkce = { code_challenge, code_challenge_method: 'S256' };
		const exchange = async (code_verifier: string): Promise<Response> =>
			await fetch(`${server.url}/auth/oauth/token`, {
				method: 'POST',
				body: new URLSearchParams({
					grant_type: 'authorization_code',
					client_id: APP.clientId,
					redirect_uri: REDIRECT,
					code: await freshCode(pkce),
					code_verifier,
				}),
			});
		expect((await exchange(verifier)).status).toBe(200);
		expect((await exchange('w'.repeat(43))).status).toBe(400);
	});

	it('cuts scopes to what is ticked', async () => {
		const scope = 'allegro:api:orders:read allegro:api:campaigns';
		const code = await freshCode({ scope });
		const grant_type = 'authorization_code';
		const answer = await json(await token({ grant_type, redirect_uri: REDIRECT, code }));
		expect(answer.scope).toBe('allegro:api:orders:read');
	});

	it.each<[string, Record<string, string>, Record<string, string>, string, number]>([
		['a wrong secret', {}, { authorization: `Basic ${btoa(`${APP.clientId}:x`)}` }, '', 401],
		['a JSON body', {}, { 'content-type': 'application/json' }, '', 415],
		['parameters in the query', {}, {}, '?grant_type=client_credentials', 400],
		['an unknown grant type', { grant_type: 'password' }, {}, '', 400],
		['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, {}, '', 400],
	])('refuses %s', async (_name, form, changes, query, status) => {
		const response = await token(form, changes, `/auth/oauth/token${query}`);
		expect(response.status).toBe(status);
		expect(await json(response)).toHaveProperty('error');
		expect(server.stats().violations.length).toBeGreaterThan(0);
		expect(server.stats().tokenCalls).toBe(1);
	});

	it('does not serve GET on the token endpoint', async () => {
		const response = await fetch(`${server.url}/auth/oauth/token?grant_type=client_credentials`);
		expect(response.status).toBe(405);
	});
});

describe('Allegro refresh', () => {
	const refresh = async (refresh_token: string): Promise<Response> =>
		await token({ grant_type: 'refresh_token', refresh_token });
	const works = async (access: string): Promise<boolean> =>
		(await call('/me', { authorization: `Bearer ${access}` })).status === 200;

	it('kills the old access token at once and keeps the used refresh token for 60 s', async () => {
		const next = await json(await refresh(grant.refreshToken));
		expect(await works(grant.accessToken)).toBe(false);
		expect(await works(next.access_token)).toBe(true);
		now += 59_000;
		expect((await refresh(grant.refreshToken)).status).toBe(200);
		now += 1_000;
		const late = await refresh(grant.refreshToken);
		expect(late.status).toBe(400);
		expect(await json(late)).toEqual({
			error: 'invalid_grant',
			error_description: `Invalid refresh token: ${grant.refreshToken}`,
		});
	});

	it('lets only the last of several pairs from one token live on', async () => {
		const first = await json(await refresh(grant.refreshToken));
		const second = await json(await refresh(grant.refreshToken));
		expect(await works(first.access_token)).toBe(true);
		now += 60_000;
		expect(await works(first.access_token)).toBe(false);
		expect((await refresh(first.refresh_token)).status).toBe(400);
		expect(await works(second.access_token)).toBe(true);
	});

	it('expires access after 12 h, refresh after 3 months', async () => {
		now += 12 * 3_600_000;
		expect(await works(grant.accessToken)).toBe(false);
		expect((await refresh(grant.refreshToken)).status).toBe(200);
		const other = server.backend.grant({ expired: false }) as Record<string, string>;
		now += 90 * 86_400_000;
		expect((await refresh(other.refreshToken)).status).toBe(400);
	});

	it('revokes on demand', async () => {
		server.backend.expireTokens({ revoke: false });
		expect(await works(grant.accessToken)).toBe(false);
		const next = await json(await refresh(grant.refreshToken));
		await token({ token: next.refresh_token }, {}, '/auth/oauth/revoke');
		expect(await works(next.access_token)).toBe(false);
		expect((await refresh(next.refresh_token)).status).toBe(400);
	});

	it('ends the oldest consent when a seller has more than 20', async () => {
		const consents = [];
		for (let i = 0; i < 21; i++) {
			const code = await freshCode({ account: 'second' });
			const form = { grant_type: 'authorization_code', redirect_uri: REDIRECT, code };
			consents.push(await json(await token(form)));
		}
		expect(await works(consents[0].access_token)).toBe(false);
		expect((await refresh(consents[0].refresh_token)).status).toBe(400);
		expect(await works(consents[1].access_token)).toBe(true);
		expect(await works(grant.accessToken)).toBe(true);
	});

	it('limits how many tokens a user gets', async () => {
		server.settings.quotaScale = 1 / 60;
		const statuses = [];
		for (let i = 0; i < 3; i++) statuses.push((await refresh(grant.refreshToken)).status);
		expect(statuses).toContain(429);
	});
});

describe('Allegro device flow', () => {
	const authorization = basic(DEVICE_APP);
	const client_id = DEVICE_APP.clientId;
	const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';

	it('waits for consent and gives a token once', async () => {
		const started = await json(await token({ client_id }, { authorization }, '/auth/oauth/device'));
		const { device_code, verification_uri_complete: page } = started;
		const ask = async (): Promise<any> =>
			await json(await token({ grant_type, device_code }, { authorization }));
		expect(await ask()).toEqual({ error: 'authorization_pending' });
		expect(await ask()).toEqual({ error: 'slow_down' });
		expect((await fetch(`${page}&decision=allow`)).status).toBe(200);
		now += 5000;
		expect(await ask()).toHaveProperty('refresh_token');
		expect(await ask()).toEqual({ error: 'Invalid device code' });
	});

	it('tells when the seller refuses', async () => {
		const started = await json(await token({ client_id }, { authorization }, '/auth/oauth/device'));
		await fetch(`${started.verification_uri_complete}&decision=refuse`);
		const { device_code } = started;
		const answer = await json(await token({ grant_type, device_code }, { authorization }));
		expect(answer).toEqual({ error: 'access_denied' });
	});
});

describe('Allegro faults', () => {
	it('repeats a page', async () => {
		server.faults.set([{ kind: 'repeatPage', after: 1, times: 1 }]);
		const first = await json(await call('/order/checkout-forms?limit=10'));
		const second = await json(await call('/order/checkout-forms?limit=10&offset=10'));
		expect(second.checkoutForms).toEqual(first.checkoutForms);
	});

	it.each([
		[{}, { count: 0, totalCount: 20 }],
		[{ entries: 4 }, { count: 4, totalCount: 20 }],
		[
			{ entries: 4, total: null },
			{ count: 4, totalCount: null },
		],
		[{ total: '20' }, { count: 0, totalCount: '20' }],
	])('shows a page that is too short: %o', async (fault, told) => {
		const { totalCount } = await json(await call('/order/checkout-forms?limit=10'));
		server.faults.set([{ kind: 'shortPage', times: 1, ...fault }]);
		const page = await json(await call('/order/checkout-forms?limit=10'));
		expect(page.checkoutForms).toHaveLength(told.count);
		expect(page).toMatchObject({
			count: told.count,
			totalCount: told.totalCount === 20 ? totalCount : told.totalCount,
		});
		expect((await json(await call('/order/checkout-forms?limit=10'))).count).toBe(10);
	});

	it('repeats a page to whoever goes on from its last time', async () => {
		server.faults.set([{ kind: 'repeatPage', after: 1, times: 1 }]);
		const path = '/order/checkout-forms?limit=10&sort=updatedAt&updatedAt.gte=';
		const first = await json(await call(`${path}2020-01-01T00:00:00Z`));
		const from = `${path}${first.checkoutForms.at(-1).updatedAt}`;
		expect((await json(await call(from))).checkoutForms).toEqual(first.checkoutForms);
		expect((await json(await call(from))).checkoutForms).not.toEqual(first.checkoutForms);
	});

	it('never comes to an end', async () => {
		server.faults.set([{ kind: 'endlessCursor' }]);
		const page = await json(await call('/order/checkout-forms?offset=9000'));
		expect(page.count).toBe(100);
		expect(page.totalCount).toBeGreaterThan(9100);
		const { events } = await json(await call('/order/events?from=9999999999999999'));
		expect(events).toHaveLength(100);
	});

	it('cuts an answer in half', async () => {
		server.faults.set([{ kind: 'truncated' }]);
		const response = await call('/order/checkout-forms?limit=10');
		await expect(response.json()).rejects.toThrow(SyntaxError);
	});
});
