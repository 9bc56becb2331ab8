/** Version of the shape below; part of every item, so a workflow knows what it reads. */
const ORDER_SCHEMA = 'order/1';

export type OrderStatus = 'open' | 'completed' | 'cancelled' | 'unknown';

export type PaymentStatus =
	'unpaid' | 'pending' | 'partiallyPaid' | 'paid' | 'partiallyRefunded' | 'refunded' | 'unknown';

export type FulfillmentStatus =
	'unfulfilled' | 'partial' | 'fulfilled' | 'delivered' | 'returned' | 'cancelled' | 'unknown';

/** A decimal string in the order's currency, e.g. `"12.50"` or `"5980"`; floats lose cents. */
type Amount = string;

/** ISO 8601 with the offset that the marketplace gave. */
type Timestamp = string;

/**
 * One order, whichever marketplace it came from. Ids are strings; unknown is `null`, never `0` or `""`;
 * amounts are the marketplace's own, never computed from others; every enum has a sibling `…Raw` with
 * the marketplace's own word.
 */
export interface Order {
	schema: typeof ORDER_SCHEMA;
	marketplace: string;
	/** Whose order it is: seller id, store hash, … of the credential that read it. */
	account: string | null;
	/** Where it was sold: Amazon marketplace id, Allegro site, BigCommerce channel. */
	site: string | null;
	id: string;
	/** The number that seller and buyer see; may equal `id`. */
	number: string | null;
	relatedIds: string[];
	/** Page of the order in the seller's panel, where one can be built. */
	url: string | null;
	/** Stable key of this revision of this order: the same change always has the same key. */
	eventKey: string;
	revision: string | null;
	status: OrderStatus;
	statusRaw: string | null;
	paymentStatus: PaymentStatus;
	paymentStatusRaw: string | null;
	paymentMethod: string | null;
	cashOnDelivery: boolean | null;
	fulfillmentStatus: FulfillmentStatus;
	fulfillmentStatusRaw: string | null;
	fulfilledBy: 'seller' | 'marketplace' | 'mixed' | 'unknown';
	placedAt: Timestamp | null;
	paidAt: Timestamp | null;
	updatedAt: Timestamp | null;
	cancelledAt: Timestamp | null;
	shipBy: TimeRange;
	deliverBy: TimeRange;
	currency: string | null;
	/** Whether unit prices and line totals contain tax. */
	taxIncluded: boolean | null;
	totals: Totals;
	discounts: Discount[];
	taxes: Tax[];
	buyer: Buyer;
	billingAddress: Address | null;
	shippingAddress: Address | null;
	pickupPoint: PickupPoint | null;
	invoice: Invoice | null;
	shipping: Shipping;
	lines: OrderLine[];
	shipments: Shipment[];
	/** Why something is null although the marketplace knows it. */
	missing: Missing[];
	/** The marketplace's own object; absent when the user leaves it out. */
	raw?: unknown;
}

export interface TimeRange {
	from: Timestamp | null;
	to: Timestamp | null;
}

interface Totals {
	items: Amount | null;
	shipping: Amount | null;
	tax: Amount | null;
	discount: Amount | null;
	fees: Amount | null;
	refunded: Amount | null;
	grand: Amount | null;
	paid: Amount | null;
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
	id: string | null;
	name: string | null;
	email: string | null;
	/** Whether `email` is the marketplace's masked forwarding address. */
	emailIsRelay: boolean | null;
	phone: string | null;
	company: string | null;
	taxId: string | null;
	/** What the buyer wrote to the seller. */
	note: string | null;
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

export interface OrderLine {
	/** Never null, unique in its order, the same at every reading. */
	key: string;
	/** The marketplace's own id of the line. */
	id: string | null;
	/** `id` of the line that this one belongs to: a service, a gift, a part of a kit. */
	parentId: string | null;
	kind: 'product' | 'shipping' | 'fee' | 'gift' | 'discount';
	/** The seller's own key of the thing sold. */
	sku: string | null;
	productId: string | null;
	variantId: string | null;
	offerId: string | null;
	ean: string | null;
	title: string | null;
	options: Array<{ name: string; value: string }>;
	quantity: number | null;
	quantityShipped: number | null;
	quantityCancelled: number | null;
	quantityRefunded: number | null;
	unitPrice: Amount | null;
	total: Amount | null;
	tax: Amount | null;
	discount: Amount | null;
	statusRaw: string | null;
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

/**
 * A line as a mapper writes it; `order()` completes its key. A mapper gives one only where the marketplace
 * distinguishes lines without an id by something else than their position, e.g. `fee:<line>:GIFT_WRAP`.
 */
export type LineFacts = Omit<OrderLine, 'key'> & Partial<Pick<OrderLine, 'key'>>;

/** What a mapper must say of every order; all else is unknown until it says so. */
type OrderFacts = Pick<Order, 'marketplace' | 'id' | 'eventKey'> &
	Partial<Omit<Order, 'lines'>> & { lines?: LineFacts[] };

/** An order of which only this is known. */
export function order({ marketplace, id, eventKey: key, lines = [], ...known }: OrderFacts): Order {
	return {
		schema: ORDER_SCHEMA,
		marketplace,
		account: null,
		site: null,
		id,
		number: null,
		relatedIds: [],
		url: null,
		eventKey: key,
		revision: null,
		status: 'unknown',
		statusRaw: null,
		paymentStatus: 'unknown',
		paymentStatusRaw: null,
		paymentMethod: null,
		cashOnDelivery: null,
		fulfillmentStatus: 'unknown',
		fulfillmentStatusRaw: null,
		fulfilledBy: 'unknown',
		placedAt: null,
		paidAt: null,
		updatedAt: null,
		cancelledAt: null,
		shipBy: { from: null, to: null },
		deliverBy: { from: null, to: null },
		currency: null,
		taxIncluded: null,
		totals: totals({}),
		discounts: [],
		taxes: [],
		buyer: buyer({}),
		billingAddress: null,
		shippingAddress: null,
		pickupPoint: null,
		invoice: null,
		shipping: { methodId: null, method: null, carrier: null, price: null },
		lines: withKeys(lines),
		shipments: [],
		missing: [],
		...known,
	};
}

export function totals(known: Partial<Totals>): Totals {
	return {
		items: null,
		shipping: null,
		tax: null,
		discount: null,
		fees: null,
		refunded: null,
		grand: null,
		paid: null,
		...known,
	};
}

export function buyer(known: Partial<Buyer>): Buyer {
	return {
		id: null,
		name: null,
		email: null,
		emailIsRelay: null,
		phone: null,
		company: null,
		taxId: null,
		note: null,
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
		id: null,
		parentId: null,
		kind: 'product',
		sku: null,
		productId: null,
		variantId: null,
		offerId: null,
		ean: null,
		title: null,
		options: [],
		quantity: null,
		quantityShipped: null,
		quantityCancelled: null,
		quantityRefunded: null,
		unitPrice: null,
		total: null,
		tax: null,
		discount: null,
		statusRaw: null,
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
