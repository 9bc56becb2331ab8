import { DateTime } from 'luxon';
import type { Call } from '../../../core/operations/call';
import type { ApiResponse, Query } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import { checkIds } from '../../../core/lists/blocks';
import { isEnd, itemsOf } from '../../../core/lists/pages';
import { clock } from '../../../core/request/clock';
import { pathSegment } from '../../../core/request/address';
import { UnexpectedResponseError } from '../../../core/request/errors';
import type {
	FeedStart,
	Feed,
	Checkpoint,
	OrderChange,
	FeedStep,
} from '../../../core/triggers/feed';
import { serverTime } from '../../../core/request/server-clock';
import { isIncomplete, modifiedAt, timeOf, toOrderChange, type RawOrder } from './events';
import { ROUND } from '../marketplace';
import { idOf as numberOf, PAGE_SIZE, PATH, WITH_LINES } from '../orders/list';
import { withProducts } from '../orders/products';
import { readFeedQuery, type FeedQuery } from './options';

const SECOND_MS = 1000;
/** Read again each time: a change may come into the index a little later than its time says. */
const OVERLAP_MS = 120_000;
/** `date_modified` has seconds: until one is over, the order may change again and keep its time. */
const SETTLED_MS = 2 * SECOND_MS;
/** Checkouts under way that are remembered; whoever takes longer than so many others is new when he pays. */
const MOST_INCOMPLETE = 1000;

/** Where the feed stands: in the list of orders by `date_modified`. */
interface Progress {
	/** All that changed before this was shown; ISO 8601. */
	since: string;
	/** While one second with more than a page of changes is read by id: the last one that was shown. */
	afterId: number | null;
	/** While more pages follow: when the first of those was read that reach into the present. */
	near?: number;
	/** Ids of checkouts that may still become orders, oldest first. */
	incomplete: string[];
}

export const feed: Feed<RawOrder> = { start, next, recent };

/** Checkouts that are under way are asked for: they are no orders yet, and keep the time of their start. */
async function start(call: Call, from?: number): Promise<FeedStart> {
	const wanted = { ...readFeedQuery(call).query, status_id: 0, sort: 'id:desc', limit: PAGE_SIZE };
	const incomplete: string[] = [];
	let at = from;
	for (let query: Query = wanted; incomplete.length < PAGE_SIZE;) {
		const response = await call.client.send({ method: 'GET', path: PATH, query });
		at ??= serverTime(response);
		const ids = read(response).map(idOf);
		incomplete.push(...ids);
		if (isEnd(ids.length, PAGE_SIZE, ROUND)) break;
		query = { ...wanted, max_id: Number(ids.at(-1)) - 1 };
	}
	const progress: Progress = {
		since: iso(at as number),
		afterId: null,
		incomplete: incomplete.reverse(),
	};
	return { checkpoint: { ...progress }, at: at as number };
}

async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<RawOrder>> {
	const before = checkpoint as unknown as Progress;
	const wish = readFeedQuery(call);
	let page = await readPage(call, wish, before);
	if (
		wish.events.includes('orderUpdated') &&
		before.afterId === null &&
		page.unsettled.length > 0
	) {
		await clock.sleep(SETTLED_MS);
		page = await readPage(call, wish, before);
		// What has changed once more meanwhile is left to the next poll.
		page.orders = page.orders.filter((order) => !page.unsettled.includes(order));
	}
	const { changes, incomplete } = changesOf(page.orders, wish, before.incomplete);
	const { done, ...moved } = move(before, page);
	return { changes, checkpoint: { ...moved, incomplete }, done };
}

interface FeedPage {
	orders: RawOrder[];
	/** Those that may change again within the second of their last change. */
	unsettled: RawOrder[];
	isFull: boolean;
	/** When, by the clock of the store. */
	readAt: number;
}

async function readPage(call: Call, { query }: FeedQuery, progress: Progress): Promise<FeedPage> {
	const { afterId } = progress;
	const since = Date.parse(progress.since);
	// A second more on each side: whether the ends are included is not documented.
	const range: Query =
		afterId === null
			? { min_date_modified: iso(since - SECOND_MS), sort: 'date_modified:asc' }
			: {
					min_date_modified: iso(since - SECOND_MS),
					max_date_modified: iso(since + SECOND_MS),
					min_id: afterId + 1,
					sort: 'id:asc',
				};
	const response = await call.client.send({
		method: 'GET',
		path: PATH,
		query: { ...query, ...WITH_LINES, ...range, limit: PAGE_SIZE },
	});
	const orders = read(response);
	checkTimes(orders, since - SECOND_MS);
	// Without their ids, orders of one second cannot be read on.
	if (afterId !== null) checkIds(orders.map(numberOf), {});
	return {
		orders,
		unsettled: unsettledOf(orders, response),
		isFull: !isEnd(orders.length, PAGE_SIZE, ROUND),
		readAt: serverTime(response),
	};
}

/** Rows of another time are an answer to another question: the checkpoint would move past what is still to come. */
function checkTimes(orders: readonly RawOrder[], from: number): void {
	if (!orders.some((order) => (timeOf(order.date_modified) ?? from) < from)) return;
	throw new UnexpectedResponseError(
		'The marketplace returned other orders than requested',
		'Nothing is lost: the next poll continues from the same place',
	);
}

/** What claims to be changed in the future is not waited for. */
function unsettledOf(orders: RawOrder[], response: ApiResponse): RawOrder[] {
	const now = serverTime(response);
	return orders.filter((order) => Math.abs(modifiedAt(order) - now) < SETTLED_MS);
}

/** The checkpoint behind a page. Times can be the same for more orders than a page holds; ids cannot. */
function move(
	before: Progress,
	{ orders, isFull, readAt }: FeedPage,
): Omit<Progress, 'incomplete'> & { done: boolean } {
	const { since, afterId } = before;
	const last = orders.at(-1);
	const newest = last ? modifiedAt(last) : 0;
	const near = before.near ?? (newest > readAt - OVERLAP_MS ? readAt : undefined);
	const onward = near === undefined ? {} : { near };
	if (afterId !== null) {
		if (isFull && last) return { ...onward, since, afterId: numberOf(last), done: false };
		const behind = iso(Date.parse(since) + SECOND_MS);
		return { ...onward, since: behind, afterId: null, done: false };
	}
	if (!isFull) {
		// An order from the future would take the checkpoint along, past all that changes before its time.
		const past = orders.findLast((order) => modifiedAt(order) <= readAt);
		const end = past ? modifiedAt(past) - OVERLAP_MS : Date.parse(since);
		// Into pages that were left some time ago, a change may have come late.
		const late = (before.near ?? Infinity) - OVERLAP_MS;
		return { since: iso(Math.min(end, late)), afterId: null, done: true };
	}
	const isStuck = newest <= Date.parse(since);
	return isStuck
		? { ...onward, since, afterId: 0, done: false }
		: { ...onward, since: iso(newest), afterId: null, done: false };
}

function changesOf(
	orders: readonly RawOrder[],
	wish: FeedQuery,
	before: readonly string[],
): { changes: Array<OrderChange<RawOrder>>; incomplete: string[] } {
	const incomplete = new Set(before);
	const changes: Array<OrderChange<RawOrder>> = [];
	for (const order of orders) {
		const wasIncomplete = incomplete.delete(idOf(order));
		if (isIncomplete(order)) incomplete.add(idOf(order));
		if (isIncomplete(order) && !wish.withIncomplete) continue;
		changes.push(toOrderChange(order, wasIncomplete && !wish.withIncomplete));
	}
	return { changes, incomplete: [...incomplete].slice(-MOST_INCOMPLETE) };
}

async function recent(call: Call, count: number): Promise<Array<OrderChange<RawOrder>>> {
	const wish = readFeedQuery(call);
	const limit = Math.min(count, PAGE_SIZE);
	const query = { ...wish.query, ...WITH_LINES, sort: 'date_modified:desc', limit };
	const orders = read(await call.client.send({ method: 'GET', path: PATH, query }));
	return orders
		.filter((order) => wish.withIncomplete || !isIncomplete(order))
		.map((order) => toOrderChange(order));
}

/** One order as it is now; for its states, once the second of its last change is over. */
export async function lookUp(
	call: Call,
	orderId: string,
	wasIncomplete: boolean,
): Promise<OrderChange<RawOrder> | undefined> {
	const wish = readFeedQuery(call);
	const request = {
		method: 'GET',
		path: `${PATH}/${pathSegment(orderId)}`,
		query: WITH_LINES,
	} as const;
	let response = await call.client.send(request);
	const isUnsettled = unsettledOf([object(response.body)], response).length > 0;
	if (wish.events.includes('orderUpdated') && isUnsettled) {
		await clock.sleep(SETTLED_MS);
		response = await call.client.send(request);
	}
	const [order] = await withProducts(call, [object(response.body)]);
	if (isIncomplete(order) && !wish.withIncomplete) return undefined;
	return toOrderChange(order, wasIncomplete && !wish.withIncomplete);
}

function read(response: ApiResponse): RawOrder[] {
	return itemsOf(response, (body) => body as unknown[]).map(object);
}

function idOf(order: RawOrder): string {
	return text(order.id) ?? '';
}

function iso(ms: number): string {
	return utcIso(DateTime.fromMillis(Math.max(0, ms)));
}
