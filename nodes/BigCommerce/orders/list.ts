import type { Call } from '../../../core/operations/call';
import { invalidCursor, type ListCursor } from '../../../core/operations/cursor';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { OrderSource } from '../../../core/operations/orders';
import type { Query } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import { blocks, checkIds } from '../../../core/lists/blocks';
import { isEnd, itemsOf } from '../../../core/lists/pages';
import { pathSegment } from '../../../core/request/address';
import { ROUND } from '../marketplace';
import { toOrder } from './mapping';
import { withProducts } from './products';

export const PATH = '/v2/orders';
export const PAGE_SIZE = 250;
/** The smallest plan allows 150 requests in 30 s; this many at once leave room for the store's other apps. */
const PARALLEL = 24;

/** Lines, addresses and fees in the same answer, in the form that stays. See BEHAVIOR.md, Requests and lists. */
export const WITH_LINES: Query = {
	include: ['consignments.line_items', 'fees'],
	consignment_structure: 'object',
};

export type RawOrder = Record<string, unknown>;

/** Filters of `GET /v2/orders`. See BEHAVIOR.md, Requests and lists. */
export const orderFilters: Filters = [
	{
		kind: 'text',
		query: 'cart_id',
		property: {
			displayName: 'Cart ID',
			name: 'cartId',
			type: 'string',
			default: '',
			placeholder: 'e.g. a8458391-ef68-4fe5-9ec1-442e6a767364',
			description: 'Only the order created from this cart',
		},
	},
	{
		kind: 'integer',
		query: 'channel_id',
		property: {
			displayName: 'Channel Name or ID',
			name: 'channelId',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getChannels' },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	},
	{
		kind: 'time',
		query: 'min_date_created',
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed at this time or later',
		},
	},
	{
		kind: 'time',
		query: 'max_date_created',
		property: {
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed at this time or earlier',
		},
	},
	{
		kind: 'integer',
		query: 'customer_id',
		property: {
			displayName: 'Customer ID',
			name: 'customerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 11',
			description: 'Only orders of this customer. Use 0 for guests.',
		},
	},
	{
		kind: 'text',
		query: 'email',
		property: {
			displayName: 'Buyer Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'Only orders of the buyer with this email address',
		},
	},
	{
		kind: 'text',
		query: 'external_order_id',
		property: {
			displayName: 'External Order ID',
			name: 'externalOrderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ERP-1042',
			description: 'Only orders with this ID from another system, e.g. an ERP',
		},
	},
	{
		kind: 'amount',
		query: 'max_total',
		property: {
			displayName: 'Maximum Total',
			name: 'maxTotal',
			type: 'string',
			default: '',
			placeholder: 'e.g. 100.00',
			description: 'Only orders with this total or less',
		},
	},
	{
		kind: 'amount',
		query: 'min_total',
		property: {
			displayName: 'Minimum Total',
			name: 'minTotal',
			type: 'string',
			default: '',
			placeholder: 'e.g. 10.00',
			description: 'Only orders with this total or more',
		},
	},
	{
		kind: 'integer',
		property: {
			displayName: 'Minimum Order ID',
			name: 'minId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 100',
			description: 'Only orders with this ID or a higher one',
		},
	},
	{
		kind: 'integer',
		property: {
			displayName: 'Maximum Order ID',
			name: 'maxId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 999',
			description: 'Only orders with this ID or a lower one',
		},
	},
	{
		kind: 'text',
		query: 'payment_method',
		property: {
			displayName: 'Payment Method',
			name: 'paymentMethod',
			type: 'string',
			default: '',
			placeholder: 'e.g. Credit Card',
			description: 'Only orders with this payment method, by its name in the store',
		},
	},
	{
		kind: 'integer',
		query: 'status_id',
		property: {
			displayName: 'Status Name or ID',
			name: 'status',
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getStatuses' },
			default: '',
			description:
				'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		},
	},
	{
		kind: 'time',
		query: 'min_date_modified',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders changed at this time or later',
		},
	},
	{
		kind: 'time',
		query: 'max_date_modified',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders changed at this time or earlier',
		},
	},
];

export const ORDER_ID = { expression: /^\d{1,18}$/, looksLike: '118' };

export const orders: OrderSource<RawOrder> = {
	idPattern: ORDER_ID,
	id: (order) => text(order.id) ?? '',
	get: async (call, orderId) => {
		const path = `${PATH}/${pathSegment(orderId)}`;
		const { body } = await call.client.send({ method: 'GET', path, query: WITH_LINES });
		const [order] = await withProducts(call, [object(body)]);
		return order;
	},
	list: (call, limit, cursor) => {
		const values = FilterValues.read(call, orderFilters);
		const query = { ...values.query(utcIso), ...WITH_LINES };
		const from = readFrom(cursor) ?? values.get<number>('minId');
		const range = { from, to: values.get<number>('maxId') };
		if (limit === Infinity) return marked(everything(call, query, range), cursor);
		if (cursor?.isResumable !== true) return byPage(call, query, range, limit, 'desc');
		return marked(byPage(call, query, range, limit, 'asc'), cursor);
	},
	rank: (order) => idOf(order) || 0,
	resumes: () => null,
	toOrder: (order, call) => toOrder(order, { account: call.client.connection.account }),
	asSent: (order) => [order],
};

interface Range {
	from?: number;
	to?: number;
}

async function read(
	call: Call,
	filters: Query,
	{ from, to }: Range,
	sort: 'asc' | 'desc',
	limit = PAGE_SIZE,
): Promise<RawOrder[]> {
	const query = { ...filters, min_id: from, max_id: to, sort: `id:${sort}`, limit };
	const response = await call.client.send({ method: 'GET', path: PATH, query });
	const orders = itemsOf(response, (body) => body as unknown[]) as RawOrder[];
	checkIds(orders.map(idOf), { from, to });
	return await withProducts(call, orders);
}

/** Not a number for what has no id: `Number` makes a 0 of nothing. */
export function idOf(order: RawOrder): number {
	return Number(text(order.id) ?? NaN);
}

/** By id, which never changes, whatever else happens to an order. */
function everything(call: Call, filters: Query, range: Range): AsyncGenerator<RawOrder[]> {
	return blocks<RawOrder>(
		{
			pageSize: PAGE_SIZE,
			round: ROUND,
			parallel: PARALLEL,
			id: idOf,
			read: async (part, sort) => await read(call, filters, part, sort),
		},
		range,
	);
}

/** Says where the list goes on behind each part; all of them come by id. */
async function* marked(
	parts: AsyncIterable<RawOrder[]>,
	cursor: ListCursor<RawOrder> | undefined,
): AsyncGenerator<RawOrder[]> {
	for await (const part of parts) {
		if (part.length > 0) cursor?.advance({ from: idOf(part[part.length - 1]) + 1 });
		yield part;
	}
}

function readFrom(cursor: ListCursor<RawOrder> | undefined): number | undefined {
	const { from } = cursor?.start ?? {};
	if (from === undefined || Number.isSafeInteger(from)) return from as number | undefined;
	throw invalidCursor();
}

/** Page after page, none before it is wanted: by id upwards, or downwards. */
async function* byPage(
	call: Call,
	filters: Query,
	range: Range,
	limit: number,
	sort: 'asc' | 'desc',
): AsyncGenerator<RawOrder[]> {
	const size = Math.min(limit, PAGE_SIZE);
	for (let rest = range; ;) {
		const page = await read(call, filters, rest, sort, size);
		yield page;
		if (isEnd(page.length, size, ROUND)) return;
		const last = idOf(page[page.length - 1]);
		rest = sort === 'asc' ? { ...rest, from: last + 1 } : { ...rest, to: last - 1 };
	}
}
