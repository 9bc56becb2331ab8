import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import type { NodeError } from '../../../core/operations/node-error';
import { NaverCommerce } from '../../../nodes/NaverCommerce/NaverCommerce.node';
import { Random } from '../../../sandbox/kit/random';
import { fastClock } from '../../kit/fast-clock';
import { Stage, type Setting } from '../stage';

/** One after another, each an order of its own: what one test writes, no other one reads. */
describe('the writes of Naver', () => {
	let stage: Stage;
	const random = new Random(7);
	let serial = 0;

	beforeAll(async () => (stage = await Stage.open('naver', { orders: 5 })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		stage.reset();
		fastClock(20);
	});
	afterEach(() => vi.restoreAllMocks());

	/** New orders, paid and free of claims; the lines of each by its ID. */
	async function orders(count: number): Promise<Map<string, string[]>> {
		const ids: string[] = [];
		while (ids.length < count) {
			const { orderId } = stage.server.backend.world.act(random, 'buy');
			ids.push(orderId);
		}
		const found = new Map<string, string[]>();
		const get = { resource: 'order', operation: 'get', orderId: '={{ $json.id }}' };
		const read = await stage.node({ parameters: get, items: ids.map((id) => ({ id })) }).run();
		for (const { json } of read) {
			const lines = json.lines as Array<{ id: string | null; kind: string }>;
			found.set(
				json.id as string,
				lines.flatMap(({ id }) => id ?? []),
			);
		}
		stage.server.resetStats();
		return found;
	}

	const number = (): string => `6900${String(++serial).padStart(8, '0')}`;
	const shipping: IDataObject = {
		resource: 'order',
		operation: 'ship',
		orderId: '={{ $json.orderId }}',
		carrier: { __rl: true, mode: 'list', value: 'CJGLS' },
		trackingNumber: '={{ $json.number }}',
	};
	const items = (known: Map<string, string[]>): IDataObject[] =>
		[...known.keys()].map((orderId) => ({ orderId, number: number() }));
	const run = async (parameters: IDataObject, input: IDataObject[], setting: Setting = {}) =>
		(await stage.node({ parameters, items: input, ...setting }).run()).map(({ json }) => json);
	const parcelsOf = (orderId: unknown) => stage.server.backend.parcels?.(orderId as string) ?? [];
	/** Presents that nobody has accepted cannot be sent. */
	const giftless = async (count: number): Promise<Map<string, string[]>> => {
		const some = await orders(count + 6);
		const output = await run({ ...shipping, operation: 'get' }, items(some));
		const open = output.filter(
			({ shippingAddress }) => (shippingAddress as IDataObject | null)?.line1 !== null,
		);
		stage.server.resetStats();
		return new Map(
			open.slice(0, count).map(({ id }) => [id as string, some.get(id as string) ?? []]),
		);
	};

	it('ship orders once, and leave them as they are in a second run', async () => {
		const input = items(await giftless(3));
		const first = await run(shipping, input);
		expect(first.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
		for (const { orderId, number: trackingNumber } of input) {
			expect(parcelsOf(orderId)).toMatchObject([{ carrier: 'CJGLS', trackingNumber }]);
		}
		// One for the lines of each order, one for their details, one to send them.
		expect(await stage.stats()).toMatchObject({ requests: 5, violations: [] });
		stage.server.resetStats();
		const second = await run(shipping, input);
		expect(second.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(await stage.stats()).toMatchObject({ requests: 4, violations: [] });
		expect(second.map(({ shipment }) => (shipment as IDataObject).lines)).toEqual(
			first.map(({ shipment }) => (shipment as IDataObject).lines),
		);
	});

	it('ship lines by their IDs, without a look', async () => {
		const known = await giftless(3);
		const input = [...known].flatMap(([orderId, lines]) =>
			lines.map((lineId) => ({ orderId, lineId, number: number() })),
		);
		const selected = {
			...shipping,
			shipLines: 'selected',
			lines: { line: [{ lineId: '={{ $json.lineId }}' }] },
		};
		const output = await run(selected, input);
		expect(output.every(({ status }) => status === 'done')).toBe(true);
		expect(await stage.stats()).toMatchObject({ requests: 1, violations: [] });
		expect(parcelsOf(input[0].orderId)[0].trackingNumber).toBe(input[0].number);
	});

	describe.each([0, 1, 2])('a parcel that Naver refuses, at place %i', (at) => {
		const prepare = async (): Promise<IDataObject[]> => {
			const input = items(await giftless(3));
			Object.assign(stage.server.settings, {
				trackingProblems: { [input[at].number as string]: '104122' },
			});
			return input;
		};
		const expectOthersSent = (input: IDataObject[]): void =>
			expect(input.map(({ orderId }) => parcelsOf(orderId).length)).toEqual(
				[0, 1, 2].map((place) => (place === at ? 0 : 1)),
			);

		it('stops the node after the others were sent', async () => {
			const input = await prepare();
			const outcome = await stage.workflow({ parameters: shipping, items: input });
			const error = outcome.error as NodeError;
			expect(error.message).toMatch(/^1 of 3 parcels was not shipped: .*is not valid/);
			expect(error.message).toContain(String(input[at].number));
			expectOthersSent(input);
		});

		it('is an item in its place', async () => {
			const input = await prepare();
			const settings = { onError: 'continueRegularOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: shipping, items: input, settings });
			expect(outputs[0].map(({ json }) => json.status)).toEqual(
				[0, 1, 2].map((place) => (place === at ? 'failed' : 'done')),
			);
			expect(outputs[0][at].json).toMatchObject({ code: '104122', orderId: input[at].orderId });
			expectOthersSent(input);
		});

		it('leaves through the error output', async () => {
			const input = await prepare();
			const settings = { onError: 'continueErrorOutput' } as const;
			const { outputs } = await stage.workflow({ parameters: shipping, items: input, settings });
			expect(outputs.map(({ length }) => length)).toEqual([2, 1]);
			expect(outputs[1][0].json.error).toContain('The tracking number is not valid');
			expectOthersSent(input);
		});

		it('is sent no second time with the others by "Retry On Fail"', async () => {
			const input = await prepare();
			const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
			await stage.workflow({ parameters: shipping, items: input, settings });
			expectOthersSent(input);
		});
	});

	it.each(['lost', 'done504'] as const)('ship once where the answer is %s', async (kind) => {
		const input = items(await giftless(2));
		stage.server.faults.set([{ kind, path: '/dispatch$', times: 1 }]);
		const output = await run(shipping, input);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(input.map(({ orderId }) => parcelsOf(orderId).length)).toEqual([1, 1]);
	});

	it('find what was shipped where no answer ever comes', async () => {
		const input = items(await giftless(2));
		stage.server.faults.set([{ kind: 'lost', path: '/dispatch$' }]);
		const output = await run(shipping, input);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(input.map(({ orderId }) => parcelsOf(orderId).length)).toEqual([1, 1]);
	});

	it('confirm orders, warn of a new address, and leave them as they are in a second run', async () => {
		const known = await orders(2);
		const input = items(known);
		Object.assign(stage.server.settings, { changedAddresses: [input[1].orderId] });
		const confirming = { ...shipping, operation: 'confirm' };
		const output = await run(confirming, input);
		expect(output).toMatchObject([
			{ status: 'done', warnings: [] },
			{ status: 'done', warnings: [expect.stringContaining('address changed') as string] },
		]);
		expect(await run(confirming, input)).toMatchObject([
			{ status: 'unchanged' },
			{ status: 'unchanged' },
		]);
		expect((await stage.stats()).violations).toEqual([]);
	});

	it('confirm once where the answer is lost', async () => {
		const input = items(await orders(2));
		stage.server.faults.set([{ kind: 'lost', path: '/confirm$' }]);
		const output = await run({ ...shipping, operation: 'confirm' }, input);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
	});

	it.each([undefined, 'lost', 'done504'] as const)('cancel an order (%s)', async (kind) => {
		const [[orderId, lines]] = [...(await orders(1))];
		if (kind) stage.server.faults.set([{ kind, path: '/claim/cancel/request$', times: 1 }]);
		const cancelling = { ...shipping, operation: 'cancel', reason: 'SOLD_OUT' };
		expect(await run(cancelling, [{ orderId }])).toMatchObject([{ orderId, status: 'done' }]);
		const [order] = await run({ ...shipping, operation: 'get' }, [{ orderId }]);
		expect(order).toMatchObject({ status: 'cancelled', statusRaw: 'CANCELED' });
		expect((order.lines as unknown[]).length).toBeGreaterThanOrEqual(lines.length);
		expect(await run(cancelling, [{ orderId }])).toMatchObject([{ status: 'unchanged' }]);
	});

	it.each([
		['hanjin', ['HANJIN']],
		['우체국', ['EPOST']],
		['cjgls', ['CJGLS']],
	])('find a carrier by its code or its name: %s', async (filter, expected) => {
		const { context } = stage.node({ parameters: shipping });
		const panel = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const search = new NaverCommerce().methods.listSearch.searchCarriers;
		const { results } = await search.call(panel, filter);
		expect(results.map(({ value }) => value)).toEqual(expected);
		expect((await stage.stats()).requests).toBe(0);
	});

	it('have the great carriers first in the panel', async () => {
		const { context } = stage.node({ parameters: shipping });
		const panel = Object.create(context, {
			getCurrentNodeParameter: { value: () => undefined },
		}) as ILoadOptionsFunctions;
		const { results } = await new NaverCommerce().methods.listSearch.searchCarriers.call(panel);
		const first = results.slice(0, 3).map(({ value }) => value);
		expect(first).toEqual(['CJGLS', 'HYUNDAI', 'HANJIN']);
	});

	it('list the carriers without a call', async () => {
		const parameters = { resource: 'carrier', operation: 'getAll', returnAll: true };
		const output = await run(parameters, [{}]);
		expect(output).toHaveLength(203);
		expect(output[0]).toEqual({ code: 'CJGLS', name: 'CJ대한통운 (CJ Logistics)' });
		expect(await run({ ...parameters, returnAll: false, limit: 2 }, [{}])).toHaveLength(2);
		expect((await stage.stats()).requests).toBe(0);
	});
});
