import { text, word } from '../../../../core/orders/read';
import type { ReportRow } from './repair';
import { parcelState, standingOf, type Standing } from '../standing';

/** The report's words in those of Orders 2026-01-01. */
const STATUS: Record<string, string> = {
	PENDING: 'PENDING',
	PENDING_AVAILABILITY: 'PENDING_AVAILABILITY',
	UNSHIPPED: 'UNSHIPPED',
	PARTIALLY_SHIPPED: 'PARTIALLY_SHIPPED',
	SHIPPED: 'SHIPPED',
	COMPLETE: 'SHIPPED',
	INVOICE_UNCONFIRMED: 'INVOICE_UNCONFIRMED',
	UNFULFILLABLE: 'UNFULFILLABLE',
	CANCELLED: 'CANCELLED',
	CANCELED: 'CANCELLED',
};

/** Of several, the one that the whole order is kept back by. */
const KEPT_BACK = ['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'UNFULFILLABLE'];

/** Where the order stands that these rows are of. Rows that disagree make a part of an order, not that of the first row. */
export function reportStanding(rows: readonly ReportRow[]): Standing {
	const standings = rows.map(ofRow);
	const live = standings.filter(({ known }) => known !== 'CANCELLED');
	if (live.length === 0) return standingOf('CANCELLED', []);
	const known = combined(live.map((one) => one.known));
	const isPart = known === 'SHIPPED' || known === 'UNSHIPPED' ? isMixed(rows) : false;
	const status = isPart ? 'PARTIALLY_SHIPPED' : known;
	const [first, ...others] = new Set(live.map((one) => one.fulfillmentStatus));
	return status === 'SHIPPED' && others.length === 0
		? { known: status, fulfillmentStatus: first }
		: standingOf(status, []);
}

/** Amazon's words for it, each once. */
export function reportWords(rows: readonly ReportRow[]): string | null {
	const words = rows.map((row) => text(row['order-status'])).filter((said) => said !== null);
	return words.length === 0 ? null : [...new Set(words)].join(', ');
}

/** Whether a line was called off. */
export function isCancelled(row: ReportRow): boolean {
	return statusOf(text(row['item-status'])) === 'CANCELLED';
}

/** `Shipped - Delivered to Buyer`, `Pending - Waiting for Pick Up`, …: docs#832. */
function ofRow(row: ReportRow): Standing {
	const [outline, ...details] = (text(row['order-status']) ?? '').split(/\s*[-\u2013\u2014]\s*/);
	const parcel = parcelState(details.join(' '));
	return standingOf(statusOf(outline), parcel === null ? [] : [parcel]);
}

function statusOf(written: string | null): string | null {
	const known = word(STATUS, parcelState(written));
	return known === 'unknown' ? null : known;
}

function combined(states: ReadonlyArray<string | null>): string | null {
	const [first, ...others] = new Set(states);
	if (others.length === 0) return first;
	if (states.includes(null)) return null;
	const hasLeft = states.some((state) => state === 'SHIPPED' || state === 'PARTIALLY_SHIPPED');
	if (hasLeft) return 'PARTIALLY_SHIPPED';
	return KEPT_BACK.find((state) => states.includes(state)) ?? null;
}

/** Whether some items of the order have left, and others not. */
function isMixed(rows: readonly ReportRow[]): boolean {
	const states = rows.map((row) => statusOf(text(row['item-status'])));
	return states.includes('SHIPPED') && states.includes('UNSHIPPED');
}
