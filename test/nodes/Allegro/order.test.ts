import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { address, order, type Order, orderLine, totals } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/Allegro/orders/mapping';
import bought from '../../fixtures/allegro/bought.json';
import cash from '../../fixtures/allegro/cash-on-delivery.json';
import hostile from '../../fixtures/allegro/hostile.json';
import online from '../../fixtures/allegro/online-locker-invoice.json';
import surcharge from '../../fixtures/allegro/surcharge-cancelled-by-seller.json';
import { damaged, expectLegal } from '../legal.order';

const CONTEXT = { account: '44556677' };
const UNSUMMED = [
	{
		field: 'lines.total',
		reason: 'Allegro gives the price of one: multiply lines.unitPrice by lines.quantity',
	},
	{ field: 'totals.items', reason: 'Allegro gives no sum of the lines' },
];
const READY = 'READY_FOR_PROCESSING';

function read(form: object): Order {
	return toOrder(form, CONTEXT);
}

function pln(value: string): object {
	return { amount: value, currency: 'PLN' };
}

describe('a paid order to a parcel locker with an invoice', () => {
	const nothing = { line2: null, line3: null, region: null };
	const company = 'Herbaciarnia "Zielona" Sp. z o.o.';
	const invoiceAddress = {
		...nothing,
		name: null,
		company,
		line1: 'Głogowska 100',
		city: 'Poznań',
		postalCode: '60-101',
		countryCode: 'PL',
		phone: null,
	};
	const expected: Order = {
		schema: 'order/1',
		marketplace: 'allegro',
		account: '44556677',
		site: 'allegro-pl',
		siteName: 'allegro.pl',
		id: '7b1f0c52-c4d1-11f0-9a37-3f5d8c0f1a11',
		number: null,
		relatedIds: [],
		url: 'https://salescenter.allegro.com/orders/7b1f0c52-c4d1-11f0-9a37-3f5d8c0f1a11',
		eventKey: 'allegro:7b1f0c52-c4d1-11f0-9a37-3f5d8c0f1a11:5c0a917e',
		revision: '5c0a917e',
		status: 'open',
		statusRaw: READY,
		paymentStatus: 'paid',
		paymentStatusRaw: READY,
		paymentMethod: 'ONLINE',
		cashOnDelivery: false,
		fulfillmentStatus: 'unfulfilled',
		fulfillmentStatusRaw: 'NEW',
		fulfilledBy: 'seller',
		placedAt: '2026-11-19T18:30:10.400Z',
		paidAt: '2026-11-19T18:42:07.115Z',
		updatedAt: '2026-11-19T18:42:09.870Z',
		cancelledAt: null,
		shipBy: { from: null, to: '2026-11-20T22:59:59.999Z' },
		deliverBy: { from: '2026-11-21T07:00:00Z', to: '2026-11-23T19:00:00Z' },
		currency: 'PLN',
		taxIncluded: true,
		totals: {
			items: null,
			shipping: '0.00',
			tax: null,
			discount: null,
			fees: null,
			refunded: null,
			grand: '171.47',
			paid: '171.47',
		},
		discounts: [
			{
				code: null,
				name: 'UNIT_PERCENTAGE_DISCOUNT',
				amount: null,
				fundedBy: 'seller',
				level: 'line',
			},
			{ code: null, name: 'COUPON', amount: null, fundedBy: 'unknown', level: 'line' },
			{ code: null, name: 'SMART', amount: null, fundedBy: 'marketplace', level: 'shipping' },
		],
		taxes: [
			{ name: null, rate: '8.00', amount: null, collectedBy: 'unknown' },
			{ name: null, rate: '23.00', amount: null, collectedBy: 'unknown' },
		],
		buyer: {
			id: '98451207',
			name: 'Małgorzata Świętosławska',
			email: 'k3v9xq71tz+2f81ac0d7@allegromail.pl',
			emailIsRelay: true,
			phone: '+48 600 100 200',
			company: null,
			taxId: null,
			note: 'Proszę zapakować na prezent 🎁, dziękuję!',
		},
		billingAddress: invoiceAddress,
		shippingAddress: {
			...nothing,
			name: 'Jan Świętosławski',
			company: null,
			line1: 'ul. Półwiejska 3',
			city: 'Poznań',
			postalCode: '61-885',
			countryCode: 'PL',
			phone: '600100201',
		},
		pickupPoint: {
			id: 'POZ21M',
			name: 'Paczkomat POZ21M',
			address: {
				...nothing,
				name: null,
				company: null,
				line1: 'Półwiejska 42',
				city: 'Poznań',
				postalCode: '61-888',
				countryCode: 'PL',
				phone: null,
			},
		},
		invoice: { required: true, company, taxId: '7811000001', address: invoiceAddress },
		shipping: {
			methodId: 'c3066682-97a3-42fe-9eb5-3beeccab840c',
			method: 'Allegro Paczkomaty',
			carrier: null,
			price: '0.00',
		},
		lines: [
			orderLine({
				key: 'product:0f7d1d20-c4d2-11f0-9a37-3f5d8c0f1a11',
				id: '0f7d1d20-c4d2-11f0-9a37-3f5d8c0f1a11',
				sku: 'TEA-SEN-250',
				productId: '5d3f2a4e-1111-4c55-8a77-2b6c0d9e0f01',
				offerId: '17300112233',
				title: 'Herbata zielona Sencha 250 g',
				quantity: 3,
				unitPrice: '35.99',
			}),
			orderLine({
				key: 'fee:0f7d1d20-c4d2-11f0-9a37-3f5d8c0f1a11:GIFT_WRAP',
				parentId: '0f7d1d20-c4d2-11f0-9a37-3f5d8c0f1a11',
				kind: 'fee',
				productId: 'GIFT_WRAP',
				title: 'Pakowanie na prezent',
				quantity: 1,
				unitPrice: '9.50',
			}),
			orderLine({
				key: 'product:10aa6e38-c4d2-11f0-9a37-3f5d8c0f1a11',
				id: '10aa6e38-c4d2-11f0-9a37-3f5d8c0f1a11',
				offerId: '17300445566',
				title: 'Zestaw: czajniczek + lemoniada w butelce',
				quantity: 1,
				unitPrice: '53.50',
			}),
			orderLine({
				key: 'fee:10aa6e38-c4d2-11f0-9a37-3f5d8c0f1a11:deposit',
				parentId: '10aa6e38-c4d2-11f0-9a37-3f5d8c0f1a11',
				kind: 'fee',
				title: 'deposit',
				offerId: '17300445566',
				quantity: 1,
				unitPrice: '0.50',
			}),
		],
		shipments: [],
		missing: [
			...UNSUMMED,
			{ field: 'totals.tax', reason: 'Allegro gives the rates of taxes, not their amounts' },
			{ field: 'totals.discount', reason: 'Allegro gives no sum of the discounts' },
		],
	};

	it('becomes this order', () => {
		expect(read(online)).toEqual(expected);
	});
});

it('reads cash on delivery as paid once Allegro booked it, and never from finishedAt', () => {
	const paid = read(cash);
	expect(paid).toMatchObject({
		status: 'completed',
		paymentStatus: 'paid',
		paymentMethod: 'CASH_ON_DELIVERY',
		cashOnDelivery: true,
		paidAt: '2026-11-18T11:05:33Z',
		fulfillmentStatus: 'delivered',
		deliverBy: { from: '2026-11-17T08:00:00Z', to: '2026-11-17T18:00:00Z' },
		totals: totals({ shipping: '14.99', grand: '214.99', paid: '214.99' }),
		invoice: { required: false, company: null, taxId: null, address: null },
	});
	expect(paid.lines[0].sku).toBeNull();
	expect(paid.billingAddress).toEqual(
		address({
			name: 'Oleksandr Шевченко',
			line1: 'Długa 7',
			city: 'Gdańsk',
			postalCode: '80-827',
			countryCode: 'PL',
			phone: '512000333',
		}),
	);
	expect(read({ ...cash, codBookedPayments: [] })).toMatchObject({
		paymentStatus: 'unpaid',
		paidAt: null,
		totals: { paid: null },
	});
	const half = { paidAmount: pln('100.00'), paidAt: '2026-11-18T11:05:33Z' };
	expect(read({ ...cash, codBookedPayments: [half] }).paymentStatus).toBe('partiallyPaid');
});

it('reads a purchase whose form is not filled in yet', () => {
	const id = 'e8f5a9c4-c6ee-11f0-b1ac-7d0b51f6c3d8';
	expect(read(bought)).toEqual(
		order({
			marketplace: 'allegro',
			account: '44556677',
			site: 'allegro-hu',
			siteName: 'allegro.hu',
			id,
			url: `https://salescenter.allegro.com/orders/${id}`,
			eventKey: `allegro:${id}:2026-11-20T20:00:01+01:00`,
			status: 'open',
			statusRaw: 'BOUGHT',
			paymentStatus: 'unpaid',
			paymentStatusRaw: 'BOUGHT',
			fulfillmentStatus: 'unfulfilled',
			fulfillmentStatusRaw: 'NEW',
			fulfilledBy: 'seller',
			placedAt: '2026-11-20T20:00:00+01:00',
			updatedAt: '2026-11-20T20:00:01+01:00',
			currency: 'HUF',
			taxIncluded: true,
			totals: totals({ grand: '9980' }),
			buyer: {
				id: '5550123',
				name: null,
				email: 'nagy-p3t3r+91b@allegromail.hu',
				emailIsRelay: true,
				phone: null,
				company: null,
				taxId: null,
				note: null,
			},
			invoice: { required: false, company: null, taxId: null, address: null },
			lines: [
				orderLine({
					key: 'product:e8f5a9c5-c6ee-11f0-b1ac-7d0b51f6c3d8',
					id: 'e8f5a9c5-c6ee-11f0-b1ac-7d0b51f6c3d8',
					sku: 'KV-77',
					offerId: '17011999888',
					title: 'Könyv: Tündérmesék',
					quantity: 2,
					unitPrice: '4990',
				}),
			],
			missing: [
				{
					field: 'shippingAddress',
					reason: 'the buyer has not filled in the checkout form yet (BOUGHT)',
				},
				...UNSUMMED,
			],
		}),
	);
});

it('reads an order that the seller cancelled after a surcharge', () => {
	const cancelled = read(surcharge);
	expect(cancelled).toMatchObject({
		status: 'cancelled',
		statusRaw: READY,
		paymentStatus: 'paid',
		paidAt: '2026-11-10T08:00:00Z',
		cancelledAt: null,
		fulfillmentStatus: 'cancelled',
		taxIncluded: null,
		totals: totals({ shipping: '79.00', grand: '579.00' }),
		taxes: [{ name: 'MONEY_EQUIVALENT', rate: null, amount: null, collectedBy: 'unknown' }],
	});
	expect(cancelled.invoice?.taxId).toBe('CZ00000019');
	expect(cancelled.discounts).toEqual([
		{
			code: 'ABC-1',
			name: 'NOTEBOOKS_FOR_TEACHERS',
			amount: '150.00',
			fundedBy: 'unknown',
			level: 'line',
		},
	]);
	expect(cancelled.missing.map(({ field }) => field)).toEqual([
		'cancelledAt',
		'shipping',
		'totals.refunded',
		'totals.paid',
		'lines.total',
		'totals.items',
		'totals.tax',
		'totals.discount',
	]);
});

it('says partially paid while the surcharge is still open', () => {
	const [open] = surcharge.surcharges.map((given) => ({ ...given, paidAmount: null }));
	expect(read({ ...surcharge, surcharges: [open] })).toMatchObject({
		paymentStatus: 'partiallyPaid',
		totals: { paid: '500.00' },
	});
});

it('keeps hostile content as plain text and refuses what is no value', () => {
	const read1 = read(hostile);
	expectLegal(read1);
	expect(read1).toMatchObject({
		id: '12345678901',
		status: 'unknown',
		statusRaw: '__proto__',
		fulfillmentStatus: 'unknown',
		fulfilledBy: 'unknown',
		placedAt: '2026-11-20T12:00:00.000Z',
		updatedAt: null,
		paidAt: null,
		pickupPoint: null,
		shippingAddress: null,
		billingAddress: null,
		buyer: { id: '{{ $env.SECRET }}', emailIsRelay: false, note: null },
	});
	expect(read1.lines).toHaveLength(1);
});

describe('status', () => {
	it.each([
		['BOUGHT', 'NEW', 'open', 'unfulfilled'],
		['FILLED_IN', 'NEW', 'open', 'unfulfilled'],
		[READY, 'NEW', 'open', 'unfulfilled'],
		[READY, 'PROCESSING', 'open', 'unfulfilled'],
		[READY, 'READY_FOR_SHIPMENT', 'open', 'unfulfilled'],
		[READY, 'READY_FOR_PICKUP', 'open', 'unfulfilled'],
		[READY, 'SUSPENDED', 'open', 'unfulfilled'],
		[READY, 'SENT', 'completed', 'fulfilled'],
		[READY, 'PICKED_UP', 'completed', 'delivered'],
		[READY, 'RETURNED', 'completed', 'returned'],
		[READY, 'CANCELLED', 'cancelled', 'cancelled'],
		[READY, undefined, 'open', 'unknown'],
		['CANCELLED', 'NEW', 'cancelled', 'unfulfilled'],
		['CANCELLED', 'SENT', 'cancelled', 'fulfilled'],
		['LATER_WORD', 'LATER_WORD', 'unknown', 'unknown'],
	])('%s and %s are %s and %s', (status, sellers, expected, fulfillment) => {
		const got = read({ id: '1', status, fulfillment: { status: sellers } });
		expect(got.status).toBe(expected);
		expect(got.statusRaw).toBe(status);
		expect(got.fulfillmentStatus).toBe(fulfillment);
		expect(got.fulfillmentStatusRaw).toBe(sellers ?? null);
	});

	it('names the warehouse of Allegro', () => {
		expect(read({ fulfillment: { provider: { id: 'ALLEGRO' } } }).fulfilledBy).toBe('marketplace');
	});

	it('explains that a cancellation has no date', () => {
		expect(read({ status: 'CANCELLED' }).missing[0].field).toBe('cancelledAt');
	});

	it.each([
		[READY, 'open'],
		['CANCELLED', 'cancelled'],
	])('does not take a withdrawal from the delivery for one from the order: %s', (status, is) => {
		const cancellation = { date: '2026-11-11T07:45:00Z' };
		const address1 = { street: 'Polna 1' };
		const got = read({ status, delivery: { cancellation, address: address1 } });
		expect(got).toMatchObject({ status: is, cancelledAt: null });
		expect(got.missing).toContainEqual({
			field: 'shipping',
			reason: expect.stringContaining('2026-11-11T07:45:00Z') as unknown,
		});
	});
});

describe('payment status', () => {
	const at = '2026-11-20T10:00:00Z';
	it.each([
		['BOUGHT', null, 'unpaid', null],
		['FILLED_IN', null, 'pending', null],
		['FILLED_IN', { type: 'ONLINE', finishedAt: null, paidAmount: pln('0.00') }, 'pending', null],
		// A payment that was called off has an end but no amount.
		['FILLED_IN', { type: 'ONLINE', finishedAt: at, paidAmount: null }, 'unpaid', null],
		['CANCELLED', { type: 'ONLINE', finishedAt: at, paidAmount: null }, 'unpaid', null],
		['CANCELLED', { type: 'ONLINE', finishedAt: at, paidAmount: pln('50') }, 'paid', at],
		[READY, { type: 'ONLINE', finishedAt: at, paidAmount: pln('50.00') }, 'paid', at],
		[READY, { type: 'ONLINE', finishedAt: at }, 'paid', at],
		[READY, { type: 'ONLINE', finishedAt: at, paidAmount: pln('49.99') }, 'partiallyPaid', at],
		[READY, { type: 'CASH_ON_DELIVERY', finishedAt: at }, 'unpaid', null],
		[READY, { type: 'WIRE_TRANSFER', finishedAt: at }, 'pending', null],
		[READY, { type: 'EXTENDED_TERM', finishedAt: null }, 'pending', null],
		[READY, { type: 'SPLIT_PAYMENT', finishedAt: at, paidAmount: pln('50') }, 'paid', at],
		[READY, { type: 'LATER_WORD' }, 'unknown', null],
		[READY, null, 'unknown', null],
		['LATER_WORD', null, 'unknown', null],
	])('%s with %o is %s', (status, payment, expected, paidAt) => {
		const got = read({ status, payment, summary: { totalToPay: pln('50.00') } });
		expect(got.paymentStatus).toBe(expected);
		expect(got.paidAt).toBe(paidAt);
	});

	it('is refunded once everything came back', () => {
		const fulfillment = { status: 'RETURNED' };
		const got = read({ ...online, fulfillment });
		expect(got.paymentStatus).toBe('refunded');
		expect(got.missing.map(({ field }) => field)).toContain('totals.refunded');
	});

	it('adds two payments without losing a hundredth', () => {
		const payment = { type: 'ONLINE', paidAmount: pln('0.10') };
		const surcharges = [{ type: 'ONLINE', paidAmount: pln('0.20') }];
		const got = read({ status: READY, payment, surcharges, summary: { totalToPay: pln('0.30') } });
		expect(got.paymentStatus).toBe('paid');
	});
});

describe('tax id on the invoice', () => {
	it.each([
		[
			[
				{ type: 'PL_NIP', value: '1' },
				{ type: 'VAT_EU', value: 'PL1' },
			],
			'PL1',
		],
		[
			[
				{ type: 'SK_ICO', value: '2' },
				{ type: 'SK_IC_DPH', value: 'SK2' },
			],
			'SK2',
		],
		[[{ type: 'HU_ADOSZAM', value: '3' }], '3'],
		[
			[
				{ type: 'OTHER', value: '4' },
				{ type: 'CZ_ICO', value: '5' },
			],
			'4',
		],
		[[{ type: 'LATER_WORD', value: '6' }], '6'],
		[[{ type: 'PL_NIP', value: ' ' }], '111'],
		[[], '111'],
	])('%o gives %s', (ids, expected) => {
		const address1 = { company: { name: 'Firma', ids, taxId: '111' } };
		expect(read({ invoice: { required: true, address: address1 } }).invoice?.taxId).toBe(expected);
	});

	it('takes the name of a person', () => {
		const naturalPerson = { firstName: 'Ewa', lastName: 'Nowak' };
		const got = read({ invoice: { required: true, address: { naturalPerson, street: 'A 1' } } });
		expect(got.invoice?.address).toEqual(address({ name: 'Ewa Nowak', line1: 'A 1' }));
	});
});

describe('whatever arrives', () => {
	it('any JSON object gives a legal order', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => expectLegal(read(raw))),
		);
	});

	it.each([
		['online', online],
		['surcharge', surcharge],
		['cash', cash],
	])('a damaged %s form gives a legal order', (_name, form) => {
		fc.assert(fc.property(damaged(form), (raw) => expectLegal(read(raw as object))));
	});

	it('reads the same form twice to the same order and leaves it as it was', () => {
		const before = JSON.stringify(online);
		expect(read(online)).toEqual(read(online));
		expect(JSON.stringify(online)).toBe(before);
	});

	it.each([[null], [undefined], ['text'], [7], [[]]])('%o gives an order without facts', (raw) => {
		expectLegal(toOrder(raw, { account: null }));
	});
});

describe('the times of a delivery', () => {
	const [a, b] = ['2026-11-21T07:00:00Z', '2026-11-23T19:00:00Z'];
	const nothing = { from: null, to: null };

	it.each([
		['both ends', { from: a, to: b }, { from: a, to: b }],
		['a beginning', { from: a }, { from: a, to: null }],
		['an end', { to: b }, { from: null, to: b }],
		['the older place', { guaranteed: { from: a, to: b } }, { from: a, to: b }],
		['an end, and not the older place', { to: b, guaranteed: { to: a } }, { from: null, to: b }],
		['no time', { from: 'soon' }, nothing],
		['nothing', null, nothing],
	])('are %s', (_name, time, expected) => {
		expect(read({ delivery: { time } }).deliverBy).toEqual(expected);
		expect(read({ delivery: { time } }).shipBy).toEqual(nothing);
	});

	it('are others than those of the dispatch', () => {
		const { shipBy, deliverBy } = read({ delivery: { time: { dispatch: { from: a, to: b } } } });
		expect([shipBy, deliverBy]).toEqual([{ from: a, to: b }, nothing]);
	});
});

describe('the sums of an order', () => {
	const euros = { amount: '1.00', currency: 'EUR' };

	it.each([
		['what is due', { summary: { totalToPay: pln('1') }, lineItems: [{ price: euros }] }, 'PLN'],
		['its lines', { lineItems: [{ price: null }, { price: euros }] }, 'EUR'],
		['nothing', { payment: { paidAmount: euros }, delivery: { cost: euros } }, null],
	])('are in the currency of %s', (_name, form, currency) => {
		expect(read(form).currency).toBe(currency);
	});

	it.each([
		['allegro-pl', true],
		['allegro-cz', true],
		['allegro-sk', true],
		['allegro-hu', true],
		['allegro-business-cz', null],
		['allegro-business-pl', null],
		['x-allegro-pl', null],
		[null, null],
	])('hold the tax on the site %s: %s', (id, taxIncluded) => {
		expect(read({ marketplace: { id } })).toMatchObject({ site: id, taxIncluded });
	});

	it('are those that Allegro tells', () => {
		const delivery = { cost: pln('9.99'), method: { id: 'm', name: 'Kurier' } };
		const order1 = read({ delivery, summary: { totalToPay: pln('50.00') } });
		expect(order1.totals).toEqual(totals({ shipping: '9.99', grand: '50.00' }));
		expect(order1.shipping).toEqual({
			...{ methodId: 'm', method: 'Kurier', carrier: null, price: '9.99' },
		});
	});
});

describe('an order', () => {
	const line = (boughtAt: string | null) => ({ boughtAt });

	it('was placed with its first line', () => {
		const times = ['2026-11-02T10:00:00Z', '2026-11-02T10:30:00+01:00', '2026-11-03T10:00:00Z'];
		expect(read({ lineItems: [null, ...times, 'x'].map(line) }).placedAt).toBe(times[1]);
		expect(read({ lineItems: times.toReversed().map(line) }).placedAt).toBe(times[1]);
		expect(read({ lineItems: [line(null)] }).placedAt).toBeNull();
	});

	it.each([
		[{ revision: 'r', updatedAt: '2026-11-02T10:00:00Z' }, 'allegro:7:r'],
		[{ updatedAt: '2026-11-02T10:00:00Z' }, 'allegro:7:2026-11-02T10:00:00Z'],
	])('has a key of its own at each change: %j', (more, key) => {
		expect(read({ id: 7, ...more })).toMatchObject({ id: '7', number: null, eventKey: key });
	});

	it.each([
		['SELLER', 'seller'],
		['ALLEGRO', 'marketplace'],
		['OTHER', 'unknown'],
	])('is shipped by %s: %s', (id, fulfilledBy) => {
		expect(read({ fulfillment: { provider: { id } } }).fulfilledBy).toBe(fulfilledBy);
	});

	it.each([
		['BOUGHT', 'CANCELLED', 'cancelled'],
		['FILLED_IN', 'SENT', 'completed'],
		['LATER_WORD', 'PICKED_UP', 'completed'],
		['LATER_WORD', 'NEW', 'unknown'],
		['CANCELLED', 'RETURNED', 'cancelled'],
	])('%s that the seller calls %s is %s', (status, sellers, expected) => {
		expect(read({ status, fulfillment: { status: sellers } }).status).toBe(expected);
	});
});

describe('the page of an order', () => {
	const id = '7b1f0c52-c4d1-11f0-9a37-3f5d8c0f1a11';
	const page = (isSandbox: boolean, given: unknown = id) =>
		toOrder({ id: given }, { account: null, isSandbox }).url;

	it('is in the Sales Center, which the sandbox has its own of', () => {
		expect(page(false)).toBe(`https://salescenter.allegro.com/orders/${id}`);
		expect(page(true)).toBe(`https://salescenter.allegro.com.allegrosandbox.pl/orders/${id}`);
	});

	it.each(['', '7', '../../settings', `${id}?x`])('is none of the id %j', (given) => {
		expect(page(false, given)).toBeNull();
	});
});

it.each([
	['allegro-pl', 'allegro.pl'],
	['allegro-cz', 'allegro.cz'],
	['allegro-business-cz', null],
	['x-allegro-pl', null],
	[null, null],
])('the site %s is called %s', (id, siteName) => {
	expect(read({ marketplace: { id } })).toMatchObject({ site: id, siteName });
});

describe('what is missing', () => {
	const ADDRESS = { street: 'Polna 1' };
	const at = '2026-11-10T09:30:00Z';
	const money = { type: 'ONLINE', finishedAt: at, paidAmount: pln('50.00') };
	const whole = { status: READY, payment: money, delivery: { address: ADDRESS } };
	const fields = (more: object) => read({ ...whole, ...more }).missing.map(({ field }) => field);
	const reasons = (more: object) =>
		read({ ...whole, ...more })
			.missing.map(({ reason }) => reason)
			.join('|');

	it('is nothing of a whole order', () => {
		expect(fields({})).toEqual([]);
		expect(fields({ fulfillment: { status: 'SENT', shipmentSummary: null } })).toEqual([]);
	});

	it('of a cancelled order is when it was, and where the money went', () => {
		expect(fields({ status: 'CANCELLED' })).toEqual(['cancelledAt', 'totals.refunded']);
		expect(fields({ status: 'CANCELLED', payment: null })).toEqual(['cancelledAt']);
		expect(fields({ fulfillment: { status: 'CANCELLED' } })).toEqual([
			...['cancelledAt', 'totals.refunded'],
		]);
		expect(reasons({ status: 'CANCELLED' })).toContain('60 days');
		expect(reasons({ status: 'CANCELLED' })).toContain('/payments/refunds?order.id=');
	});

	it('of an order that came back is where the money went', () => {
		expect(fields({ fulfillment: { status: 'RETURNED' } })).toEqual(['totals.refunded']);
		expect(fields({ fulfillment: { status: 'RETURNED' }, payment: null })).toEqual([]);
		expect(fields({ fulfillment: { status: 'SENT' } })).toEqual([]);
	});

	it('is when it was paid, where money came at no time', () => {
		expect(fields({ payment: { ...money, finishedAt: null } })).toEqual(['paidAt']);
		expect(fields({ payment: { type: 'ONLINE' }, status: 'FILLED_IN' })).toEqual([]);
	});

	it.each([
		['NONE', [], false],
		['SOME', ['shipments'], true],
		['ALL', ['shipments'], false],
		['OTHER', [], false],
		[null, [], false],
	])('are the waybills with %s of the lines sent: %j', (lineItemsSent, expected, areSome) => {
		const fulfillment = { status: 'SENT', shipmentSummary: { lineItemsSent } };
		expect(fields({ fulfillment })).toEqual(expected);
		expect(reasons({ fulfillment }).includes('/shipments')).toBe(expected.length > 0);
		expect(reasons({ fulfillment }).includes('some lines have none')).toBe(areSome);
	});

	it.each([
		['0.00', ['totals.discount']],
		['0.01', ['discounts', 'totals.discount']],
		[null, ['totals.discount']],
	])('is who pays a delivery of %s with Smart!: %j', (amount, expected) => {
		const cost = amount === null ? null : pln(amount);
		expect(fields({ delivery: { address: ADDRESS, smart: true, cost } })).toEqual(expected);
		expect(fields({ delivery: { address: ADDRESS, smart: false, cost } })).toEqual([]);
	});

	it('is the delivery itself, where the buyer withdrew from it', () => {
		const cancellation = { date: at };
		expect(fields({ delivery: { address: ADDRESS, cancellation } })).toEqual(['shipping']);
		expect(fields({ delivery: { address: ADDRESS, cancellation: { date: 'x' } } })).toEqual([]);
	});
});
