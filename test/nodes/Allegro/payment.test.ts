import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/Allegro/orders/mapping';
import { expectLegal } from '../legal.order';

const READY = 'READY_FOR_PROCESSING';
const AT = '2026-11-10T09:30:00Z';
const LATER = '2026-11-18T11:05:33Z';

const pln = (amount: string | number) => ({ amount, currency: 'PLN' });
const SURCHARGE = { id: 's-1', type: 'ONLINE', finishedAt: AT, paidAmount: pln('10.00') };
const CASH = { id: 'p', type: 'CASH_ON_DELIVERY', finishedAt: AT, paidAmount: null };
const BOOKED = { paymentId: 'b-1', shipmentId: 'x', paidAmount: pln('90.00'), paidAt: LATER };

function read(more: object) {
	const order = toOrder(
		{
			id: 'f',
			status: READY,
			payment: CASH,
			surcharges: [],
			codBookedPayments: [],
			fulfillment: { status: 'NEW', shipmentSummary: { lineItemsSent: 'NONE' } },
			delivery: { address: { street: 'Polna 1' } },
			summary: { totalToPay: pln('100.00') },
			...more,
		},
		{ account: null },
	);
	expectLegal(order);
	return order;
}

function paymentOf(more: object): unknown[] {
	const { paymentStatus, totals, paidAt, missing } = read(more);
	const isExplained = missing.some(({ field }) => field === 'totals.paid');
	return [paymentStatus, totals.paid, paidAt, isExplained];
}

describe('cash on delivery', () => {
	it('counts a surcharge that was paid online', () => {
		const order = read({ surcharges: [SURCHARGE] });
		expect(order).toMatchObject({ paymentMethod: 'CASH_ON_DELIVERY', cashOnDelivery: true });
		expect(paymentOf({ surcharges: [SURCHARGE] })).toEqual(['partiallyPaid', '10.00', AT, false]);
	});

	it.each([
		['a surcharge that is still open', { surcharges: [{ ...SURCHARGE, paidAmount: null }] }],
		['a surcharge of nothing', { surcharges: [{ ...SURCHARGE, paidAmount: pln('0.00') }] }],
		['no list of surcharges', { surcharges: null, codBookedPayments: null }],
	])('is unpaid with %s', (_name, more) => {
		expect(paymentOf(more)).toEqual(['unpaid', null, null, false]);
	});

	it.each([
		['the rest is booked', { surcharges: [SURCHARGE], codBookedPayments: [BOOKED] }, 'paid'],
		[
			'a part of the rest is booked',
			{
				surcharges: [SURCHARGE],
				codBookedPayments: [{ ...BOOKED, paidAmount: pln('89.99') }],
			},
			'partiallyPaid',
		],
		[
			'several surcharges were paid',
			{ surcharges: [SURCHARGE, { ...SURCHARGE, id: 's-2', paidAmount: pln(5) }] },
			'partiallyPaid',
		],
		[
			'several parcels were paid',
			{ codBookedPayments: [BOOKED, { ...BOOKED, shipmentId: 'y', paidAmount: pln('10.00') }] },
			'paid',
		],
	])('has no one sum, and says so, where %s', (_name, more, status) => {
		expect(paymentOf(more).slice(0, 2)).toEqual([status, null]);
		expect(paymentOf(more)[3]).toBe(true);
	});

	it('counts an amount of the payment itself, at a time that nobody tells', () => {
		const payment = { ...CASH, paidAmount: pln('100.00') };
		expect(paymentOf({ payment })).toEqual(['paid', '100.00', null, false]);
	});

	it('counts a payment that stands in two places once', () => {
		const payment = { ...CASH, id: 'b-1', paidAmount: pln('90.00') };
		expect(paymentOf({ payment, codBookedPayments: [BOOKED] })).toEqual([
			...['partiallyPaid', '90.00', null],
			false,
		]);
	});

	it.each([
		['no parcel', { codBookedPayments: [{ ...BOOKED, paidAmount: null }] }, 'unpaid', null],
		['nothing', { codBookedPayments: [{ ...BOOKED, paidAmount: pln('0.00') }] }, 'unpaid', null],
		['a parcel', { codBookedPayments: [BOOKED] }, 'partiallyPaid', '90.00'],
	])('counts what carriers have settled of %s', (_name, more, status, paid) => {
		expect(paymentOf(more)).toEqual([status, paid, paid === null ? null : LATER, false]);
	});

	it('counts parcels without an id each, also beside a surcharge without one', () => {
		const nameless = { ...BOOKED, paymentId: null, paidAmount: pln('45.00') };
		const surcharges = [{ ...SURCHARGE, id: null }];
		expect(paymentOf({ surcharges, codBookedPayments: [nameless, nameless] })[0]).toBe('paid');
	});

	it('counts a surcharge that carriers have settled once', () => {
		const settled = { ...BOOKED, paymentId: 's-1' };
		expect(paymentOf({ surcharges: [SURCHARGE], codBookedPayments: [settled] })).toEqual([
			...['partiallyPaid', '10.00', AT],
			false,
		]);
	});

	it.each([
		['nothing came', {}, ['unpaid', null, null, true]],
		['a surcharge came', { surcharges: [SURCHARGE] }, ['partiallyPaid', '10.00', AT, true]],
		['all came', { payment: { ...CASH, paidAmount: pln(100) } }, ['paid', '100', null, false]],
		[
			'carriers settle it through Allegro',
			{ codBookedPayments: [BOOKED] },
			['partiallyPaid', '90.00', LATER, false],
		],
		[
			'it is no cash',
			{ payment: { id: 'p', type: 'EXTENDED_TERM' } },
			['pending', null, null, false],
		],
	])('that was sent may have been paid past Allegro where %s', (_name, more, expected) => {
		expect(paymentOf({ fulfillment: { status: 'SENT' }, ...more })).toEqual(expected);
	});

	it('that has not been sent is not said to have been paid past Allegro', () => {
		expect(paymentOf({ fulfillment: { status: 'READY_FOR_PICKUP' } })[3]).toBe(false);
	});

	it('in another currency is compared with nothing, and its currency is named', () => {
		const euros = { ...BOOKED, paidAmount: { amount: '20.00', currency: 'EUR' } };
		expect(paymentOf({ codBookedPayments: [euros] })).toEqual(['unknown', null, LATER, true]);
		expect(read({ codBookedPayments: [euros] }).missing).toContainEqual({
			field: 'totals.paid',
			reason: expect.stringContaining('paid in EUR') as unknown,
		});
		const both = { surcharges: [SURCHARGE], codBookedPayments: [euros] };
		expect(paymentOf(both).slice(0, 2)).toEqual(['unknown', null]);
	});

	it.each(['SENT', 'PICKED_UP'])('says that cash may have been paid past Allegro: %s', (status) => {
		expect(paymentOf({ fulfillment: { status } })).toEqual(['unpaid', null, null, true]);
	});

	it.each([
		['a surcharge', { surcharges: [SURCHARGE] }],
		['cash that was booked', { codBookedPayments: [BOOKED] }],
	])('is not paid by %s alone, where nobody tells what is due', (_name, more) => {
		expect(paymentOf({ summary: null, ...more })[0]).toBe('unknown');
	});

	it('is refunded as far as it was paid, once everything came back', () => {
		const order = read({ surcharges: [SURCHARGE], fulfillment: { status: 'RETURNED' } });
		expect(order.paymentStatus).toBe('refunded');
		expect(order.missing.map(({ field }) => field)).toContain('totals.refunded');
	});

	it('tells where the refund is, of a surcharge for an order that was cancelled', () => {
		const order = read({ status: 'CANCELLED', surcharges: [SURCHARGE] });
		expect(order.paymentStatus).toBe('partiallyPaid');
		expect(order.missing.map(({ field }) => field)).toContain('totals.refunded');
	});
});

describe('money that came by another way than the first payment', () => {
	it.each([
		['WIRE_TRANSFER', null],
		['EXTENDED_TERM', pln('0.00')],
		['ONLINE', null],
	])('is counted before the order is ready: %s with %o', (type, paidAmount) => {
		const payment = { id: 'p', type, finishedAt: null, paidAmount };
		expect(paymentOf({ status: 'FILLED_IN', payment, surcharges: [SURCHARGE] })).toEqual([
			...['partiallyPaid', '10.00', AT],
			false,
		]);
	});

	it('does not make an order partly paid that Allegro calls ready without an amount', () => {
		const payment = { id: 'p', type: 'ONLINE', finishedAt: LATER };
		expect(paymentOf({ payment, surcharges: [SURCHARGE] })).toEqual(['paid', null, AT, true]);
		expect(paymentOf({ payment })).toEqual(['paid', null, LATER, true]);
		const nothing = { ...payment, paidAmount: pln('0.00') };
		expect(paymentOf({ payment: nothing })).toEqual(['paid', null, LATER, true]);
	});

	it('is the whole of it where it is as much as is due', () => {
		const surcharges = [{ ...SURCHARGE, paidAmount: pln('100.00') }];
		expect(paymentOf({ payment: null, surcharges })).toEqual(['paid', '100.00', AT, false]);
		expect(paymentOf({ surcharges })).toEqual(['paid', '100.00', AT, false]);
	});

	it('is counted where there is no first payment', () => {
		expect(paymentOf({ payment: null, surcharges: [SURCHARGE] })).toEqual([
			...['partiallyPaid', '10.00', AT],
			false,
		]);
	});
});

it.each([
	['WIRE_TRANSFER', READY, true],
	['SPLIT_PAYMENT', READY, true],
	['EXTENDED_TERM', READY, false],
	['WIRE_TRANSFER', 'FILLED_IN', false],
])('says where to look for money that goes past Allegro: %s, %s', (type, status, isExplained) => {
	const payment = { id: 'p', type, provider: 'OFFLINE', finishedAt: null, paidAmount: null };
	expect(paymentOf({ status, payment })).toEqual(['pending', null, null, isExplained]);
});

it('compares amounts exactly, however large', () => {
	const payment = { id: 'p', type: 'ONLINE', finishedAt: AT, paidAmount: pln('90071992547409.92') };
	const summary = { totalToPay: pln('90071992547409.93') };
	expect(paymentOf({ payment, summary })[0]).toBe('partiallyPaid');
});

it('compares no amounts of different currencies, and puts none among those of the order', () => {
	const euros = { amount: '25.00', currency: 'EUR' };
	const payment = { id: 'p', type: 'ONLINE', finishedAt: AT, paidAmount: euros };
	expect(paymentOf({ payment })).toEqual(['paid', null, AT, true]);
	const surcharges = [{ ...SURCHARGE, paidAmount: euros }];
	expect(paymentOf({ surcharges })).toEqual(['unknown', null, AT, true]);
});

it.each([
	['an overpaid order has none', null],
	['it is no time', '10:00'],
])('says that nobody tells when it was paid: %s', (_name, finishedAt) => {
	const payment = { id: 'p', type: 'ONLINE', finishedAt, paidAmount: pln('101.00') };
	const { paymentStatus, paidAt, missing } = read({ payment });
	expect([paymentStatus, paidAt]).toEqual(['paid', null]);
	expect(missing.map(({ field }) => field)).toEqual(['paidAt']);
});

describe('the word of Allegro without an amount', () => {
	const open = { finishedAt: null, paidAmount: null };

	it.each([
		['BOUGHT', 'ONLINE', 'unpaid'],
		['BOUGHT', 'CASH_ON_DELIVERY', 'unpaid'],
		['CANCELLED', 'WIRE_TRANSFER', 'unpaid'],
		['FILLED_IN', 'ONLINE', 'pending'],
		['FILLED_IN', 'CASH_ON_DELIVERY', 'unpaid'],
		['FILLED_IN', 'EXTENDED_TERM', 'pending'],
		[READY, 'ONLINE', 'paid'],
		[READY, 'CASH_ON_DELIVERY', 'unpaid'],
		[READY, 'WIRE_TRANSFER', 'pending'],
		[READY, 'EXTENDED_TERM', 'pending'],
		[READY, 'SPLIT_PAYMENT', 'pending'],
		[READY, 'LATER_WORD', 'unknown'],
		[READY, 'toString', 'unknown'],
		['LATER_WORD', 'ONLINE', 'unknown'],
		['LATER_WORD', 'WIRE_TRANSFER', 'unknown'],
		['LATER_WORD', 'CASH_ON_DELIVERY', 'unpaid'],
		[null, 'ONLINE', 'unknown'],
	])('%s with %s is %s', (status, type, expected) => {
		const order = read({ status, payment: { id: 'p', type, ...open } });
		expect(order).toMatchObject({
			paymentStatus: expected,
			paymentStatusRaw: status,
			paymentMethod: type,
			cashOnDelivery: type === 'CASH_ON_DELIVERY',
		});
	});

	it('does not tell whether it is cash, where it names no way of paying', () => {
		expect(read({ payment: null })).toMatchObject({ paymentMethod: null, cashOnDelivery: null });
	});

	it.each([
		['WIRE_TRANSFER', true],
		['SPLIT_PAYMENT', true],
		['EXTENDED_TERM', false],
		['ONLINE', false],
	])('sends to the account where %s bypasses Allegro', (type, isPast) => {
		const { missing } = read({ payment: { id: 'p', type, ...open } });
		const reasons = missing.map(({ reason }) => reason).join();
		expect(reasons.includes('check the bank account')).toBe(isPast);
	});
});

describe('an order that came back', () => {
	const returned = { fulfillment: { status: 'RETURNED' } };
	const online = { id: 'p', type: 'ONLINE', finishedAt: AT };

	it.each([
		['was paid', { payment: { ...online, paidAmount: pln(100) } }, 'refunded'],
		['was paid in part', { payment: { ...online, paidAmount: pln(40) } }, 'refunded'],
		['was not paid', {}, 'unpaid'],
		['was to be paid later', { payment: { id: 'p', type: 'EXTENDED_TERM' } }, 'pending'],
	])('is refunded where it %s', (_name, more, expected) => {
		expect(read({ ...returned, ...more }).paymentStatus).toBe(expected);
	});
});

describe('what is due', () => {
	const payment = (value: string) => ({
		payment: { id: 'p', type: 'ONLINE', finishedAt: AT, paidAmount: pln(value) },
	});

	it.each([
		['99.99', 'partiallyPaid'],
		['100', 'paid'],
		['100.01', 'paid'],
	])('is paid with %s or not: %s', (value, expected) => {
		expect(read(payment(value)).paymentStatus).toBe(expected);
	});

	it.each([
		['has no amount', { totalToPay: { currency: 'PLN' } }],
		['is not told', null],
	])('counts as paid by the first payment where it %s', (_name, summary) => {
		expect(read({ ...payment('1.00'), summary }).paymentStatus).toBe('paid');
	});

	it.each([
		['the payment', { amount: '100.00' }, { totalToPay: pln('100.00') }],
		['what is due', pln('100.00'), { totalToPay: { amount: '100.00' } }],
	])('is compared where %s names no currency', (_name, paidAmount, summary) => {
		const order = read({
			payment: { id: 'p', type: 'ONLINE', finishedAt: AT, paidAmount },
			summary,
		});
		expect(order).toMatchObject({ paymentStatus: 'paid', totals: { paid: '100.00' }, missing: [] });
	});

	it('is not compared where one of two payments is in another currency', () => {
		const surcharges = [{ ...SURCHARGE, paidAmount: { amount: '9.00', currency: 'EUR' } }];
		expect(paymentOf({ ...payment('10.00'), surcharges })).toEqual(['paid', null, AT, true]);
	});
});
