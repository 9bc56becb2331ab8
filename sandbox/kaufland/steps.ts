import type { Random } from '../kit/random';
import { wholeSecond, type Parcel, type Status, type Unit } from './order';

/** What becomes of a piece; each step stamps it. */
function step(unit: Unit, status: Status, at: number): void {
	unit.status = status;
	unit.updatedAt = wholeSecond(at);
}

/** It is paid, and the seller may send it. */
export function release(unit: Unit, at: number): void {
	step(unit, 'need_to_be_sent', at);
}

export function send(unit: Unit, parcels: readonly Parcel[], at: number): void {
	unit.parcels.push(...parcels);
	step(unit, 'sent', at);
}

export function sendAnyhow(random: Random, unit: Unit, at: number): void {
	const carrier = random.pick(['DHL', 'GLS', 'DPD']);
	send(unit, [{ carrier, trackingNumber: random.digits(14) }], at);
}

export function receive(unit: Unit, at: number): void {
	unit.receivedAt = wholeSecond(at);
	step(unit, 'received', at);
}

/** Nobody has said that it arrived, and the seller gets the money all the same. */
export function autopay(unit: Unit, at: number): void {
	step(unit, 'sent_and_autopaid', at);
}

export function cancel(unit: Unit, reason: string, at: number): void {
	unit.cancelReason = reason;
	step(unit, 'cancelled', at);
}

/** The buyer says that it comes back. Whether that moves the time of the last change is not confirmed. */
export function announceReturn(random: Random, unit: Unit, at: number): void {
	unit.back = {
		id: 45_000_000 + (unit.id % 1_000_000),
		status: 'need_to_be_returned',
		reason: random.pick(['defect', 'dislike', 'wrong_size']),
		createdAt: wholeSecond(at),
	};
}

export function takeBack(random: Random, unit: Unit, at: number): void {
	if (!unit.back) announceReturn(random, unit, at);
	if (unit.back) unit.back.status = 'return_accepted';
	step(unit, 'returned', at);
}

/** The buyer has the money back. */
export function payBack(unit: Unit, at: number): void {
	step(unit, 'returned_paid', at);
}
