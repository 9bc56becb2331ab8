import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

// A clock that is not UTC's, with summer time and half an hour: what reads the machine's zone by mistake is
// seen on every machine. `.ci/run` asks one in the east, too.
process.env.TZ ??= 'America/St_Johns';

/** Many and quick: beside the others, one after another in one thread, as a process for each would take longer than its tests. */
const QUICK = ['test/*.test.ts', 'test/{core,credentials,nodes,scripts}/**/*.test.ts'];
/** Those of them that take seconds. */
const SLOW = [
	'test/core/lists/{overlapped,keyset}.test.ts',
	'test/core/engine.test.ts',
	'test/scripts/signals/*.test.ts',
];

export default defineConfig({
	test: {
		testTimeout: 20_000,
		restoreMocks: true,
		globalSetup: ['test/kit/skipped.ts'],
		poolOptions: { forks: { maxForks: 2 } },
		// n8n-core writes its settings on start; not into the home of whoever runs the tests.
		env: {
			N8N_USER_FOLDER: join(tmpdir(), 'n8n-nodes-marketplaces-test'),
			N8N_LOG_LEVEL: 'silent',
		},
		projects: [
			{
				extends: true,
				test: {
					name: 'quick',
					include: QUICK,
					exclude: [...configDefaults.exclude, ...SLOW],
					pool: 'threads',
					poolOptions: { threads: { singleThread: true } },
				},
			},
			{
				extends: true,
				test: {
					name: 'engine',
					include: ['test/{contract,engine,faults,sandbox,simulation}/**/*.test.ts', ...SLOW],
					pool: 'forks',
				},
			},
		],
	},
});
