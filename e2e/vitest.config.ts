import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		root: __dirname,
		include: ['**/*.e2e.ts'],
		globalSetup: ['./global-setup.ts'],
		pool: 'forks',
		// Each file starts an n8n of its own, which wants a core for itself and spends half its time waiting.
		poolOptions: { forks: { maxForks: 2 } },
		// Limits for what hangs; machines that are several times slower must not come near them.
		testTimeout: 600_000,
		hookTimeout: 1_200_000,
	},
});
