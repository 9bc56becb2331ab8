import { toRead, type Call, type Route, bodyOf } from './gate';
import type { Held } from './order';
import {
	countOrders,
	LIST_PARAMETERS,
	listOrders,
	ORDER_FILTERS,
	slice,
	VIEW_PARAMETERS,
	viewOf,
} from './order-list';
import { updateOrder } from './order-update';
import { consignmentsOf, orderJson } from './order-view';
import { PAGING } from './query';
import { notFound } from './refusal';
import { createShipment } from './shipments';
import { STATUSES, statusView } from './statuses';

const READ = toRead('store_v2_orders');
const WRITE = ['store_v2_orders'];
const ORDER = '/v2/orders/:id';

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml */
export const ORDER_ROUTES: readonly Route[] = [
	{ method: 'GET', path: '/v2/orders', scopes: READ, query: LIST_PARAMETERS, run: listOrders },
	{
		method: 'GET',
		path: '/v2/orders/count',
		scopes: READ,
		query: ORDER_FILTERS,
		run: countOrders,
	},
	{
		method: 'GET',
		path: ORDER,
		scopes: READ,
		query: VIEW_PARAMETERS,
		run: (call) => orderJson(orderOf(call), viewOf(call)),
	},
	{ method: 'PUT', path: ORDER, scopes: WRITE, run: update },
	{ method: 'DELETE', path: ORDER, scopes: WRITE, run: archiveOrder },
	list(`${ORDER}/products`, (held) => held.products),
	list(`${ORDER}/shipping_addresses`, (held) => held.addresses),
	list(`${ORDER}/shippingaddresses`, (held) => held.addresses),
	list(`${ORDER}/shipments`, (held) => held.shipments),
	list(`${ORDER}/coupons`, () => []),
	list(`${ORDER}/taxes`, () => []),
	list(`${ORDER}/messages`, () => []),
	list(`${ORDER}/fees`, (held) => held.fees),
	{
		method: 'GET',
		path: `${ORDER}/consignments`,
		scopes: READ,
		query: { include: { kind: 'words', words: ['consignments.line_items'] } },
		run: (call) =>
			consignmentsOf(orderOf(call), call.query.has('include') ? call.store.lineItems : 'links'),
	},
	{ method: 'POST', path: `${ORDER}/shipments`, scopes: WRITE, run: ship },
	{
		method: 'GET',
		path: '/v2/order_statuses',
		scopes: READ,
		run: () => STATUSES.map(statusView),
	},
];

function list(path: string, items: (held: Held) => readonly unknown[]): Route {
	const run = (call: Call): unknown => slice(items(orderOf(call)), call);
	return { method: 'GET', path, scopes: READ, query: PAGING, run };
}

export function orderOf({ params, store, request }: Call): Held {
	const held = /^\d+$/.test(params.id) ? store.get(Number(params.id)) : undefined;
	if (!held) throw notFound(request.url.includes('/v2/') ? 'v2' : 'v3');
	return held;
}

function update(call: Call): unknown {
	const held = orderOf(call);
	updateOrder(call.store, held, bodyOf(call.request));
	return orderJson(held, { consignments: 'links', lineItems: 'links', fees: false });
}

/** An archived order stays, and says that it is deleted. */
function archiveOrder(call: Call): unknown {
	const held = orderOf(call);
	call.store.alter(held, () => call.store.archive(held));
	return undefined;
}

function ship(call: Call): unknown {
	const held = orderOf(call);
	call.reply.code(201);
	return createShipment(call.store, held, bodyOf(call.request));
}
