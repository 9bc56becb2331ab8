import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { BACKENDS, startMarketplace, type MarketplaceName } from '../../sandbox';

const ROOT = join(__dirname, '../../sandbox');
const NAMES = Object.keys(BACKENDS) as MarketplaceName[];
const START = Date.parse('2031-03-04T05:06:07.000Z');

describe('the clock of a marketplace', () => {
	it('is the only one in the sandbox', () => {
		const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' });
		const own = /\b(Date\.now\(|new Date\(\)|performance\.now|process\.hrtime|DateTime\.now)/g;
		const found = files
			.filter((file) => file.endsWith('.ts'))
			.flatMap((file) => {
				const text = readFileSync(join(ROOT, file), 'utf8');
				return [...text.matchAll(own)].map(([words]) => `${file}: ${words}`);
			});
		// The default, for whoever starts a marketplace without a clock.
		expect(found).toEqual([join('kit', 'settings.ts') + ': Date.now(']);
	});

	it.each(NAMES)('dates the answers and the orders of %s', async (name) => {
		const server = await startMarketplace(name, { orders: 20, now: () => START });
		const { headers } = await fetch(`${server.url}/nowhere`);
		const newest = Math.max(...server.backend.held().map(({ createdAt }) => yearOf(createdAt)));
		await server.close();
		expect(headers.get('date')).toBe('Tue, 04 Mar 2031 05:06:07 GMT');
		expect(newest).toBe(2031);
	});
});

function yearOf(time: string): number {
	return Number(time.slice(0, 4));
}
