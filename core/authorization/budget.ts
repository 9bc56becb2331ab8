import { clock } from '../request/clock';
import { ProcessMemory } from '../request/process-memory';
import { CallbackError } from './callback-error';

/** Calls that may come at once. A good one does not count, so sellers are never in each other's way. */
const BURST = 5;
/** One more after so long. */
const EVERY_MS = 20_000;

/** So many callbacks may wait for the calls before them, which cost nothing if they are good ones. */
const MOST_WAITING = 20;

interface Allowance {
	left: number;
	at: number;
	/** Calls that are under way; each ends, and none fails. */
	running: Set<Promise<void>>;
	waiting: number;
	/** Whether the log says already that it is empty. */
	isTold: boolean;
}

/** By app, and by how much a callback looks like a real one. */
const allowances = new ProcessMemory<Allowance>('authorization.allowances');

/**
 * Anybody may call a public page, and each call may make us ask the marketplace with the secret of the app.
 * Those who make up addresses share what they use up with others who look like them only.
 */
export class CallBudget {
	constructor(private readonly app: string) {}

	/**
	 * Pays for a call, and takes nothing for a good one. Those that come at once may all be good: who finds nothing
	 * left waits for what comes back. Throws `CallbackError` where nothing will.
	 */
	async spend<T>(
		trust: number,
		call: () => Promise<T>,
		isGood: (answer: T) => boolean,
	): Promise<T> {
		for (;;) {
			const allowance = this.allowanceOf(`${this.app}|${trust}`);
			if (allowance.left >= 1) return await pay(allowance, call, isGood);
			if (allowance.running.size === 0 || allowance.waiting >= MOST_WAITING)
				throw this.empty(allowance);
			allowance.waiting++;
			await Promise.race(allowance.running);
			allowance.waiting--;
		}
	}

	private allowanceOf(key: string): Allowance {
		const now = clock.now();
		const allowance = allowances.get(key) ?? fresh(now);
		const more = Math.max(0, now - allowance.at) / EVERY_MS;
		allowance.left = Math.min(BURST, allowance.left + more);
		allowance.at = now;
		if (allowance.left >= BURST) allowance.isTold = false;
		allowances.set(key, allowance);
		return allowance;
	}

	private empty(allowance: Allowance): CallbackError {
		const seconds = Math.ceil(((1 - allowance.left) * EVERY_MS) / 1000);
		const note = allowance.isTold
			? undefined
			: 'This page receives many requests with invalid codes. Until this stops, only one code is checked every 20 seconds. People who connect an account may have to reload the page';
		allowance.isTold = true;
		return new TooManyCallsError(seconds, note);
	}
}

function fresh(at: number): Allowance {
	return { left: BURST, at, running: new Set(), waiting: 0, isTold: false };
}

/** What is taken and what runs is noted before anybody else has a look. */
async function pay<T>(
	allowance: Allowance,
	call: () => Promise<T>,
	isGood: (answer: T) => boolean,
): Promise<T> {
	allowance.left--;
	const paid = call().then((answer) => {
		if (isGood(answer)) allowance.left = Math.min(BURST, allowance.left + 1);
		return answer;
	});
	const ended = paid.then(nothing, nothing);
	allowance.running.add(ended);
	try {
		return await paid;
	} finally {
		allowance.running.delete(ended);
	}
}

function nothing(): void {}

/** A callback that may be a good one, but not now. */
export class TooManyCallsError extends CallbackError {
	constructor(seconds: number, note?: string) {
		super(
			429,
			'Too many accounts are being connected right now',
			`Nothing has been connected yet. Reload this page in ${seconds} seconds. If that does not help, start again later`,
			note,
		);
	}
}
