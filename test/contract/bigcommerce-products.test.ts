import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { productFilters } from '../../nodes/BigCommerce/products/list';
import { startMarketplace } from '../../sandbox';
import { Bench, type Outcome } from './bench';
import { CASES } from './cases';
import { schemaProblems } from './check';
import { readAnswer, readOpenApi } from './description/openapi';
import { hasSpecs, readSpec } from './specs';

const LONG = 60_000;
const CATALOG = 'bigcommerce/catalog';
const DESCRIPTIONS = [
	`${CATALOG}/products_catalog.v3.yml`,
	`${CATALOG}/product-variants_catalog.v3.yml`,
	'bigcommerce/inventory.v3.yml',
	'bigcommerce/price_lists.v3.yml',
	'bigcommerce/store_information.v2.yml',
];
const described = CASES.find(({ label }) => label === 'bigCommerce') as (typeof CASES)[number];
const subject = {
	...described,
	orders: 5,
	operations: () => DESCRIPTIONS.flatMap((name) => readOpenApi(readSpec(name))),
};

/**
 * What the check cannot know: a GET has no content that could have a type, a list of one word is a list, and fields
 * that are described in two parts are not additional.
 */
const KNOWN = [
	/^GET \S+: 'Content-Type' is missing$/,
	/: 'include' {2}must be array: "variants"$/,
	/^PUT \S+\/v3\/(catalog|pricelists)\/\S+: the body \/\d+ must NOT have additional properties/,
];
const problemsOf = ({ problems }: Outcome) =>
	problems.filter((problem) => !KNOWN.some((known) => known.test(problem)));
const sku = (value: string) => ({ product: { __rl: true, mode: 'sku', value } });
const id = (value: string) => ({ product: { __rl: true, mode: 'id', value } });

/** One that is counted as a whole, one by its options, one whose SKU has a comma. */
const THINGS = [sku('COF+FLT'), sku('TWL-50/70'), sku('SOCK,5'), id('74'), id('75')];
/** What each filter takes. */
const FILTERS: Record<string, unknown> = {
	channelId: '1',
	keyword: 'tea & more',
	lowStock: true,
	skus: ['COF+FLT', 'SOCK,5'],
	status: 'true',
	updatedAfter: '2026-08-01T00:00:00Z',
	updatedBefore: '2026-10-01T00:00:00Z',
};

describe.skipIf(!hasSpecs)('what is asked of the catalog and the inventory of BigCommerce', () => {
	let bench: Bench;
	beforeAll(async () => (bench = await Bench.start(subject)), LONG);
	afterAll(async () => await bench.close());

	const run = async (operation: string, parameters: object): Promise<Outcome> =>
		await bench.run({ resource: 'product', operation, ...parameters });
	const methods = ({ sent }: Outcome) =>
		sent.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

	const bodyOf = ({ sent }: Outcome): unknown =>
		JSON.parse(sent.find(({ method }) => method === 'PUT')?.body ?? 'null');

	it.each(THINGS)('is described where one is read: %j', async (product) => {
		const outcome = await run('get', product);
		expect([problemsOf(outcome), outcome.failure]).toEqual([[], undefined]);
		expect(outcome.items).toBe(1);
	});

	it.each(productFilters.map(({ property }) => property.name))(
		'is described where the list is filtered by %s',
		async (name) => {
			expect(FILTERS).toHaveProperty(name);
			for (const paging of [{ returnAll: true }, { returnAll: false, limit: 3 }]) {
				const outcome = await run('getAll', { ...paging, filters: { [name]: FILTERS[name] } });
				expect([problemsOf(outcome), outcome.failure]).toEqual([[], undefined]);
			}
		},
	);

	it.each(THINGS)('is described where stock is set: %j', async (product) => {
		// By its ID, some is set once more.
		const quantity = 300 + THINGS.indexOf(product);
		const outcome = await run('updateStock', { ...product, quantity, options: {} });
		expect([problemsOf(outcome), outcome.failure]).toEqual([[], undefined]);
		expect(methods(outcome)).toHaveLength(1);
		expect(methods(outcome)[0]).toMatch(/^PUT .*\/v3\/inventory\/adjustments\/absolute$/);
	});

	it.each(['2', '99'])('is described where stock is set at the location %s', async (locationId) => {
		const outcome = await run('updateStock', {
			...sku('DOLL KR'),
			quantity: 300,
			options: { locationId },
		});
		expect(problemsOf(outcome)).toEqual([]);
		expect(methods(outcome)).toHaveLength(locationId === '2' ? 1 : 0);
	});

	it.each(THINGS.slice(0, 3))('is described where a price is set: %j', async (product) => {
		const priced = { ...product, price: '3.21', currency: 'USD' };
		const outcome = await run('updatePrice', { ...priced, options: {} });
		expect([problemsOf(outcome), outcome.failure]).toEqual([[], undefined]);
		expect(methods(outcome)).toHaveLength(1);
		expect(methods(outcome)[0]).toMatch(/^PUT .*\/v3\/catalog\/(products|variants)$/);
		expect(bodyOf(outcome)).toEqual([{ id: expect.any(Number), price: 3.21 }]);
		const inList = await run('updatePrice', { ...priced, options: { priceListId: '1' } });
		expect([problemsOf(inList), inList.failure]).toEqual([[], undefined]);
		expect(bodyOf(inList)).toEqual([
			{ variant_id: expect.any(Number), currency: 'usd', price: 3.21 },
		]);
		expect(methods(inList)[0]).toMatch(/^PUT .*\/v3\/pricelists\/1\/records$/);
	});
});

type Answered = [file: string, method: string, path: string, status: number, body?: unknown];
const STOCK = '/inventory/adjustments/absolute';
const RECORDS = '/pricelists/{price_list_id}/records';
const record = (variant_id: number) => [{ variant_id, currency: 'usd', price: 5 }];
const count = (variant_id: number) => ({ items: [{ location_id: 1, variant_id, quantity: 5 }] });
const ANSWERS: Answered[] = [
	['inventory.v3.yml', 'GET', '/inventory/items', 200],
	['inventory.v3.yml', 'GET', '/inventory/locations/{location_id}/items', 200],
	['inventory.v3.yml', 'PUT', STOCK, 200, count(74)],
	['inventory.v3.yml', 'PUT', STOCK, 422, count(75)],
	['catalog/products_catalog.v3.yml', 'GET', '/catalog/products', 200],
	['catalog/products_catalog.v3.yml', 'PUT', '/catalog/products', 200, [{ id: 78, price: 5 }]],
	['catalog/product-variants_catalog.v3.yml', 'GET', '/catalog/variants', 200],
	[
		'catalog/product-variants_catalog.v3.yml',
		'PUT',
		'/catalog/variants',
		200,
		[{ id: 74, price: 5 }],
	],
	[
		'catalog/product-variants_catalog.v3.yml',
		'PUT',
		'/catalog/variants',
		422,
		[{ id: 1, price: 5 }],
	],
	['price_lists.v3.yml', 'PUT', RECORDS, 200, record(74)],
	['price_lists.v3.yml', 'PUT', RECORDS, 422, record(1)],
];

describe.skipIf(!hasSpecs)('answers of the sandbox of BigCommerce', () => {
	it.each(ANSWERS)('are those of %s: %s %s %i', async (file, method, path, status, body) => {
		const server = await startMarketplace('bigCommerce', { orders: 5, quotaScale: 1000 });
		const { storeHash, accessToken } = server.backend.grant({ expired: false });
		const url = `${server.url}/stores/${String(storeHash)}/v3${path.replace(/\{\w+\}/, '1')}`;
		const response = await fetch(url, {
			method,
			headers: {
				...{ 'x-auth-token': String(accessToken), accept: 'application/json' },
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const answer: unknown = JSON.parse(await response.text(), (_key, part: unknown) =>
			part === null ? undefined : part,
		);
		await server.close();
		expect(response.status).toBe(status);
		const schema = readAnswer(readSpec(`bigcommerce/${file}`), method, path, status);
		const problems = schemaProblems(schema, answer);
		// What is described in two parts has no additional fields.
		const isInParts = file.startsWith('catalog/');
		expect(problems.filter((one) => !isInParts || !/additional properties/.test(one))).toEqual([]);
	});
});
