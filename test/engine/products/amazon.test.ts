import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MockInstance } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import { amazon as marketplace } from '../../../nodes/AmazonSellingPartner/marketplace';
import { AmazonSellingPartner } from '../../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import type { AmazonBackend, AmazonSettings } from '../../../sandbox/amazon/backend';
import type { Fault } from '../../../sandbox/kit/faults';
import { failureOf } from '../../kit/failure';
import { fastClock } from '../../kit/fast-clock';
import { type Setting, Stage } from '../stage';

const LONG = 120_000;
const DE = 'A1PA6795UKMFR9';
const PL = 'A1C3SOZRARQ6R3';
const FR = 'A13V1IB3VIYZZH';
const ITEMS = '/listings/2021-08-01/items';
/** One listing, and the search. */
const ONE = `^${ITEMS}/[^/?]+/[^/?]+\\?`;
const MANY = `^${ITEMS}/[^/?]+\\?`;
const FEED = '^/feeds/2021-06-30/feeds$';
const STOCK = 'fulfillment_availability';
const PRICE = 'purchasable_offer';

let stage: Stage;
let backend: AmazonBackend;
let calls: MockInstance<(url: string) => unknown>;
let jump: (ms: number) => void;

async function open(listings: AmazonSettings['listings']): Promise<void> {
	stage = await Stage.open('amazon', { orders: 20, seed: 7, listings });
	backend = stage.server.backend as AmazonBackend;
}

beforeEach(async () => {
	jump = fastClock(30);
	await open({ count: 300 });
	forgetProcess('values');
	forgetProcess('quota');
	calls = vi.spyOn(stage.server.faults, 'next');
});
afterEach(async () => {
	vi.restoreAllMocks();
	await stage.server.close();
});

const settings = () => stage.server.settings as AmazonSettings;
const sent = (path: string) =>
	calls.mock.calls.filter(([url]) => new RegExp(path).test(url)).length;
const held = (sku: string) => {
	const [found] = backend.stock(sku);
	if (!found) throw new Error(`No listing ${sku}`);
	return found;
};
const written = (sku: string, what = STOCK) => held(sku).writes[what] ?? 0;
const priceOf = (sku: string, site = DE) => held(sku).prices[site]?.price;
/** Listings that the seller ships, with a price; none of them is odd. */
const plain = () =>
	backend
		.stock()
		.filter(({ sku, quantity, prices }) => {
			return /^ART-/.test(sku) && quantity !== null && prices[DE].price !== null;
		})
		.map(({ sku }) => sku);
const kept = () => backend.stock().find(({ quantity }) => quantity === null)!.sku;

const by = (mode: string, value: unknown) => ({ __rl: true, mode, value });
const bySku = by('sku', '={{ $json.sku }}');
const usual = { resource: 'listing', marketplaceId: DE };
const stocking = {
	...usual,
	operation: 'updateStock',
	product: bySku,
	quantity: '={{ $json.quantity }}',
	options: { maxWait: 600, timeout: 3_600_000 },
};
const pricing = {
	...usual,
	operation: 'updatePrice',
	product: bySku,
	price: '={{ $json.price }}',
	currency: '={{ $json.currency ?? "" }}',
	options: { maxWait: 600, timeout: 3_600_000 },
};
const asking = { resource: 'listing', operation: 'getResult', handle: '={{ $json.handle }}' };
const listing = { ...usual, operation: 'getAll', returnAll: true };

function setting(parameters: IDataObject, items: IDataObject[], more: Partial<Setting>): Setting {
	const grant = stage.grant();
	const credential = { sellerId: grant.sellingPartnerId };
	return { grant, credential, parameters, items, ...more } as Setting;
}

async function run(parameters: IDataObject, items: IDataObject[] = [{}], more: object = {}) {
	const output = await stage
		.node(setting(parameters, items, { continueOnFail: true, ...more }))
		.run();
	return output.map(({ json }) => json);
}

async function workflow(parameters: IDataObject, items: IDataObject[], how: object) {
	const { outputs } = await stage.workflow({
		...setting(parameters, items, {}),
		settings: how,
	});
	return outputs.map((output: INodeExecutionData[]) => output.map(({ json }) => json));
}

const statuses = (items: IDataObject[]) => items.map(({ status }) => status);
const fault = (...faults: Fault[]) => stage.server.faults.set(faults);
const requests = async () => (await stage.stats()).requests;
const expectNoViolation = async () => expect((await stage.stats()).violations).toEqual([]);

/** Something happens in the shop before each page of a list. */
function meanwhile(happen: (at: number) => unknown): void {
	let at = 0;
	calls.mockImplementation((url) => void (/items/.test(url) && happen(at++)));
}

describe('Get at Amazon', () => {
	it.each(['sku', 'id', 'list'])('reads a listing by %s', async (mode) => {
		const [sku] = plain();
		const [item] = await run({ ...usual, operation: 'get', product: by(mode, sku) });
		const { quantity, prices } = held(sku);
		expect(item).toMatchObject({
			...{ schema: 'product/1', marketplace: 'amazon', site: DE, id: sku, sku, quantity },
			price: prices[DE].price?.toFixed(2),
			...{ currency: 'EUR', status: 'active', account: stage.grant().sellingPartnerId },
		});
		expect(await requests()).toBe(1);
		await expectNoViolation();
	});

	it('gives all that Amazon sends, where that is wanted', async () => {
		const [sku] = plain();
		const product = by('sku', sku);
		const [raw] = await run({ ...usual, operation: 'get', product, output: 'marketplace' });
		expect(Object.keys(raw)).toEqual(['sku', 'summaries', 'offers', 'fulfillmentAvailability']);
		const options = { includeRaw: true };
		const [item] = await run({ ...usual, operation: 'get', product, options });
		expect(item.raw).toEqual(raw);
	});

	it('shows no stock that Amazon keeps, and says why', async () => {
		const [item] = await run({ ...usual, operation: 'get', product: by('sku', kept()) });
		expect(item.quantity).toBeNull();
		expect(item.missing).toContainEqual({
			field: 'quantity',
			reason: 'Amazon keeps the stock (FBA)',
		});
	});

	it('reads SKUs of any letters', async () => {
		const odd = ['00042', '42', 'A,B', `5'' x 7"`, '100%', 'a?b=c&d#e', 'ŻÓŁĆ-Größe/ß', 'sku-1'];
		const items = odd.map((sku) => ({ sku }));
		const output = await run({ ...usual, operation: 'get', product: bySku }, items);
		expect(output.map(({ sku }) => sku)).toEqual(odd);
		await expectNoViolation();
	});

	it('says that no listing has the SKU', async () => {
		const [item] = await run({ ...usual, operation: 'get', product: by('sku', 'none') });
		expect(item.error).toBe("No listing has the SKU 'none'");
	});

	it('needs the seller ID, and says where it stands', async () => {
		const [item] = await run({ ...usual, operation: 'get', product: by('sku', 'x') }, [{}], {
			credential: { sellerId: '' },
		});
		expect(item.error).toBe("The credential has no 'Seller ID', which listings need");
		expect(item.description).toContain('Merchant Token');
		expect(await requests()).toBe(0);
	});

	it('says which role is missing', async () => {
		const grant = stage.grant({ roles: ['Inventory and Order Tracking'] });
		const credential = { sellerId: grant.sellingPartnerId };
		const product = by('sku', 'x');
		const more = { grant, credential };
		const [item] = await run({ ...usual, operation: 'get', product }, [{}], more);
		expect(item.error).toContain('did not let the app use listings');
		expect(item.description).toContain('Product Listing');
	});
});

describe('Get Many at Amazon', () => {
	it('reads every listing of the site once, in pages of 20', async () => {
		const output = await run(listing);
		const wanted = backend.stock().map(({ sku }) => sku);
		expect(output.map(({ sku }) => sku).sort()).toEqual([...wanted].sort());
		expect(sent(MANY)).toBe(15);
		for (const { sku, quantity, price } of output) {
			expect(quantity).toBe(held(String(sku)).quantity);
			expect(price).toBe(priceOf(String(sku))?.toFixed(2) ?? null);
		}
		await expectNoViolation();
	});

	it('reads only those of the site', async () => {
		const output = await run({ ...listing, marketplaceId: PL });
		const wanted = backend.stock().filter(({ prices }) => PL in prices);
		expect(output).toHaveLength(wanted.length);
		expect(new Set(output.map(({ currency }) => currency))).toEqual(new Set(['PLN']));
	});

	it.each([
		['changed', (sku: string) => backend.catalogue.edit(sku, () => undefined)],
		['added', (sku: string) => backend.catalogue.copy(sku, `NEW-${sku}`)],
	])('misses none while some are %s', async (_how, change) => {
		const before = backend.stock().map(({ sku }) => sku);
		const edges = [before[299], before[150], before[40], before[0], before[299], before[298]];
		meanwhile((at) => at < edges.length && change(edges[at]));
		const skus = (await run(listing)).map(({ sku }) => sku);
		expect(new Set(skus).size).toBe(skus.length);
		for (const sku of before) expect(skus).toContain(sku);
	});

	it('misses none while one is removed', async () => {
		const before = backend.stock().map(({ sku }) => sku);
		meanwhile((at) => at === 4 && backend.catalogue.edit(before[3], undefined));
		const skus = (await run(listing)).map(({ sku }) => sku);
		for (const sku of before.filter((_, at) => at !== 3)) expect(skus).toContain(sku);
	});

	it('stops at the limit', async () => {
		const output = await run({ ...listing, returnAll: false, limit: 25 });
		expect(output).toHaveLength(25);
		expect(sent(MANY)).toBe(2);
	});

	it('filters as the API does', async () => {
		const [one, two] = plain();
		const bySkus = await run({ ...listing, filters: { skus: `${one}, ${two}` } });
		expect(bySkus.map(({ sku }) => sku).sort()).toEqual([one, two].sort());
		const buyable = await run({ ...listing, filters: { status: ['BUYABLE'] } });
		expect(new Set(statuses(buyable))).toEqual(new Set(['active']));
		jump(3_600_000);
		const updatedAfter = new Date(settings().now()).toISOString();
		jump(1000);
		backend.catalogue.edit(two, () => undefined);
		const changed = await run({ ...listing, filters: { updatedAfter } });
		expect(changed.map(({ sku }) => sku)).toEqual([two]);
		await expectNoViolation();
	});

	it('gives an error when the list ends early, or what was read if that is wanted', async () => {
		fault({ kind: 'status', status: 400, path: MANY, after: 3 });
		const [error] = await run(listing);
		expect(error.error).toBeDefined();
		fault({ kind: 'status', status: 400, path: MANY, after: 3 });
		const output = await run({ ...listing, options: { partialResults: true } });
		expect(output).toHaveLength(61);
		expect(output.at(-1)?.notice).toBeDefined();
	});
});

describe('Get Many beyond what the API reaches', () => {
	beforeEach(async () => {
		await stage.server.close();
		await open({ count: 1300 });
		calls = vi.spyOn(stage.server.faults, 'next');
	});

	it.each([true, false])('reads a report (tells of all: %s)', async (tellsAll) => {
		Object.assign(settings().listings ?? {}, { tellsAll });
		const output = await run(listing);
		expect(output.map(({ sku }) => sku).sort()).toEqual(
			backend
				.stock()
				.map(({ sku }) => sku)
				.sort(),
		);
		const one = output.find(({ sku }) => sku === 'ART-000022');
		expect(one).toMatchObject({
			...{ status: 'active', currency: 'EUR', quantity: held('ART-000022').quantity },
			price: priceOf('ART-000022')?.toFixed(2),
		});
		expect(output.filter(({ quantity }) => quantity === null).length).toBeGreaterThan(200);
		expect(sent('/reports/2021-06-30/reports$')).toBe(1);
		await expectNoViolation();
	});

	it('reads pages as long as the limit allows', async () => {
		const output = await run({ ...listing, returnAll: false, limit: 1000 });
		expect(output).toHaveLength(1000);
		expect(sent('/reports/')).toBe(0);
	});

	it('says that filters must be narrower', async () => {
		const [item] = await run({ ...listing, filters: { status: ['DISCOVERABLE'] } });
		expect(item.error).toContain('1000');
	});

	it.each(['CANCELLED', 'FATAL'] as const)('gives an error where it is %s', async (fate) => {
		settings().reports = { fates: [fate] };
		const [item] = await run(listing);
		expect(item.error).toBeDefined();
	});

	it(
		'writes a thousand SKUs in one feed',
		async () => {
			const items = backend
				.stock()
				.filter(({ quantity, prices }) => quantity !== null && DE in prices)
				.map(({ sku }) => ({ sku: sku.trim(), quantity: 5000 }))
				.slice(0, 1000);
			expect(items).toHaveLength(1000);
			const output = await run(stocking, items);
			const wrong = output.filter(({ status }) => status !== 'done');
			expect(wrong.map(({ error }) => error)).toEqual(["No listing has the SKU 'blank'"]);
			expect(sent(FEED)).toBe(1);
			expect(sent(ONE)).toBeLessThanOrEqual(1);
			expect(await requests()).toBeLessThanOrEqual(60);
			const others = items.filter(({ sku }) => sku !== 'blank');
			for (const { sku } of others) expect(held(sku)).toMatchObject({ quantity: 5000 });
			for (const { sku } of others) expect(written(sku)).toBe(1);
			await expectNoViolation();
		},
		LONG,
	);
});

describe('the list of the panel', () => {
	const search = async (filter?: string, from?: string, site = DE) => {
		const { context } = stage.node(setting(usual, [{}], {}));
		const getCurrentNodeParameter = (name: string) => (name === 'marketplaceId' ? site : undefined);
		const own = Object.assign(Object.create(context) as object, { getCurrentNodeParameter });
		const { listSearch } = new AmazonSellingPartner().methods;
		return await listSearch.searchProducts.call(own as never, filter, from);
	};

	it('gives pages, and the listing with exactly the SKU', async () => {
		const first = await search();
		expect(first.results).toHaveLength(20);
		const second = await search('', String(first.paginationToken));
		expect(second.results[0].value).not.toBe(first.results[0].value);
		const [sku] = plain();
		expect((await search(sku)).results.map(({ value }) => value)).toEqual([sku]);
		expect(marketplace.displayName).toBe('Amazon');
	});
});

describe.each([
	['Update Stock', stocking, STOCK, (at: number) => ({ quantity: 500 + at })],
	['Update Price', pricing, PRICE, (at: number) => ({ price: `${500 + at}.95` })],
])('%s at Amazon', (_name, parameters, attribute, valueOf) => {
	const itemsFor = (skus: string[]): IDataObject[] =>
		skus.map((sku, at) => ({ sku, ...valueOf(at) }));
	const isWritten = (sku: string, at: number) =>
		attribute === STOCK
			? held(sku).quantity === 500 + at
			: priceOf(sku) === Number(`${500 + at}.95`);

	it('writes each one, and finds them as they are on the second run', async () => {
		const skus = plain().slice(0, 3);
		const before = skus.map((sku) => held(sku));
		const first = await run(parameters, itemsFor(skus));
		expect(statuses(first)).toEqual(['done', 'done', 'done']);
		expect(skus.map(isWritten)).toEqual([true, true, true]);
		expect(first.map((one) => one.before)).toEqual(
			before.map(({ quantity, prices }) =>
				attribute === STOCK ? quantity : prices[DE].price?.toFixed(2),
			),
		);
		forgetProcess('values');
		const again = await run(parameters, itemsFor(skus));
		expect(statuses(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(skus.map((sku) => written(sku, attribute))).toEqual([1, 1, 1]);
		await expectNoViolation();
	});

	it('leaves everything else of the listing as it was', async () => {
		const rich = backend
			.stock()
			.filter(({ sku }) => plain().includes(sku))
			.filter(({ channels, prices }) =>
				attribute === STOCK ? 'restock_date' in channels[0] : prices[DE].offers.length > 1,
			)
			.slice(0, 3);
		await run(parameters, itemsFor(rich.map(({ sku }) => sku)));
		for (const { sku, channels, prices } of rich) {
			const now = held(sku);
			expect(
				isWritten(
					sku,
					rich.findIndex((one) => one.sku === sku),
				),
			).toBe(true);
			expect(now.channels.map((one) => Object.keys(one).sort())).toEqual(
				channels.map((one) => Object.keys(one).sort()),
			);
			for (const [site, { offers }] of Object.entries(prices)) {
				const shapes = (all: typeof offers) =>
					all.map((one) => [one.audience, Object.keys(one).sort().join()]).sort();
				expect(shapes(now.prices[site].offers)).toEqual(shapes(offers));
			}
		}
	});

	it.each([
		['one hundred SKUs one by one', 100, 100, 0],
		['more in one feed', 101, 0, 1],
	])(
		'sends %s',
		async (_how, count, single, feeds) => {
			const skus = plain().slice(0, count);
			const output = await run(parameters, itemsFor(skus));
			expect(new Set(statuses(output))).toEqual(new Set(['done']));
			expect([sent(ONE), sent(FEED)]).toEqual([single, feeds]);
			expect(skus.every(isWritten)).toBe(true);
			expect(skus.every((sku) => written(sku, attribute) === 1)).toBe(true);
			await expectNoViolation();
		},
		LONG,
	);

	it(
		'stays within the real quotas',
		async () => {
			settings().quotaScale = 1;
			const skus = plain().slice(0, 100);
			const output = await run({ ...parameters, options: {} } as IDataObject, itemsFor(skus));
			expect(new Set(statuses(output))).toEqual(new Set(['done']));
			const { statuses: answers } = await stage.stats();
			expect(answers[429] ?? 0).toBeLessThanOrEqual(3);
		},
		LONG,
	);

	it('writes a SKU once that is there twice, and fails where the values differ', async () => {
		const [one, two] = plain();
		const items = [
			{ sku: one, ...valueOf(0) },
			{ sku: two, ...valueOf(1) },
			{ sku: one, ...valueOf(0) },
			{ sku: two, ...valueOf(2) },
		];
		const output = await run(parameters, items);
		expect(statuses(output)).toEqual(['done', 'done', 'done', 'failed']);
		expect(output[3].error).toContain(`SKU '${two}' has two values`);
		expect([written(one, attribute), written(two, attribute)]).toEqual([1, 1]);
		expect([isWritten(one, 0), isWritten(two, 1)]).toEqual([true, true]);
	});

	it('knows a listing by SKU and by ID as one', async () => {
		const [sku] = plain();
		const product = by('={{ $json.mode }}', '={{ $json.sku }}');
		const items = ['sku', 'id'].map((mode) => ({ mode, sku, ...valueOf(0) }));
		const output = await run({ ...parameters, product } as IDataObject, items);
		expect(statuses(output)).toEqual(['done', 'done']);
		expect(written(sku, attribute)).toBe(1);
	});

	describe.each([0, 1, 2])('where item %i is refused', (place) => {
		it.each([
			['one by one', 3],
			['in a feed', 120],
		])(
			'%s, the others are done',
			async (_how, count) => {
				const skus = plain().slice(0, count);
				const at = [0, 1, count - 1][place];
				settings().listings = { refused: { [skus[at]]: 'The price is below your minimum price.' } };
				const output = await run(parameters, itemsFor(skus));
				const wanted = skus.map((_, index) => (index === at ? 'failed' : 'done'));
				expect(statuses(output)).toEqual(wanted);
				expect(output[at]).toMatchObject({ sku: skus[at], code: '4000003' });
				expect(output[at].message).toContain('below your minimum price');
				expect(written(skus[at], attribute)).toBe(0);
			},
			LONG,
		);

		it('stops after the others were done, or uses the error output', async () => {
			const skus = plain().slice(0, 3);
			settings().listings = { refused: { [skus[place]]: 'No.' } };
			const node = stage.node(setting(parameters, itemsFor(skus), {}));
			const error = (await failureOf(node.run())) as Error;
			expect(error.message).toContain(`1 of 3 listings was not updated: ${skus[place]}`);
			expect(
				skus.filter((_, at) => at !== place).every((sku) => written(sku, attribute) === 1),
			).toBe(true);
			const outputs = await workflow(parameters, itemsFor(skus), {
				onError: 'continueErrorOutput',
			});
			const others = skus.filter((_, at) => at !== place);
			expect(outputs[0].map(({ sku }) => sku)).toEqual(others);
			expect(outputs[1].map(({ sku }) => sku)).toEqual([skus[place]]);
		});
	});

	it.each([
		['lost', 1],
		['lost', 9],
		['done504', 1],
		['done504', 9],
	] as const)('is done where answers are %s (%i)', async (kind, times) => {
		const skus = plain().slice(0, 2);
		fault({ kind, path: ONE, times });
		const output = await run(parameters, itemsFor(skus));
		expect(statuses(output)).toEqual(['done', 'done']);
		expect(skus.map(isWritten)).toEqual([true, true]);
	});

	it.each(['lost', 'done504'] as const)(
		'is done where the answer to a feed is %s',
		async (kind) => {
			const skus = plain().slice(0, 101);
			fault({ kind, path: FEED, times: 1 });
			const output = await run(parameters, itemsFor(skus));
			expect(new Set(statuses(output))).toEqual(new Set(['done']));
			expect(skus.every(isWritten)).toBe(true);
		},
		LONG,
	);

	it('stops where nothing more may be written, and keeps what was done', async () => {
		const skus = plain().slice(0, 30);
		fault({ kind: 'status', status: 403, path: ONE, after: 3 });
		const output = await run(parameters, itemsFor(skus));
		const done = output.filter(({ status }) => status === 'done');
		expect(done).toHaveLength(3);
		expect(done.every(({ sku }) => written(String(sku), attribute) === 1)).toBe(true);
		expect(new Set(statuses(output))).toEqual(new Set(['done', 'failed']));
		expect(sent(ONE)).toBeLessThan(12);
	});

	it('is unknown where nothing answers any more', async () => {
		const [sku] = plain();
		fault({ kind: 'reset', path: ONE }, { kind: 'reset', path: MANY, after: 1 });
		const [item] = await run(parameters, itemsFor([sku]));
		expect(item).toMatchObject({ status: 'unknown', sku });
	});

	it('sends nothing twice by Retry On Fail', async () => {
		const skus = plain().slice(0, 3);
		fault({ kind: 'status', status: 400, path: ONE, times: 1 });
		const [output] = await workflow(parameters, itemsFor(skus), {
			...{ retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(statuses(output)).toEqual(['done', 'done', 'done']);
		expect(skus.map((sku) => written(sku, attribute))).toEqual([1, 1, 1]);
	});

	it('is taken, and another run sees what became of it', async () => {
		settings().listings = { applyMs: 3_600_000 };
		const [sku] = plain();
		const short = { ...parameters, options: { maxWait: 5 } } as IDataObject;
		const [item] = await run(short, itemsFor([sku]));
		expect(item).toMatchObject({
			...{ status: 'accepted', handle: { type: 'submission', sku, site: DE } },
		});
		const ask = { ...asking, options: { maxWait: 5 } };
		const [still] = await run(ask, [item]);
		expect(still).toMatchObject({ status: 'accepted', handle: item.handle as IDataObject });
		jump(3_600_000);
		calls.mockClear();
		const many = Array.from({ length: 20 }, () => still);
		expect(new Set(statuses(await run(ask, many)))).toEqual(new Set(['done']));
		expect(sent(MANY)).toBe(1);
		const [done] = await run(ask, [still]);
		expect(done).toMatchObject({ ...valueOf(0), status: 'done', sku });
		expect(written(sku, attribute)).toBe(1);
		await expectNoViolation();
	});

	it(
		'is taken as a feed, and another run sees what became of each SKU',
		async () => {
			const skus = plain().slice(0, 101);
			settings().feeds = { workMs: 3_600_000 };
			settings().listings = { refused: { [skus[7]]: 'No.' } };
			const short = { ...parameters, options: { maxWait: 5 } } as IDataObject;
			const output = await run(short, itemsFor(skus));
			expect(new Set(statuses(output))).toEqual(new Set(['accepted']));
			expect(output[0].handle).toMatchObject({ type: 'feed' });
			const ask = { ...asking, options: { maxWait: 5 } };
			expect(new Set(statuses(await run(ask, output)))).toEqual(new Set(['accepted']));
			jump(3_600_000);
			// Some of them, in another order.
			const some = [output[50], output[7], output[2]];
			expect(statuses(await run(ask, some))).toEqual(['done', 'failed', 'done']);
			expect(sent('/feeds/2021-06-30/documents/')).toBe(1);
			await expectNoViolation();
		},
		LONG,
	);

	it(
		'knows in the same run which SKU a number of the report means, later it guesses nothing',
		async () => {
			const skus = plain().slice(0, 101);
			settings().feeds = { tellsSkus: false };
			settings().listings = { refused: { [skus[1]]: 'No.' } };
			const output = await run(parameters, itemsFor(skus));
			expect(statuses(output)).toEqual(skus.map((_, at) => (at === 1 ? 'failed' : 'done')));
			settings().feeds = { tellsSkus: false, workMs: 3_600_000 };
			const short = { ...parameters, options: { maxWait: 5 } } as IDataObject;
			const others = skus.map((sku, at) => ({ sku, ...valueOf(at + 1) }));
			const taken = await run(short, others);
			jump(3_600_000);
			const some = [taken[7], taken[50]];
			expect(statuses(await run({ ...asking, options: { maxWait: 5 } }, some))).toEqual([
				...['unknown', 'unknown'],
			]);
		},
		LONG,
	);

	it.each([
		['CANCELLED', 'failed'],
		['FATAL', 'done'],
	] as const)(
		'where a feed is %s, all are %s',
		async (fate, status) => {
			const skus = plain().slice(0, 101);
			settings().feeds = { fates: [fate] };
			const output = await run(parameters, itemsFor(skus));
			expect(new Set(statuses(output))).toEqual(new Set([status]));
			expect(skus.every(isWritten)).toBe(status === 'done');
		},
		LONG,
	);

	it('stays accepted where Amazon never does what it took', async () => {
		const [sku] = plain();
		settings().listings = { dropped: [sku] };
		const short = { ...parameters, options: { maxWait: 5 } } as IDataObject;
		const [item] = await run(short, itemsFor([sku]));
		expect(item.status).toBe('accepted');
	});

	it('sends again what lists do not show yet', async () => {
		const [sku] = plain();
		const options = { maxWait: 3 };
		settings().indexLagMs = 3_600_000;
		const value = async (at: number) =>
			await run({ ...parameters, options } as IDataObject, [{ sku, ...valueOf(at) }]);
		const before = attribute === STOCK ? { quantity: held(sku).quantity } : { price: priceOf(sku) };
		await value(1);
		// The list still shows the value before, which is not the present one.
		await run({ ...parameters, options } as IDataObject, [{ sku, ...before }] as IDataObject[]);
		expect(written(sku, attribute)).toBe(2);
		expect(attribute === STOCK ? held(sku).quantity : priceOf(sku)).toBe(Object.values(before)[0]);
	});

	it('changes nothing where the listing cannot be read', async () => {
		const skus = plain().slice(0, 25);
		fault({ kind: 'status', status: 403, path: MANY });
		const output = await run(parameters, itemsFor(skus));
		expect(new Set(statuses(output))).toEqual(new Set(['failed']));
		expect(sent(ONE)).toBe(0);
	});

	it('does the others where one request of the look-up fails', async () => {
		const skus = plain().slice(0, 25);
		fault({ kind: 'status', status: 400, path: MANY, times: 1 });
		const output = await run(parameters, itemsFor(skus));
		expect(new Set(statuses(output))).toEqual(new Set(['done']));
	});

	it('finds what a page of the look-up leaves to the next one', async () => {
		const skus = plain().slice(0, 3);
		const get = { ...usual, operation: 'get', product: by('sku', skus[0]), output: 'marketplace' };
		const items = await run(get);
		const body = JSON.stringify({ numberOfResults: 3, items, pagination: { nextToken: 'x' } });
		const headers = { 'content-type': 'application/json' };
		fault({ kind: 'status', status: 200, path: MANY, body, headers, times: 1 });
		const output = await run(parameters, itemsFor(skus));
		expect(statuses(output)).toEqual(['done', 'done', 'done']);
	});

	it('fails by name for what is not there or not said', async () => {
		const items = ['none', '', null, ' ', 'x'.repeat(200)].map((sku) => ({ sku, ...valueOf(0) }));
		const output = await run(parameters, items as IDataObject[]);
		expect(statuses(output)).toEqual(items.map(() => 'failed'));
		expect(output.map(({ error }) => String(error).slice(0, 40))).toEqual([
			"No listing has the SKU 'none'",
			"'SKU' is empty",
			"'SKU' is empty",
			"'SKU' is empty",
			`No listing has the SKU '${'x'.repeat(16)}`,
		]);
	});

	it('writes to SKUs of any letters', async () => {
		const odd = ['00042', '42', 'A,B', `5'' x 7"`, '100%', 'a?b=c&d#e', 'ŻÓŁĆ-Größe/ß', 'sku-1'];
		const own = odd.filter((sku) => held(sku).quantity !== null && priceOf(sku) !== null);
		expect(statuses(await run(parameters, itemsFor(own)))).toEqual(own.map(() => 'done'));
		expect(own.map(isWritten)).toEqual(own.map(() => true));
		expect(written('SKU-1', attribute)).toBe(0);
		await expectNoViolation();
	});

	it('needs the site', async () => {
		const [sku] = plain();
		const wrong = [{ marketplaceId: '' }, { marketplaceId: 'X' }, { marketplaceId: FR }];
		for (const more of wrong) {
			const [item] = await run({ ...parameters, ...more } as IDataObject, itemsFor([sku]));
			expect(item.status).toBe('failed');
		}
		expect(written(sku, attribute)).toBe(0);
	});
});

describe('what Amazon must never be sent', () => {
	it.each([-1, 1.5, '1,5', 'abc', '', null, '1e3', Number.NaN, '٣', ' '])(
		'no quantity of %j',
		async (quantity) => {
			const [sku] = plain();
			const [item] = await run(stocking, [{ sku, quantity }] as IDataObject[]);
			expect(item).toMatchObject({ status: 'failed', sku });
			expect(await requests()).toBe(0);
		},
	);

	it.each([-1, 0, '0.00', '19,99', '19.999', 'abc', '', null, Number.NaN, '1e3', '€ 5', '٣'])(
		'no price of %j',
		async (price) => {
			const [sku] = plain();
			const [item] = await run(pricing, [{ sku, price, currency: 'EUR' }] as IDataObject[]);
			expect(item).toMatchObject({ status: 'failed', sku });
			expect(await requests()).toBe(0);
		},
	);

	it('no price with more decimals than the site has, and none in another currency', async () => {
		const [sku] = plain();
		const items = [
			{ sku, price: '19.999' },
			{ sku, price: '19.99', currency: 'PLN' },
			{ sku, price: '19.99', currency: 'XYZ' },
		];
		const output = await run(pricing, items);
		expect(statuses(output)).toEqual(['failed', 'failed', 'failed']);
		expect(written(sku, PRICE)).toBe(0);
		expect(await requests()).toBe(0);
	});

	it('no stock where Amazon keeps it, also where the seller has a second channel', async () => {
		const sku = kept();
		const [item] = await run(stocking, [{ sku, quantity: 5 }]);
		expect(item).toMatchObject({ status: 'failed' });
		expect(item.error).toContain('kept by Amazon (FBA)');
		backend.catalogue.edit(sku, ({ attributes }) => {
			attributes[STOCK].push({ fulfillment_channel_code: 'DEFAULT', quantity: 0 });
		});
		const [mixed] = await run(stocking, [{ sku, quantity: 5 }]);
		expect(mixed.error).toContain('kept by Amazon (FBA)');
		expect(held(sku).writes).toEqual({});
		// Its price is the seller's business.
		const [price] = await run(pricing, [{ sku, price: '77.70' }]);
		expect(price.status).toBe('done');
	});

	it('nothing for a site of another region, which fails by itself', async () => {
		const [one, other] = plain();
		const items = [
			{ sku: one, quantity: 71, site: 'A1VC38T7YXB528' },
			{ sku: other, quantity: 72, site: DE },
		];
		const parameters = { ...stocking, marketplaceId: '={{ $json.site }}' };
		const output = await run(parameters, items);
		expect(statuses(output)).toEqual(['failed', 'done']);
		expect(output[0].error).toContain('belongs to the region');
		expect(sent('A1VC38T7YXB528')).toBe(0);
	});

	it('nothing for a site that the seller may not use, and the others all the same', async () => {
		const [one, other] = plain();
		fault({ kind: 'status', status: 403, path: `${ITEMS}/.*${PL}` });
		const items = [
			{ sku: one, quantity: 71, site: PL },
			{ sku: other, quantity: 72, site: DE },
		];
		const parameters = { ...stocking, marketplaceId: '={{ $json.site }}' };
		expect(statuses(await run(parameters, items))).toEqual(['failed', 'done']);
	});

	it('0 is a quantity', async () => {
		const [sku] = plain();
		const [item] = await run(stocking, [{ sku, quantity: 0 }]);
		expect(item).toMatchObject({ status: 'done', quantity: 0 });
		expect(held(sku).quantity).toBe(0);
	});

	it('a price on one site changes none on others', async () => {
		const { sku, prices } = backend
			.stock()
			.find(({ sku: name, prices: all }) => plain().includes(name) && PL in all)!;
		const [item] = await run({ ...pricing, marketplaceId: PL }, [{ sku, price: '123.45' }]);
		expect(item).toMatchObject({ status: 'done', site: PL, currency: 'PLN', price: '123.45' });
		expect(priceOf(sku, PL)).toBe(123.45);
		expect(held(sku).prices[DE]).toEqual(prices[DE]);
	});

	it('no handle of a site that is none, which leaves the others as they are', async () => {
		const [sku] = plain();
		const handle = { type: 'submission', id: '1', schema: 'stock/1', site: DE, sku };
		const { quantity } = held(sku);
		const handles = ['X', DE, null].map((site) => ({ handle: { ...handle, site, quantity } }));
		expect(statuses(await run(asking, handles as IDataObject[]))).toEqual([
			...['failed', 'done', 'failed'],
		]);
	});

	it('no handle that is none', async () => {
		for (const handle of ['', null, 'x', { type: 'order' }, '{}', 5]) {
			const [item] = await run(asking, [{ handle }] as IDataObject[]);
			expect(item.status).toBe('failed');
		}
		expect(await requests()).toBe(0);
	});
});
