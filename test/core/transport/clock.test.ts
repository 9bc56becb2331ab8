import { expect, it } from 'vitest';

import { orStopped, Stopped } from '../../../core/transport/clock';
import { failureOf } from '../../kit/failure';

it('work that fails after Stop fails quietly', async () => {
	const unhandled: unknown[] = [];
	const note = (reason: unknown) => void unhandled.push(reason);
	process.on('unhandledRejection', note);
	const stop = new AbortController();
	stop.abort();
	const work = Promise.reject(new Error('too late'));
	expect(await failureOf(orStopped(work, stop.signal))).toBeInstanceOf(Stopped);
	await new Promise((resolve) => setTimeout(resolve, 20));
	process.off('unhandledRejection', note);
	expect(unhandled).toEqual([]);
});
