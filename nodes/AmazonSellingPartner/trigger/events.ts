import type { FulfillmentStatus } from '../../../core/orders/order';
import { isoTime, timeOf } from '../../../core/orders/time';
import { object, parts, text } from '../../../core/orders/read';
import { idOrDigest } from '../../../core/lists/complete';
import type { OrderChange } from '../../../core/triggers/feed';
import { livePackages, standing } from '../orders/status';
import type { AmazonOrder } from '../orders/wire';
import type { AmazonRaw } from '../orders/list';

/** All that was ordered has left the seller, who was ready for it before. */
const LEFT: ReadonlySet<FulfillmentStatus> = new Set(['fulfilled', 'delivered', 'returned']);

/** An order of Orders 2026-01-01 as the trigger sees it. */
export function toOrderChange(order: Record<string, unknown>): OrderChange<AmazonRaw> {
	const facts = object(order) as Partial<AmazonOrder>;
	const updatedAt = isoTime(facts.lastUpdatedTime);
	return {
		raw: { version: '2026-01-01', order },
		id: idOrDigest(text(facts.orderId), order),
		revision: updatedAt ?? '',
		at: timeOf(updatedAt) ?? timeOf(facts.createdTime) ?? 0,
		facts: factsOf(facts),
	};
}

/** Amazon says when an order was placed and a parcel was shipped; of all else only that it is so. */
function factsOf(facts: Partial<AmazonOrder>): Record<string, number | null> {
	const placedAt = timeOf(facts.createdTime);
	const happened: Record<string, number | null> = { orderCreated: placedAt };
	const { known, fulfillmentStatus } = standing(facts);
	const hasLeft = LEFT.has(fulfillmentStatus);
	if (known === 'UNSHIPPED') happened.orderReadyToShip = null;
	if (hasLeft || fulfillmentStatus === 'partial') happened.orderReadyToShip = placedAt;
	if (hasLeft) {
		const hasArrived = fulfillmentStatus !== 'fulfilled';
		happened.orderShipped = lastShipped(facts) ?? (hasArrived ? placedAt : null);
	}
	if (fulfillmentStatus === 'returned') happened.orderReturned = null;
	if (known === 'CANCELLED') happened.orderCancelled = null;
	return happened;
}

/** When the last parcel left; only sellers who ship themselves hear of it. */
function lastShipped(facts: Partial<AmazonOrder>): number | null {
	const times = parts(livePackages(facts)).map(({ shipTime }) => timeOf(shipTime));
	const known = times.filter((time) => time !== null);
	return known.length > 0 ? Math.max(...known) : null;
}
