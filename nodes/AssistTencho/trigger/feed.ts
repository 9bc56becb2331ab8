import { createHash } from 'crypto';
import type { Call } from '../../../core/operations/call';
import { object } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import type {
	FeedStart,
	Feed,
	Checkpoint,
	OrderChange,
	FeedStep,
} from '../../../core/triggers/feed';
import { clock, DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { ListError } from '../../../core/request/errors';
import { contentHash } from '../orders/content-hash';
import { toOrder } from '../orders/mapping';
import { orders, searchOrders, type Found } from '../orders/list';

/** More orders than this cannot be remembered; a search that finds so many has to be narrowed. */
const MOST = 20_000;
/** What the clocks of Japan are ahead of UTC. */
const JAPAN_MS = 9 * HOUR_MS;

/**
 * The vendor has published no feed, no time of a change and no order of the list: what has changed is seen by
 * comparing. So the checkpoint is what was there before: revisions by order, both shortened.
 */
interface Progress {
	known: Record<string, string>;
	/** What was searched for: another search finds orders that are only new to it. */
	search: string;
	/** When the newest order that was found was placed, by the shop's clock. */
	newest: number;
	/** Of the answer that told so: as long as the same comes again, nothing has changed. */
	digest?: string;
	/** From when on orders of it are no longer in the future, and it has to be read again. */
	until?: number;
}

export const feed: Feed<Found> = { comparesContent: true, start, next, recent };

/**
 * From now on: what is there now is known already. No time is compared, so no clock can be wrong. From a
 * time on: known is what is surely older; from one that is hardly over, all that is not surely younger.
 */
async function start(call: Call, from?: number, isPresent?: boolean): Promise<FeedStart> {
	const { changes: found } = await search(call);
	const isKnown = ({ at: time, facts: { orderCreated: placed } }: OrderChange<Found>) => {
		if (from === undefined) return true;
		if (isPresent) return placed === null || !mayBePlacedAfter(placed, from) || time < from;
		return placed !== null && !mayBePlacedAfter(placed, from) && time < from;
	};
	const checkpoint = remember(found.filter(isKnown), {
		known: {},
		search: searchOf(call),
		newest: 0,
	});
	return { checkpoint, at: isPresent ? 0 : (from ?? 0) };
}

/** Where the order has a date without a time, it stands for the whole day. */
function mayBePlacedAfter(placed: number, from: number): boolean {
	return placed + (isDay(placed) ? DAY_MS : 0) > from;
}

function isDay(placed: number): boolean {
	return (placed + JAPAN_MS) % DAY_MS === 0;
}

/** A new order of a day may have come at the end of it, but not later than now: else the first day has no events. */
function atLatest(change: Known): Known {
	const { orderCreated: placed } = change.facts;
	if (typeof placed !== 'number' || !isDay(placed)) return change;
	const latest = Math.max(placed, Math.min(placed + DAY_MS - 1, clock.now()));
	return { ...change, at: Math.max(change.at, latest), facts: { orderCreated: latest } };
}

async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<Found>> {
	const before = checkpoint as unknown as Progress;
	const { known, newest, until = Infinity } = before;
	const current = searchOf(call);
	const isSameSearch = before.search === current;
	const knownDigest = isSameSearch && clock.now() < until ? before.digest : undefined;
	const { changes: found, digest, isKnown } = await search(call, knownDigest);
	if (isKnown === true) return { changes: [], checkpoint, done: true };
	const changes = found.flatMap((change) => {
		const revision = known[short(change.id)];
		if (revision === short(change.revision) || revision === short(change.former)) return [];
		// What was there before is not new, whatever its dates are; it has changed since the last look.
		if (revision !== undefined) {
			return { ...change, at: Math.max(change.at, clock.now()), facts: {} };
		}
		const isNew = isSameSearch || (change.facts.orderCreated ?? 0) > newest;
		return isNew ? atLatest(change) : [];
	});
	const progress = { known, search: current, newest, digest };
	return { changes, checkpoint: remember(found, progress), done: true };
}

async function recent(call: Call, count: number): Promise<Array<OrderChange<Found>>> {
	return (await search(call)).changes.slice(-count).reverse();
}

interface Known extends OrderChange<Found> {
	/** The revision as it was kept before the content alone was one. */
	former: string;
}

interface Answer {
	changes: Known[];
	digest?: string;
	isKnown?: boolean;
}

/** All that the user's search finds; nothing of an answer with the known digest. */
async function search(call: Call, knownDigest = ''): Promise<Answer> {
	const { found, ...answer } = await searchOrders(call, knownDigest);
	const changes = found.map(toOrderChange);
	if (changes.length <= MOST) return { changes, ...answer };
	throw new ListError(
		`The search finds ${changes.length} orders, more than the trigger can compare`,
		`Choose search parameters that find fewer than ${MOST}`,
	);
}

function toOrderChange(raw: Found): Known {
	const [sent] = orders.asSent(raw);
	const { id, placedAt, updatedAt } = toOrder(sent, { account: null });
	const revision = contentHash(object(sent));
	const placed = timeOf(placedAt);
	return {
		raw,
		// An order without a number that anybody knows is recognised by its content.
		id: id === '' ? revision : id,
		revision,
		former: updatedAt ?? revision,
		at: timeOf(updatedAt) ?? placed ?? clock.now(),
		facts: { orderCreated: placed },
	};
}

/** The newest last: those that are found no more are forgotten first. */
function remember(found: Array<OrderChange<Found>>, before: Progress): Checkpoint {
	const entries = new Map(Object.entries(before.known));
	for (const { id, revision } of found) {
		entries.delete(short(id));
		entries.set(short(id), short(revision));
	}
	// An order from the future, e.g. one that is booked for later, says nothing of those that come before it.
	const now = clock.now();
	const times = found.map(({ facts }) => facts.orderCreated ?? 0);
	const until = times.filter((time) => time > now).reduce((a, b) => Math.min(a, b), Infinity);
	return {
		...before,
		known: Object.fromEntries([...entries].slice(-MOST)),
		newest: times.filter((time) => time <= now).reduce((a, b) => Math.max(a, b), before.newest),
		...(until < Infinity && { until }),
	};
}

/** As the user wrote it: an expression such as "the last seven days" is the same search at every poll. */
function searchOf(call: Call): string {
	const { filters = {}, parameters, splitProperty } = call.context.getNode().parameters;
	return short(JSON.stringify([filters, parameters, splitProperty]));
}

function short(value: string): string {
	return createHash('sha256').update(value).digest('base64url').slice(0, 11);
}
