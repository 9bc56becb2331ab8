import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';

const ALL = { account: null, changedAt: () => undefined, linesComplete: true };
const SENT = '2026-11-25T10:00:00.000+09:00';

const line = (productOrderId: string, delivery: object = {}, more: object = {}) => ({
	order: { orderId: '1', paymentDate: SENT },
	productOrder: { productOrderId, productOrderStatus: 'DELIVERING', quantity: 3 },
	delivery,
	...more,
});
const of = (...lines: object[]) => toOrder(lines, ALL).shipments;

describe('a parcel', () => {
	const parcel = { deliveryCompany: 'HANJIN', trackingNumber: '77', sendDate: SENT };

	it('is told with all that Naver knows of it', () => {
		expect(of(line('a', parcel))).toEqual([
			{
				id: null,
				carrier: 'HANJIN',
				trackingNumber: '77',
				trackingUrl: null,
				shippedAt: SENT,
				lines: [{ lineId: 'a', quantity: 3 }],
			},
		]);
	});

	it('is another one with another courier, though the number is the same', () => {
		const [one, two] = of(line('a', parcel), line('b', { ...parcel, deliveryCompany: 'CJGLS' }));
		expect([one.carrier, two.carrier]).toEqual(['HANJIN', 'CJGLS']);
	});

	it('without a number is one for each line', () => {
		const unnumbered = { sendDate: SENT };
		expect(of(line('a', unnumbered), line('b', unnumbered)).map(({ lines }) => lines)).toEqual([
			[{ lineId: 'a', quantity: 3 }],
			[{ lineId: 'b', quantity: 3 }],
		]);
	});

	it.each([
		[{ trackingNumber: '77' }, 1],
		[{ sendDate: SENT }, 1],
		[{ deliveryCompany: 'HANJIN' }, 0],
		[{}, 0],
	])('is there with a number or a time of dispatch: %j', (delivery, count) => {
		expect(of(line('a', delivery))).toHaveLength(count);
	});

	it('left in Korea, also where the offset is missing', () => {
		const [{ shippedAt }] = of(line('a', { ...parcel, sendDate: '2026-11-25T10:00:00' }));
		expect(shippedAt).toBe(SENT);
	});

	it('of a line without a number of its own is none', () => {
		expect(of({ ...line('a', parcel), productOrder: { quantity: 1 } })).toEqual([]);
	});

	it('holds what was not cancelled', () => {
		const completedClaims = [{ claimId: 'C1', claimStatus: 'CANCEL_DONE', requestQuantity: 1 }];
		const [{ lines }] = of(line('a', parcel, { completedClaims }));
		expect(lines).toEqual([{ lineId: 'a', quantity: 2 }]);
	});
});

describe('a parcel in exchange', () => {
	const exchange = {
		claimId: 'X1',
		claimStatus: 'EXCHANGE_DONE',
		requestQuantity: 2,
		reDeliveryCompany: 'CJGLS',
		reDeliveryTrackingNumber: '88',
		reDeliveryOperationDate: '2026-11-25T10:00:00',
	};

	it.each([
		['currentClaim', { currentClaim: { exchange } }],
		['beforeClaim', { beforeClaim: { exchange } }],
		['completedClaims', { completedClaims: [exchange] }],
	])('is told from %s, with its own courier, number, units and time', (_place, claims) => {
		expect(of(line('a', {}, claims))).toEqual([
			{
				id: null,
				carrier: 'CJGLS',
				trackingNumber: '88',
				trackingUrl: null,
				shippedAt: SENT,
				lines: [{ lineId: 'a', quantity: 2 }],
			},
		]);
	});

	it('without a number has not gone yet', () => {
		const waiting = { ...exchange, reDeliveryTrackingNumber: '' };
		expect(of(line('a', {}, { currentClaim: { exchange: waiting } }))).toEqual([]);
	});
});

describe('a line of an order', () => {
	const read = (product: object) =>
		toOrder([{ productOrder: { productOrderId: 'a', ...product } }], ALL).lines[0];

	it.each([
		[{ optionManageCode: 'M-L', sellerProductCode: 'M' }, { sku: 'M-L' }],
		[{ sellerProductCode: 'M' }, { sku: 'M' }],
		[{ optionManageCode: ' ', sellerProductCode: 'M' }, { sku: 'M' }],
		[{}, { sku: null, variantId: null, productId: null, offerId: null, title: null }],
		[{ optionCode: '1', itemNo: '2' }, { variantId: '1' }],
		[{ itemNo: '2' }, { variantId: '2' }],
		[{ originalProductId: 10000000101, productId: 10000000001 }, { productId: '10000000101' }],
		[{ originalProductId: 10000000101, productId: 10000000001 }, { offerId: '10000000001' }],
		[{ productName: '머그컵' }, { title: '머그컵' }],
		[{ skuMappings: [{ nsBarcode: '8800000000017' }] }, { ean: '8800000000017' }],
		[{ skuMappings: [{ nsBarcode: '1' }, { nsBarcode: '2' }] }, { ean: null }],
		[{ skuMappings: [] }, { ean: null }],
	])('of %j is %j', (product, expected) => {
		expect(read(product)).toMatchObject(expected);
	});
});
