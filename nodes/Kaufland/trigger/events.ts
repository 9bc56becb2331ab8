import { timeOf } from '../../../core/orders/time';
import { text } from '../../../core/orders/read';
import type { OrderChange } from '../../../core/triggers/feed';
import { idOrDigest } from '../../../core/lists/complete';
import { toOrder } from '../orders/mapping';
import { progressOf, statusOf, unitsOf } from '../orders/statuses';
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

/** What the pieces prove. See BEHAVIOR.md, Trigger. */
function factsOf(raw: RawOrder, placedAt: number | null): Record<string, number | null> {
	const words = unitsOf(raw).map(statusOf);
	const { status, fulfillmentStatus } = toOrder(raw);
	const live = words.filter((word) => word !== 'cancelled');
	const facts: Record<string, number | null> = { orderCreated: placedAt };
	// Ready as a whole: whoever sends must not miss a piece that is still being checked.
	if (live.includes('need_to_be_sent') && !live.includes('open')) facts.orderReadyToShip = null;
	if (['fulfilled', 'delivered', 'returned'].includes(fulfillmentStatus)) {
		// Without a piece that is on its way, the last one left some time ago.
		facts.orderShipped = live.includes('sent') ? null : placedAt;
	}
	if (fulfillmentStatus === 'delivered') facts.orderDelivered = null;
	if (fulfillmentStatus === 'returned') facts.orderDelivered = placedAt;
	if (status === 'completed') facts.orderCompleted = null;
	if (status === 'cancelled') facts.orderCancelled = null;
	if (words.some((word) => word.startsWith('returned'))) facts.orderReturned = null;
	return facts;
}

function returnedUnits(raw: RawOrder): string[] {
	return unitsOf(raw)
		.filter((unit) => progressOf(unit) === 3)
		.map((unit) => text(unit.id_order_unit) ?? '')
		.sort();
}
