import { beforeEach, describe, expect, it } from 'vitest';
import { StoppedError } from '../../../core/request/clock';
import { Deadline } from '../../../core/request/deadline';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

const spend = (ms: number) => async () => {
	time.now += ms;
	return await Promise.resolve('done');
};

describe('the patience with one request', () => {
	it.each([
		[0, 0],
		[10_000, 10_200],
		[25_000, 25_500],
		[60_000, 60_500],
		[Infinity, Infinity],
	])('of %d ms has a little more for our own caution: %d ms', (maxWaitMs, waitMs) => {
		expect(new Deadline({ maxWaitMs }).waitMs).toBe(waitMs);
	});

	it('is spent by waits of every kind, and never below nothing', async () => {
		const deadline = new Deadline({ maxWaitMs: 10_000 });
		await time.run(deadline.pause(4000));
		expect(await deadline.waiting(spend(5000))).toBe('done');
		expect([deadline.waitedMs, deadline.waitMs]).toEqual([9000, 1200]);
		await failureOf(
			deadline.waiting(async () => {
				time.now += 5000;
				return await Promise.reject(new Error('lost'));
			}),
		);
		expect([deadline.waitedMs, deadline.waitMs]).toEqual([14_000, 0]);
	});

	it('is not won back by a clock that is set back', async () => {
		const deadline = new Deadline({ maxWaitMs: 10_000, timeoutMs: 20_000 });
		await deadline.waiting(spend(-3_600_000));
		await deadline.asking(spend(-3_600_000));
		expect([deadline.waitedMs, deadline.waitMs]).toEqual([0, 10_200]);
		await deadline.waiting(spend(10_200));
		expect(deadline.answerMs()).toBe(20_000);
	});

	it('ends with Stop', async () => {
		const stop = new AbortController();
		const deadline = new Deadline({ maxWaitMs: 10_000, signal: stop.signal });
		const failure = failureOf(deadline.pause(5000));
		await time.advance(1000);
		stop.abort();
		expect(await failure).toBeInstanceOf(StoppedError);
		expect(deadline.waitedMs).toBe(1000);
	});
});

describe('the time for an answer', () => {
	it('is a minute where nobody has set one', () => {
		expect(new Deadline({ maxWaitMs: 0 }).answerMs()).toBe(60_000);
		expect(new Deadline({ maxWaitMs: 0, timeoutMs: 5000 }).answerMs()).toBe(5000);
	});

	it('is what is left of all waits and one answer together', async () => {
		const deadline = new Deadline({ maxWaitMs: 25_000, timeoutMs: 20_000 });
		expect(deadline.answerMs()).toBe(20_000);
		await deadline.asking(spend(20_000));
		expect(deadline.answerMs()).toBe(20_000);
		await deadline.asking(spend(20_000));
		expect(deadline.answerMs()).toBe(5500);
		await deadline.waiting(spend(4000));
		expect(deadline.answerMs()).toBe(1500);
		expect(deadline.answerMs(1000)).toBe(500);
		expect(deadline.answerMs(1500)).toBe(0);
		await deadline.asking(spend(1500));
		expect(deadline.answerMs()).toBe(0);
	});

	it('is not shortened by a wait longer than there is, which nobody will wait', () => {
		const deadline = new Deadline({ maxWaitMs: 10_000, timeoutMs: 20_000 });
		expect(deadline.answerMs(3_600_000)).toBe(20_000);
	});

	it('is not taken away by an answer that came later than it may', async () => {
		const deadline = new Deadline({ maxWaitMs: 10_000, timeoutMs: 20_000 });
		await deadline.asking(spend(600_000));
		expect(deadline.answerMs()).toBe(10_200);
	});

	it('is always the whole of it for who waits for ever', async () => {
		const deadline = new Deadline({ maxWaitMs: Infinity, timeoutMs: 20_000 });
		for (let answer = 0; answer < 50; answer++) await deadline.asking(spend(20_000));
		expect(deadline.answerMs()).toBe(20_000);
	});

	it('counts also where the answer is an error', async () => {
		const deadline = new Deadline({ maxWaitMs: 0, timeoutMs: 20_000 });
		await failureOf(
			deadline.asking(async () => {
				time.now += 15_000;
				return await Promise.reject(new Error('lost'));
			}),
		);
		expect(deadline.answerMs()).toBe(5000);
	});
});
