import { afterEach, expect, it, vi } from 'vitest';
import type { ApiResponse, Marketplace, Send } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { FakeClock } from '../../kit/fake-clock';
import { insistent } from '../../kit/layers';

const PATIENCE = { maxWaitMs: 600_000 };

afterEach(() => vi.restoreAllMocks());

/** A marketplace with one bucket for all, which tells the rate and nothing of others. */
function strictMarketplace(time: FakeClock, perSecond: number, burst: number) {
	const answers = { good: 0, refused: 0 };
	let tokens = burst;
	let at = time.now;
	const send = async (): Promise<ApiResponse> => {
		await time.sleep(50);
		tokens = Math.min(burst, tokens + ((time.now - at) / 1000) * perSecond);
		at = time.now;
		if (tokens < 1) {
			answers.refused++;
			return { status: 429, headers: {}, body: {} };
		}
		tokens -= 1;
		answers.good++;
		return { status: 200, headers: {}, body: {} };
	};
	const marketplace = {
		id: 'strict',
		quotas: [{ name: 'requests', perSecond, burst }],
		classify: ({ status }: ApiResponse) => (status === 429 ? 'throttled' : 'ok'),
	} as unknown as Marketplace;
	return { answers, send, marketplace };
}

/** The layers as another process loads them: nothing in memory is shared but the time. */
async function processOn({ now, sleep }: typeof clock) {
	vi.resetModules();
	const own = await import('../../../core/request/clock');
	Object.assign(own.clock, { now, sleep });
	const { quotas } = await import('../../../core/request/quota');
	const { retries } = await import('../../../core/request/retry');
	const { Deadline } = await import('../../../core/request/deadline');
	return { Deadline, quotas, retries };
}

it.each([2, 3, 4])('%i processes share a quota without an error for anybody', async (processes) => {
	const time = new FakeClock();
	const perSecond = 0.5;
	const burst = 30;
	const each = 100;
	const { answers, send, marketplace } = strictMarketplace(time, perSecond, burst);
	const sends: Send[] = [];
	for (let count = 0; count < processes; count++) {
		const layers = await processOn(clock);
		sends.push(insistent(marketplace, PATIENCE, send, { layers }));
	}
	const started = time.now;
	const readers = sends.map(async (layers) => {
		const statuses: number[] = [];
		for (let request = 0; request < each; request++) {
			statuses.push((await layers({ method: 'GET', path: '/orders' })).status);
		}
		return statuses;
	});
	const statuses = (await time.run(Promise.all(readers))).flat();
	expect(statuses.filter((status) => status !== 200)).toEqual([]);
	const requests = processes * each;
	expect(answers.refused).toBeLessThan(requests / 4);
	const least = (requests - burst) / perSecond;
	expect((time.now - started) / 1000).toBeLessThan(least * 1.3);
});
