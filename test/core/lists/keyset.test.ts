import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyset, type KeysetList } from '../../../core/lists/keyset';
import { ListError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { MovingList, type Entry } from './moving-list';

/** What a reader holds at the end, the later state over the earlier one. */
async function readAll(list: KeysetList<Entry>): Promise<Map<number, Entry>> {
	const found = new Map<number, Entry>();
	for await (const page of keyset(list)) for (const entry of page) found.set(entry.id, entry);
	return found;
}

/** How many entries a reader misses, and how many it has in an old state. */
async function losses(moving: MovingList): Promise<{ missing: number; stale: number }> {
	const found = await readAll(moving.list);
	const missing = [...moving.stayed].filter((id) => !found.has(id)).length;
	const stale = moving.entries.filter(
		({ id, revision }) => (found.get(id)?.revision ?? revision) < revision,
	).length;
	return { missing, stale };
}

const NOTHING = { missing: 0, stale: 0 };
const seeds = fc.integer({ min: 0, max: 1e9 });

describe('a list that changes while it is read by value', () => {
	it.each([0, 1, 99, 100, 101, 1000, 1999, 2000, 2001, 9999, 10_000, 10_001, 25_000])(
		'comes whole with %d different keys, quiet and busy',
		async (size) => {
			for (const churn of [0, 1, 5]) {
				const moving = new MovingList({ size, ties: 1, churn, seed: size + churn });
				expect(await losses(moving)).toEqual(NOTHING);
			}
		},
	);

	async function expectWhole(ties: number, size: number): Promise<void> {
		for (let seed = 1; seed <= 12; seed++) {
			const moving = new MovingList({ size, ties, churn: 0, seed });
			expect(await losses(moving)).toEqual(NOTHING);
		}
	}

	it.each([
		[2, 3000],
		[99, 1900],
		[300, 1900],
	])('comes whole when up to %d of %d entries share a key', expectWhole);

	it.each([
		[30, 25_000],
		[99, 12_000],
		[300, 25_000],
	])('comes whole when up to %d of %d entries share a key', expectWhole);

	it('comes whole whatever its size, ties of less than a page, and pace of change', async () => {
		const sizes = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 25_000 }));
		const ties = fc.integer({ min: 1, max: 60 });
		const churn = fc.integer({ min: 0, max: 8 });
		await fc.assert(
			fc.asyncProperty(sizes, ties, churn, seeds, async (size, ties, churn, seed) => {
				const moving = new MovingList({ size, ties, churn, seed });
				expect(await losses(moving)).toEqual(NOTHING);
			}),
			{ numRuns: 60 },
		);
	});

	it('comes whole when more than a page shares a key and some of them move on', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 0, max: 3 }), seeds, async (churn, seed) => {
				const moving = new MovingList({ size: 1500, ties: 300, churn, seed });
				expect(await losses(moving)).toEqual(NOTHING);
			}),
			{ numRuns: 60 },
		);
	});

	it.each([
		[1000, 1],
		[1000, 3],
		[10_000, 1],
		[10_000, 3],
	])('costs no more than 11 requests per 1,000 of %d quiet entries', async (size, ties) => {
		const moving = new MovingList({ size, ties, churn: 0, seed: 7 });
		await readAll(moving.list);
		expect(moving.requests).toBeLessThanOrEqual((size / 1000) * 11);
	});

	it('costs no more than 12 requests per 1,000 beyond the depth', async () => {
		const moving = new MovingList({ size: 25_000, ties: 3, churn: 0, seed: 7 });
		await readAll(moving.list);
		expect(moving.requests).toBeLessThanOrEqual(300);
	});

	it.each([3000, 3001, 5000])('is asked no deeper than is shown, of %d entries', async (size) => {
		const moving = new MovingList({ size, ties: 1, churn: 0, seed: 1, depth: 3000 });
		expect(await losses(moving)).toEqual(NOTHING);
	});

	it('gives the first page before it asks for the second', async () => {
		const moving = new MovingList({ size: 1500, ties: 1, churn: 0, seed: 1 });
		for await (const page of keyset(moving.list)) {
			expect(page).toHaveLength(100);
			break;
		}
		expect(moving.requests).toBe(1);
	});

	it('fails when one moment holds more than the API shows', async () => {
		const moving = new MovingList({ size: 1500, ties: 1, churn: 0, seed: 1, depth: 1000 });
		const { key } = moving.entries[0];
		moving.entries.forEach((entry) => (entry.key = key));
		expect(await failureOf(readAll(moving.list))).toBeInstanceOf(ListError);
	});

	it('ends with more than a page of equal keys at its end', async () => await expectEnd(250));

	it('ends with thousands of equal keys at its end', async () => await expectEnd(2500));

	async function expectEnd(count: number): Promise<void> {
		const moving = new MovingList({ size: 3000, ties: 1, churn: 0, seed: 1 });
		const { key } = moving.entries[2999];
		moving.entries.slice(-count).forEach((entry) => (entry.key = key));
		expect(await losses(moving)).toEqual(NOTHING);
	}

	it('ends when the API does not tell the total', async () => {
		const moving = new MovingList({ size: 1000, ties: 1, churn: 0, seed: 1 });
		const { key } = moving.entries[999];
		moving.entries.slice(-150).forEach((entry) => (entry.key = key));
		const { read } = moving.list;
		const list = {
			...moving.list,
			read: async (from: string | undefined, offset: number) => ({
				...(await read(from, offset)),
				total: NaN,
			}),
		};
		expect([...(await readAll(list)).keys()]).toHaveLength(1000);
	});

	it('ends when an entry has no key', async () => {
		const moving = new MovingList({ size: 1000, ties: 1, churn: 0, seed: 1 });
		const { read } = moving.list;
		const list = {
			...moving.list,
			key: ({ id, key }: Entry) => (id === 297 ? '' : key),
			read: async (from: string | undefined, offset: number) =>
				await read(from || undefined, offset),
		};
		const outcome = await readAll(list).catch((error: unknown) => error);
		if (!(outcome instanceof ListError)) expect(outcome).toHaveProperty('size', 1000);
	});

	it('ends when the API gives the same page for ever', async () => {
		const moving = new MovingList({ size: 1000, ties: 1, churn: 0, seed: 1 });
		const { read } = moving.list;
		const list = { ...moving.list, read: async () => await read(undefined, 0) };
		expect(await failureOf(readAll(list))).toBeInstanceOf(ListError);
		expect(moving.requests).toBeLessThan(200);
	});
});
