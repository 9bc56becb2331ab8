import type { SandboxSettings } from '../kit/settings';

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
