/** Text as bytes of a charset that Node only decodes; what has no place in it becomes `?`. */
export function encode(text: string, charset: 'UTF-8' | 'ISO-8859-1' | 'Windows-31J'): Buffer {
	if (charset === 'UTF-8') return Buffer.from(text, 'utf8');
	if (charset === 'ISO-8859-1') return Buffer.from(text.replace(/[^\0-\xff]/gu, '?'), 'latin1');
	const table = windows31J();
	return Buffer.concat([...text].map((sign) => table.get(sign) ?? Buffer.from('?')));
}

let known: Map<string, Buffer> | undefined;

/** Every sign with its bytes, found by decoding all of them. */
function windows31J(): Map<string, Buffer> {
	if (known) return known;
	const decoder = new TextDecoder('shift_jis');
	known = new Map();
	for (const first of range(0, 0xff)) {
		const isLead = (first >= 0x81 && first <= 0x9f) || (first >= 0xe0 && first <= 0xfc);
		const spellings = isLead ? range(0x40, 0xfc).map((second) => [first, second]) : [[first]];
		for (const bytes of spellings) {
			const sign = decoder.decode(Uint8Array.from(bytes));
			const isOne = [...sign].length === 1 && sign !== '\ufffd';
			if (isOne && !known.has(sign)) known.set(sign, Buffer.from(bytes));
		}
	}
	return known;
}

function range(from: number, to: number): number[] {
	return Array.from({ length: to - from + 1 }, (_unused, i) => from + i);
}
