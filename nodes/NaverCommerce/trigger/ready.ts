import { part, text } from '../../../core/orders/read';
import { claimsOf, GONE, hasOpenClaim, isWithdrawn, UNSENT } from '../orders/claims';
import { koreanMs } from '../orders/time';
import { first } from '../orders/dates';
import type { ProductOrderDetail } from '../orders/wire';

type Detail = Partial<ProductOrderDetail>;

/** A present has no address before its receiver has accepted it. See BEHAVIOR.md, Trigger. */
export function isWaiting({ productOrder }: Detail): boolean {
	return text(part(productOrder).giftReceivingStatus) === 'WAIT_FOR_RECEIVING';
}

/**
 * Since when an order can be sent: it is paid, no line of it waits for a receiver, and no claim may end it yet.
 * `null` where nobody says when, `undefined` as long as it cannot. `acceptedAt` is when the feed said that a
 * present was accepted, by product order id.
 */
export function readyAt(
	details: Detail[],
	acceptedAt: ReadonlyMap<string, number>,
): number | null | undefined {
	const live = details.filter((detail) => !GONE.has(statusOf(detail)));
	const unsent = live.filter((detail) => UNSENT.has(statusOf(detail) ?? ''));
	const paidAt = first(details, (detail) => koreanMs(part(detail.order).paymentDate));
	if (paidAt === null || live.length === 0) return undefined;
	if (live.some(isWaiting) || unsent.some(hasOpenClaim)) return undefined;
	const presents = live.filter(({ productOrder }) => text(part(productOrder).giftReceivingStatus));
	const hasBeenHeld = unsent.some((detail) =>
		claimsOf(detail).some((claim) => isWithdrawn(text(claim.claimStatus))),
	);
	if (presents.length === 0) return hasBeenHeld ? null : paidAt;
	// By now it is on its way: it could be sent before.
	if (unsent.length === 0) return placedAt(details);
	const times = presents.map(({ productOrder }) =>
		acceptedAt.get(text(part(productOrder).productOrderId) ?? ''),
	);
	const known = times.filter((time) => time !== undefined);
	return known.length === 0 ? null : Math.max(...known);
}

function statusOf({ productOrder }: Detail): string | null {
	return text(part(productOrder).productOrderStatus);
}

function placedAt(details: Detail[]): number | null {
	return first(details, (detail) => koreanMs(part(detail.order).orderDate));
}
