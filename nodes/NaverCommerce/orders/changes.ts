import type { Call } from '../../../core/operations/call';
import { invalidCursor, type ListCursor } from '../../../core/operations/cursor';
import { object, text } from '../../../core/orders/read';
import { prefetch, pipeline } from '../../../core/lists/side-by-side';
import { pages, styleOf } from '../../../core/lists/pages';
import { clock, DAY_MS } from '../../../core/request/clock';
import { UnexpectedResponseError } from '../../../core/request/errors';
import { onlyNewAnswers } from '../answers';
import { naver, type NextChange } from '../marketplace';
import { koreanMs, kst } from './time';
import {
	details,
	MAX_IDS,
	productOrderId,
	type Detail,
	type OrderGroup,
	type OrderGroups,
} from './details';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
/** The feed shows no more than this at once. See BEHAVIOR.md, Requests and time. */
const WINDOW_MS = DAY_MS;

/** So often details are asked for, so long apart. */
const TRIES = 2;
const PAUSE_MS = 2000;
/** The feed may round. */
const TOLERANCE_MS = 1000;

/** A row of the feed: the latest change of one product order. */
export type Change = Record<string, unknown>;

/**
 * Orders whose lines changed from `from` on, up to `to` or up to now. The feed says what changed, the query says
 * how it is now; both have a quota of their own, so they run side by side.
 */
export async function* changedOrders(
	call: Call,
	groups: OrderGroups,
	from: number,
	to?: number,
	cursor?: ListCursor<OrderGroup>,
): AsyncGenerator<OrderGroup[]> {
	const begin = readStart(cursor, from);
	const isKept = cursor?.isResumable === true;
	const end = to !== undefined && to < clock.now() ? to : undefined;
	const batches = inBatches(prefetch(changes(call, begin, end), 2), isKept);
	for await (const { found, changedAt, behind } of pipeline(batches, hydrate(call), 3)) {
		if (behind) cursor?.advance({ ...behind });
		yield groups.add(found, changedAt);
	}
}

/** Where the feed is read on: a window, and Naver's own word for a page of it. */
interface Start {
	start: number;
	more?: NextChange;
}

function readStart(cursor: ListCursor<OrderGroup> | undefined, from: number): Start {
	const { start = from, more } = cursor?.start ?? {};
	const { lastChangedFrom, moreSequence } = object(more);
	const isSequence = moreSequence === undefined || text(moreSequence) !== null;
	const isPage = more === undefined || (text(lastChangedFrom) !== null && isSequence);
	if (Number.isSafeInteger(start) && isPage) return { start, more } as Start;
	throw invalidCursor();
}

/** Rows of the feed, and where it goes on behind them; nowhere behind the last page of the open window. */
interface FeedPage {
	rows: Change[];
	behind?: Start;
}

/**
 * Window after window. What changes while we read moves to the end of the feed, so without `to` the last
 * window stays open and is read until it has caught up with the present.
 */
async function* changes(call: Call, begin: Start, to?: number): AsyncGenerator<FeedPage> {
	const style = styleOf(naver, FEED);
	let { more } = begin;
	const refuseOld = onlyNewAnswers();
	for (let { start } = begin; start < (to ?? clock.now()); start += WINDOW_MS) {
		const end = Math.min(start + WINDOW_MS, to ?? Infinity);
		const isOpen = to === undefined && end > clock.now();
		const query = {
			lastChangedFrom: kst(start),
			...(isOpen ? {} : { lastChangedTo: kst(end) }),
			limitCount: MAX_IDS,
			...more,
		};
		more = undefined;
		const request = { method: 'GET', path: FEED, query } as const;
		for await (const page of pages(call.client.send, request, style)) {
			refuseOld(page.response);
			const rows = page.items.map(object);
			checkTimes(rows, start, end);
			const further = page.next() as Start['more'];
			const nextWindow = isOpen ? undefined : { start: end };
			yield { rows, behind: further ? { start, more: further } : nextWindow };
		}
	}
}

/** Rows of another time mean that the feed did not answer what was asked, so something is missing. */
export function checkTimes(rows: Change[], start: number, end: number): void {
	const isOutside = rows.some(({ lastChangedDate }) => {
		const at = koreanMs(lastChangedDate);
		return at !== null && (at < start - TOLERANCE_MS || at > end + TOLERANCE_MS);
	});
	if (!isOutside) return;
	throw new UnexpectedResponseError(
		'The feed of changes answered for another time than requested',
		'The list could not be read to its end. Try again later',
	);
}

interface Batch {
	changes: Map<string, Change>;
	/** Where the feed goes on behind all of it; unknown before the first page has been used up. */
	behind?: Start;
}

interface Hydrated {
	found: Detail[];
	changedAt: Map<string, string>;
	behind?: Start;
}

/** As many ids as one query takes, across pages and windows: half-empty queries cost as much as full ones. */
async function* inBatches(source: AsyncIterable<FeedPage>, byPage: boolean): AsyncGenerator<Batch> {
	let changes = new Map<string, Change>();
	let behind: Start | undefined;
	for await (const page of source) {
		for (const change of page.rows) {
			if (changes.size >= MAX_IDS) {
				yield { changes, behind };
				changes = new Map();
			}
			// Rows without a number are not the same row.
			changes.set(text(change.productOrderId) ?? JSON.stringify(change), change);
		}
		behind = page.behind;
		if (!byPage || changes.size === 0) continue;
		// Whoever goes on later begins with a page, so no page may be in two batches.
		yield { changes, behind };
		changes = new Map();
	}
	if (changes.size > 0) yield { changes, behind };
}

/** Details of a batch. What Naver leaves out is not lost: the feed's own row stands in for it. */
function hydrate(call: Call): (batch: Batch) => Promise<Hydrated> {
	return async ({ changes: batch, behind }) => {
		// Naver refuses a query with an id that is none, and all others with it.
		const asked = [...batch.values()].flatMap((change) => text(change.productOrderId) ?? []);
		const found = await allDetails(call, asked);
		const got = new Set(found.map(productOrderId));
		const leftOut = [...batch].filter(([id]) => !got.has(id));
		if (leftOut.length > 0) {
			const ids = leftOut.slice(0, 5).map(([, change]) => text(change.productOrderId) ?? '?');
			call.hint(
				`Naver returned no details for ${leftOut.length} product orders (${ids.join(', ')} …)`,
			);
		}
		const changedAt = new Map<string, string>();
		for (const [id, change] of batch) {
			const at = text(change.lastChangedDate);
			if (at !== null) changedAt.set(id, at);
		}
		return {
			found: [...found, ...leftOut.map(([, change]) => standIn(change))],
			changedAt,
			behind,
		};
	};
}

/** What Naver leaves out it may have a moment later: it has just listed it. */
async function allDetails(call: Call, asked: readonly string[]): Promise<Detail[]> {
	const found: Detail[] = [];
	for (let attempt = 1, missing = [...asked]; missing.length > 0; attempt++) {
		found.push(...(await details(call, missing)));
		const got = new Set(found.map(productOrderId));
		missing = missing.filter((id) => !got.has(id));
		if (missing.length === 0 || attempt === TRIES) break;
		await clock.sleep(PAUSE_MS);
	}
	return found;
}

export function standIn(change: Change): Detail {
	const { orderId, paymentDate, ...productOrder } = change;
	return { order: { orderId, paymentDate }, productOrder };
}
