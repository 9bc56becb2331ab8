import { type Missing, type Order, RAW_ORDER, totals } from '../../../core/orders/order';
import { amount, part, text } from '../../../core/orders/read';
import { discountsOf, hasOptionPrice } from './lines';
import { koreanTime } from './time';
import { first } from './dates';
import type { ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;

/** What Naver gives for no order. */
const UNKNOWN: readonly Missing[] = [
	{ field: 'totals', reason: 'Naver gives no sums of an order, only amounts of its lines' },
	{ field: 'lines.tax', reason: 'Naver gives prices with tax, not the amount of it' },
];

/** What Naver says of the order as a whole: sums of lines are left to whoever needs them. */
export function moneyFacts(details: Detail[]): { facts: Partial<Order>; missing: Missing[] } {
	const paymentMethod = first(details, (detail) => text(part(detail.order).paymentMeans));
	const used = payments(details);
	const isPaid = first(details, (detail) => koreanTime(part(detail.order).paymentDate)) !== null;
	const missing: Missing[] = details.length === 0 ? [] : [...UNKNOWN];
	if (isPaid && used.length > 1) {
		const reason = `there are several payment methods, and Naver gives no total: see ${RAW_ORDER}`;
		missing.push({ field: 'totals.paid', reason });
	}
	if (details.some((detail) => hasOptionPrice(part(detail.productOrder)))) {
		const reason = `Naver gives the prices of the product and of its option separately: see ${RAW_ORDER}`;
		missing.push({ field: 'lines.unitPrice', reason });
	}
	const facts: Partial<Order> = {
		paymentMethod,
		// None of Naver's means of payment is cash at the door.
		cashOnDelivery: paymentMethod === null ? null : false,
		currency: 'KRW',
		taxIncluded: true,
		totals: totals({ paid: isPaid && used.length === 1 ? used[0] : null }),
		discounts: discountsOf(details),
	};
	return { facts, missing };
}

/** What was paid by each means: money, points, charged balance, savings, later. */
function payments(details: Detail[]): string[] {
	const { order: facts } = details.find((detail) => Object.keys(part(detail.order)).length) ?? {};
	const given = part(facts);
	return [
		given.generalPaymentAmount,
		given.naverMileagePaymentAmount,
		given.chargeAmountPaymentAmount,
		given.checkoutAccumulationPaymentAmount,
		given.payLaterPaymentAmount,
	]
		.map(amount)
		.filter((value) => value !== null)
		.filter((value) => Number(value) !== 0);
}
