import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { address, buyer, order, type Order, orderLine, totals } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/BigCommerce/orders/mapping';
import { provenBy } from '../../../nodes/BigCommerce/trigger/events';
import hostile from '../../fixtures/bigcommerce/hostile.json';
import mixed from '../../fixtures/bigcommerce/mixed-partially-refunded.json';
import shipped from '../../fixtures/bigcommerce/shipping-tax-exclusive.json';
import bare from '../../fixtures/bigcommerce/without-include.json';
import { damaged, expectLegal } from '../legal.order';

function read(raw: object): Order {
	return toOrder(raw, { account: 'g5cd38' });
}

function missingOf(raw: object): string[] {
	return read(raw).missing.map(({ field }) => field);
}

it('reads an order priced without tax, by the exact side of each pair', () => {
	const coupon = { code: 'FALL10', name: '10% off', fundedBy: 'seller', level: 'order' } as const;
	const expected: Order = {
		schema: 'order/1',
		marketplace: 'bigcommerce',
		account: 'g5cd38',
		site: '1',
		id: '4187',
		number: '4187',
		relatedIds: [],
		url: 'https://store-g5cd38.mybigcommerce.com/manage/orders/4187',
		eventKey: 'bigcommerce:g5cd38:4187:2026-11-19T08:30:00+00:00',
		revision: null,
		status: 'open',
		statusRaw: 'Awaiting Fulfillment',
		paymentStatus: 'paid',
		paymentStatusRaw: 'captured',
		paymentMethod: 'Credit Card',
		cashOnDelivery: false,
		fulfillmentStatus: 'unfulfilled',
		fulfillmentStatusRaw: 'Awaiting Fulfillment',
		fulfilledBy: 'seller',
		placedAt: '2026-11-18T15:04:05+00:00',
		paidAt: null,
		updatedAt: '2026-11-19T08:30:00+00:00',
		cancelledAt: null,
		shipBy: { from: null, to: null },
		deliverBy: { from: null, to: null },
		currency: 'USD',
		taxIncluded: false,
		totals: {
			items: '108.0000',
			shipping: '12.5000',
			tax: '8.9100',
			discount: '10.8000',
			fees: '8.55',
			refunded: null,
			grand: '127.1600',
			paid: null,
		},
		discounts: [
			{ ...coupon, amount: '9.8' },
			{ ...coupon, amount: '1' },
		],
		taxes: [],
		buyer: {
			id: '312',
			name: "Dana O'Neil",
			email: 'dana@lakeside.example',
			emailIsRelay: false,
			phone: '+1 218 555 0142',
			company: 'Lakeside Bikes LLC',
			taxId: null,
			note: 'Leave at the back door, please.',
		},
		billingAddress: {
			name: "Dana O'Neil",
			company: 'Lakeside Bikes LLC',
			line1: '410 Harbor Rd',
			line2: 'Unit 9',
			line3: null,
			city: 'Duluth',
			region: 'Minnesota',
			postalCode: '55802',
			countryCode: 'US',
			phone: '+1 218 555 0142',
		},
		shippingAddress: {
			name: 'Luis Marín',
			company: null,
			line1: '77 Shore Ave',
			line2: null,
			line3: null,
			city: 'Two Harbors',
			region: 'Minnesota',
			postalCode: '55616',
			countryCode: 'US',
			phone: '2185550199',
		},
		pickupPoint: null,
		invoice: null,
		shipping: { methodId: null, method: 'Ground (3-5 days)', carrier: null, price: '12.5000' },
		lines: [
			orderLine({
				key: 'product:5301',
				id: '5301',
				sku: 'FT-26-40',
				productId: '88',
				variantId: '140',
				ean: '036000291452',
				title: 'Fat Tire 26x4.0',
				options: [{ name: 'Tread', value: 'Studded' }],
				quantity: 2,
				quantityShipped: 0,
				quantityRefunded: 0,
				unitPrice: '49',
				total: '98',
				tax: '8.085',
				discount: '9.8',
			}),
			orderLine({
				key: 'product:5302',
				id: '5302',
				title: 'Fitting service',
				options: [
					{ name: 'wrapping_name', value: 'Gift box' },
					{ name: 'wrapping_message', value: 'Happy birthday' },
				],
				quantity: 1,
				quantityShipped: 0,
				quantityRefunded: 0,
				unitPrice: '10',
				total: '10',
				tax: '0.825',
				discount: '1',
			}),
			orderLine({
				key: 'fee:71',
				id: '71',
				kind: 'fee',
				title: 'Battery recycling',
				total: '8.55',
				tax: '0',
			}),
		],
		shipments: [],
		missing: [
			{
				field: 'paidAt',
				reason: 'transactions are listed separately: GET /v3/orders/{id}/transactions',
			},
			{ field: 'taxes', reason: 'rates are listed separately: GET /v2/orders/{id}/taxes' },
		],
	};
	expect(read(shipped)).toEqual(expected);
});

it('reads an order of every kind of consignment and sends no parcel to a guessed address', () => {
	const got = read(mixed);
	expect(got).toMatchObject({
		site: '1044',
		relatedIds: ['K-9001', '23-04411-09977'],
		status: 'open',
		paymentStatus: 'partiallyRefunded',
		cashOnDelivery: null,
		fulfillmentStatus: 'partial',
		taxIncluded: true,
		currency: 'EUR',
		totals: totals({
			items: '100.0000',
			shipping: '4.9000',
			tax: '15.6311',
			grand: '97.9000',
		}),
		buyer: buyer({ name: 'Jörg', email: 'joerg@example.de', emailIsRelay: false }),
		shippingAddress: null,
		shipping: { methodId: null, method: null, carrier: null, price: '4.9000' },
	});
	expect(got.pickupPoint).toEqual({
		id: '17',
		name: 'Laden Nord',
		address: address({
			line1: 'Nordring 5',
			line2: 'Hinterhaus',
			city: 'Köln',
			region: 'NRW',
			postalCode: '50733',
			countryCode: 'DE',
			phone: '+49 221 555',
		}),
	});
	expect(got.lines.map(({ id, title }) => [id, title])).toEqual([
		['1', 'Tasse'],
		['2', 'Kanne'],
		['3', 'Tee'],
		['4', 'Rezeptbuch (PDF)'],
		['5', 'Gutschein 50 €'],
	]);
	expect(got.lines[0]).toMatchObject({
		unitPrice: '10',
		total: '20',
		quantityShipped: 2,
		quantityRefunded: 1,
		discount: null,
	});
	expect(got.discounts).toEqual([
		{ code: null, name: 'Manual Discount', amount: '2', fundedBy: 'unknown', level: 'order' },
		{ code: 'TASSE', name: 'Tassen', amount: '3', fundedBy: 'unknown', level: 'line' },
	]);
	expect(missingOf(mixed)).toEqual([
		'shippingAddress',
		'shipping.method',
		'totals.discount',
		'totals.fees',
		'totals.refunded',
		'paidAt',
		'taxes',
		'shipments',
	]);
});

it('reads an order fetched without its parts and says which were not asked for', () => {
	expect(read(bare)).toEqual(
		order({
			marketplace: 'bigcommerce',
			account: 'g5cd38',
			site: '1',
			id: '6001',
			number: '6001',
			url: 'https://store-g5cd38.mybigcommerce.com/manage/orders/6001',
			eventKey: 'bigcommerce:g5cd38:6001:',
			status: 'open',
			statusRaw: 'Incomplete',
			paymentStatus: 'unpaid',
			fulfillmentStatus: 'unfulfilled',
			fulfillmentStatusRaw: 'Incomplete',
			fulfilledBy: 'seller',
			placedAt: '2026-11-21T01:02:03+00:00',
			currency: 'USD',
			taxIncluded: true,
			totals: totals({ tax: '0.0000', discount: '2.0000', grand: '20.0000' }),
			discounts: [
				{
					code: null,
					name: 'discount_amount',
					amount: '2.0000',
					fundedBy: 'seller',
					level: 'order',
				},
			],
			billingAddress: address({ postalCode: '10001', countryCode: 'US' }),
			missing: [
				{ field: 'lines', reason: 'not requested: include=consignments.line_items' },
				{ field: 'totals.fees', reason: 'not requested: include=fees' },
				{ field: 'shippingAddress', reason: 'not requested: include=consignments' },
			],
		}),
	);
});

describe('lines', () => {
	const link = { url: 'https://api.example/products/1', resource: '/orders/1/products/1' };

	it.each([
		['a list of links', [link, link]],
		['one link', link],
	])('are not made of %s', (_name, items) => {
		const raw = { ...bare, fees: [], consignments: { shipping: [{ line_items: items }] } };
		expect(read(raw).lines).toEqual([]);
		expect(missingOf(raw)).toEqual(['lines']);
	});

	it('come from the older array structure as well', () => {
		const raw = { ...shipped, consignments: [shipped.consignments] };
		expect(read(raw)).toEqual(read(shipped));
	});

	it('that were cut off are counted', () => {
		const cut = read({ ...shipped, items_total: 60 });
		expect(cut.missing[0]).toEqual({
			field: 'lines',
			reason: 'the answer contains 3 of 60 items: GET /v2/orders/{id}/products',
		});
	});

	it('of an order without any are no omission', () => {
		const consignments = { shipping: [], pickups: [], downloads: [] };
		expect(missingOf({ ...bare, items_total: 0, fees: [], consignments })).toEqual([]);
	});
});

describe('status', () => {
	it.each([
		[0, 'open', 'unfulfilled', 'unpaid'],
		[1, 'open', 'unfulfilled', 'unknown'],
		[2, 'completed', 'fulfilled', 'unknown'],
		[3, 'open', 'partial', 'unknown'],
		[4, 'completed', 'unknown', 'refunded'],
		[5, 'cancelled', 'cancelled', 'unknown'],
		[6, 'cancelled', 'cancelled', 'unknown'],
		[7, 'open', 'unfulfilled', 'unpaid'],
		[8, 'open', 'unfulfilled', 'unknown'],
		[9, 'open', 'unfulfilled', 'unknown'],
		[10, 'completed', 'fulfilled', 'unknown'],
		[11, 'open', 'unfulfilled', 'unknown'],
		[12, 'open', 'unfulfilled', 'unknown'],
		[13, 'open', 'unknown', 'unknown'],
		[14, 'open', 'unknown', 'partiallyRefunded'],
		[15, 'unknown', 'unknown', 'unknown'],
	])('%i is %s, %s and, where payment_status is empty, %s', (id, status, fulfillment, payment) => {
		const got = read({ id: 1, status_id: id, payment_status: '' });
		expect([got.status, got.fulfillmentStatus, got.paymentStatus]).toEqual([
			status,
			fulfillment,
			payment,
		]);
		expect(got.statusRaw).toBe(String(id));
		expect(got.paymentStatusRaw).toBeNull();
	});

	it.each([
		['authorized', 'pending'],
		['captured', 'paid'],
		['capture pending', 'pending'],
		['declined', 'unpaid'],
		['held for review', 'pending'],
		['paid', 'paid'],
		['partially refunded', 'partiallyRefunded'],
		['pending', 'pending'],
		['refunded', 'refunded'],
		['void', 'unpaid'],
		['void pending', 'unpaid'],
		['Paid', 'paid'],
		['later word', 'unknown'],
	])('a payment that is %s is %s', (raw, expected) => {
		const got = read({ status_id: 4, payment_status: raw });
		expect(got.paymentStatus).toBe(expected);
		expect(got.paymentStatusRaw).toBe(raw);
	});

	it.each([
		[14, 2, 2, 'completed', 'fulfilled'],
		[14, 0, 2, 'open', 'unfulfilled'],
		[4, 1, 2, 'completed', 'partial'],
		[13, 2, 2, 'open', 'fulfilled'],
		[5, 0, 2, 'cancelled', 'cancelled'],
		[5, 2, 2, 'cancelled', 'fulfilled'],
	])('%i with %i of %i items shipped is %s and %s', (id, out, of, status, fulfillment) => {
		const got = read({ status_id: id, items_shipped: out, items_total: of });
		expect([got.status, got.fulfillmentStatus]).toEqual([status, fulfillment]);
	});

	it.each([4, 13, 14])('%i of an order that was shipped before is fulfilled', (id) => {
		const shipped = { date_shipped: 'Mon, 05 Jan 2026 10:00:00 +0000', items_total: 2 };
		const facts = { id: 1, status_id: id, items_shipped: 0, ...shipped };
		expect(read(facts).fulfillmentStatus).toBe('fulfilled');
		expect(provenBy(facts)).toContain('orderShipped');
	});

	it('says that all has left wherever the trigger does', () => {
		for (const id of Array.from({ length: 16 }, (_, at) => at)) {
			for (const items_shipped of [0, 1, 2]) {
				for (const date_shipped of ['', 'Mon, 05 Jan 2026 10:00:00 +0000']) {
					const facts = { status_id: id, items_total: 2, items_shipped, date_shipped };
					const isTold = provenBy(facts).includes('orderShipped');
					const isSaid = read(facts).fulfillmentStatus === 'fulfilled';
					// Completed orders need no parcel.
					if (id !== 10) expect([facts, isTold]).toEqual([facts, isSaid]);
					else expect(isSaid).toBe(true);
				}
			}
		}
	});
});

describe('money', () => {
	it('is in the currency that the shopper paid in', () => {
		expect(read(shipped).currency).toBe('USD');
		expect(read({ ...shipped, default_currency_code: '' }).currency).toBe('CAD');
	});

	it('never takes the refunded amount, which is always zero', () => {
		const got = read({ ...shipped, payment_status: 'refunded' });
		expect(got.totals.refunded).toBeNull();
		expect(got.missing.map(({ field }) => field)).toContain('totals.refunded');
	});

	it('takes the tax side that the store prices in', () => {
		const got = read({ ...shipped, is_tax_inclusive_pricing: true });
		expect(got.totals.items).toBe('116.9100');
		expect(got.lines[0]).toMatchObject({ unitPrice: '53.0425', total: '106.085' });
	});

	it.each([
		['Cash on Delivery', '', true],
		['COD', '', true],
		['Codabox', '', null],
		['Nachnahme', '', null],
		['Credit Card', 'ch_1', false],
	])('%s with provider "%s" is cash on delivery: %s', (method, provider, expected) => {
		const got = read({ payment_method: method, payment_provider_id: provider });
		expect(got.cashOnDelivery).toBe(expected);
	});
});

it('links to the control panel only where hash and id are plain', () => {
	expect(toOrder({ id: 5 }, { account: 'x.evil/' }).url).toBeNull();
	expect(toOrder({ id: 5 }, { account: null }).url).toBeNull();
	expect(read(hostile).url).toBeNull();
});

it('reads one pickup as the way of delivery', () => {
	const { pickups } = mixed.consignments;
	const got = read({ ...mixed, consignments: { shipping: [], pickups } });
	expect(got.shipping).toMatchObject({ methodId: '6', method: 'Abholung' });
	expect(got.shippingAddress).toBeNull();
	expect(got.missing.map(({ field }) => field)).not.toContain('shippingAddress');
});

describe('whatever arrives', () => {
	it('keeps hostile content as text and refuses what is no value', () => {
		const got = read(hostile);
		expectLegal(got);
		expect(got).toMatchObject({
			id: '../../admin',
			status: 'unknown',
			placedAt: null,
			updatedAt: '2026-11-20T09:00:00.000+01:00',
			currency: 'JPY',
			relatedIds: ['99'],
			billingAddress: null,
			totals: totals({ items: '1000000000000000000000' }),
		});
		expect(got.lines.map(({ kind, quantity }) => [kind, quantity])).toEqual([
			['product', 2],
			['fee', null],
		]);
	});

	it('any JSON object gives a legal order', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => expectLegal(read(raw))),
		);
	});

	it.each([
		['shipped', shipped],
		['mixed', mixed],
		['bare', bare],
	])('a damaged %s order gives a legal order', (_name, raw) => {
		fc.assert(fc.property(damaged(raw), (given) => expectLegal(read(given as object))));
	});

	it.each([[null], [undefined], ['text'], [7], [[]]])('%o gives an order without facts', (raw) => {
		expectLegal(toOrder(raw, { account: null }));
	});
});
