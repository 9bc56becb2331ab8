import { ListError } from '../request/errors';
import { withoutRepeats, keyOf as nameOf, readTotal, completePage } from './complete';
import { inOrder } from './side-by-side';

/** A list that is sorted by a time which only grows when an entry changes. */
export interface KeysetList<T> {
	/** Entries with the key `from` or a later one, oldest first, beginning with the `offset`th of them. */
	read(from: string | undefined, offset: number): Promise<KeysetPage<T>>;
	/** Empty, where an entry has none. */
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
	/** Entries in the list from `from` on; not a number, where the API does not say. */
	total?: number;
}

/** A page that was read. */
export interface Read<T> {
	from: string | undefined;
	offset: number;
	entries: T[];
	/** Entries of the list from the first of these on, at least. */
	rest: number;
}

/** Where several readers may start, and where the block ends that they read together. */
interface Start<T> extends Read<T> {
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
export function keyset<T>(list: KeysetList<T>, start?: string): AsyncGenerator<T[]> {
	return withoutRepeats(inBlocks(list, start), list.id);
}

async function* inBlocks<T>(list: KeysetList<T>, start?: string): AsyncGenerator<T[]> {
	let former: Read<T> | undefined;
	for (let from = start; ;) {
		const first = await readFrom(list, from, 0, former);
		yield first.entries;
		if (first.entries.length < list.pageSize) return;
		const total = first.rest;
		if (total < PARALLEL_FROM || list.parallel === 1) return yield* entriesOf(walk(list, first));

		const starts = await findStarts(list, from, total);
		let last = keyOf(list, first.entries.at(-1));
		for await (const entries of inOrder(readers(list, first, starts, total), list.parallel)) {
			yield entries;
			if (entries.length > 0) last = keyOf(list, entries.at(-1));
		}
		former = total > list.depth ? starts.at(-1) : undefined;
		const next = starts.length > 0 && total > list.depth ? (starts.at(-1)?.key ?? last) : last;
		// Nothing came behind it: what has this key was just read, unless it is deeper than the API shows.
		if (next === from) return total > list.depth ? yield* entriesOf(walk(list, first)) : undefined;
		from = next;
	}
}

/**
 * The page of those with the key `from` or a later one that begins with the `offset`th of them. How many follow
 * is known from the page `former`, which begins at or before it.
 */
export async function readFrom<T>(
	list: Pick<KeysetList<T>, 'read' | 'key' | 'pageSize'>,
	from: string | undefined,
	offset: number,
	former?: Read<T>,
): Promise<Read<T>> {
	const isBefore = (entry: T): boolean =>
		from !== undefined && Date.parse(keyOf(list, entry)) < Date.parse(from);
	const behind = (page: Read<T>): number =>
		page.from === from
			? page.rest + page.offset - offset
			: page.rest - page.entries.filter(isBefore).length;
	const again = async (page: Read<T>): Promise<number | undefined> => {
		const { entries, total } = await list.read(page.from, page.offset);
		const length = readTotal(total);
		if (length === undefined) return undefined;
		return Math.max(0, behind({ ...page, entries, rest: length - page.offset }));
	};
	const rest = former === undefined ? 0 : Math.max(0, behind(former));
	return await readWhole(list, from, offset, rest, former && (async () => await again(former)));
}

/** `rest`: entries that the list has from the first of this page on, as far as any answer has said. */
async function readWhole<T>(
	list: Pick<KeysetList<T>, 'read' | 'pageSize'>,
	from: string | undefined,
	offset: number,
	rest: number,
	elsewhere?: () => Promise<number | undefined>,
): Promise<Read<T>> {
	const read = async (): Promise<Read<T>> => {
		const { entries, total } = await list.read(from, offset);
		return { from, offset, entries, rest: (readTotal(total) ?? 0) - offset };
	};
	const page = await completePage(await read(), rest, {
		extent: (found) => ({
			reach: found.entries.length,
			isFull: found.entries.length >= list.pageSize,
			total: found.rest,
		}),
		again: read,
		elsewhere,
	});
	return { ...page, rest: Math.max(rest, page.rest) };
}

function* readers<T>(
	list: KeysetList<T>,
	first: Read<T>,
	starts: ReadonlyArray<Start<T>>,
	total: number,
): Generator<() => Promise<T[]>> {
	yield async () => await collect(list, walk(list, first, starts[0]?.key), []);
	for (const [index, start] of starts.entries()) {
		// Of a deeper list, the last start is where the next block begins.
		if (total > list.depth && index === starts.length - 1) return;
		const end = starts[index + 1]?.key;
		yield async () => await collect(list, walk(list, start, end), start.entries);
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
	const tasks = offsets.map((offset) => async () => {
		const { entries } = await list.read(from, offset);
		return { from, offset, entries, rest: total - offset };
	});
	const starts: Array<Start<T>> = [];
	for await (const page of inOrder(tasks, list.parallel)) {
		// Without this page, the reader before it reads on.
		const isShort = page.entries.length < Math.min(list.pageSize, page.rest);
		if (isShort || page.entries.length === 0) continue;
		starts.push({ ...page, key: keyOf(list, page.entries[0]) });
	}
	return starts;
}

/** From the end of `page` on, until the list ends or the key `end` is passed. */
async function* walk<T>(list: KeysetList<T>, page: Read<T>, end?: string): AsyncGenerator<Read<T>> {
	let read = page;
	while (read.entries.length >= list.pageSize && !isPassed(list, read.entries, end)) {
		const last = keyOf(list, read.entries.at(-1));
		if (read.offset === 0 && last === read.from) {
			for await (const part of walkEqual(list, last, read)) yield (read = part);
			const isEnd = read.entries.length < list.pageSize;
			if (isEnd || keyOf(list, read.entries.at(-1)) === last) return;
			continue;
		}
		read = await readFrom(list, last, 0, read);
		yield read;
	}
}

/**
 * A whole page of equal keys: only positions lead on. Each page begins with the last entry of the one
 * before; if that is gone, positions have shifted and the group is read again.
 */
async function* walkEqual<T>(
	list: KeysetList<T>,
	key: string,
	first: Read<T>,
): AsyncGenerator<Read<T>> {
	let read = first;
	let restarts = 0;
	while (read.entries.length >= list.pageSize && keyOf(list, read.entries.at(-1)) === key) {
		const expected = nameOf(list.id, read.entries[read.entries.length - 1]);
		const offset = read.offset + list.pageSize - 1;
		if (offset + list.pageSize > list.depth || restarts > RESTARTS) throw tooManyEqual(list, key);
		read = await readFrom(list, key, offset, read);
		if (read.entries.length > 0 && nameOf(list.id, read.entries[0]) === expected) {
			yield read;
			continue;
		}
		restarts++;
		read = await readFrom(list, key, 0);
		yield read;
	}
}

function tooManyEqual<T>({ depth }: KeysetList<T>, key: string): ListError {
	return new ListError(
		`Up to ${depth} entries changed at the same moment (${key})`,
		'The API does not list all of them reliably. Add another filter',
	);
}

function isPassed<T>(list: KeysetList<T>, entries: T[], end: string | undefined): boolean {
	return end !== undefined && Date.parse(keyOf(list, entries.at(-1))) > Date.parse(end);
}

/** Without a key, nobody can say where the list goes on. */
function keyOf<T>(list: Pick<KeysetList<T>, 'key'>, entry: T | undefined): string {
	const key = entry === undefined ? '' : list.key(entry);
	if (key !== '') return key;
	throw new ListError(
		'An entry has no time of change',
		'The list cannot be read to its end without it. Please report this with the ID of an order of that time',
	);
}

async function* entriesOf<T>(pages: AsyncIterable<Read<T>>, before?: T[]): AsyncGenerator<T[]> {
	if (before) yield before;
	for await (const { entries } of pages) yield entries;
}

async function collect<T>(
	list: KeysetList<T>,
	pages: AsyncIterable<Read<T>>,
	before: T[],
): Promise<T[]> {
	const all: T[] = [];
	for await (const entries of withoutRepeats(entriesOf(pages, before), list.id))
		all.push(...entries);
	return all;
}
