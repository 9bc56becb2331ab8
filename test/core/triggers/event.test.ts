import { describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { eventsOf } from '../../../core/triggers/event';
import type { OrderChange } from '../../../core/triggers/feed';

const call = (events: unknown, marketplace: object = {}, account: string | null = 'north') =>
	({
		parameter: (_name: string, fallback: unknown) => events ?? fallback,
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

const eventOf = (of: Call) => eventsOf<object>(of, EVENTS)[0];

describe('one event', () => {
	it('tells each state of an order under its revision', () => {
		const { detect } = eventOf(call('orderUpdated'));
		expect(detect(change(), 2000)).toEqual({ key: '7:r2', at: 2000 });
		expect(detect(change(), 2001)).toBeUndefined();
	});

	it('tells what has happened under one key, whatever the order looks like by then', () => {
		const { detect } = eventOf(call('orderCreated'));
		expect(detect(change(), 0)?.key).toBe('7:orderCreated');
		expect(detect(change({ revision: 'r3', at: 3000 }), 0)?.key).toBe('7:orderCreated');
	});

	it('tells nothing from before the beginning', () => {
		const { detect } = eventOf(call('orderCreated'));
		expect(detect(change(), 1000)).toBeDefined();
		expect(detect(change(), 1001)).toBeUndefined();
	});

	it('takes the time of the state where nobody says when it happened', () => {
		const { detect } = eventOf(call('orderShipped'));
		expect(detect(change(), 2000)).toEqual({ key: '7:orderShipped', at: null });
		expect(detect(change(), 2001)).toBeUndefined();
	});

	it('tells each occasion of what can happen more than once', () => {
		const { detect } = eventOf(call('orderShipped'));
		const first = detect(change({ occasions: { orderShipped: 'claim-1' } }), 0);
		const second = detect(change({ occasions: { orderShipped: 'claim-2' } }), 0);
		expect(first?.key).not.toBe(second?.key);
	});

	it('passes over what has not happened, and what is no order', () => {
		const { detect } = eventOf(call('orderReturned'));
		expect(detect(change(), 0)).toBeUndefined();
		expect(eventOf(call('orderCreated')).detect(change({ id: '' }), 0)).toBeUndefined();
	});

	it('marks every item with its event and key', () => {
		const event = eventOf(call('orderCreated'));
		const items = event.items('7:orderCreated', [{ json: { line: 1 } }, { json: { line: 2 } }]);
		expect(Object.keys(items[0].json)).toEqual(['event', 'line', 'eventKey']);
		expect(items.map(({ json }) => json)).toEqual([
			{ line: 1, event: 'orderCreated', eventKey: 'shop:7:orderCreated' },
			{ line: 2, event: 'orderCreated', eventKey: 'shop:7:orderCreated' },
		]);
	});

	it('is named by us, whatever the marketplace calls so', () => {
		const event = eventOf(call('orderCreated'));
		const [{ json }] = event.items('7:orderCreated', [{ json: { event: 'theirs', line: 1 } }]);
		expect(json).toEqual({ event: 'orderCreated', line: 1, eventKey: 'shop:7:orderCreated' });
	});

	it('names the account in the key where an id is unique only within it, and nowhere else', () => {
		const keyOf = (marketplace: object, account: string | null, name = 'orderShipped') => {
			const event = eventOf(call(name, marketplace, account));
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
		expect(() => eventOf(call('orderTeleported'))).toThrow(
			expect.objectContaining({
				message: "The event 'orderTeleported' is unknown",
				advice: 'Possible values: orderCreated, orderUpdated, orderShipped, orderReturned',
			}),
		);
	});
});

describe('the events that the user has chosen', () => {
	const namesOf = (chosen: unknown) => eventsOf(call(chosen), EVENTS).map(({ name }) => name);

	it.each<[string, unknown, string[]]>([
		['several, in his order', ['orderShipped', 'orderCreated'], ['orderShipped', 'orderCreated']],
		['the same one twice, once', ['orderShipped', 'orderShipped'], ['orderShipped']],
		['a single one that an expression gives as text', 'orderShipped', ['orderShipped']],
		['new orders, where nothing was chosen yet', undefined, ['orderCreated']],
	])('are %s', (_how, chosen, names) => {
		expect(namesOf(chosen)).toEqual(names);
	});

	it('are at least one', () => {
		expect(() => namesOf([])).toThrow(
			expect.objectContaining({
				message: "'Events' is empty",
				advice: 'Choose at least one event',
			}),
		);
	});

	it('are all known', () => {
		expect(() => namesOf(['orderCreated', 'orderTeleported'])).toThrow(
			"The event 'orderTeleported' is unknown",
		);
	});
});
