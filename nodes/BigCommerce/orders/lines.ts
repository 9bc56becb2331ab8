import {
	type Discount,
	type LineFacts,
	orderLine,
	type OrderLine,
} from '../../../core/orders/order';
import { decodeEntities } from '../../../core/orders/entities';
import { amount, count, object, part, parts, text } from '../../../core/orders/read';
import type {
	Consignment,
	Consignments,
	Link,
	PickupConsignment,
	ShippingConsignment,
	V2Fee,
	V2Line,
	V2Order,
} from './wire';

type Facts = Partial<V2Order>;
type Line = Partial<V2Line>;

/** The option under which a kit names its parts. */
const PARTS = 'parts';

const KINDS = ['shipping', 'pickups', 'downloads', 'email', 'line_items'];

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
	if (Array.isArray(facts.products)) {
		return { delivered, lines: parts(facts.products), hasLinks: false };
	}
	const entries = entriesOf(delivered);
	const lines = entries.filter((entry) => !isLink(entry)) as Line[];
	return { delivered, lines, hasLinks: lines.length < entries.length };
}

/** Consignments of every kind, from all structures that the API has or had. */
export function consignmentsOf(facts: Facts): Delivered {
	return contentsOf(facts).delivered;
}

function readConsignments(facts: Facts): Delivered {
	const given = facts.consignments;
	const sets = parts((Array.isArray(given) ? given : [given]) as Consignments[]);
	// In the oldest structure, what stands in the list is a consignment itself.
	const bare = sets.filter((set) => 'line_items' in set) as Array<Partial<ShippingConsignment>>;
	return {
		shipping: [...bare, ...sets.flatMap((set) => parts(set.shipping))],
		pickups: sets.flatMap((set) => parts(set.pickups)),
		downloads: sets.flatMap((set) => parts(set.downloads)),
		certificates: sets.flatMap((set) => parts(part(set.email).gift_certificates)),
	};
}

/** Without `include=consignments` there is a link in their place. */
export function hasConsignments({ consignments }: Facts): boolean {
	return Array.isArray(consignments) || KINDS.some((kind) => kind in object(consignments));
}

/** Whether consignments were asked for, and the answer has nothing in their place. */
export function lacksConsignments(facts: Facts): boolean {
	const given: unknown = facts.consignments;
	return given === null || (object(given) === given && Object.keys(given).length === 0);
}

/** How many items of the order its lines must be; `null` where nothing says so. */
export function itemCountOf(facts: Facts): number | null {
	const total = count(facts.items_total);
	if (total !== null) return total;
	const parcels = consignmentsOf(facts).shipping.map(({ items_total: items }) => count(items));
	return parcels.length === 0 || parcels.includes(null)
		? null
		: parcels.reduce<number>((sum, items) => sum + (items ?? 0), 0);
}

/** How many items the lines of the answer are. */
export function sentItemsOf(facts: Facts): number {
	return productsOf(facts).reduce((sum, line) => sum + (count(line.quantity) ?? 0), 0);
}

/**
 * Whether the order has lines that the answer lacks, as it does for some.
 * See https://github.com/bigcommerce/dev-docs/issues/2052.
 */
export function lacksLines(facts: Facts): boolean {
	const total = itemCountOf(facts);
	if (hasLineLinks(facts)) return true;
	if (total !== null && sentItemsOf(facts) < total) return true;
	if (productsOf(facts).length === 0) return Number(amount(facts.subtotal_inc_tax)) > 0;
	return total === null && !Array.isArray(facts.products) && hasEmptyParcel(facts);
}

/** Nothing is shipped to an address to which nothing goes. */
function hasEmptyParcel(facts: Facts): boolean {
	return consignmentsOf(facts).shipping.some(
		({ line_items: items }) => parts(items as V2Line[]).length === 0,
	);
}

/** Lines in the answer; without `include=consignments.line_items` there are links in their place. */
function productsOf(facts: Facts): readonly Line[] {
	return contentsOf(facts).lines;
}

/** Whether a link stands where a line belongs. */
function hasLineLinks(facts: Facts): boolean {
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
	const { id, url, resource } = object(entry);
	return text(id) === null && (text(url) ?? text(resource)) !== null;
}

export function linesOf(facts: Facts, side: TaxSide): LineFacts[] {
	const partsOf = kitsOf(facts);
	const products = productsOf(facts).map((line) =>
		product(line, side, partsOf.get(text(line.id) ?? '') ?? []),
	);
	return [...products, ...feesOf(facts).map((given) => fee(given, side))];
}

/** Fees in the answer; without `include=fees` there is a link in their place. */
export function feesOf(facts: Facts): Array<Partial<V2Fee>> {
	return parts(facts.fees as V2Fee[]);
}

/** Ids of the parts of each kit: of what was chosen from a pick list, BigCommerce makes lines of its own. */
function kitsOf(facts: Facts): Map<string, string[]> {
	const kits = new Map<string, string[]>();
	for (const line of productsOf(facts)) {
		const kit = idOf(line.parent_order_product_id);
		const part = text(line.id);
		if (kit !== null && part !== null) kits.set(kit, [...(kits.get(kit) ?? []), part]);
	}
	return kits;
}

function product(line: Line, side: TaxSide, ownParts: string[]): LineFacts {
	return orderLine({
		id: text(line.id),
		parentId: idOf(line.parent_order_product_id),
		sku: text(line.sku),
		productId: idOf(line.product_id),
		variantId: idOf(line.variant_id),
		ean: text(line.upc),
		title: text(line.name),
		options: [...options(line), ...wishes(line), ...kit(ownParts), ...wrapping(line)],
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
		name: plain(option.display_name),
		value: plain(option.display_value),
	}));
}

/** What the shopper entered in older ways: a field such as an engraving, the day on which it shall come. */
function wishes(line: Line): OrderLine['options'] {
	const fields = parts(line.configurable_fields).map(({ name, value }) => ({
		name: plain(name),
		value: plain(value),
	}));
	const event = { name: plain(line.event_name) || 'event_date', value: plain(line.event_date) };
	return [...fields, event].filter(({ value }) => value !== '');
}

/** Texts of options come as they stand in a page. See https://github.com/bigcommerce/cornerstone/issues/1849. */
function plain(written: unknown): string {
	return decodeEntities(text(written) ?? '');
}

/** A part names its kit; the kit has to name its parts, for whoever sees one line only and would count both. */
function kit(ownParts: string[]): OrderLine['options'] {
	const value = ownParts.join(', ');
	return value === '' ? [] : [{ name: PARTS, value }];
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
