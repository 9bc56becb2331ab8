import type { Random } from '../kit/random';
import type { StoreIdentity } from './app';
import { money, rfc2822, type Address, type Held, type OrderProduct } from './order';
import { PAYMENT_METHODS, type Country } from './people';
import type { Pricing } from './pricing';
import { statusById } from './statuses';

/** The host that links name, as in the real answers; nobody should follow them. */
export const API_HOST = 'https://api.bigcommerce.com';

/** What the head of an order is made of. */
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

/** The order without its lines, as the list shows it. */
export function newHead(random: Random, store: StoreIdentity, parts: HeadParts): Held['order'] {
	const { id, at, statusId, billing, country, price, products, shippingCost, delivery } = parts;
	const status = statusById(statusId);
	return {
		id,
		customer_id: random.chance(0.35) ? 0 : random.int(1, 900),
		date_created: rfc2822(at),
		date_modified: rfc2822(at),
		date_shipped: '',
		status_id: statusId,
		status: status?.name ?? '',
		custom_status: status?.label ?? '',
		...sumsOf(products, shippingCost),
		...currencyOf(store, price),
		...linksOf(store, id),
		...PLAIN,
		items_total: products.reduce((all, line) => all + line.quantity, 0),
		items_shipped: 0,
		payment_method: random.pick(PAYMENT_METHODS),
		payment_status: status?.payment ?? '',
		order_is_digital: delivery === 'download',
		ip_address: random.chance(0.9) ? `198.51.100.${random.int(1, 254)}` : '',
		geoip_country: country.name,
		geoip_country_iso2: country.iso,
		staff_notes: random.chance(0.05) ? 'Called; "leave at door" + sign / no sign' : '',
		customer_message: random.chance(0.1) ? 'Please gift-wrap 🎁,\nthanks' : '',
		shipping_address_count: delivery === 'shipping' ? 1 : 0,
		cart_id: random.chance(0.9) ? random.uuid() : null,
		billing_address: billing,
		is_email_opt_in: random.chance(0.3),
		order_source: random.pick(['www', 'www', 'manual', 'external']),
		channel_id: random.chance(0.8) ? 1 : 2,
		customer_locale: country.locale,
		external_order_id: random.chance(0.05) ? `EXT/${random.digits(6)}+A` : '',
		is_deleted: random.chance(0.01),
	};
}

/** What most orders have none of. */
const PLAIN = {
	is_tax_inclusive_pricing: false,
	payment_provider_id: '',
	// Always 0, whatever was refunded, see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml
	refunded_amount: '0.0000',
	store_credit_amount: '0.0000',
	gift_certificate_amount: '0.0000',
	discount_amount: '0.0000',
	coupon_discount: '0.0000',
	handling_cost_inc_tax: '0.0000',
	wrapping_cost_inc_tax: '0.0000',
	external_source: null,
	external_id: null,
	external_merchant_id: null,
	tax_provider_id: 'BasicTaxProvider',
};

function sumsOf(products: readonly OrderProduct[], shippingCost: number) {
	const sum = (key: string): number => products.reduce((all, line) => all + Number(line[key]), 0);
	const [ex, inc] = [sum('total_ex_tax'), sum('total_inc_tax')];
	return {
		subtotal_ex_tax: money(ex),
		subtotal_inc_tax: money(inc),
		subtotal_tax: money(inc - ex),
		base_shipping_cost: money(shippingCost),
		shipping_cost_ex_tax: money(shippingCost),
		shipping_cost_inc_tax: money(shippingCost),
		shipping_cost_tax: '0.0000',
		total_ex_tax: money(ex + shippingCost),
		total_inc_tax: money(inc + shippingCost),
		total_tax: money(inc - ex),
	};
}

function currencyOf(store: StoreIdentity, { currency }: Pricing): Record<string, unknown> {
	return {
		currency_id: 1,
		currency_code: currency.code,
		currency_exchange_rate: '1.0000000000',
		default_currency_id: 1,
		default_currency_code: currency.code,
		store_default_currency_code: store.currency,
		store_default_to_transactional_exchange_rate: currency.rate.toFixed(10),
	};
}

/** Links instead of data; the addresses in the legacy spelling */
function linksOf(store: StoreIdentity, id: number): Record<string, unknown> {
	const link = (name: string): object => ({
		url: `${API_HOST}/stores/${store.hash}/v2/orders/${id}/${name}`,
		resource: `/orders/${id}/${name}`,
	});
	return {
		consignments: link('consignments'),
		products: link('products'),
		shipping_addresses: link('shippingaddresses'),
		coupons: link('coupons'),
		fees: link('fees'),
	};
}
