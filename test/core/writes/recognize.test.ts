import type { INodeExecutionData } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../core/operations/node-error';
import { sameNumber } from '../../../core/writes/parcel';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { type Mishap, ParcelShop, shopNode } from './parcel-shop';

let clock: FakeClock;
beforeEach(() => (clock = new FakeClock()));
afterEach(() => vi.restoreAllMocks());

type Setting = NonNullable<Parameters<typeof shopNode>[2]>;
type Operation = NonNullable<Setting['operation']>;

const aShop = () => new ParcelShop({ A1: ['x', 'y'].map((lineId) => ({ lineId, quantity: 1 })) });

/** A parcel for each line, though the wish is one. */
const perLine: Operation = {
	plan: ({ orderId, trackingNumber, lines }, state) =>
		(state?.open.take(lines) ?? []).map((line) => ({ orderId, trackingNumber, lines: [line] })),
	recognize: ({ trackingNumber, lines }, state) => {
		const found = state.parcels.find(
			(parcel) =>
				sameNumber(parcel.trackingNumber) === sameNumber(trackingNumber) &&
				parcel.lines[0].lineId === lines[0].lineId,
		);
		return found && { status: 'done', body: found.id };
	},
	toItem: ({ status, bodies }) => ({ status, bodies }),
};

/** What happens to the calls that write, by their number. */
const happening = (...mishaps: Mishap[]) => {
	let nth = 0;
	return (call: string): Mishap => (call.startsWith('POST') ? mishaps[nth++] : undefined);
};

const items = [{ orderId: 'A1', trackingNumber: 'T1' }];
const run = async (world: ParcelShop, setting: Setting): Promise<INodeExecutionData[]> =>
	await clock.run(shopNode(world, items, setting).run());
const refusal = async (world: ParcelShop, setting: Setting) =>
	(await clock.run(failureOf(shopNode(world, items, setting).run()))) as NodeError;
const posts = (world: ParcelShop) => world.calls.filter((call) => call.startsWith('POST'));

describe('a write that recognises what had no answer', () => {
	it.each([1, 2])('does not send part %i again, and has its answer from the look', async (nth) => {
		const world = aShop();
		const mishaps: Mishap[] = [];
		mishaps[nth - 1] = 'lostAfter';
		world.mishap = happening(...mishaps);
		const [{ json }] = await run(world, { operation: perLine });
		expect(json.status).toBe('done');
		expect([...(json.bodies as string[])].sort()).toEqual(['p1', 'p2']);
		expect(posts(world)).toHaveLength(2);
	});

	it('sends only the part again that was not done', async () => {
		const world = aShop();
		world.mishap = happening(undefined, 'lostBefore');
		const [{ json }] = await run(world, { operation: perLine });
		expect(json).toEqual({ status: 'done', bodies: ['p1', 'p2'] });
		expect(world.parcels.map(({ lines }) => lines[0].lineId)).toEqual(['x', 'y']);
	});

	it('does not send again what was refused beside it', async () => {
		const world = aShop();
		world.mishap = happening(400, 'lostAfter');
		const { message } = await refusal(world, { operation: perLine });
		expect(message).toMatch(/^1 of 2 parts was shipped: /);
		expect(posts(world)).toHaveLength(2);
	});

	it('is unknown if nothing is found after the second try either', async () => {
		const world = aShop();
		world.mishap = happening(undefined, 'lostBefore', 'lostBefore');
		expect((await refusal(world, { operation: perLine })).message).toMatch(/may have been done/);
		expect(world.parcels).toHaveLength(1);
	});
});

it('does not forget what is known of an order when a look fails', async () => {
	const world = aShop();
	const mishaps: Mishap[] = [undefined, undefined, 'lostAfter', 403, 403];
	world.mishap = () => mishaps.shift();
	const both = ['x', 'y'].map((lineId) => ({
		...{ orderId: 'A1', trackingNumber: lineId, shipLines: 'selected' },
		lines: { line: [{ lineId }] },
	}));
	const output = await clock.run(shopNode(world, both, { onError: 'continueRegularOutput' }).run());
	expect(output.map(({ json }) => json.status)).toEqual(['done', 'unknown']);
	expect(output[0].json.remaining).toHaveLength(2);
});

describe('Retry On Fail after a lost answer', () => {
	it.each([
		[true, 2],
		[false, 1],
	])('sends again what leaves a trace (%s)', async (trace, calls) => {
		const world = aShop();
		const lost: Mishap[] = ['lostAfter', 403];
		world.mishap = (call) =>
			call.startsWith('POST') || world.calls.length > 1 ? lost.shift() : undefined;
		const plan: Operation['plan'] = ({ orderId, trackingNumber }) => [
			{ orderId, trackingNumber, lines: [] },
		];
		const operation: Operation = { plan, leavesTrace: () => trace };
		const setting = { operation, retryOnFail: true, run: { node: { name: 'Shop' } } };
		await refusal(world, setting);
		await run(world, setting).catch(() => undefined);
		expect(posts(world)).toHaveLength(calls);
	});
});
