import { describe, expect, it } from 'vitest';
import { koreanMs, koreanTime, kst } from '../../../nodes/NaverCommerce/orders/time';
import {
	cancelledAt,
	earliest,
	newest,
	newestEvent,
	wishedTime,
} from '../../../nodes/NaverCommerce/orders/dates';

const EARLY = '2026-11-20T09:00:00.000+09:00';
const LATE = '2026-11-20T10:00:00.000+09:00';

type Details = Parameters<typeof newestEvent>[0];
const details = (...given: object[]) => given as Details;

describe('a time as Naver reads it', () => {
	it.each([
		['2026-11-21T09:00:00.000Z', '2026-11-21T18:00:00.000+09:00'],
		['2026-11-21T09:00:00.007Z', '2026-11-21T18:00:00.007+09:00'],
		// A day of Korea begins nine hours early.
		['2026-12-31T14:59:59.999Z', '2026-12-31T23:59:59.999+09:00'],
		['2026-12-31T15:00:00.000Z', '2027-01-01T00:00:00.000+09:00'],
		['2028-02-28T15:00:00.000Z', '2028-02-29T00:00:00.000+09:00'],
		// Nothing happens when others put their clocks forward.
		['2026-03-29T01:30:00.000Z', '2026-03-29T10:30:00.000+09:00'],
	])('of %s is %s', (utc, korean) => {
		expect(kst(Date.parse(utc))).toBe(korean);
	});
});

describe('a time that Naver gives', () => {
	it.each([
		['2026-11-20T10:00:00.000+09:00', '2026-11-20T10:00:00.000+09:00'],
		['2026-11-20T01:00:00Z', '2026-11-20T01:00:00Z'],
		['2026-11-20T10:00:00', '2026-11-20T10:00:00.000+09:00'],
		['2026-11-20', '2026-11-20T00:00:00.000+09:00'],
		['어제', null],
		['', null],
		[0, null],
		[null, null],
		[undefined, null],
	])('as %j is %j', (given, expected) => {
		expect(koreanTime(given)).toBe(expected);
		expect(koreanMs(given)).toBe(expected === null ? null : Date.parse(expected));
	});

	it('is the first or the last by the moment, not by its text', () => {
		const times = ['2026-11-20T03:00:00Z', '2026-11-20T11:00:00+09:00', 'no', null];
		expect(newest(times)).toBe('2026-11-20T03:00:00Z');
		expect(earliest(times)).toBe('2026-11-20T11:00:00+09:00');
		expect([newest([]), earliest([null])]).toEqual([null, null]);
	});
});

describe('what last happened to an order', () => {
	const base = { order: { orderDate: EARLY } };

	it.each([
		['order', 'orderDate'],
		['order', 'paymentDate'],
		['productOrder', 'placeOrderDate'],
		['productOrder', 'decisionDate'],
		['delivery', 'sendDate'],
		['delivery', 'pickupDate'],
		['delivery', 'deliveredDate'],
	])('may be its %s.%s', (part, field) => {
		expect(newestEvent(details(base, { [part]: { [field]: LATE } }))).toBe(LATE);
	});

	it.each([
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
	])('may be the %s of a claim', (field) => {
		const claim = { claimId: 'C1', [field]: LATE };
		expect(newestEvent(details({ ...base, currentClaim: { cancel: claim } }))).toBe(LATE);
		expect(newestEvent(details({ ...base, completedClaims: [claim] }))).toBe(LATE);
	});

	it.each([
		['order', 'paymentDueDate'],
		['productOrder', 'shippingDueDate'],
		['productOrder', 'shippingStartDate'],
		['productOrder', 'arrivalGuaranteeDate'],
		['currentClaim', 'refundExpectedDate'],
	])('is no deadline and no promise: %s.%s', (part, field) => {
		const value = part === 'currentClaim' ? { cancel: { [field]: LATE } } : { [field]: LATE };
		const detail = { productOrder: {}, ...base, [part]: value };
		expect(newestEvent(details({ ...detail, order: { ...base.order, ...detail.order } }))).toBe(
			EARLY,
		);
	});

	it('is nothing where there is no time', () => {
		expect(newestEvent(details({}, { order: { orderDate: 'soon' } }))).toBeNull();
	});
});

describe('when an order was cancelled', () => {
	const claim = (claimStatus: string | undefined, more: object) => ({
		completedClaims: [{ claimId: JSON.stringify(more), claimStatus, ...more }],
	});

	it.each([
		['CANCEL_DONE', LATE],
		['ADMIN_CANCEL_DONE', LATE],
		['RETURN_DONE', null],
		['CANCEL_REJECT', null],
		['CANCELING', null],
		[undefined, null],
	])('is told by a claim that is %s', (status, expected) => {
		for (const field of ['cancelCompletedDate', 'claimCompleteOperationDate']) {
			expect(cancelledAt(details(claim(status, { [field]: LATE })))).toBe(expected);
		}
	});

	it('is when the last of its lines was', () => {
		const lines = [LATE, EARLY].map((time) => claim('CANCEL_DONE', { cancelCompletedDate: time }));
		expect(cancelledAt(details(...lines))).toBe(LATE);
	});
});

it.each([
	['20261224', '1500', '2026-12-24T15:00:00.000+09:00'],
	['20261224', '0005', '2026-12-24T00:05:00.000+09:00'],
	[20261224, 1500, '2026-12-24T15:00:00.000+09:00'],
	['20261224', undefined, '2026-12-24T00:00:00.000+09:00'],
	['20261224', '9', '2026-12-24T00:00:00.000+09:00'],
	['20261224', '15001', '2026-12-24T00:00:00.000+09:00'],
	['20261224', '2500', null],
	['20261301', '1500', null],
	['120261224', '1500', null],
	['202612241', '1500', null],
	[undefined, '1500', null],
	['', '', null],
])('the buyer wishes the delivery of day %j at %j: %j', (day, time, expected) => {
	expect(wishedTime(day, time)).toBe(expected);
});
