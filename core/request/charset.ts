/** Replaced by U+FFFD: what is no UTF-8. */
const BROKEN = /\ufffd/g;
const BEYOND_ASCII = /[^\0-\x7f]/g;
/** ISO-2022-JP goes from one set to another by escapes, so its bytes are all ASCII. */
const ESCAPES = ['\u001b$', '\u001b('];
/** Hardly a Japanese text is without them; in another encoding than its own it has none. */
const KANA = /[ぁ-ヶ]/;
/** Nobody writes these; Node's decoders give them for bytes that mean nothing in an encoding. */
const CONTROLS = /[\u0080-\u009f]/;

/**
 * The text of an answer. Bytes that are UTF-8 are UTF-8, whatever a label says. Else the label counts, if it is
 * among the encodings that the marketplace is known for; then these; then any other label.
 */
export function readText(
	bytes: Uint8Array,
	contentType = '',
	charsets: readonly string[] = [],
): string {
	const asUtf8 = readUtf8(bytes);
	// Nearly every answer; the rest is too slow for pages of some hundred kilobytes.
	if (!asUtf8.includes('\ufffd') && !asUtf8.includes('\u001b')) return asUtf8;
	const label = /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType)?.[1];
	const named = label === undefined ? [] : [label];
	const isLikely = (name: string) =>
		charsets.some((known) => encodingOf(known) === encodingOf(name));
	const candidates = [...named.filter(isLikely), ...charsets, ...named];
	if (ESCAPES.some((escape) => asUtf8.includes(escape)))
		return firstOf(bytes, candidates.filter(isEscaped)) ?? asUtf8;
	const broken = count(asUtf8, BROKEN);
	// A character or two that were cut in half make no other encoding of it.
	if (broken === 0 || broken * 2 < count(asUtf8, BEYOND_ASCII)) return asUtf8;
	return (
		firstOf(
			bytes,
			candidates.filter((name) => !isEscaped(name)),
		) ?? asUtf8
	);
}

/** A byte order mark says nothing of the text. */
export function withoutMark(written: string): string {
	return written.startsWith('\ufeff') ? written.slice(1) : written;
}

/** As everywhere, a byte order mark is dropped. A `TextDecoder` takes several times as long. */
function readUtf8({ buffer, byteOffset, byteLength }: Uint8Array): string {
	const written = Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
	return withoutMark(written);
}

function isEscaped(name: string): boolean {
	return encodingOf(name) === 'iso-2022-jp';
}

function firstOf(bytes: Uint8Array, names: readonly string[]): string | undefined {
	const texts = names.map((name) => decoded(bytes, name)).filter((text) => text !== undefined);
	const written = texts.filter((text) => !CONTROLS.test(text));
	return written.find((text) => KANA.test(text)) ?? written[0] ?? texts[0];
}

/** Nothing, if the bytes are something else, or if this Node does not know the encoding. */
function decoded(bytes: Uint8Array, name: string): string | undefined {
	try {
		// As a stream, because the end may have been cut off, and Node 20 reads windows-1252 right only so.
		return new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true });
	} catch {
		return undefined;
	}
}

/** One name for all that an encoding has. */
function encodingOf(name: string): string | undefined {
	try {
		return new TextDecoder(name).encoding;
	} catch {
		return undefined;
	}
}

function count(text: string, what: RegExp): number {
	return text.match(what)?.length ?? 0;
}
