import type { INodePropertyOptions } from 'n8n-workflow';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { object, text } from '../../../core/orders/read';
import type { RawForm } from './events';
import { lowerCaseId, orderFilters } from '../orders/list';

/** What can happen to an order, beside that it is new or has changed. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'Cancelled by the buyer, by the seller, or by Allegro because it was not paid',
	},
	{
		name: 'Order Filled In',
		value: 'orderFilledIn',
		description: 'The buyer has chosen delivery and payment, but may not have paid yet',
	},
	{
		name: 'Order Ready for Processing',
		value: 'orderReadyForProcessing',
		description: 'Paid or cash on delivery: ready to ship',
	},
	{
		name: 'Order Returned',
		value: 'orderReturned',
		description: 'Allegro has set the order to returned',
	},
	{
		name: 'Order Shipped',
		value: 'orderShipped',
		description: 'Every line has a waybill, or the status is Sent or later',
	},
];

/** Where a form holds what a filter asks for. */
const READERS: Readonly<Record<string, (form: RawForm) => unknown>> = {
	deliveryMethodId: (form) => object(object(form.delivery).method).id,
	fulfilledBy: (form) => object(object(form.fulfillment).provider).id,
	fulfillmentStatus: (form) => object(form.fulfillment).status,
	marketplaceId: (form) => object(form.marketplace).id,
	status: (form) => form.status,
};

/** The filters of the list that mean something for a single order. */
export const triggerFilters: Filters = orderFilters.filter(
	({ property }) => property.name in READERS,
);

/** Looks at the order as it was read: the journal knows no filters, and states change on the way. */
export function matches(call: Call): (form: RawForm) => boolean {
	const values = FilterValues.read(call, triggerFilters);
	const wanted = Object.entries(READERS).flatMap(([name, read]) => {
		const value = values.get<string>(name);
		return value === undefined ? [] : [{ read, value: lowerCaseId(value) }];
	});
	return (form) => wanted.every(({ read, value }) => text(read(form)) === value);
}
