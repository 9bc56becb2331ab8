import { beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../../core/transport/clock';
import type { Position, Sighting } from '../../../core/trigger/feed';
import { feed } from '../../../nodes/AssistTencho/assistTencho.feed';
import { ScriptedCall } from './scripted-call';

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
		this.parameters = { filters: { parameters: { parameter } } };
	}

	async next(position: Position) {
		const step = await feed.next(this.call, position);
		return { ...step, ids: step.sightings.map(({ id }) => id) };
	}
}

describe('the feed of Assist Tencho', () => {
	beforeEach(() => void vi.spyOn(clock, 'now').mockImplementation(() => NOW));

	it('does not take for new what only another search finds', async () => {
		const shop = new Shop([order(5, 5)]);
		shop.search('2026-02-05');
		const { position } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [order(1, 1), order(2), order(5, 5), order(6, 6)];
		const step = await shop.next(position);
		expect(step.ids).toEqual(['6']);
		shop.orders.push(order(7));
		expect((await shop.next(step.position)).ids).toEqual(['7']);
	});

	it('does not follow an order into the future', async () => {
		const shop = new Shop([order(5, 5), { ...order(8, 8), order_date: '2027-01-01' }]);
		shop.search('2026-02-05');
		const { position } = await feed.start(shop.call);
		shop.search('2026-02-01');
		shop.orders = [...shop.orders, order(6, 6)];
		expect((await shop.next(position)).ids).toEqual(['6']);
	});

	it('knows an order that is still found, however many come and go', async () => {
		const shop = new Shop([order(1)]);
		let { position } = await feed.start(shop.call);
		for (let part = 1; part <= 3; part++) {
			const others = Array.from({ length: 9_000 }, (_unused, i) => order(part * 10_000 + i));
			shop.orders = [order(1), ...others];
			({ position } = await shop.next(position));
		}
		expect((await shop.next(position)).ids).toEqual([]);
	});

	it('refuses a search that finds more than it can remember', async () => {
		const shop = new Shop(Array.from({ length: 20_001 }, (_unused, i) => order(i + 1)));
		await expect(feed.start(shop.call)).rejects.toThrow('20001 orders');
	});

	it('sees a change that leaves the time of the last change as it is, which may be a day', async () => {
		const changed = (memo: string) => ({ ...order(1, 1, memo), update_date: '2026/03/01' });
		const shop = new Shop([changed('')]);
		const { position } = await feed.start(shop.call);
		shop.orders = [changed('please hurry')];
		const first = await shop.next(position);
		shop.orders = [changed('no need to hurry')];
		const { sightings } = await shop.next(first.position);
		const revisions = [...first.sightings, ...sightings].map(({ revision }) => revision);
		expect(new Set(revisions).size).toBe(2);
	});

	it('goes on from a place that was kept when the time of the last change counted', async () => {
		const changed = (day: number) => ({ ...order(1, 1), update_date: `2026-03-0${day} 09:00:00` });
		const shop = new Shop([changed(1)]);
		const { position } = await feed.start(shop.call);
		// Of `1` and `2026-03-01T09:00:00.000+09:00`.
		const kept = { ...position, known: { a4ayc_80_OG: 'kkNVfT2Ju3Y' } };
		const first = await shop.next(kept);
		expect(first.ids).toEqual([]);
		shop.orders = [changed(2)];
		expect((await shop.next(kept)).ids).toEqual(['1']);
		expect((await shop.next(first.position)).ids).toEqual(['1']);
	});

	describe('from a date', () => {
		const from = Date.parse('2026-02-03T00:00:00+09:00');
		const told = (sightings: Array<Sighting<unknown>>) =>
			sightings.filter(({ at }) => at >= from).map(({ id }) => id);

		it('shows what was placed since, and what does not say when', async () => {
			const shop = new Shop([order(1, 1), order(2), order(5, 5)]);
			const { position } = await feed.start(shop.call, from);
			expect(told((await shop.next(position)).sightings)).toEqual(['2', '5']);
		});

		it('shows a change of an older order, which says nothing of when', async () => {
			const shop = new Shop([order(1, 1)]);
			const { position } = await feed.start(shop.call, from);
			shop.orders = [order(1, 1, 'please hurry')];
			expect(told((await shop.next(position)).sightings)).toEqual(['1']);
		});
	});
});
