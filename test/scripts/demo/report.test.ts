import { describe, expect, it } from 'vitest';

import type { HeldOrder } from '../../../sandbox/kit/backend';
import type { MarketplaceServer } from '../../../sandbox/kit/server';
import { deliveryOf, isWell, tableOf, verdictOf } from '../../../scripts/demo/report';
import type { Execution } from '../../../scripts/n8n/execution';

const IDS = ['a', 'b', 'c'];

/** A marketplace with these orders. */
function server(violations: string[] = []): MarketplaceServer {
	const stats = { requests: 1234, tokenCalls: 1, statuses: {}, violations };
	const held = IDS.map((id) => ({ id }) as HeldOrder);
	return { stats: () => stats, backend: { held: () => held } } as unknown as MarketplaceServer;
}

/** A run in which the node `Shop` gave these orders. */
function execution(ids: string[], error?: string): Execution {
	const items = ids.map((id) => ({ id, lines: [{}, {}] }));
	const run = { startedAt: 0, seconds: 1.25, items, outputs: [items], error };
	return { id: '1', status: 'success', mode: 'manual', nodes: { Shop: [run] }, stored: '' };
}

describe('the report of the demo', () => {
	it('says in words that all is well', () => {
		const deliveries = [deliveryOf(execution(IDS), 'Shop', server())];
		expect(verdictOf(deliveries)).toBe('OK: all 3 orders delivered, none missing, none doubled.');
		expect(isWell(deliveries)).toBe(true);
	});

	it.each([
		['an order is missing', execution(['a', 'b']), server(), 'Shop: 1 missing, e.g. c'],
		['an order came twice', execution([...IDS, 'a']), server(), 'Shop: 1 doubled, e.g. a'],
		['an order is of somebody else', execution([...IDS, 'd']), server(), 'Shop: 1 foreign, e.g. d'],
		['the node failed', execution([], 'No access'), server(), 'No access'],
		['a call was not allowed', execution(IDS), server(['too fast']), 'Shop: not allowed: too fast'],
	])('says when %s', (_name, run, marketplace, complaint) => {
		const deliveries = [deliveryOf(run, 'Shop', marketplace)];
		expect(verdictOf(deliveries)).toMatch(/^NOT OK:/);
		expect(verdictOf(deliveries)).toContain(complaint);
		expect(isWell(deliveries)).toBe(false);
	});

	it('shows the numbers below words that it explains', () => {
		const [head, row, , ...words] = tableOf([deliveryOf(execution(IDS), 'Shop', server())]).split(
			'\n',
		);
		expect(head).toBe('marketplace  orders  expected  lines  API calls  tokens  seconds');
		expect(row).toBe('Shop              3         3      6      1,234       1      1.3');
		for (const word of ['expected', 'tokens']) {
			expect(words.some((line) => line.startsWith(`${word}:`))).toBe(true);
		}
	});
});
