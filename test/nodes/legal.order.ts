import fc from 'fast-check';
import { expect } from 'vitest';
import type { Order } from '../../core/orders/order';
import { rowsOf } from '../../core/orders/row';

const ENUMS: Record<string, string[]> = {
	status: ['open', 'completed', 'cancelled', 'unknown'],
	paymentStatus: [
		'unpaid',
		'pending',
		'partiallyPaid',
		'paid',
		'partiallyRefunded',
		'refunded',
		'unknown',
	],
	fulfillmentStatus: [
		'unfulfilled',
		'partial',
		'fulfilled',
		'delivered',
		'returned',
		'cancelled',
		'unknown',
	],
	fulfilledBy: ['seller', 'marketplace', 'mixed', 'unknown'],
	fundedBy: ['seller', 'marketplace', 'unknown'],
	collectedBy: ['seller', 'marketplace', 'unknown'],
	level: ['order', 'line', 'shipping'],
	kind: ['product', 'shipping', 'fee', 'gift', 'discount'],
};

const TIMES = ['placedAt', 'paidAt', 'updatedAt', 'cancelledAt', 'shippedAt', 'from', 'to'];
const AMOUNTS = ['unitPrice', 'total', 'amount', 'price', 'rate', 'grand', 'paid', 'items', 'fees'];
const COUNTS = ['quantity', 'quantityShipped', 'quantityCancelled', 'quantityRefunded'];
const FLAGS = ['cashOnDelivery', 'taxIncluded', 'emailIsRelay', 'required'];
/** Objects in one place, amounts in another. */
const EITHER = ['shipping', 'tax', 'discount', 'refunded'];

/** The fields of every order, in the one order in which all outputs have them. */
const FIELDS = [
	...['number', 'id', 'placedAt', 'status', 'paymentStatus', 'fulfillmentStatus'],
	...['marketplace', 'site', 'siteName', 'account', 'url'],
	...['currency', 'totals', 'buyer', 'lines'],
	...[
		'shipping',
		'shippingAddress',
		'pickupPoint',
		'shipBy',
		'deliverBy',
		'shipments',
		'fulfilledBy',
	],
	...['paymentMethod', 'cashOnDelivery', 'paidAt', 'updatedAt', 'cancelledAt'],
	...['billingAddress', 'invoice', 'taxIncluded', 'taxes', 'discounts', 'relatedIds'],
	...['statusRaw', 'paymentStatusRaw', 'fulfillmentStatusRaw'],
	...['schema', 'eventKey', 'revision', 'missing'],
];

/** The columns of every row, as the contract names them. */
export const COLUMNS = (
	'orderNumber orderId placedAt status paymentStatus fulfillmentStatus marketplace site account ' +
	'buyerName buyerEmail buyerPhone buyerNote sku title options quantity unitPrice lineTotal currency ' +
	'orderTotal shippingMethod shippingPrice shipByDate name company address1 address2 postalCode city ' +
	'region country phone pickupPoint carrier trackingNumbers paidAt updatedAt url lineId kind lineKey eventKey'
).split(' ');

const NUMBERS = ['quantity', 'unitPrice', 'lineTotal', 'orderTotal', 'shippingPrice'];

/** Checks every field of an order against what the contract allows. */
export function expectLegal(order: Order): void {
	expect(Object.keys(order)).toEqual(FIELDS);
	expect(order.schema).toBe('order/1');
	expect(typeof order.id).toBe('string');
	expect(order.eventKey.startsWith(`${ownerOf(order)}:${order.id}:`)).toBe(true);
	expectKeys(order);
	expectOwnDecimals(order);
	visit(order, 'order');
	expectLegalRows(order);
}

/** Every amount has the decimals of its currency, and more only where they are not zero. */
function expectOwnDecimals({ currency, totals, discounts, taxes, shipping, lines }: Order): void {
	if (currency === null || !/^[A-Z]{3}$/i.test(currency)) return;
	const { maximumFractionDigits: decimals = 2 } = new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
	}).resolvedOptions();
	const amounts = [
		...Object.values(totals),
		...[...discounts, ...taxes].map(({ amount }) => amount),
		...lines.flatMap(({ unitPrice, total, tax, discount }) => [unitPrice, total, tax, discount]),
		shipping.price,
	];
	for (const amount of amounts.filter((one) => one !== null)) {
		const [, fraction = ''] = amount.split('.');
		if (fraction.length < decimals || fraction.slice(Math.max(decimals, 2)).endsWith('0')) {
			expect.fail(`${amount} ${currency}`);
		}
	}
}

/** Flat, the same columns for all, and nothing that a spreadsheet would not take. */
function expectLegalRows(order: Order): void {
	const rows = rowsOf(order);
	expect(rows).toHaveLength(Math.max(1, order.lines.length));
	for (const row of rows) {
		expect(Object.keys(row)).toEqual(COLUMNS);
		for (const [column, cell] of Object.entries(row)) {
			if (cell === null) continue;
			if (NUMBERS.includes(column)) expect(Number.isFinite(cell), column).toBe(true);
			else expect(typeof cell, column).toBe('string');
		}
	}
}

/** Two stores may have the same number; at the others an id is unique in the whole marketplace. */
function ownerOf({ marketplace, account }: Order): string {
	const isOfAccount = ['bigcommerce', 'assistTencho'].includes(marketplace);
	return isOfAccount ? `${marketplace}:${account ?? ''}` : marketplace;
}

/** `eventKey` + `line.key` is what people put on Remove Duplicates. */
function expectKeys({ lines }: Order): void {
	const keys = lines.map(({ key }) => key);
	expect(keys).not.toContain('');
	expect(new Set(keys).size).toBe(lines.length);
}

function visit(value: unknown, field: string): void {
	expect(value, field).not.toBeUndefined();
	if (Array.isArray(value)) return value.forEach((entry) => visit(entry, field));
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).forEach(([key, inner]) => visit(inner, key));
	}
	expect(problem(field, value), `${field}: ${JSON.stringify(value)}`).toBeNull();
}

function problem(field: string, value: unknown): string | null {
	if (Object.hasOwn(ENUMS, field)) {
		return ENUMS[field].includes(value as string) ? null : 'no word of the contract';
	}
	if (value === null) return null;
	if (COUNTS.includes(field)) return Number.isFinite(value) ? null : 'no number';
	if (FLAGS.includes(field)) return typeof value === 'boolean' ? null : 'no boolean';
	if (typeof value !== 'string') return 'no text';
	if (TIMES.includes(field)) {
		return /^\d{4}-\d\d-\d\d.*(Z|[+-]\d\d:\d\d)$/.test(value) ? null : 'no time with an offset';
	}
	if (AMOUNTS.includes(field) || EITHER.includes(field)) {
		return /^-?\d+(\.\d+)?$/.test(value) ? null : 'no decimal';
	}
	const mayBeEmpty = ['id', 'name', 'value'].includes(field);
	return value.trim() !== '' || mayBeEmpty ? null : 'empty instead of null';
}

/** A known answer with some of its fields replaced by any JSON whatever. */
export function damaged(fixture: object): fc.Arbitrary<unknown> {
	const paths = pathsOf(fixture);
	const change = fc.tuple(
		fc.constantFrom(...paths),
		fc.oneof(fc.jsonValue(), fc.constantFrom(...ODD)),
	);
	return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
		const copy = structuredClone(fixture);
		// A copy each time: put into itself, a value would go in circles, which JSON never does.
		for (const [path, value] of changes) replace(copy, path, structuredClone(value));
		return copy;
	});
}

const ODD = [
	'',
	' ',
	0,
	-0,
	1e21,
	1e-7,
	'1e400',
	'12:30',
	'2026-W47',
	'2026-11-21',
	'0x10',
	'Fri, 20 Nov 2026 10:00:00 GMT',
	{ toString: null, valueOf: 1 },
	[[]],
	[null, 1, 'x', {}],
];

function pathsOf(value: unknown, path: string[] = []): string[][] {
	if (typeof value !== 'object' || value === null) return [path];
	const inner = Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]));
	return path.length === 0 ? inner : [path, ...inner];
}

function replace(target: object, path: string[], value: unknown): void {
	const [key, ...rest] = path;
	const holder = target as Record<string, unknown>;
	if (rest.length === 0) {
		holder[key] = value;
		return;
	}
	const inner = holder[key];
	if (typeof inner === 'object' && inner !== null) replace(inner, rest, value);
}
