import { rfc2822, type Held, type OrderProduct, type Shipment } from './order';
import { readOnlyField, v2Error, type Refusal } from './refusal';
import type { Store } from './store';

const PROVIDERS = new Set([
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
]);

interface Item {
	line: OrderProduct;
	quantity: number;
}

/** POST /v2/orders/{id}/shipments, see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml */
export function createShipment(
	store: Store,
	held: Held,
	body: Record<string, unknown>,
	now: number,
): Shipment {
	const address = held.addresses.find(({ id }) => id === body.order_address_id);
	if (body.order_address_id === undefined) throw missing('order_address_id');
	if (!address) throw v2Error(400, "The field 'order_address_id' is invalid.");
	const items = itemsOf(held, address.id, body.items);
	const text = (name: string, max: number): string => textOf(body, name, max);
	const provider = text('shipping_provider', 50);
	if (!PROVIDERS.has(provider) && !provider.startsWith('carrier_')) {
		throw v2Error(400, "The field 'shipping_provider' is invalid.");
	}
	const shipment: Shipment = {
		id: store.counters.shipment++,
		order_id: held.order.id,
		customer_id: held.order.customer_id,
		order_address_id: address.id,
		date_created: rfc2822(now),
		tracking_number: text('tracking_number', 50),
		merchant_shipping_cost: '0.0000',
		shipping_method: text('shipping_method', 250),
		comments: text('comments', 5000),
		shipping_provider: provider,
		tracking_carrier: text('tracking_carrier', 100),
		tracking_link: text('tracking_link', 500),
		billing_address: held.order.billing_address,
		shipping_address: address,
		items: items.map(({ line, quantity }) => ({
			order_product_id: line.id,
			product_id: line.product_id,
			quantity,
		})),
		shipping_provider_display_name: provider.toUpperCase(),
		generated_tracking_link: '',
	};
	book(store, held, shipment, items, now);
	return shipment;
}

/** Only now: a refused shipment must not have shipped anything. */
function book(
	store: Store,
	held: Held,
	shipment: Shipment,
	items: readonly Item[],
	now: number,
): void {
	for (const { line, quantity } of items) line.quantity_shipped += quantity;
	store.recount(held);
	held.shipments.push(shipment);
	store.tell('store/shipment/created', {
		type: 'shipment',
		id: shipment.id,
		orderId: held.order.id,
	});
	const open = held.products.some(
		(line) => line.type === 'physical' && line.quantity_shipped < line.quantity,
	);
	store.setStatus(held, open ? 3 : 2, now);
}

/** What of an order has not been shipped yet and can be. */
export function openItems({ products }: Held): Item[] {
	return products
		.filter(({ type }) => type === 'physical')
		.map((line) => ({ line, quantity: line.quantity - line.quantity_shipped }))
		.filter(({ quantity }) => quantity > 0);
}

/** The merchant ships something in the control panel. */
export function bookShipment(store: Store, held: Held, items: readonly Item[]): void {
	const now = store.now;
	const id = store.counters.shipment++;
	const shipment: Shipment = {
		id,
		order_id: held.order.id,
		customer_id: held.order.customer_id,
		order_address_id: items[0].line.order_address_id,
		date_created: rfc2822(now),
		tracking_number: `1Z${held.order.id}${id}`,
		shipping_provider: 'ups',
		tracking_carrier: 'ups',
		billing_address: held.order.billing_address,
		shipping_address: held.addresses[0],
		items: items.map(({ line, quantity }) => ({
			order_product_id: line.id,
			product_id: line.product_id,
			quantity,
		})),
	};
	book(store, held, shipment, items, now);
}

function itemsOf(held: Held, addressId: number, sent: unknown): Item[] {
	if (!Array.isArray(sent) || sent.length === 0) throw missing('items');
	return (sent as Record<string, unknown>[]).map((item) => {
		if ('product_id' in item) throw readOnlyField('product_id');
		if (item.order_product_id === undefined) throw missing('order_product_id');
		const quantity = Number(item.quantity);
		const line = held.products.find(({ id }) => id === item.order_product_id);
		const left = line ? line.quantity - line.quantity_shipped : 0;
		if (!line || line.order_address_id !== addressId || !(quantity >= 1 && quantity <= left)) {
			throw v2Error(400, "The field 'items' is invalid.");
		}
		return { line, quantity };
	});
}

function textOf(body: Record<string, unknown>, name: string, max: number): string {
	const value = body[name] ?? '';
	if (typeof value === 'string' && value.length <= max) return value;
	throw v2Error(400, `The field '${name}' is invalid.`);
}

function missing(name: string): Refusal {
	return v2Error(400, `Required fields missing [${name}]`);
}
