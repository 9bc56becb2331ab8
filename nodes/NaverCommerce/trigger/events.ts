import type { FulfillmentStatus, Order } from '../../../core/orders/order';
import { object, text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import type { OrderChange } from '../../../core/triggers/feed';
import { claimsOf } from '../orders/claims';
import { toOrder } from '../orders/mapping';
import { readyAt } from './ready';
import { koreanMs } from '../orders/time';
import type { Detail, OrderGroup } from '../orders/details';
import type { FullOrder } from '../orders/full-orders';

/** On its way, or somewhere behind that. */
const SHIPPED: readonly FulfillmentStatus[] = ['fulfilled', 'delivered', 'returned'];

/**
 * An order as the trigger sees it, once for each claim that was made on it; `changedAt` and `acceptedAt` as the
 * feed gives them, by product order id.
 */
export function toOrderChanges(
	orderId: string,
	{ details, isWhole: linesComplete }: FullOrder,
	changedAt: ReadonlyMap<string, string>,
	acceptedAt: ReadonlyMap<string, number> = new Map(),
): Array<OrderChange<OrderGroup>> {
	const order = toOrder(details, {
		account: null,
		changedAt: (id) => changedAt.get(id),
		linesComplete,
	});
	const change: OrderChange<OrderGroup> = {
		raw: { orderId, details, changedAt, linesComplete },
		id: orderId,
		revision: order.updatedAt ?? '',
		at: timeOf(order.updatedAt) ?? timeOf(order.placedAt) ?? 0,
		facts: factsOf(order, sentAt(details), readyAt(details, acceptedAt)),
	};
	const claims = allClaims(details);
	if (claims.length === 0) return [change];
	return claims.map((claim) => ({
		...change,
		facts: { ...change.facts, orderClaimed: claim.at },
		occasions: { orderClaimed: claim.id },
	}));
}

/** When the last line left; what goes out in exchange is no such event. */
function sentAt(details: readonly Detail[]): number | null {
	const times = details.map(({ delivery }) => koreanMs(object(delivery).sendDate) ?? 0);
	return Math.max(0, ...times) || null;
}

function factsOf(
	order: Order,
	sent: number | null,
	ready: number | null | undefined,
): Record<string, number | null> {
	const placedAt = timeOf(order.placedAt);
	const facts: Record<string, number | null> = { orderCreated: placedAt };
	if (order.paidAt !== null) facts.orderPaid = timeOf(order.paidAt);
	if (ready !== undefined) facts.orderReadyToShip = ready;
	if (SHIPPED.includes(order.fulfillmentStatus)) {
		const passed = order.fulfillmentStatus === 'fulfilled' ? null : placedAt;
		facts.orderShipped = sent ?? passed;
	}
	if (order.status === 'completed') facts.orderCompleted = null;
	if (order.status === 'cancelled') facts.orderCancelled = timeOf(order.cancelledAt);
	if (order.fulfillmentStatus === 'returned') facts.orderReturned = null;
	return facts;
}

/** Every claim on any line, the oldest first: one can follow the other, and each line has its own. */
function allClaims(details: readonly Detail[]): Array<{ id: string; at: number | null }> {
	const claims = details.flatMap((detail) =>
		claimsOf(detail).map((claim) => ({
			id: text(claim.claimId) ?? '',
			at: koreanMs(claim.claimRequestDate),
		})),
	);
	return claims.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}
