import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/request/clock';

/** What a real answer may take on a busy machine. */
const ANSWER_MS = 8000;

/**
 * Real time, but faster: what the package waits for takes `factor` times less. Returns how to jump ahead,
 * in milliseconds.
 */
export function fastClock(factor: number): (ms: number) => void {
	const start = Date.now();
	let jumped = 0;
	vi.spyOn(clock, 'now').mockImplementation(() => start + (Date.now() - start) * factor + jumped);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => await wait(ms / factor));
	vi.spyOn(clock, 'limit').mockImplementation(async (ms) => {
		await wait(Math.max(ms / factor, Math.min(ms, ANSWER_MS)));
	});
	return (ms) => void (jumped += ms);
}
