import type { Client } from '../../../core/client';
import { blocks, checkIds, type IdRange } from '../../../core/lists/blocks';
import { isEnd, pages, styleOf } from '../../../core/lists/pages';
import type { Query, Send } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { parts, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import type { Product } from '../../../core/products/product';
import type { ProductSource } from '../../../core/products/read-products';
import type { ProductRef } from '../../../core/products/reference';
import type { ProductPage, ProductSearch } from '../../../core/products/search-products';
import { raise } from '../../../core/request/errors';
import { bigCommerce, ROUND } from '../marketplace';
import { findVariants, nameOf, PAGE_SIZE, PRODUCTS, productIds, productsById } from './catalog';
import { type CatalogEntry, entriesOf, type RawProduct, skuOf, toProduct } from './wire';
import { storeCurrency } from './currency';

/** Requests under way at once. BigCommerce advises few. */
const PARALLEL = 3;

/** For sentences. */
export const words = { thing: 'product', things: 'products' };

export const VARIANT_ID = { expression: /^\d{1,18}$/, looksLike: '382' };

/** Filters of `GET /v3/catalog/products`. */
export const productFilters: Filters = [
	{
		kind: 'integer',
		query: 'channel_id:in',
		property: {
			displayName: 'Channel ID',
			name: 'channelId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1',
			description: 'Only products of this channel',
		},
	},
	{
		kind: 'text',
		query: 'keyword',
		property: {
			displayName: 'Keyword',
			name: 'keyword',
			type: 'string',
			default: '',
			placeholder: 'e.g. mug',
			description: 'Only products with this word in their name, description or SKU',
		},
	},
	{
		kind: 'flag',
		property: {
			displayName: 'Low Stock Only',
			name: 'lowStock',
			type: 'boolean',
			default: true,
			description:
				'Whether to return only products at or below their low stock level in BigCommerce',
		},
	},
	{
		kind: 'list',
		property: {
			displayName: 'SKUs',
			name: 'skus',
			type: 'string',
			default: '',
			placeholder: 'e.g. MUG-1, MUG-2',
			description: 'Only products and variants with these SKUs',
		},
	},
	{
		kind: 'text',
		query: 'is_visible',
		property: {
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: [
				{ name: 'Hidden', value: 'false' },
				{ name: 'Visible', value: 'true' },
			],
			default: 'true',
			description: 'Only products that are visible in the shop, or hidden',
		},
	},
	{
		kind: 'time',
		query: 'date_modified:min',
		property: {
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description: 'Only products changed at this time or later',
		},
	},
	{
		kind: 'time',
		query: 'date_modified:max',
		property: {
			displayName: 'Updated Before',
			name: 'updatedBefore',
			type: 'dateTime',
			default: '',
			description: 'Only products changed at this time or earlier',
		},
	},
];

/** An entry with the currency of the store. */
interface Priced extends CatalogEntry {
	readonly currency: string | null;
}

export const products: ProductSource<Priced> = {
	words,
	idPattern: VARIANT_ID,
	key: ({ product, variant }) => {
		const id = text(product.id);
		return id === null ? '' : `${id} ${text(variant.id) ?? ''}`;
	},
	async find({ client }, ref) {
		const places = await findVariants(client.send, [ref]);
		const found = places.get(nameOf(ref)) ?? [];
		if (found instanceof Error) return raise(found);
		const entries = await entriesById(client.send, productIds(places));
		const own = entries.filter(({ product, variant }) =>
			found.some(
				({ variantId, productId }) =>
					productId === text(product.id) && (variantId ?? text(variant.id)) === text(variant.id),
			),
		);
		return await priced(own, client);
	},
	list: listProducts,
	toProduct: (entry, { client }) => shown(entry, client),
	asSent: ({ product }) => product,
};

function shown(entry: Priced, { connection }: Client): Product {
	return toProduct(entry, { account: connection.account, currency: entry.currency });
}

async function priced(entries: readonly CatalogEntry[], { send }: Client): Promise<Priced[]> {
	const currency = await storeCurrency(send);
	return entries.map((entry) => ({ ...entry, currency }));
}

async function* listProducts(call: Call, limit: number): AsyncGenerator<Priced[]> {
	const values = FilterValues.read(call, productFilters);
	const { send } = call.client;
	const skus = values.get<string[]>('skus');
	const currency = await storeCurrency(send);
	const lowStock = values.get<boolean>('lowStock') === true ? { inventory_low: 1 } : {};
	const filters = { ...values.query(utcIso), ...lowStock };
	for await (const part of skus ? bySkus(send, filters, skus) : byPages(send, filters, limit)) {
		yield part.map((entry) => ({ ...entry, currency }));
	}
}

/** A SKU of a product with options means all of them. */
async function* bySkus(
	send: Send,
	filters: Query,
	skus: readonly string[],
): AsyncGenerator<CatalogEntry[]> {
	const refs = skus.map((value): ProductRef => ({ by: 'sku', value }));
	const places = await findVariants(send, refs);
	for (const found of places.values()) if (found instanceof Error) raise(found);
	const entries = await entriesById(send, productIds(places), filters);
	yield entries.filter((entry) =>
		[skuOf(entry), text(entry.product.sku)].some((sku) => sku !== null && skus.includes(sku)),
	);
}

async function* byPages(send: Send, filters: Query, limit: number): AsyncGenerator<CatalogEntry[]> {
	const query = { ...filters, include: 'variants' };
	const found = limit === Infinity ? everything(send, query) : byPage(send, query, limit);
	for await (const page of found) yield page.flatMap(entriesOf);
}

async function entriesById(
	send: Send,
	ids: Iterable<string>,
	filters?: Query,
): Promise<CatalogEntry[]> {
	const { found, failed } = await productsById(send, ids, filters);
	for (const error of failed.values()) raise(error);
	return found;
}

type Raw = Partial<RawProduct>;

function idOf(product: Raw): number {
	return Number(text(product.id) ?? NaN);
}

async function read(
	send: Send,
	filters: Query,
	range: IdRange,
	direction: 'asc' | 'desc',
	limit = PAGE_SIZE,
): Promise<Raw[]> {
	const found: Raw[] = [];
	let { from, to } = range;
	// A page may be cut to fewer than were asked for: what follows is asked for by its IDs, not by its place.
	for (;;) {
		const query = { ...filters, 'id:min': from, 'id:max': to, sort: 'id', direction, limit };
		const { entries, isLast } = await firstPage(send, query);
		checkIds(entries.map(idOf), { from, to });
		found.push(...entries);
		if (isLast || entries.length === 0 || found.length >= limit) return found.slice(0, limit);
		const last = idOf(entries[entries.length - 1]);
		if (direction === 'asc') from = last + 1;
		else to = last - 1;
	}
}

async function firstPage(send: Send, query: Query): Promise<{ entries: Raw[]; isLast: boolean }> {
	const request = { method: 'GET', path: PRODUCTS, query } as const;
	for await (const { items, next } of pages(send, request, styleOf(bigCommerce, PRODUCTS))) {
		return { entries: parts(items as RawProduct[]), isLast: next() === undefined };
	}
	return { entries: [], isLast: true };
}

/** By id, which never changes, whatever else happens to a product. */
function everything(send: Send, filters: Query): AsyncGenerator<Raw[]> {
	return blocks<Raw>(
		{
			pageSize: PAGE_SIZE,
			round: ROUND,
			parallel: PARALLEL,
			id: idOf,
			read: async (range, direction) => await read(send, filters, range, direction),
		},
		{},
	);
}

/** The newest first, page after page, none before it is wanted. */
async function* byPage(send: Send, filters: Query, limit: number): AsyncGenerator<Raw[]> {
	const size = Math.min(limit, PAGE_SIZE);
	for (let to: number | undefined; ;) {
		const page = await read(send, filters, { to }, 'desc', size);
		yield page;
		if (isEnd(page.length, size, ROUND)) return;
		to = idOf(page[page.length - 1]) - 1;
	}
}

const SEARCH_SIZE = 50;

/** For the list in the panel: by words in name and SKU. */
export async function searchCatalog(
	client: Client,
	{ filter, from }: ProductSearch,
): Promise<ProductPage> {
	const filters = { ...(filter === '' ? {} : { keyword: filter }), include: 'variants' };
	const range = from === undefined ? {} : { to: Number(from) };
	const found = await read(client.send, filters, range, 'desc', SEARCH_SIZE);
	const entries = await priced(found.flatMap(entriesOf), client);
	const last = found.at(-1);
	return {
		products: entries.map((entry) => shown(entry, client)),
		...(last && !isEnd(found.length, SEARCH_SIZE, ROUND) ? { next: String(idOf(last) - 1) } : {}),
	};
}
