import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { Random } from '../../sandbox/kit/random';
import { keyOwner } from '../../scripts/marketplaces';
import { Stage, type MarketplaceName } from './stage';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What differs between the marketplaces. */
interface Case {
	name: MarketplaceName;
	/** Parameters that every trigger of this marketplace needs here. */
	parameters?: object;
	/** Requests of a poll when nothing has happened. */
	idle: number;
	/** Events besides the two that all have, and what makes one happen. */
	events: Array<[event: string, action: string]>;
	/** Where the list or the feed is read. */
	path: string;
	/** A field of the item, and its value when an order has come into the state of the first event. */
	shows: [field: string, value: string];
}

const CASES: Case[] = [
	{
		name: 'allegro',
		idle: 1,
		events: [
			['orderReadyForProcessing', 'pay'],
			['orderShipped', 'ship'],
			['orderCancelled', 'cancel'],
			['orderFilledIn', 'fillIn'],
			['orderReturned', 'takeBack'],
		],
		path: '/order/',
		shows: ['statusRaw', 'READY_FOR_PROCESSING'],
	},
	{
		name: 'amazon',
		idle: 1,
		events: [
			['orderReadyToShip', 'pay'],
			['orderShipped', 'ship'],
			['orderCancelled', 'cancel'],
		],
		path: '/orders/',
		shows: ['paymentStatus', 'paid'],
	},
	{
		name: 'assistTencho',
		parameters: { output: 'order' },
		idle: 1,
		events: [],
		path: '/orders',
		shows: ['marketplace', 'assistTencho'],
	},
	{
		name: 'bigCommerce',
		parameters: { filters: { includeIncomplete: true } },
		idle: 1,
		events: [
			['orderShipped', 'ship'],
			['orderCancelled', 'cancel'],
		],
		path: '/v2/orders',
		shows: ['fulfillmentStatus', 'fulfilled'],
	},
	{
		name: 'kaufland',
		idle: 1,
		events: [
			['orderReadyToShip', 'pay'],
			['orderShipped', 'ship'],
			['orderCancelled', 'cancel'],
			['orderDelivered', 'receive'],
			['orderCompleted', 'autopay'],
		],
		path: '/order-units',
		shows: ['paymentStatus', 'paid'],
	},
	{
		name: 'naver',
		idle: 1,
		events: [
			['orderPaid', 'buy'],
			['orderReadyToShip', 'buy'],
			['orderCompleted', 'decide'],
		],
		path: '/product-orders/',
		shows: ['paymentStatus', 'paid'],
	},
];

describe.each(CASES)('the trigger of $name', (theCase) => {
	const { name, idle, events, path, shows } = theCase;
	let stage: Stage;
	let now = Date.parse('2026-03-01T08:00:00Z');
	const random = new Random(7);
	/** Something happens, and the marketplace has the time to show it. */
	const act = (action: string) => {
		now += MINUTE;
		const record = stage.server.backend.world.act(random, action);
		now += 5 * MINUTE;
		return record;
	};
	const trigger = (parameters: object = {}) =>
		stage.trigger({ parameters: { ...theCase.parameters, ...parameters } });
	const keyOf = (orderId: string, event: string) =>
		`${keyOwner(name, stage.server)}:${orderId}:${event}`;
	const keysOf = (items: Array<{ json: Record<string, unknown> }>) =>
		items.map(({ json }) => json.eventKey);

	beforeAll(async () => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		stage = await Stage.open(name, { orders: 300 });
	});
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
		now += DAY;
		stage.reset();
	});

	it('tells a new order once, and nothing from before the activation', async () => {
		const node = trigger();
		expect(await node.poll()).toEqual([]);
		const { orderId } = act('buy');
		expect(keysOf(await node.poll())).toEqual([keyOf(orderId, 'orderCreated')]);
		expect(await node.poll()).toEqual([]);
	});

	it('asks once when nothing has happened', async () => {
		const node = trigger();
		await node.poll();
		now += 5 * MINUTE;
		stage.server.resetStats();
		await node.poll();
		const { requests, violations } = await stage.stats();
		expect({ requests, violations }).toEqual({ requests: idle, violations: [] });
	});

	it('tells each state of an order under the key that the action node gives it', async () => {
		const node = trigger({ events: ['orderUpdated'] });
		await node.poll();
		const { orderId } = act('buy');
		const [first] = await node.poll();
		const [asRead] = await stage
			.node({ parameters: { resource: 'order', operation: 'get', orderId, ...theCase.parameters } })
			.run();
		expect(first.json.eventKey).toBe(asRead.json.eventKey);
		expect(await node.poll()).toEqual([]);
	});

	it.each(events)('tells %s', async (event, action) => {
		const node = trigger({ events: [event] });
		await node.poll();
		const { orderId } = act(action);
		now += MINUTE;
		expect(keysOf(await node.poll())).toContain(keyOf(orderId, event));
		expect(await node.poll()).toEqual([]);
	});

	describe('from a date on', () => {
		const parameters = { startFrom: 'date', startDate: new Date(now - 60 * DAY).toISOString() };
		const created = () => stage.heldIds().map((id) => keyOf(id, 'orderCreated'));

		it('catches up with everything', async () => {
			const told = keysOf(await trigger(parameters).poll());
			expect([...told].sort()).toEqual(created().sort());
		});

		it('goes on at the next poll where the time of this one ended', async () => {
			const node = stage.trigger({
				parameters: { ...theCase.parameters, ...parameters },
				budgetMs: 0,
			});
			const told: unknown[] = [];
			for (let polls = 0; polls < 120 && told.length < created().length; polls++) {
				told.push(...keysOf(await node.poll()));
			}
			told.push(...keysOf(await node.poll()));
			expect([...told].sort()).toEqual(created().sort());
		});
	});

	it('tells again, under the same keys, what n8n could not keep', async () => {
		const node = trigger();
		await node.poll();
		act('buy');
		const lost = await node.pollOnce();
		act('buy');
		const again = keysOf(await node.poll());
		expect(again).toHaveLength(2);
		expect(again).toEqual(expect.arrayContaining(keysOf(lost.items)));
	});

	it('throws what goes wrong, and stays where it was', async () => {
		const node = trigger();
		await node.poll();
		const before = structuredClone(node.kept);
		const { orderId } = act('buy');
		stage.server.faults.set([{ kind: 'status', path, status: 403, times: 1 }]);
		await expect(node.poll()).rejects.toMatchObject({ httpCode: '403' });
		expect(node.kept).toEqual(before);
		expect(keysOf(await node.poll())).toEqual([keyOf(orderId, 'orderCreated')]);
	});

	it('reads once while two polls overlap', async () => {
		const node = trigger();
		await node.poll();
		act('buy');
		const both = await Promise.all([node.pollOnce(), node.pollOnce()]);
		expect(both.map(({ items }) => items.length).sort()).toEqual([0, 1]);
	});

	it('shows recent orders in the editor, and leaves its place alone', async () => {
		const node = trigger({ events: [events[0]?.[0] ?? 'orderCreated'] });
		await node.poll();
		const before = structuredClone(node.kept);
		act(events[0]?.[1] ?? 'buy');
		const shown = await node.test();
		expect(shown.length).toBeGreaterThan(0);
		for (const { json } of shown) expect(json[shows[0]]).toBe(shows[1]);
		expect(node.kept).toEqual(before);
	});

	it.runIf(name === 'allegro' || name === 'bigCommerce')(
		'keeps the time, not the place, when the credential leads to another seller',
		async () => {
			const store = trigger();
			await store.poll();
			const other = stage.trigger({ grant: stage.grant({ account: 'second' }), kept: store.kept });
			now += MINUTE;
			expect(await other.poll()).toEqual([]);
			expect(other.kept).not.toEqual(store.kept);
		},
	);
});
