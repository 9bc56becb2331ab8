import { beforeEach, describe, expect, it, vi } from 'vitest';
import { overlapped } from '../../../core/lists/overlapped';
import { clock } from '../../../core/request/clock';
import { ListError } from '../../../core/request/errors';

const PAGE = 10;

interface Shelf {
	/** Highest first, as a list of the newest. */
	entries: number[];
	/** Offsets that were asked for. */
	asked: number[];
}

/** Reads a list of `size` numbers; `change` happens before each answer but the first. */
async function read(
	size: number,
	change: (shelf: Shelf) => void = () => undefined,
	{ depth = 1000, total = (shelf: Shelf): unknown => shelf.entries.length } = {},
) {
	const shelf: Shelf = { entries: Array.from({ length: size }, (_, i) => size - i), asked: [] };
	const list = {
		pageSize: PAGE,
		depth,
		id: String,
		read: async (offset: number) => {
			if (offset + PAGE > depth) throw new Error(`Too deep: ${offset}`);
			if (shelf.asked.push(offset) > 300) throw new Error('It does not end');
			if (shelf.asked.length > 1) change(shelf);
			const entries = shelf.entries.slice(offset, offset + PAGE);
			return await Promise.resolve({ entries, total: total(shelf) as number });
		},
	};
	const found = new Set<number>();
	let error: unknown;
	try {
		for await (const part of overlapped(list)) part.forEach((entry) => found.add(entry));
	} catch (thrown) {
		error = thrown;
	}
	return { found, error, asked: shelf.asked, entries: shelf.entries };
}

/** Does it once, before the nth answer. */
function once(nth: number, change: (shelf: Shelf) => void): (shelf: Shelf) => void {
	return (shelf) => {
		if (shelf.asked.length === nth) change(shelf);
	};
}

const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const inOrder = (found: ReadonlySet<number>) => [...found].sort((a, b) => a - b);

beforeEach(() => {
	vi.spyOn(clock, 'sleep').mockResolvedValue();
});

describe('a list by position that rests', () => {
	it.each([
		[0, [0]],
		[1, [0]],
		[10, [0]],
		[11, [0, 9]],
		[19, [0, 9]],
		[20, [0, 9, 18]],
		[25, [0, 9, 18]],
	])('of %i is asked for at %j', async (size, offsets) => {
		const { found, asked, error } = await read(size);
		expect(error).toBeUndefined();
		expect(asked).toEqual(offsets);
		expect(inOrder(found)).toEqual(run(1, size));
	});

	it.each([
		[9, [0]],
		[10, [0, 9]],
		[19, [0, 9, 18]],
	])('of %i is asked for at %j where nobody tells its length', async (size, offsets) => {
		const { found, asked } = await read(size, undefined, { total: () => undefined });
		expect(asked).toEqual(offsets);
		expect(inOrder(found)).toEqual(run(1, size));
	});

	it('comes whole where it says that it is shorter than it is', async () => {
		const { found, error } = await read(25, undefined, { total: () => 5 });
		expect(error).toBeUndefined();
		expect(inOrder(found)).toEqual(run(1, 25));
	});

	it('comes whole where a later answer tells less than the one before', async () => {
		const total = ({ asked }: Shelf) => (asked.length === 2 ? 19 : 40);
		const { found, error } = await read(40, undefined, { total });
		expect(error).toBeUndefined();
		expect(inOrder(found)).toEqual(run(1, 40));
	});
});

describe('a list by position from which entries go', () => {
	it.each([1, 2, 3, 9, 10, 15, 25])('shows all that stay when %i have left', async (gone) => {
		const { found, entries, error } = await read(
			60,
			once(3, (shelf) => void shelf.entries.splice(0, gone)),
		);
		expect(error).toBeUndefined();
		expect(entries.filter((entry) => !found.has(entry))).toEqual([]);
	});

	it('is read from a little before where it has moved up, and not from its beginning', async () => {
		const { asked, found, entries } = await read(
			200,
			once(12, (shelf) => void shelf.entries.splice(0, 3)),
		);
		expect(entries.filter((entry) => !found.has(entry))).toEqual([]);
		expect(asked[11]).toBe(99);
		expect(asked[12]).toBe(95);
		expect(Math.min(...asked.slice(12).filter((offset) => offset > 0))).toBe(95);
	});

	it('is read with more in common once it has moved, but by half a page at most', async () => {
		const { asked, found, entries } = await read(300, ({ entries }) => void entries.splice(0, 1));
		expect(entries.filter((entry) => !found.has(entry))).toEqual([]);
		expect(asked.length).toBeLessThan(70);
		const reads = asked.filter((offset) => offset > 0);
		const steps = reads.slice(1).map((offset, i) => offset - reads[i]);
		expect(steps.filter((step) => step > 0 && step < 5)).toEqual([]);
	});

	it('is never shown as complete when it is not, however quickly they go', async () => {
		for (let size = 290; size < 300; size++) {
			for (const gone of [1, 2, 3, 5]) {
				const { found, entries, error } = await read(
					size,
					(shelf) => void shelf.entries.splice(0, gone),
				);
				if (error === undefined) expect(entries.filter((one) => !found.has(one))).toEqual([]);
				else expect(error).toBeInstanceOf(ListError);
			}
		}
	});

	it('is given up where each answer shows a list of its own', async () => {
		let next = 1000;
		const { error, asked } = await read(100, (shelf) => {
			shelf.entries = shelf.entries.map(() => next++);
		});
		expect(error).toBeInstanceOf(ListError);
		expect(error).toMatchObject({
			message: 'The list changes faster than it can be read',
			advice: expect.stringContaining('could not be read to its end') as string,
		});
		expect(asked.length).toBeGreaterThan(51);
		expect(asked.length).toBeLessThan(120);
	});
});

describe('a list by position into which entries come', () => {
	const comeBefore =
		(count: number, ...answers: number[]) =>
		(shelf: Shelf): void => {
			if (!answers.includes(shelf.asked.length)) return;
			const newest = 1000 * shelf.asked.length;
			shelf.entries.unshift(...run(newest, newest + count - 1));
		};

	it.each([1, 5, 9, 10, 30])('shows all that was there when %i have come', async (count) => {
		const { found, error } = await read(60, comeBefore(count, 3));
		expect(error).toBeUndefined();
		expect(run(1, 60).filter((entry) => !found.has(entry))).toEqual([]);
	});

	it('is read on where three pages bring nothing new, and again later', async () => {
		const { found, error } = await read(60, comeBefore(9, 2, 3, 4, 6, 7, 8));
		expect(error).toBeUndefined();
		expect(run(1, 60).filter((entry) => !found.has(entry))).toEqual([]);
	});

	it('is given up where four pages bring nothing new', async () => {
		const { error, asked } = await read(60, comeBefore(9, 2, 3, 4, 5));
		expect(error).toMatchObject({ message: 'The marketplace sent the same page twice' });
		expect(asked).toHaveLength(5);
	});
});

describe('a list by position that is deeper than the API shows', () => {
	it('is given as far as it is shown, with a word about it', async () => {
		const { found, error, asked } = await read(100, undefined, { depth: 50 });
		expect(error).toMatchObject({ message: 'The API returns at most 50 entries of this list' });
		expect(inOrder(found)).toEqual(run(55, 100));
		expect(asked).toEqual([0, 9, 18, 27, 36, 0]);
	});

	it('comes whole where it ends just there', async () => {
		const { found, error } = await read(46, undefined, { depth: 46 });
		expect(error).toBeUndefined();
		expect(inOrder(found)).toEqual(run(1, 46));
	});

	it.each([
		[3, [0]],
		[10, [0, 10]],
		[12, [0, 10]],
	])('shows the %i, too, that came in front meanwhile', async (count, looks) => {
		const arrive = once(5, ({ entries }) => void entries.unshift(...run(101, 100 + count)));
		const { found, error, asked } = await read(100, arrive, { depth: 50 });
		expect(error).toBeInstanceOf(ListError);
		expect(run(101, 100 + count).filter((entry) => !found.has(entry))).toEqual([]);
		expect(asked.slice(-looks.length)).toEqual(looks);
	});

	it('looks no further than it is shown for those that came in front', async () => {
		const arrive = once(2, ({ entries }) => void entries.unshift(...run(101, 105)));
		const { error, asked } = await read(100, arrive, { depth: 20 });
		expect(error).toBeInstanceOf(ListError);
		expect(Math.max(...asked)).toBeLessThanOrEqual(10);
	});
});
