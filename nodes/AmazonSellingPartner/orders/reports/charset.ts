const BYTE_ORDER_MARKS: ReadonlyArray<readonly [charset: string, mark: readonly number[]]> = [
	['utf-8', [0xef, 0xbb, 0xbf]],
	['utf-16le', [0xff, 0xfe]],
	['utf-16be', [0xfe, 0xff]],
];

/** Letters that only Japanese text has; the private area is what other bytes become in Shift_JIS. */
const KANA = /[\u3041-\u3096\u30a1-\u30fa]/;
const PRIVATE = /[\ue000-\uf8ff]/;
/**
 * The charset of a file: the label of the download, unless the bytes disprove it. Without a label, UTF-8 if the
 * bytes are such, else what Amazon uses for the site: Shift_JIS in Japan, Latin 1 elsewhere.
 * See BEHAVIOR.md, Reports.
 */
export function charsetOf(
	contentType: string,
	chunks: readonly Uint8Array[],
	isJapan: boolean,
): string {
	const marked = BYTE_ORDER_MARKS.find(([, mark]) => beginsWith(chunks, mark));
	if (marked) return marked[0];
	const told = /charset="?([^\s;"]+)/i.exec(contentType)?.[1];
	const label = told !== undefined && isKnown(told) ? told : undefined;
	const own = label === undefined ? undefined : new TextDecoder(label).encoding;
	const utf8 = readAs('utf-8', chunks);
	// Text of another charset is never UTF-8 by chance, so its letters outweigh every label.
	if (isUtf8(utf8) && (utf8.letters > 0 || label === undefined)) {
		return (own === 'utf-8' ? label : undefined) ?? 'utf-8';
	}
	if (label !== undefined && utf8.letters + utf8.faults === 0) {
		// Half of the bytes of plain text in UTF-16 are zero.
		return own?.startsWith('utf-16') === true && !utf8.hasZeros ? 'utf-8' : label;
	}
	const japanese = readAs('shift_jis', chunks);
	const isShiftJis = japanese.faults === 0 && !japanese.isPrivate;
	if (label === undefined || own === 'utf-8') {
		// Its region has other countries, too, whose accents stand alone between plain letters.
		const isOfJapan = isJapan && isShiftJis && (japanese.isKana || hasPairs(chunks));
		return isOfJapan ? 'shift_jis' : 'windows-1252';
	}
	if (own === 'shift_jis') return isShiftJis ? label : 'windows-1252';
	// Any byte is a letter of Latin 1, but kana do not come about by chance.
	return own === 'windows-1252' && isShiftJis && japanese.isKana ? 'shift_jis' : label;
}

/** Whether the file is packed, whatever Amazon says: an HTTP library may have unpacked it on the way. */
export function isGzip(chunks: readonly Uint8Array[]): boolean {
	return beginsWith(chunks, [0x1f, 0x8b]);
}

function beginsWith(chunks: readonly Uint8Array[], mark: readonly number[]): boolean {
	const first: number[] = [];
	for (const chunk of chunks) {
		if (first.length >= mark.length) break;
		first.push(...chunk.subarray(0, mark.length));
	}
	return mark.every((byte, index) => first[index] === byte);
}

function isKnown(label: string): boolean {
	try {
		return new TextDecoder(label).encoding !== '';
	} catch {
		return false;
	}
}

interface Reading {
	/** Letters beyond ASCII that could be read, and bytes that could not. */
	letters: number;
	faults: number;
	isKana: boolean;
	isPrivate: boolean;
	hasZeros: boolean;
}

/** A letter that is cut off by the end of the file counts for nothing. */
function readAs(charset: string, chunks: readonly Uint8Array[]): Reading {
	const decoder = new TextDecoder(charset);
	const unmarked = { isKana: false, isPrivate: false, hasZeros: false };
	const reading: Reading = { letters: 0, faults: 0, ...unmarked };
	for (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		const faults = text.match(/\ufffd/g)?.length ?? 0;
		reading.faults += faults;
		reading.letters += (text.match(/[\u0080-\uffff]/g)?.length ?? 0) - faults;
		reading.isKana ||= KANA.test(text);
		reading.isPrivate ||= PRIVATE.test(text);
		reading.hasZeros ||= text.includes('\0');
	}
	return reading;
}

/** Whether two bytes beyond ASCII stand side by side, as in nearly every word of kanji. */
function hasPairs(chunks: readonly Uint8Array[]): boolean {
	let former = 0;
	for (const chunk of chunks) {
		for (const byte of chunk) {
			if (byte > 0x7f && former > 0x7f) return true;
			former = byte;
		}
	}
	return false;
}

function isUtf8({ letters, faults }: Reading): boolean {
	return faults === 0 || letters > faults;
}
