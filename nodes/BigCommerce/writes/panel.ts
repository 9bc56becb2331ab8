import type { OrderWrites } from '../../shared/write-properties';
import { statusOptions } from './statuses';

export const orderWrites: OrderWrites = {
	ship: {
		description:
			'Mark an order as shipped, with carrier and tracking number. The buyer may get an email, which cannot be undone. The status of the order follows by itself. Downloads and lines that the buyer collects are left out.',
		needsCarrier: false,
		needsTrackingNumber: false,
		carrierPlaceholder: 'e.g. dhl-germany',
		options: [
			{
				displayName: 'Comments',
				name: 'comments',
				type: 'string',
				typeOptions: { rows: 2 },
				default: '',
				placeholder: 'e.g. Left the warehouse on Monday',
				description: 'A note on the shipment',
			},
			{
				displayName: 'Shipping Method',
				name: 'shippingMethod',
				type: 'string',
				default: '',
				placeholder: 'e.g. Express',
				description: 'The name of the shipping method, as text',
			},
			{
				displayName: 'Tracking Link',
				name: 'trackingLink',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/track/1Z999AA10123456784',
				description:
					'Where the buyer can follow the parcel. Without it, BigCommerce makes a link of carrier and number.',
			},
		],
	},
	updateStatus: {
		description:
			'Set the status of an order. BigCommerce may email the buyer, as the store is set up. No money is moved and no shipment is created.',
		statuses: statusOptions,
	},
	cancel: {
		description:
			'Set an order to Cancelled. No money goes back to the buyer, and the settings of the store decide whether stock comes back. BigCommerce may email the buyer.',
		hasLines: false,
	},
};
