import { describe, expect, it } from 'vitest';

import type { ApiResponse, PageStyle, Query } from '../../../core/marketplace';
import { numberedPages, offsetPages, pages, tokenPages } from '../../../core/paging/pages';
import { byTime, chunks, windows } from '../../../core/paging/windows';
import { ListTrouble } from '../../../core/transport/trouble';
import { failureOf } from '../../kit/failure';
import { answer, get } from '../../kit/shop';

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
		expect(await failureOf(read(style, serve(1500)).all())).toBeInstanceOf(ListTrouble);
	});

	it('gives all of a list that ends just where the API shows no more, if the answer tells', async () => {
		const total = (body: unknown) => (body as { total: number }).total;
		const telling = offsetPages({ path, items, size: 100, depth: 1000, total });
		expect(await read(telling, serve(1000)).all()).toHaveLength(1000);
		expect(await failureOf(read(telling, serve(1001)).all())).toBeInstanceOf(ListTrouble);
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
		expect(await failureOf(read(style, serve).all())).toBeInstanceOf(ListTrouble);
	});

	it('fails on the same page under ever new tokens', async () => {
		let count = 0;
		const serve = () => ({ items: [1, 2], next: `t${count++}` });
		const { all, asked } = read(style, serve);
		expect(await failureOf(all())).toBeInstanceOf(ListTrouble);
		expect(asked).toHaveLength(2);
	});

	it('fails on empty pages under ever new tokens', async () => {
		let count = 0;
		const { all } = read(style, () => ({ items: [], next: `t${count++}` }));
		expect(await failureOf(all())).toBeInstanceOf(ListTrouble);
	});

	it.each([[{}], [{ items: null }], [{ items: {} }], [{ items: 'x' }]])(
		'fails on an answer that is no list: %o',
		async (body) => {
			expect(await failureOf(read(style, () => body as Body).all())).toBeInstanceOf(ListTrouble);
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
