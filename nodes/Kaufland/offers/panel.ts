import { type ProductTexts, severalOption } from '../../shared/product-properties';
import { offerFilters } from './list';
import { siteOption } from './site';

const options = [severalOption('offers'), siteOption];

/** What Kaufland calls what it sells; its API says unit. */
export const products: ProductTexts = {
	resource: 'offer',
	name: 'Offer',
	one: 'an offer',
	many: 'offers',
	description:
		"The offer of one storefront. Its SKU is the seller's own number (ID Offer), its ID the one of Kaufland (ID Unit). If several storefronts have the SKU, choose one by the option 'Storefront'.",
	skuPlaceholder: 'e.g. MUG-BLUE',
	idPlaceholder: 'e.g. 381000000007',
	filters: offerFilters,
	filtersNotice: 'Without a storefront: the offers of all storefronts, one item for each.',
	limitHint: 'One storefront after the other, in the order in which Kaufland lists the offers',
	options: [{ ...siteOption, displayOptions: { show: { '/operation': ['get'] } } }],
	stock: {
		description:
			'Set the stock of an offer in its storefront. It replaces the present stock. Storefronts do not share it.',
		hint: 'The stock of one storefront. See the options',
		options,
	},
	price: {
		description:
			'Set the price of an offer in its storefront, with tax. It replaces the present price (listing price). Smart Pricing may sell for less.',
		placeholder: 'e.g. 19.99',
		currencyPlaceholder: 'e.g. EUR',
		options,
	},
};
