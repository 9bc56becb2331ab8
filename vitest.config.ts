import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['**/node_modules/**', 'e2e/**', 'dist/**'],
		pool: 'forks',
		poolOptions: { forks: { maxForks: 2 } },
		testTimeout: 20_000,
		restoreMocks: true,
		// n8n-core writes its settings on start; not into the home of whoever runs the tests.
		env: {
			N8N_USER_FOLDER: join(tmpdir(), 'n8n-nodes-marketplaces-test'),
			N8N_LOG_LEVEL: 'silent',
		},
	},
});
