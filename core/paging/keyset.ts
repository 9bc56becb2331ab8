import { ListTrouble } from '../transport/trouble';
import { ordered } from './ordered';

/** A list that is sorted by a time which only grows when an entry changes. */
export interface KeysetList<T> {
	/** Entries with the key `from` or a later one, oldest first, beginning with the `offset`th of them. */
	read(from: string | undefined, offset: number): Promise<KeysetPage<T>>;
	/** The time that the list is sorted by, as the API writes it. */
	key(entry: T): string;
	pageSize: number;
	/** offset + page size may not exceed it. */
	depth: number;
	/** Readers side by side. */
	parallel: number;
}

export interface KeysetPage<T> {
	entries: T[];
	/** Entries in the list from `from` on, as far as the API tells. */
	total?: number;
}

/** Where several readers may start, and where the block ends that they read together. */
interface Start<T> {
	page: T[];
	key: string;
}

/** Below this, one reader is as quick, and needs no look back at the end. */
const PARALLEL_FROM = 2000;
/** Entries a page that are counted on; the rest is met twice, where equal keys span two pages. */
const OVERLAP = 3;

/**
 * Reads the whole of a list that changes while it is read. An entry may come twice; its last state
 * comes last.
 *
 * It goes by value and not by position: positions shift when an entry moves, keys do not. What changes
 * moves towards the end and is met again there, so the end is read last and until it is short. Offsets
 * serve only to find keys at which several readers may start.
 */
export async function* keyset<T>(list: KeysetList<T>): AsyncGenerator<T[]> {
	let from: string | undefined;
	for (;;) {
		const first = await list.read(from, 0);
		yield first.entries;
		if (first.entries.length < list.pageSize) return;

		const total = first.total ?? 0;
		if (total < PARALLEL_FROM) return yield* walk(list, first.entries, from);
		const starts = await findStarts(list, from, total);
		const begin = { page: first.entries, key: list.key(first.entries[0]) };
		const readers = [begin, ...starts].map((start, index, all) => async () => {
			const end = all.at(index + 1)?.key;
			return await collect(walk(list, start.page, start.key, end), index === 0 ? [] : start.page);
		});
		// Of a deeper list, the last start is where the next block begins.
		if (total > list.depth) readers.pop();
		let last: T | undefined;
		for await (const entries of ordered(readers, list.parallel)) {
			yield entries;
			last = entries.at(-1) ?? last;
		}
		from = total > list.depth ? starts.at(-1)?.key : list.key(last ?? (first.entries.at(-1) as T));
	}
}

async function findStarts<T>(
	list: KeysetList<T>,
	from: string | undefined,
	total: number,
): Promise<Array<Start<T>>> {
	const perPage = list.pageSize - OVERLAP;
	const reachable = Math.min(total, list.depth - list.pageSize);
	const pagesEach = Math.ceil(reachable / perPage / list.parallel);
	const share = pagesEach * perPage;
	const offsets = Array.from({ length: Math.floor(reachable / share) }, (_, i) => (i + 1) * share);
	const tasks = offsets.map((offset) => async () => await list.read(from, offset));
	const starts: Array<Start<T>> = [];
	for await (const { entries } of ordered(tasks, list.parallel)) {
		if (entries.length > 0) starts.push({ page: entries, key: list.key(entries[0]) });
	}
	return starts;
}

/** From the end of `page` on, until the list ends or the key `end` is reached. */
async function* walk<T>(
	list: KeysetList<T>,
	page: T[],
	pageFrom: string | undefined,
	end?: string,
): AsyncGenerator<T[]> {
	let entries = page;
	let from = pageFrom;
	let offset = 0;
	while (entries.length === list.pageSize && !isReached(list, entries, end)) {
		const last = list.key(entries[entries.length - 1]);
		// A whole page of equal keys: only a position leads on.
		offset = last === from ? offset + list.pageSize : 0;
		if (offset + list.pageSize > list.depth) {
			throw new ListTrouble(
				`More than ${list.depth} entries changed at the same moment (${last})`,
				'The API shows no more of them. Narrow the list with another filter',
			);
		}
		from = last;
		({ entries } = await list.read(from, offset));
		yield entries;
	}
}

function isReached<T>(list: KeysetList<T>, entries: T[], end: string | undefined): boolean {
	const last = list.key(entries[entries.length - 1]);
	return end !== undefined && (last === end || Date.parse(last) > Date.parse(end));
}

async function collect<T>(pages: AsyncIterable<T[]>, before: T[]): Promise<T[]> {
	const all = [...before];
	for await (const page of pages) all.push(...page);
	return all;
}
