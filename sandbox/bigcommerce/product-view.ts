import type { Goods } from './goods';
import type { HeldProduct, HeldVariant } from './product';
import type { Query } from './query';

type View = Record<string, unknown>;

/** A product as the API shows it, with what is included. */
export function productView(goods: Goods, product: HeldProduct, include: readonly string[]): View {
	const { id, variants, options } = { ...product, options: optionsOf(product) };
	const level = goods.shelvesOf(product).reduce((sum, one) => sum + goods.available(one), 0);
	return {
		id,
		name: product.name,
		type: product.type,
		sku: product.sku,
		description: `<p>${product.name}</p>`,
		weight: 1,
		price: product.price,
		cost_price: 0,
		retail_price: 0,
		sale_price: 0,
		map_price: 0,
		calculated_price: product.price,
		tax_class_id: 0,
		categories: product.categories,
		brand_id: 0,
		inventory_level: level,
		inventory_warning_level: 0,
		inventory_tracking: product.tracking,
		is_visible: product.isVisible,
		availability: product.availability,
		condition: 'New',
		upc: product.upc,
		mpn: '',
		gtin: '',
		date_created: iso(product.createdAt),
		date_modified: iso(product.modifiedAt),
		base_variant_id: options.length === 0 ? variants[0]?.id : null,
		custom_url: { url: `/product-${id}/`, is_customized: false },
		...(include.includes('variants') && {
			variants: variants.map((variant) => variantView(goods, product, variant)),
		}),
		...(include.includes('options') && { options }),
		...(include.includes('primary_image') && {
			primary_image: { id, product_id: id, url_standard: `https://img.example/${id}.jpg` },
		}),
		...(include.includes('images') && { images: [] }),
	};
}

/** A variant as the API shows it. */
export function variantView(goods: Goods, product: HeldProduct, variant: HeldVariant): View {
	const isBase = variant.options.length === 0;
	const isCounted = product.tracking === 'variant' || (product.tracking === 'product' && isBase);
	const key = product.tracking === 'variant' ? `variant ${variant.id}` : `product ${product.id}`;
	return {
		id: variant.id,
		product_id: product.id,
		sku: variant.sku,
		sku_id: isBase ? null : variant.id + 1_000_000,
		price: variant.price,
		calculated_price: variant.price ?? product.price,
		sale_price: null,
		retail_price: null,
		cost_price: 0,
		map_price: null,
		upc: variant.upc,
		mpn: '',
		gtin: '',
		inventory_level: isCounted ? goods.available(goods.shelf(key)) : 0,
		inventory_warning_level: 0,
		purchasing_disabled: false,
		purchasing_disabled_message: '',
		image_url: '',
		option_values: variant.options,
	};
}

/** Only the fields that were asked for; the id is always one of them. */
export function withFields(view: View, query: Query): View {
	const only = query.list('include_fields');
	const without = query.list('exclude_fields');
	const extras = query.list('include');
	return Object.fromEntries(
		Object.entries(view).filter(
			([name]) =>
				name === 'id' ||
				extras.includes(name) ||
				((only.length === 0 || only.includes(name)) && !without.includes(name)),
		),
	);
}

function optionsOf({ id, variants }: HeldProduct): unknown[] {
	const values = variants.flatMap(({ options }) => options);
	if (values.length === 0) return [];
	return [
		{ id, product_id: id, display_name: values[0].option_display_name, option_values: values },
	];
}

function iso(at: number): string {
	return new Date(at).toISOString().replace('.000Z', '+00:00');
}
