import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import type { NodeError } from '../../../core/operations/node-error';
import { NaverCommerce } from '../../../nodes/NaverCommerce/NaverCommerce.node';
import type { NaverSettings } from '../../../sandbox/naver/settings';
import { fastClock } from '../../kit/fast-clock';
import { Stage, type Setting } from '../stage';

type Seeds = NonNullable<NaverSettings['catalogue']>;

/** A small shop with every kind of product. */
const SHOP: Seeds = [
	{ sku: 'A', stock: 3, price: 1000 },
	{ sku: 'B', stock: 0, price: 2000 },
	{
		sku: 'MUG',
		price: 5000,
		discount: { value: 500, unitType: 'WON' },
		options: [
			{ sku: 'MUG-WHITE', stock: 4 },
			{ sku: 'MUG-BLUE', stock: 6, surcharge: 700 },
			{ sku: 'MUG-RED', stock: 2, surcharge: 300, usable: false },
		],
	},
	{
		sku: 'SHOE',
		price: 9000,
		optionType: 'standard',
		options: [
			{ sku: 'SHOE-41', stock: 5 },
			{ sku: 'SHOE-42', stock: 7 },
		],
	},
	{ sku: 'CUP', stock: 8, price: 1200, simple: ['각인 있음', '각인 없음'] },
	{ sku: 'BOX', stock: 2, price: 800, supplements: [{ sku: 'RIBBON', stock: 50, price: 100 }] },
	{ sku: null, stock: 6, price: 700, name: '이름뿐' },
	{ sku: 'A-2', stock: 1, price: 300, inWindow: true },
	{
		sku: 'FREE',
		price: 100,
		isStockManaged: false,
		options: [{ sku: 'FREE-1', stock: 1 }],
	},
];

describe('the products of Naver', () => {
	let stage: Stage;

	beforeEach(() => fastClock(20));
	afterEach(async () => {
		await stage.server.close();
		vi.restoreAllMocks();
	});

	/** A shop of its own for each test. */
	async function open(settings: Partial<NaverSettings> = {}): Promise<void> {
		for (const name of ['values', 'options', 'quota', 'token']) forgetProcess(name);
		stage = await Stage.open('naver', { orders: 1, catalogue: SHOP, ...settings });
	}

	const set = (settings: Partial<NaverSettings>): unknown =>
		Object.assign(stage.server.settings, settings);
	const run = async (parameters: IDataObject, input: IDataObject[] = [{}], setting: Setting = {}) =>
		(await stage.node({ parameters, items: input, ...setting }).run()).map(({ json }) => json);
	const offers = () => stage.server.backend.offers?.() ?? [];
	const offer = (sku: string | null) => offers().find((one) => one.sku === sku);
	const idOf = (sku: string | null): string => {
		const { id = '', variantId = null } = offer(sku) ?? {};
		return variantId ?? id;
	};
	const bySku = { __rl: true, mode: 'sku', value: '={{ $json.sku }}' };
	const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const updateStock: IDataObject = {
		resource: 'product',
		operation: 'updateStock',
		product: bySku,
		quantity: '={{ $json.quantity }}',
	};
	const updatePrice: IDataObject = {
		resource: 'product',
		operation: 'updatePrice',
		product: bySku,
		price: '={{ $json.price }}',
	};
	const getMany: IDataObject = {
		resource: 'product',
		operation: 'getAll',
		returnAll: true,
		output: 'product',
	};
	const statuses = (output: IDataObject[]) => output.map(({ status }) => status);
	/** Which calls there were. */
	function calls(): string[] {
		const seen: string[] = [];
		const { next } = stage.server.faults;
		vi.spyOn(stage.server.faults, 'next').mockImplementation((url) => {
			seen.push(url.replace('/external', '').replace(/\d{9,}/g, '#'));
			return next.call(stage.server.faults, url);
		});
		return seen;
	}
	const refused = async (parameters: IDataObject, input: IDataObject[]): Promise<NodeError> => {
		const { error } = await stage.workflow({ parameters, items: input });
		return error as NodeError;
	};

	describe('read', () => {
		const get: IDataObject = {
			resource: 'product',
			operation: 'get',
			product: bySku,
			output: 'product',
		};

		it('by SKU, whatever contains it', async () => {
			await open();
			const [item] = await run(get, [{ sku: 'A' }]);
			expect(item).toMatchObject({
				schema: 'product/1',
				marketplace: 'naver',
				sku: 'A',
				id: offer('A')?.id,
				variantId: null,
				quantity: 3,
				price: '1000',
				currency: 'KRW',
				status: 'active',
				statusRaw: 'SALE',
				missing: [],
			});
		});

		it('options by their SKU and their ID', async () => {
			await open();
			const [item] = await run(get, [{ sku: 'MUG-BLUE' }]);
			expect(item).toMatchObject({ quantity: 6, price: '5700', variantId: idOf('MUG-BLUE') });
			const [other] = await run({ ...get, product: byId }, [{ id: idOf('MUG-RED') }]);
			expect(other).toMatchObject({ sku: 'MUG-RED', quantity: 2, status: 'inactive' });
		});

		it('by the number in the address of the shop, too', async () => {
			await open();
			const channelNo = String(Number(offer('A')?.id) + 1);
			const [item] = await run({ ...get, product: byId }, [{ id: channelNo }]);
			expect(item).toMatchObject({ sku: 'A', id: offer('A')?.id });
		});

		it('as Naver sends it', async () => {
			await open();
			const [item] = await run({ ...get, output: 'marketplace' }, [{ sku: 'CUP' }]);
			expect(item).toMatchObject({ originProduct: { stockQuantity: 8 } });
		});

		it.each([
			['MUG', /^3 products have the SKU 'MUG'/],
			['nothing', /^No product has the SKU 'nothing'/],
		])('none for %s', async (sku, sentence) => {
			await open();
			expect((await refused(get, [{ sku }])).message).toMatch(sentence);
		});

		it('all, each thing with a stock of its own once', async () => {
			await open();
			const output = await run(getMany);
			expect(output).toHaveLength(offers().length);
			for (const held of offers()) {
				const found = output.filter(
					({ id, variantId }) => id === held.id && variantId === held.variantId,
				);
				expect(found).toMatchObject([
					{ sku: held.sku, quantity: held.quantity, price: held.price },
				]);
			}
			expect((await stage.stats()).violations).toEqual([]);
		});

		it('also what is deleted before its options are read', async () => {
			await open();
			const path = `/v2/products/origin-products/${offer('CUP')?.id}$`;
			stage.server.faults.set([{ kind: 'status', status: 404, path }]);
			const output = await run(getMany);
			const cup = output.find(({ sku }) => sku === 'CUP');
			expect(cup?.missing).toContainEqual(expect.objectContaining({ field: 'variantId' }));
			stage.server.faults.set([]);
			expect(output).toHaveLength((await run(getMany)).length);
		});

		it('without options where nobody wants them', async () => {
			await open();
			const seen = calls();
			const output = await run({ ...getMany, options: { readOptions: false } });
			expect(output).toHaveLength(SHOP.length);
			expect(output.find(({ sku }) => sku === 'MUG')).toMatchObject({ quantity: 12 });
			expect(new Set(seen)).toEqual(new Set(['/v1/products/search']));
		});

		it.each(['adds', 'removes', 'both'] as const)(
			'none missing and none twice while the list %s',
			async (catalogueMoves) => {
				await open({ catalogue: undefined, products: 1800, catalogueMoves });
				const before = offers();
				const output = await run({ ...getMany, options: { readOptions: false } });
				const ids = output.map(({ id }) => id);
				expect(new Set(ids).size).toBe(ids.length);
				const stayed = new Set(offers().map(({ id }) => id));
				const missing = before.filter(({ id }) => stayed.has(id) && !ids.includes(id));
				expect(missing).toEqual([]);
			},
		);

		it('10,000 at the size of a page', async () => {
			await open({ catalogue: undefined, products: 10_000 });
			const seen = calls();
			const output = await run({ ...getMany, options: { readOptions: false } });
			expect(output).toHaveLength(10_000);
			expect(seen.length).toBeLessThanOrEqual(22);
		});

		it.each(['repeatPage', 'endlessCursor', 'shortPage'] as const)(
			'all, or an error, where a page is wrong: %s',
			async (kind) => {
				await open({ catalogue: undefined, products: 1200 });
				stage.server.faults.set([{ kind, path: 'search$', after: 1, times: 1 }]);
				const read = run({ ...getMany, options: { readOptions: false } });
				const ids = await read.then(
					(output) => new Set(output.map(({ id }) => id)).size,
					() => 1200,
				);
				expect(ids).toBe(1200);
			},
		);

		it('what a filter asks for, and no code that only contains it', async () => {
			await open();
			const some = async (filters: IDataObject) =>
				(await run({ ...getMany, filters })).map(({ sku }) => sku);
			expect(await some({ sku: 'A' })).toEqual(['A']);
			expect(await some({ status: ['OUTOFSTOCK'] })).toEqual(['B']);
			const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
			expect(await some({ updatedBefore: twoDaysAgo })).toEqual([]);
			expect(await some({ updatedAfter: twoDaysAgo })).toHaveLength(offers().length);
		});

		it('as many as the limit says', async () => {
			await open();
			expect(await run({ ...getMany, returnAll: false, limit: 4 })).toHaveLength(4);
		});

		it('with what the panel lists', async () => {
			await open();
			const { context } = stage.node({ parameters: updateStock });
			const panel = Object.create(context, {
				getCurrentNodeParameter: { value: () => undefined },
			}) as ILoadOptionsFunctions;
			const search = new NaverCommerce().methods.listSearch.searchProducts;
			const all = await search.call(panel);
			expect(all.results).toHaveLength(SHOP.length);
			expect(all.results.at(-1)).toMatchObject({ value: offer('A')?.id });
			const byNumber = await search.call(panel, offer('BOX')?.id);
			expect(byNumber.results.map(({ name }) => name.endsWith('BOX'))).toEqual([true]);
			const byCode = await search.call(panel, 'BOX');
			expect(byCode.results).toEqual(byNumber.results);
		});

		it('only with the API group', async () => {
			await open({ apiGroups: ['주문 판매자'] });
			const error = await refused(getMany, [{}]);
			expect(error).toMatchObject({ httpCode: '403' });
			expect(`${error.message} ${error.description}`).toContain('API group 상품');
		});
	});

	describe('write the stock', () => {
		it('of products and options, and nothing in a second run', async () => {
			await open();
			const input = [
				{ sku: 'A', quantity: 12 },
				{ sku: 'MUG-WHITE', quantity: '9' },
				{ sku: 'SHOE-42', quantity: 1 },
				{ sku: 'CUP', quantity: 0 },
				{ sku: 'A-2', quantity: 4 },
			];
			const output = await run(updateStock, input);
			expect(statuses(output)).toEqual(input.map(() => 'done'));
			expect(output[1]).toMatchObject({
				schema: 'stock/1',
				sku: 'MUG-WHITE',
				id: idOf('MUG-WHITE'),
				quantity: 9,
				before: 4,
			});
			for (const { sku, quantity } of input) expect(offer(sku)?.quantity).toBe(Number(quantity));
			expect(offer('CUP')?.status).toBe('OUTOFSTOCK');
			expect((await stage.stats()).violations).toEqual([]);
			const seen = calls();
			expect(statuses(await run(updateStock, input))).toEqual(input.map(() => 'unchanged'));
			expect(seen.filter((url) => !/search$|origin-products\/#$/.test(url))).toEqual([]);
		});

		it('of an option, and leaves all else of its product as it is', async () => {
			await open();
			const others = () =>
				offers()
					.filter(({ sku }) => sku !== 'MUG-BLUE')
					.map(({ sku, quantity, price }) => [sku, quantity, price]);
			const before = others();
			const get = { ...getMany, operation: 'get', product: bySku, output: 'marketplace' };
			const detail = async () => {
				const [{ originProduct }] = await run(get, [{ sku: 'MUG-BLUE' }]);
				const { detailAttribute, customerBenefit, salePrice } = originProduct as IDataObject;
				const options = (detailAttribute as { optionInfo: { optionCombinations: IDataObject[] } })
					.optionInfo;
				return {
					customerBenefit,
					salePrice,
					usable: options.optionCombinations.map(({ usable }) => usable),
				};
			};
			const whole = await detail();
			await run(updateStock, [{ sku: 'MUG-BLUE', quantity: 0 }]);
			expect(offer('MUG-BLUE')).toMatchObject({ quantity: 0, price: '5700' });
			expect(others()).toEqual(before);
			expect(await detail()).toEqual(whole);
		});

		it('of several options of a product by one call', async () => {
			await open();
			const seen = calls();
			const input = ['MUG-WHITE', 'MUG-BLUE', 'MUG-RED'].map((sku, i) => ({
				sku,
				quantity: 20 + i,
			}));
			expect(statuses(await run(updateStock, input))).toEqual(['done', 'done', 'done']);
			expect(seen.filter((url) => url.endsWith('/option-stock'))).toHaveLength(1);
			expect(input.map(({ sku }) => offer(sku)?.quantity)).toEqual([20, 21, 22]);
		});

		it.each([true, false])(
			'and sells again what was sold out, a product (at once: %s)',
			async (multiUpdateOpens) => {
				await open({ multiUpdateOpens });
				const output = await run(updateStock, [{ sku: 'B', quantity: 5 }]);
				expect(output).toMatchObject([{ status: 'done', warnings: [] }]);
				expect(offer('B')).toMatchObject({ quantity: 5, status: 'SALE' });
			},
		);

		it('and sells again what was sold out, a product with options', async () => {
			await open({
				catalogue: [
					{
						sku: 'X',
						options: [
							{ sku: 'X-1', stock: 0 },
							{ sku: 'X-2', stock: 0 },
						],
					},
				],
			});
			expect(offer('X-1')?.status).toBe('OUTOFSTOCK');
			const output = await run(updateStock, [{ sku: 'X-2', quantity: 5 }]);
			expect(output).toMatchObject([{ status: 'done', warnings: [] }]);
			expect(offer('X-2')).toMatchObject({ quantity: 5, status: 'SALE' });
			expect(statuses(await run(updateStock, [{ sku: 'X-2', quantity: 5 }]))).toEqual([
				'unchanged',
			]);
		});

		it('and leaves suspended what the seller has suspended', async () => {
			await open({ catalogue: [{ sku: 'S', stock: 0, status: 'SUSPENSION' }] });
			await run(updateStock, [{ sku: 'S', quantity: 5 }]);
			expect(offer('S')).toMatchObject({ quantity: 5, status: 'SUSPENSION' });
		});

		it.each(['refused', 'ignored'] as const)(
			'of no product with options (%s), and names them',
			async (stockOfOptionProducts) => {
				await open({ stockOfOptionProducts });
				const input = [
					{ sku: 'A', quantity: 7 },
					{ sku: 'MUG', quantity: 5 },
					{ sku: 'CUP', quantity: 7 },
				];
				const { message, description } = await refused(updateStock, input);
				expect(`${message} ${description}`).toMatch(/has options/);
				expect(`${message} ${description}`).toContain('MUG-WHITE');
				expect(['A', 'CUP', 'MUG-WHITE', 'MUG-BLUE'].map((sku) => offer(sku)?.quantity)).toEqual([
					7, 7, 4, 6,
				]);
			},
		);

		it('of no option that counts no stock', async () => {
			await open();
			const { message } = await refused(updateStock, [{ sku: 'FREE-1', quantity: 3 }]);
			expect(message).toContain('does not count the stock of its options');
			expect(offer('FREE-1')?.written?.quantity).toEqual([]);
		});

		it('of a product without a SKU by its ID', async () => {
			await open();
			const output = await run({ ...updateStock, product: byId }, [
				{ id: idOf(null), quantity: 11 },
				{ id: idOf('SHOE-41'), quantity: 12 },
			]);
			expect(output).toMatchObject([
				{ status: 'done', sku: null },
				{ status: 'done', sku: 'SHOE-41' },
			]);
			expect([offer(null)?.quantity, offer('SHOE-41')?.quantity]).toEqual([11, 12]);
		});

		it('of no supplement', async () => {
			await open();
			expect((await refused(updateStock, [{ sku: 'RIBBON', quantity: 1 }])).message).toMatch(
				/^No product has/,
			);
		});

		it('once, where the same SKU comes twice, and says which contradict', async () => {
			await open();
			const same = [1, 2].map(() => ({ sku: 'A', quantity: 8 }));
			expect(statuses(await run(updateStock, same))).toEqual(['done', 'done']);
			expect(offer('A')?.written?.quantity).toEqual([8]);
			const other = [
				{ sku: 'A', quantity: 1 },
				{ sku: 'CUP', quantity: 1 },
				{ sku: 'A', quantity: 2 },
			];
			const settings = { onError: 'continueRegularOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: updateStock, items: other, settings });
			expect(outputs[0].map(({ json }) => json.status)).toEqual(['done', 'done', 'failed']);
			expect(outputs[0][2].json.error).toContain('Items 0 and 2 contradict each other');
			expect(offer('A')?.written?.quantity).toEqual([8, 1]);
		});

		it('of none or all of several with one SKU', async () => {
			await open({
				catalogue: [
					{ sku: 'D', stock: 1 },
					{ sku: 'D', stock: 2 },
					{
						sku: 'E',
						options: [
							{ sku: 'F', stock: 3 },
							{ sku: 'F', stock: 4 },
						],
					},
				],
			});
			for (const sku of ['D', 'F']) {
				const { message } = await refused(updateStock, [{ sku, quantity: 9 }]);
				expect(message).toMatch(new RegExp(`2 products have the SKU '${sku}': \\d+, \\d+`));
			}
			expect(offers().map(({ quantity }) => quantity)).toEqual([1, 2, 3, 4]);
			const all = { ...updateStock, options: { ifSeveral: 'all' } };
			await run(all, [
				{ sku: 'D', quantity: 9 },
				{ sku: 'F', quantity: 8 },
			]);
			expect(offers().map(({ quantity }) => quantity)).toEqual([9, 9, 8, 8]);
		});

		it.each([-1, 1.5, '', ' ', null, 'NaN', Number.NaN, '1,000', '1e3', 100_000_000, Infinity])(
			'never as %j',
			async (quantity) => {
				await open();
				await refused(updateStock, [{ sku: 'A', quantity } as IDataObject]);
				expect((await stage.stats()).requests).toBe(0);
			},
		);

		it.each([
			['sku', ''],
			['sku', '  '],
			['sku', null],
			['id', ''],
			['id', 'A'],
			['id', '12.5'],
			['id', '-1'],
		])('of no %s %j', async (mode, value) => {
			await open();
			const product = { __rl: true, mode, value: '={{ $json.name }}' };
			await refused({ ...updateStock, product }, [{ name: value, quantity: 1 }]);
			expect((await stage.stats()).requests).toBe(0);
		});

		it('again, where the list still shows what was there before', async () => {
			await open({ indexLagMs: 600_000 });
			expect(statuses(await run(updateStock, [{ sku: 'A', quantity: 5 }]))).toEqual(['done']);
			expect(statuses(await run(updateStock, [{ sku: 'A', quantity: 3 }]))).toEqual(['done']);
			expect(offer('A')?.quantity).toBe(3);
		});
	});

	describe('write the price', () => {
		it('of products and options, and nothing in a second run', async () => {
			await open();
			const input = [
				{ sku: 'A', price: '1500' },
				{ sku: 'MUG-BLUE', price: 5900 },
				{ sku: 'MUG-WHITE', price: '4900.00' },
			];
			const output = await run({ ...updatePrice, currency: 'KRW' }, input);
			expect(output).toMatchObject([
				{ schema: 'price/1', status: 'done', price: '1500', currency: 'KRW', before: '1000' },
				{ status: 'done', price: '5900', before: '5700' },
				{ status: 'done', price: '4900', before: '5000' },
			]);
			expect(['A', 'MUG-BLUE', 'MUG-WHITE', 'MUG-RED'].map((sku) => offer(sku)?.price)).toEqual([
				'1500',
				'5900',
				'4900',
				'5300',
			]);
			expect(offer('MUG-BLUE')?.quantity).toBe(6);
			expect(statuses(await run(updatePrice, input))).toEqual([
				'unchanged',
				'unchanged',
				'unchanged',
			]);
			expect((await stage.stats()).violations).toEqual([]);
		});

		it.each([-1, 0, 9.99, '9,99', '', 'NaN', '1e3', 1_000_000_000, '0.5'])(
			'never as %j',
			async (price) => {
				await open();
				await refused(updatePrice, [{ sku: 'A', price } as IDataObject]);
				expect((await stage.stats()).requests).toBe(0);
			},
		);

		it.each(['EUR', 'won', 'X'])('never in %s', async (currency) => {
			await open();
			await refused({ ...updatePrice, currency }, [{ sku: 'A', price: '10' }]);
			expect((await stage.stats()).requests).toBe(0);
		});

		it('of no standard option', async () => {
			await open();
			const { message } = await refused(updatePrice, [{ sku: 'SHOE-41', price: 1 }]);
			expect(message).toContain('has no price of its own');
			expect(offer('SHOE-41')?.price).toBe('9000');
		});

		it('of no option together with its product', async () => {
			await open();
			const input = [
				{ sku: 'MUG', price: 6000 },
				{ sku: 'MUG-BLUE', price: 6500 },
			];
			const { message } = await refused(updatePrice, input);
			expect(message).toContain('of its options');
			expect(offer('MUG-BLUE')?.price).toBe('6700');
			expect(statuses(await run(updatePrice, input.slice(1)))).toEqual(['done']);
			expect(['MUG-BLUE', 'MUG-WHITE'].map((sku) => offer(sku)?.price)).toEqual(['6500', '6000']);
		});
	});

	describe.each([0, 1, 2])('a product that Naver has locked, at place %i', (at) => {
		const skus = ['P0', 'P1', 'P2'];
		const input = skus.map((sku) => ({ sku, quantity: 50 }));
		const expected = (failed: unknown, done: unknown) =>
			skus.map((_, i) => (i === at ? failed : done));
		const openLocked = async (settings: Partial<NaverSettings> = {}) =>
			await open({
				catalogue: skus.map((sku, i) => ({
					sku,
					stock: 1,
					...(i === at ? { status: 'PROHIBITION' } : {}),
				})),
				...settings,
			});
		const expectOthers = () =>
			expect(skus.map((sku) => offer(sku)?.quantity)).toEqual(expected(1, 50));

		it.each(['nothing', 'untilThere'] as const)(
			'stops the node after the others (%s)',
			async (multiUpdateFailure) => {
				await openLocked({ multiUpdateFailure });
				const { message } = await refused(updateStock, input);
				expect(message).toMatch(/^1 of 3 products was not updated/);
				expect(message).toContain(skus[at]);
				expectOthers();
			},
		);

		it('is an item in its place', async () => {
			await openLocked();
			const settings = { onError: 'continueRegularOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: updateStock, items: input, settings });
			expect(outputs[0].map(({ json }) => json.status)).toEqual(expected('failed', 'done'));
			expect(outputs[0][at].json.sku).toBe(skus[at]);
			expectOthers();
		});

		it('leaves through the error output', async () => {
			await openLocked();
			const settings = { onError: 'continueErrorOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: updateStock, items: input, settings });
			expect(outputs.map(({ length }) => length)).toEqual([2, 1]);
			expectOthers();
		});

		it('is no reason to write the others once more by "Retry On Fail"', async () => {
			await openLocked();
			const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
			await stage.workflow({ parameters: updateStock, items: input, settings });
			expectOthers();
			const others = skus.filter((_, i) => i !== at).map((sku) => offer(sku)?.written?.quantity);
			expect(others).toEqual([[50], [50]]);
		});
	});

	describe.each(['lost', 'done504', 'reset'] as const)(
		'an answer that never comes (%s)',
		(kind) => {
			it.each([
				['A', 'multi-update$'],
				['MUG-BLUE', 'option-stock$'],
				['B', 'multi-update$'],
			])('is looked for: %s', async (sku, path) => {
				await open();
				stage.server.faults.set([{ kind, path, times: 1 }]);
				expect(statuses(await run(updateStock, [{ sku, quantity: 33 }]))).toEqual(['done']);
				expect(offer(sku)).toMatchObject({ quantity: 33, status: 'SALE' });
				expect(offer('MUG-WHITE')?.quantity).toBe(4);
			});
		},
	);

	it('are done though they cannot be read back', async () => {
		await open();
		stage.server.faults.set([{ kind: 'status', status: 500, path: 'search$', after: 1 }]);
		const [item] = await run(updateStock, [{ sku: 'A', quantity: 33 }]);
		expect(item).toMatchObject({ status: 'done' });
		expect(item.warnings).not.toEqual([]);
		expect(offer('A')?.quantity).toBe(33);
	});

	it.each(['price', 'quantity'])(
		'write the %s of 1,000 SKUs in 20 calls',
		async (field) => {
			const catalogue = Array.from({ length: 1200 }, (_unused, i) => ({
				sku: `S-${i}`,
				stock: 1,
				price: 10,
			}));
			await open({ catalogue });
			const seen = calls();
			const input = catalogue.slice(0, 1000).map(({ sku }, i) => ({ sku, [field]: 20 + (i % 90) }));
			const output = await run(field === 'price' ? updatePrice : updateStock, input);
			expect(statuses(output).every((status) => status === 'done')).toBe(true);
			expect(seen.filter((url) => url.endsWith('multi-update'))).toHaveLength(20);
			// Three pages of the list, and a look after each write.
			expect(seen.filter((url) => url.endsWith('search'))).toHaveLength(23);
			expect(seen).toHaveLength(43);
			for (const { sku, ...wanted } of input) {
				expect(String(field === 'price' ? offer(sku)?.price : offer(sku)?.quantity)).toBe(
					String(wanted[field]),
				);
			}
		},
		60_000,
	);

	it('are found one by one, where the call for many says that something is not there', async () => {
		await open();
		const path = 'multi-update$';
		stage.server.faults.set([{ kind: 'status', status: 404, path, times: 1 }]);
		const input = ['A', 'CUP', 'BOX'].map((sku) => ({ sku, quantity: 33 }));
		expect(statuses(await run(updateStock, input))).toEqual(['done', 'done', 'done']);
	});

	it('are done with one half of a call, whatever becomes of the other', async () => {
		await open();
		const path = 'multi-update$';
		stage.server.faults.set([
			{ kind: 'status', status: 400, path, times: 1 },
			{ kind: 'status', status: 403, path, after: 1 },
		]);
		const items = ['A', 'CUP', 'BOX'].map((sku) => ({ sku, quantity: 33 }));
		const settings = { onError: 'continueRegularOutput' } as const;
		const { outputs } = await stage.workflow({ parameters: updateStock, items, settings });
		expect(statuses(outputs[0].map(({ json }) => json))).toEqual(['done', 'done', 'failed']);
		expect(items.map(({ sku }) => offer(sku)?.quantity)).toEqual([33, 33, 2]);
	});

	it.each([404, 400, 500])(
		'are done, although another product cannot be read (%i)',
		async (status) => {
			await open();
			const path = `/v2/products/origin-products/${offer('MUG-RED')?.id}$`;
			stage.server.faults.set([{ kind: 'status', status, path }]);
			const items = ['A', 'nowhere', 'MUG-RED'].map((sku) => ({ sku, quantity: 33 }));
			const settings = { onError: 'continueRegularOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: updateStock, items, settings });
			expect(statuses(outputs[0].map(({ json }) => json))).toEqual(['done', 'failed', 'failed']);
			const gone = /No product has the SKU/;
			if (status === 404) expect(outputs[0][2].json.error).toMatch(gone);
			else expect(outputs[0][2].json.error).not.toMatch(gone);
		},
	);

	it('are done, although the search refuses the code of another', async () => {
		await open();
		const items = [...'x'].map((one) => ({ sku: one.repeat(300), quantity: 3 }));
		stage.server.faults.set([{ kind: 'status', status: 400, path: 'search$', times: 1 }]);
		const settings = { onError: 'continueRegularOutput' } as const;
		const all = [...items, { sku: 'A', quantity: 33 }];
		const { outputs } = await stage.workflow({ parameters: updateStock, items: all, settings });
		expect(statuses(outputs[0].map(({ json }) => json))).toEqual(['failed', 'done']);
	});

	it('have failed, and are not in doubt, where the options could not be read before', async () => {
		await open();
		await run(updateStock, [{ sku: 'MUG-BLUE', quantity: 5 }]);
		const path = 'origin-products/\\d+$';
		stage.server.faults.set([{ kind: 'status', status: 500, path, after: 1 }]);
		const settings = { onError: 'continueRegularOutput' } as const;
		const items = [{ sku: 'MUG-BLUE', quantity: 7 }];
		const { outputs } = await stage.workflow({ parameters: updateStock, items, settings });
		expect(outputs[0][0].json).toMatchObject({ status: 'failed', sku: 'MUG-BLUE' });
		expect(offer('MUG-BLUE')?.quantity).toBe(5);
	});

	it('say what is left to do, where a product cannot be put on sale again', async () => {
		await open({ catalogue: [{ sku: 'X', options: [{ sku: 'X-1', stock: 0 }] }] });
		stage.server.faults.set([{ kind: 'status', status: 400, path: 'change-status$' }]);
		const [item] = await run(updateStock, [{ sku: 'X-1', quantity: 5 }]);
		expect(item.status).toBe('done');
		expect(item.warnings).toEqual([expect.stringContaining('still out of stock')]);
		// A second run tries again.
		stage.server.faults.set([]);
		expect(await run(updateStock, [{ sku: 'X-1', quantity: 5 }])).toMatchObject([
			{ status: 'done', warnings: [] },
		]);
		expect(offer('X-1')?.status).toBe('SALE');
	});

	it('are not looked for in products whose options were read and have not changed', async () => {
		await open({ catalogue: undefined, products: 40 });
		const settings = { onError: 'continueRegularOutput' } as const;
		const items = [{ sku: 'nowhere', quantity: 1 }];
		const seen = calls();
		const once = async () => await stage.workflow({ parameters: updateStock, items, settings });
		await once();
		expect(seen.filter((url) => url.endsWith('#'))).toHaveLength(40);
		await run(updateStock, [{ sku: 'NV-00002', quantity: 17 }]);
		seen.length = 0;
		await once();
		expect(seen.filter((url) => url.endsWith('#'))).toHaveLength(1);
	});

	it.each([
		[undefined, null, /상품/],
		[['주문 판매자', '판매자정보'], false, /lacks the API group 상품/],
	])('are named by the check of an account (%j)', async (apiGroups, allowed, reason) => {
		await open({ apiGroups });
		const [item] = await run({ resource: 'account', operation: 'check' });
		expect(item.writing).toMatchObject({
			allowed,
			reason: expect.stringMatching(reason) as string,
		});
	});

	it('write 100 SKUs with a list that lags behind in few calls', async () => {
		const catalogue = Array.from({ length: 120 }, (_unused, i) => ({ sku: `S-${i}`, stock: 1 }));
		await open({ catalogue, indexLagMs: 2500 });
		const seen = calls();
		const input = catalogue.slice(0, 100).map(({ sku }) => ({ sku, quantity: 7 }));
		expect(statuses(await run(updateStock, input)).every((status) => status === 'done')).toBe(true);
		expect(seen.length).toBeLessThanOrEqual(9);
	});

	it('read the options once for all SKUs that no product has, and not again', async () => {
		await open();
		const seen = calls();
		await run(updateStock, [
			{ sku: 'MUG-WHITE', quantity: 1 },
			{ sku: 'SHOE-41', quantity: 1 },
		]);
		const first = seen.length;
		await run(updateStock, [
			{ sku: 'MUG-WHITE', quantity: 2 },
			{ sku: 'SHOE-41', quantity: 2 },
		]);
		expect(seen.length - first).toBeLessThan(first);
		expect([offer('MUG-WHITE')?.quantity, offer('SHOE-41')?.quantity]).toEqual([2, 2]);
	});

	it('have odd codes, and none is taken for another', async () => {
		const codes = [
			'00123',
			'123',
			'빨강/라지-1',
			'A,B;C',
			'say "hi"',
			"it's",
			' blank around ',
			'TEE_100%',
			'1e3',
			'NaN',
			'a\\b',
			'x'.repeat(200),
			'🎁',
		];
		await open({ catalogue: codes.map((sku) => ({ sku, stock: 1 })) });
		const number = offer('00123')?.id ?? '';
		const output = await run(
			updateStock,
			codes.map((sku, i) => ({ sku, quantity: 10 + i })),
		);
		expect(statuses(output)).toEqual(codes.map(() => 'done'));
		expect(codes.map((sku) => offer(sku)?.quantity)).toEqual(codes.map((_, i) => 10 + i));
		// A number of a product is no SKU.
		expect((await refused(updateStock, [{ sku: number, quantity: 1 }])).message).toMatch(
			/^No product/,
		);
	});

	it('are not written without the API group', async () => {
		await open();
		await run(updateStock, [{ sku: 'A', quantity: 4 }]);
		set({ apiGroups: [] });
		const error = await refused(updateStock, [{ sku: 'A', quantity: 5 }]);
		expect(`${error.message} ${error.description}`).toContain('상품');
		expect(offer('A')?.quantity).toBe(4);
	});
});
