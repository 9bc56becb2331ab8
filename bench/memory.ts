import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import type { Held, Told } from './memory-child';
import { print, rounded } from './table';

const CHILD = join(__dirname, 'memory-child.ts');

const MODES = [
	['raw', "n8n's helper, each page kept as it came"],
	['marketplace', 'ours, as the marketplace sends it'],
	['order', 'ours, unified with `raw`'],
	['slim', 'ours, unified without `raw`'],
] as const;

/** What all orders of a shop take at once, each way in a process of its own. */
export async function memory(orders: number): Promise<void> {
	const sandbox = start('sandbox', String(orders));
	try {
		const told = await answer<Told>(sandbox);
		const held: Held[] = [];
		for (const [mode] of MODES) held.push(await answer(start(mode, JSON.stringify(told))));
		const [plain] = held;
		print(
			`${rounded(orders)} orders of Allegro in memory`,
			['way', 'orders', 'JSON', 'peak heap', 'peak RSS', 'heap : JSON', 'heap : first way'],
			held.map((own, i) => [
				MODES[i][1],
				rounded(own.orders),
				megabytes(own.jsonBytes),
				megabytes(own.peakHeapBytes),
				megabytes(own.peakRssBytes),
				rounded(own.peakHeapBytes / own.jsonBytes, 2),
				rounded(own.peakHeapBytes / plain.peakHeapBytes, 2),
			]),
		);
	} finally {
		sandbox.kill();
	}
}

function start(...args: string[]): ChildProcess {
	const execArgv = ['--expose-gc', '--max-old-space-size=6000', ...process.execArgv];
	return fork(CHILD, args, { execArgv });
}

async function answer<T>(child: ChildProcess): Promise<T> {
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve(message as T));
		child.once('exit', (code) => reject(new Error(`The process ended with ${code}`)));
	});
}

function megabytes(bytes: number): string {
	return `${rounded(bytes / 1e6)} MB`;
}
