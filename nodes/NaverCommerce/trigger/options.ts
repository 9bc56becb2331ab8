import type { INodePropertyOptions } from 'n8n-workflow';
import type { Call } from '../../../core/operations/call';
import { FilterValues, type Filters } from '../../../core/operations/filters';
import { object, text } from '../../../core/orders/read';
import type { OrderGroup } from '../orders/details';
import { orderFilters } from '../orders/list';

/** What can happen to an order, beside that it is new or has changed. */
export const triggerEvents: INodePropertyOptions[] = [
	{
		name: 'Order Cancelled',
		value: 'orderCancelled',
		description: 'All lines were cancelled',
	},
	{
		name: 'Order Claimed',
		value: 'orderClaimed',
		description: 'The buyer asks to cancel, return or exchange (클레임), once per claim',
	},
	{
		name: 'Order Completed',
		value: 'orderCompleted',
		description: 'The buyer has confirmed the purchase (구매확정), or nothing is open any more',
	},
	{
		name: 'Order Paid',
		value: 'orderPaid',
		description: 'Paid (결제완료). A gift has no address until its recipient accepts it.',
	},
	{
		name: 'Order Ready to Ship',
		value: 'orderReadyToShip',
		description:
			'Paid, no open claim, and a gift is accepted (선물 수락): ready to confirm (발주확인) and ship',
	},
	{
		name: 'Order Returned',
		value: 'orderReturned',
		description: 'All lines that were not cancelled were returned',
	},
	{ name: 'Order Shipped', value: 'orderShipped', description: 'All lines were shipped' },
];

/** Fields of a line that a filter asks for. */
const FIELDS: Readonly<Record<string, string>> = {
	placeOrderStatus: 'placeOrderStatus',
	status: 'productOrderStatus',
};

/** What the filters of the list mean here. */
const TEXTS: Readonly<Record<string, string>> = {
	placeOrderStatus:
		'Only orders of which a line has this order confirmation (발주확인). They come with all lines.',
	status:
		'Only orders of which a line (product order) has one of these statuses. They come with all lines.',
};

export const triggerFilters: Filters = orderFilters
	.filter(({ property }) => property.name in FIELDS)
	.map((filter) => ({
		...filter,
		property: { ...filter.property, description: TEXTS[filter.property.name] },
	}));

/** An order is wanted if any of its lines is; it comes with all of them. */
export function matches(call: Call): (order: OrderGroup) => boolean {
	const values = FilterValues.read(call, triggerFilters);
	const wanted = Object.entries(FIELDS).flatMap(([name, field]) => {
		const words = values.get<string[]>(name);
		return words === undefined ? [] : [{ field, words }];
	});
	return ({ details }) =>
		details.some(({ productOrder }) =>
			wanted.every(({ field, words }) => words.includes(text(object(productOrder)[field]) ?? '')),
		);
}
