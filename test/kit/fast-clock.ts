import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/request/clock';

/** What a real answer may take on a busy machine. */
const ANSWER_MS = 8000;

/**
 * Real time, but what the package sleeps takes `factor` times less. Time goes faster only while somebody sleeps, and
 * never past the end of a sleep: however busy the machine is, nothing but a sleep uses up a time limit. Returns how to
 * jump ahead, in milliseconds.
 */
export function fastClock(factor: number): (ms: number) => void {
	const sleeps = new Set<{ readonly end: number }>();
	let now = Date.now();
	let read = now;

	function look(): number {
		const real = Date.now();
		const goesFast = sleeps.size > 0;
		const next = now + (real - read) * (goesFast ? factor : 1);
		read = real;
		if (goesFast) now = Math.max(now, Math.min(next, ...[...sleeps].map(({ end }) => end)));
		else now = next;
		return now;
	}

	async function sleep(ms: number, realMs: number): Promise<void> {
		const sleeping = { end: look() + ms };
		sleeps.add(sleeping);
		await wait(realMs);
		look();
		now = Math.max(now, sleeping.end);
		sleeps.delete(sleeping);
	}

	vi.spyOn(clock, 'now').mockImplementation(look);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => await sleep(ms, ms / factor));
	// Nobody waits for a limit, so it makes nothing faster; where it ends, its time is over.
	vi.spyOn(clock, 'limit').mockImplementation(async (ms) => {
		const end = look() + ms;
		await wait(Math.max(ms / factor, Math.min(ms, ANSWER_MS)));
		look();
		now = Math.max(now, end);
	});
	return (ms) => void (now = look() + ms);
}
