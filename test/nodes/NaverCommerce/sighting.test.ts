import { describe, expect, it } from 'vitest';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';
import { toOrderChanges } from '../../../nodes/NaverCommerce/trigger/events';

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
	const [{ facts }] = toOrderChanges('1', { details, isWhole }, new Map(), acceptedAt);
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

describe('an order as the trigger sees it', () => {
	const claim = (claimId: string, claimRequestDate?: string) => ({
		...{ claimId, claimRequestDate, claimStatus: 'CANCEL_REQUEST' },
	});
	const seen = (details: object[], changedAt = new Map<string, string>(), isWhole = true) =>
		toOrderChanges('1', { details: details as never, isWhole }, changedAt);

	it('is at the time of its change, by the feed, else by its details', () => {
		const details = [detail({ sendDate: SENT })];
		expect(seen(details)[0]).toMatchObject({ id: '1', revision: SENT, at: ms(SENT) });
		const changed = '2026-11-22T00:00:00.000+09:00';
		const [told] = seen(details, new Map([['11', changed]]));
		expect(told).toMatchObject({ revision: changed, at: ms(changed) });
		expect(told.raw).toEqual({
			orderId: '1',
			details,
			changedAt: new Map([['11', changed]]),
			linesComplete: true,
		});
		expect(seen([{ productOrder: {} }], undefined, false)[0]).toMatchObject({
			...{ revision: '', at: 0, raw: { linesComplete: false } },
		});
	});

	it('tells each claim once, the oldest first, in Korean time', () => {
		const lines = [
			{ ...detail({}), completedClaims: [claim('c3', '2026-11-22T12:00:00')] },
			{
				...detail({ id: '12' }),
				completedClaims: [claim('c2', '2026-11-22T01:00:00.000+09:00'), claim('c1')],
			},
		];
		const told = seen(lines).map(({ occasions, facts }) => [
			occasions?.orderClaimed,
			facts.orderClaimed,
		]);
		expect(told).toEqual([
			['c1', null],
			['c2', ms('2026-11-22T01:00:00.000+09:00')],
			['c3', ms('2026-11-22T12:00:00.000+09:00')],
		]);
	});

	it('is claimed by nobody where there is no claim', () => {
		const [only, ...more] = seen([detail({})]);
		expect(more).toEqual([]);
		expect(only.facts).not.toHaveProperty('orderClaimed');
		expect(only).not.toHaveProperty('occasions');
	});

	it('was sent when its last line was', () => {
		const early = '2026-11-21T09:00:00';
		const lines = [
			detail({ status: 'DELIVERING', sendDate: SENT }),
			detail({ id: '12', status: 'DELIVERING', sendDate: early }),
			detail({ id: '13', status: 'CANCELED' }),
		];
		for (const listed of [lines, lines.toReversed()]) {
			expect(seen(listed)[0].facts.orderShipped).toBe(ms(SENT));
		}
		expect(seen(lines.slice(1))[0].facts.orderShipped).toBe(ms('2026-11-21T09:00:00+09:00'));
	});

	it('was placed, paid and cancelled when Naver says', () => {
		const cancelled = {
			...detail({ status: 'CANCELED' }),
			completedClaims: [
				{ claimId: 'c', claimStatus: 'CANCEL_DONE', cancelCompletedDate: '2026-11-22T12:00:00' },
			],
		};
		const [{ facts }] = seen([cancelled]);
		expect(facts).toMatchObject({
			orderCreated: ms(PLACED),
			orderPaid: ms(PAID),
			orderCancelled: ms('2026-11-22T12:00:00+09:00'),
		});
		expect(seen([detail({ isUnpaid: true })])[0].facts).not.toHaveProperty('orderPaid');
	});

	it.each([
		['PURCHASE_DECIDED', { orderCompleted: null }, ['orderReturned']],
		['EXCHANGED', { orderCompleted: null }, ['orderReturned']],
		['RETURNED', { orderCompleted: null, orderReturned: null }, ['orderCancelled']],
		['CANCELED', { orderCancelled: null }, ['orderShipped', 'orderCompleted']],
	])('that is %s tells %j, at a time that nobody says', (status, facts, none) => {
		const given = seen([detail({ status })])[0].facts;
		expect(given).toMatchObject(facts);
		for (const name of none) expect(given).not.toHaveProperty(name);
	});
});

describe('an order of several lines is ready to ship', () => {
	const ready = (acceptedAt: Array<[string, number]>, ...lines: Line[]) =>
		sighted(lines, new Map(acceptedAt)).facts.orderReadyToShip;

	it('when the last of its presents was accepted', () => {
		const presents = [{ present: 'RECEIVED' }, { id: '12', present: 'RECEIVED' }];
		const both: Array<[string, number]> = [
			['11', ms(SENT)],
			['12', ms(SENT) - 1],
		];
		expect(ready(both, ...presents)).toBe(ms(SENT));
		expect(ready(both.slice(1), ...presents)).toBe(ms(SENT) - 1);
		expect(ready([['13', 1]], ...presents)).toBeNull();
		// What is no present, or is gone, was accepted by nobody.
		expect(ready([['12', 1]], { present: 'RECEIVED' }, { id: '12' })).toBeNull();
		const gone = { id: '12', present: 'RECEIVED', status: 'CANCELED' };
		expect(ready([['12', 1]], { present: 'RECEIVED' }, gone)).toBeNull();
		expect(ready([], {}, gone)).toBe(ms(PAID));
	});

	it('when it was placed, where a present is on its way already', () => {
		const sent = { present: 'RECEIVED', status: 'DELIVERING' };
		expect(ready([['11', 5]], sent)).toBe(ms(PLACED));
		expect(ready([['11', 5]], sent, { id: '12', present: 'RECEIVED' })).toBe(5);
	});

	it.each([
		['CANCEL_REJECT', null],
		['RETURN_REJECT', null],
		['ADMIN_CANCEL_REJECT', null],
		['EXCHANGE_DONE', ms(PAID)],
		['CANCEL_REQUEST', undefined],
		['PURCHASE_DECISION_HOLDBACK_RELEASE', ms(PAID)],
	])('after a claim that is %s at the time %s', (claim, expected) => {
		expect(ready([], { claim })).toBe(expected);
		expect(ready([], {}, { id: '12', claim })).toBe(expected);
	});

	it('without regard to a claim on what was sent', () => {
		expect(ready([], {}, { id: '12', status: 'DELIVERED', claim: 'RETURN_REJECT' })).toBe(ms(PAID));
	});

	it.each([
		['PAYMENT_WAITING', ms(PAID)],
		['PAYED', ms(PAID)],
		['DELIVERING', ms(PAID)],
		['PURCHASE_DECIDED', ms(PAID)],
		['CANCELED', undefined],
		['CANCELED_BY_NOPAYMENT', undefined],
		['RETURNED', undefined],
	])('if it is paid, and something is left of it: %s', (status, expected) => {
		expect(ready([], { status })).toBe(expected);
		expect(ready([], { status, isUnpaid: true })).toBeUndefined();
	});

	it('is paid and placed in Korean time', () => {
		const given = detail({});
		const local = { ...given, order: { ...given.order, paymentDate: '2026-11-20T09:01:00' } };
		const [{ facts }] = toOrderChanges('1', { details: [local], isWhole: true }, new Map());
		expect(facts.orderReadyToShip).toBe(ms(PAID));
	});
});
