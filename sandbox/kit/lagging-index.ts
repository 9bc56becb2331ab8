import { Random } from './random';
import type { SandboxSettings } from './settings';

/**
 * What the lists of a marketplace know: an order appears in them, and changes in them, some time after it
 * was stamped. Reading one by its id shows it as it is.
 */
export class LaggingIndex<T extends object> {
	private readonly stale = new Map<string, { until: number; as: T | undefined }>();
	private readonly random: Random;

	constructor(private readonly settings: Pick<SandboxSettings, 'indexLagMs' | 'now' | 'seed'>) {
		this.random = new Random(settings.seed + 0x1a6);
	}

	get isEmpty(): boolean {
		return this.stale.size === 0;
	}

	/** To be called before `item` changes, or with undefined before a new one comes. */
	hold(id: string, item: T | undefined): void {
		const { indexLagMs = 0, now } = this.settings;
		if (indexLagMs <= 0) return;
		const until = now() + this.random.int(0, indexLagMs);
		const held = this.stale.get(id);
		const as = held ? held.as : item && structuredClone(item);
		this.stale.set(id, { until: Math.max(until, held?.until ?? 0), as });
	}

	/** Forgets what is due; whether that changes any list. */
	settle(): boolean {
		const now = this.settings.now();
		const due = [...this.stale].filter(([, { until }]) => until <= now);
		for (const [id] of due) this.stale.delete(id);
		return due.length > 0;
	}

	/** The items as the lists show them. */
	shown(items: Iterable<T>, idOf: (item: T) => string): T[] {
		if (this.stale.size === 0) return [...items];
		return [...items].flatMap((item) => {
			const stale = this.stale.get(idOf(item));
			return stale ? (stale.as ?? []) : item;
		}) as T[];
	}
}
