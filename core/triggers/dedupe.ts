import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

/** More keys than this are not kept; enough for days of the busiest shop, and less than a megabyte. */
const MOST = 10_000;
/** While a feed catches up, more has to be kept; not even then more than this. */
const MOST_BEHIND = 50_000;
/** Events that were seen and not emitted, because the order did not fit yet: so many are remembered. */
const MOST_SKIPPED = 20_000;
/** Length of a short key: 66 bits, and no two of a shop's events share it. */
const SHORT = 11;

/** When what a key stands for happened, in seconds since 1970; 0 where nobody says when. */
type Keys = Readonly<Record<string, number>>;

/** From when till when, in seconds since 1970, both included. */
export type Span = [from: number, to: number];

interface Stored {
	keys?: Keys;
	spans?: Span[];
	/** One short key behind the other. */
	skipped?: string;
}

/**
 * The events that were emitted already. Bounded: the oldest are forgotten first, and what happened between them
 * counts as emitted; so a change to an old order does not emit its creation again. That holds only for a feed that
 * has caught up: one that is behind may still have to show older events. What was seen and not emitted is
 * remembered beside, because it may still have to be emitted.
 */
export class EmittedEvents {
	private readonly keys: Map<string, number>;
	private readonly skipped: Set<string>;

	private constructor(
		{ keys, skipped }: Stored,
		/** The times of the forgotten. */
		private readonly spans: Span[],
	) {
		this.keys = new Map(Object.entries(keys ?? {}));
		this.skipped = new Set(skipped?.match(new RegExp(`.{${SHORT}}`, 'g')) ?? []);
	}

	static read(stored: IDataObject | undefined): EmittedEvents {
		return new EmittedEvents((stored ?? {}) as Stored, EmittedEvents.spansOf(stored));
	}

	/** The times between which what is not known counts as emitted. */
	static spansOf(stored: IDataObject | undefined): Span[] {
		return ((stored ?? {}) as Stored).spans?.map(([from, to]) => [from, to]) ?? [];
	}

	/** What was kept, without some of its keys, and with the former spans: they may be within the new ones. */
	static without(stored: IDataObject, forgotten: readonly string[], spans: Span[]): IDataObject {
		const left = new Map(Object.entries((stored.keys ?? {}) as Keys));
		for (const key of forgotten) left.delete(key);
		return { ...stored, keys: Object.fromEntries(left), spans };
	}

	static short(key: string): string {
		return createHash('sha256').update(key).digest('base64url').slice(0, SHORT);
	}

	/** Whether the event was emitted; `at` is when it happened, if anybody knows. */
	has(key: string, at: number | null): boolean {
		const short = EmittedEvents.short(key);
		if (this.keys.has(short)) return true;
		if (at === null || this.skipped.has(short)) return false;
		return this.spans.some(([from, to]) => from <= seconds(at) && seconds(at) <= to);
	}

	add(key: string, at: number | null): void {
		const short = EmittedEvents.short(key);
		this.skipped.delete(short);
		this.keys.set(short, at === null ? 0 : seconds(at));
	}

	forget(key: string): void {
		this.keys.delete(EmittedEvents.short(key));
	}

	/** It was seen, and is not emitted for now: should the order fit later, that is a new event. */
	skip(key: string): void {
		const short = EmittedEvents.short(key);
		this.keys.delete(short);
		this.skipped.delete(short);
		this.skipped.add(short);
	}

	/**
	 * `caughtUp`: whether the feed has shown all that has happened so far, since `begin`; what happened before,
	 * it may never have shown.
	 */
	write(caughtUp: boolean, begin = -Infinity): IDataObject {
		const kept = this.mostOf([...this.keys], caughtUp, begin);
		const skipped = [...this.skipped].slice(-MOST_SKIPPED).join('');
		const spans = this.spans.map(([from, to]) => [from, to]);
		return {
			keys: Object.fromEntries(kept),
			spans,
			...(skipped && { skipped }),
		} as IDataObject;
	}

	private mostOf(
		all: Array<[string, number]>,
		caughtUp: boolean,
		begin: number,
	): Array<[string, number]> {
		const most = caughtUp ? MOST : MOST_BEHIND;
		if (all.length <= most) return all;
		const timed = all.filter(([, at]) => at > 0).sort(([, a], [, b]) => a - b);
		const timeless = all.filter(([, at]) => at === 0);
		// Those without a time go last: nothing else could say that they are old. But if they took all the room, the
		// newest of the others would have to go, and whatever comes late would count as emitted.
		const known = timeless.slice(-Math.max(most / 2, most - timed.length));
		const forgotten = timed.splice(0, timed.length + known.length - most);
		if (caughtUp) for (const [, at] of forgotten) this.cover(at, seconds(begin));
		return [...known, ...timed];
	}

	/** Between two starts nobody may have looked: no span reaches over one. */
	private cover(at: number, begin: number): void {
		const span = this.spans.find(([from, to]) => (at < begin ? from < begin : to >= begin));
		if (!span) this.spans.push([at, at]);
		else span.splice(0, 2, Math.min(span[0], at), Math.max(span[1], at));
	}
}

function seconds(ms: number): number {
	return Math.floor(ms / 1000);
}
