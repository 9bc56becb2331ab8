import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/AmazonSellingPartner/orders/mapping';
import { toOrderOfReport } from '../../../nodes/AmazonSellingPartner/orders/reports/mapping';
import { toOrderChange } from '../../../nodes/AmazonSellingPartner/trigger/events';
import { matches } from '../../../nodes/AmazonSellingPartner/trigger/options';
import { ScriptedCall } from '../feeds/scripted-call';
import { toOrderV0 } from '../../../nodes/AmazonSellingPartner/orders/v0/mapping';

const CONTEXT = { account: null, includedData: ['FULFILLMENT', 'PACKAGES'] };
const ID = '902-3159896-1390916';

type Told = [status: string, fulfillmentStatus: string];
const told = ({
	status,
	fulfillmentStatus,
}: {
	status: string;
	fulfillmentStatus: string;
}): Told => [status, fulfillmentStatus];

const newer = (facts: object) => told(toOrder({ orderId: ID, ...facts }, CONTEXT));
const v0 = (order: object, items: object[] = []) => told(toOrderV0({ order, items }, CONTEXT));
const row = (status: string, more: object = {}) => ({
	'amazon-order-id': ID,
	'order-status': status,
	...more,
});
const report = (...rows: Array<Record<string, string>>) =>
	told(toOrderOfReport(rows, { account: null, sites: [] }));
const parcel = (status: string, detailedStatus?: string) => ({
	packageStatus: { status, detailedStatus },
});
const state = (fulfillmentStatus: string) => ({ fulfillment: { fulfillmentStatus } });

describe('one state means one thing in reports, in v0 and in 2026-01-01', () => {
	it.each([
		['Shipped - Delivered to Buyer', 'Delivered', 'DELIVERED', 'DELIVERED', 'delivered'],
		[
			'Shipped - Returned to Seller',
			'ReturnedToSeller',
			'UNDELIVERABLE',
			'RETURNED_TO_SELLER',
			'returned',
		],
		[
			'Shipped - Returning to Seller',
			'ReturningToSeller',
			'UNDELIVERABLE',
			'RETURNING_TO_SELLER',
			'fulfilled',
		],
		[
			'Shipped - Rejected by Buyer',
			'RejectedByBuyer',
			'UNDELIVERABLE',
			'REJECTED_BY_BUYER',
			'fulfilled',
		],
		['Shipped - Picked Up', 'PickedUp', 'IN_TRANSIT', 'PICKED_UP', 'fulfilled'],
		['Shipped - Out for Delivery', 'OutForDelivery', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'fulfilled'],
		['Shipped - Lost in Transit', 'Lost', 'IN_TRANSIT', 'LOST', 'fulfilled'],
		['Shipped', 'TakenByAliens', 'IN_TRANSIT', 'TAKEN_BY_ALIENS', 'fulfilled'],
	])('%s', (written, easyShip, outline, detailed, fulfillmentStatus) => {
		const expected = ['completed', fulfillmentStatus];
		expect(report(row(written))).toEqual(expected);
		expect(v0({ OrderStatus: 'Shipped', EasyShipShipmentStatus: easyShip })).toEqual(expected);
		const packages = [parcel(outline, detailed), parcel(outline, detailed)];
		expect(newer({ ...state('SHIPPED'), packages })).toEqual(expected);
	});

	it.each([
		'Pending - Waiting for Pick Up',
		'Pending -Waiting for Pick Up',
		'Pending – Waiting for Pickup',
		'PENDING - waiting for pick up',
	])('%s: packed and paid for, and not sent yet', (written) => {
		const expected = ['open', 'unfulfilled'];
		const order = toOrderOfReport([row(written)], { account: null, sites: [] });
		expect(told(order)).toEqual(expected);
		expect(order.paymentStatus).not.toBe('pending');
		expect(order.missing.map(({ reason }) => reason)).not.toContain('pending order');
		const easy = { OrderStatus: 'Pending', EasyShipShipmentStatus: 'PendingPickUp' };
		expect(toOrderV0({ order: easy }, CONTEXT)).toMatchObject({ paymentStatus: 'paid' });
		const packages = [parcel('PENDING', 'PENDING_PICK_UP')];
		expect(toOrder({ ...state('PENDING'), packages }, CONTEXT)).toMatchObject({
			status: 'open',
			paymentStatus: 'paid',
			fulfillmentStatus: 'unfulfilled',
		});
	});

	it.each([
		['Pending', 'PENDING', 'open', 'unfulfilled'],
		['Unshipped', 'UNSHIPPED', 'open', 'unfulfilled'],
		['PartiallyShipped', 'PARTIALLY_SHIPPED', 'open', 'partial'],
		['Partially Shipped', 'PARTIALLY_SHIPPED', 'open', 'partial'],
		['Shipped', 'SHIPPED', 'completed', 'fulfilled'],
		['Complete', 'SHIPPED', 'completed', 'fulfilled'],
		['Cancelled', 'CANCELLED', 'cancelled', 'cancelled'],
		['canceled', 'CANCELLED', 'cancelled', 'cancelled'],
		['Teleported', 'TELEPORTED', 'unknown', 'unknown'],
		['', '', 'unknown', 'unknown'],
	])('%j', (written, word, status, fulfillmentStatus) => {
		expect(report(row(written))).toEqual([status, fulfillmentStatus]);
		expect(newer(state(word))).toEqual([status, fulfillmentStatus]);
	});
});

describe('rows of one order that disagree', () => {
	it.each([
		[['Shipped', 'Unshipped'], 'open', 'partial'],
		[['Unshipped', 'Shipped'], 'open', 'partial'],
		[['Shipped', 'Pending'], 'open', 'partial'],
		[['Cancelled', 'Shipped'], 'completed', 'fulfilled'],
		[['Cancelled', 'Unshipped'], 'open', 'unfulfilled'],
		[['Cancelled', 'Cancelled'], 'cancelled', 'cancelled'],
		[['Shipped - Delivered to Buyer', 'Shipped'], 'completed', 'fulfilled'],
		[['Shipped - Delivered to Buyer', 'Cancelled'], 'completed', 'delivered'],
		[['Shipped - Delivered to Buyer', 'Shipped - Delivered to Buyer'], 'completed', 'delivered'],
		[['Shipped - Delivered to Buyer', 'Shipped - Returned to Seller'], 'completed', 'fulfilled'],
		[['Shipped - Delivered to Buyer', 'Unshipped'], 'open', 'partial'],
		[['Shipped', 'Teleported'], 'unknown', 'unknown'],
		[['Pending', 'Unshipped'], 'open', 'unfulfilled'],
	])('%j', (words, ...expected) => {
		expect(report(...words.map((word) => row(word)))).toEqual(expected);
		expect(report(...words.toReversed().map((word) => row(word)))).toEqual(expected);
	});

	it('by their items: a part of the order has left', () => {
		const rows = ['Shipped', 'Unshipped'].map((item) => row('Shipped', { 'item-status': item }));
		expect(report(...rows)).toEqual(['open', 'partial']);
		const cancelled = row('Shipped', { 'item-status': 'Cancelled', quantity: '1' });
		const order = toOrderOfReport([rows[0], cancelled], { account: null, sites: [] });
		expect(told(order)).toEqual(['completed', 'fulfilled']);
		expect(order.lines.map((line) => line.quantityCancelled)).toEqual([null, 1]);
	});

	it('keep all their words, and the latest of their times', () => {
		const order = toOrderOfReport(
			[
				row('Shipped', { 'last-updated-date': '2026-11-20T10:00:00+00:00' }),
				row('Unshipped', { 'last-updated-date': '2026-11-20T12:00:00+00:00' }),
			],
			{ account: null, sites: [] },
		);
		expect(order.statusRaw).toBe('Shipped, Unshipped');
		expect(order.updatedAt).toBe('2026-11-20T12:00:00Z');
	});

	it('by who ships: both', () => {
		const rows = ['Amazon', 'Merchant'].map((by) => row('Shipped', { 'fulfillment-channel': by }));
		const order = toOrderOfReport(rows, { account: null, sites: [] });
		expect(order.fulfilledBy).toBe('mixed');
	});
});

describe('goods that have left', () => {
	const items = (ordered: number, fulfilled: number) => ({
		orderItems: [
			{ orderItemId: '1', quantityOrdered: ordered, fulfillment: { quantityFulfilled: fulfilled } },
		],
	});
	const facts = (given: object): Record<string, unknown> =>
		toOrderChange({ orderId: ID, createdTime: '2026-11-20T09:00:00Z', ...given }).facts;

	it.each([
		['CANCELLED', 2, 1, 'cancelled', 'partial'],
		['CANCELLED', 2, 2, 'cancelled', 'fulfilled'],
		['CANCELLED', 2, 0, 'cancelled', 'cancelled'],
		// Amazon may set what was ordered to nothing when it cancels.
		['CANCELLED', 0, 2, 'cancelled', 'fulfilled'],
		['CANCELLED', 0, 0, 'cancelled', 'cancelled'],
		['UNSHIPPED', 2, 1, 'open', 'partial'],
		['UNSHIPPED', 2, 0, 'open', 'unfulfilled'],
		['PARTIALLY_SHIPPED', 2, 2, 'open', 'partial'],
	])('%s, ordered %i, sent %i', (word, ordered, sent, status, fulfillmentStatus) => {
		const given = { ...state(word), ...items(ordered, sent) };
		expect(newer(given)).toEqual([status, fulfillmentStatus]);
		const [order, item] = [
			{
				OrderStatus:
					({ CANCELLED: 'Canceled', UNSHIPPED: 'Unshipped' } as Record<string, string>)[word] ??
					'PartiallyShipped',
			},
			{ QuantityOrdered: ordered, QuantityShipped: sent },
		];
		expect(v0(order, [item])).toEqual([status, fulfillmentStatus]);
		// What the order says, the trigger tells.
		expect('orderShipped' in facts(given)).toBe(fulfillmentStatus === 'fulfilled');
		expect('orderCancelled' in facts(given)).toBe(status === 'cancelled');
	});

	it('pass the status filter of the trigger as the order tells them', () => {
		const script = new ScriptedCall(() => 404, Date.now());
		script.parameters = { filters: { status: ['UNSHIPPED'] } };
		const passes = (order: Record<string, unknown>) =>
			matches(script.call)({ version: '2026-01-01', order });
		expect(passes(state('UNSHIPPED'))).toBe(true);
		expect(passes(state('PENDING'))).toBe(false);
		const packages = [parcel('PENDING', 'PENDING_PICK_UP')];
		expect(passes({ ...state('PENDING'), packages })).toBe(true);
		expect(passes({})).toBe(false);
	});

	it('are told by the trigger as the order tells them', () => {
		const packages = [parcel('DELIVERED', 'DELIVERED')];
		expect(facts({ ...state('SHIPPED'), packages })).toHaveProperty('orderShipped');
		expect(facts({ ...state('UNSHIPPED') })).toEqual({
			orderCreated: Date.parse('2026-11-20T09:00:00Z'),
			orderReadyToShip: null,
		});
		const waiting = [parcel('PENDING', 'PENDING_PICK_UP')];
		expect(facts({ ...state('PENDING'), packages: waiting })).toHaveProperty('orderReadyToShip');
	});
});
