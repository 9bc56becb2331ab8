import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Call } from '../../../core/operations/call';
import { type Filters, FilterValues } from '../../../core/operations/filters';
import type { Query } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import { orderFilters, type RawOrder } from '../orders/list';
import { chosenEvents } from '../../../core/triggers/event';

/** Filters of the trigger: the channel never changes, so the API may choose by it. */
export const triggerFilters: Filters = [
	...orderFilters.filter(({ property }) => property.name === 'channelId'),
	{
		kind: 'flag',
		property: {
			displayName: 'Include Incomplete',
			name: 'includeIncomplete',
			type: 'boolean',
			default: false,
			description: 'Whether a checkout that was broken off at the payment counts as an order, too',
		},
	},
];

/** What the statuses of an order and of its payment prove. See BEHAVIOR.md, Trigger. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Awaiting Fulfillment',
		value: 'orderAwaitingFulfillment',
		description: 'Ready to be packed: awaiting fulfillment, shipment or pickup',
	},
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'Cancelled or declined: nothing is to be sent',
	},
	{ name: 'Order Completed', value: 'orderCompleted', description: 'The status is Completed' },
	{ name: 'Order Disputed', value: 'orderDisputed', description: 'The buyer disputes the payment' },
	{
		name: 'Order Paid',
		value: 'orderPaid',
		description:
			'The payment was captured; not for offline methods, of which BigCommerce knows nothing',
	},
	{
		name: 'Order Partially Refunded',
		value: 'orderPartiallyRefunded',
		description: 'A part of the money went back for the first time',
	},
	{
		name: 'Order Partially Shipped',
		value: 'orderPartiallyShipped',
		description: 'The first parcel of several is on its way',
	},
	{ name: 'Order Refunded', value: 'orderRefunded', description: 'All of the money went back' },
	{ name: 'Order Shipped', value: 'orderShipped', description: 'Everything is on its way' },
];

export const useWebhook: INodeProperties = {
	displayName: 'Listen for Webhooks Too',
	name: 'useWebhook',
	type: 'boolean',
	default: false,
	description:
		'Whether BigCommerce also calls this n8n, so that most events start the workflow within a second',
	hint: 'Needs an n8n that the internet reaches by https on port 443. The polls go on and tell what no call told',
};

/** What the user wants to hear of. */
export interface FeedQuery {
	events: readonly string[];
	query: Query;
	withIncomplete: boolean;
}

export function readFeedQuery(call: Call): FeedQuery {
	const values = FilterValues.read(call, triggerFilters);
	return {
		events: chosenEvents(call),
		query: values.query(utcIso),
		withIncomplete: values.get<boolean>('includeIncomplete') === true,
	};
}

/** Whether an order as it was read is one of those that the filters ask for: a webhook comes for all. */
export function matches(call: Call): (order: RawOrder) => boolean {
	const channelId = FilterValues.read(call, triggerFilters).get<number>('channelId');
	return (order) => channelId === undefined || text(order.channel_id) === String(channelId);
}
