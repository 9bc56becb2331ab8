import type { AmazonSettings } from './app';
import type { TimeKey } from './ledger';
import type { Sale } from './sale';

/** The order reports that this sandbox makes, and the time that their window is about. */
export const REPORT_TYPES: Record<string, TimeKey> = {
	GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL: 'updatedAt',
	GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL: 'createdAt',
};

type ReportStatus = 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED' | 'FATAL';

/** How reports go here; each can be changed while the server runs. */
export interface ReportSettings {
	/** How long a report waits. Short, so that nobody need wait; in reality it is minutes. @default 1000 */
	queueMs?: number;
	/** How long one is being made. @default 2000 */
	workMs?: number;
	/** How the next ones end, in this order; every one after these ends as it should. */
	fates?: ('DONE' | 'CANCELLED' | 'FATAL')[];
	/** How a report of no orders ends, see amazon: g.1 (CANCELLED = no data) @default 'CANCELLED' */
	empty?: 'CANCELLED' | 'DONE';
	/** How soon the same report can be had again. @default 1800000, see amazon: g.1 */
	coolDownMs?: number;
	/** @default true */
	gzip?: boolean;
	/** @default what the marketplaces' region uses, see amazon: g.1 */
	charset?: Charset;
	/** Whether the download's Content-Type names the charset. @default true */
	tellCharset?: boolean;
	/** What it names, where that contradicts the bytes. @default the charset of the bytes */
	label?: Charset;
	/** Orders that Amazon ships for other shops and lists in reports all the same, see amazon: g.1 @default 0 */
	nonAmazon?: number;
	/** Breaks the finished text, as Amazon does at times: rows cut in two, cells lost, a sentence in its place. */
	edit?: (text: string) => string;
}

type Charset = 'UTF-8' | 'ISO-8859-1' | 'Windows-31J';

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

/** Japan's files are Windows-31J, see amazon: g.1 */
export function charsetOf(sales: readonly Sale[], settings: AmazonSettings): Charset {
	const isJapan = sales.some((sale) => sale.place.country === 'JP');
	return settings.reports?.charset ?? (isJapan ? 'Windows-31J' : 'UTF-8');
}
