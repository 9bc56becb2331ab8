import type { IDataObject } from 'n8n-workflow';

import { forgetProcess } from '../core/request/process-memory';
import type { MarketplaceName } from '../sandbox';
import type { Question } from './peers/peer';
import { Shop } from './shop';
import { SimulatedClock } from './simulated-clock';
import { lasting, print } from './table';

const SKUS = 1000;
const OFFERS = 10_000;
const DAY = 86_400_000;

/** Naver's lists, and tokens, are asked for by POST, too. */
const WRITE = /^(PUT|PATCH) |^POST (?!.*(\/search|\/token)$)/;

const AMAZON_SITE = 'A1PA6795UKMFR9';

/** What it has now, and what it is to have. */
interface Thing extends IDataObject {
	id: string;
	variantId: string | null;
	sku: string;
	stock: number;
	newPrice: string;
	currency: string;
}

/** How stock and prices are written at one marketplace. */
interface Way {
	name: MarketplaceName;
	/** Where a marketplace has several ways, which things. */
	kind?: string;
	resource: string;
	parameters?: IDataObject;
	/** So many things, of which at least 1,000 can be written to. */
	settings(count: number): object;
	/** Prices are multiples of it. */
	priceStep: number;
	/** Calls for one thing, as somebody writes them who has read the manual and knows all IDs. */
	stock(thing: Thing, account: IDataObject): Question;
	price(thing: Thing, account: IDataObject): Question;
}

/** Its stock, by the name under which it is counted. */
const countOf = (name: IDataObject, quantity: number): Question => ({
	method: 'PUT',
	path: '/v3/inventory/adjustments/absolute',
	body: { items: [{ location_id: 1, ...name, quantity }] },
});

const variantOf = ({ variantId, newPrice }: Thing): Question => ({
	method: 'PUT',
	path: '/v3/catalog/variants',
	body: [{ id: Number(variantId), price: Number(newPrice) }] as unknown as IDataObject,
});

const offerOf = ({ id }: Thing, body: IDataObject): Question => ({
	method: 'PATCH',
	path: `/sale/product-offers/${id}`,
	body,
});

const listingOf = (
	{ sku }: Thing,
	{ sellerId }: IDataObject,
	path: string,
	value: IDataObject,
): Question => ({
	method: 'PATCH',
	path: `/listings/2021-08-01/items/${String(sellerId)}/${encodeURIComponent(sku)}`,
	query: { marketplaceIds: AMAZON_SITE },
	body: { productType: 'PRODUCT', patches: [{ op: 'merge', path, value: [value] }] },
});

const productOf = ({ id }: Thing, type: string, values: IDataObject): Question => ({
	method: 'PATCH',
	path: '/v1/products/origin-products/multi-update',
	body: {
		multiProductUpdateRequestVos: [
			{ originProductNo: Number(id), multiUpdateTypes: [type], ...values },
		],
	},
});

const unitOf = ({ id }: Thing, values: IDataObject): Question => ({
	method: 'PATCH',
	path: `/units/${id}`,
	query: { storefront: 'de' },
	body: values,
});

const BIG_COMMERCE = {
	name: 'bigCommerce',
	resource: 'product',
	priceStep: 0.01,
	price: variantOf,
} as const;

const WAYS: readonly Way[] = [
	{
		name: 'allegro',
		resource: 'offer',
		settings: (offers) => ({ offers }),
		priceStep: 0.01,
		stock: (thing) => offerOf(thing, { stock: { available: thing.stock } }),
		price: (thing) =>
			offerOf(thing, {
				sellingMode: { price: { amount: thing.newPrice, currency: thing.currency } },
			}),
	},
	{
		name: 'amazon',
		resource: 'listing',
		parameters: { marketplaceId: AMAZON_SITE },
		settings: (count) => ({ listings: { count: Math.ceil(count * 1.5) } }),
		priceStep: 0.01,
		stock: (thing, account) =>
			listingOf(thing, account, '/attributes/fulfillment_availability', {
				fulfillment_channel_code: 'DEFAULT',
				quantity: thing.stock,
			}),
		price: (thing, account) =>
			listingOf(thing, account, '/attributes/purchasable_offer', {
				marketplace_id: AMAZON_SITE,
				currency: thing.currency,
				our_price: [{ schedule: [{ value_with_tax: Number(thing.newPrice) }] }],
			}),
	},
	{
		...BIG_COMMERCE,
		kind: 'variants',
		settings: (count) => ({ products: Math.ceil(count / 10), goods: 'variants' }),
		stock: ({ variantId, stock }) => countOf({ variant_id: Number(variantId) }, stock),
	},
	{
		...BIG_COMMERCE,
		kind: 'without options',
		settings: (products) => ({ products, goods: 'simple' }),
		stock: ({ id, stock }) => countOf({ product_id: Number(id) }, stock),
	},
	{
		name: 'kaufland',
		resource: 'offer',
		settings: (count) => ({
			storefronts: ['de'],
			oddOffers: Array.from({ length: count }, (_unused, i) => ({ sku: `SKU-${i}` })),
		}),
		priceStep: 0.01,
		stock: (thing) => unitOf(thing, { amount: thing.stock }),
		price: (thing) => unitOf(thing, { listing_price: Math.round(Number(thing.newPrice) * 100) }),
	},
	{
		name: 'naver',
		resource: 'product',
		settings: (count) => ({
			catalogue: Array.from({ length: count }, (_unused, i) => ({ sku: `SKU-${i}`, stock: 5 })),
		}),
		priceStep: 10,
		stock: (thing) => productOf(thing, 'STOCK', { stockQuantity: thing.stock }),
		price: (thing) =>
			productOf(thing, 'SALE_PRICE', { productSalePrice: { salePrice: Number(thing.newPrice) } }),
	},
];

const FIELDS = {
	stock: { operation: 'updateStock', quantity: '={{ $json.stock }}' },
	price: { operation: 'updatePrice', price: '={{ $json.newPrice }}' },
};
type Field = keyof typeof FIELDS;

type Contestant = (shop: Shop, way: Way, field: Field, things: Thing[]) => Promise<unknown>;

const CONTESTANTS: ReadonlyArray<[string, Contestant]> = [
	[
		'ours, by SKU',
		async (shop, { resource, parameters }, field, things) =>
			await shop.action(
				{
					resource,
					...FIELDS[field],
					product: { __rl: true, mode: 'sku', value: '={{ $json.sku }}' },
					options: { maxWait: 3600 },
					...parameters,
				},
				things,
			),
	],
	[
		'HTTP Request, one call a SKU',
		async (shop, way, field, things) => {
			const account = shop.credential() as IDataObject;
			await shop
				.peer(async (ask) => {
					for (const thing of things) await ask(way[field](thing, account));
					return [];
				})
				.poll();
		},
	],
];

/** New stock and new prices for 1,000 SKUs, beside one call by hand for each; and 10,000 offers listed. */
export async function values(latencyMs: number): Promise<void> {
	const body: string[][] = [];
	for (const field of ['stock', 'price'] as const) {
		for (const way of WAYS) {
			for (const [name, contestant] of CONTESTANTS) {
				const { writes, reads, refused, ms, right } = await measure(
					way,
					field,
					contestant,
					latencyMs,
				);
				const what = way.kind ? `${way.name}, ${way.kind}` : way.name;
				body.push([
					field,
					what,
					name,
					`${right}`,
					`${writes}`,
					`${reads}`,
					`${refused}`,
					lasting(ms),
				]);
			}
		}
	}
	const head = ['new', 'marketplace', 'way', 'right', 'writes', 'reads', '429s', 'took'];
	print(`${SKUS} SKUs`, head, body);
	await lists(latencyMs);
}

async function measure(way: Way, field: Field, contestant: Contestant, latencyMs: number) {
	const time = new SimulatedClock();
	const settings = { orders: 0, quotaScale: 1000, ...way.settings(SKUS) };
	const shop = await Shop.open(way.name, time, latencyMs, settings);
	try {
		const things = await thingsOf(shop, way);
		// What was read before is not measured, and spends no quota of what is.
		Object.assign(shop.server.settings, { quotaScale: 1 });
		await time.run(time.sleep(DAY / 24));
		for (const subject of ['quota', 'values'] as const) forgetProcess(subject);
		shop.server.resetStats();
		shop.sent.length = 0;
		const start = time.now;
		await shop.run(contestant(shop, way, field, things));
		const ms = time.now - start;
		const { statuses } = shop.server.stats();
		const writes = shop.sent.filter((call) => WRITE.test(call)).length;
		return {
			writes,
			reads: shop.sent.length - writes,
			refused: statuses['429'] ?? 0,
			ms,
			right: rightOf(shop, field, things),
		};
	} finally {
		await shop.server.close();
	}
}

/** Things with a SKU of their own that are on sale, and what they are to have. */
async function thingsOf(shop: Shop, way: Way): Promise<Thing[]> {
	const read = (await shop.run(list(shop, way))).map(({ json }) => json);
	const fit = read.filter(
		({ sku, status, quantity, price }) =>
			sku !== null &&
			sku === String(sku).trim() &&
			status === 'active' &&
			Number(quantity) > 0 &&
			price !== null,
	);
	const bySku = new Map(fit.map((thing) => [thing.sku, thing]));
	const things = [...bySku.values()].slice(0, SKUS);
	if (things.length < SKUS)
		throw new Error(`${way.name} has only ${things.length} of ${read.length}`);
	const digits = way.priceStep < 1 ? 2 : 0;
	return things.map((thing) => ({
		...(thing as unknown as Thing),
		stock: Number(thing.quantity) + 3,
		newPrice: (Number(thing.price) + way.priceStep).toFixed(digits),
	}));
}

async function list(shop: Shop, { resource, parameters }: Way) {
	const options = { maxWait: 86_400 };
	return await shop.action({
		...{ resource, operation: 'getAll', returnAll: true, options },
		...parameters,
	});
}

function rightOf(shop: Shop, field: Field, things: Thing[]): number {
	const held = new Map(
		(shop.server.backend.offers?.() ?? []).map((offer) => [keyOf(offer), offer]),
	);
	return things.filter((thing) => {
		const offer = held.get(keyOf(thing));
		if (field === 'stock') return offer?.quantity === thing.stock;
		return Number(offer?.price) === Number(thing.newPrice);
	}).length;
}

function keyOf({ id, variantId }: Pick<Thing, 'id' | 'variantId'>): string {
	return `${id} ${String(variantId)}`;
}

async function lists(latencyMs: number): Promise<void> {
	const body: string[][] = [];
	for (const way of WAYS) {
		const time = new SimulatedClock();
		const settings = { orders: 0, ...way.settings(OFFERS) };
		const shop = await Shop.open(way.name, time, latencyMs, settings);
		try {
			const start = time.now;
			const read = await shop.run(list(shop, way));
			const held = shop.server.backend.offers?.() ?? [];
			const { requests, statuses } = shop.server.stats();
			const different = new Set(read.map(({ json }) => keyOf(json as Thing))).size;
			body.push([
				way.kind ? `${way.name}, ${way.kind}` : way.name,
				`${different} of ${held.length}`,
				`${requests}`,
				`${statuses['429'] ?? 0}`,
				lasting(time.now - start),
			]);
		} finally {
			await shop.server.close();
		}
	}
	print('All that is for sale', ['marketplace', 'read', 'requests', '429s', 'took'], body);
}
