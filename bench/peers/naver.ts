import type { IDataObject } from 'n8n-workflow';

import { korean, rows, type Ask, type Peer } from './peer';

const BASE = '/v1/pay-order/seller/product-orders';
const DAY_MS = 24 * 60 * 60_000;

/** Ids of the changed lines, a day at a time, each with the order that it belongs to. */
async function* changes(ask: Ask, from: number, now: number): AsyncGenerator<IDataObject[]> {
	for (let begin = from; begin < now; begin += DAY_MS) {
		const lastChangedTo = korean(Math.min(begin + DAY_MS, now));
		let query: Record<string, string | number> = { lastChangedFrom: korean(begin), lastChangedTo };
		for (;;) {
			const path = `${BASE}/last-changed-statuses`;
			const answer = (await ask({ path, query: { ...query, limitCount: 300 } })) as IDataObject;
			const data = (answer.data ?? {}) as IDataObject;
			yield rows(data.lastChangeStatuses);
			const more = data.more as { moreFrom: string; moreSequence: string } | undefined;
			if (!more) break;
			query = { ...query, lastChangedFrom: more.moreFrom, moreSequence: more.moreSequence };
		}
	}
}

/** The feed, and a query for as many lines as fit. */
function withQueries(name: string, idsAtOnce: number): Peer {
	return {
		marketplace: 'naver',
		name,
		lagMs: 0,
		async since(ask, from, now) {
			const orders = new Set<string>();
			for await (const page of changes(ask, from, now)) {
				const ids = page.map(({ productOrderId }) => String(productOrderId));
				for (let at = 0; at < ids.length; at += idsAtOnce) {
					const productOrderIds = ids.slice(at, at + idsAtOnce);
					await ask({ method: 'POST', path: `${BASE}/query`, body: { productOrderIds } });
				}
				for (const { orderId } of page) orders.add(String(orderId));
			}
			return [...orders];
		},
	};
}

export const naverQueries = withQueries('HTTP Request: feed + query of 300 lines', 300);
export const naverOneByOne = withQueries('feed + a query a line', 1);
