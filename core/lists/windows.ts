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

/**
 * Entries by their time, in parts of `size` or a few more, because none ends within a second; with each part
 * the moment behind it. Those without a time come last.
 */
export function* byTime<T>(
	entries: readonly T[],
	timeOf: (entry: T) => number | null,
	size: number,
): Generator<{ part: T[]; behind: number }> {
	const timed = entries.map((entry) => ({ entry, second: secondOf(timeOf(entry)) }));
	timed.sort((a, b) => (a.second < b.second ? -1 : Number(a.second > b.second)));
	for (let start = 0, end: number; start < timed.length; start = end) {
		end = Math.min(start + size, timed.length);
		const { second } = timed[end - 1];
		while (timed[end]?.second === second) end++;
		yield { part: timed.slice(start, end).map(({ entry }) => entry), behind: (second + 1) * 1000 };
	}
}

function secondOf(time: number | null): number {
	return time === null ? Infinity : Math.floor(time / 1000);
}
