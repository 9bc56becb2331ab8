/** Ids are fixed, labels can be customised by the merchant */
interface OrderStatus {
	id: number;
	name: string;
	label: string;
	/** Place in the control panel's list. */
	order: number;
	/** What `payment_status` usually is meanwhile. */
	payment: string;
}

function status(
	id: number,
	name: string,
	order: number,
	payment: string,
	label = name,
): OrderStatus {
	return { id, name, label, order, payment };
}

export const STATUSES: readonly OrderStatus[] = [
	status(0, 'Incomplete', 0, '', 'Incomplete (not paid)'),
	status(1, 'Pending', 1, 'pending'),
	status(2, 'Shipped', 8, 'captured'),
	status(3, 'Partially Shipped', 6, 'captured'),
	status(4, 'Refunded', 11, 'refunded'),
	status(5, 'Cancelled', 9, 'void'),
	status(6, 'Declined', 10, 'declined'),
	status(7, 'Awaiting Payment', 2, ''),
	status(8, 'Awaiting Pickup', 5, 'captured'),
	status(9, 'Awaiting Shipment', 4, 'captured'),
	status(10, 'Completed', 7, 'captured', 'Done & dusted'),
	status(11, 'Awaiting Fulfillment', 3, 'captured'),
	status(12, 'Manual Verification Required', 13, 'held for review'),
	status(13, 'Disputed', 12, 'captured'),
	status(14, 'Partially Refunded', 14, 'partially refunded'),
];

export function statusById(id: number): OrderStatus | undefined {
	return STATUSES.find((one) => one.id === id);
}

export function statusView({ id, name, label, order }: OrderStatus): Record<string, unknown> {
	return {
		id,
		name,
		system_label: name,
		custom_label: label,
		system_description: `Orders in the state "${name}".`,
		order,
	};
}
