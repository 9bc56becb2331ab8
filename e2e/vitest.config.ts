import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: __dirname,
		include: ['**/*.e2e.ts'],
		globalSetup: ['./global-setup.ts'],
		pool: 'forks',
		// Each file starts an n8n of its own, which wants a core for itself.
		fileParallelism: false,
		testTimeout: 180_000,
		hookTimeout: 300_000,
	},
});
