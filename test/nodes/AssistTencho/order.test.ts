import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { order, orderLine, totals } from '../../../core/orders/order';
import { contentHash } from '../../../nodes/AssistTencho/orders/content-hash';
import { toOrder } from '../../../nodes/AssistTencho/orders/mapping';
import recognised from '../../fixtures/assist-tencho/recognised.json';
import unknown from '../../fixtures/assist-tencho/unknown.json';
import { damaged, expectLegal } from '../legal.order';

const CONTEXT = { account: 'https://asp001.example/shop' };
const REASON = 'the vendor has not published its fields';
const NEVER = [
	...['status', 'paymentStatus', 'fulfillmentStatus'],
	...['shippingAddress', 'billingAddress', 'shipping', 'shipments', 'totals.items', 'lines.total'],
];

describe('an order with the names that are known or likely', () => {
	it('is read as a whole', () => {
		expect(toOrder(recognised, CONTEXT)).toEqual({
			...order({
				marketplace: 'assistTencho',
				id: '5',
				eventKey: `assistTencho:${CONTEXT.account}:5:${contentHash(recognised)}`,
			}),
			account: 'https://asp001.example/shop',
			number: 'TEN-000005',
			statusRaw: '新規受付',
			paymentMethod: '代金引換',
			placedAt: '2026-11-20T18:05:09.000+09:00',
			updatedAt: '2026-11-21T09:30:00.000+09:00',
			totals: totals({ grand: '5980' }),
			buyer: {
				id: null,
				name: '山田 花子',
				email: 'hanako@example.jp',
				emailIsRelay: null,
				phone: '03-0000-0000',
				company: null,
				taxId: null,
				note: '午前中希望',
			},
			lines: [
				orderLine({
					key: 'product:51',
					id: '51',
					sku: '茶-100',
					title: '静岡煎茶 100g',
					quantity: 2,
					unitPrice: '2990',
				}),
			],
			missing: ['currency', ...NEVER].map((field) => ({ field, reason: REASON })),
		});
	});

	it('is the same whatever the case of its names', () => {
		const upper = Object.fromEntries(
			Object.entries(recognised).map(([name, value]) => [name.toUpperCase(), value]),
		);
		const { eventKey } = toOrder(upper, CONTEXT);
		expect(toOrder(upper, CONTEXT)).toEqual({ ...toOrder(recognised, CONTEXT), eventKey });
	});

	it('prefers the documented name of the id', () => {
		expect(toOrder({ order_id: '9', serial_order_id: 5 }, CONTEXT).id).toBe('5');
		expect(toOrder({ order_id: '9', serial_order_id: '' }, CONTEXT).id).toBe('9');
	});

	it.each([
		['2026-11-20 18:05:09', '2026-11-20T18:05:09.000+09:00'],
		['2026/11/20 18:05', '2026-11-20T18:05:00.000+09:00'],
		['2026-11-20', '2026-11-20T00:00:00.000+09:00'],
		['2026-11-20T09:05:09Z', '2026-11-20T09:05:09Z'],
		['2026-11-20T18:05:09+09:00', '2026-11-20T18:05:09+09:00'],
		['2026/1/5 9:05', '2026-01-05T09:05:00.000+09:00'],
		['2026/1/5', '2026-01-05T00:00:00.000+09:00'],
		['2026-1-5 09:05:7', '2026-01-05T09:05:07.000+09:00'],
		['2026/01/05  9:05:07', '2026-01-05T09:05:07.000+09:00'],
		['2026.1.5 23:59', '2026-01-05T23:59:00.000+09:00'],
		['2026年1月5日', '2026-01-05T00:00:00.000+09:00'],
		['2026年1月5日(月) 9時05分', '2026-01-05T09:05:00.000+09:00'],
		['2026年1月5日 9時', '2026-01-05T09:00:00.000+09:00'],
		['2026年1月5日 午後3時5分7秒', '2026-01-05T15:05:07.000+09:00'],
		['2026/1/5 午前12:30', '2026-01-05T00:30:00.000+09:00'],
		['2026/1/5 12:30 PM', '2026-01-05T12:30:00.000+09:00'],
		['２０２６／１／５　９：０５', '2026-01-05T09:05:00.000+09:00'],
		['20260105', '2026-01-05T00:00:00.000+09:00'],
		['20260105090507', '2026-01-05T09:05:07.000+09:00'],
		['2026/1/5 9:05 +0900', '2026-01-05T09:05:00+09:00'],
		['2026-01-05 09:05:07.5+09:00', '2026-01-05T09:05:07.5+09:00'],
		['2026/1/5 (月) 9:05', '2026-01-05T09:05:00.000+09:00'],
		['2026年1月4日日曜日 9:05', '2026-01-04T09:05:00.000+09:00'],
		['2026年 1月 5日 9:05', '2026-01-05T09:05:00.000+09:00'],
		['2026/1/5 9:05 JST', '2026-01-05T09:05:00+09:00'],
		['2026-01-05T09:05:00+09', '2026-01-05T09:05:00+09:00'],
		['20日', null],
		['1/5', null],
		['9:05', null],
		['2026/13/5', null],
		['2026/2/30 9:05', null],
		['2026/1/5 25:00', null],
		['2026/1/5 午後13:99', null],
		['05/01/2026', null],
		['平成30年', null],
		['0000-00-00 00:00:00', null],
	])('reads the time %s', (given, placedAt) => {
		expect(toOrder({ order_date: given }, CONTEXT).placedAt).toBe(placedAt);
	});
});

describe('numbers', () => {
	it.each([
		['5980', '5980'],
		['5,980', '5980'],
		['1,205,980.50', '1205980.50'],
		['５，９８０円', '5980'],
		['¥5,980', '5980'],
		['￥5980', '5980'],
		['5,980円(税込)', '5980'],
		['５，９８０円（税込み）', '5980'],
		['5980円 税抜', '5980'],
		['-500', '-500'],
		['−５００', '-500'],
		['-¥500', '-500'],
		[5980, '5980'],
		['5,98', null],
		['1,2345', null],
		['無料', null],
	])('%s is the sum %s', (given, sum) => {
		const { totals: read, lines } = toOrder(
			{ total_amount: given, items: [{ price: given }] },
			CONTEXT,
		);
		expect([read.grand, lines[0].unitPrice]).toEqual([sum, sum]);
	});

	it.each([
		['２', 2],
		['2個', 2],
		['1,200', 1200],
		['1,200個', 1200],
		[3, 3],
		['二', null],
	])('%s is the quantity %s', (given, quantity) => {
		expect(toOrder({ items: [{ num: given }] }, CONTEXT).lines[0].quantity).toBe(quantity);
	});
});

describe('an order of which nothing is known', () => {
	it('says so, and is told apart by its content', () => {
		const given = toOrder(unknown, CONTEXT);
		expect(given.missing.map(({ field }) => field)).toEqual([
			...['number', 'placedAt', 'updatedAt', 'statusRaw', 'paymentMethod', 'currency', 'lines'],
			...['id', 'totals.grand', 'buyer.name', 'buyer.email', 'buyer.phone'],
			...NEVER,
		]);
		expect(new Set(given.missing.map(({ reason }) => reason))).toEqual(new Set([REASON]));
		expect(given).toMatchObject({ id: '', number: null, totals: totals({}), lines: [] });
		expect(given.eventKey).toBe(`assistTencho:${CONTEXT.account}::${contentHash(unknown)}`);
	});

	it('has another key when its content changes, and the same when only its order does', () => {
		const key = (raw: object) => toOrder(raw, CONTEXT).eventKey;
		const order = { serial_order_id: 5, note: { a: 1, b: [1, { c: 2, d: 3 }] } };
		const turned = { note: { b: [1, { d: 3, c: 2 }], a: 1 }, serial_order_id: 5 };
		expect(key(turned)).toBe(key(order));
		expect(key({ ...order, note: { a: 2 } })).not.toBe(key(order));
		expect(key({ ...order, note: { a: 1, b: [{ c: 2, d: 3 }, 1] } })).not.toBe(key(order));
	});

	it.each([{}, { serial_order_id: 5 }])('is not known by its time alone: %j', (id) => {
		const update_date = '2026-11-21';
		const keys = ['a', 'b'].map((name) => toOrder({ ...id, name, update_date }, CONTEXT).eventKey);
		expect(keys[0]).not.toBe(keys[1]);
	});
});

it('hashes the content, in any order of keys', () => {
	const reference = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
	expect(contentHash('foo')).toBe(reference('"foo"'));
	expect(contentHash({})).toBe(reference('{}'));
	expect(contentHash({ b: '注文', a: null })).toBe(reference('{"a":null,"b":"注文"}'));
});

it.each([
	['a damaged order', damaged(recognised)],
	['any object', fc.dictionary(fc.string(), fc.jsonValue())],
	['anything', fc.jsonValue()],
])('%s becomes a legal order', (_name, arbitrary) => {
	fc.assert(
		fc.property(arbitrary as fc.Arbitrary<unknown>, (raw) => {
			expectLegal(toOrder(raw, CONTEXT));
		}),
	);
});
