import { clock } from '../transport/clock';
import { Refusal } from './refusal';

/** Calls that may come at once. A good one does not count, so sellers are never in each other's way. */
const BURST = 5;
/** One more after so long. */
const EVERY_MS = 20_000;

interface Purse {
	left: number;
	at: number;
	/** Whether the owner was told that it is empty. */
	isTold: boolean;
}

/** By app, and by how much a visit looks like a real one. */
const purses = new Map<string, Purse>();

/** For tests: as after a restart of n8n. */
export function forgetBudgets(): void {
	purses.clear();
}

/**
 * Anybody may call a public page, and each call may make us ask the marketplace with the secret of the app.
 * Those who make up addresses share what they use up with others who look like them only.
 */
export class Budget {
	constructor(private readonly app: string) {}

	/** Pays for a call; gives how to get it back, if it was a good one. Throws `Refusal` where nothing is left. */
	take(trust: number): () => void {
		const purse = this.purse(`${this.app}|${trust}`);
		if (purse.left < 1) throw this.empty(purse);
		purse.left--;
		return () => {
			purse.left = Math.min(BURST, purse.left + 1);
		};
	}

	private purse(key: string): Purse {
		const now = clock.now();
		const purse = purses.get(key) ?? { left: BURST, at: now, isTold: false };
		const more = Math.max(0, now - purse.at) / EVERY_MS;
		purse.left = Math.min(BURST, purse.left + more);
		purse.at = now;
		if (purse.left >= BURST) purse.isTold = false;
		purses.set(key, purse);
		return purse;
	}

	private empty(purse: Purse): Refusal {
		const seconds = Math.ceil(((1 - purse.left) * EVERY_MS) / 1000);
		const note = purse.isTold
			? undefined
			: 'This page is called again and again with codes that are none. Until that ends, the marketplace is asked about one of them every 20 seconds; whoever really connects an account may have to reload the page';
		purse.isTold = true;
		return new TooMany(seconds, note);
	}
}

/** A visit that may be a good one, but not now. */
export class TooMany extends Refusal {
	constructor(seconds: number, note?: string) {
		super(
			429,
			'Too many accounts are being connected right now',
			`Nothing has been connected yet. Reload this page in ${seconds} seconds; if that does not help, start again later`,
			note,
		);
	}
}
