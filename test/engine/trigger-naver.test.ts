import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';
import { Random } from '../../sandbox/kit/random';
import { Stage } from './stage';

const MINUTE = 60_000;

let now = Date.parse('2026-11-20T09:00:00Z');
const random = new Random(7);
let stage: Stage;

beforeAll(async () => {
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	stage = await Stage.open('naver', { orders: 0 });
});
afterAll(async () => await stage.server.close());
beforeEach(() => {
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
	stage.reset();
	now += 60 * MINUTE;
});

function act(action: string): string {
	now += MINUTE;
	const { orderId } = stage.server.backend.world.act(random, action);
	now += 5 * MINUTE;
	return orderId;
}

const keys = (items: Array<{ json: Record<string, unknown> }>) =>
	items.map(({ json }) => json.eventKey);

it('tells a present when it is paid without an address, and when it can be shipped with one', async () => {
	const [paid, ready] = ['orderPaid', 'orderReadyToShip'].map((event) =>
		stage.trigger({ parameters: { events: [event] } }),
	);
	await paid.poll();
	await ready.poll();
	const orderId = act('buy');
	expect(act('makePresent')).toBe(orderId);
	const isIt = ({ json }: { json: Record<string, unknown> }) => json.id === orderId;
	const [early] = (await paid.poll()).filter(isIt);
	expect(early.json).toMatchObject({
		shippingAddress: null,
		buyer: { name: null },
		missing: expect.arrayContaining([
			expect.objectContaining({ field: 'shippingAddress' }),
		]) as unknown,
	});
	expect((await ready.poll()).filter(isIt)).toEqual([]);
	expect(act('acceptPresent')).toBe(orderId);
	const [late] = await ready.poll();
	expect(late.json).toMatchObject({
		id: orderId,
		eventKey: `naver:${orderId}:orderReadyToShip`,
		shippingAddress: { countryCode: 'KR' },
	});
	expect(await ready.poll()).toEqual([]);
	expect(keys(await paid.poll())).toEqual([]);
});

it('reads a cancelled part of a line as such', async () => {
	// Some buy several of a kind.
	for (let order = 0; order < 40; order++) act('buy');
	const orderId = act('cancelPart');
	const parameters = { resource: 'order', operation: 'get', orderId, output: 'order' };
	const [{ json }] = await stage.node({ parameters }).run();
	const lines = json.lines as Array<Record<string, number>>;
	const [line] = lines.filter(({ quantityCancelled }) => quantityCancelled > 0);
	expect(line).toMatchObject({ quantityCancelled: 1, quantityRefunded: 0, quantityShipped: 0 });
	expect(json.paymentStatus).toBe('partiallyRefunded');
});

/** What workflows that are saved refer to. */
describe('a saved workflow', () => {
	const credentials = [{ name: 'naverCommerceApi', required: true }];

	it('finds the node, with one way in and one way out', () => {
		expect(new NaverCommerce().description).toMatchObject({
			...{ name: 'naverCommerce', version: [1], group: ['transform'], usableAsTool: true },
			...{ inputs: ['main'], outputs: ['main'], credentials },
		});
	});

	it('finds the trigger, which polls', () => {
		expect(new NaverCommerceTrigger().description).toMatchObject({
			...{ name: 'naverCommerceTrigger', version: [1], group: ['trigger'], polling: true },
			...{ inputs: [], outputs: ['main'], credentials },
		});
	});

	it.each([new NaverCommerce(), new NaverCommerceTrigger()])('shows its face', (node) => {
		expect(node.description.icon).toEqual({
			light: 'file:naverCommerce.svg',
			dark: 'file:naverCommerce.dark.svg',
		});
	});
});
