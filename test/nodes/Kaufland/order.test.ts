import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { address, order, type Order, orderLine, totals } from '../../../core/orders/order';
import { rowsOf } from '../../../core/orders/row';
import { cents, toOrder } from '../../../nodes/Kaufland/orders/mapping';
import type { RawOrder } from '../../../nodes/Kaufland/orders/wire';
import cancelled from '../../fixtures/kaufland/cancelled.json';
import forgotten from '../../fixtures/kaufland/forgotten-partly-refunded.json';
import partly from '../../fixtures/kaufland/partly-sent.json';
import { COLUMNS, damaged, expectLegal } from '../legal.order';

const RAW = 'the raw order (option Include Raw Order)';

/** An order whose pieces are in these states. */
function withStatuses(...statuses: unknown[]): RawOrder {
	const units = statuses.map((status, i) => ({ id_order_unit: i + 1, status }));
	return { id_order: 'M000001', order_units: units as RawOrder['order_units'] };
}

const statesOf = (raw: RawOrder) => {
	const { status, paymentStatus, fulfillmentStatus } = toOrder(raw);
	return [status, paymentStatus, fulfillmentStatus];
};
const reasons = ({ missing }: Order) =>
	Object.fromEntries(missing.map(({ field, reason }) => [field, reason]));

describe('an order of which one piece was sent and one cancelled', () => {
	const expected: Order = order({
		marketplace: 'kaufland',
		id: 'MB7UWLD',
		number: 'MB7UWLD',
		site: 'de',
		siteName: 'Kaufland.de',
		eventKey: expect.stringMatching(
			/^kaufland:MB7UWLD:2026-11-19T11:00:00Z:[\w-]{8}$/,
		) as unknown as string,
		revision: expect.stringMatching(/^2026-11-19T11:00:00Z:[\w-]{8}$/) as unknown as string,
		status: 'open',
		statusRaw: 'cancelled,need_to_be_sent,sent',
		paymentStatus: 'paid',
		paymentStatusRaw: 'cancelled,need_to_be_sent,sent',
		fulfillmentStatus: 'partial',
		fulfillmentStatusRaw: 'cancelled,need_to_be_sent,sent',
		fulfilledBy: 'seller',
		placedAt: '2026-11-18T09:26:05Z',
		updatedAt: '2026-11-19T11:00:00Z',
		deliverBy: { from: null, to: '2026-11-24T22:59:59Z' },
		currency: 'EUR',
		taxIncluded: true,
		totals: totals({ items: '45.48', shipping: '3.90', grand: '49.38' }),
		taxes: [
			{ name: 'VAT', rate: '19', amount: null, collectedBy: 'seller' },
			{ name: 'VAT', rate: '7', amount: null, collectedBy: 'seller' },
		],
		buyer: {
			id: '21000007',
			name: 'Jana Müller-Świątek',
			email: 'a1b2c3d4e5f6@buyer.kaufland.example',
			phone: '+493510000000',
			company: 'Bäckerei & Söhne',
		} as Order['buyer'],
		billingAddress: address({
			name: 'Jana Müller-Świątek',
			company: 'Bäckerei & Söhne',
			line1: 'Lange Straße 12a',
			line2: 'Hinterhaus',
			postalCode: '01067',
			city: 'Dresden',
			countryCode: 'DE',
			phone: '+493510000000',
		}),
		shippingAddress: address({
			name: 'Uwe Müller',
			line1: 'Lange Straße 12a',
			postalCode: '01067',
			city: 'Dresden',
			countryCode: 'DE',
			phone: '+493510000000',
		}),
		pickupPoint: { id: '145', name: 'DHL Packstation 123456789', address: null },
		shipping: { methodId: null, method: null, carrier: null, price: '3.90' },
		lines: [
			orderLine({
				id: '314567896580917',
				sku: 'MUG-BLK',
				title: 'Becher „Mond“, schwarz',
				productId: '337771',
				ean: '4006381333931',
				...{ quantity: 1, quantityShipped: 1, quantityCancelled: 0, quantityRefunded: 0 },
				...{ unitPrice: '19.99', total: '19.99', statusRaw: 'sent' },
			}),
			orderLine({
				id: '314567896580924',
				sku: 'MUG-BLK',
				title: 'Becher „Mond“, schwarz',
				productId: '337771',
				ean: '4006381333931',
				...{ quantity: 1, quantityShipped: 0, quantityCancelled: 0, quantityRefunded: 0 },
				...{ unitPrice: '19.99', total: '19.99', statusRaw: 'need_to_be_sent' },
			}),
			orderLine({
				id: '314567896580931',
				sku: 'PLATE/3',
				title: 'Teller',
				productId: '337772',
				...{ quantity: 1, quantityShipped: 0, quantityCancelled: 1, quantityRefunded: 0 },
				...{ unitPrice: '5.50', total: '5.50', statusRaw: 'cancelled' },
			}),
		],
		missing: [
			{ field: 'shipments', reason: 'Kaufland does not return tracking numbers' },
			{ field: 'paidAt', reason: 'Kaufland does not return when the buyer paid' },
			{ field: 'totals.paid', reason: 'Kaufland does not return what was paid' },
			{
				field: 'totals.fees',
				reason: `Kaufland gives what is left of each piece: see revenue_gross and revenue_net of ${RAW}`,
			},
		],
	});

	it('is this', () => {
		const found = toOrder(partly as unknown as RawOrder);
		expect({ ...found, buyer: { ...found.buyer } }).toMatchObject({
			...expected,
			buyer: expect.objectContaining({ ...expected.buyer }) as unknown as Order['buyer'],
		});
		expect(found.lines.map(({ key }) => key)).toEqual([
			...['product:314567896580917', 'product:314567896580924', 'product:314567896580931'],
		]);
	});

	it('is flat in a row for each piece, with the columns of all', () => {
		const rows = rowsOf(toOrder(partly as unknown as RawOrder));
		expect(rows).toHaveLength(3);
		for (const row of rows) expect(Object.keys(row)).toEqual(COLUMNS);
		expect(rows[2]).toMatchObject({
			...{
				orderNumber: 'MB7UWLD',
				site: 'Kaufland.de',
				sku: 'PLATE/3',
				quantity: 1,
				unitPrice: 5.5,
			},
			...{ orderTotal: 49.38, shippingPrice: 3.9, currency: 'EUR', name: 'Uwe Müller' },
			...{ address1: 'Lange Straße 12a', postalCode: '01067', country: 'DE' },
			...{ pickupPoint: expect.stringContaining('145') as string, kind: 'product' },
		});
	});
});

describe('an order whose buyer Kaufland has forgotten', () => {
	const found = toOrder(forgotten as unknown as RawOrder);

	it('has no addresses, and says why', () => {
		expect(found).toMatchObject({ billingAddress: null, shippingAddress: null });
		expect(found.buyer).toMatchObject({ id: null, name: null, email: null });
		expect(reasons(found).buyer).toBe('Kaufland no longer shows the buyer');
	});

	it('has crowns with their hundredths, and what was paid back is not known', () => {
		expect(found).toMatchObject({
			...{ currency: 'CZK', site: 'cz', paymentStatus: 'partiallyRefunded' },
			totals: { items: '999.80', shipping: '99.00', grand: '1098.80', refunded: null },
			lines: [{ quantityRefunded: 0 }, { quantityRefunded: 1 }],
		});
		expect(reasons(found)['totals.refunded']).toContain('sum of a refund');
	});

	it('is sent by the marketplace, which owes the tax', () => {
		expect(found.fulfilledBy).toBe('marketplace');
		expect(found.taxes).toEqual([
			{ name: 'VAT', rate: '21', amount: null, collectedBy: 'marketplace' },
		]);
	});

	it('may have a pickup point that the list does not show', () => {
		expect(reasons(found).pickupPoint).toContain("'Include Pickup Points'");
	});
});

describe('an order that was cancelled', () => {
	const found = toOrder(cancelled as unknown as RawOrder);

	it('has a country of two letters, whichever Kaufland writes', () => {
		expect(found.shippingAddress?.countryCode).toBe('PL');
		expect(found.missing.map(({ field }) => field)).not.toContain('shippingAddress.countryCode');
	});

	it('has a time with an offset, however Kaufland writes it, and no last day', () => {
		expect(found.updatedAt).toMatch(/^2026-11-20T23:07:41(\.000)?Z$/);
		expect(found.deliverBy).toEqual({ from: null, to: null });
		expect(reasons(found)).toHaveProperty('cancelledAt');
	});
});

describe('the status of an order', () => {
	it.each<[string[], string, string, string]>([
		[['open'], 'open', 'pending', 'unfulfilled'],
		[['need_to_be_sent'], 'open', 'paid', 'unfulfilled'],
		[['open', 'need_to_be_sent'], 'open', 'pending', 'unfulfilled'],
		[['need_to_be_sent', 'sent'], 'open', 'paid', 'partial'],
		[['need_to_be_sent', 'received'], 'open', 'paid', 'partial'],
		[['sent', 'sent'], 'open', 'paid', 'fulfilled'],
		[['sent', 'cancelled'], 'open', 'paid', 'fulfilled'],
		[['sent', 'received'], 'open', 'paid', 'fulfilled'],
		[['sent', 'returned'], 'open', 'paid', 'fulfilled'],
		[['sent_and_autopaid'], 'completed', 'paid', 'fulfilled'],
		[['received'], 'completed', 'paid', 'delivered'],
		[['received', 'sent_and_autopaid'], 'completed', 'paid', 'fulfilled'],
		[['received', 'cancelled'], 'completed', 'paid', 'delivered'],
		[['received', 'returned'], 'completed', 'paid', 'delivered'],
		[['returned'], 'completed', 'paid', 'returned'],
		[['returned', 'returned_paid'], 'completed', 'partiallyRefunded', 'returned'],
		[['returned_paid', 'returned_paid'], 'completed', 'refunded', 'returned'],
		[['returned_paid', 'cancelled'], 'completed', 'refunded', 'returned'],
		[['cancelled', 'cancelled'], 'cancelled', 'unknown', 'cancelled'],
		[['cancelled', 'open'], 'open', 'pending', 'unfulfilled'],
	])('of pieces that are %j', (statuses, ...states) => {
		expect(statesOf(withStatuses(...statuses))).toEqual(states);
		expect(statesOf(withStatuses(...statuses.toReversed()))).toEqual(states);
		expectLegal(toOrder(withStatuses(...statuses)));
	});

	it.each([['lost'], [''], ['constructor'], [7], [null], [{}]])(
		'is unknown with a piece that is %j, and shows the word',
		(status) => {
			const found = toOrder(withStatuses('sent', status));
			expect(statesOf(withStatuses('sent', status))).toEqual(['unknown', 'unknown', 'unknown']);
			expect(found.statusRaw).toContain('sent');
			expect(found.lines[1]).toMatchObject({ quantityShipped: null, quantityCancelled: null });
		},
	);

	it('of no piece is unknown, and nothing is made up', () => {
		const found = toOrder({ id_order: 'M000001', order_units: [] });
		expect(found).toMatchObject({ status: 'unknown', statusRaw: null, taxIncluded: null });
		expect(found.totals).toEqual(totals({}));
	});
});

describe('the revision', () => {
	const revision = (...statuses: string[]) => toOrder(withStatuses(...statuses)).revision;

	it('changes with the status of one piece, though no time does', () => {
		expect(revision('sent', 'sent')).not.toBe(revision('sent', 'received'));
		expect(revision('received', 'sent')).not.toBe(revision('sent', 'received'));
	});

	it('does not change with the order of the pieces', () => {
		const { order_units: units = [], ...rest } = withStatuses('sent', 'received');
		const turned = toOrder({ ...rest, order_units: units.toReversed() });
		expect(turned.revision).toBe(revision('sent', 'received'));
	});
});

describe('an amount in cents', () => {
	it.each([
		[1999, '19.99'],
		[0, '0.00'],
		[5, '0.05'],
		[-250, '-2.50'],
		['1999', '19.99'],
		[100_000_000_000, '1000000000.00'],
		[19.99, null],
		[Number.MAX_SAFE_INTEGER + 1, null],
		[null, null],
		['19,99', null],
		['', null],
		[{}, null],
	])('of %j is %s', (given, written) => expect(cents(given)).toBe(written));

	it('that is unknown of one piece leaves no sum', () => {
		const units = [
			{ price: 100, shipping_rate: 5 },
			{ price: null as never, shipping_rate: 5 },
		];
		const found = toOrder({ id_order: 'M1', order_units: units });
		expect(found.totals).toMatchObject({ items: null, shipping: '0.10', grand: null });
	});

	it('of two currencies is of none', () => {
		const units = [{ currency: 'EUR' }, { currency: 'CZK' }];
		expect(toOrder({ id_order: 'M1', order_units: units }).currency).toBeNull();
	});
});

describe('a country', () => {
	const of = (country: unknown) =>
		toOrder({ id_order: 'M1', shipping_address: { city: 'X', country } as never });

	it.each([
		['DE', 'DE'],
		['deu', 'DE'],
		['CZE', 'CZ'],
		[' at ', 'AT'],
		['Germany', null],
		['XXX', null],
		[null, null],
		[49, null],
	])('written %j is %s', (written, code) => {
		const found = of(written);
		expect(found.shippingAddress?.countryCode).toBe(code);
		const isTold = 'shippingAddress.countryCode' in reasons(found);
		expect(isTold).toBe(code === null && written !== null);
	});
});

describe('whatever Kaufland sends', () => {
	it.each(Object.entries({ partly, forgotten, cancelled }))(
		'is a legal order: %s with odd values',
		(_name, fixture) => {
			fc.assert(
				fc.property(damaged(fixture), (given) => expectLegal(toOrder(given as RawOrder))),
				{ numRuns: 150 },
			);
		},
	);

	it('is a legal order: any JSON', () => {
		const any = fc.dictionary(fc.string(), fc.jsonValue());
		fc.assert(fc.property(any, (given) => expectLegal(toOrder(given as RawOrder))));
	});
});
