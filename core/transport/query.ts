import type { Marketplace, Query } from '../marketplace';

/**
 * Writes a query. Done here and not by the HTTP library, whose array notation differs between n8n's
 * versions; every value is percent-encoded, so `+`, `/`, commas and blanks arrive as they are.
 */
export function writeQuery(query: Query, lists: Marketplace['lists']): string {
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
