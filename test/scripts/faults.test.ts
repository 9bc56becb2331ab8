import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { areaOf } from '../../scripts/faults/areas';
import { FAULTS } from '../../scripts/faults/list';

it('every listed fault can be put into the code as it is', () => {
	expect(FAULTS.length).toBeGreaterThan(900);
	const stale = FAULTS.filter(({ file, find }) => {
		const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
		return source.split(find).length !== 2;
	});
	expect(stale.map(({ file, why }) => `${file}: ${why}`)).toEqual([]);
});

it('every listed fault changes something, is in an area, and is listed once', () => {
	const keys = FAULTS.map(({ file, find, put }) => JSON.stringify([file, find, put]));
	expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
	expect(FAULTS.filter(({ find, put }) => find === put)).toEqual([]);
	expect(FAULTS.filter(({ file }) => areaOf(file) === undefined)).toEqual([]);
});
