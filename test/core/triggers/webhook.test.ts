import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { Call } from '../../../core/operations/call';
import { NoResponseError, ResponseError } from '../../../core/request/errors';
import type { OrderChange } from '../../../core/triggers/feed';
import type { WebhookNotification } from '../../../core/triggers/webhook';
import { openWebhookMemory } from '../../../core/triggers/webhook-memory';
import { FakeClock } from '../../kit/fake-clock';
import { MINUTE, NOW, SECRET, seen, Shop, type Raw } from './shop';

let shop: Shop;

beforeEach(() => {
	new FakeClock(NOW + 100 * MINUTE);
	forgetProcess('webhook');
	forgetProcess('poll');
	forgetProcess('handover');
	shop = new Shop();
	openWebhookMemory('w|n');
});
afterEach(() => vi.restoreAllMocks());

const CREATED = ['orderCreated'];
const hint = (found?: OrderChange<Raw>, proves = CREATED): WebhookNotification<Raw> => ({
	look: async () => await Promise.resolve(found),
	proves,
});
const order = (id: string, at = NOW + 1, facts: Record<string, number> = { orderCreated: at }) =>
	seen(id, at, { facts });

describe('a call of the marketplace', () => {
	it('tells what it proves, once', async () => {
		expect(await shop.hear(hint(order('1')))).toEqual(['shop:1:orderCreated']);
		expect(await shop.hear(hint(order('1')))).toEqual([]);
		expect(await shop.hear(hint(order('2')))).toEqual(['shop:2:orderCreated']);
	});

	it.each([
		['of another event', hint(order('1'), ['orderShipped'])],
		['that proves nothing', hint(order('1'), [])],
		['that leads to no order', hint(undefined)],
		['of an order to which it has not happened', hint(order('1', NOW, {}))],
	])('tells nothing %s, where no poll is known', async (_what, call) => {
		expect(await shop.hear(call)).toEqual([]);
		expect(await shop.hear(hint(order('1')))).toHaveLength(1);
	});

	it('is listened to for the chosen event', async () => {
		shop.parameters = { events: ['orderShipped'] };
		const shipped = order('1', NOW, { orderCreated: NOW, orderShipped: NOW });
		expect(await shop.hear(hint(shipped, ['orderShipped']))).toEqual(['shop:1:orderShipped']);
		expect(await shop.hear(hint(shipped, CREATED))).toEqual([]);
	});

	it('emits each of the chosen events that it proves', async () => {
		shop.parameters = { events: ['orderShipped', 'orderCreated'] };
		const shipped = order('1', NOW, { orderCreated: NOW, orderShipped: NOW });
		expect(await shop.hear(hint(shipped, CREATED))).toEqual(['shop:1:orderCreated']);
		expect(await shop.hear(hint(shipped, ['orderShipped', ...CREATED]))).toEqual([
			'shop:1:orderShipped',
		]);
	});

	it('tells nothing that the filters keep out', async () => {
		shop.keeps = ({ id }) => id === '2';
		expect(await shop.hear(hint(order('1')))).toEqual([]);
		expect(await shop.hear(hint(order('2')))).toHaveLength(1);
	});

	it('tells nothing of which there is nothing to write, until there is', async () => {
		shop.parameters = { events: ['orderCreated'], output: 'marketplace' };
		shop.blank.add('1');
		expect(await shop.hear(hint(order('1')))).toEqual([]);
		shop.blank.clear();
		expect(await shop.hear(hint(order('1')))).toEqual(['shop:1:orderCreated']);
	});

	describe('beside polls', () => {
		it('tells also what it does not prove, once a poll is known', async () => {
			await shop.poll();
			expect(await shop.hear(hint(order('1'), []))).toEqual(['shop:1:orderCreated']);
		});

		it('tells nothing that a poll has told, and the poll nothing that the call has told', async () => {
			shop.feed.steps = [{ changes: [order('1')], done: true }];
			expect(await shop.poll()).toHaveLength(1);
			expect(await shop.hear(hint(order('1')))).toEqual([]);
			expect(await shop.hear(hint(order('2')))).toHaveLength(1);
			shop.feed.steps.push({ changes: [order('2'), order('3')], done: true });
			expect(await shop.poll()).toEqual(['shop:3:orderCreated']);
			expect(await shop.hear(hint(order('3')))).toEqual([]);
		});

		it('tells nothing from before the beginning of the polls, however new it seems', async () => {
			await shop.poll();
			expect(await shop.hear(hint(order('1', NOW - 1)))).toEqual([]);
			expect(await shop.hear(hint(order('1', NOW)))).toHaveLength(1);
		});

		it('knows nothing of what a poll of another account has told', async () => {
			shop.feed.steps = [{ changes: [order('1')], done: true }];
			await shop.poll();
			shop.account = 'shop-2';
			expect(await shop.hear(hint(order('1'), []))).toEqual([]);
			expect(await shop.hear(hint(order('1', NOW - 1)))).toEqual(['shop:1:orderCreated']);
		});

		it('knows nothing of polls where no webhook listened to them', async () => {
			forgetProcess('webhook');
			await shop.poll();
			expect(await shop.hear(hint(order('1'), []))).toEqual([]);
		});
	});

	describe('in a flood of others', () => {
		it('is left to the poll where five are looked into already; each frees its place', async () => {
			for (let round = 0; round < 3; round++) {
				const ends: Array<() => void> = [];
				const look = async () => {
					await new Promise<void>((resolve) => ends.push(resolve));
					return order(`${round}-${ends.length}`);
				};
				const heard = [1, 2, 3, 4, 5].map(async () => await shop.hear({ look, proves: CREATED }));
				await vi.waitFor(() => expect(ends).toHaveLength(5));
				const sixth = vi.fn(look);
				expect(await shop.hear({ look: sixth, proves: CREATED })).toEqual([]);
				expect(sixth).not.toHaveBeenCalled();
				for (const end of ends) end();
				await Promise.all(heard);
			}
			expect(await shop.hear(hint(order('1')))).toHaveLength(1);
		});

		it('frees its place also where it fails', async () => {
			for (let count = 0; count < 6; count++) {
				const look = async () => await Promise.reject(new NoResponseError('ETIMEDOUT'));
				expect(await shop.hear({ look, proves: CREATED })).toEqual([]);
			}
			expect(await shop.hear(hint(order('1')))).toHaveLength(1);
		});
	});

	it('that cannot be read is in the log, without secrets, and can be read later', async () => {
		const failure = new ResponseError({ status: 403, headers: {}, body: {} }, 'denied', '/orders');
		for (const error of [failure, new Error(`token ${SECRET}`)]) {
			const look = async () => await Promise.reject(error);
			expect(await shop.hear({ look, proves: CREATED })).toEqual([]);
		}
		expect(shop.log).toHaveLength(2);
		expect(shop.log[0]).toMatch(
			/the next poll emits it: Shop denied access: refused\. .*Account: shop-1$/,
		);
		expect(shop.log[1]).toContain('token ***');
		expect(shop.log.join()).not.toContain(SECRET);
		expect(await shop.hear(hint(order('1')))).toHaveLength(1);
	});

	it('is not waited for longer than 20 seconds, and keeps no request waiting when it ends', async () => {
		let asked: Call | undefined;
		const look = async (call: Call) => {
			asked = call;
			expect(call.client.signal.aborted).toBe(false);
			return await Promise.resolve(order('1'));
		};
		await shop.hear({ look, proves: CREATED });
		expect(asked?.client.timeoutMs).toBe(20_000);
		expect(asked?.client.signal.aborted).toBe(true);
	});
});

describe('work outside a poll', () => {
	it('is done with the chosen credential, gives what it gives and leaves nothing behind', async () => {
		shop.parameters = { authentication: 'other' };
		const { signal } = await shop.work(async (client) => await Promise.resolve(client));
		expect(signal.aborted).toBe(true);
		expect(shop.opened).toEqual(['otherApi']);
	});

	it('is done with the first credential, where none is chosen', async () => {
		await shop.work(async () => await Promise.resolve());
		expect(shop.opened).toEqual(['shopApi']);
	});

	it('fails with an error of n8n that names the account, and no secret', async () => {
		const failure = async () => await Promise.reject(new Error(`no ${SECRET}`));
		await expect(shop.work(failure)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'no ***',
			description: 'Marketplace: Shop · Account: shop-1',
		});
	});

	it('fails with an error of n8n also where there is no credential', async () => {
		shop.credential = Promise.reject(new Error('none'));
		await expect(shop.work(async () => await Promise.resolve())).rejects.toMatchObject({
			name: 'NodeOperationError',
		});
	});
});
