import { describe, expect, it } from 'vitest';

import { orders } from '../../nodes/Allegro/operations/order';
import { ScriptedCall } from './feeds/scripted-call';

/** What a list of at most `limit` orders asks for, and what it tells the user. */
async function list(limit: number): Promise<{ sort: unknown; hints: string[] }> {
	const script = new ScriptedCall(() => ({ checkoutForms: [], count: 0, totalCount: 0 }), 0);
	for await (const part of orders.list(script.call, limit)) expect(part).toEqual([]);
	return { sort: script.asked[0].query?.sort, hints: script.hints };
}

describe('a limit', () => {
	it('gives the newest orders as far as Allegro shows them', async () => {
		expect(await list(10_000)).toEqual({ sort: '-lineItems.boughtAt', hints: [] });
	});

	it('above that gives the oldest, and says so', async () => {
		const { sort, hints } = await list(10_001);
		expect(sort).toBe('updatedAt');
		expect(hints).toEqual([expect.stringContaining('oldest')]);
	});

	it('of nothing reads all, and needs no hint', async () => {
		expect(await list(Infinity)).toEqual({ sort: 'updatedAt', hints: [] });
	});
});
