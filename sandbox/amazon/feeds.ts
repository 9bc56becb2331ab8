import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { cancelRows, processingReport, rowsOf, Unreadable } from './acknowledgement';
import { ROLES } from './app';
import {
	listingsReport,
	NoListingsFeed,
	unreadableReport,
	workOff,
	type Judge,
} from './listings-feed';
import { listOf, type Query } from './params';
import type { AmazonSettings, FeedFate } from './settings';
import type { Shop } from './store';

const DAY = 86_400_000;
/** See https://developer-docs.amazon.com/sp-api/docs/feeds-api-v2021-06-30-use-case-guide */
const KEPT = 28 * DAY;
const UNUSED_LIFE = 2 * DAY;

const TSV = 'text/tab-separated-values';
const JSON_TYPE = 'application/json';

/** A kind of feed that this sandbox works off. */
interface FeedType {
	/** One of these roles opens it. */
	roles: string[];
	contentType: string;
	/** A quota of its own, for createFeed. */
	quota?: { rate: number; burst: number };
}

export const LISTINGS_FEED = 'JSON_LISTINGS_FEED';

export const FEED_TYPES: Record<string, FeedType> = {
	POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA: {
		roles: [ROLES.orders, ROLES.shipping],
		contentType: TSV,
	},
	/** Five in five minutes, see https://developer-docs.amazon.com/sp-api/changelog/update-feed-size-and-rate-limit-changes-for-the-json_listings_feed */
	[LISTINGS_FEED]: {
		roles: [ROLES.listings],
		contentType: JSON_TYPE,
		quota: { rate: 5 / 300, burst: 5 },
	},
};
const HALF_DONE = 'The feed was aborted. Some of its records may have been processed.';

/** A file that a seller brings, or that says what became of it. */
export interface FeedDocument {
	id: string;
	sellerId: string;
	contentType: string;
	createdAt: number;
	/** Undefined until it has been brought. */
	content?: Buffer;
	isGzipped: boolean;
}

export interface Feed {
	id: string;
	type: string;
	shop: Shop;
	marketplaceIds: string[];
	input: FeedDocument;
	createdAt: number;
	startedAt: number;
	endedAt: number;
	/** What it comes to at `endedAt`. */
	fate: FeedFate;
	/** There once it has been worked off. */
	result?: FeedDocument;
	isOver: boolean;
}

type Status = 'IN_QUEUE' | 'IN_PROGRESS' | FeedFate;

/** Every feed that was handed in. What it does happens at its end, one after the other. */
export class Feeds {
	private readonly feeds: Feed[] = [];
	private readonly documents = new Map<string, FeedDocument>();

	constructor(
		private readonly settings: AmazonSettings,
		private readonly judge: Judge,
	) {}

	private get now(): number {
		return this.settings.now();
	}

	newDocument(sellerId: string, contentType: string): FeedDocument {
		return this.keep({ sellerId, contentType, createdAt: this.now, isGzipped: false });
	}

	private keep(document: Omit<FeedDocument, 'id'>): FeedDocument {
		const kept = { id: `amzn1.tortuga.4.eu.${randomUUID()}.T1SANDBOX`, ...document };
		this.documents.set(kept.id, kept);
		return kept;
	}

	bring(id: string, content: string): void {
		const document = this.documents.get(id);
		if (document) document.content = Buffer.from(content);
	}

	/** A document of this seller; what was never brought is void after a time. */
	document(sellerId: string, id: unknown): FeedDocument | undefined {
		const document = this.documents.get(String(id));
		if (document?.sellerId !== sellerId) return undefined;
		const isUsed = this.feeds.some(({ input, result }) => [input, result].includes(document));
		return isUsed || this.now - document.createdAt < UNUSED_LIFE ? document : undefined;
	}

	create(wish: Pick<Feed, 'type' | 'shop' | 'marketplaceIds' | 'input'>): Feed {
		const { queueMs = 1000, workMs = 2000, fates } = this.settings.feeds ?? {};
		const startedAt = this.now + queueMs;
		const feed: Feed = {
			...wish,
			id: `${randomBytes(4).readUInt32BE()}019${this.feeds.length}`,
			createdAt: this.now,
			startedAt,
			endedAt: startedAt + workMs,
			fate: fates?.shift() ?? 'DONE',
			isOver: false,
		};
		this.feeds.push(feed);
		return feed;
	}

	/** Works off what is due by now. */
	settle(): void {
		const due = this.feeds.filter(({ isOver, endedAt }) => !isOver && endedAt <= this.now);
		for (const feed of due.sort((a, b) => a.endedAt - b.endedAt)) {
			feed.isOver = true;
			if (feed.fate !== 'CANCELLED') this.work(feed);
		}
	}

	private work(feed: Feed): void {
		const report = this.reportOf(feed);
		feed.result = this.keep({
			sellerId: feed.shop.seller.id,
			contentType: `${FEED_TYPES[feed.type].contentType}; charset=UTF-8`,
			createdAt: feed.endedAt,
			content: gzipSync(report),
			isGzipped: true,
		});
	}

	private reportOf(feed: Feed): string {
		return feed.type === LISTINGS_FEED ? this.ofListings(feed) : this.ofOrders(feed);
	}

	private ofListings(feed: Feed): string {
		const { input, shop, marketplaceIds, fate } = feed;
		const places = shop.seller.places.filter(({ id }) => marketplaceIds.includes(id));
		const isAborted = fate === 'FATAL';
		try {
			if (!input.contentType.startsWith(JSON_TYPE))
				throw new NoListingsFeed('The feed is not JSON.');
			const how = { places, judge: this.judge, isAborted };
			const outcome = workOff(String(input.content), shop.catalogue, how);
			const { tellsSkus = true } = this.settings.feeds ?? {};
			if (!tellsSkus) for (const issue of outcome.issues) delete issue.sku;
			return isAborted ? HALF_DONE : listingsReport(feed.id, outcome);
		} catch (error) {
			if (!(error instanceof NoListingsFeed)) throw error;
			feed.fate = 'FATAL';
			return unreadableReport(feed.id, shop.seller.id, error.message);
		}
	}

	private ofOrders(feed: Feed): string {
		const { input, shop, marketplaceIds, endedAt } = feed;
		try {
			if (!input.contentType.startsWith(TSV)) throw new Unreadable(`The feed is not ${TSV}.`);
			const rows = rowsOf(String(input.content));
			const isAborted = feed.fate === 'FATAL';
			const reached = isAborted ? rows.slice(0, rows.length >> 1) : rows;
			const problems = cancelRows(reached, shop.ledger, marketplaceIds, endedAt);
			return isAborted ? HALF_DONE : processingReport(rows.length, problems);
		} catch (error) {
			if (!(error instanceof Unreadable)) throw error;
			feed.fate = 'FATAL';
			return error.message;
		}
	}

	statusOf({ startedAt, endedAt, fate }: Feed): Status {
		if (this.now >= endedAt) return fate;
		return this.now >= startedAt ? 'IN_PROGRESS' : 'IN_QUEUE';
	}

	find(sellerId: string, id: string): Feed | undefined {
		return this.kept(sellerId).find((feed) => feed.id === id);
	}

	/** Only what still waits can be called off. */
	cancel(feed: Feed): boolean {
		if (this.statusOf(feed) !== 'IN_QUEUE') return false;
		Object.assign(feed, { fate: 'CANCELLED', startedAt: this.now, endedAt: this.now });
		return true;
	}

	/** Newest first. */
	list(sellerId: string, query: Query): Feed[] {
		const [types, places, statuses] = ['feedTypes', 'marketplaceIds', 'processingStatuses'].map(
			(name) => listOf(query[name]),
		);
		const since = Date.parse(query.createdSince ?? '1970-01-01');
		const until = query.createdUntil ? Date.parse(query.createdUntil) : this.now;
		return this.kept(sellerId)
			.filter(({ type }) => types?.includes(type) ?? true)
			.filter(({ marketplaceIds }) => !places || places.some((id) => marketplaceIds.includes(id)))
			.filter((feed) => statuses?.includes(this.statusOf(feed)) ?? true)
			.filter(({ createdAt }) => createdAt >= since && createdAt <= until)
			.reverse();
	}

	private kept(sellerId: string): Feed[] {
		return this.feeds.filter(
			({ shop, createdAt }) => shop.seller.id === sellerId && this.now - createdAt < KEPT,
		);
	}
}
