import type { IDataObject } from 'n8n-workflow';
import { clock } from '../request/clock';
import { ProcessMemory } from '../request/process-memory';

/** n8n loads and stores the static data of a workflow as a whole, so it must stay small. */
const MOST = 300;

interface Uses {
	note: string;
	until: number;
}

/** By owner and id; for callbacks at the same moment, which each have the stored data from before. */
const inThisProcess = new ProcessMemory<Uses>('authorization.uses');

/**
 * Things that may happen once, remembered until they run out. Best effort: n8n may lose what two processes
 * store at once, and then it is the marketplace, which takes a code only once, that refuses.
 */
export class SingleUse {
	constructor(
		/** Whose ids they are. */
		private readonly owner: string,
		/** The node's static data. */
		private readonly stored: IDataObject,
	) {}

	/** Takes an id and leaves a note; if it was taken before, gives the note of then. */
	take(id: string, note: string, until: number): string | undefined {
		const before = inThisProcess.get(this.key(id)) ?? this.known()[id];
		if (before !== undefined && before.until > clock.now()) return before.note;
		inThisProcess.set(this.key(id), { note, until });
		this.store({ ...this.known(), [id]: { note, until } });
		const now = clock.now();
		inThisProcess.prune((use) => use.until <= now);
		return undefined;
	}

	/** Gives an id back, because it did not happen after all. */
	release(id: string): void {
		inThisProcess.delete(this.key(id));
		this.store(Object.fromEntries(Object.entries(this.known()).filter(([other]) => other !== id)));
	}

	private key(id: string): string {
		return `${this.owner}|${id}`;
	}

	private known(): Record<string, Uses> {
		return (this.stored.seen ?? {}) as unknown as Record<string, Uses>;
	}

	private store(all: Record<string, Uses>): void {
		const now = clock.now();
		const current = Object.entries(all)
			.filter(([, { until }]) => until > now)
			.sort(([, a], [, b]) => b.until - a.until)
			.slice(0, MOST);
		this.stored.seen = Object.fromEntries(current) as unknown as IDataObject;
	}
}
