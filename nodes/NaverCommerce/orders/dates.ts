import { part, text } from '../../../core/orders/read';
import { claimsOf } from './claims';
import { koreanTime } from './time';
import type { Claim, ProductOrderDetail } from './wire';

type Detail = Partial<ProductOrderDetail>;

/** Moments of a claim that have come; `refundExpectedDate` is a promise. */
const CLAIM_TIMES: ReadonlyArray<keyof Claim> = [
	'claimRequestDate',
	'claimRequestAdmissionDate',
	'cancelApprovalDate',
	'cancelCompletedDate',
	'collectCompletedDate',
	'returnCompletedDate',
	'holdbackConfigDate',
	'holdbackReleaseDate',
	'reDeliveryOperationDate',
	'claimCompleteOperationDate',
];

/** When something last happened to these lines; deadlines and plans do not count. */
export function newestEvent(details: Detail[]): string | null {
	return newest(
		details.flatMap((detail) => {
			const { orderDate, paymentDate } = part(detail.order);
			const { placeOrderDate, decisionDate } = part(detail.productOrder);
			const { sendDate, pickupDate, deliveredDate } = part(detail.delivery);
			const claims = claimsOf(detail).flatMap((claim) => CLAIM_TIMES.map((name) => claim[name]));
			const own = [orderDate, paymentDate, placeOrderDate, decisionDate];
			return [...own, sendDate, pickupDate, deliveredDate, ...claims];
		}),
	);
}

/** When the last line of a cancelled order was cancelled. */
export function cancelledAt(details: Detail[]): string | null {
	return newest(
		details.flatMap((detail) =>
			claimsOf(detail)
				.filter((claim) => text(claim.claimStatus)?.endsWith('CANCEL_DONE'))
				.flatMap((claim) => [claim.cancelCompletedDate, claim.claimCompleteOperationDate]),
		),
	);
}

/** The latest of several times, as it was written. */
export function newest(times: unknown[]): string | null {
	return byTime(times).at(-1) ?? null;
}

/** The first of several times, as it was written. */
export function earliest(times: unknown[]): string | null {
	return byTime(times)[0] ?? null;
}

/** The day, or the moment, that the buyer wishes: `20261224`, `1500`. */
export function wishedTime(day: unknown, time: unknown): string | null {
	const date = /^(\d{4})(\d\d)(\d\d)$/.exec(text(day) ?? '');
	const clock = /^(\d\d)(\d\d)$/.exec(text(time) ?? '');
	if (date === null) return null;
	const written = date.slice(1).join('-');
	return koreanTime(clock === null ? written : `${written}T${clock[1]}:${clock[2]}`);
}

function byTime(times: unknown[]): string[] {
	const known = times.map(koreanTime).filter((time) => time !== null);
	return known.sort((a, b) => Date.parse(a) - Date.parse(b));
}

/** What the first detail that has it says. */
export function first<T>(details: Detail[], read: (detail: Detail) => T | null): T | null {
	for (const detail of details) {
		const value = read(detail);
		if (value !== null) return value;
	}
	return null;
}
