import { sleep } from 'n8n-workflow';

/** The only clock and the only sleep of the package, so that tests can replace them. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const clock = {
	now: (): number => Date.now(),
	sleep: async (ms: number): Promise<void> => await sleep(ms),
	/** The end of the time that is given to something which goes on meanwhile; nobody waits for it. */
	limit: async (ms: number): Promise<void> => await sleep(ms),
};

/** Thrown by whatever waits when the user presses Stop, or when nobody wants the result any more. */
export class StoppedError extends Error {
	constructor() {
		super('The execution was stopped');
	}
}

/** Waits, but no longer than until the user presses Stop. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
	if (signal?.aborted) throw new StoppedError();
	if (ms > 0) await orStopped(clock.sleep(ms), signal);
}

/** What `work` gives, or `StoppedError` as soon as the user presses Stop. */
export async function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	if (!signal) return await work;
	if (signal.aborted) {
		// Nobody waits for it any more, so nobody hears how it fails.
		work.catch(() => undefined);
		throw new StoppedError();
	}
	let forget = (): void => undefined;
	const stopped = new Promise<never>((_, reject) => {
		forget = onAbort(signal, () => reject(new StoppedError()));
	});
	try {
		return await Promise.race([work, stopped]);
	} finally {
		forget();
	}
}

/** What `work` gives, or what `late` makes, thrown after `ms`, whether the work goes on or not. */
export async function inTime<T>(
	work: Promise<T>,
	ms: number,
	late: () => Error,
	timers = new Timers(async (length) => await clock.limit(length)),
): Promise<T> {
	let forget = (): void => undefined;
	const end = new Promise<never>((_, reject) => {
		forget = timers.after(ms, () => reject(late()));
	});
	try {
		return await Promise.race([work, end]);
	} finally {
		forget();
	}
}

/** What ends a piece of work early. */
interface Bounds {
	readonly ms: number;
	/** What is thrown after `ms`. */
	readonly late: () => Error;
	readonly signal?: AbortSignal;
	readonly timers?: Timers;
}

/**
 * As `inTime` and `orStopped`. Work that nobody waits for any more learns it by the signal that it gets. It is its
 * own, so that nothing of the work stays on a signal which lives longer.
 */
export async function bounded<T>(
	work: (signal: AbortSignal) => Promise<T>,
	{ ms, late, signal, timers }: Bounds,
): Promise<T> {
	if (signal?.aborted) throw new StoppedError();
	const own = new AbortController();
	try {
		return await orStopped(inTime(work(own.signal), ms, late, timers), signal);
	} finally {
		own.abort();
	}
}

interface Ears {
	tells: Set<() => void>;
	listener: () => void;
}

const ears = new WeakMap<AbortSignal, Ears>();

/**
 * Calls `tell` when the signal is aborted, unless the returned function was called before. All who wait share
 * one listener, which goes with the last of them: Node takes many on one signal for a leak.
 */
export function onAbort(signal: AbortSignal, tell: () => void): () => void {
	const { tells, listener } = ears.get(signal) ?? listen(signal);
	tells.add(tell);
	return () => {
		if (!tells.delete(tell) || tells.size > 0) return;
		signal.removeEventListener('abort', listener);
		ears.delete(signal);
	};
}

function listen(signal: AbortSignal): Ears {
	const tells = new Set<() => void>();
	const listener = (): void => {
		ears.delete(signal);
		for (const tell of [...tells]) tell();
	};
	signal.addEventListener('abort', listener, { once: true });
	const heard = { tells, listener };
	ears.set(signal, heard);
	return heard;
}

/** The longest sleep that Node knows; a longer one would end at once. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

interface Timer {
	at: number;
	ring: () => void;
}

/** Timers that can be called off, on sleeps that cannot: few of these, however many of those there are. */
export class Timers {
	private readonly timers = new Set<Timer>();
	/** When the next sleep ends. */
	private next = Infinity;

	constructor(private readonly sleep: (ms: number) => Promise<void>) {}

	/** Calls `ring` after `ms`, unless the returned function was called before. */
	after(ms: number, ring: () => void): () => void {
		const timer = { at: clock.now() + ms, ring };
		this.timers.add(timer);
		this.wakeAt(timer.at);
		return () => void this.timers.delete(timer);
	}

	private wakeAt(at: number): void {
		const now = clock.now();
		// After the clock was set forward, the end of the sleep is no time to go by.
		if (at === Infinity || (at >= this.next && this.next >= now)) return;
		const end = Math.min(at, now + LONGEST_SLEEP_MS);
		this.next = end;
		void this.sleep(end - now).then(() => this.wake(end));
	}

	/** By the end of the sleep and not by the clock, which may have been set meanwhile. */
	private wake(end: number): void {
		if (this.next === end) this.next = Infinity;
		const due = [...this.timers].filter(({ at }) => at <= end);
		for (const timer of due) {
			if (this.timers.delete(timer)) timer.ring();
		}
		this.wakeAt(Math.min(...[...this.timers].map(({ at }) => at)));
	}
}
