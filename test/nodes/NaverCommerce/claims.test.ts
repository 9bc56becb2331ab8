import { describe, expect, it } from 'vitest';
import {
	claimsOf,
	hasOpenClaim,
	isWithdrawn,
	unitsOf,
	wordsOf,
} from '../../../nodes/NaverCommerce/orders/claims';

type Detail = Parameters<typeof unitsOf>[0];

/** A line of three; `claims` as they stand in the answer. */
const line = (status: string | undefined, more: object = {}, claims: object = {}): Detail =>
	({
		productOrder: {
			productOrderId: '11',
			...(status && { productOrderStatus: status }),
			...{ quantity: 3, ...more },
		},
		...claims,
	}) as Detail;

const done = (claimId: string, claimStatus: string, requestQuantity?: number) => ({
	...{ claimId, claimStatus, requestQuantity },
});

/** Ordered, sent, cancelled, paid back. */
const units = (detail: Detail) => {
	const { ordered, shipped, cancelled, refunded } = unitsOf(detail);
	return [ordered, shipped, cancelled, refunded];
};

describe('a claim', () => {
	it.each([
		['CANCEL_REQUEST', true],
		['CANCELING', true],
		['CANCEL_DONE', false],
		['CANCEL_REJECT', false],
		['RETURN_REQUEST', true],
		['EXCHANGE_REQUEST', true],
		['COLLECTING', true],
		['COLLECT_DONE', true],
		['EXCHANGE_REDELIVERING', true],
		['RETURN_DONE', false],
		['EXCHANGE_DONE', false],
		['RETURN_REJECT', false],
		['EXCHANGE_REJECT', false],
		['PURCHASE_DECISION_HOLDBACK', true],
		['PURCHASE_DECISION_REQUEST', true],
		['PURCHASE_DECISION_HOLDBACK_RELEASE', false],
		['ADMIN_CANCELING', true],
		['ADMIN_CANCEL_DONE', false],
		['ADMIN_CANCEL_REJECT', false],
		['A_NEW_WORD', true],
	])('that is %s is under way: %s', (claimStatus, isOpen) => {
		const words = isOpen ? ['PAYED', claimStatus] : ['PAYED'];
		for (const detail of [
			line('PAYED', { claimStatus }),
			line('PAYED', {}, { currentClaim: { cancel: { claimId: 'C', claimStatus } } }),
		]) {
			expect(hasOpenClaim(detail)).toBe(isOpen);
			expect(wordsOf(detail)).toEqual(words);
		}
	});

	it.each([
		['CANCEL_REJECT', true],
		['RETURN_REJECT', true],
		['EXCHANGE_REJECT', true],
		['ADMIN_CANCEL_REJECT', true],
		['CANCEL_DONE', false],
		['REJECT_CANCEL', false],
		[null, false],
	])('that is %s was withdrawn: %s', (status, expected) => {
		expect(isWithdrawn(status)).toBe(expected);
	});

	it.each([
		['cancel', 'currentClaim'],
		['return', 'currentClaim'],
		['exchange', 'currentClaim'],
		['cancel', undefined],
		['return', undefined],
		['exchange', undefined],
	])('on %s is under way where the answer tells it in %s', (kind, block) => {
		const claims = { [kind]: done('C1', 'A_NEW_WORD') };
		const detail = line('PAYED', {}, block === undefined ? claims : { [block]: claims });
		expect(wordsOf(detail)).toEqual(['PAYED', 'A_NEW_WORD']);
		expect(claimsOf(detail)).toMatchObject([{ claimId: 'C1' }]);
	});

	it.each([
		['beforeClaim', { beforeClaim: { exchange: done('C1', 'COLLECTING') } }],
		['completedClaims', { completedClaims: [done('C1', 'COLLECTING')] }],
	])('in %s is one of the past', (_place, claims) => {
		const detail = line('PAYED', {}, claims);
		expect(claimsOf(detail)).toMatchObject([{ claimId: 'C1' }]);
		expect(hasOpenClaim(detail)).toBe(false);
	});

	it('is told once, with all that its places know of it; the current state counts', () => {
		const detail = line(
			'PAYED',
			{},
			{
				completedClaims: [{ claimId: 'C1', claimStatus: 'CANCEL_REQUEST', claimType: 'CANCEL' }],
				currentClaim: { cancel: { claimId: 'C1', claimStatus: 'CANCEL_DONE' } },
			},
		);
		expect(claimsOf(detail)).toEqual([
			{ claimId: 'C1', claimStatus: 'CANCEL_DONE', claimType: 'CANCEL' },
		]);
	});

	it('without a number is another one than the next without a number', () => {
		const completedClaims = [{ claimStatus: 'CANCEL_DONE' }, { claimStatus: 'RETURN_DONE' }];
		expect(claimsOf(line('PAYED', {}, { completedClaims }))).toHaveLength(2);
	});

	it('is none where its place is empty', () => {
		const empty = { cancel: {}, return: null, exchange: 'none' };
		const detail = line('PAYED', {}, { currentClaim: empty, beforeClaim: null, ...empty });
		expect(claimsOf(detail)).toEqual([]);
	});

	it('shows each word once, also of a line without a status', () => {
		const currentClaim = { cancel: done('C1', 'CANCELING'), return: done('C2', 'CANCELING') };
		const detail = line(undefined, { claimStatus: 'CANCELING' }, { currentClaim });
		expect(wordsOf(detail)).toEqual(['CANCELING']);
	});
});

describe('the units of a line of which Naver does not say how many remain', () => {
	it.each([
		['PAYMENT_WAITING', 0, null, null],
		['PAYED', 0, null, null],
		['DELIVERING', 3, null, null],
		['DELIVERED', 3, null, null],
		['PURCHASE_DECIDED', 3, null, null],
		['EXCHANGED', 3, null, null],
		['CANCELED', null, 3, null],
		['RETURNED', 3, null, 3],
		['CANCELED_BY_NOPAYMENT', 0, 3, null],
		['BEAMED_UP', null, null, null],
		[undefined, null, null, null],
	])('and that is %s', (status, ...expected) => {
		expect(units(line(status))).toEqual([3, ...expected]);
		expect(unitsOf(line(status)).untold).toBe(0);
	});

	it.each([
		['CANCELED', 'RETURN_DONE', [3, null, 2, 1]],
		['RETURNED', 'CANCEL_DONE', [3, 2, 1, 2]],
		['RETURNED', 'ADMIN_CANCEL_DONE', [3, 2, 1, 2]],
		['CANCELED', 'CANCEL_DONE', [3, null, 1, null]],
		['DELIVERED', 'CANCEL_DONE', [3, 2, 1, null]],
		['DELIVERED', 'ADMIN_CANCEL_DONE', [3, 2, 1, null]],
		['DELIVERED', 'RETURN_DONE', [3, 3, null, 1]],
		['DELIVERED', 'EXCHANGE_DONE', [3, 3, null, null]],
		['DELIVERED', 'CANCEL_REJECT', [3, 3, null, null]],
		['DELIVERED', 'RETURN_REJECT', [3, 3, null, null]],
		['DELIVERED', 'EXCHANGE_REJECT', [3, 3, null, null]],
	])('and that is %s with one of them %s', (status, claimStatus, expected) => {
		const completedClaims = [done('C1', claimStatus, 1)];
		expect(units(line(status, {}, { completedClaims }))).toEqual(expected);
	});

	it('and that say how many were ordered in neither field', () => {
		expect(units(line('DELIVERED', { quantity: null }))).toEqual([null, null, null, null]);
		expect(units(line('CANCELED', { quantity: null }))).toEqual([null, null, null, null]);
		const known = { quantity: null, remainQuantity: 1 };
		expect(units(line('DELIVERED', known))).toEqual([null, null, null, null]);
	});

	it('are those that were ordered first, also where fewer are there now', () => {
		expect(units(line('PAYED', { initialQuantity: 5, quantity: 3 }))).toEqual([5, 0, 2, 0]);
		// How many remain tells it better than how many there are.
		const both = { initialQuantity: 5, quantity: 2, remainQuantity: 4 };
		expect(units(line('PAYED', both))).toEqual([5, 0, 1, 0]);
	});
});

describe('the units of a line of which Naver says how many remain', () => {
	const of = (status: string, remainQuantity: number, more: object = {}, claims: object = {}) =>
		line(status, { initialQuantity: 3, remainQuantity, ...more }, claims);

	it('are all there where none is gone, and where more remain than were ordered', () => {
		expect(units(of('DELIVERED', 3))).toEqual([3, 3, 0, 0]);
		expect(units(of('DELIVERED', 4))).toEqual([3, 3, 0, 0]);
	});

	it('are told where the claims account for just those that are gone', () => {
		const completedClaims = [done('C1', 'CANCEL_DONE', 1), done('C2', 'ADMIN_CANCEL_DONE', 1)];
		expect(units(of('DELIVERED', 1, {}, { completedClaims }))).toEqual([3, 1, 2, 0]);
		const returned = [done('C1', 'RETURN_DONE', 2)];
		expect(units(of('DELIVERED', 1, {}, { completedClaims: returned }))).toEqual([3, 3, 0, 2]);
	});

	it('are not told to be none of the other kind where the claims account for more', () => {
		const completedClaims = [done('C1', 'CANCEL_DONE', 2)];
		expect(units(of('DELIVERED', 2, {}, { completedClaims }))).toEqual([3, 1, 2, null]);
	});

	it('show nothing of the last claim once the line as a whole is gone', () => {
		const completedClaims = [done('C1', 'RETURN_DONE', 1)];
		expect(units(of('RETURNED', 0, {}, { completedClaims }))).toEqual([3, 3, null, 1]);
		expect(units(of('CANCELED', 0))).toEqual([3, null, 3, null]);
		expect(units(of('CANCELED_BY_NOPAYMENT', 0))).toEqual([3, 0, 3, null]);
		expect(units(of('RETURNED', 0))).toEqual([3, 3, null, 3]);
	});

	it.each([
		['PAYED', 'CANCEL_DONE', [3, 0, 1, 0], 0],
		['PAYED', 'RETURN_DONE', [3, 0, 0, 1], 0],
		['DELIVERED', 'CANCEL_DONE', [3, 2, 1, 0], 0],
		['DELIVERED', 'ADMIN_CANCEL_DONE', [3, 2, 1, 0], 0],
		['DELIVERED', 'RETURN_DONE', [3, 3, 0, 1], 0],
		['DELIVERED', 'EXCHANGE_DONE', [3, null, null, null], 1],
		['DELIVERED', 'RETURN_REJECT', [3, null, null, null], 1],
		['DELIVERED', undefined, [3, null, null, null], 1],
		['PAYED', undefined, [3, 0, 1, 0], 0],
		['PAYMENT_WAITING', undefined, [3, 0, 1, 0], 0],
		['BEAMED_UP', 'CANCEL_DONE', [3, null, 1, 0], 0],
		['BEAMED_UP', undefined, [3, null, null, null], 1],
	])('and that is %s: the word %s alone tells of one', (status, claimStatus, expected, untold) => {
		const detail = of(status, 2, { claimStatus });
		expect(units(detail)).toEqual(expected);
		expect(unitsOf(detail).untold).toBe(untold);
	});

	it('are not inferred beside a claim that has no number of units', () => {
		const completedClaims = [done('C1', 'CANCEL_DONE')];
		const detail = of('PAYED', 2, { claimStatus: 'CANCEL_DONE' }, { completedClaims });
		expect(units(detail)).toEqual([3, 0, null, null]);
		expect(unitsOf(detail).untold).toBe(1);
	});

	it('are inferred beside a claim that was withdrawn', () => {
		const completedClaims = [done('C1', 'CANCEL_REJECT')];
		const detail = of('DELIVERED', 2, { claimStatus: 'RETURN_DONE' }, { completedClaims });
		expect(units(detail)).toEqual([3, 3, 0, 1]);
	});

	it('are not inferred from the word of the line where a claim tells another story', () => {
		const completedClaims = [done('C1', 'EXCHANGE_DONE', 1)];
		const detail = of('DELIVERED', 1, { claimStatus: 'RETURN_DONE' }, { completedClaims });
		expect(units(detail)).toEqual([3, null, null, null]);
		expect(unitsOf(detail).untold).toBe(1);
	});

	it('are not told at all where one of two claims has no number', () => {
		const completedClaims = [done('C1', 'RETURN_DONE', 1), done('C2', 'RETURN_DONE')];
		const detail = of('DELIVERED', 1, {}, { completedClaims });
		expect(units(detail)).toEqual([3, null, null, null]);
		expect(unitsOf(detail).untold).toBe(2);
	});

	it('of finished claims stay told beside one that goes on', () => {
		const claims = {
			completedClaims: [done('C1', 'CANCEL_DONE', 1)],
			currentClaim: { return: done('C2', 'COLLECTING', 1) },
		};
		const detail = of('DELIVERED', 1, {}, claims);
		expect(units(detail)).toEqual([3, null, 1, null]);
		expect(unitsOf(detail).untold).toBe(1);
		// Before it is sent none can be sent, whatever becomes of the claim.
		const early = { currentClaim: { cancel: done('C2', 'CANCEL_REQUEST', 1) } };
		expect(units(of('PAYED', 2, {}, early))).toEqual([3, 0, null, null]);
	});

	it('that were exchanged are neither cancelled nor paid back', () => {
		const completedClaims = [done('C1', 'EXCHANGE_DONE', 1)];
		expect(units(of('DELIVERED', 2, {}, { completedClaims }))).toEqual([3, 3, 0, 0]);
		expect(unitsOf(of('DELIVERED', 2, {}, { completedClaims })).untold).toBe(0);
	});
});
