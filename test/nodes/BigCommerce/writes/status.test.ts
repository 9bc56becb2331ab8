import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../../core/operations/node-error';
import { forgetProcess } from '../../../../core/request/process-memory';
import { statusId, statusOptions } from '../../../../nodes/BigCommerce/writes/statuses';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { type Mishap, runOn, type Setting, Store } from './store';

let clock: FakeClock;
beforeEach(() => {
	clock = new FakeClock();
	forgetProcess('quota');
});
afterEach(() => vi.restoreAllMocks());

const aStore = () =>
	new Store({
		118: { status_id: 11, status: 'Awaiting Fulfillment', lines: [] },
		119: { status_id: 5, status: 'Storniert', lines: [] },
	});

async function run(store: Store, operation: string, items: IDataObject[], setting?: Setting) {
	const output = await clock.run(runOn(store, operation, items, setting));
	return output.map(({ json }) => json);
}

const happening = (...mishaps: Mishap[]) => {
	let nth = 0;
	return (call: string): Mishap => (call.startsWith('PUT') ? mishaps[nth++] : undefined);
};

describe('the status of an order', () => {
	it.each(['Awaiting Shipment', ' awaiting shipment ', '9', 9])('is set to %j', async (status) => {
		const store = aStore();
		const [json] = await run(store, 'updateStatus', [{ orderId: 118, status }]);
		expect(store.lines).toEqual(['GET /v2/orders/118', 'PUT /v2/orders/118']);
		expect(store.bodies).toEqual([{ status_id: 9 }]);
		expect(json).toEqual({
			schema: 'status/1',
			marketplace: 'bigcommerce',
			account: 'abc123',
			orderId: '118',
			status: 'done',
			orderStatusRaw: 'label 118',
			warnings: [],
		});
	});

	it('may be 0', async () => {
		const store = aStore();
		await run(store, 'updateStatus', [{ orderId: '118', status: 0 }]);
		expect(store.bodies).toEqual([{ status_id: 0 }]);
	});

	it('is left alone where it is so already', async () => {
		const store = aStore();
		const [json] = await run(store, 'updateStatus', [{ orderId: '118', status: 11 }]);
		expect(json).toMatchObject({ status: 'unchanged', orderStatusRaw: 'Awaiting Fulfillment' });
		expect(store.bodies).toEqual([]);
	});

	it.each<[string, Mishap[]]>([
		['at once', ['lostAfter']],
		['after a look', Array<Mishap>(20).fill('lostBefore')],
	])('is set again %s after a lost answer, or unknown', async (_, mishaps) => {
		const store = aStore();
		store.mishap = happening(...mishaps);
		const items = [{ orderId: '118', status: 9 }];
		const [json] = await run(store, 'updateStatus', items, { onError: 'continueRegularOutput' });
		const isDone = store.orders['118'].status_id === 9;
		expect(json.status).toBe(isDone ? 'done' : 'unknown');
		expect(isDone).toBe(mishaps.length === 1);
	});

	it('is found to be set where the answer was lost', async () => {
		const store = aStore();
		store.mishap = happening(...Array<Mishap>(20).fill('lostAfter'));
		const [json] = await run(store, 'updateStatus', [{ orderId: '118', status: 9 }]);
		expect(json).toMatchObject({ status: 'done', orderStatusRaw: 'label 118' });
	});

	it('cannot be two', async () => {
		const store = aStore();
		const items = [9, 10].map((status) => ({ orderId: '118', status }));
		const output = await run(store, 'updateStatus', items, { onError: 'continueRegularOutput' });
		expect(output.map(({ status }) => status)).toEqual(['done', 'failed']);
		expect(output[1].message).toMatch(
			/^Items 0 and 1 contradict each other: order '118' is to be 'Awaiting Shipment' and 'Completed'/,
		);
	});

	it.each(['15', '-1', 'On Hold', '9.5'])('cannot be %s', async (status) => {
		const store = aStore();
		const failure = (await clock.run(
			failureOf(runOn(store, 'updateStatus', [{ orderId: '118', status }])),
		)) as NodeError;
		expect(failure.message).toBe(`'Status' is not a status of BigCommerce: ${status}`);
		expect(failure.description).toMatch(/Awaiting Shipment/);
		expect(store.calls).toEqual([]);
	});

	it('is one of 15, each by its word', () => {
		const ids = statusOptions.map(({ value }) => statusId(String(value)));
		expect([...ids].sort((a, b) => Number(a) - Number(b))).toEqual([...Array(15).keys()]);
	});
});

describe('an order', () => {
	it('is cancelled by its status, once', async () => {
		const store = aStore();
		const output = await run(store, 'cancel', [{ orderId: 118 }, { orderId: 119 }]);
		expect(store.bodies).toEqual([{ status_id: 5 }]);
		expect(output).toMatchObject([
			{ schema: 'status/1', orderId: '118', status: 'done', orderStatusRaw: 'label 118' },
			{ orderId: '119', status: 'unchanged', orderStatusRaw: 'Storniert' },
		]);
	});

	it('that is not there is an error of its item', async () => {
		const items = [{ orderId: 117 }, { orderId: 118 }];
		const output = await run(aStore(), 'cancel', items, { onError: 'continueRegularOutput' });
		expect(output).toMatchObject([
			{ status: 'failed', orderId: '117', error: "Order '117' was not found: Not found." },
			{ status: 'done', orderId: '118' },
		]);
	});

	it('that may not be changed says which scope is missing', async () => {
		const store = aStore();
		store.mishap = happening(403);
		const failure = (await clock.run(
			failureOf(runOn(store, 'cancel', [{ orderId: '118' }])),
		)) as NodeError;
		expect(failure.description).toMatch(/Orders: modify.*create a new one/);
	});
});
