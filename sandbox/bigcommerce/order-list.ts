import { shortened } from '../kit/faults';
import { faultOf, violation } from '../kit/server';
import type { Call } from './gate';
import type { Held, Order } from './order';
import { INCLUDES, orderJson, type View } from './order-view';
import { PAGING, type Parameters, type Query } from './query';
import { STATUSES, statusView } from './statuses';

const SORTS = [
	'id',
	'customer_id',
	'date_created',
	'date_modified',
	'status_id',
	'channel_id',
	'external_id',
];

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml */
export const ORDER_FILTERS: Parameters = {
	min_id: { kind: 'whole' },
	max_id: { kind: 'whole' },
	min_total: { kind: 'decimal' },
	max_total: { kind: 'decimal' },
	customer_id: { kind: 'whole' },
	email: { kind: 'text' },
	status_id: { kind: 'whole' },
	cart_id: { kind: 'text' },
	payment_method: { kind: 'text' },
	min_date_created: { kind: 'v2Date' },
	max_date_created: { kind: 'v2Date' },
	min_date_modified: { kind: 'v2Date' },
	max_date_modified: { kind: 'v2Date' },
	channel_id: { kind: 'whole' },
	external_order_id: { kind: 'text' },
};

export const VIEW_PARAMETERS: Parameters = {
	include: { kind: 'words', words: INCLUDES },
	consignment_structure: { kind: 'words', words: ['object', 'array'] },
};

export const LIST_PARAMETERS: Parameters = {
	...ORDER_FILTERS,
	...VIEW_PARAMETERS,
	...PAGING,
	sort: {
		kind: 'words',
		words: SORTS.flatMap((name) => [name, `${name}:asc`, `${name}:desc`]),
	},
};

const RANGES: Record<string, (held: Held) => number> = {
	id: ({ order }) => order.id,
	total: ({ order }) => Number(order.total_inc_tax),
	date_created: ({ createdAt }) => createdAt,
	date_modified: ({ modifiedAt }) => modifiedAt,
};

const EQUAL: Record<string, (order: Order) => unknown> = {
	customer_id: (order) => order.customer_id,
	email: (order) => order.billing_address.email,
	status_id: (order) => order.status_id,
	cart_id: (order) => order.cart_id,
	payment_method: (order) => order.payment_method,
	channel_id: (order) => order.channel_id,
	external_order_id: (order) => order.external_order_id,
};

/** GET /v2/orders */
export function listOrders(call: Call): unknown {
	const { query, store } = call;
	const found = store.remember(query.question, () => sorted(filtered(store.all, query), query));
	const page = slice(found, call);
	if (page.length === 0) return undefined;
	const view = viewOf(call);
	return `[${page.map((held) => orderJson(held, view)).join(',')}]`;
}

/** GET /v2/orders/count */
export function countOrders({ query, store }: Call): unknown {
	const found = filtered(store.all, query);
	const statuses = STATUSES.map((status) => {
		const { order: sort_order, ...rest } = statusView(status);
		const count = found.filter(({ order }) => order.status_id === status.id).length;
		return { ...rest, count, sort_order };
	});
	return { statuses, count: found.length };
}

/** The items of the page that a call asks for, unless a fault shows another one. */
export function slice<T>(items: readonly T[], { request, query: { page, limit } }: Call): T[] {
	let from = (page - 1) * limit;
	const fault = faultOf(request)?.kind;
	if (fault === 'repeatPage') from = Math.max(0, from - limit);
	// There always seems to be one more full page.
	if (fault === 'endlessCursor') from = Math.max(0, Math.min(from, items.length - limit));
	const whole = items.slice(from, from + limit);
	return [...shortened(faultOf(request), whole, items.length).page];
}

export function viewOf({ request, query, store }: Call): View {
	const include = query.list('include');
	const lineItems = include.includes('consignments.line_items');
	const wanted = lineItems || include.includes('consignments');
	const object = query.text('consignment_structure') === 'object';
	if (wanted && !object) {
		violation(request, 'consignments without consignment_structure=object');
	}
	const consignments = wanted ? (object ? 'object' : 'array') : 'links';
	return {
		consignments,
		lineItems: lineItems ? store.lineItems : 'links',
		fees: include.includes('fees'),
	};
}

function filtered(orders: Iterable<Held>, query: Query): Held[] {
	const equal = Object.entries(EQUAL).filter(([name]) => query.has(name));
	const asked = Object.entries(RANGES).filter(
		([name]) => query.has(`min_${name}`) || query.has(`max_${name}`),
	);
	const ranges = asked.map(([name, read]) => {
		const bound = (side: string): number | undefined =>
			name.startsWith('date') ? query.time(`${side}_${name}`) : query.number(`${side}_${name}`);
		return { read, min: bound('min') ?? -Infinity, max: bound('max') ?? Infinity };
	});
	return [...orders].filter(
		(held) =>
			ranges.every(({ read, min, max }) => read(held) >= min && read(held) <= max) &&
			equal.every(([name, read]) => String(read(held.order)) === query.text(name)),
	);
}

function sorted(orders: Held[], query: Query): Held[] {
	const [name, direction = 'asc'] = (query.text('sort') ?? 'id').split(':');
	const sign = direction === 'desc' ? -1 : 1;
	const key = RANGES[name] ?? (({ order }: Held) => (order[name] ?? '') as number | string);
	return orders.sort((a, b) => {
		const [left, right] = [key(a), key(b)];
		if (left === right) return a.order.id - b.order.id;
		return left < right ? -sign : sign;
	});
}
