import { list, part, text, word, count } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { product, type Product, type ProductStatus } from '../../../core/products/product';
import type { Target } from '../../../core/products/value-writes';
import { cents } from '../orders/mapping';
import { FULFILLMENTS } from '../common-filters';
import type { Offer } from './wire';

export const OFFER_ID = { expression: /^[1-9]\d{0,14}$/, looksLike: '381000000007' };

const STATUSES: Readonly<Record<string, ProductStatus>> = {
	AVAILABLE: 'active',
	ONHOLD: 'inactive',
	INCOMPLETE: 'draft',
};

export function idOf({ wire }: Offer): string {
	return text(wire.id_unit) ?? '';
}

/** As `product/1`. Its price is what the seller asks: Smart Pricing may sell for less. */
export function toProduct(offer: Offer): Product {
	const { wire, site } = offer;
	const statusRaw = text(wire.status);
	const goods = part(wire.product);
	return product({
		marketplace: 'kaufland',
		site,
		id: idOf(offer),
		sku: text(wire.id_offer),
		ean: text(list<unknown>(goods.eans)[0]),
		title: text(goods.title),
		status: word(STATUSES, statusRaw),
		statusRaw,
		quantity: count(wire.amount),
		price: cents(wire.listing_price),
		currency: text(wire.currency),
		url: text(goods.url),
		imageUrl: text(goods.main_picture),
		updatedAt: isoTime(wire.date_lastchange_iso),
	});
}

/** What of an offer decides whether its stock or price can be written. */
export interface OfferTarget extends Target {
	readonly site: string;
	readonly isKeptByKaufland: boolean;
	/** Of Smart Pricing, in its currency; `null`, where it does not set the price. */
	readonly minimum: string | null;
}

export function toTarget(offer: Offer, field: 'quantity' | 'price'): OfferTarget {
	const { wire, site } = offer;
	const isPrice = field === 'price';
	return {
		id: idOf(offer),
		variantId: null,
		sku: text(wire.id_offer),
		site,
		present: isPrice ? cents(wire.listing_price) : text(count(wire.amount)),
		currency: isPrice ? text(wire.currency) : null,
		isKeptByKaufland: text(wire.fulfillment_type) === FULFILLMENTS[1],
		minimum: isPrice ? smartMinimum(wire) : null,
	};
}

/** Where Smart Pricing is off, all prices of an offer are the same. See BEHAVIOR.md, Offers. */
export function smartMinimum({
	listing_price: listing,
	minimum_price: minimum,
}: Offer['wire']): string | null {
	const [most, least] = [count(listing), count(minimum)];
	return most !== null && least !== null && least < most ? cents(least) : null;
}
