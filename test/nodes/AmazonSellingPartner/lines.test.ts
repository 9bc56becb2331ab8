import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/AmazonSellingPartner/orders/mapping';
import { toOrderOfReport } from '../../../nodes/AmazonSellingPartner/orders/reports/mapping';
import type { ReportRow } from '../../../nodes/AmazonSellingPartner/orders/reports/file';
import { toOrderV0 } from '../../../nodes/AmazonSellingPartner/orders/v0/mapping';

const CONTEXT = { account: null, includedData: ['FULFILLMENT', 'PACKAGES', 'BUYER', 'PROCEEDS'] };
const ID = '902-3159896-1390916';
const usd = (amount: string) => ({ amount, currencyCode: 'USD' });
const v0Usd = (Amount: string) => ({ Amount, CurrencyCode: 'USD' });
const reasons = ({ missing }: Order) =>
	missing.filter(({ field }) => field === 'lines').map(({ reason }) => reason);

describe('keys of charges', () => {
	it('of v0 name their item, and do not depend on the others', () => {
		const item = (OrderItemId: string, more: object = {}) => ({
			OrderItemId,
			ShippingPrice: v0Usd('4.00'),
			CODFee: v0Usd('1.00'),
			BuyerInfo: { GiftWrapPrice: v0Usd('2.00') },
			...more,
		});
		const read = (...items: object[]) =>
			toOrderV0({ order: { AmazonOrderId: ID }, items }, CONTEXT).lines;
		const charges = read(item('1'), item('2')).slice(2);
		expect(charges.map(({ key, parentId }) => [key, parentId])).toEqual([
			['shipping:1:ShippingPrice', '1'],
			['fee:1:GiftWrapPrice', '1'],
			['fee:1:CODFee', '1'],
			['shipping:2:ShippingPrice', '2'],
			['fee:2:GiftWrapPrice', '2'],
			['fee:2:CODFee', '2'],
		]);
		const free = { ShippingPrice: v0Usd('0.00') };
		const kept = read(item('2'), item('1', free)).map(({ key }) => key);
		expect(kept).toContain('fee:1:CODFee');
		expect(kept).not.toContain('shipping:1:ShippingPrice');
	});

	it('of 2026-01-01 name their item where the order has no sums', () => {
		const item = (orderItemId: string) => ({
			orderItemId,
			proceeds: {
				breakdowns: [
					{ type: 'GIFT_WRAP', subtotal: usd('1.00') },
					{ type: 'SHIPPING', subtotal: usd('4.00') },
				],
			},
		});
		const facts = { orderId: ID, orderItems: [item('1'), item('2')] };
		const charges = toOrder(facts, CONTEXT).lines.slice(2);
		expect(charges.map(({ key, parentId }) => [key, parentId])).toEqual([
			['fee:1:GIFT_WRAP', '1'],
			['shipping:1:SHIPPING', '1'],
			['fee:2:GIFT_WRAP', '2'],
			['shipping:2:SHIPPING', '2'],
		]);
		const breakdowns = [{ type: 'COD_FEE', subtotal: usd('2.00') }];
		const summed = toOrder({ ...facts, proceeds: { breakdowns } }, CONTEXT).lines.slice(2);
		expect(summed.map(({ key, parentId }) => [key, parentId])).toEqual([['fee:COD_FEE', null]]);
	});

	it('of a report are the same in whatever order its rows come', () => {
		const row = (more: object): ReportRow => ({
			'amazon-order-id': ID,
			quantity: '1',
			'shipping-price': '4.99',
			...more,
		});
		const rows = [
			row({ sku: 'A', asin: 'B0SANDBX01' }),
			row({ sku: 'A', asin: 'B0SANDBX01', quantity: '2' }),
			row({ sku: 'A', asin: 'B0SANDBX01', quantity: '2' }),
			row({ sku: '', asin: 'B0SANDBX02', 'gift-wrap-price': '3.00' }),
			row({ sku: 'B', asin: 'B0SANDBX01', 'gift-wrap-price': '0.00' }),
			row({ sku: '', asin: '' }),
		];
		const read = (given: ReportRow[]) =>
			toOrderOfReport(given, { account: null, sites: [] })
				.lines.map(({ key, kind, sku, quantity, total }) =>
					JSON.stringify([key, kind, sku, quantity, total]),
				)
				.toSorted();
		const keys = toOrderOfReport(rows, { account: null, sites: [] }).lines.map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).toContain('product:A');
		expect(keys).toContain('shipping:A:shipping-price');
		expect(keys).toContain('fee:B0SANDBX02:gift-wrap-price');
		const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
		fc.assert(
			fc.property(shuffled, (given) => {
				expect(read(given)).toEqual(read(rows));
			}),
		);
	});
});

describe('what a packer has to see', () => {
	const options = (order: Order) =>
		Object.fromEntries(order.lines[0].options.map(({ name, value }) => [name, value]));
	const expected = { iossNumber: 'IM2760000742', purchaseOrderNumber: 'PO 4/11' };

	it('is on the line: IOSS number and purchase order number', () => {
		const facts = {
			buyer: { buyerPurchaseOrderNumber: 'PO 4/11' },
			orderItems: [
				{ fulfillment: { shipping: { internationalShipping: { iossNumber: 'IM2760000742' } } } },
			],
		};
		expect(options(toOrder(facts, CONTEXT))).toEqual(expected);
		const v0 = {
			order: { BuyerInfo: { PurchaseOrderNumber: 'PO 4/11' } },
			items: [{ IossNumber: 'IM2760000742' }],
		};
		expect(options(toOrderV0(v0, CONTEXT))).toEqual(expected);
		const row = {
			'amazon-order-id': ID,
			'ioss-number': 'IM2760000742',
			'purchase-order-number': 'PO 4/11',
		};
		expect(options(toOrderOfReport([row], { account: null, sites: [] }))).toEqual(expected);
	});
});

it('says that an order of v0 is a gift, also where its words are personal data', () => {
	const read = (item: object) => toOrderV0({ order: {}, items: [item] }, CONTEXT).lines[0].options;
	expect(read({ IsGift: 'true' })).toEqual([{ name: 'gift', value: 'true' }]);
	expect(read({ IsGift: 'false' })).toEqual([]);
	expect(read({ IsGift: 'true', BuyerInfo: { GiftWrapLevel: 'BLUE' } })).toEqual([
		{ name: 'giftWrapLevel', value: 'BLUE' },
	]);
});

describe('money that came before the cash at the door', () => {
	const v0 = (...entries: Array<[string, string]>) =>
		toOrderV0(
			{
				order: {
					OrderStatus: 'Unshipped',
					PaymentMethod: 'COD',
					PaymentExecutionDetail: entries.map(([PaymentMethod, Amount]) => ({
						PaymentMethod,
						Payment: v0Usd(Amount),
					})),
				},
			},
			CONTEXT,
		);
	const newer = (...entries: Array<[string, string]>) =>
		toOrder(
			{
				fulfillment: { fulfillmentStatus: 'UNSHIPPED' },
				payment: {
					paymentExecutions: entries.map(([paymentMethod, amount]) => ({
						paymentMethod,
						paymentAmount: usd(amount),
					})),
				},
			},
			CONTEXT,
		);

	it.each([
		[v0(['GC', '5.00'], ['COD', '10.00']), 'partiallyPaid', '5.00'],
		[v0(['GC', '0.00'], ['COD', '10.00']), 'unpaid', null],
		[v0(['COD', '10.00']), 'unpaid', null],
		[newer(['GiftCard', '5.00'], ['CashOnDelivery', '10.00']), 'partiallyPaid', '5.00'],
		[newer(['CashOnDelivery', '10.00']), 'unpaid', null],
		[newer(['CreditCard', '10.00']), 'paid', '10.00'],
		[newer(['CreditCard', '10.00'], ['GiftCard', '5.00']), 'paid', null],
	])('is counted', (order, paymentStatus, paid) => {
		expect(order.paymentStatus).toBe(paymentStatus);
		expect(order.totals.paid).toBe(paid);
		const isUnsummed = paymentStatus === 'paid' && paid === null;
		expect(order.missing.some(({ field }) => field === 'totals.paid')).toBe(isUnsummed);
	});
});

it('says that an amount comes in parts, and does not take one of them for the sum', () => {
	const list = ['FINALIZED', 'PENDING'].map((status) => ({
		type: 'ITEM',
		status,
		subtotal: usd('5.00'),
	}));
	const facts = {
		proceeds: { breakdowns: list },
		orderItems: [{ proceeds: { breakdowns: list } }],
	};
	const order = toOrder(facts, CONTEXT);
	expect([order.totals.items, order.lines[0].total, order.currency]).toEqual([null, null, 'USD']);
	const told = order.missing.filter(({ reason }) => reason === 'Amazon gives the amount in parts');
	expect(told.map(({ field }) => field)).toEqual(['totals.items', 'lines.total']);
});

it('keeps the district of an address beside its region', () => {
	const address = {
		addressLine1: '1 Nile St',
		city: 'Cairo',
		stateOrRegion: 'Cairo',
		districtOrCounty: 'Nasr City',
	};
	const read = (deliveryAddress: object) =>
		toOrder({ recipient: { deliveryAddress } }, CONTEXT).shippingAddress;
	expect(read(address)).toMatchObject({ region: 'Cairo', line3: 'Nasr City' });
	expect(read({ ...address, stateOrRegion: '' })).toMatchObject({
		region: 'Nasr City',
		line3: null,
	});
	const v0 = {
		AddressLine1: '1 Nile St',
		City: 'Cairo',
		StateOrRegion: 'Cairo',
		District: 'Nasr City',
	};
	const { shippingAddress } = toOrderV0({ order: { ShippingAddress: v0 } }, CONTEXT);
	expect(shippingAddress).toMatchObject({ region: 'Cairo', line3: 'Nasr City' });
});

describe('an order of 2026-01-01 that lists fewer items than it has', () => {
	const item = (orderItemId: string, quantityOrdered = 1) => ({ orderItemId, quantityOrdered });
	const parcel = (orderItemId: string, status = 'SHIPPED') => ({
		packageStatus: { status },
		packageItems: [{ orderItemId, quantity: 1 }],
	});

	it.each([
		[{}, ['Amazon has sent no items']],
		[{ orderItems: null }, ['Amazon has sent no items']],
		[{ orderItems: [] }, ['Amazon has sent no items']],
		[{ orderItems: [item('1')], numberOfItemsUnshipped: 3 }, ['Amazon has sent 1 of 3 units']],
		[
			{ orderItems: [item('1')], numberOfItemsShipped: 1, numberOfItemsUnshipped: 1 },
			['Amazon has sent 1 of 2 units'],
		],
		[
			{ orderItems: [item('1')], packages: [parcel('2')] },
			['Amazon has sent fewer items than are in the parcels'],
		],
		[{ orderItems: [item('1')], packages: [parcel('2', 'CANCELLED'), parcel('1')] }, []],
		[{ orderItems: [item('1', 3)], numberOfItemsUnshipped: 2 }, []],
		[{ orderItems: [{ orderItemId: '1' }], numberOfItemsUnshipped: 2 }, []],
	])('says so: %j', (facts, expected) => {
		expect(reasons(toOrder({ orderId: ID, ...facts }, CONTEXT))).toEqual(expected);
	});
});
