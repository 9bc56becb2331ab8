import type { HeldOffer } from '../kit/backend';
import { GOODS, type Good } from './goods';
import type { Fulfillment } from './order';
import { localPrice, storefrontOf, type StorefrontName } from './storefronts';

type OfferStatus = 'INCOMPLETE' | 'AVAILABLE' | 'ONHOLD';

/** What a seller sells in one storefront, with its own stock and price; the API calls it a unit. */
export interface Offer {
	id: number;
	storefront: StorefrontName;
	/** The seller's own id. */
	sku: string | null;
	good: Good;
	status: OfferStatus;
	condition: 'NEW' | 'USED___AS_NEW';
	fulfillment: Fulfillment;
	amount: number;
	/** In cents of the storefront's currency: what the seller asks. */
	listingPrice: number;
	/** Lower than the former where Kaufland may find the price between the two. */
	minimumPrice: number;
	/** What it costs now. */
	price: number;
	note: string | null;
	handlingTime: number;
	idWarehouse: number | null;
	idShippingGroup: number | null;
	vatIndicator: string;
	createdAt: number;
	changedAt: number;
	/** Every value that calls have written, the first one first, also where it was so already. */
	written: { quantity: number[]; price: string[] };
}

/** What a test says of an offer; everything else is usual. */
export type OfferSeed = Partial<
	Pick<
		Offer,
		| 'id'
		| 'storefront'
		| 'sku'
		| 'status'
		| 'condition'
		| 'fulfillment'
		| 'amount'
		| 'listingPrice'
		| 'minimumPrice'
		| 'price'
	>
>;

export function newOffer(id: number, at: number, { storefront = 'de', ...seed }: OfferSeed): Offer {
	const good = GOODS.find(({ sku }) => sku === seed.sku) ?? GOODS[id % GOODS.length];
	const listingPrice = seed.listingPrice ?? localPrice(storefront, good.price);
	return {
		id,
		storefront,
		sku: good.sku,
		good,
		status: 'AVAILABLE',
		condition: 'NEW',
		fulfillment: 'fulfilled_by_merchant',
		amount: 5,
		listingPrice,
		minimumPrice: listingPrice,
		price: listingPrice,
		note: null,
		handlingTime: 1,
		idWarehouse: 900_001,
		idShippingGroup: 700_001,
		vatIndicator: 'standard_rate',
		createdAt: at,
		changedAt: at,
		written: { quantity: [], price: [] },
		...seed,
	};
}

/** Cents as the decimal text that a person would write. */
export function decimal(cents: number): string {
	return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** An offer as it truly is, and where. */
export interface KauflandOffer extends HeldOffer {
	site: StorefrontName;
	written: Offer['written'];
}

export function heldOffer(offer: Offer): KauflandOffer {
	const { id, storefront, sku, status, amount, listingPrice, written } = offer;
	const price = { amount: decimal(listingPrice), currency: storefrontOf(storefront).currency };
	return {
		id: String(id),
		variantId: null,
		site: storefront,
		sku,
		status,
		quantity: amount,
		price: price.amount,
		writes: { quantity: written.quantity.length, price: written.price.length },
		written,
		prices: { [storefront]: price },
	};
}
