import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Outcome } from '../../../../core/operations/batch';
import { UnconfirmedWriteError } from '../../../../core/request/errors';
import { runWrites } from '../../../../core/writes/run-writes';
import { ship } from '../../../../nodes/Allegro/writes/ship';
import { FakeClock } from '../../../kit/fake-clock';
import { Desk, idOf, type Mishap } from './desk';

const [FIRST, SECOND] = [idOf(1), idOf(2)];
const [A, B, C] = [idOf(11), idOf(12), idOf(13)];

let clock: FakeClock;
let desk: Desk;
beforeEach(() => {
	clock = new FakeClock();
	desk = new Desk();
	desk.add(FIRST, { [A]: 2, [B]: 1, [C]: 1 });
	desk.add(SECOND, { [A]: 1 });
});
afterEach(() => vi.restoreAllMocks());

const parcel = (trackingNumber: string, more: IDataObject = {}): IDataObject => ({
	orderId: FIRST,
	carrier: 'DPD',
	trackingNumber,
	...more,
});

const lines = (...line: Array<string | [string, string]>): IDataObject => ({
	shipLines: 'selected',
	lines: {
		line: line.map((one) =>
			typeof one === 'string'
				? { lineId: one, quantity: '' }
				: { lineId: one[0], quantity: one[1] },
		),
	},
});

const setStatus = (status: string): IDataObject => ({ options: { setStatus: status } });

/** Item by item: what came of it. */
async function shipped(...items: IDataObject[]): Promise<IDataObject[]> {
	const outcomes = await clock.run(desk.run(runWrites(ship), items));
	return outcomes.map((outcome) =>
		'json' in outcome ? (outcome.json as IDataObject) : fail(outcome),
	);
}

async function outcomes(...items: IDataObject[]): Promise<readonly Outcome[]> {
	return await clock.run(desk.run(runWrites(ship), items));
}

function fail(outcome: Outcome): never {
	throw 'error' in outcome ? outcome.error : outcome;
}

const errorOf = (outcome: Outcome) =>
	'error' in outcome ? (outcome.error as Error) : fail(outcome);

/** What happens to the calls of one kind, one after the other. */
function happens(kind: string, ...mishaps: Mishap[]): void {
	desk.mishap = (call) => (call === kind ? mishaps.shift() : undefined);
}

describe('a parcel for an order without one', () => {
	it('is looked for and added, with all lines and without naming them', async () => {
		const [item] = await shipped(parcel('100 023'));
		expect(desk.calls).toEqual(['GET shipments', 'POST shipments']);
		expect(desk.sent[1]).toMatchObject({
			path: `/order/checkout-forms/${FIRST}/shipments`,
			body: { carrierId: 'DPD', waybill: '100 023' },
			idempotent: false,
		});
		expect(Object.keys(desk.sent[1].body as object)).toEqual(['carrierId', 'waybill']);
		expect(item).toEqual({
			schema: 'shipment/1',
			marketplace: 'allegro',
			account: '7',
			orderId: FIRST,
			status: 'done',
			shipment: {
				id: 's1',
				carrier: 'DPD',
				trackingNumber: '100 023',
				trackingUrl: null,
				shippedAt: '2026-11-29T10:15:00.000Z',
				lines: [A, B, C].map((lineId) => ({ lineId, quantity: null })),
			},
			remaining: [],
			handle: null,
			warnings: [],
		});
	});

	it('is written with IDs in small letters, because Allegro knows no others', async () => {
		desk.add(idOf(3).replace('00000000', 'abcdef00'), { [A]: 1 });
		const orderId = idOf(3).replace('00000000', 'ABCDEF00');
		const lineId = 'ABCDEF00-0000-4000-8000-000000000001';
		const [item] = await shipped(parcel('1', { orderId, ...lines(lineId) }));
		expect(item.orderId).toBe(orderId.toLowerCase());
		expect(desk.bodies('POST shipments')).toMatchObject([
			{ lineItems: [{ id: lineId.toLowerCase() }] },
		]);
	});

	it('may have another carrier, with its name', async () => {
		const [item] = await shipped(parcel('1', { carrier: 'OTHER', carrierName: 'Kurier Jan' }));
		expect(desk.bodies('POST shipments')).toEqual([
			{ carrierId: 'OTHER', carrierName: 'Kurier Jan', waybill: '1' },
		]);
		expect(item.shipment).toMatchObject({ carrier: 'Kurier Jan' });
	});

	it.each([
		[parcel('1', { orderId: '7' }), "'Order ID' is not a valid order ID of Allegro"],
		[parcel(''), "'Tracking Number' is empty"],
		[parcel('1'.repeat(65)), "'Tracking Number' has more than 64 characters"],
		[parcel('1', { carrier: '' }), "'Carrier' is empty"],
		[parcel('1', { carrier: 'OTHER' }), "'Carrier Name' is empty"],
		[
			parcel('1', { carrier: 'OTHER', carrierName: 'x'.repeat(31) }),
			"'Carrier Name' has more than 30 characters",
		],
		[parcel('1', setStatus('RETURNED')), "'Also Set Status' cannot be Returned"],
	])('is refused before any call: %j', async (item, message) => {
		expect(errorOf((await outcomes(item))[0]).message).toBe(message);
		expect(desk.calls).toEqual([]);
	});

	it('holds the named lines, and leaves the others open without knowing them', async () => {
		const [item] = await shipped(parcel('1', lines(A, C)));
		expect(desk.calls).toEqual(['GET shipments', 'POST shipments']);
		expect(desk.bodies('POST shipments')).toMatchObject([{ lineItems: [{ id: A }, { id: C }] }]);
		expect(item).toMatchObject({ remaining: null, warnings: [] });
	});

	it('holds a line as a whole, and says so where a quantity was given', async () => {
		const [item] = await shipped(parcel('1', lines([A, '1'])));
		expect(desk.bodies('POST shipments')).toMatchObject([{ lineItems: [{ id: A }] }]);
		expect(item.warnings).toEqual([
			`Allegro has no quantities in a parcel: line '${A}' is in it as a whole, so the quantity 1 was not sent`,
		]);
	});
});

describe('a parcel for an order that has some', () => {
	it('that is there already is left as it is', async () => {
		await shipped(parcel('ab-12'));
		const before = desk.calls.length;
		const [item] = await shipped(parcel('AB 12', { carrier: 'dpd' }));
		expect(desk.calls.slice(before)).toEqual(['GET shipments']);
		expect(item).toMatchObject({
			status: 'unchanged',
			shipment: { id: 's1', shippedAt: '2026-11-29T10:15:00.000Z' },
			remaining: null,
			warnings: [],
		});
		expect((item.shipment as IDataObject).lines).toHaveLength(3);
	});

	it('is another one if the carrier is another', async () => {
		await shipped(parcel('12'));
		const [item] = await shipped(parcel('12', { carrier: 'INPOST' }));
		expect(item).toMatchObject({ status: 'done', shipment: { id: 's2' } });
	});

	it('says which lines the parcel does not hold, because nobody can add them', async () => {
		await shipped(parcel('1', lines(A)));
		const [item] = await shipped(parcel('1', lines(A, B)));
		expect(item).toMatchObject({
			status: 'unchanged',
			warnings: [`This parcel was added before without line '${B}', and Allegro cannot change it`],
		});
	});

	it('gets the lines that are in none yet, by one more look', async () => {
		await shipped(parcel('1', lines(A)));
		desk.sent.length = 0;
		const [item] = await shipped(parcel('2'));
		expect(desk.calls).toEqual(['GET shipments', 'GET', 'POST shipments']);
		expect(desk.bodies('POST shipments')).toMatchObject([{ lineItems: [{ id: B }, { id: C }] }]);
		expect(item).toMatchObject({ remaining: [], warnings: [] });
	});

	it('gets all lines again where every one is in a parcel, and says so', async () => {
		await shipped(parcel('1'));
		const [item] = await shipped(parcel('2'));
		expect(desk.orders.get(FIRST)?.shipments[1].lineItems).toHaveLength(3);
		expect(item.warnings).toEqual([expect.stringContaining('in another parcel already')]);
	});

	it.each([
		[{ shipments: null }, 'done'],
		[{ shipments: undefined }, 'failed'],
		[{ shipments: 'none' }, 'failed'],
	])('takes %j for an empty list or for no list: %s', async (body, status) => {
		desk.answers.set('GET shipments', body);
		const [outcome] = await outcomes(parcel('1'));
		expect('json' in outcome ? (outcome.json as IDataObject).status : outcome.status).toBe(status);
		expect(desk.calls.includes('POST shipments')).toBe(status === 'done');
	});

	it('is not added where the order cannot be read', async () => {
		await shipped(parcel('1', lines(A)));
		desk.answers.set('GET', { maintenance: true });
		const [outcome] = await outcomes(parcel('2'));
		expect(errorOf(outcome).message).toBe(`The answer for '${FIRST}' contains no order`);
		expect(desk.orders.get(FIRST)?.shipments).toHaveLength(1);
	});

	it('shows which lines are left once the order was read', async () => {
		await shipped(parcel('1', lines(C)));
		const items = await shipped(parcel('2', lines([A, '2'])), parcel('3', lines(['x', '1'])));
		expect(items[0].remaining).toBeNull();
		const [, last] = await shipped(parcel('4', lines([A, '2'])), parcel('5'));
		expect(last).toMatchObject({ remaining: [] });
	});
});

describe('several parcels of one order in a run', () => {
	it('of all lines each hold all, the second with a warning', async () => {
		const items = await shipped(parcel('1'), parcel('2'));
		expect(desk.calls).toEqual(['GET shipments', 'POST shipments', 'POST shipments']);
		expect(items.map(({ warnings }) => (warnings as string[]).length)).toEqual([0, 1]);
	});

	it('the last of which takes the rest holds what the others have not', async () => {
		const [first, second] = await shipped(parcel('1', lines([A, '2'])), parcel('2'));
		expect(desk.calls).toEqual(['GET shipments', 'GET', 'POST shipments', 'POST shipments']);
		expect(desk.bodies('POST shipments')).toMatchObject([
			{ lineItems: [{ id: A }] },
			{ lineItems: [{ id: B }, { id: C }] },
		]);
		expect(first).toMatchObject({ remaining: [], warnings: [] });
		expect(second).toMatchObject({ remaining: [], warnings: [] });
	});

	it('may hold parts of a line, which are named twice', async () => {
		await shipped(parcel('0', lines(C)));
		const [first, second] = await shipped(
			parcel('1', lines([A, '1'])),
			parcel('2', lines([A, '1'], B)),
		);
		expect(first.warnings).toHaveLength(1);
		expect(second.warnings).toHaveLength(1);
	});

	it('with the same number are one, with the lines of both and the last status', async () => {
		const items = await shipped(
			parcel('1', { ...lines(A), ...setStatus('PROCESSING') }),
			parcel('1', { ...lines(B), ...setStatus('SENT') }),
		);
		expect(desk.calls).toEqual(['GET shipments', 'POST shipments', 'PUT fulfillment']);
		expect(desk.bodies('POST shipments')).toMatchObject([{ lineItems: [{ id: A }, { id: B }] }]);
		expect(desk.orders.get(FIRST)?.status).toBe('SENT');
		expect(items[0]).toEqual(items[1]);
	});
});

describe('the status with a parcel', () => {
	it('is set once for an order, after all its parcels', async () => {
		await shipped(parcel('1', setStatus('SENT')), parcel('2', setStatus('SENT')));
		expect(desk.calls).toEqual([
			'GET shipments',
			'POST shipments',
			'POST shipments',
			'PUT fulfillment',
		]);
		expect(desk.sent[3]).toMatchObject({
			path: `/order/checkout-forms/${FIRST}/fulfillment`,
			body: { status: 'SENT', shipmentSummary: { lineItemsSent: 'ALL' } },
			idempotent: true,
		});
		expect(desk.sent[3].query).toBeUndefined();
	});

	it('may be written as on the screen', async () => {
		await shipped(parcel('1', setStatus('Ready for Shipment')));
		expect(desk.orders.get(FIRST)?.status).toBe('READY_FOR_SHIPMENT');
	});

	it('is not set where nobody asks for it', async () => {
		await shipped(parcel('1', setStatus('')));
		expect(desk.calls).not.toContain('PUT fulfillment');
	});

	it('says nothing of lines where nobody knows the others', async () => {
		await shipped(parcel('1', { ...lines(A), ...setStatus('SENT') }));
		expect(desk.bodies('PUT fulfillment')).toEqual([{ status: 'SENT' }]);
	});

	it('says that a part was sent where lines are left', async () => {
		await shipped(parcel('1', lines(A)));
		await shipped(
			parcel('2', { ...lines(B), ...setStatus('SENT') }),
			// The same again, so that the order is read.
			parcel('1', { ...lines(A), ...setStatus('SENT') }),
		);
		expect(desk.bodies('PUT fulfillment')).toEqual([
			{ status: 'SENT', shipmentSummary: { lineItemsSent: 'SOME' } },
		]);
	});

	it('that is so already is left alone, and a missing one is set later', async () => {
		happens('PUT fulfillment', 400);
		const [outcome] = await outcomes(parcel('1', setStatus('SENT')));
		expect(errorOf(outcome).message).toBe(
			'The parcel was added, but the status was not set to SENT',
		);
		desk.sent.length = 0;
		const [item] = await shipped(parcel('1', setStatus('SENT')));
		expect(desk.calls).toEqual(['GET shipments', 'GET', 'PUT fulfillment']);
		expect(item.status).toBe('done');
		desk.sent.length = 0;
		const [again] = await shipped(parcel('1', setStatus('SENT')));
		expect(desk.calls).toEqual(['GET shipments', 'GET']);
		expect(again.status).toBe('unchanged');
	});

	it.each(['PICKED_UP', 'CANCELLED'])(
		'does not take back an order that is %s by the time it runs again',
		async (status) => {
			await shipped(parcel('1', setStatus('SENT')));
			Object.assign(desk.orders.get(FIRST) ?? {}, { status });
			const [again] = await shipped(parcel('1', setStatus('SENT')));
			expect(again.status).toBe('unchanged');
			expect(desk.orders.get(FIRST)?.status).toBe(status);
		},
	);

	it('is not set for an order whose parcel was refused', async () => {
		happens('POST shipments', 422);
		const [outcome] = await outcomes(parcel('1', setStatus('SENT')));
		expect(errorOf(outcome).message).toContain('422');
		expect(desk.calls).toEqual(['GET shipments', 'POST shipments']);
	});
});

describe('a parcel whose answer is lost', () => {
	it('is found and not added again', async () => {
		happens('POST shipments', 'lostAfter');
		const [item] = await shipped(parcel('1', setStatus('SENT')));
		expect(desk.calls).toEqual([
			'GET shipments',
			'POST shipments',
			'GET shipments',
			'GET',
			'PUT fulfillment',
		]);
		expect(desk.orders.get(FIRST)?.shipments).toHaveLength(1);
		expect(item).toMatchObject({ status: 'done', shipment: { id: 's1' } });
	});

	it('is added again if it is not there', async () => {
		happens('POST shipments', 'lostBefore');
		const [item] = await shipped(parcel('1'));
		expect(desk.orders.get(FIRST)?.shipments).toHaveLength(1);
		expect(item).toMatchObject({ status: 'done', shipment: { id: 's1' } });
	});

	it('is added again if a page in between has answered for Allegro', async () => {
		desk.answers.set('POST shipments', { maintenance: true });
		desk.meanwhile = (call) => {
			if (call === 'GET shipments' && desk.calls.length > 1) desk.answers.clear();
		};
		const [item] = await shipped(parcel('1'));
		expect(desk.orders.get(FIRST)?.shipments).toHaveLength(1);
		expect(item).toMatchObject({ status: 'done', shipment: { id: 's1' } });
	});

	it('is unknown where nobody can look, and says where to', async () => {
		happens('POST shipments', 'lostAfter');
		const looks: Mishap[] = [undefined, 500, 500];
		const lost = desk.mishap;
		desk.mishap = (call) => (call === 'GET shipments' ? looks.shift() : lost(call));
		const [outcome] = await outcomes(parcel('1'));
		expect(outcome).toMatchObject({ status: 'unknown' });
		const error = errorOf(outcome);
		expect(error).toBeInstanceOf(UnconfirmedWriteError);
		expect((error as UnconfirmedWriteError).advice).toContain('Sales Center');
		expect(desk.orders.get(FIRST)?.shipments).toHaveLength(1);
	});

	it('of several of one order is the only one that is sent again', async () => {
		happens('POST shipments', undefined, 'lostBefore', undefined);
		const items = await shipped(
			parcel('1', lines(A)),
			parcel('2', lines(B)),
			parcel('3', lines(C)),
		);
		expect(items.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		const numbers = desk.orders.get(FIRST)?.shipments.map(({ waybill }) => waybill);
		expect(numbers).toEqual(['1', '3', '2']);
		expect(items.map(({ shipment }) => (shipment as IDataObject).id)).toEqual(['s1', 's3', 's2']);
	});
});

it('an order that cannot be read fails alone, and nothing is sent for it', async () => {
	const outcome = await outcomes(parcel('1', { orderId: idOf(9) }), parcel('2'));
	expect(outcome.map((one) => 'json' in one)).toEqual([false, true]);
	expect(desk.calls.filter((call) => call === 'POST shipments')).toHaveLength(1);
});

it('60 parcels of 60 orders need three calls each at most', async () => {
	const items = Array.from({ length: 60 }, (_, at) => {
		const orderId = idOf(100 + at);
		desk.add(orderId, { [A]: 1 });
		return parcel(`${at}`, { orderId, ...setStatus('SENT') });
	});
	expect((await shipped(...items)).every(({ status }) => status === 'done')).toBe(true);
	expect(desk.calls).toHaveLength(180);
});
