import { orderLine } from '../../core/order/order';
import type { Discount, LineFacts, OrderLine } from '../../core/order/order';
import { amount, count, object, part, parts, text } from '../../core/order/read';
import type {
	Consignment,
	Consignments,
	Link,
	PickupConsignment,
	ShippingConsignment,
	V2Fee,
	V2Line,
	V2Order,
} from './bigCommerce.wire';

type Facts = Partial<V2Order>;
type Line = Partial<V2Line>;

/** Which of each pair of amounts is exact: BigCommerce estimates the other. */
export type TaxSide = 'inc_tax' | 'ex_tax';

/** What an order is delivered in, each part of it possibly incomplete. */
interface Delivered {
	shipping: Array<Partial<ShippingConsignment>>;
	pickups: Array<Partial<PickupConsignment>>;
	downloads: Array<Partial<Consignment>>;
	certificates: Array<Partial<Consignment>>;
}

interface Contents {
	delivered: Delivered;
	lines: Line[];
	hasLinks: boolean;
}

/** Several parts of an order ask for what is in it. */
const known = new WeakMap<Facts, Contents>();

function contentsOf(facts: Facts): Contents {
	let found = known.get(facts);
	if (found === undefined) known.set(facts, (found = readContents(facts)));
	return found;
}

function readContents(facts: Facts): Contents {
	const delivered = readConsignments(facts);
	const entries = entriesOf(delivered);
	const lines = entries.filter((entry) => !isLink(entry)) as Line[];
	return { delivered, lines, hasLinks: lines.length < entries.length };
}

/** Consignments of every kind, from both structures that the API has. */
export function consignmentsOf(facts: Facts): Delivered {
	return contentsOf(facts).delivered;
}

function readConsignments(facts: Facts): Delivered {
	const given = facts.consignments as Consignments | Consignments[];
	const sets = parts(Array.isArray(given) ? given : [given]);
	return {
		shipping: sets.flatMap((set) => parts(set.shipping)),
		pickups: sets.flatMap((set) => parts(set.pickups)),
		downloads: sets.flatMap((set) => parts(set.downloads)),
		certificates: sets.flatMap((set) => parts(part(set.email).gift_certificates)),
	};
}

/** Without `include=consignments` there is a link in their place. */
export function hasConsignments(facts: Facts): boolean {
	return Array.isArray(facts.consignments) || Array.isArray(object(facts.consignments).shipping);
}

/** Lines in the answer; without `include=consignments.line_items` there are links in their place. */
export function productsOf(facts: Facts): readonly Line[] {
	return contentsOf(facts).lines;
}

/** Whether a link stands where a line belongs. */
export function hasLineLinks(facts: Facts): boolean {
	return contentsOf(facts).hasLinks;
}

/** A link may stand for a whole list. */
function entriesOf(delivered: Delivered): Array<Partial<V2Line | Link>> {
	const entries: Array<Partial<V2Line | Link>> = [];
	for (const consignments of Object.values(delivered) as Array<Array<Partial<Consignment>>>) {
		for (const { line_items: items } of consignments) {
			entries.push(...parts(Array.isArray(items) ? items : [items as Link]));
		}
	}
	return entries;
}

function isLink(entry: Partial<V2Line | Link>): boolean {
	return text(object(entry).resource) !== null;
}

export function linesOf(facts: Facts, side: TaxSide): LineFacts[] {
	const products = productsOf(facts).map((line) => product(line, side));
	return [...products, ...feesOf(facts).map((given) => fee(given, side))];
}

/** Fees in the answer; without `include=fees` there is a link in their place. */
export function feesOf(facts: Facts): Array<Partial<V2Fee>> {
	return parts(facts.fees as V2Fee[]);
}

function product(line: Line, side: TaxSide): LineFacts {
	return orderLine({
		id: text(line.id),
		sku: text(line.sku),
		productId: idOf(line.product_id),
		variantId: idOf(line.variant_id),
		ean: text(line.upc),
		title: text(line.name),
		options: [...options(line), ...wrapping(line)],
		quantity: count(line.quantity),
		quantityShipped: count(line.quantity_shipped),
		quantityRefunded: count(line.quantity_refunded),
		unitPrice: amount(line[`price_${side}`]),
		total: amount(line[`total_${side}`]),
		tax: amount(line.total_tax),
		discount: only(parts(line.applied_discounts).map((discount) => discount.amount)),
	});
}

function fee(given: Partial<V2Fee>, side: TaxSide): LineFacts {
	return orderLine({
		id: text(given.id),
		kind: 'fee',
		title: text(given.display_name_customer) ?? text(given.display_name_merchant),
		total: amount(given[`cost_${side}`]),
		tax: amount(given.cost_tax),
	});
}

function options(line: Line): OrderLine['options'] {
	return parts(line.product_options).map((option) => ({
		name: text(option.display_name) ?? '',
		value: text(option.display_value) ?? '',
	}));
}

/** Whoever packs the line has to see these. */
function wrapping(line: Line): OrderLine['options'] {
	const asked = { wrapping_name: line.wrapping_name, wrapping_message: line.wrapping_message };
	return Object.entries(asked).flatMap(([name, given]) => {
		const value = text(given);
		return value === null ? [] : [{ name, value }];
	});
}

/** A discount of the whole order comes as one share per line; the shares stay apart here. */
export function discountsOf(facts: Facts): Discount[] {
	const fundedBy = text(facts.external_source) === null ? 'seller' : 'unknown';
	const applied = productsOf(facts).flatMap((line) => parts(line.applied_discounts));
	if (applied.length > 0) {
		return applied.map((discount) => ({
			code: text(discount.code),
			name: text(discount.name) ?? text(discount.id),
			amount: amount(discount.amount),
			fundedBy,
			level: discount.target === 'order' ? 'order' : 'line',
		}));
	}
	return (['discount_amount', 'coupon_discount'] as const)
		.map((name) => ({ name, amount: amount(facts[name]) }))
		.filter((discount) => Number(discount.amount) !== 0)
		.map((discount) => ({ code: null, ...discount, fundedBy, level: 'order' }));
}

/** `0` stands for "none": a guest, a custom product. */
export function idOf(value: unknown): string | null {
	const id = text(value);
	return id === '0' ? null : id;
}

/** The one amount that is not zero; `null` for several, of which BigCommerce gives no sum. */
export function only(values: unknown[]): string | null {
	const known = values.map(amount);
	if (known.includes(null)) return null;
	const sums = known.filter((value) => Number(value) !== 0);
	return sums.length > 1 ? null : (sums[0] ?? known[0] ?? null);
}

export function areSeveral(values: unknown[]): boolean {
	return values.filter((value) => Number(amount(value)) !== 0).length > 1;
}
