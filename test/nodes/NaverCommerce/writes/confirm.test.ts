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

const CONFIRM = 'POST /product-orders/confirm';
const QUERY = 'POST /product-orders/query';
const item = (n: number): IDataObject => ({ orderId: orderNo(n) });

const confirm = async (
	store: NaverStore,
	items: IDataObject[],
	onError = 'stopWorkflow' as const,
) => (await clock.run(write(store, 'confirm', items, { onError }))).map(({ json }) => json);
const failed = async (store: NaverStore, items: IDataObject[]) =>
	(await clock.run(failureOf(write(store, 'confirm', items)))) as NodeError;

describe('confirm', () => {
	it('confirms all lines of an order', async () => {
		const store = new NaverStore().order(1, 2);
		expect(await confirm(store, [item(1)])).toEqual([
			{
				schema: 'status/1',
				marketplace: 'naver',
				account: null,
				orderId: orderNo(1),
				status: 'done',
				orderStatusRaw: 'PAYED',
				warnings: [],
			},
		]);
		expect(store.calls).toEqual([`GET /orders/${orderNo(1)}/product-order-ids`, QUERY, CONFIRM]);
		expect(store.bodies[2]).toEqual({ productOrderIds: [lineNo(1, 1), lineNo(1, 2)] });
	});

	it('takes one call for 30, and one for each order to read', async () => {
		const store = new NaverStore();
		const items = Array.from({ length: 60 }, (_, n) => {
			store.order(n);
			return item(n);
		});
		const output = await confirm(store, items);
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect(store.calls.slice(60)).toEqual([QUERY, CONFIRM, CONFIRM]);
	});

	it('takes a product order number', async () => {
		const store = new NaverStore().order(1, 2);
		expect(await confirm(store, [{ orderId: lineNo(1, 2) }])).toMatchObject([{ status: 'done' }]);
		expect([store.line(1, 1), store.line(1, 2)].map((line) => line.placeOrderStatus)).toEqual([
			'NOT_YET',
			'OK',
		]);
	});

	it('warns of an address that has changed meanwhile', async () => {
		const store = new NaverStore().order(1, 2, { isAddressChanged: true });
		const [{ warnings }] = await confirm(store, [item(1)]);
		expect(warnings).toEqual([
			'The delivery address changed after the order was placed. Read the order again before you print the label.',
		]);
	});

	it('leaves as it is what is confirmed or sent, and confirms the rest', async () => {
		const store = new NaverStore().order(1, 3);
		store.line(1, 1).placeOrderStatus = 'OK';
		Object.assign(store.line(1, 2), { placeOrderStatus: 'OK', status: 'DELIVERING' });
		expect(await confirm(store, [item(1)])).toMatchObject([{ status: 'done' }]);
		expect(store.bodies.at(-1)).toEqual({ productOrderIds: [lineNo(1, 3)] });
		store.calls.length = 0;
		expect(await confirm(store, [item(1)])).toMatchObject([{ status: 'unchanged' }]);
		expect(store.calls).not.toContain(CONFIRM);
	});

	it('takes "it is so already" after a lost answer for its own work', async () => {
		const store = new NaverStore().order(1);
		let lost = 0;
		store.mishap = (call) => (call === CONFIRM && lost++ === 0 ? 'lostAfter' : undefined);
		expect(await confirm(store, [item(1)])).toMatchObject([{ status: 'done', warnings: [] }]);
		expect(store.calls.filter((call) => call === CONFIRM)).toHaveLength(2);
	});

	it.each([
		['cancelled', { status: 'CANCELED' }, /^Nothing is left to be confirmed in order/],
		['not paid', { status: 'PAYMENT_WAITING' }, /is not paid yet$/],
		['to be cancelled', { claim: { status: 'CANCEL_REQUEST' } }, /has an open claim of the buyer/],
	])('refuses an order that is %s', async (_how, changes, words) => {
		const store = new NaverStore().order(1, 1, changes);
		expect((await failed(store, [item(1)])).message).toMatch(words);
		expect(store.calls).not.toContain(CONFIRM);
	});

	it('names the order that Naver refuses, and confirms the others', async () => {
		const store = new NaverStore().order(1).order(2);
		store.refuse = (id) => (id === lineNo(1) ? '101011' : undefined);
		const output = await clock.run(
			write(store, 'confirm', [item(1), item(2)], { onError: 'continueRegularOutput' }),
		);
		expect(output.map(({ json }) => json.status)).toEqual(['failed', 'done']);
		expect(output[0].json).toMatchObject({ orderId: orderNo(1), code: '101011' });
		expect(output[0].json.error).toContain('Only the logistics company may confirm');
	});

	it('finds what was done where the answer was lost', async () => {
		const store = new NaverStore().order(1);
		let lost = 0;
		store.mishap = (call) => (call === CONFIRM && lost++ < 4 ? 'lostAfter' : undefined);
		expect(await confirm(store, [item(1)])).toMatchObject([{ status: 'done' }]);
		expect(store.calls.filter((call) => call === CONFIRM)).toHaveLength(4);
	});

	it('confirms an order of two items once', async () => {
		const store = new NaverStore().order(1);
		const output = await confirm(store, [item(1), item(1)]);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(store.bodies.at(-1)).toEqual({ productOrderIds: [lineNo(1)] });
	});
});
