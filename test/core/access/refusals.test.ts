import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { ApiResponse } from '../../../core/marketplace';
import { FakeClock } from '../../kit/fake-clock';
import { insistent } from '../../kit/layers';
import { answer, get, shop } from '../../kit/shop';

const READERS = 20;
const ANSWER_MS = 100;

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

/** Readers side by side, of a marketplace that refuses without a word about the wait until `untilMs`. */
async function readers(untilMs: number, refusal = answer(429)) {
	const market = shop({ quotas: [{ name: 'requests', perSecond: 150, burst: 150 }] });
	const patience = { maxWaitMs: 60_000 };
	const start = time.now;
	const sent: number[] = [];
	let [inside, most] = [0, 0];
	const send = async (): Promise<ApiResponse> => {
		sent.push(time.now - start);
		const isOver = time.now - start >= untilMs;
		if (sent.length > READERS && !isOver) most = Math.max(most, inside + 1);
		inside++;
		await time.sleep(ANSWER_MS);
		inside--;
		return isOver ? answer(200) : refusal;
	};
	const layers = insistent(market, patience, send);
	const all = Array.from({ length: READERS }, async () => (await layers(get)).status);
	const outcomes = await time.run(Promise.allSettled(all));
	const good = outcomes.filter(
		(outcome) => outcome.status === 'fulfilled' && outcome.value === 200,
	);
	return { sent, most, good: good.length, seconds: (time.now - start) / 1000 };
}

describe('many readers who are refused', () => {
	it('pause together, and one of them asks for all, ever more seldom', async () => {
		const { sent, most, good } = await readers(Infinity);
		expect(good).toBe(0);
		expect(sent.length).toBeLessThanOrEqual(READERS + 12);
		expect(most).toBe(1);
		const probes = sent.slice(READERS);
		const gaps = probes.slice(1).map((at, i) => at - probes[i]);
		gaps.slice(1).forEach((gap, i) => expect(gap).toBeGreaterThan(Math.min(gaps[i] * 1.5, 32_000)));
	});

	it.each([500, 5000, 25_000])('all go on when it is over after %d ms', async (untilMs) => {
		const { sent, good, seconds } = await readers(untilMs);
		expect(good).toBe(READERS);
		expect(sent.length).toBeLessThanOrEqual(2 * READERS + 6);
		expect(seconds).toBeLessThan((untilMs / 1000) * 2 + 3);
	});

	it('wait also with the very patience that is asked for, who are on their way to the next page', async () => {
		const market = shop({ quotas: [{ name: 'requests', perSecond: 150, burst: 150 }] });
		const patience = { maxWaitMs: 60_000 };
		const start = time.now;
		let count = 0;
		const send = async (): Promise<ApiResponse> => {
			const isUnlucky = ++count === READERS;
			await time.sleep(ANSWER_MS + (isUnlucky ? 0 : 1));
			const isEarly = count > READERS && time.now - start < 60_000;
			const headers = { 'retry-after': '60' };
			return isUnlucky || isEarly ? answer(429, { headers }) : answer(200);
		};
		const layers = insistent(market, patience, send);
		const pages = async () => [(await layers(get)).status, (await layers(get)).status];
		const all = await time.run(Promise.all(Array.from({ length: READERS }, pages)));
		expect(new Set(all.flat())).toEqual(new Set([200]));
		expect(count).toBe(2 * READERS + 1);
	});

	it('wait together as long as they are told', async () => {
		const refusal = answer(429, { headers: { 'retry-after': '60' } });
		const { sent, good } = await readers(60_000, refusal);
		expect(good).toBe(READERS);
		expect(sent.length).toBe(2 * READERS);
	});
});
