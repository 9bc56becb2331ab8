import { describe, expect, it } from 'vitest';

import { ordinaryOrder, summaryOf } from '../../../scripts/demo/summary';

const LINE = { quantity: '2', title: 'Mug,\tblue', sku: 'M-1' };
const ORDER = {
	status: 'open',
	paymentStatus: 'paid',
	fulfillmentStatus: 'unfulfilled',
	currency: 'PLN',
	totals: { grand: '296.10' },
	lines: [LINE, { ...LINE, title: null }, LINE, LINE],
	shippingAddress: { city: 'Gdańsk', countryCode: 'PL' },
};

describe('summaryOf', () => {
	it('shows an order in three lines: amount and state, goods, place', () => {
		expect(summaryOf('Allegro', ORDER).split('\n')).toEqual([
			'Allegro: 296.10 PLN, paid, unfulfilled',
			'  4 lines: 2 × Mug, blue, 2 × M-1, 2 more',
			'  to Gdańsk, PL',
		]);
	});

	it('leaves out what nobody knows', () => {
		const unknown = { paymentStatus: 'unknown', fulfillmentStatus: 'unknown', totals: null };
		expect(summaryOf('Shop', { ...unknown, lines: [LINE] }).split('\n')).toEqual([
			'Shop: total not given',
			'  1 line: 2 × Mug, blue',
			'  to an address that the order does not show',
		]);
	});
});

describe('ordinaryOrder', () => {
	it.each([
		['unpaid', { paymentStatus: 'unpaid' }],
		['cancelled', { status: 'cancelled' }],
		['of a cent', { totals: { grand: '0.01' } }],
		['to nowhere', { shippingAddress: null }],
	])('is not one that is %s, if there is another', (_name, odd) => {
		expect(ordinaryOrder([{ ...ORDER, ...odd }, ORDER])).toBe(ORDER);
	});

	it('is the next best, or none', () => {
		const unpaid = { ...ORDER, paymentStatus: 'unpaid' };
		expect(ordinaryOrder([{}, unpaid])).toBe(unpaid);
		expect(ordinaryOrder([])).toBeUndefined();
	});
});
