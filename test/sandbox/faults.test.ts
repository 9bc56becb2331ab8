import { afterEach, describe, expect, it } from 'vitest';

import { BACKENDS, startMarketplace, type MarketplaceName } from '../../sandbox';
import { nowAndThen, type Fault } from '../../sandbox/kit/faults';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import type { SandboxSettings } from '../../sandbox/kit/settings';
import { signedHeaders, type Keys } from '../kit/kaufland-desk';

const NAMES = Object.keys(BACKENDS) as MarketplaceName[];

/** An order list, and what opens it. */
const LISTS: Record<
	MarketplaceName,
	(
		grant: Record<string, string>,
		server: MarketplaceServer,
	) => { path: string; headers: Record<string, string> }
> = {
	allegro: ({ accessToken, applicationName, applicationUrl }) => ({
		path: '/order/checkout-forms?limit=5',
		headers: {
			authorization: `Bearer ${accessToken}`,
			accept: 'application/vnd.allegro.public.v1+json',
			'accept-language': 'en-US',
			'user-agent': `${applicationName}/1.0 (+${applicationUrl})`,
		},
	}),
	amazon: ({ accessToken }) => ({
		path: '/orders/2026-01-01/orders?createdAfter=2020-01-01T00%3A00%3A00Z&maxResultsPerPage=5',
		headers: {
			'x-amz-access-token': accessToken,
			'x-amz-date': '20261120T120000Z',
			'user-agent': 'Test/1.0 (Language=TypeScript/5)',
		},
	}),
	assistTencho: ({ accessToken, basePath }) => ({
		path: `${basePath}/api/v1/orders.php?serial_order_id=3`,
		headers: { authorization: `Bearer ${accessToken}` },
	}),
	bigCommerce: ({ accessToken, storeHash }) => ({
		path: `/stores/${storeHash}/v2/orders?limit=5`,
		headers: { 'x-auth-token': accessToken, accept: 'application/json' },
	}),
	naver: ({ accessToken }) => ({
		path: '/external/v1/seller/account',
		headers: { authorization: `Bearer ${accessToken}` },
	}),
	kaufland: (grant, { url, settings }) => {
		const path = '/v2/orders?limit=5';
		const keys = grant as unknown as Keys;
		return { path, headers: signedHeaders(keys, 'GET', url + path, '', settings.now()) };
	},
};

let server: MarketplaceServer;
afterEach(async () => await server.close());

/** Starts a marketplace with faults and gives a reader of its orders. */
async function broken(
	name: MarketplaceName,
	faults: Fault[],
	settings: Partial<SandboxSettings> = {},
): Promise<() => Promise<Response>> {
	server = await startMarketplace(name, { orders: 30, quotaScale: 10_000, ...settings });
	const grant = server.backend.grant({ expired: false }) as Record<string, string>;
	const { path, headers } = LISTS[name](grant, server);
	server.faults.set(faults);
	return async () => await fetch(server.url + path, { headers, redirect: 'manual' });
}

describe.each(NAMES)('faults of %s', (name) => {
	it('lets tokens die in the middle, and tells so in its own words', async () => {
		const read = await broken(name, [{ kind: 'expireTokens', after: 2, times: 1 }]);
		const statuses: number[] = [];
		for (let i = 0; i < 4; i++) statuses.push((await read()).status);
		// Kaufland has keys and no tokens.
		const dead = name === 'kaufland' ? 200 : name === 'amazon' ? 403 : 401;
		expect(statuses).toEqual([200, 200, dead, dead]);
	});

	it('throttles as it really does', async () => {
		const read = await broken(name, [{ kind: 'throttle', times: 1 }]);
		const { status, headers } = await read();
		expect(status).toBe(429);
		// Only one of them says how long to wait, see its facts on rate limits.
		expect(headers.get('x-retry-after')).toBe(name === 'bigCommerce' ? '15' : null);
		expect(headers.get('retry-after')).toBeNull();
		expect((await read()).status).toBe(200);
	});

	it('times out at the gateway when all was done', async () => {
		const now = Date.now();
		const read = await broken(name, [{ kind: 'done504', times: 1 }], { now: () => now });
		const answer = await read();
		expect(answer.status).toBe(504);
		expect(await answer.json()).toEqual(server.backend.errorBody(504));
		expect((await read()).status).toBe(200);
	});

	it('breaks the connection instead of hanging for ever', async () => {
		const read = await broken(name, [{ kind: 'hang', times: 1 }], { hangMs: 20 });
		await expect(read()).rejects.toThrow();
		expect((await read()).status).toBe(200);
	});

	it('fails now and then, the same way for the same seed', async () => {
		const ends: string[][] = [];
		for (const seed of [4, 4, 5]) {
			const read = await broken(name, nowAndThen(0.05), { hangMs: 5, seed });
			const own: string[] = [];
			for (let i = 0; i < 60; i++) own.push(await endOf(read));
			ends.push(own);
			if (ends.length < 3) await server.close();
		}
		expect(ends[1]).toEqual(ends[0]);
		expect(ends[2]).not.toEqual(ends[0]);
		expect(new Set(ends[0]).size).toBeGreaterThan(3);
	});
});

async function endOf(read: () => Promise<Response>): Promise<string> {
	try {
		const response = await read();
		const text = await response.text();
		return `${response.status} ${text === '' ? 'empty' : text[0]}`;
	} catch {
		return 'broken';
	}
}

it('leads to another host when told so', async () => {
	const read = await broken('allegro', [{ kind: 'redirect', location: 'https://evil.example/' }]);
	const response = await read();
	expect([response.status, response.headers.get('location')]).toEqual([
		302,
		'https://evil.example/',
	]);
});

it('kills refresh tokens as well when told so', async () => {
	const read = await broken('amazon', [{ kind: 'revokeTokens', times: 1 }]);
	const { refreshToken, clientId, clientSecret } = server.backend.grant({
		expired: false,
	}) as Record<string, string>;
	expect((await read()).status).toBe(403);
	const body = new URLSearchParams({
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
		client_id: clientId,
		client_secret: clientSecret,
	});
	const answer = await fetch(`${server.url}/auth/o2/token`, { method: 'POST', body });
	expect(answer.status).toBe(400);
	expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
});
