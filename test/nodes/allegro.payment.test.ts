import { describe, expect, it } from 'vitest';

import { toOrder } from '../../nodes/Allegro/allegro.order';
import { expectLegal } from './legal.order';

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
