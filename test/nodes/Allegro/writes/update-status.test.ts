import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { InvalidInputError } from '../../../../core/request/errors';
import { runWrites } from '../../../../core/writes/run-writes';
import { updateStatus } from '../../../../nodes/Allegro/writes/update-status';
import { FakeClock } from '../../../kit/fake-clock';
import { Desk, idOf } from './desk';

const ID = idOf(1);

let clock: FakeClock;
let desk: Desk;
beforeEach(() => {
	clock = new FakeClock();
	desk = new Desk();
	desk.add(ID, { [idOf(11)]: 1 });
});
afterEach(() => vi.restoreAllMocks());

const to = (status: unknown, orderId = ID): IDataObject => ({ orderId, status }) as IDataObject;

async function update(...items: IDataObject[]) {
	return await clock.run(desk.run(runWrites(updateStatus), items));
}

describe('the status of an order', () => {
	it('is read, and set against what was read', async () => {
		expect(await update(to('PROCESSING'))).toEqual([
			{
				json: {
					schema: 'status/1',
					marketplace: 'allegro',
					account: '7',
					orderId: ID,
					status: 'done',
					orderStatusRaw: 'PROCESSING',
					warnings: [],
				},
			},
		]);
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment']);
		expect(desk.sent[1]).toMatchObject({
			query: { 'checkoutForm.revision': '1' },
			body: { status: 'PROCESSING' },
			idempotent: true,
		});
		expect(Object.keys(desk.sent[1].body as object)).toEqual(['status']);
	});

	it('that it has already is left as it is', async () => {
		const [outcome] = await update(to('NEW'));
		expect(outcome).toMatchObject({ json: { status: 'unchanged', orderStatusRaw: 'NEW' } });
		expect(desk.calls).toEqual(['GET']);
	});

	it.each(['Ready for Pickup', 'ready_for_pickup', ' READY-FOR-PICKUP '])(
		'may be written as on the screen: %s',
		async (word) => {
			await update(to(word, ID.toUpperCase()));
			expect(desk.orders.get(ID)?.status).toBe('READY_FOR_PICKUP');
		},
	);

	it.each([
		['RETURNED', 'cannot be Returned'],
		['Verschickt', 'is not a status of Allegro'],
		['', 'is empty'],
		[7, 'is not a status of Allegro'],
	])('%s is refused before any call', async (word, message) => {
		const [outcome] = await update(to(word));
		expect(outcome).toMatchObject({ error: expect.any(InvalidInputError) as unknown });
		expect(outcome).toMatchObject({
			error: { message: expect.stringContaining(message) as unknown },
		});
		expect(desk.calls).toEqual([]);
	});

	it('is set again, once, where the order was changed after it was read', async () => {
		desk.meanwhile = (call) => {
			const kept = desk.orders.get(ID);
			if (call.startsWith('PUT') && kept?.revision === 1) kept.revision = 2;
		};
		const [outcome] = await update(to('SENT'));
		expect(outcome).toMatchObject({ json: { status: 'done' } });
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment', 'GET', 'PUT fulfillment']);
		expect(desk.orders.get(ID)).toMatchObject({ status: 'SENT', revision: 3 });
	});

	it('is set without a revision where Allegro still shows the order as it was', async () => {
		const kept = desk.orders.get(ID);
		desk.answers.set('GET', { id: ID, revision: '1', fulfillment: { status: 'NEW' } });
		if (kept) kept.revision = 2;
		expect(await update(to('SENT'))).toMatchObject([{ json: { status: 'done' } }]);
		expect(desk.sent.map(({ query }) => query)).toEqual([
			undefined,
			{ 'checkoutForm.revision': '1' },
			undefined,
			undefined,
		]);
		expect(kept?.status).toBe('SENT');
	});

	it('is not set against a change without end', async () => {
		desk.mishap = (call) => (call.startsWith('PUT') ? 409 : undefined);
		const [outcome] = await update(to('SENT'));
		expect(outcome).toMatchObject({ error: { message: 'Answered with status 409' } });
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment', 'GET', 'PUT fulfillment']);
	});

	it('that somebody else has set meanwhile is not set again', async () => {
		desk.meanwhile = (call) => {
			const kept = desk.orders.get(ID);
			if (call.startsWith('PUT') && kept) Object.assign(kept, { revision: 2, status: 'SENT' });
		};
		expect(await update(to('SENT'))).toMatchObject([{ json: { status: 'done' } }]);
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment', 'GET']);
	});

	it('is found after a lost answer, and not set again', async () => {
		desk.mishap = (call) => (call.startsWith('PUT') ? 'lostAfter' : undefined);
		expect(await update(to('SENT'))).toMatchObject([{ json: { status: 'done' } }]);
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment', 'GET']);
	});

	it('keeps the error of a refusal', async () => {
		desk.mishap = (call) => (call.startsWith('PUT') ? 422 : undefined);
		expect(await update(to('SENT'))).toMatchObject([
			{ status: 'failed', error: { message: 'Answered with status 422' } },
		]);
	});

	it('is set once for two items that want the same, and not for two that do not', async () => {
		const same = await update(to('SENT'), to('Sent'));
		expect(same.map((outcome) => 'json' in outcome)).toEqual([true, true]);
		expect(desk.calls).toEqual(['GET', 'PUT fulfillment']);
		const [, second] = await update(to('SUSPENDED'), to('CANCELLED'));
		expect(second).toMatchObject({
			error: { message: expect.stringContaining('Items 0 and 1 contradict each other') as unknown },
		});
	});
});
