import { describe, expect, it } from 'vitest';
import { missingUnits, statusFacts } from '../../../nodes/NaverCommerce/orders/status';

type Details = Parameters<typeof missingUnits>[0];
const PAID = '2026-11-18T21:40:31.902+09:00';

const line = (productOrderStatus: string, more: object = {}, claims: object = {}) => ({
	order: { orderId: '1', paymentDate: PAID },
	productOrder: { productOrderId: '11', productOrderStatus, quantity: 3, ...more },
	...claims,
});
/** Of three units one came back. */
const RETURNED_ONE = {
	completedClaims: [{ claimId: 'C1', claimStatus: 'RETURN_DONE', requestQuantity: 1 }],
};
const of = (lines: object[], isWhole = true, reason?: string) =>
	statusFacts(lines as Details, isWhole, reason);
const words = (lines: object[], isWhole = true) => {
	const { status, paymentStatus, fulfillmentStatus } = of(lines, isWhole).facts;
	return [status, paymentStatus, fulfillmentStatus];
};

describe('what is paid of an order', () => {
	const paid = line('DELIVERED');
	const unpaid = line('PAYMENT_WAITING');
	const refunded = line('RETURNED');
	const partly = line('DELIVERED', {}, RETURNED_ONE);
	const unknown = line('BEAMED_UP');

	it.each([
		['paid', 'unpaid', [paid, unpaid], 'partiallyPaid'],
		['paid', 'refunded', [paid, refunded], 'partiallyRefunded'],
		['unpaid', 'refunded', [unpaid, refunded], 'refunded'],
		['partly refunded', 'paid', [partly, paid], 'partiallyRefunded'],
		['partly refunded', 'refunded', [partly, refunded], 'partiallyRefunded'],
		['partly refunded', 'unpaid', [partly, unpaid], 'partiallyRefunded'],
		['partly refunded', 'unknown', [partly, unknown], 'unknown'],
		['refunded', 'unknown', [refunded, unknown], 'unknown'],
	])('of which one line is %s, the other %s', (_one, _other, lines, expected) => {
		expect(of(lines).facts.paymentStatus).toBe(expected);
		expect(of(lines.toReversed()).facts.paymentStatus).toBe(expected);
	});

	it.each([
		['RETURNED', undefined, 'unpaid'],
		['CANCELED', undefined, 'unpaid'],
		['CANCELED', PAID, 'refunded'],
		['CANCELED_BY_NOPAYMENT', undefined, 'unpaid'],
		['CANCELED_BY_NOPAYMENT', PAID, 'unpaid'],
		['PAYED', undefined, 'paid'],
	])('that is %s and was paid at %s', (status, paymentDate, expected) => {
		expect(of([{ ...line(status), order: { paymentDate } }]).facts.paymentStatus).toBe(expected);
	});

	it.each([
		['CANCEL_DONE', 1, 'partiallyRefunded'],
		['CANCEL_DONE', 3, 'refunded'],
		['RETURN_DONE', 2, 'partiallyRefunded'],
		['RETURN_DONE', 3, 'refunded'],
		['EXCHANGE_DONE', 1, 'paid'],
		['RETURN_REJECT', 1, 'paid'],
		['COLLECTING', 1, 'paid'],
	])('of which %s tells of %i of 3 units', (claimStatus, requestQuantity, expected) => {
		const completedClaims = [{ claimId: 'C1', claimStatus, requestQuantity }];
		const given = of([line('DELIVERED', {}, { completedClaims })]);
		expect(given.facts.paymentStatus).toBe(expected);
	});

	it('counts units that are cancelled and units that came back together', () => {
		const completedClaims = [
			{ claimId: 'C1', claimStatus: 'CANCEL_DONE', requestQuantity: 1 },
			{ claimId: 'C2', claimStatus: 'RETURN_DONE', requestQuantity: 2 },
		];
		const given = of([line('DELIVERED', {}, { completedClaims })]);
		expect(given.facts.paymentStatus).toBe('refunded');
	});
});

describe('how far an order is sent', () => {
	it.each([
		[['PAYED', 'CANCELED'], 'unfulfilled'],
		[['PAYMENT_WAITING', 'PAYED'], 'unfulfilled'],
		[['DELIVERING', 'CANCELED'], 'fulfilled'],
		[['DELIVERED', 'CANCELED_BY_NOPAYMENT'], 'delivered'],
		[['PAYED', 'RETURNED'], 'partial'],
		[['PAYED', 'DELIVERED', 'CANCELED'], 'partial'],
		[['DELIVERING', 'RETURNED'], 'fulfilled'],
		[['DELIVERED', 'RETURNED'], 'delivered'],
		[['DELIVERING', 'DELIVERED', 'RETURNED'], 'fulfilled'],
		[['EXCHANGED', 'RETURNED', 'CANCELED'], 'delivered'],
		[['DELIVERED', 'BEAMED_UP'], 'unknown'],
	])('whose lines are %j', (statuses, expected) => {
		expect(words(statuses.map((status) => line(status)))[2]).toBe(expected);
	});

	it.each([
		[['CANCELED', 'BEAMED_UP'], 'unknown'],
		[['PURCHASE_DECIDED', 'BEAMED_UP'], 'unknown'],
		[['CANCELED', 'RETURNED'], 'completed'],
		[['CANCELED', 'PAYED'], 'open'],
	])('and over is told of all lines: %j', (statuses, expected) => {
		expect(words(statuses.map((status) => line(status)))[0]).toBe(expected);
	});
});

describe('an order of which only some lines were read', () => {
	it.each([
		[['PAYMENT_WAITING'], ['open', 'unpaid', 'unknown']],
		[['PAYED'], ['open', 'paid', 'unknown']],
		[['DELIVERING'], ['open', 'paid', 'unknown']],
		[['DELIVERED'], ['open', 'paid', 'unknown']],
		[['PURCHASE_DECIDED'], ['unknown', 'paid', 'unknown']],
		[['CANCELED'], ['unknown', 'unknown', 'unknown']],
		[['RETURNED'], ['unknown', 'unknown', 'unknown']],
		[['CANCELED_BY_NOPAYMENT'], ['unknown', 'unpaid', 'unknown']],
		[
			['PAYED', 'DELIVERING'],
			['open', 'paid', 'partial'],
		],
		[
			['RETURNED', 'DELIVERED'],
			['open', 'partiallyRefunded', 'unknown'],
		],
		[
			['PAYED', 'PAYMENT_WAITING'],
			['open', 'unknown', 'unknown'],
		],
	])('says of %j what holds whatever the others are', (statuses, expected) => {
		const lines = statuses.map((status) => line(status));
		expect(words(lines, false)).toEqual(expected);
		const fields = ['status', 'paymentStatus', 'fulfillmentStatus'];
		const open = fields.filter((_, index) => expected[index] === 'unknown');
		const { missing } = of(lines, false);
		expect(missing.map(({ field }) => field)).toEqual(['lines', ...open]);
	});

	it('says why: the range, or what the caller knows', () => {
		const reasons = (reason?: string) =>
			new Set(of([line('CANCELED')], false, reason).missing.map((one) => one.reason));
		expect(reasons()).toEqual(new Set(['only lines that changed in the requested range']));
		expect(reasons('for another reason')).toEqual(new Set(['for another reason']));
		expect(of([line('CANCELED')], true, 'for another reason').missing).toEqual([]);
	});
});

describe('who sends a line', () => {
	it.each([
		['NORMAL', 'seller'],
		['TODAY', 'seller'],
		['OPTION_TODAY', 'seller'],
		['HOPE', 'seller'],
		['TODAY_ARRIVAL', 'seller'],
		['DAWN_ARRIVAL', 'seller'],
		['PRE_ORDER', 'seller'],
		['ARRIVAL_GUARANTEE', 'marketplace'],
		['SELLER_GUARANTEE', 'seller'],
		['HOPE_SELLER_GUARANTEE', 'seller'],
		['PICKUP', 'seller'],
		['QUICK', 'seller'],
		[undefined, 'unknown'],
	])('that goes out as %s', (deliveryAttributeType, expected) => {
		const by = (more: object) =>
			of([line('PAYED', { deliveryAttributeType, ...more })]).facts.fulfilledBy;
		expect(by({})).toBe(expected);
		expect(by({ logisticsDirectContracted: false })).toBe(expected);
		expect(by({ logisticsDirectContracted: 'false' })).toBe(expected);
		expect(by({ logisticsDirectContracted: true })).toBe('marketplace');
		expect(by({ logisticsDirectContracted: 'true' })).toBe('marketplace');
	});

	it.each([
		[['NORMAL', 'ARRIVAL_GUARANTEE'], 'mixed'],
		[['NORMAL', 'QUICK'], 'seller'],
		[['ARRIVAL_GUARANTEE', undefined], 'unknown'],
		[['NORMAL', undefined], 'unknown'],
		[[], 'unknown'],
	])('of lines that go out as %j', (types, expected) => {
		const lines = types.map((deliveryAttributeType) => line('PAYED', { deliveryAttributeType }));
		expect(of(lines).facts.fulfilledBy).toBe(expected);
	});
});

it('keeps the words of Naver once, in the order of the lines, for all three statuses', () => {
	const lines = [
		line('PAYED', { claimStatus: 'CANCEL_REQUEST' }),
		line('PAYED'),
		line('DELIVERING'),
	];
	const raw = 'PAYED,CANCEL_REQUEST,DELIVERING';
	expect(of(lines).facts).toMatchObject({
		statusRaw: raw,
		paymentStatusRaw: raw,
		fulfillmentStatusRaw: raw,
	});
});

describe('units of which nobody tells what became of them', () => {
	it.each([
		[{}, 'are gone, and Naver does not say how many were cancelled and how many returned'],
		[
			{ currentClaim: { return: { claimId: 'C1', claimStatus: 'COLLECTING' } } },
			'are claimed, and the claim is not finished: see statusRaw of the line',
		],
	])('are told for both kinds: %j', (claims, reason) => {
		const detail = line('DELIVERED', { initialQuantity: 3, remainQuantity: 1 }, claims);
		const told = `2 of 3 units of product order 11 ${reason}`;
		expect(missingUnits([line('PAYED'), detail] as Details)).toEqual([
			{ field: 'lines.quantityCancelled', reason: told },
			{ field: 'lines.quantityRefunded', reason: told },
		]);
	});

	it('are told for the kind alone that no claim accounts for', () => {
		const claims = {
			completedClaims: [{ claimId: 'C1', claimStatus: 'CANCEL_DONE', requestQuantity: 1 }],
			currentClaim: { return: { claimId: 'C2', claimStatus: 'COLLECTING' } },
		};
		const detail = line('DELIVERED', { initialQuantity: 3, remainQuantity: 1 }, claims);
		const fields = missingUnits([detail] as Details).map(({ field }) => field);
		expect(fields).toEqual(['lines.quantityRefunded']);
	});
});
