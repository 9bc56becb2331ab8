import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Fault } from '../../sandbox/kit/faults';
import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { LIST_PATH, Stage, type MarketplaceName } from './stage';
import { expectTold, type Failure } from './troubles';

const LONG = 60_000;
const SINCE = new Date(Date.now() - 30 * 86_400_000).toISOString();

const list = (more: IDataObject = {}): IDataObject => ({
	resource: 'order',
	operation: 'getAll',
	returnAll: true,
	output: 'order',
	filters: {},
	...more,
});
const paginated = (path: string, query: IDataObject = {}): IDataObject => ({
	resource: 'apiRequest',
	operation: 'request',
	method: 'GET',
	path,
	query: JSON.stringify(query),
	paginate: true,
	returnAll: true,
});

/** Lists whose answers tell how long they are, or that they go on. */
const LISTS: Array<
	[what: string, name: MarketplaceName, parameters: IDataObject, path: string, orders: number]
> = [
	['Get Many, all', 'allegro', list(), LIST_PATH.allegro, 330],
	['Get Many, limited', 'allegro', list({ returnAll: false, limit: 5000 }), LIST_PATH.allegro, 330],
	['Get Many, thousands', 'allegro', list(), LIST_PATH.allegro, 3000],
	['API Request', 'allegro', paginated(LIST_PATH.allegro, { limit: 100 }), LIST_PATH.allegro, 330],
	[
		'Get Many by change',
		'naver',
		list({ filters: { updatedAfter: SINCE } }),
		'last-changed-statuses',
		400,
	],
	['Get Many, all', 'kaufland', list(), LIST_PATH.kaufland, 330],
	['API Request', 'kaufland', paginated('/orders', { limit: 50 }), '/orders', 330],
	[
		'API Request',
		'bigCommerce',
		paginated('/v3/orders/payment_actions/refunds', { limit: 2 }),
		'/v3/orders/payment_actions/refunds',
		400,
	],
];

describe.each(LISTS)('%s of %s', (_what, name, parameters, path, orders) => {
	let stage: Stage;
	let ids: string[];
	beforeAll(async () => {
		stage = await Stage.open(name, { orders, quotaScale: 10_000 });
		stage.reset();
		ids = await read();
	}, LONG);
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		fastClock(100);
		stage.reset();
	});

	async function read(options: IDataObject = {}): Promise<string[]> {
		const grant = stage.grant();
		return stage.ids(await stage.node({ grant, parameters: { ...parameters, options } }).run());
	}

	it('has more than one page to lose', () => expect(ids.length).toBeGreaterThan(6));

	const spoil = (fault: Omit<Fault, 'kind'>) =>
		stage.server.faults.set([{ kind: 'shortPage', path, ...fault }]);

	it.each([0, 1, 2, 3])(
		'is whole when page %i is short, once',
		async (after) => {
			for (const entries of [0, 1]) {
				spoil({ after, times: 1, entries });
				expect((await read()).toSorted()).toEqual(ids.toSorted());
			}
		},
		LONG,
	);

	it(
		'is an error, and not a shorter list, when no page shows anything any more',
		async () => {
			for (const after of [0, 1]) {
				spoil({ after });
				const failure = (await failureOf(read())) as Failure;
				expectTold(name, failure);
				expect(`${failure.message} ${failure.description}`).toContain(
					'could not be read to its end',
				);
			}
		},
		LONG,
	);
});

it(
	'what was read of a list that breaks off is kept, with the reason, if the user wants it',
	async () => {
		fastClock(100);
		const stage = await Stage.open('allegro', { orders: 330, quotaScale: 10_000 });
		stage.reset();
		stage.server.faults.set([{ kind: 'shortPage', path: LIST_PATH.allegro, after: 1 }]);
		const output = await stage
			.node({ parameters: list({ options: { partialResults: true } }) })
			.run();
		expect(output).toHaveLength(101);
		expect(output.at(-1)?.json.notice).toMatchObject({
			complete: false,
			read: 100,
			reason: expect.stringContaining('of at least') as string,
		});
		await stage.server.close();
	},
	LONG,
);
