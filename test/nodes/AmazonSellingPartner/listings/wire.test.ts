import { describe, expect, it } from 'vitest';

import {
	isKeptByAmazon,
	type Listing,
	pageOf,
	toProduct,
	toTarget,
} from '../../../../nodes/AmazonSellingPartner/listings/wire';

const DE = 'A1PA6795UKMFR9';
const JP = 'A1VC38T7YXB528';

const summary = (changes: object = {}) => ({
	marketplaceId: DE,
	asin: 'B071VG5N9D',
	productType: 'LUGGAGE',
	status: ['BUYABLE', 'DISCOVERABLE'],
	itemName: 'Koffer',
	lastUpdatedDate: '2026-03-01T00:00:00Z',
	mainImage: { link: 'https://images.example/1.jpg' },
	...changes,
});
const offer = (amount: unknown, changes: object = {}) => ({
	marketplaceId: DE,
	offerType: 'B2C',
	price: { currencyCode: 'EUR', amount },
	...changes,
});
const listing = (changes: object = {}) =>
	({
		sku: 'KOFFER-1',
		summaries: [summary({ marketplaceId: 'ANOTHER', itemName: 'Case' }), summary()],
		offers: [offer('90', { offerType: 'B2B' }), offer('100.5')],
		fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT', quantity: 7 }],
		...changes,
	}) as unknown as Partial<Listing>;
const read = (changes: object = {}, site = DE) =>
	toProduct(listing(changes), { account: 'SELLER', site });

describe('a listing as product/1', () => {
	it('has what Amazon says of its site', () => {
		expect(read()).toEqual({
			...{ schema: 'product/1', marketplace: 'amazon', account: 'SELLER', site: DE },
			...{ id: 'KOFFER-1', variantId: null, sku: 'KOFFER-1', ean: null, title: 'Koffer' },
			...{ status: 'active', statusRaw: 'BUYABLE, DISCOVERABLE', quantity: 7 },
			...{ price: '100.50', currency: 'EUR', url: 'https://www.amazon.de/dp/B071VG5N9D' },
			...{ imageUrl: 'https://images.example/1.jpg', updatedAt: '2026-03-01T00:00:00Z' },
			missing: [{ field: 'ean', reason: 'Amazon does not give it with a listing' }],
		});
	});

	it.each([
		[['DISCOVERABLE'], 'inactive', 'DISCOVERABLE'],
		[[], 'inactive', null],
		[undefined, 'unknown', null],
	])('%j is %s', (status, known, statusRaw) => {
		expect(read({ summaries: [summary({ status })] })).toMatchObject({ status: known, statusRaw });
	});

	it('is empty where Amazon gives nothing', () => {
		expect(toProduct({ sku: 'A' }, { account: null, site: DE })).toMatchObject({
			...{ id: 'A', title: null, quantity: null, price: null, url: null, status: 'unknown' },
		});
	});

	it.each([
		['a number', { price: { currencyCode: 'EUR', amount: 9.9 } }, '9.90', 'EUR'],
		['another name of the currency', { price: { currency: 'USD', amount: '5' } }, '5.00', 'USD'],
		['no currency', { price: { amount: '5' } }, '5.00', 'EUR'],
	])('reads a price with %s', (_, changes, price, currency) => {
		expect(read({ offers: [offer('', changes)] })).toMatchObject({ price, currency });
	});

	it('has no decimals in Japan', () => {
		const offers = [offer('1980', { marketplaceId: JP, price: { amount: '1980' } })];
		expect(read({ offers }, JP)).toMatchObject({ price: '1980', currency: 'JPY' });
	});

	it('says that Amazon keeps the stock', () => {
		const fulfillmentAvailability = [{ fulfillmentChannelCode: 'AMAZON_EU' }];
		const { quantity, missing } = read({ fulfillmentAvailability });
		expect(quantity).toBeNull();
		expect(missing.at(-1)).toEqual({ field: 'quantity', reason: 'Amazon keeps the stock (FBA)' });
	});

	it('keeps a SKU as it is', () => {
		expect(read({ sku: ' 007 ' })).toMatchObject({ id: ' 007 ', sku: ' 007 ' });
		expect(read({ sku: 7 })).toMatchObject({ id: '7', sku: '7' });
	});
});

describe('what is written to', () => {
	it('has the stock, or the price with its currency', () => {
		const common = {
			...{ id: 'KOFFER-1', variantId: null, sku: 'KOFFER-1', site: DE },
			...{ productType: 'LUGGAGE', channels: ['DEFAULT'] },
		};
		expect(toTarget(listing(), DE, 'quantity')).toEqual({
			...common,
			...{ present: '7', currency: null },
		});
		expect(toTarget(listing(), DE, 'price')).toEqual({
			...common,
			...{ present: '100.5', currency: 'EUR' },
		});
	});

	it('has the stock of the seller, where Amazon has another', () => {
		const fulfillmentAvailability = [
			{ fulfillmentChannelCode: 'AMAZON_EU', quantity: 3 },
			{ fulfillmentChannelCode: 'DEFAULT', quantity: 4 },
		];
		expect(toTarget(listing({ fulfillmentAvailability }), DE, 'quantity')).toMatchObject({
			...{ present: '4', channels: ['AMAZON_EU', 'DEFAULT'] },
		});
	});

	it('has no price where there is none, but the currency of the site', () => {
		expect(toTarget(listing({ offers: [] }), DE, 'price')).toMatchObject({
			...{ present: null, currency: 'EUR' },
		});
	});
});

it.each([
	[[], false],
	[['DEFAULT'], false],
	[['AMAZON_NA'], true],
	[['DEFAULT', 'AMAZON_EU'], true],
	[['amazon_eu'], true],
])('stock of %j is kept by Amazon: %s', (channels, isKept) => {
	expect(isKeptByAmazon(channels)).toBe(isKept);
});

it('has no page without an ASIN or a known site', () => {
	expect(pageOf(null, DE)).toBeNull();
	expect(pageOf('B0', 'X')).toBeNull();
});
