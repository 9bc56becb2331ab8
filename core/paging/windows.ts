/** From `from` (inclusive) to `to`, in milliseconds, in parts no longer than `maxMs`. */
export function* windows(from: number, to: number, maxMs: number): Generator<[number, number]> {
	for (let start = from; start < to; start += maxMs) {
		yield [start, Math.min(start + maxMs, to)];
	}
}

/** Lists cut into parts of at most `size`. */
export function chunks<T>(all: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
		all.slice(i * size, (i + 1) * size),
	);
}
