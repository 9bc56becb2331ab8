import {
	type Discount,
	type Missing,
	type Order,
	type Tax,
	totals,
} from '../../../core/orders/order';
import { amount, part, parts, text } from '../../../core/orders/read';
import { promotions } from './payments';
import type { AmazonItem, AmazonOrder, Breakdown } from './wire';

type Facts = Partial<AmazonOrder>;
type Item = Partial<AmazonItem>;

/** Charges beside goods, shipping, tax and discount; each becomes a line of kind `fee`. */
const FEES: ReadonlySet<unknown> = new Set(['GIFT_WRAP', 'COD_FEE', 'DELIVERY_TIP', 'OTHER']);

/** A type of proceeds, and where its amount stands in the order and on its lines. */
const SUMS: ReadonlyArray<readonly [type: string, sum: string, line?: string]> = [
	['ITEM', 'totals.items', 'lines.total'],
	['SHIPPING', 'totals.shipping'],
	['TAX', 'totals.tax', 'lines.tax'],
	['DISCOUNT', 'totals.discount', 'lines.discount'],
];

/** Schemes and models under which Amazon itself hands the tax to the state. */
const COLLECTED_BY_AMAZON: ReadonlySet<unknown> = new Set([
	'MARKETPLACE_FACILITATOR',
	'IOSS',
	'UOSS',
]);

/** Sums of the order as Amazon gives them; none is worked out from its items. */
export function moneyFacts(facts: Facts): Partial<Order> {
	const { grandTotal, breakdowns } = part(facts.proceeds);
	const fees = feesOf(facts);
	return {
		currency: currencyOf(facts),
		// Goods are without tax where tax is reported beside them. See BEHAVIOR.md, Orders.
		taxIncluded: hasTax(facts) ? false : null,
		totals: totals({
			items: subtotal(breakdowns, 'ITEM'),
			shipping: subtotal(breakdowns, 'SHIPPING'),
			tax: subtotal(breakdowns, 'TAX'),
			discount: subtotal(breakdowns, 'DISCOUNT'),
			fees: fees.length === 1 ? amount(part(fees[0].subtotal).amount) : null,
			grand: amount(part(grandTotal).amount),
		}),
		taxes: taxesOf(facts),
		discounts: discountsOf(facts),
	};
}

/** The amount of one kind of proceeds; `null` where Amazon lists it not at all, or more than once. */
export function subtotal(breakdowns: Breakdown[] | undefined, type: string): string | null {
	const found = parts(breakdowns).filter((entry) => entry.type === type);
	return found.length === 1 ? amount(part(found[0].subtotal).amount) : null;
}

/** A sum that is charged beside the goods, and the item that it belongs to; `null` where it is of the order. */
export interface Charge extends Partial<Breakdown> {
	itemId: string | null;
}

/** The order's sums where it has them, else what each item says, where shipping is one of them. */
export function chargesOf(facts: Facts): Charge[] {
	if (parts(part(facts.proceeds).breakdowns).length > 0) {
		return feesOf(facts).map((entry) => ({ ...entry, itemId: null }));
	}
	return parts(facts.orderItems).flatMap((item) =>
		parts(part(item.proceeds).breakdowns)
			.filter(({ type }) => type === 'SHIPPING' || FEES.has(type))
			.map((entry) => ({ ...entry, itemId: text(item.orderItemId) })),
	);
}

function feesOf(facts: Facts): Array<Partial<Breakdown>> {
	return parts(part(facts.proceeds).breakdowns).filter((entry) => FEES.has(entry.type));
}

/** The order's sum, whose collector is known if it is the same for all items; else the tax of each item. */
function taxesOf(facts: Facts): Tax[] {
	const items = parts(facts.orderItems);
	const sum = subtotal(part(facts.proceeds).breakdowns, 'TAX');
	const isAmazons = items.map(isTaxCollectedByAmazon);
	if (sum !== null) return [tax(sum, isAmazons.length > 0 && !isAmazons.includes(false))];
	return items.flatMap((item, index) => {
		const given = subtotal(part(item.proceeds).breakdowns, 'TAX');
		return given === null ? [] : [tax(given, isAmazons[index])];
	});
}

/** Only Amazon's own collection is named; nothing says that the seller collects. */
function tax(given: string, isAmazons: boolean): Tax {
	return {
		name: null,
		rate: null,
		amount: given,
		collectedBy: isAmazons ? 'marketplace' : 'unknown',
	};
}

function isTaxCollectedByAmazon(item: Item): boolean {
	const { taxCollections, taxCalculationBreakdowns } = part(item.tax);
	return (
		parts(taxCollections).some(({ model }) => COLLECTED_BY_AMAZON.has(model)) ||
		parts(taxCalculationBreakdowns).some((entry) => COLLECTED_BY_AMAZON.has(entry.reportingScheme))
	);
}

function hasTax(facts: Facts): boolean {
	const { breakdowns } = part(facts.proceeds);
	const perItem = parts(facts.orderItems).map((item) => part(item.proceeds).breakdowns);
	return [breakdowns, ...perItem].some((list) => Number(subtotal(list, 'TAX')) !== 0);
}

function discountsOf(facts: Facts): Discount[] {
	const applied = parts(facts.orderItems).flatMap((item) => parts(part(item.promotion).breakdowns));
	return promotions(applied.map(({ promotionId }) => text(promotionId)));
}

/** The first that is given anywhere; pending orders have none. */
function currencyOf(facts: Facts): string | null {
	const { grandTotal, breakdowns } = part(facts.proceeds);
	const items = parts(facts.orderItems);
	const prices = [
		grandTotal,
		...items.map((item) => part(part(item.product).price).unitPrice),
		...sums(breakdowns),
		...items.flatMap((item) => sums(part(item.proceeds).breakdowns)),
	];
	return prices.map((price) => text(part(price).currencyCode)).find(Boolean) ?? null;
}

function sums(breakdowns: Breakdown[] | undefined) {
	return parts(breakdowns).map((entry) => entry.subtotal);
}

/** Sums that Amazon gives in parts, e.g. one that is final and one that is pending: none of them is the sum. */
export function inParts(facts: Facts): Missing[] {
	const order = part(facts.proceeds).breakdowns;
	const items = parts(facts.orderItems).map((item) => part(item.proceeds).breakdowns);
	const isDouble = (list: Breakdown[] | undefined, type: string) =>
		parts(list).filter((entry) => entry.type === type).length > 1;
	const fields = [
		...SUMS.flatMap(([type, sum]) => (isDouble(order, type) ? [sum] : [])),
		...SUMS.flatMap(([type, , line]) =>
			line !== undefined && items.some((list) => isDouble(list, type)) ? [line] : [],
		),
	];
	return fields.map((field) => ({ field, reason: 'Amazon gives the amount in parts' }));
}
