import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/transport/clock';

/** Real time, but faster: what the package waits for takes `factor` times less. */
export function fastClock(factor: number): void {
	const start = Date.now();
	vi.spyOn(clock, 'now').mockImplementation(() => start + (Date.now() - start) * factor);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => await wait(ms / factor));
}
