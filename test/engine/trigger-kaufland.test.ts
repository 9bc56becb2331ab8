import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { Random } from '../../sandbox/kit/random';
import { Stage } from './stage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let stage: Stage;
let now = 0;
const random = new Random(3);

beforeEach(() => {
	now = Date.parse('2026-03-01T08:00:00Z');
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
});
afterEach(async () => await stage.server.close());

async function open(settings: object = {}): Promise<void> {
	stage = await Stage.open('kaufland', { orders: 300, quotaScale: 10_000, ...settings });
	stage.reset();
}

/** Something happens, and time goes on. */
function act(action: string, minutes = 5): string {
	now += MINUTE;
	const { orderId } = stage.server.backend.world.act(random, action);
	now += minutes * MINUTE;
	return orderId;
}

const trigger = (parameters: IDataObject = {}) => stage.trigger({ parameters });
type Trigger = ReturnType<typeof trigger>;
const keysOf = async (node: Trigger) =>
	(await node.poll()).map(({ json }) => String(json.eventKey));
const fromLongAgo = () => ({
	startFrom: 'date',
	startDate: new Date(now - 40 * 24 * HOUR).toISOString(),
});
const created = () => stage.heldIds().map((id) => `kaufland:${id}:orderCreated`);

/** Requests of a poll in which nothing new is found. */
async function idle(node: Trigger): Promise<number> {
	now += 5 * MINUTE;
	await stage.stats();
	stage.server.resetStats();
	expect(await node.poll()).toEqual([]);
	const { requests, violations } = await stage.stats();
	expect(violations).toEqual([]);
	return requests;
}

describe('the feed of Kaufland asks', () => {
	it.each([
		['once, where the list is of all storefronts', {}, {}, 1],
		['once, where there is one storefront', { storefronts: ['sk'] }, {}, 1],
		[
			'once, where the user has chosen one',
			{ withoutStorefront: 'first' },
			{ storefront: 'cz' },
			1,
		],
		['each storefront, where the list is of one', { withoutStorefront: 'first' }, {}, 9],
	])('%s', async (_what, settings, filters, requests) => {
		await open(settings);
		const node = trigger({ filters });
		await node.poll();
		expect(await idle(node)).toBe(requests);
		expect(await idle(node)).toBe(requests);
	});

	it('once, also of a shop that has sold nothing on two storefronts yet', async () => {
		await open({ orders: 1 });
		const node = trigger();
		await node.poll();
		expect(await idle(node)).toBe(9);
		for (let i = 0; i < 30; i++) act('buy', 1);
		await node.poll();
		now += 7 * HOUR;
		await node.poll();
		await node.poll();
		expect(await idle(node)).toBe(1);
	});
});

describe('the feed of Kaufland misses nothing', () => {
	it.each([
		['the list is of one storefront', { withoutStorefront: 'first' }],
		['times leave out their own second', { fromIsExclusive: true }],
		['times do not', { fromIsExclusive: false }],
		['the list lags behind', { indexLagMs: 110_000 }],
		['an order has 250 pieces', { bigOrder: 250 }],
		['orders come and change between two pages', { orderChurn: { add: 3, change: 30 } }],
	])('where %s', async (_what, settings) => {
		await open(settings);
		const node = trigger(fromLongAgo());
		const told = await keysOf(node);
		for (let i = 0; i < 12; i++) {
			act('buy', 1);
			told.push(...(await keysOf(node)));
		}
		stage.server.settings.indexLagMs = 0;
		Object.assign(stage.server.settings, { orderChurn: {} });
		now += 10 * MINUTE;
		told.push(...(await keysOf(node)));
		expect(told.toSorted()).toEqual(created().toSorted());
	});

	it('where it ends in the midst of a round, and n8n begins anew', async () => {
		await open({ orders: 600, orderChurn: { add: 5 } });
		const parameters = fromLongAgo();
		let node = stage.trigger({ parameters, budgetMs: 0 });
		const told: string[] = [];
		for (let polls = 0; polls < 12; polls++) {
			told.push(...(await keysOf(node)));
			node = stage.trigger({ parameters, budgetMs: 0, kept: structuredClone(node.kept) });
		}
		Object.assign(stage.server.settings, { orderChurn: {} });
		for (let polls = 0; polls < 12; polls++) {
			now += 5 * MINUTE;
			told.push(...(await keysOf(node)));
		}
		expect(new Set(told).size).toBe(told.length);
		expect(told.toSorted()).toEqual(created().toSorted());
	});

	it('of other storefronts, once the user no longer asks for one', async () => {
		await open({ withoutStorefront: 'first' });
		const one = trigger({ filters: { storefront: 'cz' } });
		await one.poll();
		const all = stage.trigger({ parameters: {}, kept: structuredClone(one.kept) });
		await all.poll();
		const bought = Array.from({ length: 20 }, () => `kaufland:${act('order', 0)}:orderCreated`);
		expect((await keysOf(all)).toSorted()).toEqual(bought.toSorted());
	});

	it('that its list knew too late: the newest orders are looked at again', async () => {
		await open();
		const node = trigger();
		await node.poll();
		stage.server.settings.indexLagMs = HOUR;
		const late = act('buy', 5);
		expect(await node.poll()).toEqual([]);
		now += 2 * HOUR;
		expect(await node.poll()).toEqual([]);
		now += 5 * HOUR;
		expect(await keysOf(node)).toEqual([`kaufland:${late}:orderCreated`]);
	});
});

describe('each state that the feed of Kaufland emits', () => {
	it('is of whole orders, in spite of orders that come between two pages and two steps', async () => {
		await open({ orders: 500, orderChurn: { add: 7 } });
		const { startFrom, startDate } = fromLongAgo();
		const node = stage.trigger({
			parameters: { startFrom, startDate, events: ['orderUpdated'] },
			budgetMs: 0,
		});
		const counts = new Map<string, number>();
		for (let polls = 0; polls < 6; polls++) {
			for (const { json } of await node.poll()) {
				const { id, lines } = json as unknown as { id: string; lines: unknown[] };
				counts.set(id, lines.length);
				const held = stage.server.backend.held().find((one) => one.id === id);
				expect(lines.length, id).toBe(held?.lineIds.length);
			}
		}
		expect(counts.size).toBeGreaterThan(500);
	});

	it('has the key that the action node gives it, whichever way it was read', async () => {
		await open();
		const node = trigger({ events: ['orderUpdated'] });
		await node.poll();
		for (const action of ['shipOne', 'cancelOne', 'receive', 'takeOneBack']) {
			const orderId = act(action);
			const found = (await node.poll()).map(({ json }) => json);
			const parameters = { resource: 'order', operation: 'get', orderId };
			const [{ json }] = await stage.node({ parameters }).run();
			const same = found.find(({ id }) => id === orderId);
			expect(same?.eventKey, action).toBe(json.eventKey);
			expect(same?.lines, action).toEqual(json.lines);
		}
	});
});

describe('the events of Kaufland', () => {
	it('Order Returned comes again for each piece that comes back', async () => {
		await open();
		const node = trigger({ events: ['orderReturned'] });
		await node.poll();
		const first = act('takeOneBack');
		const [key, ...others] = await keysOf(node);
		expect(key).toMatch(new RegExp(`^kaufland:${first}:orderReturned:[\\d,]+$`));
		expect(others).toEqual([]);
		expect(await keysOf(node)).toEqual([]);
	});

	it.each([
		['orderReadyToShip', 'shipOne'],
		['orderShipped', 'receive'],
		['orderDelivered', 'takeBack'],
		['orderCompleted', 'takeBack'],
		['orderCompleted', 'payBack'],
		['orderShipped', 'takeOneBack'],
		['orderReturned', 'receive'],
	])('%s is not emitted of what was so before: %s', async (event, action) => {
		await open();
		const node = trigger({ events: [event] });
		await node.poll();
		act(action);
		expect(await keysOf(node)).toEqual([]);
	});

	it('Order Ready to Ship waits for the last piece that is still checked', async () => {
		await open();
		const node = trigger({ events: ['orderReadyToShip'] });
		await node.poll();
		const bought = act('order');
		expect(await keysOf(node)).toEqual([]);
		for (let paid = ''; paid !== bought;) paid = act('pay', 1);
		expect(await keysOf(node)).toContain(`kaufland:${bought}:orderReadyToShip`);
	});

	it('are of the orders that the filters ask for', async () => {
		await open();
		const node = trigger({
			filters: { fulfillmentType: 'fulfilled_by_kaufland', storefront: 'de' },
			...fromLongAgo(),
		});
		const items = await node.poll();
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) {
			expect(json).toMatchObject({ site: 'de', fulfilledBy: 'marketplace' });
		}
	});
});
