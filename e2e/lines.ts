import { inject, it } from 'vitest';

import type { N8nInstallation } from '../scripts/n8n/install';

/** The installations of one line of n8n; where this run is about the other line alone, the file says so. */
export function installationsOf(line: 1 | 2): N8nInstallation[] {
	const own = inject('installations').filter(({ version }) => version.startsWith(`${line}.`));
	if (own.length === 0) it.skip(`is about n8n ${line}.x, which this run leaves out (E2E_N8N)`);
	return own;
}
