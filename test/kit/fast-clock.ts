import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/transport/clock';

/**
 * Real time, but faster: what the package waits for takes `factor` times less. Returns how to jump ahead,
 * in milliseconds.
 */
export function fastClock(factor: number): (ms: number) => void {
	const start = Date.now();
	let jumped = 0;
	vi.spyOn(clock, 'now').mockImplementation(() => start + (Date.now() - start) * factor + jumped);
	for (const name of ['sleep', 'limit'] as const) {
		vi.spyOn(clock, name).mockImplementation(async (ms) => await wait(ms / factor));
	}
	return (ms) => void (jumped += ms);
}
