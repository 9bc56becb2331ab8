import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Bench } from './bench';
import { CASES } from './cases';
import { expectRight } from './outcome';
import { hasSpecs } from './specs';

const LONG = 120_000;

describe.skipIf(!hasSpecs).each(CASES)('requests of $label: account check', (subject) => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await Bench.start({ ...subject, orders: 20 });
	}, LONG);
	afterAll(async () => await bench.close());

	it('are right', async () => {
		const [[, variant]] = subject.variants;
		const { authentication } = variant;
		const outcome = await bench.run({
			resource: 'account',
			operation: 'check',
			...(authentication && { authentication }),
		});
		expectRight(outcome);
		expect(outcome.items).toBe(1);
		// Only a search for products shows whether Naver's application may read them.
		expect(outcome.sent.length).toBeLessThanOrEqual(subject.name === 'naver' ? 4 : 3);
	});

	const allegro = subject.name === 'allegro';
	it.runIf(allegro || subject.name === 'amazon')('are right without a profile', async () => {
		const outcome = await bench.run(
			{ resource: 'account', operation: 'check' },
			allegro ? { scope: 'allegro:api:orders:read' } : { roles: ['Inventory and Order Tracking'] },
		);
		expectRight(outcome);
		expect(outcome.sent).toHaveLength(2);
	});
});
