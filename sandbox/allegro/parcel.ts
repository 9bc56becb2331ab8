import type { HeldParcel } from '../kit/backend';
import type { Held, Shipment } from './form';

/** A shipment for whoever checks what the marketplace knows; a line is in it or not, in whatever quantity. */
export function parcelOf({ id, carrierId, waybill, lineItems }: Shipment): HeldParcel {
	const lines = lineItems.map((line) => ({ lineId: line.id, quantity: null }));
	return { id, carrier: carrierId, trackingNumber: waybill, lines };
}

/** How much of an order its waybills cover. */
export function coveredBy({ form, shipments }: Held): 'NONE' | 'SOME' | 'ALL' {
	const covered = new Set(shipments.flatMap(({ lineItems }) => lineItems.map(({ id }) => id)));
	if (covered.size === 0) return 'NONE';
	return form.lineItems.every(({ id }) => covered.has(id)) ? 'ALL' : 'SOME';
}

/** The one of two summaries that says more. */
export function more(one: string | null, other: string): string | null {
	const rank = ['NONE', 'SOME', 'ALL'];
	return rank.indexOf(other) > rank.indexOf(one ?? 'NONE') ? other : one;
}
