import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { Kaufland } from '../../../nodes/Kaufland/Kaufland.node';
import type { Fault } from '../../../sandbox/kit/faults';
import { fastClock } from '../../kit/fast-clock';
import { Stage } from '../stage';

interface Read {
	id: string;
	fulfilledBy: string;
	lines: Array<{ id: string; statusRaw: string }>;
}

const SHIP: IDataObject = {
	resource: 'order',
	operation: 'ship',
	orderId: '={{ $json.orderId }}',
	carrier: { __rl: true, mode: 'code', value: '={{ $json.carrier ?? "DHL" }}' },
	trackingNumber: '={{ $json.trackingNumber }}',
	shipLines: '={{ $json.lineId ? "selected" : "all" }}',
	lines: { line: [{ lineId: '={{ $json.lineId }}', quantity: '={{ $json.quantity }}' }] },
};
const CANCEL: IDataObject = { ...SHIP, operation: 'cancel', reason: 'NoInventory' };
const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };

let stage: Stage;
/** Every test takes orders that no other has. */
let orders: Read[];

beforeAll(async () => {
	stage = await Stage.open('kaufland', { orders: 100 });
	stage.server.backend.add(1000);
	const read = await stage.node({ parameters: stage.everyOrder() }).run();
	orders = read.map(({ json }) => json as unknown as Read);
	// As a single order shows them.
	for (const { lines } of orders) lines.sort((a, b) => Number(a.id) - Number(b.id));
}, 60_000);
afterAll(async () => await stage.server.close());
beforeEach(() => {
	stage.reset();
	fastClock(100);
});
afterEach(() => vi.restoreAllMocks());

const isAll = (status: string, { lines }: Read): boolean =>
	lines.every(({ statusRaw }) => statusRaw === status);
const isOwn = ({ fulfilledBy }: Read): boolean => fulfilledBy === 'seller';

function take(isWanted: (order: Read) => boolean): Read {
	const at = orders.findIndex(isWanted);
	expect(at).toBeGreaterThanOrEqual(0);
	return orders.splice(at, 1)[0];
}
/** Orders that wait to be sent, with as many pieces. */
const ready = (pieces?: number): Read =>
	take(
		(order) =>
			isOwn(order) &&
			isAll('need_to_be_sent', order) &&
			(pieces === undefined || order.lines.length === pieces),
	);
const some = (count: number, pieces?: number): Read[] =>
	Array.from({ length: count }, () => ready(pieces));

const parcel = ({ id }: Read, more: IDataObject = {}): IDataObject => ({
	...{ orderId: id, trackingNumber: `T${id}` },
	...more,
});
const parcelsOf = (id: unknown) => stage.server.backend.parcels?.(id as string) ?? [];
const stateOf = (id: unknown) =>
	stage.server.backend.held().find((order) => order.id === id)?.status;
/** How often each piece of an order was sent. */
const timesSent = ({ id, lines }: Read): number[] =>
	lines.map(
		(line) =>
			parcelsOf(id).flatMap((held) => held.lines.filter(({ lineId }) => lineId === line.id)).length,
	);
const run = async (items: IDataObject[], more: object = {}) =>
	await stage.workflow({ parameters: SHIP, items, ...more });
const cancel = async (items: IDataObject[], more: object = {}) =>
	await stage.workflow({ parameters: CANCEL, items, ...more });
const statuses = (items: Array<{ json: IDataObject }>) => items.map(({ json }) => json.status);
const requests = async () => (await stage.stats()).requests;
/** What somebody else does to a piece, past the node. */
const act = async (lineId: string, what: string, body?: IDataObject): Promise<void> => {
	const more = body ? { body: JSON.stringify(body) } : {};
	const parameters = stage.request('PATCH', `/order-units/${lineId}/${what}`, more);
	await stage.node({ parameters }).run();
	stage.server.resetStats();
};
const sendPast = async (lineId: string): Promise<void> =>
	await act(lineId, 'send', { tracking_numbers: 'X1', carrier_code: 'GLS' });
const cancelPast = async (lineId: string): Promise<void> =>
	await act(lineId, 'cancel', { reason: 'BuyerCancelled' });

describe('parcels of a run', () => {
	it('are sent piece by piece, and left as they are in a second run', async () => {
		const taken = [...some(3, 1), ...some(2, 2)];
		const items = taken.map((order) => parcel(order));
		const { outputs, error } = await run(items);
		expect(error).toBeUndefined();
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		// The carriers, a look at each order, and one call for each of seven pieces.
		expect(await requests()).toBe(1 + 5 + 7);
		for (const order of taken) {
			expect(timesSent(order)).toEqual(order.lines.map(() => 1));
			expect(parcelsOf(order.id)).toMatchObject([
				{ carrier: 'DHL', trackingNumber: `T${order.id}` },
			]);
		}
		expect(outputs[0][4].json).toEqual({
			schema: 'shipment/1',
			marketplace: 'kaufland',
			account: null,
			orderId: taken[4].id,
			status: 'done',
			shipment: {
				...{ id: null, carrier: 'DHL', trackingNumber: `T${taken[4].id}` },
				...{ trackingUrl: null, shippedAt: null },
				lines: taken[4].lines.map(({ id }) => ({ lineId: id, quantity: 1 })),
			},
			...{ remaining: [], handle: null, warnings: [] },
		});
		stage.server.resetStats();
		const again = await run(items);
		expect(statuses(again.outputs[0])).toEqual(items.map(() => 'unchanged'));
		expect(again.outputs[0][0].json).toMatchObject({
			// Nobody can read which number it has.
			shipment: { carrier: null, trackingNumber: null },
			warnings: [expect.stringContaining('were not sent again') as string],
		});
		expect(await requests()).toBe(1 + 5);
		expect(taken.flatMap(timesSent).every((times) => times === 1)).toBe(true);
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('look at many orders by the list, in fewer calls', async () => {
		const taken = [...some(40, 1), ...some(20, 2)];
		const items = taken.map((order) => parcel(order));
		const pieces = taken.flatMap(({ lines }) => lines).length;
		const { outputs } = await run(items);
		expect(statuses(outputs[0])).toEqual(items.map(() => 'done'));
		expect(taken.flatMap(timesSent)).toEqual(Array.from({ length: pieces }, () => 1));
		const { violations, requests: calls } = await stage.stats();
		expect(violations).toEqual([]);
		// The carriers, and a page of the list for each hundred of all pieces that wait.
		const waiting = stage.server.backend.held().flatMap(({ lineIds }) => lineIds).length;
		expect(calls - pieces).toBeLessThanOrEqual(1 + Math.ceil(waiting / 100));
	});

	it('may be several of one order, each with its lines', async () => {
		const order = ready(4);
		const [a, b, c, d] = order.lines;
		const { outputs } = await run([
			parcel(order, { lineId: a.id, trackingNumber: 'A' }),
			parcel(order, { lineId: Number(b.id), quantity: 1, trackingNumber: 'B', carrier: 'gls' }),
		]);
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(outputs[0].map(({ json }) => json.remaining)).toEqual(
			[0, 1].map(() => [c, d].map(({ id }) => ({ lineId: id, quantity: 1 }))),
		);
		expect(parcelsOf(order.id)).toMatchObject([
			{ carrier: 'DHL', trackingNumber: 'A', lines: [{ lineId: a.id }] },
			{ carrier: 'GLS', trackingNumber: 'B', lines: [{ lineId: b.id }] },
		]);
		expect((outputs[0][1].json.shipment as IDataObject).carrier).toBe('GLS');
		// What is left goes with the next one.
		const rest = await run([parcel(order, { trackingNumber: 'C' })]);
		expect(rest.outputs[0][0].json).toMatchObject({
			status: 'done',
			shipment: { lines: [{ lineId: c.id }, { lineId: d.id }] },
			remaining: [],
		});
		expect(timesSent(order)).toEqual([1, 1, 1, 1]);
	});

	it('are one where the rows of a sheet have one number', async () => {
		const order = ready(2);
		const { outputs } = await run(order.lines.map(({ id }) => parcel(order, { lineId: id })));
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(outputs[0][0].json.shipment).toEqual(outputs[0][1].json.shipment);
		expect(parcelsOf(order.id)).toHaveLength(1);
	});

	it('of one order cannot both be everything', async () => {
		const order = ready(2);
		const items = ['A', 'B'].map((trackingNumber) => parcel(order, { trackingNumber }));
		const { outputs } = await run(items, { settings: { onError: 'continueRegularOutput' } });
		expect(statuses(outputs[0])).toEqual(['done', 'failed']);
		expect(outputs[0][1].json.message).toMatch(/earlier item of this run takes all/);
		// Nor in a second run, where it was sent before.
		const again = await run(items, { settings: { onError: 'continueRegularOutput' } });
		expect(statuses(again.outputs[0])).toEqual(['unchanged', 'failed']);
		expect(parcelsOf(order.id)).toMatchObject([{ trackingNumber: 'A' }]);
	});

	it('may have several numbers, or none with the carrier that has none', async () => {
		const [two, none] = some(2, 1);
		const items = [
			parcel(two, { trackingNumber: 'A1, A2' }),
			parcel(none, { trackingNumber: '', carrier: 'Other' }),
		];
		const { outputs } = await run(items);
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(parcelsOf(two.id).map(({ trackingNumber }) => trackingNumber)).toEqual(['A1', 'A2']);
		expect(parcelsOf(none.id)).toMatchObject([{ carrier: 'Other', trackingNumber: null }]);
	});
});

describe('a parcel is refused before anything is sent', () => {
	it.each([
		['of a carrier that Kaufland has not', { carrier: 'Pigeon' }, /not a carrier of Kaufland/],
		['without a number', { trackingNumber: '' }, /'Tracking Number' is empty/],
		['with a comma too many', { trackingNumber: 'A1,,A2' }, /comma without a number/],
		['with a line that the order has not', { lineId: '314567896580917' }, /has no line/],
	])('%s', async (_, more, says) => {
		const order = ready(2);
		const { error } = await run([parcel(order, more)]);
		expect(error?.message).toMatch(says);
		expect(timesSent(order)).toEqual([0, 0]);
		orders.push(order);
	});

	it('with two of a line that is one piece', async () => {
		const order = ready(2);
		const { error } = await run([parcel(order, { lineId: order.lines[0].id, quantity: 2 })]);
		expect(error?.message).toMatch(/A line of Kaufland is one piece.* is 2/);
		expect(await requests()).toBe(0);
		orders.push(order);
	});

	it('where Kaufland sends the order', async () => {
		const order = take(
			({ fulfilledBy, lines }) =>
				fulfilledBy === 'marketplace' &&
				lines.every(({ statusRaw }) => statusRaw === 'need_to_be_sent'),
		);
		const { error } = await run([parcel(order)]);
		expect(error?.message).toMatch(/fulfilled by Kaufland/);
		const refused = await cancel([{ orderId: order.id }]);
		expect(refused.error?.message).toMatch(/fulfilled by Kaufland/);
		expect(stateOf(order.id)).toBe('need_to_be_sent');
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('with lines that are not released, by their names', async () => {
		const order = take((one) => isOwn(one) && isAll('open', one) && one.lines.length > 1);
		const [first, ...others] = order.lines.map(({ id }) => id);
		const whole = await run([parcel(order)]);
		expect(whole.error?.message).toContain(`(open): ${[first, ...others].join(', ')}`);
		await act(first, 'fulfil');
		const named = await run([parcel(order, { lineId: others[0] })]);
		expect(named.error?.message).toContain(`(open): ${others[0]}`);
		expect(parcelsOf(order.id)).toEqual([]);
		// Everything else is sent, and what waits is named.
		const { outputs } = await run([parcel(order)]);
		expect(outputs[0][0].json).toMatchObject({
			status: 'done',
			shipment: { lines: [{ lineId: first }] },
			remaining: others.map((lineId) => ({ lineId, quantity: 1 })),
			warnings: [expect.stringContaining(others.join(', ')) as string],
		});
	});

	it('with a line that was cancelled, by its name', async () => {
		const order = ready(2);
		const [a, b] = order.lines;
		await cancelPast(a.id);
		const { error } = await run([parcel(order, { lineId: a.id })]);
		expect(error?.message).toContain(`Line '${a.id}'`);
		expect(error?.message).toContain("'cancelled'");
		const { outputs } = await run([parcel(order)]);
		expect(outputs[0][0].json).toMatchObject({ status: 'done', remaining: [] });
		expect(timesSent(order)).toEqual([0, 1]);
		expect(b.id).toBe((parcelsOf(order.id)[0].lines[0] as { lineId: string }).lineId);
	});
});

describe.each([0, 1, 2])('with the item %i refused', (bad) => {
	const prepare = () => {
		const taken = some(3, 1);
		const items = taken.map((order) => parcel(order));
		items[bad].orderId = 'MXXXXXX';
		return { items, taken };
	};
	const expectOthersSent = (taken: Read[]): void =>
		expect(taken.map((order) => timesSent(order)[0])).toEqual(
			[0, 1, 2].map((at) => (at === bad ? 0 : 1)),
		);

	it('stops with one error, after the others are sent', async () => {
		const { items, taken } = prepare();
		const { error } = await run(items);
		expect(error?.message).toMatch(/^1 of 3 parcels was not shipped: MXXXXXX T\w+ \(Order/);
		expect(error).toMatchObject({ context: { itemIndex: bad } });
		expectOthersSent(taken);
	});

	it('goes on with an item in its place', async () => {
		const { items, taken } = prepare();
		const { outputs } = await run(items, { settings: { onError: 'continueRegularOutput' } });
		expect(statuses(outputs[0])).toEqual([0, 1, 2].map((at) => (at === bad ? 'failed' : 'done')));
		expectOthersSent(taken);
	});

	it('sends that one through the error output', async () => {
		const { items, taken } = prepare();
		const { outputs } = await run(items, { settings: { onError: 'continueErrorOutput' } });
		expect(statuses(outputs[0])).toEqual(['done', 'done']);
		expect(outputs[1].map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/was not found/) as string,
		]);
		expectOthersSent(taken);
	});

	it('sends nothing twice for the sake of it with "Retry On Fail"', async () => {
		const { items, taken } = prepare();
		const { error } = await run(items, { settings: RETRY });
		expect(error?.message).toMatch(/^1 of 3 parcels was not shipped/);
		expectOthersSent(taken);
	});
});

describe.each([0, 1, 3])('with the piece %i of four refused', (bad) => {
	const refuse = (order: Read): void =>
		stage.server.faults.set([
			{
				...{ kind: 'status', status: 403 },
				path: `${order.lines[bad].id}/(send|cancel)$`,
			},
		]);

	it('names it, sends the others, and later what is left', async () => {
		const order = ready(4);
		refuse(order);
		const items = [parcel(order)];
		const { outputs } = await run(items, { settings: { onError: 'continueRegularOutput' } });
		const [{ json }] = outputs[0];
		expect(json.status).toBe('failed');
		expect(json.message).toMatch(/3 of 4 lines were shipped/);
		expect(json.message).toContain(`Line '${order.lines[bad].id}' of order '${order.id}'`);
		const others = [0, 1, 2, 3].map((at) => (at === bad ? 0 : 1));
		expect(timesSent(order)).toEqual(others);
		stage.server.faults.set([]);
		const again = await run(items);
		expect(again.outputs[0][0].json).toMatchObject({
			status: 'done',
			shipment: { lines: [{ lineId: order.lines[bad].id }] },
			remaining: [],
		});
		expect(timesSent(order)).toEqual([1, 1, 1, 1]);
	});

	it('cancels the others, and later what is left', async () => {
		const order = ready(4);
		refuse(order);
		const items = [{ orderId: order.id }];
		const { error } = await cancel(items);
		expect(error?.message).toMatch(/3 of 4 lines were cancelled: Line/);
		stage.server.faults.set([]);
		expect((await cancel(items)).outputs[0][0].json).toMatchObject({
			status: 'done',
			orderStatusRaw: 'cancelled',
		});
	});
});

describe('what somebody else did', () => {
	it('is not sent a second time, and nobody claims that it was in this parcel', async () => {
		const order = ready(2);
		const [a, b] = order.lines;
		await sendPast(a.id);
		// One parcel of two lines, by its number: one of them was sent before.
		const { outputs } = await run([a, b].map(({ id }) => parcel(order, { lineId: id })));
		for (const { json } of outputs[0]) {
			expect(json).toMatchObject({
				status: 'done',
				shipment: { trackingNumber: `T${order.id}`, lines: [{ lineId: b.id, quantity: 1 }] },
				warnings: [expect.stringContaining(a.id) as string],
			});
		}
		expect(parcelsOf(order.id)).toMatchObject([
			{ trackingNumber: 'X1', lines: [{ lineId: a.id }] },
			{ trackingNumber: `T${order.id}`, lines: [{ lineId: b.id }] },
		]);
	});

	it('is found when Kaufland refuses it, where the list does not show it yet', async () => {
		const taken = some(30, 1);
		const [sent, cancelled, ...others] = taken;
		stage.server.settings.indexLagMs = 600_000;
		await sendPast(sent.lines[0].id);
		await cancelPast(cancelled.lines[0].id);
		const { outputs } = await run(
			taken.map((order) => parcel(order)),
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(statuses(outputs[0])).toEqual(['unchanged', 'failed', ...others.map(() => 'done')]);
		expect(outputs[0][0].json).toMatchObject({
			shipment: { trackingNumber: null, lines: [{ lineId: sent.lines[0].id, quantity: 1 }] },
			warnings: [expect.stringContaining(sent.lines[0].id) as string],
		});
		expect(outputs[0][1].json.message).toMatch(/was refused \(its status is 'cancelled'\)/);
		expect(parcelsOf(sent.id)).toMatchObject([{ trackingNumber: 'X1' }]);
	});
});

describe('an answer that is lost', () => {
	it.each<Fault['kind']>(['lost', 'done504', 'truncated', 'empty', 'html', 'reset', 'hang'])(
		'does not send a piece twice (%s)',
		async (kind) => {
			const taken = some(3, 2);
			stage.server.settings.hangMs = 1;
			stage.server.faults.set([{ kind, path: '/send$', after: 2, times: 2 }]);
			const { outputs } = await run(taken.map((order) => parcel(order)));
			expect(statuses(outputs[0])).toEqual(['done', 'done', 'done']);
			for (const { json } of outputs[0])
				expect(json).toMatchObject({ remaining: [], warnings: [] });
			expect(taken.flatMap(timesSent)).toEqual([1, 1, 1, 1, 1, 1]);
			const { violations } = await stage.stats();
			expect(violations).toEqual([]);
		},
	);

	it('is unknown where nobody can look, and done in the next run', async () => {
		const order = ready(1);
		const items = [parcel(order)];
		stage.server.faults.set([
			{ kind: 'lost', path: '/send$', times: 1 },
			{ kind: 'status', status: 500, path: `/orders/${order.id}`, after: 1 },
		]);
		const { outputs } = await run(items, { settings: { onError: 'continueRegularOutput' } });
		expect(outputs[0][0].json).toMatchObject({ status: 'unknown', orderId: order.id });
		expect(outputs[0][0].json.message).toMatch(/seller portal/);
		stage.server.faults.set([]);
		expect(statuses((await run(items)).outputs[0])).toEqual(['unchanged']);
		expect(timesSent(order)).toEqual([1]);
	});

	it('and Retry On Fail send each piece once', async () => {
		const taken = some(3, 2);
		const items = taken.map((order) => parcel(order));
		items[1].orderId = 'MXXXXXX';
		stage.server.faults.set([{ kind: 'lost', path: '/send$', after: 1, times: 1 }]);
		const { error } = await run(items, { settings: RETRY });
		expect(error?.message).toMatch(/^1 of 3 parcels was not shipped/);
		expect(taken.map(timesSent)).toEqual([
			[1, 1],
			[0, 0],
			[1, 1],
		]);
	});

	it.each<Fault['kind'] | undefined>([undefined, 'lost', 'done504', 'empty'])(
		'does not cancel a piece twice (%s)',
		async (kind) => {
			const order = ready(2);
			if (kind) stage.server.faults.set([{ kind, path: '/cancel$', times: 1 }]);
			const { outputs } = await cancel([{ orderId: order.id }]);
			expect(outputs[0][0].json).toEqual({
				...{ schema: 'status/1', marketplace: 'kaufland', account: null, orderId: order.id },
				...{ status: 'done', orderStatusRaw: 'cancelled', warnings: [] },
			});
			const again = await cancel([{ orderId: order.id }]);
			expect(statuses(again.outputs[0])).toEqual(['unchanged']);
			expect((await stage.stats()).violations).toEqual([]);
		},
	);
});

describe('a cancellation', () => {
	it('may be some lines, and what was sent stays', async () => {
		const order = ready(4);
		const [a, b] = order.lines;
		const first = await cancel([{ orderId: order.id, lineId: a.id }]);
		expect(first.outputs[0][0].json).toMatchObject({
			status: 'done',
			orderStatusRaw: 'cancelled,need_to_be_sent',
		});
		await sendPast(b.id);
		const rest = await cancel([{ orderId: order.id }]);
		expect(rest.outputs[0][0].json).toMatchObject({
			status: 'done',
			orderStatusRaw: 'cancelled,sent',
			warnings: [expect.stringContaining(b.id) as string],
		});
		expect(stateOf(order.id)?.split(',').sort()).toEqual(['cancelled', 'sent']);
	});

	it('of what is not released is done', async () => {
		const order = take((one) => isOwn(one) && isAll('open', one));
		const { outputs } = await cancel([{ orderId: order.id }]);
		expect(statuses(outputs[0])).toEqual(['done']);
		expect(stateOf(order.id)).toBe('cancelled');
	});

	it('of what was sent is refused: by us where nothing is named, else by Kaufland', async () => {
		const order = ready(1);
		const [{ id: lineId }] = order.lines;
		await sendPast(lineId);
		const all = await cancel([{ orderId: order.id }]);
		expect(all.error?.message).toMatch(/Nothing is left to be cancelled/);
		expect((await stage.stats()).violations).toEqual([]);
		const named = await cancel([{ orderId: order.id, lineId }]);
		expect(named.error?.message).toContain(`Line '${lineId}' of order '${order.id}' was refused`);
		expect(stateOf(order.id)).toBe('sent');
	});

	it.each([
		[{ reason: '={{ "" }}' }, /'Reason' is empty/],
		[{ reason: 'SoldOut' }, /not a reason that Kaufland knows/],
	])('needs a reason that Kaufland knows: %j', async (more, says) => {
		const parameters = { ...CANCEL, ...more };
		const { error } = await cancel([{ orderId: 'MB7UWLD' }], { parameters });
		expect(error?.message).toMatch(says);
		expect(await requests()).toBe(0);
	});
});

it('signs anew after a long wait, so that no clock is off', async () => {
	const order = ready(4);
	fastClock(2000);
	const wait: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '600' } };
	stage.server.faults.set([{ ...wait, path: '/send$', after: 1, times: 1 }]);
	const parameters = { ...SHIP, options: { maxWait: 900 } };
	const { outputs } = await run([parcel(order)], { parameters });
	expect(statuses(outputs[0])).toEqual(['done']);
	expect(timesSent(order)).toEqual([1, 1, 1, 1]);
	expect((await stage.stats()).violations).toEqual([]);
});

it('says what is wrong with the clock of this server, and sends nothing', async () => {
	const order = ready(1);
	stage.server.settings.now = () => Date.now() + 3_600_000;
	const { error } = await run([parcel(order)]);
	expect(`${error?.message} ${error?.description}`).toMatch(/clock of this server/);
	expect(timesSent(order)).toEqual([0]);
});

describe('carriers', () => {
	const search = async (filter?: string) => {
		const { context } = stage.node({ parameters: SHIP });
		const panel = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const { results } = await new Kaufland().methods.listSearch.searchCarriers.call(panel, filter);
		return results.map(({ value }) => value);
	};

	it('are listed by their names', async () => {
		const parameters = { resource: 'carrier', operation: 'getAll', returnAll: true };
		const output = await stage.node({ parameters }).run();
		expect(output.map(({ json }) => json)).toContainEqual({ code: 'DHL', name: 'DHL' });
		const names = output.map(({ json }) => json.name as string);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		const few = await stage
			.node({ parameters: { ...parameters, returnAll: false, limit: 2 } })
			.run();
		expect(few).toHaveLength(2);
	});

	it('are found in the panel', async () => {
		expect(await search('dhl')).toEqual(['DHL', 'DHL Freight']);
		expect((await search()).length).toBeGreaterThan(5);
	});
});

it('keeps to what Kaufland allows in a second', async () => {
	const own = await Stage.open('kaufland', { orders: 20, quotaScale: 1 });
	try {
		own.server.backend.add(150);
		const items = own.server.backend
			.held()
			.filter(({ status }) => status === 'need_to_be_sent')
			.map(({ id }) => ({ orderId: id, trackingNumber: `T${id}` }));
		const { outputs } = await own.workflow({
			...{ parameters: SHIP, items },
			settings: { onError: 'continueRegularOutput' },
		});
		const done = outputs[0].filter(({ json }) => json.status === 'done');
		expect(done.length).toBeGreaterThan(80);
		const { requests: calls, statuses: answers } = await own.stats();
		expect(calls).toBeGreaterThan(130);
		expect(answers['429']).toBeUndefined();
	} finally {
		await own.server.close();
	}
});

it('sends all pieces of an order, also where others leave the list while it is read', async () => {
	const own = await Stage.open('kaufland', { orders: 50, orderChurn: { change: 60 } });
	try {
		own.server.backend.add(600);
		const held = () => own.server.backend.held();
		const taken = held().filter(
			({ status, lineIds }) => status === 'need_to_be_sent' && lineIds.length > 1,
		);
		const items = taken.slice(0, 40).map(({ id }) => ({ orderId: id, trackingNumber: `T${id}` }));
		const { outputs } = await own.workflow({
			...{ parameters: SHIP, items },
			settings: { onError: 'continueRegularOutput' },
		});
		const left = new Map(held().map(({ id, status }) => [id, status.includes('need_to_be_sent')]));
		const done = outputs[0].filter(({ json }) =>
			['done', 'unchanged'].includes(String(json.status)),
		);
		expect(done.length).toBeGreaterThan(20);
		expect(done.filter(({ json }) => left.get(json.orderId as string))).toEqual([]);
		for (const { json } of done) expect(json.remaining).toEqual([]);
	} finally {
		await own.server.close();
	}
});
