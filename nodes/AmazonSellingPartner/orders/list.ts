import type { ListCursor } from '../../../core/operations/cursor';
import type { OrderSource } from '../../../core/operations/orders';
import type { Call } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { toOrder } from './mapping';
import { toOrderOfReport } from './reports/mapping';
import { toOrderV0 } from './v0/mapping';
import { ORDER_ID } from './filters';
import { includedData } from './parameters';
import { getOrderV0, isV0, listOrdersV0, type V0Raw } from './v0/list';
import { readOrders, wayOf } from './reports/choice';
import type { ReportedOrder } from './reports/windows';
import { chosenSites, getOrder, type SearchOrder } from './search';

/** An order as either version of the API, or a report, has it. */
export type AmazonRaw =
	| { version: '2026-01-01'; order: SearchOrder }
	| { version: 'report'; order: ReportedOrder }
	| V0Raw;

/** Orders of one seller, by the version of the API that the user chose. */
export const orders: OrderSource<AmazonRaw> = {
	idPattern: ORDER_ID,
	id: (raw) => {
		if (raw.version === 'v0') return text(raw.order.AmazonOrderId) ?? '';
		if (raw.version === 'report') return raw.order.rows[0]['amazon-order-id'].trim();
		return text(raw.order.orderId) ?? '';
	},
	get: async (call, orderId) =>
		isV0(call) ? await getOrderV0(call, orderId) : tagged(await getOrder(call, orderId)),
	list: (call, limit, cursor) =>
		isV0(call) && wayOf(call) !== 'report'
			? listOrdersV0(call, limit, cursor as ListCursor<V0Raw> | undefined)
			: newer(call, limit, cursor),
	resumes: (call) => [isV0(call), chosenSites(call), wayOf(call)],
	toOrder: (raw, call) => {
		const { account } = call.client.connection;
		if (raw.version === 'report') {
			return toOrderOfReport(raw.order.rows, { account, sites: raw.order.sites });
		}
		const context = { account, includedData: includedData(call) };
		return raw.version === 'v0' ? toOrderV0(raw, context) : toOrder(raw.order, context);
	},
	asSent: (raw) => {
		// v0 sends the items by themselves; here they stand under the name that Amazon gives them.
		if (raw.version === 'v0') return [{ ...raw.order, OrderItems: raw.items }];
		return raw.version === 'report' ? raw.order.rows : [raw.order];
	},
};

async function* newer(
	call: Call,
	limit: number,
	cursor: ListCursor<AmazonRaw> | undefined,
): AsyncGenerator<AmazonRaw[]> {
	for await (const part of readOrders(call, limit, cursor as ListCursor<unknown> | undefined)) {
		yield part.map((entry) => {
			if ('searched' in entry) return tagged(entry.searched);
			return 'searchedV0' in entry
				? entry.searchedV0
				: { version: 'report', order: entry.reported };
		});
	}
}

function tagged(order: SearchOrder): AmazonRaw {
	return { version: '2026-01-01', order };
}
