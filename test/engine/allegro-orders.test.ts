import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { Stage } from './stage';
import type { Failure } from './troubles';

const YEAR_MS = 366 * 86_400_000;

describe('an order of Allegro', () => {
	let stage: Stage;

	beforeEach(async () => {
		fastClock(100);
		stage = await Stage.open('allegro', { orders: 60 });
		stage.reset();
	});
	afterEach(async () => await stage.server.close());

	const get = (orderId: string) => ({ resource: 'order', operation: 'get', orderId });

	it('is found when its ID is typed in capitals', async () => {
		const [id] = stage.heldIds();
		const items = await stage.node({ parameters: get(` ${id.toUpperCase()} `) }).run();
		expect(stage.ids(items)).toEqual([id]);
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('of more than a year ago is not said to have a wrong ID', async () => {
		const [id] = stage.heldIds();
		const { now } = stage.server.settings;
		const parameters = get(id);
		stage.server.settings.now = () => now() + YEAR_MS;
		const failure = (await failureOf(stage.node({ parameters }).run())) as Failure;
		expect(failure.httpCode).toBe('404');
		expect(failure.description).toContain('365 days');
		expect(failure.description).not.toMatch(/check the ID/i);
	});

	it('has a key for each of its lines, also for what is charged on top of goods', async () => {
		const items = await stage.node({ parameters: stage.everyOrder({ output: 'orderLine' }) }).run();
		const lines = items.map(({ json }) => [json.id, (json.line as { key: string }).key].join(':'));
		expect(new Set(lines).size).toBe(lines.length);
		const fees = items.map(({ json }) => json.line as { kind: string; parentId: string | null });
		const parents = fees.filter(({ kind }) => kind === 'fee').map(({ parentId }) => parentId);
		const held = stage.server.backend.held().flatMap(({ lineIds }) => lineIds);
		expect(parents.length).toBeGreaterThan(0);
		expect(parents.filter((id) => !held.includes(id ?? ''))).toEqual([]);
	});
});
