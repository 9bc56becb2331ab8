import type { ApiResponse } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { invalidCursor, type ListCursor } from '../../../core/operations/cursor';
import { object } from '../../../core/orders/read';
import { pages, styleOf } from '../../../core/lists/pages';
import { byTime, windows } from '../../../core/lists/windows';
import { clock, DAY_MS } from '../../../core/request/clock';
import { onlyNewAnswers } from '../answers';
import { naver } from '../marketplace';
import { koreanMs, kst } from './time';
import type { Detail, OrderGroup, OrderGroups } from './details';

const SEARCH = '/v1/pay-order/seller/product-orders';
const WINDOW_MS = DAY_MS;
const PAGE_SIZE = 300;

/**
 * Orders placed between `from` and `to`, with all their lines: those share the time of the order, and so
 * the window, but perhaps not the page.
 */
export async function* searchedOrders(
	call: Call,
	groups: OrderGroups,
	from: number,
	to: number,
	cursor?: ListCursor<OrderGroup>,
): AsyncGenerator<OrderGroup[]> {
	const begin = readStart(cursor, { start: from, end: to });
	// Of what is still to come there is nothing to read.
	const until = Math.min(begin.end, clock.now());
	const refuseOld = onlyNewAnswers();
	for (const [start, end] of windows(begin.start, until, WINDOW_MS)) {
		const found: Detail[] = [];
		for await (const page of readWindow(call, start, end, refuseOld)) found.push(...page);
		// In parts, so that whoever goes on later need not begin with the day again.
		for (const { part, behind } of byTime(groups.add(found, new Map()), orderedAt, PAGE_SIZE)) {
			if (behind < end) cursor?.advance({ start: behind, end: begin.end });
			yield part;
		}
		cursor?.advance({ start: end, end: begin.end });
		yield [];
	}
}

/** `refuseOld` knows the windows before: see `onlyNewAnswers`. */
export async function* readWindow(
	call: Call,
	from: number,
	to: number,
	refuseOld: (response: ApiResponse) => void,
): AsyncGenerator<Detail[]> {
	const query = {
		from: kst(from),
		to: kst(to),
		rangeType: 'ORDERED_DATETIME',
		pageSize: PAGE_SIZE,
		page: 1,
		quantityClaimCompatibility: true,
	};
	const request = { method: 'GET', path: SEARCH, query } as const;
	for await (const { items, response } of pages(
		call.client.send,
		request,
		styleOf(naver, SEARCH),
	)) {
		refuseOld(response);
		yield items.map((item) => object(object(item).content));
	}
}

function orderedAt({ details: [line] }: OrderGroup): number | null {
	return koreanMs(object(line.order).orderDate);
}

interface Start {
	start: number;
	/** Fixed by the first run, so that the windows of all runs are the same. */
	end: number;
}

function readStart(cursor: ListCursor<OrderGroup> | undefined, otherwise: Start): Start {
	const read = { ...otherwise, ...cursor?.start } as Start;
	if (Number.isSafeInteger(read.start) && Number.isSafeInteger(read.end)) return read;
	throw invalidCursor();
}
