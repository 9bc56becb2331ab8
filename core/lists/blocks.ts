import { ListError } from '../request/errors';
import { inOrder } from './side-by-side';
import { isEnd } from './pages';

/** A list with whole numbers as ids that grow and never change. */
export interface BlockList<T> {
	/** The first `pageSize` entries of `from` <= id <= `to`, by id. */
	read(range: IdRange, order: 'asc' | 'desc'): Promise<T[]>;
	id(entry: T): number;
	pageSize: number;
	/** Pages may be cut to a multiple of this. */
	round?: number;
	/** Readers side by side. */
	parallel: number;
}

export interface IdRange {
	from?: number;
	to?: number;
}

/**
 * Reads the whole of such a list in blocks of ids, side by side, oldest first. Ids stay where they are
 * whatever happens to an entry, so nothing is skipped or doubled when others come, change or vanish.
 */
export async function* blocks<T>(list: BlockList<T>, range: IdRange): AsyncGenerator<T[]> {
	const oldest = await list.read(range, 'asc');
	yield oldest;
	if (isLast(list, oldest)) return;

	const newest = await list.read({ ...range, from: next(list, oldest) }, 'desc');
	newest.reverse();
	if (isLast(list, newest)) return yield newest;

	const middle = { from: next(list, oldest), to: list.id(newest[0]) - 1 };
	const density = new Density(list, oldest, newest);
	yield* inOrder(tasks(list, middle, density), list.parallel);
	yield newest;
}

/**
 * Other ids than asked for are an answer to another request: taken for this one, orders would be missing. Without
 * an id, nobody can say where the list goes on.
 */
export function checkIds(ids: readonly number[], range: IdRange): void {
	const { from = -Infinity, to = Infinity } = range;
	const isOdd = ids.some((id) => !Number.isSafeInteger(id));
	if (!isOdd && !ids.some((id) => id < from || id > to)) return;
	throw new ListError(
		isOdd ? 'An order has no ID' : 'The marketplace returned other orders than requested',
		'The list could not be read to its end. Try again later',
	);
}

function isLast<T>({ pageSize, round }: BlockList<T>, entries: T[]): boolean {
	return isEnd(entries.length, pageSize, round);
}

function next<T>(list: BlockList<T>, entries: T[]): number {
	return list.id(entries[entries.length - 1]) + 1;
}

/** Says how many ids hold about one page; begins with what both ends show, and learns from every block. */
class Density<T> {
	width: number;

	constructor(
		private readonly list: BlockList<T>,
		...ends: T[][]
	) {
		const spans = ends.map((page) => list.id(page[page.length - 1]) - list.id(page[0]) + 1);
		// A little less, because a block that overflows costs another request.
		this.width = Math.max(list.pageSize, Math.floor(Math.min(...spans) * 0.97));
	}

	learn(found: number): void {
		if (found > this.list.pageSize) this.width = Math.max(this.list.pageSize, this.width >> 1);
		if (found < this.list.pageSize / 4) this.width *= 2;
	}
}

function* tasks<T>(
	list: BlockList<T>,
	{ from, to }: Required<IdRange>,
	density: Density<T>,
): Generator<() => Promise<T[]>> {
	for (let start = from, end; start <= to; start = end + 1) {
		end = Math.min(start + density.width - 1, to);
		const block = { from: start, to: end };
		yield async () => {
			const entries = await readBlock(list, block);
			density.learn(entries.length);
			return entries;
		};
	}
}

/** A block that holds more than a page goes on behind the last id. */
async function readBlock<T>(list: BlockList<T>, block: Required<IdRange>): Promise<T[]> {
	const all: T[] = [];
	for (let from = block.from; from <= block.to;) {
		const page = await list.read({ from, to: block.to }, 'asc');
		all.push(...page);
		if (isLast(list, page)) break;
		from = next(list, page);
	}
	return all;
}
