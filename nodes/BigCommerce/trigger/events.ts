import type { FulfillmentStatus, Order, PaymentStatus } from '../../../core/orders/order';
import { text } from '../../../core/orders/read';
import { rfc2822Time } from '../../../core/orders/time';
import { idOrDigest } from '../../../core/lists/complete';
import type { OrderChange } from '../../../core/triggers/feed';
import { shippedItems, statusesOf } from '../orders/status';
import type { V2Order } from '../orders/wire';

export type RawOrder = Record<string, unknown>;

/** An order as its status, its payment and its parcels show it. */
interface State {
	statusId: string | null;
	payment: PaymentStatus;
	fulfillment: FulfillmentStatus;
	/** Whether it came to be shipped at some time. */
	wasShipped: boolean;
	/** By the counts of items alone. */
	parcels: FulfillmentStatus;
}

/** Paid once, whatever has gone back since. */
const PAID: readonly PaymentStatus[] = ['paid', 'partiallyRefunded', 'refunded'];

/** What proves that something has happened to an order. See BEHAVIOR.md, Trigger. */
const PROOFS: Readonly<Record<string, (state: State) => boolean>> = {
	orderPaid: ({ payment }) => PAID.includes(payment),
	// Awaiting Pickup, Awaiting Shipment, Awaiting Fulfillment
	orderAwaitingFulfillment: ({ statusId, fulfillment }) =>
		['8', '9', '11'].includes(statusId ?? '') && fulfillment !== 'fulfilled',
	orderPartiallyShipped: ({ fulfillment }) => fulfillment === 'partial',
	// Completed (10) proves no parcel: downloads and pickups are completed, too.
	orderShipped: ({ statusId, fulfillment, parcels, wasShipped }) =>
		statusId === '10' ? wasShipped || parcels === 'fulfilled' : fulfillment === 'fulfilled',
	orderCompleted: ({ statusId }) => statusId === '10',
	// Cancelled, Declined
	orderCancelled: ({ statusId }) => ['5', '6'].includes(statusId ?? ''),
	orderPartiallyRefunded: ({ payment }) => payment === 'partiallyRefunded',
	orderRefunded: ({ payment }) => payment === 'refunded',
	orderDisputed: ({ statusId }) => statusId === '13',
};

/** Status 0: somebody reached the payment and did not finish it. See BEHAVIOR.md, Orders. */
export function isIncomplete(order: RawOrder): boolean {
	return text(order.status_id) === '0';
}

/** `wasIncomplete`: it has become an order only now; `date_created` is that of the checkout before. */
export function toOrderChange(order: RawOrder, wasIncomplete = false): OrderChange<RawOrder> {
	const placedAt = timeOf(order.date_created);
	const at = modifiedAt(order);
	const facts: Record<string, number | null> = { orderCreated: wasIncomplete ? at : placedAt };
	for (const event of provenBy(order)) {
		facts[event] = event === 'orderShipped' ? timeOf(order.date_shipped) : null;
	}
	return {
		raw: order,
		id: idOrDigest(text(order.id), order),
		revision: rfc2822Time(order.date_modified) ?? '',
		at,
		facts,
	};
}

/** The events that the state of an order proves, its creation aside. */
export function provenBy(order: RawOrder): string[] {
	const facts = order as Partial<V2Order>;
	const statuses = statusesOf(facts) as Required<Order>;
	const state: State = {
		statusId: text(order.status_id),
		payment: statuses.paymentStatus,
		fulfillment: statuses.fulfillmentStatus,
		wasShipped: timeOf(order.date_shipped) !== null,
		parcels: shippedItems(facts),
	};
	return Object.keys(PROOFS).filter((event) => PROOFS[event](state));
}

export function modifiedAt(order: RawOrder): number {
	return timeOf(order.date_modified) ?? timeOf(order.date_created) ?? 0;
}

export function timeOf(value: unknown): number | null {
	const written = rfc2822Time(value);
	return written === null ? null : Date.parse(written);
}
