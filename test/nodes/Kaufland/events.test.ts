import { describe, expect, it } from 'vitest';

import { toOrder } from '../../../nodes/Kaufland/orders/mapping';
import { toOrderChange } from '../../../nodes/Kaufland/trigger/events';
import type { RawOrder } from '../../../nodes/Kaufland/orders/wire';

const PLACED = '2026-11-18T09:00:00Z';
const placedAt = Date.parse(PLACED);

/** Pieces in the order in which they changed; `=`: in the same second as the one before. */
function changed(...words: string[]): RawOrder {
	let minute = 0;
	const units = words.map((word, i) => {
		if (!word.startsWith('=')) minute++;
		return {
			id_order_unit: i + 1,
			status: word.replace('=', ''),
			ts_created_iso: PLACED,
			ts_updated_iso: `2026-11-19T10:${String(minute).padStart(2, '0')}:00Z`,
		};
	});
	return { id_order: 'M000001', ts_created_iso: PLACED, order_units: units };
}

const factsOf = (...words: string[]) => {
	const { orderCreated, ...facts } = toOrderChange(changed(...words)).facts;
	expect(orderCreated).toBe(placedAt);
	return facts;
};
/** Just now. */
const NOW = null;
/** Before the change that was seen. */
const EARLIER = placedAt;

describe('what the pieces of an order prove', () => {
	it.each<[string[], Record<string, number | null>]>([
		[['open'], {}],
		[['need_to_be_sent'], { orderReadyToShip: NOW }],
		[['need_to_be_sent', 'open'], {}],
		[['open', 'need_to_be_sent'], {}],
		[['open', 'cancelled', 'need_to_be_sent'], {}],
		[['need_to_be_sent', 'cancelled'], { orderReadyToShip: NOW }],
		[['need_to_be_sent', 'sent'], { orderReadyToShip: EARLIER }],
		[['sent', 'need_to_be_sent'], { orderReadyToShip: NOW }],
		[['sent', '=sent'], { orderShipped: NOW }],
		[['sent', 'cancelled'], { orderShipped: NOW }],
		[['sent', 'received'], { orderShipped: EARLIER }],
		[['received', 'sent'], { orderShipped: NOW }],
		[['received'], { orderShipped: EARLIER, orderDelivered: NOW, orderCompleted: NOW }],
		[['sent_and_autopaid'], { orderShipped: EARLIER, orderCompleted: NOW }],
		[
			['received', 'returned'],
			{
				...{ orderShipped: EARLIER, orderDelivered: EARLIER, orderCompleted: EARLIER },
				orderReturned: NOW,
			},
		],
		[
			['returned', 'received'],
			{ orderShipped: EARLIER, orderDelivered: NOW, orderCompleted: NOW, orderReturned: EARLIER },
		],
		[
			['returned_paid'],
			{
				...{ orderShipped: EARLIER, orderDelivered: EARLIER, orderCompleted: EARLIER },
				orderReturned: NOW,
			},
		],
		[['sent', 'returned'], { orderShipped: EARLIER, orderReturned: NOW }],
		[['cancelled', 'cancelled'], { orderCancelled: NOW }],
		[['lost'], {}],
		[['need_to_be_sent', 'lost'], { orderReadyToShip: EARLIER }],
	])('that are %j', (words, facts) => expect(factsOf(...words)).toEqual(facts));

	it('is dated by the piece that changed last', () => {
		const change = toOrderChange(changed('sent', 'received'));
		expect(change.at).toBe(Date.parse('2026-11-19T10:02:00Z'));
		expect(change).toMatchObject({ id: 'M000001', revision: toOrder(change.raw).revision });
	});

	it('tells one return from the next by the pieces that are back', () => {
		expect(toOrderChange(changed('received')).occasions).toBeUndefined();
		const returned = (...words: string[]) =>
			toOrderChange(changed(...words)).occasions?.orderReturned;
		expect(returned('received', 'returned')).toBe('2');
		expect(returned('returned', 'returned')).toBe('1,2');
		// Paid back, it is back still.
		expect(returned('returned', 'returned_paid')).toBe('1,2');
	});

	it('is known of pieces that do not say when', () => {
		const raw = { id_order: 'M1', order_units: [{ status: 'received' }, { status: 'sent' }] };
		const change = toOrderChange(raw as RawOrder);
		expect(change).toMatchObject({ at: 0, facts: { orderCreated: null, orderShipped: null } });
		expect(toOrderChange({ order_units: [{ status: 'sent' }] }).id).toMatch(/^[\w-]{22}$/);
	});
});
