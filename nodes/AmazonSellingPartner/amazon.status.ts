import type { FulfillmentStatus, Order, OrderStatus, PaymentStatus } from '../../core/order/order';
import { part, parts, text, word } from '../../core/order/read';
import type { AmazonOrder } from './amazon.wire';

type Facts = Partial<AmazonOrder>;

/** `INVOICE_UNCONFIRMED` is in Amazon's migration table, not in its model. See marketplaces: Amazon f.5. */
const STATUS: Record<string, OrderStatus> = {
	PENDING_AVAILABILITY: 'open',
	PENDING: 'open',
	UNSHIPPED: 'open',
	PARTIALLY_SHIPPED: 'open',
	INVOICE_UNCONFIRMED: 'open',
	UNFULFILLABLE: 'open',
	SHIPPED: 'completed',
	CANCELLED: 'cancelled',
};

const FULFILLMENT: Record<string, FulfillmentStatus> = {
	PENDING_AVAILABILITY: 'unfulfilled',
	PENDING: 'unfulfilled',
	UNSHIPPED: 'unfulfilled',
	PARTIALLY_SHIPPED: 'partial',
	INVOICE_UNCONFIRMED: 'fulfilled',
	UNFULFILLABLE: 'unfulfilled',
	SHIPPED: 'fulfilled',
	CANCELLED: 'cancelled',
};

/** Amazon has no payment status; it hands an order over for shipping once it is sure of the money. */
const PAYMENT: Record<string, PaymentStatus> = {
	PENDING_AVAILABILITY: 'pending',
	PENDING: 'pending',
	UNSHIPPED: 'paid',
	PARTIALLY_SHIPPED: 'paid',
	INVOICE_UNCONFIRMED: 'paid',
	SHIPPED: 'paid',
};

/** Cash is due at the door, and Amazon does not tell when the courier has it. */
const CASH_PAYMENT: Record<string, PaymentStatus> = {
	PENDING_AVAILABILITY: 'unpaid',
	PENDING: 'unpaid',
	UNSHIPPED: 'unpaid',
	PARTIALLY_SHIPPED: 'unpaid',
};

const FULFILLED_BY: Record<string, Order['fulfilledBy']> = {
	AMAZON: 'marketplace',
	MERCHANT: 'seller',
};

/** The statuses of orders that have no payment, hence no price yet. */
export const PENDING: ReadonlySet<string | null> = new Set(['PENDING', 'PENDING_AVAILABILITY']);

/** What a fulfilment status means; `raw` is the word of an older API for the same status. */
export function statusesOf(known: string | null, cashOnDelivery: boolean | null, raw = known) {
	return {
		status: word(STATUS, known),
		statusRaw: raw,
		paymentStatus: word(cashOnDelivery === true ? CASH_PAYMENT : PAYMENT, known),
		paymentStatusRaw: raw,
		fulfillmentStatus: word(FULFILLMENT, known),
		fulfillmentStatusRaw: raw,
		cashOnDelivery,
	};
}

/** All that the fulfilment, the payments and the parcels tell of where the order stands. */
export function statusFacts(facts: Facts): Partial<Order> {
	const raw = text(part(facts.fulfillment).fulfillmentStatus);
	const statuses = statusesOf(raw, cashOf(facts));
	return {
		...statuses,
		fulfillmentStatus: arrival(facts, raw) ?? statuses.fulfillmentStatus,
		paymentMethod: methods(facts).join(', ') || null,
		fulfilledBy: word(FULFILLED_BY, text(part(facts.fulfillment).fulfilledBy)),
	};
}

/** Parcels that were called off are no parcels. */
export function livePackages(facts: Facts) {
	return parts(facts.packages).filter(
		(parcel) => part(parcel.packageStatus).status !== 'CANCELLED',
	);
}

/** The order stops at SHIPPED; only its parcels tell how it went on. */
function arrival(facts: Facts, raw: string | null): FulfillmentStatus | null {
	const states = livePackages(facts).map((parcel) => part(parcel.packageStatus));
	if (raw !== 'SHIPPED' || states.length === 0) return null;
	if (states.every((state) => state.detailedStatus === 'RETURNED_TO_SELLER')) return 'returned';
	return states.every((state) => state.status === 'DELIVERED') ? 'delivered' : null;
}

/** Told by the payment, or by the duty to collect it at the door; `false` only from a known payment. */
function cashOf(facts: Facts): boolean | null {
	const isToCollect = parts(facts.orderItems).some((item) => {
		const { shippingConstraints } = part(part(item.fulfillment).shipping);
		return text(part(shippingConstraints).cashOnDelivery) !== null;
	});
	const known = methods(facts);
	if (isToCollect || known.includes('CashOnDelivery')) return true;
	return known.length > 0 ? false : null;
}

function methods(facts: Facts): string[] {
	return parts(part(facts.payment).paymentExecutions)
		.map((execution) => text(execution.paymentMethod))
		.filter((method) => method !== null);
}
