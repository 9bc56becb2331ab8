import type { Move } from '../kit/world';
import type { Held } from './form';
import type { Life } from './life';

/** What a deed works with. */
export interface Moment {
	life: Life;
	now: number;
}

type Deed = Move<Held, Moment>;

/** What the seller can set next */
const SELLER_STEPS: Record<string, string> = {
	NEW: 'PROCESSING',
	PROCESSING: 'READY_FOR_SHIPMENT',
	READY_FOR_SHIPMENT: 'SENT',
	SUSPENDED: 'PROCESSING',
};
/** The address is open as long as nothing is prepared and there is no waybill, see https://github.com/allegro/allegro-api/issues/3730 */
const ADDRESS_CLOSED = ['PROCESSING', 'READY_FOR_SHIPMENT', 'SENT', 'PICKED_UP', 'RETURNED'];

export const isUnpaid = ({ form }: Held): boolean => ['BOUGHT', 'FILLED_IN'].includes(form.status);
const isReady = ({ form }: Held): boolean => form.status === 'READY_FOR_PROCESSING';
const fulfilled = ({ form }: Held): string => form.fulfillment.status ?? 'NEW';

/** What buyers do; each of it moves `updatedAt`. */
const BUYER_MOVES: Record<string, Deed> = {
	fillIn: {
		kind: 'filledIn',
		weight: 20,
		fits: ({ form }) => form.status === 'BOUGHT',
		deed: (held, { life, now }) => life.filledIn(held, now),
	},
	pay: {
		kind: 'paid',
		weight: 18,
		fits: ({ form }) => form.status === 'FILLED_IN',
		deed: (held, { life, now }) => life.paid(held, now),
	},
	payMore: {
		kind: 'changed',
		weight: 2,
		fits: isReady,
		deed: (held, { life, now }) => life.paidMore(held, now),
	},
	changeAddress: {
		kind: 'changed',
		weight: 3,
		fits: (held) =>
			isReady(held) && !ADDRESS_CLOSED.includes(fulfilled(held)) && held.shipments.length === 0,
		deed: (held, { life, now }) => life.movedHouse(held, now),
	},
	cancel: {
		kind: 'cancelled',
		weight: 3,
		fits: (held) =>
			(isReady(held) && fulfilled(held) === 'NEW') || held.form.status === 'FILLED_IN',
		deed: (held, { life, now }) => life.cancelled(held, now, 'BUYER_CANCELLED'),
	},
	giveUp: {
		kind: 'cancelled',
		weight: 2,
		fits: isUnpaid,
		deed: (held, { life, now }) => life.cancelled(held, now, 'AUTO_CANCELLED'),
	},
};

function bySeller(kind: Deed['kind'], weight: number, from: string[], to?: string): Deed {
	return {
		kind,
		weight,
		fits: (held) => isReady(held) && from.includes(fulfilled(held)),
		deed: (held, { life, now }) => life.fulfilled(held, now, to ?? SELLER_STEPS[fulfilled(held)]),
	};
}

/** What buyers and the seller do with orders that are there. */
export const MOVES: Record<string, Deed> = {
	...BUYER_MOVES,
	process: bySeller('changed', 12, ['NEW', 'PROCESSING', 'SUSPENDED']),
	suspend: bySeller('changed', 1, ['NEW', 'PROCESSING'], 'SUSPENDED'),
	ship: bySeller('shipped', 10, ['PROCESSING', 'READY_FOR_SHIPMENT'], 'SENT'),
	handOver: bySeller('delivered', 6, ['SENT'], 'PICKED_UP'),
	takeBack: bySeller('returned', 1, ['SENT', 'PICKED_UP'], 'RETURNED'),
};
