import { clock } from './clock';

interface Bounds {
	/** More entries are not kept: the one that was set longest ago goes first. */
	most?: number;
	/** An entry that was set so long ago is gone; without it, it stays until the process ends. */
	lifeMs?: number;
}

interface Entry<T> {
	value: T;
	at: number;
}

/** Enough for whoever runs n8n for many others, and no weight in memory. */
const MOST = 10_000;

const memories: Array<ProcessMemory<unknown>> = [];

/**
 * What one process of n8n knows beside what n8n keeps: a help, never the truth, because other processes and the
 * next start know nothing of it. Bounded, so that a process that runs for months does not grow.
 */
export class ProcessMemory<T> {
	private readonly entries = new Map<string, Entry<T>>();
	private readonly most: number;
	private readonly lifeMs: number;

	/** `name` begins with what `forgetProcess` is told by. */
	constructor(
		readonly name: string,
		{ most = MOST, lifeMs = Infinity }: Bounds = {},
	) {
		this.most = most;
		this.lifeMs = lifeMs;
		memories.push(this);
	}

	get(key: string): T | undefined {
		const entry = this.entries.get(key);
		return entry && !this.isPast(entry) ? entry.value : undefined;
	}

	has(key: string): boolean {
		return this.get(key) !== undefined;
	}

	set(key: string, value: T): void {
		this.entries.delete(key);
		this.entries.set(key, { value, at: clock.now() });
		// A secret does not stay because nothing else comes to where it lies.
		for (const memory of memories) memory.dropPast();
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	/** Forgets what is over by its own account. */
	prune(isOver: (value: T) => boolean): void {
		for (const [key, { value }] of this.entries) if (isOver(value)) this.entries.delete(key);
	}

	/** Forgets all; gives how much that was. */
	clear(): number {
		const { size } = this.entries;
		this.entries.clear();
		return size;
	}

	private dropPast(): void {
		for (const [key, entry] of this.entries) {
			if (this.entries.size <= this.most && !this.isPast(entry)) return;
			this.entries.delete(key);
		}
	}

	/** A clock that was set back must not make anything live longer. */
	private isPast({ at }: Entry<T>): boolean {
		return Math.abs(clock.now() - at) >= this.lifeMs;
	}
}

/** For tests: what is left after a restart of n8n, which is nothing, or all but the memories of one subject. Gives how many entries went. */
export function forgetProcess(subject = ''): number {
	const own = memories.filter(({ name }) => name.startsWith(subject));
	return own.reduce((count, memory) => count + memory.clear(), 0);
}
