import type { Random } from '../kit/random';
import type { Kind, Move } from '../kit/world';
import {
	cancelUnits,
	collectClaim,
	completeClaim,
	redeliverClaim,
	rejectClaim,
	requestClaim,
} from './claims';
import { STREETS } from './people';
import { feed, unitsOf, type Claim, type ProductOrder, type Status } from './product-order';
import { decide, deliver, dispatch } from './seed';

type Fits = (line: ProductOrder) => boolean;
type Deed = Move<ProductOrder, number>['deed'];

const OVER = /_(DONE|REJECT)$/;

/** In one of these states, and no claim is open. */
export const isIn =
	(...statuses: Status[]): Fits =>
	({ status, claim }) =>
		statuses.includes(status) && (!claim || OVER.test(claim.status));

const hasClaim =
	(...statuses: string[]): Fits =>
	({ claim }) =>
		claim !== undefined && statuses.includes(claim.status);
const hasAddress: Fits = (line) => isIn('PAYED')(line) && line.present !== 'WAIT_FOR_RECEIVING';
/** Not confirmed yet, and the first of its order: presents are mostly bought alone. */
const mayBePresent: Fits = (line) => isUnconfirmed(line) && !line.present && line.id.endsWith('1');
const isUnconfirmed: Fits = (line) => isIn('PAYED')(line) && line.placedAt === undefined;
const isAsked = hasClaim('RETURN_REQUEST', 'EXCHANGE_REQUEST');

function move(kind: Kind, weight: number, fits: Fits, deed: Deed): Move<ProductOrder, number> {
	return { kind, weight, fits, deed };
}

function ask(type: Claim['type'], weight: number, ...from: Status[]): Move<ProductOrder, number> {
	return move('claimed', weight, isIn(...from), (line, now, random) =>
		requestClaim(random, line, type, now),
	);
}

function onClaim(step: (line: ProductOrder, claim: Claim, now: number) => void): Deed {
	return (line, now) => {
		if (line.claim) step(line, line.claim, now);
	};
}

const CLAIM_MOVES: Record<string, Move<ProductOrder, number>> = {
	askToCancel: ask('CANCEL', 3, 'PAYED'),
	askToReturn: ask('RETURN', 2, 'DELIVERING', 'DELIVERED'),
	askToExchange: ask('EXCHANGE', 1, 'DELIVERING', 'DELIVERED'),
	cancel: move('cancelled', 3, hasClaim('CANCEL_REQUEST'), onClaim(completeClaim)),
	collect: move('changed', 2, isAsked, onClaim(collectClaim)),
	takeBack: move(
		'returned',
		2,
		(line) => line.claim?.type === 'RETURN' && hasClaim('COLLECT_DONE', 'COLLECTING')(line),
		onClaim(completeClaim),
	),
	redeliver: move(
		'changed',
		1,
		(line) => line.claim?.type === 'EXCHANGE' && hasClaim('COLLECT_DONE')(line),
		onClaim(redeliverClaim),
	),
	exchange: move('exchanged', 1, hasClaim('EXCHANGE_REDELIVERING'), onClaim(completeClaim)),
	refuse: move('changed', 1, isAsked, onClaim(rejectClaim)),
};

/** What buyers, the seller and the system do with product orders that are there. */
export const MOVES: Record<string, Move<ProductOrder, number>> = {
	confirm: {
		...move('changed', 12, isUnconfirmed, (line, now) => (line.placedAt = now)),
		isSilent: true,
	},
	changeAddress: move('changed', 2, isIn('PAYED'), moveHouse),
	makePresent: move('changed', 1, mayBePresent, (line, now) => {
		line.present = 'WAIT_FOR_RECEIVING';
		feed(line, 'EXCHANGE_OPTION', now);
	}),
	acceptPresent: move('changed', 2, ({ present }) => present === 'WAIT_FOR_RECEIVING', accept),
	cancelPart: move('claimed', 1, (line) => isIn('PAYED')(line) && unitsOf(line) > 1, cancelPart),
	ship: move('shipped', 14, hasAddress, (line, now, random) => dispatch(random, line, now)),
	deliver: { ...move('delivered', 8, isIn('DELIVERING'), deliver), isSilent: true },
	decide: move('completed', 6, isIn('DELIVERED', 'DELIVERING'), decide),
	...CLAIM_MOVES,
};

function accept(line: ProductOrder, now: number): void {
	line.present = 'RECEIVED';
	feed(line, 'GIFT_RECEIVED', now);
}

function cancelPart(line: ProductOrder, now: number, random: Random): void {
	requestClaim(random, line, 'CANCEL', now);
	if (line.claim) cancelUnits(line, line.claim, 1, now);
}

function moveHouse(line: ProductOrder, now: number, random: Random): void {
	const [zip, base, detail] = random.pick(STREETS);
	Object.assign(line.receiver, { zip, base, detail: `${detail} ${random.int(1, 99)}` });
	line.isAddressChanged = true;
	feed(line, 'DELIVERY_ADDRESS_CHANGED', now);
}
