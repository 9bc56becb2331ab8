import {
	eventKey,
	type Missing,
	order,
	type Order,
	type OrderStatus,
	RAW_ORDER,
	type Shipping,
	type TimeRange,
	totals,
} from '../../../core/orders/order';
import { flag, object, part, parts, text, word } from '../../../core/orders/read';
import { isPositive } from '../../../core/orders/decimal';
import { isoTime } from '../../../core/orders/time';
import { fulfillmentOf } from './fulfillment';
import { discountsOf, linesOf, taxesOf } from './lines';
import { billingOf, buyerOf, invoiceOf, pickupOf, shippingOf } from './parties';
import { money, type PaymentFacts, paymentOf } from './payment';
import type { CheckoutForm, FormRange } from './wire';

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

/**
 * The Sales Center; an order's page is named by its id. See BEHAVIOR.md, Orders, and for the sandbox
 * https://github.com/allegro/allegro-api/issues/9778.
 */
const PANEL = 'https://salescenter.allegro.com';
const SANDBOX_PANEL = 'https://salescenter.allegro.com.allegrosandbox.pl';

const PROVIDER: Record<string, Order['fulfilledBy']> = { SELLER: 'seller', ALLEGRO: 'marketplace' };

interface AllegroContext {
	account: string | null;
	/** Whether the account is one of Allegro's sandbox. */
	isSandbox?: boolean;
}

/** A checkout form as the unified order. */
export function toOrder(raw: unknown, context: AllegroContext): Order {
	const form = object(raw) as Form;
	const id = text(form.id) ?? '';
	const revision = text(form.revision);
	const updatedAt = isoTime(form.updatedAt);
	const payment = paymentOf(form);
	const status = statusOf(form);
	const lines = linesOf(form);
	const discounts = discountsOf(form);
	const taxes = taxesOf(form);
	const site = text(part(form.marketplace).id);
	return order({
		marketplace: 'allegro',
		account: context.account,
		site,
		siteName: siteName(site),
		id,
		url: pageOf(id, context),
		eventKey: eventKey('allegro', id, revision ?? updatedAt),
		revision,
		updatedAt,
		placedAt: earliest(parts(form.lineItems).map((line) => isoTime(line.boughtAt))),
		...statuses(form, payment, status),
		...sums(form, payment),
		...delivery(form),
		buyer: buyerOf(form),
		billingAddress: billingOf(form),
		invoice: invoiceOf(form),
		lines,
		discounts,
		taxes,
		missing: [...missing(form, payment, status), ...unsummed({ lines, discounts, taxes })],
	});
}

/** `allegro-pl` is allegro.pl; the business sites have no address that is known. */
function siteName(site: string | null): string | null {
	const [, country] = /^allegro-([a-z]{2})$/.exec(site ?? '') ?? [];
	return country === undefined ? null : `allegro.${country}`;
}

function pageOf(id: string, { isSandbox = false }: AllegroContext): string | null {
	const panel = isSandbox ? SANDBOX_PANEL : PANEL;
	return /^[\da-f-]{36}$/i.test(id) ? `${panel}/orders/${id}` : null;
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
		fulfillmentStatus: fulfillmentOf(form),
		fulfillmentStatusRaw: text(sellers),
		fulfilledBy: word(PROVIDER, text(part(provider).id)),
	};
}

function statusOf(form: Form): Order['status'] {
	const status = word(STATUS, text(form.status));
	if (status === 'cancelled') return status;
	const bySeller = word(CLOSED_BY_SELLER, text(part(form.fulfillment).status));
	return bySeller === 'unknown' ? status : bySeller;
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
		// `guaranteed` is the older field of the same dates.
		deliverBy: (known.from ?? known.to) ? known : range(part(guaranteed)),
	};
}

function range({ from, to }: Partial<FormRange>): TimeRange {
	return { from: isoTime(from), to: isoTime(to) };
}

/** Purchases that were paid together keep their own times. */
function earliest(times: Array<string | null>): string | null {
	const known = times.filter((time) => time !== null);
	return known.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function missing(form: Form, payment: PaymentFacts, status: Order['status']): Missing[] {
	const { status: sellers, shipmentSummary } = part(form.fulfillment);
	const sent = text(part(shipmentSummary).lineItemsSent);
	const { cost, smart, cancellation } = part(form.delivery);
	const withdrawnAt = isoTime(part(cancellation).date);
	const isCharged = isPositive(money(cost) ?? '0');
	const isCancelled = status === 'cancelled';
	const reasons: Array<[boolean, string, string]> = [
		[!isCancelled && shippingOf(form) === null, 'shippingAddress', withoutAddress(form)],
		[isCancelled, 'cancelledAt', 'only the event journal has it: GET /order/events, for 60 days'],
		[
			withdrawnAt !== null,
			'shipping',
			`the buyer withdrew from the delivery at ${withdrawnAt}, apart from the order: see ${RAW_ORDER}`,
		],
		[
			payment.hasMoney && payment.paidAt === null,
			'paidAt',
			'Allegro does not give the time of the payment',
		],
		[
			payment.hasMoney && (isCancelled || sellers === 'RETURNED'),
			'totals.refunded',
			'refunds are listed separately: GET /payments/refunds?order.id=',
		],
		[payment.withoutSum !== null, 'totals.paid', payment.withoutSum ?? ''],
		[
			flag(smart) === true && isCharged,
			'discounts',
			'Smart!: the order does not say whether Allegro or the buyer pays shipping.price',
		],
		[
			sent === 'SOME' || sent === 'ALL',
			'shipments',
			'waybills are listed separately: GET /order/checkout-forms/{id}/shipments' +
				(sent === 'SOME' ? '; some lines have none' : ''),
		],
	];
	return reasons.filter(([applies]) => applies).map(([, field, reason]) => ({ field, reason }));
}

/** What an order of Allegro has no sums of. */
function unsummed({
	lines,
	discounts,
	taxes,
}: Record<'lines' | 'discounts' | 'taxes', readonly unknown[]>): Missing[] {
	const ofOne = 'Allegro gives the price of one: multiply lines.unitPrice by lines.quantity';
	const reasons: Array<[boolean, string, string]> = [
		[lines.length > 0, 'lines.total', ofOne],
		[lines.length > 0, 'totals.items', 'Allegro gives no sum of the lines'],
		[taxes.length > 0, 'totals.tax', 'Allegro gives the rates of taxes, not their amounts'],
		[discounts.length > 0, 'totals.discount', 'Allegro gives no sum of the discounts'],
	];
	return reasons.filter(([applies]) => applies).map(([, field, reason]) => ({ field, reason }));
}

/** Allegro shows it once the order is ready, and at times later than that. See allegro-api #936, #8497. */
function withoutAddress({ status }: Form): string {
	if (status === 'BOUGHT') return 'the buyer has not filled in the checkout form yet (BOUGHT)';
	return status === 'FILLED_IN'
		? 'Allegro shows it once the order is ready for processing (FILLED_IN)'
		: 'Allegro has not sent it: read the order again later';
}
