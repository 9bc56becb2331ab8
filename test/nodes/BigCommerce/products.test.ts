import { describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse, Verdict } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { NoResponseError, ResponseError } from '../../../core/request/errors';
import { withProducts } from '../../../nodes/BigCommerce/orders/products';

const lines = (count: number) =>
	Array.from({ length: count }, (_unused, i) => ({ id: i + 1, quantity: 1 }));
const order = (id: unknown, items_total: number, line_items: unknown = []) => ({
	...{ id, items_total },
	consignments: { shipping: [{ line_items }] },
});

/** A store whose orders have so many lines, and whose pages have 50 at most, whatever is asked for. */
function store(count: number, refuse?: (request: ApiRequest) => Error) {
	const asked: ApiRequest[] = [];
	const send = async (request: ApiRequest): Promise<ApiResponse> => {
		asked.push(request);
		if (refuse) throw refuse(request);
		const from = (Number(request.query?.page ?? 1) - 1) * 50;
		const page = lines(count).slice(from, from + 50);
		if (page.length === 0) return { status: 204, headers: {}, body: undefined };
		return { status: 200, headers: {}, body: page };
	};
	const hints: string[] = [];
	const hint = (text: string) => void hints.push(text);
	return { call: { client: { send }, hint } as unknown as Call, asked, hints };
}

describe('the lines of an order that lacks some', () => {
	it.each([1, 50, 51, 100, 120])('are read to the last of %i', async (count) => {
		const { call, asked } = store(count);
		const [whole] = await withProducts(call, [order(118, count)]);
		expect((whole as unknown as { products: unknown[] }).products).toEqual(lines(count));
		expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/v2/orders/118/products']));
	});

	it('are not asked for where none is missing', async () => {
		const { call, asked } = store(3);
		const orders = [order(1, 3, lines(3)), order(2, 0), order(3, 2, lines(3))];
		expect(await withProducts(call, orders)).toEqual(orders);
		expect(asked).toEqual([]);
	});

	it('keep the orders in their order', async () => {
		const { call } = store(2);
		const orders = Array.from({ length: 30 }, (_unused, i) =>
			order(100 + i, 2, i % 3 === 0 ? lines(2) : []),
		);
		const whole = await withProducts(call, orders);
		expect(whole.map(({ id }) => id)).toEqual(orders.map(({ id }) => id));
	});

	it.each<[Verdict, number]>([
		['gone', 404],
		['denied', 403],
		['invalid', 400],
	])('stay missing where the answer is %s', async (verdict, status) => {
		const { call, hints } = store(
			2,
			({ path }) => new ResponseError({ status, headers: {}, body: [] }, verdict, path),
		);
		const orders = [order(118, 2)];
		expect(await withProducts(call, orders)).toEqual(orders);
		expect(hints.join()).toContain(`order 118 (status ${status}`);
	});

	it('are a failure where nobody knows them for now: the list is read again', async () => {
		const { call } = store(2, () => new NoResponseError('ECONNRESET'));
		await expect(withProducts(call, [order(118, 2)])).rejects.toBeInstanceOf(NoResponseError);
	});

	it('are not replaced by fewer than came along', async () => {
		const { call } = store(1);
		const orders = [order(118, 3, lines(2))];
		expect(await withProducts(call, orders)).toEqual(orders);
	});

	it.each(['../1', '1/x', '', null, 'x'])('are not asked for by the number %o', async (id) => {
		const { call, asked } = store(2);
		await withProducts(call, [order(id, 2)]);
		expect(asked).toEqual([]);
	});
});
