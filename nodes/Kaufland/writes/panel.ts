import type { INodePropertyOptions } from 'n8n-workflow';

import type { OrderWrites } from '../../shared/write-properties';

/** `reason` of a cancellation. See https://sellerapi.kaufland.com/swagger.json, OrderUnitCancelReason. */
export const REASONS: INodePropertyOptions[] = [
	{
		name: 'Buyer Cancelled',
		value: 'BuyerCancelled',
		description: 'The buyer does not want it any more',
	},
	{
		name: 'Delayed Inventory',
		value: 'DelayedInventory',
		description: 'The goods arrive too late to be sent in time',
	},
	{
		name: 'General Adjustment',
		value: 'GeneralAdjustment',
		description: 'None of the other reasons',
	},
	{
		name: 'Merchandise Not Received',
		value: 'MerchandiseNotReceived',
		description: 'The parcel did not arrive',
	},
	{ name: 'No Inventory', value: 'NoInventory', description: 'The goods are sold out' },
	{
		name: 'No Reaction From Buyer',
		value: 'NoReactionBuyer',
		description: 'The buyer did not answer a question',
	},
	{
		name: 'Shipping Address Undeliverable',
		value: 'ShippingAddressUndeliverable',
		description: 'No parcel can be delivered to the address',
	},
	{
		name: 'Undeliverable Region',
		value: 'UndeliverableRegion',
		description: 'You do not send to this region',
	},
	{
		name: 'Wrong Catalog Data',
		value: 'WrongCatalogData',
		description: 'The product page describes something else',
	},
	{ name: 'Wrong Price', value: 'WrongPrice', description: 'The price was a mistake' },
];

const LINES = 'Line IDs are those of order units. A line is one piece.';

/** What the panel says of the writes. AI agents read the descriptions, too. */
export const orderWrites: OrderWrites = {
	ship: {
		description:
			'Mark an order or some of its lines as sent. This cannot be undone: Kaufland informs the buyer, and returns no tracking number later. A line is one piece. Lines that Kaufland has not released yet (open) cannot be sent.',
		needsCarrier: true,
		// With the carrier 'Other', it may be left out.
		needsTrackingNumber: false,
		carrierPlaceholder: 'e.g. DHL',
		linesHint: LINES,
	},
	cancel: {
		description:
			'Cancel an order or some of its lines. This refunds the buyer and cannot be undone. Kaufland may count it against the seller, depending on the reason.',
		hasLines: true,
		reasons: REASONS,
	},
};
