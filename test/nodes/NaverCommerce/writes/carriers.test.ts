import { describe, expect, it } from 'vitest';

import { carriersOf } from '../../../../nodes/NaverCommerce/writes/carriers';
import { COURIERS, ENGLISH_NAMES } from '../../../../nodes/NaverCommerce/writes/courier-names';

const list = carriersOf({ send: async () => await Promise.reject(new Error('a call')) });

describe('the carriers', () => {
	it('are 203, the usual ones first, and need no call', async () => {
		const carriers = await list;
		expect(carriers).toHaveLength(203);
		expect(carriers.slice(0, 2)).toEqual([
			{ code: 'CJGLS', name: 'CJ대한통운 (CJ Logistics)' },
			{ code: 'HYUNDAI', name: '롯데택배 (Lotte Global Logistics)' },
		]);
		expect(carriers).toContainEqual({ code: '1004HOME', name: '1004HOME' });
	});

	it('have English names for codes that are there', () => {
		expect(Object.keys(ENGLISH_NAMES).filter((code) => !(code in COURIERS))).toEqual([]);
	});
});
