import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
	address,
	order,
	type Order,
	orderLine,
	RAW_ORDER,
	totals,
} from '../../../core/orders/order';
import { list } from '../../../core/orders/read';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';
import { OrderGroups } from '../../../nodes/NaverCommerce/orders/details';
import gift from '../../fixtures/naver/gift-waiting.json';
import hostile from '../../fixtures/naver/hostile.json';
import partly from '../../fixtures/naver/partly-cancelled.json';
import { damaged, expectLegal } from '../legal.order';

const ALL = { account: 'ncp_example_01', changedAt: () => undefined, linesComplete: true };
const SOME = { ...ALL, linesComplete: false };
const [mug, plate] = partly;
const PAID = '2026-11-18T21:40:31.902+09:00';

const UNSUMMED = [
	{ field: 'totals', reason: 'Naver gives no sums of an order, only amounts of its lines' },
	{ field: 'lines.tax', reason: 'Naver gives prices with tax, not the amount of it' },
];
const pageOf = (productOrderId: string) =>
	`https://sell.smartstore.naver.com/o/v3/manage/order/popup/${productOrderId}/productOrderDetail`;

const grouped = (given: unknown) =>
	new OrderGroups(false, () => true).add(list(given), new Map<string, string>());

function withStatus(productOrderStatus: string, more: object = {}): object {
	return {
		order: { orderId: '1', paymentDate: PAID },
		productOrder: { productOrderId: '11', productOrderStatus, quantity: 3, ...more },
	};
}

function statusesOf(given: Order): string[] {
	return [given.status, given.paymentStatus, given.fulfillmentStatus];
}

function reasons(given: Order): Record<string, string> {
	return Object.fromEntries(given.missing.map(({ field, reason }) => [field, reason]));
}

describe('an order of which one line was cancelled', () => {
	const expected: Order = {
		schema: 'order/1',
		marketplace: 'naver',
		account: 'ncp_example_01',
		site: '500012345',
		siteName: null,
		id: '2026111812345670',
		number: '2026111812345670',
		relatedIds: [],
		url: pageOf('2026111823456781'),
		eventKey: 'naver:2026111812345670:2026-11-19T18:00:00.000+09:00',
		revision: null,
		status: 'open',
		statusRaw: 'DELIVERING,CANCELED',
		paymentStatus: 'partiallyRefunded',
		paymentStatusRaw: 'DELIVERING,CANCELED',
		paymentMethod: '신용카드 간편결제',
		cashOnDelivery: false,
		fulfillmentStatus: 'fulfilled',
		fulfillmentStatusRaw: 'DELIVERING,CANCELED',
		fulfilledBy: 'seller',
		placedAt: '2026-11-18T21:40:03.117+09:00',
		paidAt: PAID,
		updatedAt: '2026-11-19T18:00:00.000+09:00',
		cancelledAt: null,
		shipBy: { from: null, to: '2026-11-21T23:59:59.000+09:00' },
		deliverBy: { from: null, to: null },
		currency: 'KRW',
		taxIncluded: true,
		totals: totals({ paid: '48300' }),
		discounts: [
			{ code: null, name: null, amount: '1000', fundedBy: 'unknown', level: 'order' },
			{ code: null, name: '즉시 할인', amount: '3000', fundedBy: 'seller', level: 'line' },
			{
				code: '7788990011',
				name: 'NMP_PRD_DCNT',
				amount: '1000',
				fundedBy: 'marketplace',
				level: 'line',
			},
		],
		taxes: [],
		buyer: {
			id: '200111222',
			name: '김하늘',
			email: null,
			emailIsRelay: null,
			phone: '010-0000-1234',
			company: null,
			taxId: null,
			note: '문 앞에 놓아주세요',
		},
		billingAddress: null,
		shippingAddress: address({
			name: '김하늘',
			line1: '서울특별시 중구 가상로 110',
			line2: '101동 1203호',
			postalCode: '04524',
			countryCode: 'KR',
			phone: '010-0000-1234',
		}),
		pickupPoint: null,
		invoice: null,
		shipping: { methodId: 'DELIVERY', method: 'NORMAL', carrier: 'CJGLS', price: '3000' },
		lines: [
			orderLine({
				key: 'product:2026111823456781',
				id: '2026111823456781',
				sku: 'MUG-BLK-L',
				productId: '10000000101',
				variantId: '30000000001',
				offerId: '10000000001',
				title: '분청 머그컵',
				options: [
					{ name: '색상', value: '블랙' },
					{ name: '사이즈', value: 'L' },
				],
				quantity: 2,
				quantityShipped: 2,
				quantityCancelled: 0,
				quantityRefunded: 0,
				unitPrice: null,
				total: '40000',
				discount: '4000',
				statusRaw: 'DELIVERING',
			}),
			orderLine({
				key: 'gift:2026111823456781#1',
				parentId: '2026111823456781',
				kind: 'gift',
				title: '티백 2개',
			}),
			orderLine({
				key: 'product:2026111823456782',
				id: '2026111823456782',
				sku: 'PLATE-S',
				productId: '10000000102',
				offerId: '10000000002',
				title: '분청 접시',
				quantity: 1,
				quantityCancelled: 1,
				unitPrice: '12300',
				total: '12300',
				discount: '0',
				statusRaw: 'CANCELED',
			}),
		],
		shipments: [
			{
				id: null,
				carrier: 'CJGLS',
				trackingNumber: '680000000001',
				trackingUrl: null,
				shippedAt: '2026-11-19T15:20:00.000+09:00',
				lines: [{ lineId: '2026111823456781', quantity: 2 }],
			},
		],
		missing: [
			...UNSUMMED,
			{
				field: 'lines.unitPrice',
				reason: `Naver gives the prices of the product and of its option separately: see ${RAW_ORDER}`,
			},
		],
	};

	it('is read as a whole', () => {
		expect(toOrder(partly, ALL)).toEqual(expected);
	});

	it('takes the newest change that the feed told, by time and not by text', () => {
		const changes: Record<string, string> = {
			'2026111823456781': '2026-11-20T00:30:00.000+09:00',
			'2026111823456782': '2026-11-19T16:00:00.000Z',
		};
		const given = toOrder(partly, { ...ALL, changedAt: (id) => changes[id] });
		expect(given.updatedAt).toBe('2026-11-19T16:00:00.000Z');
		expect(given.eventKey).toBe('naver:2026111812345670:2026-11-19T16:00:00.000Z');
	});

	it('does not call the order cancelled when only its cancelled line was read', () => {
		const reason = 'only lines that changed in the requested range';
		const given = toOrder([plate], SOME);
		expect(statusesOf(given)).toEqual(['unknown', 'unknown', 'unknown']);
		expect(given.shipping.price).toBeNull();
		expect(reasons(given)).toMatchObject({
			...{ lines: reason, status: reason, paymentStatus: reason, fulfillmentStatus: reason },
		});
		expect(statusesOf(toOrder([mug], SOME))).toEqual(['open', 'paid', 'unknown']);
	});

	it('does not choose between addresses', () => {
		const moved = structuredClone(partly);
		moved[1].productOrder.shippingAddress.detailedAddress = '102동 7호';
		const given = toOrder(moved, ALL);
		expect(given.shippingAddress).toBeNull();
		expect(reasons(given).shippingAddress).toBe(
			`the lines go to different addresses: see ${RAW_ORDER}`,
		);
	});
});

it('reads a present whose receiver has not accepted it', () => {
	const id = '2026112011112222';
	expect(toOrder(gift, ALL)).toEqual({
		...order({ marketplace: 'naver', id, eventKey: `naver:${id}:2026-11-20T10:00:20.000+09:00` }),
		account: 'ncp_example_01',
		site: '500012345',
		url: pageOf('2026112022223333'),
		number: id,
		status: 'open',
		statusRaw: 'PAYED',
		paymentStatus: 'paid',
		paymentStatusRaw: 'PAYED',
		paymentMethod: '포인트/머니결제',
		cashOnDelivery: false,
		fulfillmentStatus: 'unfulfilled',
		fulfillmentStatusRaw: 'PAYED',
		fulfilledBy: 'marketplace',
		placedAt: '2026-11-20T10:00:00.000+09:00',
		paidAt: '2026-11-20T10:00:20.000+09:00',
		updatedAt: '2026-11-20T10:00:20.000+09:00',
		deliverBy: { from: '2026-11-22T15:00:00.000+09:00', to: '2026-11-23T23:59:59.000+09:00' },
		currency: 'KRW',
		taxIncluded: true,
		buyer: { ...order({ marketplace: '', id: '', eventKey: '' }).buyer, id: '200333444' },
		shipping: { methodId: null, method: 'ARRIVAL_GUARANTEE', carrier: null, price: null },
		lines: [
			orderLine({
				key: 'product:2026112022223333',
				id: '2026112022223333',
				offerId: '10000000003',
				ean: '8800000000017',
				title: '유자청 500g',
				quantity: 1,
				quantityShipped: 0,
				quantityCancelled: 0,
				quantityRefunded: 0,
				unitPrice: '10000',
				total: '10000',
				statusRaw: 'PAYED',
			}),
		],
		missing: [
			{ field: 'buyer.name', reason: 'masked' },
			{ field: 'buyer.phone', reason: 'masked' },
			{
				field: 'shippingAddress',
				reason: 'the receiver of the gift has not accepted it yet (WAIT_FOR_RECEIVING)',
			},
			...UNSUMMED,
			{
				field: 'totals.paid',
				reason: `there are several payment methods, and Naver gives no total: see ${RAW_ORDER}`,
			},
		],
	});
});

describe('the fee of the delivery', () => {
	const line = (packageNumber: string, deliveryFeeAmount?: number) =>
		withStatus('PAYED', { packageNumber, deliveryFeeAmount });
	const fee = (given: object[], context = ALL) => {
		const read = toOrder(given, context);
		return [read.shipping.price, reasons(read)['shipping.price']];
	};

	it('is that of the one parcel', () => {
		expect(fee([line('1', 3000), line('1', 3000)])).toEqual(['3000', undefined]);
	});

	it('is nobody knows which of several parcels, and the order says so', () => {
		const reason = `each parcel has its own fee: see deliveryFeeAmount of ${RAW_ORDER}`;
		expect(fee([line('1', 3000), line('2', 2500)])).toEqual([null, reason]);
	});

	it('is not known of some of the lines', () => {
		expect(fee([line('1', 3000)], SOME)).toEqual([null, 'not all lines of the order were read']);
	});

	it('is not missing where Naver gives none', () => {
		expect(fee([line('1'), line('2')])).toEqual([null, undefined]);
	});
});

it('has no page of a product order without a plain number', () => {
	for (const productOrderId of [undefined, '', '../1', '1/2']) {
		expect(toOrder([{ productOrder: { productOrderId } }], ALL).url).toBeNull();
	}
});

describe('the statuses of an order', () => {
	it.each([
		[['PAYMENT_WAITING'], 'open', 'unpaid', 'unfulfilled'],
		[['PAYED'], 'open', 'paid', 'unfulfilled'],
		[['DELIVERING'], 'open', 'paid', 'fulfilled'],
		[['DELIVERED'], 'open', 'paid', 'delivered'],
		[['PURCHASE_DECIDED'], 'completed', 'paid', 'delivered'],
		[['EXCHANGED'], 'completed', 'paid', 'delivered'],
		[['CANCELED'], 'cancelled', 'refunded', 'cancelled'],
		[['RETURNED'], 'completed', 'refunded', 'returned'],
		[['CANCELED_BY_NOPAYMENT'], 'cancelled', 'unpaid', 'cancelled'],
		[['BEAMED_UP'], 'unknown', 'unknown', 'unknown'],
		[['constructor'], 'unknown', 'unknown', 'unknown'],
		[['CANCELED', 'CANCELED_BY_NOPAYMENT'], 'cancelled', 'refunded', 'cancelled'],
		[['CANCELED', 'PURCHASE_DECIDED'], 'completed', 'partiallyRefunded', 'delivered'],
		[['RETURNED', 'PURCHASE_DECIDED'], 'completed', 'partiallyRefunded', 'delivered'],
		[['RETURNED', 'CANCELED'], 'completed', 'refunded', 'returned'],
		[['PAYED', 'DELIVERING'], 'open', 'paid', 'partial'],
		[['DELIVERING', 'DELIVERED'], 'open', 'paid', 'fulfilled'],
		[['PAYED', 'BEAMED_UP'], 'open', 'unknown', 'unknown'],
		[[], 'unknown', 'unknown', 'unknown'],
	])('of lines that are %j', (words, ...expected) => {
		const given = toOrder(
			words.map((word) => withStatus(word)),
			ALL,
		);
		expect(statusesOf(given)).toEqual(expected);
		expect(given.statusRaw).toBe(words.join(',') || null);
	});

	it('of a cancellation before payment', () => {
		const { paymentStatus } = toOrder([{ productOrder: { productOrderStatus: 'CANCELED' } }], ALL);
		expect(paymentStatus).toBe('unpaid');
	});

	it.each([
		['CANCEL_REQUEST', 'PAYED,CANCEL_REQUEST'],
		['PURCHASE_DECISION_HOLDBACK', 'PAYED,PURCHASE_DECISION_HOLDBACK'],
		['A_NEW_CLAIM', 'PAYED,A_NEW_CLAIM'],
		['CANCEL_REJECT', 'PAYED'],
		['EXCHANGE_DONE', 'PAYED'],
	])('with the claim %s', (claimStatus, statusRaw) => {
		const given = toOrder([withStatus('PAYED', { claimStatus })], ALL);
		expect([given.statusRaw, given.lines[0].statusRaw]).toEqual([statusRaw, statusRaw]);
	});

	it.each([
		[[{ deliveryAttributeType: 'ARRIVAL_GUARANTEE' }], 'marketplace'],
		[[{ deliveryAttributeType: 'NORMAL', logisticsDirectContracted: true }], 'marketplace'],
		[[{ deliveryAttributeType: 'SELLER_GUARANTEE' }], 'seller'],
		[[{ deliveryAttributeType: 'TODAY' }, { deliveryAttributeType: 'ARRIVAL_GUARANTEE' }], 'mixed'],
		[[{}], 'unknown'],
	])('sent as %j', (lines, fulfilledBy) => {
		const details = lines.map((line) => withStatus('PAYED', line));
		expect(toOrder(details, ALL)).toMatchObject({ fulfilledBy });
	});
});

describe('units of a line', () => {
	const claim = (claimId: string, claimStatus: string, requestQuantity: number) => ({
		...{ claimId, claimStatus, requestQuantity },
		cancelCompletedDate: '2026-11-20T12:00:00.000+09:00',
	});

	it('count finished claims once, wherever they are', () => {
		const cancel = claim('C1', 'CANCEL_DONE', 1);
		const detail = {
			...withStatus('DELIVERED', { initialQuantity: 5, remainQuantity: 2 }),
			cancel,
			currentClaim: { return: { claimId: 'C2', claimStatus: 'RETURN_DONE' } },
			completedClaims: [
				{ claimId: 'C1', claimStatus: 'CANCEL_DONE' },
				claim('C2', 'RETURN_DONE', 2),
				claim('C3', 'RETURN_REJECT', 4),
			],
		};
		const given = toOrder([detail], ALL);
		const counts = { quantityCancelled: 1, quantityRefunded: 2, quantityShipped: 4, quantity: 5 };
		expect(given.lines[0]).toMatchObject(counts);
		expect(given.paymentStatus).toBe('partiallyRefunded');
	});

	it('of a wholly cancelled order are all cancelled, at the time of the last claim', () => {
		const detail = {
			...withStatus('CANCELED'),
			currentClaim: { cancel: claim('C1', 'CANCEL_DONE', 3) },
		};
		const given = toOrder([detail], ALL);
		expect(given.cancelledAt).toBe('2026-11-20T12:00:00.000+09:00');
		expect(given.lines[0]).toMatchObject({ quantityCancelled: 3, quantityShipped: null });
		expect(toOrder([withStatus('CANCELED')], ALL).lines[0].quantityCancelled).toBe(3);
	});

	const partly = (status: string, more: object = {}, claims: object = {}) =>
		toOrder(
			[{ ...withStatus(status, { initialQuantity: 3, remainQuantity: 2, ...more }), ...claims }],
			ALL,
		);
	const numbers = ({ lines: [first] }: Order) => [
		first.quantity,
		first.quantityShipped,
		first.quantityCancelled,
		first.quantityRefunded,
	];

	it.each<[string, object, Array<number | null>]>([
		// Before it is sent, nothing can come back.
		['PAYED', {}, [3, 0, 1, 0]],
		['PAYED', { claimStatus: 'CANCEL_DONE' }, [3, 0, 1, 0]],
		['PAYED', { remainQuantity: null, quantity: 2 }, [3, 0, 1, 0]],
		['DELIVERED', { claimStatus: 'RETURN_DONE' }, [3, 3, 0, 1]],
		['DELIVERING', { claimStatus: 'ADMIN_CANCEL_DONE' }, [3, 2, 1, 0]],
		['DELIVERED', {}, [3, null, null, null]],
		['PURCHASE_DECIDED', {}, [3, null, null, null]],
	])('that are gone without a claim in the answer show: %s %j', (status, more, expected) => {
		const given = partly(status, more);
		expect(numbers(given)).toEqual(expected);
		expect(given.paymentStatus).toBe('partiallyRefunded');
		const isTold = expected[2] !== null;
		expect(reasons(given)['lines.quantityCancelled'] === undefined).toBe(isTold);
		if (!isTold) {
			expect(reasons(given)['lines.quantityRefunded']).toMatch(/1 of 3 units of product order 11/);
		}
	});

	it('of an open claim are not refunded yet, and are told', () => {
		const currentClaim = { cancel: claim('C1', 'CANCEL_REQUEST', 1) };
		const given = partly('PAYED', { claimStatus: 'CANCEL_REQUEST' }, { currentClaim });
		expect(given.paymentStatus).toBe('paid');
		expect(given.lines[0].statusRaw).toBe('PAYED,CANCEL_REQUEST');
		expect(numbers(given)).toEqual([3, 0, null, null]);
		expect(reasons(given)['lines.quantityCancelled']).toMatch(/1 of 3 .* claim is not finished/);
	});

	it('that a finished claim does not account for show beside it', () => {
		const completedClaims = [claim('C1', 'CANCEL_DONE', 1)];
		const before = partly('PAYED', { remainQuantity: 1 }, { completedClaims });
		expect(numbers(before)).toEqual([3, 0, 2, 0]);
		const after = partly('DELIVERED', { remainQuantity: 1 }, { completedClaims });
		expect(numbers(after)).toEqual([3, null, null, null]);
		expect(reasons(after)['lines.quantityCancelled']).toMatch(/1 of 3/);
	});

	it('of a finished claim are paid back, also while another claim is open', () => {
		const claims = {
			completedClaims: [claim('C1', 'RETURN_DONE', 1)],
			currentClaim: { return: claim('C2', 'RETURN_REQUEST', 1) },
		};
		const given = partly('DELIVERED', { remainQuantity: 1, claimStatus: 'RETURN_REQUEST' }, claims);
		expect(given.paymentStatus).toBe('partiallyRefunded');
		expect(numbers(given)).toEqual([3, null, null, 1]);
		expect(reasons(given)['lines.quantityCancelled']).toMatch(/1 of 3 .* claim is not finished/);
		expect(reasons(given)).not.toHaveProperty('lines.quantityRefunded');
	});

	it('that were exchanged were neither cancelled nor paid back', () => {
		const given = partly('DELIVERED', {}, { completedClaims: [claim('C1', 'EXCHANGE_DONE', 1)] });
		expect([given.paymentStatus, ...numbers(given)]).toEqual(['paid', 3, 3, 0, 0]);
	});

	it('that are gone to the last were paid back as a whole', () => {
		expect(partly('PAYED', { remainQuantity: 0 }).paymentStatus).toBe('refunded');
	});

	it('of an order that was not paid were not paid back', () => {
		expect(partly('PAYMENT_WAITING').paymentStatus).toBe('unpaid');
	});

	it('stay unknown where claims have no count', () => {
		const completedClaims = [{ claimStatus: 'CANCEL_DONE' }];
		const given = toOrder(
			[{ ...withStatus('PAYED', { remainQuantity: 2 }), completedClaims }],
			ALL,
		);
		expect(given.lines[0]).toMatchObject({ quantityCancelled: null, quantityRefunded: null });
		expect(given.paymentStatus).toBe('partiallyRefunded');
		expect(reasons(given)['lines.quantityCancelled']).toMatch(/1 of 3/);
	});
});

const chosen = (name: string, value: string) => ({
	standardPurchaseOptions: [{ optionName: name, valueName: value }],
});

it.each<[string, string[], object?]>([
	['색상: 블랙 / 사이즈: L', ['색상=블랙', '사이즈=L']],
	['메일: a@b.kr: 확인', ['메일=a@b.kr: 확인']],
	['블랙 / L', ['productOption=블랙 / L']],
	['', []],
	// What the buyer typed holds the signs that stand between options.
	['메모: a: b / c: d', ['메모=a: b / c: d']],
	['각인: To: Kim / From: Lee', ['각인=To: Kim / From: Lee']],
	['각인: 사랑 / 행복', ['각인=사랑 / 행복']],
	['메모: 문 앞 / 메모: 벨 금지', ['productOption=메모: 문 앞 / 메모: 벨 금지']],
	['색상: 블랙 / 메모: a: b / c: d', ['productOption=색상: 블랙 / 메모: a: b / c: d']],
	['메모: 한 줄\n두 줄', ['메모=한 줄\n두 줄']],
	['메모: ', ['productOption=메모:']],
	// Goods without a choice: all of it was typed.
	['메모: 문 앞 / 벨: 안 눌러요', ['메모=문 앞 / 벨: 안 눌러요'], { productClass: '단일상품' }],
	// The choices are known, so the rest was typed.
	['색상: 블랙', ['색상=블랙'], chosen('색상', '블랙')],
	['색상: 블랙 / 메모: a / b: c', ['색상=블랙', '메모=a / b: c'], chosen('색상', '블랙')],
	['메모: a / b: c / 색상: 블랙', ['색상=블랙', '메모=a / b: c'], chosen('색상', '블랙')],
	['색상:블랙', ['색상=블랙'], chosen('색상', '블랙')],
	['색상:블랙, 메모', ['색상=블랙', 'productOption=색상:블랙, 메모'], chosen('색상', '블랙')],
])('reads the options of %j', (productOption, expected, more = {}) => {
	const [line] = toOrder([withStatus('PAYED', { productOption, ...more })], ALL).lines;
	expect(line.options.map(({ name, value }) => `${name}=${value}`)).toEqual(expected);
});

it('shows a claim on a part of a line also where the line itself says nothing of it', () => {
	const currentClaim = {
		cancel: { claimId: 'C1', claimStatus: 'CANCEL_REQUEST', requestQuantity: 1 },
	};
	const given = toOrder([{ ...withStatus('PAYED'), currentClaim }], ALL);
	expect(given.lines[0].statusRaw).toBe('PAYED,CANCEL_REQUEST');
	expect(given.statusRaw).toBe('PAYED,CANCEL_REQUEST');
});

describe('the discounts of a line', () => {
	const of = (more: object) =>
		toOrder([withStatus('PAYED', more)], ALL).discounts.map(
			({ name, amount, fundedBy }) => `${name} ${amount} ${fundedBy}`,
		);

	it('are those that the order was placed with, also when a part was cancelled', () => {
		const shrunk = {
			productImediateDiscountAmount: 1000,
			sellerBurdenImediateDiscountAmount: 1000,
		};
		const placed = {
			initialProductImmediateDiscountAmount: 3000,
			initialSellerBurdenImmediateDiscountAmount: 3000,
		};
		expect(of({ ...shrunk, ...placed })).toEqual(['즉시 할인 3000 seller']);
		expect(of(shrunk)).toEqual(['즉시 할인 1000 seller']);
	});

	it('count coupons once, one by one where they are listed', () => {
		const sum = { productProductDiscountAmount: 2000, sellerBurdenProductDiscountAmount: 0 };
		expect(of(sum)).toEqual(['상품 할인 2000 marketplace']);
		const coupon = {
			couponClassCode: 'NMP_PRD_DCNT',
			couponDiscountAmount: 2000,
			naverBurdenRatio: 100,
		};
		expect(of({ ...sum, appliedCoupons: [coupon] })).toEqual(['NMP_PRD_DCNT 2000 marketplace']);
	});
});

it('gives each free gift a key of its own, and the line that it comes with', () => {
	const lines = ['21', '22'].map((productOrderId) =>
		withStatus('PAYED', { productOrderId, freeGift: '양말' }),
	);
	const keys = (given: object[]) => toOrder(given, ALL).lines.map(({ key }) => key);
	expect(keys(lines)).toEqual(['product:21', 'gift:21#1', 'product:22', 'gift:22#1']);
	// The same at every reading, also where another line is not among those read.
	expect(keys(lines.slice(1))).toEqual(['product:22', 'gift:22#1']);
	expect(toOrder(lines, ALL).lines.map(({ parentId }) => parentId)).toEqual([
		null,
		'21',
		null,
		'22',
	]);
});

it('puts lines that left with one parcel together', () => {
	const delivery = { deliveryCompany: 'HANJIN', trackingNumber: '77', sendDate: PAID };
	const lines = ['a', 'b', 'c'].map((productOrderId) => ({
		...withStatus('DELIVERING', { productOrderId }),
		delivery: productOrderId === 'c' ? { ...delivery, trackingNumber: '78' } : delivery,
	}));
	const ids = toOrder(lines, ALL).shipments.map((shipment) =>
		shipment.lines.map(({ lineId }) => lineId),
	);
	expect(ids).toEqual([['a', 'b'], ['c']]);
});

it('tells the parcel that goes out in exchange beside the first', () => {
	const delivery = { deliveryCompany: 'HANJIN', trackingNumber: '77', sendDate: PAID };
	const exchange = {
		claimId: 'X1',
		claimStatus: 'EXCHANGE_REDELIVERING',
		requestQuantity: 1,
		reDeliveryCompany: 'CJGLS',
		reDeliveryTrackingNumber: '88',
		reDeliveryOperationDate: '2026-11-25T10:00:00.000+09:00',
	};
	const given = toOrder(
		[{ ...withStatus('DELIVERED'), delivery, currentClaim: { exchange } }],
		ALL,
	);
	expect(given.shipments).toEqual([
		expect.objectContaining({ trackingNumber: '77', lines: [{ lineId: '11', quantity: 3 }] }),
		{
			id: null,
			carrier: 'CJGLS',
			trackingNumber: '88',
			trackingUrl: null,
			shippedAt: '2026-11-25T10:00:00.000+09:00',
			lines: [{ lineId: '11', quantity: 1 }],
		},
	]);
});

it('groups product orders by their order, in the order of the answer', () => {
	const details = [gift[0], mug, { productOrder: {} }, plate, null, 'x'];
	const sizes = grouped(details).map(({ orderId, details: lines }) => [orderId, lines.length]);
	expect(sizes).toEqual([
		['2026112011112222', 1],
		['2026111812345670', 2],
		['', 1],
	]);
	expect(grouped(null)).toEqual([]);
});

it('keeps what it cannot read out of the way', () => {
	const given = toOrder(hostile, ALL);
	expectLegal(given);
	expect(given).toMatchObject({ id: '2026112099998888', paidAt: null, shippingAddress: null });
	expect(given.placedAt).toBe('2026-11-20T00:00:00.000+09:00');
	expect(given.lines.at(-1)).toMatchObject({ quantity: null, total: '12000', unitPrice: null });
});

it.each([
	['a damaged order', fc.oneof(damaged(partly), damaged(gift))],
	['any list', fc.array(fc.jsonValue())],
	['anything', fc.jsonValue()],
])('%s becomes a legal order', (_name, arbitrary) => {
	fc.assert(
		fc.property(arbitrary as fc.Arbitrary<unknown>, fc.boolean(), (raw, linesComplete) => {
			expectLegal(toOrder(raw, { ...ALL, linesComplete }));
			for (const { details } of grouped(raw)) expectLegal(toOrder(details, SOME));
		}),
	);
});
