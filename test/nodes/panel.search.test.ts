import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import COMMON from '../../nodes/shared/search-words.json';

const FILES = readdirSync('nodes', { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.node.json'))
	.map((file) => join('nodes', file));

it('has words that find every node', () => {
	for (const word of ['orders', 'ecommerce', 'e-commerce', 'seller', 'shop', 'store', 'tracking']) {
		expect(COMMON).toContain(word);
	}
	expect(new Set(COMMON).size).toBe(COMMON.length);
});

it.each(FILES)('%s has words of its own only; the build adds the others', (file) => {
	const { alias } = JSON.parse(readFileSync(file, 'utf8')) as { alias: string[] };
	expect(alias.length).toBeGreaterThan(0);
	expect(alias.filter((word) => COMMON.includes(word.toLowerCase()))).toEqual([]);
});
