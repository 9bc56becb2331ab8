import type { ChildProcess } from 'node:child_process';

const ENDS = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Sends a signal; a process that is gone has no need of it. */
export function signal(pid: number | undefined, name: NodeJS.Signals): void {
	try {
		if (pid) process.kill(pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** Ends a process that leads a group of its own (`detached`), and whatever it has started. */
export function killGroup({ pid }: ChildProcess): void {
	if (pid) signal(-pid, 'SIGKILL');
}

/** Sees to it that a group ends with this process, also when that ends without a word. */
export function endWithUs(child: ChildProcess): void {
	const last = (cause: number | NodeJS.Signals) => {
		killGroup(child);
		// Whoever listens decides about the rest; without anybody, the signal does what it would have done.
		if (typeof cause === 'string' && process.listenerCount(cause) === 0) {
			process.kill(process.pid, cause);
		}
	};
	// First of all: what other listeners remove, the group would write anew.
	for (const name of ENDS) (process as NodeJS.EventEmitter).prependOnceListener(name, last);
	child.once('exit', () => ENDS.forEach((name) => process.off(name, last)));
}
