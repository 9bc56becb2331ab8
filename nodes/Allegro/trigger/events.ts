import { list, object, text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import { idOrDigest } from '../../../core/lists/complete';
import type { OrderChange } from '../../../core/triggers/feed';
import { fulfillmentOf, hasLeft } from '../orders/fulfillment';

export type RawForm = Record<string, unknown>;

/** An entry of the journal, as far as it is of use. See https://developer.allegro.pl/swagger.yaml. */
export interface JournalEvent {
	id: string;
	type: string;
	occurredAt: number;
	formId: string | null;
	revision: string | null;
}

export const SELLERS_CHANGE = 'FULFILLMENT_STATUS_CHANGED';

/** Seller's statuses that come before "Sent". */
const BEFORE_SENT = ['NEW', 'PROCESSING', 'READY_FOR_SHIPMENT', 'SUSPENDED'];

/** What the journal calls the moment at which an order comes into a state. */
const MOMENTS = {
	filledIn: ['FILLED_IN'],
	ready: ['READY_FOR_PROCESSING'],
	cancelled: ['BUYER_CANCELLED', 'AUTO_CANCELLED'],
} as const;

export function readEvent(entry: unknown): JournalEvent {
	const { id, type, occurredAt, order } = object(entry);
	const form = object(object(order).checkoutForm);
	return {
		id: text(id) ?? '',
		type: text(type) ?? '',
		occurredAt: timeOf(occurredAt) ?? 0,
		formId: text(form.id),
		revision: text(form.revision),
	};
}

/** A checkout form as the trigger sees it; `events` are those that the journal has of it just now. */
export function toOrderChange(
	form: RawForm,
	events: readonly JournalEvent[],
): OrderChange<RawForm> {
	const updatedAt = timeOf(form.updatedAt) ?? createdAt(form, events) ?? 0;
	return {
		raw: form,
		id: idOrDigest(text(form.id), form),
		revision: text(form.revision) ?? text(form.updatedAt) ?? '',
		at: Math.max(updatedAt, ...events.map(({ occurredAt }) => occurredAt)),
		facts: factsOf(form, events),
	};
}

/**
 * What the form proves; when it happened, as the form or else the journal says. A state that the order has left
 * again happened at some time after its creation: that time stands for it, so that an order from before the
 * activation does not emit all that it has been through.
 */
function factsOf(form: RawForm, events: readonly JournalEvent[]): Record<string, number | null> {
	const created = createdAt(form, events);
	const facts: Record<string, number | null> = { orderCreated: created };
	const status = text(form.status);
	const fulfillment = object(form.fulfillment);
	const seller = text(fulfillment.status) ?? 'NEW';
	const isReady = status === 'READY_FOR_PROCESSING';
	if (isReady || status === 'FILLED_IN') {
		facts.orderFilledIn = momentOf(events, 'filledIn') ?? (isReady ? created : null);
	}
	if (isReady) {
		const readyAt = timeOf(object(form.payment).finishedAt) ?? momentOf(events, 'ready');
		facts.orderReadyForProcessing = readyAt ?? (seller === 'NEW' ? null : created);
	}
	if (status === 'CANCELLED') {
		// Nothing but buyers' doings moves the form's time, and this is the last of them.
		facts.orderCancelled = momentOf(events, 'cancelled') ?? timeOf(form.updatedAt);
	} else if (seller === 'CANCELLED') {
		facts.orderCancelled = sellersMoment(events);
	}
	if (hasLeft(fulfillmentOf(form))) {
		facts.orderShipped =
			seller === 'SENT' ? sellersMoment(events) : leftAt(seller, events, created);
	}
	if (seller === 'RETURNED') facts.orderReturned = sellersMoment(events);
	return facts;
}

/** With a waybill for each line, the order is on its way just now; later statuses only prove that it was. */
function leftAt(
	seller: string,
	events: readonly JournalEvent[],
	created: number | null,
): number | null {
	return BEFORE_SENT.includes(seller) ? null : (leftMoment(events) ?? created);
}

/** When the seller's status came to be what it is: the last of its changes, which do not say to what. */
function sellersMoment(events: readonly JournalEvent[]): number | null {
	return sellersTimes(events).at(-1) ?? null;
}

/** When it came to be what it was before: who looks seldom finds several changes at once. */
function leftMoment(events: readonly JournalEvent[]): number | null {
	return sellersTimes(events).at(-2) ?? null;
}

/** Each change once, however often the journal shows it. */
function sellersTimes(events: readonly JournalEvent[]): number[] {
	const changes = events.filter(({ type }) => type === SELLERS_CHANGE);
	const times = new Map(changes.map(({ id, occurredAt }) => [id, occurredAt]));
	return [...new Set(times.values())].sort((a, b) => a - b);
}

/** The first time: a surcharge repeats `READY_FOR_PROCESSING`. */
function momentOf(events: readonly JournalEvent[], moment: keyof typeof MOMENTS): number | null {
	const types: readonly string[] = MOMENTS[moment];
	const times = events.filter(({ type }) => types.includes(type)).map((event) => event.occurredAt);
	return times.length > 0 ? Math.min(...times) : null;
}

/**
 * When it was bought. Purchases that are paid together become a new order, whose lines keep their times: it
 * is as old as what was done to it first. See BEHAVIOR.md, Lists and events.
 */
function createdAt(form: RawForm, events: readonly JournalEvent[]): number | null {
	const bought = list<RawForm>(form.lineItems).map((line) => timeOf(line.boughtAt));
	const times = bought.filter((time) => time !== null);
	if (times.length === 0) return null;
	const last = Math.max(...times);
	if (last === Math.min(...times)) return last;
	const paid = timeOf(object(form.payment).finishedAt);
	const done = [paid, momentOf(events, 'filledIn'), momentOf(events, 'ready')];
	const known = done.filter((time) => time !== null);
	return known.length > 0 ? Math.min(...known) : last;
}
