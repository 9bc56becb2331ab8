import { expect, it } from 'vitest';

import { carriersOf, OTHER } from '../../../../nodes/AmazonSellingPartner/writes/carriers';
import { carrierOperations } from '../../../../core/writes/carriers';
import { aCall, all } from '../../../core/operations/a-call';

const noClient = { send: async () => await Promise.reject(new Error('No request is needed')) };

it('the carriers are in the package, each once, and other ones are possible', async () => {
	const carriers = await carriersOf(noClient);
	const codes = carriers.map(({ code }) => code);
	expect(codes).toEqual(expect.arrayContaining(['DHL', 'FedEx', 'Royal Mail', 'USPS', 'YAMATO']));
	expect(codes.at(-1)).toBe(OTHER);
	expect(new Set(codes).size).toBe(codes.length);
	for (const { code, name } of carriers) expect([code.trim(), name.trim()]).toEqual([code, name]);
});

it('Carrier > Get Many gives their codes', async () => {
	const { call, sent } = aCall({ parameters: { returnAll: false, limit: 2 } });
	const operation = carrierOperations(carriersOf)['carrier.getAll'];
	expect((await all(operation(call))).map(({ json }) => json)).toEqual([
		{ code: 'Aramex', name: 'Aramex' },
		{ code: 'BlueDart', name: 'Blue Dart' },
	]);
	expect(sent).toEqual([]);
});
