import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { clock } from '../../../core/request/clock';
import type { Checkpoint, OrderChange } from '../../../core/triggers/feed';
import { feed } from '../../../nodes/AssistTencho/trigger/feed';
import { ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-03-01T08:00:00Z');

interface Sent {
	serial_order_id: number;
	order_date?: string;
	memo?: string;
}

const order = (id: number, day?: number, memo = ''): Sent => ({
	serial_order_id: id,
	...(day === undefined ? {} : { order_date: `2026-02-0${day} 10:00:00` }),
	memo,
});

class Shop extends ScriptedCall {
	constructor(public orders: Sent[]) {
		super(() => [...this.orders], NOW);
	}

	search(value: string): void {
		const parameter = [{ name: 'date_from', value }];
		this.parameters = { parameters: { parameter } };
	}

	async next(checkpoint: Checkpoint) {
		const step = await feed.next(this.call, checkpoint);
		return { ...step, ids: step.changes.map(({ id }) => id) };
	}
}

/** Answers as the client does: with a digest, and without a body where the request knows it. */
class DigestShop extends Shop {
	/** Answers that came with a body. */
	read = 0;

	override get call(): Call {
		const { client, ...call } = super.call;
		const send = async (request: ApiRequest): Promise<ApiResponse> => {
			const { body, ...response } = await client.send(request);
			const digest = request.knownDigest === undefined ? undefined : JSON.stringify(body);
			if (digest !== undefined && digest === request.knownDigest) {
				return { ...response, body: undefined, digest, unchanged: true };
			}
			this.read++;
			return { ...response, body, digest };
		};
		return { ...call, client: { ...client, send } } as unknown as Call;
	}
}

describe('the feed of Assist Tencho', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('does not take for new what only another search finds', async () => {
		const shop = new Shop([order(5, 5)]);
		shop.search('2026-02-05');
		const { checkpoint } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [order(1, 1), order(2), order(5, 5), order(6, 6)];
		const step = await shop.next(checkpoint);
		expect(step.ids).toEqual(['6']);
		shop.orders.push(order(7));
		expect((await shop.next(step.checkpoint)).ids).toEqual(['7']);
	});

	it('does not follow an order into the future', async () => {
		const shop = new Shop([order(5, 5), { ...order(8, 8), order_date: '2027-01-01' }]);
		shop.search('2026-02-05');
		const { checkpoint } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [...shop.orders, order(6, 6)];
		expect((await shop.next(checkpoint)).ids).toEqual(['6']);
	});

	/** A place in which so many other orders are known as well, seen after all that is in it. */
	const withOthers = (checkpoint: Checkpoint, count: number): Checkpoint => ({
		...checkpoint,
		known: {
			...(checkpoint.known as Record<string, string>),
			...Object.fromEntries(Array.from({ length: count }, (_unused, i) => [`other${i}`, ''])),
		},
	});

	it('knows an order that is still found, however many come and go', async () => {
		const shop = new Shop([order(1)]);
		let { checkpoint } = await feed.start(shop.call);
		for (let part = 1; part <= 3; part++) {
			({ checkpoint } = await shop.next(withOthers(checkpoint, 19_999)));
		}
		shop.orders.push(order(2));
		const step = await shop.next(checkpoint);
		expect(step.ids).toEqual(['2']);
		expect(Object.keys(step.checkpoint.known as object)).toHaveLength(20_000);
		expect((await shop.next(step.checkpoint)).ids).toEqual([]);
	});

	it('forgets what is found no more, beyond 20,000 orders, the oldest first', async () => {
		const shop = new Shop([order(1)]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [order(2)];
		const full = await shop.next(withOthers(checkpoint, 19_998));
		const over = await shop.next(withOthers(checkpoint, 19_999));
		shop.orders = [order(1), order(2)];
		expect((await shop.next(full.checkpoint)).ids).toEqual([]);
		expect((await shop.next(over.checkpoint)).ids).toEqual(['1']);
	});

	it('refuses a search that finds more than it can remember', async () => {
		const shop = new Shop(Array.from({ length: 20_000 }, (_unused, i) => order(i + 1)));
		const { checkpoint } = await feed.start(shop.call);
		expect(Object.keys(checkpoint.known as object)).toHaveLength(20_000);
		shop.orders.push(order(20_001));
		await expect(feed.start(shop.call)).rejects.toThrow('20001 orders');
	});

	it('sees a change that leaves the time of the last change as it is, which may be a day', async () => {
		const changed = (memo: string) => ({ ...order(1, 1, memo), update_date: '2026/03/01' });
		const shop = new Shop([changed('')]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [changed('please hurry')];
		const first = await shop.next(checkpoint);
		shop.orders = [changed('no need to hurry')];
		const { changes } = await shop.next(first.checkpoint);
		const revisions = [...first.changes, ...changes].map(({ revision }) => revision);
		expect(new Set(revisions).size).toBe(2);
	});

	it('goes on from a place that was kept when the time of the last change counted', async () => {
		const changed = (day: number) => ({ ...order(1, 1), update_date: `2026-03-0${day} 09:00:00` });
		const shop = new Shop([changed(1)]);
		const { checkpoint } = await feed.start(shop.call);
		// Of `1` and `2026-03-01T09:00:00.000+09:00`.
		const kept = { ...checkpoint, known: { a4ayc_80_OG: 'kkNVfT2Ju3Y' } };
		const first = await shop.next(kept);
		expect(first.ids).toEqual([]);
		shop.orders = [changed(2)];
		expect((await shop.next(kept)).ids).toEqual(['1']);
		expect((await shop.next(first.checkpoint)).ids).toEqual(['1']);
	});

	it('tells a change as of now, and not as something that was created', async () => {
		const shop = new Shop([order(1, 1)]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [order(1, 1, 'please hurry'), order(2, 2)];
		const { changes, done } = await shop.next(checkpoint);
		expect(done).toBe(true);
		expect(changes).toMatchObject([
			{ id: '1', at: NOW, facts: {} },
			{
				id: '2',
				at: Date.parse('2026-02-02T10:00:00+09:00'),
				facts: { orderCreated: Date.parse('2026-02-02T10:00:00+09:00') },
			},
		]);
		expect(changes[0].facts).toEqual({});
	});

	it('takes the time that an order names for its change, also where that is ahead', async () => {
		const changed = (memo: string, update_date: string) => ({ ...order(1, 1, memo), update_date });
		const shop = new Shop([changed('a', '2026/02/10 10:00')]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [changed('b', '2026/03/01 18:00')];
		expect((await shop.next(checkpoint)).changes[0].at).toBe(NOW + 3_600_000);
		shop.orders.push({ ...order(2, 2), update_date: '2026/02/20 10:00' } as Sent, order(3));
		const { changes } = await shop.next(checkpoint);
		expect(changes.map(({ at }) => new Date(at).toISOString())).toEqual([
			...['2026-03-01T09:00:00.000Z', '2026-02-20T01:00:00.000Z', '2026-03-01T08:00:00.000Z'],
		]);
	});

	it('knows an order without a number by its content', async () => {
		const nameless = (memo: string) => ({ memo }) as unknown as Sent;
		const shop = new Shop([nameless('a')]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [nameless('a'), nameless('b')];
		const { changes } = await shop.next(checkpoint);
		expect(changes).toHaveLength(1);
		expect(changes[0].id).toBe(changes[0].revision);
		expect(changes[0].facts).toEqual({ orderCreated: null });
	});

	it('takes the same parameters for the same search, and none for none', async () => {
		const shop = new Shop([]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [order(1)];
		expect((await shop.next(checkpoint)).ids).toEqual(['1']);
		shop.parameters = { filters: {} };
		expect((await shop.next(checkpoint)).ids).toEqual(['1']);
		shop.search('2026-02-01');
		expect((await shop.next(checkpoint)).ids).toEqual([]);
	});

	it('tells with another search only what was placed after all that were found before', async () => {
		const shop = new Shop([order(5, 5), order(3, 3)]);
		const { checkpoint } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [order(4, 4), { ...order(6), order_date: '2026-02-05 10:00:00' }];
		expect((await shop.next(checkpoint)).ids).toEqual([]);
		shop.orders.push({ ...order(7), order_date: '2026-02-05 10:00:01' });
		const step = await shop.next(checkpoint);
		expect(step.ids).toEqual(['7']);
		// The newest of those that were found before is still the newest.
		shop.search('2026-02-02');
		shop.orders = [order(8, 4), { ...order(9), order_date: '2026-02-05 10:00:01' }];
		expect((await shop.next(step.checkpoint)).ids).toEqual([]);
	});

	it('does not go back to an older order when the newest is found no more', async () => {
		const shop = new Shop([order(3, 3), order(5, 5)]);
		const { checkpoint } = await feed.start(shop.call);
		shop.orders = [order(3, 3)];
		const step = await shop.next(checkpoint);
		shop.search('2026-02-01');
		shop.orders = [order(3, 3), order(4, 4), order(6, 6)];
		expect((await shop.next(step.checkpoint)).ids).toEqual(['6']);
	});

	it('counts an order of this very moment for the newest', async () => {
		const shop = new Shop([{ ...order(1), order_date: '2026-03-01 17:00:00' }]);
		const { checkpoint } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [{ ...order(2), order_date: '2026-03-01 16:59:59' }];
		expect((await shop.next(checkpoint)).ids).toEqual([]);
	});

	it('shows the last orders of the answer first, as many as are asked for', async () => {
		const shop = new Shop([order(1), order(2), order(3)]);
		const ids = async (count: number) =>
			(await feed.recent?.(shop.call, count))?.map(({ id }) => id);
		expect(await ids(2)).toEqual(['3', '2']);
		expect(await ids(5)).toEqual(['3', '2', '1']);
		expect(await ids(1)).toEqual(['3']);
	});

	it('compares contents, and searches once a poll', async () => {
		expect(feed.comparesContent).toBe(true);
		const shop = new Shop([order(1)]);
		const { checkpoint } = await feed.start(shop.call);
		await shop.next(checkpoint);
		expect(shop.queries('/api/v1/orders.php')).toEqual([{}, {}]);
	});

	describe('from now on', () => {
		const from = Date.parse('2026-02-20T12:00:00+09:00');
		const placed = (id: number, order_date: string, update_date?: string) => ({
			...order(id),
			...{ order_date, ...(update_date === undefined ? {} : { update_date }) },
		});
		const toldFrom = async (orders: Sent[], isPresent: boolean) => {
			const shop = new Shop(orders);
			const { checkpoint, at } = await feed.start(shop.call, from, isPresent);
			return { at, ids: (await shop.next(checkpoint)).ids };
		};

		it('leaves out all that is not surely younger', async () => {
			const orders = [
				placed(1, '2026-02-19'),
				placed(2, '2026-02-20'),
				placed(3, '2026-02-21'),
				placed(4, '2026-02-20 12:00:00'),
				placed(5, '2026-02-20 12:00:01'),
				placed(6, '2026-02-20 11:59:59'),
				order(7),
				// A change that is older than that says that the order is.
				placed(8, '2026-02-20', '2026-02-20 11:00:00'),
				placed(9, '2026-02-20', '2026-02-20 12:00:00'),
				// Changed since, and surely placed before: the day was over, or the time is known.
				placed(10, '2026-02-19', '2026-02-20 13:00:00'),
				placed(11, '2026-02-20 11:00:00', '2026-02-20 13:00:00'),
			];
			// What has a day only stands for the whole of it, and for its first moment.
			expect(await toldFrom(orders, true)).toEqual({ at: 0, ids: ['3', '5', '9'] });
		});

		it('from a date leaves out only what is surely older', async () => {
			const orders = [
				placed(1, '2026-02-19'),
				placed(2, '2026-02-20 11:59:59'),
				placed(3, '2026-02-20 12:00:00'),
				order(4),
				placed(5, '2026-02-19', '2026-02-20 11:59:59'),
				placed(6, '2026-02-19', '2026-02-20 12:00:00'),
			];
			expect(await toldFrom(orders, false)).toEqual({ at: from, ids: ['3', '4', '6'] });
		});

		it('from a date takes an order of that day for one that may be younger', async () => {
			const shop = new Shop([placed(1, '2026-02-19'), placed(2, '2026-02-20')]);
			const { checkpoint, at: begin } = await feed.start(shop.call, from);
			shop.orders.push(placed(3, '2026-02-20'), placed(4, '2026-02-18'));
			const { changes } = await shop.next(checkpoint);
			// An event counts if it happened at `begin` or later.
			const counted = changes.filter(({ facts }) => (facts.orderCreated ?? 0) >= begin);
			expect(counted.map(({ id }) => id)).toEqual(['2', '3']);
			expect(changes.filter(({ at }) => at >= begin).map(({ id }) => id)).toEqual(['2', '3']);
		});

		it('from a moment of today has what is bought after it, but not later than now', async () => {
			const shop = new Shop([]);
			const { checkpoint, at: begin } = await feed.start(shop.call, NOW - 120_000);
			shop.orders = [placed(1, '2026-03-01')];
			const [{ at, facts }] = (await shop.next(checkpoint)).changes;
			expect([at, facts.orderCreated]).toEqual([NOW, NOW]);
			expect(NOW).toBeGreaterThan(begin);
		});

		it('without a date knows all that is there', async () => {
			const shop = new Shop([order(1), placed(2, '2027-01-01')]);
			const { checkpoint, at } = await feed.start(shop.call);
			expect(at).toBe(0);
			expect((await shop.next(checkpoint)).ids).toEqual([]);
		});
	});

	describe('from a date', () => {
		const from = Date.parse('2026-02-03T00:00:00+09:00');
		const told = (changes: Array<OrderChange<unknown>>) =>
			changes.filter(({ at }) => at >= from).map(({ id }) => id);

		it('shows what was placed since, and what does not say when', async () => {
			const shop = new Shop([order(1, 1), order(2), order(5, 5)]);
			const { checkpoint } = await feed.start(shop.call, from);
			expect(told((await shop.next(checkpoint)).changes)).toEqual(['2', '5']);
		});

		it('shows a change of an older order, which says nothing of when', async () => {
			const shop = new Shop([order(1, 1)]);
			const { checkpoint } = await feed.start(shop.call, from);
			shop.orders = [order(1, 1, 'please hurry')];
			expect(told((await shop.next(checkpoint)).changes)).toEqual(['1']);
		});
	});
});

describe('an answer that is the same as last time', () => {
	let now = NOW;
	beforeEach(() => {
		now = NOW;
		vi.spyOn(clock, 'now').mockImplementation(() => now);
	});

	const placed = (id: number, time: string): Sent => ({
		...order(id),
		order_date: `2026-03-01 ${time}`,
	});
	/** By the clock of Japan, as the orders are. */
	const at = (time: string) => void (now = Date.parse(`2026-03-01T${time}+09:00`));

	/** Polls in turn: what each tells, and whether it has read the answer. */
	async function follow(shop: DigestShop, from?: number, isPresent?: boolean) {
		let { checkpoint } = await feed.start(shop.call, from, isPresent);
		return async () => {
			const before = shop.read;
			const step = await shop.next(checkpoint);
			// n8n keeps it as JSON.
			checkpoint = JSON.parse(JSON.stringify(step.checkpoint)) as Checkpoint;
			expect(step.done).toBe(true);
			return [step.ids, shop.read > before];
		};
	}

	it('tells nothing and is not read', async () => {
		const shop = new DigestShop([order(1, 1)]);
		const poll = await follow(shop);
		shop.orders.push(order(2));
		expect(await poll()).toEqual([['2'], true]);
		expect(await poll()).toEqual([[], false]);
		expect(await poll()).toEqual([[], false]);
		shop.orders = [order(1, 1, 'please hurry'), order(2), order(3)];
		expect(await poll()).toEqual([['1', '3'], true]);
		expect(await poll()).toEqual([[], false]);
	});

	it('is not the same in another order, and tells nothing either', async () => {
		const shop = new DigestShop([order(1), order(2)]);
		const poll = await follow(shop);
		await poll();
		shop.orders.reverse();
		expect(await poll()).toEqual([[], true]);
		expect(await poll()).toEqual([[], false]);
	});

	it('is read where another search gives it, and counts for that one from then on', async () => {
		const shop = new DigestShop([order(5, 5)]);
		shop.search('2026-02-05');
		const poll = await follow(shop);
		await poll();
		shop.search('2026-02-01');
		expect(await poll()).toEqual([[], true]);
		expect(await poll()).toEqual([[], false]);
		// It does not say when it was placed, so only the same search shows that it is new.
		shop.orders.push(order(7));
		expect(await poll()).toEqual([['7'], true]);
	});

	it('is read once more when an order of it has left the future', async () => {
		const shop = new DigestShop([
			placed(1, '16:00:00'),
			placed(2, '18:00:00'),
			placed(3, '17:30:00'),
		]);
		const poll = await follow(shop);
		await poll();
		at('17:29:59');
		expect(await poll()).toEqual([[], false]);
		at('17:30:00');
		expect(await poll()).toEqual([[], true]);
		at('17:59:59');
		expect(await poll()).toEqual([[], false]);
		at('18:30:00');
		expect(await poll()).toEqual([[], true]);
		at('23:00:00');
		expect(await poll()).toEqual([[], false]);
	});

	it('is read for the newest order of the past, so that another search tells no older one', async () => {
		const shop = new DigestShop([placed(3, '17:30:00')]);
		const poll = await follow(shop);
		await poll();
		at('17:45:00');
		await poll();
		shop.search('2026-02-01');
		shop.orders = [placed(4, '17:20:00'), placed(5, '17:40:00')];
		expect(await poll()).toEqual([['5'], true]);
	});

	it.each([
		['a date', false],
		['a moment that is hardly over', true],
	])('is read after a start from %s: it holds what was not told yet', async (_what, isPresent) => {
		const shop = new DigestShop([placed(1, '10:00:00'), placed(2, '16:00:00')]);
		const from = Date.parse('2026-03-01T12:00:00+09:00');
		const poll = await follow(shop, from, isPresent);
		expect(await poll()).toEqual([['2'], true]);
		expect(await poll()).toEqual([[], false]);
	});

	it('is shown in the editor nevertheless', async () => {
		const shop = new DigestShop([order(1), order(2)]);
		const poll = await follow(shop);
		await poll();
		expect((await feed.recent(shop.call, 5)).map(({ id }) => id)).toEqual(['2', '1']);
	});
});
