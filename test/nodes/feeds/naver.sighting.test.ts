import { describe, expect, it } from 'vitest';

import { toOrder } from '../../../nodes/NaverCommerce/naver.order';
import { toSightings } from '../../../nodes/NaverCommerce/naver.sighting';

const PLACED = '2026-11-20T09:00:00.000+09:00';
const PAID = '2026-11-20T09:01:00.000+09:00';
const SENT = '2026-11-21T10:00:00.000+09:00';
const ms = (time: string) => Date.parse(time);

const STATUSES = [
	'PAYMENT_WAITING',
	'PAYED',
	'DELIVERING',
	'DELIVERED',
	'PURCHASE_DECIDED',
	'EXCHANGED',
	'CANCELED',
	'RETURNED',
	'CANCELED_BY_NOPAYMENT',
	'BEAMED_UP',
];
const CLAIMS = [
	undefined,
	'CANCEL_REQUEST',
	'CANCEL_DONE',
	'CANCEL_REJECT',
	'COLLECTING',
	'COLLECT_DONE',
	'RETURN_DONE',
	'EXCHANGE_REDELIVERING',
	'EXCHANGE_DONE',
	'ADMIN_CANCEL_DONE',
];

interface Line {
	id?: string;
	status?: string;
	claim?: string;
	present?: string;
	sendDate?: string;
	confirmation?: string;
	isUnpaid?: boolean;
}

function detail({ id = '11', status = 'PAYED', claim, present, ...more }: Line) {
	const { sendDate, confirmation, isUnpaid } = more;
	return {
		order: { orderId: '1', orderDate: PLACED, ...(isUnpaid ? {} : { paymentDate: PAID }) },
		productOrder: {
			productOrderId: id,
			productOrderStatus: status,
			quantity: 1,
			...(claim && { claimStatus: claim }),
			...(present && { giftReceivingStatus: present }),
			...(confirmation && { placeOrderStatus: confirmation }),
		},
		...(sendDate && { delivery: { sendDate } }),
		...(claim && { completedClaims: [{ claimId: `c${id}`, claimStatus: claim }] }),
	};
}

function sighted(lines: Line[], acceptedAt = new Map<string, number>(), isWhole = true) {
	const details = lines.map(detail);
	const [{ facts }] = toSightings('1', { details, isWhole }, new Map(), acceptedAt);
	const context = { account: null, changedAt: () => undefined, linesComplete: isWhole };
	return { facts, order: toOrder(details, context) };
}

describe('what the trigger says of an order', () => {
	const all = STATUSES.flatMap((status) =>
		CLAIMS.flatMap((claim) =>
			[undefined, 'NOT_YET', 'OK', 'CANCEL'].map((confirmation) => ({
				status,
				claim,
				confirmation,
			})),
		),
	);

	it('is what the order says, whatever its lines, claims and confirmations are', () => {
		const orders = [
			...all.map((line) => [line]),
			...STATUSES.flatMap((a) => STATUSES.map((b) => [{ status: a }, { id: '12', status: b }])),
		];
		for (const lines of orders) {
			for (const isWhole of [true, false]) {
				const { facts, order } = sighted(lines, undefined, isWhole);
				const isSent = ['fulfilled', 'delivered', 'returned'].includes(order.fulfillmentStatus);
				expect('orderShipped' in facts, JSON.stringify(lines)).toBe(isSent);
				expect('orderReturned' in facts).toBe(order.fulfillmentStatus === 'returned');
				expect('orderCancelled' in facts).toBe(order.status === 'cancelled');
				expect('orderCompleted' in facts).toBe(order.status === 'completed');
				if (order.status === 'cancelled') expect(facts).not.toHaveProperty('orderReadyToShip');
			}
		}
	});

	it('tells that it was sent, also when it is back by the next look', () => {
		expect(sighted([{ status: 'RETURNED', sendDate: SENT }]).facts.orderShipped).toBe(ms(SENT));
		// Nobody says when: an order from before the activation does not tell what it has been through.
		expect(sighted([{ status: 'RETURNED' }]).facts.orderShipped).toBe(ms(PLACED));
		expect(sighted([{ status: 'DELIVERING' }]).facts.orderShipped).toBeNull();
	});
});

describe('an order is ready to ship', () => {
	const ready = (...lines: Line[]) => sighted(lines).facts.orderReadyToShip;

	it('as soon as it is paid', () => {
		expect(ready({})).toBe(ms(PAID));
		expect(ready({ status: 'PAYMENT_WAITING', isUnpaid: true })).toBeUndefined();
	});

	it('of a present, when the receiver has accepted it', () => {
		const present = { present: 'RECEIVED' };
		expect(ready({ present: 'WAIT_FOR_RECEIVING' })).toBeUndefined();
		expect(ready(present, { id: '12', present: 'WAIT_FOR_RECEIVING' })).toBeUndefined();
		expect(ready(present)).toBeNull();
		const { facts } = sighted([present], new Map([['11', ms(SENT)]]));
		expect(facts.orderReadyToShip).toBe(ms(SENT));
		expect(facts.orderPaid).toBe(ms(PAID));
		expect(ready({ ...present, status: 'DELIVERING' })).toBe(ms(PLACED));
	});

	it('not while a claim may end it, and again when the claim is withdrawn', () => {
		expect(ready({ claim: 'CANCEL_REQUEST' })).toBeUndefined();
		expect(ready({}, { id: '12', claim: 'CANCELING' })).toBeUndefined();
		expect(ready({ claim: 'CANCEL_REJECT' })).toBeNull();
		// A claim on what was sent is another matter.
		expect(ready({}, { id: '12', status: 'DELIVERED', claim: 'RETURN_REQUEST' })).toBe(ms(PAID));
	});

	it('never when nothing is left of it', () => {
		expect(ready({ status: 'CANCELED' })).toBeUndefined();
		expect(ready({ status: 'CANCELED', present: 'WAIT_FOR_RECEIVING' })).toBeUndefined();
		expect(ready({}, { id: '12', status: 'CANCELED', present: 'WAIT_FOR_RECEIVING' })).toBe(
			ms(PAID),
		);
	});
});
