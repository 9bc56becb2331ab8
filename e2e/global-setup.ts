import type { TestProject } from 'vitest/node';

import { installN8n, N8N_VERSIONS, type N8nInstallation } from '../scripts/n8n/install';
import { packThisPackage } from '../scripts/pack';

declare module 'vitest' {
	export interface ProvidedContext {
		tarball: string;
		installations: N8nInstallation[];
	}
}

/**
 * Packs the package and installs both n8n lines, once for all files.
 * `E2E_PACKAGE` is a tarball to test in place of a fresh one, `E2E_N8N` one n8n version.
 */
export default async function setup({ provide }: TestProject): Promise<void> {
	const { E2E_N8N, E2E_PACKAGE } = process.env;
	const versions = N8N_VERSIONS.filter((version) => !E2E_N8N || version === E2E_N8N);
	if (versions.length === 0) throw new Error(`E2E_N8N is none of ${N8N_VERSIONS.join(', ')}`);
	const installations: N8nInstallation[] = [];
	for (const version of versions) installations.push(await installN8n(version));
	provide('tarball', E2E_PACKAGE ?? (await packThisPackage()));
	provide('installations', installations);
}
