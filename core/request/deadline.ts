import { clock, pause } from './clock';

/** How long a request may wait for quota and for its answer, and what ends every wait. */
export interface TimeLimits {
	/** For all waits of one request together. */
	readonly maxWaitMs: number;
	/** For one answer. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/**
 * What we wait longer than the marketplace asks is no reason to give up: a share of the longest wait, up to a
 * limit.
 */
const CAUTION = 0.02;
const MOST_CAUTION_MS = 500;

/** What is left of the time that the user gives one request. Every layer takes from the same. */
export class Deadline {
	readonly signal: AbortSignal | undefined;
	private readonly maxWaitMs: number;
	private readonly timeoutMs: number;
	private waited = 0;
	private asked = 0;

	constructor({ maxWaitMs, timeoutMs = DEFAULT_TIMEOUT_MS, signal }: TimeLimits) {
		this.signal = signal;
		this.maxWaitMs = maxWaitMs + Math.min(maxWaitMs * CAUTION, MOST_CAUTION_MS);
		this.timeoutMs = timeoutMs;
	}

	/** What the request has waited so far. */
	get waitedMs(): number {
		return this.waited;
	}

	/** How long it may still wait, for quota or between two tries. */
	get waitMs(): number {
		return Math.max(0, this.maxWaitMs - this.waited);
	}

	/** How long its next answer may take, if it is asked for in `ms`: all in all both together, and no more. */
	answerMs(ms = 0): number {
		const waited = Math.min(this.maxWaitMs, this.waited + ms);
		const left = this.maxWaitMs - waited + this.timeoutMs - this.asked;
		return Math.max(0, Math.min(this.timeoutMs, this.maxWaitMs === Infinity ? Infinity : left));
	}

	async pause(ms: number): Promise<void> {
		await this.waiting(async () => await pause(ms, this.signal));
	}

	/** Counts what it takes as a wait. */
	async waiting<T>(wait: () => Promise<T>): Promise<T> {
		return await timed(wait, (ms) => (this.waited += ms));
	}

	/** Counts what it takes as time for an answer, of which it has no more than was left. */
	async asking<T>(ask: () => Promise<T>): Promise<T> {
		const most = this.answerMs();
		return await timed(ask, (ms) => (this.asked += Math.min(ms, most)));
	}
}

async function timed<T>(work: () => Promise<T>, note: (ms: number) => void): Promise<T> {
	const start = clock.now();
	try {
		return await work();
	} finally {
		// The clock may have been set back meanwhile.
		note(Math.max(0, clock.now() - start));
	}
}
