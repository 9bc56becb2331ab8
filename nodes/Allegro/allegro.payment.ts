import type { PaymentStatus } from '../../core/order/order';
import { amount, part, parts, text } from '../../core/order/read';
import { isoTime } from '../../core/order/time';
import type { CheckoutForm, FormPayment, Price } from './allegro.wire';

type Form = Partial<CheckoutForm>;

/** The marketplace's word while no money has come in; `READY_FOR_PROCESSING` alone says "paid". */
const WITHOUT_MONEY: Record<string, PaymentStatus> = {
	BOUGHT: 'unpaid',
	CANCELLED: 'unpaid',
};

/** Paid later or past Allegro, so that "ready" does not mean the money is there. */
const PAID_LATER = ['WIRE_TRANSFER', 'EXTENDED_TERM', 'SPLIT_PAYMENT'];

/** How an order was paid, as far as the checkout form tells. */
export interface PaymentFacts {
	status: PaymentStatus;
	method: string | null;
	cashOnDelivery: boolean | null;
	paidAt: string | null;
	paid: string | null;
	/** More than one payment: Allegro gives no sum of them. */
	isInParts: boolean;
}

/** Reads payment, surcharges and booked cash on delivery together. */
export function paymentOf(form: Form): PaymentFacts {
	const main = part(form.payment);
	const method = text(main.type);
	const isCash = method === 'CASH_ON_DELIVERY';
	const received = isCash ? booked(form) : transferred(form);
	const money = received.filter((payment) => hundredths(payment.paid) > 0);
	return {
		status: returned(form, money.length > 0 ? byAmount(form, received) : withoutMoney(form)),
		method,
		cashOnDelivery: method === null ? null : isCash,
		paidAt: money.map((payment) => payment.at).find((at) => at !== null) ?? readyAt(form, isCash),
		paid: received.length === 1 ? received[0].paid : null,
		isInParts: received.length > 1,
	};
}

interface Received {
	paid: string | null;
	at: string | null;
}

/** `finishedAt` is no payment date here: Allegro sets it when the buyer confirms. See allegro-api #2025. */
function booked(form: Form): Received[] {
	return parts(form.codBookedPayments).map((payment) => ({
		paid: money(payment.paidAmount),
		at: isoTime(payment.paidAt),
	}));
}

/** A surcharge stands beside the first payment and never changes it. See allegro-api #1103. */
function transferred(form: Form): Received[] {
	const surcharges = parts(form.surcharges).map(paidBy);
	const extra = surcharges.filter((payment) => hundredths(payment.paid) > 0);
	return [paidBy(part(form.payment)), ...extra];
}

function paidBy(payment: Partial<FormPayment>): Received {
	return { paid: money(payment.paidAmount), at: isoTime(payment.finishedAt) };
}

function byAmount(form: Form, received: Received[]): PaymentStatus {
	const due = hundredths(money(part(form.summary).totalToPay));
	const sum = received.reduce((total, payment) => total + hundredths(payment.paid), 0);
	return sum < due ? 'partiallyPaid' : 'paid';
}

/** `finishedAt` without an amount is a payment that was called off. See allegro-api #3433, #3095. */
function withoutMoney(form: Form): PaymentStatus {
	const { type, finishedAt } = part(form.payment);
	const status = text(form.status) ?? '';
	if (Object.hasOwn(WITHOUT_MONEY, status)) return WITHOUT_MONEY[status];
	if (type === 'CASH_ON_DELIVERY') return 'unpaid';
	if (status === 'FILLED_IN') return isoTime(finishedAt) === null ? 'pending' : 'unpaid';
	if (status !== 'READY_FOR_PROCESSING') return 'unknown';
	if (PAID_LATER.includes(text(type) ?? '')) return 'pending';
	return type === 'ONLINE' ? 'paid' : 'unknown';
}

function readyAt(form: Form, isCash: boolean): string | null {
	const isPaid = !isCash && withoutMoney(form) === 'paid';
	return isPaid ? isoTime(part(form.payment).finishedAt) : null;
}

/** Allegro sets `RETURNED` by itself once every item came back and was refunded. */
function returned(form: Form, status: PaymentStatus): PaymentStatus {
	return part(form.fulfillment).status === 'RETURNED' && status === 'paid' ? 'refunded' : status;
}

/** The amount of a price. */
export function money(price: Price | null | undefined): string | null {
	return amount(part(price).amount);
}

/** Whole hundredths, for comparing only: sums of floats miss by a cent. */
function hundredths(value: string | null): number {
	return value === null ? 0 : Math.round(Number(value) * 100);
}
