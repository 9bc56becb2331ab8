import { describe, expect, it } from 'vitest';
import { ItemCall } from '../../../core/operations/call';
import { ListCursor, readCursor } from '../../../core/operations/cursor';
import { orderOperations, type OrderSource } from '../../../core/operations/orders';
import { order } from '../../../core/orders/order';
import { InvalidInputError } from '../../../core/request/errors';

interface Raw {
	id: number;
	revision?: number;
}

interface Setting {
	options?: Record<string, unknown>;
	filters?: Record<string, unknown>;
	limit?: number;
	credential?: string;
}

function callWith({ options = {}, filters = {}, limit, credential = '7' }: Setting): ItemCall {
	const parameters = { returnAll: limit === undefined, limit, output: 'order' };
	return Object.assign(Object.create(ItemCall.prototype) as ItemCall, {
		context: {
			getNode: () => ({ name: 'Shop', credentials: { shopApi: { id: credential, name: 'Mine' } } }),
			logger: { info: () => undefined },
		},
		client: {
			marketplace: { id: 'shop', displayName: 'Shop' },
			credentialType: 'shopApi',
			connection: { baseUrl: 'https://shop.example', account: null },
			secrets: { redact: (text: string) => text },
			requests: () => 0,
		},
		itemIndex: 0,
		parameter: (name: string, fallback: unknown) =>
			(parameters as Record<string, unknown>)[name] ?? fallback,
		collection: (name: string) => (name === 'filters' ? filters : options),
		hint: () => undefined,
	});
}

/** A list by id, three orders a page, that can break after some pages. */
function source(all: Raw[], breaksAfter = Infinity): OrderSource<Raw> {
	return {
		id: ({ id }) => String(id),
		get: async () => all[0],
		resumes: () => null,
		toOrder: ({ id, revision }) =>
			order({ marketplace: 'shop', id: String(id), eventKey: `shop:${id}:${revision ?? 0}` }),
		asSent: (raw) => [raw],
		list: async function* (_call, _limit, place) {
			const rest = all.filter(({ id }) => id >= Number(place?.start?.from ?? 0));
			for (let at = 0, page = 0; at < rest.length; at += 3, page++) {
				if (page >= breaksAfter) throw new InvalidInputError('broken');
				const part = rest.slice(at, at + 3);
				place?.advance({ from: part[part.length - 1].id + 1 });
				yield part;
			}
		},
	};
}

const TEN = Array.from({ length: 10 }, (_, index) => ({ id: index + 1 }));

async function run(from: OrderSource<Raw>, setting: Setting) {
	const items: Array<Record<string, any>> = [];
	for await (const part of orderOperations(from)['order.getAll'](callWith(setting))) {
		items.push(...part.map(({ json }) => json));
	}
	const notice = items.at(-1)?.notice as Record<string, any> | undefined;
	const orders = notice ? items.slice(0, -1) : items;
	return { ids: orders.map(({ id }) => Number(id)), notice };
}

async function throughAll(limit: number, from = source(TEN)): Promise<number[][]> {
	const runs: number[][] = [];
	for (let cursor = ''; runs.length < 20;) {
		const options = { outputCursor: true, cursor };
		const { ids, notice } = await run(from, { limit, options });
		runs.push(ids);
		if (notice?.complete === true) return runs;
		cursor = String(notice?.cursor);
	}
	throw new Error('It has no end');
}

describe('a list read in several runs', () => {
	it.each([1, 2, 3, 4, 7, 10, 11])('gives each order once, at most %i a run', async (limit) => {
		const runs = await throughAll(limit);
		expect(runs.flat()).toEqual(TEN.map(({ id }) => id));
		expect(runs.every((ids) => ids.length <= limit)).toBe(true);
	});

	it('says that it is complete, and then has no cursor', async () => {
		const { notice } = await run(source(TEN), { options: { outputCursor: true } });
		expect(notice).toEqual({ complete: true, read: 10, cursor: null });
	});

	it('gives what has changed meanwhile once more', async () => {
		const first = await run(source(TEN), { limit: 2, options: { outputCursor: true } });
		const changed = TEN.map(({ id }) => ({ id, revision: id === 2 ? 1 : 0 }));
		const options = { cursor: first.notice?.cursor };
		expect((await run(source(changed), { options })).ids).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
	});

	it('goes on behind the page at which it broke', async () => {
		const broken = await run(source(TEN, 2), { options: { partialResults: true } });
		expect(broken.ids).toEqual([1, 2, 3, 4, 5, 6]);
		expect(broken.notice).toMatchObject({ complete: false, read: 6 });
		expect(broken.notice?.reason).toMatch(/broken$/);
		const options = { cursor: broken.notice?.cursor };
		expect((await run(source(TEN), { options })).ids).toEqual([7, 8, 9, 10]);
	});

	it('needs no notice from whoever does not ask for a cursor', async () => {
		expect((await run(source(TEN), { limit: 2 })).notice).toBeUndefined();
	});
});

it('entries of one time, more than a page of them, come once', async () => {
	// All ten changed at once: whoever goes on begins with the first of them.
	const list: OrderSource<Raw>['list'] = async function* (_call, _limit, place) {
		for (let at = 0; at < TEN.length; at += 2) {
			const part = TEN.slice(at, at + 2);
			place?.advance({ from: 'noon' }, part);
			yield part;
		}
	};
	const runs = await throughAll(4, { ...source(TEN), list });
	expect(runs.flat()).toEqual(TEN.map(({ id }) => id));
});

describe('a cursor', () => {
	const keyOf = ({ id }: Raw): string => String(id);
	const scope = () => ['v1'];
	const written = (setting: Setting = {}, of = scope) => {
		const place = readCursor(callWith({ ...setting, options: { outputCursor: true } }), keyOf, of);
		place.advance({ from: 5 });
		place.commit();
		return place.write();
	};
	const read = (cursor: unknown, setting: Setting = {}) =>
		readCursor(callWith({ ...setting, options: { cursor } }), keyOf, scope);

	it('leads back to its place, however the filters are ordered', () => {
		const cursor = written({ filters: { status: 'NEW', createdAfter: '2026-01-01', email: '' } });
		const filters = { createdAfter: '2026-01-01', status: 'NEW' };
		expect(read(cursor, { filters }).start).toEqual({ from: 5 });
	});

	it.each([
		['other filters', written({ filters: { status: 'NEW' } })],
		['another credential', written({ credential: '8' })],
		['another version', written({}, () => ['v2'])],
	])('of %s is refused', (_what, cursor) => {
		expect(() => read(cursor)).toThrow("'Resume From Cursor' contains the cursor of another list");
	});

	it.each([
		'x',
		'bm90IGpzb24',
		Buffer.from('null').toString('base64url'),
		Buffer.from('{"v":1,"of":"x","at":[],"seen":[]}').toString('base64url'),
		Buffer.from('{"v":2,"of":"x","at":{},"seen":[]}').toString('base64url'),
		Buffer.from('{"v":1,"of":"x","at":{},"seen":[1]}').toString('base64url'),
	])('that nobody wrote is refused: %s', (cursor) => {
		expect(() => read(cursor)).toThrow("'Resume From Cursor' does not contain a cursor");
	});

	it('is refused where the list comes in one piece', () => {
		const call = callWith({ options: { cursor: String(written()) } });
		expect(() => readCursor(call, keyOf)).toThrow('Shop returns its list in one piece');
	});

	it.each([
		'{"v":1,"of":1,"at":{},"seen":[]}',
		'{"v":1,"of":"x","at":null,"seen":[]}',
		'{"v":1,"of":"x","at":"y","seen":[]}',
		'{"v":1,"of":"x","at":{}}',
		'{"v":1,"of":"x","at":{},"seen":{}}',
		'{"v":1,"of":"x","at":{},"seen":["a",1]}',
		'{"v":"1","of":"x","at":{},"seen":[]}',
		'[]',
		'7',
	])('that lacks something is refused: %s', (json) => {
		const cursor = Buffer.from(json).toString('base64url');
		expect(() => read(cursor)).toThrow("'Resume From Cursor' does not contain a cursor");
	});

	it('may have blanks around it, and is none where there is nothing else', () => {
		expect(read(` ${written()} \n`).start).toEqual({ from: 5 });
		for (const none of ['', ' ', undefined, 7]) {
			expect(read(none).start).toBeUndefined();
			expect(read(none).isResumable).toBe(false);
		}
	});

	it('of another account, host or marketplace is refused', () => {
		const cursor = written();
		for (const change of [
			{ connection: { baseUrl: 'https://shop.example', account: 'jan' } },
			{ connection: { baseUrl: 'https://other.example', account: null } },
			{ marketplace: { id: 'other', displayName: 'Other' } },
		]) {
			const call = callWith({ options: { cursor } });
			Object.assign(call.client, change);
			expect(() => readCursor(call, keyOf, scope)).toThrow('the cursor of another list');
		}
	});

	it.each([
		[{ a: 0 }, {}],
		[{ a: false }, {}],
		[{ a: [] }, {}],
		[
			{ a: '1', b: '2' },
			{ a: '2', b: '1' },
		],
	])('tells the filters %j and %j apart', (one, other) => {
		expect(() => read(written({ filters: one }), { filters: other })).toThrow('another list');
	});

	it('does not tell empty filters from absent ones', () => {
		const filters = { a: '', b: null, c: undefined };
		expect(read(written({ filters })).start).toEqual({ from: 5 });
	});

	it('is wanted only by whoever says so', () => {
		const wants = (outputCursor: unknown) =>
			readCursor(callWith({ options: { outputCursor } }), keyOf, scope).isResumable;
		expect([wants(true), wants(false), wants('true'), wants(undefined)]).toEqual([
			true,
			false,
			false,
			false,
		]);
		expect(read(written()).isResumable).toBe(true);
	});

	it('holds no id of an order in the clear, and is one word', () => {
		const place = readCursor(
			callWith({ options: { outputCursor: true } }),
			() => 'secret-id',
			scope,
		);
		place.emitted({ id: 1 });
		const cursor = String(place.write());
		expect(cursor).toMatch(/^[\w-]+$/);
		expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('secret-id');
	});

	it('keeps nothing of a list that nobody can go on with', () => {
		const place = new ListCursor(false, '', keyOf);
		place.emitted({ id: 1 });
		expect(place.write()).toBeNull();
	});
});

describe('the place in a list', () => {
	const keyOf = ({ id }: Raw): string => String(id);
	const begin = (seen: string[] = [], start?: Record<string, unknown>) =>
		new ListCursor<Raw>(true, 'd', keyOf, start, new Set(seen));
	const seenOf = (place: ListCursor<Raw>) => {
		const written = Buffer.from(String(place.write()), 'base64url').toString();
		return JSON.parse(written) as { at: object; seen: string[]; v: number; of: string };
	};

	it('is its beginning before anything was read', () => {
		expect(seenOf(begin())).toEqual({ v: 1, of: 'd', at: {}, seen: [] });
	});

	it('moves on when a part was given as a whole, not before', () => {
		const place = begin();
		place.advance({ from: 5 });
		place.emitted({ id: 1 });
		expect(seenOf(place)).toMatchObject({ at: {}, seen: ['1'] });
		place.emitted({ id: 2 });
		place.commit();
		expect(seenOf(place)).toMatchObject({ at: { from: 5 }, seen: [] });
		place.commit();
		expect(seenOf(place)).toMatchObject({ at: { from: 5 }, seen: [] });
	});

	it('remembers those that will be met again behind it', () => {
		const place = begin();
		place.advance({ from: 5 }, [{ id: 2 }]);
		place.emitted({ id: 1 });
		place.emitted({ id: 2 });
		place.commit();
		place.emitted({ id: 3 });
		expect(seenOf(place)).toMatchObject({ at: { from: 5 }, seen: ['2', '3'] });
	});

	it('remembers all that was given since where a part leads to the same place', () => {
		const place = begin();
		for (const id of [1, 2]) {
			place.advance({ from: 5 }, [{ id }]);
			place.emitted({ id });
			place.commit();
		}
		expect(seenOf(place)).toMatchObject({ at: { from: 5 }, seen: ['1', '2'] });
	});

	it('knows each that an earlier run has given, once', () => {
		const place = begin(['1', '2'], { from: 5 });
		expect([1, 1, 3, 2].map((id) => place.wasEmitted({ id }))).toEqual([true, false, false, true]);
		expect(seenOf(place)).toMatchObject({ at: { from: 5 }, seen: ['1', '2'] });
	});

	it('keeps those of an earlier run that have not come yet, until it moves on', () => {
		const place = begin(['1', '2'], { from: 5 });
		place.wasEmitted({ id: 1 });
		expect(seenOf(place).seen).toEqual(['2', '1']);
		place.advance({ from: 6 });
		place.commit();
		expect(seenOf(place)).toMatchObject({ at: { from: 6 }, seen: [] });
	});

	it.each([
		[5000, 5000],
		[5001, 0],
		[9000, 0],
	])('remembers %i of one place as %i', (given, kept) => {
		const place = begin();
		for (let id = 0; id < given; id++) place.emitted({ id });
		expect(seenOf(place).seen).toHaveLength(kept);
	});
});
