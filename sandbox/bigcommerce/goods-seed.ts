import { PRODUCTS, stockOf } from './catalogue';
import type { HeldProduct, HeldVariant, Tracking } from './product';
import type { BigCommerceSettings } from './settings';

interface Seeded {
	product: HeldProduct;
	/** Of each of its things at the default location; null where it was never counted. */
	left: number | null;
	/** The same at the other location that is open. */
	elsewhere: number | null;
}

/** What a product beyond the known ones is like, in turn. */
const KINDS: ReadonlyArray<{ tracking: Tracking; variants: number }> = [
	{ tracking: 'product', variants: 0 },
	{ tracking: 'variant', variants: 3 },
	{ tracking: 'none', variants: 0 },
	{ tracking: 'product', variants: 2 },
];
const ODD_SKUS = [
	'0012',
	'ÄÖ ß-☕',
	'a,b',
	'it\'s "5"',
	'x'.repeat(200),
	'77',
	'1e3',
	'semi;colon',
];
const BEGIN = Date.parse('2026-08-01T00:00:00.000Z');
const MINUTE = 60_000;
const FIRST_ID = 200;
/** Room for the variants of each product, so that ids are the same for every size of catalogue. */
const VARIANT_IDS = 20;

/** The products of a new store, by their ids; the same for the same settings. */
export function seededProducts(settings: BigCommerceSettings): Seeded[] {
	const { products: count = PRODUCTS.length, goods = 'mixed' } = settings;
	const known = goods === 'mixed' ? knownProducts().slice(0, count) : [];
	const others = Array.from({ length: Math.max(0, count - known.length) }, (_unused, i) =>
		other(i, goods),
	);
	return [...known, ...others];
}

/** The things that orders hold: with an option, or without. */
function knownProducts(): Seeded[] {
	return PRODUCTS.map(({ id, variantId, name, sku, upc, price, type, option }, i) => {
		const isDigital = type === 'digital';
		const variant = newVariant(variantId, sku, upc);
		if (option) {
			variant.options.push({
				id: id * 10,
				label: option.value,
				option_id: id,
				option_display_name: option.name,
			});
		}
		const tracking = isDigital ? 'none' : option ? 'variant' : 'product';
		const product = newProduct(id, i, { name, sku, upc, price, type, tracking });
		// The product itself must not have the SKU of its variant.
		if (option) product.sku = `${sku}-ALL`;
		return { product: { ...product, variants: [variant] }, left: stockOf(id), elsewhere: null };
	});
}

function other(i: number, goods: 'mixed' | 'simple' | 'variants'): Seeded {
	const id = FIRST_ID + i;
	const kind = {
		mixed: KINDS[i % KINDS.length],
		simple: { tracking: 'product' as const, variants: 0 },
		variants: { tracking: 'variant' as const, variants: 10 },
	}[goods];
	const sku =
		goods === 'mixed' && i < ODD_SKUS.length * 4 && i % 4 === 0 ? ODD_SKUS[i / 4] : `P-${id}`;
	const product = newProduct(id, i, {
		name: `Product ${id}`,
		sku,
		upc: '',
		price: 5 + (i % 90) + 0.5,
		type: 'physical',
		tracking: kind.tracking,
	});
	product.isVisible = goods !== 'mixed' || i % 7 !== 3;
	const first = 10_000 + i * VARIANT_IDS;
	// The base variant of a product without options has its SKU.
	product.variants =
		kind.variants === 0
			? [newVariant(first, sku, '')]
			: Array.from({ length: kind.variants }, (_unused, n) => {
					const variant = newVariant(first + n, `${sku}-${n + 1}`, '');
					// One of them costs what the product costs.
					variant.price = n === 0 ? null : product.price + n;
					variant.options.push({
						id: first + n,
						label: `Size ${n + 1}`,
						option_id: id,
						option_display_name: 'Size',
					});
					return variant;
				});
	// Of one in eleven nobody has counted the stock yet.
	if (goods === 'mixed' && i % 11 === 5) return { product, left: null, elsewhere: null };
	return { product, left: i % 12, elsewhere: (i % 12) + 1 };
}

function newVariant(id: number, sku: string, upc: string): HeldVariant {
	return { id, sku, upc, price: null, options: [], priceWrites: 0 };
}

function newProduct(
	id: number,
	i: number,
	facts: Pick<HeldProduct, 'name' | 'sku' | 'upc' | 'price' | 'type' | 'tracking'>,
): HeldProduct {
	const at = BEGIN + i * MINUTE;
	return {
		id,
		...facts,
		isVisible: true,
		availability: 'available',
		categories: [23 + (i % 3)],
		createdAt: at,
		modifiedAt: at,
		variants: [],
		priceWrites: 0,
	};
}
