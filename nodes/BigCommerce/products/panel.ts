import type { ProductTexts } from '../../shared/product-properties';
import { productFilters } from './list';

/** What BigCommerce calls what it sells. */
export const products: ProductTexts = {
	resource: 'product',
	name: 'Product',
	one: 'a product',
	many: 'products',
	description:
		'The product, or the variant of a product with options. By ID means the variant ID: each product has at least one.',
	skuPlaceholder: 'e.g. MUG-BLUE',
	idPlaceholder: 'e.g. 382',
	filters: productFilters,
	limitHint: 'Newest products first. Each variant is an item',
	stock: {
		description:
			'Set the stock of a product or variant at one location. It replaces the present stock. Variants of a product that is tracked as a whole share one stock.',
		options: [
			{
				displayName: 'Location ID',
				name: 'locationId',
				type: 'string',
				default: '1',
				placeholder: 'e.g. 1',
				description:
					'The location whose stock is set. The default location of a store has the ID 1.',
			},
		],
	},
	price: {
		description:
			'Set the price of a product or variant. It replaces the present default price, not a sale price.',
		placeholder: 'e.g. 19.99',
		currencyPlaceholder: 'e.g. USD',
		options: [
			{
				displayName: 'Price List ID',
				name: 'priceListId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 2',
				description:
					'Set the price in this price list instead of the catalog. It then counts for the customers of the list.',
			},
		],
	},
};
