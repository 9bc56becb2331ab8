import type { INodePropertyOptions } from 'n8n-workflow';

/** A status in BigCommerce's own words; the merchant may have given it another label. */
interface Status {
	readonly id: number;
	readonly name: string;
	/** What setting it does, or does not do. */
	readonly description: string;
}

const NO_MONEY = 'Only the word: no money goes back to the buyer';
const NO_NUMBER = 'An email to the buyer would have no tracking number: use Ship for parcels';

export const CANCELLED = 5;

const STATUSES: readonly Status[] = [
	{ id: 0, name: 'Incomplete', description: 'The checkout was not finished' },
	{ id: 1, name: 'Pending', description: 'The buyer has begun to pay' },
	{ id: 2, name: 'Shipped', description: NO_NUMBER },
	{ id: 3, name: 'Partially Shipped', description: NO_NUMBER },
	{ id: 4, name: 'Refunded', description: NO_MONEY },
	{ id: CANCELLED, name: 'Cancelled', description: 'The same as the operation Cancel' },
	{ id: 6, name: 'Declined', description: 'The seller does not take the order' },
	{ id: 7, name: 'Awaiting Payment', description: 'The order is placed, and not paid' },
	{ id: 8, name: 'Awaiting Pickup', description: 'Packed, and waits for the buyer' },
	{ id: 9, name: 'Awaiting Shipment', description: 'Packed, and waits for the carrier' },
	{ id: 10, name: 'Completed', description: 'Everything is done' },
	{ id: 11, name: 'Awaiting Fulfillment', description: 'Paid, and to be packed' },
	{ id: 12, name: 'Manual Verification Required', description: 'On hold until somebody checks it' },
	{ id: 13, name: 'Disputed', description: 'The buyer disputes the payment' },
	{ id: 14, name: 'Partially Refunded', description: NO_MONEY },
];

export const statusOptions: INodePropertyOptions[] = STATUSES.map(({ name, description }) => ({
	name,
	value: name,
	description,
})).sort((a, b) => a.name.localeCompare(b.name));

export const statusNames: readonly string[] = STATUSES.map(({ name }) => name);

/** The id of a status that is written as its word or its number. */
export function statusId(written: string): number | undefined {
	const wanted = written.toLowerCase();
	return STATUSES.find(({ id, name }) => [String(id), name.toLowerCase()].includes(wanted))?.id;
}

/** BigCommerce's word for a status. */
export function statusName(wanted: number): string | null {
	return STATUSES.find(({ id }) => id === wanted)?.name ?? null;
}
