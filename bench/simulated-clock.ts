import { setImmediate } from 'node:timers/promises';

import { clock } from '../core/request/clock';

/** Turns of the event loop without anything to do after which only sleepers can be waiting. */
const QUIET_TURNS = 3;
const STUCK_TURNS = 100_000;

interface Sleeper {
	at: number;
	wake: () => void;
}

/** Time stands still while somebody works, and jumps to the next sleeper when all wait: no load can spoil it. */
export class SimulatedClock {
	now = Date.parse('2026-03-02T08:00:00Z');
	private readonly sleepers: Sleeper[] = [];
	private inFlight = 0;

	/** From now on the product and the sandbox live by this clock. */
	install(): void {
		clock.now = () => this.now;
		clock.sleep = async (ms) => await this.sleep(ms);
	}

	async sleep(ms: number): Promise<void> {
		await new Promise<void>((wake) => {
			const at = this.now + Math.max(0, ms);
			const behind = this.sleepers.findIndex((other) => other.at > at);
			this.sleepers.splice(behind < 0 ? this.sleepers.length : behind, 0, { at, wake });
		});
	}

	/** An exchange with the sandbox: it takes `latencyMs` of this clock, however long it really takes. */
	async exchange<T>(latencyMs: number, work: () => Promise<T>): Promise<T> {
		await this.sleep(latencyMs / 2);
		this.inFlight++;
		try {
			return await work();
		} finally {
			this.inFlight--;
			await this.sleep(latencyMs / 2);
		}
	}

	/** Runs `work` to its end. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const settled = work.finally(() => (isDone = true));
		settled.catch(() => undefined);
		for (let quiet = 0; ; quiet++) {
			await setImmediate();
			if (isDone) return await settled;
			if (this.inFlight > 0) quiet = 0;
			if (quiet > QUIET_TURNS && this.jump()) quiet = 0;
			if (quiet > STUCK_TURNS) throw new Error('Everything waits, and nothing sleeps');
		}
	}

	private jump(): boolean {
		const first = this.sleepers.shift();
		if (!first) return false;
		this.now = Math.max(this.now, first.at);
		first.wake();
		return true;
	}
}
