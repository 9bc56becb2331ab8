import { product, type Product, type ProductStatus } from '../../../core/products/product';
import type { Target } from '../../../core/products/value-writes';
import { amount, count, list, part, parts, text } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';
import { currencyOf, siteName } from '../regions';

/** A listing. See https://github.com/amzn/selling-partner-api-models, `listingsItems_2021-08-01.json`. */
export interface Listing {
	sku: string;
	summaries: Array<{
		marketplaceId: string;
		asin: string;
		productType: string;
		/** `BUYABLE`, `DISCOVERABLE`. */
		status: string[];
		itemName: string;
		lastUpdatedDate: string;
		mainImage: { link: string };
	}>;
	offers: Array<{
		marketplaceId: string;
		/** `B2C`, `B2B`. */
		offerType: string;
		price: { amount: string | number; currencyCode?: string; currency?: string };
	}>;
	fulfillmentAvailability: Array<{
		/** `DEFAULT` is the seller, all else Amazon. */
		fulfillmentChannelCode: string;
		quantity: number;
	}>;
}

/** What is asked for with each listing. */
export const INCLUDED = ['summaries', 'offers', 'fulfillmentAvailability'];

export const OWN_CHANNEL = 'DEFAULT';

/** As it is: blanks at its ends are a part of a SKU. */
export function skuOf({ sku }: Partial<Listing>): string {
	return typeof sku === 'string' ? sku : (text(sku) ?? '');
}

/** Whether Amazon keeps the stock, or a part of it: a quantity of the seller's would be a second channel. */
export function isKeptByAmazon(channels: readonly string[]): boolean {
	return channels.some((channel) => /^AMAZON/i.test(channel));
}

function summaryOn({ summaries }: Partial<Listing>, site: string) {
	return part(parts(summaries).find(({ marketplaceId }) => text(marketplaceId) === site));
}

function priceOn(
	{ offers }: Partial<Listing>,
	site: string,
): { price: string | null; currency: string | null } {
	const offer = parts(offers).find(
		({ marketplaceId, offerType }) => text(marketplaceId) === site && text(offerType) !== 'B2B',
	);
	const { amount: price, currencyCode, currency } = part(offer?.price);
	return {
		price: amount(price),
		currency: text(currencyCode) ?? text(currency) ?? currencyOf(site),
	};
}

/** How much is there, and who keeps it: of two, the seller's own counts. */
function stockOf({ fulfillmentAvailability }: Partial<Listing>): {
	quantity: string | null;
	channels: string[];
} {
	const all = parts(fulfillmentAvailability);
	const channels = all.flatMap(({ fulfillmentChannelCode }) => text(fulfillmentChannelCode) ?? []);
	const own = all.find(
		({ fulfillmentChannelCode }) => text(fulfillmentChannelCode) === OWN_CHANNEL,
	);
	return { quantity: amount((own ?? all[0])?.quantity), channels };
}

/** Why a listing has no quantity. */
export const KEPT_BY_AMAZON = { field: 'quantity', reason: 'Amazon keeps the stock (FBA)' };

/** As `product/1`. */
export function toProduct(
	listing: Partial<Listing>,
	{ account, site }: { account: string | null; site: string },
): Product {
	const { itemName, asin, status, lastUpdatedDate, mainImage } = summaryOn(listing, site);
	const { price, currency } = priceOn(listing, site);
	const { quantity, channels } = stockOf(listing);
	const isAmazons = isKeptByAmazon(channels);
	const words = list<unknown>(status).flatMap((word) => text(word) ?? []);
	const known: ProductStatus = words.includes('BUYABLE') ? 'active' : 'inactive';
	const sku = skuOf(listing);
	return product({
		marketplace: 'amazon',
		account,
		site,
		id: sku,
		sku,
		title: text(itemName),
		status: Array.isArray(status) ? known : 'unknown',
		statusRaw: Array.isArray(status) ? words.join(', ') || null : null,
		quantity: count(quantity),
		price,
		currency,
		url: pageOf(text(asin), site),
		imageUrl: text(part(mainImage).link),
		updatedAt: isoTime(lastUpdatedDate, 'UTC'),
		missing: [
			{ field: 'ean', reason: 'Amazon does not give it with a listing' },
			...(quantity === null && isAmazons ? [KEPT_BY_AMAZON] : []),
		],
	});
}

export function pageOf(asin: string | null, site: string): string | null {
	const domain = siteName(site);
	return asin === null || domain === null
		? null
		: `https://www.${domain}/dp/${encodeURIComponent(asin)}`;
}

/** What of a listing is written. */
export type FieldName = 'quantity' | 'price';

/** What of a listing decides whether and how its stock or price can be written. */
export interface ListingTarget extends Target {
	readonly sku: string;
	readonly site: string;
	readonly productType: string | null;
	readonly channels: readonly string[];
}

export function toTarget(listing: Partial<Listing>, site: string, field: FieldName): ListingTarget {
	const { quantity, channels } = stockOf(listing);
	const { price, currency } = priceOn(listing, site);
	const sku = skuOf(listing);
	return {
		id: sku,
		variantId: null,
		sku,
		site,
		present: field === 'price' ? price : quantity,
		currency: field === 'price' ? currency : null,
		productType: text(summaryOn(listing, site).productType),
		channels,
	};
}
