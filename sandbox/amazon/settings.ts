import type { SandboxSettings } from '../kit/settings';

export type Region = 'eu' | 'na' | 'fe';

/** What this backend reads beyond the common settings; all of it can be changed while it runs. */
export interface AmazonSettings extends SandboxSettings {
	/** The region it plays, fixed at the start. @default 'eu' */
	region?: Region;
	/** How old an order must be before a search shows it. @default 120000 */
	settleMs?: number;
	/** OAuth redirect URIs registered with the app. @default APP.redirectUris */
	redirectUris?: string[];
	/** OAuth login URI registered with the app. @default APP.loginUri */
	loginUri?: string;
	/**
	 * Whether a consent from the website lands on the login URI first,
	 * see https://github.com/amzn/selling-partner-api-docs/issues/1726
	 */
	loginUriFirst?: boolean;
	/**
	 * Whether `amazon_callback_uri` comes without host, see https://github.com/amzn/selling-partner-api-docs/issues/1376
	 */
	relativeCallback?: boolean;
	/** How reports are made. */
	reports?: ReportSettings;
	/** How feeds are worked off. */
	feeds?: FeedSettings;
	/** What is in the catalogue, and how changes to it go. */
	listings?: ListingSettings;
	/**
	 * Orders whose parcels Amazon confirms itself: Ship+, and labels that were bought from it,
	 * see https://developer-docs.amazon.com/sp-api/docs/confirm-the-shipment-status
	 */
	confirmedByAmazon?: string[];
}

/** The catalogue. The first two count at the start, the others can be changed while the server runs. */
export interface ListingSettings {
	/** How many listings the first seller has; the second has a tenth of them. @default 200 */
	count?: number;
	/** SKUs of its first listings. */
	skus?: string[];
	/** How long an accepted change takes until it shows. In reality it is minutes. @default 0 */
	applyMs?: number;
	/** SKUs whose changes are refused, with the sentence of the issue. */
	refused?: Record<string, string>;
	/** SKUs whose changes are accepted and then come to nothing but an issue of the listing. */
	dropped?: string[];
	/** How many listings a search reaches. @default 1000 */
	reach?: number;
	/** Whether a search tells of more than it reaches. @default true */
	tellsAll?: boolean;
}

/** How feeds go here; each can be changed while the server runs. */
export interface FeedSettings {
	/** How long a feed waits. Short, so that nobody need wait; in reality it is minutes. @default 1000 */
	queueMs?: number;
	/** How long it is worked on. @default 2000 */
	workMs?: number;
	/**
	 * How the next ones end, in this order; every one after these ends as it should. FATAL stops half-way:
	 * the first half of the records has had its effect.
	 */
	fates?: FeedFate[];
	/** Whether the report on a feed of listings names SKUs, which it need not. @default true */
	tellsSkus?: boolean;
}

export type FeedFate = 'DONE' | 'CANCELLED' | 'FATAL';

/** How reports go here; each can be changed while the server runs. */
export interface ReportSettings {
	/** How long a report waits. Short, so that nobody need wait; in reality it is minutes. @default 1000 */
	queueMs?: number;
	/** How long one is being made. @default 2000 */
	workMs?: number;
	/** How the next ones end, in this order; every one after these ends as it should. */
	fates?: ('DONE' | 'CANCELLED' | 'FATAL')[];
	/**
	 * How a report of no orders ends; CANCELLED: no data, see https://developer-docs.amazon.com/sp-api/docs/reports-faq
	 * @default 'CANCELLED'
	 */
	empty?: 'CANCELLED' | 'DONE';
	/**
	 * How soon the same report can be had again, see https://github.com/amzn/selling-partner-api-docs/issues/843
	 * @default 1800000
	 */
	coolDownMs?: number;
	/** @default true */
	gzip?: boolean;
	/** @default what the marketplaces' region uses */
	charset?: Charset;
	/** Whether the download's Content-Type names the charset. @default true */
	tellCharset?: boolean;
	/** What it names, where that contradicts the bytes. @default the charset of the bytes */
	label?: Charset;
	/**
	 * Orders that Amazon ships for other shops and lists in reports all the same,
	 * see https://github.com/amzn/selling-partner-api-models/issues/394
	 * @default 0
	 */
	nonAmazon?: number;
	/** Breaks the finished text, as Amazon does at times: rows cut in two, cells lost, a sentence in its place. */
	edit?: (text: string) => string;
}

export type Charset = 'UTF-8' | 'ISO-8859-1' | 'Windows-31J';
