import { afterEach, describe, expect, it, vi } from 'vitest';

import { PLANS } from './plans';
import { verdict } from './verdict';
import { liveThrough, type Week } from './week';

/** `WEEKS=40 SEED=81` lives through 40 weeks from seed 81 on, `SEED=17` through one that has failed. */
const { WEEKS = '1', SEED = '1' } = process.env;
const seeds = Array.from({ length: Number(WEEKS) }, (_, i) => Number(SEED) + i);

describe.each(PLANS)('a week of the $name trigger', (plan) => {
	const events = ['orderUpdated', ...Object.keys(plan.events)];
	let week: Week | undefined;

	afterEach(async () => {
		await week?.stage.server.close();
		vi.restoreAllMocks();
	});

	it.each(seeds)('tells everything once: seed %i', { timeout: 600_000 }, async (seed) => {
		const event = events[seed % events.length];
		week = await liveThrough(plan, event, seed);
		expect(await verdict(plan, event, week), `SEED=${seed}, ${event}`).toEqual([]);
		expect(week.told.size, [...week.errors].join('\n')).toBeGreaterThan(0);
		expect(week.failed).toBeGreaterThan(0);
		// A trigger that has died early could tell nothing wrong.
		expect(week.failed, [...week.errors].join('\n')).toBeLessThan(week.polls / 4);
	});
});
