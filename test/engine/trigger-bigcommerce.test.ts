import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { Random } from '../../sandbox/kit/random';
import { Stage } from './stage';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Item = { json: Record<string, unknown> };

describe('bigCommerceTrigger', () => {
	let stage: Stage;
	/** Ours; theirs is another one where a test says so. */
	let now = Date.parse('2026-03-01T08:00:00Z');
	let ahead = 0;
	const random = new Random(7);
	const trigger = (parameters: object = {}) => stage.trigger({ parameters: { ...parameters } });
	const keysOf = (items: Item[]) => items.map(({ json }) => json.eventKey);
	const act = (name: string) => {
		now += 10 * SECOND;
		return stage.server.backend.world.act(random, name);
	};

	/** What the merchant does in the control panel, now. */
	async function change(orderId: string, fields: object): Promise<void> {
		const { storeHash, accessToken } = stage.grant();
		const url = `${stage.server.url}/stores/${storeHash}/v2/orders/${orderId}`;
		const headers = {
			'x-auth-token': accessToken,
			accept: 'application/json',
			'content-type': 'application/json',
		};
		const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(fields) });
		expect(answer.status).toBe(200);
	}

	beforeAll(async () => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		stage = await Stage.open('bigCommerce', { orders: 400, now: () => now + ahead });
	});
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += ms));
		now += DAY;
		ahead = 0;
		stage.reset();
	});

	it('tells a new order once, and nothing from before the activation', async () => {
		const node = trigger();
		expect(await node.poll()).toEqual([]);
		const { orderId } = act('buy');
		const items = await node.poll();
		expect(keysOf(items)).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
		expect(items[0].json).toMatchObject({ id: orderId, event: 'orderCreated', status: 'open' });
		act('ship');
		expect(await node.poll()).toEqual([]);
	});

	it.each([
		['ten minutes behind', -10 * MINUTE],
		['ten minutes ahead', 10 * MINUTE],
	])('loses nothing when their clock is %s', async (_label, skew) => {
		ahead = skew;
		const node = trigger();
		expect(await node.poll()).toEqual([]);
		now += 2 * SECOND;
		const { orderId } = stage.server.backend.world.act(random, 'buy');
		expect(keysOf(await node.poll())).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
	});

	it('tells each state of an order under the key that the action node gives it', async () => {
		const node = trigger({ events: ['orderUpdated'] });
		await node.poll();
		const { orderId } = act('changeAddress');
		const [first] = await node.poll();
		const [asRead] = await stage
			.node({ parameters: { resource: 'order', operation: 'get', orderId } })
			.run();
		expect(first.json.eventKey).toBe(asRead.json.eventKey);
		expect(await node.poll()).toEqual([]);
	});

	it('waits for the end of a second in which an order may change once more', async () => {
		const node = trigger({ events: ['orderUpdated'], output: 'marketplace' });
		await node.poll();
		const { orderId } = act('changeAddress');
		vi.spyOn(clock, 'sleep').mockImplementationOnce(async (ms) => {
			await change(orderId, { staff_notes: 'in the same second' });
			now += ms;
		});
		const told = await node.poll();
		expect(told.map(({ json }) => [String(json.id), json.staff_notes])).toEqual([
			[orderId, 'in the same second'],
		]);
	});

	it.each([
		['orderPaid', 'buy'],
		['orderAwaitingFulfillment', 'buy'],
		['orderPartiallyShipped', 'shipPart'],
		['orderShipped', 'ship'],
		['orderCompleted', 'complete'],
		['orderCancelled', 'cancel'],
		['orderDisputed', 'dispute'],
		['orderRefunded', 'refund'],
		['orderPartiallyRefunded', 'refundPart'],
	])('tells %s once', async (event, action) => {
		const node = trigger({ events: [event] });
		await node.poll();
		const { orderId } = act(action);
		expect(keysOf(await node.poll())).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:${event}`]);
		now += MINUTE;
		expect(await node.poll()).toEqual([]);
	});

	describe('a checkout that is not finished', () => {
		it('is no order until it is paid, however long that takes', async () => {
			const waiting = act('checkOut');
			now += HOUR;
			const node = trigger();
			expect(await node.poll()).toEqual([]);
			now += HOUR;
			const later = act('checkOut');
			expect(await node.poll()).toEqual([]);
			now += HOUR;
			for (const { orderId } of [waiting, later]) await change(orderId, { status_id: 11 });
			const told = keysOf(await node.poll());
			expect(told).toEqual(
				[waiting, later].map(({ orderId }) => `bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`),
			);
			now += MINUTE;
			expect(await node.poll()).toEqual([]);
		});

		it('is one from the beginning if the user wants that', async () => {
			const node = trigger({ filters: { includeIncomplete: true } });
			await node.poll();
			const { orderId } = act('checkOut');
			expect(keysOf(await node.poll())).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
			now += HOUR;
			await change(orderId, { status_id: 11 });
			expect(await node.poll()).toEqual([]);
		});
	});

	it('asks for one channel, and tells of no other', async () => {
		const filters = { channelId: 1 };
		const node = trigger({ events: ['orderUpdated'], filters });
		await node.poll();
		const changed = Array.from({ length: 12 }, () => act('note').orderId);
		const told = await node.poll();
		expect(told.length).toBeGreaterThan(0);
		expect(told.length).toBeLessThanOrEqual(new Set(changed).size);
		for (const { json } of told) expect(json.site).toBe('1');
	});

	describe('from a date on', () => {
		const parameters = {
			startFrom: 'date',
			startDate: '2025-03-01T00:00:00Z',
			filters: { includeIncomplete: true },
		};
		const created = () => stage.heldIds().map((id) => `bigcommerce:x7k2p9q4ab:${id}:orderCreated`);

		it('catches up with everything', async () => {
			const told = keysOf(await trigger(parameters).poll());
			expect([...told].sort()).toEqual(created().sort());
		});

		it('goes on at the next poll where the time of this one ended', async () => {
			const node = stage.trigger({ parameters, budgetMs: 0 });
			const polls: unknown[][] = [];
			for (let count = 0; count < 20; count++) polls.push(keysOf(await node.poll()));
			expect(polls.filter((told) => told.length > 0).length).toBeGreaterThan(1);
			expect(polls.flat().sort()).toEqual(created().sort());
		});

		it('loses nothing while orders change under its hands', async () => {
			const node = stage.trigger({ parameters, budgetMs: 0 });
			const told: unknown[] = [];
			for (let count = 0; count < 30; count++) {
				for (let changes = 0; changes < 20; changes++) act('note');
				told.push(...keysOf(await node.poll()));
			}
			expect([...told].sort()).toEqual(created().sort());
		});
	});

	it('reads an import of more orders in one second than a page holds', async () => {
		const node = trigger();
		await node.poll();
		now += MINUTE;
		const before = new Set(stage.heldIds());
		stage.server.backend.add(700);
		const imported = stage.heldIds().filter((id) => !before.has(id));
		expect(imported.length).toBe(700);
		const told = keysOf(await node.poll());
		expect([...told].sort()).toEqual(
			imported.map((id) => `bigcommerce:x7k2p9q4ab:${id}:orderCreated`).sort(),
		);
		expect(await node.poll()).toEqual([]);
	});

	it('tells everything where pages are silently cut', async () => {
		Object.assign(stage.server.settings, { cutPagesTo: 50 });
		const waiting = act('checkOut');
		for (let count = 0; count < 60; count++) act('checkOut');
		const node = trigger();
		await node.poll();
		now += MINUTE;
		const before = new Set(stage.heldIds());
		stage.server.backend.add(120);
		now += MINUTE;
		for (let count = 0; count < 75; count++) act('buy');
		const came = stage.heldIds().filter((id) => !before.has(id));
		await change(waiting.orderId, { status_id: 11 });
		const told = keysOf(await node.poll());
		const wanted = [waiting.orderId, ...came].map(
			(id) => `bigcommerce:x7k2p9q4ab:${id}:orderCreated`,
		);
		expect([...told].sort()).toEqual(wanted.sort());
	});

	it('tells what happened while n8n was down for days', async () => {
		const node = trigger();
		await node.poll();
		const bought = Array.from({ length: 5 }, () => {
			now += DAY;
			return act('buy').orderId;
		});
		expect(keysOf(await node.poll())).toEqual(
			bought.map((id) => `bigcommerce:x7k2p9q4ab:${id}:orderCreated`),
		);
	});

	it('says what it looked at when there is no example', async () => {
		const node = trigger({ filters: { channelId: 987 } });
		await expect(node.test()).rejects.toThrow(/the 100 orders that changed last: no orders/);
		expect(node.kept).toEqual({});
	});
});
