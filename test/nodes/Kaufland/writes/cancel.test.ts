import type { IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../../../core/request/process-memory';
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

const wish = (more: IDataObject = {}): IDataObject => ({
	orderId: ORDER,
	reason: 'NoInventory',
	...more,
});
const selected = (...ids: string[]): IDataObject => ({
	shipLines: 'selected',
	lines: { line: ids.map((lineId) => ({ lineId })) },
});
const cancel = async (...items: IDataObject[]) =>
	(await clock.run(runOn(seller, 'cancel', items, 'continueRegularOutput'))).map(
		({ json }) => json,
	);
const first = (mishap: Mishap) => {
	let isOver = false;
	return (call: string): Mishap => {
		if (isOver || !call.endsWith('/cancel')) return undefined;
		isOver = true;
		return mishap;
	};
};
const states = () => seller.units.map(({ status }) => status);

describe('a cancellation', () => {
	it('is a call for each piece that is open, after a look', async () => {
		const [a, , b] = seller.order(ORDER, 'open', 'cancelled', READY);
		const [json] = await cancel(wish());
		expect(seller.calls).toEqual([
			`GET /orders/${ORDER}`,
			`PATCH /order-units/${a}/cancel`,
			`PATCH /order-units/${b}/cancel`,
		]);
		expect(seller.bodies).toEqual([{ reason: 'NoInventory' }, { reason: 'NoInventory' }]);
		expect(json).toEqual({
			...{ schema: 'status/1', marketplace: 'kaufland', account: null, orderId: ORDER },
			...{ status: 'done', orderStatusRaw: 'cancelled', warnings: [] },
		});
	});

	it('leaves what is cancelled as it is', async () => {
		const [id] = seller.order(ORDER, 'cancelled');
		for (const more of [{}, selected(id)]) {
			expect(await cancel(wish(more))).toMatchObject([
				{ status: 'unchanged', orderStatusRaw: 'cancelled' },
			]);
		}
		expect(seller.writes).toEqual([]);
	});

	it('leaves what was sent, and says so', async () => {
		const [sent] = seller.order(ORDER, 'sent', READY);
		const [json] = await cancel(wish());
		expect(json).toMatchObject({
			status: 'done',
			orderStatusRaw: 'cancelled,sent',
			warnings: [`Lines that were sent before were not cancelled: ${sent}.`],
		});
		const [again] = await cancel(wish());
		expect(again).toMatchObject({ status: 'unchanged', orderStatusRaw: 'cancelled,sent' });
		expect(seller.writes).toHaveLength(1);
	});

	it.each(['sent', 'sent_and_autopaid', 'received'])(
		'of a piece that is %s is asked of Kaufland where it is named, else refused',
		async (status) => {
			const [id] = seller.order(ORDER, status);
			const [all] = await cancel(wish());
			expect(all.message).toMatch(/Nothing is left to be cancelled/);
			expect(seller.writes).toEqual([]);
			const [named] = await cancel(wish(selected(id)));
			expect(named).toMatchObject({ status: 'failed', code: 'action-not-allowed' });
			expect(named.message).toContain(`was refused (its status is '${status}')`);
			expect(seller.writes).toHaveLength(1);
		},
	);

	it.each(['returned', 'returned_paid'])('of a piece that is %s is refused', async (status) => {
		const [id] = seller.order(ORDER, status);
		const [json] = await cancel(wish(selected(id)));
		expect(json.message).toMatch(/came back from the buyer/);
		expect(seller.writes).toEqual([]);
	});

	it('has one reason for the same lines', async () => {
		seller.order(ORDER, READY);
		const [, second] = await cancel(wish(), wish({ reason: 'WrongPrice' }));
		expect(second.message).toMatch(/two reasons/);
		expect(seller.bodies).toEqual([{ reason: 'NoInventory' }]);
	});

	it('of some lines leaves the others to the next item, with another reason', async () => {
		const [a] = seller.order(ORDER, READY, READY);
		const output = await cancel(wish(selected(a)), wish({ reason: 'WrongPrice' }));
		expect(output).toMatchObject([
			{ status: 'done', orderStatusRaw: 'cancelled' },
			{ status: 'done', orderStatusRaw: 'cancelled' },
		]);
		expect(seller.bodies).toEqual([{ reason: 'NoInventory' }, { reason: 'WrongPrice' }]);
	});

	it('of a line is one piece', async () => {
		const [id] = seller.order(ORDER, READY);
		const lines = { line: [{ lineId: id, quantity: 3 }] };
		const [json] = await cancel(wish({ shipLines: 'selected', lines }));
		expect(json.message).toMatch(/is one piece: 'Quantity' of line '\d+' is 3/);
		expect(seller.calls).toEqual([]);
	});
});

describe('an answer that is lost', () => {
	it.each<[Mishap, number]>([
		['lostAfter', 2],
		['lostBefore', 3],
		[{ statusCode: 200, body: 'x' }, 3],
	])('cancels no piece twice (%s)', async (mishap, writes) => {
		seller.order(ORDER, READY, READY);
		seller.mishap = first(mishap);
		expect(await cancel(wish())).toMatchObject([
			{ status: 'done', orderStatusRaw: 'cancelled', warnings: [] },
		]);
		expect(states()).toEqual(['cancelled', 'cancelled']);
		expect(seller.writes).toHaveLength(writes);
	});

	it('is unknown where no look helps', async () => {
		seller.order(ORDER, READY);
		seller.mishap = (call) => {
			if (call.endsWith('/cancel')) return 'lostAfter';
			return seller.writes.length > 0 ? bad(500, 'server-error', 'x') : undefined;
		};
		const [json] = await cancel(wish());
		expect(json).toMatchObject({ status: 'unknown', orderId: ORDER });
		expect(json.message).toMatch(/seller portal/);
	});
});

it('is refused by Kaufland and yet so, where somebody else was faster', async () => {
	const [id] = seller.order(ORDER, READY);
	seller.mishap = first(() => void (seller.unit(id).status = 'cancelled'));
	expect(await cancel(wish())).toMatchObject([{ status: 'unchanged' }]);
});

it('is refused where the piece was sent a moment ago', async () => {
	const [id] = seller.order(ORDER, READY);
	seller.mishap = first(() => void (seller.unit(id).status = 'sent'));
	const [json] = await cancel(wish());
	expect(json.status).toBe('failed');
	expect(json.message).toContain("its status is 'sent'");
});
