import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterEach, describe, expect, it } from 'vitest';

import type { Order } from '../../core/orders/order';
import { Random } from '../../sandbox/kit/random';
import { fastClock } from '../kit/fast-clock';
import { Stage } from './stage';

let stage: Stage;
afterEach(async () => await stage.server.close());

async function open(settings: object = {}): Promise<void> {
	fastClock(100);
	stage = await Stage.open('kaufland', { orders: 330, quotaScale: 10_000, ...settings });
	stage.reset();
}

const ordersOf = (items: INodeExecutionData[]) => items.map(({ json }) => json as unknown as Order);

async function read(filters: IDataObject = {}, more: IDataObject = {}): Promise<Order[]> {
	return ordersOf(await stage.node({ parameters: stage.everyOrder({ filters, ...more }) }).run());
}

/** What the list without filters gives, reduced to what is wanted. */
async function expectSame(filters: IDataObject, isWanted: (order: Order) => boolean) {
	const all = await read();
	stage.server.resetStats();
	const found = await read(filters);
	const wanted = all.filter(isWanted);
	expect(wanted.length).toBeGreaterThan(0);
	expect(wanted.length).toBeLessThan(all.length);
	// An order that was asked for by itself shows its pickup point.
	const plain = ({ pickupPoint: _point, missing: _missing, ...order }: Order) => order;
	expect(found.map(plain)).toEqual(wanted.map(plain));
	const stats = await stage.stats();
	expect(stats.violations).toEqual([]);
	return stats.requests;
}

const lines = (found: readonly Order[]) =>
	found
		.map(
			({ id, lines: own }) =>
				`${id} ${own
					.map((line) => line.id)
					.sort()
					.join()}`,
		)
		.sort();
const held = () =>
	stage.server.backend
		.held()
		.map(({ id, lineIds }) => `${id} ${[...lineIds].sort().join()}`)
		.sort();

describe('orders of Kaufland', () => {
	it('come with all their lines, once each, the newest first', async () => {
		await open();
		const found = await read();
		expect(lines(found)).toEqual(held());
		const times = found.map(({ placedAt }) => placedAt ?? '');
		expect(times).toEqual(times.toSorted().toReversed());
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('come whole while others come and change between two pages', async () => {
		await open({ orderChurn: { add: 7, change: 20 } });
		const before = new Map(stage.server.backend.held().map((one) => [one.id, one.lineIds.length]));
		const found = await read();
		const got = new Map(found.map(({ id, lines: own }) => [id, own.length]));
		expect(got.size).toBe(found.length);
		for (const [id, count] of before) expect(got.get(id), id).toBe(count);
		const now = new Map(stage.server.backend.held().map((one) => [one.id, one.lineIds.length]));
		for (const [id, count] of got) expect(count, id).toBe(now.get(id));
	});

	it('come whole with 250 pieces', async () => {
		await open({ orders: 40, bigOrder: 250 });
		const found = await read();
		expect(lines(found)).toEqual(held());
		expect(found[0].lines).toHaveLength(250);
		const [first, ...others] = await read({}, { returnAll: false, limit: 1 });
		expect(first.lines).toHaveLength(250);
		expect(others).toEqual([]);
	});

	it.each([true, false])('come of all storefronts; times exclusive: %s', async (exclusive) => {
		await open({ withoutStorefront: 'first', fromIsExclusive: exclusive });
		expect(lines(await read())).toEqual(held());
		expect((await read({ storefront: 'cz' })).every(({ site }) => site === 'cz')).toBe(true);
	});

	it('come where there is one storefront, and nothing more is asked for', async () => {
		await open({ orders: 30, storefronts: ['sk'] });
		expect(lines(await read())).toEqual(held());
		// Its list, and where the account sells.
		expect((await stage.stats()).requests).toBe(2);
	});

	it.each([1, 5, 99, 100, 101, 230])('come as the newest %i', async (limit) => {
		for (const withoutStorefront of ['all', 'first']) {
			await open({ withoutStorefront });
			const all = await read();
			const found = await read({}, { returnAll: false, limit });
			const [last] = found.slice(-1);
			expect(found).toHaveLength(limit);
			// Of those that were placed in the last second any will do.
			const newer = all.filter(({ placedAt }) => (placedAt ?? '') > (last.placedAt ?? ''));
			expect(found.slice(0, newer.length).map(({ id }) => id)).toEqual(newer.map(({ id }) => id));
			if (withoutStorefront === 'all') await stage.server.close();
		}
	});

	it('come with countries of two letters, whichever Kaufland writes', async () => {
		await open({ orders: 60, countryForm: 'iso3' });
		const countries = (await read()).map(({ shippingAddress }) => shippingAddress?.countryCode);
		expect(new Set(countries.filter(Boolean))).toEqual(
			new Set(['AT', 'CZ', 'DE', 'ES', 'FR', 'IT', 'NL', 'PL', 'SK']),
		);
	});
});

describe('the filters of Kaufland', () => {
	it('Status: orders with a line in it, with all their lines', async () => {
		await open();
		await expectSame({ status: ['need_to_be_sent', 'open'] }, ({ statusRaw }) =>
			/need_to_be_sent|open/.test(statusRaw ?? ''),
		);
	});

	it('Status, while pieces leave it between two pages', async () => {
		await open({ orders: 900, orderChurn: { add: 2, change: 60 } });
		const status = ['sent', 'received'];
		const before = (await read({ status })).map(({ id }) => id);
		const stays = new Set(before);
		const found = await read({ status });
		const after = stage.server.backend
			.held()
			.filter((one) => /(^|,)(sent|received)(,|$)/.test(one.status) && stays.has(one.id));
		const got = new Set(found.map(({ id }) => id));
		expect(after.filter(({ id }) => !got.has(id))).toEqual([]);
		expect(found.every(({ statusRaw }) => /sent|received/.test(statusRaw ?? ''))).toBe(true);
	});

	it('SKU: orders with it, with all their lines', async () => {
		await open();
		const [{ lines: own }] = (await read()).filter((order) => order.lines.length > 1);
		const sku = own[0].sku ?? '';
		await expectSame({ sku }, (order) => order.lines.some((line) => line.sku === sku));
		expect(await read({ sku: 'no such thing' })).toEqual([]);
	});

	it('Storefront, and who sends: in pages, not one by one', async () => {
		await open();
		const requests = await expectSame({ storefront: 'pl' }, ({ site }) => site === 'pl');
		expect(requests).toBeLessThan(4);
		const type = 'fulfilled_by_kaufland';
		const some = await expectSame(
			{ fulfillmentType: type },
			({ fulfilledBy }) => fulfilledBy === 'marketplace',
		);
		expect(some).toBeLessThan(6);
	});

	it.each([true, false])('Created After, to the second; exclusive: %s', async (fromIsExclusive) => {
		await open({ fromIsExclusive });
		const all = await read();
		const createdAfter = all[120].placedAt ?? '';
		const isWanted = ({ placedAt }: Order) => (placedAt ?? '') >= createdAfter;
		await expectSame({ createdAfter }, isWanted);
		const later = new Date(Date.parse(createdAfter) + 1).toISOString();
		const found = await read({ createdAfter: later });
		expect(found.map(({ id }) => id)).toEqual(
			all
				.filter(({ placedAt }) => Date.parse(placedAt ?? '') > Date.parse(createdAfter))
				.map(({ id }) => id),
		);
	});

	it.each([true, false])('Updated After, to the second; exclusive: %s', async (fromIsExclusive) => {
		await open({ fromIsExclusive });
		const times = (await read()).map(({ updatedAt }) => updatedAt ?? '').toSorted();
		const updatedAfter = times[200];
		const isWanted = ({ updatedAt }: Order) => (updatedAt ?? '') >= updatedAfter;
		await expectSame({ updatedAfter }, isWanted);
	});
});

describe('the pickup points of Kaufland', () => {
	it('come with one request more for each order, and with every single order', async () => {
		await open({ orders: 60, storefronts: ['de'] });
		const without = await read();
		expect(without.every(({ pickupPoint }) => pickupPoint === null)).toBe(true);
		stage.server.resetStats();
		const found = await read({}, { options: { includePickupPoints: true } });
		expect((await stage.stats()).requests).toBeLessThanOrEqual(60 + 3);
		const points = found.filter(({ pickupPoint }) => pickupPoint !== null);
		expect(points.length).toBeGreaterThan(0);
		expect(found.map(({ id }) => id)).toEqual(without.map(({ id }) => id));
		const parameters = { resource: 'order', operation: 'get', orderId: points[0].id };
		const [single] = ordersOf(await stage.node({ parameters }).run());
		expect(single).toEqual(points[0]);
	});
});

describe('the requests of Kaufland', () => {
	it('are 16 for a thousand orders, and one for each order on the edge of two pages', async () => {
		await open({ orders: 1000 });
		const pieces = stage.server.backend.held().flatMap(({ lineIds }) => lineIds).length;
		const found = await read();
		expect(lines(found)).toEqual(held());
		const { requests } = await stage.stats();
		const pages = Math.ceil(pieces / 99);
		expect(pages).toBeLessThanOrEqual(16);
		expect(requests).toBeLessThanOrEqual(2 * pages - 1);
	});
});

describe('the world of Kaufland', () => {
	it('stays readable through a thousand deeds', async () => {
		await open({ orders: 60, oddTimes: true });
		const random = new Random(5);
		for (let i = 0; i < 1000; i++) stage.server.backend.world.act(random);
		const found = await read();
		expect(lines(found)).toEqual(held());
		expect(found.filter(({ status }) => status === 'unknown')).toEqual([]);
	});
});
