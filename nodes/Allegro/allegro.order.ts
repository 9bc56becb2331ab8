import { eventKey, order, totals } from '../../core/order/order';
import type {
	FulfillmentStatus,
	Missing,
	Order,
	OrderStatus,
	Shipping,
	TimeRange,
} from '../../core/order/order';
import { object, part, parts, text, word } from '../../core/order/read';
import { isoTime } from '../../core/order/time';
import { discountsOf, linesOf, taxesOf } from './allegro.lines';
import { billingOf, buyerOf, invoiceOf, pickupOf, shippingOf } from './allegro.parties';
import { money, paymentOf } from './allegro.payment';
import type { PaymentFacts } from './allegro.payment';
import type { CheckoutForm, FormRange } from './allegro.wire';

type Form = Partial<CheckoutForm>;

const STATUS: Record<string, OrderStatus> = {
	BOUGHT: 'open',
	FILLED_IN: 'open',
	READY_FOR_PROCESSING: 'open',
	CANCELLED: 'cancelled',
};

/** The seller's own axis closes an order that Allegro still calls ready. See allegro-api #725. */
const CLOSED_BY_SELLER: Record<string, OrderStatus> = {
	SENT: 'completed',
	PICKED_UP: 'completed',
	RETURNED: 'completed',
	CANCELLED: 'cancelled',
};

const FULFILLMENT: Record<string, FulfillmentStatus> = {
	NEW: 'unfulfilled',
	PROCESSING: 'unfulfilled',
	READY_FOR_SHIPMENT: 'unfulfilled',
	READY_FOR_PICKUP: 'unfulfilled',
	SUSPENDED: 'unfulfilled',
	SENT: 'fulfilled',
	PICKED_UP: 'delivered',
	RETURNED: 'returned',
	CANCELLED: 'cancelled',
};

const PROVIDER: Record<string, Order['fulfilledBy']> = { SELLER: 'seller', ALLEGRO: 'marketplace' };

/** A checkout form as the unified order. */
export function toOrder(raw: unknown, context: { account: string | null }): Order {
	const form = object(raw) as Form;
	const id = text(form.id) ?? '';
	const revision = text(form.revision);
	const updatedAt = isoTime(form.updatedAt);
	const payment = paymentOf(form);
	const status = statusOf(form);
	const cancelledAt = status === 'cancelled' ? cancellation(form) : null;
	return order({
		marketplace: 'allegro',
		account: context.account,
		site: text(part(form.marketplace).id),
		id,
		number: text(form.id),
		eventKey: eventKey('allegro', id, revision ?? updatedAt),
		revision,
		updatedAt,
		cancelledAt,
		placedAt: earliest(parts(form.lineItems).map((line) => isoTime(line.boughtAt))),
		...statuses(form, payment, status),
		...sums(form, payment),
		...delivery(form),
		buyer: buyerOf(form),
		billingAddress: billingOf(form),
		invoice: invoiceOf(form),
		lines: linesOf(form),
		discounts: discountsOf(form),
		taxes: taxesOf(form),
		missing: missing(form, payment, { status, cancelledAt }),
	});
}

function statuses(form: Form, payment: PaymentFacts, status: Order['status']): Partial<Order> {
	const { status: sellers, provider } = part(form.fulfillment);
	return {
		status,
		statusRaw: text(form.status),
		paymentStatus: payment.status,
		paymentStatusRaw: text(form.status),
		paymentMethod: payment.method,
		cashOnDelivery: payment.cashOnDelivery,
		paidAt: payment.paidAt,
		fulfillmentStatus: isSentInPart(form) ? 'partial' : word(FULFILLMENT, text(sellers)),
		fulfillmentStatusRaw: text(sellers),
		fulfilledBy: word(PROVIDER, text(part(provider).id)),
	};
}

function statusOf(form: Form): Order['status'] {
	const status = word(STATUS, text(form.status));
	if (status === 'cancelled' || isSentInPart(form)) return status;
	const bySeller = word(CLOSED_BY_SELLER, text(part(form.fulfillment).status));
	return bySeller === 'unknown' ? status : bySeller;
}

/** The first waybill may set `SENT` by itself while other lines still wait. */
function isSentInPart(form: Form): boolean {
	const { status, shipmentSummary } = part(form.fulfillment);
	return status === 'SENT' && part(shipmentSummary).lineItemsSent === 'SOME';
}

function sums(form: Form, payment: PaymentFacts): Partial<Order> {
	const { totalToPay } = part(form.summary);
	const prices = [totalToPay, ...parts(form.lineItems).map((line) => line.price)];
	const site = text(part(form.marketplace).id) ?? '';
	return {
		currency: prices.map((price) => text(part(price).currency)).find(Boolean) ?? null,
		// Consumer prices are gross; the business sites may show net ones.
		taxIncluded: /^allegro-(?!business)/.test(site) ? true : null,
		totals: totals({
			shipping: money(part(form.delivery).cost),
			grand: money(totalToPay),
			paid: payment.paid,
		}),
	};
}

function delivery(form: Form): Partial<Order> {
	const { method, cost, time } = part(form.delivery);
	const { from, to, guaranteed, dispatch } = part(time);
	const known = range({ from, to });
	const shipping: Shipping = {
		methodId: text(part(method).id),
		method: text(part(method).name),
		carrier: null,
		price: money(cost),
	};
	return {
		shipping,
		shippingAddress: shippingOf(form),
		pickupPoint: pickupOf(form),
		shipBy: range(part(dispatch)),
		// `guaranteed` is the older place of the same dates.
		deliverBy: (known.from ?? known.to) ? known : range(part(guaranteed)),
	};
}

function range({ from, to }: Partial<FormRange>): TimeRange {
	return { from: isoTime(from), to: isoTime(to) };
}

function cancellation(form: Form): string | null {
	return isoTime(part(part(form.delivery).cancellation).date);
}

/** Purchases that were paid together keep their own times. */
function earliest(times: Array<string | null>): string | null {
	const known = times.filter((time) => time !== null);
	return known.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function missing(
	form: Form,
	payment: PaymentFacts,
	{ status, cancelledAt }: Pick<Order, 'status' | 'cancelledAt'>,
): Missing[] {
	const { status: sellers, shipmentSummary } = part(form.fulfillment);
	const sent = text(part(shipmentSummary).lineItemsSent);
	const wasPaid = payment.paidAt !== null;
	const reasons: Array<[boolean, string, string]> = [
		[
			form.status === 'BOUGHT',
			'shippingAddress',
			'the buyer has not filled in the checkout form yet (BOUGHT)',
		],
		[
			status === 'cancelled' && cancelledAt === null,
			'cancelledAt',
			'only the event journal has it: GET /order/events, for 60 days',
		],
		[
			wasPaid && (status === 'cancelled' || sellers === 'RETURNED'),
			'totals.refunded',
			'refunds are kept apart: GET /payments/refunds?order.id=',
		],
		[
			payment.isInParts,
			'totals.paid',
			'paid in several payments, of which Allegro gives no sum: see raw',
		],
		[
			sent === 'SOME' || sent === 'ALL',
			'shipments',
			'waybills are kept apart: GET /order/checkout-forms/{id}/shipments',
		],
	];
	return reasons.filter(([applies]) => applies).map(([, field, reason]) => ({ field, reason }));
}
