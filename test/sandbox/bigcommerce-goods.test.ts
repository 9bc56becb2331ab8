import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bigCommerce, type BigCommerceBackend } from '../../sandbox/bigcommerce/backend';
import type { BigCommerceSettings } from '../../sandbox/bigcommerce/settings';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const STOCK = '/v3/inventory/adjustments/absolute';
const RECORDS = '/v3/pricelists/1/records';

let now: number;
let server: MarketplaceServer;
let backend: BigCommerceBackend;
let grant: Record<string, string>;

async function open(more: Partial<BigCommerceSettings> = {}): Promise<void> {
	await server?.close();
	const settings = {
		...DEFAULTS,
		orders: 5,
		quotaScale: 1000,
		now: () => now,
		products: 48,
		...more,
	};
	backend = bigCommerce(settings);
	server = await startServer(backend, settings);
	grant = backend.grant({ expired: false }) as Record<string, string>;
}

beforeEach(async () => {
	now = START;
	await open();
});
afterEach(async () => await server.close());

async function call(path: string, method = 'GET', body?: unknown): Promise<any> {
	const response = await fetch(`${server.url}/stores/${grant.storeHash}${path}`, {
		method,
		headers: {
			'x-auth-token': grant.accessToken,
			accept: 'application/json',
			'user-agent': 'n8n-nodes-marketplaces/0.1.0',
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return { status: response.status, ...((await response.json()) as object) };
}

const put = async (path: string, body: unknown): Promise<any> => await call(path, 'PUT', body);
const setStock = async (...items: object[]): Promise<any> =>
	await put(STOCK, {
		reason: 'test',
		items: items.map((item) => ({ location_id: 1, quantity: 3, ...item })),
	});
const thing = (sku: string): any => backend.goods.things().find((one) => one.sku === sku);
const some = (tracking: string, at = 0): any =>
	backend.goods.things().filter((one) => one.tracking === tracking && one.sku !== '')[at];

describe('the catalogue of a BigCommerce store', () => {
	it('is the same for the same settings, of any size', async () => {
		const before = backend.goods.things();
		await open();
		expect(backend.goods.things()).toEqual(before);
		await open({ products: 10_000, goods: 'simple' });
		expect(backend.goods.things()).toHaveLength(10_000);
		const page = await call('/v3/catalog/products?limit=250&page=40');
		expect(page.data).toHaveLength(250);
	});

	it('finds by the SKU of a product, or of a variant, and tears a SKU with a comma apart', async () => {
		const variant = some('variant', 2);
		const find = async (query: string): Promise<number> => (await call(query)).data.length;
		expect(await find(`/v3/catalog/products?sku=${variant.sku}`)).toBe(0);
		expect(await find(`/v3/catalog/variants?sku=${variant.sku}`)).toBe(1);
		expect(await find('/v3/catalog/variants?sku=a%2Cb')).toBe(1);
		expect(await find('/v3/catalog/products?sku:in=a%2Cb')).toBe(0);
		expect(await find('/v3/catalog/products?sku:in=a%2Cb,0012')).toBe(1);
	});

	it('includes variants, caps nothing but what it must, and shows the fields that are wanted', async () => {
		const { data } = await call('/v3/catalog/products?include=variants&include_fields=name,sku');
		expect(Object.keys(data[0]).sort()).toEqual(['id', 'name', 'sku', 'variants']);
		expect((await call('/v3/catalog/products?limit=251')).status).toBe(413);
		const base = data.find(({ id }: any) => id === 200);
		expect(base.variants).toHaveLength(1);
	});

	it('changes while it is read when somebody wants that', async () => {
		backend.goods.afterPage = () => backend.goods.remove(77);
		await call('/v3/catalog/products?limit=5');
		expect((await call('/v3/catalog/products/77')).status).toBe(404);
	});
});

describe('stock of BigCommerce', () => {
	it('is set at one location, and told to the webhooks', async () => {
		const { variantId } = some('variant');
		expect(await setStock({ variant_id: Number(variantId) })).toMatchObject({ status: 200 });
		const { stock, stockWrites } = some('variant');
		expect(stock[1]).toBe(3);
		expect(stockWrites).toEqual({ 1: 1, 2: 0, 5: 0 });
	});

	it('is not written at all when one item is counted otherwise', async () => {
		const [good, other] = [some('product'), some('product', 1)];
		const answer = await setStock(
			{ product_id: Number(good.productId) },
			{ variant_id: Number(other.variantId) },
		);
		expect(answer).toMatchObject({
			status: 422,
			title: `[Item with variant_id ${other.variantId} is tracked by product, please update stock by product id]`,
		});
		expect(some('product').stockWrites[1]).toBe(0);
	});

	it.each([
		['unknown', () => ({ sku: 'nobody has it' }), 'was not found'],
		['not counted', () => ({ sku: some('none').sku }), 'is not tracked'],
		['counted by variant', () => ({ product_id: Number(some('variant').productId) }), 'by variant'],
		['counted as a whole', () => ({ sku: some('product').sku }), 'by product id'],
	])('refuses an item that is %s', async (_name, item, words) => {
		const answer = await setStock(item());
		expect([answer.status, answer.title]).toEqual([422, expect.stringContaining(words)]);
	});

	it.each([
		[{ quantity: -1 }],
		[{ quantity: 1.5 }],
		[{ quantity: '3' }],
		[{ location_id: 99 }],
		[{ sku: 'TWL-50/70' }],
	])('refuses %j', async (item) => {
		const { status, title } = await setStock({ variant_id: 74, ...item });
		expect([status, title]).toEqual([422, 'Payload contains invalid fields']);
	});

	it('need not say which item was wrong, and takes two thousand', async () => {
		await open({ namesItems: false, products: 2100, goods: 'simple' });
		const items = backend.goods
			.things()
			.map(({ productId }) => ({ product_id: Number(productId) }));
		expect((await setStock(...items)).status).toBe(413);
		expect((await setStock(...items.slice(0, 2000))).status).toBe(200);
		expect((await setStock({ product_id: 1 })).title).toBe('Incorrect entity');
	});

	it('is read some time behind', async () => {
		await open({ indexLagMs: 60_000 });
		const { productId } = some('product');
		const read = async (): Promise<number> =>
			(await call(`/v3/inventory/items?product_id:in=${productId}`)).data[0].locations[0]
				.available_to_sell;
		const before = await read();
		await setStock({ product_id: Number(productId), quantity: 777 });
		expect(await read()).toBe(before);
		now += 60_000;
		expect(await read()).toBe(777);
	});

	it('lists what is counted, with every location, and takes one write at a time', async () => {
		await open({ writeMs: 20 });
		const { data } = await call('/v3/inventory/items?limit=1000');
		const counted = data.map(({ identity }: any) => identity.sku);
		expect(counted).toContain(some('variant').sku);
		expect(counted).not.toContain(some('none').sku);
		expect(data[0].locations.map((one: any) => one.location_id)).toEqual([1, 2, 5]);
		const item = { product_id: Number(some('product').productId) };
		const both = await Promise.all([setStock(item), setStock(item)]);
		expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
	});

	it('needs its own scope', async () => {
		grant = backend.grant({ expired: false, scope: 'store_v2_products' } as never) as never;
		expect((await setStock({ variant_id: 74 })).status).toBe(403);
	});
});

describe('prices of BigCommerce', () => {
	it('lie on the product or on the variant, which wins', async () => {
		const { productId, variantId } = some('product');
		await put('/v3/catalog/products', [{ id: Number(productId), price: 12.34 }]);
		expect(some('product')).toMatchObject({
			price: 12.34,
			productPrice: 12.34,
			variantPrice: null,
		});
		await put('/v3/catalog/variants', [{ id: Number(variantId), price: 5 }]);
		await put('/v3/catalog/products', [{ id: Number(productId), price: 99 }]);
		expect(some('product')).toMatchObject({ price: 5, productPrice: 99, variantPrice: 5 });
	});

	it('are refused as a whole batch', async () => {
		const { variantId } = some('variant');
		const answer = await put('/v3/catalog/variants', [
			{ id: Number(variantId), price: 5 },
			{ id: 1, price: 5 },
		]);
		expect([answer.status, answer.batch_errors.length]).toEqual([422, 1]);
		expect(some('variant').priceWrites.variant).toBe(0);
	});

	it.each([
		['/v3/catalog/products', 11],
		['/v3/catalog/variants', 51],
	])('come in lists of limited length: %s', async (path, count) => {
		const list = Array.from({ length: count }, () => ({ id: 77, price: 1 }));
		expect((await put(path, list)).status).toBe(413);
	});

	it.each([[{ price: '5' }], [{ price: -1 }], [{ price: 5, inventory_level: 3 }]])(
		'refuse %j',
		async (entry) => {
			expect((await put('/v3/catalog/products', [{ id: 77, ...entry }])).status).toBe(422);
		},
	);

	it('of a list are written as far as they are right', async () => {
		const { sku } = some('variant');
		const answer = await put(RECORDS, [
			{ sku, currency: 'usd', price: 3 },
			{ sku: 'nobody has it', currency: 'usd', price: 3 },
		]);
		expect([answer.status, answer.batch_errors.length]).toEqual([422, 1]);
		expect(thing(sku).listPrices).toEqual({ '1 USD': 3 });
		const { data } = await call(`${RECORDS}?sku:in=${sku}&include=sku`);
		expect(data).toMatchObject([{ sku, price: 3, currency: 'usd', price_list_id: 1 }]);
		expect((await call('/v3/pricelists/9/records')).status).toBe(404);
	});
});
