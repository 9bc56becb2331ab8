import { type Discount, type Missing, type Order, totals } from '../../../core/orders/order';

/** One of the ways in which an order is paid. */
export interface Payment {
	method: string | null;
	amount: string | null;
}

/** Due at the door, or after the parcel; every other payment has come before it. */
const NOT_BEFORE: ReadonlySet<string | null> = new Set(['COD', 'CashOnDelivery', 'Invoice']);

/**
 * What of the money has come: of an order that is paid, its one payment; of one whose cash is still due, what a gift
 * card or points have paid. Of several payments Amazon gives no sum, and `missing` says so.
 */
export function paidFacts(
	{ paymentStatus }: Partial<Order>,
	payments: readonly Payment[],
	known: Order['totals'] = totals({}),
): { paymentStatus?: Order['paymentStatus']; totals: Order['totals']; missing: Missing[] } {
	const before = payments.filter(
		({ method, amount }) => !NOT_BEFORE.has(method) && Number(amount) > 0,
	);
	const isPart = paymentStatus === 'unpaid' && before.length > 0;
	const came = paymentStatus === 'paid' ? payments : isPart ? before : [];
	const paid = came.length === 1 ? came[0].amount : null;
	return {
		...(isPart ? { paymentStatus: 'partiallyPaid' } : {}),
		totals: { ...known, paid },
		missing:
			came.length > 1 ? [{ field: 'totals.paid', reason: 'Amazon gives several payments' }] : [],
	};
}

/** Amazon names the promotions but gives their amounts only as a sum per line. */
export function promotions(codes: ReadonlyArray<string | null>): Discount[] {
	return [...new Set(codes)]
		.filter((code) => code !== null)
		.map((code) => ({ code, name: null, amount: null, fundedBy: 'unknown', level: 'line' }));
}
