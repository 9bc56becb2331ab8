import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/** More keys than this are not kept; enough for days of the busiest shop, and less than a megabyte. */
const MOST = 10_000;
/** While a feed catches up, more has to be kept; not even then more than this. */
const MOST_BEHIND = 50_000;

/** When what a key stands for happened, in seconds since 1970; 0 where nobody says when. */
type Keys = Readonly<Record<string, number>>;

/**
 * The events that were told already. Bounded: the oldest are forgotten first, and what happened no later than
 * the newest forgotten one counts as told; so a change to an old order does not tell its creation again. That
 * holds only for a feed that has caught up: one that is behind may still have to show older events.
 */
export class Seen {
	private readonly keys: Map<string, number>;

	private constructor(
		keys: Iterable<[string, number]>,
		private horizon: number,
	) {
		this.keys = new Map(keys);
	}

	static read(stored: IDataObject | undefined): Seen {
		const { keys, horizon } = (stored ?? {}) as { keys?: Keys; horizon?: number };
		return new Seen(Object.entries(keys ?? {}), horizon ?? 0);
	}

	/** What was kept, without some of its keys, and with the former horizon: they may be behind the new one. */
	static without(
		stored: IDataObject,
		forgotten: readonly string[],
		horizon = stored.horizon,
	): IDataObject {
		const keys = Object.entries((stored.keys ?? {}) as Keys);
		const left = keys.filter(([key]) => !forgotten.includes(key));
		return { keys: Object.fromEntries(left), horizon };
	}

	/** 66 bits: short to keep, and no two of a shop's events share it. */
	static short(key: string): string {
		return createHash('sha256').update(key).digest('base64url').slice(0, 11);
	}

	/** Whether the event was told; `at` is when it happened, if anybody knows. */
	has(key: string, at: number | null): boolean {
		if (this.keys.has(Seen.short(key))) return true;
		return at !== null && this.horizon > 0 && seconds(at) <= this.horizon;
	}

	add(key: string, at: number | null): void {
		this.keys.set(Seen.short(key), at === null ? 0 : seconds(at));
	}

	forget(key: string): void {
		this.keys.delete(Seen.short(key));
	}

	/** `caughtUp`: whether the feed has shown all that has happened so far. */
	write(caughtUp: boolean): IDataObject {
		const all = [...this.keys];
		const most = caughtUp ? MOST : MOST_BEHIND;
		if (all.length <= most) return { keys: Object.fromEntries(all), horizon: this.horizon };
		const timed = all.filter(([, at]) => at > 0).sort(([, a], [, b]) => a - b);
		const timeless = all.filter(([, at]) => at === 0);
		// Those without a time go last: nothing else could tell that they are old. But if they took all the room,
		// the newest of the others would have to go, and whatever comes late would count as told.
		const known = timeless.slice(-Math.max(most / 2, most - timed.length));
		const forgotten = timed.splice(0, timed.length + known.length - most);
		if (caughtUp) for (const [, at] of forgotten) this.horizon = Math.max(this.horizon, at);
		return { keys: Object.fromEntries([...known, ...timed]), horizon: this.horizon };
	}
}

function seconds(ms: number): number {
	return Math.floor(ms / 1000);
}
