import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { naver, type NaverGrant, type NaverSettings } from '../../sandbox/naver/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
let now = START;
let server: MarketplaceServer;
let settings: NaverSettings;
let grant: NaverGrant;

/** What an API answers has no type of ours. */
type Json = any;

beforeEach(async () => {
	now = START;
	settings = {
		...DEFAULTS,
		orders: 10,
		quotaScale: 1000,
		now: () => now,
		catalogue: [
			{ sku: 'A', stock: 3, price: 1000 },
			{ sku: 'B', stock: 0, price: 2000, discount: { value: 10, unitType: 'PERCENT' } },
			{
				sku: 'C',
				price: 5000,
				discount: { value: 500, unitType: 'WON' },
				options: [
					{ sku: 'C-1', stock: 4 },
					{ sku: 'C-2', stock: 6, surcharge: 700, usable: false },
				],
			},
			{ sku: 'AB', stock: 9, price: 900, inWindow: true },
		],
	};
	server = await startServer(naver(settings), settings);
	grant = server.backend.grant({ expired: false }) as unknown as NaverGrant;
});
afterEach(async () => await server.close());

async function api(method: string, path: string, body?: unknown) {
	const headers = {
		authorization: `Bearer ${grant.accessToken}`,
		...(body === undefined ? {} : { 'content-type': 'application/json' }),
	};
	const text = body === undefined ? undefined : JSON.stringify(body);
	const response = await fetch(`${server.url}/external${path}`, { method, headers, body: text });
	return { status: response.status, body: (await response.json()) as Json };
}

const search = async (body: object = {}) => await api('POST', '/v1/products/search', body);
const codes = (answer: Json) =>
	answer.body.contents.map(({ channelProducts }: Json) => channelProducts[0].sellerManagementCode);
const ORIGIN = '/v1/products/origin-products';
const update = async (...multiProductUpdateRequestVos: object[]) =>
	await api('PATCH', `${ORIGIN}/multi-update`, { multiProductUpdateRequestVos });
const offers = () => server.backend.offers?.() ?? [];
const offer = (sku: string) => offers().find((one) => one.sku === sku);
const numberOf = (sku: string) => Number(offer(sku)?.id);
const stock = (sku: string, stockQuantity: number, ...more: string[]) => ({
	originProductNo: numberOf(sku),
	multiUpdateTypes: ['STOCK', ...more],
	stockQuantity,
});

describe('Reading products', () => {
	it('lists the newest first, page by page, also what has two channels once', async () => {
		const first = await search({ page: 1, size: 3 });
		expect(codes(first)).toEqual(['AB', 'C', 'B']);
		expect(first.body).toMatchObject({ totalElements: 4, totalPages: 2, last: false });
		expect(first.body.contents[0].channelProducts).toHaveLength(2);
		const second = await search({ page: 2, size: 3 });
		expect(codes(second)).toEqual(['A']);
		expect(second.body.last).toBe(true);
	});

	it('finds by code more than what is equal, and by numbers', async () => {
		const found = await search({ searchKeywordType: 'SELLER_CODE', sellerManagementCode: 'A' });
		expect(codes(found)).toEqual(['AB', 'A']);
		const originProductNos = [numberOf('B')];
		const byNumber = await search({ searchKeywordType: 'PRODUCT_NO', originProductNos });
		expect(codes(byNumber)).toEqual(['B']);
		expect(byNumber.body.contents[0].channelProducts[0]).toMatchObject({
			statusType: 'OUTOFSTOCK',
			salePrice: 2000,
			discountedPrice: 1800,
		});
	});

	it('filters by status and by day', async () => {
		expect(codes(await search({ productStatusTypes: ['OUTOFSTOCK'] }))).toEqual(['B']);
		const day = { periodType: 'PROD_MOD_DAY', fromDate: '2026-11-21', toDate: '2026-11-22' };
		expect(codes(await search(day))).toEqual([]);
	});

	it('refuses in the words of product APIs', async () => {
		const { status, body } = await search({ size: 501 });
		expect(status).toBe(400);
		expect(body).toMatchObject({ code: 'BAD_REQUEST', invalidInputs: [{ name: 'size' }] });
	});

	it('shows options in the product alone, by either number', async () => {
		const no = numberOf('C-1');
		const { body } = await api('GET', `/v2/products/origin-products/${no}`);
		expect(body.originProduct).toMatchObject({ stockQuantity: 10, salePrice: 5000 });
		const { optionCombinations } = body.originProduct.detailAttribute.optionInfo;
		expect(optionCombinations[1]).toMatchObject({
			sellerManagerCode: 'C-2',
			stockQuantity: 6,
			price: 700,
			usable: false,
		});
		expect((await api('GET', `/v2/products/channel-products/${no + 1}`)).body).toEqual(body);
		expect((await api('GET', `/v2/products/origin-products/${no + 1}`)).status).toBe(404);
	});

	it('lists what is new by the next page, and moves up what stood behind a deleted one', async () => {
		settings.catalogueMoves = 'adds';
		const first = codes(await search({ size: 2 }));
		expect(codes(await search({ size: 2, page: 2 }))[0]).toBe(first[1]);
		settings.catalogueMoves = 'removes';
		const before = codes(await search());
		const read = [
			...codes(await search({ size: 2 })),
			...codes(await search({ size: 2, page: 2 })),
		];
		const left = codes(await search());
		expect(left.filter((code: string) => !read.includes(code)).length).toBeGreaterThan(0);
		expect(left.length).toBeLessThan(before.length);
	});

	it('shows in the list later what has changed', async () => {
		settings.indexLagMs = 60_000;
		await update(stock('A', 8));
		const quantity = async () =>
			(await search()).body.contents.at(-1).channelProducts[0].stockQuantity;
		expect(await quantity()).toBe(3);
		now += 60_001;
		expect(await quantity()).toBe(8);
	});

	it('has no products without the API group', async () => {
		settings.apiGroups = ['주문 판매자'];
		expect(await search()).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
	});
});

describe('Many products at once', () => {
	it('writes stock and price, and ends the sale of what has none', async () => {
		const price = { productSalePrice: { salePrice: 1500 } };
		const answer = await update({ ...stock('A', 0, 'SALE_PRICE'), ...price }, stock('AB', 2));
		expect(answer).toMatchObject({ status: 200, body: { data: {} } });
		expect(offer('A')).toMatchObject({ quantity: 0, price: '1500', status: 'OUTOFSTOCK' });
		expect(offer('AB')).toMatchObject({ quantity: 2, written: { quantity: [2], price: [] } });
	});

	it('opens nothing by a stock alone', async () => {
		await update(stock('B', 5));
		expect(offer('B')).toMatchObject({ quantity: 5, status: 'OUTOFSTOCK' });
		await update(stock('B', 5, 'PRODUCT_STATUS_SALE'));
		expect(offer('B')?.status).toBe('SALE');
		settings.stockReopens = true;
		await update(stock('B', 0));
		await update(stock('B', 1));
		expect(offer('B')?.status).toBe('SALE');
	});

	it('does nothing because of one that cannot be done, or only what stands before it', async () => {
		const nobody = { ...stock('A', 7), originProductNo: 1 };
		expect((await update(stock('A', 7), nobody)).status).toBe(400);
		expect(offer('A')?.quantity).toBe(3);
		settings.multiUpdateFailure = 'untilThere';
		expect((await update(stock('A', 7), nobody, stock('AB', 7))).status).toBe(400);
		expect([offer('A')?.quantity, offer('AB')?.quantity]).toEqual([7, 9]);
	});

	it('takes no stock for a product with options, or loses it', async () => {
		expect((await update(stock('C-1', 5))).status).toBe(400);
		settings.stockOfOptionProducts = 'ignored';
		expect((await update(stock('C-1', 5))).status).toBe(200);
		expect([offer('C-1')?.quantity, offer('C-2')?.quantity]).toEqual([4, 6]);
	});

	it.each([[-1], [1.5], ['3'], [null], [100_000_000]])('refuses %j pieces', async (pieces) => {
		expect((await update(stock('A', pieces as number))).status).toBe(400);
		expect(offer('A')?.quantity).toBe(3);
	});

	it('refuses the same product twice, and more than it takes', async () => {
		expect((await update(stock('A', 1), stock('A', 2))).status).toBe(400);
		settings.multiUpdateMost = 1;
		expect((await update(stock('A', 1), stock('AB', 2))).status).toBe(400);
	});
});

describe('Options', () => {
	const put = async (body: object) =>
		await api('PUT', `${ORIGIN}/${numberOf('C-1')}/option-stock`, body);
	const [one, two] = [1, 2].map((i) => (): number => numberOf('C-1') * 10 + i);

	it('takes all values as they are sent', async () => {
		const immediateDiscountPolicy = { discountMethod: { value: 500, unitType: 'WON' } };
		const optionCombinations = [
			{ id: one(), stockQuantity: 1, price: 0, usable: true },
			{ id: two(), stockQuantity: 6, price: 700, usable: false },
		];
		const optionInfo = { optionCombinations, useStockManagement: true };
		const { status, body } = await put({ optionInfo, immediateDiscountPolicy });
		expect(status).toBe(200);
		expect(body.originProduct.stockQuantity).toBe(7);
		expect(body.originProduct.customerBenefit.immediateDiscountPolicy).toEqual(
			immediateDiscountPolicy,
		);
		expect(offer('C-2')).toMatchObject({ quantity: 6, price: '5700' });
	});

	it('writes 0 for what is left out, and drops the discount', async () => {
		const optionCombinations = [{ id: one(), stockQuantity: 1 }];
		const { body } = await put({ optionInfo: { optionCombinations, useStockManagement: true } });
		expect([offer('C-1')?.quantity, offer('C-2')?.quantity]).toEqual([1, 0]);
		expect(offer('C-2')?.price).toBe('5000');
		expect(body.originProduct.customerBenefit).toBeUndefined();
	});

	it('counts no stock where nobody says that it does', async () => {
		await put({ optionInfo: { optionCombinations: [{ id: one(), stockQuantity: 1 }] } });
		expect([offer('C-1')?.quantity, offer('C-2')?.quantity]).toEqual([9999, 9999]);
	});

	it('refuses an unknown option, one twice, and a discount that begins at any minute', async () => {
		const useStockManagement = true;
		for (const ids of [[1], [one(), one()]]) {
			const optionCombinations = ids.map((id) => ({ id, stockQuantity: 1 }));
			expect((await put({ optionInfo: { optionCombinations, useStockManagement } })).status).toBe(
				400,
			);
		}
		const discountMethod = {
			value: 1,
			unitType: 'WON',
			startDate: '2026-11-20T10:05:00.000+09:00',
		};
		const optionInfo = { optionCombinations: [{ id: one() }], useStockManagement };
		const { status } = await put({ optionInfo, immediateDiscountPolicy: { discountMethod } });
		expect(status).toBe(400);
	});
});

describe('Status', () => {
	const put = async (sku: string, body: object) =>
		await api('PUT', `${ORIGIN}/${numberOf(sku)}/change-status`, body);

	it('needs a stock to open what is sold out, and takes all that there is to close it', async () => {
		expect((await put('B', { statusType: 'SALE' })).status).toBe(400);
		expect((await put('B', { statusType: 'SALE', stockQuantity: 0 })).status).toBe(200);
		expect(offer('B')?.status).toBe('OUTOFSTOCK');
		await put('B', { statusType: 'SALE', stockQuantity: 2 });
		expect(offer('B')).toMatchObject({ status: 'SALE', quantity: 2 });
		await put('A', { statusType: 'OUTOFSTOCK' });
		expect(offer('A')).toMatchObject({ status: 'OUTOFSTOCK', quantity: 0 });
		await put('AB', { statusType: 'SUSPENSION' });
		expect(offer('AB')).toMatchObject({ status: 'SUSPENSION', quantity: 9 });
	});
});

it('holds as many products of every kind as it is asked for, the same each time', async () => {
	const held = async () => {
		const own = { ...DEFAULTS, orders: 1, products: 10_000, now: () => now };
		const other = await startServer(naver(own), own);
		const all = other.backend.offers?.() ?? [];
		await other.close();
		return all;
	};
	const all = await held();
	expect(new Set(all.map(({ id }) => id)).size).toBe(10_000);
	expect(all.some(({ sku }) => sku === null)).toBe(true);
	expect(await held()).toEqual(all);
});
