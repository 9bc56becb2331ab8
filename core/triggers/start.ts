import { createHash } from 'crypto';
import type { INodeParameters } from 'n8n-workflow';

import { type Call, readTime, requireText } from '../operations/call';
import { clock, DAY_MS } from '../request/clock';
import { InvalidInputError } from '../request/errors';
import type { FeedStart, Trigger } from './feed';
import { accountOf, beginOf, type StateBackup, type TriggerState } from './state';
import { EmittedEvents } from './dedupe';

/** The last event of the old account was emitted; what came just before it may not have been shown yet. */
const OVERLAP_MS = 10 * 60_000;
/** What happened so long before the newest event was shown, however late a list is. */
const SHOWN_AFTER_MS = DAY_MS;
/** Starts of which is known what was shown since. */
const MOST_SHOWN = 20;
/** The marketplace tells its time in whole seconds. */
const SECOND_MS = 1000;

/**
 * Where this poll starts. The first one, and one after the user has chosen another start, start there. With
 * another account behind the credential, checkpoints mean nothing; the time of the last event still does. That
 * goes for a renamed node, too. Other filters go on from the same checkpoint, and emit nothing from before; so does
 * an event that is added, while the others go on as they were. `published`: the present that 'Now' means, by our own clock.
 */
export async function startOf<Raw extends object>(
	call: Call,
	trigger: Pick<Trigger<Raw>, 'feed' | 'selectedBy'>,
	kept: StateBackup | undefined,
	events: string,
	published: number,
): Promise<TriggerState> {
	const { feed } = trigger;
	const from = chosenStart(call);
	const choice = from === undefined ? 'now' : written(call);
	const account = accountOf(call.client);
	const selection = { events, filters: filtersOf(call, trigger.selectedBy ?? []) };
	const isSame = isSameSelection(kept, selection);
	if (kept?.choice !== choice) {
		const { checkpoint, at } =
			from === undefined ? await present(call, feed, published) : await feed.start(call, from);
		const fresh = { checkpoint, at, begin: at, seen: {}, account, choice, ...selection };
		const isComparable = isSame && feed.comparesContent !== true;
		return kept ? { ...fresh, ...known(kept, fresh, isComparable) } : fresh;
	}
	// A feed that compares no times has none to go on from.
	const since = feed.comparesContent ? undefined : lastTime(kept);
	const { checkpoint } = kept;
	if (checkpoint === undefined) {
		const { checkpoint, at: begin } =
			since === undefined ? await present(call, feed, published) : await feed.start(call, since);
		// What was emitted is not known any more, so nothing from before counts.
		return { ...kept, checkpoint, begin, account, ...selection };
	}
	if (kept.account !== account) {
		const { checkpoint } = await feed.start(call, since);
		// Only an account with a name is surely another; new keys may be those of the same seller.
		const isNamed = call.client.connection.account !== null;
		const begin = isNamed ? (since ?? kept.begin) : kept.begin;
		const seen = isNamed ? EmittedEvents.without(kept.seen, [], []) : kept.seen;
		return { ...kept, checkpoint, begin, seen, account, ...selection, shown: undefined };
	}
	const next = { ...kept, checkpoint, ...selection };
	if (isSame) return next;
	const begin = since ?? kept.begin;
	const isSameFilter = kept.filters === undefined || kept.filters === selection.filters;
	if (!isSameFilter) return { ...next, begin, shown: undefined };
	return { ...next, begins: beginsOf(kept, events, begin), shown: undefined };
}

/** An event that is chosen now begins now; the others go on from where they began. */
function beginsOf(kept: StateBackup, events: string, now: number): Record<string, number> {
	const former = new Set(kept.events?.split(','));
	return Object.fromEntries(
		events.split(',').map((event) => [event, former.has(event) ? beginOf(kept, event) : now]),
	);
}

/** What was emitted stays emitted, wherever the feed starts; what happened before the old start never was. */
function known(
	kept: StateBackup,
	{ account, events }: TriggerState,
	isComparable: boolean,
): Pick<TriggerState, 'seen' | 'shown'> {
	const isSame = kept.account === account && (kept.events === undefined || kept.events === events);
	// Of another account or event, nothing but what has its key was emitted.
	if (!isSame) return { seen: EmittedEvents.without(kept.seen, [], []) };
	if (!isComparable) return { seen: kept.seen };
	const now: [number, number] = [kept.begin, Math.min(kept.at, clock.now()) - SHOWN_AFTER_MS];
	const shown = [...(kept.shown ?? []), now].filter(([from, to]) => from < to);
	return { seen: kept.seen, shown: shown.slice(-MOST_SHOWN) };
}

/**
 * From now on, and now is when the workflow was published: the marketplace may have been out of reach since. How
 * long ago that is, our clock knows even if it is wrong; the time it was, theirs.
 */
async function present<Raw extends object>(
	call: Call,
	feed: Trigger<Raw>['feed'],
	published: number,
): Promise<FeedStart> {
	const beginning = await feed.start(call);
	const now = clock.now();
	const waitedMs = now - published;
	if (waitedMs < SECOND_MS) return beginning;
	return await feed.start(call, (feed.comparesContent ? now : beginning.at) - waitedMs, true);
}

/** Up to when all was emitted, surely. A time that claims to be in the future is none. */
function lastTime({ begin, at }: StateBackup): number {
	return Math.max(begin, Math.min(at, clock.now()) - OVERLAP_MS);
}

/**
 * As the user wrote it: an expression such as "yesterday" gives another date at every poll, and a date without
 * an offset another time in another time zone; each is one and the same choice.
 */
function written(call: Call): string {
	return String(call.context.getNode().parameters.startDate);
}

/** What decides which orders the user hears of, as he wrote it. */
function filtersOf(call: Call, selectedBy: readonly string[]): string {
	const { parameters } = call.context.getNode();
	const chosen = ['filters', ...selectedBy].map((name) => plain(parameters[name]));
	if (chosen.every((value) => value === undefined)) return '';
	return createHash('sha256').update(JSON.stringify(chosen)).digest('base64url').slice(0, 11);
}

/** The order in which filters were added means nothing, and none are as good as an empty collection. */
function plain(value: INodeParameters[string] | undefined): unknown {
	if (typeof value !== 'object' || value === null || value instanceof Array) return value;
	const entries = Object.entries(value as INodeParameters).sort(([a], [b]) => (a < b ? -1 : 1));
	return entries.length === 0 ? undefined : entries;
}

function isSameSelection(
	kept: StateBackup | undefined,
	{ events, filters }: Pick<TriggerState, 'events' | 'filters'>,
): boolean {
	const isSameEvent = kept?.events === undefined || kept.events === events;
	return isSameEvent && (kept?.filters === undefined || kept.filters === filters);
}

function chosenStart(call: Call): number | undefined {
	const startFrom = call.parameter<string>('startFrom', 'now');
	if (startFrom === 'now') return undefined;
	if (startFrom !== 'date')
		throw new InvalidInputError("'Start From' is unknown", 'Possible values: now, date');
	const label = 'Start Date';
	const value = call.parameter<unknown>('startDate', '');
	// n8n 2 gives what an expression returns: not a text, but luxon's DateTime.
	const written = typeof value === 'object' && value !== null ? value : requireText(value, label);
	const date = readTime(written, label, call.context.getTimezone()).toMillis();
	if (date <= clock.now()) return date;
	throw new InvalidInputError(`'${label}' is in the future`, "Choose an earlier date, or 'Now'");
}
