import type { INodeExecutionData } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { Random } from '../../sandbox/kit/random';
import { MARKETPLACES } from '../engine/stage';
import { Bench, itemsOf } from './bench';
import { arm, disarm, isOfPages } from './play';
import { FAULTS, outcomesOf, type Fault, type Outcome } from './table';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Faults that are met in the midst of a feed as well: one of a kind, because it takes long. */
const MIDST = ['throttled', 'status503', 'refused', 'html', 'expired', 'revoked', 'repeatedPage'];

describe.each(MARKETPLACES)('%s, the trigger', (name) => {
	const random = new Random(11);
	let bench: Bench;
	/** What the marketplace lists and no trigger tells: BigCommerce's checkouts under way. */
	let untold: ReadonlySet<string> = new Set();
	beforeAll(async () => {
		bench = await Bench.open(name);
		await bench.reset();
		const told = new Set(idsOf(await bench.stage.trigger({ parameters: fromLongAgo() }).poll()));
		untold = new Set(bench.stage.heldIds().filter((id) => !told.has(id)));
	}, 60_000);
	afterAll(async () => await bench.close());
	beforeEach(async () => await bench.reset());

	const keysOf = (items: INodeExecutionData[]) => items.map(({ json }) => String(json.eventKey));
	const idsOf = (items: INodeExecutionData[]) => keysOf(items).map((key) => key.split(':').at(-2));
	const fromLongAgo = () => ({
		...bench.scene.parameters,
		startFrom: 'date',
		startDate: new Date(bench.time.now - 40 * DAY).toISOString(),
	});
	const created = (orderId: string) =>
		expect.stringContaining(`:${orderId}:orderCreated`) as unknown as string;

	/** Something is bought, and the marketplace has the time to show it. */
	function buy(): string {
		const { time, stage } = bench;
		time.now += MINUTE;
		const { orderId } = stage.server.backend.world.act(random, 'buy');
		time.now += 6 * MINUTE;
		return orderId;
	}

	async function check(fault: Fault, outcome: Outcome, passes: boolean): Promise<void> {
		const { stage, scene, time } = bench;
		const grant = bench.grantFor(fault);
		const setting = { ...bench.wayFor(fault, grant), parameters: { ...scene.parameters } };
		const node = stage.trigger(setting);
		const activation = await bench.attempt(node.poll(), grant);
		if (bench.isDue(fault) && outcome.kind === 'error') {
			bench.expectFailure(activation, outcome);
			return expect(node.kept).toEqual({});
		}
		expect(itemsOf(activation)).toEqual([]);
		const bought = [buy()];
		const place = structuredClone(node.kept);
		const isRepeated = fault.play.by === 'cache';
		const path = isOfPages(fault) && !isRepeated ? scene.pages.path : scene.feed;
		await arm(bench, fault, { path, after: 0, passes });
		const began = time.now;
		const polled = await bench.attempt(node.poll(), grant);
		const told = keysOf(polled.items ?? []);
		if (outcome.kind === 'error') {
			bench.expectFailure(polled, outcome);
			expect(node.kept).toEqual(place);
		} else {
			itemsOf(polled);
			expect(told).toEqual(outcome.kind === 'later' ? [] : [created(bought[0])]);
		}
		await bench.expectUsage(fault, outcome, began);
		await disarm(bench, fault.play);
		bought.push(buy());
		// Whose access has ended connects again.
		const isOver = polled.failure?.httpCode === '401';
		const later = isOver
			? stage.trigger({ ...setting, grant: stage.grant(), kept: node.kept })
			: node;
		for (let polls = 0; polls < 2; polls++) told.push(...keysOf(await later.poll()));
		expect(told).toHaveLength(bought.length);
		expect(told).toEqual(expect.arrayContaining(bought.map(created)));
	}

	/** A trigger that is behind meets the fault in the midst of its feed. */
	async function checkCatchingUp(fault: Fault): Promise<void> {
		const { stage, scene, time } = bench;
		const grant = bench.grantFor(fault);
		const setting = { ...bench.wayFor(fault, grant), parameters: fromLongAgo() };
		const node = stage.trigger(setting);
		const begins = scene.begins ?? 1;
		const isRepeated = fault.play.by === 'cache';
		// What is repeated has to be a page of the same list.
		const path = isRepeated ? scene.pages.path : scene.feed;
		const after = isRepeated ? Math.max(begins, scene.pages.after) : begins;
		await arm(bench, fault, { path, after, passes: false });
		const first = await bench.attempt(node.poll(), grant);
		expect(bench.calls).toBeLessThanOrEqual(100 + 2 * stage.heldIds().length);
		await disarm(bench, fault.play);
		const again = stage.trigger({ ...setting, grant: stage.grant(), kept: node.kept });
		const told = idsOf(first.items ?? []);
		for (let polls = 0; polls < 8; polls++) {
			time.now += 20 * MINUTE;
			told.push(...idsOf(await again.poll()));
		}
		const orders = stage.heldIds().filter((id) => !untold.has(id));
		expect(orders.length).toBeGreaterThan(stage.heldIds().length * 0.9);
		expect(told.toSorted()).toEqual(orders.toSorted());
	}

	it('has told everything when nothing was wrong', () => {
		const most = name === 'bigCommerce' ? bench.stage.heldIds().length * 0.1 : 0;
		expect(untold.size).toBeLessThanOrEqual(most);
	});

	describe.each(FAULTS)('$title', (fault) => {
		const { passing, lasting } = outcomesOf(fault, name);
		if (passing) it('passes', async () => await check(fault, passing.poll, true));
		it('lasts', async () => await check(fault, lasting.poll, false));
		if (!MIDST.includes(fault.id)) return;
		it('is met in the midst of the feed', async () => await checkCatchingUp(fault));
	});
});
