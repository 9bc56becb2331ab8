import { describe, expect, it } from 'vitest';

import { allegro } from '../../nodes/Allegro/allegro.marketplace';

const ORDER = '/order/checkout-forms/29738e61-7f6a-11e8-ac45-09db60ede9d6';

describe('the answer 404', () => {
	const advice = (path: string) =>
		allegro.describe({ status: 404, headers: {}, body: {} }, path).advice;

	it.each([ORDER, `${ORDER}/shipments`, `${ORDER}/invoices`, `${ORDER}?x=1`])(
		'for an order says for how long Allegro shows it: %s',
		(path) => {
			expect(advice(path)).toContain('365 days');
			expect(advice(path)).not.toMatch(/check the ID/i);
		},
	);

	it('for an order in capitals says how to write it', () => {
		expect(advice(ORDER.replace('ac45', 'AC45'))).toContain('small letters');
	});

	it.each(['/sale/product-offers/1', '/order/orders', `${ORDER}/invoices/7/file`])(
		'for anything else says nothing of orders: %s',
		(path) => {
			expect(advice(path)).toMatch(/^Check the path/);
		},
	);
});
