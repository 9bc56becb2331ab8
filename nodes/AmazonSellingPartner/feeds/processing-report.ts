import { count, text } from '../../../core/orders/read';
import type { DocumentFile } from '../documents';

/** What Amazon says about one record of a flat file. */
export interface Remark {
	/** From 1, without the line with the names of the columns. */
	readonly record: number | null;
	readonly orderId: string | null;
	readonly itemId: string | null;
	readonly code: string | null;
	readonly message: string | null;
	readonly isWarning: boolean;
}

/** A processing report of a flat file. */
export interface ProcessingReport {
	/** Of the whole file, where the report says so. */
	readonly processed: number | null;
	readonly successful: number | null;
	readonly remarks: readonly Remark[];
}

const SUMMARY = [/records? processed/i, /records? successful/i] as const;
/** The type is in the language of the site. See BEHAVIOR.md, Feeds. */
const WARNING = /^(warn|avert|avvert|advert|aviso|waarsch|varning|ostrze|uyar|警告)/i;

/** As much of a file as a person reads. */
const MOST_SHOWN = 300;

/** What a file says that is no report. */
export function firstWords(file: DocumentFile): string {
	return decoded(file)
		.replaceAll(/<[^>]*>|\s+/g, ' ')
		.trim()
		.slice(0, MOST_SHOWN);
}

function decoded({ chunks, charset }: DocumentFile): string {
	return new TextDecoder(charset).decode(Buffer.concat(chunks));
}

/** Reads a processing report; nothing, where the file is none. */
export function readProcessingReport(file: DocumentFile): ProcessingReport | undefined {
	const lines = decoded(file)
		.split(/\r\n|\n|\r/)
		.map((line) => line.split('\t').map((it) => it.trim()));
	const head = lines.findIndex((cells) => cells.map(columnName).includes('original-record-number'));
	const before = head < 0 ? lines : lines.slice(0, head);
	const [processed, successful] = SUMMARY.map((words) => numberBehind(before, words));
	if (head < 0 && successful === null) return undefined;
	const names = head < 0 ? [] : lines[head].map(columnName);
	const rows = head < 0 ? [] : lines.slice(head + 1).filter((cells) => cells.some(Boolean));
	return { processed, successful, remarks: rows.map((cells) => toRemark(names, cells)) };
}

function columnName(cell: string): string {
	return cell.toLowerCase().replaceAll(/[ _]+/g, '-');
}

/** `Number of records processed`, and in a later cell the number. */
function numberBehind(lines: readonly string[][], words: RegExp): number | null {
	const cells = lines.find((line) => line.some((cell) => words.test(cell))) ?? [];
	const numbers = cells.map((cell) => /(\d+)\s*$/.exec(cell)?.[1]);
	return count(numbers.find((number) => number !== undefined));
}

function toRemark(names: readonly string[], cells: readonly string[]): Remark {
	const cell = (...columns: string[]): string | null =>
		columns.map((name) => text(cells[names.indexOf(name)])).find((it) => it !== null) ?? null;
	return {
		record: count(cell('original-record-number')),
		orderId: cell('order-id', 'amazon-order-id'),
		itemId: cell('amazon-order-item-code', 'order-item-id'),
		code: cell('error-code'),
		message: cell('error-message'),
		isWarning: WARNING.test(cell('error-type') ?? ''),
	};
}
