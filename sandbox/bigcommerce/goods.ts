import { LaggingIndex } from '../kit/lagging-index';
import type { StoreIdentity } from './app';
import { seededProducts } from './goods-seed';
import type { HeldProduct, HeldVariant, Tracking } from './product';
import type { BigCommerceSettings } from './settings';

/** What is in stock of one product or one variant, per location; null where it was never counted. */
export interface Shelf {
	key: string;
	onHand: Record<number, number | null>;
	safety: Record<number, number>;
	writes: Record<number, number>;
}

export interface Place {
	id: number;
	code: string;
	label: string;
	enabled: boolean;
}

/** A price of a price list. */
export interface PriceRecord {
	variantId: number;
	currency: string;
	price: number;
	sale_price: number | null;
	writes: number;
	modifiedAt: number;
}

/** See https://github.com/bigcommerce/docs/blob/24f580c/docs/store-operations/catalog/inventory-locations.mdx */
export const PLACES: readonly Place[] = [
	{ id: 1, code: 'BC-LOCATION-1', label: 'Default location', enabled: true },
	{ id: 2, code: 'WH-2', label: 'Warehouse, "north"', enabled: true },
	{ id: 5, code: 'OLD', label: 'Old shop', enabled: false },
];

export const PRICE_LISTS = [
	{ id: 1, name: 'Wholesale', active: true },
	{ id: 4, name: 'Euro & friends', active: true },
] as const;

/** One thing that has a price, as it is now and whatever the lists say. */
export interface HeldThing {
	productId: string;
	variantId: string;
	sku: string;
	tracking: Tracking;
	/** By location id; of the whole product where that is counted as a whole. */
	stock: Record<string, number | null>;
	stockWrites: Record<string, number>;
	/** What the shop asks for it. */
	price: number;
	productPrice: number;
	variantPrice: number | null;
	priceWrites: { product: number; variant: number };
	/** By price list and currency, e.g. `1 USD`. */
	listPrices: Record<string, number>;
	listWrites: Record<string, number>;
}

/** Everything that one store sells. */
export class Goods {
	private readonly products = new Map<number, HeldProduct>();
	private readonly shelves = new Map<string, Shelf>();
	private readonly lists = new Map<number, Map<string, PriceRecord>>();
	private readonly index: LaggingIndex<Shelf>;
	private variantIds = new Map<number, { product: HeldProduct; variant: HeldVariant }>();
	/** Called after each page of a list, for catalogues that change while they are read. */
	afterPage?: (path: string) => void;

	constructor(
		readonly identity: StoreIdentity,
		private readonly settings: BigCommerceSettings,
		private readonly tell: (scope: string, data: Record<string, unknown>) => void,
	) {
		this.index = new LaggingIndex(settings);
		for (const { id } of PRICE_LISTS) this.lists.set(id, new Map());
		for (const { product, left, elsewhere } of seededProducts(settings)) {
			this.put(product);
			for (const shelf of this.shelvesOf(product)) {
				shelf.onHand = { 1: left, 2: elsewhere, 5: null };
			}
		}
	}

	get now(): number {
		return this.settings.now();
	}

	get namesItems(): boolean {
		return this.settings.namesItems ?? true;
	}

	/** Every product by its id. */
	all(): HeldProduct[] {
		return [...this.products.values()];
	}

	get(id: number): HeldProduct | undefined {
		return this.products.get(id);
	}

	variant(id: number): { product: HeldProduct; variant: HeldVariant } | undefined {
		return this.variantIds.get(id);
	}

	variants(): Array<{ product: HeldProduct; variant: HeldVariant }> {
		return [...this.variantIds.values()];
	}

	/** Somebody adds a product, or takes one whose id is known away and puts it there anew. */
	put(product: HeldProduct): void {
		this.products.set(product.id, product);
		for (const variant of product.variants) this.variantIds.set(variant.id, { product, variant });
		const keys = product.variants.map(({ id }) => `variant ${id}`);
		for (const key of [`product ${product.id}`, ...keys]) {
			if (this.shelves.has(key)) continue;
			const places = PLACES.map(({ id }) => id);
			this.shelves.set(key, {
				key,
				onHand: Object.fromEntries(places.map((id) => [id, null])),
				safety: Object.fromEntries(places.map((id) => [id, 0])),
				writes: Object.fromEntries(places.map((id) => [id, 0])),
			});
		}
	}

	/** Somebody deletes a product in the control panel. */
	remove(id: number): void {
		for (const variant of this.products.get(id)?.variants ?? []) this.variantIds.delete(variant.id);
		this.products.delete(id);
	}

	touch(product: HeldProduct): void {
		product.modifiedAt = Math.floor(this.now / 1000) * 1000;
		this.tell('store/product/updated', { type: 'product', id: product.id });
	}

	/** Where the stock of a product is counted; nowhere when it is not. */
	shelvesOf({ id, tracking, variants }: HeldProduct): Shelf[] {
		if (tracking === 'none') return [];
		if (tracking === 'product') return [this.shelf(`product ${id}`)];
		return variants.map((variant) => this.shelf(`variant ${variant.id}`));
	}

	shelf(key: string): Shelf {
		const shelf = this.shelves.get(key);
		if (!shelf) throw new Error(`no shelf ${key}`);
		return shelf;
	}

	/** A shelf as reading shows it: some time behind, see the docs of inventory adjustments. */
	shown(shelf: Shelf): Shelf {
		this.index.settle();
		return this.index.shown([shelf], ({ key }) => key)[0] ?? shelf;
	}

	/** What can be sold, over all locations or at one. */
	available(shelf: Shelf, placeId?: number): number {
		const { onHand, safety } = this.shown(shelf);
		const places = placeId === undefined ? PLACES.map(({ id }) => id) : [placeId];
		return places.reduce((sum, id) => sum + Math.max(0, (onHand[id] ?? 0) - safety[id]), 0);
	}

	count(shelf: Shelf, placeId: number, quantity: number, product: HeldProduct): void {
		this.index.hold(shelf.key, shelf);
		shelf.onHand[placeId] = quantity;
		shelf.writes[placeId] += 1;
		const [kind, id] = shelf.key.split(' ');
		const what = { product_id: product.id, method: 'absolute', value: quantity };
		if (kind === 'product') {
			const data = { type: 'product', id: product.id, inventory: what };
			this.tell('store/product/inventory/updated', data);
		} else {
			const inventory = { ...what, variant_id: Number(id) };
			this.tell('store/sku/inventory/updated', { type: 'sku', id: Number(id), inventory });
		}
	}

	records(listId: number): Map<string, PriceRecord> | undefined {
		return this.lists.get(listId);
	}

	/** The truth about everything on sale. */
	things(): HeldThing[] {
		return this.variants().map(({ product, variant }) => this.thing(product, variant));
	}

	private thing(product: HeldProduct, variant: HeldVariant): HeldThing {
		const { tracking } = product;
		const key = tracking === 'variant' ? `variant ${variant.id}` : `product ${product.id}`;
		const { onHand, writes } = this.shelf(key);
		const records = [...this.lists].flatMap(([id, list]) =>
			[...list.values()]
				.filter(({ variantId }) => variantId === variant.id)
				.map((record) => ({ key: `${id} ${record.currency}`, record })),
		);
		return {
			productId: `${product.id}`,
			variantId: `${variant.id}`,
			sku: variant.sku,
			tracking,
			stock: { ...onHand },
			stockWrites: { ...writes },
			price: variant.price ?? product.price,
			productPrice: product.price,
			variantPrice: variant.price,
			priceWrites: { product: product.priceWrites, variant: variant.priceWrites },
			listPrices: Object.fromEntries(records.map((one) => [one.key, one.record.price])),
			listWrites: Object.fromEntries(records.map((one) => [one.key, one.record.writes])),
		};
	}
}
