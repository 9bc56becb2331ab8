import type { SandboxSettings } from '../kit/settings';

/** What this backend reads beyond the common settings; it can be changed while it runs. */
export interface BigCommerceSettings extends SandboxSettings {
	/** Auth callback URLs registered with the app. @default APP.redirectUris */
	redirectUris?: string[];
	/** Where the control panel loads the app, with a signed payload. @default APP.loadUri */
	loadUri?: string;
	/** Entries that a page has at most, silently, whatever `limit` says. @default none */
	cutPagesTo?: number;
	/**
	 * What comes of `include=consignments.line_items`. `someEmpty`: no line of every second order, see
	 * https://github.com/bigcommerce/dev-docs/issues/2052; `oneLink`: the older list of consignments, with a link
	 * in place of the lines, see https://github.com/bigcommerce/api-specs/pull/676.
	 * @default 'all'
	 */
	lineItems?: 'all' | 'someEmpty' | 'oneLink';
	/** Ids of the statuses about which the store writes to its buyers. @default shipped, refunded, done and the like */
	mailStatuses?: readonly number[];
	/** How many products it sells; ten thousand are fine. @default 8 */
	products?: number;
	/** What they are like: a bit of everything, all without options, or ten variants each. @default 'mixed' */
	goods?: 'mixed' | 'simple' | 'variants';
	/** Whether a refused batch of stock says which items it is about; it need not. @default true */
	namesItems?: boolean;
	/** How long a write of stock or of a price list takes, by the real clock. @default 0 */
	writeMs?: number;
	/** How webhooks go. */
	hooks?: HookSettings;
}

/** How webhooks go; all of it can be changed while the server runs. */
export interface HookSettings {
	/** Whether `http` on loopback is a destination; BigCommerce wants https on port 443. @default false */
	allowLoopback?: boolean;
	/** What stands on loopback for a host, e.g. `n8n.example` for `http://127.0.0.1:5678`. @default none */
	hosts?: Record<string, string>;
	/** @default true */
	sign?: boolean;
	/** How long an event is on its way. @default 0 */
	delayMs?: number;
	/** Chance that an event is never sent, or sent twice. @default 0 */
	drop?: number;
	double?: number;
	/** How long a receiver may take, by the real clock. @default 10000 */
	patienceMs?: number;
}
