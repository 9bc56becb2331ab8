import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { INodeExecutionData } from 'n8n-workflow';

import { clock } from '../../core/request/clock';
import { fastClock } from '../kit/fast-clock';
import { failureOf } from '../kit/failure';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';
import type { Failure } from './troubles';

/** Long enough that only the limit under test can have ended it. */
const PATIENCE_MS = 12_000;

let stage: Stage;
afterEach(async () => await stage.server.close());

/** How `run` fails, and after how many milliseconds. */
async function ending(run: Promise<INodeExecutionData[]>): Promise<Failure & { ms: number }> {
	const start = Date.now();
	const failure = (await failureOf(run)) as Failure;
	return Object.assign(failure, { ms: Date.now() - start });
}

describe.each(MARKETPLACES)('an answer of %s that comes in drops without end', (name) => {
	beforeEach(async () => {
		stage = await Stage.open(name, { orders: 20 });
		stage.reset();
		stage.server.faults.set([{ kind: 'drip', path: LIST_PATH[name], delayMs: 100 }]);
	});

	const options = { timeout: 700, maxWait: 0, readThrough: 'ordersApi' };

	it.each([
		['API Request', () => stage.request('GET', LIST_PATH[name], { options })],
		['Get Many', () => stage.everyOrder({ options })],
	])('ends %s at Timeout', async (_what, parameters) => {
		const { httpCode, message, ms } = await ending(stage.node({ parameters: parameters() }).run());
		expect(httpCode).toBe('ECONNABORTED');
		expect(message).toContain('did not answer (timeout)');
		expect(ms).toBeGreaterThanOrEqual(700);
		expect(ms).toBeLessThan(PATIENCE_MS);
	});
});

describe.each([
	['amazon', '/auth/o2/token'],
	['naver', '/v1/oauth2/token'],
] as const)('a token call to %s whose answer comes in drops', (name, path) => {
	it('ends the request at Timeout, and the next one has the new token', async () => {
		vi.spyOn(clock, 'limit').mockImplementation(async (ms) => await wait(ms / 10));
		stage = await Stage.open(name, { orders: 5 });
		stage.reset();
		const node = stage.node({
			credential: { accessToken: '' },
			parameters: stage.everyOrder({ options: { timeout: 7000 } }),
		});
		stage.server.faults.set([{ kind: 'drip', path, delayMs: 100 }]);
		const { message, httpCode, ms } = await ending(node.run());
		expect(httpCode).toBe('503');
		expect(message).toContain('access token');
		expect(ms).toBeLessThan(PATIENCE_MS);
		// Whoever asks for the token was never told of it, and gives up by itself.
		stage.reset();
		const other = stage.node({ credential: { accessToken: '' } });
		expect((await other.run()).length).toBeGreaterThan(0);
	});
});

describe('a report of Amazon', () => {
	it('whose file comes in drops ends at Timeout', async () => {
		stage = await Stage.open('amazon', { orders: 20 });
		stage.reset();
		const options = { readThrough: 'report', timeout: 1500 };
		const { marketplaceIds } = stage.grant() as unknown as { marketplaceIds: string[] };
		stage.server.faults.set([{ kind: 'drip', path: '/sandbox-bucket/', delayMs: 100 }]);
		const parameters = stage.everyOrder({ options, marketplaceIds });
		const { message, ms } = await ending(stage.node({ parameters }).run());
		expect(message).toContain('did not answer (timeout)');
		expect(ms).toBeLessThan(2 * PATIENCE_MS);
	}, 40_000);
});

describe('many requests side by side', () => {
	it('leave no more than one listener on the signal of Stop, and none in the end', async () => {
		fastClock(100);
		stage = await Stage.open('bigCommerce', { orders: 3000 });
		stage.reset();
		const { signal } = new AbortController();
		let most = 0;
		const add = signal.addEventListener.bind(signal);
		signal.addEventListener = (...parameters: Parameters<typeof add>) => {
			add(...parameters);
			most = Math.max(most, getEventListeners(signal, 'abort').length);
		};
		await stage.node({ signal }).run();
		expect(most).toBeLessThanOrEqual(1);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	}, 60_000);
});

describe('a reader that ends', () => {
	it('because of an error sends nothing more of what waits for quota', async () => {
		fastClock(20);
		stage = await Stage.open('amazon', { orders: 400, quotaScale: 1 });
		stage.reset();
		const { marketplaceIds } = stage.grant() as unknown as { marketplaceIds: string[] };
		const path = '/orders/v0/orders/[^/]+/orderItems';
		stage.server.faults.set([{ kind: 'status', status: 400, path, after: 33 }]);
		const parameters = stage.everyOrder({
			apiVersion: 'v0',
			marketplaceIds,
			options: { readThrough: 'ordersApi' },
		});
		const arrived = vi.spyOn(stage.server.faults, 'next');
		await failureOf(stage.node({ parameters }).run());
		// What is on its way arrives.
		await wait(50);
		const sent = arrived.mock.calls.length;
		await wait(1500);
		expect(arrived.mock.calls.length).toBe(sent);
	}, 60_000);
});
