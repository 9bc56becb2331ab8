import { type ProductTexts, severalOption } from '../../shared/product-properties';
import { offerFilters } from './list';

const several = severalOption('offers');

/** What Allegro calls what it sells. */
export const products: ProductTexts = {
	resource: 'offer',
	name: 'Offer',
	one: 'an offer',
	many: 'offers',
	description:
		"The offer. Its SKU is the seller's own number (in Allegro: sygnatura, external ID). If an ended offer has the same SKU as an active one, the active one is meant.",
	skuPlaceholder: 'e.g. MUG-BLUE',
	idPlaceholder: 'e.g. 12345678901',
	filters: offerFilters,
	limitHint: 'Newest offers first. Without a status, ended offers are included',
	stock: {
		description:
			'Set the stock of an offer. It replaces the present stock. A stock of 0 ends the offer.',
		hint: 'A stock of 0 ends the offer. See the options',
		options: [
			{
				displayName: 'At Zero',
				name: 'atZero',
				type: 'options',
				options: [
					{ name: 'End Offer', value: 'end', description: 'Buyers no longer see the offer' },
					{ name: 'Refuse', value: 'refuse', description: 'Change nothing, and fail' },
				],
				default: 'end',
				description: 'What to do if the quantity is 0. Allegro ends an offer without stock.',
			},
			several,
			{
				displayName: 'Reactivate Ended Offers',
				name: 'reactivate',
				type: 'boolean',
				default: false,
				description:
					'Whether to publish an ended offer again if it gets stock. Allegro may charge for it. Without this option, such an item fails.',
			},
		],
	},
	price: {
		description:
			'Set the price of an offer, with tax. It replaces the present price. Allegro refuses large jumps.',
		placeholder: 'e.g. 49.99',
		currencyPlaceholder: 'e.g. PLN',
		options: [
			several,
			{
				displayName: 'Site',
				name: 'site',
				type: 'string',
				default: '',
				placeholder: 'e.g. allegro-cz',
				description:
					'The site of Allegro on which the price counts. Leave it empty for the site that the offer was made for.',
			},
		],
	},
	result: {
		description:
			"Check what became of an update whose status is 'accepted'. Allegro works through updates one after the other.",
	},
};
