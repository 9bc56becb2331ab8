import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { NoResponseError, QuotaError, ResponseError } from '../../../core/request/errors';
import type { TriggerState } from '../../../core/triggers/state';
import { FakeClock } from '../../kit/fake-clock';
import { MINUTE, NOW, SECRET, seen, Shop, type Raw } from './shop';

let shop: Shop;
let time: FakeClock;

beforeEach(() => {
	time = new FakeClock(NOW + 100 * MINUTE);
	forgetProcess('webhook');
	forgetProcess('poll');
	forgetProcess('handover');
	shop = new Shop();
});
afterEach(() => vi.restoreAllMocks());

const refused = (status: number, verdict: 'denied' | 'transient') =>
	new ResponseError({ status, headers: {}, body: {} }, verdict, '/orders');
const paced = new QuotaError('orders', 3 * MINUTE);
const state = () => shop.kept.state as unknown as TriggerState;

describe('what a poll does with the marketplace', () => {
	it('waits a minute for an answer at most, and leaves nothing that waits on', async () => {
		await shop.poll();
		const [{ client }] = shop.feed.calls;
		expect([client.timeoutMs, client.signal.aborted]).toEqual([60_000, true]);
		shop.feed.steps = [{}, new Error('x')];
		await shop.poll().catch(() => undefined);
		expect(shop.feed.calls.every((call) => call.client.signal.aborted)).toBe(true);
	});

	it.each([
		['shopApi', {}],
		['otherApi', { authentication: 'other' }],
	])('uses the credential %s with %o', async (type, more) => {
		shop.parameters = { events: ['orderCreated'], ...more };
		await shop.poll();
		expect(shop.opened).toEqual([type]);
	});

	it('asks nothing after its turn is over, when n8n gives the credential at last', async () => {
		await shop.poll();
		let give = (_credential: object): void => undefined;
		shop.credential = new Promise((resolve) => (give = resolve));
		const late = shop.poll().catch((error: Error) => error.message);
		await time.advance(11 * MINUTE);
		expect(await late).toContain('could not read the credential in time');
		const asked = shop.feed.calls.length;
		give({ token: SECRET });
		await time.advance(1);
		expect(shop.feed.calls).toHaveLength(asked);
	});
});

describe('what a poll tells', () => {
	it('is whole orders, each under its own key, also where the feed leaves something out', async () => {
		const asked: string[][] = [];
		shop.complete = async (raws) => {
			asked.push(raws.map(({ id }) => id));
			return await Promise.resolve(raws.map((raw) => ({ ...raw, revision: `whole ${raw.id}` })));
		};
		shop.feed.steps = [{ changes: [seen('1', NOW), seen('2', NOW)], done: true }];
		const items = await shop.items();
		expect(items.map(({ json }) => [json.eventKey, json.revision])).toEqual([
			['shop:1:orderCreated', 'whole 1'],
			['shop:2:orderCreated', 'whole 2'],
		]);
		await shop.poll();
		expect(asked).toEqual([['1', '2']]);
	});

	it('is a whole order also where only one is new', async () => {
		shop.complete = async (raws) =>
			await Promise.resolve(raws.map((raw) => ({ ...raw, revision: `whole ${raw.id}` })));
		shop.feed.steps = [{ changes: [seen('1', NOW)], done: true }];
		const items = await shop.items();
		expect(items.map(({ json }) => json.revision)).toEqual(['whole 1']);
	});

	it('is told in the log where an order gives nothing, by its id', async () => {
		shop.parameters = { events: ['orderCreated'], output: 'marketplace' };
		shop.blank.add('7');
		shop.feed.steps = [{ changes: [seen('7', NOW)], done: true }];
		expect(await shop.poll()).toEqual([]);
		expect(shop.log.join()).toContain('Order 7 produced no item');
	});

	it.each([
		['2,000 orders at most', 2000, 2000, 1],
		['what one more step shows where 1,999 are found', 1999, 2000, 0],
	])('is %s', async (_what, first, told, later) => {
		const many = Array.from({ length: first }, (_unused, i) => seen(`${i}`, NOW + i));
		shop.feed.steps = [{ changes: many }, { changes: [seen('last', NOW)], done: true }];
		expect(await shop.poll()).toHaveLength(told);
		expect(await shop.poll()).toHaveLength(later);
	});

	it('is nothing of a time of which every state was shown before, its end not included', async () => {
		await shop.poll();
		state().shown = [[NOW + 10, NOW + 20]];
		const orders = [9, 10, 19, 20].map((ms) => seen(`${ms}`, NOW + ms));
		shop.feed.steps = [{}, { changes: orders, done: true }];
		expect(await shop.poll()).toEqual(['shop:9:orderCreated', 'shop:20:orderCreated']);
		expect(state().at).toBe(NOW + 20);
	});

	it('is also what was found before our own pace left no quota, without a word', async () => {
		await shop.poll();
		shop.feed.steps = [{}, { changes: [seen('1', NOW)] }, paced];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		expect(shop.log.join()).not.toContain('Stopped here');
	});

	it('counts as a turn, however often the second step finds no quota', async () => {
		await shop.poll();
		for (let polls = 0; polls < 30; polls++) {
			const step = shop.feed.calls.length;
			shop.kept = { state: { ...state(), checkpoint: { step } } } as unknown as IDataObject;
			shop.feed.steps[step] = {};
			shop.feed.steps[step + 1] = paced;
			expect(await shop.poll()).toEqual([]);
			await time.advance(MINUTE);
		}
	});
});

describe('trouble in a poll', () => {
	it('is told without secrets, with the account, where it is thrown', async () => {
		await shop.poll();
		shop.feed.steps = [new Error(`no ${SECRET}`)];
		await expect(shop.poll()).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'no ***',
			description: 'Marketplace: Shop · Account: shop-1',
		});
	});

	it('is told without secrets in the log, where others were read before', async () => {
		shop.feed.steps = [{ changes: [seen('1', NOW)] }, new NoResponseError(`E ${SECRET}`)];
		expect(await shop.poll()).toHaveLength(1);
		expect(shop.log.join()).toContain('Stopped early, the next poll continues');
		expect(shop.log.join()).toContain('***');
		expect(shop.log.join()).not.toContain(SECRET);
	});

	it('is told without secrets in the log at the first poll', async () => {
		shop.feed.start = async () => await Promise.reject(new NoResponseError(`E ${SECRET}`));
		expect(await shop.poll()).toEqual([]);
		expect(shop.log.join()).toMatch(/first poll failed \(.*\*\*\*/);
	});

	it('ends its turn: the next poll reads at once', async () => {
		shop.feed.steps = [refused(403, 'denied')];
		await expect(shop.poll()).rejects.toThrow();
		shop.feed.steps = [{ changes: [seen('1', NOW)], done: true }];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
	});

	it('at the second step of a first poll is left to the next, whatever it is', async () => {
		shop.feed.steps = [{ changes: [seen('1', NOW)] }, refused(403, 'denied')];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		await expect(shop.poll()).rejects.toThrow();
	});

	it('that keeps it from being published makes the next publication another present', async () => {
		const ours = time.now;
		shop.feed.start = async (_call, from) => {
			shop.feed.begun.push(from);
			if (shop.feed.begun.length === 1) throw refused(403, 'denied');
			return await Promise.resolve({ checkpoint: { step: 0 }, at: from ?? NOW });
		};
		await expect(shop.poll()).rejects.toThrow();
		time.now = ours + 10 * MINUTE;
		await shop.poll();
		expect(shop.feed.begun).toEqual([undefined, undefined]);
	});

	it('that lasts is thrown at the second poll, of one context as of another for each', async () => {
		for (const isContextNew of [true, false]) {
			shop = new Shop();
			Object.assign(shop, { isContextNew, workflowId: `w-${isContextNew}` });
			shop.feed.start = async () => await Promise.reject(refused(503, 'transient'));
			expect(await shop.poll()).toEqual([]);
			await expect(shop.poll()).rejects.toThrow();
		}
	});
});

describe('what a poll keeps', () => {
	it('is not written again where nothing has changed', async () => {
		shop.feed.steps = [{ done: true, checkpoint: { step: 0 } }];
		await shop.poll();
		const [before, all] = [shop.kept.state, shop.keptOfAll.marketplaceTriggers];
		await shop.poll();
		expect(shop.kept.state).toBe(before);
		expect(shop.keptOfAll.marketplaceTriggers).toBe(all);
	});

	it('leads back before what was told, after a kill; each under the same key', async () => {
		await shop.poll();
		shop.feed.steps = [{}, { changes: [seen('1', NOW), seen('2', NOW)], done: true }, {}];
		const told = await shop.poll();
		expect(told).toHaveLength(2);
		forgetProcess('handover');
		forgetProcess('poll');
		await time.advance(30_000);
		expect(await shop.poll()).toEqual(told);
		await time.advance(MINUTE);
		expect(await shop.poll()).toEqual([]);
	});

	it('holds the place before what was told, where something was', async () => {
		await shop.poll();
		expect(state().unconfirmed).toBeUndefined();
		shop.feed.steps = [{}, { changes: [seen('1', NOW)], done: true }];
		await shop.poll();
		expect(state().unconfirmed?.keys).toHaveLength(1);
	});
});

describe('the second net', () => {
	const changed = (id: string, at: number, revision: string) =>
		seen(id, at, { raw: { id, revision } satisfies Raw, revision });

	it.each<[string, Array<ReturnType<typeof seen>>, Array<ReturnType<typeof seen>>, string[]]>([
		[
			'tells nothing twice where reads overlap',
			[seen('1', NOW), seen('2', NOW + 1)],
			[seen('1', NOW), seen('2', NOW + 1), seen('3', NOW + 2)],
			[`shop:3:r${NOW + 2}`],
		],
		[
			'tells an order that comes behind others of the same time',
			[changed('1', NOW, 'a'), changed('2', NOW, 'a')],
			[changed('2', NOW, 'a'), changed('3', NOW, 'a')],
			['shop:3:a'],
		],
		[
			'tells the second change of a moment',
			[changed('1', NOW, 'a')],
			[changed('1', NOW, 'a'), changed('1', NOW, 'b')],
			['shop:1:b'],
		],
		[
			'tells an order that is older than all that was told',
			[changed('1', NOW + 5, 'a')],
			[changed('2', NOW + 1, 'a'), changed('1', NOW + 5, 'a')],
			['shop:2:a'],
		],
		[
			'tells nothing that was told under the same revision, whatever time it claims now',
			[changed('1', NOW, 'a')],
			[changed('1', NOW + 9, 'a')],
			[],
		],
	])('%s', async (_what, first, second, told) => {
		shop.parameters = { events: ['orderUpdated'] };
		shop.feed.steps = [
			{ changes: first, done: true },
			{ changes: second, done: true },
		];
		expect(await shop.poll()).toHaveLength(first.length);
		expect(await shop.poll()).toEqual(told);
	});
});

describe('several events', () => {
	const both = (id: string, at: number) =>
		seen(id, at, { facts: { orderCreated: at, orderShipped: at } });
	const poll = async () => (await shop.items()).map(({ json }) => [json.id, json.event]);

	it('come out of one poll, each item with its event, in the order in which they came to be', async () => {
		shop.parameters = { events: ['orderCreated', 'orderShipped'] };
		shop.feed.steps = [
			{ changes: [both('1', NOW), seen('2', NOW + 1)], done: true },
			{ changes: [both('2', NOW + 2)], done: true },
		];
		expect(await poll()).toEqual([
			['1', 'orderCreated'],
			['1', 'orderShipped'],
			['2', 'orderCreated'],
		]);
		expect(await poll()).toEqual([['2', 'orderShipped']]);
		expect(await poll()).toEqual([]);
	});

	it('are the same choice in any order', async () => {
		shop.parameters = { events: ['orderCreated', 'orderShipped'] };
		shop.feed.steps = [
			{ changes: [both('1', NOW)], done: true },
			{ changes: [both('1', NOW)], done: true },
		];
		expect(await poll()).toHaveLength(2);
		shop.parameters = { events: ['orderShipped', 'orderCreated'] };
		expect(await poll()).toEqual([]);
		expect(shop.feed.begun).toHaveLength(1);
	});

	it('begin with one more where the trigger stands, and leave the others as they were', async () => {
		let isPaid = false;
		shop.keeps = () => isPaid;
		shop.feed.steps = [{ changes: [both('1', NOW), seen('9', NOW + 60 * MINUTE)], done: true }];
		expect(await poll()).toEqual([]);
		isPaid = true;
		shop.parameters = { events: ['orderCreated', 'orderShipped'] };
		const changes = [both('1', NOW), both('2', NOW + 61 * MINUTE)];
		shop.feed.steps.push({ changes, done: true });
		expect(await poll()).toEqual([
			['1', 'orderCreated'],
			['2', 'orderCreated'],
			['2', 'orderShipped'],
		]);
	});
});

describe('the editor', () => {
	beforeEach(() => (shop.mode = 'manual'));

	it('looks through the newest 100, and shows the newest copy of each that fits', async () => {
		shop.keeps = ({ id }) => id !== '2';
		shop.feed.sample = [
			seen('1', NOW + 2),
			seen('2', NOW + 1),
			seen('1', NOW, { raw: { id: '1', revision: 'old' } }),
			seen('3', NOW),
		];
		const items = await shop.items();
		expect(shop.feed.wanted).toBe(100);
		expect(items.map(({ json }) => json.revision)).toEqual([`r${NOW + 2}`, `r${NOW}`]);
	});

	it('completes no more orders than it shows', async () => {
		const asked: number[] = [];
		shop.complete = async (raws) => {
			asked.push(raws.length);
			return await Promise.resolve(raws.map((raw) => ({ ...raw, revision: 'whole' })));
		};
		shop.feed.sample = [1, 2, 3, 4, 5, 6].map((id) => seen(`${id}`, NOW));
		const items = await shop.items();
		expect(items.map(({ json }) => json.revision)).toEqual(Array(5).fill('whole'));
		expect(asked).toEqual([5]);
	});

	it('shows each of several events, and reads the order that proves two of them once', async () => {
		shop.parameters = { events: ['orderCreated', 'orderShipped'] };
		const asked: number[] = [];
		shop.complete = async (raws) => {
			asked.push(raws.length);
			return await Promise.resolve(raws);
		};
		shop.feed.sample = [
			seen('1', NOW, { facts: { orderCreated: NOW, orderShipped: NOW } }),
			seen('2', NOW),
		];
		const items = await shop.items();
		expect(items.map(({ json }) => [json.event, json.eventKey])).toEqual([
			['orderCreated', 'shop:1:orderCreated'],
			['orderShipped', 'shop:1:orderShipped'],
			['orderCreated', 'shop:2:orderCreated'],
		]);
		expect(asked).toEqual([2]);
	});

	it('says where there is no order at all', async () => {
		await expect(shop.poll()).rejects.toThrow('(searched the newest orders: no orders)');
	});

	it('is not kept waiting by a poll, and keeps none', async () => {
		shop.feed.sample = [seen('1', NOW)];
		let goOn = (): void => undefined;
		shop.mode = 'trigger';
		shop.feed.start = async () => {
			await new Promise<void>((resolve) => (goOn = resolve));
			return { checkpoint: { step: 0 }, at: NOW };
		};
		const poll = shop.poll();
		await time.advance(1);
		shop.mode = 'manual';
		expect(await shop.poll()).toHaveLength(1);
		goOn();
		await poll;
		expect(shop.kept).toHaveProperty('state');
	});
});
