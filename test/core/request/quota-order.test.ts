import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { Quota } from '../../../core/marketplace';
import { StoppedError } from '../../../core/request/clock';
import { Deadline, type TimeLimits } from '../../../core/request/deadline';
import { Bucket } from '../../../core/request/quota';
import {
	NoResponseError,
	NotSentError,
	QuotaError,
	TokenError,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { paced } from '../../kit/layers';
import { answer, get, shop } from '../../kit/shop';

const HOUR = 3_600_000;
const PATIENT = { maxWaitMs: Infinity };
const ME = { node: 'me', run: {} };

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

function bucketOf(perSecond: number, burst: number, rest: Partial<Quota> = {}): Bucket {
	return new Bucket({ name: 'requests', perSecond, burst, ...rest });
}

async function enter(bucket: Bucket, patience: TimeLimits = PATIENT, requester = ME) {
	return await time.run(bucket.enter(new Deadline(patience), requester));
}

async function spend(bucket: Bucket, count: number) {
	const passes = [];
	for (let i = 0; i < count; i++) {
		const pass = await enter(bucket);
		pass.leave();
		passes.push(pass);
	}
	return passes;
}

/** How long until the next one has its turn. */
async function waitOf(bucket: Bucket): Promise<number> {
	const start = time.now;
	(await enter(bucket)).leave();
	return time.now - start;
}

/** The time between two turns where the burst is spent and nobody is refused. */
async function paceOf(bucket: Bucket): Promise<number> {
	await spend(bucket, 3);
	return await waitOf(bucket);
}

describe('what an overtaken answer says', () => {
	it('of what is left fills nothing up again', async () => {
		const bucket = bucketOf(0.01, 20);
		const [first, second] = await spend(bucket, 2);
		bucket.learn({ left: 0 }, second);
		bucket.learn({ left: 18 }, first);
		expect(await waitOf(bucket)).toBeGreaterThan(90_000);
	});

	it('of its window does not end the one that the later answer told', async () => {
		const bucket = bucketOf(1, 5, { refill: 'window' });
		const [first, second] = await spend(bucket, 2);
		bucket.learn({ left: 0, resetMs: 30_000 }, second);
		bucket.learn({ left: 4, resetMs: 500 }, first);
		expect(await waitOf(bucket)).toBeGreaterThanOrEqual(30_000);
	});

	it('of the limits themselves counts all the same', async () => {
		const bucket = bucketOf(1, 2);
		const [first, second] = await spend(bucket, 2);
		bucket.learn({ left: 0 }, second);
		bucket.learn({ perSecond: 10, left: 1 }, first);
		expect(await waitOf(bucket)).toBe(140);
	});

	it('does not outweigh one of the same turn', async () => {
		const bucket = bucketOf(0.01, 20);
		const [first] = await spend(bucket, 1);
		bucket.learn({ left: 5 }, first);
		bucket.learn({ left: 0 }, first);
		expect(await waitOf(bucket)).toBeGreaterThan(90_000);
	});

	it('of a window that is over by now says nothing', async () => {
		const bucket = bucketOf(1, 5, { refill: 'window' });
		const [first] = await spend(bucket, 1);
		await time.advance(10_000);
		bucket.learn({ left: 0, resetMs: 9999 }, first);
		expect(await waitOf(bucket)).toBe(0);
		const [second] = await spend(bucket, 1);
		await time.advance(10_000);
		bucket.learn({ left: 0, resetMs: 10_000 }, second);
		expect(await waitOf(bucket)).toBeGreaterThanOrEqual(10_000);
	});
});

describe('a late 200 in a volley of refusals', () => {
	it('does not open what the refusal has shut', async () => {
		const bucket = bucketOf(10, 10);
		const passes = await spend(bucket, 4);
		bucket.refused(30_000, passes[3]);
		bucket.accepted(passes[0]);
		bucket.accepted(passes[3]);
		expect(await waitOf(bucket)).toBeGreaterThanOrEqual(30_000);
	});

	it('neither raises the pace nor shortens the next pause', async () => {
		const bucket = bucketOf(1, 1);
		const passes = await spend(bucket, 2);
		bucket.refused(undefined, passes[1]);
		await time.advance(HOUR);
		for (let i = 0; i < 50; i++) bucket.accepted(passes[0]);
		// Still in doubt: one goes ahead for all.
		const pass = await enter(bucket);
		const next = bucket.enter(new Deadline(PATIENT), ME);
		await time.advance(60_000);
		bucket.refused(undefined, pass);
		pass.leave();
		const start = time.now;
		(await time.run(next)).leave();
		// Twice the second of the first pause, and the pace is down to nine sixteenths.
		expect(time.now - start).toBeGreaterThanOrEqual(2000);
	});

	it('one that went out after the refusal opens it', async () => {
		const bucket = bucketOf(10, 10);
		const [first] = await spend(bucket, 1);
		bucket.refused(undefined, first);
		const probe = await enter(bucket);
		bucket.accepted(probe);
		probe.leave();
		const passes = [enter(bucket), enter(bucket)];
		const start = time.now;
		await Promise.all(passes);
		expect(time.now - start).toBeLessThan(400);
	});
});

describe('the pace after refusals', () => {
	it('drops by a quarter, once for all of a volley', async () => {
		const bucket = bucketOf(1, 1);
		const passes = await spend(bucket, 8);
		for (const pass of passes) bucket.refused(undefined, pass);
		await time.advance(60_000);
		const pace = await paceOf(bucket);
		expect(pace).toBeGreaterThan(1300);
		expect(pace).toBeLessThan(1400);
	});

	it('drops again with each refusal of a request from after the last one, to a sixteenth', async () => {
		const bucket = bucketOf(1, 1);
		const paces: number[] = [];
		for (let round = 0; round < 12; round++) {
			const [pass] = await spend(bucket, 1);
			bucket.refused(undefined, pass);
			await time.advance(40_000);
			paces.push(await paceOf(bucket));
		}
		expect(paces[0]).toBeCloseTo(1000 / 0.75 + 40, -2);
		expect(paces[1]).toBeCloseTo(1000 / 0.75 ** 2 + 40, -2);
		expect(paces[11]).toBeGreaterThan(15_900);
		expect(paces[11]).toBeLessThan(16_100);
	});

	it('comes back by a fiftieth with each answer, and never above what is allowed', async () => {
		const bucket = bucketOf(10, 1);
		const [first] = await spend(bucket, 1);
		bucket.refused(undefined, first);
		await time.advance(2000);
		const paces: number[] = [];
		for (let answers = 0; answers < 30; answers++) {
			const start = time.now;
			const pass = await enter(bucket);
			paces.push(time.now - start);
			bucket.accepted(pass);
			pass.leave();
		}
		expect(paces[2]).toBeGreaterThan(120);
		expect(paces.at(-1)).toBeGreaterThanOrEqual(99);
		expect(paces.at(-1)).toBeLessThanOrEqual(101);
	});

	it('comes back with the time where answers are minutes apart', async () => {
		const bucket = bucketOf(1, 1);
		const [first] = await spend(bucket, 1);
		bucket.refused(undefined, first);
		await time.advance(300_000);
		bucket.accepted({ turn: 2 });
		// Half of the quarter that was lost.
		expect(await paceOf(bucket)).toBeCloseTo(1000 / 0.875 + 40, -2);
		await time.advance(600_000);
		bucket.accepted({ turn: 3 });
		expect(await paceOf(bucket)).toBeLessThanOrEqual(1041);
	});
});

describe('the pause after refusals', () => {
	/** Refused each time as soon as it asks again: how long it is kept out. */
	async function pauses(count: number, told?: number): Promise<number[]> {
		const bucket = bucketOf(100, 100);
		const found: number[] = [];
		let [pass] = await spend(bucket, 1);
		for (let round = 0; round < count; round++) {
			const start = time.now;
			bucket.refused(told, pass);
			pass = await enter(bucket);
			pass.leave();
			found.push(Math.round((time.now - start) / 1000));
		}
		return found;
	}

	it('doubles from a second to half a minute, and no further', async () => {
		expect(await pauses(9)).toEqual([1, 2, 4, 8, 16, 32, 32, 32, 32]);
	});

	it('is as long as told where that is longer', async () => {
		expect(await pauses(4, 3000)).toEqual([3, 3, 4, 8]);
	});

	it('is an hour at most, whatever is told', async () => {
		expect(await pauses(2, 7 * 24 * HOUR)).toEqual([3600, 3600]);
	});

	it('begins anew after an answer', async () => {
		const bucket = bucketOf(100, 100);
		let [pass] = await spend(bucket, 1);
		for (let round = 0; round < 4; round++) {
			bucket.refused(undefined, pass);
			pass = await enter(bucket);
			pass.leave();
		}
		bucket.accepted(pass);
		const start = time.now;
		bucket.refused(undefined, await enter(bucket));
		await waitOf(bucket);
		expect(Math.round((time.now - start) / 1000)).toBe(1);
	});

	it('grows no longer by the rest of a volley, whose times still count', async () => {
		const bucket = bucketOf(100, 100);
		const passes = await spend(bucket, 10);
		for (const pass of passes) bucket.refused(undefined, pass);
		bucket.refused(20_000, passes[3]);
		expect(await waitOf(bucket)).toBeGreaterThanOrEqual(20_000);
		const probe = await enter(bucket);
		bucket.refused(undefined, probe);
		probe.leave();
		const wait = await waitOf(bucket);
		expect(wait).toBeGreaterThanOrEqual(2000);
		expect(wait).toBeLessThan(2100);
	});

	it('is never cut short by a later refusal that asks for less', async () => {
		const bucket = bucketOf(100, 100);
		const passes = await spend(bucket, 2);
		bucket.refused(30_000, passes[0]);
		bucket.refused(5000, passes[1]);
		expect(await waitOf(bucket)).toBeGreaterThanOrEqual(30_000);
	});

	it('earns nothing: what was left before it is gone', async () => {
		const bucket = bucketOf(1, 10);
		const [first] = await spend(bucket, 1);
		bucket.refused(60_000, first);
		const probe = await enter(bucket);
		bucket.accepted(probe);
		probe.leave();
		expect(await waitOf(bucket)).toBeGreaterThan(1000);
	});
});

describe('a caller who is stopped', () => {
	it('as he is let in gives his turn back, and shuts no serial quota', async () => {
		const bucket = bucketOf(0.001, 1, { serial: true });
		const stop = new AbortController();
		const entering = failureOf(bucket.enter(new Deadline({ ...PATIENT, signal: stop.signal }), ME));
		stop.abort();
		expect(await entering).toBeInstanceOf(StoppedError);
		expect(await waitOf(bucket)).toBe(0);
	});

	it('leaves nothing behind: no listener, no place in line, no turn', async () => {
		const bucket = bucketOf(0.1, 1);
		await spend(bucket, 1);
		const stop = new AbortController();
		const patience = { ...PATIENT, signal: stop.signal };
		const waiting = [1, 2, 3].map(
			async () => await failureOf(bucket.enter(new Deadline(patience), ME)),
		);
		await time.advance(1000);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
		stop.abort();
		for (const one of await Promise.all(waiting)) expect(one).toBeInstanceOf(StoppedError);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
		expect(await waitOf(bucket)).toBe(9040);
	});

	it('before he comes is not let in, and takes nothing', async () => {
		const bucket = bucketOf(0.001, 1);
		const stop = new AbortController();
		stop.abort();
		const deadline = new Deadline({ ...PATIENT, signal: stop.signal });
		expect(await failureOf(bucket.enter(deadline, ME))).toBeInstanceOf(StoppedError);
		expect(await waitOf(bucket)).toBe(0);
	});

	it('lets nobody overtake who came before others', async () => {
		const bucket = bucketOf(1, 1);
		await spend(bucket, 1);
		const stop = new AbortController();
		const order: string[] = [];
		const queue = ['a', 'b', 'gone', 'c', 'd'].map(async (name) => {
			const signal = name === 'gone' ? stop.signal : undefined;
			const pass = await bucket.enter(new Deadline({ ...PATIENT, signal }), ME);
			order.push(name);
			pass.leave();
		});
		await time.advance(500);
		stop.abort();
		await time.run(Promise.allSettled(queue));
		expect(order).toEqual(['a', 'b', 'c', 'd']);
	});
});

describe('patience', () => {
	it.each([
		['exactly as long as the wait is enough', 1040 / 1.02, true],
		['a little shorter is not', 1039 / 1.02, false],
	])('%s', async (_what, maxWaitMs, isEnough) => {
		const bucket = bucketOf(1, 1);
		await spend(bucket, 1);
		const outcome = enter(bucket, { maxWaitMs });
		if (isEnough) expect((await outcome).turn).toBe(2);
		else expect(await failureOf(outcome)).toMatchObject({ quota: 'requests', waitMs: 1040 });
	});

	it('of nothing is enough for a turn that is free, and asks nobody to wait', async () => {
		const bucket = bucketOf(1, 1);
		(await enter(bucket, { maxWaitMs: 0 })).leave();
		const start = time.now;
		expect(await failureOf(enter(bucket, { maxWaitMs: 0 }))).toBeInstanceOf(QuotaError);
		expect(time.now).toBe(start);
	});

	it('that ends in line is told with all that was waited', async () => {
		const bucket = bucketOf(1, 1);
		const [first] = await spend(bucket, 1);
		const failure = failureOf(bucket.enter(new Deadline({ maxWaitMs: 10_000 }), ME));
		await time.advance(500);
		bucket.refused(60_000, first);
		expect(await time.run(failure)).toBeInstanceOf(QuotaError);
		expect(await failure).toMatchObject({ quota: 'requests' });
		expect(((await failure) as QuotaError).waitMs).toBeGreaterThan(50_000);
	});
});

describe('a turn', () => {
	const market = (rest: Partial<Quota> = {}) =>
		shop({ quotas: [{ name: 'requests', perSecond: 0.001, burst: 1, ...rest }] });

	it.each([
		['without a token', new TokenError('no', 'renew')],
		['that n8n does not let out', new NotSentError('domain')],
	])('of a request %s is given back', async (_what, error) => {
		const failing = paced(market(), PATIENT, async () => await Promise.reject(error));
		expect(await failureOf(failing(get))).toBe(error);
		const start = time.now;
		await time.run(paced(market(), PATIENT, async () => answer(200))(get));
		expect(time.now).toBe(start);
	});

	it('of a request whose answer was lost is spent', async () => {
		const lost = new NoResponseError('ECONNRESET');
		await failureOf(paced(market(), PATIENT, async () => await Promise.reject(lost))(get));
		const next = paced(market(), { maxWaitMs: 0 }, async () => answer(200))(get);
		expect(await failureOf(next)).toBeInstanceOf(QuotaError);
	});

	it('that is given back makes the bucket no fuller than it may be', async () => {
		const bucket = bucketOf(0.001, 2);
		for (let i = 0; i < 5; i++) bucket.giveBack();
		await spend(bucket, 2);
		expect(await waitOf(bucket)).toBeGreaterThan(900_000);
	});

	it('that is given back goes to who waits, at once', async () => {
		const bucket = bucketOf(0.001, 1);
		await spend(bucket, 1);
		const waiting = bucket.enter(new Deadline(PATIENT), ME);
		await time.advance(1000);
		const start = time.now;
		bucket.giveBack();
		await time.run(waiting);
		expect(time.now).toBe(start);
	});

	it('in doubt is one at a time, whether the quota is serial or not, and left twice does no more', async () => {
		const bucket = bucketOf(100, 100);
		const [first] = await spend(bucket, 1);
		bucket.refused(undefined, first);
		await time.advance(5000);
		const probe = await enter(bucket);
		let inside = 0;
		const others = [1, 2].map(async () => {
			const pass = await bucket.enter(new Deadline(PATIENT), ME);
			inside++;
			return pass;
		});
		await time.advance(5000);
		expect(inside).toBe(0);
		probe.leave();
		probe.leave();
		await time.advance(5000);
		expect(inside).toBe(1);
		(await others[0]).leave();
		await time.run(Promise.all(others));
	});

	it('is counted for all of an owner, by marketplace, owner and quota', async () => {
		const spent = async (owner: string, id: string, name: string) => {
			const rule = { ...market({ name }), id };
			const send = paced(rule, { maxWaitMs: 0 }, async () => answer(200), { owner });
			return await send(get).then(
				() => true,
				() => false,
			);
		};
		expect(await spent('a', 'shop', 'x')).toBe(true);
		expect(await spent('a', 'shop', 'x')).toBe(false);
		expect(await spent('b', 'shop', 'x')).toBe(true);
		expect(await spent('a', 'mall', 'x')).toBe(true);
		expect(await spent('a', 'shop', 'y')).toBe(true);
	});

	it('goes by the first rule whose method and path both fit', async () => {
		const rules = [
			{ name: 'write', method: 'POST' as const, path: /^\/orders/, perSecond: 0.001, burst: 1 },
			{ name: 'rest', perSecond: 0.001, burst: 2 },
		];
		const send = paced(shop({ quotas: rules }), { maxWaitMs: 0 }, async () => answer(200));
		await send({ method: 'POST', path: '/orders' });
		await send({ method: 'POST', path: '/x' });
		await send({ method: 'GET', path: '/orders' });
		const failed = async (method: 'GET' | 'POST', path: string) =>
			await failureOf(send({ method, path }));
		expect(await failed('GET', '/orders')).toMatchObject({ quota: 'rest' });
		expect(await failed('POST', '/orders')).toMatchObject({ quota: 'write' });
	});
});

describe('the layer', () => {
	const rule = { name: 'requests', perSecond: 100, burst: 100 };

	it.each([
		['the standard header', 5000, '30', 30_000],
		["the marketplace's own", 30_000, '5', 30_000],
	])(
		'holds all back for as long as %s asks, where that is longer',
		async (_what, own, told, ms) => {
			const market = shop({ quotas: [rule], retryAfterMs: () => own });
			const refusal = answer(429, { headers: { 'retry-after': told } });
			await paced(market, PATIENT, async () => await Promise.resolve(refusal))(get);
			const start = time.now;
			await time.run(paced(market, PATIENT, async () => await Promise.resolve(answer(200)))(get));
			expect(time.now - start).toBeGreaterThanOrEqual(ms);
		},
	);

	it('learns from every answer what the marketplace tells, refusals included', async () => {
		for (const status of [200, 404, 500]) {
			forgetProcess('quota');
			const market = shop({ quotas: [rule], readQuota: () => ({ perSecond: 0.1, left: 0 }) });
			const send = paced(market, PATIENT, async () => await Promise.resolve(answer(status)));
			await send(get);
			const start = time.now;
			await time.run(send(get));
			expect(time.now - start).toBe(10_040);
		}
	});

	it('takes no other trouble than "too many" for a refusal', async () => {
		const market = shop({ quotas: [rule] });
		for (const status of [400, 401, 403, 404, 418, 500, 503]) {
			const start = time.now;
			await time.run(
				paced(market, PATIENT, async () => await Promise.resolve(answer(status)))(get),
			);
			expect(time.now).toBe(start);
		}
	});
});

describe('a serial quota', () => {
	it('counts from the answer, and keeps of a burst what was not spent', async () => {
		const market = shop({
			quotas: [{ name: 'requests', perSecond: 0.1, burst: 3, serial: true }],
		});
		const send = paced(market, PATIENT, async () => {
			await time.sleep(60_000);
			return answer(200);
		});
		const start = time.now;
		await time.run(Promise.all([send(get), send(get), send(get)]));
		// Two are always there after an answer, however long it took.
		expect(time.now - start).toBe(180_000);
	});

	it('that is not serial earns while an answer is on its way', async () => {
		const market = shop({ quotas: [{ name: 'requests', perSecond: 1, burst: 1 }] });
		const send = paced(market, PATIENT, async () => {
			await time.sleep(5000);
			return answer(200);
		});
		const start = time.now;
		await time.run(send(get));
		await time.run(send(get));
		expect(time.now - start).toBe(10_000);
	});
});
