import type { Random } from '../kit/random';
import type { Kind, Move } from '../kit/world';
import { isIn, type Order, type Status, type Unit } from './order';
import { newAddress } from './seed';
import {
	announceReturn,
	autopay,
	cancel,
	payBack,
	receive,
	release,
	sendAnyhow,
	takeBack,
} from './steps';

type Deed = (unit: Unit, at: number, random: Random) => void;

/** All pieces that are so, where there are any and no other is in the way. */
function all(
	kind: Kind,
	weight: number,
	from: readonly Status[],
	deed: Deed,
	others: readonly Status[] = [],
): Move<Order, number> {
	return {
		kind,
		weight,
		fits: ({ units }) => units.some(isIn(...from)) && units.every(isIn(...from, ...others)),
		deed({ units }, at, random) {
			for (const unit of units.filter(isIn(...from))) deed(unit, at, random);
		},
	};
}

/** The first of several pieces that are so; the others stay as they are. */
function one(kind: Kind, weight: number, from: readonly Status[], deed: Deed): Move<Order, number> {
	return {
		kind,
		weight,
		fits: ({ units }) => units.filter(isIn(...from)).length > 1,
		deed({ units }, at, random) {
			const [first] = units.filter(isIn(...from));
			deed(first, at, random);
		},
	};
}

const WAITING = ['open', 'need_to_be_sent'] as const;
const ARRIVED = ['received', 'sent_and_autopaid'] as const;
const OVER = [...ARRIVED, 'returned', 'returned_paid', 'cancelled'] as const;

const isAnnounced = ({ back }: Unit): boolean => back?.status === 'need_to_be_returned';
const isOver = isIn(...OVER);
const mayComeBack = (unit: Unit): boolean => isIn(...ARRIVED)(unit) && !unit.back;

/** What buyers, the seller and Kaufland do with orders that are there. */
export const MOVES: Record<string, Move<Order, number>> = {
	pay: all('paid', 8, ['open'], release, ['cancelled']),
	ship: all(
		'shipped',
		14,
		['need_to_be_sent'],
		(unit, at, random) => sendAnyhow(random, unit, at),
		['sent', 'cancelled'],
	),
	shipOne: one('partiallyShipped', 4, ['need_to_be_sent'], (unit, at, random) =>
		sendAnyhow(random, unit, at),
	),
	receive: all('delivered', 8, ['sent'], receive, OVER),
	autopay: all('completed', 3, ['sent'], autopay, OVER),
	cancel: all('cancelled', 3, WAITING, (unit, at) => cancel(unit, 'BuyerCancelled', at)),
	cancelOne: one('changed', 1, WAITING, (unit, at) => cancel(unit, 'NoInventory', at)),
	// Nobody has published whether these move the time of the last change: here they do not.
	askToReturn: {
		kind: 'claimed',
		weight: 2,
		isSilent: true,
		fits: ({ units }) => units.some(mayComeBack),
		deed({ units }, at, random) {
			const unit = units.find(mayComeBack);
			if (unit) announceReturn(random, unit, at);
		},
	},
	takeBack: {
		...all('returned', 3, ARRIVED, (unit, at, random) => takeBack(random, unit, at)),
		fits: ({ units }) => units.some(isAnnounced) && units.every(isIn(...ARRIVED)),
	},
	takeOneBack: one('changed', 1, ARRIVED, (unit, at, random) => takeBack(random, unit, at)),
	payBack: all('refunded', 2, ['returned'], payBack, OVER),
	changeAddress: {
		kind: 'changed',
		weight: 1,
		isSilent: true,
		fits: ({ buyer, units }) => buyer !== null && units.some(isIn(...WAITING)),
		deed({ buyer, storefront }, _at, random) {
			if (!buyer) return;
			const address = newAddress(random, storefront);
			buyer.shipping = { ...address, houseNumber: `${address.houseNumber}/${random.hex(4)}` };
		},
	},
	/** Kaufland forgets who it was. */
	forget: {
		kind: 'changed',
		weight: 1,
		isSilent: true,
		fits: ({ buyer, units }) => buyer !== null && units.every(isOver),
		deed: (order) => void (order.buyer = null),
	},
};
