import type { TimeKey } from './ledger';
import type { SalesPlace } from './app';
import type { AmazonSettings, Charset } from './settings';

/** All listings of a marketplace, as they are: the window means nothing to it. */
export const LISTINGS_REPORT = 'GET_MERCHANT_LISTINGS_ALL_DATA';

/** The order reports that this sandbox makes, and the time that their window is about. */
export const REPORT_TYPES: Record<string, TimeKey> = {
	GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL: 'updatedAt',
	GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL: 'createdAt',
};

type ReportStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL';

/** One report that was asked for. */
export interface Report {
	id: string;
	type: string;
	sellerId: string;
	/** What makes another request the same one. */
	key: string;
	marketplaceIds: string[];
	from: number;
	to: number;
	createdAt: number;
	startedAt: number;
	endedAt: number;
	/** What it comes to at `endedAt`. */
	fate: 'DONE' | 'CANCELLED' | 'FATAL';
	documentId: string;
	content: Buffer;
	charset: Charset;
	isGzipped: boolean;
}

/** What a report shows at this moment. */
export function statusOf(report: Report, now: number): ReportStatus {
	if (now >= report.endedAt) return report.fate;
	return now >= report.startedAt ? 'IN_PROGRESS' : 'IN_QUEUE';
}

/** Japan's files are Windows-31J */
export function charsetOf(places: readonly SalesPlace[], settings: AmazonSettings): Charset {
	const isJapan = places.some(({ country }) => country === 'JP');
	return settings.reports?.charset ?? (isJapan ? 'Windows-31J' : 'UTF-8');
}
