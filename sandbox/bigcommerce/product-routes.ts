import { violation } from '../kit/server';
import { listOf, toRead, type Call, type Route } from './gate';
import type { Goods } from './goods';
import type { HeldProduct, HeldVariant } from './product';
import { slice } from './order-list';
import { paged } from './other-routes';
import { productView, variantView, withFields } from './product-view';
import { PAGING, type Parameters } from './query';
import { notFound, Refusal, STATUS_TYPE, v3Error } from './refusal';

const READ = toRead('store_v2_products');
const WRITE = ['store_v2_products'];
const PRODUCTS = '/v3/catalog/products';
const VARIANTS = '/v3/catalog/variants';
const MOST_PRODUCTS = 10;
const MOST_VARIANTS = 50;

const VIEW: Parameters = {
	include: {
		kind: 'words',
		words: [
			'bulk_pricing_rules',
			'channels',
			'custom_fields',
			'images',
			'modifiers',
			'options',
			'parent_relations',
			'primary_image',
			'reviews',
			'variants',
			'videos',
		],
	},
	include_fields: { kind: 'text' },
	exclude_fields: { kind: 'text' },
};

const SORTS = [
	'id',
	'name',
	'sku',
	'price',
	'date_modified',
	'date_last_imported',
	'inventory_level',
	'is_visible',
	'total_sold',
	'calculated_price',
];

const FILTERS: Parameters = {
	id: { kind: 'whole' },
	'id:in': { kind: 'wholeList' },
	'id:not_in': { kind: 'wholeList' },
	'id:min': { kind: 'whole' },
	'id:max': { kind: 'whole' },
	'id:greater': { kind: 'whole' },
	'id:less': { kind: 'whole' },
	sku: { kind: 'text' },
	'sku:in': { kind: 'text' },
	name: { kind: 'text' },
	keyword: { kind: 'text' },
	type: { kind: 'words', words: ['physical', 'digital'] },
	is_visible: { kind: 'words', words: ['true', 'false'] },
	availability: { kind: 'words', words: ['available', 'disabled', 'preorder'] },
	'categories:in': { kind: 'wholeList' },
	'channel_id:in': { kind: 'wholeList' },
	inventory_low: { kind: 'words', words: ['1', '0'] },
	'date_modified:min': { kind: 'v3Date' },
	'date_modified:max': { kind: 'v3Date' },
	sort: { kind: 'words', words: SORTS },
	direction: { kind: 'words', words: ['asc', 'desc'] },
};

/**
 * See https://github.com/bigcommerce/docs/blob/24f580c/reference/catalog/products_catalog.v3.yml and
 * https://github.com/bigcommerce/docs/blob/24f580c/reference/catalog/product-variants_catalog.v3.yml
 */
export const PRODUCT_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: PRODUCTS,
		scopes: READ,
		query: { ...PAGING, ...VIEW, ...FILTERS },
		run: listProducts,
	},
	{ method: 'PUT', path: PRODUCTS, scopes: WRITE, run: updateProducts },
	{
		method: 'GET',
		path: `${PRODUCTS}/:id`,
		scopes: READ,
		query: VIEW,
		run: (call) => ({ data: view(call, productOf(call)), meta: {} }),
	},
	{
		method: 'GET',
		path: `${PRODUCTS}/:id/variants`,
		scopes: READ,
		query: { ...PAGING, include_fields: VIEW.include_fields, exclude_fields: VIEW.exclude_fields },
		run: (call) => {
			const product = productOf(call);
			return pageOf(call, product.variants, (one) => variantView(call.store.goods, product, one));
		},
	},
	{
		method: 'GET',
		path: `${PRODUCTS}/:id/variants/:variantId`,
		scopes: READ,
		query: { include_fields: VIEW.include_fields, exclude_fields: VIEW.exclude_fields },
		run: (call) => {
			const product = productOf(call);
			const variant = product.variants.find(({ id }) => `${id}` === call.params.variantId);
			if (!variant) throw notFound('v3');
			return { data: variantView(call.store.goods, product, variant), meta: {} };
		},
	},
	{
		method: 'GET',
		path: VARIANTS,
		scopes: READ,
		query: {
			...PAGING,
			id: { kind: 'whole' },
			sku: { kind: 'text' },
			upc: { kind: 'text' },
			'product_id:in': { kind: 'wholeList' },
			include_fields: { kind: 'text' },
			exclude_fields: { kind: 'text' },
		},
		run: listVariants,
	},
	{ method: 'PUT', path: VARIANTS, scopes: WRITE, run: updateVariants },
];

function listProducts(call: Call): unknown {
	const { query, store, now } = call;
	const time = (name: string): number | undefined => {
		// A bare date gets the time of the call.
		const at = query.time(name);
		const isDay = /^\d{4}-\d\d-\d\d$/.test(query.text(name) ?? '');
		if (at !== undefined && isDay) violation(call.request, `'${name}' without a time`);
		return at !== undefined && isDay ? at + (now % 86_400_000) : at;
	};
	const [since, until] = [time('date_modified:min'), time('date_modified:max')];
	const tests: Record<string, (product: HeldProduct) => boolean> = {
		id: ({ id }) => id === query.number('id'),
		'id:in': ({ id }) => query.list('id:in').includes(`${id}`),
		'id:not_in': ({ id }) => !query.list('id:not_in').includes(`${id}`),
		'id:min': ({ id }) => id >= (query.number('id:min') ?? 0),
		'id:max': ({ id }) => id <= (query.number('id:max') ?? 0),
		'id:greater': ({ id }) => id > (query.number('id:greater') ?? 0),
		'id:less': ({ id }) => id < (query.number('id:less') ?? 0),
		// Only the product's own, never that of a variant with options.
		sku: ({ sku }) => sku === query.text('sku'),
		'sku:in': ({ sku }) => query.list('sku:in').includes(sku),
		name: ({ name }) => name === query.text('name'),
		keyword: ({ name, sku }) => hasWords(`${name} ${sku}`, query.text('keyword') ?? ''),
		type: ({ type }) => type === query.text('type'),
		is_visible: ({ isVisible }) => `${isVisible}` === query.text('is_visible'),
		availability: ({ availability }) => availability === query.text('availability'),
		'categories:in': ({ categories }) =>
			query.list('categories:in').some((id) => categories.includes(Number(id))),
		// Everything is on the first channel.
		'channel_id:in': () => query.list('channel_id:in').includes('1'),
		inventory_low: (product) => query.text('inventory_low') === '0' || isLow(store.goods, product),
		'date_modified:min': ({ modifiedAt }) => since === undefined || modifiedAt >= since,
		'date_modified:max': ({ modifiedAt }) => until === undefined || modifiedAt <= until,
	};
	const asked = Object.entries(tests).filter(([name]) => query.has(name));
	const found = store.goods.all().filter((product) => asked.every(([, fits]) => fits(product)));
	sort(found, query.text('sort') ?? 'id', query.text('direction') === 'desc');
	return pageOf(call, found, (product) => view(call, product));
}

/** As if the level at which a warning comes were two of everything that is counted. */
function isLow(goods: Goods, product: HeldProduct): boolean {
	return goods.shelvesOf(product).some((shelf) => goods.available(shelf) <= 2);
}

function hasWords(text: string, words: string): boolean {
	return words
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.toLowerCase().includes(word));
}

function sort(products: HeldProduct[], by: string, isDescending: boolean): void {
	const values: Record<string, (product: HeldProduct) => number | string> = {
		name: ({ name }) => name,
		sku: ({ sku }) => sku,
		price: ({ price }) => price,
		calculated_price: ({ price }) => price,
		date_modified: ({ modifiedAt }) => modifiedAt,
	};
	const value = values[by] ?? (({ id }: HeldProduct) => id);
	const sign = isDescending ? -1 : 1;
	products.sort((a, b) => {
		const [x, y] = [value(a), value(b)];
		return (x < y ? -1 : x > y ? 1 : a.id - b.id) * sign;
	});
}

function listVariants(call: Call): unknown {
	const { query, store } = call;
	const found = store.goods
		.variants()
		.filter(
			({ product, variant }) =>
				(!query.has('id') || variant.id === query.number('id')) &&
				(!query.has('sku') || variant.sku === query.text('sku')) &&
				(!query.has('upc') || variant.upc === query.text('upc')) &&
				(!query.has('product_id:in') || query.list('product_id:in').includes(`${product.id}`)),
		);
	found.sort((a, b) => a.variant.id - b.variant.id);
	return pageOf(call, found, ({ product, variant }) =>
		withFields(variantView(store.goods, product, variant), query),
	);
}

function updateProducts({ request, store: { goods } }: Call): unknown {
	const entries = listOf(request, MOST_PRODUCTS);
	const wishes = entries.map((entry) => {
		const product = goods.get(entry.id as number);
		if (typeof entry.id !== 'number') {
			throw v3Error(422, 'Missing Required Fields', { id: 'error.path.missing' });
		}
		if (!product) throw notFound('v3');
		const errors = wrong(entry);
		if (errors) throw v3Error(422, 'JSON data is missing or invalid', errors);
		return { product, price: entry.price as number | undefined };
	});
	// Only now: a refused batch must not have written anything. Whether it may is not confirmed.
	for (const { product, price } of wishes) write(goods, product, product, price);
	return { data: wishes.map(({ product }) => productView(goods, product, [])), meta: {} };
}

function updateVariants({ request, store: { goods } }: Call): unknown {
	const entries = listOf(request, MOST_VARIANTS);
	const batchErrors: unknown[] = [];
	const wishes = entries.flatMap((entry) => {
		const held = goods.variant(entry.id as number);
		// With a product and options, this makes a new variant; nobody who writes a price wants that.
		if (entry.id === undefined) violation(request, 'a variant without its id: it would be made');
		const errors = held ? wrong(entry, true) : { id: 'error.variant.not_found' };
		if (held && !errors) return { ...held, price: entry.price as number | null | undefined };
		const title = held ? 'JSON data is missing or invalid' : 'Variant was not found';
		batchErrors.push({ status: 422, title, type: STATUS_TYPE, errors });
		return [];
	});
	if (batchErrors.length > 0) {
		const reason = `${batchErrors.length} variants are wrong`;
		throw new Refusal(422, { batch_errors: batchErrors }, reason);
	}
	for (const { product, variant, price } of wishes) write(goods, product, variant, price);
	const data = wishes.map(({ product, variant }) => variantView(goods, product, variant));
	return { data, meta: {} };
}

/** Prices have up to four decimals, see https://github.com/bigcommerce/docs/blob/24f580c/docs/store-operations/catalog/index.mdx */
function write(
	goods: Goods,
	product: HeldProduct,
	priced: HeldProduct | HeldVariant,
	price: number | null | undefined,
): void {
	if (price === undefined) return;
	priced.price = price === null ? price : Math.round(price * 10_000) / 10_000;
	priced.priceWrites += 1;
	goods.touch(product);
}

const FIELDS = ['id', 'product_id', 'price', 'sale_price', 'retail_price', 'cost_price', 'sku'];

/** What is wrong with the fields of one entry, if anything is. */
function wrong(entry: object, takesNull = false): Record<string, string> | undefined {
	for (const [name, value] of Object.entries(entry)) {
		// Stock that comes this way clashes with adjustments.
		if (!FIELDS.includes(name)) return { [name]: 'error.unexpected' };
		const isPrice = name.endsWith('price');
		const isNumber = typeof value === 'number' && Number.isFinite(value) && value >= 0;
		if (isPrice && !isNumber && !(takesNull && value === null)) {
			return { [name]: 'error.expected.number' };
		}
	}
	return undefined;
}

function productOf({ params, store }: Call): HeldProduct {
	const product = store.goods.get(Number(params.id));
	if (!product) throw notFound('v3');
	return product;
}

function view({ query, store }: Call, product: HeldProduct): object {
	return withFields(productView(store.goods, product, query.list('include')), query);
}

/** A page of a V3 list, after which the list may have changed already. */
export function pageOf<T>(call: Call, found: readonly T[], show: (one: T) => unknown): unknown {
	const answer = paged(call, slice(found, call).map(show), found.length);
	call.store.goods.afterPage?.(call.request.url);
	return answer;
}
