import type { IDataObject } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Fault } from '../../../sandbox/kit/faults';
import { fastClock } from '../../kit/fast-clock';
import { Stage } from '../stage';

interface Line {
	id: number;
	quantity: number;
}

/** An order that waits, and what goes to each of its addresses. */
interface Waiting {
	id: string;
	shipping: Line[][];
	others: Line[];
}

const SHIP = {
	resource: 'order',
	operation: 'ship',
	orderId: '={{ $json.orderId }}',
	carrier: { __rl: true, mode: 'code', value: '={{ $json.carrier ?? "ups" }}' },
	trackingNumber: '={{ $json.trackingNumber }}',
};

let stage: Stage;
/** Every test takes orders that no other has. */
let orders: Waiting[];

beforeAll(async () => {
	stage = await Stage.open('bigCommerce', { orders: 300 });
	stage.server.backend.add(240);
	const { storeHash, accessToken } = stage.grant();
	const lines = 'include=consignments.line_items&consignment_structure=object';
	const response = await fetch(
		`${stage.server.url}/stores/${storeHash}/v2/orders?status_id=11&limit=250&${lines}`,
		{ headers: { 'x-auth-token': accessToken, accept: 'application/json' } },
	);
	const found = (await response.json()) as Array<Record<string, any>>;
	orders = found.map(({ id, consignments: { shipping, pickups, downloads } }) => ({
		id: String(id),
		shipping: shipping.map(({ line_items }: IDataObject) => line_items),
		others: [...pickups, ...downloads].flatMap(({ line_items }) => line_items),
	}));
}, 60_000);

afterAll(async () => await stage.server.close());
beforeEach(() => {
	fastClock(50);
	stage.reset();
});
afterEach(() => vi.restoreAllMocks());

function take(isWanted: (order: Waiting) => boolean): Waiting {
	const at = orders.findIndex(isWanted);
	expect(at).toBeGreaterThanOrEqual(0);
	return orders.splice(at, 1)[0];
}
const plain = ({ shipping, others }: Waiting) => shipping.length === 1 && others.length === 0;
const some = (count: number) => Array.from({ length: count }, () => take(plain));

const parcelsOf = (id: string) => stage.server.backend.parcels?.(id) ?? [];
const parcel = ({ id }: Waiting, trackingNumber = `T${id}`) => ({ orderId: id, trackingNumber });
const run = async (items: IDataObject[], more: object = {}) =>
	await stage.workflow({ parameters: SHIP, items, ...more });
const statuses = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.status);
const calls = async () => {
	const { requests } = await stage.stats();
	return requests;
};

describe('parcels of a run', () => {
	it('are made in three calls an order, and left as they are in a second run', async () => {
		const items = some(5).map((order) => parcel(order));
		stage.server.resetStats();
		const { outputs, error } = await run(items);
		expect(error).toBeUndefined();
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		expect(outputs[0].map(({ json }) => json.orderId)).toEqual(items.map(({ orderId }) => orderId));
		expect(await calls()).toBe(15);
		stage.server.resetStats();
		const again = await run(items);
		expect(statuses(again.outputs[0])).toEqual(items.map(() => 'unchanged'));
		expect(await calls()).toBe(10);
		for (const { orderId, trackingNumber } of items) {
			expect(parcelsOf(orderId)).toMatchObject([{ carrier: 'ups', trackingNumber }]);
		}
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('say what BigCommerce has then', async () => {
		const order = take(({ shipping }) => shipping.length === 1 && shipping[0].length > 1);
		const [line] = order.shipping[0];
		const { outputs } = await run([parcel(order)], {
			parameters: {
				...SHIP,
				shipLines: 'selected',
				lines: { line: [{ lineId: String(line.id), quantity: '1' }] },
			},
		});
		const [held] = parcelsOf(order.id);
		expect(outputs[0][0].json).toMatchObject({
			shipment: {
				id: held.id,
				carrier: held.carrier,
				trackingUrl: expect.stringMatching(/^https:/),
				lines: held.lines,
			},
		});
		const open = order.shipping[0].reduce((sum, { quantity }) => sum + quantity, -1);
		const remaining = outputs[0][0].json.remaining as Line[];
		expect(remaining.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(open);
	});

	it('of an order with two addresses are two shipments', async () => {
		const order = take(({ shipping }) => shipping.length === 2);
		const { outputs } = await run([parcel(order)]);
		const held = parcelsOf(order.id);
		expect(held).toHaveLength(2);
		expect(outputs[0][0].json).toMatchObject({
			status: 'done',
			remaining: [],
			shipment: { id: held.map(({ id }) => id).join(', ') },
		});
		expect(statuses((await run([parcel(order)])).outputs[0])).toEqual(['unchanged']);
	});

	it('leave out what is not shipped', async () => {
		const order = take(({ shipping, others }) => shipping.length === 1 && others.length > 0);
		const { outputs } = await run([parcel(order)]);
		expect(outputs[0][0].json).toMatchObject({
			status: 'done',
			warnings: [expect.stringMatching(/^Lines that are not shipped were left out/)],
		});
	});
});

describe.each([0, 1, 2])('with the item %i refused', (bad) => {
	const prepare = () => {
		const items: IDataObject[] = some(3).map((order) => parcel(order));
		items[bad].orderId = '999999';
		return items;
	};
	const isShipped = ({ orderId }: IDataObject) => parcelsOf(String(orderId)).length;

	it('stops with one error, after the others are shipped', async () => {
		const items = prepare();
		const { error } = await run(items);
		expect(error?.message).toMatch(
			/^1 of 3 parcels was not shipped: 999999 T\d+ \(Order '999999' was not found/,
		);
		expect(error).toMatchObject({ context: { itemIndex: bad } });
		expect(items.map(isShipped)).toEqual([0, 1, 2].map((at) => (at === bad ? 0 : 1)));
	});

	it('goes on with an item in its place', async () => {
		const items = prepare();
		const { outputs } = await run(items, { settings: { onError: 'continueRegularOutput' } });
		expect(statuses(outputs[0])).toEqual([0, 1, 2].map((at) => (at === bad ? 'failed' : 'done')));
	});

	it('sends that one through the error output', async () => {
		const items = prepare();
		const { outputs } = await run(items, { settings: { onError: 'continueErrorOutput' } });
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json.error).toMatch(/was not found/);
	});
});

describe('an answer that is lost', () => {
	it.each<Fault['kind']>(['lost', 'done504', 'truncated', 'empty', 'reset'])(
		'does not make a second parcel (%s)',
		async (kind) => {
			const items = some(3).map((order) => parcel(order));
			stage.server.faults.set([{ kind, path: '/shipments', after: 4, times: 1 }]);
			const { outputs } = await run(items);
			expect(statuses(outputs[0])).toEqual(['done', 'done', 'done']);
			for (const { orderId } of items) expect(parcelsOf(orderId)).toHaveLength(1);
		},
	);

	it('and Retry On Fail make one parcel each', async () => {
		const items: IDataObject[] = some(3).map((order) => parcel(order));
		items[1].orderId = '999999';
		stage.server.faults.set([{ kind: 'lost', path: '/shipments', after: 3, times: 1 }]);
		const { error } = await run(items, {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
		});
		expect(error?.message).toMatch(/^1 of 3 parcels was not shipped/);
		for (const at of [0, 2]) expect(parcelsOf(String(items[at].orderId))).toHaveLength(1);
	});
});

describe('the status', () => {
	const set = async (items: IDataObject[], operation: string) =>
		await stage.workflow({
			items,
			parameters: {
				...{ resource: 'order', operation, orderId: '={{ $json.orderId }}' },
				...(operation === 'updateStatus' ? { status: '={{ $json.status }}' } : {}),
			},
		});

	it('is set by word and number, and once', async () => {
		const [first, second] = some(2);
		const items = [
			{ orderId: first.id, status: 'Awaiting Shipment' },
			{ orderId: second.id, status: 10 },
		];
		const { outputs } = await set(items, 'updateStatus');
		expect(outputs[0].map(({ json }) => [json.status, json.orderStatusRaw])).toEqual([
			['done', 'Awaiting Shipment'],
			['done', 'Completed'],
		]);
		expect(statuses((await set(items, 'updateStatus')).outputs[0])).toEqual([
			'unchanged',
			'unchanged',
		]);
	});

	it('is not believed to be set by an answer that does not say so', async () => {
		const [order] = some(1);
		stage.server.faults.set([{ kind: 'empty', path: order.id, after: 1, times: 1 }]);
		const items = [{ orderId: order.id, status: 10 }];
		const { outputs } = await set(items, 'updateStatus');
		expect(outputs[0][0].json).toMatchObject({ status: 'done', orderStatusRaw: 'Completed' });
		expect(statuses((await set(items, 'updateStatus')).outputs[0])).toEqual(['unchanged']);
	});

	it('is Cancelled after Cancel', async () => {
		const items = some(2).map(({ id }) => ({ orderId: Number(id) }));
		stage.server.faults.set([{ kind: 'lost', path: String(items[0].orderId), after: 1, times: 1 }]);
		const { outputs } = await set(items, 'cancel');
		expect(outputs[0].map(({ json }) => [json.status, json.orderStatusRaw])).toEqual([
			['done', 'Cancelled'],
			['done', 'Cancelled'],
		]);
	});
});

it('says what a token that may only read needs', async () => {
	const grant = stage.grant({ scope: 'store_v2_orders_read_only' });
	const order = take(plain);
	const { error } = await run([parcel(order)], { grant });
	expect(error?.description).toMatch(/Orders: modify/);
	expect(parcelsOf(order.id)).toEqual([]);
});
