/**
 * What this package reads of Kaufland's answers; any of it may be missing. Amounts are whole cents of `currency`, in
 * Czech crowns, too. See https://sellerapi.kaufland.com/?page=orders and its official description.
 */

/** One piece: three of the same are three order units. */
export interface OrderUnit extends OrderPeople {
	id_order_unit: number;
	id_order: string;
	ts_created_iso: string;
	ts_updated_iso: string;
	status: string;
	storefront: string;
	fulfillment_type: string;
	is_marketplace_deemed_supplier: boolean;
	currency: string;
	/** What the buyer pays for the piece. */
	price: number;
	/** Its share of the shipping costs. */
	shipping_rate: number;
	/** The seller's SKU. */
	id_offer: string | null;
	/** Rate in percent. */
	vat: number | null;
	cancel_reason: string | null;
	/** Whether it is the last day for sending or for arriving is not confirmed. */
	delivery_time_expires_iso: string | null;
	product: Product | null;
}

interface Product {
	id_product: number;
	title: string;
	eans: string[];
	url: string;
}

/** All of it turns null some day; when, nobody has published. */
interface OrderPeople {
	buyer: { id_buyer: number; email: string | null } | null;
	billing_address: WireAddress | null;
	shipping_address: WireAddress | null;
}

export interface WireAddress {
	first_name: string;
	last_name: string;
	company_name: string | null;
	street: string;
	house_number: string;
	postcode: string;
	additional_field: string | null;
	city: string;
	phone: string | null;
	/** Two or three letters. */
	country: string;
}

/** As `GET /orders/{id}` sends it; from a list it is put together of its units, and has no `delivery`. */
export interface WireOrder extends OrderPeople {
	id_order: string;
	ts_created_iso: string;
	storefront: string;
	fulfillment_type: string;
	is_marketplace_deemed_supplier: boolean;
	order_units: Array<Partial<OrderUnit>>;
	/** Only where it was asked for. */
	delivery?: { pickup_location: PickupLocation | null };
}

export interface PickupLocation {
	pickup_location_id: string;
	provider: string;
	carrier: string;
	dhl_post_number: string | null;
}

export type RawOrder = Partial<WireOrder>;
