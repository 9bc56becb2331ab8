import { describe, expect, it } from 'vitest';
import { readText } from '../../../core/request/charset';
import { encode } from '../../../sandbox/kit/charset';

/** Its second character is 0x95 0x5C in Shift_JIS: a backslash to whoever takes it for ASCII. */
const JAPANESE = '{"name":"代表 花子","title":"能登のソース、ﾎﾟｽﾄ便"}';
const KNOWN = ['euc-jp', 'shift_jis', 'iso-2022-jp'];
const shiftJis = encode(JAPANESE, 'Windows-31J');

/** EUC-JP has the same table as Shift_JIS, folded otherwise. */
function eucJp(text: string): Buffer {
	const bytes = [...text].flatMap((char) => {
		const [lead, trail] = encode(char, 'Windows-31J');
		if (trail === undefined) return lead < 0x80 ? [lead] : [0x8e, lead];
		const row = (lead - (lead < 0xa0 ? 0x81 : 0xc1)) * 2 + (trail >= 0x9f ? 1 : 0);
		const cell = trail >= 0x9f ? trail - 0x9f : trail - (trail > 0x7f ? 0x41 : 0x40);
		return [row + 0xa1, cell + 0xa1];
	});
	return Buffer.from(bytes);
}

describe('the text of an answer', () => {
	it.each([
		['application/json; charset=Shift_JIS'],
		['application/json;charset="sjis"'],
		['text/html; Charset=Windows-31J'],
		['text/html; charset=x-sjis'],
		['application/json'],
		[undefined],
		// Labels that the bytes disprove.
		['application/json; charset=utf-8'],
		['application/json; charset=EUC-JP'],
		['text/html; charset=iso-8859-1'],
		['application/json; charset=nonsense'],
	])('is read from Shift_JIS, labelled %s', (label) => {
		const text = readText(shiftJis, label, KNOWN);
		expect(text).toBe(JAPANESE);
		expect(JSON.parse(text)).toMatchObject({ name: '代表 花子' });
	});

	it.each(['表', 'ソ', '能', '予', '十', '表示', '山田太郎', '表１', '髙橋①㈱'])(
		'is read from Shift_JIS without kana in it: %s',
		(word) => {
			const written = JSON.stringify({ name: word });
			const labels = [undefined, 'application/json; charset=utf-8', 'text/html; charset=cp932'];
			for (const label of [...labels, 'text/html; charset=iso-8859-1'])
				expect(readText(encode(written, 'Windows-31J'), label, KNOWN)).toBe(written);
		},
	);

	it.each([['text/html; charset=EUC-JP'], [undefined], ['application/json; charset=Shift_JIS']])(
		'is read from EUC-JP, labelled %s',
		(label) => expect(readText(eucJp(JAPANESE), label, KNOWN)).toBe(JAPANESE),
	);

	it.each([['application/json; charset=utf-8'], [undefined], ['text/html; charset=Shift_JIS']])(
		'is UTF-8 where the bytes are, labelled %s',
		(label) => {
			for (const text of [JAPANESE, '{}', '{"a":"ﾃｽﾄ"}', '{"a":"é"}'])
				expect(readText(Buffer.from(text), label, KNOWN)).toBe(text);
		},
	);

	it('is read from ISO-2022-JP, whose bytes are all ASCII', () => {
		const bytes = Buffer.from('{"a":"\u001b$B$"$$\u001b(B"}', 'latin1');
		expect(readText(bytes, 'application/json', KNOWN)).toBe('{"a":"あい"}');
		expect(readText(bytes, 'application/json; charset=ISO-2022-JP')).toBe('{"a":"あい"}');
	});

	it('begins behind the byte order mark', () => {
		expect(readText(Buffer.from('\ufeff{"a":"表"}'), undefined, KNOWN)).toBe('{"a":"表"}');
	});

	it('stays UTF-8 with a character that was cut in half', () => {
		const cut = Buffer.concat([
			Buffer.from('{"a":"表示'),
			Buffer.from([0xe8, 0xa1]),
			Buffer.from('"}'),
		]);
		expect(readText(cut, undefined, KNOWN)).toBe('{"a":"表示\ufffd"}');
	});

	it('goes by the label where two known encodings would both do', () => {
		const bytes = Buffer.from([0xb1, 0xb2]);
		const KANJI = new TextDecoder('euc-jp').decode(bytes);
		expect(readText(bytes, 'text/plain; charset=sjis', KNOWN)).toBe('ｱｲ');
		expect(readText(bytes, 'text/plain; charset=euc-jp', KNOWN)).toBe(KANJI);
		expect(readText(bytes, undefined, KNOWN)).toBe(KANJI);
		expect(readText(bytes, undefined, [...KNOWN].reverse())).toBe('ｱｲ');
		// A label that the marketplace is not known for comes last.
		expect(readText(bytes, 'text/plain; charset=iso-8859-1', KNOWN)).toBe(KANJI);
	});

	it.each([
		['one of two', [0xe8, 0xa1, 0xe8, 0xa1, 0xa8], false],
		['one of three', [0xe8, 0xa1, 0xe8, 0xa1, 0xa8, 0xe8, 0xa1, 0xa8], true],
	])('is UTF-8 where less than half of it is broken: %s', (_what, bytes, isUtf8) => {
		const text = readText(Buffer.from(bytes), undefined, ['iso-8859-1']);
		expect(text.includes('表')).toBe(isUtf8);
	});

	it('with escapes is not taken for ISO-2022-JP where the marketplace knows none', () => {
		const written = '{"a":"\u001b$B$"$$\u001b(B"}';
		expect(readText(Buffer.from(written), 'text/plain', ['euc-jp'])).toBe(written);
		expect(readText(Buffer.from('\u001b[0m'), undefined, KNOWN)).toBe('\u001b[0m');
	});

	it('that is nothing is nothing', () => {
		expect(readText(Buffer.alloc(0), undefined, KNOWN)).toBe('');
	});

	it('goes by its label where nothing else is known', () => {
		const latin = Buffer.from('{"a":"caf\u00e9 \u0096"}', 'latin1');
		expect(readText(latin, 'application/json; charset=ISO-8859-1')).toBe('{"a":"café –"}');
		expect(readText(shiftJis, 'application/json; charset=shift_jis')).toBe(JAPANESE);
		expect(readText(latin)).toContain('caf');
	});
});
