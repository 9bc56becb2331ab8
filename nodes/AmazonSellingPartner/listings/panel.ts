import type { ProductTexts } from '../../shared/product-properties';
import { SITES } from '../regions';
import { listingFilters } from './list';

/** What Amazon calls what it sells. */
export const products: ProductTexts = {
	resource: 'listing',
	name: 'Listing',
	one: 'a listing',
	many: 'listings',
	description: 'The listing, by its SKU. Amazon has no other ID for it.',
	skuPlaceholder: 'e.g. MUG-BLUE',
	idPlaceholder: 'e.g. MUG-BLUE',
	filters: listingFilters,
	filtersNotice:
		'More than 1,000 listings are read through a report, which takes some minutes and cannot be filtered.',
	limitHint: 'Oldest listings first',
	parameters: [
		{
			displayName: 'Marketplace',
			name: 'marketplaceId',
			type: 'options',
			required: true,
			options: SITES.map(({ id, name }) => ({ name, value: id })),
			displayOptions: { hide: { operation: ['getResult'] } },
			default: '',
			description:
				"The Amazon site of the listing, in the region of the credential. The credential needs the 'Seller ID'.",
		},
	],
	stock: {
		description:
			'Set the stock of a listing that you ship yourself. It replaces the present stock. Not for listings that Amazon ships (FBA). Up to 100 items are sent one by one, more in one feed.',
	},
	price: {
		description:
			'Set the price of a listing, with tax. It replaces the present price; sale prices and business prices stay.',
		placeholder: 'e.g. 19.99',
		currencyPlaceholder: 'e.g. EUR',
	},
	result: {
		description:
			"Check what became of an update whose status is 'accepted'. Amazon takes some minutes for an update.",
	},
};
