import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ApiRequest, Marketplace, Query } from '../../core/marketplace';
import { pages, styleOf } from '../../core/lists/pages';
import { clock } from '../../core/request/clock';
import { allegro } from '../../nodes/Allegro/marketplace';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { bigCommerce } from '../../nodes/BigCommerce/marketplace';
import { naver } from '../../nodes/NaverCommerce/marketplace';
import { Stage } from '../engine/stage';
import { failureOf } from '../kit/failure';
import { answer } from '../kit/shop';

const SIZE = 25;
const ALL = Array.from({ length: SIZE }, (_, id) => ({ id }));

/** A list of 25 as its marketplace shows it; `left` is what a fault leaves of a page. */
interface Shape {
	marketplace: Marketplace;
	path: string;
	query: Query;
	answer(query: Query, left?: number): object;
}

const cut = (from: number, size: number, left = size) =>
	ALL.slice(from, from + Math.min(size, left));
const numbered = (query: Query, name: string) => {
	const [page, size] = [Number(query.page ?? 1), Number(query[name] ?? 10)];
	return { page, size, from: (page - 1) * size, pages: Math.ceil(SIZE / size) };
};

const SHAPES: Record<string, Shape> = {
	'Allegro, payment operations': {
		marketplace: allegro,
		path: '/payments/payment-operations',
		query: { limit: 10 },
		answer: ({ offset }, left) => {
			const paymentOperations = cut(Number(offset ?? 0), 10, left);
			return { paymentOperations, count: paymentOperations.length, totalCount: SIZE };
		},
	},
	'Allegro, offers': {
		marketplace: allegro,
		path: '/sale/offers',
		query: { limit: 10 },
		answer: ({ offset }, left) => ({
			offers: cut(Number(offset ?? 0), 10, left),
			totalCount: SIZE,
		}),
	},
	'BigCommerce V3': {
		marketplace: bigCommerce,
		path: '/v3/channels',
		query: { limit: 10 },
		answer: (query, left) => {
			const { page, size, from, pages: total_pages } = numbered(query, 'limit');
			const pagination = { total: SIZE, per_page: size, current_page: page, total_pages };
			return { data: cut(from, size, left), meta: { pagination } };
		},
	},
	'BigCommerce V3 without a total': {
		marketplace: bigCommerce,
		path: '/v3/channels',
		query: { limit: 10 },
		answer: (query, left) => {
			const { page, from, pages: total_pages } = numbered(query, 'limit');
			return {
				data: cut(from, 10, left),
				meta: { pagination: { current_page: page, per_page: 10, total_pages } },
			};
		},
	},
	'Naver, orders by creation': {
		marketplace: naver,
		path: '/v1/pay-order/seller/product-orders',
		query: { pageSize: 10, page: 1 },
		answer: (query, left) => {
			const { page, size, from } = numbered(query, 'pageSize');
			const pagination = { page, size, hasNext: from + size < SIZE };
			return { data: { contents: cut(from, size, left), pagination } };
		},
	},
	'Naver, questions': {
		marketplace: naver,
		path: '/v1/contents/qnas',
		query: {},
		answer: (query, left) => {
			const { page, size, from, pages: totalPages } = numbered(query, 'size');
			const told = { page, size, totalElements: SIZE, totalPages, last: page === totalPages };
			return { contents: cut(from, size, left), ...told };
		},
	},
	'Naver, inquiries': {
		marketplace: naver,
		path: '/v1/pay-user/inquiries',
		query: { size: 10 },
		answer: (query, left) => {
			const { page, size, from, pages: totalPages } = numbered(query, 'size');
			return { content: cut(from, size, left), totalPages, last: page === totalPages };
		},
	},
};

beforeEach(() => void vi.spyOn(clock, 'sleep').mockResolvedValue());
afterEach(() => void vi.restoreAllMocks());

describe.each(Object.entries(SHAPES))('%s, with a page that is too short', (_name, shape) => {
	/** Every answer passes `spoil`: how much is left of the `nth` one. */
	async function read(spoil: (nth: number, query: Query) => number | undefined) {
		let nth = 0;
		const send = async ({ query = {} }: ApiRequest) => {
			if (nth > 100) throw new Error('It does not end');
			return await Promise.resolve(answer(200, { body: shape.answer(query, spoil(nth++, query)) }));
		};
		const { marketplace, path, query } = shape;
		const request = { method: 'GET', path, query } as const;
		const found: unknown[] = [];
		for await (const { items } of pages(send, request, styleOf(marketplace, path))) {
			found.push(...items);
		}
		return { found, requests: nth };
	}

	it('costs nothing more where nothing is wrong', async () => {
		expect(await read(() => undefined)).toEqual({ found: ALL, requests: 3 });
	});

	it.each([0, 1])('is whole when page %i shows nothing or little, once', async (page) => {
		for (const left of [0, 3]) {
			const { found } = await read((nth) => (nth === page ? left : undefined));
			expect(found).toEqual(ALL);
		}
	});

	it.each([0, 1])('is an error when page %i is empty for ever', async (page) => {
		const isThere = (query: Query) =>
			Number(query.offset ?? 0) === page * 10 && Number(query.page ?? 1) === page + 1;
		const isOffset = shape.path.startsWith('/payments') || shape.path.startsWith('/sale');
		const fits = (query: Query) =>
			isOffset ? Number(query.offset ?? 0) === page * 10 : isThere({ ...query, offset: page * 10 });
		const failure = await failureOf(read((_nth, query) => (fits(query) ? 0 : undefined)));
		expect((failure as Error).message).toMatch(
			/^The list ended after \d+ of at least \d+ entries$/,
		);
	});
});

describe('rows of a Naver feed', () => {
	const path = '/v1/pay-order/seller/product-orders/last-changed-statuses';
	const request = { method: 'GET', path, query: { lastChangedFrom: 'x' } } as const;

	async function read(...answers: object[]): Promise<unknown[]> {
		let nth = 0;
		const send = async () =>
			await Promise.resolve(
				answer(200, {
					body: { timestamp: '', data: answers[Math.min(nth++, answers.length - 1)] },
				}),
			);
		const found: unknown[] = [];
		for await (const { items } of pages(send, request, styleOf(naver, path))) found.push(...items);
		return found;
	}
	const more = { moreFrom: 'y', moreSequence: '7' };

	it('are asked for again where the answer counts more than it shows', async () => {
		const short = { lastChangeStatuses: [1], count: 3 };
		expect(await read(short, { lastChangeStatuses: [1, 2, 3], count: 3 })).toEqual([1, 2, 3]);
		expect((await failureOf(read(short))) as Error).toHaveProperty(
			'message',
			expect.stringContaining('at least 3 entries'),
		);
	});

	it('are asked for again where a page leads on and shows none', async () => {
		const pages = [{ more }, { lastChangeStatuses: [1], more }, { lastChangeStatuses: [2] }];
		expect(await read(...pages)).toEqual([1, 2]);
	});

	it('go on from a moment that comes without a sequence, and never by the sequence before', async () => {
		const asked: Query[] = [];
		const answers = [
			{ lastChangeStatuses: [1], more },
			{ lastChangeStatuses: [2], more: { moreFrom: 'z' } },
			{ lastChangeStatuses: [3] },
		];
		const send = async ({ query = {} }: ApiRequest) => {
			const data = answers[asked.push(query) - 1];
			return await Promise.resolve(answer(200, { body: { data } }));
		};
		const found: unknown[] = [];
		for await (const { items } of pages(send, request, styleOf(naver, path))) found.push(...items);
		expect(found).toEqual([1, 2, 3]);
		expect(asked.map((query) => [query.lastChangedFrom, query.moreSequence])).toEqual([
			['x', undefined],
			['y', '7'],
			['z', undefined],
		]);
	});

	it('are an error where the answer goes on and without saying where', async () => {
		const lost = { lastChangeStatuses: [1], more: { moreFrom: null, moreSequence: '7' } };
		expect((await failureOf(read(lost))) as Error).toHaveProperty(
			'message',
			expect.stringContaining('without saying where'),
		);
		expect(await read({ lastChangeStatuses: [1], more: null })).toEqual([1]);
	});

	it('may be none, or fewer on the last page', async () => {
		expect(await read({})).toEqual([]);
		const last = { lastChangeStatuses: [3], count: 1 };
		expect(await read({ lastChangeStatuses: [1, 2], count: 2, more }, last)).toEqual([1, 2, 3]);
	});
});

describe('thin pages of a search that leads on', () => {
	it('are believed when they stay so', async () => {
		const contents = (page: number) => ALL.slice((page - 1) * 5, page * 5);
		const send = async ({ query = {} }: ApiRequest) => {
			const page = Number(query.page ?? 1);
			const pagination = { page, size: 10, hasNext: page < 5 };
			return await Promise.resolve(
				answer(200, { body: { data: { contents: contents(page), pagination } } }),
			);
		};
		const path = '/v1/pay-order/seller/product-orders';
		const request = { method: 'GET', path, query: { pageSize: 10, page: 1 } } as const;
		const found: unknown[] = [];
		for await (const { items } of pages(send, request, styleOf(naver, path))) found.push(...items);
		expect(found).toEqual(ALL);
	});
});

describe('the drop-down list of channels', () => {
	async function load(stage: Stage): Promise<INodePropertyOptions[]> {
		const { context } = stage.node();
		const asking = Object.create(context, {
			getCurrentNodeParameter: { value: () => 'accessToken' },
		}) as ILoadOptionsFunctions;
		const { getChannels } = new BigCommerce().methods.loadOptions;
		return await getChannels.call(asking);
	}

	it('is whole, or an error, when a page is too short', async () => {
		const stage = await Stage.open('bigCommerce', { orders: 1 });
		stage.reset();
		const whole = await load(stage);
		expect(whole.length).toBeGreaterThan(1);
		stage.server.faults.set([{ kind: 'shortPage', path: '/v3/channels', times: 1 }]);
		expect(await load(stage)).toEqual(whole);
		stage.server.faults.set([{ kind: 'shortPage', path: '/v3/channels' }]);
		expect((await failureOf(load(stage))) as Error).toHaveProperty(
			'message',
			expect.stringContaining('of at least 2 entries'),
		);
		await stage.server.close();
	});
});
