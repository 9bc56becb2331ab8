import type { Filter } from '../../core/operations/filters';
import { storefrontOptions } from './storefronts';

/** Who sends. Without a choice, Kaufland leaves out what it sends for the seller. */
export const FULFILLMENTS = ['fulfilled_by_merchant', 'fulfilled_by_kaufland'] as const;

/** Filters that the lists of orders and of offers have alike. */
export const fulfilledBy = (things: 'orders' | 'offers'): Filter => ({
	kind: 'text',
	query: 'fulfillment_type',
	property: {
		displayName: 'Fulfilled By',
		name: 'fulfillmentType',
		type: 'options',
		options: [
			{ name: 'Kaufland', value: FULFILLMENTS[1], description: 'Kaufland stores and sends' },
			{ name: 'Seller', value: FULFILLMENTS[0] },
		],
		default: 'fulfilled_by_merchant',
		description: `Only ${things} that Kaufland sends, or only those that you send`,
	},
});

export const ofStorefront = (things: 'orders' | 'offers'): Filter => ({
	kind: 'text',
	query: 'storefront',
	property: {
		displayName: 'Storefront',
		name: 'storefront',
		type: 'options',
		options: storefrontOptions,
		default: 'de',
		description: `Only ${things} of this storefront. Without it: all storefronts.`,
	},
});
