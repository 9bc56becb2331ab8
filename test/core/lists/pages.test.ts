import { describe, expect, it } from 'vitest';
import type { ApiResponse, PageStyle, Query } from '../../../core/marketplace';
import {
	isEnd,
	itemsOf,
	numberedPages,
	offsetPages,
	pages,
	styleOf,
	tokenPages,
} from '../../../core/lists/pages';
import { byTime, chunks, windows } from '../../../core/lists/windows';
import { ListError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { answer, get, shop } from '../../kit/shop';

type Body = { items?: unknown; next?: unknown };

const items = (body: unknown) => (body as Body).items as unknown[];
const path = /./;

/** Reads a list of which `serve` answers every query. */
function read(style: PageStyle, serve: (query: Query) => Body | ApiResponse, query: Query = {}) {
	const asked: Query[] = [];
	const all = async () => {
		const found: unknown[] = [];
		const send = async ({ query = {} }: { query?: Query }) => {
			asked.push(query);
			if (asked.length > 500) throw new Error('It does not end');
			const body = serve(query);
			return 'status' in body ? (body as ApiResponse) : answer(200, { body });
		};
		for await (const page of pages(send, { ...get, query }, style)) found.push(...page.items);
		return found;
	};
	return { all, asked };
}

const ids = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

describe('pages by offset', () => {
	const style = offsetPages({ path, items, size: 100, depth: 1000 });
	const serve = (count: number) => (query: Query) => {
		const [offset, limit] = [Number(query.offset ?? 0), Number(query.limit ?? 100)];
		return { items: ids(count).slice(offset, offset + limit), total: count };
	};

	it.each([0, 1, 99, 100, 101, 999])('gives all of %d', async (count) => {
		expect(await read(style, serve(count)).all()).toEqual(ids(count));
	});

	it("keeps the user's own size and filters on every page", async () => {
		const { all, asked } = read(style, serve(70), { limit: 30, status: 'open' });
		expect(await all()).toHaveLength(70);
		expect(asked.map(({ offset, limit, status }) => [offset, limit, status])).toEqual([
			[undefined, 30, 'open'],
			[30, 30, 'open'],
			[60, 30, 'open'],
		]);
	});

	it('fails rather than to stop where the API shows no more', async () => {
		expect(await failureOf(read(style, serve(1500)).all())).toBeInstanceOf(ListError);
	});

	it('gives all of a list that ends just where the API shows no more, if the answer tells', async () => {
		const total = (body: unknown) => (body as { total: number }).total;
		const telling = offsetPages({ path, items, size: 100, depth: 1000, total });
		expect(await read(telling, serve(1000)).all()).toHaveLength(1000);
		expect(await failureOf(read(telling, serve(1001)).all())).toBeInstanceOf(ListError);
	});
});

describe('pages by number', () => {
	const serve = (count: number) => (query: Query) => {
		const [page, limit] = [Number(query.page ?? 1), Number(query.limit ?? 50)];
		return { items: ids(count).slice((page - 1) * limit, page * limit) };
	};

	it.each([0, 49, 50, 51, 500])('gives all of %d', async (count) => {
		const style = numberedPages({ path, items, size: 50 });
		expect(await read(style, serve(count)).all()).toEqual(ids(count));
	});

	it.each([0, 1, 49, 50, 51, 100, 120, 500])(
		'gives all of %d where pages are cut',
		async (count) => {
			const style = numberedPages({ path, items, size: 50, round: 50 });
			const cut = (query: Query) => serve(count)({ ...query, limit: 50 });
			const { all, asked } = read(style, cut, { limit: 250 });
			expect(await all()).toEqual(ids(count));
			expect(asked).toHaveLength(Math.floor(count / 50) + 1);
		},
	);

	it('believes an answer that says which page is the last', async () => {
		const isLast = (body: unknown) => (body as Body).next === 'none';
		const style = numberedPages({ path, items, size: 50, isLast });
		const { all, asked } = read(style, () => ({ items: ids(50), next: 'none' }));
		expect(await all()).toHaveLength(50);
		expect(asked).toHaveLength(1);
	});
});

describe('pages by token', () => {
	const token = (body: unknown) => (body as Body | undefined)?.next;
	const style = tokenPages({ path, items, parameter: 'cursor', token });

	it('goes on while there is a token, over empty pages too', async () => {
		const list: Record<string, Body> = {
			'': { items: [1], next: 'a' },
			a: { items: [], next: 'b' },
			b: { items: [2, 3], next: '' },
		};
		const { all, asked } = read(style, ({ cursor = '' }) => list[String(cursor)], { status: 'x' });
		expect(await all()).toEqual([1, 2, 3]);
		expect(asked[2]).toEqual({ status: 'x', cursor: 'b' });
	});

	it('drops all but the token where the API wants it so', async () => {
		const dropping = tokenPages({ path, items, parameter: 'cursor', token, dropOnNext: 'all' });
		const serve = (query: Query) => ({ items: [query], next: query.cursor ? undefined : 'a' });
		const { all, asked } = read(dropping, serve, { status: 'x' });
		await all();
		expect(asked).toEqual([{ status: 'x' }, { cursor: 'a' }]);
	});

	it('stops paying when the reader stops', async () => {
		const { asked } = read(style, () => ({ items: [] }));
		let sent = 0;
		const send = async () => answer(200, { body: { items: [sent++], next: `t${sent}` } });
		for await (const page of pages(send, get, style)) if (page.items[0] === 2) break;
		expect(sent).toBe(3);
		expect(asked).toEqual([]);
	});

	it('fails on a token that leads back', async () => {
		let count = 0;
		const serve = () => ({ items: [count++], next: count % 2 ? 'a' : 'b' });
		expect(await failureOf(read(style, serve).all())).toBeInstanceOf(ListError);
	});

	it('fails on the same page under ever new tokens', async () => {
		let count = 0;
		const serve = () => ({ items: [1, 2], next: `t${count++}` });
		const { all, asked } = read(style, serve);
		expect(await failureOf(all())).toBeInstanceOf(ListError);
		expect(asked).toHaveLength(2);
	});

	it('fails on empty pages under ever new tokens', async () => {
		let count = 0;
		const { all } = read(style, () => ({ items: [], next: `t${count++}` }));
		expect(await failureOf(all())).toBeInstanceOf(ListError);
	});

	it.each([[{}], [{ items: null }], [{ items: {} }], [{ items: 'x' }]])(
		'fails on an answer that is no list: %o',
		async (body) => {
			expect(await failureOf(read(style, () => body as Body).all())).toBeInstanceOf(ListError);
		},
	);

	it('takes an answer without content as an empty page', async () => {
		expect(await read(style, () => answer(204, { body: undefined })).all()).toEqual([]);
	});
});

describe('windows and chunks', () => {
	it('covers the range without gap or overlap, each part within its length', () => {
		expect([...windows(0, 25, 10)]).toEqual([
			[0, 10],
			[10, 20],
			[20, 25],
		]);
		expect([...windows(5, 5, 10)]).toEqual([]);
	});

	it('cut a list by time, and never within a second', () => {
		const times = [9000, 1000, 3200, null, 3900, 3000];
		expect([...byTime(times, (time) => time, 2)]).toEqual([
			{ part: [1000, 3200, 3900, 3000], behind: 4000 },
			{ part: [9000, null], behind: Infinity },
		]);
	});

	it('cuts a list into parts of at most the size', () => {
		expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
		expect(chunks([], 2)).toEqual([]);
	});
});

describe('what is asked for behind a page', () => {
	const page = (query: Query, itemCount: number, body: unknown = {}, known?: number) => ({
		query,
		itemCount,
		known,
		response: answer(200, { body }),
	});
	const total = (body: unknown) => (body as { total?: number }).total;

	it.each<[string, Query, number, number | undefined, Query | undefined]>([
		['a full first page', {}, 100, undefined, { offset: 100, limit: 100 }],
		['a full later page', { offset: 100 }, 100, undefined, { offset: 200, limit: 100 }],
		['offsets as text', { offset: '100', limit: '50' }, 50, undefined, { offset: 150, limit: 50 }],
		[
			'a larger limit than the API gives',
			{ limit: 500 },
			200,
			undefined,
			{ offset: 200, limit: 200 },
		],
		['a short page', {}, 99, undefined, undefined],
		['an empty page', { offset: 100 }, 0, undefined, undefined],
		['a page that reaches the known length', { offset: 100 }, 100, 200, undefined],
		[
			'a page one short of the known length',
			{ offset: 100 },
			100,
			201,
			{ offset: 200, limit: 100 },
		],
		[
			'a page that ends where the depth allows one more',
			{ offset: 800 },
			100,
			undefined,
			{ offset: 900, limit: 100 },
		],
	])('by offset: %s', (_what, query, count, known, next) => {
		const style = offsetPages({ path, items, size: 100, maxSize: 200, depth: 1000 });
		expect(style.next(page(query, count, {}, known))).toEqual(next);
	});

	it('by offset: nothing but an error where the next page goes deeper than is allowed', () => {
		const style = offsetPages({ path, items, size: 100, depth: 1000 });
		expect(() => style.next(page({ offset: 801 }, 100))).toThrow(
			'The API returns at most 1000 entries of this list',
		);
	});

	it.each<[string, Query, number, object]>([
		['a full page', {}, 100, { reach: 100, isFull: true, total: undefined }],
		['a short page', { offset: 200 }, 99, { reach: 299, isFull: false, total: undefined }],
		[
			'a page as long as asked',
			{ limit: 30, offset: 5 },
			30,
			{ reach: 35, isFull: true, total: undefined },
		],
		[
			'a page as long as the API gives',
			{ limit: 500 },
			200,
			{ reach: 200, isFull: true, total: undefined },
		],
	])('by offset, the reach of %s', (_what, query, count, extent) => {
		const style = offsetPages({ path, items, size: 100, maxSize: 200, depth: 1000 });
		expect(style.extent?.(page(query, count))).toEqual(extent);
	});

	it('by offset, the length that the answer tells', () => {
		const style = offsetPages({ path, items, size: 100, depth: 1000, total });
		expect(style.extent?.(page({}, 100, { total: 330 }))).toMatchObject({ total: 330 });
	});

	it.each<[string, Query, number, number | undefined, Query | undefined]>([
		['a full first page', {}, 50, undefined, { page: 2, limit: 50 }],
		['a full later page', { page: 2 }, 50, undefined, { page: 3, limit: 50 }],
		['pages as text', { page: '9', limit: '10' }, 10, undefined, { page: 10, limit: 10 }],
		['a short page', {}, 49, undefined, undefined],
		['an empty page', { page: 2 }, 0, undefined, undefined],
		['an empty page of a list that is longer', { page: 2 }, 0, 500, undefined],
		['a short page of a list that is longer', { page: 2 }, 40, 500, { page: 3, limit: 50 }],
		['a page that reaches the known length', { page: 2 }, 50, 100, undefined],
		['a page one short of the known length', { page: 2 }, 50, 101, { page: 3, limit: 50 }],
	])('by number: %s', (_what, query, count, known, next) => {
		const style = numberedPages({ path, items, size: 50 });
		expect(style.next(page(query, count, {}, known))).toEqual(next);
	});

	it('by number, under the name that the API has for the size of a page', () => {
		const style = numberedPages({ path, items, size: 300, sizeParameter: 'pageSize' });
		expect(style.next(page({}, 300))).toEqual({ page: 2, pageSize: 300 });
		expect(style.next(page({ pageSize: 100 }, 100))).toEqual({ page: 2, pageSize: 100 });
		expect(style.next(page({ limit: 100 }, 100))).toBeUndefined();
	});

	it('by number, in the pages that the answer says it has', () => {
		const perPage = (body: unknown) => (body as { perPage?: number }).perPage;
		const style = numberedPages({ path, items, size: 50, perPage });
		expect(style.next(page({}, 20, { perPage: 20 }))).toEqual({ page: 2, limit: 20 });
		expect(style.next(page({}, 19, { perPage: 20 }))).toBeUndefined();
		expect(style.extent?.(page({ page: 3 }, 20, { perPage: 20 }))).toMatchObject({
			reach: 60,
			isFull: true,
		});
		// What the user asked for stays what is asked for.
		expect(style.next(page({ limit: 100 }, 20, { perPage: 20 }))).toEqual({ page: 2, limit: 100 });
	});

	it('by number, where the answer says whether it is the last', () => {
		const isLast = (body: unknown) => (body as { last?: boolean }).last;
		const style = numberedPages({ path, items, size: 50, isLast, total });
		const next = (count: number, body: object, known?: number) =>
			style.next(page({ page: 2 }, count, body, known));
		expect(next(50, { last: true })).toBeUndefined();
		expect(next(10, { last: false })).toEqual({ page: 3, limit: 50 });
		expect(next(10, {})).toBeUndefined();
		expect(next(50, {})).toEqual({ page: 3, limit: 50 });
		// A full page is not the last of a list that is longer.
		expect(next(50, { last: true }, 101)).toEqual({ page: 3, limit: 50 });
		expect(next(50, { last: true }, 100)).toBeUndefined();
		expect(next(40, { last: true }, 101)).toBeUndefined();
	});

	it.each<[string, Query, number, object, object]>([
		['a full page', {}, 50, {}, { reach: 50, isFull: true, total: undefined, mayBeThin: true }],
		[
			'a short page',
			{ page: 3 },
			7,
			{},
			{ reach: 107, isFull: false, total: undefined, mayBeThin: true },
		],
		[
			'an empty page',
			{ page: 3 },
			0,
			{},
			{ reach: 100, isFull: false, total: undefined, mayBeThin: false },
		],
		[
			'a page that is not the last',
			{ page: 2 },
			7,
			{ last: false },
			{ reach: 57, isFull: false, total: 101, mayBeThin: true },
		],
		[
			'the last page',
			{ page: 2 },
			7,
			{ last: true },
			{ reach: 57, isFull: false, total: undefined, mayBeThin: true },
		],
		[
			'a page with the length of the list',
			{ page: 2 },
			7,
			{ last: false, total: 57 },
			{ reach: 57, isFull: false, total: 57, mayBeThin: false },
		],
	])('by number, the reach of %s', (_what, query, count, body, extent) => {
		const isLast = (answered: unknown) => (answered as { last?: boolean }).last;
		const style = numberedPages({ path, items, size: 50, isLast, total });
		expect(style.extent?.(page(query, count, body))).toEqual(extent);
	});

	it.each([
		['b', { cursor: 'b' }],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
		[7, undefined],
		[{}, undefined],
	])('by token: %o', (token, next) => {
		const style = tokenPages({
			path,
			items,
			parameter: 'cursor',
			token: (body) => (body as { next: unknown }).next,
		});
		expect(style.next(page({}, 1, { next: token }))).toEqual(next);
	});
});

describe('a list that says that it is shorter than it is', () => {
	const total = () => 5;
	const serve = (query: Query) => {
		const from = Number(query.offset ?? (Number(query.page ?? 1) - 1) * 50);
		return { items: ids(170).slice(from, from + 50) };
	};

	it.each([
		['offset', offsetPages({ path, items, size: 50, depth: 1000, total })],
		['number', numberedPages({ path, items, size: 50, total })],
	])('comes whole by %s', async (_by, style) => {
		expect(await read(style, serve).all()).toHaveLength(170);
	});

	/** The second page tells a length that it just reaches. */
	const told = (body: unknown) => (body as { total: number }).total;
	const unsteady = (query: Query) => {
		const { items } = serve(query);
		return { items, total: items[0]?.id === 50 ? 100 : 170 };
	};

	it.each([
		['offset', offsetPages({ path, items, size: 50, depth: 1000, total: told })],
		['number', numberedPages({ path, items, size: 50, total: told })],
	])('on a later page alone, comes whole by %s', async (_by, style) => {
		expect(await read(style, unsteady).all()).toEqual(ids(170));
	});
});

describe('the end of a list', () => {
	it.each([
		[0, 250, undefined, true],
		[249, 250, undefined, true],
		[250, 250, undefined, false],
		[251, 250, undefined, false],
		[50, 250, 50, false],
		[200, 250, 50, false],
		[49, 250, 50, true],
		[120, 250, 50, true],
		[0, 250, 50, true],
	])('%i of %i, perhaps cut to a multiple of %s: %s', (count, asked, round, expected) => {
		expect(isEnd(count, asked, round)).toBe(expected);
	});
});

describe('the entries of an answer', () => {
	it('are none where it has no content, whatever else it is', () => {
		expect(itemsOf(answer(204, { body: undefined }), () => undefined)).toEqual([]);
	});

	it.each([200, 206])('are trouble where an answer with status %i is no list', (status) => {
		expect(() => itemsOf(answer(status, { body: undefined }), () => undefined)).toThrow(
			'The answer is not a list',
		);
	});
});

describe('the style of a list', () => {
	const style = tokenPages({ path: /^\/a$/, items, parameter: 'p', token: () => '' });

	it('is the first that fits its path', () => {
		const other = { ...style, path: /a/ };
		expect(styleOf(shop({ pageStyles: [style, other] }), '/a')).toBe(style);
		expect(styleOf(shop({ pageStyles: [style, other] }), '/ab')).toBe(other);
	});

	it('is a mistake of ours where none fits, and no empty list', () => {
		expect(() => styleOf(shop({ pageStyles: [style] }), '/b')).toThrow(
			'Shop has no page style for /b',
		);
	});
});

describe('a list without an end', () => {
	const style = tokenPages({
		path,
		items,
		parameter: 'cursor',
		token: (body) => (body as Body).next,
	});

	/** So many empty pages in a row, then one with an entry, again and again. */
	const thin = (empty: number, pages: number) => {
		let count = 0;
		return read(style, () => {
			count++;
			const next = count < pages ? `t${count}` : undefined;
			return { items: count % (empty + 1) === 0 ? [count] : [], next };
		});
	};

	it('is no list with fifty empty pages in a row, now and then', async () => {
		expect(await thin(50, 102).all()).toEqual([51, 102]);
	});

	it('is one with more empty pages in a row', async () => {
		const { all, asked } = thin(51, 104);
		expect(await failureOf(all())).toMatchObject({
			message: 'The list has 50 empty pages in a row',
		});
		expect(asked).toHaveLength(51);
	});

	it('is none of thousands of pages', async () => {
		let count = 0;
		const serve = () => ({ items: [count++], next: count < 3000 ? `t${count}` : undefined });
		const send = async () => answer(200, { body: serve() });
		let found = 0;
		for await (const page of pages(send, get, style)) found += page.items.length;
		expect(found).toBe(3000);
	});
});

describe('the page behind', () => {
	const style = tokenPages({
		path,
		items,
		parameter: 'cursor',
		token: (body) => (body as Body).next,
	});

	it('is told with each page, so that a reader can go on there later', async () => {
		const send = async ({ query = {} }: { query?: Query }) =>
			answer(200, {
				body: { items: [query.cursor], next: query.cursor === 'a' ? 'b' : undefined },
			});
		const told: Array<Query | undefined> = [];
		const request = { ...get, query: { cursor: 'a' } };
		for await (const { next } of pages(send, request, style)) told.push(next());
		expect(told).toEqual([{ cursor: 'b' }, undefined]);
	});

	it('is not the one before it in another disguise: two empty answers are no repetition', async () => {
		const serve = ({ cursor }: Query) => ({
			items: [],
			next: cursor === 'a' ? 'b' : cursor ? undefined : 'a',
		});
		const { all, asked } = read(style, serve);
		expect(await all()).toEqual([]);
		expect(asked).toHaveLength(3);
	});

	it('may begin and end alike, if it is of another length', async () => {
		const parts = [[1, 2, 1], [1, 1], [1]];
		let count = 0;
		const serve = () => ({ items: parts[count++], next: count < 3 ? `t${count}` : undefined });
		expect(await read(style, serve).all()).toHaveLength(6);
	});

	it('does not change the request of whoever asks', async () => {
		const sent: unknown[] = [];
		const send = async (request: object) => {
			sent.push(request);
			return answer(200, { body: { items: [sent.length], next: sent.length < 2 ? 'a' : '' } });
		};
		const request = { ...get, query: { status: 'x' }, headers: { accept: 'y' } };
		for await (const _ of pages(send, request, style));
		expect(sent).toEqual([request, { ...request, query: { status: 'x', cursor: 'a' } }]);
	});
});
