import type { INodePropertyOptions } from 'n8n-workflow';

import type { Call } from '../../../core/operations/call';
import type { Filters } from '../../../core/operations/filters';
import { orderFilters, readWish } from '../orders/filters';
import type { RawOrder } from '../orders/wire';

/** What the statuses of the pieces prove, beside that an order is new or has changed. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'All lines were cancelled: do not ship',
	},
	{
		name: 'Order Completed',
		value: 'orderCompleted',
		description: 'Every line was received, returned, cancelled, or paid out after shipping',
	},
	{ name: 'Order Delivered', value: 'orderDelivered', description: 'All lines were received' },
	{
		name: 'Order Ready to Ship',
		value: 'orderReadyToShip',
		description: 'Kaufland has released the order: ready to ship',
	},
	{
		name: 'Order Returned',
		value: 'orderReturned',
		description: 'A line has come back. Emitted again for further lines of the order.',
	},
	{ name: 'Order Shipped', value: 'orderShipped', description: 'All lines were shipped' },
];

/** Storefront and who sends never change; a status does, and is looked at when the order has been read. */
export const triggerFilters: Filters = orderFilters.filter(({ kind }) => kind !== 'time');

/** Whether an order as it was read is one of those that the filters ask for. */
export function matches(call: Call): (raw: RawOrder) => boolean {
	return readWish(call, triggerFilters).fits;
}
