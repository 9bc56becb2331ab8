import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { OrderSource } from '../../../core/operations/orders';
import { list, object, text } from '../../../core/orders/read';
import { chunks } from '../../../core/lists/windows';
import { clock, DAY_MS } from '../../../core/request/clock';
import { pathSegment } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';
import { toOrder } from './mapping';
import { changedOrders } from './changes';
import { details, MAX_IDS, OrderGroups, type Detail, type OrderGroup } from './details';
import { searchedOrders } from './search';

const ORDERS = '/v1/pay-order/seller/orders';
const DEFAULT_DAYS = 7;
/** Why an order has lines that are not shown. */
const NOT_TOLD = 'Naver returned no details for the others';

/** See https://apicenter.commerce.naver.com/docs/commerce-api/current. */
export const orderFilters: Filters = [
	{
		kind: 'time',
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed at this time or later, with all their lines',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed before this time',
			hint: "Needs 'Created After'",
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Order Confirmation',
			name: 'placeOrderStatus',
			type: 'multiOptions',
			options: [
				{ name: 'Cancelled', value: 'CANCEL' },
				{ name: 'Confirmed', value: 'OK' },
				{ name: 'Not Yet Confirmed', value: 'NOT_YET' },
			],
			default: [],
			description: 'Only lines with this order confirmation (발주확인)',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'Line Status',
			name: 'status',
			type: 'multiOptions',
			options: [
				{ name: 'Cancelled', value: 'CANCELED' },
				{ name: 'Cancelled, Not Paid', value: 'CANCELED_BY_NOPAYMENT' },
				{ name: 'Delivered', value: 'DELIVERED' },
				{ name: 'Delivering', value: 'DELIVERING' },
				{ name: 'Exchanged', value: 'EXCHANGED' },
				{ name: 'Paid', value: 'PAYED' },
				{ name: 'Payment Waiting', value: 'PAYMENT_WAITING' },
				{ name: 'Purchase Decided', value: 'PURCHASE_DECIDED' },
				{ name: 'Returned', value: 'RETURNED' },
			],
			default: [],
			description: 'Only lines (product orders) with one of these statuses',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only lines that changed at this time or later',
		},
	},
	{
		kind: 'time',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only lines that changed before this time',
			hint: "Needs 'Updated After'",
		},
	},
];

export const orders: OrderSource<OrderGroup> = {
	idPattern: { expression: /^\d{10,20}$/, looksLike: '2022051120592121' },
	id: (group) => group.orderId,
	get,
	list: (call, _limit, cursor) => {
		const values = FilterValues.read(call, orderFilters);
		const { from, to, by } = readRange(call, values, cursor?.start !== undefined);
		const groups = new OrderGroups(by === 'created', keeps(values));
		return by === 'created'
			? searchedOrders(call, groups, from, to ?? clock.now(), cursor)
			: changedOrders(call, groups, from, to, cursor);
	},
	resumes: () => null,
	toOrder: (group, call) =>
		toOrder(group.details, {
			account: call.client.connection.account,
			changedAt: (id) => group.changedAt.get(id),
			linesComplete: group.linesComplete,
			partial: group.partial,
		}),
	asSent: (group) => group.details,
};

/** All lines of one order. */
async function get(call: Call, orderId: string): Promise<OrderGroup> {
	const path = `${ORDERS}/${pathSegment(orderId)}/product-order-ids`;
	const { body } = await call.client.send({ method: 'GET', path });
	const ids = [...new Set(list<unknown>(object(body).data).map(String))];
	const groups = new OrderGroups(true, () => true);
	const found: Detail[] = [];
	for (const some of chunks(ids, MAX_IDS)) found.push(...(await details(call, some)));
	const [group] = groups.add(found, new Map());
	if (group && group.details.length < ids.length) {
		return { ...group, linesComplete: false, partial: NOT_TOLD };
	}
	if (group) return group;
	throw new InvalidInputError(
		`Order '${orderId}' was not found`,
		"Check 'Order ID' (not the product order number), and that the credential belongs to its store",
	);
}

interface Range {
	by: 'created' | 'updated';
	from: number;
	to?: number;
}

/** Naver lists nothing without a start, and by one kind of time only. */
function readRange(call: Call, values: FilterValues, goesOn: boolean): Range {
	const [created, updated] = ['created', 'updated'].map((family) => ({
		from: values.time(`${family}After`)?.toMillis(),
		to: values.time(`${family}Before`)?.toMillis(),
	}));
	const usesCreated = created.from !== undefined || created.to !== undefined;
	const usesUpdated = updated.from !== undefined || updated.to !== undefined;
	if (usesCreated && usesUpdated) {
		throw new InvalidInputError(
			"'Created …' and 'Updated …' cannot be used together",
			'Naver filters by one kind of date: clear the other',
		);
	}
	const chosen = usesCreated ? created : updated;
	if (chosen.to !== undefined && chosen.from === undefined) {
		const name = usesCreated ? 'Created' : 'Updated';
		throw new InvalidInputError(`'${name} After' is empty`, 'Naver needs a start date');
	}
	if (chosen.from !== undefined) {
		return { by: usesCreated ? 'created' : 'updated', from: chosen.from, to: chosen.to };
	}
	if (!goesOn)
		call.hint(
			`Without a date filter, only lines changed in the last ${DEFAULT_DAYS} days are read`,
		);
	return { by: 'updated', from: clock.now() - DEFAULT_DAYS * DAY_MS };
}

/** States change while a list is read, so Naver's own filters could skip a line; ours look afterwards. */
function keeps(values: FilterValues): (detail: Detail) => boolean {
	const statuses = values.get<string[]>('status');
	const confirmations = values.get<string[]>('placeOrderStatus');
	return (detail) => {
		const { productOrderStatus, placeOrderStatus } = object(detail.productOrder);
		return (
			(!statuses || statuses.includes(text(productOrderStatus) ?? '')) &&
			(!confirmations || confirmations.includes(text(placeOrderStatus) ?? ''))
		);
	};
}
