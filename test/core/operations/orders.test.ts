import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { orderOperations, itemWriter, type OrderSource } from '../../../core/operations/orders';
import { order, orderLine } from '../../../core/orders/order';
import type { ItemCall, Result } from '../../../core/operations/call';
import { NoResponseError } from '../../../core/request/errors';
import { shop } from '../../kit/shop';
import { aCall, all } from './a-call';

interface Raw {
	id?: string;
	at?: number;
	note?: string;
}

function callWith(parameters: IDataObject): ItemCall {
	return {
		parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		collection: (name: string) => (parameters[name] ?? {}) as IDataObject,
		context: { logger: { info: () => undefined }, getNode: () => ({}) },
		client: { marketplace: shop(), requests: () => 0, connection: { account: null } },
		hint: () => undefined,
	} as unknown as ItemCall;
}

function sourceOf(parts: Raw[][], more: Partial<OrderSource<Raw>> = {}): OrderSource<Raw> {
	return {
		id: ({ id = '' }) => id,
		get: async () => parts[0][0],
		list: async function* () {
			yield* parts;
		},
		toOrder: ({ id = '' }) => order({ marketplace: 'shop', id, eventKey: id }),
		asSent: (raw) => [raw],
		...more,
	};
}

async function getMany(source: OrderSource<Raw>, parameters: IDataObject): Promise<Result[]> {
	const items: Result[] = [];
	for await (const part of orderOperations(source)['order.getAll'](callWith(parameters)))
		items.push(...part);
	return items;
}

const ALL = { returnAll: true, output: 'marketplace' };

describe('the label of an account', () => {
	const written = (account: string | null, label?: string) => {
		const call = callWith({});
		Object.assign(call.client.connection, { label });
		const toOrder = () => order({ marketplace: 'shop', id: '7', eventKey: 'shop:7', account });
		return itemWriter(call, sourceOf([], { toOrder }))({})[0].json;
	};

	it('stands for an account that nobody names, and changes no key', () => {
		expect(written(null, 'My Shop')).toMatchObject({ account: 'My Shop', eventKey: 'shop:7' });
		expect(written('A1', 'My Shop').account).toBe('A1');
		expect(written(null).account).toBeNull();
	});
});

describe('an order without lines', () => {
	it('is one item of Order Line, which says that there is none', () => {
		const [item, ...others] = itemWriter(
			callWith({ output: 'orderLine' }),
			sourceOf([]),
		)({ id: '7' });
		expect(others).toEqual([]);
		expect(item.json).toMatchObject({
			id: '7',
			line: null,
			missing: [{ field: 'lines', reason: expect.stringContaining('no lines') }],
		});
		expect(item.json).not.toHaveProperty('lines');
	});

	it('keeps the reason that the marketplace has', () => {
		const missing = [{ field: 'lines', reason: 'role' }];
		const source = sourceOf([], {
			toOrder: () => order({ marketplace: 'shop', id: '7', eventKey: '7', missing }),
		});
		const [{ json }] = itemWriter(callWith({ output: 'orderLine' }), source)({});
		expect(json.missing).toEqual(missing);
	});

	it('is unlike one with lines', () => {
		const lines = [orderLine({ id: 'a' }), orderLine({ id: 'b' })];
		const source = sourceOf([], {
			toOrder: () => order({ marketplace: 'shop', id: '7', eventKey: '7', lines }),
		});
		const items = itemWriter(callWith({ output: 'orderLine' }), source)({});
		expect(items.map(({ json }) => [(json.line as IDataObject).id, json.missing])).toEqual([
			['a', []],
			['b', []],
		]);
	});
});

describe('as rows', () => {
	it('is one flat item per line', () => {
		const lines = [orderLine({ id: 'a', sku: 'A-1' }), orderLine({ id: 'b', sku: 'B-1' })];
		const source = sourceOf([], {
			toOrder: () => order({ marketplace: 'shop', id: '7', eventKey: '7', lines }),
		});
		const items = itemWriter(callWith({ output: 'row' }), source)({});
		expect(items.map(({ json }) => [json.orderId, json.sku])).toEqual([
			['7', 'A-1'],
			['7', 'B-1'],
		]);
	});
});

describe('a list', () => {
	it('gives every entry without an id, also equal ones of a page', async () => {
		const entries = [{ note: 'a' }, { note: 'b' }, { note: 'b' }, { id: '1' }, {}];
		const items = await getMany(sourceOf([entries]), ALL);
		expect(items.map(({ json }) => json)).toEqual(entries);
	});

	it('gives an entry without an id once that two pages show', async () => {
		const items = await getMany(sourceOf([[{ note: 'a' }], [{ note: 'a' }, { note: 'b' }]]), ALL);
		expect(items.map(({ json }) => json.note)).toEqual(['a', 'b']);
	});

	it('keeps the last state of an order that is met again', async () => {
		const pages = [[{ id: '1', note: 'old' }, { id: '2' }], [{ id: '1', note: 'new' }]];
		const items = await getMany(sourceOf(pages), ALL);
		expect(items.map(({ json }) => json)).toEqual([{ id: '2' }, { id: '1', note: 'new' }]);
	});

	const ranked = { rank: ({ at = 0 }: Raw) => at, resumes: () => null };
	const pages = [
		[
			{ id: '1', at: 1 },
			{ id: '3', at: 3 },
		],
		[
			{ id: '2', at: 2 },
			{ id: '4', at: 4 },
		],
	];
	const idsOf = (items: Result[]) => items.map(({ json }) => json.id);

	it('comes highest first where it has a rank', async () => {
		expect(idsOf(await getMany(sourceOf(pages, ranked), ALL))).toEqual(['4', '3', '2', '1']);
	});

	it('comes as it is read where it has none, or is gone on with later', async () => {
		expect(idsOf(await getMany(sourceOf(pages), ALL))).toEqual(['1', '3', '2', '4']);
		const kept = { ...ALL, options: { outputCursor: true } };
		const items = await getMany(sourceOf(pages, ranked), kept);
		expect(idsOf(items).slice(0, 4)).toEqual(['1', '3', '2', '4']);
	});
});

describe('one order', () => {
	const got = (source: OrderSource<Raw>, parameters: IDataObject = {}) =>
		all(
			orderOperations(source)['order.get'](
				aCall({ parameters: { orderId: ' 7 ', ...parameters } }).call,
			),
		);
	const asked: string[] = [];
	const source = sourceOf([], {
		get: async (_call, orderId) => {
			asked.push(orderId);
			return await Promise.resolve({ id: orderId });
		},
	});

	it('is asked for by its id', async () => {
		const [item, ...others] = await got(source);
		expect(others).toEqual([]);
		expect(asked).toEqual(['7']);
		expect(item.json).toMatchObject({ schema: 'order/1', id: '7' });
	});

	it.each([
		[{ includeRaw: false }, false],
		[{ includeRaw: true }, true],
		[{}, false],
	])('has what the marketplace sent with the options %j: %s', async (options, isThere) => {
		const [item] = await got(source, { options });
		expect(item.json.raw).toEqual(isThere ? { id: '7' } : undefined);
		expect('raw' in item.json).toBe(isThere);
		if (isThere) expect(Object.entries(item.json).at(-1)).toEqual(['raw', { id: '7' }]);
	});

	it('has all that the marketplace sent in several answers', async () => {
		const sent = [{ a: 1 }, { b: 2 }];
		const several = { ...source, asSent: () => sent };
		const [{ json }] = await got(several, { options: { includeRaw: true } });
		expect(json.raw).toEqual(sent);
		expect((await got(several, { output: 'marketplace' })).map(({ json }) => json)).toEqual(sent);
	});

	it('is trouble where the answer holds none', async () => {
		await expect(got(sourceOf([[{ note: 'x' }]]))).rejects.toThrow(
			"The answer for '7' contains no order",
		);
	});

	it('is not asked for by an id that none can have', async () => {
		asked.length = 0;
		const idPattern = { expression: /^\d{3}$/, looksLike: '123' };
		await expect(got({ ...source, idPattern })).rejects.toMatchObject({
			message: "'Order ID' is not a valid order ID of Shop",
			advice: 'A valid ID looks like 123',
		});
		await expect(got(source, { orderId: ' ' })).rejects.toThrow("'Order ID' is empty");
		expect(asked).toEqual([]);
		await got({ ...source, idPattern }, { orderId: ' 123 ' });
		expect(asked).toEqual(['123']);
	});

	it('with lines is an item for each, without the list of them', async () => {
		const lines = [orderLine({ id: 'a' }), orderLine({ id: 'b' })];
		const toOrder = () => order({ marketplace: 'shop', id: '7', eventKey: '7', lines });
		const items = await got({ ...source, toOrder }, { output: 'orderLine' });
		expect(items.map(({ json }) => [json.id, (json.line as IDataObject).key])).toEqual([
			['7', 'product:a'],
			['7', 'product:b'],
		]);
		for (const { json } of items) expect(json).not.toHaveProperty('lines');
	});
});

describe('a list with a limit', () => {
	const entries = (count: number, from = 0) =>
		Array.from({ length: count }, (_, i) => ({ id: `${from + i}` }));
	const parts = [entries(3), entries(3, 3), entries(3, 6)];
	const limited = async (limit: number, more: IDataObject = {}, source?: OrderSource<Raw>) => {
		let pages = 0;
		const counting = sourceOf(parts, {
			list: async function* () {
				for (const part of parts) {
					pages++;
					yield part;
				}
			},
			...source,
		});
		const items = await getMany(counting, { limit, output: 'marketplace', ...more });
		return { ids: items.map(({ json }) => json.id), pages };
	};

	it.each([
		[1, 1],
		[3, 1],
		[4, 2],
		[6, 2],
		[7, 3],
		[9, 3],
		[50, 3],
	])('of %i reads %i pages, and gives no more', async (limit, pages) => {
		const found = await limited(limit);
		expect(found.pages).toBe(pages);
		expect(found.ids).toEqual(entries(Math.min(limit, 9)).map(({ id }) => id));
	});

	it('tells the source how many are wanted', async () => {
		const limits: number[] = [];
		const source = sourceOf([], {
			list: async function* (_call, limit) {
				limits.push(limit);
				yield [];
			},
		});
		await getMany(source, { limit: 7 });
		await getMany(source, { returnAll: true });
		expect(limits).toEqual([7, Infinity]);
	});

	it('counts an order that comes twice once', async () => {
		const twice = sourceOf([
			[{ id: '1' }, { id: '1', note: 'new' }],
			[{ id: '2' }, { id: '3' }],
		]);
		const items = await getMany(twice, { limit: 2, output: 'marketplace' });
		expect(items.map(({ json }) => json)).toEqual([{ id: '1', note: 'new' }, { id: '2' }]);
	});

	it('of the highest gives the highest of what was read', async () => {
		const ranked = sourceOf(
			[
				[
					{ id: '1', at: 1 },
					{ id: '2', at: 5 },
					{ id: '3', at: 3 },
				],
			],
			{
				rank: ({ at = 0 }) => at,
			},
		);
		const items = await getMany(ranked, { limit: 50, output: 'marketplace' });
		expect(items.map(({ json }) => json.id)).toEqual(['2', '3', '1']);
	});

	it('of equals has the higher id first, however they were read', async () => {
		for (const ids of [
			['a', 'b', 'c'],
			['c', 'a', 'b'],
		]) {
			const source = sourceOf([ids.map((id) => ({ id }))], { rank: () => 1 });
			const items = await getMany(source, ALL);
			expect(items.map(({ json }) => json.id)).toEqual(['c', 'b', 'a']);
		}
	});
});

describe('a list that breaks', () => {
	const breaking = (parts: Raw[][], more: Partial<OrderSource<Raw>> = {}) =>
		sourceOf(parts, {
			list: async function* (_call, _limit, place) {
				for (const part of parts) {
					if (place?.isResumable || more.resumes) place?.advance({ from: String(part.at(-1)?.id) });
					yield part;
				}
				throw new NoResponseError('ECONNRESET');
			},
			...more,
		});
	const run = async (source: OrderSource<Raw>, options: IDataObject) => {
		const { call, hints } = aCall({ parameters: { ...ALL, options } });
		return { items: (await all(orderOperations(source)['order.getAll'](call))) as Result[], hints };
	};

	it('gives nothing, unless the user wants to keep what was read', async () => {
		await expect(run(breaking([[{ id: '1' }]]), {})).rejects.toBeInstanceOf(NoResponseError);
		await expect(run(breaking([]), { partialResults: true })).rejects.toBeInstanceOf(
			NoResponseError,
		);
	});

	it('says at its end why it broke, and where it can be gone on with', async () => {
		const parts = [[{ id: '1' }, { id: '2' }], [{ id: '3' }]];
		const { items, hints } = await run(breaking(parts), { partialResults: true });
		expect(items.slice(0, -1).map(({ json }) => json.id)).toEqual(['1', '2', '3']);
		const reason = 'Shop did not answer (connection reset)';
		expect(items.at(-1)?.json).toEqual({
			notice: {
				complete: false,
				read: 3,
				reason,
				advice:
					'Check that this n8n can reach Shop, and try again later. Marketplace: Shop · Credential: My shop',
				cursor: null,
			},
		});
		expect(hints).toEqual([`outputPane: The list is not complete: ${reason}`]);
		const resuming = breaking(parts, { resumes: () => null });
		const kept = await run(resuming, { partialResults: true });
		expect((kept.items.at(-1)?.json.notice as IDataObject).cursor).toEqual(expect.any(String));
	});
});
