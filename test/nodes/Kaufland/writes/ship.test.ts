import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { bad, type Mishap, runOn, Seller } from './seller';

let clock: FakeClock;
let seller: Seller;
beforeEach(() => {
	clock = new FakeClock();
	seller = new Seller();
	forgetProcess('quota');
});
afterEach(() => vi.restoreAllMocks());

const READY = 'need_to_be_sent';
const ORDER = 'MB7UWLD';

const parcel = (trackingNumber: string, more: IDataObject = {}): IDataObject => ({
	orderId: ORDER,
	carrier: { mode: 'list', value: 'DHL' },
	trackingNumber,
	...more,
});
const selected = (...ids: string[]): IDataObject => ({
	shipLines: 'selected',
	lines: { line: ids.map((lineId) => ({ lineId })) },
});

const ship = async (...items: IDataObject[]) =>
	(await clock.run(runOn(seller, 'ship', items, 'continueRegularOutput'))).map(({ json }) => json);
const refusal = async (...items: IDataObject[]) =>
	(await clock.run(failureOf(runOn(seller, 'ship', items)))) as NodeError;

/** What happens to the calls that send, by their number. */
const sending = (...mishaps: Mishap[]) => {
	let nth = 0;
	return (call: string): Mishap => (call.endsWith('/send') ? mishaps[nth++] : undefined);
};

describe('a parcel', () => {
	it('is a call for each piece, after a look at the carriers and the order', async () => {
		const [a, b] = seller.order(ORDER, READY, 'sent', READY).filter((_, at) => at !== 1);
		const [json] = await ship(parcel(' 00340434161094000001 '));
		expect(seller.calls.slice(0, 2).sort()).toEqual(['GET /carriers', `GET /orders/${ORDER}`]);
		expect(seller.calls.slice(2)).toEqual([
			`PATCH /order-units/${a}/send`,
			`PATCH /order-units/${b}/send`,
		]);
		const body = { tracking_numbers: '00340434161094000001', carrier_code: 'DHL' };
		expect(seller.bodies).toEqual([body, body]);
		expect(json).toMatchObject({
			status: 'done',
			shipment: { carrier: 'DHL', trackingNumber: '00340434161094000001' },
			remaining: [],
			warnings: [],
		});
	});

	it.each(['sent', 'sent_and_autopaid', 'received', 'returned', 'returned_paid'])(
		'whose piece is %s was sent before',
		async (status) => {
			const [id] = seller.order(ORDER, status);
			for (const more of [{}, selected(id)]) {
				const [json] = await ship(parcel('T1', more));
				expect(json).toMatchObject({
					status: 'unchanged',
					shipment: { carrier: null, trackingNumber: null, lines: [{ lineId: id, quantity: 1 }] },
					remaining: [],
				});
			}
			expect(seller.writes).toEqual([]);
		},
	);

	it.each([
		['open', `has not released them (open): ID`],
		['cancelled', "Line 'ID' of order 'MB7UWLD' cannot be sent: its status is 'cancelled'"],
		['on_hold', "Line 'ID' of order 'MB7UWLD' cannot be sent: its status is 'on_hold'"],
	])('is not sent without a piece that is %s, where it is named', async (status, says) => {
		const [other, id] = seller.order(ORDER, READY, status);
		const { message } = await refusal(parcel('T1', selected(other, id)));
		expect(message).toContain(says.replace('ID', id));
		expect(seller.writes).toEqual([]);
	});

	it.each([
		[['open', 'sent'], /not released them/, /Wait until/],
		[['cancelled'], /Nothing is left to be sent/, /Its lines are: cancelled/],
		[['on_hold'], /Nothing is left to be sent/, /Its lines are: on_hold/],
	])('with nothing to send is refused: %j', async (statuses, says, advises) => {
		seller.order(ORDER, ...statuses);
		const { message, description } = await refusal(parcel('T1'));
		expect(message).toMatch(says);
		expect(description).toMatch(advises);
		expect(seller.writes).toEqual([]);
	});

	it('of Kaufland itself is refused', async () => {
		seller.order(ORDER, READY);
		seller.fulfillment = 'fulfilled_by_kaufland';
		const { message } = await refusal(parcel('T1'));
		expect(message).toMatch(/fulfilled by Kaufland/);
		expect(seller.writes).toEqual([]);
	});

	it.each([
		['two carriers', [parcel('T1'), parcel('T1', { carrier: { mode: 'code', value: 'UPS' } })]],
	])('cannot have %s', async (says, items) => {
		seller.order(ORDER, READY);
		const [, second] = await ship(...items);
		expect(second.message).toContain(says);
	});

	it('names a line once in a run', async () => {
		const [a] = seller.order(ORDER, READY, READY);
		const output = await ship(parcel('T1', selected(a)), parcel('T2', selected(a)));
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed']);
		expect(output[1].message).toContain(`Line '${a}' of order '${ORDER}' is in this run twice`);
		expect(seller.unit(a).parcels).toEqual(['T1']);
	});

	it('leaves what another item has named to it', async () => {
		const [a, b] = seller.order(ORDER, READY, READY);
		const output = await ship(parcel('T1', selected(a)), parcel('T2'));
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect([seller.unit(a).parcels, seller.unit(b).parcels]).toEqual([['T1'], ['T2']]);
	});

	it('of an order that comes without lines is not sent', async () => {
		seller.mishap = (call) =>
			call.startsWith('GET /orders') ? { statusCode: 200, body: { data: {} } } : undefined;
		const { message } = await refusal(parcel('T1'));
		expect(message).toMatch(/without its lines/);
	});

	it('without a list of carriers is not sent', async () => {
		seller.order(ORDER, READY);
		seller.mishap = (call) =>
			call === 'GET /carriers' ? { statusCode: 200, body: { data: {} } } : undefined;
		await refusal(parcel('T1'));
		expect(seller.writes).toEqual([]);
	});
});

describe('a carrier', () => {
	it.each(['dhl', 'DHL', 'Dhl'])('is written as Kaufland does: %s', async (value) => {
		seller.order(ORDER, READY);
		const [json] = await ship(parcel('T1', { carrier: { mode: 'code', value } }));
		expect(json).toMatchObject({ shipment: { carrier: 'DHL' } });
		expect(seller.bodies).toMatchObject([{ carrier_code: 'DHL' }]);
	});

	it.each(['Other', 'other hauler'])('without a number is %s', async (value) => {
		seller.order(ORDER, READY);
		const [json] = await ship(parcel('', { carrier: { mode: 'code', value } }));
		expect(json).toMatchObject({ status: 'done', shipment: { trackingNumber: null } });
		expect(seller.bodies).toMatchObject([{ tracking_numbers: '' }]);
	});

	it('is asked for once in a run', async () => {
		for (const id of ['MAAAAAA', 'MBBBBBB', 'MCCCCCC']) seller.order(id, READY);
		await ship(...['MAAAAAA', 'MBBBBBB', 'MCCCCCC'].map((orderId) => parcel(orderId, { orderId })));
		expect(seller.calls.filter((call) => call === 'GET /carriers')).toHaveLength(1);
	});
});

describe('a piece that Kaufland refuses', () => {
	const because = (deed: (id: string) => void) => {
		const [id] = seller.order(ORDER, READY);
		seller.mishap = sending(() => deed(id));
		return id;
	};

	it('because it was sent a moment ago is unchanged, with what is known', async () => {
		const id = because((unit) => {
			Object.assign(seller.unit(unit), { status: 'sent', parcels: ['X1'] });
		});
		const [json] = await ship(parcel('T1'));
		expect(json).toMatchObject({
			status: 'unchanged',
			shipment: { carrier: null, trackingNumber: null, lines: [{ lineId: id }] },
			warnings: [expect.stringContaining(id) as string],
		});
		expect(seller.unit(id).parcels).toEqual(['X1']);
	});

	it('because it was cancelled a moment ago has failed, with its status', async () => {
		const id = because((unit) => void (seller.unit(unit).status = 'cancelled'));
		const [json] = await ship(parcel('T1'));
		expect(json).toMatchObject({ status: 'failed', code: 'action-not-allowed' });
		expect(json.message).toContain(
			`Line '${id}' of order '${ORDER}' was refused (its status is 'cancelled'): Order unit ${id} is cancelled`,
		);
	});

	it.each([
		[400, 'validation-error', 'tracking_numbers is not valid'],
		[404, 'not-found', 'Order unit does not exist'],
	])('with %i has failed, with its words', async (status, type, words) => {
		const [a, b] = seller.order(ORDER, READY, READY);
		seller.mishap = sending(bad(status, type, words));
		const [json] = await ship(parcel('T1'));
		expect(json.message).toContain(`1 of 2 lines was shipped: Line '${a}'`);
		expect(json.message).toContain(words);
		expect(json.code).toBe(type);
		expect([seller.unit(a).status, seller.unit(b).status]).toEqual([READY, 'sent']);
		// No look is needed for these.
		expect(seller.calls.some((call) => call.startsWith('GET /order-units'))).toBe(false);
	});

	it('stops the run where Kaufland takes nothing at all', async () => {
		for (const id of ['MAAAAAA', 'MBBBBBB']) seller.order(id, READY, READY, READY);
		seller.mishap = (call) =>
			call.endsWith('/send') ? bad(423, 'import-files', 'An import runs') : undefined;
		const output = await ship(
			...['MAAAAAA', 'MBBBBBB'].map((orderId) => parcel(orderId, { orderId })),
		);
		expect(output.map(({ status }) => status)).toEqual(['failed', 'failed']);
		// Two orders were under way.
		expect(seller.writes.length).toBeLessThanOrEqual(2);
	});
});

describe('an answer that is lost', () => {
	it.each<[string, Mishap]>([
		['after its effect', 'lostAfter'],
		['before its effect', 'lostBefore'],
		['to a page of something else', { statusCode: 200, body: '<p>Sign in</p>' }],
		['to a 500', bad(500, 'server-error', 'Internal')],
	])('%s sends no piece twice', async (_, mishap) => {
		const ids = seller.order(ORDER, READY, READY, READY);
		seller.mishap = sending(undefined, mishap);
		const [json] = await ship(parcel('T1'));
		expect(json).toMatchObject({
			status: 'done',
			shipment: { trackingNumber: 'T1', lines: ids.map((lineId) => ({ lineId, quantity: 1 })) },
			remaining: [],
			warnings: [],
		});
		expect(ids.map((id) => seller.unit(id).parcels)).toEqual([['T1'], ['T1'], ['T1']]);
	});

	it('is looked at before anything is sent again', async () => {
		const [id] = seller.order(ORDER, READY);
		seller.mishap = sending('lostAfter');
		await ship(parcel('T1'));
		expect(seller.calls.slice(2)).toEqual([
			`PATCH /order-units/${id}/send`,
			`GET /orders/${ORDER}`,
		]);
	});

	it('to a second try as well leaves it to the user', async () => {
		const [id] = seller.order(ORDER, READY);
		seller.mishap = sending('lostBefore', 'lostBefore', 'lostBefore');
		const [json] = await ship(parcel('T1'));
		expect(json).toMatchObject({ status: 'unknown', orderId: ORDER, trackingNumber: 'T1' });
		expect(seller.writes).toHaveLength(2);
		expect(seller.unit(id).status).toBe(READY);
	});

	it('and a piece cancelled since is refused, not sent', async () => {
		const [id] = seller.order(ORDER, READY);
		seller.mishap = sending(() => {
			seller.unit(id).status = 'cancelled';
			throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
		});
		const [json] = await ship(parcel('T1'));
		expect(json.status).toBe('failed');
		expect(json.message).toContain("its status is 'cancelled'");
	});
});

describe('many orders', () => {
	const many = (count: number, ...statuses: string[]): IDataObject[] =>
		Array.from({ length: count }, (_, n) => {
			const orderId = `M${String(n).padStart(6, 'A')}`;
			seller.order(orderId, ...statuses);
			return parcel(`T${n}`, { orderId });
		});
	const looks = () => seller.calls.filter((call) => call.startsWith('GET /orders/')).length;
	const pages = () => seller.calls.filter((call) => call === 'GET /order-units').length;

	it('are a thousand parcels in 1,012 calls, with a piece each', async () => {
		const output = await ship(...many(1000, READY));
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect(seller.calls).toHaveLength(1 + 11 + 1000);
		expect(seller.units.every(({ parcels }) => parcels.length === 1)).toBe(true);
	});

	it('are looked at one by one where the list is longer', async () => {
		const items = many(12, READY);
		many(1300, READY).length = 0;
		await ship(...items);
		expect([pages(), looks()]).toEqual([1, 12]);
	});

	it('are looked at one by one where there are few', async () => {
		await ship(...many(9, READY));
		expect([pages(), looks()]).toEqual([0, 9]);
	});

	it.each([
		['does not say how long it is', () => undefined],
		['shows less than it has', (truth: number) => truth + 1],
	])('are looked at one by one where the list %s', async (_, total) => {
		seller.total = total;
		const output = await ship(...many(12, READY, READY));
		expect(looks()).toBe(12);
		expect(output.every(({ remaining }) => (remaining as unknown[]).length === 0)).toBe(true);
		expect(seller.units.every(({ status }) => status === 'sent')).toBe(true);
	});

	it('are looked at one by one where the list cannot be read', async () => {
		const items = many(12, READY);
		seller.mishap = (call) =>
			call === 'GET /order-units' ? bad(400, 'bad-request', 'status') : undefined;
		const output = await ship(...items);
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect(looks()).toBe(12);
	});

	it('are looked at by themselves where the list does not say all', async () => {
		const items = many(10, READY);
		const [sent] = seller.order('MSENTXX', 'sent', READY);
		seller.order('MOPENXX', 'open', READY);
		seller.order('MGONEXX', 'sent');
		const output = await ship(
			...items,
			parcel('S', { orderId: 'MSENTXX', ...selected(sent) }),
			parcel('O', { orderId: 'MOPENXX' }),
			parcel('G', { orderId: 'MGONEXX' }),
		);
		expect(output.slice(10).map(({ status }) => status)).toEqual([
			'unchanged',
			'done',
			'unchanged',
		]);
		expect([pages(), looks()]).toEqual([1, 3]);
	});

	it('of Kaufland are known as such in the list', async () => {
		const items = many(10, READY);
		seller.fulfillment = 'fulfilled_by_kaufland';
		const output = await ship(...items);
		expect(output.every(({ status }) => status === 'failed')).toBe(true);
		expect([seller.writes, looks()]).toEqual([[], 0]);
	});

	it('are read by themselves after a lost answer', async () => {
		const items = many(12, READY);
		seller.mishap = sending('lostAfter');
		const output = await ship(...items);
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect([pages(), looks()]).toEqual([1, 1]);
	});
});
