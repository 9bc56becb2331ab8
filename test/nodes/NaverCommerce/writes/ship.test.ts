import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { lineNo, NaverStore, orderNo, write, type Mishap } from './naver-store';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock(Date.parse('2026-11-29T07:40:00Z'));
	forgetProcess('quota');
});
afterEach(() => vi.restoreAllMocks());

const DISPATCH = 'POST /product-orders/dispatch';
const QUERY = 'POST /product-orders/query';
const idsOf = (n: number) => `GET /orders/${orderNo(n)}/product-order-ids`;

const parcel = (n: number, more: IDataObject = {}): IDataObject => ({
	orderId: orderNo(n),
	carrier: { mode: 'list', value: 'CJGLS' },
	trackingNumber: `69001234${String(n).padStart(4, '0')}`,
	...more,
});
const lines = (...line: Array<IDataObject | string>): IDataObject => ({
	shipLines: 'selected',
	lines: { line: line.map((one) => (typeof one === 'string' ? { lineId: one } : one)) },
});

type Setting = Parameters<typeof write>[3];
const ship = async (store: NaverStore, items: IDataObject[], setting?: Setting) =>
	(await clock.run(write(store, 'ship', items, setting))).map(({ json }) => json);
const failed = async (store: NaverStore, items: IDataObject[]) =>
	(await clock.run(failureOf(write(store, 'ship', items)))) as NodeError;
const dispatched = (store: NaverStore) =>
	store.bodies.flatMap((body) => (body.dispatchProductOrders ?? []) as IDataObject[]);
const onCall =
	(wanted: string, ...mishaps: Mishap[]) =>
	(call: string): Mishap =>
		call === wanted ? mishaps.shift() : undefined;

describe('ship', () => {
	it('sends all lines of an order: three calls, and the item says what went', async () => {
		const store = new NaverStore().order(1, 2, { quantity: 3 });
		const [item] = await ship(store, [parcel(1)]);
		expect(store.calls).toEqual([idsOf(1), QUERY, DISPATCH]);
		expect(dispatched(store)).toEqual(
			[1, 2].map((at) => ({
				productOrderId: lineNo(1, at),
				deliveryMethod: 'DELIVERY',
				deliveryCompanyCode: 'CJGLS',
				trackingNumber: '690012340001',
				dispatchDate: expect.stringMatching(/^2026-11-29T16:40:0\d\.\d{3}\+09:00$/) as string,
			})),
		);
		expect(item).toEqual({
			schema: 'shipment/1',
			marketplace: 'naver',
			account: null,
			orderId: orderNo(1),
			status: 'done',
			shipment: {
				id: null,
				carrier: 'CJGLS',
				trackingNumber: '690012340001',
				trackingUrl: null,
				shippedAt: dispatched(store)[0].dispatchDate,
				lines: [
					{ lineId: lineNo(1, 1), quantity: 3 },
					{ lineId: lineNo(1, 2), quantity: 3 },
				],
			},
			remaining: [],
			handle: null,
			warnings: [],
		});
	});

	it('needs no look where the lines are named: 60 parcels are two calls', async () => {
		const store = new NaverStore();
		const items = Array.from({ length: 60 }, (_, n) => {
			store.order(n);
			return parcel(n, lines(lineNo(n)));
		});
		const output = await ship(store, items);
		expect(store.calls).toEqual([DISPATCH, DISPATCH]);
		expect(output.map(({ status }) => status)).toEqual(items.map(() => 'done'));
		expect(output[7]).toMatchObject({
			shipment: { lines: [{ lineId: lineNo(7), quantity: null }] },
			remaining: null,
		});
	});

	it('reads 60 orders without named lines one by one, and their lines together', async () => {
		const store = new NaverStore();
		const items = Array.from({ length: 60 }, (_, n) => {
			store.order(n);
			return parcel(n);
		});
		const output = await ship(store, items);
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect(store.calls.filter((call) => call.startsWith('GET'))).toHaveLength(60);
		expect(store.calls.slice(60)).toEqual([QUERY, DISPATCH, DISPATCH]);
	});

	it('takes a product order number for an order number', async () => {
		const store = new NaverStore().order(1, 2);
		const [item] = await ship(store, [parcel(1, { orderId: lineNo(1, 2) })]);
		expect(dispatched(store).map(({ productOrderId }) => productOrderId)).toEqual([lineNo(1, 2)]);
		expect(item).toMatchObject({ orderId: lineNo(1, 2), status: 'done', remaining: null });
	});

	it('leaves a number out that nobody knows, and says so', async () => {
		const { message, description } = await failed(new NaverStore(), [parcel(1)]);
		expect(message).toBe(
			`Naver shows neither an order nor a product order '${orderNo(1)}' in this store`,
		);
		expect(description).toContain('belongs to the store of this credential');
	});

	it('leaves what was sent with the same number as it is', async () => {
		const store = new NaverStore().order(1, 2).order(2);
		const items = [parcel(1), parcel(2, lines(lineNo(2)))];
		const first = await ship(store, items);
		store.calls.length = 0;
		clock.now += 60_000;
		const again = await ship(store, items);
		expect(again.map(({ status }) => status)).toEqual(['unchanged', 'unchanged']);
		expect(again.map(({ shipment }) => (shipment as IDataObject).shippedAt)).toEqual(
			first.map(({ shipment }) => (shipment as IDataObject).shippedAt),
		);
		// The named line is asked about after Naver has said that it is so.
		expect(store.calls).toEqual([idsOf(1), QUERY, DISPATCH, QUERY]);
		expect(again[0]).toMatchObject({ remaining: [], warnings: [] });
		expect(again[1]).toMatchObject({ remaining: null, warnings: [] });
	});

	it('says that a parcel went with another carrier', async () => {
		const store = new NaverStore().order(1).order(2);
		await ship(store, [parcel(1), parcel(2)]);
		const other = { carrier: 'HANJIN' };
		clock.now += 60_000;
		const output = await ship(store, [
			parcel(1, other),
			parcel(2, { ...other, ...lines(lineNo(2)) }),
		]);
		for (const { status, warnings } of output) {
			expect(status).toBe('unchanged');
			expect(warnings).toEqual([expect.stringContaining('with the carrier CJGLS')]);
		}
	});

	it('sends what is left of an order of which some was sent or cancelled', async () => {
		const store = new NaverStore().order(1, 4);
		await ship(store, [parcel(1, { trackingNumber: '1111', ...lines(lineNo(1, 1)) })]);
		store.line(1, 2).status = 'CANCELED';
		store.line(1, 3).claim = { status: 'CANCELING' };
		const [item] = await ship(store, [parcel(1)]);
		expect(item).toMatchObject({
			status: 'done',
			shipment: { lines: [{ lineId: lineNo(1, 4), quantity: 1 }] },
			remaining: [],
		});
	});

	it('refuses an order of which nothing is left, and says why', async () => {
		const store = new NaverStore().order(1).order(2, 1, { status: 'CANCELED' });
		await ship(store, [parcel(1, { trackingNumber: '1111' })]);
		store.calls.length = 0;
		const sent = await failed(store, [parcel(1)]);
		expect(sent.message).toBe(`Nothing is left to be sent in order '${orderNo(1)}'`);
		expect(sent.description).toMatch(
			/^It was sent before with the tracking number 1111\. Naver cannot change a tracking number/,
		);
		expect((await failed(store, [parcel(2)])).description).toMatch(/^All its product orders were/);
		expect(store.calls).not.toContain(DISPATCH);
	});

	it('does not send a line with a cancel request; the others go', async () => {
		const store = new NaverStore().order(1, 2);
		store.line(1, 1).claim = { status: 'CANCEL_REQUEST' };
		const { message, description } = await failed(store, [parcel(1)]);
		expect(message).toBe(
			`1 of 2 product orders was shipped: Product order '${lineNo(1, 1)}' has an open claim of the buyer, e.g. a cancel request`,
		);
		expect(description).toMatch(/^Decide about the claim in Smart Store Center/);
		expect([store.line(1, 1).status, store.line(1, 2).status]).toEqual(['PAYED', 'DELIVERING']);
	});

	it('gives what is not sent no place in a call', async () => {
		const store = new NaverStore();
		for (let n = 0; n < 30; n++) store.order(n);
		store.order(30, 1, { claim: { status: 'CANCEL_REQUEST' } });
		const items = Array.from({ length: 31 }, (_, n) => parcel(30 - n));
		const output = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(output.filter(({ status }) => status === 'done')).toHaveLength(30);
		expect(store.calls.filter((call) => call === DISPATCH)).toHaveLength(1);
	});

	it('waits for the rest of a line of which a part is being cancelled', async () => {
		const store = new NaverStore().order(1, 1, { quantity: 3 });
		store.line(1).claim = { status: 'CANCELING', quantity: 1 };
		expect((await failed(store, [parcel(1)])).message).toMatch(/has an open claim/);
	});

	it('does not send what is not paid', async () => {
		const store = new NaverStore().order(1, 1, { status: 'PAYMENT_WAITING' });
		expect((await failed(store, [parcel(1)])).message).toMatch(/is not paid yet$/);
		expect(store.calls).toEqual([idsOf(1), QUERY]);
	});

	it('does not send a present before it is accepted', async () => {
		const store = new NaverStore().order(1, 1, { giftReceivingStatus: 'WAIT_FOR_RECEIVING' });
		expect((await failed(store, [parcel(1)])).message).toMatch(/present that nobody has accepted/);
		store.line(1).giftReceivingStatus = 'RECEIVED';
		expect(await ship(store, [parcel(1)])).toMatchObject([{ status: 'done' }]);
	});

	it('sends a product order as a whole', async () => {
		const store = new NaverStore().order(1, 1, { quantity: 3 }).order(2, 1, { quantity: 3 });
		const part = parcel(1, lines({ lineId: lineNo(1), quantity: '2' }));
		const { message, description } = await failed(store, [part]);
		expect(message).toBe(
			`Naver sends a product order as a whole: '${lineNo(1)}' has 3 units, not 2`,
		);
		expect(description).toMatch(/^Leave 'Quantity' empty/);
		expect(store.calls).toEqual([QUERY]);
		const [item] = await ship(store, [parcel(2, lines({ lineId: lineNo(2), quantity: 3 }))]);
		expect(item).toMatchObject({
			status: 'done',
			shipment: { lines: [{ lineId: lineNo(2), quantity: 3 }] },
		});
	});

	it.each([
		[
			'sent with another number',
			{ status: 'DELIVERING', delivery: { trackingNumber: '1' } },
			/'1'$/,
		],
		['cancelled', { status: 'CANCELED' }, /was cancelled$/],
	])('refuses a named line that was %s', async (_how, changes, words) => {
		const store = new NaverStore().order(1, 1, changes);
		const item = parcel(1, lines({ lineId: lineNo(1), quantity: 1 }));
		expect((await failed(store, [item])).message).toMatch(words);
		expect(store.calls).toEqual([QUERY]);
	});

	it('refuses a named line that Naver has with another number, and says with which', async () => {
		const store = new NaverStore().order(1);
		await ship(store, [parcel(1, { trackingNumber: '1111' })]);
		const { message, description } = await failed(store, [parcel(1, lines(lineNo(1)))]);
		expect(message).toBe(
			`Product order '${lineNo(1)}' was sent before with the tracking number '1111'`,
		);
		expect(description).toMatch(/^Naver cannot change a tracking number/);
	});

	it('warns where nobody can say with which number it was sent', async () => {
		const store = new NaverStore().order(1);
		const item = parcel(1, lines(lineNo(1)));
		await ship(store, [item]);
		store.mishap = onCall(QUERY, 403);
		const [again] = await ship(store, [item]);
		expect(again).toMatchObject({
			status: 'unchanged',
			warnings: [expect.stringContaining('perhaps with another tracking number') as string],
		});
	});

	it('sends several parcels of an order, each with its lines', async () => {
		const store = new NaverStore().order(1, 3);
		const output = await ship(store, [
			parcel(1, { trackingNumber: '1111', ...lines(lineNo(1, 2)) }),
			parcel(1, { trackingNumber: '2222' }),
		]);
		expect(output.map(({ shipment }) => (shipment as IDataObject).lines)).toEqual([
			[{ lineId: lineNo(1, 2), quantity: 1 }],
			[1, 3].map((at) => ({ lineId: lineNo(1, at), quantity: 1 })),
		]);
		expect(output.map(({ remaining }) => remaining)).toEqual([[], []]);
		expect(store.calls).toEqual([idsOf(1), QUERY, DISPATCH]);
	});

	it('leaves an earlier parcel to the item that has its number', async () => {
		const store = new NaverStore().order(1, 2);
		const first = parcel(1, {
			trackingNumber: '1111',
			...lines({ lineId: lineNo(1, 1), quantity: 1 }),
		});
		await ship(store, [first]);
		const output = await ship(store, [parcel(1, { trackingNumber: '2222' }), first]);
		expect(output.map(({ status }) => status)).toEqual(['done', 'unchanged']);
		expect(output.map(({ shipment }) => (shipment as IDataObject).lines)).toEqual(
			[2, 1].map((at) => [{ lineId: lineNo(1, at), quantity: 1 }]),
		);
	});

	it('has nothing left for a second parcel of everything', async () => {
		const store = new NaverStore().order(1);
		const items = [parcel(1, { trackingNumber: '1' }), parcel(1, { trackingNumber: '2' })];
		const [first, second] = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(first).toMatchObject({ status: 'done' });
		expect(second).toMatchObject({
			status: 'failed',
			message: expect.stringMatching(/^Nothing is left of order .* An earlier item/) as string,
		});
		expect(store.line(1).delivery).toMatchObject({ trackingNumber: '1' });
	});

	it('takes items with the same number for one parcel', async () => {
		const store = new NaverStore().order(1, 2);
		const output = await ship(store, [
			parcel(1, lines(lineNo(1, 1))),
			parcel(1, { ...lines(lineNo(1, 2)), trackingNumber: '6900-1234 0001' }),
		]);
		expect(store.calls).toEqual([DISPATCH]);
		expect(output[0]).toEqual(output[1]);
		expect(dispatched(store).map(({ trackingNumber }) => trackingNumber)).toEqual([
			'690012340001',
			'690012340001',
		]);
	});

	it('sends blanks and hyphens of a number to nobody, and keeps its zeros', async () => {
		const store = new NaverStore().order(1);
		const [item] = await ship(store, [parcel(1, { trackingNumber: ' 0690-1234 0001' })]);
		expect(dispatched(store)[0].trackingNumber).toBe('069012340001');
		expect(item).toMatchObject({ shipment: { trackingNumber: '069012340001' } });
	});

	it.each<[string, unknown]>([
		['a text', '2026-11-28T23:30:00Z'],
		['what an expression gives', new Date('2026-11-28T23:30:00Z')],
	])('sends the date that the user has, in Korean time: %s', async (_what, shippedAt) => {
		const store = new NaverStore().order(1);
		const options = { shippedAt } as IDataObject;
		const [item] = await ship(store, [parcel(1, { options })]);
		expect(dispatched(store)[0].dispatchDate).toBe('2026-11-29T08:30:00.000+09:00');
		expect(item).toMatchObject({ shipment: { shippedAt: '2026-11-29T08:30:00.000+09:00' } });
	});

	it('sends nothing of carrier and number where the buyer comes', async () => {
		const store = new NaverStore().order(1);
		const item = parcel(1, { trackingNumber: '', options: { deliveryMethod: 'VISIT_RECEIPT' } });
		const [first] = await ship(store, [item]);
		expect(Object.keys(dispatched(store)[0])).toEqual([
			'productOrderId',
			'deliveryMethod',
			'dispatchDate',
		]);
		expect(first).toMatchObject({
			status: 'done',
			shipment: { carrier: null, trackingNumber: null },
		});
		expect(await ship(store, [item])).toMatchObject([{ status: 'unchanged' }]);
		const { message } = await failed(store, [
			parcel(1, { trackingNumber: '', options: { deliveryMethod: 'QUICK_SVC' } }),
		]);
		expect(message).toMatch(/^Nothing is left to be sent/);
	});

	it.each<[string, IDataObject, RegExp]>([
		['no carrier', { carrier: { mode: 'code', value: '' } }, /^'Carrier' is empty/],
		['no number', { trackingNumber: '' }, /^'Tracking Number' is empty/],
		['a number of hyphens', { trackingNumber: '--' }, /^'Tracking Number' has no digits/],
		[
			'a number for who comes himself',
			{ options: { deliveryMethod: 'VISIT_RECEIPT' } },
			/^This delivery method has no 'Tracking Number'/,
		],
		['another method', { options: { deliveryMethod: 'PIGEON' } }, /^'Delivery Method' is not one/],
		['another order ID', { orderId: '12' }, /^'Order ID' is not a valid order ID/],
		['another line ID', lines('1:2'), /^'Line ID' is not a product order number.*: 1:2$/],
		['no date', { options: { shippedAt: 'soon' } }, /^'Shipped At' is not a valid date/],
		['nothing of a date', { options: { shippedAt: true } }, /^'Shipped At' is not a valid date/],
	])('refuses %s before any call', async (_what, changes, words) => {
		const store = new NaverStore().order(1);
		expect((await failed(store, [parcel(1, changes)])).message).toMatch(words);
		expect(store.calls).toEqual([]);
	});

	it('refuses a parcel with two delivery methods', async () => {
		const options = { deliveryMethod: 'GDFW_ISSUE_SVC' };
		const store = new NaverStore().order(1);
		const output = await ship(store, [parcel(1), parcel(1, { options })], {
			onError: 'continueRegularOutput',
		});
		expect(output[1].message).toMatch(
			/^Items 0 and 1 contradict each other: .*two delivery methods/,
		);
		expect(output[0].status).toBe('done');
	});
});

describe('a fail list', () => {
	it.each([0, 1, 2])('names what was refused, at place %i, and the others are done', async (at) => {
		const store = new NaverStore().order(0).order(1).order(2);
		store.refuse = (id) => (id === lineNo(at) ? '104119' : undefined);
		const items = [0, 1, 2].map((n) => parcel(n, lines(lineNo(n))));
		const output = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(
			[0, 1, 2].map((n) => (n === at ? 'failed' : 'done')),
		);
		expect(output[at]).toMatchObject({
			error: expect.stringContaining(
				`Product order '${lineNo(at)}' was refused: Naver does not accept the carrier code`,
			) as string,
			orderId: orderNo(at),
			trackingNumber: items[at].trackingNumber,
			code: '104119',
		});
		expect(output[at].message).toContain('Naver Commerce says: 거절 104119');
		expect(output[at].message).toContain('Request ID: trace-1');
		expect(output[at].message).toContain("Choose the 'Carrier' from the list");
	});

	it('with an unknown code shows the words of Naver', async () => {
		const store = new NaverStore().order(1);
		store.refuse = () => '199999';
		const { message, description } = await failed(store, [parcel(1, lines(lineNo(1)))]);
		expect(message).toBe(`Product order '${lineNo(1)}' was refused: 거절 199999`);
		expect(description).toContain('Code: 199999');
	});
});

describe('a lost answer of a dispatch', () => {
	it('is sent again, and what was done is found', async () => {
		const store = new NaverStore().order(1);
		store.mishap = onCall(DISPATCH, 'lostAfter');
		const [item] = await ship(store, [parcel(1, lines(lineNo(1)))]);
		expect(item).toMatchObject({ status: 'done', warnings: [] });
		expect(store.calls).toEqual([DISPATCH, DISPATCH, QUERY]);
	});

	it('is looked up where none comes at all', async () => {
		const store = new NaverStore().order(1).order(2);
		store.mishap = onCall(DISPATCH, 'lostBefore', 'lostBefore', 'lostBefore', 'lostAfter');
		const output = await ship(store, [parcel(1), parcel(2, lines(lineNo(2)))]);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(output[1]).toMatchObject({
			shipment: {
				shippedAt: store.line(2).delivery?.sendDate,
				lines: [{ lineId: lineNo(2), quantity: 1 }],
			},
		});
		expect(store.calls.filter((call) => call === DISPATCH)).toHaveLength(4);
	});

	it('that names nobody is looked up, too', async () => {
		const store = new NaverStore().order(1, 2);
		store.mishap = onCall(DISPATCH, 'silent');
		const [item] = await ship(store, [parcel(1)]);
		expect(item).toMatchObject({ status: 'done' });
		expect((item.shipment as { lines: unknown[] }).lines).toHaveLength(2);
		expect(store.calls.filter((call) => call === DISPATCH)).toHaveLength(1);
	});

	it('stays unknown where nothing can be read', async () => {
		const store = new NaverStore().order(1);
		store.mishap = (call) => (call === DISPATCH ? 'lostBefore' : 500);
		const [item] = await ship(store, [parcel(1, lines(lineNo(1)))], {
			onError: 'continueRegularOutput',
		});
		expect(item).toMatchObject({
			status: 'unknown',
			message: expect.stringContaining('Run the node again: what was shipped is found') as string,
		});
	});
});

describe('an order that cannot be read', () => {
	it('fails alone, before anything was sent for it', async () => {
		const store = new NaverStore().order(1).order(2);
		store.mishap = onCall(idsOf(1), 403);
		const output = await ship(store, [parcel(1), parcel(2)], { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(['failed', 'done']);
		expect(output[0].message).toContain('Add the API group 주문 판매자');
		expect(store.line(1).status).toBe('PAYED');
	});

	it('fails with those whose lines are asked for in the same call', async () => {
		const store = new NaverStore();
		const items = [1, 2].map((n) => parcel(n, { orderId: orderNo(n) }));
		store.order(1, 9).order(2);
		store.mishap = onCall(QUERY, 403);
		const output = await ship(store, items, { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(['failed', 'failed']);
		for (const { error } of output) expect(error).toMatch(/^Naver Commerce denied access/);
		expect(store.calls).not.toContain(DISPATCH);
	});

	it('says which line Naver does not show', async () => {
		const store = new NaverStore();
		const item = parcel(1, lines({ lineId: lineNo(1), quantity: 1 }));
		expect((await failed(store, [item])).message).toBe(
			`Naver shows no product order '${lineNo(1)}' in this store`,
		);
	});
});
