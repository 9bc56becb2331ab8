import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { ResponseError } from '../../../core/request/errors';
import { kst } from '../../../nodes/NaverCommerce/orders/time';
import { fullOrders } from '../../../nodes/NaverCommerce/orders/full-orders';
import { ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-11-21T09:00:00+09:00');
const T0 = NOW - 3 * 24 * 60 * 60_000;
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const SEARCH = '/v1/pay-order/seller/product-orders';
const QUERY = `${SEARCH}/query`;
const idsPath = (orderId: string) => `/v1/pay-order/seller/orders/${orderId}/product-order-ids`;

const line = (orderId: string, at?: number | string, id = `${orderId}-1`, status = 'PAYED') => ({
	order: { orderId, ...(at !== undefined && { orderDate: typeof at === 'string' ? at : kst(at) }) },
	productOrder: { productOrderId: id, productOrderStatus: status },
});
const many = (count: number, at: number, name: string) =>
	Array.from({ length: count }, (_, index) => line(`${name}${index}`, at));
const asksFor = ({ body }: ApiRequest) => (body as { productOrderIds: string[] }).productOrderIds;

/** A store that knows these lines; a search shows all of them. */
class Store extends ScriptedCall {
	constructor(lines: object[], ids: (orderId: string) => object | number = () => ({ data: [] })) {
		super((request) => {
			if (request.path === SEARCH) {
				const contents = lines.map((content) => ({ content }));
				return { data: { contents, pagination: { hasNext: false } } };
			}
			if (request.path === QUERY) {
				const wanted = asksFor(request);
				const known = lines as Array<ReturnType<typeof line>>;
				return {
					data: known.filter(({ productOrder }) => wanted.includes(productOrder.productOrderId)),
				};
			}
			return ids(/orders\/([^/]+)\//.exec(request.path)![1]);
		}, NOW);
	}

	get paths(): string[] {
		return this.asked.map(({ path }) => path);
	}
}

const spans = (store: Store) =>
	store
		.queries(SEARCH)
		.map(({ from, to }) => [Date.parse(String(from)) - T0, Date.parse(String(to)) - T0]);

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

describe('the lines of orders', () => {
	it('are asked for one by one where there are three orders', async () => {
		const lines = many(3, T0, 'a');
		const store = new Store(lines, (id) => ({ data: [`${id}-1`] }));
		const found = await fullOrders(store.call, lines);
		expect(store.paths).toEqual(['a0', 'a1', 'a2'].map(idsPath));
		expect([...found.values()].map(({ isWhole }) => isWhole)).toEqual([true, true, true]);
	});

	it('are asked for with one search where there are four', async () => {
		const lines = many(4, T0, 'a');
		const store = new Store(lines);
		const found = await fullOrders(store.call, lines);
		expect(store.asked).toEqual([
			{
				method: 'GET',
				path: SEARCH,
				query: {
					from: kst(T0),
					to: kst(T0 + 1),
					rangeType: 'ORDERED_DATETIME',
					pageSize: 300,
					page: 1,
					quantityClaimCompatibility: true,
				},
			},
		]);
		expect([...found.keys()]).toEqual(['a0', 'a1', 'a2', 'a3']);
		expect([...found.values()].every(({ isWhole }) => isWhole)).toBe(true);
	});

	it.each([
		[HOUR + 1, [[0, HOUR + 2]]],
		[
			HOUR + 2,
			[
				[0, 1],
				[HOUR + 2, HOUR + 3],
			],
		],
	])('need one search up to an hour apart: %i ms', async (apart, expected) => {
		const lines = [...many(4, T0 + apart, 'b'), ...many(4, T0, 'a')];
		const store = new Store(lines);
		await fullOrders(store.call, lines);
		expect(spans(store)).toEqual(expected);
	});

	it.each([
		[DAY - 1, [[0, DAY]]],
		[DAY, [[0, DAY - 1]]],
	])('need a search of a day at most: %i ms', async (last, expected) => {
		const chain = Array.from({ length: 24 }, (_, hour) => line(`h${hour}`, T0 + hour * HOUR));
		const lines = [...chain, line('y', T0 + 24 * HOUR - 2), line('z', T0 + last)];
		const store = new Store(lines, (id) => ({ data: [`${id}-1`] }));
		await fullOrders(store.call, lines);
		expect(spans(store)).toEqual(expected);
	});

	it('are those of Korea, also where the offset of an order is missing', async () => {
		const lines = many(4, T0, 'a').map(({ order, ...more }) => ({
			...more,
			order: { ...order, orderDate: order.orderDate?.slice(0, 19) },
		}));
		const store = new Store(lines);
		await fullOrders(store.call, lines);
		expect(spans(store)).toEqual([[0, 1]]);
	});

	it('are asked for one by one where nobody says when they were ordered', async () => {
		const lines = ['a', 'b', 'c', 'd', 'e'].map((id) => line(id, 'soon'));
		const store = new Store(lines, (id) => ({ data: [`${id}-1`] }));
		await fullOrders(store.call, lines);
		expect(store.paths).toEqual(['a', 'b', 'c', 'd', 'e'].map(idsPath));
	});

	it('are asked for by the order where the search does not show it yet', async () => {
		const lines = many(5, T0, 'a');
		const store = new Store(lines.slice(1), (id) => ({ data: [`${id}-1`, `${id}-2`] }));
		const found = await fullOrders(store.call, lines);
		expect(store.paths).toEqual([SEARCH, idsPath('a0'), QUERY]);
		// The line that Naver names and of which it gives nothing is missing.
		expect(found.get('a0')).toMatchObject({ isWhole: false, details: [lines[0]] });
		expect(found.get('a1')).toMatchObject({ isWhole: true });
	});

	it('are as they are now: what was read already is not read again, and the rest is', async () => {
		const lines = many(4, T0, 'a');
		const other = line('a2', T0, 'a2-2', 'CANCELED');
		const late = { ...lines[0], productOrder: { productOrderId: 'a0-1', status: 'old' } };
		const store = new Store([late, ...lines.slice(1), line('a2', T0, 'a2-2', 'PAYED')]);
		const { answer } = store;
		store.answer = (request) => (request.path === QUERY ? { data: [other] } : answer(request));
		const found = await fullOrders(store.call, lines);
		expect(store.asked.at(-1)).toMatchObject({
			method: 'POST',
			path: QUERY,
			body: { productOrderIds: ['a2-2'], quantityClaimCompatibility: true },
			idempotent: true,
		});
		expect(found.get('a0')?.details).toEqual([lines[0]]);
		expect(found.get('a2')?.details).toEqual([lines[2], other]);
	});

	it('are read 300 at once', async () => {
		const ids = Array.from({ length: 302 }, (_, index) => `a-${index + 1}`);
		const all = ids.map((id) => line('a', T0, id));
		const store = new Store(all, () => ({ data: ids }));
		const found = await fullOrders(store.call, all.slice(0, 1));
		const asked = store.asked.filter(({ path }) => path === QUERY).map(asksFor);
		expect(asked.map(({ length }) => length)).toEqual([300, 1]);
		expect(found.get('a')).toMatchObject({ isWhole: true });
		expect(found.get('a')?.details).toHaveLength(302);
	});

	it('are not looked for in an answer that came for other orders', async () => {
		const lines = [...many(4, T0, 'a'), ...many(4, T0 + 2 * HOUR, 'b')];
		const store = new Store(lines);
		store.answer = () => ({
			timestamp: kst(NOW),
			traceId: 'trace-1',
			data: { contents: [], pagination: { hasNext: false } },
		});
		await expect(fullOrders(store.call, lines)).rejects.toThrow('the same page twice');
	});

	it('of no lines are none', async () => {
		const store = new Store([]);
		expect((await fullOrders(store.call, [])).size).toBe(0);
		expect(store.asked).toEqual([]);
	});
});

describe('an order of which Naver does not tell the lines', () => {
	const undated = { order: { orderId: 'a' }, productOrder: { productOrderId: '1' } };

	it('is asked for twice, half a second apart, where Naver names none', async () => {
		const sleep = vi.spyOn(clock, 'sleep').mockResolvedValue();
		const store = new Store([]);
		const found = await fullOrders(store.call, [line('a', T0)]);
		expect(sleep.mock.calls).toEqual([[500]]);
		expect(store.paths).toEqual([idsPath('a'), idsPath('a')]);
		expect(found.get('a')).toMatchObject({ isWhole: false });
		expect(store.hints).toEqual([
			'Naver lists no lines for order a. It comes with the lines that changed',
		]);
	});

	it('is not asked for again where Naver names one', async () => {
		const sleep = vi.spyOn(clock, 'sleep').mockResolvedValue();
		const store = new Store([], () => ({ data: [1] }));
		await fullOrders(store.call, [undated]);
		expect(sleep).not.toHaveBeenCalled();
		expect(store.hints).toEqual([]);
	});

	it.each([400, 404])('is shown as it is where Naver refuses with %i', async (status) => {
		const store = new Store([], () => status);
		const found = await fullOrders(store.call, [undated]);
		expect(found.get('a')).toEqual({ isWhole: false, details: [undated] });
		expect(store.hints).toEqual([
			`Naver does not list all lines of order a (status ${status}). It comes with the lines that changed`,
		]);
	});

	it.each([400, 404])('is no such order where its details were given: %i', async (status) => {
		const store = new Store([], () => status);
		const lines = [undated, line('a', T0, '2')];
		await expect(fullOrders(store.call, lines)).rejects.toBeInstanceOf(ResponseError);
		// The details of another order say nothing of this one.
		const other = new Store([], (id) => (id === 'a' ? status : { data: ['b-1'] }));
		const found = await fullOrders(other.call, [undated, line('b', T0)]);
		expect([...found.values()].map(({ isWhole }) => isWhole)).toEqual([false, true]);
	});

	it.each(['denied', 'blocked', 'transient', 'expired'] as const)(
		'is an error where the refusal is %s',
		async (verdict) => {
			const store = new Store([], () => {
				throw new ResponseError({ status: 403, headers: {}, body: {} }, verdict, 'x');
			});
			await expect(fullOrders(store.call, [undated])).rejects.toBeInstanceOf(ResponseError);
			expect(store.hints).toEqual([]);
		},
	);

	it('is an error where no answer came', async () => {
		const store = new Store([], () => {
			throw new Error('No answer');
		});
		await expect(fullOrders(store.call, [undated])).rejects.toThrow('No answer');
	});

	it('is asked for by its number as it is', async () => {
		const odd = { order: { orderId: 'a b' }, productOrder: { productOrderId: '1' } };
		const store = new Store([], () => ({ data: ['1'] }));
		await fullOrders(store.call, [odd]);
		expect(store.paths).toEqual([idsPath('a%20b')]);
	});
});
