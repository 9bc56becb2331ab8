import { Random } from '../../../sandbox/kit/random';
import type { KeysetList } from '../../../core/lists/keyset';

export interface Entry {
	id: number;
	key: string;
	/** Grows with every change. */
	revision: number;
}

interface Settings {
	size: number;
	/** Entries that share one key, at most. */
	ties: number;
	/** Changes before each answer. */
	churn: number;
	seed: number;
	depth?: number;
	parallel?: number;
}

const PAGE_SIZE = 100;

/** A list sorted by the time of the last change, that goes on changing while it is read. */
export class MovingList {
	entries: Entry[] = [];
	requests = 0;
	/** Ids of entries that were there from the first request to the last. */
	readonly stayed: Set<number>;
	readonly list: KeysetList<Entry>;
	private readonly random: Random;
	private now = Date.parse('2026-01-01T00:00:00Z');
	private nextId = 0;

	constructor(private readonly settings: Settings) {
		this.random = new Random(settings.seed);
		while (this.entries.length < settings.size) this.addGroup();
		this.stayed = new Set(this.entries.map(({ id }) => id));
		this.list = {
			pageSize: PAGE_SIZE,
			depth: settings.depth ?? 10_000,
			parallel: settings.parallel ?? 12,
			id: ({ id }) => String(id),
			key: ({ key }) => key,
			read: async (from, offset) => await this.read(from, offset),
		};
	}

	private async read(from: string | undefined, offset: number) {
		this.requests++;
		if (offset + PAGE_SIZE > this.list.depth) throw new Error(`Too deep: ${offset}`);
		if (this.requests > 5000) throw new Error('It does not end');
		for (let i = this.random.int(0, 3); i > 0; i--) await Promise.resolve();
		// Quiet at some time: without an end of the changes no reader could come to one.
		const isBusy = this.requests > 1 && this.requests < 400;
		for (let i = 0; isBusy && i < this.settings.churn; i++) this.change();
		const start = from === undefined ? 0 : this.entries.findIndex(({ key }) => key >= from);
		const found = start < 0 ? [] : this.entries.slice(start);
		const entries = found.slice(offset, offset + PAGE_SIZE).map((entry) => ({ ...entry }));
		return { entries, total: found.length };
	}

	private change(): void {
		this.now += this.random.int(0, 1) === 0 ? 1 : 50;
		const kind = this.random.int(0, 3);
		if (kind === 0) return this.push({ id: this.nextId++, revision: 0 });
		const at = this.random.int(0, this.entries.length - 1);
		const [entry] = this.entries.splice(at, 1);
		if (!entry) return;
		if (kind === 1) this.stayed.delete(entry.id);
		else this.push({ ...entry, revision: entry.revision + 1 });
	}

	private addGroup(): void {
		this.now += this.random.int(1, 5000);
		const room = this.settings.size - this.entries.length;
		const count = Math.min(room, this.random.int(1, this.settings.ties));
		for (let i = 0; i < count; i++) this.push({ id: this.nextId++, revision: 0 });
	}

	private push(entry: Omit<Entry, 'key'>): void {
		this.entries.push({ ...entry, key: new Date(this.now).toISOString() });
	}
}
