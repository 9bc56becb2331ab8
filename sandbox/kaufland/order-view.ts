import {
	iso,
	updatedAt,
	type Address,
	type Buyer,
	type Order,
	type ReturnUnit,
	type Unit,
} from './order';
import type { Good } from './goods';
import type { KauflandSettings } from './settings';
import { storefrontOf, type StorefrontName } from './storefronts';

const DAY = 86_400_000;
/** What the marketplace keeps of a sale. */
const FEE = 0.13;

/** An element of the list of order units. */
export function unitView(unit: Unit, settings: KauflandSettings) {
	const { order } = unit;
	return {
		...unitPart(unit),
		fulfillment_type: order.fulfillment,
		...peoplePart(order, settings),
		eco_fee: null,
		packaging_fee: null,
	};
}

/** An element of the list of orders: nothing of what was bought, by whom, and how it is. */
export function headView(order: Order, { oddTimes }: KauflandSettings) {
	const { createdAt, units } = order;
	return {
		...headPart(order),
		// As in the examples of https://sellerapi.kaufland.com/?page=orders
		...(oddTimes
			? {
					ts_created_iso: iso(createdAt).replace('T', ' ').replace('Z', ''),
					ts_units_updated_iso: iso(updatedAt(order)).replace('Z', 'T'),
				}
			: { ts_units_updated_iso: iso(updatedAt(order)) }),
		order_units_count: units.length,
	};
}

/** An order with all its pieces. */
export function orderView(order: Order, settings: KauflandSettings) {
	return {
		...headPart(order),
		order_units: order.units.map((unit) => ({ ...unitPart(unit), tickets: null })),
		...peoplePart(order, settings),
	};
}

export function deliveryView({ pickup }: Order) {
	const location = pickup && {
		pickup_location_id: pickup.id,
		provider: pickup.carrier,
		carrier: pickup.carrier,
		services: '',
		dhl_post_number: pickup.postNumber,
	};
	return { pickup_location: location ?? null };
}

export function returnView({ id: idOrderUnit, back, order }: Unit) {
	if (!back) return null;
	const { id, status, reason, createdAt }: ReturnUnit = back;
	return {
		id_return_unit: id,
		id_return: id - 20_000_000,
		id_order_unit: idOrderUnit,
		ts_created_iso: iso(createdAt),
		status,
		note: null,
		reason,
		storefront: order.storefront,
		fulfillment_type: order.fulfillment,
	};
}

/** Everything that can be read of an order, for whoever asks whether it has changed. */
export function wholeView(order: Order, settings: KauflandSettings) {
	return { ...orderView(order, settings), back: order.units.map(returnView) };
}

function headPart({ id, createdAt, isDeemedSupplier, storefront, fulfillment }: Order) {
	return {
		id_order: id,
		ts_created_iso: iso(createdAt),
		is_marketplace_deemed_supplier: isDeemedSupplier,
		storefront,
		fulfillment_type: fulfillment,
	};
}

function unitPart(unit: Unit) {
	const { order, price, shippingRate, good, createdAt, receivedAt } = unit;
	const gross = Math.round((price + shippingRate) * (1 - FEE));
	return {
		id_order_unit: unit.id,
		id_order: order.id,
		ts_created_iso: iso(createdAt),
		is_marketplace_deemed_supplier: order.isDeemedSupplier,
		ts_updated_iso: iso(unit.updatedAt),
		status: unit.status,
		price,
		id_offer: good?.sku ?? null,
		revenue_gross: gross,
		revenue_net: Math.round(gross / (1 + (unit.vat ?? 0) / 100)),
		note: unit.note,
		unit_condition: 'new',
		storefront: order.storefront,
		currency: storefrontOf(order.storefront).currency,
		delivery_time_min: 2,
		delivery_time_max: 5,
		delivery_time_expires_iso: unit.status === 'open' ? null : iso(createdAt + 5 * DAY),
		order_received_timestamp_iso: receivedAt === null ? null : iso(receivedAt),
		shipping_rate: shippingRate,
		cancel_reason: unit.cancelReason,
		product: good && productView(good, order.storefront),
		vat: unit.vat,
	};
}

export function productView(good: Good, storefront: StorefrontName) {
	const { idProduct, title, eans, manufacturer } = good;
	return {
		id_product: idProduct,
		storefront,
		title,
		eans,
		id_category: 34_401,
		main_picture: `https://media.kaufland.example/${idProduct}.jpg`,
		manufacturer,
		url: `https://www.kaufland.example/product/${idProduct}/`,
		age_rating: 0,
		is_valid: true,
		dangerous_goods_li_shipping: null,
		danger_label_9A: null,
	};
}

/** All of it turns null together when Kaufland forgets; when that is, nobody has published. */
function peoplePart({ buyer, storefront }: Order, settings: KauflandSettings) {
	const view = (address?: Address) => address && addressView(address, storefront, settings);
	const { id, email, billing, shipping }: Partial<Buyer> = buyer ?? {};
	return {
		buyer: buyer && { id_buyer: id, email },
		billing_address: view(billing) ?? null,
		shipping_address: view(shipping) ?? null,
	};
}

function addressView(
	address: Address,
	storefront: StorefrontName,
	{ countryForm }: KauflandSettings,
) {
	const [two, three] = storefrontOf(storefront).country;
	return {
		first_name: address.firstName,
		last_name: address.lastName,
		company_name: address.company,
		street: address.street,
		house_number: address.houseNumber,
		postcode: address.postcode,
		additional_field: address.more,
		city: address.city,
		phone: address.phone,
		country: countryForm === 'iso3' ? three : two,
	};
}
