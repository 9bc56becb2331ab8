import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocks, checkIds, type BlockList, type IdRange } from '../../../core/lists/blocks';
import { ListError } from '../../../core/request/errors';

const PAGE_SIZE = 250;

/** A list of ids as an API gives it, counting what it is asked. */
function listOf(ids: number[], parallel = 8, most = PAGE_SIZE) {
	const asked = { requests: 0, atOnce: 0, mostAtOnce: 0 };
	const list: BlockList<number> = {
		pageSize: PAGE_SIZE,
		parallel,
		id: (entry) => entry,
		read: async ({ from = 0, to = Infinity }: IdRange, order) => {
			if (++asked.requests > 10_000) throw new Error('It does not end');
			asked.mostAtOnce = Math.max(asked.mostAtOnce, ++asked.atOnce);
			await Promise.resolve();
			asked.atOnce--;
			const found = ids.filter((id) => id >= from && id <= to);
			return order === 'asc' ? found.slice(0, most) : found.slice(-most).reverse();
		},
	};
	return { list, asked };
}

async function readAll(list: BlockList<number>, range: IdRange = {}): Promise<number[]> {
	const all: number[] = [];
	for await (const page of blocks(list, range)) all.push(...page);
	return all;
}

/** `count` ids from `first` on, one in `step`. */
function run(first: number, count: number, step = 1): number[] {
	return Array.from({ length: count }, (_, i) => first + i * step);
}

describe('a list of growing ids', () => {
	it.each([0, 1, 249, 250, 251, 499, 500, 501, 750, 1000, 10_000])(
		'comes whole, once and in order with %d entries',
		async (count) => {
			const ids = run(100, count);
			expect(await readAll(listOf(ids).list)).toEqual(ids);
		},
	);

	it.each(
		[50, 100, 200].flatMap((most) => [0, 49, 50, 51, 100, 120, 300, 1000].map((n) => [n, most])),
	)('comes whole with %d entries where pages are silently cut to %d', async (count, most) => {
		const ids = run(100, count, 3);
		const { list } = listOf(ids, 8, most);
		expect(await readAll({ ...list, round: 50 })).toEqual(ids);
	});

	it('costs no more with a size of pages that may be cut', async () => {
		for (const count of [0, 1, 49, 120, 249, 251, 499]) {
			const [usual, wary] = [listOf(run(1, count)), listOf(run(1, count))];
			await readAll(usual.list);
			await readAll({ ...wary.list, round: 50 });
			expect(wary.asked.requests).toBe(usual.asked.requests);
		}
	});

	it.each([[[NaN]], [[1, NaN]], [[1.5]], [[3]]])('is none with the ids %j', (ids) => {
		expect(() => checkIds(ids, { to: 2 })).toThrow(ListError);
		expect(() => checkIds([1, 2], { from: 1, to: 2 })).not.toThrow();
	});

	it('comes whole, once and in order whatever its gaps and range', async () => {
		const gap = fc.oneof(
			{ weight: 20, arbitrary: fc.integer({ min: 1, max: 3 }) },
			{ weight: 2, arbitrary: fc.integer({ min: 1, max: 500 }) },
			{ weight: 1, arbitrary: fc.integer({ min: 1, max: 1_000_000 }) },
		);
		const bound = fc.option(fc.integer({ min: 1, max: 5_000_000 }), { nil: undefined });
		const gaps = fc.array(gap, { maxLength: 2500, size: 'max' });
		await fc.assert(
			fc.asyncProperty(gaps, bound, bound, async (gaps, from, to) => {
				let id = 0;
				const ids = gaps.map((gap) => (id += gap));
				const wanted = ids.filter((id) => id >= (from ?? 0) && id <= (to ?? Infinity));
				expect(await readAll(listOf(ids).list, { from, to })).toEqual(wanted);
			}),
			{ numRuns: 60 },
		);
	});

	it('gives every entry that stays while others come and go', async () => {
		const ids = run(1, 5000);
		const gone = new Set(run(7, 500, 10));
		const { list } = listOf(ids);
		let next = 5001;
		const { read } = list;
		list.read = async (range, order) => {
			const page = await read(range, order);
			ids.push(next++, next++);
			const [victim] = gone;
			gone.delete(victim);
			if (ids.includes(victim)) ids.splice(ids.indexOf(victim), 1);
			return page;
		};
		const victims = new Set(gone);
		const found = new Set(await readAll(list));
		const missing = run(1, 5000).filter((id) => !victims.has(id) && !found.has(id));
		expect(missing).toEqual([]);
	});

	it.each([1000, 10_000, 50_000])(
		'costs no more than 5 requests per 1,000 of %d dense ids',
		async (count) => {
			const { list, asked } = listOf(run(1, count));
			await readAll(list);
			expect(asked.requests).toBeLessThanOrEqual((count / 1000) * 5);
		},
	);

	it.each([
		['one in ten', run(1, 10_000, 10), 60],
		['a hole of a billion', [...run(1, 5000), ...run(1_000_000_000, 5000)], 150],
		['thinning out', run(1, 10_000).map((i) => i ** 2), 150],
	])('costs little with ids like %s', async (_name, ids, most) => {
		const { list, asked } = listOf(ids);
		expect(await readAll(list)).toEqual(ids);
		expect(asked.requests).toBeLessThanOrEqual(most);
	});

	it('reads side by side, as many as allowed', async () => {
		const { list, asked } = listOf(run(1, 20_000), 6);
		await readAll(list);
		expect(asked.mostAtOnce).toBe(6);
	});
});
