import { HOUR_MS, MINUTE_MS } from '../../../core/request/clock';
import type { Call } from '../../../core/operations/call';
import type { JournalEvent } from './events';

/**
 * So long after the journal has named an order, it may still answer 404.
 * See https://github.com/allegro/allegro-api/issues/5546.
 */
const HIDDEN_MS = 24 * HOUR_MS;
/** So many orders are looked for again in one step. */
const LOOKS_PER_STEP = 200;
/** More orders than this are not remembered. */
const MOST_HIDDEN = 2000;
/** So many are named in a hint. */
const NAMED = 3;

/** An order that the journal names and that Allegro does not show: it is not there yet, or went into another. */
export interface HiddenOrder {
	id: string;
	/** When it was looked for first, by Allegro's clock, and when it is looked for next. */
	since: number;
	next: number;
	/** What the journal showed of it meanwhile. */
	events: JournalEvent[];
}

/** Those that are to be looked for now, the oldest first. */
export function dueOf(hidden: readonly HiddenOrder[], now: number): string[] {
	const due = hidden.filter(({ next }) => next <= now);
	return due.slice(0, LOOKS_PER_STEP).map(({ id }) => id);
}

/** Those that are looked for further on; `unknown` are the orders that Allegro has just said it does not know. */
export function stillHidden(
	call: Call,
	before: readonly HiddenOrder[],
	looked: { asked: readonly string[]; unknown: readonly string[] },
	byForm: ReadonlyMap<string, JournalEvent[]>,
	now: number,
): HiddenOrder[] {
	const known = new Map(before.map((one) => [one.id, one]));
	const unknown = looked.unknown.map((id): HiddenOrder => {
		const since = known.get(id)?.since ?? now;
		// As long again as it has been looked for: most of them went into another order and never come.
		const pause = Math.min(HOUR_MS, Math.max(MINUTE_MS, now - since));
		return { id, since, next: now + pause, events: eachOnce(byForm.get(id) ?? []) };
	});
	const waiting = before.filter(({ id }) => !looked.asked.includes(id));
	const all = [...waiting, ...unknown].sort((a, b) => a.since - b.since);
	// Each is looked for once more when its time is over.
	const hidden = all
		.filter((one) => now - one.since < HIDDEN_MS || waiting.includes(one))
		.slice(-MOST_HIDDEN);
	const fresh = unknown.filter(({ id }) => !known.has(id));
	tell(
		call,
		fresh,
		'Orders of the journal that cannot be read yet and are requested again for 24 hours',
	);
	const given = all.filter((one) => !hidden.includes(one));
	tell(
		call,
		given,
		'Orders of the journal that never became readable, probably because they were merged into others',
	);
	return hidden;
}

/** The journal may show the same event at several polls. */
function eachOnce(events: readonly JournalEvent[]): JournalEvent[] {
	return [...new Map(events.map((event) => [JSON.stringify(event), event])).values()];
}

function tell(call: Call, orders: readonly HiddenOrder[], what: string): void {
	if (orders.length === 0) return;
	const ids = orders.slice(0, NAMED).map(({ id }) => id);
	const named = ids.join(', ') + (orders.length > NAMED ? ' …' : '');
	call.hint(`${what}: ${orders.length} (${named})`);
}
