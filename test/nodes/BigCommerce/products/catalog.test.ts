import { describe, expect, it } from 'vitest';

import type { ApiRequest, ApiResponse } from '../../../../core/marketplace';
import { StoppedError } from '../../../../core/request/clock';
import { ResponseError } from '../../../../core/request/errors';
import { findVariants } from '../../../../nodes/BigCommerce/products/catalog';

const INVENTORY = '/v3/inventory/items';
const PRODUCTS = '/v3/catalog/products';
const VARIANTS = '/v3/catalog/variants';

type Row = Record<string, unknown>;
type Answers = Partial<Record<string, (request: ApiRequest) => Row[] | Error>>;

/** A store that answers with these rows, 250 a page. */
function store(answers: Answers) {
	const asked: ApiRequest[] = [];
	const send = async (request: ApiRequest): Promise<ApiResponse> => {
		asked.push(request);
		const rows = answers[request.path]?.(request) ?? [];
		if (rows instanceof Error) throw rows;
		const { page = 1, limit = 50 } = request.query as { page?: number; limit?: number };
		const total_pages = Math.ceil(rows.length / limit);
		const data = rows.slice((page - 1) * limit, page * limit);
		const pagination = { total: rows.length, per_page: limit, current_page: page, total_pages };
		return { status: 200, headers: {}, body: { data, meta: { pagination } } };
	};
	return { send, asked, paths: () => asked.map(({ path }) => path) };
}

const item = (sku: string, variant_id: number | null, product_id = 1): Row => ({
	identity: { sku, variant_id, product_id },
});
const bySku = (...skus: string[]) => skus.map((value) => ({ by: 'sku' as const, value }));
const refusal = (status: number) =>
	new ResponseError(
		{ status, headers: {}, body: {} },
		status === 403 ? 'denied' : 'transient',
		INVENTORY,
	);

describe('what SKUs stand for', () => {
	it('is found by one request where the inventory knows them all', async () => {
		const { send, paths } = store({
			[INVENTORY]: () => [item('A', 1), item('B', 2), item('X', 3)],
		});
		const places = await findVariants(send, bySku('A', 'B'));
		expect([...places.keys()]).toEqual(['sku A', 'sku B']);
		expect(places.get('sku A')).toMatchObject([{ variantId: '1', productId: '1', sku: 'A' }]);
		expect(paths()).toEqual([INVENTORY]);
	});

	it('goes into addresses of limited length', async () => {
		const names = Array.from({ length: 300 }, (_unused, i) => `${i}-${'ß'.repeat(20)}`);
		const { send, asked } = store({
			[INVENTORY]: ({ query }) => (query?.['sku:in'] as string[]).map((sku) => item(sku, 1)),
		});
		const places = await findVariants(send, bySku(...names));
		expect(places.size).toBe(300);
		for (const { query } of asked) {
			expect(encodeURIComponent(String(query?.['sku:in'])).length).toBeLessThan(4200);
		}
	});

	it('is asked for one by one where a comma would end it', async () => {
		const { send, asked } = store({ [VARIANTS]: () => [{ id: 4, product_id: 2, sku: 'a,b' }] });
		const places = await findVariants(send, bySku('a,b'));
		expect(places.get('sku a,b')).toMatchObject([{ variantId: '4', productId: '2' }]);
		expect(asked.map(({ query }) => query?.sku)).toEqual(['a,b']);
	});

	it('is several things where several have it', async () => {
		const { send } = store({ [INVENTORY]: () => [item('A', 1), item('A', 2), item('A', 2)] });
		expect((await findVariants(send, bySku('A'))).get('sku A')).toHaveLength(2);
	});

	it('is a product as a whole where only that has the SKU', async () => {
		const variants = [
			{ id: 5, sku: 'A-1' },
			{ id: 6, sku: 'A-2' },
		];
		const { send } = store({ [PRODUCTS]: () => [{ id: 9, sku: 'A', variants }] });
		expect((await findVariants(send, bySku('A'))).get('sku A')).toEqual([
			{ variantId: null, productId: '9', sku: 'A' },
		]);
	});

	it('is read from the list of all variants where that takes fewer requests', async () => {
		const rows = Array.from({ length: 600 }, (_unused, i) => ({
			id: i,
			product_id: i,
			sku: `V${i}`,
		}));
		const { send, paths } = store({
			[VARIANTS]: ({ query }) => (query?.sku === undefined ? rows : []),
		});
		const places = await findVariants(send, bySku(...rows.map(({ sku }) => sku), 'nobody'));
		expect(places.size).toBe(600);
		// Three pages, and one look at what is left.
		expect(paths().filter((path) => path === VARIANTS)).toHaveLength(4);
	});

	it('is not read from a list that is longer than that', async () => {
		const rows = Array.from({ length: 30_000 }, (_unused, i) => ({
			...{ id: i, product_id: i, sku: `V${i}` },
		}));
		const { send, asked } = store({
			[VARIANTS]: ({ query }) =>
				query?.sku === undefined ? rows : rows.filter(({ sku }) => sku === query.sku),
		});
		const names = rows.slice(-40).map(({ sku }) => sku);
		expect((await findVariants(send, bySku(...names))).size).toBe(40);
		expect(asked.filter(({ path }) => path === VARIANTS)).toHaveLength(41);
	});

	it('is found without the right to read the inventory', async () => {
		const { send } = store({
			[INVENTORY]: () => refusal(403),
			[PRODUCTS]: () => [{ id: 9, sku: 'A', variants: [{ id: 5, sku: 'A' }] }],
		});
		expect((await findVariants(send, bySku('A'))).get('sku A')).toMatchObject([{ variantId: '5' }]);
	});

	it('is an error in its place where its request failed, and not in others', async () => {
		const long = 'x'.repeat(3999);
		const { send } = store({
			[INVENTORY]: ({ query }) =>
				String(query?.['sku:in']) === long ? refusal(503) : [item('A', 1)],
		});
		const places = await findVariants(send, bySku('A', long));
		expect(places.get('sku A')).toHaveLength(1);
		expect(places.get(`sku ${long}`)).toBeInstanceOf(ResponseError);
	});

	it('is no error of its own when the user has stopped', async () => {
		const { send } = store({ [INVENTORY]: () => new StoppedError() });
		await expect(findVariants(send, bySku('A'))).rejects.toBeInstanceOf(StoppedError);
	});
});
