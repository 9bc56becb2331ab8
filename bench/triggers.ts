import './environment';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { dayDown, dayUp } from './day';
import { history } from './history';
import { idle } from './idle';
import { memory } from './memory';
import { parcels } from './parcels';
import { quotaUse } from './quota';
import { values as newValues } from './values';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		day: { type: 'string', default: '1000' },
		history: { type: 'string', default: '10000' },
		memory: { type: 'string', default: '100000' },
		latency: { type: 'string', default: '100' },
		rounds: { type: 'string', default: '20' },
	},
});
const latencyMs = Number(values.latency);

const SECTIONS: Record<string, () => Promise<void>> = {
	idle: async () => await idle(latencyMs, Number(values.rounds)),
	down: async () => await dayDown(Number(values.day), latencyMs),
	up: async () => await dayUp(Number(values.day), latencyMs),
	history: async () => await history(Number(values.history), latencyMs),
	quota: async () => await quotaUse(latencyMs),
	parcels: async () => await parcels(latencyMs),
	values: async () => await newValues(latencyMs),
	memory: async () => await memory(Number(values.memory)),
};

/** Ours and the peers' ways against the same sandbox; all sections, or those that are named. */
async function main(): Promise<void> {
	const chosen = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
	for (const name of chosen) {
		if (!Object.hasOwn(SECTIONS, name)) throw new Error(`There is no section ${name}`);
		const start = Date.now();
		await SECTIONS[name]();
		const load = loadavg()[0].toFixed(1);
		const seconds = Math.round((Date.now() - start) / 1000);
		console.log(`${name}: ${seconds} s; ${cpus().length} processors, load ${load}`);
	}
}

main()
	.catch((error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	})
	// Connections that are kept alive would hold the process for a while.
	.finally(() => process.exit());
