import type { SalesPlace } from './app';

/** One value of an attribute: which marketplace, channel or audience it is of stands in it. */
export type Entry = Record<string, unknown>;
export type Attributes = Record<string, Entry[]>;

/** What Amazon says of a listing or of a change to one. */
export interface Issue {
	code: string;
	message: string;
	severity: 'ERROR' | 'WARNING' | 'INFO';
	attributeNames?: string[];
	categories: string[];
}

/** One SKU of a seller, in all the marketplaces where it is sold. */
export interface Listing {
	sku: string;
	asin: string;
	productType: string;
	image?: string;
	places: SalesPlace[];
	createdAt: number;
	updatedAt: number;
	attributes: Attributes;
	issues: Issue[];
	/** How often each attribute was written, whether or not that changed it. */
	writes: Record<string, number>;
}

/** What it is sold by: the seller's own stock, or a warehouse of Amazon. */
export const OWN_CHANNEL = 'DEFAULT';

export function channelsOf({ attributes }: Listing): Entry[] {
	return attributes.fulfillment_availability ?? [];
}

/** The stock that the seller keeps; undefined when there is none. */
export function ownQuantity(listing: Listing): number | undefined {
	const own = channelsOf(listing).find((one) => one.fulfillment_channel_code === OWN_CHANNEL);
	return own?.quantity as number | undefined;
}

/** Amazon's, unless the seller has a stock of its own. */
export function isAmazons(listing: Listing): boolean {
	return channelsOf(listing).every((one) => one.fulfillment_channel_code !== OWN_CHANNEL);
}

export function offersAt({ attributes }: Listing, place: SalesPlace): Entry[] {
	return (attributes.purchasable_offer ?? []).filter((one) => one.marketplace_id === place.id);
}

/** What everybody pays there. */
export function priceAt(listing: Listing, place: SalesPlace): number | undefined {
	const offer = offersAt(listing, place).find((one) => audienceOf(one) === 'ALL');
	return offer && priceOf(offer);
}

export function audienceOf({ audience = 'ALL' }: Entry): string {
	return String(audience);
}

export function priceOf({ our_price }: Entry): number | undefined {
	const prices = our_price as { schedule: { value_with_tax: number }[] }[] | undefined;
	return prices?.[0]?.schedule[0]?.value_with_tax;
}

export function statusAt(listing: Listing, place: SalesPlace): ('BUYABLE' | 'DISCOVERABLE')[] {
	if (priceAt(listing, place) === undefined) return [];
	const isThere = isAmazons(listing) || (ownQuantity(listing) ?? 0) > 0;
	return isThere ? ['BUYABLE', 'DISCOVERABLE'] : ['DISCOVERABLE'];
}

export function titleOf({ attributes }: Listing): string {
	return String(attributes.item_name?.[0]?.value ?? '');
}

/** The ones among these marketplaces where it is sold. */
export function soldAt({ places }: Listing, asked: readonly SalesPlace[]): SalesPlace[] {
	return places.filter(({ id }) => asked.some((place) => place.id === id));
}
