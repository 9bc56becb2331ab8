import type { IDataObject, ILoadOptionsFunctions, INodeExecutionData } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { Allegro } from '../../../nodes/Allegro/Allegro.node';
import type { Fault } from '../../../sandbox/kit/faults';
import { fastClock } from '../../kit/fast-clock';
import { failureOf } from '../../kit/failure';
import { Stage } from '../stage';

const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
const READ = 'allegro:api:orders:read';
const NO_ORDER = '00000000-0000-4000-8000-000000000000';

let stage: Stage;
/** Orders without a parcel, used up from test to test. */
let fresh: string[];
beforeAll(async () => {
	stage = await Stage.open('allegro', { orders: 600 });
	fresh = stage.heldIds().filter((id) => parcelsOf(id).length === 0);
});
afterAll(async () => await stage.server.close());
beforeEach(() => {
	stage.reset();
	fastClock(100);
});
afterEach(() => vi.restoreAllMocks());

const take = (count: number): string[] => fresh.splice(0, count);
const parcelsOf = (orderId: string) => stage.server.backend.parcels?.(orderId) ?? [];
const numbersOf = (orderId: string) =>
	parcelsOf(orderId).map(({ trackingNumber }) => trackingNumber);
const linesOf = (orderId: string) =>
	stage.server.backend.held().find(({ id }) => id === orderId)?.lineIds ?? [];
const field = (output: INodeExecutionData[], name: string) => output.map(({ json }) => json[name]);
const requests = async () => (await stage.stats()).requests;

const SHIP: IDataObject = {
	resource: 'order',
	operation: 'ship',
	orderId: '={{ $json.orderId }}',
	carrier: { __rl: true, mode: 'code', value: '={{ $json.carrier ?? "DPD" }}' },
	trackingNumber: '={{ $json.trackingNumber }}',
};
const UPDATE: IDataObject = {
	resource: 'order',
	operation: 'updateStatus',
	orderId: '={{ $json.orderId }}',
	status: '={{ $json.status }}',
};

/** Allegro takes a number for a few orders only. */
const numberOf = (orderId: string) => `T${orderId}`;
const itemsOf = (orders: string[]): IDataObject[] =>
	orders.map((orderId) => ({ orderId, trackingNumber: numberOf(orderId) }));

async function ship(items: IDataObject[], more: IDataObject = {}): Promise<INodeExecutionData[]> {
	return await stage.node({ parameters: { ...SHIP, ...more }, items }).run();
}

async function update(items: IDataObject[]): Promise<INodeExecutionData[]> {
	return await stage.node({ parameters: UPDATE, items }).run();
}

async function inWorkflow(items: IDataObject[], settings: object, more: IDataObject = {}) {
	const parameters = { ...SHIP, ...more };
	return await stage.workflow({ parameters, items, settings: settings as never });
}

async function read(orderId: string): Promise<IDataObject> {
	const parameters = { resource: 'order', operation: 'get', orderId };
	const [{ json }] = await stage.node({ parameters }).run();
	return json;
}

/** The parcel of this order, not the look before it. */
const post = (orderId: string, fault: Omit<Fault, 'path'>): Fault => ({
	...{ path: `${orderId}/shipments`, after: 1, times: 1 },
	...fault,
});

describe('shipping to Allegro', () => {
	it('adds a parcel per item, and a second run none', async () => {
		const orders = take(3);
		const output = await ship(itemsOf(orders));
		expect(field(output, 'status')).toEqual(['done', 'done', 'done']);
		expect(field(output, 'orderId')).toEqual(orders);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		const again = await ship(itemsOf(orders));
		expect(field(again, 'status')).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(field(again, 'shipment')).toEqual(field(output, 'shipment'));
		for (const orderId of orders) expect(numbersOf(orderId)).toEqual([numberOf(orderId)]);
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('puts selected lines into parcels, and the rest into the last one', async () => {
		const orderId = fresh.find((id) => linesOf(id).length > 2) ?? '';
		fresh = fresh.filter((id) => id !== orderId);
		const [first, ...others] = linesOf(orderId);
		const line = [{ lineId: first, quantity: '' }];
		const items = [
			{ orderId, trackingNumber: 'T1', which: 'selected' },
			{ orderId, trackingNumber: 'T2', which: 'all' },
		];
		const more = { shipLines: '={{ $json.which }}', lines: { line } };
		const output = await ship(items, more);
		expect(field(output, 'remaining')).toEqual([[], []]);
		expect(parcelsOf(orderId).map(({ lines }) => lines.map(({ lineId }) => lineId))).toEqual([
			[first],
			others,
		]);
	});

	it('sets the status once per order, which Allegro then shows', async () => {
		const [orderId] = take(1);
		const items = ['T1', 'T2'].map((trackingNumber) => ({ orderId, trackingNumber }));
		await ship(items, { options: { setStatus: 'READY_FOR_SHIPMENT' } });
		expect(await read(orderId)).toMatchObject({
			fulfillmentStatusRaw: 'READY_FOR_SHIPMENT',
			fulfillmentStatus: 'fulfilled',
		});
		await ship(items, { options: { setStatus: 'SENT' } });
		expect(await read(orderId)).toMatchObject({ fulfillmentStatusRaw: 'SENT' });
		expect(parcelsOf(orderId)).toHaveLength(2);
	});

	it('needs two calls an order, and three with the status', async () => {
		const orders = take(60);
		await ship(itemsOf(orders.slice(0, 30)));
		expect(await requests()).toBe(60);
		stage.server.resetStats();
		await ship(itemsOf(orders.slice(30)), { options: { setStatus: 'SENT' } });
		expect(await requests()).toBe(90);
	});

	it('names the permission that a token of before has not, and reads with it as before', async () => {
		const [orderId] = take(1);
		const grant = stage.grant({ scope: READ });
		const reading = { resource: 'order', operation: 'get', orderId };
		const [{ json }] = await stage.node({ grant, parameters: reading }).run();
		expect(json.id).toBe(orderId);
		const items = itemsOf([orderId]);
		for (const parameters of [SHIP, { ...UPDATE, status: 'SENT' }]) {
			const { message, description } = (await failureOf(
				stage.node({ grant, parameters, items }).run(),
			)) as Error & { description: string };
			expect(message).toMatch(/^Allegro denied access/);
			expect(description).toContain('allegro:api:orders:write');
			expect(description).toContain("press 'Reconnect'");
		}
		expect(parcelsOf(orderId)).toEqual([]);
		const check = { resource: 'account', operation: 'check' };
		const [{ json: account }] = await stage.node({ grant, parameters: check }).run();
		expect(account).toMatchObject({ ok: true, warnings: [], writing: { allowed: false } });
	});
});

describe.each([0, 1, 2])('a parcel that is refused in place %i', (place) => {
	const items = () =>
		itemsOf(take(3)).map((item, at) => (at === place ? { ...item, carrier: 'NONE' } : item));

	it('stops the workflow, after the others were added', async () => {
		const wanted = items();
		const { error } = await inWorkflow(wanted, {});
		expect(error?.message).toMatch(/^1 of 3 parcels was not added: .*T\S+ \(.*Unknown carrier/);
		expect(error).toMatchObject({
			description: expect.stringContaining('Carrier > Get Many') as unknown,
		});
		wanted.forEach(({ orderId, trackingNumber }, at) =>
			expect(numbersOf(String(orderId))).toEqual(at === place ? [] : [trackingNumber]),
		);
	});

	it('is an item in its place, where the workflow continues', async () => {
		const { outputs } = await inWorkflow(items(), { onError: 'continueRegularOutput' });
		const wanted = [0, 1, 2].map((at) => (at === place ? 'failed' : 'done'));
		expect(field(outputs[0], 'status')).toEqual(wanted);
		expect(outputs[0][place].json).toMatchObject({
			code: 'BadRequest',
			trackingNumber: expect.stringMatching(/^T/) as unknown,
		});
	});

	it('leaves by the error output, with what came in', async () => {
		const wanted = items();
		const { outputs } = await inWorkflow(wanted, { onError: 'continueErrorOutput' });
		expect(field(outputs[0], 'status')).toEqual(['done', 'done']);
		expect(outputs[1].map(({ json }) => json)).toMatchObject([wanted[place]]);
	});

	it('is the only one that is sent when the node is tried again', async () => {
		const wanted = itemsOf(take(3));
		stage.server.faults.set([post(String(wanted[place].orderId), { kind: 'status', status: 422 })]);
		const { outputs, error } = await inWorkflow(wanted, RETRY);
		expect(error).toBeUndefined();
		expect(field(outputs[0], 'status')).toEqual(['done', 'done', 'done']);
		for (const { orderId } of wanted) expect(parcelsOf(String(orderId))).toHaveLength(1);
		// Two for each, and two for the second try of one.
		expect(await requests()).toBe(8);
	});
});

describe('a parcel whose answer does not come', () => {
	it.each(['lost', 'done504', 'reset', 'truncated'] as const)('is there once: %s', async (kind) => {
		const orders = take(3);
		stage.server.faults.set([post(orders[1], { kind })]);
		const output = await ship(itemsOf(orders), { options: { setStatus: 'SENT' } });
		expect(field(output, 'status')).toEqual(['done', 'done', 'done']);
		for (const orderId of orders) expect(parcelsOf(orderId)).toHaveLength(1);
		expect((output[1].json.shipment as IDataObject).id).toBe(parcelsOf(orders[1])[0].id);
		expect(await read(orders[1])).toMatchObject({ fulfillmentStatusRaw: 'SENT' });
	});

	it('and cannot be looked for is unknown, and the next run finds it', async () => {
		const orders = take(2);
		const look: Fault = { kind: 'status', status: 503, path: `${orders[0]}/shipments`, after: 1 };
		stage.server.faults.set([post(orders[0], { kind: 'lost' }), look]);
		const settings = { onError: 'continueRegularOutput' };
		const { outputs } = await inWorkflow(itemsOf(orders), settings);
		expect(field(outputs[0], 'status')).toEqual(['unknown', 'done']);
		expect(outputs[0][0].json.message).toContain('Sales Center');
		stage.reset();
		expect(field(await ship(itemsOf(orders)), 'status')).toEqual(['unchanged', 'unchanged']);
		for (const orderId of orders) expect(parcelsOf(orderId)).toHaveLength(1);
	});
});

describe("the seller's status at Allegro", () => {
	it('is set for each item, and not again', async () => {
		const orders = take(3);
		const items = orders.map((orderId, at) => ({
			orderId: at === 1 ? NO_ORDER : orderId,
			status: 'Ready for Shipment',
		}));
		const parameters = UPDATE;
		const settings = { onError: 'continueRegularOutput' as const };
		const { outputs } = await stage.workflow({ parameters, items, settings });
		expect(field(outputs[0], 'status')).toEqual(['done', 'failed', 'done']);
		expect(outputs[0][1].json.error).toContain(`Order '${NO_ORDER}' was not found`);
		expect(await read(orders[2])).toMatchObject({ fulfillmentStatusRaw: 'READY_FOR_SHIPMENT' });
		stage.server.resetStats();
		const [again] = await update(items.slice(0, 1));
		expect(again.json).toMatchObject({ status: 'unchanged', orderStatusRaw: 'READY_FOR_SHIPMENT' });
		expect(await requests()).toBe(1);
	});

	it.each(['lost', 'done504', 'reset'] as const)('is set once: %s', async (kind) => {
		const [orderId] = take(1);
		stage.server.faults.set([{ kind, path: `${orderId}/fulfillment`, times: 1 }]);
		const [{ json }] = await update([{ orderId, status: 'PROCESSING' }]);
		expect(json).toMatchObject({ status: 'done', orderStatusRaw: 'PROCESSING' });
		expect(await read(orderId)).toMatchObject({ fulfillmentStatusRaw: 'PROCESSING' });
	});

	it('is set although Allegro still shows the order as it was', async () => {
		const [orderId] = take(1);
		Object.assign(stage.server.settings, { oldFormMs: 3_600_000 });
		await update([{ orderId, status: 'PROCESSING' }]);
		const [{ json }] = await update([{ orderId, status: 'SENT' }]);
		expect(json).toMatchObject({ status: 'done', orderStatusRaw: 'SENT' });
	});
});

describe('the carriers of Allegro', () => {
	it.each([
		['', 3],
		[' dpd ', 1],
		['nobody', 0],
	])('can be searched in the panel: "%s"', async (filter, least) => {
		const { context } = stage.node({ parameters: { ...SHIP, ...itemsOf(['x'])[0] } });
		const search = new Allegro().methods.listSearch.searchCarriers;
		const asking = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const { results } = await search.call(asking, filter);
		expect(results.length).toBeGreaterThanOrEqual(least);
		for (const { name, value } of results) {
			expect(`${name} ${String(value)}`.toLowerCase()).toContain(filter.trim());
		}
	});

	it('are all listed, or as many as are wanted', async () => {
		const parameters = { resource: 'carrier', operation: 'getAll', returnAll: true };
		const all = await stage.node({ parameters }).run();
		expect(all.map(({ json }) => json)).toContainEqual({ code: 'DPD', name: 'DPD' });
		expect(field(all, 'code')).toContain('OTHER');
		const few = await stage
			.node({ parameters: { ...parameters, returnAll: false, limit: 2 } })
			.run();
		expect(few).toHaveLength(2);
	});
});
