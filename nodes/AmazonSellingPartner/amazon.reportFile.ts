/** One line of an order report, by the names of its columns. */
export type ReportRow = Readonly<Record<string, string>>;

/** The column that says which order a row belongs to. */
const ORDER_ID = 'amazon-order-id';

/** Says that a file is no order report, and why. */
export class NoReport extends Error {}

/**
 * The rows of an order report: tab separated and never quoted, so a quotation mark is a character like any
 * other. Rows may lack empty columns at their end. See marketplaces: Amazon, g.1.
 */
export function* reportRows(chunks: readonly Uint8Array[], charset: string): Generator<ReportRow> {
	let names: string[] | undefined;
	for (const line of lines(chunks, charset)) {
		if (line.trim() === '') continue;
		const cells = line.split('\t');
		if (!names) {
			names = cells.map((name) => name.trim().toLowerCase());
			if (!names.includes(ORDER_ID)) throw new NoReport(`it has no column ${ORDER_ID}`);
			continue;
		}
		const row = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
		if (row[ORDER_ID].trim() === '') throw new NoReport('a row has no order number');
		yield row;
	}
	if (!names) throw new NoReport('it is empty');
}

function* lines(chunks: readonly Uint8Array[], charset: string): Generator<string> {
	// Drops a byte order mark by itself.
	const decoder = new TextDecoder(charset);
	let rest = '';
	for (const chunk of chunks) {
		const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = parts.pop() ?? '';
		for (const part of parts) yield part.replace(/\r$/, '');
	}
	yield (rest + decoder.decode()).replace(/\r$/, '');
}

/**
 * The charset that the download names; else UTF-8 if the bytes are such, else what Amazon uses for the
 * site: Shift_JIS in Japan, Latin 1 elsewhere. See marketplaces: Amazon, g.1.
 */
export function charsetOf(
	contentType: string,
	chunks: readonly Uint8Array[],
	isJapan: boolean,
): string {
	const told = /charset="?([^\s;"]+)/i.exec(contentType)?.[1];
	if (told !== undefined && isKnown(told)) return told;
	if (isUtf8(chunks)) return 'utf-8';
	return isJapan ? 'shift_jis' : 'windows-1252';
}

function isKnown(label: string): boolean {
	try {
		return new TextDecoder(label).encoding !== '';
	} catch {
		return false;
	}
}

function isUtf8(chunks: readonly Uint8Array[]): boolean {
	const decoder = new TextDecoder('utf-8', { fatal: true });
	try {
		chunks.forEach((chunk) => decoder.decode(chunk, { stream: true }));
		decoder.decode();
		return true;
	} catch {
		return false;
	}
}

/** Whether the file is packed: Amazon says so, and an HTTP library may have unpacked it on the way. */
export function isGzip([first]: readonly Uint8Array[]): boolean {
	return first !== undefined && first[0] === 0x1f && first[1] === 0x8b;
}

/** The rows of each order together, in the order in which the orders appear. */
export function byOrder(rows: Iterable<ReportRow>): Map<string, ReportRow[]> {
	const orders = new Map<string, ReportRow[]>();
	for (const row of rows) {
		const id = row[ORDER_ID].trim();
		const known = orders.get(id);
		if (known) known.push(row);
		else orders.set(id, [row]);
	}
	return orders;
}
