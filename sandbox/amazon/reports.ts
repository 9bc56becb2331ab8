import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { encode } from '../kit/charset';
import type { SalesPlace } from './app';
import type { AmazonSettings } from './settings';
import { flatFile } from './flat-file';
import type { Call } from './gate';
import { invalid, type Query, listOf } from './params';
import { listingsFile } from './listings-file';
import { charsetOf, LISTINGS_REPORT, REPORT_TYPES, statusOf, type Report } from './report-types';
import type { Sale } from './sale';

const DAY = 86_400_000;
/** The most that one order report covers, and how long reports are kept */
const LONGEST = 30 * DAY;
const KEPT = 90 * DAY;
const COOL_DOWN = 30 * 60_000;

const TOO_LONG = 'The report covers more than 30 days.';
const BROKEN = 'The report could not be made. Please try again later.';

/** What createReport was asked for, already checked for its form. */
interface ReportWish {
	type: string;
	marketplaceIds: string[];
	dataStartTime?: string;
	dataEndTime?: string;
	options: unknown;
}

/** What a report is made of. */
interface Content {
	rows: number;
	text: string;
	places: SalesPlace[];
	isTooLong: boolean;
}

/** Every report that was asked for */
export class Reports {
	private readonly reports: Report[] = [];

	constructor(private readonly settings: AmazonSettings) {}

	private get now(): number {
		return this.settings.now();
	}

	/** Takes an order for a report. It shows the orders as they are at this moment. */
	create(call: Call, wish: ReportWish): Report {
		const { now } = this;
		const from = wish.dataStartTime ? Date.parse(wish.dataStartTime) : now - LONGEST;
		const to = Math.min(wish.dataEndTime ? Date.parse(wish.dataEndTime) : now, now);
		if (to < from) throw invalid('dataEndTime is before dataStartTime.');
		const content = this.contentOf(call.shop, wish, { from, to });
		const key = JSON.stringify([call.shop.seller.id, wish]);
		const fate = this.fateOf(key, content);
		const startedAt = now + (this.settings.reports?.queueMs ?? 1000);
		const report: Report = {
			id: `${randomBytes(4).readUInt32BE()}020${this.reports.length}`,
			type: wish.type,
			sellerId: call.shop.seller.id,
			key,
			marketplaceIds: wish.marketplaceIds,
			from,
			to,
			createdAt: now,
			startedAt,
			endedAt: startedAt + (this.settings.reports?.workMs ?? 2000),
			fate,
			documentId: `amzn1.spdoc.1.4.eu.${randomUUID()}.T1SANDBOX.316`,
			...this.file(content, fate),
		};
		this.reports.push(report);
		return report;
	}

	private contentOf(
		shop: Call['shop'],
		{ type, marketplaceIds }: ReportWish,
		{ from, to }: { from: number; to: number },
	): Content {
		if (type === LISTINGS_REPORT) {
			const place = shop.seller.places.find(({ id }) => marketplaceIds.includes(id));
			const listings = shop.catalogue.all().filter(({ places }) => place && places.includes(place));
			const text = place ? listingsFile(listings, place) : '';
			return { rows: listings.length, text, places: place ? [place] : [], isTooLong: false };
		}
		const time = REPORT_TYPES[type];
		// All sites of the region and orders of other shops, whatever marketplaceIds say: docs#1404.
		const sales = [...shop.ledger.by(time), ...this.foreign(shop)].filter(
			(sale) => sale[time] >= from && sale[time] <= to,
		);
		return {
			rows: sales.length,
			text: flatFile(sales),
			places: sales.map(({ place }) => place),
			isTooLong: to - from > LONGEST,
		};
	}

	/** Orders of other shops that Amazon ships. */
	private foreign({ ledger }: Call['shop']): Sale[] {
		const count = this.settings.reports?.nonAmazon ?? 0;
		return ledger
			.by('createdAt')
			.slice(0, count)
			.map((sale, at) => ({
				...sale,
				id: `S02-${String(at).padStart(7, '0')}-4444444`,
				place: { ...sale.place, name: 'Non-Amazon' },
				fulfilledBy: 'AMAZON',
				alias: undefined,
			}));
	}

	private fateOf(key: string, { rows, isTooLong }: Content): Report['fate'] {
		const own = this.settings.reports;
		const planned = own?.fates?.shift();
		if (planned && planned !== 'DONE') return planned;
		// The same report again within the cool-down is cancelled,
		// see https://github.com/amzn/selling-partner-api-docs/issues/843
		const isTooOften = this.reports.some(
			(report) =>
				report.key === key &&
				report.fate === 'DONE' &&
				this.now - report.createdAt < (own?.coolDownMs ?? COOL_DOWN),
		);
		if (isTooOften) return 'CANCELLED';
		if (isTooLong) return 'FATAL';
		return rows === 0 ? (own?.empty ?? 'CANCELLED') : 'DONE';
	}

	private file({ text, places, isTooLong }: Content, fate: Report['fate']) {
		const charset = charsetOf(fate === 'FATAL' ? [] : places, this.settings);
		const isGzipped = this.settings.reports?.gzip ?? true;
		const edit = this.settings.reports?.edit ?? ((all: string) => all);
		const reason = isTooLong ? TOO_LONG : BROKEN;
		const bytes = encode(fate === 'FATAL' ? reason : edit(text), charset);
		return { charset, isGzipped, content: isGzipped ? gzipSync(bytes) : bytes };
	}

	/** A report of this seller that is still kept. */
	find(sellerId: string, fits: (report: Report) => boolean): Report | undefined {
		return this.kept(sellerId).find(fits);
	}

	/** Only what still waits can be called off. */
	cancel(report: Report): void {
		if (statusOf(report, this.now) !== 'IN_QUEUE') throw invalid('The report is in progress.');
		report.fate = 'CANCELLED';
		report.startedAt = report.endedAt = this.now;
	}

	/** Newest first. */
	list(sellerId: string, query: Query): Report[] {
		const types = listOf(query.reportTypes);
		const places = listOf(query.marketplaceIds);
		const statuses = listOf(query.processingStatuses);
		const since = query.createdSince ? Date.parse(query.createdSince) : this.now - KEPT;
		const until = query.createdUntil ? Date.parse(query.createdUntil) : this.now;
		return this.kept(sellerId)
			.filter((report) => !types || types.includes(report.type))
			.filter((report) => !places || places.some((id) => report.marketplaceIds.includes(id)))
			.filter((report) => !statuses || statuses.includes(statusOf(report, this.now)))
			.filter((report) => report.createdAt >= since && report.createdAt <= until)
			.reverse();
	}

	private kept(sellerId: string): Report[] {
		return this.reports.filter(
			(report) => report.sellerId === sellerId && this.now - report.createdAt < KEPT,
		);
	}
}
