import type { GenericValue, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../core/operations/node-error';
import { forgetProcess } from '../../../core/request/process-memory';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { type Mishap, ProductShop, run } from './product-shop';

let clock: FakeClock;
beforeEach(() => (clock = new FakeClock()));
afterEach(() => {
	forgetProcess('values');
	vi.restoreAllMocks();
});

const aShop = () =>
	new ProductShop([
		{ id: 'p1', sku: 'A', quantity: 2, price: '10.00', currency: 'EUR' },
		{ id: 'p2', sku: 'B', quantity: 0, price: '900', currency: 'JPY' },
		{ id: 'p3', sku: 'C', quantity: 7, price: '5.50', currency: 'EUR' },
		{ id: 'p4', sku: 'TWIN', quantity: 1, price: '1.00', currency: 'EUR' },
		{ id: 'p5', sku: 'TWIN', quantity: 4, price: '1.00', currency: 'EUR' },
		{ id: 'p6', sku: 'KEPT', quantity: 4, price: '1.00', currency: 'EUR', isKept: true },
	]);

const sku = (value: unknown) => ({ product: { __rl: true, mode: 'sku', value } });
const id = (value: unknown, mode = 'id') => ({ product: { __rl: true, mode, value } });
const stock = (name: string, quantity: GenericValue, options: IDataObject = {}): IDataObject => ({
	...sku(name),
	quantity,
	options,
});
const price = (name: string, value: GenericValue, currency = ''): IDataObject => ({
	...sku(name),
	price: value,
	currency,
});

const update = async (
	world: ProductShop,
	operation: 'updateStock' | 'updatePrice' | 'getResult',
	items: IDataObject[],
	onError?: 'continueErrorOutput' | 'continueRegularOutput',
) => await clock.run(run(world, operation, items, { onError }));

const refusal = async (world: ProductShop, operation: string, items: IDataObject[]) =>
	(await clock.run(failureOf(run(world, operation, items)))) as NodeError;

const statuses = (output: INodeExecutionData[]) => output.map(({ json }) => json.status);
const written = (world: ProductShop) =>
	world.writes().flatMap((body) => (body as { values: Array<{ id: string }> }).values);

describe('new stock', () => {
	it('is set for all items in as few calls as there can be, and items tell what was before', async () => {
		const world = aShop();
		const output = await update(world, 'updateStock', [
			stock('A', 5),
			stock('B', '3'),
			stock('C', 0),
		]);
		expect(world.calls.map(({ call }) => call)).toEqual(['GET /products', 'PUT /values']);
		expect(output.map(({ json }) => json)).toEqual(
			[
				{ sku: 'A', id: 'p1', quantity: 5, before: 2 },
				{ sku: 'B', id: 'p2', quantity: 3, before: 0 },
				{ sku: 'C', id: 'p3', quantity: 0, before: 7 },
			].map((told) => ({
				schema: 'stock/1',
				marketplace: 'shop',
				account: null,
				site: null,
				status: 'done',
				handle: null,
				warnings: [],
				...told,
			})),
		);
		expect(world.products.map(({ quantity }) => quantity)).toEqual([5, 3, 0, 1, 4, 4]);
	});

	it('that is there already sends nothing', async () => {
		const world = aShop();
		const output = await update(world, 'updateStock', [stock('A', 2), stock('C', 8)]);
		expect(statuses(output)).toEqual(['unchanged', 'done']);
		expect(written(world)).toEqual([{ id: 'p3', field: 'quantity', value: '8' }]);
	});

	it('is sent where the shop still shows what was there before', async () => {
		const world = aShop();
		world.shown = structuredClone(world.products);
		expect(statuses(await update(world, 'updateStock', [stock('A', 5)]))).toEqual(['done']);
		expect(statuses(await update(world, 'updateStock', [stock('A', 2)]))).toEqual(['done']);
		expect(world.products[0].quantity).toBe(2);
		// What it shows agrees with what was sent last.
		expect(statuses(await update(world, 'updateStock', [stock('A', 2)]))).toEqual(['unchanged']);
		await clock.run(clock.sleep(16 * 60_000));
		world.shown = undefined;
		world.products[0].quantity = 9;
		expect(statuses(await update(world, 'updateStock', [stock('A', 9)]))).toEqual(['unchanged']);
	});

	it.each(['', '  ', null, undefined, -1, 1.5, '1.5', 'three', '1,000', NaN, true, {}, [5]])(
		'is no %j',
		async (quantity) => {
			const world = aShop();
			const { message } = await refusal(world, 'updateStock', [stock('A', quantity)]);
			expect(message).toMatch(/'Quantity' is (empty|not a whole number)/);
			expect(world.calls).toEqual([]);
		},
	);

	it.each([
		['two values for one SKU', [stock('A', 5), stock('C', 1), stock('A', 6)]],
		['a SKU and an ID', [stock('A', 5), stock('C', 1), { ...id('p1'), quantity: 6 }]],
	])('fails for the later one of %s, by name', async (_what, items) => {
		const world = aShop();
		const output = await update(world, 'updateStock', items, 'continueRegularOutput');
		expect(statuses(output)).toEqual(['done', 'done', 'failed']);
		expect(String(output[2].json.error)).toMatch(/different values|two values/);
		expect(world.products[0].quantity).toBe(5);
	});

	it('is set once for two items that ask for the same', async () => {
		const world = aShop();
		const items = [stock('A', 5), { ...id('p1'), quantity: '5' }, stock('A', '5')];
		expect(statuses(await update(world, 'updateStock', items))).toEqual(['done', 'done', 'done']);
		expect(written(world)).toHaveLength(1);
	});

	it.each([
		['another value than', [{ ...id('p1'), quantity: 9 }], ['done', 'failed']],
		[
			'another value, while it is so already, than',
			[{ ...id('p3'), quantity: 9 }],
			['unchanged', 'failed'],
		],
		['the same value as', [{ ...id('p1'), quantity: 5 }], ['done', 'done']],
	])(
		'asked for by ID for %s by SKU: the later item fails if it contradicts',
		async (what, more, ends) => {
			const world = aShop();
			const first = what.includes('already') ? stock('C', 7) : stock('A', 5);
			const output = await update(world, 'updateStock', [first, ...more], 'continueRegularOutput');
			expect(statuses(output)).toEqual(ends);
			expect(written(world).length).toBeLessThanOrEqual(1);
			if (ends[1] === 'failed') {
				expect(output[1].json.error).toMatch(
					/SKU '[AC]' and ID 'p[13]' are the same and have two values: [57] and 9/,
				);
			}
		},
	);

	it('for a SKU on several sites lists where each is sold', async () => {
		const twin = { sku: 'TWIN', quantity: 1, price: '1.00' };
		const sites = new ProductShop([
			{ id: 'p1', ...twin, site: 'de' },
			{ id: 'p2', ...twin, site: 'cz' },
			{ id: 'p3', ...twin },
		]);
		const { message } = await refusal(sites, 'updateStock', [stock('TWIN', 9)]);
		expect(message).toContain("3 products have the SKU 'TWIN': p1 (de), p2 (cz), p3");
		const one = new ProductShop([
			{ id: 'p1', ...twin, site: 'de' },
			{ id: 'p2', ...twin, site: 'de' },
		]);
		expect((await refusal(one, 'updateStock', [stock('TWIN', 9)])).message).toMatch(/: p1, p2$/);
		expect((await refusal(one, 'get', [sku('TWIN')])).message).toMatch(/: p1, p2$/);
	});

	it('for a SKU that several have fails and lists them', async () => {
		const world = aShop();
		const { message, description } = await refusal(world, 'updateStock', [stock('TWIN', 5)]);
		expect(message).toContain("2 products have the SKU 'TWIN': p4, p5");
		expect(description).toContain("set 'If Several Match' to 'Update All'");
		expect(world.writes()).toEqual([]);
	});

	it('goes to all that have the SKU, where the user says so', async () => {
		const world = aShop();
		const [{ json }] = await update(world, 'updateStock', [stock('TWIN', 5, { ifSeveral: 'all' })]);
		expect(json).toMatchObject({ sku: 'TWIN', id: null, status: 'done', before: null });
		expect(json.warnings).toEqual(['2 products have this SKU, and all were updated: p4, p5']);
		expect(world.products.slice(3, 5).map(({ quantity }) => quantity)).toEqual([5, 5]);
	});

	it.each([
		['is unknown', stock('X', 1), "No product has the SKU 'X'"],
		['is kept by the shop', stock('KEPT', 1), 'Its stock is kept by the shop'],
		['has no ID of this shop', { ...id('7'), quantity: 1 }, "'7' is not a valid ID of Shop"],
		['has no name', stock(' ', 1), "'SKU' is empty"],
		['was rounded', { ...sku(2 ** 60), quantity: 1 }, 'JavaScript has rounded'],
	])('for what %s fails alone', async (_what, bad, told) => {
		const world = aShop();
		const items = [stock('A', 5), bad, stock('C', 6)];
		const output = await update(world, 'updateStock', items, 'continueRegularOutput');
		expect(statuses(output)).toEqual(['done', 'failed', 'done']);
		expect(String(output[1].json.error)).toContain(told);
	});

	it('finds what is chosen from the list, and a SKU from an expression for the whole field', async () => {
		const world = aShop();
		const items = [
			{ ...id('p1', 'list'), quantity: 5 },
			{ product: 'C', quantity: 6 },
		];
		expect(statuses(await update(world, 'updateStock', items))).toEqual(['done', 'done']);
		expect(world.products.map(({ quantity }) => quantity)).toEqual([5, 0, 6, 1, 4, 4]);
	});

	it('for different places is two writes', async () => {
		const world = aShop();
		const items = [stock('A', 5, { place: 'x' }), stock('A', 6, { place: 'y' })];
		expect(statuses(await update(world, 'updateStock', items))).toEqual(['done', 'done']);
		expect(written(world)).toHaveLength(2);
	});

	it.each<[string, Mishap[], number]>([
		['is done where its answer is lost', ['lostAfter'], 1],
		['is sent again where nothing was done', ['lostBefore'], 2],
	])('%s', async (_what, mishaps, sent) => {
		const world = aShop();
		let nth = 0;
		world.mishap = (call) => (call.startsWith('PUT') ? mishaps[nth++] : undefined);
		const output = await update(world, 'updateStock', [stock('A', 5)]);
		expect(output.map(({ json }) => json)).toMatchObject([{ status: 'done', before: 2 }]);
		expect(world.products[0].quantity).toBe(5);
		expect(world.writes()).toHaveLength(sent);
	});

	it('finds the one that sinks a call, and names it with the reason', async () => {
		const world = aShop();
		const items = [stock('A', 5), stock('B', 666), stock('C', 13)];
		const output = await update(world, 'updateStock', items, 'continueRegularOutput');
		expect(statuses(output)).toEqual(['done', 'failed', 'failed']);
		expect(output[2].json).toMatchObject({
			error: expect.stringContaining('Bad luck'),
			code: 'E13',
		});
		expect(output[1].json.sku).toBe('B');
	});
});

describe('a new price', () => {
	it('for things whose prices are in several currencies is refused, with a currency and without it', async () => {
		const world = new ProductShop([
			{ id: 'p1', sku: 'TWIN', quantity: 1, price: '1.00', currency: 'EUR' },
			{ id: 'p2', sku: 'TWIN', quantity: 1, price: '25.00', currency: 'CZK' },
		]);
		for (const currency of ['', 'EUR']) {
			const item = { ...price('TWIN', '9', currency), options: { ifSeveral: 'all' } };
			const { message } = await refusal(world, 'updatePrice', [item]);
			expect(message).toContain("The products with the SKU 'TWIN' have prices in EUR and CZK");
		}
		expect(world.writes()).toEqual([]);
	});

	it('is the same with its currency and without it, and each currency is checked', async () => {
		const world = aShop();
		const items = [
			price('A', '12.5'),
			price('A', '12.50', 'EUR'),
			price('A', '12.5', 'PLN'),
			price('C', '7', 'PLN'),
			price('C', '7'),
		];
		const output = await update(world, 'updatePrice', items, 'continueRegularOutput');
		expect(statuses(output)).toEqual(['done', 'done', 'failed', 'failed', 'done']);
		expect(written(world)).toHaveLength(2);
	});

	it('is written with the decimals of its currency', async () => {
		const world = aShop();
		const items = [price('A', '12.5'), price('B', 950), price('C', '5.50')];
		const output = await update(world, 'updatePrice', items);
		expect(output.map(({ json }) => [json.status, json.price, json.currency, json.before])).toEqual(
			[
				['done', '12.50', 'EUR', '10.00'],
				['done', '950', 'JPY', '900'],
				['unchanged', '5.50', 'EUR', '5.50'],
			],
		);
		expect(output[0].json.schema).toBe('price/1');
	});

	it.each([
		['12,50', "'Price' is not an amount"],
		['-1', "'Price' is not an amount"],
		['1e3', "'Price' is not an amount"],
		['EUR 5', "'Price' is not an amount"],
		['', "'Price' is empty"],
	])('is no %j', async (value, told) => {
		const world = aShop();
		expect((await refusal(world, 'updatePrice', [price('A', value)])).message).toContain(told);
		expect(world.calls).toEqual([]);
	});

	it('with more decimals than the currency has is refused, before any call where it is known', async () => {
		const world = aShop();
		const known = await refusal(world, 'updatePrice', [price('A', '1.005', 'eur')]);
		expect(known.message).toContain('more decimals than EUR has: 1.005');
		expect(world.calls).toEqual([]);
		const found = await refusal(world, 'updatePrice', [price('B', '9.5')]);
		expect(found.message).toContain('more decimals than JPY has');
		expect(world.writes()).toEqual([]);
		await update(world, 'updatePrice', [price('A', '1.500', 'EUR')]);
		expect(world.products[0].price).toBe('1.5');
	});

	it.each([
		['USD', 'is in EUR, not in USD'],
		['Euro', "'Currency' is not a currency code"],
	])('in %s is refused', async (currency, told) => {
		const world = aShop();
		const { message } = await refusal(world, 'updatePrice', [price('A', '1', currency)]);
		expect(message).toContain(told);
		expect(world.writes()).toEqual([]);
	});
});

describe('a write that was only taken', () => {
	it('gives a handle, with which another run asks for its result', async () => {
		const world = aShop();
		world.busy = 2;
		const [{ json }] = await update(world, 'updateStock', [stock('A', 5)]);
		expect(json).toMatchObject({
			status: 'accepted',
			handle: {
				type: 'job',
				id: 'j1',
				schema: 'stock/1',
				site: null,
				sku: 'A',
				productId: 'p1',
				quantity: 5,
			},
		});
		const [again] = await update(world, 'getResult', [{ handle: json.handle }]);
		expect(again.json).toEqual({
			schema: 'stock/1',
			marketplace: 'shop',
			account: null,
			site: null,
			sku: 'A',
			id: 'p1',
			status: 'done',
			quantity: 5,
			before: null,
			handle: null,
			warnings: [],
		});
		expect(world.writes()).toHaveLength(1);
	});

	it.each([401, 403, 404, 500])(
		'is looked for where the question for its result fails with %i, and never called failed',
		async (status) => {
			const world = aShop();
			world.busy = 2;
			world.mishap = (call) => (call === 'GET /jobs/j1' ? status : undefined);
			const onError = 'continueRegularOutput';
			const [{ json }] = await update(world, 'updateStock', [stock('A', 5)], onError);
			expect(json).toMatchObject({ status: 'done', quantity: 5, handle: null });
			expect(world.writes()).toHaveLength(1);
		},
	);

	it('keeps its handle as long as it works on', async () => {
		const world = aShop();
		world.busy = 2;
		const [{ json }] = await update(world, 'updatePrice', [price('A', '5')]);
		world.busy = 10_000;
		const handle = JSON.stringify(json.handle);
		const [again] = await update(world, 'getResult', [{ handle, options: { maxWait: 0 } }]);
		expect(again.json).toMatchObject({ status: 'accepted', price: '5.00', handle: json.handle });
	});

	it.each([
		'',
		'j1',
		'{}',
		{ type: 'job', id: 'j1' },
		{ type: 'x', id: '1', schema: 'stock/1', quantity: 1 },
	])('is not found by the handle %j', async (handle) => {
		const world = aShop();
		const { message } = await refusal(world, 'getResult', [{ handle }]);
		expect(message).toContain("'Handle' is not the handle of an item that was accepted");
		expect(world.calls).toEqual([]);
	});
});

describe('reading', () => {
	it.each([sku('A'), id('p1')])('gives one by %j', async (named) => {
		const world = aShop();
		const [{ json }] = await clock.run(run(world, 'get', [named]));
		expect(json).toMatchObject({ schema: 'product/1', id: 'p1', sku: 'A', price: '10.00' });
		expect(json).not.toHaveProperty('raw');
	});

	it.each([
		[sku('X'), "No product has the SKU 'X'"],
		[sku('TWIN'), "2 products have the SKU 'TWIN': p4, p5"],
	])('of %j fails', async (named, told) => {
		expect((await refusal(aShop(), 'get', [named])).message).toContain(told);
	});

	it('gives all, up to the limit, and as the shop sends them', async () => {
		const world = aShop();
		const ids = async (more: IDataObject) =>
			(await clock.run(run(world, 'getAll', [more]))).map(({ json }) => json.id);
		expect(await ids({ returnAll: true })).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
		expect(await ids({ limit: 3 })).toEqual(['p1', 'p2', 'p3']);
		const [{ json }] = await clock.run(run(world, 'getAll', [{ limit: 1, output: 'marketplace' }]));
		expect(json).toEqual(world.products[0]);
		const raw = await clock.run(
			run(world, 'getAll', [{ limit: 1, options: { includeRaw: true } }]),
		);
		expect(raw[0].json.raw).toEqual(world.products[0]);
	});

	it('fails where the list ends early, or gives what it has with a notice', async () => {
		const world = aShop();
		let pages = 0;
		world.mishap = () => (++pages % 2 === 0 ? 403 : undefined);
		const { message } = await refusal(world, 'getAll', [{ returnAll: true }]);
		expect(message).toBeTruthy();
		const options = { partialResults: true };
		const output = await clock.run(run(world, 'getAll', [{ returnAll: true, options }]));
		expect(output).toHaveLength(3);
		expect(output[2].json.notice).toMatchObject({ complete: false, read: 2, cursor: null });
	});
});
