import type { INodePropertyOptions } from 'n8n-workflow';

import { text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';

/** What a seller can set. `RETURNED` is missing: Allegro refuses it. See BEHAVIOR.md, Writing. */
export const statuses: INodePropertyOptions[] = [
	{
		name: 'Cancelled',
		value: 'CANCELLED',
		description: 'A mark for you alone. It refunds nothing, and the buyer is not told.',
	},
	{ name: 'New', value: 'NEW' },
	{ name: 'Picked Up', value: 'PICKED_UP' },
	{
		name: 'Processing',
		value: 'PROCESSING',
		description: 'From here on, the buyer can no longer change the address',
	},
	{ name: 'Ready for Pickup', value: 'READY_FOR_PICKUP' },
	{ name: 'Ready for Shipment', value: 'READY_FOR_SHIPMENT' },
	{ name: 'Sent', value: 'SENT' },
	{ name: 'Suspended', value: 'SUSPENDED' },
];

const WORDS = statuses.map(({ value }) => String(value));

/** A status as the user wrote it, perhaps by its name on the screen. */
export function readStatus(value: unknown, label: string): string {
	const written = text(value);
	const status = written?.toUpperCase().replace(/[\s-]+/g, '_') ?? '';
	if (WORDS.includes(status)) return status;
	if (status === 'RETURNED') {
		throw new InvalidInputError(
			`'${label}' cannot be Returned`,
			'Allegro sets this status itself, when all goods are back and refunded',
		);
	}
	throw new InvalidInputError(
		written === null ? `'${label}' is empty` : `'${label}' is not a status of Allegro`,
		`Use one of these: ${WORDS.join(', ')}`,
	);
}
