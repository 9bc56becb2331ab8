/** What this package reads of a shipment; any of it may be missing. See BEHAVIOR.md, Shipping. */
export interface V2Shipment {
	id: number;
	order_address_id: number;
	/** RFC 2822. */
	date_created: string;
	tracking_number: string;
	shipping_provider: string;
	/** Of AfterShip. */
	tracking_carrier: string;
	/** The merchant's own; then nothing is generated. */
	tracking_link: string;
	generated_tracking_link: string;
	items: Array<{ order_product_id: number; quantity: number }>;
}

/** Body of `POST /v2/orders/{id}/shipments`. The items have no `product_id`: it cannot be written. */
export interface V2NewShipment {
	order_address_id: number;
	tracking_number?: string;
	shipping_provider?: string;
	tracking_carrier?: string;
	tracking_link?: string;
	shipping_method?: string;
	comments?: string;
	items: Array<{ order_product_id: number; quantity: number }>;
}

/** What shipping reads of a line; any of it may be missing. */
export interface V2ShippedLine {
	id: number;
	type: 'physical' | 'digital' | 'giftcertificate';
	/** Above 0 where the buyer collects it. */
	order_pickup_method_id: number;
	/** 0 for what goes to no address. */
	order_address_id: number;
	quantity: number;
	quantity_shipped: number;
	quantity_refunded: number;
}
