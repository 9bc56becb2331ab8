import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';

import { pool } from '../../../core/lists/side-by-side';

describe('a pool', () => {
	it('works on so many at once, and on the next as soon as there is room', async () => {
		const [begun, ended]: number[][] = [[], []];
		let most = 0;
		await pool([5, 1, 1, 1, 1], 2, async (turns) => {
			most = Math.max(most, begun.push(turns) - ended.length);
			for (let turn = 0; turn < turns; turn++) await setImmediate();
			ended.push(turns);
		});
		expect(most).toBe(2);
		// A slow one keeps nobody waiting.
		expect(ended).toEqual([1, 1, 1, 1, 5]);
	});

	it('begins none after a failure, and fails with it', async () => {
		const begun: number[] = [];
		const work = pool([1, 2, 3, 4, 5], 2, async (one) => {
			begun.push(one);
			await setImmediate();
			if (one === 1) throw new Error('broken');
		});
		await expect(work).rejects.toThrow('broken');
		await setImmediate();
		expect(begun.length).toBeLessThan(5);
	});

	it('does nothing with nothing', async () => {
		await pool([], 3, async () => await Promise.reject(new Error('never')));
	});
});
