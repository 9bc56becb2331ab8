import type { Random } from '../kit/random';
import type { Kind, Move } from '../kit/world';
import { CANCEL_REASONS, STREETS } from './people';
import { openUnits, type Sale } from './sale';
import { become } from './seed';

type Fits = (sale: Sale) => boolean;
type Deed = Move<Sale, number>['deed'];

export const isIn =
	(...statuses: Sale['status'][]): Fits =>
	({ status }) =>
		statuses.includes(status);

function move(kind: Kind, weight: number, fits: Fits, deed: Deed): Move<Sale, number> {
	return { kind, weight, fits, deed };
}

function to(status: Sale['status']): Deed {
	return (sale, now, random) => become(random, sale, status, now);
}

/** What buyers, the seller and Amazon do with orders that are there */
export const MOVES: Record<string, Move<Sale, number>> = {
	release: move('changed', 1, isIn('PENDING_AVAILABILITY'), to('PENDING')),
	pay: move('paid', 22, isIn('PENDING'), to('UNSHIPPED')),
	shipPart: move('partiallyShipped', 3, canShipPart, to('PARTIALLY_SHIPPED')),
	ship: move('shipped', 18, isIn('UNSHIPPED', 'PARTIALLY_SHIPPED'), to('SHIPPED')),
	deliver: move('delivered', 12, isUnderway, (sale, now) => (sale.deliveredAt = now)),
	askToCancel: move('claimed', 2, isIn('UNSHIPPED'), (sale, _now, random) => {
		sale.lines[0].cancelRequest = random.pick(CANCEL_REASONS);
	}),
	changeAddress: move('changed', 2, isIn('UNSHIPPED'), changeAddress),
	cancel: move('cancelled', 4, isIn('PENDING', 'UNSHIPPED'), to('CANCELLED')),
	fail: move('cancelled', 1, isIn('UNSHIPPED'), to('UNFULFILLABLE')),
};

function canShipPart(sale: Sale): boolean {
	const open = sale.lines.reduce((sum, line) => sum + openUnits(sale, line), 0);
	return sale.status === 'UNSHIPPED' && open > 1;
}

function isUnderway({ status, fulfilledBy, deliveredAt }: Sale): boolean {
	return status === 'SHIPPED' && fulfilledBy === 'MERCHANT' && deliveredAt === undefined;
}

function changeAddress({ address, place }: Sale, _now: number, random: Random): void {
	const [line1, city, region, postalCode] = random.pick(STREETS[place.country]);
	Object.assign(address, { line1, city, region, postalCode });
}
