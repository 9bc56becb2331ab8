import type { Call } from '../../../core/operations/call';
import type { ApiResponse, Query } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { itemsOf, styleOf } from '../../../core/lists/pages';
import { completePage } from '../../../core/lists/complete';
import { chunks } from '../../../core/lists/windows';
import type {
	FeedStart,
	Feed,
	Checkpoint,
	OrderChange,
	FeedStep,
} from '../../../core/triggers/feed';
import { serverTime } from '../../../core/request/server-clock';
import { clock, DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { raise, ResponseError } from '../../../core/request/errors';
import { answerId, refuseRepeated } from '../answers';
import { changeExtent, naver, type NextChange } from '../marketplace';
import { toOrderChanges } from './events';
import { koreanMs, kst } from '../orders/time';
import { details, MAX_IDS, productOrderId, type Detail, type OrderGroup } from '../orders/details';
import { checkTimes, standIn, type Change } from '../orders/changes';
import { fullOrders } from '../orders/full-orders';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
const WINDOW_MS = DAY_MS;
/** Every read begins this long before the newest change of the last one: a change may be written late. */
const OVERLAP_MS = 5 * 60_000;
/** So long the details of a row may be missing before the row is shown without them. No report says how long. */
const LATE_MS = HOUR_MS;
/** More rows are not waited for. */
const MOST_LATE = 300;
/** Days that are looked through for an example. */
const DAYS_BACK = 7;

/** Where the feed stands. See BEHAVIOR.md, Trigger. */
interface Progress {
	/** Every change before it was shown, in milliseconds since 1970. */
	from: number;
	/** The next page of a window that is not read to its end yet, in Naver's own words. */
	more?: NextChange;
	/** End of that window. */
	to?: number;
	/** While more pages follow: when the first of those was read that reach into the present. */
	near?: number;
	/** The answer before, within one poll: see `refuseRepeated`. */
	answer?: string;
	/** Newest change that was shown in it. */
	newest: number;
	/** Rows of the overlap that were shown already. */
	shown: string[];
	/** Whether Naver has refused a page, and the window is read again for that. */
	refused?: true;
	/** Rows of which Naver gives no details yet. */
	late?: LateRow[];
}

/** A row, and when its details were first asked for, by Naver's clock. */
interface LateRow {
	row: Change;
	since: number;
}

/** The feed says which lines have changed; the query says how they, and the rest of their orders, are now. */
export const feed: Feed<OrderGroup> = { start, next, recent };

async function start(call: Call, from?: number): Promise<FeedStart> {
	const response = await read(call, {
		// Whatever our clock says, this is in the past.
		lastChangedFrom: kst(clock.now() - WINDOW_MS / 2),
		limitCount: 1,
	});
	const begin = from ?? serverTime(response);
	return { checkpoint: checkpointOf({ from: begin, newest: begin, shown: [] }), at: begin };
}

async function next(call: Call, kept: Checkpoint): Promise<FeedStep<OrderGroup>> {
	const progress = kept as unknown as Progress;
	const begin = Math.max(0, progress.from - OVERLAP_MS);
	const to = progress.to ?? (begin + WINDOW_MS < clock.now() ? begin + WINDOW_MS : undefined);
	const query = {
		lastChangedFrom: kst(begin),
		lastChangedTo: to === undefined ? undefined : kst(to),
		limitCount: MAX_IDS,
		...progress.more,
	};
	const response = await readPage(call, query, progress);
	// Naver no longer knows the page: the window is read again from its start.
	if (response === undefined)
		return { changes: [], checkpoint: checkpointOf(restart(progress)), done: false };
	refuseRepeated(progress.answer, response);
	const rows = rowsOf(response);
	// A later row than asked for would move the checkpoint over all between.
	checkTimes(rows, begin, to ?? Infinity);
	const fresh = rows.filter((row) => !progress.shown.includes(keyOf(row)));
	const more = moreOf(query, response);
	const now = serverTime(response);
	// A row from the future would take the checkpoint along.
	const newest = Math.max(progress.newest, ...rows.map(changedAt).filter((time) => time <= now));
	const near = progress.near ?? (newest > now - OVERLAP_MS ? now : undefined);
	const onward = { more, newest, ...(to && { to }), ...(near && { near }) };
	const behind = more
		? { ...progress, ...onward }
		: closed(progress, rows, newest, Math.min(to ?? Infinity, now - OVERLAP_MS), to);
	const done = more === undefined && (to === undefined || to >= now);
	// Only for the next window: a page that leads to itself must be seen to stand still.
	const answer = done || more ? undefined : answerId(response);
	const { changes: orderChanges, late } = await hydrate(call, fresh, progress.late ?? [], now);
	// A page behind the first has come: pages are not refused any more.
	const refused = more && progress.more === undefined ? progress.refused : undefined;
	const checkpoint = checkpointOf({
		...behind,
		answer,
		refused,
		late: late.length > 0 ? late : undefined,
	});
	return { changes: orderChanges, checkpoint, done };
}

/** A page; nothing, where Naver refuses to go on with it. If it does so again, that has to be reported. */
async function readPage(
	call: Call,
	query: Query,
	{ more, refused }: Progress,
): Promise<ApiResponse | undefined> {
	try {
		return await read(call, query);
	} catch (error) {
		const isRefused = error instanceof ResponseError && error.verdict === 'invalid';
		return more && isRefused && !refused ? undefined : raise(error);
	}
}

function restart({ from, newest, shown, late }: Progress): Progress {
	return { from, newest, shown, refused: true, late };
}

/** A window that was read to its end: the next one begins with its newest change, or where it ended. */
function closed(
	progress: Progress,
	rows: Change[],
	newest: number,
	end: number,
	to?: number,
): Progress {
	const reached = to === undefined ? newest : Math.max(newest, end);
	// Into pages that were left some time ago, a change may have been written late.
	const from = Math.min(reached, progress.near ?? Infinity);
	const isOverlap = (row: Change) => changedAt(row) >= from - OVERLAP_MS;
	const before = progress.shown.slice(-MAX_IDS);
	const shown = new Set([...before, ...rows.filter(isOverlap).map(keyOf)]);
	return { from, newest: from, shown: rows.length === 0 ? progress.shown : [...shown] };
}

function moreOf(query: Query, response: ApiResponse): Progress['more'] {
	const itemCount = rowsOf(response).length;
	const change = styleOf(naver, FEED).next({ query, response, itemCount });
	return change as Progress['more'];
}

/** What came of the look at rows. */
interface Hydrated {
	changes: Array<OrderChange<OrderGroup>>;
	/** Rows whose details are still to come. */
	late: LateRow[];
}

/**
 * The orders of these rows as they are now. Details that Naver leaves out are asked for again at the next polls;
 * in the end the row stands in for them, so nothing is lost.
 */
async function hydrate(
	call: Call,
	rows: readonly Change[],
	before: readonly LateRow[],
	now: number,
	waitMs = LATE_MS,
): Promise<Hydrated> {
	const since = new Map(before.map((late) => [idOf(late.row), late.since]));
	const changes = new Map(
		[...before.map(({ row }) => row), ...rows].map((row) => [idOf(row), row]),
	);
	// Naver refuses a query with an id that is none, and all others with it.
	if (changes.delete('')) call.hint('Naver lists a change without a product order number');
	const found: Detail[] = [];
	for (const ids of chunks([...changes.keys()], MAX_IDS)) found.push(...(await details(call, ids)));
	const times = new Map([...changes].map(([id, row]) => [id, text(row.lastChangedDate) ?? '']));
	const accepted = new Map(
		[...changes]
			.filter(([, row]) => text(row.lastChangedType) === 'GIFT_RECEIVED')
			.map(([id, row]) => [id, changedAt(row)]),
	);
	for (const detail of found) changes.delete(productOrderId(detail));
	const leftOut = [...changes].map(([id, row]) => ({ row, since: since.get(id) ?? now }));
	const late = leftOut.filter((one) => now - one.since < waitMs).slice(-MOST_LATE);
	const given = leftOut.filter((one) => !late.includes(one)).map(({ row }) => row);
	tellLate(
		call,
		late.filter((one) => one.since === now).map(({ row }) => row),
	);
	const orders = await fullOrders(call, [...found, ...given.map(standIn)]);
	const orderChanges = [...orders].flatMap(([orderId, order]) =>
		toOrderChanges(orderId, order, times, accepted),
	);
	return { changes: orderChanges, late };
}

function tellLate(call: Call, rows: readonly Change[]): void {
	if (rows.length === 0) return;
	const ids = rows.slice(0, 3).map(idOf).join(', ') + (rows.length > 3 ? ' …' : '');
	call.hint(
		`Naver has no details yet for ${rows.length} product orders (${ids}). They are requested again for an hour`,
	);
}

function idOf(row: Change): string {
	return text(row.productOrderId) ?? '';
}

/** An answer that holds as many rows as it says. */
async function read(call: Call, query: Query): Promise<ApiResponse> {
	const again = async () => await call.client.send({ method: 'GET', path: FEED, query });
	const extent = (response: ApiResponse) => changeExtent(rowsOf(response).length, response.body);
	return await completePage(await again(), 0, { again, extent });
}

function rowsOf(response: ApiResponse): Change[] {
	return itemsOf(response, styleOf(naver, FEED).items).map(object);
}

function changedAt(row: Change): number {
	return koreanMs(row.lastChangedDate) ?? 0;
}

function keyOf({ productOrderId: id, lastChangedDate, lastChangedType }: Change): string {
	return [id, lastChangedDate, lastChangedType].map((part) => text(part) ?? '').join('|');
}

/** As n8n keeps it: without what is not there. */
function checkpointOf(progress: Progress): Checkpoint {
	const there = Object.entries(progress).filter(([, value]) => value !== undefined);
	return Object.fromEntries(there) as Checkpoint;
}

/** The last changes of the last day on which there were any. */
async function recent(call: Call, count: number): Promise<Array<OrderChange<OrderGroup>>> {
	const now = clock.now();
	for (let day = 1; day <= DAYS_BACK; day++) {
		const [from, to] = [now - day * WINDOW_MS, now - (day - 1) * WINDOW_MS];
		const query = { lastChangedFrom: kst(from), lastChangedTo: kst(to), limitCount: MAX_IDS };
		const rows = rowsOf(await read(call, query));
		if (rows.length === 0) continue;
		// There is no next poll that could emit what is late.
		const { changes: orderChanges } = await hydrate(call, rows.slice(-count), [], now, 0);
		return orderChanges.reverse();
	}
	return [];
}
