import { describe, expect, it } from 'vitest';
import { overlapped } from '../../../core/lists/overlapped';
import { ListError } from '../../../core/request/errors';
import { Random } from '../../../sandbox/kit/random';
import { failureOf } from '../../kit/failure';

const PAGE_SIZE = 10;

/** A list of numbers, highest first; `change` happens before each answer but the first. */
function listOf(size: number, change: (entries: number[]) => void = () => undefined, depth = 1000) {
	const entries = Array.from({ length: size }, (_, i) => size - i);
	let requests = 0;
	const read = async (offset: number) => {
		if (requests++ > 0) change(entries);
		const page = entries.slice(offset, offset + PAGE_SIZE);
		return await Promise.resolve({ entries: page, total: entries.length });
	};
	return {
		entries,
		requests: () => requests,
		list: { read, id: String, pageSize: PAGE_SIZE, depth },
	};
}

async function readAll({ list }: ReturnType<typeof listOf>): Promise<number[]> {
	const found: number[] = [];
	for await (const page of overlapped(list)) found.push(...page);
	return [...new Set(found)];
}

describe('a list by position', () => {
	it.each([
		[0, 1],
		[9, 1],
		[10, 1],
		[11, 2],
		[100, 11],
	])('of %d entries is read with %d requests', async (size, requests) => {
		const moving = listOf(size);
		expect(await readAll(moving)).toEqual(moving.entries);
		expect(moving.requests()).toBe(requests);
	});

	it.each([1, 3, 15, 40])('loses nothing when %d entries leave it in front', async (gone) => {
		let isDone = false;
		const moving = listOf(100, (entries) => {
			if (!isDone) entries.splice(0, gone);
			isDone = true;
		});
		expect(await readAll(moving)).toEqual(expect.arrayContaining(moving.entries));
	});

	it.each([1, 2, 3, 4, 5])(
		'loses nothing of what stays, however it moves (seed %d)',
		async (seed) => {
			const random = new Random(seed);
			let newest = 300;
			const moving = listOf(300, (entries) => {
				for (let i = random.int(0, 3); i > 0; i--) entries.splice(random.int(0, 200), 1);
				for (let i = random.int(0, 3); i > 0; i--) entries.unshift(++newest);
			});
			const found = new Set(await readAll(moving));
			expect(moving.entries.filter((entry) => entry <= 300 && !found.has(entry))).toEqual([]);
		},
	);

	it.each([1, 2])('costs little more where %d entries leave it with each answer', async (gone) => {
		const moving = listOf(1000, (entries) => entries.splice(0, gone));
		const found = new Set(await readAll(moving));
		expect(moving.entries.filter((entry) => !found.has(entry))).toEqual([]);
		expect(moving.requests()).toBeLessThan(220);
	});

	it('is not read for ever when the same page comes again and again', async () => {
		const moving = listOf(100);
		const first = await moving.list.read(0);
		moving.list.read = async () => await Promise.resolve(first);
		expect(await failureOf(readAll(moving))).toBeInstanceOf(ListError);
	});

	it('gives as many as the API shows, also where others came in front meanwhile', async () => {
		let newest = 100;
		const moving = listOf(100, (entries) => void (newest < 103 && entries.unshift(++newest)), 100);
		const found = new Set<number>();
		for await (const page of overlapped(moving.list)) {
			for (const entry of page) found.add(entry);
			if (found.size >= 100) break;
		}
		expect(found.size).toBeGreaterThanOrEqual(100);
	});

	it('tells where the API shows no more of it', async () => {
		expect(await failureOf(readAll(listOf(100, undefined, 50)))).toMatchObject({
			message: expect.stringContaining('at most 50 entries') as string,
		});
	});
});
