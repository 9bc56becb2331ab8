import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { BigCommerceBackend } from '../../../sandbox/bigcommerce/backend';
import type { HeldThing } from '../../../sandbox/bigcommerce/goods';
import type { BigCommerceSettings } from '../../../sandbox/bigcommerce/settings';
import type { Fault } from '../../../sandbox/kit/faults';
import { BigCommerce } from '../../../nodes/BigCommerce/BigCommerce.node';
import { forgetProcess } from '../../../core/request/process-memory';
import { fastClock } from '../../kit/fast-clock';
import { Stage, type Setting } from '../stage';

const STOCK = '/v3/inventory/adjustments/absolute';
const RECORDS = '/v3/pricelists/1/records';

let stage: Stage;
/** Every call to the store: method and path, without the query. */
let calls: string[];

async function open(settings: Partial<BigCommerceSettings> = {}): Promise<void> {
	await stage?.server.close();
	stage = await Stage.open('bigCommerce', { orders: 0, products: 60, ...settings });
}

beforeEach(async () => {
	fastClock(50);
	forgetProcess('values');
	forgetProcess('quota');
	await open();
	watch();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await stage.server.close();
});

function watch(): void {
	calls = [];
	const { faults } = stage.server;
	const next = faults.next.bind(faults);
	vi.spyOn(faults, 'next').mockImplementation((url) => {
		calls.push(url.replace(/^\/stores\/\w+/, '').replace(/\?.*$/, ''));
		return next(url);
	});
}

const goods = () => (stage.server.backend as BigCommerceBackend).goods;
const things = () => goods().things();
const thing = (sku: string): HeldThing => {
	const found = things().find((one) => one.sku === sku);
	if (!found) throw new Error(`no ${sku}`);
	return found;
};
/** Things with a SKU whose stock is counted so, and was counted before. */
const counted = (tracking: HeldThing['tracking'], isBase = tracking !== 'variant') =>
	things().filter((one) => {
		const product = goods().get(Number(one.productId));
		const hasOptions = product?.variants.some(({ options }) => options.length > 0);
		const isCounted = tracking === 'none' || one.stock[1] !== null;
		return one.tracking === tracking && !!hasOptions !== isBase && one.sku !== '' && isCounted;
	});
const plainSku = ({ sku }: HeldThing) => /^[\w-]+$/.test(sku);

const locator = (mode: string, value: unknown) => ({ __rl: true, mode, value });
const STOCK_OF = {
	resource: 'product',
	operation: 'updateStock',
	product: locator('sku', '={{ $json.sku }}'),
	quantity: '={{ $json.quantity }}',
};
const PRICE_OF = {
	resource: 'product',
	operation: 'updatePrice',
	product: locator('sku', '={{ $json.sku }}'),
	price: '={{ $json.price }}',
	currency: '={{ $json.currency }}',
};
const BY_ID = { product: locator('id', '={{ $json.id }}') };

interface More extends Omit<Setting, 'parameters'> {
	settings?: IDataObject;
	parameters?: IDataObject;
}
const run = async (usual: IDataObject, items: IDataObject[], { parameters, ...more }: More = {}) =>
	await stage.workflow({ parameters: { ...usual, ...parameters }, items, ...more });
const setStock = async (items: IDataObject[], more: More = {}) => await run(STOCK_OF, items, more);
const setPrice = async (items: IDataObject[], more: More = {}) =>
	await run(
		PRICE_OF,
		items.map((item) => ({ currency: '', ...item })),
		more,
	);
const ON = (onError: string): More => ({ settings: { onError } });
const jsons = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json);
const statuses = (items: Array<{ json: IDataObject }>) => jsons(items).map(({ status }) => status);
const writes = (path = '') => calls.filter((url) => url.includes(path));
const violations = async () => (await stage.stats()).violations;

/** One item in every way that BigCommerce counts stock. */
function everyKind(): HeldThing[] {
	const kinds = [
		counted('product').filter(plainSku)[0],
		counted('variant').filter(plainSku)[0],
		counted('variant').filter(plainSku)[1],
		counted('product', false).filter(plainSku)[0],
	];
	expect(kinds).not.toContain(undefined);
	return kinds;
}

describe('reading', () => {
	const read = async (parameters: IDataObject, more: More = {}) =>
		await stage.workflow({
			parameters: { resource: 'product', operation: 'getAll', returnAll: true, ...parameters },
			items: [{}],
			...more,
		});

	it('gives every thing once, over several pages', async () => {
		await open({ products: 700 });
		const { outputs, error } = await read({});
		expect(error).toBeUndefined();
		const ids = jsons(outputs[0]).map(({ variantId }) => variantId);
		expect(ids.sort()).toEqual(
			things()
				.map(({ variantId }) => variantId)
				.sort(),
		);
		expect(await violations()).toEqual([]);
	});

	it('loses and doubles nothing while the list changes', async () => {
		await open({ products: 700, goods: 'simple' });
		const before = things().map(({ variantId }) => variantId);
		const gone = new Set<string>();
		let next = 200;
		goods().afterPage = (url) => {
			if (!url.includes('/catalog/products')) return;
			for (let i = 0; i < 30; i++, next++) {
				gone.add(String(goods().get(next)?.variants[0].id));
				goods().remove(next);
			}
		};
		const { outputs } = await read({});
		const ids = jsons(outputs[0]).map(({ variantId }) => String(variantId));
		expect(new Set(ids).size).toBe(ids.length);
		const missing = before.filter((id) => !ids.includes(id) && !gone.has(id));
		expect(missing).toEqual([]);
	});

	it.each([10, 50, 120])('is complete where pages are cut to %i', async (cutPagesTo) => {
		await open({ products: 300, cutPagesTo });
		const { outputs, error } = await read({});
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(things().length);
	});

	it('says everything about a variant', async () => {
		const one = counted('variant').filter(plainSku)[1];
		const { outputs } = await read({ filters: { skus: one.sku } });
		expect(jsons(outputs[0])).toEqual([
			expect.objectContaining({
				schema: 'product/1',
				marketplace: 'bigcommerce',
				id: one.productId,
				variantId: one.variantId,
				sku: one.sku,
				status: expect.stringMatching(/^(in)?active$/),
				quantity: (one.stock[1] ?? 0) + (one.stock[2] ?? 0),
				price: one.price.toFixed(2),
				currency: 'USD',
				missing: [],
			}),
		]);
	});

	it('gives what is sent instead, each product once', async () => {
		const { outputs } = await read({ output: 'marketplace' });
		expect(outputs[0]).toHaveLength(60);
		expect(outputs[0][0].json).toHaveProperty('variants');
	});

	it.each<[IDataObject, (one: HeldThing) => boolean]>([
		[{ status: 'false' }, ({ productId }) => goods().get(Number(productId))?.isVisible === false],
		[{ keyword: 'socks' }, ({ productId }) => productId === '81'],
		[{ channelId: '2' }, () => false],
		[{ skus: ['P-201-1', '0012'] }, ({ sku }) => ['P-201-1', '0012'].includes(sku)],
		[{ skus: ['a,b'] }, ({ sku }) => sku === 'a,b'],
		[{ skus: 'nobody has it' }, () => false],
		[{ updatedAfter: '2026-08-01T00:30:00Z' }, ({ productId }) => Number(productId) >= 230],
	])('filters: %j', async (filters, fits) => {
		const { outputs } = await read({ filters });
		expect(
			jsons(outputs[0])
				.map(({ variantId }) => variantId)
				.sort(),
		).toEqual(
			things()
				.filter(fits)
				.map(({ variantId }) => variantId)
				.sort(),
		);
		expect(await violations()).toEqual([]);
	});

	it('filters by low stock only where that is wanted', async () => {
		const all = things().length;
		expect((await read({ filters: { lowStock: false } })).outputs[0]).toHaveLength(all);
		const low = (await read({ filters: { lowStock: true } })).outputs[0];
		expect(low.length).toBeGreaterThan(0);
		expect(low.length).toBeLessThan(all);
		expect(await violations()).toEqual([]);
	});

	it('gives the newest products first, and no more than asked for', async () => {
		const { outputs } = await read({ returnAll: false, limit: 5 });
		expect(outputs[0]).toHaveLength(5);
		const ids = jsons(outputs[0]).map(({ id }) => Number(id));
		expect(Math.max(...ids)).toBe(Math.max(...things().map(({ productId }) => Number(productId))));
		expect(calls).toHaveLength(2);
	});

	it('gets one by SKU, ID, or an entry of the list', async () => {
		const one = counted('variant').filter(plainSku)[0];
		const get = async (mode: string, value: string) =>
			(await read({ operation: 'get', product: locator(mode, value) })).outputs[0][0].json;
		const { variantId } = one;
		expect(await get('sku', one.sku)).toMatchObject({ variantId });
		expect(await get('id', variantId)).toMatchObject({ variantId, sku: one.sku });
		expect(await get('list', variantId)).toMatchObject({ variantId });
	});

	it.each(['0012', 'ÄÖ ß-☕', 'a,b', `it's "5"`, 'x'.repeat(200), '77', '1e3', 'semi;colon'])(
		'gets by the SKU %s',
		async (sku) => {
			const { outputs } = await read({ operation: 'get', product: locator('sku', sku) });
			expect(outputs[0][0].json).toMatchObject({ sku, variantId: thing(sku).variantId });
		},
	);

	it('finds in the list of the panel, page after page', async () => {
		const { context } = stage.node({ parameters: STOCK_OF });
		const asking = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const search = new BigCommerce().methods.listSearch.searchProducts;
		const { results } = await search.call(asking, ' socks ');
		expect(results).toEqual([
			{ name: "Children's socks, 5-pack (Żółty) · SOCK,5", value: thing('SOCK,5').variantId },
		]);
		const first = await search.call(asking, '');
		const second = await search.call(asking, '', first.paginationToken as string);
		const values = [...first.results, ...second.results].map(({ value }) => value);
		expect(new Set(values)).toEqual(new Set(things().map(({ variantId }) => variantId)));
		expect(second.paginationToken).toBeUndefined();
	});

	it.each([
		['nobody has it', /No product has the SKU 'nobody has it'/],
		['P-203', /2 products have the SKU 'P-203': \d+, \d+/],
		['P-201', /3 products have the SKU 'P-201'/],
		['  ', /'SKU' is empty/],
	])('says what is wrong with the SKU %j', async (sku, message) => {
		const { error } = await read({ operation: 'get', product: locator('sku', sku) });
		expect(error?.message).toMatch(message);
	});
});

describe('stock', () => {
	it('is set however it is counted, and left as it is in a second run', async () => {
		const items = everyKind().map(({ sku }) => ({ sku, quantity: 41 }));
		const { outputs, error } = await setStock(items);
		expect(error).toBeUndefined();
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		for (const { sku } of items) {
			expect(thing(sku)).toMatchObject({ stock: { 1: 41 }, stockWrites: { 1: 1, 2: 0 } });
		}
		expect(writes(STOCK)).toHaveLength(1);
		const again = await setStock(items);
		expect(statuses(again.outputs[0])).toEqual(items.map(() => 'unchanged'));
		expect(writes(STOCK)).toHaveLength(1);
		expect(await violations()).toEqual([]);
	});

	it('says what was, and what is', async () => {
		const [one] = everyKind();
		const { outputs } = await setStock([{ sku: one.sku, quantity: 7 }]);
		expect(outputs[0][0].json).toEqual({
			schema: 'stock/1',
			marketplace: 'bigcommerce',
			account: expect.any(String),
			site: null,
			sku: one.sku,
			id: one.variantId,
			status: 'done',
			quantity: 7,
			before: one.stock[1],
			handle: null,
			warnings: [],
		});
	});

	it('is set by the ID of the variant, in every way', async () => {
		const items = everyKind().map(({ variantId }) => ({ id: variantId, quantity: 88 }));
		const { outputs } = await setStock(items, { parameters: BY_ID });
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		for (const { sku } of everyKind()) expect(thing(sku).stock[1]).toBe(88);
	});

	it('of an option of a product that is counted as a whole can be set by its own SKU', async () => {
		const { outputs } = await setStock([{ sku: 'P-203', quantity: 4 }]);
		expect(statuses(outputs[0])).toEqual(['done']);
		expect(thing('P-203-1').stock[1]).toBe(4);
	});

	it('of variants that share it is set once, and never to two values', async () => {
		const [first, second] = counted('product', false).filter(plainSku);
		expect(first.productId).toBe(second.productId);
		const same = [first, second].map(({ sku }) => ({ sku, quantity: 6 }));
		expect(statuses((await setStock(same)).outputs[0])).toEqual(['done', 'done']);
		expect(thing(first.sku)).toMatchObject({ stock: { 1: 6 }, stockWrites: { 1: 1 } });
		const other = [
			{ sku: first.sku, quantity: 1 },
			{ sku: second.sku, quantity: 2 },
		];
		const { outputs } = await setStock(other, ON('continueRegularOutput'));
		expect(statuses(outputs[0])).toEqual(['done', 'failed']);
		expect(outputs[0][1].json.error).toMatch(/share one stock, and have two values/);
	});

	it('goes to the location that is named, and nowhere else', async () => {
		const [one, other] = everyKind();
		const items = [
			{ sku: one.sku, quantity: 3, location: 2 },
			{ sku: other.sku, quantity: 3, location: 5 },
		];
		const parameters = { options: { locationId: '={{ $json.location }}' } };
		const { outputs } = await setStock(items, { parameters });
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(thing(one.sku)).toMatchObject({ stock: { 1: one.stock[1], 2: 3 } });
		expect(thing(other.sku)).toMatchObject({ stock: { 5: 3 }, stockWrites: { 1: 0, 2: 0, 5: 1 } });
	});

	it.each([null, '', undefined])('is not written where the location is %j', async (place) => {
		const [{ sku }] = everyKind();
		const options = { locationId: '={{ $json.place }}' };
		const { outputs } = await setStock(
			[{ sku, quantity: 7321, ...(place === undefined ? {} : { place }) }],
			{ parameters: { options }, ...ON('continueRegularOutput') },
		);
		expect(statuses(outputs[0])).toEqual(['failed']);
		expect(outputs[0][0].json.error).toContain("'Location ID' is not an ID");
		expect(writes('adjustments')).toEqual([]);
	});

	it('is not written to a location that the store has not', async () => {
		const items = everyKind().map(({ sku }) => ({ sku, quantity: 3 }));
		const { error } = await setStock(items, { parameters: { options: { locationId: '99' } } });
		expect(error?.message).toMatch(/The store has no location with the ID '99'/);
		expect(writes(STOCK)).toEqual([]);
	});

	it.each([
		[
			'that is not tracked',
			() => counted('none').filter(plainSku)[0].sku,
			/does not track the stock/,
		],
		['of a product with options', () => 'P-201', /3 products have|each of which has a stock/],
		['of nobody', () => 'nobody has it', /No product has the SKU/],
	])('is refused for a SKU %s, before any write', async (_name, sku, message) => {
		const { error } = await setStock([{ sku: sku(), quantity: 3 }]);
		expect(error?.message).toMatch(message);
		expect(writes(STOCK)).toEqual([]);
	});

	it.each([-1, 1.5, '', ' ', 'x', '1,5', null, NaN, Infinity, 2_147_483_648, true])(
		'of %j is refused before any request',
		async (quantity) => {
			const { error } = await setStock([{ sku: 'P-201-1', quantity }] as IDataObject[]);
			expect(error).toBeDefined();
			expect(calls).toEqual([]);
		},
	);

	it.each(['', '  ', null])('of the SKU %j is refused before any request', async (sku) => {
		const { error } = await setStock([{ sku, quantity: 1 }]);
		expect(error).toBeDefined();
		expect(calls).toEqual([]);
	});

	it.each(['x', '', '-1', '1.5', '77x'])(
		'of the ID %j is refused before any request',
		async (id) => {
			const { error } = await setStock([{ id, quantity: 1 }], { parameters: BY_ID });
			expect(error).toBeDefined();
			expect(calls).toEqual([]);
		},
	);

	it('of the same SKU twice is written once; of two values, neither guesses', async () => {
		const [one, other] = everyKind();
		const { outputs } = await setStock(
			[
				{ sku: one.sku, quantity: 5 },
				{ sku: one.sku, quantity: '5' },
				{ sku: other.sku, quantity: 5 },
				{ sku: other.sku, quantity: 6 },
			],
			ON('continueRegularOutput'),
		);
		expect(statuses(outputs[0])).toEqual(['done', 'done', 'done', 'failed']);
		expect(outputs[0][3].json.error).toMatch(/contradict each other.*5 and 6/);
		expect(thing(one.sku).stockWrites[1]).toBe(1);
		expect(thing(other.sku).stock[1]).toBe(5);
	});

	it('of a SKU that several have is not set for any of them', async () => {
		const [, first] = everyKind();
		const other = counted('variant').filter(plainSku).at(-1);
		const held = goods().variant(Number(other?.variantId));
		if (held) held.variant.sku = first.sku;
		const { error } = await setStock([{ sku: first.sku, quantity: 5 }]);
		expect(error?.message).toMatch(
			new RegExp(`2 products have the SKU '${first.sku}': ${first.variantId}, ${other?.variantId}`),
		);
		expect(writes(STOCK)).toEqual([]);
	});

	it('of a SKU with blanks around it is that of the SKU', async () => {
		const { outputs } = await setStock([{ sku: ' 0012 ', quantity: 23 }]);
		expect(outputs[0][0].json).toMatchObject({ status: 'done', sku: '0012' });
	});

	it('takes odd SKUs', async () => {
		const skus = ['0012', 'ÄÖ ß-☕', 'a,b', `it's "5"`, 'x'.repeat(200)];
		const items = skus.filter((sku) => thing(sku).tracking !== 'none');
		const { outputs } = await setStock(items.map((sku) => ({ sku, quantity: 19 })));
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		for (const sku of items) expect(thing(sku).stock[1]).toBe(19);
	});

	it('is sent again where the list still shows what was before', async () => {
		await open({ indexLagMs: 600_000 });
		const [one] = everyKind();
		const before = one.stock[1] as number;
		await setStock([{ sku: one.sku, quantity: before + 5 }]);
		const { outputs } = await setStock([{ sku: one.sku, quantity: before }]);
		expect(statuses(outputs[0])).toEqual(['done']);
		expect(thing(one.sku).stock[1]).toBe(before);
	});

	it('with a safety stock is always sent: nobody says what of both is set', async () => {
		const [, one] = everyKind();
		goods().shelf(`variant ${one.variantId}`).safety[1] = 2;
		const items = [{ sku: one.sku, quantity: one.stock[1] }];
		expect(statuses((await setStock(items)).outputs[0])).toEqual(['done']);
		expect((await setStock(items)).outputs[0][0].json).toMatchObject({ before: null });
	});

	it.each([true, false])(
		'of one bad item does not sink the others (named: %s)',
		async (namesItems) => {
			await open({ products: 60, namesItems });
			watch();
			const kinds = counted('variant').filter(plainSku).slice(0, 7);
			const bad = kinds[3];
			// Somebody turns tracking off after it was read.
			goods().afterPage = (url) => {
				const product = goods().get(Number(bad.productId));
				if (url.includes('include_fields') && product) product.tracking = 'none';
			};
			const items = kinds.map(({ sku }) => ({ sku, quantity: 50 }));
			const { outputs } = await setStock(items, ON('continueRegularOutput'));
			const isBad = (at: number) => kinds[at].productId === bad.productId;
			expect(statuses(outputs[0])).toEqual(
				kinds.map((_one, at) => (isBad(at) ? 'failed' : 'done')),
			);
			kinds.forEach(({ variantId }, at) =>
				expect(goods().shelf(`variant ${variantId}`).onHand[1] === 50).toBe(!isBad(at)),
			);
			expect(writes(STOCK).length).toBeLessThan(namesItems ? 4 : 12);
		},
	);

	it('is found out by trying where the catalog must not be read', async () => {
		const grant = stage.grant({ scope: 'store_inventory' });
		const items = [
			counted('product').filter(plainSku)[0],
			counted('variant').filter(plainSku)[0],
		].map(({ sku }) => ({ sku, quantity: 33 }));
		const { outputs } = await setStock(items, { grant });
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(writes(STOCK)).toHaveLength(2);
	});

	it('says what a token that may only read needs', async () => {
		const grant = stage.grant({ scope: 'store_inventory_read_only store_v2_products' });
		const { error } = await setStock([{ sku: everyKind()[0].sku, quantity: 99 }], { grant });
		expect(error?.description).toMatch(/Store Inventory: modify/);
	});
});

describe('a price', () => {
	it('is set where it stands: on the product, or on the variant', async () => {
		const [simple, , variant] = everyKind();
		const items = [simple, variant].map(({ sku }) => ({ sku, price: '12.34', currency: 'usd' }));
		const { outputs, error } = await setPrice(items);
		expect(error).toBeUndefined();
		expect(jsons(outputs[0])).toMatchObject([
			{ schema: 'price/1', status: 'done', price: '12.34', currency: 'USD', sku: simple.sku },
			{ status: 'done', before: variant.price.toFixed(2), id: variant.variantId },
		]);
		expect(thing(simple.sku)).toMatchObject({ productPrice: 12.34, variantPrice: null });
		expect(thing(variant.sku)).toMatchObject({
			variantPrice: 12.34,
			productPrice: variant.productPrice,
			priceWrites: { product: 0, variant: 1 },
		});
		expect(statuses((await setPrice(items)).outputs[0])).toEqual(['unchanged', 'unchanged']);
		expect(await violations()).toEqual([]);
	});

	it('of a base variant that has its own is set there: it wins', async () => {
		const [simple] = everyKind();
		const held = goods().variant(Number(simple.variantId));
		if (held) held.variant.price = 5;
		await setPrice([{ sku: simple.sku, price: 6 }]);
		expect(thing(simple.sku)).toMatchObject({ price: 6, variantPrice: 6 });
	});

	it('of one option of several does not change the others', async () => {
		const [first, second] = counted('product', false).filter(plainSku);
		await setPrice([{ sku: first.sku, price: '3.21' }]);
		expect(thing(first.sku).price).toBe(3.21);
		expect(thing(second.sku).price).toBe(second.price);
	});

	it.each([-1, '', ' ', 'x', '1,50', '12.345', '1e3', NaN, null, '$5'])(
		'of %j is refused before any write',
		async (price) => {
			const { error } = await setPrice([
				{ sku: 'P-201-1', price, currency: 'USD' },
			] as IDataObject[]);
			expect(error).toBeDefined();
			expect(calls).toEqual([]);
		},
	);

	it.each([
		['EUR', '5', /is in USD, not in EUR/],
		['', '5.123', /more decimals than USD/],
	])('in the currency %j is refused before any write: %s', async (currency, price, message) => {
		const { error } = await setPrice([{ sku: 'P-201-1', price, currency }]);
		expect(error?.message).toMatch(message);
		expect(writes('/v3/catalog/variants')).toEqual([]);
	});

	it('of a product without any variant makes none', async () => {
		const lone = { id: 5, sku: 'LONE', price: 3, base_variant_id: null, variants: [] };
		const body = JSON.stringify({ data: [lone], meta: { pagination: { total_pages: 1 } } });
		const headers = { 'content-type': 'application/json' };
		const path = '/v3/catalog/products';
		stage.server.faults.set([{ kind: 'status', status: 200, path, body, headers }]);
		const items = [{ sku: 'LONE', price: '7' }];
		const { outputs } = await setPrice(items, ON('continueRegularOutput'));
		expect(jsons(outputs[0])).toMatchObject([
			{ status: 'failed', error: expect.stringContaining('no variant') as string },
		]);
		expect(writes('/v3/catalog/variants').filter((url) => !url.includes('sku='))).toEqual([]);
	});

	it('with more decimals than BigCommerce keeps is refused where the currency is not known', async () => {
		const grant = stage.grant({ scope: 'store_v2_products' });
		const bad = await setPrice([{ sku: 'P-201-1', price: '5.12345' }], { grant });
		expect(bad.error?.message).toMatch(/more than 4 decimals/);
		const good = await setPrice([{ sku: 'P-201-1', price: '5.12' }], { grant });
		expect(statuses(good.outputs[0])).toEqual(['done']);
	});

	it('of a product that somebody deletes meanwhile fails alone', async () => {
		const some = counted('product').filter(plainSku).slice(0, 5);
		goods().afterPage = (url) => {
			if (url.includes('id:in') || url.includes('id%3Ain'))
				goods().remove(Number(some[2].productId));
		};
		const items = some.map(({ sku }) => ({ sku, price: 77 }));
		const { outputs } = await setPrice(items, ON('continueRegularOutput'));
		expect(statuses(outputs[0])).toEqual(['done', 'done', 'failed', 'done', 'done']);
	});

	it('of a variant that somebody deletes meanwhile fails alone', async () => {
		const some = counted('variant').filter(plainSku).slice(0, 9);
		const gone = some[4].productId;
		goods().afterPage = (url) => {
			if (/id(:|%3A)in/.test(url)) goods().remove(Number(gone));
		};
		const items = some.map(({ sku }) => ({ sku, price: 77 }));
		const { outputs } = await setPrice(items, ON('continueRegularOutput'));
		expect(statuses(outputs[0])).toEqual(
			some.map(({ productId }) => (productId === gone ? 'failed' : 'done')),
		);
	});

	it('can be written by a token that knows nothing of the inventory', async () => {
		const grant = stage.grant({ scope: 'store_v2_products store_v2_information' });
		const items = everyKind().map(({ sku }) => ({ sku, price: 8 }));
		const { outputs } = await setPrice(items, { grant });
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
	});

	it('says what a token that may only read needs', async () => {
		const scope = 'store_v2_products_read_only store_inventory store_v2_information';
		const { error } = await setPrice([{ sku: 'P-201-1', price: 8 }], {
			grant: stage.grant({ scope }),
		});
		expect(error?.description).toMatch(/Products: modify/);
	});

	describe('of a price list', () => {
		const inList = (id: unknown = '1'): More => ({ parameters: { options: { priceListId: id } } });

		it('is written there, in the currency that is named, and nowhere else', async () => {
			const some = everyKind();
			const items = some.flatMap(({ sku }) => [
				{ sku, price: 4.5, currency: '' },
				{ sku, price: 4, currency: 'EUR' },
			]);
			const { outputs, error } = await setPrice(items, inList());
			expect(error).toBeUndefined();
			expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
			for (const { sku, price } of some) {
				expect(thing(sku)).toMatchObject({ price, listPrices: { '1 USD': 4.5, '1 EUR': 4 } });
			}
			expect(writes(RECORDS).length).toBeLessThan(5);
			expect(statuses((await setPrice(items, inList())).outputs[0])).toEqual(
				items.map(() => 'unchanged'),
			);
			expect(await violations()).toEqual([]);
		});

		it('is not written where the list does not exist; other items are', async () => {
			const [one, other] = everyKind();
			const items = [
				{ sku: one.sku, price: 5, list: '99' },
				{ sku: other.sku, price: 5, list: '' },
			];
			const { outputs } = await setPrice(items, {
				...inList('={{ $json.list }}'),
				...ON('continueRegularOutput'),
			});
			expect(statuses(outputs[0])).toEqual(['failed', 'done']);
		});

		it('fails by name where BigCommerce refuses a record, and the others are written', async () => {
			const some = counted('variant').filter(plainSku).slice(0, 9);
			const gone = some[4].productId;
			goods().afterPage = (url) => {
				if (/variant_id(:|%3A)in/.test(url)) goods().remove(Number(gone));
			};
			const items = some.map(({ sku }) => ({ sku, price: 77 }));
			const { outputs } = await setPrice(items, { ...inList(), ...ON('continueRegularOutput') });
			expect(statuses(outputs[0])).toEqual(
				some.map(({ productId }) => (productId === gone ? 'failed' : 'done')),
			);
			const failed = jsons(outputs[0]).find(({ status }) => status === 'failed');
			expect(failed?.error).toMatch(/Variant does not exist/);
		});

		it('with one currency twice under two names has one price', async () => {
			const [{ sku }] = everyKind();
			const items = [
				{ sku, price: 5, currency: 'USD' },
				{ sku, price: 6, currency: '' },
			];
			const { outputs } = await setPrice(items, { ...inList(), ...ON('continueRegularOutput') });
			expect(statuses(outputs[0])).toEqual(['done', 'failed']);
			expect(thing(sku).listPrices).toEqual({ '1 USD': 5 });
		});

		it.each(['x', '1.5', '-1'])('with the ID %j is refused before any request', async (id) => {
			const { error } = await setPrice([{ sku: 'P-201-1', price: 8 }], inList(id));
			expect(error?.message).toMatch(/'Price List ID' is not an ID/);
			expect(calls).toEqual([]);
		});
	});
});

describe.each([
	['stock', setStock, { quantity: 44 }],
	['a price', setPrice, { price: 44 }],
])('where one item of three fails: %s', (_name, write, value) => {
	describe.each([0, 1, 2])('the item %i', (bad) => {
		const prepare = () => {
			const some = everyKind().slice(0, 3);
			return some.map(({ sku }, at) => ({ sku: at === bad ? 'nobody has it' : sku, ...value }));
		};
		const expected = [0, 1, 2].map((at) => (at === bad ? 'failed' : 'done'));

		it('stops with one error, after the others are written', async () => {
			const items = prepare();
			const { error } = await write(items);
			expect(error?.message).toMatch(/^1 of 3 products was not updated: nobody has it/);
			expect(error).toMatchObject({ context: { itemIndex: bad } });
			const again = await write(items.filter((_item, at) => at !== bad));
			expect(statuses(again.outputs[0])).toEqual(['unchanged', 'unchanged']);
		});

		it('goes on with an item in its place', async () => {
			const { outputs } = await write(prepare(), ON('continueRegularOutput'));
			expect(statuses(outputs[0])).toEqual(expected);
		});

		it('sends that one through the error output', async () => {
			const { outputs } = await write(prepare(), ON('continueErrorOutput'));
			expect(statuses(outputs[0])).toEqual(['done', 'done']);
			expect(outputs[1]).toHaveLength(1);
			expect(outputs[1][0].json.error).toMatch(/No product has the SKU/);
		});
	});
});

describe('an answer that is lost', () => {
	const KINDS: Array<Fault['kind']> = ['lost', 'done504', 'truncated', 'empty', 'reset', 'html'];
	const PATHS = { stock: STOCK, price: '/v3/catalog/variants$' };

	it.each(KINDS.flatMap((kind) => [1, 2].map((times) => [kind, times] as const)))(
		'leaves stock as it was wished (%s, %i times)',
		async (kind, times) => {
			const items = everyKind().map(({ sku }) => ({ sku, quantity: 61 }));
			stage.server.faults.set([{ kind, path: PATHS.stock, times }]);
			const { outputs, error } = await setStock(items);
			expect(error).toBeUndefined();
			expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
			for (const { sku } of items) expect(thing(sku).stock[1]).toBe(61);
		},
	);

	it.each(KINDS)('leaves prices as they were wished (%s)', async (kind) => {
		const some = counted('variant').filter(plainSku).slice(0, 4);
		const items = some.map(({ sku }) => ({ sku, price: 61 }));
		stage.server.faults.set([{ kind, path: PATHS.price, times: 1 }]);
		const { outputs } = await setPrice(items);
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		for (const { sku } of items) expect(thing(sku).price).toBe(61);
	});

	it.each(KINDS)('leaves a price list as it was wished (%s)', async (kind) => {
		const items = everyKind().map(({ sku }) => ({ sku, price: 61 }));
		stage.server.faults.set([{ kind, path: `${RECORDS}$`, times: 1 }]);
		const parameters = { options: { priceListId: '1' } };
		const { outputs } = await setPrice(items, { parameters });
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		for (const { sku } of items) expect(thing(sku).listPrices).toEqual({ '1 USD': 61 });
	});

	it.each([
		['stock', STOCK, setStock, { quantity: 64 }, {}],
		['a price', '/v3/catalog/variants$', setPrice, { price: 64 }, {}],
		['a price list', `${RECORDS}$`, setPrice, { price: 64 }, { options: { priceListId: '1' } }],
	])('that says nothing proves nothing: %s', async (_name, path, write, value, parameters) => {
		const { sku } = counted('variant').filter(plainSku)[0];
		const says = { kind: 'status', status: 200, body: '{}', path, times: 1 } as const;
		stage.server.faults.set([says]);
		const { outputs } = await write([{ sku, ...value }], { parameters });
		expect(statuses(outputs[0])).toEqual(['done']);
		const { stock, price, listPrices } = thing(sku);
		expect([stock[1], price, listPrices['1 USD']]).toContain(64);
	});

	it('and Retry On Fail write nothing that is so already', async () => {
		const items = everyKind().map(({ sku }) => ({ sku, quantity: 62 }));
		items[1].sku = 'nobody has it';
		const { error } = await setStock(items, {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		});
		expect(error?.message).toMatch(/^1 of 4 products was not updated/);
		for (const at of [0, 2, 3])
			expect(thing(items[at].sku)).toMatchObject({ stockWrites: { 1: 1 } });
	});

	it('of a look fails for its items, and nothing is written for them', async () => {
		const items = everyKind().map(({ sku }) => ({ sku, quantity: 63 }));
		stage.server.faults.set([{ kind: 'status', status: 500, path: '/v3/inventory/items' }]);
		const { error } = await setStock(items);
		expect(error?.message).toMatch(/4 of 4 products|500|BigCommerce/);
		expect(writes(STOCK)).toEqual([]);
	});
});

describe('a thousand', () => {
	const many = async (kind: 'simple' | 'variants', count = 1000) => {
		await open({ products: kind === 'simple' ? count : count / 10, goods: kind });
		watch();
		return things().slice(0, count);
	};
	const puts = async () => {
		const isWrite = (url: string) => url === STOCK || url === RECORDS;
		return calls.filter(isWrite).length;
	};

	it.each(['simple', 'variants'] as const)('stocks take one write (%s)', async (kind) => {
		const some = await many(kind);
		const { outputs } = await setStock(some.map(({ sku }) => ({ sku, quantity: 500 })));
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		expect(await puts()).toBe(1);
		expect(calls.length).toBeLessThan(20);
		expect(things().every(({ stock }) => stock[1] === 500)).toBe(true);
		expect(await violations()).toEqual([]);
	});

	it('stocks at three locations take a write each', async () => {
		const some = (await many('simple')).slice(0, 300);
		const items = [1, 2, 5].flatMap((location) =>
			some.map(({ sku }) => ({ sku, quantity: 500 + location, location })),
		);
		const parameters = { options: { locationId: '={{ $json.location }}' } };
		const { outputs } = await setStock(items, { parameters });
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		expect(await puts()).toBe(3);
		expect(thing(some[0].sku).stock).toEqual({ 1: 501, 2: 502, 5: 505 });
		expect((await stage.stats()).statuses).not.toHaveProperty('429');
	});

	it('prices of variants take twenty writes', async () => {
		const some = await many('variants');
		const { outputs } = await setPrice(some.map(({ sku }) => ({ sku, price: 500 })));
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		const count = some.reduce((sum, { sku }) => sum + thing(sku).priceWrites.variant, 0);
		expect(count).toBe(1000);
		expect(writes('/v3/catalog/variants')).toHaveLength(20);
		expect(calls.length).toBeLessThan(40);
	});

	it('prices of products without options take a hundred', async () => {
		const some = await many('simple');
		const { outputs } = await setPrice(some.map(({ sku }) => ({ sku, price: 500 })));
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		expect(things().every(({ productPrice }) => productPrice === 500)).toBe(true);
		expect(calls.length).toBeLessThan(125);
	});

	it('prices of a price list take one write', async () => {
		const some = await many('simple');
		const parameters = { options: { priceListId: '1' } };
		const items = some.map(({ sku }) => ({ sku, price: 500 }));
		const { outputs } = await setPrice(items, { parameters });
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		expect(things().every(({ listWrites }) => listWrites['1 USD'] === 1)).toBe(true);
		expect(calls.length).toBeLessThan(45);
	});

	it('things whose stock is not tracked are found without a call each', async () => {
		const some = await many('variants');
		for (const product of goods().all()) product.tracking = 'none';
		const { outputs } = await setPrice(some.map(({ sku }) => ({ sku, price: 500 })));
		expect(new Set(statuses(outputs[0]))).toEqual(new Set(['done']));
		expect(calls.length).toBeLessThan(50);
	});
});
