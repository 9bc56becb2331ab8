import type { SandboxSettings } from '../kit/settings';
import type { OfferSeed } from './offer';
import type { StorefrontName } from './storefronts';

/** What goes wrong with one offer: `silent` is done and missing in the answer to many. */
export type Trouble = 'invalid' | 'internal' | 'silent';

/** What this backend reads beyond the common settings; all of it can be changed while it runs. */
export interface KauflandSettings extends SandboxSettings {
	/** The key pair of the first seller. @default SELLER */
	clientKey?: string;
	secretKey?: string;
	/** What a signed URL begins with, where a proxy stands in front. @default http:// and the Host header */
	origin?: string;
	/** Whether answers leave out `type`, which says what is wrong and need not be there. @default false */
	hidesTypes?: boolean;
	/** Whether the seller's account is switched off. @default false */
	isInactive?: boolean;
	/** Where the first seller sells; read when the server starts. @default everywhere */
	storefronts?: StorefrontName[];
	/** What a list of orders without `storefront` is of; not confirmed. @default 'all' */
	withoutStorefront?: 'all' | 'first';
	/** Whether a `…_from_iso` leaves out its own second, as its description says. @default true */
	fromIsExclusive?: boolean;
	/** How countries are written in addresses; the description has three letters. @default 'iso2' */
	countryForm?: 'iso2' | 'iso3';
	/** Whether some times look like those in the examples of the vendor's pages. @default false */
	oddTimes?: boolean;
	/** How many pieces the newest order of the start has. @default as many as others */
	bigOrder?: number;
	/** What happens after each page of order units or orders that is read. */
	orderChurn?: { add?: number; change?: number };
	/** How many offers each seller has beside those of the seeded orders. @default 0 */
	offers?: number;
	/** Offers of any kind, before all others; the first seller has them. */
	oddOffers?: OfferSeed[];
	/** What happens after each page of offers that is read: new ones come first, old ones go. */
	offerChurn?: { add?: number; remove?: number };
	/** Offers, by `id_unit`, that take no new value or give no answer. */
	troubles?: Record<string, Trouble>;
	/** Whether a change of an offer must name its price; not confirmed. @default false */
	priceRequired?: boolean;
}
