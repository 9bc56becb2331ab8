import { fits, hasCountry, ID_COLUMN, isWhole, reaches, toRow, WRITTEN } from './columns';

/** What no text has that people wrote. */
export const OTHER_ROW = /[A-Z\d]\d\d-\d{7}-\d{7}|\d{4}-\d\d-\d\dT\d/;

/** Of a few rows; a file without any line break is broken in another way. */
const MOST_LETTERS = 20_000;

/** One line of an order report, by the names of its columns. */
export type ReportRow = Readonly<Record<string, string>>;

/** What the lines of a file are, taken as one row, or as several that run into each other. */
export interface Reading {
	rows: ReportRow[];
	/**
	 * `exact` rows have a cell for each column, `short` ones lack cells at their end, which some files leave out
	 * where they are empty; the others were put together in the only way that gives each cell its form.
	 */
	kind: 'exact' | 'short' | 'repaired';
	/** Whether the last cell is there, and empty: then the file leaves out none. */
	keepsEmpty: boolean;
}

/** The rows that these lines are, if that is certain. Amazon cuts rows by line breaks and loses or adds tabs: models#5093. */
export function readLines(names: readonly string[], lines: readonly string[]): Reading | undefined {
	const cells = lines.join(' ').split('\t');
	if (lines.length === 1) return readOne(names, cells) ?? readSeveral(names, lines[0]);
	// The line break stands in a text, or in place of a tab.
	const ways = [cells, lines.join('\t').split('\t')];
	const whole = ways.find((given) => isRepair(names, given));
	if (whole) return repaired(names, whole);
	return (
		only(
			names,
			ways.flatMap((given) => [...merged(names, given)]),
		) ??
		readSeveral(names, lines.join(' ')) ??
		readShort(names, cells)
	);
}

/** Whether a line behind a whole row only makes its last cell longer, in which people write or a list stands. */
export function isLonger(names: readonly string[], text: string): boolean {
	const isText = [...WRITTEN, 'promotion-ids'].includes(names.at(-1) ?? '');
	return isText && names[0] === ID_COLUMN && !text.includes('\t');
}

function readOne(names: readonly string[], cells: readonly string[]): Reading | undefined {
	const exact = cells.slice(0, names.length);
	const isBlank = cells.slice(names.length).every((cell) => cell.trim() === '');
	if (exact.length < names.length) return readShort(names, cells);
	if (!isBlank || !fits(names, exact)) return only(names, [...merged(names, cells)]);
	const keepsEmpty = exact.at(-1)?.trim() === '';
	return { rows: [toRow(names, exact)], kind: 'exact', keepsEmpty };
}

function readShort(names: readonly string[], cells: readonly string[]): Reading | undefined {
	// Whoever writes one empty cell at the end would have written all.
	const keepsEmpty = cells.at(-1)?.trim() === '';
	if (cells.length >= names.length || keepsEmpty || !reaches(names, cells)) return undefined;
	const padded = [...cells, ...Array<string>(names.length - cells.length).fill('')];
	if (!fits(names, padded) || !hasCountry(names, padded)) return undefined;
	return { rows: [toRow(names, padded)], kind: 'short', keepsEmpty: false };
}

/** Two rows without a line break between them: the second begins with an order number. */
function readSeveral(names: readonly string[], text: string): Reading | undefined {
	if (names[0] !== ID_COLUMN || text.length > MOST_LETTERS) return undefined;
	for (const { index } of text.matchAll(/[A-Z\d]\d\d-\d{7}-\d{7}(?=\t)/g)) {
		if (index === 0) continue;
		const first = text.slice(0, index).split('\t');
		// A tab in place of the line break leaves an empty cell behind the row.
		if (first.length === names.length + 1 && first.at(-1) === '') first.pop();
		if (!isRepair(names, first)) continue;
		const others = readLines(names, [text.slice(index)]);
		if (others) return { ...others, rows: [toRow(names, first), ...others.rows], kind: 'repaired' };
	}
	return undefined;
}

/** Tabs in a text that people wrote: the cells of that text are one. They hold no other row. */
function* merged(names: readonly string[], cells: readonly string[]): Generator<string[]> {
	const surplus = cells.length - names.length;
	if (surplus <= 0) return;
	for (const name of WRITTEN) {
		const at = names.indexOf(name);
		const text = cells.slice(at, at + surplus + 1).join(' ');
		if (at < 0 || OTHER_ROW.test(text)) continue;
		yield [...cells.slice(0, at), text, ...cells.slice(at + surplus + 1)];
	}
}

/** Several ways to put a row together mean that none is certain. */
function only(names: readonly string[], ways: readonly string[][]): Reading | undefined {
	const fitting = ways.filter((cells) => cells.length === names.length && fits(names, cells));
	const different = new Set(fitting.map((cells) => JSON.stringify(cells)));
	const isCertain = different.size === 1 && isWhole(names, fitting[0]);
	return isCertain ? repaired(names, fitting[0]) : undefined;
}

function isRepair(names: readonly string[], cells: readonly string[]): boolean {
	return cells.length === names.length && fits(names, cells) && isWhole(names, cells);
}

function repaired(names: readonly string[], cells: readonly string[]): Reading {
	return { rows: [toRow(names, cells)], kind: 'repaired', keepsEmpty: false };
}
