import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// A clock that is not UTC's, with summer time and half an hour: what reads the machine's zone by mistake is
// seen on every machine. `.ci/run` asks two more zones.
process.env.TZ ??= 'America/St_Johns';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['**/node_modules/**', 'e2e/**', 'dist/**'],
		pool: 'forks',
		poolOptions: { forks: { maxForks: 2, isolate: false } },
		setupFiles: ['test/kit/fresh-modules.ts'],
		testTimeout: 20_000,
		restoreMocks: true,
		// n8n-core writes its settings on start; not into the home of whoever runs the tests.
		env: {
			N8N_USER_FOLDER: join(tmpdir(), 'n8n-nodes-marketplaces-test'),
			N8N_LOG_LEVEL: 'silent',
		},
	},
});
