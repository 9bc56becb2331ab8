import { describe, expect, it } from 'vitest';

import { address, type Order } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/AmazonSellingPartner/orders/mapping';
import { paidFacts, promotions } from '../../../nodes/AmazonSellingPartner/orders/payments';
import { toOrderChange } from '../../../nodes/AmazonSellingPartner/trigger/events';
import { lackingItems, sum } from '../../../nodes/AmazonSellingPartner/orders/standing';
import { toOrderV0 } from '../../../nodes/AmazonSellingPartner/orders/v0/mapping';

const ID = '902-3159896-1390916';
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const v0Usd = (Amount: string, CurrencyCode = 'USD') => ({ Amount, CurrencyCode });
const newer = (facts: object, includedData: string[] = [], account: string | null = null) =>
	toOrder({ orderId: ID, ...facts }, { account, includedData });
const older = (order: object, items: unknown[] = [], includedData: string[] = []) =>
	toOrderV0({ order: { AmazonOrderId: ID, ...order }, items }, { account: 'A3', includedData });
const pairs = ({ missing }: Order) => missing.map(({ field, reason }) => [field, reason]);
const entries = (given: Order) => Object.fromEntries(pairs(given)) as Record<string, string>;

describe('an address', () => {
	const FULL = {
		name: 'N',
		companyName: 'C',
		addressLine1: '1',
		addressLine2: '2',
		addressLine3: '3',
		city: 'Ci',
		stateOrRegion: 'St',
		postalCode: 'P',
		countryCode: 'BR',
		phone: 'T',
	};
	const BRAZIL = { streetName: 'Rua', streetNumber: '7', complement: 'Ap', neighborhood: 'Ba' };
	const whole = address({
		...{ name: 'N', company: 'C', line1: '1', line2: '2', line3: '3', city: 'Ci', region: 'St' },
		...{ postalCode: 'P', countryCode: 'BR', phone: 'T' },
	});
	const upper = (given: object): object =>
		Object.fromEntries(
			Object.entries(given).map(([name, value]) => [
				name[0].toUpperCase() + name.slice(1),
				typeof value === 'object' ? upper(value as object) : (value as unknown),
			]),
		);
	const ofNewer = (deliveryAddress: object) =>
		newer({ recipient: { deliveryAddress } }).shippingAddress;
	const ofOlder = (ShippingAddress: object) => older({ ShippingAddress }).shippingAddress;

	it.each([
		[{}, {}],
		[{ extendedFields: BRAZIL, municipality: '' }, {}],
		[{ addressLine1: '', extendedFields: BRAZIL }, { line1: 'Rua 7' }],
		[{ addressLine1: ' ', extendedFields: { streetName: 'Rua' } }, { line1: 'Rua' }],
		[{ addressLine2: '', extendedFields: BRAZIL }, { line2: 'Ap' }],
		[{ addressLine3: '', extendedFields: BRAZIL, municipality: 'Mu' }, { line3: 'Ba' }],
		[{ addressLine3: '', municipality: 'Mu' }, { line3: 'Mu' }],
		[
			{ addressLine3: '', city: '', municipality: 'Mu' },
			{ line3: null, city: 'Mu' },
		],
		[{ addressLine1: '' }, { line1: null }],
		[{ addressLine2: '' }, { line2: null }],
	])('of both versions with %j', (changes, expected) => {
		const given = { ...FULL, ...changes };
		expect(ofNewer(given)).toEqual({ ...whole, ...expected });
		expect(ofOlder(upper(given))).toEqual({ ...whole, ...expected });
	});

	it.each([
		[
			{ districtOrCounty: 'Di', municipality: 'Mu' },
			{ line3: 'Di Mu', region: 'St' },
		],
		[
			{ districtOrCounty: 'Di', stateOrRegion: '' },
			{ line3: null, region: 'Di' },
		],
	])('of 2026-01-01 with %j', (changes, expected) => {
		expect(ofNewer({ ...FULL, addressLine3: '', ...changes })).toEqual({ ...whole, ...expected });
	});

	it.each([
		[
			{ County: 'Co', District: 'Di', Municipality: 'Mu' },
			{ line3: 'Di Co Mu', region: 'St' },
		],
		[
			{ County: 'Co', District: 'Di', StateOrRegion: '' },
			{ line3: 'Di', region: 'Co' },
		],
		[
			{ County: '', District: 'Di', StateOrRegion: '' },
			{ line3: null, region: 'Di' },
		],
	])('of v0 with %j', (changes, expected) => {
		const given = { ...upper(FULL), AddressLine3: '', ...changes };
		expect(ofOlder(given)).toEqual({ ...whole, ...expected });
	});

	it('is none where nothing of it is told', () => {
		expect([ofNewer({}), ofOlder({}), newer({}).shippingAddress]).toEqual([null, null, null]);
	});
});

describe('a pickup point', () => {
	it.each([
		[{ companyName: 'Locker', name: 'N' }, [], 'PICKUP_POINT', 'Locker'],
		[{ name: 'N' }, [], 'PICKUP_POINT', null],
		[{ name: 'N' }, ['IN_STORE_PICK_UP'], undefined, 'N'],
		[{ companyName: 'Shop', name: 'N' }, ['IN_STORE_PICK_UP'], undefined, 'Shop'],
		[{ companyName: 'Shop' }, ['PRIME'], 'COMMERCIAL', undefined],
	])('of %j, %j, %s is named %s', (given, programs, addressType, name) => {
		const point = newer({ programs, recipient: { deliveryAddress: { ...given, addressType } } });
		expect(point.pickupPoint?.name).toBe(name);
		const v0 = older({
			IsISPU: (programs as string[]).includes('IN_STORE_PICK_UP'),
			IsAccessPointOrder: addressType === 'PICKUP_POINT' ? 'true' : 'false',
			ShippingAddress: {
				CompanyName: (given as { companyName?: string }).companyName,
				Name: (given as { name?: string }).name,
			},
		});
		expect(v0.pickupPoint?.name).toBe(name);
	});
});

describe('who bought', () => {
	it('is told with the words of the address where to leave it', () => {
		const facts = {
			buyer: { buyerName: 'N', buyerEmail: 'x@marketplace.amazon.de', buyerCompanyName: 'C' },
			recipient: { deliveryPreference: { dropOffLocation: 'A', addressInstruction: 'B' } },
			tax: {
				taxRegistrations: [
					{ entityType: 'MERCHANT', taxRegistrationNumber: '1' },
					{
						entityType: 'BUYER',
						taxRegistrationNumber: '2',
						legalName: 'L',
						taxRegistrationAddress: { city: 'X' },
					},
					{ entityType: 'MARKETPLACE', taxRegistrationNumber: '3' },
				],
			},
		};
		const { buyer, invoice } = newer(facts);
		expect(buyer).toMatchObject({ name: 'N', company: 'C', taxId: '2', note: 'A B' });
		expect(buyer).toMatchObject({ email: 'x@marketplace.amazon.de', emailIsRelay: true });
		expect(invoice).toEqual({
			...{ required: null, company: 'L', taxId: '2', address: address({ city: 'X' }) },
		});
		expect(newer({}).buyer.emailIsRelay).toBeNull();
		expect(newer({}).invoice).toBeNull();
	});

	const turkish = (given: object) => ({ BuyerTaxInformation: given });
	const elsewhere = (given: object) => ({ BuyerInfo: { BuyerTaxInfo: given } });
	it.each([
		[{ ElectronicInvoiceStatus: 'NotRequired' }, { required: false }],
		[{ ElectronicInvoiceStatus: 'NotFound' }, { required: true }],
		[{ ElectronicInvoiceStatus: 'Processing' }, { required: true }],
		[{ ElectronicInvoiceStatus: 'Errored' }, { required: true }],
		[{ ElectronicInvoiceStatus: 'Accepted' }, { required: true }],
		[{ ElectronicInvoiceStatus: 'NotRequired', BuyerInvoicePreference: 'X' }, { required: false }],
		[{ BuyerInvoicePreference: 'INDIVIDUAL' }, { required: true }],
		[turkish({ BuyerLegalCompanyName: 'T' }), { company: 'T' }],
		[turkish({ BuyerTaxRegistrationId: '7' }), { taxId: '7' }],
		[turkish({ BuyerBusinessAddress: 'B' }), { address: address({ line1: 'B' }) }],
		[elsewhere({ CompanyLegalName: 'L' }), { company: 'L' }],
		[elsewhere({ TaxClassifications: [{ Value: '' }, { Value: '9' }] }), { taxId: '9' }],
		[
			{
				...turkish({ BuyerLegalCompanyName: 'T', BuyerTaxRegistrationId: '7' }),
				...elsewhere({ CompanyLegalName: 'L', TaxClassifications: [{ Value: '9' }] }),
			},
			{ company: 'T', taxId: '7' },
		],
	])('gets an invoice of v0 by %j', (facts, expected) => {
		const none = { required: null, company: null, taxId: null, address: null };
		const { invoice, buyer } = older(facts);
		expect(invoice).toEqual({ ...none, ...expected });
		expect([buyer.company, buyer.taxId]).toEqual([invoice?.company, invoice?.taxId]);
	});

	it('gets none of v0 where nothing is told of it', () => {
		expect(older({ ElectronicInvoiceStatus: 'Lost' }).invoice).toBeNull();
		expect(older({}).buyer).toMatchObject({ company: null, taxId: null, emailIsRelay: null });
		const { buyer } = older({ BuyerInfo: { BuyerName: 'N', BuyerEmail: 'E' } });
		expect(buyer).toMatchObject({ name: 'N', email: 'E', emailIsRelay: true });
	});
});

describe('how an order is paid', () => {
	const method = (paymentMethod: string) => ({
		payment: { paymentExecutions: [{ paymentMethod }] },
	});
	it.each([
		['PENDING_AVAILABILITY', 'PendingAvailability', 'pending', 'unpaid'],
		['PENDING', 'Pending', 'pending', 'unpaid'],
		['UNSHIPPED', 'Unshipped', 'paid', 'unpaid'],
		['PARTIALLY_SHIPPED', 'PartiallyShipped', 'paid', 'unpaid'],
		['INVOICE_UNCONFIRMED', 'InvoiceUnconfirmed', 'paid', 'unknown'],
		['SHIPPED', 'Shipped', 'paid', 'unknown'],
		['UNFULFILLABLE', 'Unfulfillable', 'unknown', 'unknown'],
		['CANCELLED', 'Canceled', 'unknown', 'unknown'],
	])('%s', (fulfillmentStatus, OrderStatus, before, atTheDoor) => {
		const fulfillment = { fulfillmentStatus };
		const told = [
			newer({ fulfillment, ...method('CreditCard') }),
			newer({ fulfillment, ...method('CashOnDelivery') }),
			older({ OrderStatus, PaymentMethod: 'Other' }),
			older({ OrderStatus, PaymentMethod: 'COD' }),
		];
		expect(told.map(({ paymentStatus }) => paymentStatus)).toEqual([
			...[before, atTheDoor, before, atTheDoor],
		]);
		expect(told.map(({ cashOnDelivery }) => cashOnDelivery)).toEqual([false, true, false, true]);
		expect(told.map(({ paymentStatusRaw }) => paymentStatusRaw)).toEqual([
			...[fulfillmentStatus, fulfillmentStatus, OrderStatus, OrderStatus],
		]);
		expect(told.map(({ fulfillmentStatusRaw }) => fulfillmentStatusRaw)).toEqual([
			...[fulfillmentStatus, fulfillmentStatus, OrderStatus, OrderStatus],
		]);
	});

	it.each([
		['unpaid', [['COD', '5'] as const, ['GC', '3'] as const], 'partiallyPaid', '3'],
		['unpaid', [['CashOnDelivery', '5'] as const, ['GC', '3'] as const], 'partiallyPaid', '3'],
		['unpaid', [['Invoice', '5'] as const, ['GC', '3'] as const], 'partiallyPaid', '3'],
		['unpaid', [['Invoice', '5'] as const], undefined, null],
		['unpaid', [['COD', '5'] as const, ['GC', '0'] as const], undefined, null],
		['unpaid', [['GC', '1'] as const, ['Points', '2'] as const], 'partiallyPaid', null],
		['paid', [['Invoice', '5'] as const], undefined, '5'],
		['paid', [['GC', '1'] as const, ['Points', '2'] as const], undefined, null],
		['paid', [], undefined, null],
		['pending', [['CreditCard', '5'] as const], undefined, null],
		['unknown', [['CreditCard', '5'] as const], undefined, null],
	])('is %s with %j', (paymentStatus, given, status, paid) => {
		const payments = given.map(([name, amount]) => ({ method: name, amount }));
		const facts = paidFacts({ paymentStatus } as Partial<Order>, payments);
		expect(facts.paymentStatus).toBe(status);
		expect(facts.totals.paid).toBe(paid);
		const isSeveral = paid === null && (status === 'partiallyPaid' || paymentStatus === 'paid');
		const reason = 'Amazon gives several payments';
		const missing = isSeveral && given.length > 1 ? [{ field: 'totals.paid', reason }] : [];
		expect(facts.missing).toEqual(missing);
	});

	it('names all its ways', () => {
		const paymentExecutions = [
			{ paymentMethod: 'A' },
			{ paymentMethod: ' ' },
			{ paymentMethod: 'B' },
		];
		expect(newer({ payment: { paymentExecutions } }).paymentMethod).toBe('A, B');
		expect(newer({}).paymentMethod).toBeNull();
		const v0 = { PaymentMethod: 'Other', PaymentMethodDetails: ['Gift', 'Card'] };
		expect(older(v0).paymentMethod).toBe('Gift, Card');
		expect(older({ PaymentMethod: 'Other', PaymentMethodDetails: [] }).paymentMethod).toBe('Other');
		expect(older({}).paymentMethod).toBeNull();
	});
});

describe('amounts of 2026-01-01', () => {
	const entry = (type: string, amount: string, status?: string) => ({
		type,
		status,
		subtotal: usd(amount),
	});

	it.each(['GIFT_WRAP', 'COD_FEE', 'DELIVERY_TIP', 'OTHER'])('%s is a fee', (type) => {
		const order = newer({ proceeds: { breakdowns: [entry(type, '2.00', 'FINALIZED')] } });
		expect(order.totals.fees).toBe('2.00');
		expect(order.lines).toMatchObject([
			{ key: `fee:${type}`, kind: 'fee', title: type, total: '2.00', statusRaw: 'FINALIZED' },
		]);
		const orderItems = [{ orderItemId: '1', proceeds: { breakdowns: [entry(type, '2.00')] } }];
		expect(newer({ orderItems }).lines[1]).toMatchObject({ key: `fee:1:${type}`, parentId: '1' });
	});

	it.each(['ITEM', 'TAX', 'DISCOUNT', 'SHIPPING', 'NEWS'])('%s is no fee', (type) => {
		const order = newer({ proceeds: { breakdowns: [entry(type, '2.00')] } });
		expect(order.totals.fees).toBeNull();
		expect(order.lines).toEqual([]);
	});

	it.each([
		['ITEM', 'items', 'totals.items', 'lines.total'],
		['SHIPPING', 'shipping', 'totals.shipping', undefined],
		['TAX', 'tax', 'totals.tax', 'lines.tax'],
		['DISCOUNT', 'discount', 'totals.discount', 'lines.discount'],
	] as const)(
		'%s is the sum of its kind, unless it comes in parts',
		(type, name, sumOf, ofLine) => {
			const one = [entry(type, '2.00')];
			const two = [entry(type, '1.00'), entry(type, '1.00')];
			const read = (ofOrder: object[], ofItem: object[]) =>
				newer({
					proceeds: { breakdowns: ofOrder },
					orderItems: [{ orderItemId: '1', quantityOrdered: 1, proceeds: { breakdowns: ofItem } }],
				});
			const parts = (order: Order) =>
				order.missing
					.filter(({ reason }) => reason === 'Amazon gives the amount in parts')
					.map(({ field }) => field);
			expect(read(one, one).totals[name]).toBe('2.00');
			expect(parts(read(one, one))).toEqual([]);
			expect(read(two, one).totals[name]).toBeNull();
			expect(parts(read(two, one))).toEqual([sumOf]);
			expect(parts(read(one, two))).toEqual(ofLine === undefined ? [] : [ofLine]);
			const line = read(one, one).lines[0];
			const own = { ITEM: line.total, TAX: line.tax, DISCOUNT: line.discount, SHIPPING: '2.00' };
			expect(own[type]).toBe('2.00');
		},
	);

	it('several fees have no sum, and the price of shipping stands with the shipping', () => {
		const breakdowns = [entry('GIFT_WRAP', '1'), entry('OTHER', '2'), entry('SHIPPING', '3')];
		const order = newer({ proceeds: { breakdowns, grandTotal: usd('9') } });
		expect(order.totals).toMatchObject({ fees: null, shipping: '3.00', grand: '9.00' });
		expect(order.shipping.price).toBe('3.00');
		expect(order.lines.map(({ key }) => key)).toEqual(['fee:GIFT_WRAP', 'fee:OTHER']);
	});

	it.each([
		[{ taxCollections: [{ model: 'MARKETPLACE_FACILITATOR' }] }, 'marketplace'],
		[{ taxCalculationBreakdowns: [{ reportingScheme: 'IOSS' }] }, 'marketplace'],
		[{ taxCalculationBreakdowns: [{ reportingScheme: 'UOSS' }] }, 'marketplace'],
		[{ taxCollections: [{ model: 'X' }, { model: 'MARKETPLACE_FACILITATOR' }] }, 'marketplace'],
		[{ taxCalculationBreakdowns: [{ reportingScheme: 'OSS' }] }, 'unknown'],
		[{ taxCollections: [{ model: 'X' }] }, 'unknown'],
		[undefined, 'unknown'],
	])('tax of %j is collected by: %s', (tax, collectedBy) => {
		const proceeds = { breakdowns: [entry('TAX', '1.00')] };
		const item = { proceeds, tax };
		expect(newer({ orderItems: [item] }).taxes).toEqual([
			{ name: null, rate: null, amount: '1.00', collectedBy },
		]);
		expect(newer({ proceeds, orderItems: [item] }).taxes[0].collectedBy).toBe(collectedBy);
		const mixed = { proceeds, orderItems: [item, { proceeds }] };
		expect(newer(mixed).taxes).toMatchObject([{ collectedBy: 'unknown' }]);
		expect(newer({ proceeds, orderItems: [] }).taxes).toMatchObject([{ collectedBy: 'unknown' }]);
	});

	it('are without tax where tax is told of the order or of any item, and is not zero', () => {
		const of = (amount: string) => ({ breakdowns: [entry('TAX', amount)] });
		const is = (facts: object) => newer(facts).taxIncluded;
		expect(is({ proceeds: of('1') })).toBe(false);
		expect(is({ orderItems: [{}, { proceeds: of('1') }] })).toBe(false);
		expect(is({ proceeds: of('0.00'), orderItems: [{ proceeds: of('0') }] })).toBeNull();
	});

	it.each([
		{ proceeds: { grandTotal: usd('1') } },
		{ proceeds: { breakdowns: [entry('ITEM', '1')] } },
		{ orderItems: [{}, { product: { price: { unitPrice: usd('1') } } }] },
		{ orderItems: [{}, { proceeds: { breakdowns: [entry('TAX', '1')] } }] },
	])('name their currency, wherever it stands: %j', (facts) => {
		expect(newer(facts).currency).toBe('USD');
		const { currency } = newer({ ...facts, proceeds: { grandTotal: { currencyCode: 'EUR' } } });
		expect(currency).toBe('EUR');
	});
});

describe('amounts of v0', () => {
	it('stand in lines of their own, with tax and discount', () => {
		const item = {
			OrderItemId: '1',
			ShippingPrice: v0Usd('4.00'),
			ShippingTax: v0Usd('0.40'),
			ShippingDiscount: v0Usd('1.00'),
			CODFee: v0Usd('2.00'),
			CODFeeDiscount: v0Usd('0.50'),
			BuyerInfo: { GiftWrapPrice: v0Usd('3.00'), GiftWrapTax: v0Usd('0.30') },
		};
		const of = (kind: string, title: string, total: string, tax: unknown, discount: unknown) => ({
			...{ kind, title, total, tax, discount, parentId: '1', key: `${kind}:1:${title}` },
		});
		expect(older({}, [item]).lines.slice(1)).toMatchObject([
			of('shipping', 'ShippingPrice', '4.00', '0.40', '1.00'),
			of('fee', 'GiftWrapPrice', '3.00', '0.30', null),
			of('fee', 'CODFee', '2.00', null, '0.50'),
		]);
		const nameless = older({}, [{ CODFee: v0Usd('2.00') }]).lines[1];
		expect(nameless).toMatchObject({ parentId: null, key: 'fee#1' });
	});

	it.each([
		[{ TaxCollection: { Model: 'MarketplaceFacilitator' } }, 'marketplace'],
		[{ DeemedResellerCategory: 'IOSS' }, 'marketplace'],
		[{ TaxCollection: { Model: 'Other' } }, 'unknown'],
		[{}, 'unknown'],
	])('with the tax of %j, collected by: %s', (more, collectedBy) => {
		expect(older({}, [{ ItemTax: v0Usd('1.00'), ...more }, {}]).taxes).toEqual([
			{ name: null, rate: null, amount: '1.00', collectedBy },
		]);
	});

	it.each([
		[{ OrderTotal: v0Usd('1', 'EUR') }, [{ ItemPrice: v0Usd('1') }], 'EUR'],
		[{}, [{}, { ItemPrice: v0Usd('1') }], 'USD'],
		[{}, [{ ShippingPrice: v0Usd('1') }], 'USD'],
		[{}, [{ ItemTax: v0Usd('1') }], 'USD'],
		[{ OrderTotal: v0Usd('1', ' ') }, [], null],
	])('name their currency: %j, %j', (order, items, currency) => {
		expect(older(order, items).currency).toBe(currency);
	});

	it('are those of the line, and of one unit only where it is one', () => {
		const line = (QuantityOrdered: number, more: object = {}) =>
			older({}, [{ QuantityOrdered, ItemPrice: v0Usd('6.00'), ...more }]).lines[0];
		expect(line(1)).toMatchObject({ unitPrice: '6.00', total: '6.00' });
		expect(line(2)).toMatchObject({ unitPrice: null, total: '6.00' });
		const more = {
			...{ OrderItemId: 'i', SellerSKU: 's', ASIN: 'a', Title: 't', QuantityShipped: 1 },
			...{ ItemTax: v0Usd('1'), PromotionDiscount: v0Usd('2') },
			BuyerRequestedCancel: { IsBuyerRequestedCancel: 'false' },
		};
		expect(line(2, more)).toMatchObject({
			...{ id: 'i', sku: 's', productId: 'a', title: 't', quantity: 2, quantityShipped: 1 },
			...{ tax: '1.00', discount: '2.00', statusRaw: null },
		});
	});
});

describe('promotions', () => {
	it('come once each, and without those that have no name', () => {
		expect(promotions(['A', null, 'B', 'A'])).toEqual(
			['A', 'B'].map((code) => ({
				...{ code, name: null, amount: null, fundedBy: 'unknown', level: 'line' },
			})),
		);
		const items = [
			{ PromotionIds: ['A', ' ', 'B'] },
			{ PromotionIds: 'C' },
			{ PromotionIds: ['A'] },
		];
		expect(older({}, items).discounts.map(({ code }) => code)).toEqual(['A', 'B']);
		const promotion = { breakdowns: [{ promotionId: 'A' }, { promotionId: '' }] };
		const orderItems = [{ promotion }, {}, { promotion: { breakdowns: [{ promotionId: 'B' }] } }];
		expect(newer({ orderItems }).discounts.map(({ code }) => code)).toEqual(['A', 'B']);
	});
});

describe('units', () => {
	it.each([
		[null, [], 'Amazon has sent no items'],
		[0, [], 'Amazon has sent no items'],
		[3, [1, 1], 'Amazon has sent 2 of 3 units'],
		[3, [1, 2], undefined],
		[3, [4], undefined],
		[3, [1, null], undefined],
		[null, [1], undefined],
	])('%j of %j', (units, quantities, reason) => {
		const missing = reason === undefined ? [] : [{ field: 'lines', reason }];
		expect(lackingItems(units, quantities)).toEqual(missing);
	});

	it('that are not told count for nothing', () => {
		expect([sum([]), sum([1, null, 2])]).toEqual([0, 3]);
	});

	it('of v0 are those that were sent and those that were not', () => {
		const told = (order: object) =>
			entries(older(order, [{ QuantityOrdered: 1 }, { QuantityOrdered: 1 }])).lines;
		expect(told({ NumberOfItemsShipped: 1, NumberOfItemsUnshipped: 2 })).toContain('2 of 3');
		expect(told({ NumberOfItemsShipped: 3 })).toContain('2 of 3');
		expect(told({ NumberOfItemsUnshipped: 3 })).toContain('2 of 3');
		expect(told({ NumberOfItemsUnshipped: 2 })).toBeUndefined();
		expect(told({})).toBeUndefined();
	});
});

describe('what is missing of 2026-01-01', () => {
	const ALL: Record<string, string[]> = {
		BUYER: ['buyer.name', 'buyer.email', 'buyer.company'],
		RECIPIENT: ['shippingAddress', 'buyer.note'],
		PROCEEDS: ['totals', 'taxes', 'lines.total'],
		PAYMENT: ['paymentMethod'],
		TAX: ['invoice', 'buyer.taxId'],
		FULFILLMENT: [
			...['status', 'paymentStatus', 'fulfillmentStatus', 'fulfilledBy', 'shipBy', 'deliverBy'],
		],
		PACKAGES: ['shipments'],
		PROMOTION: ['discounts'],
		CANCELLATION: ['lines.statusRaw'],
	};
	const item = { orderItemId: '1', quantityOrdered: 1 };
	const unasked = (facts: object, asked: string[]) =>
		pairs(newer({ orderItems: [item], ...facts }, asked))
			.filter(([, reason]) => reason === 'not requested')
			.map(([field]) => field);
	const NAMES = Object.keys(ALL);

	it.each(NAMES)('%s: its fields, where it was not asked for', (name) => {
		const others = NAMES.filter((one) => one !== name);
		expect(unasked({}, others)).toEqual(ALL[name]);
		expect(unasked({}, NAMES)).toEqual([]);
	});

	it.each(NAMES)('%s: nothing, where it has come all the same', (name) => {
		const part = { [name.toLowerCase()]: { x: 1 } };
		const isOfItems = name === 'PROMOTION' || name === 'CANCELLATION';
		const facts = isOfItems ? { orderItems: [item, { ...item, ...part }] } : part;
		expect(unasked(facts, [])).toEqual(
			NAMES.filter((one) => one !== name).flatMap((one) => ALL[one]),
		);
	});

	const asked = (facts: object, ...parts: string[]) =>
		entries(newer({ orderItems: [item], ...facts }, [...NAMES.filter((n) => n !== 'x'), ...parts]));
	const state = (fulfillmentStatus: string, fulfilledBy = 'MERCHANT') => ({
		fulfillment: { fulfillmentStatus, fulfilledBy },
	});
	const recipient = (deliveryAddress: object) => ({ recipient: { deliveryAddress } });

	it.each([
		[state('UNSHIPPED'), 'role', 'role', 'role'],
		[state('UNSHIPPED', 'AMAZON'), 'role', 'fulfilled by the marketplace', 'role'],
		[state('PENDING'), 'pending order', 'pending order', 'pending order'],
		[state('PENDING_AVAILABILITY'), 'pending order', 'pending order', 'pending order'],
		[state('CANCELLED', 'AMAZON'), 'cancelled order', 'cancelled order', 'cancelled order'],
	])('personal data of %j', (facts, name, email, address_) => {
		const told = asked(facts);
		expect(told['buyer.name']).toBe(name);
		expect(told['buyer.email']).toBe(email);
		expect(told.shippingAddress).toBe(address_);
		expect(told).not.toHaveProperty(['shippingAddress.name']);
		const whole = { buyer: { buyerName: 'N', buyerEmail: 'E' }, ...recipient({ name: 'N' }) };
		const less = asked({ ...facts, ...whole });
		for (const field of ['buyer.name', 'buyer.email', 'shippingAddress', 'shippingAddress.name'])
			expect(less).not.toHaveProperty([field]);
		// Not asked for, so nobody lacks a role.
		const { missing } = newer({ ...facts, orderItems: [item] }, ['FULFILLMENT']);
		expect(missing.map(({ reason }) => reason)).not.toContain('role');
	});

	it.each([
		[{ city: 'X' }, ['shippingAddress.name', 'shippingAddress.line1', 'shippingAddress.phone']],
		[{ name: 'N', addressLine1: '1', phone: 'T' }, []],
		[{ name: 'N', extendedFields: { streetName: 'R' }, phone: 'T' }, []],
		[{ name: 'N', addressLine1: '1' }, ['shippingAddress.phone']],
	])('of the address %j', (given, fields) => {
		const told = asked({ ...state('UNSHIPPED'), ...recipient(given) });
		const ofAddress = Object.keys(told).filter((field) => field.startsWith('shippingAddress'));
		expect(ofAddress).toEqual(fields);
		expect(ofAddress.map((field) => told[field])).toEqual(fields.map(() => 'role'));
	});

	it.each([
		[state('SHIPPED'), 'N', 'age'],
		[state('SHIPPED'), '', 'role'],
		[state('UNSHIPPED'), 'N', 'role'],
		[state('SHIPPED', 'AMAZON'), 'N', 'fulfilled by the marketplace'],
		[state('PENDING', 'AMAZON'), 'N', 'pending order'],
	])('the phone of %j, %j', (facts, name, reason) => {
		const told = asked({ ...facts, ...recipient({ name, city: 'X' }) });
		expect(told['shippingAddress.phone']).toBe(reason);
	});

	it('totals of pending orders, and parcels of orders that Amazon ships', () => {
		expect(asked(state('PENDING')).totals).toBe('pending order');
		expect(asked(state('UNSHIPPED')).totals).toContain('only amounts of its lines');
		const summed = { breakdowns: [{ type: 'ITEM', subtotal: usd('1') }] };
		expect(asked({ ...state('UNSHIPPED'), proceeds: summed })).not.toHaveProperty('totals');
		const priced = { ...state('PENDING'), proceeds: { grandTotal: usd('1') } };
		expect(asked(priced)).not.toHaveProperty('totals');
		const plain = newer({ ...state('PENDING'), proceeds: {}, orderItems: [item] }, ['FULFILLMENT']);
		expect(entries(plain)).not.toHaveProperty('totals');
		expect(asked(state('SHIPPED', 'AMAZON')).shipments).toBe('fulfilled by the marketplace');
		expect(asked(state('SHIPPED'))).not.toHaveProperty('shipments');
		const parcels = { ...state('SHIPPED', 'AMAZON'), packages: [{}] };
		expect(asked(parcels)).not.toHaveProperty('shipments');
		const none = newer({ ...state('SHIPPED', 'AMAZON'), packages: [], orderItems: [item] }, []);
		expect(entries(none)).not.toHaveProperty('shipments');
	});
});

describe('what is missing of v0', () => {
	const told = (order: object, asked: string[] = ['BUYER', 'RECIPIENT'], items: unknown[] = []) =>
		entries(older(order, items, asked));
	it.each([
		[{ OrderStatus: 'Unshipped' }, 'role', 'role', 'role'],
		[
			{ OrderStatus: 'Unshipped', FulfillmentChannel: 'AFN' },
			'role',
			'fulfilled by the marketplace',
			'role',
		],
		[{ OrderStatus: 'Pending' }, 'pending order', 'pending order', 'pending order'],
		[{ OrderStatus: 'PendingAvailability' }, 'pending order', 'pending order', 'pending order'],
		[{ OrderStatus: 'Canceled' }, 'cancelled order', 'cancelled order', 'cancelled order'],
	])('personal data of %j', (order, name, email, address_) => {
		const all = told(order);
		expect([all['buyer.name'], all['buyer.email'], all.shippingAddress]).toEqual([
			...[name, email, address_],
		]);
		expect(all).not.toHaveProperty(['shippingAddress.name']);
		const whole = {
			BuyerInfo: { BuyerName: 'N', BuyerEmail: 'E' },
			ShippingAddress: { Name: 'N', AddressLine1: '1', Phone: 'T' },
		};
		const fields = Object.keys(told({ ...order, ...whole })).filter((f) => /^(buyer|ship)/.test(f));
		expect(fields).toEqual([]);
	});

	it('is not of a role where it was not asked for', () => {
		const order = { OrderStatus: 'Unshipped', ShippingAddress: { City: 'X' } };
		expect(told(order, [])).toMatchObject({
			'buyer.name': 'not requested',
			'buyer.email': 'not requested',
			'shippingAddress.name': 'not requested',
			'shippingAddress.line1': 'not requested',
			'shippingAddress.phone': 'not requested',
		});
		expect(told(order, ['RECIPIENT'])).toMatchObject({
			'buyer.name': 'not requested',
			'shippingAddress.name': 'role',
			'shippingAddress.phone': 'role',
		});
		expect(told(order, ['BUYER'])).toMatchObject({
			'buyer.name': 'role',
			'shippingAddress.name': 'not requested',
		});
	});

	it.each([
		['Shipped', 'MFN', 'N', 'age'],
		['Shipped', 'MFN', '', 'role'],
		['Unshipped', 'MFN', 'N', 'role'],
		['Shipped', 'AFN', 'N', 'fulfilled by the marketplace'],
		['Pending', 'AFN', 'N', 'pending order'],
	])('the phone of %s, %s, %j', (OrderStatus, FulfillmentChannel, Name, reason) => {
		const ShippingAddress = { Name, City: 'X' };
		const all = told({ OrderStatus, FulfillmentChannel, ShippingAddress });
		expect(all['shippingAddress.phone']).toBe(reason);
	});

	it.each([
		['Shipped', 'MFN', 'Orders v0 has no packages'],
		['PartiallyShipped', 'MFN', 'Orders v0 has no packages'],
		['Shipped', 'AFN', 'fulfilled by the marketplace'],
		['Unshipped', 'MFN', undefined],
	])('parcels of %s, %s', (OrderStatus, FulfillmentChannel, reason) => {
		expect(told({ OrderStatus, FulfillmentChannel }).shipments).toBe(reason);
	});

	it('totals of pending orders, and prices of units', () => {
		expect(told({ OrderStatus: 'Pending' }).totals).toBe('pending order');
		expect(told({ OrderStatus: 'Pending', OrderTotal: v0Usd('1') }).totals).toBeUndefined();
		expect(told({ OrderStatus: 'Unshipped' }).totals).toContain('the total only');
		expect(told({ OrderStatus: 'Canceled' }).totals).toBeUndefined();
		const ofUnit = (items: unknown[]) => told({}, [], items)['lines.unitPrice'];
		const item = (QuantityOrdered: number, more: object = {}) => ({
			...{ QuantityOrdered, ItemPrice: v0Usd('4'), ...more },
		});
		expect(ofUnit([item(1), item(2)])).toBe('Orders v0 gives the price of the line only');
		expect(ofUnit([item(1, { ShippingPrice: v0Usd('1') })])).toBeUndefined();
		expect(ofUnit([{ QuantityOrdered: 2 }])).toBeUndefined();
	});
});

describe('an order of both versions', () => {
	it('names other orders once, and never itself', () => {
		const order = newer({
			orderAliases: [{ aliasId: 'W-1' }, { aliasId: ID }],
			associatedOrders: [{ orderId: 'R' }, { orderId: 'W-1' }],
			orderItems: [{ associatedOrderItems: [{ orderId: 'S' }, { orderId: '' }] }],
		});
		expect(order.relatedIds).toEqual(['W-1', 'R', 'S']);
		const item = { AssociatedItems: [{ OrderId: 'S' }, { OrderId: 'R' }] };
		const v0 = older({ SellerOrderId: ID, ReplacedOrderId: 'R' }, [item]);
		expect(v0.relatedIds).toEqual(['R', 'S']);
		expect(older({ SellerOrderId: 'W-1' }).relatedIds).toEqual(['W-1']);
	});

	it('tells its times, its account and who ships', () => {
		const fulfillment = {
			fulfilledBy: 'AMAZON',
			fulfillmentServiceLevel: 'STANDARD',
			shipByWindow: { earliestDateTime: '2026-01-01T00:00:00Z', latestDateTime: '' },
			deliverByWindow: { latestDateTime: '2026-01-04T00:00:00Z' },
		};
		const order = newer({ fulfillment, createdTime: '2026-01-01T08:00:00Z' }, [], 'A3');
		expect(order).toMatchObject({
			account: 'A3',
			fulfilledBy: 'marketplace',
			placedAt: '2026-01-01T08:00:00Z',
			eventKey: `amazon:${ID}:`,
			shipBy: { from: '2026-01-01T00:00:00Z', to: null },
			deliverBy: { from: null, to: '2026-01-04T00:00:00Z' },
			shipping: { methodId: 'STANDARD', method: null, carrier: null },
		});
		expect(newer({ fulfillment: { fulfilledBy: 'MERCHANT' } }).fulfilledBy).toBe('seller');
		const by = (FulfillmentChannel: string) => older({ FulfillmentChannel }).fulfilledBy;
		expect([by('AFN'), by('MFN'), by('X')]).toEqual(['marketplace', 'seller', 'unknown']);
		const { shipping, account, site } = older({
			ShipmentServiceLevelCategory: 'Standard',
			ShipServiceLevel: 'Std DE Dom',
			MarketplaceId: 'A1PA6795UKMFR9',
		});
		expect(shipping).toMatchObject({ methodId: 'Standard', method: 'Std DE Dom' });
		expect([account, site]).toEqual(['A3', 'A1PA6795UKMFR9']);
	});

	it('names the shipping where all parcels have the same, and leaves out those called off', () => {
		const parcel = (shippingService: string, carrier: string, status = 'SHIPPED') => ({
			...{ shippingService, carrier, packageStatus: { status } },
		});
		const of = (...packages: object[]) => newer({ packages });
		const same = of(parcel('A', 'UPS'), parcel('A', 'UPS'), parcel('B', 'DHL', 'CANCELLED'));
		expect(same.shipping).toMatchObject({ method: 'A', carrier: 'UPS' });
		expect(same.shipments).toHaveLength(2);
		const other = of(parcel('A', 'UPS'), parcel('B', 'DHL'));
		expect(other.shipping).toMatchObject({ method: null, carrier: null });
	});

	it('tells its parcels, with the items that have a number', () => {
		const packageItems = [{ orderItemId: '1', quantity: 2 }, { quantity: 1 }];
		const packages = [
			{
				...{ packageReferenceId: 'P', carrier: 'UPS', trackingNumber: 'T', packageItems },
				shipTime: '2026-01-02T00:00:00Z',
			},
		];
		expect(newer({ packages }).shipments).toEqual([
			{
				...{ id: 'P', carrier: 'UPS', trackingNumber: 'T', trackingUrl: null },
				shippedAt: '2026-01-02T00:00:00Z',
				lines: [{ lineId: '1', quantity: 2 }],
			},
		]);
	});

	it('has to be paid at the door where any item says so', () => {
		const shippingConstraints = { cashOnDelivery: 'MANDATORY' };
		const orderItems = [{}, { fulfillment: { shipping: { shippingConstraints } } }];
		const payment = { paymentExecutions: [{ paymentMethod: 'Card' }] };
		expect(newer({ orderItems, payment }).cashOnDelivery).toBe(true);
	});

	it.each([
		[{ cancellationExecution: { cancelledBy: 'X' }, cancellationRequest: { a: 1 } }, 'Execution'],
		[{ cancellationRequest: { requester: 'BUYER' } }, 'Request'],
		[{ cancellationRequest: {} }, undefined],
	])('tells that a buyer wants to cancel: %j', (cancellation, word) => {
		const { statusRaw } = newer({ orderItems: [{ cancellation }] }).lines[0];
		expect(statusRaw).toBe(word === undefined ? null : `cancellation${word}`);
	});
});

describe('a parcel', () => {
	const parcel = (status: string, detailedStatus?: string) => ({
		packageStatus: { status, detailedStatus },
	});
	const state = (fulfillmentStatus: string, ...packages: object[]) =>
		newer({ fulfillment: { fulfillmentStatus }, packages });

	it.each([
		['PENDING_SCHEDULE', 'PendingSchedule'],
		['PENDING_PICK_UP', 'PendingPickUp'],
		['PENDING_DROP_OFF', 'PendingDropOff'],
		['WAITING_FOR_PICK_UP', 'WaitingForPickUp'],
		['WAITING_FOR_DROP_OFF', 'Waiting for Drop-off'],
	])('that is packed, %s, shows that a pending order is paid for', (detailed, v0) => {
		const packed = parcel('PENDING', detailed);
		expect(state('PENDING', packed, packed).paymentStatus).toBe('paid');
		expect(state('PENDING_AVAILABILITY', packed).paymentStatus).toBe('paid');
		expect(state('PENDING', packed, parcel('PENDING')).paymentStatus).toBe('pending');
		expect(state('CANCELLED', packed).status).toBe('cancelled');
		const easy = { OrderStatus: 'Pending', EasyShipShipmentStatus: v0 };
		expect(older(easy).paymentStatus).toBe('paid');
	});

	it.each([
		['DELIVERED', undefined, 'delivered'],
		['DELIVERED', 'OUT_FOR_DELIVERY', 'delivered'],
		['IN_TRANSIT', 'DELIVERED_TO_BUYER', 'delivered'],
		['UNDELIVERABLE', 'RETURNED_TO_SELLER', 'returned'],
		['UNDELIVERABLE', undefined, 'fulfilled'],
	])('%s, %s tells of a shipped order: %s', (status, detailed, fulfillmentStatus) => {
		const one = parcel(status, detailed);
		expect(state('SHIPPED', one).fulfillmentStatus).toBe(fulfillmentStatus);
		// Of several, only where they agree; and only of an order that is sent as a whole.
		const mixed = state('SHIPPED', one, parcel('IN_TRANSIT')).fulfillmentStatus;
		expect(mixed).toBe('fulfilled');
		expect(state('PARTIALLY_SHIPPED', one).fulfillmentStatus).toBe('partial');
		expect(state('SHIPPED', one, parcel('CANCELLED')).fulfillmentStatus).toBe(fulfillmentStatus);
	});
});

describe('a change', () => {
	const PLACED = '2026-01-01T08:00:00Z';
	const at = (iso: string) => Date.parse(iso);
	const of = (facts: object) => toOrderChange({ orderId: ID, createdTime: PLACED, ...facts });
	const state = (fulfillmentStatus: string, ...packages: object[]) => ({
		...{ fulfillment: { fulfillmentStatus }, packages },
	});
	const placed = at(PLACED);

	it.each([
		['PENDING', { orderCreated: placed }],
		['UNSHIPPED', { orderCreated: placed, orderReadyToShip: null }],
		['PARTIALLY_SHIPPED', { orderCreated: placed, orderReadyToShip: placed }],
		['SHIPPED', { orderCreated: placed, orderReadyToShip: placed, orderShipped: null }],
		['CANCELLED', { orderCreated: placed, orderCancelled: null }],
		['UNFULFILLABLE', { orderCreated: placed }],
	])('of %s', (word, facts) => {
		expect(of(state(word)).facts).toEqual(facts);
	});

	it('tells when the last parcel was sent, and that a parcel has come back', () => {
		const parcel = (status: string, shipTime?: string, detailedStatus?: string) => ({
			...{ packageStatus: { status, detailedStatus }, shipTime },
		});
		const [first, last] = ['2026-01-02T08:00:00Z', '2026-01-03T08:00:00Z'];
		const sent = state(
			'SHIPPED',
			parcel('SHIPPED', last),
			parcel('SHIPPED', first),
			parcel('SHIPPED'),
		);
		expect(of(sent).facts.orderShipped).toBe(at(last));
		const calledOff = state('SHIPPED', parcel('SHIPPED', first), parcel('CANCELLED', last));
		expect(of(calledOff).facts.orderShipped).toBe(at(first));
		// It was sent before it arrived, nobody knows when.
		expect(of(state('SHIPPED', parcel('DELIVERED'))).facts.orderShipped).toBe(placed);
		const back = of(state('SHIPPED', parcel('UNDELIVERABLE', undefined, 'RETURNED_TO_SELLER')));
		expect(back.facts).toEqual({
			...{ orderCreated: placed, orderReadyToShip: placed, orderShipped: placed },
			orderReturned: null,
		});
	});

	it('is of the time of the change, else of the order', () => {
		const lastUpdatedTime = '2026-01-05T08:00:00.5Z';
		expect(of({ lastUpdatedTime })).toMatchObject({
			...{ id: ID, revision: lastUpdatedTime, at: at(lastUpdatedTime) },
			raw: { version: '2026-01-01', order: { orderId: ID } },
		});
		expect(of({})).toMatchObject({ revision: '', at: placed });
		expect(toOrderChange({ orderId: ID })).toMatchObject({ at: 0, facts: { orderCreated: null } });
		expect(toOrderChange({ a: 1 }).id).not.toBe(toOrderChange({ a: 2 }).id);
	});
});
