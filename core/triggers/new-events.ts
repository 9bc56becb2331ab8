import type { TriggerEvent } from './event';
import type { OrderChange } from './feed';
import type { EmittedEvents } from './dedupe';
import { beginOf, type TriggerState } from './state';

/** An event that is about to be emitted, and the change that proves it. */
export interface FoundEvent<Raw> {
	key: string;
	event: TriggerEvent<Raw>;
	change: OrderChange<Raw>;
}

/** What one poll has to emit, in the order in which it came to be. */
export class NewEvents<Raw> {
	private readonly found = new Map<string, FoundEvent<Raw>>();
	/** Where every state is emitted: the newest one of each order. */
	private readonly newest = new Map<string, { key: string; at: number }>();

	constructor(
		private readonly events: ReadonlyArray<TriggerEvent<Raw>>,
		private readonly seen: EmittedEvents,
		private readonly state: Pick<TriggerState, 'begin' | 'begins'>,
		private readonly isWanted: (raw: Raw) => boolean = () => true,
	) {}

	get count(): number {
		return this.found.size;
	}

	all(): Array<FoundEvent<Raw>> {
		return [...this.found.values()];
	}

	/** Takes what is new, and wanted. What is not wanted may be later, unless that would be another event. */
	add(change: OrderChange<Raw>): void {
		for (const event of this.events) this.addOf(event, change);
	}

	private addOf(event: TriggerEvent<Raw>, change: OrderChange<Raw>): void {
		const newEvent = event.detect(change, beginOf(this.state, event.name));
		if (!newEvent) return;
		if (!this.isWanted(change.raw)) {
			const isOnce = !event.isEveryChange && newEvent.at !== null;
			if (isOnce && !this.seen.has(newEvent.key, newEvent.at)) this.seen.skip(newEvent.key);
			return;
		}
		if (event.isEveryChange) this.supersede(change, newEvent.key);
		if (!this.found.has(newEvent.key) && this.seen.has(newEvent.key, newEvent.at)) return;
		this.seen.add(newEvent.key, newEvent.at);
		// A later state of the same event stands where the newest belongs: behind the others.
		this.found.delete(newEvent.key);
		this.found.set(newEvent.key, { key: newEvent.key, event, change });
	}

	/**
	 * What changed twice while nobody looked is emitted once. The former state does not count as emitted: should the
	 * newer change be an old copy after all, the feed shows the former again.
	 */
	private supersede({ id, at }: OrderChange<Raw>, key: string): void {
		const former = this.newest.get(id);
		if (former && at < former.at) return;
		if (former && at > former.at && this.found.delete(former.key)) this.seen.forget(former.key);
		this.newest.set(id, { key, at });
	}
}
