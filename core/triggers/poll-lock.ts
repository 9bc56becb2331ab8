import { createHash } from 'crypto';

import { clock } from '../request/clock';
import { ProcessMemory } from '../request/process-memory';
import { PollTimeoutError } from './published';
import type { StateBackup, TriggerState } from './state';

/** Polls that were due while n8n was down begin within a few seconds of each other. */
const SAME_MOMENT_MS = 10_000;

/** However little time n8n gives: one request with all its waits may take this long. */
const LEAST_BUDGET_MS = 5 * 60_000;
/** No poll needs so much longer than the time that n8n gives it. */
const OVERTIME = 2;

/** A poll under way: nobody else reads for its trigger meanwhile. */
export interface PollLock {
	/** Longest time that it may take, in milliseconds. */
	readonly limitMs: number;
	readonly acquiredAt: number;
}

/** Polls under way in this process, by trigger. */
const locks = new ProcessMemory<PollLock>('lock');

/** Where each trigger started of which n8n has not shown yet that it keeps a state. */
const firstStarts = new ProcessMemory<TriggerState>('poll.firstStarts');

/** The state from which each trigger emitted events last, in this process. */
const lastEmittedFrom = new ProcessMemory<string>('poll.lastEmittedFrom', {
	lifeMs: SAME_MOMENT_MS,
});

/**
 * Nothing, if the poll must not begin: what another one reads, that one emits. One that does not come to an end
 * loses its lock, or its trigger would never emit anything again. Released by `releasePollLock`.
 */
export function acquirePollLock(key: string, budgetMs: number): PollLock | undefined {
	const now = clock.now();
	const other = locks.get(key);
	// A clock that was set back must not make the lock last longer.
	if (other && Math.abs(now - other.acquiredAt) < other.limitMs) return undefined;
	const lock = { limitMs: OVERTIME * Math.max(budgetMs, LEAST_BUDGET_MS), acquiredAt: now };
	locks.set(key, lock);
	return lock;
}

/** Whether the poll may still emit and save something: another one may have taken over. */
export function holdsPollLock(key: string, lock: PollLock): boolean {
	return locks.get(key) === lock;
}

export function releasePollLock(key: string, lock: PollLock): void {
	if (holdsPollLock(key, lock)) locks.delete(key);
}

/** A sleep may end early, or the clock be set back in it: what counts is what the clock says. */
async function endOf({ limitMs, acquiredAt }: PollLock, isOver: () => boolean): Promise<void> {
	for (;;) {
		const left = limitMs - Math.abs(clock.now() - acquiredAt);
		if (left <= 0 || isOver()) return;
		await clock.limit(left);
	}
}

/** What the poll gives, unless its lock ends before. Whatever it still does then is not saved. */
export async function withinPollLock<T>(lock: PollLock, poll: Promise<T>): Promise<T> {
	let result: { value: T } | undefined;
	let isOver = false;
	// Nothing of the poll is held by its limit, which lasts on.
	const done = poll.then((value) => void (result = { value })).finally(() => (isOver = true));
	await Promise.race([done, endOf(lock, () => isOver)]);
	if (result) return result.value;
	// Nobody waits for it any more, so nobody hears how it fails.
	done.catch(() => undefined);
	throw new PollTimeoutError(
		`The poll did not end within ${Math.round(lock.limitMs / 60_000)} minutes`,
		'Nothing is lost: the next poll continues from the same place. If this happens again and again, restart n8n',
	);
}

/**
 * Where a poll without a state starts: where one before it started, too. Of a workflow that is published twice in
 * a row, n8n may never learn of the first poll's state; "now" would step over what came since.
 */
export function firstStart(key: string, start: TriggerState): TriggerState {
	const before = firstStarts.get(key);
	const isSame = before !== undefined && choiceOf(before) === choiceOf(start);
	return isSame ? before : start;
}

/** The first poll has ended well, and n8n has its state, or has not. */
export function holdFirstStart(key: string, start: TriggerState): void {
	firstStarts.set(key, start);
}

/** The poll had a state, so n8n keeps them. */
export function dropFirstStart(key: string): void {
	firstStarts.delete(key);
}

function choiceOf({ account, choice, events }: TriggerState): string {
	return JSON.stringify([account, choice, events]);
}

/** Events were emitted from this state, and n8n has the next one. */
export function markEmittedFrom(key: string, state: StateBackup): void {
	lastEmittedFrom.set(key, digest(state));
}

/**
 * Whether the poll has a state that the one before has just left. With durable cursors n8n reads the state of all
 * polls that are due before it starts the first of them, and each would emit the same events at the same moment,
 * in which n8n's Remove Duplicates lets both through. Nothing is lost: such a poll saves no state, and should n8n
 * have failed to keep the one before's, a later poll starts here again.
 */
export function wasJustEmittedFrom(key: string, state: StateBackup): boolean {
	return lastEmittedFrom.get(key) === digest(state);
}

/** Short, because a state holds thousands of keys. */
function digest(state: StateBackup): string {
	return createHash('sha256').update(JSON.stringify(state)).digest('base64');
}
