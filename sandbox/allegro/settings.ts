import type { SandboxSettings } from '../kit/settings';
import type { OfferSeed, Reason } from './offer';

/** What this backend reads beyond the common settings; it can be changed while it runs. */
export interface AllegroSettings extends SandboxSettings {
	/** Redirect URIs registered with the app. @default APP.redirectUris */
	redirectUris?: string[];
	/** How far the journal of orders can be trusted. Default: wholly. */
	journal?: JournalLies;
	/** Whether the first waybill of an order makes it SENT, as a seller can choose. @default false */
	sentByWaybill?: boolean;
	/**
	 * How long an order that the seller has changed looks as before to whoever reads it by its id,
	 * see https://github.com/allegro/allegro-api/issues/9873. @default 0
	 */
	oldFormMs?: number;
	/** How many offers each seller has beside those of the seeded orders. @default 0 */
	offers?: number;
	/** Offers of any kind, newest first, before all others; both sellers have them. */
	oddOffers?: OfferSeed[];
	/** What happens to the offers after each page of their list that was read. */
	offerChurn?: { add?: number; end?: number; remove?: number };
	/** Offers, by id, that take no new value, and why. */
	refuses?: Record<string, Reason>;
	/** How long a command takes. @default 0 */
	commandMs?: number;
	/** What is answered where the command for different values is not open to an app. */
	bulkClosed?: 403 | 406;
	/** Whether an edit of one offer is queued although it is only of a price or a stock. @default false */
	slowEdits?: boolean;
	/** How long a queued edit takes. @default 0 */
	editMs?: number;
	/** How long an offer whose stock was set to zero stays on sale. @default 0 */
	endingMs?: number;
}

/**
 * How far the journal can be trusted: chances between 0 and 1, see https://github.com/allegro/allegro-api/issues/3090
 */
export interface JournalLies {
	/** The event never comes. */
	drop?: number;
	/** It comes twice, the second time with an id of its own. */
	double?: number;
	/** It comes later, and so after events that happened after it. */
	late?: number;
	/** How much later, at most. @default 2 hours */
	lateMs?: number;
	/**
	 * The order that it names is not found by its id for a while,
	 * see https://github.com/allegro/allegro-api/issues/5546
	 */
	hide?: number;
	/** How long, at most. @default 24 hours */
	hideMs?: number;
}
