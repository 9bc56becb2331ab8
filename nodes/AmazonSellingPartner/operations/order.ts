import type { OrderSource } from '../../../core/node/orders';
import type { Call } from '../../../core/node/call';
import { BadInput } from '../../../core/transport/trouble';
import { toOrder } from '../amazon.order';
import { toOrderV0 } from '../amazonV0.order';
import { ORDER_ID } from './filters';
import { includedData } from './included';
import { getOrderV0, listOrdersV0, type V0Raw } from './ordersV0';
import { getOrder, searchOrders, type SearchOrder } from './search';

/** An order as either version of the API sends it. */
export type AmazonRaw = { version: '2026-01-01'; order: SearchOrder } | V0Raw;

/** Orders of one seller, by the version of the API that the user chose. */
export const orders: OrderSource<AmazonRaw> = {
	idPattern: ORDER_ID,
	id: (raw) => String(raw.version === 'v0' ? raw.order.AmazonOrderId : raw.order.orderId),
	get: async (call, orderId) =>
		isV0(call) ? await getOrderV0(call, orderId) : tagged(await getOrder(call, orderId)),
	list: (call, limit) => (isV0(call) ? listOrdersV0(call, limit) : search(call, limit)),
	toOrder: (raw, call) => {
		const context = {
			account: call.client.connection.account,
			includedData: includedData(call),
		};
		return raw.version === 'v0' ? toOrderV0(raw, context) : toOrder(raw.order, context);
	},
	// v0 sends the items by themselves; here they stand under the name that Amazon gives them.
	asSent: (raw) => (raw.version === 'v0' ? [{ ...raw.order, OrderItems: raw.items }] : [raw.order]),
};

async function* search(call: Call, limit: number): AsyncGenerator<AmazonRaw[]> {
	for await (const page of searchOrders(call, limit)) yield page.map(tagged);
}

function tagged(order: SearchOrder): AmazonRaw {
	return { version: '2026-01-01', order };
}

function isV0(call: Call): boolean {
	const version = call.parameter<string>('apiVersion', '2026-01-01');
	if (version === 'v0' || version === '2026-01-01') return version === 'v0';
	throw new BadInput("'API Version' is unknown", 'It can be: 2026-01-01, v0');
}
