import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { StoppedError } from '../../../core/request/clock';
import { Deadline, type TimeLimits } from '../../../core/request/deadline';
import { Bucket } from '../../../core/request/quota';
import { QuotaBlockedError, NoResponseError, QuotaError } from '../../../core/request/errors';
import type { Quota, QuotaUpdate } from '../../../core/marketplace';
import { Bucket as StrictBucket } from '../../../sandbox/kit/quota';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { paced } from '../../kit/layers';
import { answer, get, shop } from '../../kit/shop';

const PATIENT = { maxWaitMs: Infinity };

function quota(perSecond: number, burst: number, rest: Partial<Quota> = {}): Quota {
	return { name: 'requests', perSecond, burst, ...rest };
}

const ME = { node: 'node', run: {} };

async function take(bucket: Bucket, patience: TimeLimits = PATIENT): Promise<void> {
	(await bucket.enter(new Deadline(patience), ME)).leave();
}

/** Of a request that went out just now, before any other. */
function sentNow() {
	return { turn: 0, at: time.now };
}

/** When each of `count` callers at once gets its token, in milliseconds from now. */
async function takeAll(time: FakeClock, bucket: Bucket, count: number): Promise<number[]> {
	const start = time.now;
	const takes = Array.from({ length: count }, async () => {
		await take(bucket);
		return time.now - start;
	});
	return await time.run(Promise.all(takes));
}

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

describe('a bucket', () => {
	it('lets the burst through at once and paces the rest', async () => {
		expect(await takeAll(time, new Bucket(quota(2, 3)), 6)).toEqual([0, 0, 0, 540, 1040, 1540]);
	});

	it('is full again after a rest, and not fuller', async () => {
		const bucket = new Bucket(quota(1, 2));
		await takeAll(time, bucket, 2);
		await time.advance(60_000);
		expect(await takeAll(time, bucket, 3)).toEqual([0, 0, 1040]);
	});

	it('does not stand still when the clock is set back', async () => {
		const bucket = new Bucket(quota(1, 2));
		await takeAll(time, bucket, 2);
		time.now -= 3_600_000;
		expect(await takeAll(time, bucket, 2)).toEqual([1040, 2040]);
	});

	it('is closed no longer than told when the clock is set back meanwhile', async () => {
		const bucket = new Bucket(quota(1, 2));
		bucket.refused(10_000, sentNow());
		await time.advance(1000);
		time.now -= 3_600_000;
		const [first] = await takeAll(time, bucket, 1);
		expect(first).toBeGreaterThanOrEqual(9000);
		expect(first).toBeLessThan(11_500);
	});

	it('waits for the end of its window and no longer when the clock is set back', async () => {
		const bucket = new Bucket(quota(1, 2, { refill: 'window' }));
		bucket.learn({ left: 0, resetMs: 30_000 }, sentNow());
		await time.advance(1000);
		time.now -= 3_600_000;
		const times = await takeAll(time, bucket, 2);
		expect(Math.max(...times)).toBeLessThan(31_000);
		expect(Math.min(...times)).toBeGreaterThanOrEqual(29_000);
	});

	it('refuses a wait beyond the patience and takes nothing for it', async () => {
		const bucket = new Bucket(quota(0.1, 1));
		await take(bucket);
		const failure = await failureOf(take(bucket, { maxWaitMs: 5000 }));
		expect(failure).toBeInstanceOf(QuotaError);
		expect(failure).toMatchObject({ quota: 'requests', waitMs: 10_040 });
		await time.advance(10_000);
		expect(await takeAll(time, bucket, 1)).toEqual([0]);
	});

	it('ends the wait at once on Stop and gives the token back', async () => {
		const bucket = new Bucket(quota(0.1, 1));
		await take(bucket);
		const stop = new AbortController();
		const waiting = failureOf(take(bucket, { ...PATIENT, signal: stop.signal }));
		stop.abort();
		expect(await waiting).toBeInstanceOf(StoppedError);
		await time.advance(10_000);
		expect(await takeAll(time, bucket, 1)).toEqual([0]);
	});

	it.each([
		['the rate', { perSecond: 10 }, [0, 0, 140]],
		['the burst', { burst: 1 }, [0, 1040, 2040]],
		['what is left', { left: 1 }, [0, 1040, 2040]],
		['nothing from a rate of zero', { perSecond: 0, burst: 0 }, [0, 0, 1040]],
	])('learns %s from an answer', async (_name, news, expected) => {
		const bucket = new Bucket(quota(1, 2));
		bucket.learn(news, sentNow());
		expect(await takeAll(time, bucket, 3)).toEqual(expected);
	});

	it('does not learn from an answer that more is left than it counted', async () => {
		const bucket = new Bucket(quota(1, 2));
		await take(bucket);
		bucket.learn({ left: 99 }, sentNow());
		expect(await takeAll(time, bucket, 2)).toEqual([0, 1040]);
	});

	async function expectUnchangedBy(news: QuotaUpdate): Promise<void> {
		const bucket = new Bucket(quota(1, 2, { refill: 'window' }));
		bucket.learn(news, sentNow());
		expect(await takeAll(time, bucket, 4)).toEqual([0, 0, 1040, 2040]);
		await time.advance(60_000);
		expect(await takeAll(time, bucket, 4)).toEqual([0, 0, 1040, 2040]);
	}

	it.each([{ perSecond: NaN }, { burst: NaN }])('learns nothing from %o', expectUnchangedBy);

	it.each([{ left: NaN }, { resetMs: NaN }])('learns nothing from %o', expectUnchangedBy);

	it('waits after a refusal as long as told, then goes on at the usual pace', async () => {
		const bucket = new Bucket(quota(1, 1));
		bucket.refused(10_000, sentNow());
		const times = await takeAll(time, bucket, 4);
		expect(times[0]).toBeGreaterThanOrEqual(10_000);
		times.slice(1).forEach((at, i) => expect(at - times[i]).toBeGreaterThanOrEqual(1000));
	});
});

describe('a window', () => {
	/** A marketplace that allows `size` calls in each `lengthMs` and tells so with every answer. */
	function strictWindow(size: number, lengthMs: number) {
		let ends = 0;
		let used = 0;
		return () => {
			if (time.now >= ends) [ends, used] = [time.now + lengthMs, 0];
			used++;
			return { isRefused: used > size, left: Math.max(0, size - used), resetMs: ends - time.now };
		};
	}

	async function spend(callers: number, each: number) {
		const bucket = new Bucket(quota(1, 10, { refill: 'window' }));
		const server = strictWindow(10, 10_000);
		let refused = 0;
		const start = time.now;
		const caller = async () => {
			for (let i = 0; i < each; i++) {
				await take(bucket);
				const { isRefused, left, resetMs } = server();
				bucket.learn({ burst: 10, left, resetMs }, sentNow());
				if (isRefused) refused++;
			}
		};
		await time.run(Promise.all(Array.from({ length: callers }, caller)));
		return { refused, seconds: (time.now - start) / 1000 };
	}

	it('is spent at once, and the next one as soon as it opens', async () => {
		const { refused, seconds } = await spend(1, 30);
		expect(refused).toBe(0);
		expect(seconds).toBeLessThan(21);
	});

	it('is not overdrawn by the many who waited for it', async () => {
		const { refused, seconds } = await spend(40, 3);
		expect(refused).toBe(0);
		expect(seconds).toBeLessThan(130);
	});
});

describe('many callers', () => {
	it.each([
		[0.0056, 20, 5],
		[0.5, 30, 10],
		[2, 4, 50],
		[5, 150, 200],
		[150, 150, 300],
	])(
		'never exceed a strict %d/s and get nearly all of it',
		async (perSecond, burst, callers) => {
			const bucket = new Bucket(quota(perSecond, burst));
			const server = new StrictBucket(perSecond, burst, () => time.now);
			const seconds = perSecond > 100 ? 600 : 3600;
			const end = time.now + seconds * 1000;
			let [passed, refused] = [0, 0];
			const caller = async () => {
				for (;;) {
					await take(bucket);
					if (time.now > end) return;
					if (server.take()) passed++;
					else refused++;
				}
			};
			await time.run(Promise.all(Array.from({ length: callers }, caller)));
			expect(refused).toBe(0);
			expect(passed).toBeGreaterThanOrEqual(0.95 * (burst + perSecond * seconds));
		},
		60_000,
	);
});

describe('the layer', () => {
	it('shares one bucket between all clients of an owner, and none between owners', async () => {
		const market = shop({ quotas: [quota(1, 1)] });
		const send = (owner: string) => paced(market, PATIENT, async () => answer(200), { owner })(get);
		const start = time.now;
		await time.run(Promise.all([send('a'), send('b')]));
		expect(time.now - start).toBe(0);
		await time.run(Promise.all([send('a'), send('a')]));
		expect(time.now - start).toBeGreaterThanOrEqual(2000);
	});

	it('takes the first quota that fits method and path, and none where none fits', async () => {
		const market = shop({
			quotas: [
				quota(0.01, 1, { name: 'posts', method: 'POST' }),
				quota(0.01, 1, { name: 'orders', path: /^\/orders/ }),
			],
		});
		const layer = paced(market, { maxWaitMs: 0 }, async () => answer(200));
		await layer(get);
		expect(await failureOf(layer(get))).toMatchObject({ quota: 'orders' });
		await layer({ method: 'POST', path: '/orders' });
		expect(await failureOf(layer({ method: 'POST', path: '/x' }))).toMatchObject({
			quota: 'posts',
		});
		await Promise.all(Array.from({ length: 9 }, () => layer({ method: 'GET', path: '/free' })));
	});

	it('lets serial requests in one after the other, also after a failure', async () => {
		const market = shop({ quotas: [quota(100, 100, { serial: true })] });
		let [inside, most, calls] = [0, 0, 0];
		const layer = paced(market, PATIENT, async () => {
			most = Math.max(most, ++inside);
			await time.sleep(50);
			inside--;
			if (++calls === 2) throw new Error('lost');
			return answer(200);
		});
		const all = await time.run(Promise.allSettled(Array.from({ length: 6 }, () => layer(get))));
		expect(most).toBe(1);
		expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1);
	});

	it('keeps the pace of serial requests from their answers on, as each may wait on its way', async () => {
		const market = shop({ quotas: [quota(1, 1, { serial: true })] });
		const gaps: number[] = [];
		let ended = time.now - 1000;
		const layer = paced(market, PATIENT, async () => {
			gaps.push(time.now - ended);
			await time.sleep(700);
			ended = time.now;
			return answer(200);
		});
		await time.run(Promise.all([layer(get), layer(get), layer(get)]));
		expect(gaps).toHaveLength(3);
		expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
	});

	it('lets Stop end the wait for a turn at once', async () => {
		const market = shop({ quotas: [quota(100, 100, { serial: true })] });
		const stop = new AbortController();
		const patience = { ...PATIENT, signal: stop.signal };
		const layer = paced(market, patience, async () => {
			await time.sleep(60_000);
			return answer(200);
		});
		const [first, second] = [layer(get), failureOf(layer(get))];
		await time.advance(1);
		const start = time.now;
		stop.abort();
		expect(await time.run(second)).toBeInstanceOf(StoppedError);
		expect(time.now - start).toBe(0);
		await time.run(first);
	});

	it('counts the wait for a turn as a wait', async () => {
		const market = shop({ quotas: [quota(1, 1, { serial: true })] });
		const layer = paced(market, { maxWaitMs: 3000 }, async () => answer(200));
		const start = time.now;
		await time.run(Promise.allSettled(Array.from({ length: 10 }, () => layer(get))));
		expect(time.now - start).toBeLessThanOrEqual(4000);
	});

	it('holds back all callers after a refusal that says for how long', async () => {
		const market = shop({ quotas: [quota(10, 10)] });
		let isFirst = true;
		const layer = paced(market, PATIENT, async () => {
			const response = isFirst ? answer(429, { headers: { 'retry-after': '30' } }) : answer(200);
			isFirst = false;
			return response;
		});
		await layer(get);
		const start = time.now;
		await time.run(layer(get));
		expect(time.now - start).toBeGreaterThanOrEqual(30_000);
	});
});

describe('a long list and a trigger on one quota', () => {
	const HOURS = 12;

	/** `readers` of a list that always waits, and a poll each minute with a minute of patience. */
	async function share(rule: Quota, readers: number, answerMs = 0) {
		const market = shop({ quotas: [rule] });
		const server = new StrictBucket(rule.perSecond, rule.burst, () => time.now);
		const counts = { list: 0, polls: 0, unheard: 0, refused: 0 };
		const end = time.now + HOURS * 3_600_000;
		const sender = (node: string, patience: TimeLimits) =>
			paced(
				market,
				patience,
				async () => {
					const isGood = server.take();
					if (!isGood) counts.refused++;
					if (answerMs > 0) await time.sleep(answerMs);
					return answer(isGood ? 200 : 429);
				},
				{ node },
			);
		const list = sender('list', { maxWaitMs: 86_400_000 });
		const reader = async () => {
			for (; time.now < end; counts.list++) await list(get);
		};
		const poll = async () => {
			await time.sleep(1);
			for (; time.now < end; await time.sleep(60_000)) {
				const outcome = await sender('trigger', { maxWaitMs: 60_000 })(get).catch(() => undefined);
				if (outcome?.status === 200) counts.polls++;
				else counts.unheard++;
			}
		};
		await time.run(Promise.all([...Array.from({ length: readers }, reader), poll()]));
		const most = rule.burst + rule.perSecond * HOURS * 3600;
		return { ...counts, used: (counts.list + counts.polls) / most };
	}

	it.each([1, 3, 20])(
		'are both served where a turn comes every three minutes, %i readers',
		async (readers) => {
			const { list, polls, refused, used } = await share(quota(0.0056, 20), readers);
			expect(refused).toBe(0);
			expect(used).toBeGreaterThan(0.95);
			expect(polls).toBeGreaterThan(80);
			expect(list).toBeGreaterThan(80);
		},
	);

	it('are both served where requests go one after the other', async () => {
		const serial = quota(0.1, 1, { serial: true });
		const { list, polls, unheard, refused } = await share(serial, 20, 200);
		expect(refused).toBe(0);
		expect(unheard).toBe(0);
		expect(polls).toBeGreaterThan(500);
		expect(list).toBeGreaterThan(2500);
	});

	it('are both served where requests count in windows', async () => {
		const bucket = new Bucket(quota(1, 10, { refill: 'window' }));
		let [used, ends, refused, polled] = [0, time.now + 30_000, 0, 0];
		const until = time.now + 3_600_000;
		const ask = async (node: object, patience: TimeLimits) => {
			const pass = await bucket.enter(new Deadline(patience), { node: String(node), run: node });
			if (time.now >= ends) [used, ends] = [0, time.now + 30_000];
			if (++used > 10) refused++;
			bucket.learn({ burst: 10, left: Math.max(0, 10 - used), resetMs: ends - time.now }, pass);
			pass.leave();
		};
		const list = { toString: () => 'list' };
		const reader = async () => {
			while (time.now < until) await ask(list, { maxWaitMs: Infinity });
		};
		const poll = async () => {
			for (; time.now < until; await time.sleep(60_000)) {
				await ask({ toString: () => 'trigger' }, { maxWaitMs: 35_000 });
				polled++;
			}
		};
		await time.run(Promise.all([...Array.from({ length: 20 }, reader), poll()]));
		expect(refused).toBe(0);
		expect(polled).toBeGreaterThan(30);
	});
});

describe('a caller behind a request that hangs', () => {
	it('ends at its own patience, and is told why', async () => {
		const market = shop({ quotas: [quota(1, 1, { serial: true })] });
		const hanging = paced(market, PATIENT, async () => await new Promise(() => undefined));
		void hanging(get);
		await time.advance(1);
		const start = time.now;
		const next = paced(market, { maxWaitMs: 60_000 }, async () => answer(200));
		const failure = await time.run(failureOf(next(get)));
		expect(failure).toBeInstanceOf(QuotaBlockedError);
		expect((failure as Error).message).toMatch(/blocked the quota 'requests'/);
		expect(time.now - start).toBeGreaterThanOrEqual(60_000);
		expect(time.now - start).toBeLessThanOrEqual(61_000);
	});

	it('has its turn as soon as the other one is given up', async () => {
		const market = shop({ quotas: [quota(1, 1, { serial: true })] });
		const late = async () => {
			await time.sleep(20_000);
			throw new NoResponseError('ECONNABORTED');
		};
		const first = failureOf(paced(market, PATIENT, late)(get));
		await time.advance(1);
		const start = time.now;
		const next = paced(market, { maxWaitMs: 60_000 }, async () => answer(200))(get);
		expect(await time.run(next)).toMatchObject({ status: 200 });
		expect(time.now - start).toBeLessThan(22_000);
		await first;
	});
});

describe('what is learned of a volley', () => {
	const sent = (turn: number) => ({ turn, at: time.now });

	it('is one refusal, however late the others come', async () => {
		const bucket = new Bucket(quota(1, 20));
		await takeAll(time, bucket, 20);
		for (let turn = 1; turn <= 20; turn++) {
			await time.advance(1500);
			bucket.refused(undefined, sent(turn));
		}
		const times = await takeAll(time, bucket, 10);
		expect(times[9] - times[8]).toBeLessThan(1400);
	});

	it('is not taken back by a good answer to a request from before', async () => {
		const bucket = new Bucket(quota(100, 20));
		await takeAll(time, bucket, 20);
		bucket.refused(10_000, sent(1));
		await time.advance(11_000);
		bucket.accepted(sent(2));
		const passes: Array<{ leave: () => void }> = [];
		const enter = async () =>
			void passes.push(await bucket.enter(new Deadline(PATIENT), { node: 'node', run: {} }));
		const both = Promise.all([enter(), enter()]);
		await time.advance(1000);
		expect(passes).toHaveLength(1);
		passes[0].leave();
		await time.advance(1000);
		passes[1].leave();
		await both;
	});

	it('what was left at an overtaken answer lowers nothing', async () => {
		const bucket = new Bucket(quota(0.1, 20));
		bucket.learn({ left: 15 }, sent(5));
		bucket.learn({ left: 1 }, sent(2));
		expect(await takeAll(time, bucket, 10)).toEqual(Array(10).fill(0));
	});

	it('after one refusal the whole of a slow pace is back within a quarter of an hour', async () => {
		const bucket = new Bucket(quota(0.0056, 1));
		await take(bucket);
		bucket.refused(undefined, sent(1));
		const start = time.now;
		let [last, gap] = [start, Infinity];
		while (gap > 182_000 && time.now - start < 3_600_000) {
			const pass = await time.run(bucket.enter(new Deadline(PATIENT), ME));
			bucket.accepted(pass);
			pass.leave();
			[last, gap] = [time.now, time.now - last];
		}
		expect(time.now - start).toBeLessThan(20 * 60_000);
	});
});

describe('a reader that has stopped', () => {
	it('leaves the line at once, and nobody overtakes another because of it', async () => {
		const bucket = new Bucket(quota(1, 1));
		await take(bucket);
		const stop = new AbortController();
		const start = time.now;
		const gone = failureOf(take(bucket, { ...PATIENT, signal: stop.signal }));
		const order: string[] = [];
		const next = ['first', 'second', 'third'].map(async (name) => {
			await take(bucket);
			order.push(`${name} ${Math.round((time.now - start) / 1000)}`);
		});
		stop.abort();
		expect(await gone).toBeInstanceOf(StoppedError);
		await time.run(Promise.all(next));
		expect(order).toEqual(['first 1', 'second 2', 'third 3']);
	});
});
