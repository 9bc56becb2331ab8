import { amountsIn } from './currency';

/** Version of the shape below; part of every item, so a workflow knows what it reads. */
const ORDER_SCHEMA = 'order/1';

export type OrderStatus = 'open' | 'completed' | 'cancelled' | 'unknown';

export type PaymentStatus =
	'unpaid' | 'pending' | 'partiallyPaid' | 'paid' | 'partiallyRefunded' | 'refunded' | 'unknown';

export type FulfillmentStatus =
	'unfulfilled' | 'partial' | 'fulfilled' | 'delivered' | 'returned' | 'cancelled' | 'unknown';

/**
 * A decimal string with the decimals of the order's currency, e.g. `"12.50"` or `"5980"`; with more only where the
 * marketplace gives more that are not zero. Floats lose cents.
 */
type Amount = string;

/** ISO 8601 with the offset that the marketplace gave. */
type Timestamp = string;

/**
 * One order, whichever marketplace it came from. Ids are strings; unknown is `null`, never `0` or `""`;
 * amounts are the marketplace's own, never computed from others; every enum has a sibling `…Raw` with
 * the marketplace's own word. The fields come in the order in which a person wants them: `order()` below.
 */
export interface Order {
	/** The number that seller and buyer see; may equal `id`. */
	number: string | null;
	id: string;
	placedAt: Timestamp | null;
	status: OrderStatus;
	paymentStatus: PaymentStatus;
	fulfillmentStatus: FulfillmentStatus;
	marketplace: string;
	/** Where it was sold: Amazon marketplace id, Allegro site, BigCommerce channel, Kaufland storefront. Filters take it. */
	site: string | null;
	/** What people call the site, e.g. `amazon.de`; `null` where the marketplace gives no more than the id. */
	siteName: string | null;
	/** Whose order it is: seller id, store hash, … of the credential that read it. */
	account: string | null;
	/** Page of the order in the seller's panel, where one can be built. */
	url: string | null;
	currency: string | null;
	totals: Totals;
	buyer: Buyer;
	lines: OrderLine[];
	shipping: Shipping;
	shippingAddress: Address | null;
	pickupPoint: PickupPoint | null;
	shipBy: TimeRange;
	deliverBy: TimeRange;
	shipments: Shipment[];
	fulfilledBy: 'seller' | 'marketplace' | 'mixed' | 'unknown';
	paymentMethod: string | null;
	cashOnDelivery: boolean | null;
	paidAt: Timestamp | null;
	updatedAt: Timestamp | null;
	cancelledAt: Timestamp | null;
	billingAddress: Address | null;
	invoice: Invoice | null;
	/** Whether unit prices and line totals contain tax. */
	taxIncluded: boolean | null;
	taxes: Tax[];
	discounts: Discount[];
	relatedIds: string[];
	statusRaw: string | null;
	paymentStatusRaw: string | null;
	fulfillmentStatusRaw: string | null;
	schema: typeof ORDER_SCHEMA;
	/** Stable key of this revision of this order: the same change always has the same key. */
	eventKey: string;
	revision: string | null;
	/** Why something is null although the marketplace knows it. */
	missing: Missing[];
	/** The marketplace's own object, only where the user asks for it. */
	raw?: unknown;
}

export interface TimeRange {
	from: Timestamp | null;
	to: Timestamp | null;
}

interface Totals {
	grand: Amount | null;
	paid: Amount | null;
	refunded: Amount | null;
	items: Amount | null;
	shipping: Amount | null;
	tax: Amount | null;
	discount: Amount | null;
	fees: Amount | null;
}

export interface Discount {
	code: string | null;
	name: string | null;
	/** Where the marketplace shows only the price before and after: what it is lower, for all units. */
	amount: Amount | null;
	fundedBy: 'seller' | 'marketplace' | 'unknown';
	level: 'order' | 'line' | 'shipping';
}

export interface Tax {
	name: string | null;
	/** Percent, e.g. `"23.00"`. */
	rate: string | null;
	amount: Amount | null;
	collectedBy: 'seller' | 'marketplace' | 'unknown';
}

export interface Buyer {
	name: string | null;
	email: string | null;
	phone: string | null;
	/** What the buyer wrote to the seller. */
	note: string | null;
	company: string | null;
	taxId: string | null;
	id: string | null;
	/** Whether `email` is the marketplace's masked forwarding address. */
	emailIsRelay: boolean | null;
}

export interface Address {
	name: string | null;
	company: string | null;
	line1: string | null;
	line2: string | null;
	line3: string | null;
	city: string | null;
	region: string | null;
	postalCode: string | null;
	/** ISO 3166-1 alpha-2. */
	countryCode: string | null;
	phone: string | null;
}

export interface PickupPoint {
	id: string | null;
	name: string | null;
	address: Address | null;
}

export interface Invoice {
	required: boolean | null;
	company: string | null;
	taxId: string | null;
	address: Address | null;
}

export interface Shipping {
	methodId: string | null;
	method: string | null;
	carrier: string | null;
	price: Amount | null;
}

/** In the order in which a person wants the fields; the keys come last. */
export interface OrderLine {
	/** The seller's own key of the thing sold. */
	sku: string | null;
	title: string | null;
	options: Array<{ name: string; value: string }>;
	quantity: number | null;
	unitPrice: Amount | null;
	total: Amount | null;
	tax: Amount | null;
	discount: Amount | null;
	kind: 'product' | 'shipping' | 'fee' | 'gift' | 'discount';
	quantityShipped: number | null;
	quantityCancelled: number | null;
	quantityRefunded: number | null;
	ean: string | null;
	productId: string | null;
	variantId: string | null;
	offerId: string | null;
	statusRaw: string | null;
	/** The marketplace's own id of the line. */
	id: string | null;
	/** `id` of the line that this one belongs to: a service, a gift, a part of a kit. */
	parentId: string | null;
	/** Never null, unique in its order, the same at every reading. */
	key: string;
}

export interface Shipment {
	id: string | null;
	carrier: string | null;
	trackingNumber: string | null;
	trackingUrl: string | null;
	shippedAt: Timestamp | null;
	lines: Array<{ lineId: string; quantity: number | null }>;
}

export interface Missing {
	/** Path of the field, e.g. `buyer.email`. */
	field: string;
	reason: string;
}

/** Where a reason sends the user for what the unified order has no place for. */
export const RAW_ORDER = 'the raw order (option Include Raw Order)';

/**
 * A line as a mapper writes it; `order()` completes its key. A mapper gives one only where the marketplace
 * distinguishes lines without an id by something else than their position, e.g. `fee:<line>:GIFT_WRAP`.
 */
export type LineFacts = Omit<OrderLine, 'key'> & Partial<Pick<OrderLine, 'key'>>;

const NO_SHIPPING: Shipping = { methodId: null, method: null, carrier: null, price: null };

/** What a mapper must say of every order; all else is unknown until it says so. */
type OrderFacts = Pick<Order, 'marketplace' | 'id' | 'eventKey'> &
	Partial<Omit<Order, 'lines'>> & { lines?: LineFacts[] };

/**
 * An order of which only this is known. The one place that decides in which order all fields come, in every output
 * of every marketplace, and how amounts are written.
 */
export function order(facts: OrderFacts): Order {
	const {
		marketplace,
		id,
		eventKey: key,
		totals: sums = totals({}),
		lines = [],
		...others
	} = facts;
	const { shipping = NO_SHIPPING, taxes = [], discounts = [], ...known } = others;
	const write = amountsIn(known.currency ?? null);
	const withAmount = <T extends { amount: Amount | null }>(entry: T): T => ({
		...entry,
		amount: write(entry.amount),
	});
	return {
		number: null,
		id,
		placedAt: null,
		status: 'unknown',
		paymentStatus: 'unknown',
		fulfillmentStatus: 'unknown',
		marketplace,
		site: null,
		siteName: null,
		account: null,
		url: null,
		currency: null,
		totals: writtenTotals(sums, write),
		buyer: buyer({}),
		lines: withKeys(lines).map((line) => writtenLine(line, write)),
		shipping: { ...shipping, price: write(shipping.price) },
		shippingAddress: null,
		pickupPoint: null,
		shipBy: { from: null, to: null },
		deliverBy: { from: null, to: null },
		shipments: [],
		fulfilledBy: 'unknown',
		paymentMethod: null,
		cashOnDelivery: null,
		paidAt: null,
		updatedAt: null,
		cancelledAt: null,
		billingAddress: null,
		invoice: null,
		taxIncluded: null,
		taxes: taxes.map(withAmount),
		discounts: discounts.map(withAmount),
		relatedIds: [],
		statusRaw: null,
		paymentStatusRaw: null,
		fulfillmentStatusRaw: null,
		schema: ORDER_SCHEMA,
		eventKey: key,
		revision: null,
		missing: [],
		...known,
	};
}

type Write = (amount: Amount | null) => Amount | null;

function writtenTotals(sums: Totals, write: Write): Totals {
	const entries = Object.entries(sums).map(([name, sum]) => [name, write(sum as Amount | null)]);
	return Object.fromEntries(entries) as Totals;
}

function writtenLine(line: OrderLine, write: Write): OrderLine {
	return {
		...line,
		unitPrice: write(line.unitPrice),
		total: write(line.total),
		tax: write(line.tax),
		discount: write(line.discount),
	};
}

export function totals(known: Partial<Totals>): Totals {
	return {
		grand: null,
		paid: null,
		refunded: null,
		items: null,
		shipping: null,
		tax: null,
		discount: null,
		fees: null,
		...known,
	};
}

export function buyer(known: Partial<Buyer>): Buyer {
	return {
		name: null,
		email: null,
		phone: null,
		note: null,
		company: null,
		taxId: null,
		id: null,
		emailIsRelay: null,
		...known,
	};
}

export function address(known: Partial<Address>): Address {
	return {
		name: null,
		company: null,
		line1: null,
		line2: null,
		line3: null,
		city: null,
		region: null,
		postalCode: null,
		countryCode: null,
		phone: null,
		...known,
	};
}

export function orderLine(known: Partial<OrderLine> & Pick<OrderLine, 'key'>): OrderLine;
export function orderLine(known: Partial<OrderLine>): LineFacts;
export function orderLine(known: Partial<OrderLine>): LineFacts {
	return {
		sku: null,
		title: null,
		options: [],
		quantity: null,
		unitPrice: null,
		total: null,
		tax: null,
		discount: null,
		kind: 'product',
		quantityShipped: null,
		quantityCancelled: null,
		quantityRefunded: null,
		ean: null,
		productId: null,
		variantId: null,
		offerId: null,
		statusRaw: null,
		id: null,
		parentId: null,
		...known,
	};
}

/**
 * Kind and id name a line. Where the marketplace gives no id, or the same to several, so does the position among
 * the lines that are named alike.
 */
function withKeys(lines: readonly LineFacts[]): OrderLine[] {
	const taken = new Set<string>();
	return lines.map((line) => {
		const name = line.key ?? nameOf(line);
		const isEnough = line.key !== undefined || line.id !== null;
		let place = 0;
		let key: string;
		do key = ++place === 1 && isEnough ? name : `${name}#${place}`;
		while (taken.has(key));
		taken.add(key);
		return { ...line, key };
	});
}

/** A service without an id of its own is named by the line that it belongs to. */
function nameOf({ kind, id, parentId }: LineFacts): string {
	const known = id ?? parentId;
	return known === null ? kind : `${kind}:${known}`;
}

/** Whose ids they are: the marketplace's, or one account's where they are unique only within it. */
export function idOwner(
	marketplace: { readonly id: string; readonly idsPerAccount?: boolean },
	account: string | null,
): string {
	return marketplace.idsPerAccount === true ? `${marketplace.id}:${account ?? ''}` : marketplace.id;
}

/** The owner of the id, id and revision (or the time of the change) make the key that never changes. */
export function eventKey(owner: string, id: string, revision: string | null): string {
	return [owner, id, revision ?? ''].join(':');
}
