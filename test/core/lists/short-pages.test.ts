import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest, PageStyle, Query } from '../../../core/marketplace';
import { keyset } from '../../../core/lists/keyset';
import { overlapped } from '../../../core/lists/overlapped';
import { numberedPages, offsetPages, pages } from '../../../core/lists/pages';
import { clock } from '../../../core/request/clock';
import { ListError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { answer, get } from '../../kit/shop';

const PAGE = 100;
const SIZE = 330;

interface Entry {
	id: string;
	key: string;
}

interface Page {
	entries: Entry[];
	total?: unknown;
}

/** What becomes of an answer; `nth` counts those of the same question. */
type Spoil = (page: Page, from: number, nth: number) => Page;

/** A list by key, of which some answers are spoilt. */
class Shelf {
	entries: Entry[];
	requests = 0;
	private readonly asked = new Map<string, number>();

	constructor(
		size: number,
		private readonly spoil: Spoil = (page) => page,
	) {
		this.entries = Array.from({ length: size }, (_, i) => ({
			id: `${i}`,
			key: new Date(Date.parse('2026-03-01T00:00:00Z') + i * 1000).toISOString(),
		}));
	}

	read(
		from: string | undefined,
		offset: number,
		limit = PAGE,
	): { entries: Entry[]; total: number } {
		if (++this.requests > 500) throw new Error('It does not end');
		const list = this.entries.filter(({ key }) => key >= (from ?? ''));
		const entries = list.slice(offset, offset + limit);
		const question = `${from} ${offset}`;
		const nth = (this.asked.get(question) ?? 0) + 1;
		this.asked.set(question, nth);
		const at = this.entries.length - list.length + offset;
		return this.spoil({ entries, total: list.length }, at, nth) as ReturnType<Shelf['read']>;
	}
}

const ids = (entries: Entry[]) => [...new Set(entries.map(({ id }) => id))];

async function all(parts: AsyncIterable<Entry[]>): Promise<string[]> {
	const found: Entry[] = [];
	for await (const part of parts) found.push(...part);
	return ids(found);
}

const byKey = (parallel: number) => async (shelf: Shelf) =>
	await all(
		keyset<Entry>({
			pageSize: PAGE,
			depth: 10_000,
			parallel,
			id: ({ id }) => id,
			key: ({ key }) => key,
			read: async (from, offset) => await Promise.resolve(shelf.read(from, offset)),
		}),
	);

async function byPosition(shelf: Shelf): Promise<string[]> {
	return await all(
		overlapped<Entry>({
			pageSize: PAGE,
			depth: 10_000,
			id: ({ id }) => id,
			read: async (offset) => await Promise.resolve(shelf.read(undefined, offset)),
		}),
	);
}

const items = (body: unknown) => (body as Page).entries as unknown[];
const total = (body: unknown) => {
	const told = (body as Page).total;
	return told === null || told === undefined || told === '' ? undefined : Number(told);
};
const path = /./;

const byPages =
	(style: PageStyle, offsetOf: (query: Query) => number) =>
	async (shelf: Shelf): Promise<string[]> => {
		const send = async ({ query = {} }: ApiRequest) =>
			await Promise.resolve(answer(200, { body: shelf.read(undefined, offsetOf(query)) }));
		const found: Entry[] = [];
		for await (const page of pages(send, { ...get, query: { limit: PAGE } }, style)) {
			found.push(...(page.items as Entry[]));
		}
		return ids(found);
	};

const byOffset = byPages(
	offsetPages({ path, items, size: PAGE, depth: 10_000, total }),
	({ offset }) => Number(offset ?? 0),
);
const byNumber = byPages(
	numberedPages({ path, items, size: PAGE, total }),
	({ page }) => (Number(page ?? 1) - 1) * PAGE,
);

const READERS = { byKey: byKey(1), bySeveral: byKey(12), byPosition, byOffset, byNumber };

const cut = (page: Page, left: number, said: unknown = page.total): Page => ({
	entries: page.entries.slice(0, left),
	total: said,
});

/** Where it strikes: the position of the page in the list. */
const PLACES: Array<[place: string, isThere: (from: number) => boolean]> = [
	['the first page', (from) => from === 0],
	['a page in the middle', (from) => from >= 99 && from <= 100],
	['the last page', (from) => from >= 297 && from <= 300],
];

/** What the short page shows, and what it says of the length of the list. */
const SHAPES: Array<[shape: string, left: number, said: (total: unknown) => unknown]> = [
	['empty and tells the length', 0, (told) => told],
	['short and tells the length', 6, (told) => told],
	['empty and tells another length', 0, () => 12],
	['short and tells no length', 6, () => undefined],
	['empty and tells null', 0, () => null],
	['short and tells the length as text', 6, (told) => String(told)],
];

let slept: number[];
beforeEach(() => {
	slept = [];
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void slept.push(ms));
});

const expected = (size: number) => Array.from({ length: size }, (_, i) => `${i}`);

describe.each(Object.entries(READERS))(
	'a page that is too short for its list, %s',
	(_name, read) => {
		const cases = PLACES.flatMap(
			([place, isThere]) =>
				SHAPES.map(([shape, left, said]) => ({
					what: `${place} is ${shape}`,
					isThere,
					left,
					said,
				})),
			// Before any answer has told the length, a short page that does not tell it is the end.
		).filter(({ what }) => !/first page.*(another|no length|null)/.test(what));

		it.each(cases)('comes whole when $what, once', async ({ isThere, left, said }) => {
			const shelf = new Shelf(SIZE, (page, from, nth) =>
				isThere(from) && nth === 1 ? cut(page, left, said(page.total)) : page,
			);
			expect(await read(shelf)).toEqual(expected(SIZE));
		});

		it.each(cases)('is an error when $what, always', async ({ isThere, left, said }) => {
			const shelf = new Shelf(SIZE, (page, from) =>
				isThere(from) ? cut(page, left, said(page.total)) : page,
			);
			expect(await failureOf(read(shelf))).toBeInstanceOf(ListError);
			expect(shelf.requests).toBeLessThan(40);
		});

		it('asks for it again with growing pauses', async () => {
			const shelf = new Shelf(SIZE, (page, from) => (from === 0 ? cut(page, 0) : page));
			expect(await failureOf(read(shelf))).toMatchObject({
				message: expect.stringContaining('at least 330 entries') as string,
			});
			expect(slept).toEqual([500, 1000, 2000, 4000]);
		});

		it('has no hole in three thousand', async () => {
			const shelf = new Shelf(3000, (page, from, nth) =>
				from > 1000 && from < 1300 && nth === 1 ? cut(page, 6) : page,
			);
			expect((await read(shelf)).toSorted()).toEqual(expected(3000).toSorted());
		});

		it.each([0, 1, 99, 100, 101, 199, 200])(
			'asks for nothing twice in a list of %d',
			async (size) => {
				const shelf = new Shelf(size);
				await read(shelf);
				expect(slept).toEqual([]);
				expect(shelf.requests).toBeLessThanOrEqual(Math.ceil(size / 99) + 1);
			},
		);

		it.each([3, 40, 130, 229])(
			'ends where %d entries have left the list meanwhile',
			async (gone) => {
				let isDone = false;
				const shelf: Shelf = new Shelf(SIZE, (page, from) => {
					if (!isDone && from >= 99) {
						isDone = true;
						shelf.entries = shelf.entries.slice(0, SIZE - gone);
					}
					return page;
				});
				const found = await read(shelf);
				expect(found).toEqual(expect.arrayContaining(expected(SIZE - gone)));
				expect(slept.length).toBeLessThan(3);
			},
		);

		it('ends where nothing is left of the list', async () => {
			const shelf: Shelf = new Shelf(SIZE, (page) => {
				shelf.entries = [];
				return page;
			});
			expect(await read(shelf)).toEqual(expected(100));
		});
	},
);

describe('a list of several blocks', () => {
	it('comes whole where the first page of a block is empty, once', async () => {
		const shelf = new Shelf(14_000, (page, from, nth) =>
			from >= 9000 && nth === 1 ? cut(page, 0) : page,
		);
		expect((await byKey(12)(shelf)).length).toBe(14_000);
	});

	it.each([
		['another length', 12],
		['no length', null],
		['a length of nothing', 0],
	])(
		'comes whole where the first page of a block is empty and tells %s, once',
		async (_what, said) => {
			// Asked by key, so many are left where the second block begins.
			const shelf = new Shelf(14_000, (page, _from, nth) =>
				Number(page.total) < 6000 && nth === 1 ? cut(page, 0, said) : page,
			);
			expect((await byKey(12)(shelf)).length).toBe(14_000);
		},
	);

	it.each([2, 40, 90])('comes whole where %i entries share a key at every seam', async (ties) => {
		const shelf = new Shelf(2500);
		shelf.entries.forEach((entry, i) => (entry.key = shelf.entries[i - (i % ties)].key));
		expect((await byKey(12)(shelf)).length).toBe(2500);
	});
});

describe('entries without an ID', () => {
	const nameless = (size: number) => {
		const shelf = new Shelf(size);
		shelf.entries.forEach((entry, i) => (entry.id = i % 3 === 0 ? '' : entry.id));
		return shelf;
	};

	it.each([50, 250])('all come, and none twice, in a list of %d by position', async (size) => {
		const shelf = nameless(size);
		const found: Entry[] = [];
		const list = {
			pageSize: PAGE,
			depth: 10_000,
			id: ({ id }: Entry) => id,
			read: async (offset: number) => await Promise.resolve(shelf.read(undefined, offset)),
		};
		for await (const part of overlapped<Entry>(list)) found.push(...part);
		const keys = found.filter(({ id }) => id === '').map(({ key }) => key);
		expect(keys).toHaveLength(Math.ceil(size / 3));
		expect(new Set(keys).size).toBe(keys.length);
	});

	it.each([1, 12])(
		'all come, and none twice, in a list by key with %d readers',
		async (parallel) => {
			const shelf = nameless(2500);
			const found: Entry[] = [];
			const list = {
				pageSize: PAGE,
				depth: 10_000,
				parallel,
				id: ({ id }: Entry) => id,
				key: ({ key }: Entry) => key,
				read: async (from: string | undefined, offset: number) =>
					await Promise.resolve(shelf.read(from, offset)),
			};
			for await (const part of keyset<Entry>(list)) found.push(...part);
			const keys = found.filter(({ id }) => id === '').map(({ key }) => key);
			expect(keys).toHaveLength(834);
			expect(new Set(keys).size).toBe(834);
		},
	);
});
