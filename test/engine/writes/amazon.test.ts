import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MockInstance } from 'vitest';

import { packageNumberOf } from '../../../nodes/AmazonSellingPartner/writes/ship';
import { failureOf } from '../../kit/failure';
import { fastClock } from '../../kit/fast-clock';
import { type Setting, Stage } from '../stage';

const LONG = 60_000;
const CONFIRM = /^\/orders\/v0\/.*\/shipmentConfirmation$/;
const READ = /^\/orders\/2026-01-01\/orders\/[^/]+\?/;
const FEED = '/feeds/2021-06-30/feeds$';

let stage: Stage;
let calls: MockInstance<(url: string) => unknown>;
/** Orders that wait to be shipped by the seller; each test takes some that no other has. */
let waiting: IDataObject[];
/** Orders that nobody may ship or cancel yet. */
let pending: IDataObject[];

beforeAll(async () => {
	stage = await Stage.open('amazon', { orders: 1600, seed: 7 });
	const items = await stage.node().run();
	const own = items.map(({ json }) => json).filter(({ fulfilledBy }) => fulfilledBy === 'seller');
	waiting = own.filter(({ statusRaw }) => statusRaw === 'UNSHIPPED');
	pending = own.filter(({ statusRaw }) => statusRaw === 'PENDING');
}, LONG);
afterAll(async () => await stage.server.close());
beforeEach(() => {
	fastClock(30);
	stage.reset();
	calls = vi.spyOn(stage.server.faults, 'next');
});
afterEach(() => vi.restoreAllMocks());

const sent = (path: RegExp) => calls.mock.calls.filter(([url]) => path.test(url)).length;
const parcelsOf = (orderId: unknown) => stage.server.backend.parcels?.(String(orderId)) ?? [];
const statusOf = (orderId: unknown) =>
	stage.server.backend.held().find(({ id }) => id === orderId)?.status;

function take(count: number): IDataObject[] {
	const taken = waiting.splice(0, count);
	expect(taken).toHaveLength(count);
	return taken;
}

const linesOf = (order: IDataObject) =>
	(order.lines as IDataObject[]).filter(({ kind }) => kind === 'product');

/** One parcel for each order. */
const parcels = (orders: IDataObject[]): IDataObject[] =>
	orders.map(({ id }) => ({ orderId: id, trackingNumber: `TRACK ${String(id)}` }));

const shipping = {
	...{ resource: 'order', operation: 'ship', orderId: '={{ $json.orderId }}' },
	carrier: { __rl: true, mode: 'list', value: 'DHL' },
	trackingNumber: '={{ $json.trackingNumber }}',
};
const cancelling = {
	...{ resource: 'order', operation: 'cancel', orderId: '={{ $json.id }}' },
	reason: 'NoInventory',
	// Of a clock that goes faster: an answer of a machine that is busy takes minutes of it.
	options: { maxWait: 3600, timeout: 3_600_000 },
};

async function run(parameters: IDataObject, items: IDataObject[], more: Partial<Setting> = {}) {
	const output = await stage
		.node({ parameters, items, continueOnFail: true, ...more } as Setting)
		.run();
	return output.map(({ json }) => json);
}

const statuses = (items: IDataObject[]) => items.map(({ status }) => status);

async function expectNoViolation(): Promise<void> {
	expect((await stage.stats()).violations).toEqual([]);
}

describe('Ship at Amazon', () => {
	it('confirms a parcel for each item, and finds them on the second run', async () => {
		const orders = take(3);
		const items = parcels(orders);
		const first = await run(shipping, items);
		expect(statuses(first)).toEqual(['done', 'done', 'done']);
		expect([sent(READ), sent(CONFIRM)]).toEqual([3, 3]);
		const again = await run(shipping, items);
		expect(statuses(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(sent(CONFIRM)).toBe(3);
		for (const [at, { id }] of orders.entries()) {
			expect(statusOf(id)).toBe('SHIPPED');
			const [{ trackingNumber, lines, ...parcel }, ...none] = parcelsOf(id);
			expect(none).toEqual([]);
			expect(trackingNumber).toBe(items[at].trackingNumber);
			expect(parcel).toMatchObject({
				id: packageNumberOf(String(id), String(trackingNumber)),
				carrier: 'DHL',
			});
			expect(first[at]).toMatchObject({ remaining: [], shipment: { id: parcel.id, lines } });
			expect((again[at].shipment as IDataObject).lines).toEqual(lines);
		}
		await expectNoViolation();
	});

	it('sends several parcels of one order, and says what remains', async () => {
		const at = waiting.findIndex((order) => linesOf(order).length > 1);
		const [order] = waiting.splice(at, 1);
		const [one, ...others] = linesOf(order);
		const parameters = {
			...shipping,
			shipLines: '={{ $json.lineId ? "selected" : "all" }}',
			lines: { line: [{ lineId: '={{ $json.lineId }}', quantity: '' }] },
		};
		const part = { orderId: order.id, trackingNumber: 'A', lineId: one.id };
		const [first] = await run(parameters, [part]);
		expect(first.remaining).toEqual(others.map(({ id, quantity }) => ({ lineId: id, quantity })));
		const rest = await run(parameters, [part, { orderId: order.id, trackingNumber: 'B' }]);
		expect(statuses(rest)).toEqual(['unchanged', 'done']);
		expect(parcelsOf(order.id).map(({ trackingNumber }) => trackingNumber)).toEqual(['A', 'B']);
		expect(statusOf(order.id)).toBe('SHIPPED');
		await expectNoViolation();
	});

	it('changes a parcel by its number', async () => {
		const [order] = take(1);
		const [first] = await run(shipping, parcels([order]));
		const { id } = first.shipment as IDataObject;
		const options = { packageNumber: id };
		const wish = { orderId: order.id, trackingNumber: 'CORRECTED' };
		expect(statuses(await run({ ...shipping, options }, [wish]))).toEqual(['done']);
		expect(parcelsOf(order.id)).toMatchObject([{ id, trackingNumber: 'CORRECTED' }]);
	});

	it('reads nothing, where the item says everything', async () => {
		const [order] = take(1);
		const lines = {
			line: linesOf(order).map(({ id, quantity }) => ({
				...{ lineId: id, quantity: String(quantity) },
			})),
		};
		const parameters = { ...shipping, shipLines: 'selected', lines, marketplaceId: order.site };
		expect(await run(parameters as IDataObject, parcels([order]))).toMatchObject([
			{ status: 'done', remaining: null },
		]);
		expect((await stage.stats()).requests).toBe(1);
		expect(statusOf(order.id)).toBe('SHIPPED');
	});

	describe.each([0, 1, 2])('where item %i fails', (place) => {
		const mixed = () => {
			const items = parcels(take(2));
			items.splice(place, 0, { orderId: '302-9999999-9999999', trackingNumber: 'X' });
			return items;
		};

		it('goes on, and gives an error in its place', async () => {
			const items = mixed();
			const output = await run(shipping, items);
			const wanted = ['done', 'done'];
			wanted.splice(place, 0, 'failed');
			expect(statuses(output)).toEqual(wanted);
			expect(output[place]).toMatchObject({
				error: "Order '302-9999999-9999999' was not found: Resource not found.",
				...{ orderId: '302-9999999-9999999', trackingNumber: 'X' },
			});
		});

		it('does the others before it stops', async () => {
			const items = mixed();
			const node = stage.node({ parameters: shipping, items });
			const error = (await failureOf(node.run())) as Error;
			expect(error.message).toContain('1 of 3 parcels was not shipped: 302-9999999-9999999 X');
			for (const { orderId } of items.filter((_, at) => at !== place)) {
				expect(statusOf(orderId)).toBe('SHIPPED');
			}
		});

		it('leads it to the error output', async () => {
			const items = mixed();
			const { outputs } = await stage.workflow({
				...{ parameters: shipping, items },
				settings: { onError: 'continueErrorOutput' },
			});
			const orderIds = (output: INodeExecutionData[]) => output.map(({ json }) => json.orderId);
			expect(orderIds(outputs[0])).toEqual(
				items.filter((_, at) => at !== place).map(({ orderId }) => orderId),
			);
			expect(orderIds(outputs[1])).toEqual(['302-9999999-9999999']);
		});
	});

	it.each([1, 4, 9])('confirms once, whose answer is lost %i times', async (times) => {
		const [order] = take(1);
		stage.server.faults.set([{ kind: 'lost', path: CONFIRM.source, times }]);
		const [item] = await run(shipping, parcels([order]));
		expect(item).toMatchObject({ status: 'done', remaining: [] });
		expect(parcelsOf(order.id)).toHaveLength(1);
		expect((item.shipment as IDataObject).lines).toEqual(parcelsOf(order.id)[0].lines);
	});

	it('is unknown where nothing answers any more', async () => {
		const [order] = take(1);
		const faults = [CONFIRM.source, READ.source].map((path, at) => ({
			...{ kind: 'reset' as const, path, after: at },
		}));
		stage.server.faults.set(faults);
		const [item] = await run(shipping, parcels([order]));
		expect(item).toMatchObject({ status: 'unknown', orderId: order.id });
	});

	it('does nothing twice by Retry On Fail', async () => {
		const items = parcels(take(2));
		stage.server.faults.set([{ kind: 'status', status: 400, path: CONFIRM.source, times: 1 }]);
		const { outputs } = await stage.workflow({
			...{ parameters: shipping, items },
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(outputs[0].map(({ json }) => json.status)).toEqual(['done', 'done']);
		expect(sent(CONFIRM)).toBe(3);
		for (const { orderId } of items) expect(parcelsOf(orderId)).toHaveLength(1);
	});

	it('says which role is missing, although orders can be read', async () => {
		const [order] = take(1);
		stage.server.faults.set([
			{
				...{ kind: 'status', status: 403, path: CONFIRM.source },
				body: '{"errors":[{"code":"Unauthorized","message":"Access to requested resource is denied.","details":""}]}',
				headers: { 'content-type': 'application/json' },
			},
		]);
		const [item] = await run(shipping, parcels([order]));
		expect(item).toMatchObject({ status: 'failed', code: 'Unauthorized' });
		expect(item.message).toContain('Inventory and Order Tracking');
	});
});

describe('Cancel at Amazon', () => {
	it('cancels all in one feed for each marketplace, and finds them on the second run', async () => {
		const orders = take(4);
		const output = await run(cancelling, orders);
		expect(statuses(output)).toEqual(orders.map(() => 'done'));
		expect(orders.map(({ id }) => statusOf(id))).toEqual(orders.map(() => 'CANCELLED'));
		const sites = new Set(orders.map(({ site }) => site)).size;
		const created = calls.mock.calls.filter(([url]) => url === '/feeds/2021-06-30/feeds').length;
		expect(created).toBe(sites);
		const again = await run(cancelling, orders);
		expect(again.map(({ status, orderStatusRaw }) => [status, orderStatusRaw])).toEqual(
			orders.map(() => ['unchanged', 'CANCELLED']),
		);
		await expectNoViolation();
	});

	it('refuses what was shipped, and does the rest', async () => {
		const orders = take(2);
		await run(shipping, parcels([orders[0]]));
		const output = await run(cancelling, orders);
		expect(statuses(output)).toEqual(['failed', 'done']);
		expect(output[0].error).toContain('was shipped');
	});

	it("gives Amazon's word on the orders that it refuses, in their places", async () => {
		const output = await run(cancelling, [pending[0], ...take(1)]);
		expect(statuses(output)).toEqual(['failed', 'done']);
		expect(output[0].code).toBe('18033');
		expect(output[0].message).toContain('Amazon says: order cannot be canceled');
	});

	it('is taken, where Amazon needs longer than the user waits', async () => {
		const [order] = take(1);
		Object.assign(stage.server.settings, { feeds: { workMs: 3_600_000 } });
		const [item] = await run({ ...cancelling, options: { maxWait: 10 } }, [order]);
		expect(item).toMatchObject({ status: 'accepted', handle: { type: 'feed' }, warnings: [] });
		expect(statusOf(order.id)).toBe('UNSHIPPED');
	});

	it('has failed where the feed was called off, and may be done where it was broken off', async () => {
		const [off, broken] = take(2);
		Object.assign(stage.server.settings, { feeds: { fates: ['CANCELLED', 'FATAL'] } });
		const [first] = await run(cancelling, [off]);
		expect([first.status, statusOf(off.id)]).toEqual(['failed', 'UNSHIPPED']);
		const [second] = await run(cancelling, [broken]);
		expect(second.status).toBe(statusOf(broken.id) === 'CANCELLED' ? 'done' : 'unknown');
	});

	it.each([
		['is done where the order shows it', 0, 'done', 'CANCELLED'],
		['is unknown where it does not yet', 3_600_000, 'unknown', 'UNSHIPPED'],
	])(
		'makes no second feed where the answer is lost: it %s',
		async (_how, workMs, status, shown) => {
			const [order] = take(1);
			Object.assign(stage.server.settings, { feeds: { queueMs: 0, workMs } });
			stage.server.faults.set([{ kind: 'lost', path: FEED }]);
			const { outputs } = await stage.workflow({
				...{ parameters: cancelling, items: [order] },
				settings: {
					...{ retryOnFail: true, maxTries: 3, waitBetweenTries: 0 },
					onError: 'continueRegularOutput',
				},
			});
			const created = calls.mock.calls.filter(([url]) => url === '/feeds/2021-06-30/feeds').length;
			expect(created).toBe(1);
			expect(outputs[0][0].json.status).toBe(status);
			expect(statusOf(order.id)).toBe(shown);
		},
	);
});
