import type { HeldMail } from '../kit/backend';

export interface Address {
	first_name: string;
	last_name: string;
	company: string;
	street_1: string;
	street_2: string;
	city: string;
	state: string;
	zip: string;
	country: string;
	country_iso2: string;
	phone: string;
	email: string;
	form_fields: unknown[];
}

/** One line, as `/products` shows it; its `id` is the order_product_id of shipments. */
export interface OrderProduct {
	id: number;
	order_id: number;
	product_id: number;
	order_address_id: number;
	/** 0 where it is not picked up. */
	order_pickup_method_id: number;
	type: string;
	quantity: number;
	quantity_shipped: number;
	quantity_refunded: number;
	is_refunded: boolean;
	total_inc_tax: string;
	[more: string]: unknown;
}

export interface ShippingAddress extends Address {
	id: number;
	order_id: number;
	items_total: number;
	items_shipped: number;
	[more: string]: unknown;
}

/**
 * The order as the list shows it, without what `include` adds,
 * see https://github.com/bigcommerce/docs/blob/24f580c/reference/orders.v2.oas2.yml
 */
export interface Order {
	id: number;
	customer_id: number;
	date_created: string;
	date_modified: string;
	date_shipped: string;
	status_id: number;
	status: string;
	custom_status: string;
	payment_status: string;
	payment_method: string;
	total_inc_tax: string;
	items_total: number;
	items_shipped: number;
	billing_address: Address;
	channel_id: number;
	cart_id: string | null;
	external_order_id: string;
	external_id: string | null;
	staff_notes: string;
	customer_message: string;
	is_deleted: boolean;
	[more: string]: unknown;
}

interface Fee {
	id: number;
	[more: string]: unknown;
}

export interface Shipment {
	id: number;
	order_address_id: number;
	tracking_number: string;
	tracking_carrier: string;
	shipping_provider: string;
	items: { order_product_id: number; product_id: number; quantity: number }[];
	[more: string]: unknown;
}

interface Refund {
	id: number;
	order_id: number;
	[more: string]: unknown;
}

/** An order with everything that hangs on it. */
export interface Held {
	order: Order;
	createdAt: number;
	modifiedAt: number;
	delivery: 'shipping' | 'pickup' | 'download';
	products: OrderProduct[];
	addresses: ShippingAddress[];
	fees: Fee[];
	shipments: Shipment[];
	refunds: Refund[];
	mails: HeldMail[];
	/** The order as JSON by what it includes, until it changes. */
	views: Map<string, string>;
}

/** V2 money: a string with four decimals. */
export function money(amount: number): string {
	return amount.toFixed(4);
}

/** V2 dates: RFC 2822, always UTC, whole seconds. */
export function rfc2822(time: number): string {
	return new Date(time).toUTCString().replace('GMT', '+0000');
}
