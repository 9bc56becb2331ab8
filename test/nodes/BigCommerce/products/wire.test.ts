import { describe, expect, it } from 'vitest';

import { entriesOf, priceOf, skuOf, toProduct } from '../../../../nodes/BigCommerce/products/wire';

const variant = (changes: object = {}) => ({
	...{ id: 382, product_id: 77, sku: 'MUG-BLUE', upc: '', gtin: '', price: null },
	...{ inventory_level: 3, image_url: '', option_values: [{ label: 'Blue' }] },
	...{ purchasing_disabled: false, ...changes },
});
const raw = (changes: object = {}) => ({
	...{ id: 77, name: 'Mug', sku: 'MUG', upc: '4901234567894', gtin: '', price: 8.5 },
	...{ calculated_price: 8.5, inventory_tracking: 'variant' as const, inventory_level: 9 },
	...{ is_visible: true, availability: 'available', base_variant_id: null, custom_url: null },
	...{ date_modified: '2026-08-15T14:49:05+00:00', variants: [variant()], ...changes },
});
const USD: { account: string | null; currency: string | null } = {
	account: 'abc',
	currency: 'USD',
};
const shown = (product: object, facts = USD) =>
	entriesOf(product).map((entry) => toProduct(entry, facts));

describe('a product of BigCommerce', () => {
	it('is an item for each variant, with all that both say', () => {
		expect(
			shown(raw({ variants: [variant(), variant({ id: 383, sku: 'MUG-RED', price: 9 })] })),
		).toEqual([
			{
				sku: 'MUG-BLUE',
				title: 'Mug (Blue)',
				status: 'active',
				quantity: 3,
				price: '8.50',
				currency: 'USD',
				marketplace: 'bigcommerce',
				site: null,
				account: 'abc',
				id: '77',
				variantId: '382',
				ean: '4901234567894',
				url: null,
				imageUrl: null,
				updatedAt: '2026-08-15T14:49:05+00:00',
				statusRaw: 'available',
				schema: 'product/1',
				missing: [],
			},
			expect.objectContaining({ sku: 'MUG-RED', variantId: '383', price: '9.00' }),
		]);
	});

	it('has the stock of the whole where that is counted', () => {
		const variants = [variant(), variant({ id: 383, inventory_level: 0 })];
		const all = shown(raw({ inventory_tracking: 'product', variants }));
		expect(all.map(({ quantity }) => quantity)).toEqual([9, 9]);
	});

	it('has no stock where nobody counts it, and says why', () => {
		expect(shown(raw({ inventory_tracking: 'none' }))[0]).toMatchObject({
			quantity: null,
			missing: [{ field: 'quantity', reason: 'Inventory tracking is off for this product' }],
		});
	});

	it('says why its currency is not known', () => {
		expect(shown(raw(), { account: null, currency: null })[0]).toMatchObject({
			currency: null,
			price: '8.5',
			missing: [{ field: 'currency' }],
		});
	});

	it.each([
		[{ is_visible: false }, 'inactive'],
		[{ availability: 'disabled' }, 'inactive'],
		[{ availability: 'preorder' }, 'active'],
		[{ variants: [variant({ purchasing_disabled: true })] }, 'inactive'],
		[{ is_visible: undefined }, 'unknown'],
	])('with %j is %s', (changes, status) => {
		expect(shown(raw(changes))[0].status).toBe(status);
	});

	it('without variants in the answer is its base variant', () => {
		const [entry] = entriesOf(raw({ variants: undefined, base_variant_id: 12 }));
		expect([entry.variant.id, skuOf(entry), priceOf(entry)]).toEqual([12, 'MUG', '8.5']);
	});

	it.each([
		['its own SKU', [variant()], 'MUG-BLUE'],
		['none, and is the only one', [variant({ sku: '' })], 'MUG'],
		['none beside others', [variant({ sku: '' }), variant({ id: 383 })], null],
	])('whose variant has %s', (_name, variants, sku) => {
		expect(skuOf(entriesOf(raw({ variants }))[0])).toBe(sku);
	});

	it('of which nothing is known is unknown, and no failure', () => {
		expect(shown({})).toEqual([
			expect.objectContaining({ id: '', variantId: null, status: 'unknown', price: null }),
		]);
	});
});
