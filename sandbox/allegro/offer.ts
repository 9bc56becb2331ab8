import type { HeldOffer } from '../kit/backend';
import { OFFERS, stockOf } from './catalogue';
import { COUNTRIES } from './countries';
import { money, type Price } from './form';

export type OfferStatus = 'INACTIVE' | 'ACTIVATING' | 'ACTIVE' | 'ENDED';
export type OfferFormat = 'BUY_NOW' | 'AUCTION' | 'ADVERTISEMENT';
export type OfferField = 'stock' | 'price';

/** Why a value is not taken, in the marketplace's words. */
export interface Reason {
	code: string;
	message: string;
	path?: string;
}

/** An offer as the marketplace has it now. */
export interface Offer {
	id: string;
	name: string;
	sku: string | null;
	format: OfferFormat;
	/** What it costs at once; an auction has no such price. */
	price: Price | null;
	available: number;
	/** Within thirty days; it counts against the most that an offer may have. */
	sold: number;
	status: OfferStatus;
	marketplace: string;
	/** Further marketplaces, each with a price of its own or the converted one. */
	additional: Record<string, Price | null>;
	/** Its stock lies in the warehouse of Allegro and is counted there. */
	isFulfillment: boolean;
	/** How often each value was set through the API, to the same value too. */
	writes: Record<OfferField, number>;
	/** Until then an earlier edit is being worked on. */
	busyUntil: number;
}

/** What a test says of an offer; everything else is usual. */
export type OfferSeed = Partial<
	Omit<Offer, 'writes' | 'busyUntil' | 'price'> & { price: Price | string | null }
>;

/** A stock of pieces that are there and sold may not be larger, see https://github.com/allegro/allegro-api/issues/5385 */
export const MOST = 99_999;

export function currencyOf(marketplace: string): string | undefined {
	return COUNTRIES.find((one) => one.marketplace === marketplace)?.currency;
}

/** An offer from what is known of it. */
export function newOffer(id: string, seed: OfferSeed): Offer {
	const marketplace = seed.marketplace ?? 'allegro-pl';
	const price = seed.price === undefined ? '49.99' : seed.price;
	return {
		id,
		name: `Oferta ${id}`,
		sku: null,
		format: 'BUY_NOW',
		available: 5,
		sold: 3,
		status: 'ACTIVE',
		marketplace,
		additional: {},
		isFulfillment: false,
		writes: { stock: 0, price: 0 },
		busyUntil: 0,
		...seed,
		price:
			typeof price === 'string'
				? { amount: price, currency: currencyOf(marketplace) ?? 'PLN' }
				: price,
	};
}

/** What every seller has on sale, newest first, as buyers have bought it in the seeded orders. */
export function catalogueOffers(): Offer[] {
	return OFFERS.map(({ id, name, sku, price }) =>
		newOffer(id, { name, sku, price: money(price, 'PLN'), available: stockOf(id) }),
	);
}

/** As many more as are wanted; each has a SKU of its own, and every fourth is sold in Czechia too. */
export function moreOffers(sellerId: string, count: number): Offer[] {
	return Array.from({ length: count }, (_unused, i) => {
		const id = `${sellerId}${String(i + 1).padStart(6, '0')}`;
		return newOffer(id, {
			name: `Zszywki 24/${i + 1}, "mocne"`,
			sku: `SKU-${String(i + 1).padStart(5, '0')}`,
			price: money(1000 + ((i * 37) % 90_000), 'PLN'),
			available: 1 + ((i * 7) % 90),
			sold: i % 5,
			additional: i % 4 === 3 ? { 'allegro-cz': money(6000 + i, 'CZK') } : {},
		});
	});
}

/** An offer for whoever checks what the marketplace has. */
export function heldOffer(offer: Offer): HeldOffer {
	const { id, sku, status, available, price, additional, writes } = offer;
	const others = Object.entries(additional).flatMap(([site, one]) => (one ? [[site, one]] : []));
	return {
		id,
		variantId: null,
		sku,
		status,
		quantity: available,
		price: price?.amount ?? null,
		prices: Object.fromEntries([
			...(price ? [[offer.marketplace, price]] : []),
			...others,
		]) as HeldOffer['prices'],
		writes: { quantity: writes.stock, price: writes.price },
	};
}
