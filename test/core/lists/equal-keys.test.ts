import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keyset, readFrom, type KeysetList } from '../../../core/lists/keyset';
import { withoutRepeats, idOrDigest, keyOf } from '../../../core/lists/complete';
import { clock } from '../../../core/request/clock';
import { ListError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';

const PAGE = 10;

interface Entry {
	id: string;
	key: string;
}

const NOON = '2026-03-01T12:00:00Z';
const at = (second: number) =>
	new Date(Date.parse(NOON) + second * 1000).toISOString().replace('.000', '');
const same = (count: number, first = 0): Entry[] =>
	Array.from({ length: count }, (_, i) => ({ id: `n${first + i}`, key: NOON }));
const later = (count: number): Entry[] =>
	Array.from({ length: count }, (_, i) => ({ id: `l${i}`, key: at(i + 1) }));

/** A list of pages of ten; `change` happens before the nth answer. */
function listOf(entries: Entry[], change: (nth: number) => void = () => undefined, depth = 1000) {
	const asked: Array<[from: string | undefined, offset: number]> = [];
	const list: KeysetList<Entry> = {
		pageSize: PAGE,
		depth,
		parallel: 1,
		id: ({ id }) => id,
		key: ({ key }) => key,
		read: async (from, offset) => {
			if (offset + PAGE > depth) throw new Error(`Too deep: ${offset}`);
			if (asked.push([from, offset]) > 300) throw new Error('It does not end');
			change(asked.length);
			const rest = entries.filter(({ key }) => from === undefined || key >= from);
			return await Promise.resolve({
				entries: rest.slice(offset, offset + PAGE),
				total: rest.length,
			});
		},
	};
	return { list, asked };
}

async function gather(parts: AsyncIterable<Entry[]>): Promise<string[]> {
	const found = new Set<string>();
	for await (const part of parts) part.forEach(({ id }) => found.add(id));
	return [...found];
}

beforeEach(() => {
	vi.spyOn(clock, 'sleep').mockResolvedValue();
});

describe('a page of equal times', () => {
	it('is gone on with by position, each page beginning with the last of the one before', async () => {
		const { list, asked } = listOf(same(25));
		expect(await gather(keyset(list))).toHaveLength(25);
		expect(asked).toEqual([
			[undefined, 0],
			[NOON, 0],
			[NOON, 9],
			[NOON, 18],
		]);
	});

	it('leads on to what comes behind it', async () => {
		const { list } = listOf([...same(25), ...later(12)]);
		expect(await gather(keyset(list))).toHaveLength(37);
	});

	it.each([3, 4])('is begun anew when one of it leaves before answer %i', async (nth) => {
		const entries = [...same(28), ...later(5)];
		const { list, asked } = listOf(entries, (now) => {
			if (now === nth) entries.shift();
		});
		const found = await gather(keyset(list));
		expect(entries.filter(({ id }) => !found.includes(id))).toEqual([]);
		expect(asked.filter(([from, offset]) => from === NOON && offset === 0).length).toBeGreaterThan(
			1,
		);
	});

	it('is given up when it changes under every hand', async () => {
		const entries = same(400);
		const { list, asked } = listOf(entries, () => void entries.shift());
		expect(await failureOf(gather(keyset(list)))).toMatchObject({
			message: `Up to 1000 entries changed at the same moment (${NOON})`,
			advice: expect.stringContaining('another filter') as string,
		});
		expect(asked.length).toBeGreaterThan(40);
		expect(asked.length).toBeLessThan(50);
	});

	it('is read as deep as the API shows, and no deeper', async () => {
		expect(await gather(keyset(listOf(same(45), undefined, 46).list))).toHaveLength(45);
		const { list } = listOf(same(60), undefined, 46);
		expect(await failureOf(gather(keyset(list)))).toBeInstanceOf(ListError);
	});
});

describe('a list by time', () => {
	it('begins with the given moment, and asks for nothing before it', async () => {
		const { list, asked } = listOf(later(30));
		const found = await gather(keyset(list, at(11)));
		expect(found).toHaveLength(20);
		expect(found[0]).toBe('l10');
		expect(asked[0]).toEqual([at(11), 0]);
	});

	it('is an error where an entry at the end of a page has no time', async () => {
		const entries = later(30);
		entries[9].key = '';
		const { list } = listOf(entries);
		const read = list.read;
		list.read = async (from, offset) =>
			from === undefined
				? { entries: entries.slice(0, PAGE), total: 30 }
				: await read(from, offset);
		expect(await failureOf(gather(keyset(list)))).toMatchObject({
			message: 'An entry has no time of change',
		});
	});

	it('ends by itself with a short page', async () => {
		const { list, asked } = listOf(later(9));
		expect(await gather(keyset(list))).toHaveLength(9);
		expect(asked).toHaveLength(1);
	});

	it('asks once more behind a last page that is full', async () => {
		const { list, asked } = listOf(later(10));
		expect(await gather(keyset(list))).toHaveLength(10);
		expect(asked).toEqual([
			[undefined, 0],
			[at(10), 0],
		]);
	});
});

describe('a page behind a known one', () => {
	it.each([
		['from the key of its last entry', at(10), 0, 21],
		['at a later position of the same key', undefined, 20, 10],
		['behind the end', undefined, 40, 0],
	])('%s has so many in the rest', async (_what, from, offset, rest) => {
		const { list } = listOf(later(30));
		const first = await readFrom(list, undefined, 0);
		expect(first.rest).toBe(30);
		expect((await readFrom(list, from, offset, first)).rest).toBe(rest);
	});

	it('is as long as the first said, where it says less itself', async () => {
		const { list } = listOf(later(30));
		const first = await readFrom(list, undefined, 0);
		const { read } = list;
		list.read = async (from, offset) => ({ ...(await read(from, offset)), total: 12 });
		expect((await readFrom(list, at(10), 0, first)).rest).toBe(21);
	});
});

describe('entries that are met twice', () => {
	const id = (entry: Entry) => entry.id;
	const [a, nameless, other] = [
		{ id: 'a', key: '1' },
		{ id: '', key: '2' },
		{ id: '', key: '3' },
	];

	async function* parts(...all: Entry[][]) {
		yield* all;
	}

	it('come again where they have an id, and once where they have none', async () => {
		const found: Entry[][] = [];
		const twice = parts([a, nameless, nameless], [nameless, a, other], [other]);
		for await (const part of withoutRepeats(twice, id)) found.push(part);
		expect(found).toEqual([[a, nameless, nameless], [a, other], []]);
	});

	it('are known by their id, or without one by all that they hold', () => {
		expect(keyOf(id, a)).toBe('a');
		expect(keyOf(id, nameless)).not.toBe(keyOf(id, other));
		expect(keyOf(id, nameless)).toBe(keyOf(id, { ...nameless }));
		expect(keyOf(id, { id: 'content', key: '' })).toBe('content');
	});

	it('have an id of their own, of their content, or none where they are nothing', () => {
		expect(idOrDigest('7', { a: 1 })).toBe('7');
		expect(idOrDigest('7', {})).toBe('7');
		expect(idOrDigest(null, {})).toBe('');
		const digest = idOrDigest(null, { a: 1 });
		expect(digest).toMatch(/^[\w-]{22}$/);
		expect(idOrDigest(null, { a: 1 })).toBe(digest);
		expect(idOrDigest(null, { a: 2 })).not.toBe(digest);
	});
});
