import type { Call } from '../../../core/operations/call';
import type { Query } from '../../../core/marketplace';
import { DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { serverTime } from '../../../core/request/server-clock';
import type {
	Checkpoint,
	Feed,
	FeedStart,
	FeedStep,
	OrderChange,
} from '../../../core/triggers/feed';
import { fromIso, orderedSince, readWish } from '../orders/filters';
import { storefrontsOf } from '../orders/storefront-lists';
import { createdAt, Grouping, type ListedOrder, type UnitPage, unitPages } from '../orders/units';
import { wholeOrders } from '../orders/whole-orders';
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

/** One reading of the lists, each from its newest piece to its oldest. Times in milliseconds since 1970. */
interface Round {
	/** When its first page was read, by Kaufland's clock. */
	at: number;
	/** Whether it reads what was ordered since `from`, instead of what has changed since. */
	isSweep: boolean;
	from: number;
	/** What is left to read; the first of them is being read. */
	lists: List[];
	/** Where its next page begins, and when the piece before it was ordered. */
	offset: number;
	tail: number | null;
}

/** Of a storefront; `null`: of all, or of the one that the user has chosen. */
type List = string | null;

/** Where the feed stands. */
interface Progress {
	/** All that changed before this was shown. */
	since: number;
	sweptAt: number;
	/** What together is all, as far as it is known; found out anew with each sweep. */
	lists: List[];
	/** The filters that Kaufland applies: with others, these are other lists, and a place in them is another place. */
	filters: string;
	/** While it goes on. */
	round?: Round;
}

export const feed: Feed<RawOrder> = { start, next, recent };

async function start(call: Call, from?: number): Promise<FeedStart> {
	const page = await newestPage(call);
	const at = from ?? serverTime(page.response);
	const lists = await listsOf(call, page);
	const progress: Progress = { since: at, sweptAt: at, lists, filters: written(call) };
	return { checkpoint: { ...progress }, at };
}

/** The checkpoint, or after the user has changed the filters its times alone. */
async function current(call: Call, kept: Progress): Promise<Progress> {
	const filters = written(call);
	if (kept.filters === filters) return kept;
	const { round: _over, ...times } = kept;
	return { ...times, lists: await listsOf(call, await newestPage(call)), filters };
}

function written(call: Call): string {
	return JSON.stringify(filtersOf(call));
}

async function newestPage(call: Call): Promise<UnitPage> {
	for await (const page of unitPages(call, filtersOf(call))) return page;
	throw new Error('A list has at least one page');
}

/**
 * Whether a list without `storefront` is of all is not confirmed, but where it shows two, it is. Else each storefront
 * is asked for by its name.
 */
async function listsOf(call: Call, { units }: UnitPage): Promise<List[]> {
	const seen = new Set(units.map(({ storefront }) => storefront));
	if (filtersOf(call).storefront !== undefined || seen.size > 1) return [null];
	const names = await storefrontsOf(call.client.send);
	return names.length > 0 ? names : [null];
}

/** What never changes is left to Kaufland; the rest is looked at when the order was read. */
function filtersOf(call: Call): Query {
	const { storefront, fulfillment_type: type } = readWish(call, triggerFilters).query;
	return { storefront, fulfillment_type: type };
}

/**
 * Some pages of the list of what has changed since. Nothing leaves it while it is read (see `unitPages`), so its
 * place is good for the next step, too: what has come in front meanwhile only shows pieces again.
 */
async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<RawOrder>> {
	const before = await current(call, checkpoint as unknown as Progress);
	const begun = before.round ?? newRound(before, { isSweep: false, from: before.since });
	const { round, isLast, listed } = await readPages(call, begun);
	// Of an older order, only the pieces that have changed are in the list.
	const isWhole = (raw: RawOrder): boolean => orderedSince(raw, round.from);
	const changes: Array<OrderChange<RawOrder>> = [];
	for await (const raw of wholeOrders(call, listed, isWhole)) changes.push(toOrderChange(raw));
	changes.sort((a, b) => a.at - b.at);
	const lists = isLast ? round.lists.slice(1) : round.lists;
	if (lists.length === 0) return { changes, ...(await endOf(call, before, round)) };
	const onward = isLast ? { ...round, ...FIRST_PAGE, lists } : round;
	return { changes, checkpoint: { ...before, round: { ...onward } }, done: false };
}

const FIRST_PAGE = { offset: 0, tail: null } as const;

function newRound({ lists }: Progress, kind: Pick<Round, 'isSweep' | 'from'>): Round {
	return { at: 0, ...kind, lists, ...FIRST_PAGE };
}

interface PagesRead {
	round: Round;
	isLast: boolean;
	listed: ListedOrder[];
}

async function readPages(call: Call, begun: Round): Promise<PagesRead> {
	let round = begun;
	const { isSweep, from, lists } = round;
	const [storefront] = lists;
	const query = {
		...filtersOf(call),
		[isSweep ? 'ts_created_from_iso' : 'ts_updated_from_iso']: fromIso(from),
		...(storefront !== null && { storefront }),
	};
	const grouping = new Grouping(round.tail);
	const listed: ListedOrder[] = [];
	let pages = 0;
	for await (const { units, response, isLast } of unitPages(call, query, round.offset)) {
		listed.push(...grouping.add(units));
		round = {
			...round,
			at: round.at || serverTime(response),
			offset: round.offset + units.length,
			tail: createdAt(units.at(-1)) ?? round.tail,
		};
		if (isLast) return { round, isLast, listed: [...listed, ...grouping.end()] };
		if (++pages === PAGES_PER_STEP) break;
	}
	return { round, isLast: false, listed: [...listed, ...grouping.stop()] };
}

/** Behind a round: the next sweep, if it is time for it, or the end. */
async function endOf(
	call: Call,
	{ round: _ended, ...kept }: Progress,
	{ at, isSweep }: Round,
): Promise<Pick<FeedStep<RawOrder>, 'checkpoint' | 'done'>> {
	if (isSweep) return { checkpoint: { ...kept, sweptAt: at }, done: true };
	const moved = { ...kept, since: Math.max(kept.since, at - OVERLAP_MS) };
	if (at - kept.sweptAt < SWEEP_EVERY_MS) return { checkpoint: moved, done: true };
	const onward = { ...moved, lists: await listsOf(call, await newestPage(call)) };
	const round = newRound(onward, { isSweep: true, from: at - SWEEP_MS });
	return { checkpoint: { ...onward, round: { ...round } }, done: false };
}

/** The newest orders; without a start, Kaufland lists by creation first. */
async function recent(call: Call, count: number): Promise<Array<OrderChange<RawOrder>>> {
	const { units, isLast } = await newestPage(call);
	const grouping = new Grouping();
	const listed = [...grouping.add(units), ...(isLast ? grouping.end() : grouping.stop())];
	const found: RawOrder[] = [];
	for await (const raw of wholeOrders(call, listed)) found.push(raw);
	return found
		.map(toOrderChange)
		.sort((a, b) => b.at - a.at)
		.slice(0, count);
}
