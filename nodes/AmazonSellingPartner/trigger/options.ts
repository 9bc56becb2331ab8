import type { INodePropertyOptions } from 'n8n-workflow';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { object, part, text } from '../../../core/orders/read';
import { standing } from '../orders/status';
import type { AmazonOrder } from '../orders/wire';
import { orderFilters } from '../orders/filters';
import type { AmazonRaw } from '../orders/list';

/** What can happen to an order, beside that it is new or has changed. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'Amazon has set the order to Cancelled',
	},
	{
		name: 'Order Ready to Ship',
		value: 'orderReadyToShip',
		description: 'Paid or cash on delivery: Amazon has set the order to Unshipped',
	},
	{
		name: 'Order Returned',
		value: 'orderReturned',
		description:
			'All parcels were returned. Only for orders that you ship, and only if Amazon reports the return of the parcel, which it may never do.',
	},
	{ name: 'Order Shipped', value: 'orderShipped', description: 'All items were shipped' },
];

/** Where an order holds what a filter asks for. */
const READERS: Readonly<Record<string, (facts: Partial<AmazonOrder>) => unknown>> = {
	fulfilledBy: ({ fulfillment }) => part(fulfillment).fulfilledBy,
	status: (facts) => standing(facts).known,
};

/** No order of the newer API has it, so whoever waited for it would wait for ever. */
const ONLY_IN_V0 = 'INVOICE_UNCONFIRMED';

/** The filters of the list that mean something for a single order, as the API of the trigger knows them. */
export const triggerFilters: Filters = orderFilters
	.filter(({ property }) => property.name in READERS)
	.map((filter) => {
		const options = (filter.property.options ?? []) as INodePropertyOptions[];
		const known = options.filter(({ value }) => value !== ONLY_IN_V0);
		return { ...filter, property: { ...filter.property, options: known } };
	});

/** Looks at the order as it was read: its status changes while it waits in the list. */
export function matches(call: Call): (raw: AmazonRaw) => boolean {
	const values = FilterValues.read(call, triggerFilters);
	const wanted = Object.entries(READERS).flatMap(([name, read]) => {
		const words = values.get<string[]>(name);
		return words === undefined ? [] : [{ read, words }];
	});
	return ({ order }) => {
		const facts = object(order) as Partial<AmazonOrder>;
		return wanted.every(({ read, words }) => words.includes(text(read(facts)) ?? ''));
	};
}
