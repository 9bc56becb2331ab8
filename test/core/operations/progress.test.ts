import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ItemCall } from '../../../core/operations/call';
import { orderOperations } from '../../../core/operations/orders';
import { clock } from '../../../core/request/clock';

const MINUTE = 60_000;

describe('a long read', () => {
	let now: number;
	let lines: string[];
	let hints: string[];

	beforeEach(() => {
		[now, lines, hints] = [0, [], []];
		vi.spyOn(clock, 'now').mockImplementation(() => now);
	});
	afterEach(() => vi.restoreAllMocks());

	/** Reads ten orders, one in so many milliseconds. */
	async function read(each: number): Promise<void> {
		const call = {
			parameter: (name: string, fallback: unknown) => (name === 'returnAll' ? true : fallback),
			collection: () => ({}),
			hint: (text: string) => void hints.push(text),
			client: { marketplace: { displayName: 'Shop' }, connection: {}, requests: () => 7 },
			context: { logger: { info: (text: string) => void lines.push(text) } },
		} as unknown as ItemCall;
		const source = {
			id: ({ id }: { id: string }) => id,
			toOrder: ({ id }: { id: string }) => ({ id, lines: [] }),
			asSent: (raw: object) => [raw],
			async *list() {
				for (let id = 1; id <= 10; id++) {
					now += each;
					yield [{ id: String(id) }];
				}
			},
		};
		const results = orderOperations(source as never)['order.getAll'](call);
		for await (const items of results) expect(items).toHaveLength(10);
	}

	it('tells the log once a minute how far it has come, and at the end how long it took', async () => {
		await read(MINUTE / 2);
		expect(lines).toHaveLength(5);
		expect(lines[0]).toBe('Shop: 2 orders read so far, with 7 requests in 60 s');
		expect(hints).toEqual(['10 orders were read with 7 requests in 300 s']);
	});

	it('says nothing at the end where it took less than five minutes', async () => {
		await read(29_000);
		expect(lines).toHaveLength(3);
		expect(hints).toEqual([]);
	});

	it('says nothing at all within a minute', async () => {
		await read(5_000);
		expect([...lines, ...hints]).toEqual([]);
	});
});
