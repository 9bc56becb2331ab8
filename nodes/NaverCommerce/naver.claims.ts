import { count, part, parts, text } from '../../core/order/read';
import type { Claim, Claims, ProductOrderDetail } from './naver.wire';

type Detail = Partial<ProductOrderDetail>;

/** Claims that are over; any other word, a new one too, is one that a seller still has to look at. */
const OVER: ReadonlySet<string> = new Set([
	'CANCEL_DONE',
	'CANCEL_REJECT',
	'RETURN_DONE',
	'RETURN_REJECT',
	'EXCHANGE_DONE',
	'EXCHANGE_REJECT',
	'PURCHASE_DECISION_HOLDBACK_RELEASE',
	'ADMIN_CANCEL_DONE',
	'ADMIN_CANCEL_REJECT',
]);

const CANCELLED: ReadonlySet<string | null> = new Set(['CANCEL_DONE', 'ADMIN_CANCEL_DONE']);

const GONE: ReadonlySet<string | null> = new Set(['CANCELED', 'CANCELED_BY_NOPAYMENT', 'RETURNED']);

/** Units of a line by what became of them; `null` where the claims do not say. */
interface LineUnits {
	ordered: number | null;
	shipped: number | null;
	cancelled: number | null;
	refunded: number | null;
}

/** Every claim of a line once, with all that its several places in the answer tell of it. */
export function claimsOf(detail: Detail): Array<Partial<Claim>> {
	const { cancel, return: returned, exchange } = detail;
	const all = [
		...parts(detail.completedClaims),
		...inBlock(detail.currentClaim),
		...inBlock(detail.beforeClaim),
		...inBlock({ cancel, return: returned, exchange } as Claims),
	];
	const byId = new Map<string, Partial<Claim>>();
	all.forEach((claim, index) => {
		const id = text(claim.claimId) ?? `no id ${index}`;
		byId.set(id, { ...byId.get(id), ...claim });
	});
	return [...byId.values()];
}

/** `PAYED,CANCEL_REQUEST`: the status, and the claim that changes what it means. */
export function wordsOf(detail: Detail): string[] {
	const { productOrderStatus, claimStatus } = part(detail.productOrder);
	const claim = text(claimStatus);
	const status = text(productOrderStatus);
	const words = [status, claim !== null && OVER.has(claim) ? null : claim];
	return words.filter((word) => word !== null);
}

/** A product order keeps its id and its ordered quantity when some of its units are claimed. */
export function unitsOf(detail: Detail): LineUnits {
	const { quantity, initialQuantity, remainQuantity, productOrderStatus } = part(
		detail.productOrder,
	);
	const status = text(productOrderStatus);
	const ordered = count(initialQuantity) ?? count(quantity);
	const isWhole = !GONE.has(status) && ordered !== null && count(remainQuantity) === ordered;
	const cancelledByClaim = units(detail, (claim) => CANCELLED.has(claim));
	const refundedByClaim = units(detail, (claim) => claim === 'RETURN_DONE');
	const untouched = isWhole ? 0 : null;
	const cancelled =
		cancelledByClaim ?? (status?.startsWith('CANCELED') ? rest(ordered, refundedByClaim) : null);
	const refunded =
		refundedByClaim ?? (status === 'RETURNED' ? rest(ordered, cancelledByClaim) : null);
	return {
		ordered,
		cancelled: cancelled ?? untouched,
		refunded: refunded ?? untouched,
		shipped: shipped(detail, ordered, cancelled ?? 0),
	};
}

/** A product order is sent as one, so its status tells of all its units. */
function shipped(detail: Detail, ordered: number | null, cancelled: number): number | null {
	const status = text(part(detail.productOrder).productOrderStatus);
	if (status === null || ordered === null) return null;
	if (['PAYMENT_WAITING', 'PAYED', 'CANCELED_BY_NOPAYMENT'].includes(status)) return 0;
	if (status === 'CANCELED') return null;
	const isSent = ['DELIVERING', 'DELIVERED', 'PURCHASE_DECIDED', 'EXCHANGED', 'RETURNED'];
	return isSent.includes(status) ? rest(ordered, cancelled) : null;
}

/** Units of the finished claims of one kind; `null` without one, or without their count. */
function units(detail: Detail, isMeant: (status: string | null) => boolean): number | null {
	const claims = claimsOf(detail).filter((claim) => isMeant(text(claim.claimStatus)));
	const counts = claims.map((claim) => count(claim.requestQuantity));
	if (counts.length === 0) return null;
	return counts.reduce((sum, next) => (sum === null || next === null ? null : sum + next));
}

function rest(all: number | null, gone: number | null): number | null {
	return all === null ? null : Math.max(0, all - (gone ?? 0));
}

function inBlock(block: Claims | undefined): Array<Partial<Claim>> {
	const { cancel, return: returned, exchange } = part(block);
	return [cancel, returned, exchange].map((claim) => part(claim)).filter(isThere);
}

function isThere(claim: Partial<Claim>): boolean {
	return Object.keys(claim).length > 0;
}
