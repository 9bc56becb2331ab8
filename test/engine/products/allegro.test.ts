import type {
	GenericValue,
	IDataObject,
	ILoadOptionsFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import { Allegro } from '../../../nodes/Allegro/Allegro.node';
import type { AllegroSettings } from '../../../sandbox/allegro/settings';
import { failureOf } from '../../kit/failure';
import { fastClock } from '../../kit/fast-clock';
import { Stage } from '../stage';

const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
const CONTINUE = { onError: 'continueRegularOutput' as const };
const READ = 'allegro:api:sale:offers:read';
const BULK = '/sale/offer-bulk-modification-commands$';

let stage: Stage;
let jump: (ms: number) => void;
beforeEach(() => void (jump = fastClock(200)));
afterEach(async () => {
	await stage.server.close();
	vi.restoreAllMocks();
});

/** A seller with some offers, and those that a test is about. */
async function open(settings: Partial<AllegroSettings> = {}): Promise<void> {
	stage = await Stage.open('allegro', { orders: 1, offers: 40, ...settings });
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
const truth = () => stage.server.backend.offers?.() ?? [];
const offer = (sku: string) => truth().find((one) => one.sku === sku)!;
const offerById = (id: string) => truth().find((one) => one.id === id)!;
const writes = () => truth().reduce((sum, one) => sum + one.writes.quantity + one.writes.price, 0);
const requests = async () => (await stage.stats()).requests;
const fine = async () => expect((await stage.stats()).violations).toEqual([]);
const SKUS = (count: number, from = 1) =>
	Array.from({ length: count }, (_unused, i) => `SKU-${String(from + i).padStart(5, '0')}`);

describe('an offer', () => {
	it.each(['sku', 'id', 'list'])('is read by %s', async (mode) => {
		await open();
		const { id } = offer('SKU-00004');
		const product = locator(mode === 'sku' ? 'SKU-00004' : id, mode);
		const [{ json }] = await run({ resource: 'offer', operation: 'get', product });
		expect(json).toMatchObject({
			schema: 'product/1',
			marketplace: 'allegro',
			site: 'allegro-pl',
			id,
			variantId: null,
			sku: 'SKU-00004',
			status: 'active',
			statusRaw: 'ACTIVE',
			quantity: 22,
			price: '11.11',
			currency: 'PLN',
			ean: null,
			missing: [{ field: 'ean' }],
		});
		expect(json).not.toHaveProperty('raw');
		await fine();
	});

	it('is as Allegro sends it, where the user wants that', async () => {
		await open();
		const parameters = { resource: 'offer', operation: 'get', product: locator('SKU-00004') };
		const [{ json }] = await run({ ...parameters, output: 'marketplace' });
		expect(json).toMatchObject({ external: { id: 'SKU-00004' }, stock: { available: 22 } });
		const [{ json: withRaw }] = await run({ ...parameters, options: { includeRaw: true } });
		expect(withRaw.raw).toEqual(json);
	});

	it('that nobody has, or several have, is named', async () => {
		await open({
			oddOffers: [
				{ id: '71', sku: 'TWIN' },
				{ id: '72', sku: 'TWIN' },
			],
		});
		const get = (value: string, mode?: string) => ({
			...{ resource: 'offer', operation: 'get' },
			product: locator(value, mode),
		});
		expect((await refusal(get('NONE'))).message).toContain("No offer has the SKU 'NONE'");
		expect((await refusal(get('9999999', 'id'))).message).toContain("the ID '9999999'");
		expect((await refusal(get('TWIN'))).message).toContain('71, 72');
	});

	it('that is sold stands before those of its SKU that have ended', async () => {
		await open({
			oddOffers: [
				{ id: '71', sku: 'A', status: 'ENDED' },
				{ id: '72', sku: 'A', status: 'ACTIVE' },
				{ id: '73', sku: 'A', status: 'INACTIVE' },
			],
		});
		const product = locator('A');
		const [{ json }] = await run({ resource: 'offer', operation: 'get', product });
		expect(json.id).toBe('72');
		expect(statuses(await stock([{ sku: 'A', quantity: 8 }]))).toEqual(['done']);
		expect(
			truth()
				.slice(0, 3)
				.map(({ quantity }) => quantity),
		).toEqual([5, 8, 5]);
	});
});

describe('the list of offers', () => {
	const all = (more: IDataObject = {}): IDataObject => ({
		resource: 'offer',
		operation: 'getAll',
		returnAll: true,
		...more,
	});

	it('is complete, ten thousand long, at the size of a page', async () => {
		await open({ offers: 10_000 });
		const ids = field(await run(all()), 'id');
		expect(new Set(ids).size).toBe(ids.length);
		expect([...ids].sort()).toEqual(
			truth()
				.map(({ id }) => id)
				.sort(),
		);
		expect(await requests()).toBeLessThanOrEqual(12);
		await fine();
	}, 60_000);

	it.each([
		['new ones come', { add: 7 }],
		['some go', { remove: 3 }],
		['new ones come and others go', { add: 2, remove: 9 }],
		['some end', { end: 5, remove: 1 }],
	])(
		'misses none and doubles none while %s',
		async (_what, offerChurn) => {
			await open({ offers: 10_000 });
			Object.assign(stage.server.settings, { offerChurn });
			const before = new Set(truth().map(({ id }) => id));
			const ids = field(await run(all()), 'id');
			expect(new Set(ids).size).toBe(ids.length);
			const stayed = truth().filter(({ id }) => before.has(id));
			expect(stayed.filter(({ id }) => !ids.includes(id))).toEqual([]);
			expect(await requests()).toBeLessThanOrEqual(25);
		},
		60_000,
	);

	it('misses none of those on sale while others end', async () => {
		await open({ offers: 5000 });
		Object.assign(stage.server.settings, { offerChurn: { end: 4 } });
		const ids = field(await run(all({ filters: { status: ['ACTIVE'] } })), 'id');
		const left = truth().filter(({ status, id }) => status === 'ACTIVE' && !ids.includes(id));
		expect(left).toEqual([]);
	}, 60_000);

	it.each<[string, IDataObject, string[]]>([
		['SKUs', { skus: 'SKU-00002, SKU-00003' }, ['SKU-00002', 'SKU-00003']],
		['status', { status: ['ENDED', 'INACTIVE'] }, ['E', 'D']],
		['name', { name: 'niebieski' }, ['N']],
		['warehouse', { isFulfillment: true }, ['F']],
		['warehouse and site', { isFulfillment: true, site: 'allegro-cz' }, []],
	])('is filtered by %s', async (_name, filters, skus) => {
		await open({
			oddOffers: [
				{ sku: 'E', status: 'ENDED' },
				{ sku: 'D', status: 'INACTIVE' },
				{ sku: 'N', name: 'Kubek NIEBIESKI' },
				{ sku: 'F', isFulfillment: true },
			],
		});
		expect(field(await run(all({ filters })), 'sku')).toEqual(skus);
		await fine();
	});

	it('ends with the limit', async () => {
		await open();
		const output = await run(all({ returnAll: false, limit: 3 }));
		expect(field(output, 'id')).toEqual(
			truth()
				.slice(0, 3)
				.map(({ id }) => id),
		);
		expect(await requests()).toBe(1);
	});

	it('is searched in the panel, by title and by SKU', async () => {
		await open({ oddOffers: [{ id: '71', sku: 'K-1', name: 'Kubek' }] });
		const search = new Allegro().methods.listSearch.searchProducts;
		const { context } = stage.node({ parameters: STOCK, items: [{}] });
		const asking = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		for (const filter of [' kubek ', 'K-1']) {
			const { results } = await search.call(asking, filter);
			expect(results[0]).toMatchObject({ name: 'Kubek · K-1', value: '71' });
		}
		expect((await search.call(asking, '')).results).toHaveLength(49);
	});
});

describe('new stock', () => {
	it('is set for all items, and nothing is sent where it was so', async () => {
		await open();
		const items = SKUS(3).map((sku, i) => ({ sku, quantity: 50 + i }));
		const output = await stock(items);
		expect(output[1].json).toEqual({
			schema: 'stock/1',
			marketplace: 'allegro',
			account: expect.any(String) as unknown,
			site: 'allegro-pl',
			sku: 'SKU-00002',
			id: offer('SKU-00002').id,
			status: 'done',
			quantity: 51,
			before: 8,
			handle: null,
			warnings: [],
		});
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(SKUS(3).map((sku) => offer(sku).quantity)).toEqual([50, 51, 52]);
		stage.server.resetStats();
		expect(statuses(await stock(items))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await requests()).toBe(1);
		expect(writes()).toBe(3);
		await fine();
	});

	it('is set again where the list still shows what was there before', async () => {
		await open({ indexLagMs: 60_000 });
		for (const quantity of [60, 61, 8, 8]) {
			expect(statuses(await stock([{ sku: 'SKU-00002', quantity }]))).toHaveLength(1);
			expect(offer('SKU-00002').quantity).toBe(quantity);
		}
	});

	it('that was set before is set again in the same execution', async () => {
		await open();
		for (const quantity of [60, 61, 60, 61, 60]) {
			expect(statuses(await stock([{ sku: 'SKU-00002', quantity }]))).toEqual(['done']);
			expect(offer('SKU-00002').quantity).toBe(quantity);
		}
	});

	it('that was set hours before is set again in the same execution, in another process', async () => {
		await open();
		for (const quantity of [60, 61, 60]) {
			expect(statuses(await stock([{ sku: 'SKU-00002', quantity }]))).toEqual(['done']);
			expect(offer('SKU-00002').quantity).toBe(quantity);
			jump(3 * 3_600_000);
			for (const subject of ['commands', 'values']) forgetProcess(subject);
		}
	});

	it('of zero ends an offer, and more brings it back only where the user says so', async () => {
		await open();
		expect(statuses(await stock([{ sku: 'SKU-00002', quantity: 0 }]))).toEqual(['done']);
		expect(offer('SKU-00002')).toMatchObject({ quantity: 0, status: 'ENDED' });
		expect(statuses(await stock([{ sku: 'SKU-00002', quantity: 0 }]))).toEqual(['unchanged']);
		const again = [{ sku: 'SKU-00002', quantity: 5 }];
		const { message, description } = await refusal(STOCK, again);
		expect(message).toContain('has ended, and new stock does not bring it back');
		expect(description).toContain('Reactivate Ended Offers');
		expect(offer('SKU-00002').writes.quantity).toBe(1);
		const output = await stock(again, { reactivate: true });
		expect(output[0].json).toMatchObject({ status: 'done', quantity: 5, before: 0 });
		expect(offer('SKU-00002')).toMatchObject({ quantity: 5, status: 'ACTIVE' });
		await fine();
	});

	it('for an offer that this node has just ended does not believe the list that it is on sale', async () => {
		await open({ indexLagMs: 60_000 });
		await stock([{ sku: 'SKU-00002', quantity: 0 }]);
		const again = [{ sku: 'SKU-00002', quantity: 5 }];
		expect((await refusal(STOCK, again)).message).toContain('has ended');
		await stock(again, { reactivate: true });
		expect(offer('SKU-00002')).toMatchObject({ quantity: 5, status: 'ACTIVE' });
		// Now the list shows it as ended, and it is not.
		expect(statuses(await stock([{ sku: 'SKU-00002', quantity: 6 }]))).toEqual(['done']);
		expect(offer('SKU-00002')).toMatchObject({ quantity: 6, status: 'ACTIVE' });
	});

	it('of zero can be refused', async () => {
		await open();
		const parameters = { ...STOCK, options: { atZero: 'refuse' } };
		const { message } = await refusal(parameters, [{ sku: 'SKU-00002', quantity: 0 }]);
		expect(message).toContain('would end');
		expect(writes()).toBe(0);
	});

	it('is never sent where Allegro keeps the goods', async () => {
		await open({ oddOffers: [{ id: '71', sku: 'KEPT', isFulfillment: true }] });
		const { message } = await refusal(STOCK, [{ sku: 'KEPT', quantity: 4 }]);
		expect(message).toContain("The stock of offer '71' is kept by Allegro (One Fulfillment)");
		await fine();
		expect(statuses(await price([{ sku: 'KEPT', price: '5' }]))).toEqual(['done']);
	});

	it('of a draft is set, and leaves it a draft', async () => {
		await open({ oddOffers: [{ id: '71', sku: 'DRAFT', status: 'INACTIVE' }] });
		expect(statuses(await stock([{ sku: 'DRAFT', quantity: 9 }]))).toEqual(['done']);
		expect(offerById('71')).toMatchObject({ quantity: 9, status: 'INACTIVE' });
	});

	it.each<[string, GenericValue]>([
		['nothing', ''],
		['blanks', '  '],
		['less than nothing', -1],
		['a part of a piece', 1.5],
		['a part of a piece, as text', '2,5'],
		['no number', NaN],
		['more than Allegro takes', 100_000],
		['words', 'many'],
	])('of %s is refused before any request', async (_what, quantity) => {
		await open();
		const { message } = await refusal(STOCK, [{ sku: 'SKU-00002', quantity }]);
		expect(message).toContain("'Quantity'");
		expect(await requests()).toBe(0);
	});

	it.each<[string, IDataObject, IDataObject]>([
		['a blank SKU', { sku: '  ', quantity: 1 }, STOCK],
		['no SKU', { quantity: 1 }, STOCK],
		['no ID', { id: '', quantity: 1 }, { ...STOCK, ...byId }],
		['an ID of words', { id: 'SKU-00002', quantity: 1 }, { ...STOCK, ...byId }],
		['a SKU that is longer than any', { sku: 'x'.repeat(200), quantity: 1 }, STOCK],
	])('with %s is refused before any request', async (_what, item, parameters) => {
		await open();
		expect((await refusal(parameters, [item])).message).not.toBe('');
		expect(await requests()).toBe(0);
	});

	it('for the same SKU twice is set once, and two values are an error of the later one', async () => {
		await open();
		const { id } = offer('SKU-00001');
		const items = [
			{ sku: 'SKU-00001', quantity: 11 },
			{ sku: 'SKU-00002', quantity: 12 },
			{ sku: 'SKU-00001', quantity: '11' },
			{ sku: 'SKU-00002', quantity: 13 },
		];
		const { outputs } = await inWorkflow(items, CONTINUE);
		expect(statuses(outputs[0])).toEqual(['done', 'done', 'done', 'failed']);
		expect(outputs[0][3].json.error).toContain("SKU 'SKU-00002' has two values: 12 and 13");
		expect(offer('SKU-00001')).toMatchObject({ id, quantity: 11, writes: { quantity: 1 } });
		expect(offer('SKU-00002')).toMatchObject({ quantity: 12, writes: { quantity: 1 } });
	});

	it('has one value for an offer, whatever the options of its items say', async () => {
		await open();
		const atZero = { atZero: '={{ $json.atZero }}' };
		const items = [
			{ sku: 'SKU-00001', quantity: 91, atZero: 'end' },
			{ sku: 'SKU-00001', quantity: 92, atZero: 'refuse' },
			{ sku: 'SKU-00002', quantity: 93, atZero: 'end' },
			{ sku: 'SKU-00002', quantity: 93, atZero: 'refuse' },
		];
		const { outputs } = await inWorkflow(items, CONTINUE, { ...STOCK, options: atZero });
		expect(statuses(outputs[0])).toEqual(['done', 'failed', 'done', 'done']);
		expect(offer('SKU-00001').quantity).toBe(91);
		expect(writes()).toBe(2);
		await fine();
	});

	it('for a SKU of several offers is an error that lists them, or for all', async () => {
		await open({
			oddOffers: [
				{ id: '71', sku: 'TWIN' },
				{ id: '72', sku: 'TWIN' },
			],
		});
		const items = [{ sku: 'TWIN', quantity: 9 }];
		const { message, description } = await refusal(STOCK, items);
		expect(message).toContain('71, 72');
		expect(description).toContain('Update All');
		expect(writes()).toBe(0);
		const [{ json }] = await stock(items, { ifSeveral: 'all' });
		expect(json).toMatchObject({ status: 'done', sku: 'TWIN', quantity: 9, id: null });
		expect(json.warnings).toEqual([expect.stringContaining('71, 72')]);
		expect([offerById('71').quantity, offerById('72').quantity]).toEqual([9, 9]);
	});
});

describe('a new price', () => {
	it('is set for all items, and nothing is sent where it was so', async () => {
		await open({ oddOffers: [{ id: '71', sku: 'ROUND', price: '50' }] });
		const items = [
			{ sku: 'SKU-00001', price: '12.5' },
			{ sku: 'SKU-00002', price: 13, currency: 'PLN' },
			{ sku: 'ROUND', price: '50.00' },
		];
		const output = await price(items);
		expect(statuses(output)).toEqual(['done', 'done', 'unchanged']);
		expect(output[0].json).toMatchObject({
			schema: 'price/1',
			price: '12.50',
			currency: 'PLN',
			before: '10.00',
		});
		expect(offer('SKU-00001')).toMatchObject({
			prices: { 'allegro-pl': { amount: '12.5', currency: 'PLN' } },
		});
		expect(statuses(await price(items))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(writes()).toBe(2);
		await fine();
	});

	it('counts on the site that is named, in its currency', async () => {
		await open();
		const item = { sku: 'SKU-00004', price: '799', currency: 'CZK' };
		const [{ json }] = await price([item], { site: 'allegro-cz' });
		expect(json).toMatchObject({ status: 'done', site: 'allegro-cz', price: '799.00' });
		expect(offer('SKU-00004').prices).toMatchObject({
			'allegro-pl': { amount: '11.11', currency: 'PLN' },
			'allegro-cz': { amount: '799', currency: 'CZK' },
		});
		const { message } = await refusal({ ...PRICE, options: { site: 'allegro-cz' } }, [
			{ sku: 'SKU-00001', price: '799' },
		]);
		expect(message).toContain('has no price on allegro-cz yet');
	});

	it.each<[string, IDataObject]>([
		['another currency', { price: '5', currency: 'EUR' }],
		['an auction', { sku: 'AUCTION', price: '5' }],
		['three decimals', { price: '5.999' }],
	])('of %s is not sent', async (_what, more) => {
		await open({ oddOffers: [{ sku: 'AUCTION', format: 'AUCTION', price: null }] });
		expect((await refusal(PRICE, [{ sku: 'SKU-00001', ...more }])).message).not.toBe('');
		expect(writes()).toBe(0);
		await fine();
	});

	it.each<[string, IDataObject]>([
		['nothing', { price: '' }],
		['zero', { price: 0 }],
		['less than zero', { price: -5 }],
		['a comma', { price: '5,99' }],
		['a sign', { price: '5 PLN' }],
		['no number', { price: NaN }],
		['no currency that there is', { price: '5', currency: 'ZŁ' }],
		['too many decimals for its currency', { price: '5.999', currency: 'PLN' }],
	])('of %s is refused before any request', async (_what, more) => {
		await open();
		await refusal(PRICE, [{ sku: 'SKU-00001', ...more }]);
		expect(await requests()).toBe(0);
	});

	it('of an offer named with its site and without it is one price', async () => {
		await open();
		const site = { site: '={{ $json.site }}' };
		const items = [
			{ sku: 'SKU-00001', price: '12.50' },
			{ sku: 'SKU-00001', price: '13.00', site: 'allegro-pl' },
			{ sku: 'SKU-00002', price: '14.00', site: 'allegro-pl' },
			{ sku: 'SKU-00002', price: '14.00' },
		];
		const { outputs } = await inWorkflow(items, CONTINUE, { ...PRICE, options: site });
		expect(statuses(outputs[0])).toEqual(['done', 'failed', 'done', 'done']);
		expect(outputs[0][1].json.error).toContain('two values: 12.5 and 13');
		expect([offer('SKU-00001').price, offer('SKU-00002').price]).toEqual(['12.5', '14']);
		expect(writes()).toBe(2);
		await fine();
	});

	it('of an ended offer is set, and leaves it ended', async () => {
		await open({ oddOffers: [{ id: '71', sku: 'OLD', status: 'ENDED', available: 0 }] });
		expect(statuses(await price([{ sku: 'OLD', price: '9.99' }]))).toEqual(['done']);
		expect(offerById('71')).toMatchObject({ price: '9.99', status: 'ENDED', quantity: 0 });
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
		'10000000101',
		'x'.repeat(100),
		'ż'.repeat(100),
	];

	it.each(ODD)('are found and written: %s', async (sku) => {
		await open({ oddOffers: [{ id: '71', sku }] });
		expect(statuses(await stock([{ sku, quantity: 9 }]))).toEqual(['done']);
		expect(offerById('71').quantity).toBe(9);
		await fine();
	});

	it('are found with blanks around them as they are typed; what Allegro has so goes by its ID', async () => {
		await open({
			oddOffers: [
				{ id: '71', sku: ' A ' },
				{ id: '72', sku: 'B' },
			],
		});
		expect(statuses(await stock([{ sku: ' B ', quantity: 9 }]))).toEqual(['done']);
		expect((await refusal(STOCK, [{ sku: ' A ', quantity: 9 }])).message).toContain(
			"No offer has the SKU 'A'",
		);
		expect(statuses(await run({ ...STOCK, ...byId }, [{ id: '71', quantity: 9 }]))).toEqual([
			'done',
		]);
		expect([offerById('71').quantity, offerById('72').quantity]).toEqual([9, 9]);
	});

	it('are all found together, however long they are', async () => {
		const skus = Array.from({ length: 120 }, (_unused, i) => `${'ż'.repeat(95)}-${100 + i}`);
		await open({ oddOffers: skus.map((sku, i) => ({ id: String(500 + i), sku })) });
		const output = await stock(skus.map((sku) => ({ sku, quantity: 9 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		await fine();
	});

	it('leave an offer without a SKU to its ID', async () => {
		await open();
		const output = await run({ ...STOCK, ...byId }, [{ id: '10000000105', quantity: 9 }]);
		expect(output[0].json).toMatchObject({ status: 'done', sku: null, id: '10000000105' });
	});
});

describe.each([0, 1, 2])('an offer that Allegro refuses in place %i', (place) => {
	const items = SKUS(3).map((sku, i) => ({ sku, quantity: 50 + i }));
	const refused = async () => {
		await open();
		const reason = { code: 'X', message: 'Not this one.' };
		Object.assign(stage.server.settings, { refuses: { [offer(items[place].sku).id]: reason } });
	};
	const rightly = () =>
		items.forEach(({ sku }, at) => expect(offer(sku).writes.quantity).toBe(at === place ? 0 : 1));

	it('stops the workflow, after the others were written', async () => {
		await refused();
		const { error } = await inWorkflow(items, {});
		expect(error?.message).toMatch(/^1 of 3 offers was not updated: SKU-0000\d .*Not this one/);
		rightly();
	});

	it('is an item in its place, where the workflow continues', async () => {
		await refused();
		const { outputs } = await inWorkflow(items, CONTINUE);
		expect(statuses(outputs[0])).toEqual([0, 1, 2].map((at) => (at === place ? 'failed' : 'done')));
		expect(outputs[0][place].json).toMatchObject({ code: 'X', sku: items[place].sku });
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

	it('at zero, it is so too', async () => {
		await refused();
		const zeros = items.map(({ sku }) => ({ sku, quantity: 0 }));
		const { outputs } = await inWorkflow(zeros, CONTINUE);
		expect(statuses(outputs[0])).toEqual([0, 1, 2].map((at) => (at === place ? 'failed' : 'done')));
	});
});

describe('an answer that does not come', () => {
	const items = SKUS(30).map((sku) => ({ sku, quantity: 95 }));

	it.each(['lost', 'done504', 'reset', 'truncated'] as const)(
		'to a command is no second one: %s',
		async (kind) => {
			await open();
			stage.server.faults.set([{ kind, path: BULK, times: 1 }]);
			expect(new Set(statuses(await stock(items)))).toEqual(new Set(['done']));
			for (const { sku } of items) {
				expect(offer(sku)).toMatchObject({ quantity: 95, writes: { quantity: 1 } });
			}
		},
	);

	it.each(['lost', 'done504', 'reset'] as const)('to an edit does no harm: %s', async (kind) => {
		await open();
		stage.server.faults.set([{ kind, path: '/sale/product-offers/', times: 1 }]);
		expect(statuses(await stock([{ sku: 'SKU-00001', quantity: 0 }]))).toEqual(['done']);
		expect(offer('SKU-00001')).toMatchObject({ quantity: 0, status: 'ENDED' });
	});

	it.each(['lost', 'reset', 'status'] as const)(
		'to a look at a command is asked for again: %s',
		async (kind) => {
			await open();
			stage.server.faults.set([{ kind, status: 503, path: '/tasks', times: 1 }]);
			expect(new Set(statuses(await stock(items)))).toEqual(new Set(['done']));
			for (const { sku } of items) expect(offer(sku).writes.quantity).toBe(1);
		},
	);

	it('at all is unknown, and says where to look', async () => {
		await open();
		stage.server.faults.set([
			{ kind: 'lost', path: BULK },
			{ kind: 'status', status: 503, path: '/sale/offers', after: 1 },
		]);
		const { outputs } = await inWorkflow(items.slice(0, 2), CONTINUE);
		expect(statuses(outputs[0])).toEqual(['unknown', 'unknown']);
		expect(outputs[0][0].json.message).toContain('Run it again');
		stage.server.faults.set([]);
		expect(new Set(statuses(await stock(items.slice(0, 2))))).toEqual(new Set(['unchanged']));
	});

	it('to the list fails those that were asked for with it, and no others', async () => {
		await open({ offers: 150 });
		stage.server.faults.set([{ kind: 'status', status: 400, path: 'SKU-00150' }]);
		const all = SKUS(150).map((sku) => ({ sku, quantity: 95 }));
		const { outputs } = await inWorkflow(all, CONTINUE);
		const failed = statuses(outputs[0]).filter((status) => status === 'failed');
		expect(failed).toHaveLength(50);
		expect(offer('SKU-00001').quantity).toBe(95);
		expect(offer('SKU-00150').writes.quantity).toBe(0);
	});
});

describe('what takes longer than the user waits', () => {
	const WAIT = { maxWait: 1 };

	it('is accepted, and another run says what became of it', async () => {
		await open({ commandMs: 20 * 60_000 });
		const items = SKUS(2).map((sku, i) => ({ sku, quantity: 91 + i }));
		const refuses = { [offer('SKU-00002').id]: { code: 'X', message: 'Not this one.' } };
		Object.assign(stage.server.settings, { refuses });
		const output = await stock(items, WAIT);
		expect(statuses(output)).toEqual(['accepted', 'accepted']);
		expect(output[0].json.handle).toMatchObject({
			type: 'command',
			schema: 'stock/1',
			sku: 'SKU-00001',
			quantity: 91,
		});
		const RESULT = { resource: 'offer', operation: 'getResult', options: WAIT };
		const handles = output.map(({ json }) => json);
		const parameters = { ...RESULT, handle: '={{ $json.handle }}' };
		expect(statuses(await run(parameters, handles))).toEqual(['accepted', 'accepted']);
		jump(20 * 60_000);
		const { outputs } = await inWorkflow(handles, CONTINUE, parameters);
		expect(outputs[0][0].json).toMatchObject({
			schema: 'stock/1',
			status: 'done',
			sku: 'SKU-00001',
			quantity: 91,
			handle: null,
		});
		expect(outputs[0][1].json).toMatchObject({ status: 'failed', code: 'X', sku: 'SKU-00002' });
		expect([offer('SKU-00001').quantity, offer('SKU-00002').quantity]).toEqual([91, 8]);
		await fine();
	});

	it('is accepted for one offer too, and ends as it ends', async () => {
		await open({ editMs: 20 * 60_000, oddOffers: [{ id: '71', sku: 'OLD', status: 'ENDED' }] });
		const [{ json }] = await stock([{ sku: 'OLD', quantity: 4 }], { ...WAIT, reactivate: true });
		expect(json).toMatchObject({ status: 'accepted', handle: { type: 'operation' } });
		const handle = '={{ $json.handle }}';
		const parameters = { resource: 'offer', operation: 'getResult', handle };
		jump(20 * 60_000);
		expect(statuses(await run(parameters, [json]))).toEqual(['done']);
		expect(offerById('71')).toMatchObject({ status: 'ACTIVE', quantity: 4 });
		expect((await refusal(parameters, [{ handle: 'x' }])).message).toContain("'Handle'");
		await fine();
	});

	it('is asked for once where the user does not wait at all', async () => {
		const [wait, editMs] = [{ maxWait: 0 }, 20 * 60_000];
		await open({
			commandMs: editMs,
			editMs,
			oddOffers: [{ id: '71', sku: 'OLD', status: 'ENDED' }],
		});
		const items = [
			{ sku: 'SKU-00001', quantity: 91 },
			{ sku: 'OLD', quantity: 4 },
		];
		const taken = (await stock(items, { ...wait, reactivate: true })).map(({ json }) => json);
		expect(taken.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
		const handle = '={{ $json.handle }}';
		const parameters = { resource: 'offer', operation: 'getResult', handle, options: wait };
		expect(statuses(await run(parameters, taken))).toEqual(['accepted', 'accepted']);
		jump(editMs);
		expect(statuses(await run(parameters, taken))).toEqual(['done', 'done']);
	});

	it('and is asked for again, in the same execution, is a command of its own', async () => {
		await open({ commandMs: 20 * 60_000 });
		for (const quantity of [91, 92, 91]) {
			expect(statuses(await stock([{ sku: 'SKU-00001', quantity }], WAIT))).toEqual(['accepted']);
			jump(20 * 60_000);
			expect(offer('SKU-00001').quantity).toBe(quantity);
		}
	});

	it('for several offers of a SKU is told for all of them', async () => {
		await open({
			commandMs: 20 * 60_000,
			oddOffers: [
				{ id: '71', sku: 'TWIN' },
				{ id: '72', sku: 'TWIN' },
			],
		});
		const [{ json }] = await stock([{ sku: 'TWIN', quantity: 9 }], { ...WAIT, ifSeveral: 'all' });
		expect(json.status).toBe('accepted');
		jump(20 * 60_000);
		const parameters = { resource: 'offer', operation: 'getResult', handle: '={{ $json.handle }}' };
		expect(statuses(await run(parameters, [json]))).toEqual(['done']);
	});

	it('is waited for where that is less', async () => {
		await open({ commandMs: 30_000, editMs: 30_000 });
		const items = [
			{ sku: 'SKU-00001', quantity: 91 },
			{ sku: 'SKU-00002', quantity: 0 },
		];
		expect(statuses(await stock(items))).toEqual(['done', 'done']);
	});

	it('is waited for where an edit of somebody else is under way', async () => {
		await open({ slowEdits: true, editMs: 6000 });
		const { id } = offer('SKU-00001');
		const zero = [{ sku: 'SKU-00001', quantity: 0 }];
		const other = stock(zero);
		await stock([{ sku: 'SKU-00002', quantity: 0 }]);
		await other;
		expect(offerById(id).quantity).toBe(0);
	});
});

describe('a thousand SKUs', () => {
	it.each([0, 5000, 14_000])(
		'take 140 calls at most, where a command takes %i ms',
		async (commandMs) => {
			await open({ offers: 1000, commandMs });
			const output = await stock(SKUS(1000).map((sku) => ({ sku, quantity: 95 })));
			expect(new Set(statuses(output))).toEqual(new Set(['done']));
			expect(truth().filter(({ quantity }) => quantity === 95)).toHaveLength(1000);
			expect(await requests()).toBeLessThanOrEqual(140);
			expect(writes()).toBe(1000);
			stage.server.resetStats();
			const prices = SKUS(1000).map((sku) => ({ sku, price: '9999.99' }));
			expect(new Set(statuses(await price(prices)))).toEqual(new Set(['done']));
			expect(await requests()).toBeLessThanOrEqual(140);
			await fine();
		},
		60_000,
	);

	it('are one by one where the command is closed to the application', async () => {
		await open({ offers: 60, bulkClosed: 403 });
		const output = await stock(SKUS(60).map((sku) => ({ sku, quantity: 95 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(writes()).toBe(60);
	});

	it.each([
		['for one of them', 403, 1, 24],
		['from there on', 401, Infinity, 9],
	])(
		'one by one, a refusal %s (%i) leaves those before it done',
		async (_what, status, times, done) => {
			await open({ bulkClosed: 403 });
			const path = '/sale/product-offers/';
			stage.server.faults.set([{ kind: 'status', status, path, after: 9, times }]);
			const items = SKUS(25).map((sku) => ({ sku, quantity: 95 }));
			const { outputs } = await inWorkflow(items, CONTINUE);
			const isDone = ({ json }: INodeExecutionData) => json.status === 'done';
			expect(outputs[0].filter(isDone)).toHaveLength(done);
			for (const item of outputs[0]) {
				if (isDone(item)) expect(offer(String(item.json.sku)).quantity).toBe(95);
				else expect(offer(String(item.json.sku)).quantity).not.toBe(95);
			}
		},
	);

	it('keep within what Allegro allows', async () => {
		await open({ offers: 300, quotaScale: 0.05 });
		const output = await stock(SKUS(300).map((sku) => ({ sku, quantity: 95 })));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
		expect(writes()).toBe(300);
	}, 60_000);
});

describe('a token of before', () => {
	it('reads, and names the permission that it has not for the rest', async () => {
		await open();
		const grant = stage.grant({ scope: READ });
		const product = locator('SKU-00001');
		const [{ json }] = await stage
			.node({ grant, parameters: { resource: 'offer', operation: 'get', product } })
			.run();
		expect(json.sku).toBe('SKU-00001');
		for (const quantity of [7, 0]) {
			const { message, description } = (await failureOf(
				stage.node({ grant, parameters: STOCK, items: [{ sku: 'SKU-00001', quantity }] }).run(),
			)) as Error & { description: string };
			expect(message).toMatch(/Allegro denied access/);
			expect(description).toContain('allegro:api:sale:offers:write');
		}
		expect(writes()).toBe(0);
	});

	it('of another account changes nothing here', async () => {
		await open();
		const grant = stage.grant({ account: 'second' });
		const items = [{ id: offer('SKU-00001').id, quantity: 9 }];
		const parameters = { ...STOCK, ...byId };
		const error = (await failureOf(stage.node({ grant, parameters, items }).run())) as Error;
		expect(error.message).toContain('No offer has the ID');
		expect(writes()).toBe(0);
	});
});
