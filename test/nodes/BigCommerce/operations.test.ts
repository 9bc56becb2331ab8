import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { Account } from '../../../core/accounts/account';
import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import { accountOperations } from '../../../core/accounts/check';
import { ItemCall } from '../../../core/operations/call';
import { ListCursor } from '../../../core/operations/cursor';
import type { Client } from '../../../core/client';
import { Secrets } from '../../../core/request/secrets';
import { InvalidInputError, ResponseError } from '../../../core/request/errors';
import { bigCommerce } from '../../../nodes/BigCommerce/marketplace';
import { accounts } from '../../../nodes/BigCommerce/access/account-check';
import { getChannels, getStatuses } from '../../../nodes/BigCommerce/orders/list-options';
import { orders, type RawOrder } from '../../../nodes/BigCommerce/orders/list';
import { withProducts } from '../../../nodes/BigCommerce/orders/products';
import {
	matches,
	readFeedQuery,
	triggerEvents,
	triggerFilters,
} from '../../../nodes/BigCommerce/trigger/options';
import { BigCommerceDesk } from '../../kit/bigcommerce-desk';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const WITH_LINES = {
	include: ['consignments.line_items', 'fees'],
	consignment_structure: 'object',
};

type Answer = (request: ApiRequest) => Partial<ApiResponse>;

let time: FakeClock;
beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

/** An operation before a store that answers as it is told to. */
function scene(
	answer: Answer,
	parameters: IDataObject = {},
	credential: IDataObject = { method: 'accessToken', storeHash: 'abc123', accessToken: 'token' },
	type = 'bigCommerceApi',
) {
	const asked: ApiRequest[] = [];
	const hints: string[] = [];
	const client = {
		marketplace: bigCommerce,
		credentialType: type,
		connection: bigCommerce.credentials[type].connect(credential as ICredentialDataDecryptedObject),
		secrets: new Secrets([]),
		send: async (request: ApiRequest) => {
			asked.push(request);
			const response: ApiResponse = { status: 200, headers: {}, body: [], ...answer(request) };
			const verdict = bigCommerce.classify(response);
			if (verdict !== 'ok') throw new ResponseError(response, verdict, request.path);
			return response;
		},
	} as unknown as Client;
	const context = {
		getNode: () => ({ name: 'Node', credentials: { [type]: { id: '1', name: 'Mine' } } }),
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		getTimezone: () => 'Europe/Warsaw',
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: () => undefined },
	} as unknown as IExecuteFunctions;
	return { call: new ItemCall(context, 0, client), asked, hints };
}

/** Orders by their ids as `GET /v2/orders` lists them; `most` a page, whatever is asked for. */
const listed =
	(ids: number[], most = 250): Answer =>
	({ query = {} }) => {
		const { min_id = 0, max_id = Infinity, sort, limit } = query;
		const found = ids.filter((id) => id >= Number(min_id) && id <= Number(max_id));
		if (sort === 'id:desc') found.reverse();
		const body = found.slice(0, Math.min(Number(limit), most)).map((id) => ({ id }));
		return body.length === 0 ? { status: 204, body: undefined } : { body };
	};
const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_unused, i) => from + i);

async function idsOf(list: AsyncIterable<RawOrder[]>): Promise<unknown[]> {
	const ids: unknown[] = [];
	for await (const part of list) ids.push(...part.map(({ id }) => id));
	return ids;
}

describe('a filter of the list of orders', () => {
	it.each<[string, unknown, string, unknown]>([
		['cartId', ' a8458391 ', 'cart_id', 'a8458391'],
		['channelId', 7, 'channel_id', 7],
		['createdAfter', '2026-03-01T09:00:00', 'min_date_created', '2026-03-01T08:00:00Z'],
		['createdBefore', '2026-03-01', 'max_date_created', '2026-02-28T23:00:00Z'],
		['customerId', '0', 'customer_id', 0],
		['email', 'a+b@c.example', 'email', 'a+b@c.example'],
		['externalOrderId', 'ERP-1', 'external_order_id', 'ERP-1'],
		['maxTotal', '100.00', 'max_total', '100.00'],
		['minTotal', '10.5', 'min_total', '10.5'],
		['paymentMethod', 'Credit Card', 'payment_method', 'Credit Card'],
		['status', '11', 'status_id', 11],
		['status', 0, 'status_id', 0],
		['updatedAfter', '2026-07-01T09:00:00', 'min_date_modified', '2026-07-01T07:00:00Z'],
		['updatedBefore', '2026-07-01T09:00:00-04:00', 'max_date_modified', '2026-07-01T13:00:00Z'],
		['minId', '100', 'min_id', 100],
		['maxId', '999', 'max_id', 999],
	])('%s %j asks for %s=%j', async (name, typed, query, value) => {
		const { call, asked } = scene(listed([]), { filters: { [name]: typed } });
		await idsOf(orders.list(call, 10));
		const { min_id, max_id, ...rest } = asked[0].query ?? {};
		const given = Object.fromEntries(
			Object.entries({ min_id, max_id }).filter(([, id]) => id !== undefined),
		);
		expect({ ...rest, ...given }).toEqual({
			...{ ...WITH_LINES, sort: 'id:desc', limit: 10 },
			[query]: value,
		});
	});
});

describe('a list of orders', () => {
	it.each([
		[1, [1]],
		[249, [249]],
		[250, [250]],
		[300, [250, 250]],
	])('of at most %i comes newest first, in pages of that size or 250', async (limit, sizes) => {
		const { call, asked } = scene(listed(range(101, 700)));
		const list = orders.list(call, limit);
		const ids: unknown[] = [];
		for await (const part of list) {
			ids.push(...part.map(({ id }) => id));
			if (ids.length >= limit) break;
		}
		expect(asked.map(({ query }) => query?.limit)).toEqual(sizes);
		expect(asked[1]?.query?.max_id).toBe(sizes.length > 1 ? 450 : undefined);
		expect(ids).toEqual(range(701 - ids.length, 700).reverse());
		expect(asked[0]).toMatchObject({ method: 'GET', path: '/v2/orders' });
	});

	it.each([0, 1, 49, 50, 51, 100, 130])(
		'ends, and is whole, with %i of pages of 50',
		async (count) => {
			const ids = range(100, 99 + count);
			const { call, asked } = scene(listed(ids, 50));
			expect(await idsOf(orders.list(call, 200))).toEqual(ids.toReversed());
			expect(asked).toHaveLength(Math.floor(count / 50) + 1);
		},
	);

	it('stays within the ids that are wanted', async () => {
		const filters = { minId: '120', maxId: '480' };
		const { call } = scene(listed(range(100, 700)), { filters });
		expect(await idsOf(orders.list(call, 400))).toEqual(range(120, 480).toReversed());
		const all = await idsOf(orders.list(call, Infinity));
		expect(all).toEqual(range(120, 480));
	});

	it.each([250, 50])('is whole, oldest first, where all are wanted (pages of %i)', async (most) => {
		const ids = range(100, 1900).filter((id) => id % 7 !== 0);
		const { call, asked } = scene(listed(ids, most));
		expect(await idsOf(orders.list(call, Infinity))).toEqual(ids);
		expect(asked[0].query).toMatchObject({ sort: 'id:asc', limit: 250 });
	});

	it('reads no more than 24 pages at once', async () => {
		let [now, most] = [0, 0];
		const { call } = scene(listed(range(100, 12_000)));
		const { client } = call;
		const send = client.send;
		Object.assign(client, {
			send: async (request: ApiRequest) => {
				most = Math.max(most, ++now);
				await new Promise((resolve) => setImmediate(resolve));
				now--;
				return await send(request);
			},
		});
		const ids = await idsOf(orders.list(call, Infinity));
		expect([ids.length, most]).toEqual([11_901, 24]);
	});

	it.each<[string, Answer]>([
		['other ids than asked for', () => ({ body: [{ id: 99 }] })],
		['no id', () => ({ body: [{ id: null }] })],
		['a text for an id', () => ({ body: [{ id: 'x' }] })],
		['no list', () => ({ body: { data: [] } })],
	])('is an error where the answer has %s', async (_what, answer) => {
		const { call } = scene(answer, { filters: { minId: 100 } });
		for (const limit of [10, Infinity])
			expect(await failureOf(idsOf(orders.list(call, limit)))).toBeInstanceOf(Error);
	});

	const placed = (start?: IDataObject) => new ListCursor<RawOrder>(true, 'd', String, start);
	const reached = (place: ListCursor<RawOrder>) => {
		place.commit();
		const written = JSON.parse(Buffer.from(place.write() ?? '', 'base64url').toString()) as object;
		return (written as { at: unknown }).at;
	};

	it('that is gone on with later comes oldest first, and tells where it goes on', async () => {
		for (const limit of [120, Infinity]) {
			const place = placed();
			const { call, asked } = scene(listed(range(100, 400)));
			const list = orders.list(call, limit, place);
			const { value } = (await list.next()) as { value: RawOrder[] };
			await list.return(undefined);
			expect(value.map(({ id }) => id)).toEqual(range(100, 99 + Math.min(limit, 250)));
			expect(reached(place)).toEqual({ from: 100 + Math.min(limit, 250) });
			expect(asked[0].query?.sort).toBe('id:asc');
		}
	});

	it('goes on behind the last order of the run before, whatever the filter said', async () => {
		const filters = { minId: '100', maxId: '700' };
		for (const limit of [10, Infinity]) {
			const { call } = scene(listed(range(100, 900)), { filters });
			const list = orders.list(call, limit, placed({ from: 690 }));
			expect((await idsOf(list)).slice(0, 10)).toEqual(range(690, 699));
		}
		const { call, asked } = scene(listed(range(100, 300)), { filters });
		await idsOf(orders.list(call, 500, placed({})));
		expect(asked[0].query?.min_id).toBe(100);
	});

	it.each([{ from: 'x' }, { from: 1.5 }, { from: null }])('refuses the place %j', async (start) => {
		const { call, asked } = scene(listed([]));
		const run = async () => await idsOf(orders.list(call, 10, placed(start)));
		expect(await failureOf(run())).toBeInstanceOf(InvalidInputError);
		expect(asked).toEqual([]);
	});
});

describe('an order', () => {
	it('is read with its lines, by its number', async () => {
		const { call, asked } = scene(() => ({ body: { id: 118, items_total: 0, fees: [] } }));
		expect(await orders.get(call, '118')).toMatchObject({ id: 118 });
		expect(asked).toEqual([{ method: 'GET', path: '/v2/orders/118', query: WITH_LINES }]);
	});

	it('is read with the lines that were left out', async () => {
		const { call, asked } = scene(({ path }) => ({
			body: path.endsWith('/products') ? [{ id: 1, quantity: 2 }] : { id: 118, items_total: 2 },
		}));
		expect(await orders.get(call, '118')).toMatchObject({ products: [{ id: 1 }] });
		expect(asked[1]).toEqual({
			...{ method: 'GET', path: '/v2/orders/118/products', query: { limit: 250 } },
		});
	});

	it.each([
		['118', true],
		['1'.repeat(18), true],
		['1'.repeat(19), false],
		['', false],
		['11a', false],
		['a11', false],
		['-1', false],
	])('may have the number "%s": %s', (id, may) => {
		expect(orders.idPattern?.expression.test(id)).toBe(may);
	});

	it('is ranked and named by its number, as it was sent', () => {
		const { call } = scene(listed([]));
		expect([orders.id({ id: 118 }), orders.id({})]).toEqual(['118', '']);
		expect([orders.rank?.({ id: 118 }), orders.rank?.({ id: 'x' }), orders.rank?.({})]).toEqual([
			...[118, 0, 0],
		]);
		expect(orders.asSent({ id: 1 })).toEqual([{ id: 1 }]);
		expect(orders.toOrder({ id: 118 }, call)).toMatchObject({ account: 'abc123', id: '118' });
		expect(orders.resumes?.(call)).toBeNull();
	});
});

describe('the products of orders', () => {
	const lacking = (id: number, more: object = {}) => ({ id, items_total: 1, ...more });

	it('are read for eight orders at once', async () => {
		let [now, most] = [0, 0];
		const { call } = scene(() => ({ body: [{ id: 1, quantity: 1 }] }));
		const { send } = call.client;
		Object.assign(call.client, {
			send: async (request: ApiRequest) => {
				most = Math.max(most, ++now);
				await new Promise((resolve) => setImmediate(resolve));
				now--;
				return await send(request);
			},
		});
		await withProducts(
			call,
			range(1, 30).map((id) => lacking(id)),
		);
		expect(most).toBe(8);
	});

	it('take the place of as many lines, and of the link to them', async () => {
		const link = { url: 'x' };
		const order = lacking(118, {
			...{ products: link, subtotal_inc_tax: '5', items_total: 3 },
			consignments: { shipping: [{ line_items: [{ id: 1, quantity: 1 }] }] },
		});
		const equal = scene(() => ({ body: [{ id: 2, quantity: 1 }] }));
		expect(await withProducts(equal.call, [order])).toMatchObject([{ products: [{ id: 2 }] }]);
		const none = scene(() => ({ status: 204, body: undefined }));
		const empty = lacking(118, { products: link, subtotal_inc_tax: '5', items_total: 0 });
		expect(await withProducts(none.call, [empty])).toEqual([empty]);
	});

	it.each([
		[429, false],
		[500, false],
		[507, false],
		[404, true],
		[403, true],
		[401, true],
		[422, true],
	])('that are refused with %i are left out: %s', async (status, isLeft) => {
		const { call, hints } = scene(() => ({ status, body: [{ status, message: 'No.' }] }));
		const order = lacking(118);
		if (!isLeft) {
			expect(await failureOf(withProducts(call, [order]))).toBeInstanceOf(ResponseError);
			return expect(hints).toEqual([]);
		}
		expect(await withProducts(call, [order])).toEqual([order]);
		expect(hints).toEqual([
			expect.stringContaining(`BigCommerce refused the products of order 118 (status ${status}`),
		]);
	});
});

describe('the trigger', () => {
	it('asks the list for the channel only, and keeps no other order', () => {
		expect(triggerFilters.map(({ property }) => property.name)).toEqual([
			...['channelId', 'includeIncomplete'],
		]);
		const parameters = { events: ['orderPaid'], filters: { channelId: '7', status: 2 } };
		const { call } = scene(listed([]), parameters);
		expect(readFeedQuery(call)).toEqual({
			...{ events: ['orderPaid'], query: { channel_id: 7 }, withIncomplete: false },
		});
		const keep = matches(call);
		expect([7, '7', 8, null].map((channel_id) => keep({ channel_id }))).toEqual([
			...[true, true, false, false],
		]);
		expect(matches(scene(listed([])).call)({ channel_id: 8 })).toBe(true);
	});

	it('tells new orders by default, and checkouts only if that is wanted', () => {
		expect(readFeedQuery(scene(listed([])).call)).toEqual({
			...{ events: ['orderCreated'], query: {}, withIncomplete: false },
		});
		for (const [typed, wanted] of [
			[true, true],
			['true', true],
			['false', false],
			[false, false],
		]) {
			const filters = { includeIncomplete: typed };
			expect(readFeedQuery(scene(listed([]), { filters }).call).withIncomplete).toBe(wanted);
		}
	});

	it('has an event for whatever an order proves', () => {
		expect(triggerEvents.map(({ value }) => value)).toEqual([
			...['orderAwaitingFulfillment', 'orderCancelled', 'orderCompleted', 'orderDisputed'],
			...['orderPaid', 'orderPartiallyRefunded', 'orderPartiallyShipped', 'orderRefunded'],
			'orderShipped',
		]);
	});
});

describe('a list to choose from', () => {
	const desk = (body: (page: number) => unknown) => {
		const made = new BigCommerceDesk();
		made.instead = ({ query }) => ({ body: body(Number(query.page ?? 1)) });
		const context = made.context<ILoadOptionsFunctions>({
			getCurrentNodeParameter: () => 'accessToken',
		});
		return { made, context };
	};

	it('of statuses has the names that the store has given them', async () => {
		const { made, context } = desk(() => [
			{ id: 11, name: 'Awaiting Fulfillment', custom_label: 'To Pack' },
			{ id: 2, name: 'Shipped', custom_label: '' },
			{ id: 0 },
		]);
		expect(await time.run(getStatuses.call(context))).toEqual([
			...[
				{ name: '0', value: 0 },
				{ name: 'Shipped', value: 2 },
			],
			{ name: 'To Pack', value: 11 },
		]);
		expect(made.lines).toEqual(['GET /v2/order_statuses']);
	});

	it('of channels has all pages of them', async () => {
		const { made, context } = desk((page) => ({
			data: page === 1 ? [{ id: 1, name: 'Shop' }] : [{ id: 1044 }],
			meta: { pagination: { total: 2, per_page: 1, current_page: page, total_pages: 2 } },
		}));
		expect(await time.run(getChannels.call(context))).toEqual([
			{ name: '1044', value: 1044 },
			{ name: 'Shop', value: 1 },
		]);
		expect(made.lines).toEqual(['GET /v3/channels', 'GET /v3/channels']);
	});
});

describe('the check of an account', () => {
	const STORE = '/v2/store';
	const CHANNELS = '/v3/channels';
	const COUNT = '/v2/orders/count';
	const ANSWERS: Record<string, Partial<ApiResponse>> = {
		[STORE]: { body: { name: 'My Store' } },
		[CHANNELS]: { body: { data: [{ id: 1, name: 'Shop' }, { id: 1044 }] } },
		[COUNT]: { body: { count: 3 } },
	};
	const refused = { status: 403, body: { status: 403, title: 'No scope' } };

	/** `slow` is the path whose answer comes last of all. */
	async function check(changes: typeof ANSWERS = {}, scope?: string, slow?: string) {
		const answers = { ...ANSWERS, ...changes };
		const app = {
			storeHash: 'abc123',
			oauthTokenData: { access_token: 'token', scope, context: 'stores/abc123' },
		};
		const { call, asked } =
			scope === undefined
				? scene(({ path }) => answers[path])
				: scene(({ path }) => answers[path], {}, app, 'bigCommerceOAuth2Api');
		const { send } = call.client;
		Object.assign(call.client, {
			send: async (request: ApiRequest) => {
				for (let i = 0; request.path === slow && i < 5; i++)
					await new Promise((resolve) => setImmediate(resolve));
				return await send(request);
			},
		});
		for await (const [{ json }] of accountOperations(accounts)['account.check'](call))
			return { account: json as unknown as Account, asked: asked.map(({ path }) => path) };
		throw new Error('It gave nothing');
	}

	it('of a store-level token asks for the store, its channels and its orders', async () => {
		const { account, asked } = await check();
		expect(asked).toEqual([STORE, CHANNELS, COUNT]);
		expect(account).toMatchObject({
			...{ ok: true, account: 'abc123', name: 'My Store', scopes: null, roles: [] },
			marketplaces: [
				{ id: '1', name: 'Shop', countryCode: null },
				{ id: '1044', name: null, countryCode: null },
			],
			token: { expiresAt: null, basis: 'A token of BigCommerce has no end', renews: false },
			secret: { expiresAt: null, basis: expect.stringContaining('no end') },
			authorization: { expiresAt: null, basis: expect.stringContaining('removed') },
			unknown: expect.arrayContaining([
				{ field: 'scopes', reason: 'The API does not return the scopes of a store-level token' },
			]),
		});
	});

	it('tells what the token may not read, and goes on', async () => {
		const { account, asked } = await check({ [STORE]: refused, [CHANNELS]: refused });
		expect(asked).toEqual([STORE, CHANNELS, COUNT]);
		expect(account).toMatchObject({ ok: true, name: null, marketplaces: null });
		expect(account.unknown).toEqual(
			expect.arrayContaining([
				{ field: 'name', reason: expect.stringContaining('store_v2_information_read_only') },
				{
					field: 'marketplaces',
					reason: expect.stringContaining('store_channel_settings_read_only'),
				},
			]),
		);
	});

	it.each([STORE, CHANNELS, COUNT])('waits for each answer (%s)', async (slow) => {
		const { account } = await check({ [COUNT]: refused }, undefined, slow);
		expect(account).toMatchObject({ ok: false, name: 'My Store', marketplaces: [{}, {}] });
	});

	it('tells that orders cannot be read', async () => {
		const { account } = await check({ [COUNT]: refused });
		expect(account).toMatchObject({ ok: false, warnings: [{ code: 'scopeMissing' }] });
	});

	it.each(['store_v2_orders', 'store_v2_orders_read_only', 'a store_v2_orders'])(
		'of an app asks for no orders where its scopes are %s',
		async (scope) => {
			const { account, asked } = await check({}, scope);
			expect(asked).toEqual([STORE, CHANNELS]);
			expect(account).toMatchObject({ ok: true, scopes: scope.split(' '), warnings: [] });
		},
	);

	it.each([
		['store_v2_orders store_inventory store_v2_products', true, /^$/],
		[
			'store_v2_orders',
			false,
			/may not change stock \(store_inventory\) and prices \(store_v2_products\)/,
		],
		['store_v2_orders_read_only', false, /orders \(store_v2_orders\).*connect again/],
		[undefined, null, /'Orders: modify'/],
	])('says whether orders, stock and prices may be changed: %s', async (scope, allowed, reason) => {
		const { account } = await check({}, scope);
		expect(account.ok).toBe(true);
		expect(account.writing.allowed).toBe(allowed);
		expect(account.writing.reason ?? '').toMatch(reason);
	});

	it('of an app without the scope for orders names it', async () => {
		const { account, asked } = await check({}, 'store_v2_products store_v2_orders_x');
		expect(asked).toEqual([STORE, CHANNELS]);
		expect(account).toMatchObject({
			ok: false,
			warnings: [
				{
					code: 'scopeMissing',
					message: 'The app may not read orders (store_v2_orders_read_only)',
				},
			],
		});
	});
});
