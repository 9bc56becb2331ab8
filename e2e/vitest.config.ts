import { defineConfig } from 'vitest/config';

import { LongestFirst } from './longest-first';

export default defineConfig({
	test: {
		root: __dirname,
		include: ['**/*.e2e.ts'],
		globalSetup: ['./global-setup.ts'],
		pool: 'forks',
		// Each file starts an n8n of its own, which computes for half of its time and waits for the rest: three keep two
		// cores busy.
		poolOptions: { forks: { maxForks: 3 } },
		sequence: { sequencer: LongestFirst },
		// Of what `describeAtOnce` describes: one for each marketplace, and some.
		maxConcurrency: 20,
		// Limits for what hangs; machines that are several times slower must not come near them.
		testTimeout: 600_000,
		hookTimeout: 1_200_000,
	},
});
