const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** FNV-1a of the canonical JSON, 64 bits in hexadecimal: the same content has the same hash in any order of keys. */
export function contentHash(value: unknown): string {
	let hash = OFFSET;
	for (const byte of new TextEncoder().encode(canonicalJson(value))) {
		hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
	}
	return hash.toString(16).padStart(16, '0');
}

function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_key, entry: unknown) => {
		if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
		const pairs = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
		return Object.fromEntries(pairs);
	});
}
