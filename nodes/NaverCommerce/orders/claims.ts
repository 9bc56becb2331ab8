import { count, part, parts, text } from '../../../core/orders/read';
import type { Claim, Claims, ProductOrder, ProductOrderDetail } from './wire';

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

/** Nothing is left of such a line to be sent. */
export const GONE: ReadonlySet<string | null> = new Set([
	'CANCELED',
	'CANCELED_BY_NOPAYMENT',
	'RETURNED',
]);

export const UNSENT: ReadonlySet<string> = new Set(['PAYMENT_WAITING', 'PAYED']);

export const SENT: ReadonlySet<string> = new Set([
	'DELIVERING',
	'DELIVERED',
	'PURCHASE_DECIDED',
	'EXCHANGED',
	'RETURNED',
]);

/** Units of a line by what became of them; `null` where the claims do not say. */
interface LineUnits {
	ordered: number | null;
	shipped: number | null;
	cancelled: number | null;
	refunded: number | null;
	/** How many are gone of which nobody says what became of them. */
	untold: number;
}

/** Every claim of a line once, with all that the several parts of the answer say of it. */
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

/** `PAYED,CANCEL_REQUEST`: the status, and the claims that change what it means. */
export function wordsOf(detail: Detail): string[] {
	const status = text(part(detail.productOrder).productOrderStatus);
	return [...(status === null ? [] : [status]), ...openClaims(detail)];
}

/** Claims under way, each word once; of a claim on a part of a line the line itself may say nothing. */
function openClaims(detail: Detail): string[] {
	const { cancel, return: returned, exchange } = detail;
	const current = [
		...inBlock(detail.currentClaim),
		...inBlock({ cancel, return: returned, exchange } as Claims),
	];
	const own = text(part(detail.productOrder).claimStatus);
	const words = [own, ...current.map((claim) => text(claim.claimStatus))];
	return [...new Set(words.filter((word) => word !== null && !OVER.has(word)))] as string[];
}

/**
 * A product order keeps its id and its ordered quantity when some of its units are claimed. Finished claims say
 * what became of them; where they do not, that fewer remain shows all the same.
 */
export function unitsOf(detail: Detail): LineUnits {
	const product = part(detail.productOrder);
	const status = text(product.productOrderStatus);
	const ordered = count(product.initialQuantity) ?? count(product.quantity);
	const gone = GONE.has(status) ? null : goneOf(product, ordered);
	const told = {
		cancelled: units(detail, (claim) => CANCELLED.has(claim)),
		refunded: units(detail, (claim) => claim === 'RETURN_DONE'),
	};
	// Nobody gets money back for what was exchanged.
	const exchanged = units(detail, (claim) => claim === 'EXCHANGE_DONE') ?? 0;
	const untold = (gone ?? 0) - (told.cancelled ?? 0) - (told.refunded ?? 0) - exchanged;
	if (untold <= 0) {
		const isAll = gone !== null && untold === 0;
		const known = whole(status, ordered, isAll, told);
		return {
			ordered,
			...known,
			shipped: shipped(status, ordered, known.cancelled ?? 0),
			untold: 0,
		};
	}
	const known = gone === null ? undefined : inferred(detail, status, gone);
	// Beside a claim that goes on, those that are finished have come to what they say.
	const sofar = hasOpenClaim(detail) ? told : { cancelled: null, refunded: null };
	const isSent = status !== null && !UNSENT.has(status);
	return {
		ordered,
		...(known ?? sofar),
		shipped: isSent && known === undefined ? null : shipped(status, ordered, known?.cancelled ?? 0),
		untold: known === undefined ? untold : 0,
	};
}

/** How many units are not there any more, where Naver says how many remain. */
function goneOf(product: Partial<ProductOrder>, ordered: number | null): number | null {
	const [now, remaining] = [count(product.quantity), count(product.remainQuantity)];
	if (ordered === null) return null;
	if (remaining !== null) return Math.max(0, ordered - remaining);
	return now !== null && now < ordered ? ordered - now : null;
}

/**
 * What became of all that is gone, although no claim gives its number: the only claim there is says of what kind
 * it was, and before it is sent nothing can come back.
 */
function inferred(
	detail: Detail,
	status: string | null,
	gone: number,
): Pick<LineUnits, 'cancelled' | 'refunded'> | undefined {
	const claims = claimsOf(detail).filter((claim) => !isWithdrawn(text(claim.claimStatus)));
	if (hasOpenClaim(detail) || claims.some((claim) => count(claim.requestQuantity) === null)) {
		return undefined;
	}
	const own = text(part(detail.productOrder).claimStatus);
	const isAlone = claims.length === 0;
	if (isAlone && own === 'RETURN_DONE') return { cancelled: 0, refunded: gone };
	const isCancelled = isAlone && CANCELLED.has(own);
	return isCancelled || UNSENT.has(status ?? '') ? { cancelled: gone, refunded: 0 } : undefined;
}

export function isWithdrawn(status: string | null): boolean {
	return status?.endsWith('_REJECT') === true;
}

/**
 * Units where the claims name all that are gone, so the kind without a claim has none; a line that is gone as a
 * whole needs none for that.
 */
function whole(
	status: string | null,
	ordered: number | null,
	isAll: boolean,
	told: Pick<LineUnits, 'cancelled' | 'refunded'>,
): Pick<LineUnits, 'cancelled' | 'refunded'> {
	const none = isAll ? 0 : null;
	const cancelled =
		told.cancelled ?? (status?.startsWith('CANCELED') ? rest(ordered, told.refunded) : null);
	const refunded = told.refunded ?? (status === 'RETURNED' ? rest(ordered, told.cancelled) : null);
	return { cancelled: cancelled ?? none, refunded: refunded ?? none };
}

/** A product order is sent as one, so its status holds for all its units. */
function shipped(status: string | null, ordered: number | null, cancelled: number): number | null {
	if (status === null || ordered === null) return null;
	if (UNSENT.has(status) || status === 'CANCELED_BY_NOPAYMENT') return 0;
	return SENT.has(status) ? rest(ordered, cancelled) : null;
}

/** Whether a claim on the line is under way. */
export function hasOpenClaim(detail: Detail): boolean {
	return openClaims(detail).length > 0;
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
