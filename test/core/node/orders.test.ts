import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { orderRuns, writer, type OrderSource } from '../../../core/node/orders';
import { order, orderLine } from '../../../core/order/order';
import type { Call, Result } from '../../../core/node/call';
import { shop } from '../../kit/shop';

interface Raw {
	id?: string;
	at?: number;
	note?: string;
}

function callWith(parameters: IDataObject): Call {
	return {
		parameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
		collection: (name: string) => (parameters[name] ?? {}) as IDataObject,
		context: { logger: { info: () => undefined }, getNode: () => ({}) },
		client: { marketplace: shop(), requests: () => 0, connection: { account: null } },
		hint: () => undefined,
	} as unknown as Call;
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
	for await (const part of orderRuns(source)['order.getAll'](callWith(parameters)))
		items.push(...part);
	return items;
}

const ALL = { returnAll: true, output: 'marketplace' };

describe('an order without lines', () => {
	it('is one item of Order Line, which says that there is none', () => {
		const [item, ...others] = writer(callWith({ output: 'orderLine' }), sourceOf([]))({ id: '7' });
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
		const [{ json }] = writer(callWith({ output: 'orderLine' }), source)({});
		expect(json.missing).toEqual(missing);
	});

	it('is unlike one with lines', () => {
		const lines = [orderLine({ id: 'a' }), orderLine({ id: 'b' })];
		const source = sourceOf([], {
			toOrder: () => order({ marketplace: 'shop', id: '7', eventKey: '7', lines }),
		});
		const items = writer(callWith({ output: 'orderLine' }), source)({});
		expect(items.map(({ json }) => [(json.line as IDataObject).id, json.missing])).toEqual([
			['a', []],
			['b', []],
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
