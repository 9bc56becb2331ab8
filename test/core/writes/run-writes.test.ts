import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../core/operations/node-error';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { type Mishap, ParcelShop, shopNode } from './parcel-shop';

let clock: FakeClock;
beforeEach(() => (clock = new FakeClock()));
afterEach(() => vi.restoreAllMocks());

const aShop = () =>
	new ParcelShop({
		A1: [
			{ lineId: 'x', quantity: 2 },
			{ lineId: 'y', quantity: 1 },
		],
		B2: [{ lineId: 'z', quantity: 1 }],
		C3: [{ lineId: 'w', quantity: 1 }],
	});

const parcel = (orderId: string, trackingNumber: string, more: IDataObject = {}): IDataObject => ({
	orderId,
	trackingNumber,
	...more,
});

const selected = (...line: IDataObject[]): IDataObject => ({
	shipLines: 'selected',
	lines: { line },
});

const three = [parcel('A1', 'T1'), parcel('B2', 'T2'), parcel('C3', 'T3')];

type Setting = Parameters<typeof shopNode>[2];

async function ship(world: ParcelShop, items: IDataObject[], setting?: Setting) {
	return await clock.run(shopNode(world, items, setting).run());
}

async function refusal(world: ParcelShop, items: IDataObject[], setting?: Setting) {
	return (await clock.run(failureOf(shopNode(world, items, setting).run()))) as NodeError;
}

const statuses = (output: INodeExecutionData[]) => output.map(({ json }) => json.status);

/** What happens to the calls of one kind, by their number. */
const happening = (pattern: RegExp, ...mishaps: Mishap[]) => {
	let nth = 0;
	return (call: string): Mishap => (pattern.test(call) ? mishaps[nth++] : undefined);
};

describe('a write of several items', () => {
	it('gives one item per item, in their order, each linked to its own', async () => {
		const world = aShop();
		const output = await ship(world, three);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(output.map(({ json }) => [json.orderId, json.status])).toEqual([
			['A1', 'done'],
			['B2', 'done'],
			['C3', 'done'],
		]);
		expect(Object.keys(output[0].json)).toEqual([
			'schema',
			'marketplace',
			'account',
			'orderId',
			'status',
			'shipment',
			'remaining',
			'handle',
			'warnings',
		]);
		expect(output[0].json).toMatchObject({
			schema: 'shipment/1',
			marketplace: 'shop',
			shipment: { id: 'p1', carrier: 'DHL', trackingNumber: 'T1' },
		});
		expect(world.calls.filter((call) => call === 'POST /parcels')).toHaveLength(3);
	});

	it('sends what fits into one call together', async () => {
		const world = aShop();
		const chunk = {
			size: 2,
			identity: ({ trackingNumber }: { trackingNumber: string | null }) => trackingNumber ?? '',
		};
		const output = await ship(world, three, { operation: { chunk } });
		expect(statuses(output)).toEqual(['done', 'done', 'done']);
		expect(world.calls.filter((call) => call === 'POST /parcels')).toHaveLength(2);
	});

	it('leaves as it is what is so already', async () => {
		const world = aShop();
		await ship(world, three);
		world.calls.length = 0;
		expect(statuses(await ship(world, three))).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(world.calls).toEqual(['GET /orders/A1', 'GET /orders/B2', 'GET /orders/C3']);
	});

	it('takes the same parcel twice for one, and the lines of both for its lines', async () => {
		const world = aShop();
		const items = [
			parcel('A1', 'T 1', selected({ lineId: 'x' })),
			parcel('A1', 't-1', selected({ lineId: 'y', quantity: '1' })),
			parcel('A1', 'T1', selected({ lineId: 'x' })),
		];
		const output = await ship(world, items);
		expect(world.parcels.map(({ lines }) => lines)).toEqual([
			[
				{ lineId: 'x', quantity: 2 },
				{ lineId: 'y', quantity: 1 },
			],
		]);
		expect(statuses(output)).toEqual(['done', 'done', 'done']);
		// Whoever changes one of the items does not change the others.
		expect(output[0].json.shipment).not.toBe(output[1].json.shipment);
	});

	it('takes everything open where one of the two says so', async () => {
		const world = aShop();
		await ship(world, [parcel('A1', 'T1', selected({ lineId: 'y' })), parcel('A1', 'T1')]);
		expect(world.parcels.map(({ lines }) => lines.length)).toEqual([2]);
	});

	it('refuses the same parcel with two carriers, and sends the first', async () => {
		const world = aShop();
		const items = [parcel('A1', 'T1'), parcel('A1', 'T1', { carrier: 'UPS' })];
		const output = await ship(world, items, { onError: 'continueRegularOutput' });
		expect(statuses(output)).toEqual(['done', 'failed']);
		expect(output[1].json.error).toBe(
			"Items 0 and 1 contradict each other: the tracking number 'T1' has two carriers",
		);
	});

	it('shares the open units among the parcels of an order', async () => {
		const world = aShop();
		const items = [
			parcel('A1', 'T1', selected({ lineId: 'x', quantity: 1 })),
			parcel('A1', 'T2', selected({ lineId: 'x', quantity: '1' })),
			parcel('A1', 'T3', selected({ lineId: 'x', quantity: 1 })),
			parcel('A1', 'T4'),
			parcel('A1', 'T5'),
		];
		const output = await ship(world, items, { onError: 'continueRegularOutput' });
		expect(statuses(output)).toEqual(['done', 'done', 'failed', 'done', 'failed']);
		expect(output[2].json.error).toBe("Line 'x' of order 'A1' has 0 open units, not 1");
		expect(output[4].json.message).toContain("set 'Lines' to 'Selected Lines'");
		expect(world.calls.filter((call) => call.startsWith('GET'))).toHaveLength(1);
	});
});

describe('when some items fail', () => {
	it.each([0, 1, 2])('does the others and then says which: item %i', async (bad) => {
		const world = aShop();
		const items = three.map((item, at) => (at === bad ? { ...item, trackingNumber: 'BAD' } : item));
		const error = await refusal(world, items);
		expect(error.message).toBe(
			`1 of 3 parcels was not shipped: ${String(three[bad].orderId)} BAD (Shop rejected the request (status 400))`,
		);
		expect(error.description).toContain('The other 2 are done.');
		expect(error.context.itemIndex).toBe(bad);
		expect(world.parcels).toHaveLength(2);
	});

	it('names ten of many', async () => {
		const world = aShop();
		const items = Array.from({ length: 13 }, (_, at) => parcel(`D${at}`, `T${at}`));
		const { message } = await refusal(world, items);
		expect(message).toMatch(/^13 of 13 parcels were not shipped: D0 T0 \(/);
		expect(message).toMatch(/D9 T9 \(.*\) and 3 more$/);
	});

	it('throws the error of an only item as it is', async () => {
		const error = await refusal(aShop(), [parcel('A1', 'NO')]);
		expect(error.message).toBe('The shop says no');
		expect(error.description).toContain('Code: E1');
	});

	it.each([0, 1, 2])('gives an item with all that is known in its place: %i', async (bad) => {
		const items = three.map((item, at) => (at === bad ? { ...item, trackingNumber: 'NO' } : item));
		const output = await ship(aShop(), items, { onError: 'continueRegularOutput' });
		expect(output.map(({ json }) => json.status === 'failed')).toEqual(
			[0, 1, 2].map((at) => at === bad),
		);
		expect(output[bad]).toEqual({
			json: {
				error: 'The shop says no',
				message: 'The shop says no. Code: E1 · Marketplace: Shop · Credential: My shop',
				status: 'failed',
				orderId: three[bad].orderId,
				trackingNumber: 'NO',
				code: 'E1',
			},
			pairedItem: { item: bad },
		});
	});

	it.each([0, 1, 2])('gives what n8n sends by the error output: %i', async (bad) => {
		const items = three.map((item, at) => (at === bad ? { ...item, trackingNumber: 'NO' } : item));
		const output = await ship(aShop(), items, { onError: 'continueErrorOutput' });
		for (const [at, { json }] of output.entries()) {
			expect(Object.keys(json).sort().join() === 'error,message').toBe(at === bad);
		}
	});

	it.each([
		[{ orderId: ' ' }, "'Order ID' is empty"],
		[{ orderId: 'A/1' }, "'Order ID' is not a valid order ID of Shop"],
		[{ trackingNumber: '' }, "'Tracking Number' is empty"],
		[{ trackingNumber: 'T'.repeat(21) }, "'Tracking Number' has more than 20 characters"],
		[{ trackingNumber: 1e21 }, "'Tracking Number' contains a whole number that JavaScript"],
		[{ trackingNumber: 12.5 }, "'Tracking Number' is the number 12.5, not a text"],
		[{ carrier: '' }, "'Carrier' is empty"],
		[{ carrier: 'OTHER' }, "'Carrier Name' is empty"],
		[{ carrier: 'OTHER', carrierName: 'A very long name' }, "'Carrier Name' has more than 10"],
		[{ shipLines: 'selected' }, "'Selected Lines' is empty"],
		[selected({ lineId: '' }), "'Line ID' is empty"],
		[selected({ lineId: 'x' }, { lineId: 'x' }), "'Selected Lines' names a line twice"],
		[selected({ lineId: 'x', quantity: 0 }), "'Quantity' of line 'x' is not a whole number"],
		[selected({ lineId: 'x', quantity: 1.5 }), "'Quantity' of line 'x' is not a whole number"],
		[selected({ lineId: 'x', quantity: 3 }), "Line 'x' of order 'A1' has 2 open units, not 3"],
		[selected({ lineId: 'q' }), "Order 'A1' has no line 'q'"],
	])('refuses %j before anything is written', async (change, complaint) => {
		const world = aShop();
		const error = await refusal(world, [{ ...parcel('A1', 'T1'), ...change }]);
		expect(error.message).toContain(complaint);
		expect(world.calls.filter((call) => call.startsWith('POST'))).toEqual([]);
	});

	it.each([NaN, true, {}, [2]])('takes no quantity %j for all that is open', async (quantity) => {
		const world = aShop();
		const item = { ...parcel('A1', 'T1'), shipLines: 'selected' };
		const error = await refusal(world, [
			{ ...item, lines: { line: [{ lineId: 'x', quantity }] } } as IDataObject,
		]);
		expect(error.message).toContain("'Quantity' of line 'x' is not a whole number");
		expect(world.parcels).toEqual([]);
	});

	it('takes no rounded number for a line', async () => {
		const error = await refusal(aShop(), [
			parcel('A1', 'T1', selected({ lineId: Number('12345678901234567890') })),
		]);
		expect(error.message).toContain("'Line ID' contains a whole number that JavaScript");
	});

	it('reads the options of each item: those of one do not fail the others', async () => {
		const items = [{ ...three[0], options: { maxWait: 'abc' } }, ...three.slice(1)];
		const output = await ship(aShop(), items, { onError: 'continueRegularOutput' });
		expect(statuses(output)).toEqual(['failed', 'done', 'done']);
		expect(output[0].json).toMatchObject({ orderId: 'A1', trackingNumber: 'T1' });
	});

	it('reads nothing more where the access has ended', async () => {
		const world = aShop();
		world.mishap = () => 418;
		const items = Array.from({ length: 60 }, (_, at) => parcel(`D${at}`, `T${at}`));
		const output = await ship(world, items, { onError: 'continueRegularOutput' });
		expect(new Set(statuses(output))).toEqual(new Set(['failed']));
		expect(world.calls.length).toBeLessThan(20);
	});

	it('warns of a number in place of a text', async () => {
		const [{ json }] = await ship(aShop(), [{ orderId: 'A1', trackingNumber: 6900123 }]);
		expect(json).toMatchObject({ status: 'done', shipment: { trackingNumber: '6900123' } });
		expect(json.warnings).toEqual([expect.stringContaining('no leading zeros')]);
	});

	it('finds the one that spoils a call by halving', async () => {
		const world = aShop();
		const chunk = {
			size: 30,
			identity: ({ trackingNumber }: { trackingNumber: string | null }) => trackingNumber ?? '',
		};
		const items = [...three, parcel('A1', 'BAD1', selected({ lineId: 'x', quantity: 1 }))];
		const output = await ship(
			world,
			items.map((item) =>
				item.trackingNumber === 'T1' ? { ...item, ...selected({ lineId: 'y' }) } : item,
			),
			{ operation: { chunk, repeat: 'safe' }, onError: 'continueRegularOutput' },
		);
		expect(statuses(output)).toEqual(['done', 'done', 'done', 'failed']);
	});

	it('ends the rest at once where the access has ended', async () => {
		const world = aShop();
		world.mishap = (call) => (call.startsWith('POST') ? 401 : undefined);
		const output = await ship(
			world,
			Array.from({ length: 40 }, (_, at) =>
				parcel('A1', `T${at}`, selected({ lineId: 'x', quantity: 1 })),
			)
				.slice(0, 2)
				.concat(three.slice(1)),
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(new Set(statuses(output))).toEqual(new Set(['failed']));
		expect(world.calls.filter((call) => call.startsWith('POST')).length).toBeLessThanOrEqual(3);
	});

	it('reads nobody else for an order that cannot be read', async () => {
		const output = await ship(aShop(), [parcel('Z9', 'T9'), ...three], {
			onError: 'continueRegularOutput',
		});
		expect(statuses(output)).toEqual(['failed', 'done', 'done', 'done']);
	});
});

describe('a write without an answer', () => {
	it('is found to be done, and not sent again', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, undefined, 'lostAfter', undefined);
		const output = await ship(world, three);
		expect(statuses(output)).toEqual(['done', 'done', 'done']);
		expect(world.parcels).toHaveLength(3);
		expect(output[1].json.shipment).toMatchObject({ id: 'p2' });
		expect(clock.sleeps).toContain(2000);
	});

	it('is looked for later after a time-out: the other side may still be at work', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, 504);
		await ship(world, [parcel('A1', 'T1')]);
		expect(clock.sleeps).toContain(10_000);
		expect(clock.sleeps).not.toContain(2000);
	});

	it('is sent again, once, where a look shows that it was not done', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, 'lostBefore');
		expect(statuses(await ship(world, [parcel('A1', 'T1')]))).toEqual(['done']);
		expect(world.parcels).toHaveLength(1);
		expect(world.calls).toEqual([
			'GET /orders/A1',
			'POST /parcels',
			'GET /orders/A1',
			'POST /parcels',
		]);
	});

	it.each([
		['the second try has no answer either', happening(/^POST/, 'lostBefore', 'lostBefore')],
		[
			'it cannot be looked at',
			(call: string): Mishap => (call.startsWith('POST') ? 'lostBefore' : undefined),
		],
	])('is unknown where %s', async (_why, mishap) => {
		const world = aShop();
		world.mishap = mishap;
		const error = await refusal(world, [parcel('A1', 'T1')]);
		expect(error.message).toBe(
			'Shop did not answer (connection reset). It may have been done anyway',
		);
		expect(error.description).toContain('Look into the shop before you send it again');
	});

	it('is unknown where nothing can be read any more', async () => {
		const world = aShop();
		world.mishap = happening(/./, undefined, 'lostAfter', 403, 403);
		const items = [parcel('A1', 'T1')];
		const output = await ship(world, items, { onError: 'continueRegularOutput' });
		expect(output[0].json).toMatchObject({ status: 'unknown', orderId: 'A1' });
		expect(world.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
	});

	it('is never sent again where that may double it', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, 'lostBefore');
		const output = await ship(world, [parcel('A1', 'T1')], {
			operation: { repeat: 'never' },
			onError: 'continueRegularOutput',
		});
		expect(statuses(output)).toEqual(['unknown']);
		expect(world.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
	});

	it('counts both in the one error', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, 'lostBefore', undefined, undefined);
		const items = [...three, parcel('C3', 'NO')];
		const { message } = await refusal(world, items, { operation: { repeat: 'never' } });
		expect(message).toMatch(
			/^1 of 4 parcels was not shipped; 1 of 4 parcels may have been shipped, nobody knows: A1 T1 \(unknown: /,
		);
	});
});

describe('Retry On Fail', () => {
	const retried = { retryOnFail: true, onError: 'continueRegularOutput' } as const;

	it('sends nothing again that was done', async () => {
		const world = aShop();
		const run = { node: { name: 'Shop' } };
		const items = [{ ...three[0], trackingNumber: 'NO' }, ...three.slice(1)];
		const first = await ship(world, items, { ...retried, run });
		expect(statuses(first)).toEqual(['failed', 'done', 'done']);
		world.calls.length = 0;
		const second = await ship(world, items, { ...retried, run });
		expect(second.map(({ json }) => json).slice(1)).toEqual(first.map(({ json }) => json).slice(1));
		expect(world.calls).toEqual(['GET /orders/A1', 'POST /parcels']);
		expect(world.parcels).toHaveLength(2);
	});

	it('does not send what may have been done and has no key', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, 'lostAfter');
		const setting = {
			...retried,
			run: { node: { name: 'Shop' } },
			operation: { repeat: 'never' },
		} as const;
		const blind = { ...setting, operation: { ...setting.operation, lookUp: undefined } };
		expect(statuses(await ship(world, [parcel('A1', 'T1')], blind))).toEqual(['unknown']);
		expect(statuses(await ship(world, [parcel('A1', 'T1')], blind))).toEqual(['unknown']);
		expect(world.parcels).toHaveLength(1);
	});

	it('does not call failed what an earlier try may have done, as long as nobody can look', async () => {
		const world = aShop();
		const setting = { ...retried, run: { node: { name: 'Shop' } } };
		const items = [parcel('A1', 'T1')];
		let looks = 0;
		// One look before it is sent; from then on, none.
		world.mishap = (call) =>
			call.startsWith('POST') ? 'lostAfter' : looks++ > 0 ? 403 : undefined;
		expect(statuses(await ship(world, items, setting))).toEqual(['unknown']);
		const [again] = await ship(world, items, setting);
		expect(again.json.status).toBe('unknown');
		expect(world.parcels).toHaveLength(1);
		world.mishap = () => undefined;
		expect(statuses(await ship(world, items, setting))).toEqual(['unchanged']);
	});

	it('keeps the accounts of one run apart', async () => {
		const world = aShop();
		const credentials = (item: number) => ({ token: item === 1 ? 'of B' : 'of A' });
		const setting = { ...retried, run: { node: { name: 'Shop' } }, credentials };
		const output = await ship(world, [three[0], three[0]], setting);
		// Both are the same shop here, so the second account finds the parcel: by its own look.
		expect(statuses(output)).toEqual(['done', 'unchanged']);
		expect(world.calls.filter((call) => call === 'GET /orders/A1')).toHaveLength(2);
	});

	it('is another run in another execution', async () => {
		const world = aShop();
		await ship(world, three, { ...retried, run: { node: { name: 'Shop' } } });
		const again = await ship(world, three, { ...retried, run: { node: { name: 'Shop' } } });
		expect(statuses(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});
});

describe('what was only taken', () => {
	it('has a handle, and says once what could not be found out about it', async () => {
		const handle = { type: 'feed', id: '7' };
		const warnings = ['Nobody knows'];
		const part = { orderId: 'A1', trackingNumber: 'T1', lines: [] };
		const output = await ship(aShop(), [parcel('A1', 'T1')], {
			operation: {
				plan: () => [part, part],
				write: async () => await Promise.resolve([{ status: 'accepted', handle, warnings }]),
			},
		});
		expect(output[0].json).toMatchObject({ status: 'accepted', handle, warnings });
	});
});

describe('what comes after', () => {
	const operation = {
		followUp: () => ({
			part: { orderId: 'A1', trackingNumber: 'STATUS', lines: [] },
			otherwise: 'The parcel was added, but the status was not set',
		}),
	};

	it('is sent once an order, when all its parcels are through', async () => {
		const world = aShop();
		const items = [
			parcel('A1', 'T1', selected({ lineId: 'x' })),
			parcel('A1', 'T2', selected({ lineId: 'y' })),
		];
		await ship(world, items, { operation });
		expect(world.parcels.map(({ trackingNumber }) => trackingNumber)).toEqual([
			'T1',
			'T2',
			'STATUS',
		]);
	});

	it('is a failure of those only whom it concerns', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, undefined, undefined, 400);
		const items = [
			parcel('A1', 'T1', selected({ lineId: 'x' })),
			parcel('A1', 'T2', selected({ lineId: 'y' })),
		];
		const concerns = ({ trackingNumber }: { trackingNumber: string | null }) =>
			trackingNumber === 'T2';
		const output = await ship(world, items, {
			operation: { followUp: () => ({ ...operation.followUp(), concerns }) },
			onError: 'continueRegularOutput',
		});
		expect(statuses(output)).toEqual(['done', 'failed']);
	});

	it('is a failure of the item if it fails', async () => {
		const world = aShop();
		world.mishap = happening(/^POST/, undefined, 400);
		const error = await refusal(world, [parcel('A1', 'T1')], { operation });
		expect(error.message).toBe(
			'The parcel was added, but the status was not set: Shop rejected the request (status 400)',
		);
	});
});

describe('the user', () => {
	it('presses Stop: nothing more is sent', async () => {
		const world = aShop();
		const stop = new AbortController();
		world.mishap = (call) => {
			if (call.startsWith('POST')) stop.abort();
			return undefined;
		};
		const setting = { signal: stop.signal, onError: 'continueRegularOutput' } as const;
		const error = await refusal(
			world,
			[parcel('A1', 'T1', selected({ lineId: 'x', quantity: 1 })), parcel('A1', 'T2')],
			setting,
		);
		expect(error.message).toContain('stopped');
		expect(world.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
	});

	it('may have a credential whose fields differ from item to item: two accounts', async () => {
		const world = aShop();
		const items = [three[0], three[0], three[1]];
		const output = await ship(world, items, {
			credentials: (item) => ({ token: item === 1 ? 'of B' : 'of A' }),
		});
		expect(output.map(({ json }) => json.orderId)).toEqual(['A1', 'A1', 'B2']);
		// The same number in another shop is another parcel; here, both are the same shop, which has it already.
		expect(statuses(output)).toEqual(['done', 'unchanged', 'done']);
		expect(world.calls.filter((call) => call === 'GET /orders/A1')).toHaveLength(2);
	});
});
