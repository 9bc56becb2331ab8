import type {
	FulfillmentStatus,
	Order,
	OrderStatus,
	PaymentStatus,
} from '../../../core/orders/order';
import { count, flag, join, text, word } from '../../../core/orders/read';
import type { V2Order } from './wire';

type Facts = Partial<V2Order>;

/** Ids are fixed, labels are the merchant's. See BEHAVIOR.md, Orders. */
const STATUS: Record<string, OrderStatus> = {
	0: 'open', // Incomplete
	1: 'open', // Pending
	2: 'completed', // Shipped
	3: 'open', // Partially Shipped
	4: 'completed', // Refunded
	5: 'cancelled', // Cancelled
	6: 'cancelled', // Declined
	7: 'open', // Awaiting Payment
	8: 'open', // Awaiting Pickup
	9: 'open', // Awaiting Shipment
	10: 'completed', // Completed
	11: 'open', // Awaiting Fulfillment
	12: 'open', // Manual Verification Required
	13: 'open', // Disputed
	14: 'open', // Partially Refunded
};

/** Refunded (4), disputed (13) and partially refunded (14) say nothing of the parcels; the day of shipping does. */
const FULFILLMENT: Record<string, FulfillmentStatus> = {
	0: 'unfulfilled',
	1: 'unfulfilled',
	2: 'fulfilled',
	3: 'partial',
	5: 'cancelled',
	6: 'cancelled',
	7: 'unfulfilled',
	8: 'unfulfilled',
	9: 'unfulfilled',
	10: 'fulfilled',
	11: 'unfulfilled',
	12: 'unfulfilled',
};

const PAYMENT: Record<string, PaymentStatus> = {
	authorized: 'pending',
	captured: 'paid',
	'capture pending': 'pending',
	declined: 'unpaid',
	'held for review': 'pending',
	paid: 'paid',
	'partially refunded': 'partiallyRefunded',
	pending: 'pending',
	refunded: 'refunded',
	void: 'unpaid',
	'void pending': 'unpaid',
};

/** Where `payment_status` is empty, as with offline methods, these statuses still say it. */
const PAYMENT_BY_STATUS: Record<string, PaymentStatus> = {
	0: 'unpaid',
	4: 'refunded',
	7: 'unpaid',
	14: 'partiallyRefunded',
};

/** The three axes, which BigCommerce mixes in one status id. */
export function statusesOf(facts: Facts): Partial<Order> {
	const id = text(facts.status_id);
	const raw = text(facts.status) ?? id;
	const archived =
		flag(facts.is_deleted) === true ? [raw === null ? 'archived' : '(archived)'] : [];
	const fulfillmentStatus = fulfillment(facts, id);
	return {
		status: id === '14' && fulfillmentStatus === 'fulfilled' ? 'completed' : word(STATUS, id),
		// Archived orders keep their status; it is no longer the whole truth.
		statusRaw: join(raw, ...archived),
		paymentStatus: payment(facts, id),
		paymentStatusRaw: text(facts.payment_status),
		paymentMethod: text(facts.payment_method),
		cashOnDelivery: cashOnDelivery(facts),
		fulfillmentStatus,
		fulfillmentStatusRaw: raw,
		fulfilledBy: 'seller',
	};
}

function payment(facts: Facts, id: string | null): PaymentStatus {
	const raw = text(facts.payment_status);
	return raw === null ? word(PAYMENT_BY_STATUS, id) : word(PAYMENT, raw.toLowerCase());
}

function fulfillment(facts: Facts, id: string | null): FulfillmentStatus {
	const byId = word(FULFILLMENT, id);
	const byItems = shippedItems(facts);
	if (byId === 'unknown') return text(facts.date_shipped) === null ? byItems : 'fulfilled';
	// What has left the house has left it, be the order cancelled or still waiting for its payment.
	const hasLeft = byItems === 'partial' || byItems === 'fulfilled';
	return hasLeft && byId !== 'fulfilled' ? byItems : byId;
}

/** What the counts of items say, whatever the status does. */
export function shippedItems(facts: Facts): FulfillmentStatus {
	const total = count(facts.items_total);
	const shipped = count(facts.items_shipped);
	if (total === null || shipped === null || total <= 0) return 'unknown';
	if (shipped <= 0) return 'unfulfilled';
	return shipped < total ? 'partial' : 'fulfilled';
}

/** The method is a name that the merchant may have changed, so another name proves nothing. */
function cashOnDelivery(facts: Facts): boolean | null {
	if (/cash on delivery|\bCOD\b/i.test(text(facts.payment_method) ?? '')) return true;
	return text(facts.payment_provider_id) === null ? null : false;
}
