import { ListError } from '../request/errors';
import { withoutRepeats, keyOf, readTotal, completePage } from './complete';
import { repeatedPageError, depthError } from './pages';

/** A list that shows entries by position only, in an order that stays, while others come and go. */
interface PositionList<T> {
	read(offset: number): Promise<PositionPage<T>>;
	/** Empty, where an entry has none. */
	id(entry: T): string;
	pageSize: number;
	/** offset + page size may not exceed it. */
	depth: number;
}

interface PositionPage<T> {
	entries: T[];
	total?: number;
	/** How many there is room for from here, where that is not always the page size. */
	size?: number;
}

/** So often a list may lose entries under our hands before we give up. */
const MOST_STEPS_BACK = 50;
/** So many pages may bring nothing new, because others came in front. */
const MOST_IDLE = 3;

/**
 * Reads such a list from its beginning; entries may come twice. Each page begins with the last entry of the
 * one before. If nothing in it is known, entries have left the list and the rest has moved up: then we step
 * back until we meet it, and pages overlap by more from then on.
 */
export function overlapped<T>(list: PositionList<T>): AsyncGenerator<T[]> {
	return withoutRepeats(steps(list), list.id);
}

async function* steps<T>(list: PositionList<T>): AsyncGenerator<T[]> {
	const known = new Set<string>();
	const most = Math.max(1, Math.floor(list.pageSize / 2));
	let overlap = 1;
	let back = 0;
	let length: number | undefined;
	let stepsBack = 0;
	let idle = 0;
	for (let offset = 0; ;) {
		if (offset + list.pageSize > list.depth) {
			yield* arrivals(list, known);
			throw depthError(list.depth);
		}
		const { entries, total, size } = await readWhole(list, offset, length ?? 0);
		const reach = offset + entries.length;
		// A length that the page itself exceeds is none.
		if (total !== undefined && total >= reach) length = Math.max(length ?? 0, total);
		const met = entries.filter((entry) => known.has(keyOf(list.id, entry))).length;
		if (offset > 0 && met === 0) {
			if (++stepsBack > MOST_STEPS_BACK) throw tooRestless();
			back = 4 * Math.max(back, overlap);
			offset = Math.max(0, offset - back);
			overlap = Math.min(most, 2 * overlap + 2);
			continue;
		}
		// Nearly nothing of it is left: a little more of them, and it would not do.
		if (offset > 0 && back === 0 && 2 * met < overlap) overlap = Math.min(most, 2 * overlap);
		back = 0;
		idle = met === size ? idle + 1 : 0;
		if (idle > MOST_IDLE) throw repeatedPageError();
		for (const entry of entries) known.add(keyOf(list.id, entry));
		yield entries;
		if (entries.length < size || (length !== undefined && reach >= length)) return;
		offset += Math.max(1, size - overlap);
	}
}

async function readWhole<T>(
	list: PositionList<T>,
	offset: number,
	known: number,
): Promise<PositionPage<T> & { size: number }> {
	const read = async (at: number) => {
		const { entries, total, size = list.pageSize } = await list.read(at);
		return { entries, total: readTotal(total), size };
	};
	return await completePage(await read(offset), known, {
		extent: ({ entries, total, size }) => ({
			reach: offset + entries.length,
			isFull: entries.length >= size,
			total,
		}),
		again: async () => await read(offset),
		elsewhere: offset === 0 ? undefined : async () => (await read(0)).total,
	});
}

/** What came in front meanwhile, and has pushed as many below the depth. */
async function* arrivals<T>(
	list: PositionList<T>,
	known: ReadonlySet<string>,
): AsyncGenerator<T[]> {
	for (let offset = 0; offset + list.pageSize <= list.depth; offset += list.pageSize) {
		const { entries } = await readWhole(list, offset, 0);
		const fresh = entries.filter((entry) => !known.has(keyOf(list.id, entry)));
		if (fresh.length > 0) yield fresh;
		if (fresh.length < list.pageSize) return;
	}
}

function tooRestless(): ListError {
	return new ListError(
		'The list changes faster than it can be read',
		'It could not be read to its end. Try again later',
	);
}
