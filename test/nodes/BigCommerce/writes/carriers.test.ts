import { describe, expect, it } from 'vitest';

import {
	CARRIERS,
	carrierCode,
	carrierFields,
} from '../../../../nodes/BigCommerce/writes/carriers';
import { runOn, Store } from './store';

describe('a carrier', () => {
	it.each([
		['ups', { shipping_provider: 'ups' }],
		['Royal Mail', { shipping_provider: 'royalmail' }],
		['UPSReady', { shipping_provider: 'upsready' }],
		['carrier_33', { shipping_provider: 'carrier_33' }],
		['dhl-germany', { tracking_carrier: 'dhl-germany' }],
		['DHL', { tracking_carrier: 'dhl' }],
		['4px', { tracking_carrier: '4px' }],
	])('%s goes into %j', (written, fields) => {
		expect(carrierFields(carrierCode(written))).toEqual(fields);
	});

	it.each(['Deutsche Post', 'dhl/germany', 'dhl-', 'ü'])('is not %s', (written) => {
		expect(() => carrierCode(written)).toThrow(/neither a carrier of BigCommerce nor/);
	});
});

it('lists the carriers without a request', async () => {
	const store = new Store({});
	const items = [{ resource: 'carrier', returnAll: false, limit: 2 }];
	const output = await runOn(store, 'getAll', items);
	expect(output.map(({ json }) => json)).toEqual(CARRIERS.slice(0, 2));
	expect(store.calls).toEqual([]);
});
