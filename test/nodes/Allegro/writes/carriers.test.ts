import { expect, it } from 'vitest';

import type { ApiRequest } from '../../../../core/marketplace';
import { carriersOf } from '../../../../nodes/Allegro/writes/carriers';

const answering = (body: unknown) => {
	const asked: ApiRequest[] = [];
	const send = async (request: ApiRequest) => {
		asked.push(request);
		return await Promise.resolve({ status: 200, headers: {}, body });
	};
	return { asked, send };
};

it('asks Allegro for its carriers, one of which has no name, and sorts them', async () => {
	const carriers = [{ id: 'OTHER' }, { id: 'DPD', name: 'DPD Polska' }, { name: 'Nameless' }];
	const { asked, send } = answering({ carriers });
	expect(await carriersOf({ send })).toEqual([
		{ code: 'DPD', name: 'DPD Polska' },
		{ code: 'OTHER', name: 'OTHER' },
	]);
	expect(asked).toEqual([{ method: 'GET', path: '/order/carriers' }]);
});

it('does not take another answer for an empty list', async () => {
	await expect(carriersOf(answering({}))).rejects.toThrow('The answer is not a list');
});
