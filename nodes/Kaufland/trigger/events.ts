import { timeOf } from '../../../core/orders/time';
import { text } from '../../../core/orders/read';
import type { OrderChange } from '../../../core/triggers/feed';
import { idOrDigest } from '../../../core/lists/complete';
import { toOrder } from '../orders/mapping';
import { progressOf, statusOf, unitsOf } from '../orders/statuses';
import { readTime } from '../orders/time';
import { orderIdOf } from '../orders/units';
import type { RawOrder } from '../orders/wire';

/** An order as the trigger sees it. Kaufland says when a piece changed last, and of nothing else when it happened. */
export function toOrderChange(raw: RawOrder): OrderChange<RawOrder> {
	const { placedAt, updatedAt, revision } = toOrder(raw);
	const back = returnedUnits(raw);
	return {
		raw,
		id: idOrDigest(orderIdOf(raw) || null, raw),
		revision: revision ?? '',
		at: timeOf(updatedAt) ?? timeOf(placedAt) ?? 0,
		facts: factsOf(raw, timeOf(placedAt)),
		// Pieces come back one by one.
		...(back.length > 0 && { occasions: { orderReturned: back.join(',') } }),
	};
}

/**
 * What the pieces prove. Where the piece that changed last is in the state that an event is about, it has happened just
 * now; else some time ago. See BEHAVIOR.md, Trigger.
 */
function factsOf(raw: RawOrder, placedAt: number | null): Record<string, number | null> {
	const { status, fulfillmentStatus } = toOrder(raw);
	const live = unitsOf(raw)
		.map(statusOf)
		.filter((word) => word !== 'cancelled');
	const changed = lastChanged(raw);
	const when = (...words: string[]) =>
		[...words, 'cancelled'].some((word) => changed.includes(word)) ? null : placedAt;
	const facts: Record<string, number | null> = { orderCreated: placedAt };
	// Ready as a whole: whoever sends must not miss a piece that is still being checked.
	if (live.includes('need_to_be_sent') && !live.includes('open')) {
		facts.orderReadyToShip = when('need_to_be_sent');
	}
	if (['fulfilled', 'delivered', 'returned'].includes(fulfillmentStatus)) {
		facts.orderShipped = when('sent');
	}
	if (['delivered', 'returned'].includes(fulfillmentStatus))
		facts.orderDelivered = when('received');
	if (status === 'completed') facts.orderCompleted = when('received', 'sent_and_autopaid');
	if (status === 'cancelled') facts.orderCancelled = null;
	// A piece may have been paid back as soon as it was back.
	if (returnedUnits(raw).length > 0) facts.orderReturned = when('returned', 'returned_paid');
	return facts;
}

/** The statuses of the pieces that changed last. */
function lastChanged(raw: RawOrder): string[] {
	const units = unitsOf(raw);
	const times = units.map((unit) => timeOf(readTime(unit.ts_updated_iso)) ?? Infinity);
	return units.filter((_unit, i) => times[i] === Math.max(...times)).map(statusOf);
}

function returnedUnits(raw: RawOrder): string[] {
	return unitsOf(raw)
		.filter((unit) => progressOf(unit) === 3)
		.map((unit) => text(unit.id_order_unit) ?? '')
		.sort();
}
