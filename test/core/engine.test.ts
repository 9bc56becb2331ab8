import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { clock } from '../../core/request/clock';
import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { allegro } from '../../sandbox/allegro/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';
import { failureOf } from '../kit/failure';
import { nodeContext, type NodeSetting } from '../kit/node-context';

let server: MarketplaceServer;

beforeAll(async () => {
	const settings = { ...DEFAULTS, orders: 640, quotaScale: 100 };
	server = await startServer(allegro(settings), settings);
});

afterAll(async () => await server.close());

beforeEach(() => {
	server.faults.set([]);
	server.resetStats();
	forgetProcess('quota');
	forgetProcess('token');
	// The waits between tries have tests of their own.
	vi.spyOn(clock, 'sleep').mockResolvedValue();
});

const GET_ALL = { resource: 'order', operation: 'getAll', returnAll: true, output: 'order' };

function start(rest: Partial<NodeSetting> = {}, expired = false) {
	const grant = server.backend.grant({ expired }) as Record<string, string>;
	return nodeContext({
		node: new Allegro(),
		credentialType: new AllegroOAuth2Api(),
		credential: {
			environment: 'custom',
			authBaseUrl: server.url,
			apiBaseUrl: server.url,
			applicationName: grant.applicationName,
			applicationUrl: grant.applicationUrl,
			clientId: grant.clientId,
			clientSecret: grant.clientSecret,
			oauthTokenData: {
				access_token: grant.accessToken,
				refresh_token: grant.refreshToken,
				expires_in: grant.expiresIn,
			},
		},
		parameters: GET_ALL,
		...rest,
	});
}

describe('the Allegro node on the engine of n8n', () => {
	it('gives every order once, linked to its input item', async () => {
		const output = await start().run();
		const held = server.backend.held().map(({ id }) => id);
		expect(output.map(({ json }) => json.id).sort()).toEqual(held.sort());
		expect(output.every(({ pairedItem }) => Object(pairedItem).item === 0)).toBe(true);
		expect(server.stats().violations).toEqual([]);
	});

	it('renews an expired token once, stores the new pair, and loses nothing', async () => {
		const node = start({ items: [{}, {}] }, true);
		const before = node.stored().oauthTokenData;
		expect(await node.run()).toHaveLength(2 * server.backend.held().length);
		expect(server.stats().tokenCalls).toBe(1);
		expect(node.credentials.updates).toBe(1);
		expect(node.stored().oauthTokenData).not.toEqual(before);
		expect(node.stored().clientSecret).toBeTruthy();
	});

	it('asks the user to reconnect when the grant is revoked, and shows no secret', async () => {
		const node = start();
		server.backend.expireTokens({ revoke: true });
		const failure = (await failureOf(node.run())) as { message: string; description: string };
		expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
		expect(failure.message).toBe('The connection to the account has ended');
		expect(failure.description).toMatch(/Reconnect.*Credential: My account/);
		const tokens = Object(node.stored().oauthTokenData) as Record<string, string>;
		for (const secret of [tokens.access_token, tokens.refresh_token, node.stored().clientSecret]) {
			expect(JSON.stringify(failure) + failure.description).not.toContain(secret);
		}
		expect(server.stats().tokenCalls).toBeLessThanOrEqual(1);
	});

	it.each([
		['resets the connection', { kind: 'reset' as const }],
		['is down for a moment', { kind: 'status' as const, status: 503 }],
		['sends half a document', { kind: 'truncated' as const }],
		['sends a page of HTML', { kind: 'html' as const }],
	])('gives every order when the server %s', async (_name, fault) => {
		server.faults.set([{ ...fault, path: 'checkout-forms', after: 2, times: 1 }]);
		expect(await start().run()).toHaveLength(server.backend.held().length);
	});

	it('fails with the reason when the server keeps failing', async () => {
		server.faults.set([{ kind: 'status', status: 403, path: 'checkout-forms', after: 3 }]);
		const failure = await failureOf(start().run());
		expect(failure).toMatchObject({ name: 'NodeApiError', httpCode: '403' });
	});

	it('puts the reason into the item when it is told to go on', async () => {
		server.faults.set([{ kind: 'status', status: 403, path: 'checkout-forms', times: 1 }]);
		const output = await start({ items: [{}, {}], continueOnFail: true }).run();
		expect(output[0].json).toMatchObject({ httpCode: '403' });
		expect(output[0].pairedItem).toEqual({ item: 0 });
		expect(output).toHaveLength(1 + server.backend.held().length);
	});

	/** How the node fails when nothing listens where the API should be. */
	async function unreachable(): Promise<Error & { description?: string }> {
		const node = start();
		const closed = { ...node.stored(), apiBaseUrl: 'http://127.0.0.1:9' };
		node.credentials.stored.set('credential-1', closed);
		return (await failureOf(node.run())) as Error;
	}

	it('tells n8n that nothing listens', async () => {
		expect(await unreachable()).toMatchObject({ httpCode: 'ECONNREFUSED' });
	});

	it('tells the user in which marketplace and account nothing listens', async () => {
		const { message, description } = await unreachable();
		expect(message).toBe('Allegro did not answer (connection refused)');
		expect(description).toContain('Marketplace: Allegro · Credential: My account');
	});

	it('does not follow a redirect to another host', async () => {
		server.faults.set([
			{ kind: 'redirect', location: 'https://evil.example/order/checkout-forms' },
		]);
		const failure = await failureOf(start().run());
		expect((failure as Error).message).toContain('evil.example');
		expect(server.stats().requests).toBe(1);
	});

	it('fails on a redirect that leads round and round', async () => {
		server.faults.set([{ kind: 'redirect', location: '/order/checkout-forms' }]);
		await failureOf(start().run());
		expect(server.stats().requests).toBeLessThanOrEqual(30);
	});

	it('never takes a redirect that it did not follow for a success', async () => {
		server.faults.set([{ kind: 'redirect', location: '/order/checkout-forms' }]);
		const parameters = { resource: 'apiRequest', operation: 'request', method: 'GET', path: '/me' };
		await failureOf(start({ parameters }).run());
	});

	it('gives no empty order for an answer that holds none', async () => {
		server.faults.set([{ kind: 'status', status: 200, body: '[]', path: 'checkout-forms' }]);
		const [{ id: orderId }] = server.backend.held();
		const parameters = { resource: 'order', operation: 'get', orderId, output: 'order' };
		await failureOf(start({ parameters }).run());
	});

	it('refuses nonsense before anything is sent', async () => {
		const parameters = { ...GET_ALL, filters: { createdAfter: '2026-02-30T00:00:00' } };
		const failure = await failureOf(start({ parameters }).run());
		expect((failure as Error).message).toContain("'Created After'");
		expect(server.stats().requests).toBe(0);
	});

	it('stops at once when the user presses Stop', async () => {
		const stop = new AbortController();
		server.faults.set([{ kind: 'hang', path: 'checkout-forms', after: 1 }]);
		const run = failureOf(start({ signal: stop.signal }).run());
		setTimeout(() => stop.abort(), 300);
		const from = Date.now();
		expect((await run) as Error).toHaveProperty('message', expect.stringContaining('stopped'));
		expect(Date.now() - from).toBeLessThan(3000);
	});
});
