import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { Random } from '../../sandbox/kit/random';
import { LIST_PATH, MARKETPLACES, Stage, type MarketplaceName } from './stage';

const ORDERS = 10_000;

/** Requests a thousand orders; `windows` are the days that Naver's feed has to be asked for anyway. Of Kaufland's orders, those on the edge of a page are asked for one by one. */
const BUDGET: Record<MarketplaceName, { perThousand: number; windows: number }> = {
	allegro: { perThousand: 11, windows: 0 },
	amazon: { perThousand: 11, windows: 0 },
	assistTencho: { perThousand: 0.1, windows: 0 },
	bigCommerce: { perThousand: 5, windows: 0 },
	kaufland: { perThousand: 16, windows: 70 },
	naver: { perThousand: 9, windows: 31 },
};

/** Where the published quota would make the test last minutes, it is larger. */
const SETTINGS: Record<MarketplaceName, object> = {
	allegro: { quotaScale: 1 },
	amazon: { quotaScale: 10_000 },
	assistTencho: { quotaScale: 1, maxRecords: 1_000_000 },
	bigCommerce: { quotaScale: 1 },
	kaufland: { quotaScale: 1 },
	naver: { quotaScale: 100 },
};

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await Stage.open(name, { orders: ORDERS, ...SETTINGS[name] });
	}, 60_000);
	afterAll(async () => await stage.server.close());
	beforeEach(() => stage.reset());

	it('gives 10,000 orders once each, in few requests and with no refusal', async () => {
		const held = stage.heldIds();
		const found = stage.ids(await stage.node().run());
		expect(new Set(found).size).toBe(found.length);
		expect(found.toSorted()).toEqual(held.toSorted());
		const { requests, tokenCalls, statuses, violations } = await stage.stats();
		const { perThousand, windows } = BUDGET[name];
		expect(requests).toBeLessThanOrEqual((perThousand * ORDERS) / 1000 + windows);
		expect(tokenCalls).toBeLessThanOrEqual(1);
		expect(Object.keys(statuses)).toEqual(['200']);
		expect(violations).toEqual([]);
	}, 60_000);

	it('loses and doubles nothing while orders come and change', async () => {
		Object.assign(stage.server.settings, { latencyMs: 20, quotaScale: 10_000 });
		const held = stage.heldIds();
		const output = await whileItChanges(stage, stage.node().run());
		const found = stage.ids(output);
		expect(new Set(found).size).toBe(found.length);
		const got = new Set(found);
		expect(held.filter((id) => !got.has(id))).toEqual([]);
		expect((await stage.stats()).violations).toEqual([]);
	}, 60_000);
});

it('a limited list of Allegro loses nothing while others leave it', async () => {
	const stage = await Stage.open('allegro', { orders: 8000, quotaScale: 10_000 });
	stage.reset();
	const filters = { fulfillmentStatus: 'SENT' };
	const parameters = stage.everyOrder({ filters, returnAll: false, limit: 5000 });
	const grant = stage.grant();
	const random = new Random(7);
	const { world } = stage.server.backend;
	const answer = stage.server.faults.next.bind(stage.server.faults);
	let lists = 0;
	vi.spyOn(stage.server.faults, 'next').mockImplementation((...call) => {
		const isList = call[0].startsWith(LIST_PATH.allegro);
		for (let i = 0; isList && lists > 0 && i < 8; i++) world.act(random, 'handOver');
		if (isList) lists++;
		return answer(...call);
	});
	const got = new Set(stage.ids(await stage.node({ grant, parameters }).run()));
	vi.restoreAllMocks();
	const left = stage.ids(await stage.node({ grant, parameters }).run());
	expect(lists).toBeGreaterThan(3);
	expect(left.filter((id) => !got.has(id))).toEqual([]);
	await stage.server.close();
}, 60_000);

/** Changes stop halfway, so that there is one newest state to compare with. */
describe.each(['allegro', 'naver'] as const)('%s, read by the time of the change', (name) => {
	it('gives the newest state of all that changed or came meanwhile', async () => {
		const stage = await Stage.open(name, { orders: 3000, latencyMs: 20, quotaScale: 10_000 });
		stage.reset();
		const pages = name === 'allegro' ? 32 : 60;
		const output = await whileItChanges(stage, stage.node().run(), pages / 2);
		const states = output.map(({ json }) => `${json.id} ${toMs(json.updatedAt)}`);
		const held = stage.server.backend.held();
		expect(states.toSorted()).toEqual(
			held.map(({ id, updatedAt }) => `${id} ${toMs(updatedAt)}`).toSorted(),
		);
		await stage.server.close();
	}, 60_000);
});

describe('bigCommerce, where pages are silently cut', () => {
	let stage: Stage;
	beforeAll(async () => void (stage = await Stage.open('bigCommerce', { orders: 620 })));
	afterAll(async () => await stage.server.close());

	it.each([50, 100, 200])('to %d, all lists come to their end', async (cutPagesTo) => {
		stage.reset();
		Object.assign(stage.server.settings, { cutPagesTo });
		const held = stage.heldIds().toSorted();
		const ids = async (parameters: IDataObject) =>
			stage.ids(await stage.node({ parameters }).run()).toSorted();
		expect(await ids(stage.everyOrder())).toEqual(held);
		const limited = stage.everyOrder({ returnAll: false, limit: 420 });
		expect(await ids(limited)).toHaveLength(420);
		const query = JSON.stringify({ limit: 250 });
		const request = stage.request('GET', '/v2/orders', {
			paginate: true,
			returnAll: true,
			query,
		});
		expect(await ids(request)).toEqual(held);
	});
});

describe('bigCommerce, read by id', () => {
	it('gives no order in a state older than the beginning of the read', async () => {
		const stage = await Stage.open('bigCommerce', { orders: 3000, latencyMs: 20 });
		stage.reset();
		const before = new Map(stage.server.backend.held().map((held) => [held.id, held.updatedAt]));
		const output = await whileItChanges(stage, stage.node().run());
		const older = output.filter(
			({ json }) => toMs(json.updatedAt) < toMs(before.get(String(json.id)) ?? 0),
		);
		expect(older).toEqual([]);
		await stage.server.close();
	}, 60_000);
});

/** The filter by creation has another way in Naver: searches of a day each. */
describe('naver, by creation', () => {
	it('gives every order once', async () => {
		const stage = await Stage.open('naver', { orders: 1000, quotaScale: 1000 });
		stage.reset();
		const createdAfter = new Date(Date.now() - 30 * 86_400_000).toISOString();
		const parameters = stage.everyOrder({ filters: { createdAfter } });
		const found = stage.ids(await stage.node({ parameters }).run());
		expect(found.toSorted()).toEqual(stage.heldIds().toSorted());
		expect((await stage.stats()).violations).toEqual([]);
		await stage.server.close();
	}, 60_000);
});

function toMs(time: unknown): number {
	return new Date(time as string).getTime();
}

/** New and changed orders every few milliseconds while the work lasts, or for so many requests. */
async function whileItChanges(
	{ server }: Stage,
	work: Promise<INodeExecutionData[]>,
	requests = Infinity,
): Promise<INodeExecutionData[]> {
	let isDone = false;
	const end = () => (isDone = true);
	work.then(end, end);
	let changes = 0;
	while (!isDone && server.stats().requests < requests) {
		server.backend.add(3);
		server.backend.change(50);
		changes++;
		await wait(20);
	}
	expect(changes).toBeGreaterThan(1);
	return await work;
}
