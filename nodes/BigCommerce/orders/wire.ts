/**
 * What this package reads of a V2 order; BigCommerce sends more, and any of it may be missing. Money is
 * text on the order and numbers inside consignments. See BEHAVIOR.md, Orders.
 */
export interface V2Order extends TaxPair<'subtotal' | 'total' | 'shipping_cost'> {
	id: number;
	status_id: number;
	status: string;
	payment_status: string;
	payment_method: string;
	payment_provider_id: string | number;
	date_created: string;
	date_modified: string;
	/** Empty until the order is shipped. */
	date_shipped: string;
	customer_id: number;
	customer_message: string;
	channel_id: number;
	/** Display currency; the shopper paid in `default_currency_code`. */
	currency_code: string;
	default_currency_code: string;
	is_tax_inclusive_pricing: boolean;
	total_tax: string;
	discount_amount: string;
	coupon_discount: string;
	handling_cost_ex_tax: string;
	handling_cost_inc_tax: string;
	wrapping_cost_ex_tax: string;
	wrapping_cost_inc_tax: string;
	items_total: number;
	items_shipped: number;
	/** Archived: out of the merchant's list of orders, with the status that it had. */
	is_deleted: boolean;
	order_is_digital: boolean;
	external_source: string | null;
	external_id: string | null;
	external_order_id: string | null;
	ebay_order_id: string;
	billing_address: V2Address;
	/** Links unless asked for with `include`; an array in the older structures. */
	consignments: Consignments | Array<Consignments | ShippingConsignment> | Link;
	/** A link; where the consignments lack lines, `withProducts` puts in its place what is behind it. */
	products: V2Line[] | Link;
	fees: V2Fee[] | Link;
}

type TaxPair<T extends string> = Record<`${T}_ex_tax` | `${T}_inc_tax`, string>;

export interface Link {
	url: string;
	resource?: string;
}

export interface V2Address {
	first_name: string;
	last_name: string;
	company: string;
	street_1: string;
	street_2: string;
	city: string;
	state: string;
	zip: string;
	country_iso2: string;
	phone: string;
	email: string;
}

export interface Consignments {
	shipping: ShippingConsignment[];
	pickups: PickupConsignment[];
	downloads: Consignment[];
	email: { gift_certificates: Consignment[] };
}

export interface Consignment {
	line_items: Array<V2Line | Link> | Link;
}

export interface ShippingConsignment extends Consignment, V2Address {
	items_total: number;
	shipping_method: string;
}

export interface PickupConsignment extends Consignment {
	pickup_method_id: number;
	pickup_method_display_name: string;
	location: PickupLocation;
}

interface PickupLocation {
	id: number;
	name: string;
	address_line_1: string;
	address_line_2: string;
	city: string;
	state: string;
	postal_code: string;
	country_alpha2: string;
	phone: string;
}

export interface V2Line {
	id: number;
	product_id: number;
	variant_id: number;
	sku: string;
	upc: string;
	name: string;
	quantity: number;
	quantity_shipped: number;
	quantity_refunded: number;
	price_ex_tax: string;
	price_inc_tax: string;
	total_ex_tax: string;
	total_inc_tax: string;
	total_tax: string;
	wrapping_name: string | null;
	wrapping_message: string;
	configurable_fields: Array<{ name: string; value: string }>;
	/** A day that the shopper chose, e.g. of the delivery, and what it is called. */
	event_name: string | null;
	event_date: string | null;
	/** Of a part of a pick list: the line of the kit. */
	parent_order_product_id: number | null;
	product_options: Array<{ display_name: string; display_value: string }>;
	applied_discounts: V2Discount[];
}

interface V2Discount {
	id: string;
	name: string;
	code: string | null;
	amount: string;
	target: string;
}

export interface V2Fee {
	id: number;
	display_name_customer: string;
	display_name_merchant: string;
	cost_ex_tax: string | number;
	cost_inc_tax: string | number;
	cost_tax: string | number;
}
