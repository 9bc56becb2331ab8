import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeEntities } from '../../../core/order/entities';

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

	it('decodes once: what was typed as an entity stays one', () => {
		expect(decodeEntities('&amp;quot;')).toBe('&quot;');
		expect(decodeEntities('&amp;amp;lt;')).toBe('&amp;lt;');
		expect(decodeEntities('&#38;lt;')).toBe('&lt;');
	});

	it.each(['AT&T', 'A & B', 'R&D; Lab', '&quot', '&unknown;', '&#;', '&#x;', '&;', '&QUOT;'])(
		'leaves %s as it is',
		(written) => expect(decodeEntities(written)).toBe(written),
	);

	it.each(['&#0;', '&#xD800;', '&#x110000;', '&#9999999;', '&#27;', '&toString;', '&constructor;'])(
		'makes no character of %s',
		(written) => expect(decodeEntities(written)).toBe(written),
	);

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
