import { text } from '../../../core/orders/read';

/** Where Kaufland sells and delivers to. Its description has three letters, its orders are said to have two. */
const BY_THREE_LETTERS: Readonly<Record<string, string>> = {
	...{ AUT: 'AT', BEL: 'BE', BGR: 'BG', CHE: 'CH', CYP: 'CY', CZE: 'CZ', DEU: 'DE', DNK: 'DK' },
	...{ ESP: 'ES', EST: 'EE', FIN: 'FI', FRA: 'FR', GBR: 'GB', GRC: 'GR', HRV: 'HR', HUN: 'HU' },
	...{ IRL: 'IE', ITA: 'IT', LIE: 'LI', LTU: 'LT', LUX: 'LU', LVA: 'LV', MLT: 'MT', NLD: 'NL' },
	...{ POL: 'PL', PRT: 'PT', ROU: 'RO', SVK: 'SK', SVN: 'SI', SWE: 'SE', USA: 'US' },
};

/** A country as ISO 3166-1 alpha-2; `null` for one that is written in another way. */
export function countryCode(given: unknown): string | null {
	const written = text(given)?.toUpperCase() ?? '';
	if (/^[A-Z]{2}$/.test(written)) return written;
	return BY_THREE_LETTERS[written] ?? null;
}
