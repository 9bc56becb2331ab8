import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { address, order, type Order, orderLine, totals } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/AmazonSellingPartner/orders/mapping';
import { toOrderV0 } from '../../../nodes/AmazonSellingPartner/orders/v0/mapping';
import cash from '../../fixtures/amazon/cash-on-delivery-jp.json';
import fba from '../../fixtures/amazon/fba-jp.json';
import hostile from '../../fixtures/amazon/hostile.json';
import merchant from '../../fixtures/amazon/merchant-shipped-us.json';
import pending from '../../fixtures/amazon/pending-pl.json';
import v0Merchant from '../../fixtures/amazon/v0-merchant-de.json';
import v0Pending from '../../fixtures/amazon/v0-pending-fba.json';
import { damaged, expectLegal } from '../legal.order';

const EVERYTHING = [
	...['BUYER', 'RECIPIENT', 'PROCEEDS', 'EXPENSE', 'PROMOTION', 'CANCELLATION'],
	...['FULFILLMENT', 'PACKAGES', 'TAX', 'PAYMENT'],
];
const NO_TIME = { field: 'paidAt', reason: 'Amazon gives no time of the payment' };
const V0 = { account: 'A3EXAMPLE', includedData: ['BUYER', 'RECIPIENT'] };

function read(raw: object, includedData = EVERYTHING): Order {
	return toOrder(raw, { account: 'A3EXAMPLE', includedData });
}

function reasons(given: Order): Record<string, string> {
	return Object.fromEntries(given.missing.map(({ field, reason }) => [field, reason]));
}

describe('a delivered order of a company, sent by the seller', () => {
	const shippingAddress = address({
		name: "Dana O'Neill",
		company: "O'Neill & Daughters LLC",
		line1: '742 Birch Hollow Rd',
		line2: 'Suite 5',
		city: 'Duluth',
		region: 'MN',
		postalCode: '55802',
		countryCode: 'US',
	});
	const expected: Order = {
		schema: 'order/1',
		marketplace: 'amazon',
		account: 'A3EXAMPLE',
		site: 'ATVPDKIKX0DER',
		siteName: 'amazon.com',
		id: '113-4821907-6630251',
		number: '113-4821907-6630251',
		relatedIds: ['WEB-20261', '113-0000001-7777777'],
		url: 'https://sellercentral.amazon.com/orders-v3/order/113-4821907-6630251',
		eventKey: 'amazon:113-4821907-6630251:2026-11-19T08:15:44.007Z',
		revision: null,
		status: 'completed',
		statusRaw: 'SHIPPED',
		paymentStatus: 'paid',
		paymentStatusRaw: 'SHIPPED',
		paymentMethod: 'CreditCard',
		cashOnDelivery: false,
		fulfillmentStatus: 'delivered',
		fulfillmentStatusRaw: 'SHIPPED',
		fulfilledBy: 'seller',
		placedAt: '2026-11-16T14:05:09.120Z',
		paidAt: null,
		updatedAt: '2026-11-19T08:15:44.007Z',
		cancelledAt: null,
		shipBy: { from: '2026-11-17T08:00:00Z', to: '2026-11-18T07:59:59Z' },
		deliverBy: { from: '2026-11-19T08:00:00Z', to: '2026-11-21T07:59:59Z' },
		currency: 'USD',
		taxIncluded: false,
		totals: {
			items: '57.98',
			shipping: '5.99',
			tax: '4.51',
			discount: '-4.00',
			fees: '3.99',
			refunded: null,
			grand: '68.47',
			paid: '68.47',
		},
		discounts: [
			{ code: 'AUTUMN-MUG-4', name: null, amount: null, fundedBy: 'unknown', level: 'line' },
		],
		taxes: [{ name: null, rate: null, amount: '4.51', collectedBy: 'marketplace' }],
		buyer: {
			id: null,
			name: "Dana O'Neill",
			email: 'k7x2m9q4@marketplace.amazon.com',
			emailIsRelay: true,
			phone: null,
			company: "O'Neill & Daughters LLC",
			taxId: '41-1234567',
			note: 'FRONT_DESK Ring twice, the bell is slow',
		},
		billingAddress: null,
		shippingAddress,
		pickupPoint: null,
		invoice: {
			required: null,
			company: "O'Neill & Daughters LLC",
			taxId: '41-1234567',
			address: null,
		},
		shipping: { methodId: 'EXPEDITED', method: 'UPS 2nd Day Air', carrier: 'UPS', price: '5.99' },
		lines: [
			orderLine({
				key: 'product:70012345678901',
				id: '70012345678901',
				sku: 'MUG-350/BLUE',
				productId: 'B0EXAMPLE1',
				title: 'Enamel mug, 350 ml',
				options: [
					{ name: 'giftMessage', value: 'For Mum' },
					{ name: 'giftWrapLevel', value: 'CLASSIC' },
					{ name: 'purchaseOrderNumber', value: 'PO-88' },
				],
				quantity: 3,
				quantityShipped: 2,
				quantityCancelled: 1,
				unitPrice: '14.99',
				total: '44.97',
				tax: '3.52',
				discount: '-4.00',
				statusRaw: 'cancellationExecution',
			}),
			orderLine({
				key: 'product:70012345678902',
				id: '70012345678902',
				sku: 'TOWEL-01',
				productId: 'B0EXAMPLE2',
				title: 'Tea towel',
				options: [{ name: 'purchaseOrderNumber', value: 'PO-88' }],
				quantity: 1,
				quantityShipped: 1,
				quantityCancelled: 0,
				unitPrice: '13.01',
				total: '13.01',
				tax: '0.99',
			}),
			orderLine({ key: 'fee:GIFT_WRAP', kind: 'fee', title: 'GIFT_WRAP', total: '3.99' }),
		],
		shipments: [
			{
				id: '2',
				carrier: 'UPS',
				trackingNumber: '1Z999AA10123456784',
				trackingUrl: null,
				shippedAt: '2026-11-17T18:30:00Z',
				lines: [
					{ lineId: '70012345678901', quantity: 2 },
					{ lineId: '70012345678902', quantity: 1 },
				],
			},
		],
		missing: [{ field: 'shippingAddress.phone', reason: 'age' }, NO_TIME],
	};

	it('is read as a whole', () => {
		expect(read(merchant)).toEqual(expected);
	});

	it('says what was not asked for, and only that', () => {
		const { buyer, recipient, proceeds, payment, tax, packages, ...rest } = merchant;
		const {
			paidAt,
			totals: _sums,
			...asked
		} = reasons(read(rest, ['FULFILLMENT', 'PROMOTION', 'CANCELLATION', 'PROCEEDS']));
		expect(paidAt).toBe(NO_TIME.reason);
		expect(new Set(Object.values(asked))).toEqual(new Set(['not requested']));
		expect(Object.keys(asked)).toEqual([
			...['buyer.name', 'buyer.email', 'buyer.company', 'shippingAddress', 'buyer.note'],
			...['paymentMethod', 'invoice', 'buyer.taxId', 'shipments'],
		]);
		expect([buyer, recipient, proceeds, payment, tax, packages]).not.toContain(undefined);
	});

	it('knows no status without the part that holds it', () => {
		const { fulfillment, ...rest } = merchant;
		const given = read(rest, ['BUYER']);
		expect(fulfillment.fulfillmentStatus).toBe('SHIPPED');
		expect([given.status, given.paymentStatus, given.fulfillmentStatus]).toEqual(
			Array(3).fill('unknown'),
		);
		expect(reasons(given)).toMatchObject({ status: 'not requested', shipBy: 'not requested' });
	});

	it.each([
		[{ status: 'IN_TRANSIT' }, 'fulfilled'],
		[{ status: 'DELIVERED' }, 'delivered'],
		[{ status: 'UNDELIVERABLE', detailedStatus: 'RETURNED_TO_SELLER' }, 'returned'],
		[{ status: 'SUBLIMATED' }, 'fulfilled'],
	])('follows its parcel %j', (packageStatus, fulfillmentStatus) => {
		const packages = [{ packageReferenceId: '1', packageStatus }];
		expect(read({ ...merchant, packages })).toMatchObject({ fulfillmentStatus });
	});
});

describe('an order sent by Amazon to a shop that keeps it', () => {
	const given = read(fba);
	const point = address({
		company: 'ファミリーマート 大通西店',
		city: '札幌市',
		region: '北海道',
		postalCode: '060-0001',
		countryCode: 'JP',
	});

	it('is read as a whole', () => {
		const { missing, ...facts } = given;
		const id = '250-7719034-1185529';
		expect(missing).toHaveLength(8);
		expect(facts).toEqual({
			...order({
				marketplace: 'amazon',
				account: 'A3EXAMPLE',
				site: 'A1VC38T7YXB528',
				siteName: 'amazon.co.jp',
				url: `https://sellercentral.amazon.co.jp/orders-v3/order/${id}`,
				id,
				number: id,
				eventKey: `amazon:${id}:2026-11-21T03:10:00.500Z`,
				status: 'completed',
				statusRaw: 'SHIPPED',
				paymentStatus: 'paid',
				paymentStatusRaw: 'SHIPPED',
				fulfillmentStatus: 'fulfilled',
				fulfillmentStatusRaw: 'SHIPPED',
				fulfilledBy: 'marketplace',
				placedAt: '2026-11-20T22:01:00Z',
				updatedAt: '2026-11-21T03:10:00.500Z',
				currency: 'JPY',
				totals: totals({ grand: '5980' }),
				shippingAddress: point,
				pickupPoint: { id: null, name: 'ファミリーマート 大通西店', address: point },
				shipping: { methodId: 'NEXT_DAY', method: null, carrier: null, price: null },
				lines: [
					orderLine({
						key: 'product:25012345678999',
						id: '25012345678999',
						sku: '急須-06',
						productId: 'B0EXAMPLE3',
						title: '南部鉄器 急須 0.6L',
						quantity: 1,
						quantityShipped: 1,
						quantityCancelled: 0,
						unitPrice: '5980',
						total: '5980',
					}),
				],
			}),
			missing: undefined,
		});
	});

	it('tells a missing role from what Amazon keeps to itself', () => {
		expect(reasons(given)).toEqual({
			'buyer.name': 'role',
			'buyer.email': 'fulfilled by the marketplace',
			'shippingAddress.name': 'role',
			'shippingAddress.line1': 'role',
			'shippingAddress.phone': 'fulfilled by the marketplace',
			shipments: 'fulfilled by the marketplace',
			totals: 'Amazon gives no sums of this order, only amounts of its lines',
			paidAt: NO_TIME.reason,
		});
	});
});

it('reads a pending order, which has neither buyer nor price', () => {
	const given = read(pending);
	expect(given).toMatchObject({ status: 'open', paymentStatus: 'pending', currency: null });
	expect(given).toMatchObject({ cashOnDelivery: null, taxIncluded: null, totals: totals({}) });
	expect(given.lines[0]).toMatchObject({ sku: 'SWIECA-ŻÓŁTA', quantity: 2, unitPrice: null });
	const fields = [
		...['buyer.name', 'buyer.email', 'shippingAddress'],
		...['currency', 'totals', 'lines.unitPrice', 'lines.total'],
	];
	expect(reasons(given)).toEqual(
		Object.fromEntries(fields.map((field) => [field, 'pending order'])),
	);
});

it('does not call cash that is due at the door paid', () => {
	const given = read(cash);
	expect(given).toMatchObject({ cashOnDelivery: true, paymentStatus: 'unpaid' });
	expect(given.totals).toMatchObject({ grand: '3630', fees: '330', paid: null });
	expect(given.lines[0]).toMatchObject({ statusRaw: 'cancellationRequest', quantityCancelled: 0 });
	const shipped = { ...cash, fulfillment: { ...cash.fulfillment, fulfillmentStatus: 'SHIPPED' } };
	expect(read(shipped).paymentStatus).toBe('unknown');
	const { payment, ...unasked } = cash;
	expect(payment.paymentExecutions).toHaveLength(1);
	expect(read(unasked).cashOnDelivery).toBe(true);
});

const WORDS = [
	['PENDING_AVAILABILITY', 'PendingAvailability', 'open', 'pending', 'unfulfilled'],
	['PENDING', 'Pending', 'open', 'pending', 'unfulfilled'],
	['UNSHIPPED', 'Unshipped', 'open', 'paid', 'unfulfilled'],
	['PARTIALLY_SHIPPED', 'PartiallyShipped', 'open', 'paid', 'partial'],
	['SHIPPED', 'Shipped', 'completed', 'paid', 'fulfilled'],
	['CANCELLED', 'Canceled', 'cancelled', 'unknown', 'cancelled'],
	['UNFULFILLABLE', 'Unfulfillable', 'open', 'unknown', 'unfulfilled'],
	['INVOICE_UNCONFIRMED', 'InvoiceUnconfirmed', 'open', 'paid', 'fulfilled'],
	['toString', 'constructor', 'unknown', 'unknown', 'unknown'],
];

it.each(WORDS)('reads %s and %s', (now, before, status, paymentStatus, fulfillmentStatus) => {
	const facts = { status, paymentStatus, fulfillmentStatus };
	const fulfillment = { fulfillmentStatus: now };
	expect(read({ orderId: '1', fulfillment })).toMatchObject({ ...facts, statusRaw: now });
	const v0 = toOrderV0({ order: { OrderStatus: before } }, V0);
	expect(v0).toMatchObject({ ...facts, statusRaw: before });
});

it('takes charges and taxes from the items where the order has no sums', () => {
	const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
	const item = (amount: string, model: string | undefined) => ({
		proceeds: {
			breakdowns: [
				{ type: 'SHIPPING', subtotal: usd(amount) },
				{ type: 'GIFT_WRAP', subtotal: usd('1.00') },
				{ type: 'TAX', subtotal: usd('0.50') },
			],
		},
		tax: { taxCollections: [{ model }] },
	});
	const orderItems = [item('4.00', 'MARKETPLACE_FACILITATOR'), item('2.00', undefined)];
	const given = read({ orderItems });
	const charges = given.lines.slice(2).map(({ kind, title, total }) => [kind, title, total]);
	expect(charges).toEqual([
		['shipping', 'SHIPPING', '4.00'],
		['fee', 'GIFT_WRAP', '1.00'],
		['shipping', 'SHIPPING', '2.00'],
		['fee', 'GIFT_WRAP', '1.00'],
	]);
	expect(given.taxes.map(({ collectedBy }) => collectedBy)).toEqual(['marketplace', 'unknown']);
	expect(given).toMatchObject({ totals: totals({}), taxIncluded: false });
	const breakdowns = [{ type: 'TAX', subtotal: usd('1.00') }];
	expect(read({ orderItems, proceeds: { breakdowns } }).taxes).toEqual([
		{ name: null, rate: null, amount: '1.00', collectedBy: 'unknown' },
	]);
});

it.each([
	[{ quantityFulfilled: 1, quantityUnfulfilled: 1 }, false, 0],
	[{ quantityFulfilled: 1, quantityUnfulfilled: 0 }, true, 1],
	// Counts that contradict the rest of the answer say nothing.
	[{ quantityFulfilled: 1, quantityUnfulfilled: 0 }, false, null],
	[{ quantityFulfilled: 2, quantityUnfulfilled: 0 }, true, null],
	[{ quantityFulfilled: 2, quantityUnfulfilled: 1 }, false, null],
	[{ quantityFulfilled: 1 }, true, null],
])('counts cancelled units of %j, cancelled: %s', (fulfillment, isCancelled, expected) => {
	const cancellation = isCancelled ? { cancellationExecution: { cancelledBy: 'MERCHANT' } } : {};
	const orderItems = [{ quantityOrdered: 2, fulfillment, cancellation }];
	expect(read({ orderItems }).lines[0].quantityCancelled).toBe(expected);
	const cancelled = read({ orderItems, fulfillment: { fulfillmentStatus: 'CANCELLED' } });
	expect(cancelled.lines[0].quantityCancelled).toBeNull();
});

it('takes the store of a pick-up for a pickup point', () => {
	const recipient = { deliveryAddress: { name: 'Store #7', city: 'Tacoma' } };
	const store = read({ programs: ['PRIME', 'IN_STORE_PICK_UP'], recipient });
	const place = address({ name: 'Store #7', city: 'Tacoma' });
	expect(store.pickupPoint).toEqual({ id: null, name: 'Store #7', address: place });
	expect(read({ programs: ['PRIME'], recipient }).pickupPoint).toBeNull();
	const v0 = { IsISPU: 'true', ShippingAddress: { Name: 'Store #7', City: 'Tacoma' } };
	expect(toOrderV0({ order: v0 }, V0).pickupPoint).toEqual(store.pickupPoint);
});

it.each([
	[{ invoiceStatus: 'NOT_REQUIRED' }, false],
	[{ invoiceStatus: 'NOT_FOUND' }, true],
	[{ invoiceStatus: 'PROCESSING' }, true],
	[{ invoiceStatus: 'ERRORED' }, true],
	[{ invoiceStatus: 'ACCEPTED' }, true],
	[{ buyerInvoicePreference: 'INDIVIDUAL' }, true],
	[{ invoiceStatus: 'LOST' }, undefined],
])('reads the invoice of %j', (taxInvoicing, required) => {
	expect(read({ tax: { taxInvoicing } }).invoice?.required).toBe(required);
});

it('keeps what it cannot read out of the way', () => {
	const given = read(hostile);
	expectLegal(given);
	expect(given).toMatchObject({ id: '1134821907', status: 'unknown', fulfilledBy: 'unknown' });
	expect(given).toMatchObject({ placedAt: null, updatedAt: null, currency: null, relatedIds: [] });
	expect(given.totals.grand).toBeNull();
	expect(given.lines).toEqual([orderLine({ key: 'product#1' })]);
	expect(given.shipments[0].lines).toEqual([]);
});

describe('Orders v0', () => {
	const given = toOrderV0(v0Merchant, V0);
	const locker = address({
		name: 'Łukasz Wójcik',
		company: 'Amazon Hub Locker - Kiefer',
		line1: 'Kiefernweg 7',
		city: 'Görlitz',
		postalCode: '02826',
		countryCode: 'DE',
		phone: '+49 151 0000000',
	});

	it('reads a partly sent order as a whole', () => {
		const id = '305-1234567-7654321';
		const [soap, cloth, ...charges] = given.lines;
		expect({ ...given, lines: [] }).toEqual({
			...order({ marketplace: 'amazon', id, eventKey: `amazon:${id}:2026-11-19T11:22:33Z` }),
			account: 'A3EXAMPLE',
			site: 'A1PA6795UKMFR9',
			siteName: 'amazon.de',
			url: `https://sellercentral.amazon.de/orders-v3/order/${id}`,
			number: id,
			relatedIds: ['305-0000000-0000001'],
			status: 'open',
			statusRaw: 'PartiallyShipped',
			paymentStatus: 'paid',
			paymentStatusRaw: 'PartiallyShipped',
			paymentMethod: 'Standard, GiftCertificate',
			cashOnDelivery: false,
			fulfillmentStatus: 'partial',
			fulfillmentStatusRaw: 'PartiallyShipped',
			fulfilledBy: 'seller',
			placedAt: '2026-11-18T10:00:00Z',
			updatedAt: '2026-11-19T11:22:33Z',
			shipBy: { from: '2026-11-18T23:00:00Z', to: '2026-11-20T22:59:59Z' },
			deliverBy: { from: '2026-11-21T23:00:00Z', to: '2026-11-25T22:59:59Z' },
			currency: 'EUR',
			totals: totals({ grand: '51.80' }),
			discounts: [{ code: 'PAWS-1', name: null, amount: null, fundedBy: 'unknown', level: 'line' }],
			taxes: [
				{ name: null, rate: null, amount: '6.35', collectedBy: 'marketplace' },
				{ name: null, rate: null, amount: '0.00', collectedBy: 'unknown' },
			],
			buyer: {
				...order({ marketplace: '', id: '', eventKey: '' }).buyer,
				name: 'Łukasz Wójcik',
				email: 'p0q9r8@marketplace.amazon.de',
				emailIsRelay: true,
			},
			shippingAddress: locker,
			pickupPoint: { id: null, name: 'Amazon Hub Locker - Kiefer', address: locker },
			shipping: { methodId: 'Standard', method: 'Std DE Dom_2', carrier: null, price: null },
			missing: [
				{
					field: 'totals',
					reason: 'Orders v0 gives the total only, the other sums with the lines',
				},
				{ field: 'lines.unitPrice', reason: 'Orders v0 gives the price of the line only' },
				{ field: 'shipments', reason: 'Orders v0 has no packages' },
				NO_TIME,
			],
		});
		expect(soap).toMatchObject({
			quantity: 2,
			quantityShipped: 1,
			unitPrice: null,
			statusRaw: null,
		});
		expect(soap).toMatchObject({ total: '39.80', tax: '6.35', discount: '2.00', sku: 'SEIFE-3' });
		expect(soap.options.map(({ value }) => value)).toEqual(['Alles Gute!', 'BLUE']);
		expect(cloth).toMatchObject({ unitPrice: '7.00', statusRaw: 'IsBuyerRequestedCancel' });
		expect(charges).toEqual([
			orderLine({
				key: 'shipping:11122233344455:ShippingPrice',
				parentId: '11122233344455',
				kind: 'shipping',
				title: 'ShippingPrice',
				total: '4.00',
				tax: '0.64',
				discount: '0.00',
			}),
			orderLine({
				key: 'fee:11122233344455:GiftWrapPrice',
				parentId: '11122233344455',
				kind: 'fee',
				title: 'GiftWrapPrice',
				total: '3.00',
			}),
		]);
	});

	it('reads a pending order sent by Amazon', () => {
		const waiting = toOrderV0(v0Pending, V0);
		expect(waiting).toMatchObject({ fulfilledBy: 'marketplace', cashOnDelivery: null });
		expect(new Set(Object.values(reasons(waiting)))).toEqual(new Set(['pending order']));
	});

	it.each([
		[{ PaymentMethod: 'COD' }, true, 'unpaid'],
		[{ PaymentMethod: 'CVS' }, false, 'paid'],
		[
			{ PaymentExecutionDetail: [{ PaymentMethod: 'GC' }, { PaymentMethod: 'COD' }] },
			true,
			'unpaid',
		],
		[{}, null, 'paid'],
	])('reads the payment of %j', (facts, cashOnDelivery, paymentStatus) => {
		const raw = { order: { OrderStatus: 'Unshipped', ...facts } };
		expect(toOrderV0(raw, V0)).toMatchObject({ cashOnDelivery, paymentStatus });
	});

	it.each([
		['Shipped', 'Delivered', 'delivered'],
		['Shipped', 'ReturnedToSeller', 'returned'],
		['Shipped', 'OutForDelivery', 'fulfilled'],
		['PartiallyShipped', 'Delivered', 'partial'],
	])('follows Easy Ship: %s, %s', (OrderStatus, EasyShipShipmentStatus, fulfillmentStatus) => {
		const facts = { OrderStatus, EasyShipShipmentStatus };
		expect(toOrderV0({ order: facts }, V0)).toMatchObject({ fulfillmentStatus });
	});

	it('takes what comes without a role as missing for its role', () => {
		const { BuyerInfo, ShippingAddress, ...plain } = v0Merchant.order;
		const bare = toOrderV0({ order: plain, items: v0Merchant.items }, V0);
		expect(bare.buyer.emailIsRelay).toBeNull();
		expect([BuyerInfo.BuyerEmail, ShippingAddress.Name]).toContain('Łukasz Wójcik');
		expect(reasons(bare)).toMatchObject({ 'buyer.email': 'role', shippingAddress: 'role' });
		const unasked = toOrderV0(
			{ order: plain, items: v0Merchant.items },
			{ ...V0, includedData: ['BUYER'] },
		);
		expect(reasons(unasked)).toMatchObject({
			'buyer.email': 'role',
			shippingAddress: 'not requested',
		});
	});

	it('reads the invoice of a Turkish company', () => {
		const facts = {
			BuyerInvoicePreference: 'BUSINESS',
			BuyerTaxInformation: {
				BuyerLegalCompanyName: 'Örnek A.Ş.',
				BuyerBusinessAddress: 'Örnek Cad. 1, İzmir',
				BuyerTaxRegistrationId: '1234567890',
			},
		};
		const turkish = toOrderV0({ order: facts }, V0);
		const company = { company: 'Örnek A.Ş.', taxId: '1234567890' };
		const line1 = 'Örnek Cad. 1, İzmir';
		expect(turkish.invoice).toEqual({ required: true, ...company, address: address({ line1 }) });
		expect(turkish.buyer).toMatchObject(company);
	});
});

describe('any answer', () => {
	const object = fc.dictionary(fc.string(), fc.jsonValue());
	const asked = fc.subarray(EVERYTHING);

	it.each([
		['a damaged order', fc.oneof(damaged(merchant), damaged(cash), damaged(fba))],
		['any object', object],
		['anything', fc.jsonValue()],
	])('%s becomes a legal order', (_name, arbitrary) => {
		fc.assert(
			fc.property(arbitrary as fc.Arbitrary<object>, asked, (raw, parts) => {
				expectLegal(read(raw, parts));
			}),
		);
	});

	it('becomes a legal order of v0', () => {
		const anything = fc.record({ order: fc.jsonValue(), items: fc.jsonValue() });
		const arbitrary = fc.oneof(damaged(v0Merchant), anything, object);
		fc.assert(
			fc.property(arbitrary, (raw) => {
				expectLegal(toOrderV0(raw as object, V0));
			}),
		);
	});
});
