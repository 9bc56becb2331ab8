import { ID_COLUMN, ORDER_ID } from './columns';
import { isLonger, OTHER_ROW, readLines, type Reading, type ReportRow } from './repair';

export { charsetOf, isGzip } from './charset';
export type { ReportRow } from './repair';

/** How much of a file that is no report is shown. */
const MOST_SHOWN = 300;

/** A text that is cut into more lines is no part of a row. */
const MOST_LINES = 50;

/** A sentence of Amazon's may hold a tab or two; what has more is a row, and not shown. */
const MOST_TABS = 3;

/** Says that a file is no order report, and why. */
export class NoReportError extends Error {}

interface Line {
	text: string;
	number: number;
	/** Whether a line break ends it; the last one may have none. */
	isEnded: boolean;
}

/**
 * The rows of an order report: tab separated and never quoted, so a quotation mark is a character like any
 * other. Rows may lack empty columns at their end. A row that is broken is put together where that is certain;
 * otherwise the file is refused. See BEHAVIOR.md, Reports.
 */
export function* reportRows(chunks: readonly Uint8Array[], charset: string): Generator<ReportRow> {
	let rows: Rows | undefined;
	let last: Line | undefined;
	for (const line of lines(chunks, charset)) {
		last = line;
		if (line.text.trim() === '') continue;
		if (rows) yield* rows.take(line);
		else rows = new Rows(readHead(line.text, () => firstWords(chunks, charset)));
	}
	if (rows) yield* rows.end(last?.isEnded ?? true);
}

function readHead(text: string, said: () => string): string[] {
	const names = namesOf(text);
	if (names.includes(ID_COLUMN)) return names;
	throw new NoReportError(`it has no column ${ID_COLUMN}, and says: ${said()}`);
}

/** Names of columns; an empty one at the end is none. */
function namesOf(text: string): string[] {
	return text
		.trimEnd()
		.split('\t')
		.map((name) => name.trim().toLowerCase().replaceAll(/[ _]+/g, '-'));
}

/** What Amazon writes where a report cannot be made. */
function firstWords(chunks: readonly Uint8Array[], charset: string): string {
	let words = '';
	for (const { text } of lines(chunks, charset)) {
		words += `${text.replaceAll(/<[^>]*>/g, ' ')} `;
		if (words.length > MOST_SHOWN) break;
	}
	return shown(words);
}

function shown(words: string): string {
	return words.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_SHOWN);
}

function* lines(chunks: readonly Uint8Array[], charset: string): Generator<Line> {
	// Drops a byte order mark by itself.
	const decoder = new TextDecoder(charset);
	let rest = '';
	let number = 1;
	for (const chunk of chunks) {
		rest += decoder.decode(chunk, { stream: true });
		// The other half of a CRLF may be in the next chunk.
		const isHalf = rest.endsWith('\r');
		const parts = (isHalf ? rest.slice(0, -1) : rest).split(/\r\n|\n|\r/);
		rest = (parts.pop() ?? '') + (isHalf ? '\r' : '');
		for (const text of parts) yield { text, number: number++, isEnded: true };
	}
	const parts = (rest + decoder.decode()).split(/\r\n|\n|\r/);
	for (const [index, text] of parts.entries()) {
		const isLast = index === parts.length - 1;
		if (!isLast || text !== '') yield { text, number: number++, isEnded: !isLast };
	}
}

/** Puts the lines of a file together to rows. */
class Rows {
	/** Lines of the row that may go on. */
	private open: Line[] = [];
	/** Whether rows have all their cells, even empty ones at the end; then a row without them is broken. */
	private keepsEmpty = false;
	private short?: Line;
	private exact = 0;
	private count = 0;

	constructor(private readonly names: readonly string[]) {}

	*take(line: Line): Generator<ReportRow> {
		if (this.isHead(line)) return;
		if (this.open.length === 0) {
			this.open = [line];
			return;
		}
		const reading = this.read(this.open);
		const isExact = reading?.kind === 'exact';
		const isNew = this.begins(line) || (isExact && this.read([line]) !== undefined);
		const isPart = isNew
			? reading === undefined &&
				this.mayBreakBefore &&
				this.read([...this.open, line]) !== undefined
			: !isExact || isLonger(this.names, line.text);
		if (isPart && this.open.length === MOST_LINES) throw this.broken(this.open[0]);
		if (isPart) this.open.push(line);
		else if (!isNew && !this.mayBreakBefore) throw this.broken(line);
		else {
			yield* this.give(reading);
			this.open = [line];
		}
	}

	*end(isEnded: boolean): Generator<ReportRow> {
		if (this.open.length === 0) return;
		const reading = this.read(this.open);
		const isCut = !isEnded && reading?.kind === 'short' && this.exact > 0;
		yield* this.give(isCut ? undefined : reading);
	}

	private *give(reading: Reading | undefined): Generator<ReportRow> {
		if (!reading) throw this.broken(this.open[0]);
		if (reading.kind === 'exact') this.exact++;
		if (reading.kind === 'short') this.short ??= this.open[0];
		this.keepsEmpty ||= reading.keepsEmpty;
		if (this.keepsEmpty && this.short) throw this.broken(this.short);
		this.count += reading.rows.length;
		yield* reading.rows;
	}

	/** Files that were put together of several have the header once more. */
	private isHead({ text }: Line): boolean {
		if (!/amazon[ _-]order[ _-]id/i.test(text)) return false;
		const names = namesOf(text);
		return names.length === this.names.length && names.every((name, at) => name === this.names[at]);
	}

	private begins(line: Line): boolean {
		return ORDER_ID.test(this.idOf(line));
	}

	/** A row that does not begin with its order number can be broken before it. */
	private get mayBreakBefore(): boolean {
		return this.names[0] !== ID_COLUMN;
	}

	private idOf({ text }: Line): string {
		const at = this.names.indexOf(ID_COLUMN);
		return (text.split('\t', at + 1)[at] ?? '').trim();
	}

	private read(open: readonly Line[]): Reading | undefined {
		return readLines(
			this.names,
			open.map(({ text }) => text),
		);
	}

	/** Lines that stand in place of rows may be sentences of Amazon's; others hold an order, which is not shown. */
	private broken(line: Line): NoReportError {
		const { text, number } = line;
		if (this.count === 0 && isSentence(line)) {
			const lines = this.open[0] === line ? this.open.filter(isSentence) : [line];
			const said = lines.map((one) => one.text).join(' ');
			return new NoReportError(`line ${number} is not an order, but says: ${shown(said)}`);
		}
		return text.includes('\t') && this.idOf(line) === ''
			? new NoReportError(`a row has no order number (line ${number})`)
			: new NoReportError(
					`line ${number} is broken: a cell is missing, extra or has another format`,
				);
	}
}

function isSentence({ text }: Line): boolean {
	const tabs = text.split('\t').length - 1;
	const isOfWords = tabs <= MOST_TABS && /^\p{L}.*\p{L} \p{L}/u.test(text);
	return !OTHER_ROW.test(text) && (tabs === 0 || isOfWords);
}

/** The rows of each order together, in the order in which the orders appear. */
export function byOrder(rows: Iterable<ReportRow>): Map<string, ReportRow[]> {
	const orders = new Map<string, ReportRow[]>();
	for (const row of rows) {
		const id = row[ID_COLUMN].trim();
		const known = orders.get(id);
		if (known) known.push(row);
		else orders.set(id, [row]);
	}
	return orders;
}
