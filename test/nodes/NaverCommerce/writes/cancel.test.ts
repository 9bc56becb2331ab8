import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { lineNo, NaverStore, orderNo, write } from './naver-store';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock(Date.parse('2026-11-29T07:40:00Z'));
	forgetProcess('quota');
});
afterEach(() => vi.restoreAllMocks());

const QUERY = 'POST /product-orders/query';
const cancelOf = (n: number, line = 1) =>
	`POST /product-orders/${lineNo(n, line)}/claim/cancel/request`;
const item = (n: number, more: IDataObject = {}): IDataObject => ({
	orderId: orderNo(n),
	reason: 'DELAYED_DELIVERY',
	...more,
});
const lines = (...line: Array<IDataObject | string>): IDataObject => ({
	shipLines: 'selected',
	lines: { line: line.map((one) => (typeof one === 'string' ? { lineId: one } : one)) },
});
const two = lines({ lineId: lineNo(1), quantity: 2 });

type Setting = Parameters<typeof write>[3];
const cancel = async (store: NaverStore, items: IDataObject[], setting?: Setting) =>
	(await clock.run(write(store, 'cancel', items, setting))).map(({ json }) => json);
const failed = async (store: NaverStore, items: IDataObject[]) =>
	(await clock.run(failureOf(write(store, 'cancel', items)))) as NodeError;
const requests = (store: NaverStore) => store.calls.filter((call) => call.includes('/claim/'));

describe('cancel', () => {
	it('requests it for each line of an order', async () => {
		const store = new NaverStore().order(1, 2);
		const options = { cancelDetailedReason: '재입고 불가' };
		expect(await cancel(store, [item(1, { options })])).toEqual([
			{
				schema: 'status/1',
				marketplace: 'naver',
				account: null,
				orderId: orderNo(1),
				status: 'done',
				orderStatusRaw: null,
				warnings: [],
			},
		]);
		expect(store.calls.slice(1)).toEqual([QUERY, cancelOf(1, 1), cancelOf(1, 2)]);
		expect(store.bodies.at(-1)).toEqual({
			cancelReason: 'DELAYED_DELIVERY',
			cancelDetailedReason: '재입고 불가',
		});
	});

	it('gives no money back for a line of another order', async () => {
		const store = new NaverStore().order(1).order(2);
		const { message } = await failed(store, [item(1, lines(lineNo(2)))]);
		expect(message).toBe(
			`Product order '${lineNo(2)}' belongs to order '${orderNo(2)}', not to '${orderNo(1)}'`,
		);
		expect(requests(store)).toEqual([]);
	});

	it('requests it for the named lines, and for so many units', async () => {
		const store = new NaverStore().order(1, 2, { quantity: 3 });
		await cancel(store, [item(1, two)]);
		expect(store.calls).toEqual([QUERY, cancelOf(1)]);
		expect(store.bodies.at(-1)).toEqual({ cancelReason: 'DELAYED_DELIVERY', cancelQuantity: 2 });
		expect([store.line(1, 1).quantity, store.line(1, 2).status]).toEqual([1, 'PAYED']);
	});

	it('leaves as it is what is cancelled', async () => {
		const store = new NaverStore().order(1, 2);
		await cancel(store, [item(1)]);
		store.calls.length = 0;
		expect(await cancel(store, [item(1)])).toMatchObject([
			{ status: 'unchanged', orderStatusRaw: 'CANCELED', warnings: [] },
		]);
		expect(requests(store)).toEqual([]);
	});

	it('does not cancel as many units twice for one reason, and says so', async () => {
		const store = new NaverStore().order(1, 1, { quantity: 5 });
		await cancel(store, [item(1, two)]);
		const [again] = await cancel(store, [item(1, two)]);
		expect(again).toMatchObject({
			status: 'unchanged',
			warnings: [expect.stringContaining('nothing was sent') as string],
		});
		expect(store.line(1).quantity).toBe(3);
		await cancel(store, [item(1, { ...two, reason: 'SOLD_OUT' })]);
		expect(store.line(1).quantity).toBe(1);
		expect(await cancel(store, [item(1)])).toMatchObject([{ status: 'done', warnings: [] }]);
		expect(store.line(1).status).toBe('CANCELED');
	});

	it('leaves out what was sent; where all was, it refuses', async () => {
		const store = new NaverStore().order(1, 2).order(2, 1, { status: 'DELIVERING' });
		store.line(1, 1).status = 'DELIVERING';
		await cancel(store, [item(1)]);
		expect(requests(store)).toEqual([cancelOf(1, 2)]);
		const { message, description } = await failed(store, [item(2)]);
		expect(message).toBe(`Nothing is left to be cancelled in order '${orderNo(2)}'`);
		expect(description).toMatch(/^It was sent before/);
		const named = await failed(store, [item(2, lines(lineNo(2)))]);
		expect(named.message).toBe(`Product order '${lineNo(2)}' was sent before`);
	});

	it("does not take the buyer's request for its own", async () => {
		const store = new NaverStore().order(1, 1, {
			claim: { status: 'CANCEL_REQUEST', reason: 'DELAYED_DELIVERY' },
		});
		const { message, description } = await failed(store, [item(1)]);
		expect(message).toBe(`Product order '${lineNo(1)}' has an open claim already`);
		expect(description).toContain("Approving a buyer's cancel request cancels it");
		expect(requests(store)).toEqual([]);
	});

	it.each<[string, IDataObject, RegExp]>([
		['no reason', { reason: '' }, /^'Reason' is empty/],
		['another reason', { reason: 'BORED' }, /^'Reason' is not a reason that Naver knows: BORED/],
		['no lines', { shipLines: 'selected' }, /^'Selected Lines' is empty/],
		['another line ID', lines('7'), /^'Line ID' is not a product order number/],
		[
			'a long text',
			{ options: { cancelDetailedReason: 'x'.repeat(501) } },
			/^'Detailed Reason' has more than 500 characters/,
		],
	])('refuses %s before any call', async (_what, changes, words) => {
		const store = new NaverStore().order(1);
		expect((await failed(store, [item(1, changes)])).message).toMatch(words);
		expect(store.calls).toEqual([]);
	});

	it('refuses more units than there are', async () => {
		const store = new NaverStore().order(1);
		expect((await failed(store, [item(1, two)])).message).toBe(
			`Product order '${lineNo(1)}' has 1 units, not 2`,
		);
		expect(requests(store)).toEqual([]);
	});

	it('refuses two reasons, and a line of two items', async () => {
		const store = new NaverStore().order(1, 2);
		const onError = 'continueRegularOutput';
		const items = [item(1), item(1, { reason: 'SOLD_OUT' }), item(1, lines(lineNo(1, 2)))];
		const output = await cancel(store, items, { onError });
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed', 'failed']);
		expect(output[1].message).toMatch(/^Items 0 and 1 contradict each other/);
		expect(output[2].message).toMatch(/is in this run twice/);
		expect(requests(store)).toHaveLength(2);
	});

	it('names the line that Naver refuses, and cancels the others', async () => {
		const store = new NaverStore().order(1, 2);
		store.refuse = (id) => (id === lineNo(1, 1) ? '104133' : undefined);
		const { message } = await failed(store, [item(1)]);
		expect(message).toBe(
			`1 of 2 product orders was cancelled: Product order '${lineNo(1, 1)}' was refused: Naver does not allow it for an order in this state`,
		);
	});

	it('takes "it is so already" for unchanged', async () => {
		const store = new NaverStore().order(1);
		store.refuse = () => '105306';
		expect(await cancel(store, [item(1)])).toMatchObject([{ status: 'unchanged' }]);
	});
});

describe('a lost answer of a cancellation', () => {
	const lostOnce = (how: 'lostBefore' | 'lostAfter' | 500) => {
		let count = 0;
		return (call: string) => (call.includes('/claim/') && count++ === 0 ? how : undefined);
	};

	it.each(['lostAfter', 'lostBefore', 500] as const)(
		'is looked up before it is sent again: %s',
		async (how) => {
			const store = new NaverStore().order(1, 1, { quantity: 5 });
			store.mishap = lostOnce(how);
			const [done] = await cancel(store, [item(1, two)]);
			expect(done).toMatchObject({ status: 'done', warnings: [] });
			expect(store.line(1).quantity).toBe(3);
			expect(requests(store)).toHaveLength(how === 'lostAfter' ? 1 : 2);
		},
	);

	it('knows its own request, which Naver has not finished', async () => {
		const store = new NaverStore().order(1);
		store.mishap = (call) => {
			if (!call.includes('/claim/')) return undefined;
			store.line(1).claim = { status: 'CANCEL_REQUEST', reason: 'DELAYED_DELIVERY' };
			return 'lostBefore';
		};
		expect(await cancel(store, [item(1)])).toMatchObject([{ status: 'done' }]);
		expect(requests(store)).toHaveLength(1);
	});

	it('stays unknown where nothing can be read', async () => {
		const store = new NaverStore().order(1);
		let isLost = false;
		store.mishap = (call) => {
			isLost ||= call.includes('/claim/');
			return isLost ? 'lostBefore' : undefined;
		};
		const [{ status, message }] = await cancel(store, [item(1)], {
			onError: 'continueRegularOutput',
		});
		expect(status).toBe('unknown');
		expect(message).toContain('Look at the claims of the order in Smart Store Center');
		expect(requests(store)).toHaveLength(1);
	});
});
