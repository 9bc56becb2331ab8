import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/request/clock';

interface Sleeper {
	at: number;
	wake: () => void;
}

/** A clock that jumps from one sleeper to the next, once nothing else is left to do. */
export class FakeClock {
	now: number;
	/** Length of every sleep asked for, in milliseconds. */
	readonly sleeps: number[] = [];
	private readonly sleepers: Sleeper[] = [];

	constructor(start = Date.parse('2026-11-21T09:00:00Z')) {
		this.now = start;
		vi.spyOn(clock, 'now').mockImplementation(() => this.now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			this.sleeps.push(ms);
			await this.sleep(ms);
		});
		vi.spyOn(clock, 'limit').mockImplementation(async (ms) => await this.sleep(ms));
	}

	/** Sleeps on this clock without being noted, for the simulated other side. */
	async sleep(ms: number): Promise<void> {
		await new Promise<void>((wake) => this.insert({ at: this.now + Math.max(0, ms), wake }));
	}

	/** Runs `work` to its end, jumping over all waits. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const settled = work.finally(() => (isDone = true));
		settled.catch(() => undefined);
		for (;;) {
			await setImmediate();
			if (isDone) return await settled;
			if (!this.jump()) throw new Error('Everything waits, and nothing sleeps');
		}
	}

	/** Lets the clock go on for `ms`, waking whoever is due on the way. */
	async advance(ms: number): Promise<void> {
		const end = this.now + ms;
		for (await setImmediate(); (this.sleepers[0]?.at ?? Infinity) <= end; await setImmediate()) {
			this.jump();
		}
		this.now = end;
	}

	private jump(): boolean {
		const first = this.sleepers.shift();
		if (!first) return false;
		this.now = Math.max(this.now, first.at);
		first.wake();
		return true;
	}

	private insert(sleeper: Sleeper): void {
		let low = 0;
		for (let high = this.sleepers.length; low < high;) {
			const middle = (low + high) >> 1;
			if (this.sleepers[middle].at <= sleeper.at) low = middle + 1;
			else high = middle;
		}
		this.sleepers.splice(low, 0, sleeper);
	}
}
