import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { PollTimeoutError } from '../../../core/triggers/published';
import type { TriggerState } from '../../../core/triggers/state';
import {
	acquirePollLock,
	dropFirstStart,
	releasePollLock,
	firstStart,
	holdFirstStart,
	withinPollLock,
	wasJustEmittedFrom,
	holdsPollLock,
	markEmittedFrom,
} from '../../../core/triggers/poll-lock';
import { FakeClock } from '../../kit/fake-clock';

const MINUTE = 60_000;
let time: FakeClock;
let key = '';
let count = 0;

beforeEach(() => {
	forgetProcess('poll');
	time = new FakeClock();
	key = `trigger-${count++}`;
});

const state = (more: Partial<TriggerState> = {}): TriggerState => ({
	...{ checkpoint: { place: 1 }, at: 1, begin: 1, seen: {}, account: 'a', choice: 'now' },
	...more,
});

describe('a turn', () => {
	it.each([
		['ten minutes where n8n gives little time', 1000, 10],
		['ten minutes where n8n gives five', 5 * MINUTE, 10],
		['twice the time that n8n gives', 6 * MINUTE, 12],
	])('keeps others out for %s', (_how, budgetMs, minutes) => {
		expect(acquirePollLock(key, budgetMs)).toBeDefined();
		time.now += minutes * MINUTE - 1;
		expect(acquirePollLock(key, budgetMs)).toBeUndefined();
		time.now += 1;
		expect(acquirePollLock(key, budgetMs)).toBeDefined();
	});

	it('keeps nobody out of another trigger', () => {
		acquirePollLock(key, 1);
		expect(acquirePollLock(`${key}-other`, 1)).toBeDefined();
	});

	it('is over when it ends, and does not end that of another who took its place', () => {
		const first = acquirePollLock(key, 1);
		expect(holdsPollLock(key, first!)).toBe(true);
		time.now += 10 * MINUTE;
		const second = acquirePollLock(key, 1);
		expect([holdsPollLock(key, first!), holdsPollLock(key, second!)]).toEqual([false, true]);
		releasePollLock(key, first!);
		expect(holdsPollLock(key, second!)).toBe(true);
		releasePollLock(key, second!);
		expect(acquirePollLock(key, 1)).toBeDefined();
	});

	it('gets no longer by a clock that is set back', () => {
		acquirePollLock(key, 1);
		time.now -= 10 * MINUTE - 1;
		expect(acquirePollLock(key, 1)).toBeUndefined();
		time.now -= 1;
		expect(acquirePollLock(key, 1)).toBeDefined();
	});
});

describe('a poll in its turn', () => {
	const turn = () => acquirePollLock(key, 1)!;
	const never = new Promise<never>(() => undefined);

	it('gives what it gives, also in the last moment', async () => {
		const poll = time.sleep(10 * MINUTE - 1).then(() => 'orders');
		expect(await time.run(withinPollLock(turn(), poll))).toBe('orders');
	});

	it('gives nothing as well as something', async () => {
		expect(await withinPollLock(turn(), Promise.resolve(undefined))).toBeUndefined();
	});

	it('throws what it throws', async () => {
		await expect(withinPollLock(turn(), Promise.reject(new Error('refused')))).rejects.toThrow(
			'refused',
		);
	});

	it('is given up at the end of its turn, whatever comes of it later', async () => {
		let fail = (_error: Error): void => undefined;
		const poll = new Promise<never>((_resolve, reject) => (fail = reject));
		const given = withinPollLock(turn(), poll).catch((error: unknown) => error);
		await time.advance(10 * MINUTE - 1);
		expect(await Promise.race([given, Promise.resolve('waits')])).toBe('waits');
		await time.advance(1);
		const error = await given;
		expect(error).toBeInstanceOf(PollTimeoutError);
		expect((error as Error).message).toBe('The poll did not end within 10 minutes');
		fail(new Error('too late'));
		await time.advance(1);
	});

	it('has its whole time although a sleep ends early', async () => {
		const begun = turn();
		time.now -= 5 * MINUTE;
		const given = withinPollLock(begun, never).catch(() => 'given up');
		// By the clock that is five minutes of ten.
		await time.advance(5 * MINUTE);
		expect(await Promise.race([given, Promise.resolve('waits')])).toBe('waits');
		await time.advance(10 * MINUTE);
		expect(await given).toBe('given up');
	});

	it('leaves nothing that waits on, once it has ended', async () => {
		await withinPollLock(turn(), Promise.resolve('x'));
		await time.advance(10 * MINUTE);
		// Nobody sleeps any more.
		await expect(time.run(never)).rejects.toThrow('nothing sleeps');
	});
});

describe('the first beginning', () => {
	const [first, second] = [state({ at: 1 }), state({ at: 2 })];

	it('holds for all that have no place, until n8n was seen to keep one', () => {
		expect(firstStart(key, first)).toBe(first);
		expect(firstStart(key, second)).toBe(second);
		holdFirstStart(key, first);
		expect(firstStart(key, second)).toBe(first);
		expect(firstStart(`${key}-other`, second)).toBe(second);
		dropFirstStart(key);
		expect(firstStart(key, second)).toBe(second);
	});

	it.each<[keyof TriggerState, string]>([
		['account', 'b'],
		['choice', '2026-02-05'],
		['events', 'orderShipped'],
	])('holds for no other %s', (name, value) => {
		holdFirstStart(key, first);
		const other = { ...second, [name]: value };
		expect(firstStart(key, other)).toBe(other);
	});
});

describe('a place that was just left', () => {
	it('is that place alone, of that trigger, for ten seconds', () => {
		expect(wasJustEmittedFrom(key, state())).toBe(false);
		markEmittedFrom(key, state());
		expect(wasJustEmittedFrom(key, state())).toBe(true);
		expect(wasJustEmittedFrom(key, state({ checkpoint: { place: 2 } }))).toBe(false);
		expect(wasJustEmittedFrom(`${key}-other`, state())).toBe(false);
		time.now += 9_999;
		expect(wasJustEmittedFrom(key, state())).toBe(true);
		time.now += 1;
		expect(wasJustEmittedFrom(key, state())).toBe(false);
	});
});
