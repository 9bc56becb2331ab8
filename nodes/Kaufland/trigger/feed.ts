import type { Call } from '../../../core/operations/call';
import type { Query } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { serverTime } from '../../../core/request/server-clock';
import type {
	Checkpoint,
	Feed,
	FeedStart,
	FeedStep,
	OrderChange,
} from '../../../core/triggers/feed';
import { fromIso, readWish } from '../orders/filters';
import { unlistedStorefronts } from '../orders/storefront-lists';
import { createdAt, Grouping, NEWEST_FIRST, orderIdOf, unitPages, UNITS } from '../orders/units';
import { readOrders } from '../orders/whole-orders';
import type { RawOrder } from '../orders/wire';
import { toOrderChange } from './events';
import { triggerFilters } from './options';

/** Read again each time: a change may come into the list a little later than its time says. */
const OVERLAP_MS = 120_000;
/** Pages of one step. */
const PAGES_PER_STEP = 5;
/** Whether every change moves the time of its piece is not confirmed: so often the newest orders are looked at again. */
const SWEEP_EVERY_MS = 6 * HOUR_MS;
const SWEEP_MS = 3 * DAY_MS;

/** One reading of the list, from its newest piece to its oldest. Times in milliseconds since 1970. */
interface Round {
	/** When its first page was read, by Kaufland's clock. */
	at: number;
	/** Whether it reads what was ordered since `from`, instead of what has changed since. */
	isSweep: boolean;
	from: number;
	/** Where the next page begins, and when the piece before it was ordered. */
	offset: number;
	tail: number | null;
	/** Storefronts that the list has shown. */
	seen: string[];
	/** Storefronts whose own lists follow; the first of them is being read, if `isNamed`. */
	named: string[];
	isNamed: boolean;
}

/** Where the feed stands. */
interface Progress {
	/** All that changed before this was shown. */
	since: number;
	sweptAt: number;
	/** Whether a list without a storefront was seen to be of several. */
	isOfAll: boolean;
	/** While it goes on. */
	round?: Round;
}

export const feed: Feed<RawOrder> = { start, next, recent };

async function start(call: Call, from?: number): Promise<FeedStart> {
	const at = from ?? (await presentOf(call));
	const progress: Progress = { since: at, sweptAt: at, isOfAll: false };
	return { checkpoint: { ...progress }, at };
}

async function presentOf(call: Call): Promise<number> {
	const query = { ...filtersOf(call), ...NEWEST_FIRST, limit: 1 };
	return serverTime(await call.client.send({ method: 'GET', path: UNITS, query }));
}

/** What never changes is left to Kaufland; the rest is looked at when the order was read. */
function filtersOf(call: Call): Query {
	const { storefront, fulfillment_type: type } = readWish(call, triggerFilters).query;
	return { storefront, fulfillment_type: type };
}

/**
 * Some pages of the list of what has changed since. Nothing leaves it while it is read (see `NEWEST_FIRST`), so its
 * place is good for the next step, too: what has come in front meanwhile only shows pieces again.
 */
async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<RawOrder>> {
	const before = checkpoint as unknown as Progress;
	const filters = filtersOf(call);
	const { round, isLast, changes } = await readPages(
		call,
		filters,
		before.round ?? newRound(before),
	);
	const progress: Progress = {
		...before,
		isOfAll: before.isOfAll || (!round.isNamed && round.seen.length > 1),
		round,
	};
	if (!isLast) return { changes, checkpoint: { ...progress }, done: false };
	const named = await followingLists(call, progress, round, filters);
	const onward: Round = { ...round, ...FIRST_PAGE, named, isNamed: true };
	if (named.length > 0) return { changes, checkpoint: { ...progress, round: onward }, done: false };
	return { changes, ...endOf(progress, round) };
}

const FIRST_PAGE = { offset: 0, tail: null } as const;

function newRound({ since }: Pick<Progress, 'since'>): Round {
	const isNamed = false;
	return { at: 0, isSweep: false, from: since, ...FIRST_PAGE, seen: [], named: [], isNamed };
}

interface PagesRead {
	round: Round;
	isLast: boolean;
	changes: Array<OrderChange<RawOrder>>;
}

async function readPages(call: Call, filters: Query, started: Round): Promise<PagesRead> {
	let round = started;
	let isLast = false;
	const { isSweep, from, named, isNamed } = round;
	const range = { [isSweep ? 'ts_created_from_iso' : 'ts_updated_from_iso']: fromIso(from) };
	const query = { ...filters, ...range, ...(isNamed && { storefront: named[0] }) };
	const grouping = new Grouping(round.tail);
	const changes: Array<OrderChange<RawOrder>> = [];
	const asked = new Set<string>();
	let pages = 0;
	for await (const { units, response, isLast: isEnd } of unitPages(call, query, round.offset)) {
		const seen = units.map((unit) => text(unit.storefront) ?? '');
		round = {
			...round,
			at: round.at || serverTime(response),
			offset: round.offset + units.length,
			tail: createdAt(units.at(-1)) ?? round.tail,
			seen: [...new Set([...round.seen, ...seen])],
		};
		const { whole, split } = grouping.add(units, isEnd);
		for (const raw of whole) {
			// Of an older order, only the pieces that have changed are in the list.
			if (isFrom(raw, from)) changes.push(toOrderChange(raw));
			else split.push(orderIdOf(raw));
		}
		for (const id of split) asked.add(id);
		isLast = isEnd;
		if (isEnd || ++pages === PAGES_PER_STEP) break;
	}
	for (const id of grouping.stop().split) asked.add(id);
	for await (const raw of readOrders(call, asked)) changes.push(toOrderChange(raw));
	return { round, isLast, changes: changes.sort((a, b) => a.at - b.at) };
}

function isFrom(raw: RawOrder, from: number): boolean {
	return (raw.order_units ?? []).every((unit) => (createdAt(unit) ?? -1) >= from);
}

/** Storefronts that the list may have left out, until one was seen to be of several; see `unlistedStorefronts`. */
async function followingLists(
	call: Call,
	{ isOfAll }: Progress,
	{ isNamed, named, seen }: Round,
	{ storefront }: Query,
): Promise<string[]> {
	if (isNamed) return named.slice(1);
	if (isOfAll || storefront !== undefined) return [];
	return await unlistedStorefronts(call, new Set(seen));
}

/** Behind a round: the next sweep, if it is time for it, or the end. */
function endOf(
	progress: Progress,
	{ at, isSweep }: Round,
): Pick<FeedStep<RawOrder>, 'checkpoint' | 'done'> {
	const { round: _ended, ...kept } = progress;
	if (isSweep) return { checkpoint: { ...kept, sweptAt: at }, done: true };
	const moved = { ...kept, since: Math.max(kept.since, at - OVERLAP_MS) };
	if (at - kept.sweptAt < SWEEP_EVERY_MS) return { checkpoint: moved, done: true };
	const round: Round = { ...newRound({ since: at - SWEEP_MS }), isSweep: true };
	return { checkpoint: { ...moved, round: { ...round } }, done: false };
}

/** The newest orders; without a start, Kaufland lists by creation first. */
async function recent(call: Call, count: number): Promise<Array<OrderChange<RawOrder>>> {
	const grouping = new Grouping();
	const found: RawOrder[] = [];
	const asked = new Set<string>();
	for await (const { units, isLast } of unitPages(call, filtersOf(call))) {
		const { whole, split } = grouping.add(units, isLast);
		found.push(...whole);
		for (const id of [...split, ...grouping.stop().split]) asked.add(id);
		break;
	}
	for await (const raw of readOrders(call, asked)) found.push(raw);
	return found
		.map(toOrderChange)
		.sort((a, b) => b.at - a.at)
		.slice(0, count);
}
