import { createHash } from 'crypto';

/** The same content has the same hash, in any order of keys. */
export function contentHash(value: unknown): string {
	return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);
}

function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, entry: unknown) => {
		if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
		const pairs = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
		return Object.fromEntries(pairs);
	});
}
