import type {
	GenericValue,
	IDataObject,
	ILoadOptionsFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import { Kaufland } from '../../../nodes/Kaufland/Kaufland.node';
import type { KauflandOffer, KauflandSettings } from '../../../sandbox/kaufland/backend';
import type { OfferSeed } from '../../../sandbox/kaufland/offer';
import { failureOf } from '../../kit/failure';
import { fastClock } from '../../kit/fast-clock';
import { Stage } from '../stage';

const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' as const };
const BULK = '/units/bulk';
const ONE = '/units/\\d';

let stage: Stage;
let jump: (ms: number) => void;
beforeEach(() => void (jump = fastClock(200)));
afterEach(async () => {
	await stage.server.close();
	vi.restoreAllMocks();
	forgetProcess('values');
});

/** Offers of the seller's own in the German storefront: SKU-1, SKU-2 … with 5 pieces for 10.00 EUR each. */
const plain = (count: number): OfferSeed[] =>
	Array.from({ length: count }, (_unused, i) => ({
		...{ id: 1001 + i, sku: `SKU-${i + 1}`, storefront: 'de' },
		...{ listingPrice: 1000, minimumPrice: 1000, price: 1000 },
	}));
const SKUS = (count: number) => Array.from({ length: count }, (_unused, i) => `SKU-${i + 1}`);

/** Offers that a test is about, before some plain ones. */
async function open(
	own: OfferSeed[] = [],
	{ count = 5, ...settings }: Partial<KauflandSettings> & { count?: number } = {},
): Promise<void> {
	const oddOffers = [...own, ...plain(count)];
	stage = await Stage.open('kaufland', {
		...{ orders: 1, storefronts: ['de', 'cz', 'pl'], oddOffers },
		...settings,
	});
}

const locator = (value: unknown, mode = 'sku') => ({ __rl: true, mode, value });
const STOCK: IDataObject = {
	resource: 'offer',
	operation: 'updateStock',
	product: locator('={{ $json.sku }}'),
	quantity: '={{ $json.quantity }}',
};
const PRICE: IDataObject = {
	resource: 'offer',
	operation: 'updatePrice',
	product: locator('={{ $json.sku }}'),
	price: '={{ $json.price }}',
	currency: '={{ $json.currency }}',
};
const GET: IDataObject = { resource: 'offer', operation: 'get' };
const byId = { product: locator('={{ $json.id }}', 'id') };

const run = async (parameters: IDataObject, items: IDataObject[] = [{}]) =>
	await stage.node({ parameters, items }).run();
const stock = async (items: IDataObject[], options: IDataObject = {}) =>
	await run({ ...STOCK, options }, items);
const price = async (items: IDataObject[], options: IDataObject = {}) =>
	await run({ ...PRICE, options }, items);
const refusal = async (parameters: IDataObject, items: IDataObject[] = [{}]) =>
	(await failureOf(run(parameters, items))) as Error & { description: string };
const inWorkflow = async (items: IDataObject[], settings: object, more: IDataObject = STOCK) =>
	await stage.workflow({ parameters: more, items, settings: settings as never });

const field = (output: INodeExecutionData[], name: string) => output.map(({ json }) => json[name]);
const statuses = (output: INodeExecutionData[]) => field(output, 'status');
const truth = () => stage.server.backend.offers?.() as KauflandOffer[];
const offer = (sku: string, site = 'de') =>
	truth().find((one) => one.sku === sku && one.site === site)!;
const offerById = (id: number) => truth().find((one) => one.id === String(id))!;
const writes = () => truth().reduce((sum, one) => sum + one.writes.quantity + one.writes.price, 0);
const requests = async () => (await stage.stats()).requests;
/** Which storefront an ID belongs to, only asking shows. */
const ELSEWHERE = /^GET \/v2\/units\/\d+: 404/;
const fine = async () => {
	const { violations } = await stage.stats();
	expect(violations.filter((violation) => !ELSEWHERE.test(violation))).toEqual([]);
};
const all = (more: IDataObject = {}): IDataObject => ({
	...{ resource: 'offer', operation: 'getAll', returnAll: true },
	...more,
});

describe('an offer', () => {
	it.each(['sku', 'id', 'list'])('is read by %s', async (mode) => {
		await open();
		const product = locator(mode === 'sku' ? 'SKU-3' : '1003', mode);
		const [{ json }] = await run({ ...GET, product });
		expect(json).toEqual({
			schema: 'product/1',
			marketplace: 'kaufland',
			account: null,
			site: 'de',
			id: '1003',
			variantId: null,
			sku: 'SKU-3',
			ean: '8591234567890',
			title: 'USB‑C-Kabel 2 m & Adapter 🔌',
			status: 'active',
			statusRaw: 'AVAILABLE',
			quantity: 5,
			price: '10.00',
			currency: 'EUR',
			url: expect.stringMatching(/^https:/) as unknown,
			imageUrl: expect.stringMatching(/^https:/) as unknown,
			updatedAt: expect.stringMatching(/^20.*Z$/) as unknown,
			missing: [],
		});
		await fine();
	});

	it('is as Kaufland sends it, where the user wants that', async () => {
		await open();
		const parameters = { ...GET, product: locator('SKU-3') };
		const [{ json }] = await run({ ...parameters, output: 'marketplace' });
		expect(json).toMatchObject({ id_unit: 1003, id_offer: 'SKU-3', listing_price: 1000 });
		const [{ json: withRaw }] = await run({ ...parameters, options: { includeRaw: true } });
		expect(withRaw.raw).toEqual(json);
	});

	it('of several storefronts is named with them, and chosen by one', async () => {
		await open([
			{ id: 71, sku: 'TWIN', storefront: 'de' },
			{ id: 72, sku: 'TWIN', storefront: 'cz', listingPrice: 25_050 },
		]);
		const product = locator('TWIN');
		const { message, description } = await refusal({ ...GET, product });
		expect(message).toContain("2 offers have the SKU 'TWIN': 71 (de), 72 (cz)");
		expect(description).toContain("by the option 'Storefront'");
		stage.server.resetStats();
		const [{ json }] = await run({ ...GET, product, options: { site: 'cz' } });
		expect(json).toMatchObject({ id: '72', site: 'cz', price: '250.50', currency: 'CZK' });
		expect(await requests()).toBe(1);
		await fine();
	});

	it('that nobody has is named', async () => {
		await open([{ id: 71, sku: 'CZECH', storefront: 'cz' }]);
		const { message } = await refusal({ ...GET, product: locator('NONE') });
		expect(message).toContain("No offer has the SKU 'NONE'");
		const wrong = await refusal({ ...GET, product: locator('999999', 'id') });
		expect(wrong.message).toContain("No offer has the ID '999999'");
		const parameters = { ...GET, product: locator('CZECH'), options: { site: 'de' } };
		expect((await refusal(parameters)).message).toContain('No offer');
		stage.server.resetStats();
		expect((await refusal({ ...GET, product: locator('A-1', 'id') })).message).toContain('A-1');
		const nowhere = { ...GET, product: locator('CZECH'), options: { site: 'uk' } };
		expect((await refusal(nowhere)).message).toContain("'Storefront' has an unknown value: uk");
		expect(await requests()).toBe(0);
	});

	it('in a storefront where the seller does not sell says so', async () => {
		await open();
		const parameters = { ...GET, product: locator('SKU-1'), options: { site: 'fr' } };
		const { description } = await refusal(parameters);
		expect(description).toContain('Account > Check');
	});

	it.each([
		['ONHOLD', 'inactive'],
		['INCOMPLETE', 'draft'],
	] as const)('that is %s is %s', async (status, ours) => {
		await open([{ id: 71, sku: 'A', status }]);
		const [{ json }] = await run({ ...GET, product: locator('A') });
		expect(json).toMatchObject({ status: ours, statusRaw: status });
	});

	it('has the price that the seller asks, whatever Smart Pricing makes of it', async () => {
		await open([{ id: 71, sku: 'A', listingPrice: 2000, minimumPrice: 1500, price: 1800 }]);
		const [{ json }] = await run({ ...GET, product: locator('A') });
		expect(json.price).toBe('20.00');
	});
});

describe('the list of offers', () => {
	it('is of all storefronts and of all who send, with what is unusual', async () => {
		await open([
			{ id: 71, sku: 'DEPOT', fulfillment: 'fulfilled_by_kaufland' },
			{ id: 72, sku: null, storefront: 'pl', status: 'ONHOLD' },
		]);
		const output = await run(all());
		expect(field(output, 'id').sort()).toEqual(
			truth()
				.map(({ id }) => id)
				.sort(),
		);
		expect(new Set(field(output, 'currency'))).toEqual(new Set(['EUR', 'CZK', 'PLN']));
		expect(output.find(({ json }) => json.id === '72')?.json).toMatchObject({ sku: null });
		await fine();
	});

	it('is complete, ten thousand long, at the size of a page', async () => {
		await open([], { offers: 10_000 });
		const ids = field(await run(all()), 'id');
		expect(new Set(ids).size).toBe(ids.length);
		expect([...ids].sort()).toEqual(
			truth()
				.map(({ id }) => id)
				.sort(),
		);
		expect(await requests()).toBeLessThanOrEqual(106);
		await fine();
	}, 60_000);

	it.each([
		['new ones come', { add: 7 }],
		['some go', { remove: 3 }],
		['new ones come and others go', { add: 2, remove: 9 }],
		['others come than go', { add: 5, remove: 5 }],
	])(
		'misses none and doubles none while %s',
		async (_what, offerChurn) => {
			await open([], { offers: 10_000 });
			Object.assign(stage.server.settings, { offerChurn });
			const before = new Set(truth().map(({ id }) => id));
			const ids = field(await run(all()), 'id');
			expect(new Set(ids).size).toBe(ids.length);
			const stayed = truth().filter(({ id }) => before.has(id));
			expect(stayed.filter(({ id }) => !ids.includes(id))).toEqual([]);
			expect(await requests()).toBeLessThanOrEqual(200);
		},
		60_000,
	);

	const ALL_POLISH = ['POLISH', 'MUG/WHITE+330', 'SCREW-M4;100', '00123', 'kabel 2m', 'SOFA-XL'];

	it.each<[string, IDataObject, string[]]>([
		['SKU', { sku: 'SKU-2' }, ['SKU-2']],
		['who sends', { fulfillmentType: 'fulfilled_by_kaufland' }, ['DEPOT']],
		[
			'seller, who sends',
			{ fulfillmentType: 'fulfilled_by_merchant', storefront: 'pl' },
			ALL_POLISH,
		],
		['storefront and SKU', { storefront: 'pl', sku: 'POLISH' }, ['POLISH']],
		['another storefront', { storefront: 'de', sku: 'POLISH' }, []],
		['EAN', { ean: '5901234123457', storefront: 'pl' }, ['POLISH', '00123']],
		['product', { productId: '362524875', storefront: 'pl' }, ['POLISH', '00123']],
	])('is filtered by %s', async (_name, filters, skus) => {
		await open([
			{ id: 71, sku: 'DEPOT', fulfillment: 'fulfilled_by_kaufland' },
			{ id: 72, sku: 'POLISH', storefront: 'pl' },
		]);
		expect(field(await run(all({ filters })), 'sku')).toEqual(skus);
		await fine();
	});

	it.each<[string, IDataObject]>([
		['a storefront that is none', { storefront: 'uk' }],
		['somebody else who sends', { fulfillmentType: 'fulfilled_by_nobody' }],
		['a product that is no number', { productId: 'MUG' }],
	])('with %s is refused before any request', async (_what, filters) => {
		await open();
		await refusal(all({ filters }));
		expect(await requests()).toBe(0);
	});

	it('ends with the limit, and asks for no more', async () => {
		await open();
		const output = await run(all({ returnAll: false, limit: 3 }));
		expect(field(output, 'sku')).toEqual(SKUS(3));
		expect(await requests()).toBe(2);
		const more = await run(all({ returnAll: false, limit: 12 }));
		expect(field(more, 'site')).toEqual([...Array(10).fill('de'), 'cz', 'cz']);
	});

	it('that breaks off is an error, or what was read with a notice', async () => {
		await open([], { offers: 300 });
		stage.server.faults.set([{ kind: 'status', status: 403, path: 'storefront=cz' }]);
		await refusal(all());
		const output = await run(all({ options: { partialResults: true } }));
		expect(output.length).toBeGreaterThan(200);
		expect(output.at(-1)?.json).toHaveProperty('notice');
	});

	it('is searched in the panel, by SKU, EAN and ID, and says in which storefront', async () => {
		await open([{ id: 72, sku: 'K-1', storefront: 'pl' }]);
		const search = new Kaufland().methods.listSearch.searchProducts;
		const find = async (filter: string, site?: string, from?: string) => {
			const { context } = stage.node({ parameters: STOCK, items: [{}] });
			const getCurrentNodeParameter = { value: (name: string) => name === 'options.site' && site };
			const asking = Object.create(context, { getCurrentNodeParameter }) as ILoadOptionsFunctions;
			return await search.call(asking, filter, from);
		};
		const { results } = await find(' K-1 ');
		expect(results).toMatchObject([
			{ name: 'T-Shirt 100 % Baumwolle <unisex> (pl) · K-1', value: '72' },
		]);
		expect((await find('72')).results).toEqual(results);
		expect((await find('5901234123457')).results).toHaveLength(5);
		expect((await find('5901234123457', 'pl')).results).toHaveLength(2);
		expect((await find('nobody')).results).toEqual([]);
	});

	it('in the panel goes on from storefront to storefront', async () => {
		await open(
			Array.from({ length: 130 }, (_unused, i) => ({ id: 5000 + i, storefront: 'cz' as const })),
			{ storefronts: ['de', 'fr', 'cz'] },
		);
		const search = new Kaufland().methods.listSearch.searchProducts;
		const { context } = stage.node({ parameters: STOCK, items: [{}] });
		const asking = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const seen: unknown[] = [];
		let from: string | undefined;
		do {
			const { results, paginationToken } = await search.call(asking, '', from);
			expect(results.length).toBeGreaterThan(0);
			seen.push(...results.map(({ value }) => value));
			from = paginationToken as string | undefined;
		} while (from !== undefined);
		expect(seen.sort()).toEqual(
			truth()
				.map(({ id }) => id)
				.sort(),
		);
	});
});

describe('new stock', () => {
	it('is set for all items in one call, and nothing is sent where it was so', async () => {
		await open();
		const items = SKUS(3).map((sku, i) => ({ sku, quantity: 50 + i }));
		const output = await stock(items);
		expect(output[1].json).toEqual({
			schema: 'stock/1',
			marketplace: 'kaufland',
			account: null,
			site: 'de',
			sku: 'SKU-2',
			id: '1002',
			status: 'done',
			quantity: 51,
			before: 5,
			handle: null,
			warnings: [],
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(SKUS(3).map((sku) => offer(sku).quantity)).toEqual([50, 51, 52]);
		// Where the account sells, each SKU in each storefront, one write.
		expect(await requests()).toBe(1 + 9 + 1);
		stage.server.resetStats();
		expect(statuses(await stock(items))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await requests()).toBe(10);
		expect(writes()).toBe(3);
		await fine();
	});

	it('changes nothing else', async () => {
		await open([{ id: 71, sku: 'SMART', listingPrice: 2000, minimumPrice: 1500, price: 1800 }]);
		const raw = async () => {
			const parameters = { ...GET, product: locator('SMART'), output: 'marketplace' };
			return (await run(parameters))[0].json;
		};
		const before = await raw();
		await stock([{ sku: 'SMART', quantity: 9 }]);
		expect({ ...(await raw()), date_lastchange_iso: 0 }).toEqual({
			...{ ...before, amount: 9, date_lastchange_iso: 0 },
		});
	});

	it('is set again where the list still shows what was there before', async () => {
		await open([], { indexLagMs: 60_000 });
		for (const quantity of [60, 61, 5, 5]) {
			expect(statuses(await stock([{ sku: 'SKU-2', quantity }]))).toHaveLength(1);
			expect(offer('SKU-2').quantity).toBe(quantity);
		}
	});

	it('that was set before is set again in the same execution', async () => {
		await open();
		for (const quantity of [60, 61, 60, 61, 60]) {
			expect(statuses(await stock([{ sku: 'SKU-2', quantity }]))).toEqual(['done']);
			expect(offer('SKU-2').quantity).toBe(quantity);
			jump(3 * 3_600_000);
		}
	});

	it('may be zero', async () => {
		await open();
		expect(statuses(await stock([{ sku: 'SKU-2', quantity: 0 }]))).toEqual(['done']);
		expect(offer('SKU-2')).toMatchObject({ quantity: 0, status: 'AVAILABLE' });
		expect(statuses(await stock([{ sku: 'SKU-2', quantity: 0 }]))).toEqual(['unchanged']);
	});

	it('is never sent where Kaufland keeps the goods', async () => {
		await open([{ id: 71, sku: 'DEPOT', fulfillment: 'fulfilled_by_kaufland' }]);
		const { message } = await refusal(STOCK, [{ sku: 'DEPOT', quantity: 4 }]);
		expect(message).toContain("The stock of offer '71' is kept by Kaufland");
		expect(writes()).toBe(0);
		expect(statuses(await price([{ sku: 'DEPOT', price: '5' }]))).toEqual(['done']);
		await fine();
	});

	it.each<[string, GenericValue]>([
		['nothing', ''],
		['less than nothing', -1],
		['a part of a piece', 1.5],
		['no number', NaN],
		['more than Kaufland takes', 2 ** 31],
		['words', 'many'],
	])('of %s is refused before any request', async (_what, quantity) => {
		await open();
		const { message } = await refusal(STOCK, [{ sku: 'SKU-2', quantity }]);
		expect(message).toContain("'Quantity'");
		expect(await requests()).toBe(0);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['a blank SKU', { sku: '  ', quantity: 1 }, STOCK],
		['no SKU', { quantity: 1 }, STOCK],
		['no ID', { id: '', quantity: 1 }, { ...STOCK, ...byId }],
		['an ID of words', { id: 'SKU-2', quantity: 1 }, { ...STOCK, ...byId }],
		['an ID that no number can be', { id: '9'.repeat(17), quantity: 1 }, { ...STOCK, ...byId }],
		['the ID zero', { id: '0', quantity: 1 }, { ...STOCK, ...byId }],
		[
			'no storefront that there is',
			{ sku: 'A', quantity: 1 },
			{ ...STOCK, options: { site: 'x' } },
		],
	])('with %s is refused before any request', async (_what, item, parameters) => {
		await open();
		expect((await refusal(parameters, [item])).message).not.toBe('');
		expect(await requests()).toBe(0);
	});

	it('for the same SKU twice is set once, and two values are an error of the later one', async () => {
		await open();
		const items = [
			{ sku: 'SKU-1', quantity: 11 },
			{ sku: 'SKU-2', quantity: 12 },
			{ sku: 'SKU-1', quantity: '11' },
			{ sku: 'SKU-2', quantity: 13 },
		];
		const { outputs } = await inWorkflow(items, CONTINUE);
		expect(statuses(outputs[0])).toEqual(['done', 'done', 'done', 'failed']);
		expect(outputs[0][3].json.error).toContain("SKU 'SKU-2' has two values: 12 and 13");
		expect(offer('SKU-1')).toMatchObject({ quantity: 11, writes: { quantity: 1 } });
		expect(offer('SKU-2')).toMatchObject({ quantity: 12, writes: { quantity: 1 } });
	});

	it('for an offer that is named by SKU and by ID, with its storefront and without, is one', async () => {
		await open();
		const parameters = {
			...STOCK,
			product: { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.name }}' },
			options: { site: '={{ $json.site }}' },
		};
		const items = [
			{ mode: 'sku', name: 'SKU-1', quantity: 11 },
			{ mode: 'id', name: '1001', quantity: 11 },
			{ mode: 'sku', name: 'SKU-1', quantity: 11, site: 'de' },
			{ mode: 'id', name: '1001', quantity: 12, site: 'de' },
		];
		const { outputs } = await inWorkflow(items, CONTINUE, parameters);
		expect(statuses(outputs[0])).toEqual(['done', 'done', 'done', 'failed']);
		expect(outputs[0][3].json.error).toContain('are the same and have two values: 11 and 12');
		expect(offer('SKU-1')).toMatchObject({ quantity: 11, writes: { quantity: 1 } });
		await fine();
	});

	it('for a SKU of several storefronts is an error that lists them, or for one, or for all', async () => {
		await open([
			{ id: 71, sku: 'TWIN', storefront: 'de' },
			{ id: 72, sku: 'TWIN', storefront: 'cz' },
		]);
		const items = [{ sku: 'TWIN', quantity: 9 }];
		const { message, description } = await refusal(STOCK, items);
		expect(message).toContain('71 (de), 72 (cz)');
		expect(description).toMatch(/option 'Storefront', or set 'If Several Match' to 'Update All'/);
		expect(writes()).toBe(0);
		const [{ json: one }] = await stock([{ sku: 'TWIN', quantity: 8 }], { site: 'cz' });
		expect(one).toMatchObject({ status: 'done', site: 'cz', id: '72' });
		expect([offerById(71).quantity, offerById(72).quantity]).toEqual([5, 8]);
		const [{ json }] = await stock(items, { ifSeveral: 'all' });
		expect(json).toMatchObject({ status: 'done', sku: 'TWIN', quantity: 9, id: null, site: null });
		expect(json.warnings).toEqual([expect.stringContaining('71, 72')]);
		expect([offerById(71).quantity, offerById(72).quantity]).toEqual([9, 9]);
		await fine();
	});

	it('goes with the price, where Kaufland does not take it alone', async () => {
		await open([{ id: 71, sku: 'SMART', listingPrice: 2000, minimumPrice: 1500, price: 1800 }], {
			priceRequired: true,
		});
		const items = [
			{ sku: 'SMART', quantity: 8 },
			{ sku: 'SKU-1', quantity: 9 },
		];
		expect(statuses(await stock(items))).toEqual(['done', 'done']);
		expect(offerById(71)).toMatchObject({ quantity: 8, price: '20.00' });
		expect(offer('SKU-1')).toMatchObject({ quantity: 9, price: '10.00' });
		await fine();
	});

	it('goes with the price of this moment, not with that of a list', async () => {
		await open([], { priceRequired: true, indexLagMs: 60_000 });
		await price([{ sku: 'SKU-1', price: '12.34' }]);
		expect(statuses(await stock([{ sku: 'SKU-1', quantity: 9 }]))).toEqual(['done']);
		expect(offer('SKU-1')).toMatchObject({ quantity: 9, price: '12.34' });
	});

	it.each([
		['lost', {}, ['done', 'done']],
		['status', { status: 403 }, ['failed', 'failed']],
	] as const)(
		'that goes with the price is not done before it is: %s',
		async (kind, more, wanted) => {
			await open([], { priceRequired: true });
			const items = SKUS(2).map((sku) => ({ sku, quantity: 9 }));
			stage.server.faults.set([{ kind, ...more, path: BULK, after: 1, times: 1 }]);
			const { outputs } = await inWorkflow(items, CONTINUE);
			expect(statuses(outputs[0])).toEqual(wanted);
			for (const { sku } of items) expect(offer(sku).quantity).toBe(wanted[0] === 'done' ? 9 : 5);
		},
	);
});

describe('a new price', () => {
	it('is set for all items, and nothing is sent where it was so', async () => {
		await open([{ id: 71, sku: 'CZECH', storefront: 'cz', listingPrice: 25_050 }]);
		const items = [
			{ sku: 'SKU-1', price: '12.5' },
			{ sku: 'CZECH', price: 299.9, currency: 'czk' },
			{ sku: 'SKU-2', price: '10.00' },
		];
		const output = await price(items);
		expect(statuses(output)).toEqual(['done', 'done', 'unchanged']);
		expect(output[0].json).toMatchObject({
			...{ schema: 'price/1', site: 'de', price: '12.50', currency: 'EUR', before: '10.00' },
			warnings: [],
		});
		expect(output[1].json).toMatchObject({ price: '299.90', currency: 'CZK', before: '250.50' });
		expect(offer('SKU-1').written.price).toEqual(['12.50']);
		expect(offerById(71).price).toBe('299.90');
		expect(statuses(await price(items))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(writes()).toBe(2);
		await fine();
	});

	it.each(['0.01', '0.07', '1.1', '8.29', '19.99', '1.15', '4.35', '1000000'])(
		'goes out in whole cents: %s',
		async (written) => {
			await open();
			const [{ json }] = await price([{ sku: 'SKU-1', price: written }]);
			expect(json.status).toBe('done');
			expect(Number(offer('SKU-1').price)).toBe(Number(written));
			await fine();
		},
	);

	it.each<[string, IDataObject]>([
		['another currency', { price: '5', currency: 'CZK' }],
		['more than a million euros', { price: '1000000.01' }],
	])('of %s is not sent', async (_what, more) => {
		await open();
		expect((await refusal(PRICE, [{ sku: 'SKU-1', ...more }])).message).not.toBe('');
		expect(writes()).toBe(0);
		await fine();
	});

	it('may be more in a storefront with another currency', async () => {
		await open([
			{ id: 71, sku: 'CZECH', storefront: 'cz' },
			{ id: 72, sku: 'POLISH', storefront: 'pl' },
		]);
		const items = [
			{ sku: 'CZECH', price: '20000000' },
			{ sku: 'POLISH', price: '4500000' },
		];
		expect(statuses(await price(items))).toEqual(['done', 'done']);
		const { message } = await refusal(PRICE, [{ sku: 'POLISH', price: '4500000.01' }]);
		expect(message).toContain("'Price' is more than 4500000 PLN");
	});

	it.each<[string, IDataObject]>([
		['nothing', { price: '' }],
		['zero', { price: 0 }],
		['less than zero', { price: -5 }],
		['a comma', { price: '5,99' }],
		['a sign', { price: '5 EUR' }],
		['three decimals', { price: '5.999' }],
		['a currency that no storefront has', { price: '5', currency: 'USD' }],
	])('of %s is refused before any request', async (_what, more) => {
		await open();
		await refusal(PRICE, [{ sku: 'SKU-1', ...more }]);
		expect(await requests()).toBe(0);
	});

	it('below the minimum of Smart Pricing is refused, and nothing is changed', async () => {
		await open([{ id: 71, sku: 'SMART', listingPrice: 2000, minimumPrice: 1500, price: 1800 }]);
		const { message, description } = await refusal(PRICE, [{ sku: 'SMART', price: '14.99' }]);
		expect(message).toContain("less than the minimum price of offer '71': 15.00 EUR");
		expect(description).toContain('Smart Pricing');
		expect(writes()).toBe(0);
		const [{ json }] = await price([{ sku: 'SMART', price: '15' }]);
		expect(json).toMatchObject({ status: 'done', warnings: [] });
	});

	it('above the minimum of Smart Pricing says that it may be lowered', async () => {
		await open([{ id: 71, sku: 'SMART', listingPrice: 2000, minimumPrice: 1500, price: 1800 }]);
		const [{ json }] = await price([{ sku: 'SMART', price: '25' }]);
		expect(json).toMatchObject({
			status: 'done',
			warnings: ['Smart Pricing may sell it for less, down to 15.00 EUR'],
		});
	});

	it('where the minimum is the price itself may be lower', async () => {
		await open();
		expect(statuses(await price([{ sku: 'SKU-1', price: '7.77' }]))).toEqual(['done']);
		expect(offer('SKU-1').price).toBe('7.77');
	});

	it('for storefronts with several currencies is not one price', async () => {
		await open([
			{ id: 71, sku: 'TWIN', storefront: 'de' },
			{ id: 72, sku: 'TWIN', storefront: 'cz' },
		]);
		const parameters = { ...PRICE, options: { ifSeveral: 'all' } };
		for (const currency of ['', 'EUR']) {
			const items = [{ sku: 'TWIN', price: '9.99', currency }];
			const { message } = await refusal(parameters, items);
			expect(message).toContain("The offers with the SKU 'TWIN' have prices in EUR and CZK");
		}
		expect(writes()).toBe(0);
	});

	it('for storefronts with one currency may be that of all', async () => {
		await open(
			[
				{ id: 71, sku: 'TWIN', storefront: 'de' },
				{ id: 72, sku: 'TWIN', storefront: 'at' },
			],
			{ storefronts: ['de', 'at'] },
		);
		expect(statuses(await price([{ sku: 'TWIN', price: '9' }], { ifSeveral: 'all' }))).toEqual([
			'done',
		]);
		expect([offerById(71).price, offerById(72).price]).toEqual(['9.00', '9.00']);
	});
});

describe('offers with odd SKUs', () => {
	const ODD = [
		'ŻUBR 0,5 l',
		'日本-🕯',
		'a,b;c',
		`"quoted" 'twice'`,
		'a&b=c+d/e?f#g%20',
		'00987',
		'1001',
		'(a)!*:~',
		'x'.repeat(200),
	];

	it.each(ODD)('are found and written: %s', async (sku) => {
		await open([{ id: 71, sku }]);
		expect(statuses(await stock([{ sku, quantity: 9 }]))).toEqual(['done']);
		expect(offerById(71).quantity).toBe(9);
		await fine();
	});

	it('are found in the whole list, too', async () => {
		await open(ODD.map((sku, i) => ({ id: 71 + i, sku })));
		const output = await stock(ODD.map((sku) => ({ sku, quantity: 9 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(field(output, 'id')).toEqual(ODD.map((_sku, i) => String(71 + i)));
		expect(offer('SKU-1').quantity).toBe(5);
		await fine();
	});

	it.each([0, 10])('with blanks around them go by their ID, beside %i others', async (count) => {
		await open(
			[
				{ id: 71, sku: ' A ' },
				{ id: 72, sku: 'B' },
			],
			{ count: 10 },
		);
		const others = SKUS(count).map((sku) => ({ sku, quantity: 9 }));
		const items = [{ sku: ' B ', quantity: 9 }, { sku: ' A ', quantity: 9 }, ...others];
		const { outputs } = await inWorkflow(items, CONTINUE);
		expect(statuses(outputs[0]).slice(0, 2)).toEqual(['done', 'failed']);
		expect(outputs[0][1].json.error).toContain("No offer has the SKU 'A'");
		expect(statuses(await run({ ...STOCK, ...byId }, [{ id: '71', quantity: 9 }]))).toEqual([
			'done',
		]);
	});

	it('do not help, where the ID is too long to be sent back as it is', async () => {
		await open([{ id: 9_000_000_000_000_001, sku: 'BIG' }]);
		const { message } = await refusal(STOCK, [{ sku: 'BIG', quantity: 9 }]);
		expect(message).toContain("an ID that cannot be sent back: '9000000000000001'");
		expect(writes()).toBe(0);
	});

	it('leave an offer without a SKU to its ID', async () => {
		await open([{ id: 71, sku: null }]);
		const output = await run({ ...STOCK, ...byId }, [{ id: '71', quantity: 9 }]);
		expect(output[0].json).toMatchObject({ status: 'done', sku: null, id: '71' });
	});

	it('that differ in capital letters are two', async () => {
		await open([
			{ id: 71, sku: 'abc' },
			{ id: 72, sku: 'ABC' },
		]);
		expect(statuses(await stock([{ sku: 'ABC', quantity: 9 }]))).toEqual(['done']);
		expect([offerById(71).quantity, offerById(72).quantity]).toEqual([5, 9]);
	});
});

describe.each([0, 1, 2])('an offer that Kaufland refuses in place %i', (place) => {
	const items = SKUS(3).map((sku, i) => ({ sku, quantity: 50 + i }));
	const refused = async () => await open([], { troubles: { [1001 + place]: 'invalid' } });
	const rightly = () =>
		items.forEach(({ sku }, at) => expect(offer(sku).writes.quantity).toBe(at === place ? 0 : 1));

	it('stops the workflow, after the others were written', async () => {
		await refused();
		const { error } = await inWorkflow(items, {});
		expect(error?.message).toMatch(/^1 of 3 offers was not updated: SKU-\d .*unit: locked/);
		rightly();
	});

	it('is an item in its place, where the workflow continues', async () => {
		await refused();
		const { outputs } = await inWorkflow(items, CONTINUE);
		expect(statuses(outputs[0])).toEqual([0, 1, 2].map((at) => (at === place ? 'failed' : 'done')));
		expect(outputs[0][place].json).toMatchObject({ code: '400', sku: items[place].sku });
		expect(outputs[0][place].json.error).toContain('Wrong values; unit: locked');
		rightly();
	});

	it('leaves by the error output, with what came in', async () => {
		await refused();
		const { outputs } = await inWorkflow(items, { onError: 'continueErrorOutput' });
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(outputs[1].map(({ json }) => json)).toMatchObject([items[place]]);
	});

	it('is the only one that is sent when the node is tried again', async () => {
		await refused();
		const { error } = await inWorkflow(items, RETRY);
		expect(error?.message).toContain('1 of 3');
		rightly();
	});
});

describe('an answer that does not come', () => {
	const items = SKUS(30).map((sku) => ({ sku, quantity: 95 }));

	it.each(['lost', 'done504', 'reset', 'truncated', 'empty', 'html'] as const)(
		'to a write does no harm: %s',
		async (kind) => {
			await open([], { count: 30 });
			stage.server.faults.set([{ kind, path: BULK, times: 1 }]);
			expect(new Set(statuses(await stock(items)))).toEqual(new Set(['done']));
			for (const { sku } of items) expect(offer(sku).quantity).toBe(95);
		},
	);

	it('for one of many is looked for, and was done', async () => {
		await open([], { count: 30, troubles: { 1002: 'silent' } });
		expect(new Set(statuses(await stock(items)))).toEqual(new Set(['done']));
		expect(offer('SKU-2')).toMatchObject({ quantity: 95, writes: { quantity: 1 } });
	});

	it('for one of many, with an internal error, is unknown after a second try', async () => {
		await open([], { troubles: { 1002: 'internal' } });
		const { outputs } = await inWorkflow(items.slice(0, 3), CONTINUE);
		expect(statuses(outputs[0])).toEqual(['done', 'unknown', 'done']);
		expect(outputs[0][1].json.message).toContain('Run it again');
		expect([offer('SKU-1').writes.quantity, offer('SKU-3').writes.quantity]).toEqual([1, 1]);
		Object.assign(stage.server.settings, { troubles: {} });
		expect(statuses(await stock(items.slice(0, 3)))).toEqual(['unchanged', 'done', 'unchanged']);
	});

	it('at all is unknown, and says where to look', async () => {
		await open();
		stage.server.faults.set([
			{ kind: 'lost', path: BULK },
			{ kind: 'status', status: 503, path: '/units', after: 6 },
		]);
		const { outputs } = await inWorkflow(items.slice(0, 2), CONTINUE);
		expect(statuses(outputs[0])).toEqual(['unknown', 'unknown']);
		stage.server.faults.set([]);
		expect(new Set(statuses(await stock(items.slice(0, 2))))).toEqual(new Set(['unchanged']));
	});

	it('is not sent twice for those that were through when the node is tried again', async () => {
		await open([], { troubles: { 1002: 'internal' } });
		const { error } = await inWorkflow(items.slice(0, 3), RETRY);
		expect(error?.message).toContain('1 of 3');
		expect(SKUS(3).map((sku) => offer(sku).writes.quantity)).toEqual([1, 0, 1]);
	});

	it('from one storefront leaves a SKU undecided, and an ID found', async () => {
		await open([{ id: 71, sku: 'A' }]);
		stage.server.faults.set([{ kind: 'status', status: 403, path: 'storefront=pl' }]);
		const parameters = {
			...STOCK,
			product: { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.name }}' },
		};
		const both = [
			{ mode: 'sku', name: 'A', quantity: 9 },
			{ mode: 'id', name: '1001', quantity: 9 },
		];
		const { outputs } = await inWorkflow(both, CONTINUE, parameters);
		expect(statuses(outputs[0])).toEqual(['failed', 'done']);
		expect(offerById(71).writes.quantity).toBe(0);
		const many = SKUS(5).map((sku) => ({ sku, quantity: 8 }));
		const lists = await inWorkflow(many, CONTINUE);
		expect(new Set(statuses(lists.outputs[0]))).toEqual(new Set(['failed']));
		expect(statuses(await stock(many.slice(0, 1), { site: 'de' }))).toEqual(['done']);
	});

	it('to one of the questions fails what was asked, and no other', async () => {
		await open();
		stage.server.faults.set([{ kind: 'status', status: 400, path: 'id_offer=SKU-2' }]);
		const { outputs } = await inWorkflow(items.slice(0, 3), CONTINUE);
		expect(statuses(outputs[0])).toEqual(['done', 'failed', 'done']);
		stage.server.faults.set([{ kind: 'status', status: 400, path: `${ONE}001` }]);
		const ids = [1001, 1002].map((id) => ({ id, quantity: 7 }));
		const byIds = await inWorkflow(ids, CONTINUE, { ...STOCK, ...byId });
		expect(statuses(byIds.outputs[0])).toEqual(['failed', 'done']);
	});

	it('to a storefront where the account does not sell is that of its items alone', async () => {
		await open();
		const all = [
			{ sku: 'SKU-1', quantity: 9 },
			{ sku: 'SKU-2', quantity: 9, site: 'fr' },
			...SKUS(5).map((sku) => ({ sku, quantity: 9, site: 'de' })),
		];
		const options = { site: '={{ $json.site }}' };
		const { outputs } = await inWorkflow(all, CONTINUE, { ...STOCK, options });
		expect(statuses(outputs[0])).toEqual(['done', 'failed', ...Array(5).fill('done')]);
	});

	it.each([400, 404])('to a whole call is found out by halves: %i', async (status) => {
		await open([], { count: 30 });
		stage.server.faults.set([{ kind: 'status', status, path: BULK, times: 1 }]);
		const { outputs } = await inWorkflow(items, CONTINUE);
		const wanted = status === 400 ? 'done' : 'failed';
		expect(new Set(statuses(outputs[0]))).toEqual(new Set([wanted]));
	});

	it('to the question where the account sells ends all', async () => {
		await open();
		stage.server.faults.set([{ kind: 'status', status: 403, path: '/info/storefront' }]);
		const { outputs } = await inWorkflow(items.slice(0, 2), CONTINUE);
		expect(statuses(outputs[0])).toEqual(['failed', 'failed']);
		expect(writes()).toBe(0);
	});
});

describe('offers that have gone or are new', () => {
	it('are named one by one, and the others are written', async () => {
		await open();
		const items = [1001, 999_999, 1002].map((id) => ({ id, quantity: 9 }));
		const { outputs } = await inWorkflow(items, CONTINUE, { ...STOCK, ...byId });
		expect(statuses(outputs[0])).toEqual(['done', 'failed', 'done']);
	});

	it('are found by their ID, also where no list has them yet', async () => {
		await open([], { indexLagMs: 300_000, count: 10 });
		Object.assign(stage.server.settings, { offerChurn: { add: 1 } });
		await run(all({ filters: { storefront: 'de' } }));
		Object.assign(stage.server.settings, { offerChurn: {} });
		const fresh = truth().find(({ sku }) => sku === 'NEW-0')!;
		const items = [...truth().slice(-6), fresh].map(({ id }) => ({ id, quantity: 9 }));
		expect(new Set(statuses(await run({ ...STOCK, ...byId }, items)))).toEqual(new Set(['done']));
		expect(truth().find(({ id }) => id === fresh.id)?.quantity).toBe(9);
	});

	it('are an error of theirs alone, where they go between the look and the write', async () => {
		await open();
		// The list goes on while the SKU is looked for: each page that is read deletes the first offer.
		Object.assign(stage.server.settings, { offerChurn: { remove: 1 } });
		const items = [
			{ mode: 'id', name: '1001', quantity: 9 },
			{ mode: 'id', name: '1002', quantity: 9 },
			{ mode: 'sku', name: 'SKU-5', quantity: 9 },
		];
		const parameters = {
			...STOCK,
			product: { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.name }}' },
			options: { site: 'de' },
		};
		const { outputs } = await inWorkflow(items, CONTINUE, parameters);
		expect(statuses(outputs[0])).toEqual(['failed', 'done', 'done']);
		expect([offer('SKU-2').quantity, offer('SKU-5').quantity]).toEqual([9, 9]);
	});
});

describe('a thousand SKUs', () => {
	it('take seven writes, and the pages of the lists', async () => {
		await open([], { count: 1000 });
		const pages = 11 + 1 + 1;
		const output = await stock(SKUS(1000).map((sku) => ({ sku, quantity: 95 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(await requests()).toBeLessThanOrEqual(1 + pages + 7);
		expect(writes()).toBe(1000);
		stage.server.resetStats();
		const prices = SKUS(1000).map((sku) => ({ sku, price: '99.99' }));
		expect(new Set(statuses(await price(prices, { site: 'de' })))).toEqual(new Set(['done']));
		expect(await requests()).toBeLessThanOrEqual(11 + 7);
		stage.server.resetStats();
		expect(new Set(statuses(await price(prices)))).toEqual(new Set(['unchanged']));
		expect(await requests()).toBeLessThanOrEqual(1 + pages);
		await fine();
	}, 60_000);

	it('take as many by their IDs', async () => {
		await open([], { count: 1000 });
		const items = SKUS(1000).map((_sku, i) => ({ id: 1001 + i, quantity: 95 }));
		const output = await run({ ...STOCK, ...byId }, items);
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(await requests()).toBeLessThanOrEqual(1 + 13 + 7);
	}, 60_000);

	it('in three storefronts take seven writes in each', async () => {
		const twins = SKUS(1000).flatMap((sku, i) =>
			(['cz', 'pl'] as const).map((storefront, at) => ({
				id: 50_000 + 2 * i + at,
				sku,
				storefront,
			})),
		);
		await open(twins, { count: 1000 });
		const items = SKUS(1000).map((sku) => ({ sku, quantity: 95 }));
		expect(new Set(statuses(await stock(items, { ifSeveral: 'all' })))).toEqual(new Set(['done']));
		expect(await requests()).toBeLessThanOrEqual(1 + 3 * 11 + 3 * 7);
		expect(writes()).toBe(3000);
	}, 60_000);

	it('that are few beside the whole list are asked for one by one', async () => {
		await open([], { offers: 3000, storefronts: ['de'] });
		const items = SKUS(5).map((sku) => ({ sku, quantity: 95 }));
		expect(new Set(statuses(await stock(items)))).toEqual(new Set(['done']));
		// Where the account sells, how long the list is, five questions, one write.
		expect(await requests()).toBe(1 + 1 + 5 + 1);
	});

	it('keep within what Kaufland allows', async () => {
		await open([], { count: 1000, quotaScale: 0.05 });
		const output = await stock(SKUS(1000).map((sku) => ({ sku, quantity: 95 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(writes()).toBe(1000);
	}, 60_000);
});

describe('keys of another seller', () => {
	it('change nothing here', async () => {
		await open();
		const { second } = stage.grant() as unknown as { second: Record<string, string> };
		const items = [{ id: '1001', quantity: 9 }];
		const error = (await failureOf(
			stage.node({ credential: second, parameters: { ...STOCK, ...byId }, items }).run(),
		)) as Error;
		expect(error.message).toContain('No offer has the ID');
		expect(writes()).toBe(0);
	});
});
