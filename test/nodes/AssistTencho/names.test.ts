import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/orders/order';
import { contentHash } from '../../../nodes/AssistTencho/orders/content-hash';
import { toOrder } from '../../../nodes/AssistTencho/orders/mapping';

const read = (raw: object) => toOrder(raw, { account: 'shop' });
const missing = ({ missing: fields }: Order) => fields.map(({ field }) => field);

/** The names of each field, the one that counts most first; see the table in BEHAVIOR.md. */
const NAMES: Array<[field: string, names: string[], of: (order: Order) => unknown]> = [
	['id', ['serial_order_id', 'order_id'], ({ id }) => id],
	['number', ['order_no', 'order_number', 'order_code'], ({ number }) => number],
	['statusRaw', ['order_status', 'status'], ({ statusRaw }) => statusRaw],
	['paymentMethod', ['payment_method', 'payment_name'], ({ paymentMethod }) => paymentMethod],
	['currency', ['currency', 'currency_code'], ({ currency }) => currency],
	['buyer.name', ['customer_name', 'order_name', 'orderer_name'], ({ buyer }) => buyer.name],
	[
		'buyer.email',
		['customer_email', 'order_email', 'orderer_email', 'email'],
		({ buyer }) => buyer.email,
	],
	['buyer.phone', ['customer_tel', 'order_tel', 'orderer_tel', 'tel'], ({ buyer }) => buyer.phone],
	['buyer.note', ['customer_note', 'order_memo', 'message'], ({ buyer }) => buyer.note],
];

describe.each(NAMES)('%s', (field, names, of) => {
	it.each(names)('is read from %s, in whatever case', (name) => {
		for (const written of [name, name.toUpperCase(), name.replace(/^./, (c) => c.toUpperCase())]) {
			const order = read({ [written]: ' x1 ' });
			expect(of(order), written).toBe('x1');
			expect(missing(order)).not.toContain(field);
		}
		expect(of(read({ [`${name}x`]: 'x1', [`x${name}`]: 'x2' }))).toBe(field === 'id' ? '' : null);
	});

	it('is read from the first of its names that holds anything', () => {
		names.forEach((name, i) => {
			const before = names.slice(0, i).map((other, n) => [other, n % 2 === 0 ? '' : null]);
			const after = names.slice(i + 1).map((other) => [other, 'later']);
			expect(of(read(Object.fromEntries([...after, ...before, [name, 'x1']])))).toBe('x1');
		});
	});
});

describe('times and sums of an order', () => {
	it.each(['order_date', 'order_datetime', 'ordered_at'])('%s is when it was placed', (name) => {
		expect(read({ [name]: '2026/1/5 9:05' }).placedAt).toBe('2026-01-05T09:05:00.000+09:00');
	});

	it.each(['update_date', 'update_datetime', 'updated_at'])('%s is when it changed', (name) => {
		const order = read({ [name]: '2026/1/5 9:05', ordered_at: '2026/1/4 9:05' });
		expect(order.updatedAt).toBe('2026-01-05T09:05:00.000+09:00');
		expect(order.placedAt).toBe('2026-01-04T09:05:00.000+09:00');
	});

	it.each(['total_amount', 'order_total', 'total_price', 'payment_total'])(
		'%s is the sum of all',
		(name) => expect(read({ [name]: 0, order_no: 7 }).totals.grand).toBe('0'),
	);

	it('come from the first name that holds anything', () => {
		const order = read({
			...{ order_date: '', order_datetime: '2026/1/5', ordered_at: '2026/1/6' },
			...{ update_date: null, update_datetime: '2026/1/7', updated_at: '2026/1/8' },
			...{ total_amount: '', order_total: 1, total_price: 2, payment_total: 3 },
		});
		expect(order.placedAt).toMatch(/^2026-01-05/);
		expect(order.updatedAt).toMatch(/^2026-01-07/);
		expect(order.totals.grand).toBe('1');
		expect(read({ total_price: 2, payment_total: 3 }).totals.grand).toBe('2');
		expect(read({ order_date: '2026/1/4', order_datetime: '2026/1/5' }).placedAt).toMatch(/-04T/);
		expect(read({ update_date: '2026/1/4', updated_at: '2026/1/5' }).updatedAt).toMatch(/-04T/);
	});
});

describe('the lines of an order', () => {
	it.each(['order_details', 'order_items', 'details', 'items', 'Order_Details'])(
		'stand in %s',
		(name) => expect(read({ [name]: [{ sku: 'A' }] }).lines).toHaveLength(1),
	);

	it('stand in the first of the names that holds anything', () => {
		const lists = { items: [{ sku: 'D' }], details: [{ sku: 'C' }], order_items: [{ sku: 'B' }] };
		expect(read({ ...lists, order_details: [{ sku: 'A' }] }).lines[0].sku).toBe('A');
		expect(read({ ...lists, order_details: null }).lines[0].sku).toBe('B');
		expect(read({ items: lists.items, details: lists.details }).lines[0].sku).toBe('C');
	});

	it.each([
		['id', ['order_detail_id', 'order_item_id', 'detail_id']],
		['sku', ['product_code', 'item_code', 'sku']],
		['title', ['product_name', 'item_name']],
	] as const)('have their %s in the first of %j', (field, names) => {
		for (const [i, name] of names.entries()) {
			const later = names.slice(i + 1).map((other) => [other, 'later'] as const);
			const row = Object.fromEntries([...later, [name, 'x1']]);
			expect(read({ items: [row] }).lines[0][field], name).toBe('x1');
			expect(read({ items: [{ [name.toUpperCase()]: 'x1' }] }).lines[0][field]).toBe('x1');
		}
	});

	it.each(['quantity', 'num'])('have their number in %s', (name) => {
		expect(read({ items: [{ [name]: '2個' }] }).lines[0].quantity).toBe(2);
	});

	it.each(['unit_price', 'price'])('have the price of one in %s', (name) => {
		expect(read({ items: [{ [name]: '1,200円' }] }).lines[0].unitPrice).toBe('1200');
	});

	it('prefer the names that say more', () => {
		const [line] = read({ items: [{ num: 1, quantity: 2, price: 3, unit_price: 4 }] }).lines;
		expect(line).toMatchObject({ quantity: 2, unitPrice: '4' });
	});

	it('are known by their own id, else by the product, else by their place', () => {
		const rows = [
			{ order_detail_id: 7, sku: 'A' },
			{ order_detail_id: 8, sku: 'A' },
			{ sku: 'A' },
			{},
			{},
		];
		const keys = read({ items: rows }).lines.map(({ key }) => key);
		expect(keys).toEqual(['product:7', 'product:8', 'product:A', 'product#1', 'product#2']);
	});
});

describe('what is missing', () => {
	it('names each field that was not recognised, and no other', () => {
		const whole = {
			...{ serial_order_id: 5, order_no: 'T5', order_date: '2026/1/5', updated_at: '2026/1/6' },
			...{ status: '新規', payment_name: '代引', currency: 'JPY', total_amount: 1 },
			...{ customer_name: '山田', email: 'y@example.jp', tel: '03', items: [{ sku: 'A' }] },
		};
		const never = [
			...['status', 'paymentStatus', 'fulfillmentStatus'],
			...['shippingAddress', 'billingAddress', 'shipping', 'shipments'],
			...['totals.items', 'lines.total'],
		];
		expect(missing(read(whole))).toEqual(never);
		const lost: Array<[keyof typeof whole, string]> = [
			['serial_order_id', 'id'],
			['order_no', 'number'],
			['order_date', 'placedAt'],
			['updated_at', 'updatedAt'],
			['status', 'statusRaw'],
			['payment_name', 'paymentMethod'],
			['currency', 'currency'],
			['total_amount', 'totals.grand'],
			['customer_name', 'buyer.name'],
			['email', 'buyer.email'],
			['tel', 'buyer.phone'],
			['items', 'lines'],
		];
		for (const [name, field] of lost) {
			expect(missing(read({ ...whole, [name]: '' })), name).toEqual([field, ...never]);
		}
	});

	it('is told of an order without a number, which its content names', () => {
		const raw = { foo: 1 };
		const order = read(raw);
		expect(order).toMatchObject({ id: '', marketplace: 'assistTencho', account: 'shop' });
		expect(order.eventKey).toBe(`assistTencho:shop::${contentHash(raw)}`);
	});
});

it('writes every hash with sixteen digits', () => {
	const hashes = Array.from({ length: 400 }, (_unused, i) => contentHash({ i }));
	expect(hashes.some((hash) => hash.startsWith('0'))).toBe(true);
	for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{16}$/);
});
