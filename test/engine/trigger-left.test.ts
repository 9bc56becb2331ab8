import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { Random } from '../../sandbox/kit/random';
import { Stage, type MarketplaceName } from './stage';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What becomes of an order that was just shipped. */
const NEXT: Array<[name: MarketplaceName, action: string]> = [
	['allegro', 'handOver'],
	['amazon', 'deliver'],
	['bigCommerce', 'complete'],
	['bigCommerce', 'dispute'],
	['naver', 'deliver'],
	['naver', 'decide'],
];

describe.each(NEXT)('an order of %s from before the activation, at "%s"', (name, action) => {
	let stage: Stage;
	let now = Date.parse('2026-03-01T08:00:00Z');
	const random = new Random(7);
	beforeAll(async () => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		stage = await Stage.open(name, { orders: 100, now: () => now });
	});
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
		now += DAY;
	});
	afterAll(async () => await stage.server.close());

	/** Until there is no other order that could take this step. */
	function useUp(): void {
		const { world } = stage.server.backend;
		try {
			for (;;) world.act(random, action);
		} catch {
			now += DAY;
		}
	}

	it('is told as shipped when it went on between two polls', async () => {
		const { world } = stage.server.backend;
		useUp();
		const node = stage.trigger({ parameters: { events: ['orderShipped'] } });
		await node.poll();
		now += MINUTE;
		const { orderId } = world.act(random, 'ship');
		now += MINUTE;
		expect(world.act(random, action).orderId).toBe(orderId);
		now += 8 * MINUTE;
		const told = (await node.poll()).map(({ json }) => String(json.eventKey));
		expect(told.map((key) => key.split(':').slice(-2))).toEqual([[orderId, 'orderShipped']]);
		now += 20 * MINUTE;
		expect(await node.poll()).toEqual([]);
	});
});
