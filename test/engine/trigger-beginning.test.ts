import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import { Random } from '../../sandbox/kit/random';
import { MARKETPLACES, Stage } from './stage';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** Everything but the endpoints for tokens. */
const DATA = '^(?!.*(oauth|token))';

describe.each(MARKETPLACES)('the trigger of %s, as its workflow is published', (name) => {
	let stage: Stage;
	let now = Date.parse('2026-03-01T08:00:00Z');
	/** By how much the marketplace's clock is ahead of ours. */
	let ahead = 0;
	const random = new Random(7);
	const parameters = {
		...(name === 'assistTencho' && { output: 'order' }),
		...(name === 'bigCommerce' && { filters: { includeIncomplete: true } }),
	};
	const trigger = (more: object = {}) => stage.trigger({ parameters: { ...parameters, ...more } });
	const buy = () => stage.server.backend.world.act(random, 'buy').orderId;
	const idsOf = (items: Array<{ json: Record<string, unknown> }>) =>
		items.map(({ json }) => String(json.eventKey).split(':').at(-2));

	beforeAll(async () => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		stage = await Stage.open(name, { orders: 60, now: () => now + ahead });
	});
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
		now += DAY;
		ahead = 0;
		stage.reset();
	});

	it.each([
		['answers 503', { kind: 'status', status: 503, times: 4 }],
		['answers 429', { kind: 'status', status: 429, times: 8 }],
		['closes every connection', { kind: 'reset', times: 4 }],
		['answers 408', { kind: 'status', status: 408, times: 4 }],
		['answers with a page', { kind: 'status', status: 200, body: '<html>Soon</html>', times: 4 }],
		[
			'answers with words',
			{ kind: 'status', status: 200, body: '{"message":"Maintenance"}', times: 4 },
		],
	] as const)('is published while the marketplace %s, and misses nothing', async (_what, fault) => {
		const node = trigger();
		stage.server.faults.set([{ ...fault, path: DATA }]);
		expect(await node.poll()).toEqual([]);
		stage.server.faults.set([]);
		now += 12 * SECOND;
		const first = buy();
		now += 10 * MINUTE;
		const told = idsOf(await node.poll());
		const second = buy();
		now += 10 * MINUTE;
		told.push(...idsOf(await node.poll()));
		expect(told.toSorted()).toEqual([first, second].toSorted());
		expect(await node.poll()).toEqual([]);
	});

	// Naver and Kaufland sign with the time, Assist Tencho's dates are compared with ours.
	it.runIf(!['naver', 'kaufland', 'assistTencho'].includes(name)).each([-9 * MINUTE, 9 * MINUTE])(
		'counts from its publication when the clocks differ by %i ms',
		async (skew) => {
			ahead = skew;
			const node = trigger();
			stage.server.faults.set([{ kind: 'status', status: 503, times: 4, path: DATA }]);
			now += MINUTE;
			buy();
			now += MINUTE;
			expect(await node.poll()).toEqual([]);
			now += 12 * SECOND;
			const bought = buy();
			now += 10 * MINUTE;
			expect(idsOf(await node.poll())).toEqual([bought]);
		},
	);

	it('misses nothing that is bought while the first poll asks again and again', async () => {
		const node = trigger();
		// Amazon's pace leaves no second try behind a 429.
		const status = name === 'amazon' ? 503 : 429;
		stage.server.faults.set([{ kind: 'status', status, times: 2, path: DATA }]);
		let bought: string | undefined;
		vi.mocked(clock.sleep).mockImplementation(async (ms) => {
			now += Math.ceil(ms) + 5 * SECOND;
			bought ??= buy();
			now += 5 * SECOND;
		});
		const told = idsOf(await node.poll());
		vi.mocked(clock.sleep).mockImplementation(async (ms) => void (now += Math.ceil(ms)));
		now += 10 * MINUTE;
		told.push(...idsOf(await node.poll()));
		expect(told).toEqual([bought]);
	});

	it('is not published when the access is denied', async () => {
		stage.server.faults.set([{ kind: 'status', status: 403, path: DATA }]);
		await expect(trigger().poll()).rejects.toMatchObject({ httpCode: '403' });
	});

	it('is published again with the place that is kept, and tells at the next poll what lasts', async () => {
		const node = trigger();
		await node.poll();
		const bought = buy();
		now += 10 * MINUTE;
		stage.reset();
		stage.server.faults.set([{ kind: 'status', status: 503, path: DATA }]);
		expect(await node.poll()).toEqual([]);
		await expect(node.poll()).rejects.toMatchObject({ httpCode: '503' });
		stage.server.faults.set([]);
		expect(idsOf(await node.poll())).toEqual([bought]);
	});

	it('begins with its date once the marketplace answers', async () => {
		const startDate = new Date(now - 60 * DAY).toISOString();
		const node = trigger({ startFrom: 'date', startDate });
		stage.server.faults.set([{ kind: 'status', status: 503, times: 4, path: DATA }]);
		expect(await node.poll()).toEqual([]);
		const told = idsOf(await node.poll());
		now += 10 * MINUTE;
		told.push(...idsOf(await node.poll()));
		expect(told.toSorted()).toEqual(stage.heldIds().toSorted());
	});
});
