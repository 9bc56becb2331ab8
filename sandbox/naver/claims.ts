import type { Random } from '../kit/random';
import { feed, unitsOf, type Claim, type ProductOrder } from './product-order';

const REASONS: Record<Claim['type'], string> = {
	CANCEL: 'INTENT_CHANGED',
	RETURN: 'BROKEN',
	EXCHANGE: 'WRONG_OPTION',
};

/** Steps of a claim; the feed tells of each of them */
export function requestClaim(
	random: Random,
	line: ProductOrder,
	type: Claim['type'],
	at: number,
): void {
	line.claim = {
		id: random.digits(16),
		type,
		status: `${type}_REQUEST`,
		reason: REASONS[type],
		detail: '사진과 다릅니다, "교환/반품" 원해요',
		requestedAt: at,
	};
	feed(line, 'CLAIM_REQUESTED', at);
}

/** The goods have come back. */
export function collectClaim(line: ProductOrder, claim: Claim, at: number): void {
	claim.status = 'COLLECT_DONE';
	feed(line, 'COLLECT_DONE', at);
}

/** The other goods go out. */
export function redeliverClaim(line: ProductOrder, claim: Claim, at: number): void {
	claim.status = 'EXCHANGE_REDELIVERING';
	feed(line, 'CLAIM_REDELIVERING', at);
}

export function completeClaim(line: ProductOrder, claim: Claim, at: number): void {
	const ends = { CANCEL: 'CANCELED', RETURN: 'RETURNED', EXCHANGE: 'EXCHANGED' } as const;
	claim.status = `${claim.type}_DONE`;
	claim.completedAt = at;
	line.status = ends[claim.type];
	feed(line, 'CLAIM_COMPLETED', at);
}

export function rejectClaim(line: ProductOrder, claim: Claim, at: number): void {
	claim.status = `${claim.type}_REJECT`;
	feed(line, 'CLAIM_REJECTED', at);
}

/** Some units are called off, and the money for them goes back; the others are still to be sent. */
export function cancelUnits(line: ProductOrder, claim: Claim, quantity: number, at: number): void {
	Object.assign(claim, { status: 'CANCEL_DONE', completedAt: at, quantity });
	line.remaining = unitsOf(line) - quantity;
	feed(line, 'CLAIM_COMPLETED', at);
}
