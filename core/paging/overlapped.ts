import { ListTrouble } from '../transport/trouble';
import { samePageTwice, tooDeep } from './pages';

/** A list that shows entries by position only, in an order that stays, while others come and go. */
interface PositionList<T> {
	read(offset: number): Promise<{ entries: T[]; total?: number }>;
	id(entry: T): string;
	pageSize: number;
	/** offset + page size may not exceed it. */
	depth: number;
}

/** So often a list may lose entries under our hands before we give up. */
const MOST_STEPS_BACK = 50;
/** So many pages may bring nothing new, because others came in front. */
const MOST_IDLE = 3;

/**
 * Reads such a list from its beginning; entries may come twice. Each page begins with the last entry of the
 * one before. If nothing in it is known, entries have left the list and the rest has moved up: then we step
 * back until we meet it.
 */
export async function* overlapped<T>(list: PositionList<T>): AsyncGenerator<T[]> {
	const known = new Set<string>();
	const step = Math.max(1, list.pageSize - 1);
	let stepsBack = 0;
	let idle = 0;
	for (let offset = 0; ;) {
		if (offset + list.pageSize > list.depth) {
			yield* arrivals(list, known);
			throw tooDeep(list.depth);
		}
		const { entries, total = Infinity } = await list.read(offset);
		const met = entries.filter((entry) => known.has(list.id(entry))).length;
		if (offset > 0 && met === 0) {
			if (++stepsBack > MOST_STEPS_BACK) throw tooRestless();
			offset = Math.max(0, offset - step);
			continue;
		}
		idle = met === list.pageSize ? idle + 1 : 0;
		if (idle > MOST_IDLE) throw samePageTwice();
		for (const entry of entries) known.add(list.id(entry));
		yield entries;
		if (entries.length < list.pageSize || offset + entries.length >= total) return;
		offset += step;
	}
}

/** What came in front meanwhile, and has pushed as many below the depth. */
async function* arrivals<T>(
	list: PositionList<T>,
	known: ReadonlySet<string>,
): AsyncGenerator<T[]> {
	for (let offset = 0; offset + list.pageSize <= list.depth; offset += list.pageSize) {
		const { entries } = await list.read(offset);
		const fresh = entries.filter((entry) => !known.has(list.id(entry)));
		if (fresh.length > 0) yield fresh;
		if (fresh.length < list.pageSize) return;
	}
}

function tooRestless(): ListTrouble {
	return new ListTrouble(
		'The list changes faster than it can be read',
		'It was not read to its end, so nothing is shown as complete. Try again later',
	);
}
