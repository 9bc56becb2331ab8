import { createHash } from 'crypto';

import type { FulfillmentStatus, Order, PaymentStatus } from '../../../core/orders/order';
import { count, parts, text } from '../../../core/orders/read';
import type { OrderUnit, RawOrder } from './wire';

/** How far a piece has come; `null`: it will not. See https://sellerapi.kaufland.com/?page=orders. */
const PROGRESS = {
	open: 0,
	need_to_be_sent: 0,
	sent: 1,
	sent_and_autopaid: 1,
	received: 2,
	returned: 3,
	returned_paid: 3,
	cancelled: null,
} as const;

type Status = keyof typeof PROGRESS;

/** Words of Kaufland in the order in which a piece goes through them, for the filter. */
export const STATUSES = Object.keys(PROGRESS) as Status[];

/** Nothing more is to be done for these. */
const OVER: readonly string[] = [
	'sent_and_autopaid',
	'received',
	'returned',
	'returned_paid',
	'cancelled',
] satisfies Status[];

/** Always in the same order, whether a list or the order itself was read. */
export function unitsOf(raw: RawOrder): Array<Partial<OrderUnit>> {
	const idOf = ({ id_order_unit: id }: Partial<OrderUnit>): number => count(id) ?? 0;
	return parts(raw.order_units).sort((a, b) => idOf(a) - idOf(b));
}

export function statusOf(unit: Partial<OrderUnit>): string {
	return text(unit.status) ?? '';
}

/** How far a piece has come; nothing for a word that came after this was written. */
export function progressOf(unit: Partial<OrderUnit>): number | null | undefined {
	const status = statusOf(unit);
	return Object.hasOwn(PROGRESS, status) ? PROGRESS[status as Status] : undefined;
}

type Statuses = Pick<
	Order,
	| 'status'
	| 'statusRaw'
	| 'paymentStatus'
	| 'paymentStatusRaw'
	| 'fulfillmentStatus'
	| 'fulfillmentStatusRaw'
>;

/** An order has no status of its own: it is what its pieces are. See BEHAVIOR.md, Orders. */
export function statusesOf(raw: RawOrder): Statuses {
	const words = unitsOf(raw).map(statusOf);
	const distinct = [...new Set(words)].sort().join(',');
	const said = distinct === '' ? null : distinct;
	const isKnown = words.length > 0 && words.every((word) => Object.hasOwn(PROGRESS, word));
	return {
		status: isKnown ? stateOf(words) : 'unknown',
		paymentStatus: isKnown ? paymentOf(words) : 'unknown',
		fulfillmentStatus: isKnown ? fulfillmentOf(unitsOf(raw)) : 'unknown',
		statusRaw: said,
		paymentStatusRaw: said,
		fulfillmentStatusRaw: said,
	};
}

function stateOf(words: readonly string[]): Order['status'] {
	if (words.every((word) => word === 'cancelled')) return 'cancelled';
	return words.every((word) => OVER.includes(word)) ? 'completed' : 'open';
}

/** Payment is checked while a piece is `open`; Kaufland hands nothing over before. */
function paymentOf(words: readonly string[]): PaymentStatus {
	const live = words.filter((word) => word !== 'cancelled');
	if (live.length === 0) return 'unknown';
	if (live.includes('open')) return 'pending';
	const refunded = live.filter((word) => word === 'returned_paid').length;
	if (refunded === live.length) return 'refunded';
	return refunded > 0 ? 'partiallyRefunded' : 'paid';
}

const BY_PROGRESS: readonly FulfillmentStatus[] = [
	'unfulfilled',
	'fulfilled',
	'delivered',
	'returned',
];

function fulfillmentOf(units: ReadonlyArray<Partial<OrderUnit>>): FulfillmentStatus {
	const live = units.map(progressOf).filter((progress) => typeof progress === 'number');
	if (live.length === 0) return 'cancelled';
	const least = Math.min(...live);
	return least === 0 && Math.max(...live) > 0 ? 'partial' : BY_PROGRESS[least];
}

/**
 * Changes with every state that the list shows: the time alone would not, for two pieces that change in one second.
 */
export function revisionOf(raw: RawOrder, updatedAt: string | null): string {
	const states = unitsOf(raw).map((unit) => `${text(unit.id_order_unit) ?? ''} ${statusOf(unit)}`);
	const digest = createHash('sha256').update(states.sort().join('\n')).digest('base64url');
	return `${updatedAt ?? ''}:${digest.slice(0, 8)}`;
}
