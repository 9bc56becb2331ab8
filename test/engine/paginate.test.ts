import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { LIST_PATH, MARKETPLACES, Stage, type MarketplaceName } from './stage';
import { TITLES } from './troubles';

const HELD = 130;
const since = () => new Date(Date.now() - 60 * 86_400_000).toISOString().replace(/\.\d+/, '');

/** A list, how many entries a page of it has, and what names an entry. */
const LISTS = [
	{ name: 'allegro', query: () => ({ limit: 50 }), field: 'id' },
	{
		name: 'amazon',
		query: () => ({ maxResultsPerPage: 50, createdAfter: since() }),
		field: 'orderId',
	},
	{ name: 'bigCommerce', query: () => ({ limit: 50, sort: 'id:asc' }), field: 'id' },
] as const;

describe.each(LISTS)('a list of $name by API Request', ({ name, query, field }) => {
	let stage: Stage;
	beforeAll(async () => (stage = await Stage.open(name, { orders: HELD })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		stage.reset();
		fastClock(100);
	});

	async function read(more: IDataObject = {}) {
		const parameters = stage.request('GET', LIST_PATH[name], {
			query: JSON.stringify(query()),
			paginate: true,
			...more,
		});
		return await stage.node({ parameters }).run();
	}
	const requests = async () => (await stage.stats()).requests;

	it('ends at the limit, and asks for no page behind it', async () => {
		const items = await read({ limit: 70 });
		expect(new Set(items.map(({ json }) => json[field])).size).toBe(70);
		expect(await requests()).toBe(2);
	});

	it('ends at a limit that is the end of a page', async () => {
		expect(await read({ limit: 100 })).toHaveLength(100);
		expect(await requests()).toBe(2);
	});

	it('gives fifty unless told otherwise, as every list', async () => {
		expect(await read()).toHaveLength(50);
		expect(await requests()).toBe(1);
	});

	it('gives all, if it is asked to', async () => {
		expect(await read({ returnAll: true })).toHaveLength(HELD);
	});

	it('begins with the same entries, whatever the limit', async () => {
		const all = (await read({ returnAll: true })).map(({ json }) => json[field]);
		const some = (await read({ limit: 60 })).map(({ json }) => json[field]);
		expect(some).toEqual(all.slice(0, 60));
	});

	it('keeps what was read, if it may', async () => {
		stage.server.faults.set([{ kind: 'status', status: 403, path: LIST_PATH[name], after: 1 }]);
		const parameters = { returnAll: true, options: { partialResults: true } };
		const items = await read(parameters);
		expect(items).toHaveLength(51);
		expect(items.pop()?.json.notice).toEqual({
			complete: false,
			read: 50,
			reason: expect.stringContaining(TITLES[name]),
			advice: expect.stringContaining('Status 403'),
			cursor: null,
		});
	});

	it('is an error where nothing was read, or nothing may be kept', async () => {
		const path = LIST_PATH[name];
		stage.server.faults.set([{ kind: 'status', status: 403, path, after: 1 }]);
		await failureOf(read({ returnAll: true }));
		stage.server.faults.set([{ kind: 'status', status: 403, path }]);
		await failureOf(read({ returnAll: true, options: { partialResults: true } }));
	});

	it.each([0, -1, 1.5, 'ten'])('refuses %o as a limit', async (limit) => {
		const failure = (await failureOf(read({ limit: `={{ ${JSON.stringify(limit)} }}` }))) as Error;
		expect(failure.message).toContain("'Limit'");
		expect(await requests()).toBe(0);
	});
});

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	beforeAll(async () => (stage = await Stage.open(name, { orders: 20 })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => stage.reset());

	it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])(
		'sends no %s for every page of a list',
		async (method) => {
			const items = [{ method }];
			const parameters = stage.request('={{ $json.method }}', LIST_PATH[name], { paginate: true });
			const failure = (await failureOf(stage.node({ parameters, items }).run())) as Error;
			expect(failure.message).toContain(`'Paginate' works only with GET`);
			expect((await stage.stats()).requests).toBe(0);
		},
	);

	it('reads without a wait, where none is needed', async () => {
		const parameters = stage.everyOrder({ options: { maxWait: 0 } });
		expect(stage.ids(await stage.node({ parameters }).run())).toHaveLength(20);
	});
});

const NEWEST_FIRST: MarketplaceName[] = ['allegro', 'bigCommerce'];

describe.each(NEWEST_FIRST)('Get Many of %s', (name) => {
	let stage: Stage;
	beforeAll(async () => (stage = await Stage.open(name, { orders: 640 })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => stage.reset());

	const read = async (more: IDataObject) =>
		await stage.node({ parameters: stage.everyOrder(more) }).run();

	it('gives the newest first, with a limit and without', async () => {
		const all = await read({});
		const placed = all.map(({ json }) => Date.parse(String(json.placedAt)));
		expect(placed).toEqual(placed.toSorted((a, b) => b - a));
		for (const limit of [1, 50, 300, 640]) {
			const some = await read({ returnAll: false, limit });
			expect(stage.ids(some)).toEqual(stage.ids(all).slice(0, limit));
		}
	});

	it('keeps the lines of an order together', async () => {
		const lines = await read({ output: 'orderLine' });
		const ids = stage.ids(lines);
		const blocks = ids.filter((id, index) => id !== ids[index - 1]);
		expect(new Set(blocks).size).toBe(blocks.length);
		expect(blocks).toEqual(stage.ids(await read({})));
	});

	it('comes oldest first where it is gone on with later, so that no order is left out', async () => {
		const options = { outputCursor: true };
		const first = await read({ returnAll: false, limit: 300, options });
		const { cursor } = first.pop()?.json.notice as IDataObject;
		const rest = await read({ options: { cursor } });
		const ids = [...stage.ids(first), ...stage.ids(rest.slice(0, -1))];
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.toSorted()).toEqual(stage.heldIds().toSorted());
	});
});
