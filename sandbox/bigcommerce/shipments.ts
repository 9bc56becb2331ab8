import type { HeldParcel } from '../kit/backend';
import { plain } from './address';
import { money, rfc2822, type Held, type OrderProduct, type Shipment } from './order';
import { invalidField, missingField, readOnlyField } from './refusal';
import type { Store } from './store';

const PROVIDERS = [
	'',
	'auspost',
	'canadapost',
	'endicia',
	'usps',
	'fedex',
	'ups',
	'upsready',
	'upsonline',
	'shipperhq',
	'royalmail',
];
const OWN_PROVIDER = /^carrier_\w+$/;
const MONEY = /^\d+(\.\d{1,4})?$/;

/** Texts of a shipment, and how long they may be, where that is published. */
const TEXTS: Record<string, number> = {
	tracking_number: 50,
	tracking_link: 500,
	comments: 65_535,
	tracking_carrier: Infinity,
	shipping_provider: Infinity,
	shipping_method: Infinity,
	merchant_shipping_cost: Infinity,
};
const FIELDS = ['order_address_id', 'items', ...Object.keys(TEXTS)];
const ITEM_FIELDS = ['order_product_id', 'quantity'];

type Body = Record<string, unknown>;
type Texts = Record<keyof typeof TEXTS, string>;

interface Item {
	line: OrderProduct;
	quantity: number;
}

/**
 * POST /v2/orders/{id}/shipments, see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml.
 * There is no key: the same once more ships what is left once more. What is asked for beyond that is refused; in
 * which words is not confirmed.
 */
export function createShipment(store: Store, held: Held, body: Body): Shipment {
	refuseOthers(body, FIELDS);
	const texts = textsOf(body);
	const addressId = addressOf(held, body.order_address_id);
	const items = itemsOf(held, addressId, body.items);
	const shipment = newShipment(store, held, addressId, items, texts);
	// Only now: a refused shipment must not have shipped anything.
	store.alter(held, () => book(store, held, shipment, items));
	return shipment;
}

/** What of an order has not been shipped yet and can be. */
export function openItems({ products }: Held): Item[] {
	return products
		.filter((line) => line.type === 'physical' && line.order_pickup_method_id === 0)
		.map((line) => ({ line, quantity: openOf(line) }))
		.filter(({ quantity }) => quantity > 0);
}

/** The merchant ships something in the control panel: a parcel for each address. */
export function bookShipments(store: Store, held: Held, items: readonly Item[]): void {
	for (const { id } of held.addresses) {
		const own = items.filter(({ line }) => line.order_address_id === id);
		if (own.length === 0) continue;
		const tracking_number = `1Z${held.order.id}${store.counters.shipment}`;
		const texts = { ...textsOf({}), tracking_number, shipping_provider: 'ups' };
		book(store, held, newShipment(store, held, id, own, texts), own);
	}
}

/** A shipment for whoever checks what the marketplace knows. */
export function parcelOf(shipment: Shipment): HeldParcel {
	const { id, shipping_provider, tracking_carrier, tracking_number, items } = shipment;
	return {
		id: `${id}`,
		carrier: shipping_provider || tracking_carrier || null,
		trackingNumber: tracking_number || null,
		lines: items.map((item) => ({ lineId: `${item.order_product_id}`, quantity: item.quantity })),
	};
}

function newShipment(
	store: Store,
	{ order, addresses }: Held,
	order_address_id: number,
	items: readonly Item[],
	texts: Texts,
): Shipment {
	const { tracking_number, tracking_link, tracking_carrier, shipping_provider } = texts;
	const carrier = shipping_provider || tracking_carrier;
	const hasLink = tracking_link === '' && carrier !== '' && tracking_number !== '';
	return {
		id: store.counters.shipment++,
		order_id: order.id,
		customer_id: order.customer_id,
		order_address_id,
		date_created: rfc2822(store.now),
		...{ tracking_number, tracking_link, tracking_carrier, shipping_provider },
		merchant_shipping_cost: money(Number(texts.merchant_shipping_cost)),
		shipping_method: texts.shipping_method,
		comments: texts.comments,
		billing_address: plain(order.billing_address),
		shipping_address: plain(addresses.find(({ id }) => id === order_address_id)),
		items: items.map(({ line, quantity }) => ({
			order_product_id: line.id,
			product_id: line.product_id,
			quantity,
		})),
		shipping_provider_display_name: shipping_provider.toUpperCase(),
		generated_tracking_link: hasLink ? `https://track.example/${carrier}/${tracking_number}` : '',
	};
}

/** The order follows by itself, and the buyer hears of it with the tracking number. */
function book(store: Store, held: Held, shipment: Shipment, items: readonly Item[]): void {
	for (const { line, quantity } of items) line.quantity_shipped += quantity;
	store.recount(held);
	held.shipments.push(shipment);
	const { id } = shipment;
	store.tell('store/shipment/created', { type: 'shipment', id, orderId: held.order.id });
	store.setStatus(held, openItems(held).length > 0 ? 3 : 2);
}

/** What was refunded need not be shipped any more. */
function openOf({ quantity, quantity_shipped, quantity_refunded }: OrderProduct): number {
	return quantity - quantity_shipped - quantity_refunded;
}

function addressOf({ addresses }: Held, sent: unknown): number {
	if (sent === undefined) throw missingField('order_address_id');
	const address = addresses.find(({ id }) => id === sent);
	if (!address) throw invalidField('order_address_id', 'no address of this order');
	return address.id;
}

function itemsOf(held: Held, addressId: number, sent: unknown): Item[] {
	if (sent === undefined) throw missingField('items');
	if (!Array.isArray(sent) || sent.length === 0) throw invalidField('items', 'no list of items');
	const items = sent.map((item: unknown) => itemOf(held, addressId, item));
	for (const { line } of items) {
		const same = items.filter((item) => item.line === line);
		const asked = same.reduce((sum, { quantity }) => sum + quantity, 0);
		const reason = `${asked} units of ${line.id}, of which ${openOf(line)} are open`;
		if (asked > openOf(line)) throw invalidField('quantity', reason);
	}
	return items;
}

function itemOf({ products }: Held, addressId: number, sent: unknown): Item {
	if (typeof sent !== 'object' || sent === null) throw invalidField('items', 'no object');
	const item = sent as Body;
	refuseOthers(item, ITEM_FIELDS);
	for (const name of ITEM_FIELDS) if (item[name] === undefined) throw missingField(name);
	const line = products.find(({ id }) => id === item.order_product_id);
	if (!line || line.order_address_id !== addressId) {
		throw invalidField('order_product_id', 'no line of this order and address');
	}
	const { quantity } = item;
	if (!Number.isInteger(quantity) || (quantity as number) < 1) {
		throw invalidField('quantity', 'no whole number above 0');
	}
	return { line, quantity: quantity as number };
}

function textsOf(body: Body): Texts {
	const texts = Object.entries(TEXTS).map(([name, most]) => {
		const value = body[name] === undefined ? '' : body[name];
		if (typeof value !== 'string' || value.length > most) {
			throw invalidField(name, `no text of up to ${most} characters`);
		}
		return [name, value];
	});
	const all = Object.fromEntries(texts) as Texts;
	const { shipping_provider: provider, merchant_shipping_cost: cost } = all;
	if (!PROVIDERS.includes(provider) && !OWN_PROVIDER.test(provider)) {
		throw invalidField('shipping_provider', `no provider '${provider}'`);
	}
	if (cost !== '' && !MONEY.test(cost)) throw invalidField('merchant_shipping_cost', 'no amount');
	return all;
}

function refuseOthers(body: Body, known: readonly string[]): void {
	const other = Object.keys(body).find((name) => !known.includes(name));
	if (other !== undefined) throw readOnlyField(other);
}
