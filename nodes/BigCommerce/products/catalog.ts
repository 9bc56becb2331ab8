import type { Query, Send } from '../../../core/marketplace';
import { pages, styleOf } from '../../../core/lists/pages';
import { pool } from '../../../core/lists/side-by-side';
import { part, parts, text } from '../../../core/orders/read';
import { raise, ResponseError } from '../../../core/request/errors';
import type { ProductRef } from '../../../core/products/reference';
import { bigCommerce } from '../marketplace';
import { type CatalogEntry, entriesOf, type RawProduct, type RawVariant } from './wire';

export const PRODUCTS = '/v3/catalog/products';
export const VARIANTS = '/v3/catalog/variants';
const INVENTORY = '/v3/inventory/items';
/** Most entries of a page of the inventory, and of the catalog. */
const INVENTORY_SIZE = 1000;
export const PAGE_SIZE = 250;
/** So long is the list of SKUs or IDs in the address of a request at most: servers cut longer ones. */
const MOST_CHARACTERS = 4000;
const SIDE_BY_SIDE = 8;

/** The stock of a variant, or of a product as a whole, in each place. */
export interface InventoryItem {
	identity: { sku: string; variant_id: number; product_id: number };
	locations: Array<{
		location_id: number;
		available_to_sell: number;
		total_inventory_onhand: number;
		settings: { safety_stock: number };
	}>;
}

/** All pages of a list of V3 that is short: what is asked for by name. */
export async function readAll<T extends object>(
	send: Send,
	path: string,
	query: Query,
): Promise<Array<Partial<T>>> {
	const all: Array<Partial<T>> = [];
	const request = { method: 'GET', path, query } as const;
	for await (const { items } of pages(send, request, styleOf(bigCommerce, path))) {
		all.push(...parts(items as T[]));
	}
	return all;
}

/** Parts of a list of names that each go into one address. */
function* byLength(names: readonly string[], most: number): Generator<string[]> {
	let some: string[] = [];
	let length = 0;
	for (const name of names) {
		const size = encodeURIComponent(name).length + 3;
		if (some.length > 0 && (some.length === most || length + size > MOST_CHARACTERS)) {
			yield some;
			[some, length] = [[], 0];
		}
		some.push(name);
		length += size;
	}
	if (some.length > 0) yield some;
}

/** Asks for many by the values of one filter, as many in a request as go into it. */
export async function readByNames<T extends object>(
	send: Send,
	path: string,
	filter: string,
	names: readonly string[],
	{ limit, ...more }: { limit: number } & Query,
): Promise<Array<Partial<T>>> {
	const found: Array<Partial<T>> = [];
	await pool(byLength([...new Set(names)], limit), SIDE_BY_SIDE, async (some) => {
		found.push(...(await readAll<T>(send, path, { ...more, [filter]: some, limit })));
	});
	return found;
}

/** Products with their variants, by the IDs of the products. */
export async function productsById(send: Send, ids: readonly string[]): Promise<CatalogEntry[]> {
	const query = { include: 'variants', limit: PAGE_SIZE };
	const products = await readByNames<RawProduct>(send, PRODUCTS, 'id:in', ids, query);
	return products.flatMap(entriesOf);
}

/** Where a name leads: to the variant, and the product of it. */
export interface Place {
	readonly variantId: string;
	readonly productId: string;
	readonly sku: string | null;
	readonly item?: Partial<InventoryItem>;
}

/**
 * The variants that SKUs and IDs stand for, by `nameOf`. The inventory knows many at once, and only what has stock;
 * the rest is asked for one by one. See BEHAVIOR.md, Products.
 */
export async function findVariants(
	send: Send,
	refs: readonly ProductRef[],
): Promise<Map<string, Place>> {
	const found = new Map<string, Place>();
	for (const by of ['sku', 'id'] as const) {
		const names = refs.flatMap((ref) => (ref.by === by ? [ref.value] : []));
		// A comma ends a name in a list.
		const listed = names.filter((name) => !name.includes(','));
		const filter = by === 'sku' ? 'sku:in' : 'variant_id:in';
		const items = readByNames<InventoryItem>(send, INVENTORY, filter, listed, {
			limit: INVENTORY_SIZE,
		});
		for (const item of await items.catch(nothingIfDenied)) note(by, placeOf(item));
		const left = new Set(names.filter((value) => !found.has(nameOf({ by, value }))));
		await pool(left, SIDE_BY_SIDE, async (value) => {
			const query = { [by]: value, limit: PAGE_SIZE };
			const variants = await readAll<RawVariant>(send, VARIANTS, query);
			for (const { id, product_id: productId, sku } of variants) {
				note(by, { variantId: text(id) ?? '', productId: text(productId) ?? '', sku: text(sku) });
			}
		});
	}
	return found;

	function note(by: ProductRef['by'], place: Place): void {
		const value = by === 'sku' ? place.sku : place.variantId;
		if (value !== null) found.set(nameOf({ by, value }), place);
	}
}

/** Prices can be written without the right to read the inventory. */
function nothingIfDenied(error: unknown): never[] {
	return error instanceof ResponseError && error.response.status === 403 ? [] : raise(error);
}

function placeOf(item: Partial<InventoryItem>): Place {
	const { sku, variant_id: variantId, product_id: productId } = part(item.identity);
	return {
		variantId: text(variantId) ?? '',
		productId: text(productId) ?? '',
		sku: text(sku),
		item,
	};
}

export function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}
