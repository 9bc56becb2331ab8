import { product, type Product, type ProductStatus } from '../../../core/products/product';
import type { Target } from '../../../core/products/value-writes';
import { amount, count, flag, part, text, word } from '../../../core/orders/read';

interface Price {
	amount: string;
	currency: string;
}

/** An offer in the seller's list. See https://developer.allegro.pl/swagger.yaml, `OfferListingDto`. */
export interface Offer {
	id: string;
	name: string;
	primaryImage: { url: string };
	sellingMode: { format: string; price: Price | null };
	stock: { available: number; sold: number };
	publication: { status: string; marketplaces: { base: { id: string } } };
	/** The seller's own id. */
	external: { id: string } | null;
	/** Whether Allegro's warehouse keeps the goods. */
	isFulfillment: boolean;
	/** By the id of the site. */
	additionalMarketplaces: Record<string, { sellingMode: { price: Price | null } | null }>;
}

export const OFFER_ID = { expression: /^\d{1,20}$/, looksLike: '12345678901' };

const STATUSES: Readonly<Record<string, ProductStatus>> = {
	ACTIVE: 'active',
	ACTIVATING: 'inactive',
	INACTIVE: 'draft',
	ENDED: 'ended',
};

export function statusOf(offer: Partial<Offer>): string | null {
	return text(part(offer.publication).status);
}

/** The site that the offer was made for. */
export function baseSiteOf({ publication }: Partial<Offer>): string | null {
	return text(part(part(part(publication).marketplaces).base).id);
}

export function skuOf({ external }: Partial<Offer>): string | null {
	return text(part(external).id);
}

/** What it costs on a site; nothing, where it is not sold there or has no price to buy it at once. */
export function priceOn(offer: Partial<Offer>, site: string | null): Partial<Price> {
	const { sellingMode, additionalMarketplaces } = offer;
	if (site === null || site === baseSiteOf(offer)) return part(part(sellingMode).price);
	return part(part(part(additionalMarketplaces)[site]?.sellingMode).price);
}

/** As `product/1`. The list has no EAN; `isSandbox` decides about the page of the offer. */
export function toProduct(
	offer: Partial<Offer>,
	{ account, isSandbox }: { account: string | null; isSandbox: boolean },
): Product {
	const id = text(offer.id) ?? '';
	const site = baseSiteOf(offer);
	const { amount: price, currency } = priceOn(offer, site);
	const statusRaw = statusOf(offer);
	const host = isSandbox ? 'allegro.pl.allegrosandbox.pl' : 'allegro.pl';
	return product({
		marketplace: 'allegro',
		account,
		site,
		id,
		sku: skuOf(offer),
		title: text(offer.name),
		status: word(STATUSES, statusRaw),
		statusRaw,
		quantity: count(part(offer.stock).available),
		price: amount(price),
		currency: text(currency),
		url: site === 'allegro-pl' ? `https://${host}/oferta/${encodeURIComponent(id)}` : null,
		imageUrl: text(part(offer.primaryImage).url),
		missing: [{ field: 'ean', reason: 'Allegro gives it with the product of the offer only' }],
	});
}

/** What of an offer decides whether and how its stock or price can be written. */
export interface OfferTarget extends Target {
	readonly status: string | null;
	readonly baseSite: string | null;
	/** `BUY_NOW`, or an offer whose price nobody sets. */
	readonly format: string | null;
	readonly isKeptByAllegro: boolean;
}

/** `status`: what is known better than the list knows it. */
export function toTarget(
	offer: Partial<Offer>,
	field: 'quantity' | 'price',
	wishedSite: string | null,
	status: string | null = statusOf(offer),
): OfferTarget {
	const site = wishedSite ?? baseSiteOf(offer);
	const { amount: price, currency } = priceOn(offer, site);
	return {
		id: text(offer.id) ?? '',
		variantId: null,
		sku: skuOf(offer),
		site,
		present: field === 'price' ? amount(price) : amount(part(offer.stock).available),
		currency: field === 'price' ? text(currency) : null,
		status,
		baseSite: baseSiteOf(offer),
		format: text(part(offer.sellingMode).format),
		isKeptByAllegro: flag(offer.isFulfillment) === true,
	};
}
