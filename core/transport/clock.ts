import { sleep } from 'n8n-workflow';

/** The only clock and the only sleep of the package, so that tests can replace them. */
export const clock = {
	now: (): number => Date.now(),
	sleep: async (ms: number): Promise<void> => await sleep(ms),
	/** The end of the time that is given to something which goes on meanwhile; nobody waits for it. */
	limit: async (ms: number): Promise<void> => await sleep(ms),
};

/** Thrown by whatever waits when the user presses Stop. */
export class Stopped extends Error {
	constructor() {
		super('The execution was stopped');
	}
}

/** Waits, but no longer than until the user presses Stop. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) throw new Stopped();
	if (ms > 0) await orStopped(clock.sleep(ms), signal);
}

/** What `work` gives, or `Stopped` as soon as the user presses Stop. */
export async function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) return await work;
	if (signal.aborted) {
		// Nobody waits for it any more, so nobody is told how it fails.
		work.catch(() => undefined);
		throw new Stopped();
	}
	let stop = (): void => undefined;
	const stopped = new Promise<never>((_, reject) => {
		stop = () => reject(new Stopped());
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([work, stopped]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
