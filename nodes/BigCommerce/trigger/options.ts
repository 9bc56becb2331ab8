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
			displayName: 'Include Incomplete Orders',
			name: 'includeIncomplete',
			type: 'boolean',
			default: false,
			description: 'Whether to include checkouts that were abandoned at payment',
		},
	},
];

/** What the statuses of an order and of its payment prove. See BEHAVIOR.md, Trigger. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Awaiting Fulfillment',
		value: 'orderAwaitingFulfillment',
		description: 'Ready to pack: awaiting fulfillment, shipment or pickup',
	},
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'Cancelled or declined: do not ship',
	},
	{ name: 'Order Completed', value: 'orderCompleted', description: 'The order is completed' },
	{ name: 'Order Disputed', value: 'orderDisputed', description: 'The buyer disputes the payment' },
	{
		name: 'Order Paid',
		value: 'orderPaid',
		description: 'The payment was captured; BigCommerce does not report offline payments',
	},
	{
		name: 'Order Partially Refunded',
		value: 'orderPartiallyRefunded',
		description: 'A part of the payment was refunded for the first time',
	},
	{
		name: 'Order Partially Shipped',
		value: 'orderPartiallyShipped',
		description: 'The first of several parcels was shipped',
	},
	{
		name: 'Order Refunded',
		value: 'orderRefunded',
		description: 'The payment was refunded in full',
	},
	{ name: 'Order Shipped', value: 'orderShipped', description: 'All items were shipped' },
];

export const useWebhook: INodeProperties = {
	displayName: 'Use Webhooks',
	name: 'useWebhook',
	type: 'boolean',
	default: false,
	description:
		'Whether BigCommerce also notifies this n8n, so that most events start the workflow within a second',
	hint: 'Needs a public HTTPS address (port 443). Polling continues as a fallback.',
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
