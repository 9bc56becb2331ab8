import type { Call } from '../../../core/node/call';
import { object, text } from '../../../core/order/read';
import { ahead, pipelined } from '../../../core/paging/ordered';
import { pages, styleOf } from '../../../core/paging/pages';
import { clock } from '../../../core/transport/clock';
import { ListTrouble } from '../../../core/transport/trouble';
import { naver } from '../naver.marketplace';
import { kst } from '../naver.time';
import {
	details,
	MAX_IDS,
	productOrderId,
	type Detail,
	type OrderGroup,
	type OrderGroups,
} from './details';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
/** The feed shows no more than this at once. See marketplaces: Naver, 5.2. */
const WINDOW_MS = 24 * 60 * 60_000;

/** The feed may round. */
const TOLERANCE_MS = 1000;

/** A row of the feed: the latest change of one product order. */
type Change = Record<string, unknown>;

/**
 * Orders whose lines changed from `from` on, up to `to` or up to now. The feed tells what changed, the
 * query tells how it is now; both have a quota of their own, so they run side by side.
 */
export async function* changedOrders(
	call: Call,
	groups: OrderGroups,
	from: number,
	to?: number,
): AsyncGenerator<OrderGroup[]> {
	const batches = inBatches(ahead(changes(call, from, to), 2));
	for await (const { found, changedAt } of pipelined(batches, hydrate(call), 3)) {
		yield groups.add(found, changedAt);
	}
}

/**
 * Window after window. What changes while we read moves to the end of the feed, so without `to` the last
 * window stays open and is read until it has caught up with the present.
 */
async function* changes(call: Call, from: number, to?: number): AsyncGenerator<Change[]> {
	const style = styleOf(naver, FEED);
	for (let start = from; start < (to ?? clock.now()); start += WINDOW_MS) {
		const end = Math.min(start + WINDOW_MS, to ?? Infinity);
		const query = {
			lastChangedFrom: kst(start),
			...(to === undefined && end > clock.now() ? {} : { lastChangedTo: kst(end) }),
			limitCount: MAX_IDS,
		};
		for await (const page of pages(call.client.send, { method: 'GET', path: FEED, query }, style)) {
			const rows = page.items.map(object);
			checkTimes(rows, start, end);
			yield rows;
		}
	}
}

/** Rows of another time mean that the feed did not answer what was asked, so something is missing. */
function checkTimes(rows: Change[], start: number, end: number): void {
	const isOutside = rows.some(({ lastChangedDate }) => {
		const at = Date.parse(String(lastChangedDate));
		return at < start - TOLERANCE_MS || at > end + TOLERANCE_MS;
	});
	if (!isOutside) return;
	throw new ListTrouble(
		'The feed of changes answered for another time than asked',
		'The list was not read to its end, so nothing is shown as complete. Try again later',
	);
}

/** As many ids as one query takes, across pages and windows: half-empty queries cost as much as full ones. */
async function* inBatches(source: AsyncIterable<Change[]>): AsyncGenerator<Map<string, Change>> {
	let batch = new Map<string, Change>();
	for await (const page of source) {
		for (const change of page) {
			batch.set(text(change.productOrderId) ?? '', change);
			if (batch.size < MAX_IDS) continue;
			yield batch;
			batch = new Map();
		}
	}
	if (batch.size > 0) yield batch;
}

interface Hydrated {
	found: Detail[];
	changedAt: Map<string, string>;
}

/** Details of a batch. What Naver leaves out is not lost: the feed's own row stands in for it. */
function hydrate(call: Call): (batch: Map<string, Change>) => Promise<Hydrated> {
	return async (batch) => {
		const found = await details(call, [...batch.keys()]);
		const got = new Set(found.map(productOrderId));
		const leftOut = [...batch].filter(([id]) => !got.has(id));
		if (leftOut.length > 0) {
			const ids = leftOut.slice(0, 5).map(([id]) => id);
			call.hint(`Naver gave no details of ${leftOut.length} product orders (${ids.join(', ')} …)`);
		}
		const changedAt = new Map<string, string>();
		for (const [id, change] of batch) {
			const at = text(change.lastChangedDate);
			if (at !== null) changedAt.set(id, at);
		}
		return { found: [...found, ...leftOut.map(([, change]) => standIn(change))], changedAt };
	};
}

function standIn(change: Change): Detail {
	const { orderId, paymentDate, ...productOrder } = change;
	return { order: { orderId, paymentDate }, productOrder };
}
