import type { Order, OrderStatus, PaymentStatus } from '../../../core/orders/order';
import { count, part, parts, text, word } from '../../../core/orders/read';
import { parcelState, type Standing, standingOf, sum } from './standing';
import type { AmazonOrder } from './wire';

type Facts = Partial<AmazonOrder>;

/** `INVOICE_UNCONFIRMED` is in Amazon's migration table, not in its model. See BEHAVIOR.md, Orders. */
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

/** Amazon has no payment status; it hands an order over for shipping once it is sure of the money. */
const PAYMENT: Record<string, PaymentStatus> = {
	PENDING_AVAILABILITY: 'pending',
	PENDING: 'pending',
	UNSHIPPED: 'paid',
	PARTIALLY_SHIPPED: 'paid',
	INVOICE_UNCONFIRMED: 'paid',
	SHIPPED: 'paid',
};

/** Cash is due at the door, and Amazon does not say when the courier has it. */
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

/** What a standing means; `raw` is the marketplace's own word for it. */
export function statusesOf(
	{ known, fulfillmentStatus }: Standing,
	cashOnDelivery: boolean | null,
	raw: string | null,
) {
	return {
		status: word(STATUS, known),
		statusRaw: raw,
		paymentStatus: word(cashOnDelivery === true ? CASH_PAYMENT : PAYMENT, known),
		paymentStatusRaw: raw,
		fulfillmentStatus,
		fulfillmentStatusRaw: raw,
		cashOnDelivery,
	};
}

/** All that the fulfilment, the payments and the parcels show of where the order stands. */
export function statusFacts(facts: Facts): Partial<Order> {
	const raw = text(part(facts.fulfillment).fulfillmentStatus);
	return {
		...statusesOf(standing(facts), cashOf(facts), raw),
		paymentMethod: methods(facts).join(', ') || null,
		fulfilledBy: word(FULFILLED_BY, text(part(facts.fulfillment).fulfilledBy)),
	};
}

/** Where the order stands; mapping and trigger ask the same. */
export function standing(facts: Facts): Standing {
	const status = text(part(facts.fulfillment).fulfillmentStatus);
	const parcels = livePackages(facts).map((parcel) => {
		const { status: outline, detailedStatus } = part(parcel.packageStatus);
		return parcelState(outline === 'DELIVERED' ? outline : (text(detailedStatus) ?? text(outline)));
	});
	const items = parts(facts.orderItems);
	return standingOf(status, parcels, {
		ordered: sum(items.map((item) => count(item.quantityOrdered))),
		shipped: sum(items.map((item) => count(part(item.fulfillment).quantityFulfilled))),
	});
}

/** Parcels that were called off are no parcels. */
export function livePackages(facts: Facts) {
	return parts(facts.packages).filter(
		(parcel) => part(parcel.packageStatus).status !== 'CANCELLED',
	);
}

/** Said by the payment, or by the duty to collect it at the door; `false` only from a known payment. */
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
