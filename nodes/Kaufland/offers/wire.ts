/**
 * What this package reads of an offer, which the API calls a unit; any of it may be missing. Amounts are whole cents
 * of `currency`. See https://sellerapi.kaufland.com/swagger.json, `UnitEmbedded`.
 */
export interface WireOffer {
	/** Unique over all storefronts. */
	id_unit: number;
	/** The seller's SKU. */
	id_offer: string | null;
	status: string;
	currency: string;
	/** What the seller asks. */
	listing_price: number;
	/** Lower than the former where Smart Pricing may find the price between the two. */
	minimum_price: number;
	amount: number;
	storefront: string;
	fulfillment_type: string;
	date_lastchange_iso: string;
	/** Only where it was asked for. */
	product: WireGoods | null;
}

interface WireGoods {
	title: string;
	eans: string[];
	main_picture: string;
	url: string;
}

/** An offer, and the storefront in which it is sold. */
export interface Offer {
	readonly wire: Partial<WireOffer>;
	readonly site: string;
}

/** The result of one entry of `POST /units/bulk`: with `unit` it was done. */
export interface WireResult {
	id_unit: number;
	status_code: number;
	unit: WireOffer;
	message: string;
	errors: Array<{ field: string; message: string }>;
	/** Of an internal error. */
	key: string;
}
