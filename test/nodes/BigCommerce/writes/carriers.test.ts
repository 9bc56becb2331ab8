import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { BigCommerce } from '../../../../nodes/BigCommerce/BigCommerce.node';
import {
	CARRIERS,
	carrierCode,
	carrierFields,
} from '../../../../nodes/BigCommerce/writes/carriers';
import { FakeContext } from '../../../kit/fake-context';
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

describe('the list of the field Carrier', () => {
	const found = async (filter?: string) => {
		const credential = { method: 'accessToken', storeHash: 'abc123', accessToken: 'a-token' };
		const fake = new FakeContext(credential, () => ({ statusCode: 500 }));
		const context = {
			...fake.context(),
			getCurrentNodeParameter: () => 'accessToken',
		} as unknown as ILoadOptionsFunctions;
		const { searchCarriers } = new BigCommerce().methods.listSearch;
		const { results } = await searchCarriers.call(context, filter);
		expect(fake.sent).toEqual([]);
		return results;
	};

	it('has all of them without a request', async () => {
		const all = CARRIERS.map(({ code, name }) => ({ name, value: code }));
		expect(await found()).toEqual(all);
	});

	it.each(['upsr', 'UPS Ready'])('finds one by %s', async (filter) => {
		expect(await found(filter)).toEqual([{ name: 'UPS Ready', value: 'upsready' }]);
	});
});
