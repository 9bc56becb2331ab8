import type { FulfillmentStatus, Missing } from '../../../core/orders/order';
import { word } from '../../../core/orders/read';

const FULFILLMENT: Record<string, FulfillmentStatus> = {
	PENDING_AVAILABILITY: 'unfulfilled',
	PENDING: 'unfulfilled',
	UNSHIPPED: 'unfulfilled',
	PARTIALLY_SHIPPED: 'partial',
	INVOICE_UNCONFIRMED: 'fulfilled',
	UNFULFILLABLE: 'unfulfilled',
	SHIPPED: 'fulfilled',
	CANCELLED: 'cancelled',
};

/** States of parcels at which an order has come to its end. */
const ARRIVAL: Record<string, FulfillmentStatus> = {
	DELIVERED: 'delivered',
	DELIVERED_TO_BUYER: 'delivered',
	RETURNED_TO_SELLER: 'returned',
};

/** The parcel is packed, so the order is paid for, and has not left yet. */
const WAITING: ReadonlySet<string | null> = new Set([
	'PENDING_SCHEDULE',
	'PENDING_PICK_UP',
	'PENDING_DROP_OFF',
	'WAITING_FOR_PICK_UP',
	'WAITING_FOR_DROP_OFF',
]);

/** Status words that say of nothing that it has left. */
const NOTHING_LEFT: ReadonlySet<FulfillmentStatus | 'unknown'> = new Set([
	'unfulfilled',
	'cancelled',
] as const);

/** The statuses of orders that have no payment, hence no price yet. */
export const PENDING: ReadonlySet<string | null> = new Set(['PENDING', 'PENDING_AVAILABILITY']);

/** Where an order stands. */
export interface Standing {
	/** In the words of Orders 2026-01-01; `null` for a word that is not known. */
	known: string | null;
	fulfillmentStatus: FulfillmentStatus;
}

/** Units of all lines. */
interface Units {
	ordered: number;
	shipped: number;
}

/**
 * One meaning for one state, in Orders 2026-01-01, in v0, in reports and in the trigger: the status of the order,
 * what its parcels add (in upper case, with underscores), and how many units have left.
 */
export function standingOf(
	status: string | null,
	parcels: ReadonlyArray<string | null>,
	units?: Units,
): Standing {
	const isWaiting = parcels.length > 0 && parcels.every((state) => WAITING.has(state));
	const known = PENDING.has(status) && isWaiting ? 'UNSHIPPED' : status;
	const told = word(FULFILLMENT, known);
	const [arrival, ...others] = new Set(parcels.map((state) => word(ARRIVAL, state)));
	if (
		known === 'SHIPPED' &&
		others.length === 0 &&
		arrival !== undefined &&
		arrival !== 'unknown'
	) {
		return { known, fulfillmentStatus: arrival };
	}
	// Goods that have left have left, whatever became of the order.
	if (!units || units.shipped <= 0 || !NOTHING_LEFT.has(told)) {
		return { known, fulfillmentStatus: told };
	}
	return { known, fulfillmentStatus: units.shipped >= units.ordered ? 'fulfilled' : 'partial' };
}

/** `Delivered to Buyer`, `ReturnedToSeller` and `RETURNED_TO_SELLER` as one word. */
export function parcelState(written: string | null): string | null {
	const spaced = written?.replaceAll(/([a-z])([A-Z])/g, '$1 $2') ?? '';
	const state = spaced
		.trim()
		.toUpperCase()
		.replaceAll(/[\s_-]+/g, '_')
		.replace('PICKUP', 'PICK_UP');
	return state === '' ? null : state;
}

/** Units of several items; those that are not given count for nothing. */
export function sum(counts: ReadonlyArray<number | null>): number {
	return counts.reduce<number>((all, count) => all + (count ?? 0), 0);
}

/**
 * Says that items are lacking: there are none at all, which no order is without, or they are fewer than the order
 * says. `units` are those that it says it has.
 */
export function lackingItems(
	units: number | null,
	quantities: ReadonlyArray<number | null>,
): Missing[] {
	if (quantities.length === 0) return [{ field: 'lines', reason: 'Amazon has sent no items' }];
	const isKnown = units !== null && !quantities.includes(null);
	if (!isKnown || sum(quantities) >= units) return [];
	const reason = `Amazon has sent ${sum(quantities)} of ${units} units`;
	return [{ field: 'lines', reason }];
}
