import { createHash } from 'crypto';

/** What an entry is recognised by: its id, or without one its content. */
export function keyOf<T>(id: (entry: T) => string, entry: T): string {
	const own = id(entry);
	return own === '' ? `content ${JSON.stringify(entry)}` : own;
}

/**
 * Readers meet entries twice, and whoever puts them together goes by id. So an entry without one is given
 * once: when its content is met again on a later page, it is the same.
 */
export async function* given<T>(
	parts: AsyncIterable<T[]>,
	id: (entry: T) => string,
): AsyncGenerator<T[]> {
	const seen = new Set<string>();
	for await (const part of parts) {
		const fresh = part.filter((entry) => id(entry) !== '' || !seen.has(keyOf(id, entry)));
		for (const entry of part) if (id(entry) === '') seen.add(keyOf(id, entry));
		yield fresh;
	}
}

/** An id for what has none, by which it is known again as long as it stays as it is; empty for what is nothing. */
export function idOrDigest(id: string | null, entry: object): string {
	if (id !== null || Object.keys(entry).length === 0) return id ?? '';
	return createHash('sha256').update(JSON.stringify(entry)).digest('base64url').slice(0, 22);
}
