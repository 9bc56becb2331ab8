import { describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { eventOf } from '../../../core/triggers/event';
import type { OrderChange } from '../../../core/triggers/feed';

const call = (event: string, marketplace: object = {}, account: string | null = 'north') =>
	({
		parameter: () => event,
		client: { marketplace: { id: 'shop', ...marketplace }, connection: { account } },
	}) as unknown as Call;

const EVENTS = ['orderShipped', 'orderReturned'].map((value) => ({ name: value, value }));

const change = (more: Partial<OrderChange<object>> = {}): OrderChange<object> => ({
	raw: {},
	id: '7',
	revision: 'r2',
	at: 2000,
	facts: { orderCreated: 1000, orderShipped: null },
	...more,
});

describe('eventOf', () => {
	it('tells each state of an order under its revision', () => {
		const { detect } = eventOf(call('orderUpdated'), EVENTS);
		expect(detect(change(), 2000)).toEqual({ key: '7:r2', at: 2000 });
		expect(detect(change(), 2001)).toBeUndefined();
	});

	it('tells what has happened under one key, whatever the order looks like by then', () => {
		const { detect } = eventOf(call('orderCreated'), EVENTS);
		expect(detect(change(), 0)?.key).toBe('7:orderCreated');
		expect(detect(change({ revision: 'r3', at: 3000 }), 0)?.key).toBe('7:orderCreated');
	});

	it('tells nothing from before the beginning', () => {
		const { detect } = eventOf(call('orderCreated'), EVENTS);
		expect(detect(change(), 1000)).toBeDefined();
		expect(detect(change(), 1001)).toBeUndefined();
	});

	it('takes the time of the state where nobody says when it happened', () => {
		const { detect } = eventOf(call('orderShipped'), EVENTS);
		expect(detect(change(), 2000)).toEqual({ key: '7:orderShipped', at: null });
		expect(detect(change(), 2001)).toBeUndefined();
	});

	it('tells each occasion of what can happen more than once', () => {
		const { detect } = eventOf(call('orderShipped'), EVENTS);
		const first = detect(change({ occasions: { orderShipped: 'claim-1' } }), 0);
		const second = detect(change({ occasions: { orderShipped: 'claim-2' } }), 0);
		expect(first?.key).not.toBe(second?.key);
	});

	it('passes over what has not happened, and what is no order', () => {
		const { detect } = eventOf(call('orderReturned'), EVENTS);
		expect(detect(change(), 0)).toBeUndefined();
		expect(eventOf(call('orderCreated'), EVENTS).detect(change({ id: '' }), 0)).toBeUndefined();
	});

	it('marks every item with its event and key', () => {
		const event = eventOf<object>(call('orderCreated'), EVENTS);
		const items = event.items('7:orderCreated', [{ json: { line: 1 } }, { json: { line: 2 } }]);
		expect(items.map(({ json }) => json)).toEqual([
			{ line: 1, event: 'orderCreated', eventKey: 'shop:7:orderCreated' },
			{ line: 2, event: 'orderCreated', eventKey: 'shop:7:orderCreated' },
		]);
	});

	it('names the account in the key where an id is unique only within it, and nowhere else', () => {
		const keyOf = (marketplace: object, account: string | null, name = 'orderShipped') => {
			const event = eventOf<object>(call(name, marketplace, account), EVENTS);
			const key = event.detect(change(), 0)?.key ?? '';
			return event.items(key, [{ json: {} }])[0].json.eventKey;
		};
		expect(keyOf({}, 'north')).toBe(keyOf({}, 'south'));
		const own = { idsPerAccount: true };
		expect(keyOf(own, 'north')).toBe('shop:north:7:orderShipped');
		expect(keyOf(own, 'south')).toBe('shop:south:7:orderShipped');
		expect(keyOf(own, 'north', 'orderUpdated')).toBe('shop:north:7:r2');
	});

	it('refuses what the marketplace does not have, and names what it has', () => {
		expect(() => eventOf(call('orderTeleported'), EVENTS)).toThrow(
			expect.objectContaining({
				message: "The event 'orderTeleported' is unknown",
				advice: 'Possible values: orderCreated, orderUpdated, orderShipped, orderReturned',
			}),
		);
	});
});
