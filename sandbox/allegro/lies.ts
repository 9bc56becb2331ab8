import { Random } from '../kit/random';
import type { OrderEvent } from './journal';
import type { AllegroSettings, JournalLies } from './settings';

const HOUR = 3_600_000;

/** Makes of what happened what the journal will say. */
export class Liar {
	private readonly random: Random;

	constructor(private readonly settings: AllegroSettings) {
		this.random = new Random(settings.seed + 0x11a5);
	}

	tell<E extends Pick<OrderEvent, 'emittedAt'>>(events: readonly E[]): E[] {
		const lies = this.settings.journal;
		return lies ? events.flatMap((event) => this.version(event, lies)) : [...events];
	}

	/** How long the orders of these events are not found by their ids. */
	hide(events: readonly OrderEvent[], now: number): void {
		const { hide = 0, hideMs = 24 * HOUR } = this.settings.journal ?? {};
		if (hide === 0) return;
		for (const { held } of events) {
			if (this.random.chance(hide)) held.hiddenUntil = now + this.random.int(1, hideMs);
		}
	}

	private version<E extends Pick<OrderEvent, 'emittedAt'>>(event: E, lies: JournalLies): E[] {
		const { drop = 0, double = 0, late = 0, lateMs = 2 * HOUR } = lies;
		const later = (one: E): E => {
			return { ...one, emittedAt: one.emittedAt + this.random.int(1, lateMs) };
		};
		if (this.random.chance(drop)) return [];
		const first = this.random.chance(late) ? later(event) : event;
		return this.random.chance(double) ? [first, later(first)] : [first];
	}
}
