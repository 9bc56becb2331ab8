import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import type { Query } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { timeOf, utcIso } from '../../../core/orders/time';
import { FULFILLMENTS, fulfilledBy, ofStorefront } from '../common-filters';
import { toOrder } from './mapping';
import { STATUSES, statusOf, unitsOf } from './statuses';
import { createdAt } from './units';
import type { RawOrder } from './wire';

const STATUS_NAMES: Readonly<Record<(typeof STATUSES)[number], string>> = {
	open: 'Open (Payment Pending)',
	need_to_be_sent: 'Needs to Be Sent',
	sent: 'Sent',
	sent_and_autopaid: 'Sent and Paid Out',
	received: 'Received',
	returned: 'Returned',
	returned_paid: 'Returned and Refunded',
	cancelled: 'Cancelled',
};

/** Filters of `GET /order-units`; its times have no upper bound. See BEHAVIOR.md, Orders. */
export const orderFilters: Filters = [
	{
		kind: 'time',
		property: {
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders placed at this time or later',
		},
	},
	fulfilledBy('orders'),
	{
		kind: 'text',
		query: 'id_offer',
		property: {
			displayName: 'SKU',
			name: 'sku',
			type: 'string',
			default: '',
			placeholder: 'e.g. AB-120',
			description: 'Only orders with this SKU (ID Offer), with all their lines',
		},
	},
	{
		kind: 'list',
		query: 'status',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			options: STATUSES.map((value) => ({ name: STATUS_NAMES[value], value })).sort((a, b) =>
				a.name.localeCompare(b.name),
			),
			default: [],
			description: 'Only orders with a line in one of these statuses, with all their lines',
		},
	},
	ofStorefront('orders'),
	{
		kind: 'time',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders with a line that changed at this time or later',
		},
	},
];

/** Whether the times of a list include its beginning is not confirmed: a second more is asked for. */
const SECOND_MS = 1000;

/** A moment for a `…_from_iso` filter, so that what happened at it is shown. */
export function fromIso(ms: number): string {
	return new Date(Math.max(0, Math.floor(ms / SECOND_MS) * SECOND_MS - SECOND_MS))
		.toISOString()
		.replace('.000Z', 'Z');
}

/** What the user wants to have. */
export interface OrderWish {
	query: Query;
	/** Whether the list shows all pieces of an order of which it shows one. */
	isWhole(raw: RawOrder): boolean;
	/** Whether an order is one of those, as it is now. */
	fits(raw: RawOrder): boolean;
}

export function readWish(call: Call, filters: Filters = orderFilters): OrderWish {
	const values = FilterValues.read(call, filters);
	const [created, updated] = ['createdAfter', 'updatedAfter'].map((name) =>
		values.time(name)?.toMillis(),
	);
	const query: Query = {
		fulfillment_type: FULFILLMENTS,
		...values.query(utcIso),
		...(created === undefined ? {} : { ts_created_from_iso: fromIso(created) }),
		...(updated === undefined ? {} : { ts_updated_from_iso: fromIso(updated) }),
	};
	const wanted = {
		status: values.get<string[]>('status'),
		sku: values.get<string>('sku'),
		storefront: values.get<string>('storefront'),
		fulfillmentType: values.get<string>('fulfillmentType'),
	};
	return {
		query,
		// No piece was changed before it was ordered.
		isWhole: (raw) =>
			!wanted.status && !wanted.sku && (updated === undefined || orderedSince(raw, updated)),
		fits(raw) {
			const { placedAt, updatedAt } = toOrder(raw);
			const units = unitsOf(raw);
			const { status, sku, storefront, fulfillmentType } = wanted;
			return (
				isFrom(placedAt, created) &&
				isFrom(updatedAt, updated) &&
				(!storefront || text(raw.storefront) === storefront) &&
				(!status || units.some((unit) => status.includes(statusOf(unit)))) &&
				(!sku || units.some((unit) => text(unit.id_offer) === sku)) &&
				(!fulfillmentType || units.some((unit) => typeOf(raw, unit) === fulfillmentType))
			);
		},
	};
}

/** Whether all its pieces were ordered at `from` or later, and say so. */
export function orderedSince(raw: RawOrder, from: number): boolean {
	return unitsOf(raw).every((unit) => (createdAt(unit) ?? -Infinity) >= from);
}

function typeOf(raw: RawOrder, unit: RawOrder): string | null {
	return text(unit.fulfillment_type) ?? text(raw.fulfillment_type);
}

/** An order without a time is not left out for it. */
function isFrom(time: string | null, from: number | undefined): boolean {
	return from === undefined || (timeOf(time) ?? Infinity) >= from;
}
