import type { Held } from './form';

export type EventType =
	| 'BOUGHT'
	| 'FILLED_IN'
	| 'READY_FOR_PROCESSING'
	| 'BUYER_CANCELLED'
	| 'AUTO_CANCELLED'
	| 'FULFILLMENT_STATUS_CHANGED'
	| 'BUYER_MODIFIED';

export const EVENT_TYPES: readonly EventType[] = [
	'BOUGHT',
	'FILLED_IN',
	'READY_FOR_PROCESSING',
	'BUYER_CANCELLED',
	'AUTO_CANCELLED',
	'FULFILLMENT_STATUS_CHANGED',
	'BUYER_MODIFIED',
];

export interface OrderEvent {
	type: EventType;
	held: Held;
	occurredAt: number;
	/**
	 * When the journal shows it; ids follow this, not `occurredAt`,
	 * see https://github.com/allegro/allegro-api/issues/2700
	 */
	emittedAt: number;
	revision: string;
}

interface Entry extends OrderEvent {
	/** Microseconds since 1970; a JavaScript number holds them exactly. */
	id: number;
}

const KEPT = 60 * 86_400_000;

/** The order events of one seller: ascending ids, nothing older than 60 days. */
export class Journal {
	private readonly entries: Entry[] = [];
	/** What will be emitted later, the next one first. */
	private waiting: OrderEvent[] = [];

	constructor(private readonly sellerId: string) {}

	/** Takes events; each gets its id when its time to be emitted comes. */
	append(events: readonly OrderEvent[], now: number): void {
		this.waiting = [...this.waiting, ...events].sort((a, b) => a.emittedAt - b.emittedAt);
		this.emit(now);
	}

	private emit(now: number): void {
		while (this.waiting.length > 0 && this.waiting[0].emittedAt <= now) {
			const event = this.waiting.shift() as OrderEvent;
			const last = this.entries.at(-1)?.id ?? 0;
			this.entries.push({ ...event, id: Math.max(last + 1, event.emittedAt * 1000) });
		}
	}

	/** Events after `from` (exclusive), oldest first. */
	after(from: number, limit: number, types: ReadonlySet<string>, now: number): unknown[] {
		this.emit(now);
		const events: unknown[] = [];
		let at = this.firstAfter(Math.max(from, (now - KEPT) * 1000));
		for (; at < this.entries.length && events.length < limit; at++) {
			const entry = this.entries[at];
			if (types.size === 0 || types.has(entry.type)) events.push(this.view(entry));
		}
		return events;
	}

	/** The end of the journal. That a seller without events has none is not confirmed. */
	latest(now: number): { id: string; occurredAt: string } | undefined {
		this.emit(now);
		const last = this.entries.at(-1);
		return last && { id: `${last.id}`, occurredAt: new Date(last.occurredAt).toISOString() };
	}

	private firstAfter(id: number): number {
		let low = 0;
		let high = this.entries.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.entries[middle].id <= id) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private view({ id, type, occurredAt, revision, held: { form } }: Entry): unknown {
		const { buyer } = form;
		return {
			id: `${id}`,
			order: {
				seller: { id: this.sellerId },
				buyer: {
					id: buyer.id,
					email: buyer.email,
					login: buyer.login,
					guest: buyer.guest,
					preferences: buyer.preferences,
				},
				lineItems: form.lineItems.map((line) => ({
					id: line.id,
					offer: { id: line.offer.id, name: line.offer.name, external: line.offer.external },
					quantity: line.quantity,
					originalPrice: line.originalPrice,
					price: line.price,
					boughtAt: line.boughtAt,
				})),
				checkoutForm: { id: form.id, revision },
				marketplace: form.marketplace,
			},
			type,
			occurredAt: new Date(occurredAt).toISOString(),
		};
	}
}
