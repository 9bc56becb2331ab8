import type {
	FulfillmentStatus,
	Missing,
	Order,
	OrderStatus,
	PaymentStatus,
} from '../../../core/orders/order';
import { flag, part, text, word } from '../../../core/orders/read';
import { hasOpenClaim, unitsOf, wordsOf } from './claims';
import type { ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;

/** Why something is not known of an order of which only some lines were read. */
const SOME_LINES = 'only lines that changed in the requested range';

/** Of one line. A delivered one stays open: until the purchase is decided the buyer may return it. */
const STATUS: Record<string, OrderStatus> = {
	PAYMENT_WAITING: 'open',
	PAYED: 'open',
	DELIVERING: 'open',
	DELIVERED: 'open',
	PURCHASE_DECIDED: 'completed',
	EXCHANGED: 'completed',
	RETURNED: 'completed',
	CANCELED: 'cancelled',
	CANCELED_BY_NOPAYMENT: 'cancelled',
};

const FULFILLMENT: Record<string, FulfillmentStatus> = {
	PAYMENT_WAITING: 'unfulfilled',
	PAYED: 'unfulfilled',
	DELIVERING: 'fulfilled',
	DELIVERED: 'delivered',
	PURCHASE_DECIDED: 'delivered',
	EXCHANGED: 'delivered',
	RETURNED: 'returned',
	CANCELED: 'cancelled',
	CANCELED_BY_NOPAYMENT: 'cancelled',
};

const PAYMENT: Record<string, PaymentStatus> = {
	PAYMENT_WAITING: 'unpaid',
	PAYED: 'paid',
	DELIVERING: 'paid',
	DELIVERED: 'paid',
	PURCHASE_DECIDED: 'paid',
	EXCHANGED: 'paid',
	RETURNED: 'refunded',
	CANCELED: 'refunded',
	CANCELED_BY_NOPAYMENT: 'unpaid',
};

/** What holds for the order whatever its other lines say; Naver orders are paid as a whole. */
const CERTAIN: ReadonlySet<string> = new Set([
	'open',
	'partial',
	'unpaid',
	'paid',
	'partiallyRefunded',
]);

/** Statuses of the order from those of its lines, and what they leave open. */
export function statusFacts(details: Detail[], linesComplete: boolean, reason = SOME_LINES) {
	const raw = [...new Set(details.flatMap(wordsOf))].join(',') || null;
	const facts = {
		status: statusOf(details),
		paymentStatus: paymentOf(details),
		fulfillmentStatus: fulfillmentOf(details),
	};
	const missing: Missing[] = [];
	if (!linesComplete) {
		missing.push({ field: 'lines', reason });
		for (const [field, value] of Object.entries(facts)) {
			if (CERTAIN.has(value)) continue;
			Object.assign(facts, { [field]: 'unknown' });
			missing.push({ field, reason });
		}
	}
	const raws = { statusRaw: raw, paymentStatusRaw: raw, fulfillmentStatusRaw: raw };
	return { facts: { ...facts, ...raws, fulfilledBy: fulfilledBy(details) }, missing };
}

function statusOf(details: Detail[]): OrderStatus {
	const words = meanings(details, STATUS);
	if (words.has('open')) return 'open';
	if (words.size === 0 || words.has('unknown')) return 'unknown';
	return words.has('completed') ? 'completed' : 'cancelled';
}

function fulfillmentOf(details: Detail[]): FulfillmentStatus {
	const words = meanings(details, FULFILLMENT);
	if (words.has('unknown')) return 'unknown';
	if (words.size > 1) words.delete('cancelled');
	if (words.size === 1) return [...words][0];
	if (words.has('unfulfilled')) return 'partial';
	// What the buyer kept says more of the order than what came back.
	return (['fulfilled', 'delivered'] as const).find((meaning) => words.has(meaning)) ?? 'unknown';
}

function paymentOf(details: Detail[]): PaymentStatus {
	const words = new Set(details.map(linePayment));
	if (words.has('unknown')) return 'unknown';
	if (words.size === 1) return [...words][0];
	if (words.has('partiallyRefunded')) return 'partiallyRefunded';
	if (words.has('refunded')) return words.has('paid') ? 'partiallyRefunded' : 'refunded';
	return words.size === 0 ? 'unknown' : 'partiallyPaid';
}

function linePayment(detail: Detail): PaymentStatus {
	const meaning = word(PAYMENT, statusWord(detail));
	const wasPaid = text(part(detail.order).paymentDate) !== null;
	if (meaning === 'refunded') return wasPaid ? 'refunded' : 'unpaid';
	const { ordered, cancelled, refunded, untold } = unitsOf(detail);
	const gone = (cancelled ?? 0) + (refunded ?? 0) + (hasOpenClaim(detail) ? 0 : untold);
	if (meaning !== 'paid' || gone === 0) return meaning;
	return gone === ordered ? 'refunded' : 'partiallyRefunded';
}

/** Why the units of a line do not show what became of them. */
export function missingUnits(details: Detail[]): Missing[] {
	return details.flatMap((detail) => {
		const { ordered, cancelled, refunded, untold } = unitsOf(detail);
		if (untold === 0) return [];
		const which = `${untold} of ${ordered} units of product order ${text(part(detail.productOrder).productOrderId)}`;
		const reason = hasOpenClaim(detail)
			? `${which} are claimed, and the claim is not finished: see statusRaw of the line`
			: `${which} are gone, and Naver does not say how many were cancelled and how many returned`;
		const fields = { 'lines.quantityCancelled': cancelled, 'lines.quantityRefunded': refunded };
		const open = Object.entries(fields).filter(([, value]) => value === null);
		return open.map(([field]) => ({ field, reason }));
	});
}

/** `N배송` is sent from a warehouse of Naver's partners; of goods under direct contract only they may report it. */
function fulfilledBy(details: Detail[]): Order['fulfilledBy'] {
	const by = new Set(
		details.map((detail): Order['fulfilledBy'] => {
			const { deliveryAttributeType, logisticsDirectContracted } = part(detail.productOrder);
			const type = text(deliveryAttributeType);
			if (type === 'ARRIVAL_GUARANTEE' || flag(logisticsDirectContracted)) return 'marketplace';
			return type === null ? 'unknown' : 'seller';
		}),
	);
	if (by.size === 1) return [...by][0];
	return by.has('unknown') || by.size === 0 ? 'unknown' : 'mixed';
}

function meanings<T extends string>(details: Detail[], table: Record<string, T>) {
	return new Set(details.map((detail) => word(table, statusWord(detail))));
}

function statusWord(detail: Detail): string | null {
	return text(part(detail.productOrder).productOrderStatus);
}
