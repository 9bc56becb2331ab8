import type { Call } from '../../core/node/call';
import type { ApiResponse, Query } from '../../core/marketplace';
import { object, text } from '../../core/order/read';
import { timeOf } from '../../core/order/time';
import { itemsOf, styleOf } from '../../core/paging/pages';
import type { Beginning, Feed, Position, Sighting, Step } from '../../core/trigger/feed';
import { serverTime } from '../../core/trigger/server-time';
import { clock } from '../../core/transport/clock';
import { raise, Refused } from '../../core/transport/trouble';
import { answerId, refuseRepeated } from './naver.answer';
import { naver } from './naver.marketplace';
import { toSightings } from './naver.sighting';
import { kst } from './naver.time';
import { details, MAX_IDS, productOrderId, type OrderGroup } from './operations/details';
import { checkTimes, standIn, type Change } from './operations/changes';
import { wholeOrders } from './operations/whole';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
const WINDOW_MS = 24 * 60 * 60_000;
/** Every read begins this long before the newest change of the last one: a change may be written late. */
const OVERLAP_MS = 5 * 60_000;
/** Days that are looked through for an example. */
const DAYS_BACK = 7;

/** Where the feed stands. See marketplaces: Naver, 5.2. */
interface Place {
	/** Every change before it was shown, in milliseconds since 1970. */
	from: number;
	/** The next page of a window that is not read to its end yet, in Naver's own words. */
	more?: { lastChangedFrom: string; moreSequence: string };
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
}

/** The feed tells which lines have changed; the query tells how they, and the rest of their orders, are now. */
export const feed: Feed<OrderGroup> = { start, next, recent };

async function start(call: Call, from?: number): Promise<Beginning> {
	const response = await read(call, {
		// Whatever our clock says, this is in the past.
		lastChangedFrom: kst(clock.now() - WINDOW_MS / 2),
		limitCount: 1,
	});
	const begin = from ?? serverTime(response);
	return { position: at({ from: begin, newest: begin, shown: [] }), at: begin };
}

async function next(call: Call, kept: Position): Promise<Step<OrderGroup>> {
	const place = kept as unknown as Place;
	const begin = Math.max(0, place.from - OVERLAP_MS);
	const to = place.to ?? (begin + WINDOW_MS < clock.now() ? begin + WINDOW_MS : undefined);
	const query = {
		lastChangedFrom: kst(begin),
		lastChangedTo: to === undefined ? undefined : kst(to),
		limitCount: MAX_IDS,
		...place.more,
	};
	const response = await readPage(call, query, place.more !== undefined);
	// Naver no longer knows the page: the window is read again from its beginning.
	if (response === undefined) return { sightings: [], position: at(restart(place)), done: false };
	refuseRepeated(place.answer, response);
	const rows = rowsOf(response);
	// A later row than asked for would move the place over all between.
	checkTimes(rows, begin, to ?? Infinity);
	const fresh = rows.filter((row) => !place.shown.includes(keyOf(row)));
	const more = moreOf(query, response);
	const now = serverTime(response);
	// A row from the future would take the place in the feed along.
	const newest = Math.max(place.newest, ...rows.map(changedAt).filter((time) => time <= now));
	const near = place.near ?? (newest > now - OVERLAP_MS ? now : undefined);
	const onward = { more, newest, ...(to && { to }), ...(near && { near }) };
	const behind = more
		? { ...place, ...onward }
		: closed(place, rows, newest, Math.min(to ?? Infinity, now - OVERLAP_MS), to);
	const done = more === undefined && (to === undefined || to >= now);
	// Only for the next window: a page that leads to itself must be seen to stand still.
	const answer = done || more ? undefined : answerId(response);
	const position = at({ ...behind, ...(answer && { answer }) });
	return { sightings: await hydrate(call, fresh), position, done };
}

async function readPage(
	call: Call,
	query: Query,
	isPage: boolean,
): Promise<ApiResponse | undefined> {
	try {
		return await read(call, query);
	} catch (error) {
		const isRefused = error instanceof Refused && error.verdict === 'invalid';
		return isPage && isRefused ? undefined : raise(error);
	}
}

function restart({ from, newest, shown }: Place): Place {
	return { from, newest, shown };
}

/** A window that was read to its end: the next one begins with its newest change, or where it ended. */
function closed(place: Place, rows: Change[], newest: number, end: number, to?: number): Place {
	const reached = to === undefined ? newest : Math.max(newest, end);
	// Into pages that were left some time ago, a change may have been written late.
	const from = Math.min(reached, place.near ?? Infinity);
	const isOverlap = (row: Change) => changedAt(row) >= from - OVERLAP_MS;
	const before = place.shown.slice(-MAX_IDS);
	const shown = new Set([...before, ...rows.filter(isOverlap).map(keyOf)]);
	return { from, newest: from, shown: rows.length === 0 ? place.shown : [...shown] };
}

function moreOf(query: Query, response: ApiResponse): Place['more'] {
	const itemCount = rowsOf(response).length;
	const change = styleOf(naver, FEED).next({ query, response, itemCount });
	return change as Place['more'];
}

/** The orders of these rows as they are now. What Naver leaves out is not lost: the row stands in for it. */
async function hydrate(call: Call, rows: readonly Change[]): Promise<Array<Sighting<OrderGroup>>> {
	const changes = new Map(rows.map((row) => [text(row.productOrderId) ?? '', row]));
	// Naver refuses a query with an id that is none, and all others with it.
	changes.delete('');
	if (changes.size === 0) return [];
	const found = await details(call, [...changes.keys()]);
	for (const detail of found) changes.delete(productOrderId(detail));
	const lines = [...found, ...[...changes.values()].map(standIn)];
	const times = new Map(
		rows.map((row) => [text(row.productOrderId) ?? '', text(row.lastChangedDate) ?? '']),
	);
	const accepted = new Map(
		rows
			.filter((row) => text(row.lastChangedType) === 'GIFT_RECEIVED')
			.map((row) => [text(row.productOrderId) ?? '', changedAt(row)]),
	);
	const orders = await wholeOrders(call, lines);
	return [...orders].flatMap(([orderId, order]) => toSightings(orderId, order, times, accepted));
}

async function read(call: Call, query: Query): Promise<ApiResponse> {
	return await call.client.send({ method: 'GET', path: FEED, query });
}

function rowsOf(response: ApiResponse): Change[] {
	return itemsOf(response, styleOf(naver, FEED).items).map(object);
}

function changedAt(row: Change): number {
	return timeOf(row.lastChangedDate) ?? 0;
}

function keyOf({ productOrderId: id, lastChangedDate, lastChangedType }: Change): string {
	return [id, lastChangedDate, lastChangedType].map((part) => text(part) ?? '').join('|');
}

function at(place: Place): Position {
	return { ...place } as unknown as Position;
}

/** The last changes of the last day on which there were any. */
async function recent(call: Call, count: number): Promise<Array<Sighting<OrderGroup>>> {
	const now = clock.now();
	for (let day = 1; day <= DAYS_BACK; day++) {
		const [from, to] = [now - day * WINDOW_MS, now - (day - 1) * WINDOW_MS];
		const query = { lastChangedFrom: kst(from), lastChangedTo: kst(to), limitCount: MAX_IDS };
		const rows = rowsOf(await read(call, query));
		if (rows.length > 0) return (await hydrate(call, rows.slice(-count))).reverse();
	}
	return [];
}
