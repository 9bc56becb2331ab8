import { ListTrouble } from '../transport/trouble';
import { ordered } from './ordered';

/** A list that is sorted by a time which only grows when an entry changes. */
export interface KeysetList<T> {
	/** Entries with the key `from` or a later one, oldest first, beginning with the `offset`th of them. */
	read(from: string | undefined, offset: number): Promise<KeysetPage<T>>;
	id(entry: T): string;
	/** The time that the list is sorted by, as the API writes it. */
	key(entry: T): string;
	pageSize: number;
	/** offset + page size may not exceed it. */
	depth: number;
	/** Readers side by side. */
	parallel: number;
}

interface KeysetPage<T> {
	entries: T[];
	/** Entries in the list from `from` on; not a number, where the API does not tell. */
	total?: number;
}

/** Where several readers may start, and where the block ends that they read together. */
interface Start<T> {
	page: T[];
	key: string;
}

/** Below this, one reader is as quick, and needs no look back at the end. */
const PARALLEL_FROM = 2000;
/** Entries a page that are met twice, where equal keys span two pages. */
const OVERLAP = 3;
/** So often a group of equal keys may change under our hands before we give up. */
const RESTARTS = 20;

/**
 * Reads the whole of a list that changes while it is read. An entry may come twice; its last state
 * comes last.
 *
 * It goes by value and not by position: positions shift when an entry moves, keys do not. What changes
 * moves towards the end and is met again there, so the end is read last and until it is short. Offsets
 * serve only to find keys at which several readers may start. With `start`, all before that key is left out;
 * with one reader, no page is read before it is wanted.
 */
export async function* keyset<T>(list: KeysetList<T>, start?: string): AsyncGenerator<T[]> {
	let from = start;
	for (;;) {
		const first = await list.read(from, 0);
		yield first.entries;
		if (first.entries.length < list.pageSize) return;
		const total = Number.isFinite(first.total) ? (first.total as number) : 0;
		if (total < PARALLEL_FROM || list.parallel === 1) {
			return yield* walk(list, first.entries, from);
		}

		const starts = await findStarts(list, from, total);
		let last = keyOf(list, first.entries.at(-1));
		for await (const entries of ordered(
			readers(list, first.entries, from, starts, total),
			list.parallel,
		)) {
			yield entries;
			if (entries.length > 0) last = keyOf(list, entries.at(-1));
		}
		const next = total > list.depth ? (starts.at(-1)?.key ?? last) : last;
		// Nothing came behind it: what has this key was just read, unless it is deeper than the API shows.
		if (next === from)
			return total > list.depth ? yield* walk(list, first.entries, from) : undefined;
		from = next;
	}
}

function* readers<T>(
	list: KeysetList<T>,
	first: T[],
	from: string | undefined,
	starts: ReadonlyArray<Start<T>>,
	total: number,
): Generator<() => Promise<T[]>> {
	yield async () => await collect(walk(list, first, from, starts[0]?.key), []);
	for (const [index, { page }] of starts.entries()) {
		// Of a deeper list, the last start is where the next block begins.
		if (total > list.depth && index === starts.length - 1) return;
		const end = starts[index + 1]?.key;
		yield async () => await collect(walk(list, page, undefined, end), page);
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
		if (entries.length > 0) starts.push({ page: entries, key: keyOf(list, entries[0]) });
	}
	return starts;
}

/**
 * From the end of `page` on, until the list ends or the key `end` is passed. `pageFrom` is the key from
 * which the page was read, if it was read by key.
 */
async function* walk<T>(
	list: KeysetList<T>,
	page: T[],
	pageFrom: string | undefined,
	end?: string,
): AsyncGenerator<T[]> {
	let entries = page;
	let from = pageFrom;
	while (entries.length === list.pageSize && !isPassed(list, entries, end)) {
		const last = keyOf(list, entries.at(-1));
		if (last === from) {
			for await (const part of walkEqual(list, from, entries)) {
				entries = part;
				yield part;
			}
			if (entries.length < list.pageSize || keyOf(list, entries.at(-1)) === from) return;
			continue;
		}
		from = last;
		({ entries } = await list.read(from, 0));
		yield entries;
	}
}

/**
 * A whole page of equal keys: only positions lead on. Each page begins with the last entry of the one
 * before; if that is gone, positions have shifted and the group is read again.
 */
async function* walkEqual<T>(
	list: KeysetList<T>,
	key: string,
	firstPage: T[],
): AsyncGenerator<T[]> {
	let entries = firstPage;
	let offset = 0;
	let restarts = 0;
	while (entries.length === list.pageSize && keyOf(list, entries.at(-1)) === key) {
		const expected = list.id(entries[entries.length - 1]);
		offset += list.pageSize - 1;
		if (offset + list.pageSize > list.depth || restarts > RESTARTS) throw tooManyEqual(list, key);
		({ entries } = await list.read(key, offset));
		if (entries.length > 0 && list.id(entries[0]) === expected) {
			yield entries;
			continue;
		}
		restarts++;
		offset = 0;
		({ entries } = await list.read(key, 0));
		yield entries;
	}
}

function tooManyEqual<T>({ depth }: KeysetList<T>, key: string): ListTrouble {
	return new ListTrouble(
		`Up to ${depth} entries changed at the same moment (${key})`,
		'The API does not show all of them reliably. Narrow the list with another filter',
	);
}

function isPassed<T>(list: KeysetList<T>, entries: T[], end: string | undefined): boolean {
	return end !== undefined && Date.parse(keyOf(list, entries.at(-1))) > Date.parse(end);
}

/** Without a key, nobody can say where the list goes on. */
function keyOf<T>(list: KeysetList<T>, entry: T | undefined): string {
	const key = entry === undefined ? '' : list.key(entry);
	if (key !== '') return key;
	throw new ListTrouble(
		'An entry does not say when it changed',
		'So the list cannot be read to its end. Report this with the ID of an order of that time',
	);
}

async function collect<T>(pages: AsyncIterable<T[]>, before: T[]): Promise<T[]> {
	const all = [...before];
	for await (const page of pages) all.push(...page);
	return all;
}
