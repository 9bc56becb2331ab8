/** Names of U+00A0 to U+00FF, in their order. See HTML 4.01, 24.2. */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 ' +
	'acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml ' +
	'Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde ' +
	'Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ' +
	'ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide ' +
	'oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** Names of U+0391 to U+03C9, in their order; U+03A2 is none. See HTML 4.01, 24.3. */
const GREEK =
	'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon ' +
	'Phi Chi Psi Omega - - - - - - - alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi ' +
	'omicron pi rho sigmaf sigma tau upsilon phi chi psi omega';

/** Those for markup and the other symbols. See HTML 4.01, 24.3 and 24.4. */
const OTHERS: Readonly<Record<string, string>> = {
	...{ quot: '"', amp: '&', lt: '<', gt: '>', apos: "'" },
	...{
		OElig: 'Œ',
		oelig: 'œ',
		Scaron: 'Š',
		scaron: 'š',
		Yuml: 'Ÿ',
		fnof: 'ƒ',
		circ: 'ˆ',
		tilde: '˜',
	},
	...{ ensp: '\u2002', emsp: '\u2003', thinsp: '\u2009', zwnj: '\u200c', zwj: '\u200d' },
	...{ lrm: '\u200e', rlm: '\u200f', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚' },
	...{ ldquo: '“', rdquo: '”', bdquo: '„', dagger: '†', Dagger: '‡', bull: '•', hellip: '…' },
	...{ permil: '‰', prime: '′', Prime: '″', lsaquo: '‹', rsaquo: '›', oline: '‾', frasl: '⁄' },
	...{ euro: '€', image: 'ℑ', weierp: '℘', real: 'ℜ', trade: '™', alefsym: 'ℵ' },
	...{ thetasym: 'ϑ', upsih: 'ϒ', piv: 'ϖ', larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔' },
	...{ crarr: '↵', lArr: '⇐', uArr: '⇑', rArr: '⇒', dArr: '⇓', hArr: '⇔', forall: '∀', part: '∂' },
	...{ exist: '∃', empty: '∅', nabla: '∇', isin: '∈', notin: '∉', ni: '∋', prod: '∏', sum: '∑' },
	...{ minus: '−', lowast: '∗', radic: '√', prop: '∝', infin: '∞', ang: '∠', and: '∧', or: '∨' },
	...{ cap: '∩', cup: '∪', int: '∫', there4: '∴', sim: '∼', cong: '≅', asymp: '≈', ne: '≠' },
	...{ equiv: '≡', le: '≤', ge: '≥', sub: '⊂', sup: '⊃', nsub: '⊄', sube: '⊆', supe: '⊇' },
	...{ oplus: '⊕', otimes: '⊗', perp: '⊥', sdot: '⋅', lceil: '⌈', rceil: '⌉', lfloor: '⌊' },
	...{
		rfloor: '⌋',
		lang: '〈',
		rang: '〉',
		loz: '◊',
		spades: '♠',
		clubs: '♣',
		hearts: '♥',
		diams: '♦',
	},
};

const NAMED = new Map([...block(LATIN_1, 0xa0), ...block(GREEK, 0x391), ...Object.entries(OTHERS)]);

function block(names: string, from: number): Array<[string, string]> {
	return names.split(' ').map((name, i) => [name, String.fromCharCode(from + i)]);
}

/** Bytes 0x80 to 0x9F; five of them mean nothing. Node's own decoder takes them for controls. */
const WINDOWS_1252 = [...'€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'];

const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z\d]*));/g;

/** The text that was encoded for HTML, decoded once: `58&quot;` is `58"`, and `&amp;quot;` is `&quot;`. */
export function decodeEntities(written: string): string {
	return written.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
		if (name !== undefined) return NAMED.get(name) ?? whole;
		const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
		return characterOf(code) ?? whole;
	});
}

/** What stands for no character of Unicode, or for none that can be seen, stays as it was written. */
function characterOf(code: number): string | undefined {
	// As all browsers do: nobody means the control characters that Unicode has there.
	if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80];
	const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
	const isControl = code < 0x20 && ![0x09, 0x0a, 0x0d].includes(code);
	return isCharacter && !isControl && code !== 0x7f ? String.fromCodePoint(code) : undefined;
}
