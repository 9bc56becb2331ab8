import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { MARKETPLACES } from '../engine/stage';
import { Bench, itemsOf, type Outcomes } from './bench';
import { arm, isOfPages } from './play';
import { FAULTS, outcomesOf, type Fault, type Outcome } from './table';

const FINE: Fault = { ...FAULTS[0], play: { by: 'clock', minutes: 0, renewing: false } };

describe.each(MARKETPLACES)('%s, order: getAll', (name) => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await Bench.open(name);
		await bench.reset();
		expectEverything(await run(FINE, false, {}));
		bench.healthy = bench.calls;
	}, 60_000);
	afterAll(async () => await bench.close());
	beforeEach(async () => await bench.reset());

	const place = (fault: Fault) => (isOfPages(fault) ? bench.scene.pages : bench.scene.list);
	const idsOf = (items: INodeExecutionData[]) => items.map(({ json }) => String(json.id));

	async function run(fault: Fault, passes: boolean, options: IDataObject): Promise<Outcomes> {
		const { stage, scene } = bench;
		const grant = bench.grantFor(fault);
		const parameters = stage.everyOrder({ ...scene.parameters, options });
		await arm(bench, fault, { ...place(fault), passes });
		return await bench.attempt(
			stage.node({ ...bench.wayFor(fault, grant), parameters }).run(),
			grant,
		);
	}

	function expectEverything(outcomes: Outcomes): void {
		expect(idsOf(itemsOf(outcomes)).toSorted()).toEqual(bench.stage.heldIds().toSorted());
	}

	async function check(fault: Fault, outcome: Outcome, passes: boolean): Promise<void> {
		const began = bench.time.now;
		const outcomes = await run(fault, passes, {});
		if (outcome.kind === 'error') bench.expectFailure(outcomes, outcome);
		else expectEverything(outcomes);
		await bench.expectUsage(fault, outcome, began);
	}

	/** What was read before the error comes with a last item that tells of it; nothing read, nothing kept. */
	async function checkKept(fault: Fault, outcome: Outcome): Promise<void> {
		const outcomes = await run(fault, false, { partialResults: true });
		if (outcome.kind !== 'error') return expectEverything(outcomes);
		if (place(fault).isFirst || bench.isDue(fault)) return bench.expectFailure(outcomes, outcome);
		const items = itemsOf(outcomes);
		const notice = items.pop()?.json.notice as IDataObject;
		const told = idsOf(items);
		expect(notice).toMatchObject({ complete: false, read: told.length });
		expect(`${notice.reason}. ${notice.advice}`).toContain(outcome.says);
		expect(told.length).toBeGreaterThan(0);
		expect(new Set(told).size).toBe(told.length);
		expect(bench.stage.heldIds()).toEqual(expect.arrayContaining(told));
	}

	it('has read everything when nothing was wrong', () => {
		expect(bench.healthy).toBeGreaterThan(0);
		expect(bench.stage.heldIds().length).toBeGreaterThanOrEqual(40);
	});

	describe.each(FAULTS)('$title', (fault) => {
		const { passing, lasting } = outcomesOf(fault, name);
		if (passing) it('passes', async () => await check(fault, passing.list, true));
		it('lasts', async () => await check(fault, lasting.list, false));
		it('lasts, and what was read is kept', async () => await checkKept(fault, lasting.list));
	});
});
