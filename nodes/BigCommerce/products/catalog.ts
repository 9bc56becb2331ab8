import type { Query, Send } from '../../../core/marketplace';
import { pages, styleOf } from '../../../core/lists/pages';
import { pool } from '../../../core/lists/side-by-side';
import { count, object, part, parts, text } from '../../../core/orders/read';
import type { ProductRef } from '../../../core/products/reference';
import { StoppedError } from '../../../core/request/clock';
import { raise, ResponseError } from '../../../core/request/errors';
import { bigCommerce } from '../marketplace';
import { type CatalogEntry, entriesOf, type RawProduct, type RawVariant, skuOf } from './wire';

export const PRODUCTS = '/v3/catalog/products';
export const VARIANTS = '/v3/catalog/variants';
const INVENTORY = '/v3/inventory/items';
/** Most entries of a page of the inventory, and of the catalog. */
const INVENTORY_SIZE = 1000;
export const PAGE_SIZE = 250;
/** So long is the list of SKUs or IDs in the address of a request at most: servers cut longer ones. */
const MOST_CHARACTERS = 4000;
const SIDE_BY_SIDE = 8;
/** So many are asked for one by one; of more, the list of all variants may take fewer requests. */
const MOST_SINGLE = 25;

/** The stock of a variant, or of a product as a whole, in each place. */
export interface InventoryItem {
	/** `variant_id`: `null` where the stock is that of several variants. */
	identity: { sku: string; variant_id: number | null; product_id: number };
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

/** What was asked for by name. */
export interface Named<T> {
	readonly found: T[];
	/** Why nothing is known about some of the names. */
	readonly failed: Map<string, Error>;
}

/**
 * Asks for many by the values of one filter, as many in a request as go into it. A request that fails does so for its
 * names only.
 */
export async function readByNames<T extends object>(
	send: Send,
	path: string,
	filter: string,
	names: Iterable<string>,
	{ limit, ...more }: { limit: number } & Query,
): Promise<Named<Partial<T>>> {
	const found: Array<Partial<T>> = [];
	const failed = new Map<string, Error>();
	await pool(byLength([...new Set(names)], limit), SIDE_BY_SIDE, async (some) => {
		try {
			found.push(...(await readAll<T>(send, path, { ...more, [filter]: some, limit })));
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			for (const name of some) failed.set(name, error as Error);
		}
	});
	return { found, failed };
}

/** Products with their variants, by the IDs of the products. */
export async function productsById(
	send: Send,
	ids: Iterable<string>,
	filters: Query = {},
): Promise<Named<CatalogEntry>> {
	const query = { ...filters, include: 'variants', limit: PAGE_SIZE };
	const { found, failed } = await readByNames<RawProduct>(send, PRODUCTS, 'id:in', ids, query);
	return { found: found.flatMap(entriesOf), failed };
}

/** The inventory of variants, or of products as a whole. */
export async function readInventory(
	send: Send,
	filter: 'sku:in' | 'variant_id:in' | 'product_id:in',
	names: Iterable<string>,
): Promise<Named<Partial<InventoryItem>>> {
	return await readByNames(send, INVENTORY, filter, names, { limit: INVENTORY_SIZE });
}

/** Where a name leads: to the variant, and the product of it. */
export interface Place {
	/** `null`: the product as a whole, which has options. */
	readonly variantId: string | null;
	readonly productId: string;
	readonly sku: string | null;
	readonly item?: Partial<InventoryItem>;
}

/** By `nameOf`. Nothing was found for a name that is left out. */
export type Places = ReadonlyMap<string, readonly Place[] | Error>;

/** What SKUs and IDs stand for, in few requests. See BEHAVIOR.md, Products. */
export async function findVariants(send: Send, refs: readonly ProductRef[]): Promise<Places> {
	const places = new Map<string, readonly Place[] | Error>();
	for (const by of ['sku', 'id'] as const) {
		const names = refs.flatMap((ref) => (ref.by === by ? [ref.value] : []));
		const search = new Search(send, by, new Set(names));
		await search.run();
		for (const [value, found] of search.places) places.set(nameOf({ by, value }), found);
	}
	return places;
}

/**
 * The inventory knows many names at once, but only what has stock; the catalog knows many SKUs of products, but not of
 * their variants; the list of variants knows all, but one name at a time.
 */
class Search {
	readonly places = new Map<string, readonly Place[] | Error>();

	constructor(
		private readonly send: Send,
		private readonly by: ProductRef['by'],
		private readonly names: ReadonlySet<string>,
	) {}

	async run(): Promise<void> {
		await this.askInventory();
		if (this.by === 'sku') await this.askProducts();
		if (this.left().length > MOST_SINGLE) await this.readVariants();
		if (this.left().length > MOST_SINGLE && this.hasReadAll) return;
		await pool(this.left(), SIDE_BY_SIDE, async (name) => await this.askVariants(name));
	}

	private hasReadAll = false;

	private left(): string[] {
		return [...this.names].filter((name) => !this.places.has(name));
	}

	/** A comma ends a name in a list. */
	private listed(): string[] {
		return this.left().filter((name) => !name.includes(','));
	}

	private note(name: string | null, place: Place): void {
		if (name === null || !this.names.has(name)) return;
		const known = this.places.get(name);
		const others = Array.isArray(known) ? (known as Place[]) : [];
		const isKnown = ({ variantId, productId }: Place): boolean =>
			variantId === place.variantId && productId === place.productId;
		if (!others.some(isKnown)) this.places.set(name, [...others, place]);
	}

	/** Prices can be written without the right to read the inventory. */
	private fail(failed: ReadonlyMap<string, Error>): void {
		for (const [name, error] of failed) if (!isForbidden(error)) this.places.set(name, error);
	}

	private async askInventory(): Promise<void> {
		const filter = this.by === 'sku' ? 'sku:in' : 'variant_id:in';
		const { found, failed } = await readInventory(this.send, filter, this.listed());
		for (const item of found) {
			const { sku, variant_id: variantId, product_id: productId } = part(item.identity);
			this.noteVariant({
				variantId: text(variantId),
				productId: text(productId) ?? '',
				sku: text(sku),
				item,
			});
		}
		this.fail(failed);
	}

	private async askProducts(): Promise<void> {
		const query = { include: 'variants', limit: PAGE_SIZE };
		const { found, failed } = await readByNames<RawProduct>(
			this.send,
			PRODUCTS,
			'sku:in',
			this.listed(),
			query,
		);
		for (const raw of found) {
			const entries = entriesOf(raw);
			const productId = text(raw.id) ?? '';
			for (const entry of entries) {
				const variantId = text(entry.variant.id);
				this.noteVariant({ variantId, productId, sku: skuOf(entry) });
			}
			const sku = text(raw.sku);
			// The SKU of a product with options means all of them, unless one of them has it, too.
			const isOfOne = entries.some((entry) => skuOf(entry) === sku);
			if (!isOfOne) this.note(sku, { variantId: null, productId, sku });
		}
		this.fail(failed);
	}

	private async readVariants(): Promise<void> {
		const most = this.left().length;
		const query = { include_fields: ['product_id', 'sku'], limit: PAGE_SIZE };
		const request = { method: 'GET', path: VARIANTS, query } as const;
		let isShort: boolean | undefined;
		try {
			for await (const { items, response } of pages(
				this.send,
				request,
				styleOf(bigCommerce, VARIANTS),
			)) {
				this.noteAll(parts(items as RawVariant[]));
				const pageCount = object(object(object(response.body).meta).pagination).total_pages;
				isShort ??= (count(pageCount) ?? Infinity) <= most;
				if (!isShort || this.left().length === 0) return;
			}
			this.hasReadAll = true;
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			for (const name of this.left()) this.places.set(name, error as Error);
		}
	}

	private async askVariants(name: string): Promise<void> {
		try {
			const query = { [this.by]: name, limit: PAGE_SIZE };
			this.noteAll(await readAll<RawVariant>(this.send, VARIANTS, query));
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			this.places.set(name, error as Error);
		}
	}

	private noteAll(variants: ReadonlyArray<Partial<RawVariant>>): void {
		for (const { id, product_id: productId, sku } of variants) {
			this.noteVariant({
				variantId: text(id),
				productId: text(productId) ?? '',
				sku: text(sku),
			});
		}
	}

	private noteVariant(place: Place): void {
		this.note(this.by === 'sku' ? place.sku : place.variantId, place);
	}
}

export function isForbidden(error: unknown): boolean {
	return error instanceof ResponseError && error.response.status === 403;
}

/** IDs of the products that names lead to. */
export function productIds(places: Places): Set<string> {
	const all = [...places.values()].flatMap((found) => (found instanceof Error ? [] : found));
	return new Set(all.map(({ productId }) => productId));
}

export function nameOf({ by, value }: ProductRef): string {
	return `${by} ${value}`;
}
