import type { Random } from '../kit/random';
import type { StoreIdentity } from './app';
import { CURRENCIES, CUSTOM, PRODUCTS, type Product } from './catalogue';
import { money, rfc2822, type Address, type Held, type OrderProduct } from './order';
import { COUNTRIES, PAYMENT_METHODS, type Country } from './people';
import { statusById } from './statuses';

const DAY = 86_400_000;
const SPAN = 20 * DAY;
const NEWEST_AGE = 3 * 60_000;
const ORDERS_HOST = 'https://api.bigcommerce.com';

/** Ids that the next order takes. They are shared by the store, so lines of two orders never clash. */
export interface Counters {
	order: number;
	line: number;
	address: number;
	shipment: number;
	refund: number;
	fee: number;
}

/** When the seeded orders were placed: whole seconds, oldest first, with many ties. */
export function orderTimes(random: Random, count: number, now: number): number[] {
	// An import: more orders in one second than fit on a page of the default size.
	const imported = Math.floor(count * 0.03);
	const start = Math.floor((now - 7 * DAY) / 3_600_000) * 3_600_000;
	const times = Array.from({ length: count }, (_unused, i) =>
		i < imported ? start : now - NEWEST_AGE - Math.floor(random.next() * SPAN),
	).sort((a, b) => a - b);
	for (let i = 1; i < times.length; i++) {
		if (random.chance(0.05)) times[i] = times[i - 1];
	}
	if (count > 0) times[count - 1] = Math.max(times[count - 1], now - NEWEST_AGE);
	return times.map((time) => Math.floor(time / 1000) * 1000);
}

/** Somebody has checked out. */
export function newOrder(
	random: Random,
	store: StoreIdentity,
	counters: Counters,
	at: number,
	statusId: number,
): Held {
	// Ids have gaps: abandoned carts and deleted orders, about three in a hundred.
	if (random.chance(0.03)) counters.order += random.int(1, 3);
	const id = counters.order++;
	const country = countryOf(random);
	const billing = newAddress(random, country);
	const goods = newGoods(random);
	const delivery = goods.every(({ type }) => type !== 'physical')
		? 'download'
		: random.chance(0.04)
			? 'pickup'
			: 'shipping';
	const addressId = delivery === 'shipping' ? counters.address++ : 0;
	const price = pricing(random, store, country);
	const products = goods.map((product) =>
		newLine(random, product, price, { id: counters.line++, orderId: id, addressId }),
	);
	const shippingCost = delivery === 'shipping' ? price.of(random.pick([0, 5.1, 12])) : 0;
	const held: Held = {
		order: newHead(random, store, {
			id,
			at,
			statusId,
			billing,
			country,
			price,
			products,
			shippingCost,
			delivery,
		}),
		createdAt: at,
		modifiedAt: at,
		delivery,
		products,
		addresses: [],
		fees: [],
		shipments: [],
		refunds: [],
		views: new Map(),
	};
	if (delivery === 'shipping') {
		held.addresses.push(newShipping(random, store, held, addressId, shippingCost, price));
	}
	if (random.chance(0.05)) addFee(held, counters, price);
	return held;
}

interface Pricing {
	currency: (typeof CURRENCIES)[number];
	taxRate: number;
	/** A price in the order's currency, rounded as that currency is. */
	of(dollars: number): number;
}

function pricing(random: Random, store: StoreIdentity, country: Country): Pricing {
	const foreign = random.chance(0.5) ? country.currency : store.currency;
	const currency = CURRENCIES.find(({ code }) => code === foreign) ?? CURRENCIES[0];
	const of = (dollars: number): number =>
		Number((dollars * currency.rate).toFixed(currency.decimals));
	return { currency, taxRate: country.taxRate, of };
}

function countryOf(random: Random): Country {
	let at = random.next();
	return COUNTRIES.find(({ share }) => (at -= share) < 0) ?? COUNTRIES[0];
}

function newGoods(random: Random): Product[] {
	const first = random.int(0, PRODUCTS.length - 1);
	const count = random.chance(0.1) ? random.int(2, 3) : 1;
	const goods = Array.from(
		{ length: count },
		(_unused, i) => PRODUCTS[(first + i) % PRODUCTS.length],
	);
	return count > 1 && random.chance(0.2) ? [...goods.slice(1), CUSTOM] : goods;
}

function newAddress(random: Random, country: Country): Address {
	return {
		first_name: random.pick(country.firstNames),
		last_name: random.pick(country.lastNames),
		company: random.chance(0.1) ? random.pick(country.companies) : '',
		street_1: random.pick(country.streets),
		street_2: random.chance(0.2) ? 'Unit 4/B' : '',
		...random.pick(country.cities),
		country: country.name,
		country_iso2: country.iso,
		phone: random.chance(0.2) ? '' : `+${random.digits(11)}`,
		email: `buyer+${random.hex(6)}@mail.example`,
		form_fields: random.chance(0.05)
			? [{ name: 'Delivery, please', value: 'Ring "twice" & wait' }]
			: [],
	};
}

interface LineIds {
	id: number;
	orderId: number;
	addressId: number;
}

function newLine(
	random: Random,
	product: Product,
	price: Pricing,
	{ id, orderId, addressId }: LineIds,
): OrderProduct {
	const quantity = random.chance(0.15) ? random.int(2, 12) : 1;
	const ex = price.of(product.price);
	const tax = Number((ex * price.taxRate).toFixed(price.currency.decimals));
	const name = { name: product.name, name_customer: product.name, name_merchant: product.name };
	const sums = (label: string, one: number, vat: number): Record<string, string> => ({
		[`base_${label}`]: money(one),
		[`${label}_ex_tax`]: money(one),
		[`${label}_inc_tax`]: money(one + vat),
		[`${label}_tax`]: money(vat),
	});
	return {
		id,
		order_id: orderId,
		product_id: product.id,
		variant_id: product.variantId,
		order_pickup_method_id: 0,
		order_address_id: product.type === 'physical' ? addressId : 0,
		...name,
		sku: product.sku,
		upc: product.upc,
		type: product.type,
		...sums('price', ex, tax),
		...sums('total', ex * quantity, tax * quantity),
		total_inc_tax: money((ex + tax) * quantity),
		weight: '1.0000',
		quantity,
		is_refunded: false,
		quantity_refunded: 0,
		refund_amount: '0.0000',
		quantity_shipped: 0,
		parent_order_product_id: null,
		is_bundled_product: false,
		bin_picking_number: '',
		external_id: null,
		brand: '',
		applied_discounts: [],
		product_options: product.option
			? [
					{
						id: id * 10,
						option_id: 18,
						order_product_id: id,
						product_option_id: 120,
						display_name: product.option.name,
						display_value: product.option.value,
						value: '69',
						type: 'Multiple choice',
						name: product.option.name,
						display_style: 'Rectangle',
					},
				]
			: [],
		configurable_fields: [],
		gift_certificate_id: null,
		discounted_total_inc_tax: money((ex + tax) * quantity),
	};
}

interface HeadParts {
	id: number;
	at: number;
	statusId: number;
	billing: Address;
	country: Country;
	price: Pricing;
	products: OrderProduct[];
	shippingCost: number;
	delivery: Held['delivery'];
}

function newHead(random: Random, store: StoreIdentity, parts: HeadParts): Held['order'] {
	const { id, at, statusId, billing, country, price, products, shippingCost, delivery } = parts;
	const sum = (key: string): number => products.reduce((all, line) => all + Number(line[key]), 0);
	const [ex, inc] = [sum('total_ex_tax'), sum('total_inc_tax')];
	const status = statusById(statusId);
	const link = (name: string): object => ({
		url: `${ORDERS_HOST}/stores/${store.hash}/v2/orders/${id}/${name}`,
		resource: `/orders/${id}/${name}`,
	});
	return {
		id,
		customer_id: random.chance(0.35) ? 0 : random.int(1, 900),
		date_created: rfc2822(at),
		date_modified: rfc2822(at),
		date_shipped: '',
		status_id: statusId,
		status: status?.name ?? '',
		custom_status: status?.label ?? '',
		subtotal_ex_tax: money(ex),
		subtotal_inc_tax: money(inc),
		subtotal_tax: money(inc - ex),
		base_shipping_cost: money(shippingCost),
		shipping_cost_ex_tax: money(shippingCost),
		shipping_cost_inc_tax: money(shippingCost),
		shipping_cost_tax: '0.0000',
		handling_cost_inc_tax: '0.0000',
		wrapping_cost_inc_tax: '0.0000',
		total_ex_tax: money(ex + shippingCost),
		total_inc_tax: money(inc + shippingCost),
		total_tax: money(inc - ex),
		is_tax_inclusive_pricing: false,
		items_total: products.reduce((all, line) => all + line.quantity, 0),
		items_shipped: 0,
		payment_method: random.pick(PAYMENT_METHODS),
		payment_provider_id: '',
		payment_status: status?.payment ?? '',
		// Always 0, whatever was refunded, see bigcommerce: 3.3
		refunded_amount: '0.0000',
		order_is_digital: delivery === 'download',
		store_credit_amount: '0.0000',
		gift_certificate_amount: '0.0000',
		ip_address: random.chance(0.9) ? `198.51.100.${random.int(1, 254)}` : '',
		geoip_country: country.name,
		geoip_country_iso2: country.iso,
		currency_id: 1,
		currency_code: price.currency.code,
		currency_exchange_rate: '1.0000000000',
		default_currency_id: 1,
		default_currency_code: price.currency.code,
		staff_notes: random.chance(0.05) ? 'Called; "leave at door" + sign / no sign' : '',
		customer_message: random.chance(0.1) ? 'Please gift-wrap 🎁,\nthanks' : '',
		discount_amount: '0.0000',
		coupon_discount: '0.0000',
		shipping_address_count: delivery === 'shipping' ? 1 : 0,
		cart_id: random.chance(0.9) ? random.uuid() : null,
		billing_address: billing,
		is_email_opt_in: random.chance(0.3),
		order_source: random.pick(['www', 'www', 'manual', 'external']),
		channel_id: random.chance(0.8) ? 1 : 2,
		external_source: null,
		consignments: link('consignments'),
		products: link('products'),
		// The legacy spelling without underscore, see bigcommerce: 0
		shipping_addresses: link('shippingaddresses'),
		coupons: link('coupons'),
		fees: link('fees'),
		external_id: null,
		external_merchant_id: null,
		tax_provider_id: 'BasicTaxProvider',
		store_default_currency_code: store.currency,
		store_default_to_transactional_exchange_rate: price.currency.rate.toFixed(10),
		customer_locale: country.locale,
		external_order_id: random.chance(0.05) ? `EXT/${random.digits(6)}+A` : '',
		is_deleted: random.chance(0.01),
	};
}

function newShipping(
	random: Random,
	store: StoreIdentity,
	{ order, products }: Held,
	id: number,
	cost: number,
	price: Pricing,
): Held['addresses'][number] {
	const country = COUNTRIES.find(({ iso }) => iso === order.billing_address.country_iso2);
	const elsewhere =
		country && random.chance(0.15) ? newAddress(random, country) : order.billing_address;
	const quotes = `/orders/${order.id}/shippingaddresses/${id}/shippingquotes`;
	return {
		id,
		order_id: order.id,
		...elsewhere,
		items_total: products
			.filter((line) => line.order_address_id === id)
			.reduce((all, line) => all + line.quantity, 0),
		items_shipped: 0,
		shipping_method: cost === 0 ? 'Free Shipping' : 'Flat Rate / Express',
		base_cost: money(cost),
		cost_ex_tax: money(cost),
		cost_inc_tax: money(cost),
		cost_tax: money(price.of(0)),
		cost_tax_class_id: 2,
		base_handling_cost: '0.0000',
		handling_cost_ex_tax: '0.0000',
		handling_cost_inc_tax: '0.0000',
		handling_cost_tax: '0.0000',
		handling_cost_tax_class_id: 2,
		shipping_zone_id: 1,
		shipping_zone_name: elsewhere.country,
		shipping_quotes: { url: `${ORDERS_HOST}/stores/${store.hash}/v2${quotes}`, resource: quotes },
	};
}

function addFee(held: Held, counters: Counters, price: Pricing): void {
	const cost = price.of(4);
	held.fees.push({
		id: counters.fee++,
		type: 'custom_fee',
		display_name_customer: 'Green delivery',
		display_name_merchant: 'Green delivery',
		source: 'AA',
		base_cost: money(cost),
		cost_ex_tax: money(cost),
		cost_inc_tax: money(cost),
		cost_tax: '0.0000',
		tax_class_id: null,
	});
	for (const key of ['total_ex_tax', 'total_inc_tax'] as const) {
		held.order[key] = money(Number(held.order[key]) + cost);
	}
}
