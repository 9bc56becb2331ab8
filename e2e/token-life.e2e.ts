import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import type { Fault } from '../sandbox/kit/faults';
import { openLab, RENEWABLE, type Lab } from '../scripts/lab';
import { CONNECTIONS, everyOrder, MARKETPLACES, nodeOf } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import { MANUAL, repeat, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { secretsIn, secretsOf } from './secrets';
import { Watch } from './watch';

const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
const MANY = 50;
const TOKEN_PATH = '/oauth/token|/auth/o2/token|/oauth2/token|/login';
/**
 * For as long Allegro lets a used refresh token count once more.
 * See https://github.com/allegro/allegro-api/issues/4136.
 */
const GRACE_MS = 60_000;

const PATHS: Partial<Record<MarketplaceName, string>> = {
	allegro: '/me',
	amazon: '/orders/2026-01-01/orders/{id}',
	naver: '/v1/seller/account',
};

function nodeFor(name: MarketplaceName, { servers }: Lab): NodeSketch {
	const [{ id }] = servers[name].backend.held();
	const path = PATHS[name]?.replace('{id}', id);
	if (path === undefined) return nodeOf(name, everyOrder(name));
	return nodeOf(name, { resource: 'apiRequest', operation: 'request', path });
}

describe.each(inject('installations'))('the life of tokens in n8n $version', (installation) => {
	let lab: Lab;
	/** Every secret that was stored at some time. */
	const secrets = new Set<string>();
	/** Allegro's clock: the grace must neither be waited for nor run out while n8n starts. */
	const allegro = new Watch();

	beforeAll(async () => {
		const tarball = inject('tarball');
		lab = await openLab({ installation, tarball, sizes: SIZES, expired: true });
		// What the marketplaces allow a second is another test's matter.
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		lab.servers.allegro.settings.now = () => allegro.now();
		await lab.n8n.importWorkflows(
			MARKETPLACES.map((name) =>
				workflowOf(`all-${name}`, [MANUAL], [repeat(MANY)], [nodeFor(name, lab)]),
			),
		);
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	/** As after a night without a run, with this trouble at the token endpoint. */
	function expire(name: MarketplaceName, fault?: Fault): () => number {
		const { backend, faults } = lab.servers[name];
		backend.expireTokens({ revoke: false });
		faults.set(fault ? [{ ...fault, path: TOKEN_PATH }] : []);
		vi.restoreAllMocks();
		const { calls } = vi.spyOn(faults, 'next').mock;
		return () => calls.filter(([url]) => new RegExp(TOKEN_PATH).test(url)).length;
	}

	async function run(name: MarketplaceName): Promise<Execution> {
		return await lab.n8n.execute(`all-${name}`, 120_000);
	}

	function expectItems(name: MarketplaceName, execution: Execution): void {
		expect(execution.error).toBeUndefined();
		expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(MANY);
	}

	function told({ error }: Execution): string {
		expect(error).toBeDefined();
		return `${error?.message}. ${error?.description}`;
	}

	async function noteSecrets(): Promise<void> {
		for (const secret of secretsOf(await lab.n8n.exportCredentials())) secrets.add(secret);
	}

	it.each(RENEWABLE)(
		'%s: one call for two executions at once, however late it is',
		async (name) => {
			const tokenCalls = expire(name, { kind: 'late', delayMs: 1500 });
			const both = await Promise.all([run(name), run(name)]);
			for (const execution of both) expectItems(name, execution);
			expect(tokenCalls()).toBe(1);
		},
	);

	it.each(RENEWABLE)('%s: an answer that is lost on the way loses no token', async (name) => {
		const tokenCalls = expire(name, { kind: 'lost', times: 1 });
		expectItems(name, await run(name));
		expect(tokenCalls()).toBe(2);
		// Beyond every grace, only the pair that lives can be renewed.
		if (name === 'allegro') allegro.skip(2 * GRACE_MS);
		const again = expire(name);
		expectItems(name, await run(name));
		expect(again()).toBe(1);
	});

	it('allegro: n8n killed before it has stored the new pair goes on after a restart', async () => {
		await noteSecrets();
		const tokenCalls = expire('allegro', { kind: 'late', delayMs: 30_000, times: 1 });
		const killed = run('allegro').catch((error: Error) => error);
		await vi.waitUntil(() => tokenCalls() === 1, { timeout: 30_000 });
		// The pair is rotated, and its answer on the way.
		await wait(500);
		allegro.stop();
		await lab.n8n.kill();
		expect(await killed).toBeInstanceOf(Error);

		await lab.n8n.start();
		allegro.skip(GRACE_MS / 2);
		allegro.go();
		expectItems('allegro', await run('allegro'));
		expect(tokenCalls()).toBe(2);
	});

	it('allegro: a pair lost for good is one call and a clear message to all', async () => {
		const lost = expire('allegro', { kind: 'lost', times: 2 });
		expect(told(await run('allegro'))).toMatch(/did not answer \(ECONNRESET\).*Try again later/);
		expect(lost()).toBe(2);
		allegro.skip(GRACE_MS + 1000);
		const tokenCalls = expire('allegro');
		const executions = await Promise.all([1, 2, 3].map(async () => await run('allegro')));
		for (const execution of executions) {
			expect(told(execution)).toMatch(/connection to the account has ended.*press 'Reconnect'/);
		}
		expect(tokenCalls()).toBe(1);
	});

	it.each(['assistTencho', 'bigCommerce'] as const)(
		'%s: a token that cannot be renewed is told as such, without a call for another',
		async (name) => {
			const tokenCalls = expire(name);
			lab.servers[name].backend.expireTokens({ revoke: true });
			lab.servers[name].resetStats();
			expect(told(await run(name))).toMatch(/authorize again|reconnect/i);
			expect(tokenCalls()).toBe(0);
			expect(lab.servers[name].stats().requests).toBe(1);
		},
	);

	it('leaves no secret in executions or logs', async () => {
		await noteSecrets();
		for (const secret of secretsOf(lab.credentials)) secrets.add(secret);
		expect(secrets.size).toBeGreaterThan(2 * MARKETPLACES.length);
		expect(secretsIn(lab.n8n.log, [...secrets])).toEqual([]);
		const stored = await lab.n8n.storedExecutions();
		expect(stored.length).toBeGreaterThan(10);
		for (const text of stored) expect(secretsIn(text, [...secrets])).toEqual([]);
	});
});
