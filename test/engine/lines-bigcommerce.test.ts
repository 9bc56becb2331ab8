import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import type { BigCommerceSettings } from '../../sandbox/bigcommerce/settings';
import { Random } from '../../sandbox/kit/random';
import { Stage } from './stage';

type Item = { json: IDataObject };

const linesOf = (items: Item[]): Array<[unknown, string[]]> =>
	items.map(({ json }) => [
		json.id,
		(json.lines as IDataObject[]).map(({ key }) => String(key)).toSorted(),
	]);
const lackingOf = (items: Item[]) =>
	items.filter(({ json }) =>
		(json.missing as IDataObject[]).some(({ field }) => field === 'lines'),
	);

describe.each(['someEmpty', 'oneLink'] as const)(
	'lines that BigCommerce leaves out of its consignments (%s)',
	(lineItems) => {
		let stage: Stage;
		let now = Date.parse('2026-03-01T08:00:00Z');
		const random = new Random(7);
		const settings = () => stage.server.settings as BigCommerceSettings;
		const everyOrder = (more: object = {}) => stage.everyOrder({ output: 'order', ...more });

		beforeAll(async () => {
			vi.spyOn(clock, 'now').mockImplementation(() => now);
			stage = await Stage.open('bigCommerce', { orders: 120 });
		});
		afterAll(async () => await stage.server.close());
		beforeEach(() => {
			vi.spyOn(clock, 'now').mockImplementation(() => now);
			vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
			now += 24 * 60 * 60_000;
			stage.reset();
		});

		it('are read for every order of a list, and for one order', async () => {
			const whole = await stage.node({ parameters: everyOrder() }).run();
			settings().lineItems = lineItems;
			const read = await stage.node({ parameters: everyOrder() }).run();
			expect(linesOf(read)).toEqual(linesOf(whole));
			expect(lackingOf(read)).toEqual([]);
			const [first] = await stage
				.node({ parameters: everyOrder({ returnAll: false, limit: 2 }) })
				.run();
			const orderId = String(first.json.id);
			for (const id of [orderId, String(Number(orderId) - 1)]) {
				const parameters = { resource: 'order', operation: 'get', orderId: id, output: 'order' };
				const got = await stage.node({ parameters }).run();
				expect(linesOf(got)).toEqual(linesOf(whole).filter(([known]) => known === id));
			}
			expect((await stage.stats()).violations).toEqual([]);
		});

		it('cost a request each, and nothing where no line is left out', async () => {
			await stage.node({ parameters: everyOrder() }).run();
			const before = (await stage.stats()).requests;
			expect(before).toBeLessThan(5);
			settings().lineItems = lineItems;
			stage.server.resetStats();
			const orders = await stage.node({ parameters: everyOrder() }).run();
			const most = before + (lineItems === 'oneLink' ? orders.length : orders.length / 2 + 1);
			expect((await stage.stats()).requests).toBeLessThanOrEqual(most);
		});

		it('are said to be missing where they cannot be read, and the list goes on', async () => {
			settings().lineItems = lineItems;
			stage.server.faults.set([{ kind: 'status', status: 404, path: '/products' }]);
			const read = await stage.node({ parameters: everyOrder() }).run();
			expect(read.map(({ json }) => String(json.id)).toSorted()).toEqual(
				stage.heldIds().toSorted(),
			);
			const emptied = read.filter(
				({ json }) => lineItems === 'oneLink' || Number(json.id) % 2 === 0,
			);
			expect(lackingOf(read)).toEqual(emptied);
		});

		it('are in what the trigger tells, read for told orders only', async () => {
			settings().lineItems = lineItems;
			const trigger = stage.trigger({ parameters: { output: 'order', events: ['orderUpdated'] } });
			expect(await trigger.poll()).toEqual([]);
			const bought = [1, 2, 3].map(() => {
				now += 60_000;
				return stage.server.backend.world.act(random, 'buy').orderId;
			});
			now += 60_000;
			const told = await trigger.poll();
			expect(told.map(({ json }) => json.id).toSorted()).toEqual(bought.toSorted());
			expect(lackingOf(told)).toEqual([]);
			expect(linesOf(told).every(([, keys]) => keys.length > 0)).toBe(true);
			stage.server.resetStats();
			// Two minutes are read again at every poll; what was told is not asked for once more.
			now += 60_000;
			expect(await trigger.poll()).toEqual([]);
			expect((await stage.stats()).requests).toBe(1);
		});
	},
);
