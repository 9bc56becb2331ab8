import { difference, isPositive, sum } from '../../../core/orders/decimal';
import { type PaymentStatus, RAW_ORDER } from '../../../core/orders/order';
import { amount, part, parts, text, word } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { fulfillmentOf, hasLeft } from './fulfillment';
import type { CheckoutForm, FormPayment, Price } from './wire';

type Form = Partial<CheckoutForm>;

const CASH = 'CASH_ON_DELIVERY';
const READY = 'READY_FOR_PROCESSING';

/** The marketplace's word while no money has come in. */
const WITHOUT_MONEY: Record<string, PaymentStatus> = {
	BOUGHT: 'unpaid',
	CANCELLED: 'unpaid',
};

/** What "ready" means: who pays later or past Allegro may not have done it yet. */
const READY_MEANS: Record<string, PaymentStatus> = {
	ONLINE: 'paid',
	WIRE_TRANSFER: 'pending',
	EXTENDED_TERM: 'pending',
	SPLIT_PAYMENT: 'pending',
};

/** Bank transfers from buyer to seller. See allegro-api #2389, #2398. */
const PAST_ALLEGRO = ['WIRE_TRANSFER', 'SPLIT_PAYMENT'];

/** How an order was paid, as far as the checkout form says. */
export interface PaymentFacts {
	status: PaymentStatus;
	method: string | null;
	cashOnDelivery: boolean | null;
	paidAt: string | null;
	paid: string | null;
	/** Whether money has come in, as far as the form proves it. */
	hasMoney: boolean;
	/** Why `paid` is unknown although somebody has paid, or may have. */
	withoutSum: string | null;
}

/** Reads payment, surcharges and booked cash on delivery together, whatever the way of paying. */
export function paymentOf(form: Form): PaymentFacts {
	const method = text(part(form.payment).type);
	const main = mainPayment(form);
	const received = receivedOf(form, main);
	const word = withoutMoney(form);
	// "Ready" says that the first payment came in, also where its amount is not there.
	const hasNoAmount = word === 'paid' && !isMoney(main);
	const status = received.length === 0 || hasNoAmount ? word : byAmount(form, main, received);
	const payments = hasNoAmount ? [...received, { ...main, paid: null }] : received;
	const [only = main] = payments;
	return {
		status: returned(form, status),
		method,
		cashOnDelivery: method === null ? null : method === CASH,
		paidAt: payments.map(({ at }) => at).find((at) => at !== null) ?? null,
		paid: payments.length > 1 || isForeign(form, only) ? null : only.paid,
		hasMoney: payments.length > 0,
		withoutSum: withoutSum(form, payments, status),
	};
}

interface Received {
	id: string | null;
	paid: string | null;
	currency: string | null;
	at: string | null;
}

type Money = Received & { paid: string };

/** `finishedAt` of cash on delivery is no payment date: Allegro sets it when the buyer confirms. See allegro-api #2025. */
function mainPayment(form: Form): Received {
	const payment = part(form.payment);
	const received = paidBy(payment);
	return text(payment.type) === CASH ? { ...received, at: null } : received;
}

/** The payments that brought money, each once. */
function receivedOf(form: Form, main: Received): Money[] {
	const direct = [main, ...surcharges(form)].filter(isMoney);
	const ids = direct.map(({ id }) => id);
	const later = booked(form).filter(({ id }) => id === null || !ids.includes(id));
	return [...direct, ...later.filter(isMoney)];
}

/** A surcharge stands beside the first payment and never changes it. See allegro-api #1103. */
function surcharges(form: Form): Received[] {
	return parts(form.surcharges).map(paidBy);
}

/** Cash that carriers have settled through Allegro. */
function booked(form: Form): Received[] {
	return parts(form.codBookedPayments).map((payment) => ({
		id: text(payment.paymentId),
		paid: money(payment.paidAmount),
		currency: text(part(payment.paidAmount).currency),
		at: isoTime(payment.paidAt),
	}));
}

function paidBy(payment: Partial<FormPayment>): Received {
	return {
		id: text(payment.id),
		paid: money(payment.paidAmount),
		currency: text(part(payment.paidAmount).currency),
		at: isoTime(payment.finishedAt),
	};
}

function byAmount(form: Form, main: Received, received: readonly Money[]): PaymentStatus {
	const due = money(part(form.summary).totalToPay);
	const isComparable = due !== null && !received.some((one) => isForeign(form, one));
	if (!isComparable) return isMoney(main) ? 'paid' : 'unknown';
	const came = sum(received.map(({ paid }) => paid));
	return isPositive(difference(due, came)) ? 'partiallyPaid' : 'paid';
}

/** `finishedAt` without an amount is a payment that was called off. See allegro-api #3433, #3095. */
function withoutMoney(form: Form): PaymentStatus {
	const { type, finishedAt } = part(form.payment);
	const status = text(form.status);
	const before = word(WITHOUT_MONEY, status);
	if (before !== 'unknown') return before;
	if (type === CASH) return 'unpaid';
	if (status === 'FILLED_IN') return isoTime(finishedAt) === null ? 'pending' : 'unpaid';
	return status === READY ? word(READY_MEANS, text(type)) : 'unknown';
}

/** Why nobody knows how much was paid. */
function withoutSum(
	form: Form,
	payments: readonly Received[],
	status: PaymentStatus,
): string | null {
	const { type } = part(form.payment);
	if (payments.length > 1) {
		return `there are several payments, and Allegro gives no total: see ${RAW_ORDER}`;
	}
	if (payments.length === 1 && payments[0].paid === null) {
		return 'Allegro does not give the amount of the payment';
	}
	if (payments.length === 1 && isForeign(form, payments[0])) {
		return `paid in ${payments[0].currency}, another currency than that of the order: see ${RAW_ORDER}`;
	}
	const isOpen = status !== 'paid' && booked(form).length === 0;
	if (type === CASH && isOpen && hasLeft(fulfillmentOf(form))) {
		return 'cash on delivery: Allegro shows only what carriers settle through it';
	}
	const isTransfer =
		status === 'pending' && form.status === READY && PAST_ALLEGRO.includes(text(type) ?? '');
	return isTransfer ? 'bank transfers bypass Allegro: check the bank account' : null;
}

/** Allegro sets `RETURNED` by itself once every item came back and was refunded. */
function returned(form: Form, status: PaymentStatus): PaymentStatus {
	const hasMoney = status === 'paid' || status === 'partiallyPaid';
	return part(form.fulfillment).status === 'RETURNED' && hasMoney ? 'refunded' : status;
}

/** Whether it was paid in another currency than the order is to be paid in. */
function isForeign(form: Form, { currency }: Received): boolean {
	const due = text(part(part(form.summary).totalToPay).currency);
	return currency !== null && due !== null && currency !== due;
}

function isMoney(one: Received): one is Money {
	return one.paid !== null && isPositive(one.paid);
}

/** The amount of a price. */
export function money(price: Price | null | undefined): string | null {
	return amount(part(price).amount);
}
