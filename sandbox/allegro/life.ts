import type { Random } from '../kit/random';
import { hundredths, money, type Held, type Payment } from './form';
import type { EventType, OrderEvent } from './journal';
import { fillIn } from './seed';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What happened to an order, in words of the journal. */
type Happened = Pick<OrderEvent, 'type' | 'held' | 'occurredAt' | 'emittedAt' | 'revision'>;

/** Moves one order along as buyers and sellers do, and keeps the journal entries of it. */
export class Life {
	readonly events: Happened[] = [];

	constructor(
		private readonly random: Random,
		private readonly now: number,
	) {}

	bought(held: Held): void {
		this.note('BOUGHT', held, held.boughtAt);
	}

	/**
	 * The buyer's actions move `updatedAt`; the seller's do not, see https://github.com/allegro/allegro-api/issues/11331
	 */
	filledIn(held: Held, at: number): void {
		fillIn(this.random, held);
		this.byBuyer(held, at, 'FILLED_IN');
	}

	paid(held: Held, at: number): void {
		const { form } = held;
		form.payment = this.payment(held, at);
		form.delivery.address = held.address ?? null;
		form.status = 'READY_FOR_PROCESSING';
		this.byBuyer(held, at, 'READY_FOR_PROCESSING');
	}

	/** An extra payment, after which READY_FOR_PROCESSING repeats. */
	paidMore(held: Held, at: number): void {
		const { form } = held;
		const { currency } = form.summary.totalToPay;
		const extra = money(1000, currency);
		form.surcharges.push({
			...this.payment(held, at),
			id: this.random.uuid(),
			type: 'ONLINE',
			provider: 'PAYU',
			finishedAt: new Date(at).toISOString(),
			paidAmount: extra,
			reconciliation: extra,
		});
		form.summary.totalToPay = money(hundredths(form.summary.totalToPay) + 1000, currency);
		this.byBuyer(held, at, 'READY_FOR_PROCESSING');
	}

	cancelled(held: Held, at: number, type: 'BUYER_CANCELLED' | 'AUTO_CANCELLED'): void {
		held.form.status = 'CANCELLED';
		this.byBuyer(held, at, type);
	}

	movedHouse(held: Held, at: number): void {
		const { address } = held.form.delivery;
		if (address)
			Object.assign(address, { street: 'Nowa 7/9', modifiedAt: new Date(at).toISOString() });
		this.byBuyer(held, at, 'BUYER_MODIFIED');
	}

	/** In the web page, what is sent is sent whole. */
	fulfilled(held: Held, at: number, status: string, lineItemsSent?: string | null): void {
		const { fulfillment } = held.form;
		const isWhole = status === 'SENT' || status === 'PICKED_UP';
		const now = fulfillment.shipmentSummary.lineItemsSent;
		fulfillment.status = status;
		this.counted(held, lineItemsSent ?? (isWhole ? 'ALL' : now));
		this.note('FULFILLMENT_STATUS_CHANGED', held, at);
	}

	/** How many lines are sent is no event, see https://github.com/allegro/allegro-api/issues/11331 */
	counted(held: Held, lineItemsSent: string | null): void {
		held.form.fulfillment.shipmentSummary.lineItemsSent = lineItemsSent;
		this.touch(held);
	}

	private byBuyer(held: Held, at: number, type: EventType): void {
		held.updatedAt = at;
		held.form.updatedAt = new Date(at).toISOString();
		this.touch(held);
		this.note(type, held, at);
	}

	private touch(held: Held): void {
		held.form.revision = this.random.hex(8);
		held.json = undefined;
	}

	private note(type: EventType, held: Held, occurredAt: number): void {
		// Some events come late, so their ids are out of order, see https://github.com/allegro/allegro-api/issues/2700
		const late = this.random.chance(0.03) ? this.random.int(1, 60) * MINUTE : 0;
		const emittedAt = Math.min(this.now, occurredAt + late);
		this.events.push({ type, held, occurredAt, emittedAt, revision: held.form.revision });
	}

	private payment({ form }: Held, at: number): Payment {
		const online = this.random.chance(0.85);
		const paid = online ? form.summary.totalToPay : null;
		return {
			id: this.random.uuid(),
			type: online ? 'ONLINE' : 'CASH_ON_DELIVERY',
			provider: online ? this.random.pick(['PAYU', 'P24', 'AF']) : null,
			finishedAt: online ? new Date(at).toISOString() : null,
			paidAmount: paid,
			reconciliation: paid,
			features: online && this.random.chance(0.1) ? ['ALLEGRO_PAY'] : [],
		};
	}
}

/** Brings a seeded purchase to where an order of its age usually is. */
export function grow(random: Random, life: Life, held: Held, now: number): void {
	const { boughtAt } = held;
	const age = now - boughtAt;
	life.bought(held);
	if (random.chance(age < HOUR ? 0.2 : 0.03)) return;
	const filledAt = Math.min(now, boughtAt + random.int(0, 2 * MINUTE));
	life.filledIn(held, filledAt);
	if (random.chance(0.03)) return;
	if (random.chance(0.04)) {
		const at = Math.min(now, filledAt + random.int(1, 24) * HOUR);
		life.cancelled(held, at, random.pick(['BUYER_CANCELLED', 'AUTO_CANCELLED'] as const));
		return;
	}
	const paidAt = Math.min(now, filledAt + random.int(0, 5 * MINUTE));
	life.paid(held, paidAt);
	if (random.chance(0.02)) life.paidMore(held, Math.min(now, paidAt + HOUR));
	if (random.chance(0.03)) {
		life.cancelled(held, Math.min(now, paidAt + 2 * HOUR), 'BUYER_CANCELLED');
		return;
	}
	for (const [hours, status] of sellerSteps(random)) {
		if (age > hours * HOUR) life.fulfilled(held, boughtAt + hours * HOUR, status);
	}
}

function sellerSteps(random: Random): readonly (readonly [hours: number, status: string])[] {
	if (random.chance(0.02)) return [[6, 'CANCELLED']];
	if (random.chance(0.02)) return [[6, 'SUSPENDED']];
	const returned = random.chance(0.03) ? ([[200, 'RETURNED']] as const) : [];
	return [
		[5, 'PROCESSING'],
		[20, 'READY_FOR_SHIPMENT'],
		[26, 'SENT'],
		[80, 'PICKED_UP'],
		...returned,
	];
}
