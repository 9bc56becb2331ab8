import type { OrderWrites } from '../../shared/write-properties';
import { statuses } from './statuses';

/** Statuses that fit a parcel. */
const WITH_PARCEL = ['PROCESSING', 'READY_FOR_PICKUP', 'READY_FOR_SHIPMENT', 'SENT'];

/** What goes back to Allegro. */
export const orderWrites: OrderWrites = {
	ship: {
		description:
			'Add a parcel with its tracking number to an order. It cannot be changed or deleted afterwards. Do not use it for parcels of Ship with Allegro (Wysyłam z Allegro): Allegro adds their numbers itself.',
		needsCarrier: true,
		needsTrackingNumber: true,
		carrierPlaceholder: 'e.g. DPD',
		otherCarrier: 'OTHER',
		linesHint:
			'Allegro has no quantities in a parcel: a line is in it or not. A line can be in several parcels.',
		options: [
			{
				displayName: 'Also Set Status',
				name: 'setStatus',
				type: 'options',
				options: statuses.filter(({ value }) => WITH_PARCEL.includes(String(value))),
				default: 'SENT',
				description:
					'The status that the order gets once the parcel was added. Without this option, Allegro only sets Sent if you turned that on in its settings.',
			},
		],
	},
	updateStatus: {
		description:
			"Set the seller's own status of an order. Cancelled refunds nothing and does not tell the buyer. Your own triggers see the change, too.",
		statuses,
	},
};
