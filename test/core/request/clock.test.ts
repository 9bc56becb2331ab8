import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import {
	bounded,
	clock,
	inTime,
	onAbort,
	orStopped,
	pause,
	StoppedError,
	Timers,
} from '../../../core/request/clock';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const LATE = new Error('too late');
const late = () => LATE;
const never = new Promise<never>(() => undefined);

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

it('work that fails after Stop fails quietly', async () => {
	const unhandled: unknown[] = [];
	const note = (reason: unknown) => void unhandled.push(reason);
	process.on('unhandledRejection', note);
	const stop = new AbortController();
	stop.abort();
	const work = Promise.reject(new Error('too late'));
	expect(await failureOf(orStopped(work, stop.signal))).toBeInstanceOf(StoppedError);
	await new Promise((resolve) => setTimeout(resolve, 20));
	process.off('unhandledRejection', note);
	expect(unhandled).toEqual([]);
});

describe('a pause', () => {
	it('is not begun after Stop, however short', async () => {
		const stop = new AbortController();
		stop.abort();
		expect(await failureOf(pause(0, stop.signal))).toBeInstanceOf(StoppedError);
		expect(time.sleeps).toEqual([]);
	});

	it.each([
		[0, []],
		[-5, []],
		[1, [1]],
	])('of %i ms sleeps %o', async (ms, sleeps) => {
		await time.run(pause(ms, undefined));
		expect(time.sleeps).toEqual(sleeps);
	});
});

describe('work in time', () => {
	it('gives its result, and nothing of its limit stays', async () => {
		const timers = new Timers(async (ms) => await time.sleep(ms));
		let rung = 0;
		const limit = () => {
			rung++;
			return LATE;
		};
		expect(await inTime(Promise.resolve('done'), 1000, limit, timers)).toBe('done');
		await time.advance(5000);
		expect(rung).toBe(0);
	});

	it('ends with what comes first, after its limit with what is late', async () => {
		const start = time.now;
		expect(await time.run(failureOf(inTime(never, 1000, late)))).toBe(LATE);
		expect(time.now - start).toBe(1000);
	});

	it('that fails fails with its own error', async () => {
		const error = new Error('own');
		expect(await failureOf(inTime(Promise.reject(error), 1000, late))).toBe(error);
	});
});

describe('bounded work', () => {
	async function endOf(how: (stop: AbortController) => Promise<void>) {
		const stop = new AbortController();
		let own: AbortSignal | undefined;
		const work = async (signal: AbortSignal) => {
			own = signal;
			return await never;
		};
		const failure = failureOf(bounded(work, { ms: 1000, late, signal: stop.signal }));
		await how(stop);
		return { failure: await failure, own, stop };
	}

	it.each([
		['its limit', async () => await time.advance(1000), LATE],
		['Stop', async (stop: AbortController) => stop.abort(), new StoppedError()],
	])('learns by a signal of its own that %s has come', async (_what, how, expected) => {
		const { failure, own, stop } = await endOf(how);
		expect(failure).toEqual(expected);
		expect(own).not.toBe(stop.signal);
		expect(own?.aborted).toBe(true);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
	});

	it('is not stopped one moment too soon', async () => {
		let isOver = false;
		const all = failureOf(bounded(async () => await never, { ms: 1000, late })).then(
			() => (isOver = true),
		);
		await time.advance(999);
		expect(isOver).toBe(false);
		await time.advance(1);
		await all;
	});

	it('is not begun after Stop', async () => {
		const stop = new AbortController();
		stop.abort();
		let began = false;
		const work = async () => await Promise.resolve((began = true));
		const failure = failureOf(bounded(work, { ms: 1000, late, signal: stop.signal }));
		expect(await failure).toBeInstanceOf(StoppedError);
		expect(began).toBe(false);
	});

	it('that is done lets go of all it has opened', async () => {
		let own: AbortSignal | undefined;
		const work = async (signal: AbortSignal) => {
			own = signal;
			return await Promise.resolve('done');
		};
		expect(await bounded(work, { ms: 1000, late })).toBe('done');
		expect(own?.aborted).toBe(true);
	});
});

describe('many who wait for one signal', () => {
	it('share one listener, hear of it in their order, and leave none behind', async () => {
		const stop = new AbortController();
		const heard: number[] = [];
		const forgets = [1, 2, 3, 4].map((one) => onAbort(stop.signal, () => heard.push(one)));
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
		// Whoever goes takes nobody's ear along, also where he goes twice.
		forgets[0]();
		forgets[0]();
		forgets[2]();
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
		stop.abort();
		expect(heard).toEqual([2, 4]);
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
	});

	it('who come after all others have gone are heard, too', () => {
		const stop = new AbortController();
		onAbort(stop.signal, () => undefined)();
		expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
		let heard = 0;
		onAbort(stop.signal, () => heard++);
		stop.abort();
		expect(heard).toBe(1);
	});

	it('hear of it once', () => {
		const stop = new AbortController();
		let heard = 0;
		const forget = onAbort(stop.signal, () => heard++);
		stop.abort();
		forget();
		stop.signal.dispatchEvent(new Event('abort'));
		expect(heard).toBe(1);
	});
});

describe('timers', () => {
	/** Timers on this clock, how long each of their sleeps was, and who has rung when. */
	function setUp() {
		const sleeps: number[] = [];
		const timers = new Timers(async (ms) => {
			sleeps.push(ms);
			await time.sleep(ms);
		});
		const start = time.now;
		const rung: Array<[string, number]> = [];
		const after = (ms: number, name: string) =>
			timers.after(ms, () => rung.push([name, time.now - start]));
		return { timers, sleeps, rung, after };
	}

	it('ring at their time, each once', async () => {
		const { after, rung } = setUp();
		after(300, 'c');
		after(100, 'a');
		after(200, 'b');
		await time.advance(1000);
		expect(rung).toEqual([
			['a', 100],
			['b', 200],
			['c', 300],
		]);
	});

	it('that are due at the same time ring together, in their order', async () => {
		const { after, rung, sleeps } = setUp();
		after(100, 'a');
		after(100, 'b');
		await time.advance(100);
		expect(rung.map(([name]) => name)).toEqual(['a', 'b']);
		expect(sleeps).toEqual([100]);
	});

	it('that were called off do not ring, nor keep others awake', async () => {
		const { after, rung, sleeps } = setUp();
		const callOff = after(100, 'a');
		callOff();
		callOff();
		await time.advance(10_000);
		expect(rung).toEqual([]);
		expect(sleeps).toEqual([100]);
	});

	it('share their sleeps, however many there are', async () => {
		const { after, rung, sleeps } = setUp();
		for (let one = 0; one < 10_000; one++) {
			const callOff = after(60_000 + one, String(one));
			if (one > 0) callOff();
		}
		expect(sleeps).toEqual([60_000]);
		await time.advance(120_000);
		expect(rung).toHaveLength(1);
		expect(sleeps).toHaveLength(1);
	});

	it('beyond the longest sleep of Node ring at their time and not at once', async () => {
		const { after, rung, sleeps } = setUp();
		const month = 30 * 86_400_000;
		after(month, 'a');
		expect(sleeps).toEqual([2_147_483_647]);
		await time.advance(month - 1);
		expect(rung).toEqual([]);
		await time.advance(1);
		expect(rung).toEqual([['a', month]]);
	});

	it('without an end never ring, and nobody sleeps for them', async () => {
		const { after, rung, sleeps } = setUp();
		after(Infinity, 'a');
		expect(sleeps).toEqual([]);
		after(10, 'b');
		await time.advance(100);
		expect(rung).toEqual([['b', 10]]);
		expect(sleeps).toEqual([10]);
	});

	it('ring by the end of their sleep where the clock was set back meanwhile', async () => {
		const wakes: Array<() => void> = [];
		const timers = new Timers(async () => await new Promise<void>((wake) => wakes.push(wake)));
		let rung = 0;
		timers.after(100, () => rung++);
		time.now -= 3_600_000;
		wakes[0]();
		await setImmediate();
		expect(rung).toBe(1);
	});

	it('of a clock that was set forward are not late for the end of an old sleep', async () => {
		const { after, rung, sleeps } = setUp();
		after(60_000, 'a');
		time.now += 3_600_000;
		after(120_000, 'b');
		expect(sleeps).toEqual([60_000, 120_000]);
		await time.advance(120_000);
		expect(rung.map(([name]) => name)).toEqual(['a', 'b']);
	});

	it('that ring may call off others that are due with them', async () => {
		const { timers, rung, after } = setUp();
		const others: Array<() => void> = [];
		timers.after(100, () => others.forEach((callOff) => callOff()));
		others.push(after(100, 'a'), after(100, 'b'));
		await time.advance(1000);
		expect(rung).toEqual([]);
	});

	it('that ring may set others', async () => {
		const { timers, rung, after } = setUp();
		timers.after(100, () => void after(50, 'next'));
		await time.advance(150);
		expect(rung).toEqual([['next', 150]]);
	});
});

it('a limit is none of the waits of the package', async () => {
	await time.run(failureOf(inTime(never, 500, late)));
	expect(time.sleeps).toEqual([]);
	expect(clock.now()).toBe(time.now);
});
