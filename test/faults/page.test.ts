import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';

import { page } from './page';

it('is the page that docs/errors.md shows; `npx tsx scripts/docs-faults.ts` writes it', async () => {
	const file = 'docs/errors.md';
	const options = { ...(await resolveConfig(file)), filepath: file };
	expect(readFileSync(file, 'utf8')).toBe(await format(page(), options));
});
