import { describe, expect, it } from 'vitest';
import { type Order, RAW_ORDER } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';

const ALL = { account: null, changedAt: () => undefined, linesComplete: true };
const PAID = '2026-11-18T21:40:31.902+09:00';

const line = (product: object = {}, order: object = {}) => ({
	order: { orderId: '1', paymentDate: PAID, ...order },
	productOrder: { productOrderId: '11', productOrderStatus: 'PAYED', ...product },
});
const read = (...lines: object[]): Order => toOrder(lines, ALL);
const reasons = ({ missing }: Order) =>
	Object.fromEntries(missing.map(({ field, reason }) => [field, reason]));

describe('what was paid', () => {
	const MEANS = [
		'generalPaymentAmount',
		'naverMileagePaymentAmount',
		'chargeAmountPaymentAmount',
		'checkoutAccumulationPaymentAmount',
		'payLaterPaymentAmount',
	];

	it.each(MEANS)('is told where all of it is the %s', (field) => {
		const others = Object.fromEntries(MEANS.map((name) => [name, 0]));
		for (const rest of [{}, others]) {
			const given = read(line({}, { ...rest, [field]: 12300 }));
			expect(given.totals.paid).toBe('12300');
			expect(reasons(given)).not.toHaveProperty('totals.paid');
		}
	});

	it.each(MEANS)('is not told where the %s is one of two', (field) => {
		const other = MEANS.find((name) => name !== field)!;
		const given = read(line({}, { [field]: 12300, [other]: 700 }));
		expect(given.totals.paid).toBeNull();
		expect(reasons(given)['totals.paid']).toBe(
			`there are several payment methods, and Naver gives no total: see ${RAW_ORDER}`,
		);
	});

	it('is nothing before it is paid, and then nothing is missing', () => {
		const one = read(line({}, { paymentDate: null, generalPaymentAmount: 12300 }));
		expect(one.totals.paid).toBeNull();
		const two = { paymentDate: null, generalPaymentAmount: 1, naverMileagePaymentAmount: 1 };
		expect(reasons(read(line({}, two)))).not.toHaveProperty('totals.paid');
	});

	it('is nothing where Naver gives no amount', () => {
		expect(read(line()).totals.paid).toBeNull();
		expect(read(line({}, { generalPaymentAmount: 0 })).totals.paid).toBeNull();
	});

	it('is read of the first line that tells of its order', () => {
		const first = { productOrder: line().productOrder };
		const given = read(first, line({}, { generalPaymentAmount: 5 }));
		expect(given.totals.paid).toBe('5');
	});
});

describe('the means of payment', () => {
	it('are never cash at the door', () => {
		const given = read(line(), line({}, { paymentMeans: '무통장입금' }));
		expect(given).toMatchObject({ paymentMethod: '무통장입금', cashOnDelivery: false });
	});

	it('are not told to be none where Naver names none', () => {
		expect(read(line())).toMatchObject({ paymentMethod: null, cashOnDelivery: null });
	});
});

it('is in won, with the tax in it', () => {
	expect(read(line())).toMatchObject({ currency: 'KRW', taxIncluded: true });
});

describe('the price of a unit', () => {
	it.each([
		[2000, null],
		[-500, null],
		['2000', null],
		[0, '18000'],
		['0', '18000'],
		[undefined, '18000'],
	])('with an option that costs %j more is %j', (optionPrice, expected) => {
		const given = read(line({ unitPrice: 18000, optionPrice }));
		expect(given.lines[0].unitPrice).toBe(expected);
		const reason = reasons(given)['lines.unitPrice'];
		expect(reason === undefined).toBe(expected !== null);
	});

	it('is missing for the order where one of its lines has none', () => {
		const given = read(line({ unitPrice: 5 }), line({ unitPrice: 5, optionPrice: 1 }));
		expect(given.lines.map(({ unitPrice }) => unitPrice)).toEqual(['5', null]);
		expect(reasons(given)['lines.unitPrice']).toBe(
			`Naver gives the prices of the product and of its option separately: see ${RAW_ORDER}`,
		);
	});
});

describe('the total and the discount of a line', () => {
	it('are those that the order was placed with, also after a part is gone', () => {
		const given = read(
			line({
				...{ initialProductAmount: 30, totalProductAmount: 20 },
				...{ initialProductDiscountAmount: 3, productDiscountAmount: 2 },
			}),
		);
		expect(given.lines[0]).toMatchObject({ total: '30', discount: '3' });
	});

	it('are those of now where Naver gives no others', () => {
		const given = read(line({ totalProductAmount: 20, productDiscountAmount: 2 }));
		expect(given.lines[0]).toMatchObject({ total: '20', discount: '2' });
	});
});

describe('a discount of a line', () => {
	const of = (product: object) => read(line(product)).discounts;
	const told = (name: string, amount: string, fundedBy: string) => ({
		...{ code: null, name, amount, fundedBy, level: 'line' },
	});

	const KINDS: Array<[string, string, string]> = [
		[
			'즉시 할인',
			'initialProductImmediateDiscountAmount',
			'initialSellerBurdenImmediateDiscountAmount',
		],
		['즉시 할인', 'productImediateDiscountAmount', 'sellerBurdenImediateDiscountAmount'],
		[
			'복수 구매 할인',
			'productMultiplePurchaseDiscountAmount',
			'sellerBurdenMultiplePurchaseDiscountAmount',
		],
		[
			'상품 할인',
			'initialProductProductDiscountAmount',
			'initialSellerBurdenProductDiscountAmount',
		],
		['상품 할인', 'productProductDiscountAmount', 'sellerBurdenProductDiscountAmount'],
	];

	it.each(KINDS)('as %s stands in %s, and who pays it in %s', (name, all, sellers) => {
		expect(of({ [all]: 3000, [sellers]: 3000 })).toEqual([told(name, '3000', 'seller')]);
		expect(of({ [all]: 3000, [sellers]: '3000.0' })).toEqual([told(name, '3000', 'seller')]);
		expect(of({ [all]: 3000, [sellers]: 0 })).toEqual([told(name, '3000', 'marketplace')]);
		expect(of({ [all]: 3000, [sellers]: 1000 })).toEqual([told(name, '3000', 'unknown')]);
		expect(of({ [all]: 3000 })).toEqual([told(name, '3000', 'unknown')]);
		expect(of({ [all]: 0, [sellers]: 0 })).toEqual([]);
		expect(of({ [sellers]: 3000 })).toEqual([]);
	});

	it.each([
		[
			'즉시 할인',
			['initialProductImmediateDiscountAmount', 'productImediateDiscountAmount'],
			['initialSellerBurdenImmediateDiscountAmount', 'sellerBurdenImediateDiscountAmount'],
		],
		[
			'상품 할인',
			['initialProductProductDiscountAmount', 'productProductDiscountAmount'],
			['initialSellerBurdenProductDiscountAmount', 'sellerBurdenProductDiscountAmount'],
		],
	])('as %s is the one that the order was placed with', (name, all, sellers) => {
		const product = { [all[0]]: 30, [all[1]]: 20, [sellers[0]]: 30, [sellers[1]]: 20 };
		expect(of(product)).toEqual([told(name, '30', 'seller')]);
		// One that was none is not the one of now.
		expect(of({ [all[0]]: 0, [all[1]]: 20 })).toEqual([]);
	});

	it.each([
		[0, 'seller'],
		['0', 'seller'],
		[100, 'marketplace'],
		[50, 'unknown'],
		[99, 'unknown'],
		[1, 'unknown'],
		[undefined, 'unknown'],
	])('by a coupon of which Naver pays %j percent is paid by: %s', (naverBurdenRatio, fundedBy) => {
		const coupon = {
			couponPublishNumber: 7788990011,
			couponClassCode: 'NMP_PRD_DUP_DCNT',
			couponDiscountAmount: 1000,
			naverBurdenRatio,
		};
		expect(of({ appliedCoupons: [coupon] })).toEqual([
			{
				code: '7788990011',
				name: 'NMP_PRD_DUP_DCNT',
				amount: '1000',
				fundedBy,
				level: 'line',
			},
		]);
	});

	it('stands beside others, and one of nothing is none', () => {
		const given = of({
			productImediateDiscountAmount: 1,
			productMultiplePurchaseDiscountAmount: 2,
			productProductDiscountAmount: 7,
			appliedCoupons: [
				{ couponClassCode: 'A', couponDiscountAmount: 3 },
				{ couponClassCode: 'B', couponDiscountAmount: 0 },
				{ couponClassCode: 'C' },
				{ couponClassCode: 'D', couponDiscountAmount: 4 },
			],
		});
		// The coupons are listed one by one, so their sum is not told once more.
		const names = given.map(({ name, amount }) => [name, amount]);
		expect(names).toEqual([
			['즉시 할인', '1'],
			['복수 구매 할인', '2'],
			['A', '3'],
			['D', '4'],
		]);
	});
});

describe('the discount of the order', () => {
	it('is told once, before those of its lines', () => {
		const product = { productImediateDiscountAmount: 1 };
		const order = { orderDiscountAmount: 1000 };
		expect(read(line(product, order), line(product, order)).discounts).toMatchObject([
			{ code: null, name: null, amount: '1000', fundedBy: 'unknown', level: 'order' },
			{ name: '즉시 할인', level: 'line' },
			{ name: '즉시 할인', level: 'line' },
		]);
	});

	it('is read of the first line that tells one', () => {
		const lines = [0, undefined, 500].map((orderDiscountAmount) =>
			line({}, { orderDiscountAmount }),
		);
		expect(read(...lines).discounts).toMatchObject([{ amount: '500', level: 'order' }]);
	});

	it('is none where it is nothing', () => {
		expect(read(line({}, { orderDiscountAmount: 0 })).discounts).toEqual([]);
	});
});
