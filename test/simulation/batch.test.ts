import { afterEach, describe, expect, it, vi } from 'vitest';

import { Batch, BATCH_PLANS } from './batch';

/** `BATCHES=50 SEED=51` runs 50 batches from seed 51 on, `SEED=17` one that has failed. */
const { BATCHES = '3', SEED = '1' } = process.env;
const seeds = Array.from({ length: Number(BATCHES) }, (_, i) => Number(SEED) + i);

describe.each(BATCH_PLANS)('a batch of parcels to $name', (plan) => {
	afterEach(() => vi.restoreAllMocks());

	it.each(seeds)('doubles none and loses none: seed %i', { timeout: 120_000 }, async (seed) => {
		const batch = await Batch.run(plan, seed);
		expect(batch.problems, `SEED=${seed}`).toEqual([]);
		expect(batch.troubles).toBeGreaterThan(0);
	});
});
