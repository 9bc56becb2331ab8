import type { Call } from '../../../core/node/call';
import { object } from '../../../core/order/read';
import { pages, styleOf } from '../../../core/paging/pages';
import { windows } from '../../../core/paging/windows';
import { naver } from '../naver.marketplace';
import { kst } from '../naver.time';
import type { OrderGroup, OrderGroups } from './details';

const SEARCH = '/v1/pay-order/seller/product-orders';
const WINDOW_MS = 24 * 60 * 60_000;
const PAGE_SIZE = 300;

/** Orders placed between `from` and `to`, with all their lines: those share the time of the order. */
export async function* searchedOrders(
	call: Call,
	groups: OrderGroups,
	from: number,
	to: number,
): AsyncGenerator<OrderGroup[]> {
	const style = styleOf(naver, SEARCH);
	for (const [start, end] of windows(from, to, WINDOW_MS)) {
		const query = {
			from: kst(start),
			to: kst(end),
			rangeType: 'ORDERED_DATETIME',
			pageSize: PAGE_SIZE,
			page: 1,
			quantityClaimCompatibility: true,
		};
		for await (const page of pages(
			call.client.send,
			{ method: 'GET', path: SEARCH, query },
			style,
		)) {
			yield groups.add(
				page.items.map((item) => object(object(item).content)),
				new Map(),
			);
		}
	}
}
