import type { Marketplace, Query } from '../marketplace';

/**
 * Writes a query. Done here and not by the HTTP library, whose array notation differs between n8n's
 * versions; every value is percent-encoded, so `+`, `/`, commas and blanks arrive as they are.
 */
export function writeQuery(query: Query, lists: Marketplace['arrayFormat']): string {
	return Object.entries(query)
		.flatMap(([name, value]) => {
			if (value === undefined || value === null || value === '') return [];
			if (!Array.isArray(value)) return [pair(name, String(value))];
			const entries = value.filter(
				(entry) => entry !== null && entry !== undefined && entry !== '',
			);
			if (entries.length === 0) return [];
			return lists === 'comma'
				? [`${encode(name)}=${entries.map((entry) => encode(String(entry))).join(',')}`]
				: entries.map((entry) => pair(name, String(entry)));
		})
		.join('&');
}

function pair(name: string, value: string): string {
	return `${encode(name)}=${encode(value)}`;
}

function encode(value: string): string {
	return encodeURIComponent(value);
}

/** A whole number that may be more than JavaScript can hold. */
const LONG = /(?:^|[:,[])\s*-?\d{16,}\s*(?:[,}\]]|$)/;
/** Texts, so that what looks like a number in them stays as it is, and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON; whole numbers that would be rounded become texts, because an id with another last digit is another id. */
export function parseJson(written: string): unknown {
	return JSON.parse(LONG.test(written) ? written.replace(TOKENS, kept) : written) as unknown;
}

function kept(token: string): string {
	const isRounded = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
	return isRounded ? `"${token}"` : token;
}

/** JSON as the user wrote it. To read it would round its long numbers, so it is sent as it is. */
export class WrittenJson {
	constructor(readonly text: string) {}
}

/** Whether a whole number in it has been rounded, or may have been, by whoever read it before us. */
export function holdsRounded(value: unknown): boolean {
	if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsRounded);
}
