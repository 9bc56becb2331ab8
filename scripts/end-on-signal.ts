import { constants } from 'node:os';

/**
 * Ctrl+C, and a request to end, end the program as its own end does: its children and temporary folders go with
 * it. By itself a signal ends a process without that.
 */
export function endOnSignal(): void {
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			console.log('\nEnding …');
			process.exit(process.exitCode ?? 128 + constants.signals[name]);
		});
	}
}
