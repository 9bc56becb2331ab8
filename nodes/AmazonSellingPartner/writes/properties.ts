import type { INodeProperties } from 'n8n-workflow';

import type { OrderWrites } from '../../shared/write-properties';
import { SITES } from '../regions';
import { CANCEL_REASONS } from './cancel';
import { OTHER } from './carriers';

const marketplace: INodeProperties = {
	displayName: 'Marketplace',
	name: 'marketplaceId',
	type: 'options',
	options: [
		{ name: 'From the Order', value: '' },
		...SITES.map(({ id, name }) => ({ name, value: id })),
	],
	default: '',
	description:
		"Where the order was placed: its 'site'. If you set it and name the lines with quantities, no order has to be read.",
};

const shipOptions: INodeProperties[] = [
	{
		displayName: 'Package Number',
		name: 'packageNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1',
		description:
			"Only to change a parcel that was confirmed before: the 'ID' in the shipments of the order. Otherwise it is made from the tracking number.",
	},
	{
		displayName: 'Shipped At',
		name: 'shippedAt',
		type: 'dateTime',
		default: '',
		description: 'When the parcel was handed over. Leave empty for now.',
	},
	{
		displayName: 'Shipping Method',
		name: 'shippingMethod',
		type: 'string',
		default: '',
		placeholder: 'e.g. Standard',
		description: "The carrier's service, as Seller Central writes it",
	},
];

/** What goes back to Amazon. */
export const orderWrites: OrderWrites = {
	ship: {
		description:
			'Confirm a parcel of an order, with its tracking number. This cannot be undone: Amazon informs the buyer and charges the order. Not for orders that Amazon ships (FBA).',
		needsCarrier: true,
		needsTrackingNumber: true,
		carrierPlaceholder: 'e.g. DHL',
		otherCarrier: OTHER,
		parameters: [marketplace],
		options: shipOptions,
	},
	cancel: {
		description:
			'Cancel an order, or lines of it, before it is shipped. This cannot be undone, and Amazon may count it against the seller. The result can take minutes.',
		hasLines: true,
		reasons: CANCEL_REASONS,
	},
};
