import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';

import { startMarketplace } from '../sandbox';
import type { Fault } from '../sandbox/kit/faults';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { credentialOf } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { Queue, type Storm } from '../scripts/n8n/queue';
import { missingServices } from '../scripts/services/find';
import { queueWorkflows, windowsOf } from './queue.workflows';
import { Watch } from './watch';

const WORKERS = 2;
const SHARED = ['allegro', 'amazon'] as const;
const SIZES = { allegro: 1200, amazon: 5 };
const MANY = 20;
const WINDOWS = 6;
const TOKEN_PATH = '/auth/(oauth|o2)/token';
/** Longer than a worker takes to find out that the token has expired. */
const LATE: Fault = { kind: 'late', path: TOKEN_PATH, delayMs: 2500 };
/**
 * Without a lock: the first answer waits until the other worker has asked, too, however long that takes to find
 * out; the last pair is told, and so stored, long after the first. Only the last one lives.
 */
const BOTH: Fault[] = [
	{ ...LATE, delayMs: 8000, times: 1 },
	{ ...LATE, delayMs: 12_000 },
];
/**
 * For as long Allegro lets a used refresh token count once more.
 * See https://github.com/allegro/allegro-api/issues/4136.
 */
const GRACE_MS = 60_000;

type Name = (typeof SHARED)[number];

const missing = missingServices();
const title = 'queue mode of n8n $version' + (missing ? ` (skipped: ${missing})` : '');

describe.skipIf(missing).each(inject('installations'))(title, (installation) => {
	let queue: Queue;
	let servers: Record<Name, MarketplaceServer>;
	/** n8n 2 has a lock between processes around the renewal of OAuth2 tokens; 1 has none. */
	const hasLock = !installation.version.startsWith('1.');
	/** Allegro's clock stands still: the grace must neither be waited for nor run out. */
	const allegro = new Watch();

	beforeAll(async () => {
		servers = {
			allegro: await startMarketplace('allegro', { orders: SIZES.allegro }),
			amazon: await startMarketplace('amazon', { orders: SIZES.amazon, quotaScale: 4 }),
		};
		allegro.stop();
		servers.allegro.settings.now = () => allegro.now();
		queue = await Queue.create({ installation, tarball: inject('tarball'), workers: WORKERS });
		const workflows = queueWorkflows(servers.amazon.backend.held()[0].id);
		await queue.main.importCredentials(
			SHARED.map((name) => {
				const { backend, url } = servers[name];
				return credentialOf(name, url, backend.grant({ expired: true }), true);
			}),
		);
		await queue.main.importWorkflows(workflows);
		await queue.start();
		for (const { id } of workflows) await queue.main.publish(id);
	});

	afterAll(async () => {
		await queue?.dispose();
		for (const server of Object.values(servers ?? {})) await server.close();
	});

	/** As after a night without a run; returns how many calls for a token have come in since. */
	function expire(name: Name, trouble: Fault[] = []): () => number {
		const { backend, faults } = servers[name];
		backend.expireTokens({ revoke: false });
		servers[name].resetStats();
		faults.set(trouble);
		vi.restoreAllMocks();
		const { calls } = vi.spyOn(faults, 'next').mock;
		return () => calls.filter(([url]) => new RegExp(TOKEN_PATH).test(url)).length;
	}

	function expectSuccess(count: number, { executions, shares }: Storm): void {
		const results = executions.map(({ status, error }) => error?.message ?? status);
		expect(results).toEqual(Array(count).fill('success'));
		// One or two may well end up with the same worker.
		if (count >= WORKERS * 2) expect(Math.min(...shares)).toBeGreaterThan(0);
	}

	/** Beyond every grace, only the pair that lives can be renewed. */
	async function expectLivingPair(): Promise<void> {
		allegro.skip(2 * GRACE_MS);
		const tokenCalls = expire('allegro');
		expectSuccess(1, await queue.storm('me', 1));
		expect(tokenCalls()).toBe(1);
	}

	it('works from the first call, with tokens that expired before', async () => {
		for (const path of ['me', 'order']) {
			expectSuccess(MANY, await queue.storm(path, MANY));
		}
	});

	it('rotates the Allegro pair without losing it, though all workers want to at once', async () => {
		const tokenCalls = expire('allegro', hasLock ? [LATE] : BOTH);
		expectSuccess(MANY, await queue.storm('me', MANY));
		expect(tokenCalls()).toBe(hasLock ? 1 : WORKERS);
		await expectLivingPair();
	});

	it('asks for one Amazon token a process at most, and all of them work', async () => {
		const tokenCalls = expire('amazon', [LATE]);
		expectSuccess(MANY, await queue.storm('order', MANY));
		expect(tokenCalls()).toBeLessThanOrEqual(WORKERS);

		servers.amazon.resetStats();
		expectSuccess(WORKERS, await queue.storm('order', WORKERS));
		expect(servers.amazon.stats()).toMatchObject({ tokenCalls: 0, violations: [] });
	});

	it('reads every order once, in windows that run on all workers', async () => {
		const held = servers.allegro.backend.held();
		const times = held.map(({ updatedAt }) => updatedAt);
		const windows = windowsOf(times, WINDOWS, `${queue.main.url}/webhook/window`);
		queue.expect('window', WINDOWS);
		await queue.call('fan-out', { windows });
		const executions = await queue.executions('window');
		const orders = executions.flatMap((execution) => itemsOf(execution, 'Allegro'));
		const ids = orders.map(({ id }) => String(id));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.sort()).toEqual(held.map(({ id }) => id).sort());
		expect(executions).toHaveLength(WINDOWS);
	});

	it("keeps to Amazon's quota, which each worker believes to have for itself", async () => {
		// 30 at once, then one every two seconds.
		servers.amazon.settings.quotaScale = 1;
		servers.amazon.resetStats();
		const started = Date.now();
		expectSuccess(10, await queue.storm('orders', 10, { turns: [1, 2, 3, 4] }));
		const seconds = (Date.now() - started) / 1000;
		const { statuses } = servers.amazon.stats();
		expect(statuses[200]).toBe(40);
		// Only refusals tell a worker of the other: some for each, and nowhere near one a request.
		expect(statuses[429]).toBeGreaterThan(0);
		expect(statuses[429]).toBeLessThan(20);
		expect(seconds).toBeGreaterThan(18);
		expect(seconds).toBeLessThan(60);
	});

	it('loses no token when a worker dies between the new pair and its storage', async () => {
		const tokenCalls = expire('allegro', [{ ...LATE, delayMs: 60_000, times: 1 }]);
		const begun = queue.begun();
		await queue.call('me');
		// The pair is rotated, and the answer that tells it on the way.
		await vi.waitUntil(() => tokenCalls() === 1, { timeout: 60_000 });
		const isAtWork = (_: unknown, at: number) => queue.begun()[at] > begun[at];
		const worker = await vi.waitUntil(() => queue.workers.find(isAtWork), { timeout: 60_000 });
		await worker.kill();
		allegro.skip(GRACE_MS / 2);

		// The dead worker's lock is waited for, then passed over; the grace lets the old token count.
		const [dead, next] = (await queue.storm('me', 1)).executions;
		expect(next.status).toBe('success');
		// What the dead one left, n8n notices: version 1 runs it once more, 2 reports it.
		expect(dead.status).toBe(hasLock ? 'error' : 'success');
		if (hasLock) expect(dead.error?.message).toMatch(/failed to be processed too many times/);
		expect(tokenCalls()).toBe(2);
		await expectLivingPair();
	});
});
