import {
	eventKey,
	idOwner,
	type Missing,
	order,
	type Order,
	RAW_ORDER,
	totals,
} from '../../../core/orders/order';
import { amount, count, flag, object, text } from '../../../core/orders/read';
import { rfc2822Time } from '../../../core/orders/time';
import { bigCommerce } from '../marketplace';
import {
	areSeveral,
	consignmentsOf,
	discountsOf,
	feesOf,
	hasConsignments,
	idOf,
	itemCountOf,
	lacksConsignments,
	lacksLines,
	linesOf,
	only,
	sentItemsOf,
	type TaxSide,
} from './lines';
import { partiesOf } from './parties';
import { statusesOf } from './status';
import type { V2Order } from './wire';

type Facts = Partial<V2Order>;

/** A V2 order as the unified order; `account` is the store hash. */
export function toOrder(raw: unknown, context: { account: string | null }): Order {
	const facts = object(raw) as Facts;
	const id = text(facts.id) ?? '';
	const updatedAt = rfc2822Time(facts.date_modified);
	const side = sideOf(facts);
	const known = order({
		marketplace: 'bigcommerce',
		account: context.account,
		site: text(facts.channel_id),
		id,
		number: text(facts.id),
		relatedIds: related(facts),
		url: controlPanel(context.account, id),
		eventKey: eventKey(idOwner(bigCommerce, context.account), id, updatedAt),
		placedAt: rfc2822Time(facts.date_created),
		updatedAt,
		discounts: discountsOf(facts),
		lines: linesOf(facts, side),
		...statusesOf(facts),
		...partiesOf(facts, side),
		...sums(facts, side),
	});
	known.missing = missing(facts, known);
	return known;
}

function sideOf(facts: Facts): TaxSide {
	return flag(facts.is_tax_inclusive_pricing) === false ? 'ex_tax' : 'inc_tax';
}

/** The same order elsewhere; eBay's is `0` when there is none. */
function related(facts: Facts): string[] {
	const ids = [facts.external_order_id, facts.external_id, facts.ebay_order_id].map(idOf);
	return [...new Set(ids.filter((id) => id !== null))];
}

/** See BEHAVIOR.md, Orders. */
function controlPanel(storeHash: string | null, id: string): string | null {
	if (!/^[a-z0-9]+$/i.test(storeHash ?? '') || !/^\d+$/.test(id)) return null;
	return `https://store-${storeHash}.mybigcommerce.com/manage/orders/${id}`;
}

function sums(facts: Facts, side: TaxSide): Partial<Order> {
	const grand = amount(facts.total_inc_tax);
	return {
		// Amounts are in the currency that the shopper paid in, not in the one he was shown.
		currency: text(facts.default_currency_code) ?? text(facts.currency_code),
		taxIncluded: flag(facts.is_tax_inclusive_pricing) ?? (grand === null ? null : true),
		totals: totals({
			items: amount(facts[`subtotal_${side}`]),
			shipping: amount(facts[`shipping_cost_${side}`]),
			tax: amount(facts.total_tax),
			discount: only(reductionsOf(facts)),
			fees: Array.isArray(facts.fees) ? only(chargesOf(facts, side)) : null,
			grand,
		}),
	};
}

function reductionsOf(facts: Facts): unknown[] {
	return [facts.discount_amount, facts.coupon_discount];
}

function chargesOf(facts: Facts, side: TaxSide): unknown[] {
	const fees = feesOf(facts).map((fee) => fee[`cost_${side}`]);
	return [facts[`handling_cost_${side}`], facts[`wrapping_cost_${side}`], ...fees];
}

function missing(facts: Facts, known: Order): Missing[] {
	return [...missingLines(facts), ...missingAddresses(facts), ...missingSums(facts, known)];
}

function missingLines(facts: Facts): Missing[] {
	const wasAsked =
		hasConsignments(facts) || lacksConsignments(facts) || Array.isArray(facts.products);
	const total = itemCountOf(facts) || 'the';
	return reasons([
		[!wasAsked, 'lines', 'not requested: include=consignments.line_items'],
		[
			wasAsked && lacksLines(facts),
			'lines',
			`the answer contains ${sentItemsOf(facts)} of ${total} items: GET /v2/orders/{id}/products`,
		],
		[!Array.isArray(facts.fees), 'totals.fees', 'not requested: include=fees'],
	]);
}

function missingAddresses(facts: Facts): Missing[] {
	const { shipping, pickups } = consignmentsOf(facts);
	return reasons([
		[
			!hasConsignments(facts) && !lacksConsignments(facts),
			'shippingAddress',
			'not requested: include=consignments',
		],
		[
			lacksConsignments(facts),
			'shippingAddress',
			'the answer contains no consignments: GET /v2/orders/{id}/shipping_addresses',
		],
		[
			shipping.length > 1,
			'shippingAddress',
			`goes to ${shipping.length} addresses: see consignments.shipping of ${RAW_ORDER}`,
		],
		[
			shipping.length + pickups.length > 1,
			'shipping.method',
			`each consignment has its own: see consignments of ${RAW_ORDER}`,
		],
		[
			pickups.length > 1,
			'pickupPoint',
			`is collected at ${pickups.length} places: see consignments.pickups of ${RAW_ORDER}`,
		],
	]);
}

function missingSums(facts: Facts, known: Order): Missing[] {
	const { paymentStatus, totals: sum, lines } = known;
	const wasRefunded =
		/refunded/i.test(paymentStatus) || lines.some((line) => (line.quantityRefunded ?? 0) > 0);
	const wasPaid = wasRefunded || paymentStatus === 'paid';
	const several = `there are several amounts, and BigCommerce gives no total: see ${RAW_ORDER}`;
	const transactions = 'transactions are listed separately: GET /v3/orders/{id}/transactions';
	return reasons([
		[areSeveral(reductionsOf(facts)), 'totals.discount', several],
		[
			Array.isArray(facts.fees) && areSeveral(chargesOf(facts, sideOf(facts))),
			'totals.fees',
			several,
		],
		[
			wasRefunded,
			'totals.refunded',
			'refunded_amount is always 0: GET /v3/orders/{id}/payment_actions/refunds',
		],
		[wasPaid, 'paidAt', transactions],
		[wasPaid, 'totals.paid', transactions],
		[known.status === 'cancelled', 'cancelledAt', 'BigCommerce gives no time of the cancellation'],
		[Number(sum.tax) > 0, 'taxes', 'rates are listed separately: GET /v2/orders/{id}/taxes'],
		[
			(count(facts.items_shipped) ?? 0) > 0,
			'shipments',
			'shipments are listed separately: GET /v2/orders/{id}/shipments',
		],
	]);
}

function reasons(all: Array<[applies: boolean, field: string, reason: string]>): Missing[] {
	return all.filter(([applies]) => applies).map(([, field, reason]) => ({ field, reason }));
}
