import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { failureOf } from '../kit/failure';
import { Stage, type MarketplaceName } from './stage';

type Notice = { complete: boolean; read: number; cursor: string | null; reason?: string };

const ORDERS = 730;
const LONG = 60_000;
/** Dates that stay as they are from run to run. */
const SINCE = new Date(Date.now() - 30 * 86_400_000).toISOString();
const LISTS: Array<
	[label: string, name: MarketplaceName, parameters: IDataObject, breaksAfter: number]
> = [
	['allegro', 'allegro', {}, 3],
	['amazon', 'amazon', { filters: { createdAfter: SINCE } }, 3],
	['amazon v0', 'amazon', { apiVersion: 'v0', filters: { createdAfter: SINCE } }, 200],
	['bigCommerce', 'bigCommerce', {}, 2],
	['naver by creation', 'naver', { filters: { createdAfter: SINCE } }, 20],
	['naver by change', 'naver', { filters: { updatedAfter: SINCE } }, 1],
];

describe.each(LISTS)('%s', (label, name, parameters, after) => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await Stage.open(name, { orders: ORDERS, quotaScale: 10_000 });
	}, LONG);
	afterAll(async () => await stage.server.close());
	beforeEach(() => stage.reset());

	const store = () => {
		const grant = stage.grant() as unknown as Record<string, string> & {
			marketplaceIds?: string[];
		};
		const sites = grant.marketplaceIds ? { marketplaceIds: grant.marketplaceIds } : {};
		return { grant, sites };
	};

	async function run(options: IDataObject, more: IDataObject = {}) {
		const { grant, sites } = store();
		const all = stage.everyOrder({ ...parameters, ...sites, ...more, options });
		return split(await stage.node({ grant, parameters: all }).run());
	}

	function split(items: INodeExecutionData[]) {
		const notice = items.at(-1)?.json.notice as Notice | undefined;
		const found = notice ? items.slice(0, -1) : items;
		return { ids: stage.ids(found), keys: found.map(({ json }) => json.eventKey), notice };
	}

	it(
		'is read in several runs as in one',
		async () => {
			const found: string[] = [];
			const states: unknown[] = [];
			let cursor: string | null = '';
			for (let count = 0; cursor !== null; count++) {
				const limited = { returnAll: false, limit: 170 };
				const { ids, keys, notice } = await run({ outputCursor: true, cursor }, limited);
				expect(ids.length).toBeLessThanOrEqual(170);
				expect(count).toBeLessThan(12);
				found.push(...ids);
				states.push(...keys);
				cursor = notice?.cursor ?? null;
				expect(notice?.complete).toBe(cursor === null);
			}
			expect(new Set(states).size).toBe(states.length);
			// An order comes once for every day on which some of its lines changed.
			const orders = label === 'naver by change' ? [...new Set(found)] : found;
			expect(orders.toSorted()).toEqual(stage.heldIds().toSorted());
		},
		LONG,
	);

	it(
		'goes on where it broke',
		async () => {
			const path =
				label === 'naver by change' ? '/query' : '/(product-)?orders|/order/checkout-forms';
			stage.server.faults.set([{ kind: 'status', status: 400, path, after }]);
			const broken = await run({ partialResults: true });
			expect(broken.notice).toMatchObject({ complete: false });
			expect(broken.ids.length).toBeGreaterThan(0);
			stage.server.faults.set([]);
			const rest = await run({ cursor: broken.notice?.cursor });
			expect(rest.ids.length).toBeLessThan(ORDERS);
			const all = new Set([...broken.ids, ...rest.ids]);
			expect([...all].toSorted()).toEqual(stage.heldIds().toSorted());
			expect(rest.notice).toMatchObject({ complete: true, cursor: null });
		},
		LONG,
	);

	it(
		'refuses a cursor of other filters, before anything is sent',
		async () => {
			const { notice } = await run({ outputCursor: true }, { returnAll: false, limit: 5 });
			const family = (parameters.filters as IDataObject | undefined)?.updatedAfter
				? 'updatedAfter'
				: 'createdAfter';
			const filters = { [family]: '2026-01-01T00:00:00Z' };
			// What was read ahead arrives late.
			await wait(500);
			stage.server.resetStats();
			const failure = await failureOf(run({ cursor: notice?.cursor }, { filters }));
			expect((failure as Error).message).toContain('the cursor of another list');
			expect((await stage.stats()).requests).toBe(0);
		},
		LONG,
	);
});

it(
	'what changed today comes once, also where a run ends with the last of it',
	async () => {
		const stage = await Stage.open('naver', { orders: 400, quotaScale: 10_000 });
		const grant = stage.grant();
		const filters = { updatedAfter: new Date(Date.now() - 23 * 3_600_000).toISOString() };
		const run = async (limit: number, options: IDataObject = {}) => {
			const parameters = stage.everyOrder({ filters, returnAll: false, limit, options });
			return await stage.node({ grant, parameters }).run();
		};
		const { length } = await run(1000);
		const { cursor } = (await run(length, { outputCursor: true })).at(-1)?.json.notice as Notice;
		const rest = await run(length, { cursor });
		expect(length).toBeGreaterThan(10);
		expect(cursor).not.toBeNull();
		expect(rest.map(({ json }) => json)).toEqual([
			{ notice: { complete: true, read: 0, cursor: null } },
		]);
		await stage.server.close();
	},
	LONG,
);
