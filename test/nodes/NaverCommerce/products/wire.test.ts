import { describe, expect, it } from 'vitest';

import {
	asSent,
	changedAt,
	channelNumbersOf,
	entriesOf,
	type Entry,
	type Found,
	optionsOf,
	type Origin,
	priceOf,
	toProduct,
} from '../../../../nodes/NaverCommerce/products/wire';

const channel = {
	channelProductNo: 5001,
	channelServiceType: 'STOREFARM',
	name: '머그컵',
	sellerManagementCode: 'MUG',
	statusType: 'SALE',
	salePrice: 12_900,
	discountedPrice: 9900,
	stockQuantity: 7,
	representativeImage: { url: 'https://shop-phinf.example/1.jpg' },
	modifiedDate: '2026-11-20T10:00:00.000+09:00',
};
const found: Found = { originProductNo: 4001, channelProducts: [channel] };
const window = {
	...channel,
	channelProductNo: 5002,
	channelServiceType: 'WINDOW',
	name: '다른 이름',
};

/** What Naver sends need not be what it says that it sends. */
const entry = (changes: object, origin?: object, option?: object): Entry => ({
	found: { ...found, channelProducts: [{ ...channel, ...changes }] },
	...(origin ? { origin: origin as Partial<Origin> } : {}),
	...(option ? { option } : {}),
});
const withOptions = (optionInfo: object, more: object = {}) =>
	({ salePrice: 5000, ...more, detailAttribute: { optionInfo } }) as unknown as Partial<Origin>;

describe('a product as product/1', () => {
	it('is before discounts, in won, and says what was not read', () => {
		expect(toProduct({ found }, 'me')).toEqual({
			schema: 'product/1',
			marketplace: 'naver',
			account: 'me',
			site: null,
			id: '4001',
			variantId: null,
			sku: 'MUG',
			ean: null,
			title: '머그컵',
			status: 'active',
			statusRaw: 'SALE',
			quantity: 7,
			price: '12900',
			currency: 'KRW',
			url: null,
			imageUrl: 'https://shop-phinf.example/1.jpg',
			updatedAt: '2026-11-20T10:00:00.000+09:00',
			missing: [
				{ field: 'variantId', reason: expect.stringContaining('Read Options') as string },
				{ field: 'ean', reason: expect.stringContaining('Read Options') as string },
			],
		});
	});

	it('is what the product itself says, where that was read', () => {
		const origin = {
			name: '머그컵 (새)',
			statusType: 'OUTOFSTOCK',
			stockQuantity: 0,
			salePrice: 13_000,
			detailAttribute: { sellerCodeInfo: { sellerBarcode: '8801234567893' } },
		};
		expect(toProduct(entry({}, origin), null)).toMatchObject({
			title: '머그컵 (새)',
			status: 'inactive',
			statusRaw: 'OUTOFSTOCK',
			quantity: 0,
			price: '13000',
			ean: '8801234567893',
			sku: 'MUG',
			missing: [],
		});
	});

	it('is that of the Smart Store, where a window shop has it, too', () => {
		const both = { ...found, channelProducts: [window, channel] };
		expect(toProduct({ found: both }, null).title).toBe('머그컵');
		expect(toProduct({ found: { ...found, channelProducts: [window] } }, null).title).toBe(
			'다른 이름',
		);
		expect(channelNumbersOf(both)).toEqual(['5002', '5001']);
	});

	it.each([
		['WAIT', 'draft'],
		['UNADMISSION', 'draft'],
		['REJECTION', 'draft'],
		['SALE', 'active'],
		['OUTOFSTOCK', 'inactive'],
		['SUSPENSION', 'inactive'],
		['PROHIBITION', 'inactive'],
		['CLOSE', 'ended'],
		['DELETE', 'ended'],
		['NEWWORD', 'unknown'],
	])('has for the status %s the word %s', (statusType, status) => {
		expect(toProduct(entry({ statusType }), null)).toMatchObject({ status, statusRaw: statusType });
	});

	it.each([
		[
			{ stockQuantity: null, salePrice: null },
			{ quantity: null, price: null },
		],
		[{ stockQuantity: 0 }, { quantity: 0 }],
		[{ sellerManagementCode: '' }, { sku: null }],
		[{ sellerManagementCode: '00123' }, { sku: '00123' }],
		[
			{ representativeImage: null, modifiedDate: null },
			{ imageUrl: null, updatedAt: null },
		],
	])('of %j is %j', (changes, expected) => {
		expect(toProduct(entry(changes), null)).toMatchObject(expected);
	});

	it.each([[{}], [{ channelProducts: null }], [{ channelProducts: [null] }]])(
		'of next to nothing (%j) is nothing',
		(changes) => {
			const bare = { originProductNo: 1, ...changes } as unknown as Found;
			expect(toProduct({ found: bare }, null)).toMatchObject({
				id: '1',
				sku: null,
				status: 'unknown',
			});
			expect([changedAt(bare), channelNumbersOf(bare)]).toEqual([null, []]);
		},
	);
});

describe('options', () => {
	const origin = withOptions({
		optionCombinations: [
			{
				id: 1,
				stockQuantity: 2,
				price: 700,
				sellerManagerCode: 'MUG-B',
				optionName1: '파랑',
				optionName2: 'L',
			},
			{ id: 2, stockQuantity: 0, price: -500, usable: false },
		],
	});

	it('are an item each, with what they cost more or less', () => {
		const items = entriesOf(found, origin).map((one) => toProduct(one, null));
		expect(items).toMatchObject([
			{
				id: '4001',
				variantId: '1',
				sku: 'MUG-B',
				quantity: 2,
				price: '5700',
				title: '머그컵 (파랑 / L)',
			},
			{ id: '4001', variantId: '2', sku: null, quantity: 0, price: '4500', status: 'inactive' },
		]);
	});

	it('of the standard kind cost what the product costs', () => {
		const standard = withOptions({ optionStandards: [{ id: 3, stockQuantity: 4 }] });
		const [only] = entriesOf(found, standard);
		expect(toProduct(only, null)).toMatchObject({ variantId: '3', price: '5000', quantity: 4 });
	});

	it.each([[{ optionSimple: [{ id: 9 }], optionCustom: [{ id: 8 }] }], [{}], [null]])(
		'without a stock of their own are none: %j',
		(optionInfo) => {
			const simple = withOptions(optionInfo as object);
			expect(optionsOf(simple)).toEqual([]);
			expect(entriesOf(found, simple)).toHaveLength(1);
		},
	);

	it('have no price where the product has none', () => {
		const nothing = withOptions({}, { salePrice: null });
		expect(priceOf({ found: {}, origin: nothing, option: { id: 1, price: 100 } })).toBeNull();
	});

	it('are sent as part of their product, once', () => {
		const entries = entriesOf(found, origin);
		expect(asSent(entries[0])).toEqual({ ...found, originProduct: origin });
		expect(asSent({ found })).toBe(found);
	});
});
