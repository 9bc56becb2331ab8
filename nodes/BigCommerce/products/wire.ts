import { product, type Product, type ProductStatus } from '../../../core/products/product';
import { amount, count, text } from '../../../core/orders/read';

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/catalog/products_catalog.v3.yml. */
export interface RawProduct {
	id: number;
	name: string;
	sku: string;
	upc: string;
	gtin: string;
	price: number;
	calculated_price: number;
	/** What has stock: nothing, the product as a whole, or each of its variants. */
	inventory_tracking: 'none' | 'product' | 'variant';
	inventory_level: number;
	is_visible: boolean;
	availability: string;
	/** Only where it has no options. */
	base_variant_id: number | null;
	custom_url: { url: string } | null;
	date_modified: string;
	variants: RawVariant[];
}

/** What can be bought; without options, a product has one, its base variant. */
export interface RawVariant {
	id: number;
	product_id: number;
	sku: string;
	upc: string | null;
	gtin: string | null;
	/** `null`: that of the product. */
	price: number | null;
	inventory_level: number;
	image_url: string;
	option_values: Array<{ label: string }>;
	purchasing_disabled: boolean;
}

/** A variant with the product that it belongs to. */
export interface CatalogEntry {
	readonly product: Partial<RawProduct>;
	readonly variant: Partial<RawVariant>;
}

/** A product without variants in the answer is one thing by itself. */
export function entriesOf(raw: Partial<RawProduct>): CatalogEntry[] {
	const variants = Array.isArray(raw.variants) ? raw.variants : [];
	if (variants.length === 0)
		return [{ product: raw, variant: { id: raw.base_variant_id ?? undefined } }];
	return variants.map((variant) => ({ product: raw, variant }));
}

export function skuOf({ product, variant }: CatalogEntry): string | null {
	return text(variant.sku) ?? (isOnly(product) ? text(product.sku) : null);
}

/** Whether the product has no options. */
function isOnly({ variants = [] }: Partial<RawProduct>): boolean {
	return variants.length < 2;
}

/** A variant without a price of its own costs what the product costs. */
export function priceOf({ product, variant }: CatalogEntry): string | null {
	return amount(variant.price) ?? amount(product.price);
}

/** As `product/1`; `currency` is that of the store. */
export function toProduct(
	entry: CatalogEntry,
	{ account, currency }: { account: string | null; currency: string | null },
): Product {
	const raw = entry.product;
	const { variant } = entry;
	const isDisabled = raw.availability === 'disabled' || variant.purchasing_disabled === true;
	const isActive = raw.is_visible === true && !isDisabled;
	const status: ProductStatus =
		raw.is_visible === undefined ? 'unknown' : isActive ? 'active' : 'inactive';
	const labels = (variant.option_values ?? []).flatMap(({ label }) => text(label) ?? []);
	const name = text(raw.name);
	const isTracked = raw.inventory_tracking !== 'none';
	const level =
		raw.inventory_tracking === 'variant' ? variant.inventory_level : raw.inventory_level;
	return product({
		marketplace: 'bigcommerce',
		account,
		id: text(raw.id) ?? '',
		variantId: text(variant.id),
		sku: skuOf(entry),
		ean: text(variant.gtin) ?? text(variant.upc) ?? text(raw.gtin) ?? text(raw.upc),
		title: name !== null && labels.length > 0 ? `${name} (${labels.join(', ')})` : name,
		status,
		statusRaw: text(raw.availability),
		quantity: isTracked ? count(level) : null,
		price: priceOf(entry),
		currency,
		imageUrl: text(variant.image_url),
		updatedAt: text(raw.date_modified),
		missing: [
			...(isTracked
				? []
				: [{ field: 'quantity', reason: 'Inventory tracking is off for this product' }]),
			...(currency === null
				? [{ field: 'currency', reason: 'The API account may not read the store information' }]
				: []),
		],
	});
}
