import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../../../core/orders/entities';
import { ENTITY_NAMES } from './entity-names';

describe('decodeEntities', () => {
	it.each([
		['58&quot; x 40&quot;', '58" x 40"'],
		['5&#039;11&#x22;', '5\'11"'],
		['Bolt &amp; Nut &lt;M8&gt;', 'Bolt & Nut <M8>'],
		['caf&eacute; &Eacute;t&eacute; &szlig; &yuml;', 'café Été ß ÿ'],
		['12&frac12;&Prime; &ndash; 20&deg;', '12½″ – 20°'],
		['&Alpha;&Omega;&alpha;&omega;&sigmaf;&Sigma;', 'ΑΩαως\u03a3'],
		['&euro;5&hellip;&trade;', '€5…™'],
		['&#8243; &#x1F381; &#128512;', '″ 🎁 😀'],
		['&#150;&#128;', '–€'],
	])('reads %s', (written, meant) => {
		expect(decodeEntities(written)).toBe(meant);
	});

	it('knows every name of HTML 4', () => {
		const rows = ENTITY_NAMES.trim().split(/\s+/);
		// Unicode takes the two brackets of HTML for those of East Asia.
		const codeOf = (text: string) => text.normalize().codePointAt(0)?.toString(16);
		const expected = rows.map((row) => {
			const [name, code] = row.split('=');
			return `${name}=${codeOf(String.fromCharCode(parseInt(code, 16)))}`;
		});
		const found = expected.map((row) => {
			const [name] = row.split('=');
			return `${name}=${codeOf(decodeEntities(`&${name};`))}`;
		});
		expect(found).toEqual(expected);
		expect(rows).toHaveLength(253);
	});

	it('reads the codes 128 to 159 as Windows means them', () => {
		const codes = Array.from({ length: 32 }, (_, i) => `&#${128 + i};`).join('');
		expect(decodeEntities(codes)).toBe('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ');
	});

	it.each([
		['&#9;|&#10;|&#13;', '\t|\n|\r'],
		['&#32;', ' '],
		['&#126;', '~'],
		['&#160;', '\u00a0'],
		['&#xD7FF;&#xE000;', '\ud7ff\ue000'],
		['&#x10FFFF;', '\u{10ffff}'],
		['&#X2F;&#x2f;', '//'],
		['&#0039;', "'"],
	])('reads the code %s', (written, meant) => {
		expect(decodeEntities(written)).toBe(meant);
	});

	it('decodes once: what was typed as an entity stays one', () => {
		expect(decodeEntities('&amp;quot;')).toBe('&quot;');
		expect(decodeEntities('&amp;amp;lt;')).toBe('&amp;lt;');
		expect(decodeEntities('&#38;lt;')).toBe('&lt;');
	});

	it.each(['AT&T', 'A & B', 'R&D; Lab', '&quot', '&unknown;', '&#;', '&#x;', '&;', '&QUOT;'])(
		'leaves %s as it is',
		(written) => expect(decodeEntities(written)).toBe(written),
	);

	it.each(
		(
			'&#0; &#8; &#11; &#12; &#31; &#127; &#xD800; &#xDFFF; &#x110000; &#9999999; &#27; &#12345678; ' +
			'&toString; &constructor; &-;'
		).split(' '),
	)('makes no character of %s', (written) => expect(decodeEntities(written)).toBe(written));

	it('reads back whatever was encoded', () => {
		const encode = (text: string) =>
			[...text].map((char) => `&#${String(char.codePointAt(0))};`).join('');
		const char = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code));
		fc.assert(
			fc.property(fc.string({ unit: char }), (text) => {
				expect(decodeEntities(encode(text))).toBe(text);
			}),
		);
	});
});
