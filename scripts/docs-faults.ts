import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { page } from '../test/faults/page';

/** Writes `docs/errors.md` from the table of faults. */
async function write(): Promise<void> {
	const file = resolve(__dirname, '..', 'docs', 'errors.md');
	const options = { ...(await resolveConfig(file)), filepath: file };
	writeFileSync(file, await format(page(), options));
}

void write();
