import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import type { ApiRequest } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { readCursor } from '../../../core/operations/cursor';
import { InvalidInputError, ListError, ResponseError } from '../../../core/request/errors';
import { amazon } from '../../../nodes/AmazonSellingPartner/marketplace';
import { dateRange, writeTime } from '../../../nodes/AmazonSellingPartner/orders/dates';
import { orderFilters } from '../../../nodes/AmazonSellingPartner/orders/filters';
import {
	includedData,
	orderParameters,
} from '../../../nodes/AmazonSellingPartner/orders/parameters';
import { type AmazonRaw, orders } from '../../../nodes/AmazonSellingPartner/orders/list';
import { listOrdersV0 } from '../../../nodes/AmazonSellingPartner/orders/v0/list';
import { listQuery, rangeOf } from '../../../nodes/AmazonSellingPartner/orders/v0/query';
import { PersonalData } from '../../../nodes/AmazonSellingPartner/access/restricted-tokens';
import { readStart, searchOrders } from '../../../nodes/AmazonSellingPartner/orders/search';
import {
	matches,
	triggerEvents,
	triggerFilters,
} from '../../../nodes/AmazonSellingPartner/trigger/options';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { type Answer, ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const HOUR = 3_600_000;
const DE = 'A1PA6795UKMFR9';
const id = (n: number) => `902-3159896-${String(n).padStart(7, '0')}`;

let time: FakeClock;
beforeEach(() => {
	time = new FakeClock(NOW);
	forgetProcess('restricted');
});

const scripted = (answer: Answer, parameters: IDataObject = {}) => {
	const script = new ScriptedCall(answer, NOW);
	script.parameters = parameters;
	return script;
};
async function all<T>(parts: AsyncIterable<T[]>): Promise<T[]> {
	const found: T[] = [];
	for await (const part of parts) found.push(...part);
	return found;
}

describe('a restricted data token', () => {
	const PATH = '/orders/v0/orders';
	const GET = { method: 'GET', path: PATH } as const;
	type Amazon = (request: ApiRequest, token: string | undefined) => object | number | ResponseError;

	/** Amazon grants the tokens T1, T2, … unless `amazon` has another answer. */
	function seller(amazon: Amazon = () => ({}), owner = 'app|seller') {
		const asked: string[] = [];
		const hints: string[] = [];
		let made = 0;
		const call = {
			hint: (text: string) => void hints.push(text),
			client: {
				connection: { baseUrl: 'https://api', quotaOwner: owner },
				send: async (request: ApiRequest) => {
					asked.push(`${request.path} ${request.token ?? 'plain'}`);
					await Promise.resolve();
					const answer = amazon(request, request.token);
					if (answer instanceof ResponseError) throw answer;
					if (request.method !== 'POST') return { status: 200, headers: {}, body: answer };
					if (Object.keys(answer).length > 0) return { status: 200, headers: {}, body: answer };
					return { status: 200, headers: {}, body: { restrictedDataToken: `${owner} T${++made}` } };
				},
			},
		} as unknown as Call;
		return { asked, hints, call, tokens: () => asked.filter((one) => one.startsWith('/tokens/')) };
	}
	const refusal = (status: number, verdict: 'denied' | 'expired' | 'invalid', message = '') =>
		new ResponseError({ status, headers: {}, body: { errors: [{ message }] } }, verdict, PATH);
	const ALL = ['buyerInfo', 'shippingAddress', 'buyerTaxInformation'];

	it('is kept for fifty minutes, also for the next run', async () => {
		const shop = seller();
		const read = async () => await new PersonalData(shop.call, ALL).send(GET, PATH, ALL);
		await read();
		time.now += 50 * 60_000 - 1;
		await read();
		expect(shop.tokens()).toHaveLength(1);
		expect(shop.asked.at(-1)).toBe(`${PATH} app|seller T1`);
		time.now += 1;
		await read();
		expect(shop.asked.at(-1)).toBe(`${PATH} app|seller T2`);
	});

	it('is of one seller, one path and its parts', async () => {
		const [one, two] = [seller(), seller(undefined, 'app|other')];
		await new PersonalData(one.call, ALL).send(GET, PATH, ALL);
		await new PersonalData(two.call, ALL).send(GET, PATH, ALL);
		expect(two.asked.at(-1)).toBe(`${PATH} app|other T1`);
		await new PersonalData(one.call, ALL).send(GET, `${PATH}/{orderId}`, ALL);
		await new PersonalData(one.call, ['buyerInfo']).send(GET, PATH, ALL);
		expect(one.tokens()).toHaveLength(3);
	});

	it('is fetched once by all who need it at the same time', async () => {
		const shop = seller();
		const personal = new PersonalData(shop.call, ALL);
		await Promise.all([1, 2, 3].map(async () => await personal.send(GET, PATH, ALL)));
		expect(shop.tokens()).toHaveLength(1);
	});

	it('is asked for in the way of Amazon, and is read in the old form, too', async () => {
		const bodies: ApiRequest[] = [];
		const shop = seller((request) => {
			bodies.push(request);
			return request.method === 'POST' ? { payload: { restrictedDataToken: 'OLD' } } : {};
		});
		await new PersonalData(shop.call, ALL).send(GET, PATH, ['buyerInfo']);
		expect(bodies[0]).toEqual({
			...{ method: 'POST', path: '/tokens/2021-03-01/restrictedDataToken' },
			body: { restrictedResources: [{ method: 'GET', path: PATH, dataElements: ['buyerInfo'] }] },
			...{ asksForToken: true, idempotent: true },
		});
		expect(shop.asked.at(-1)).toBe(`${PATH} OLD`);
	});

	it('is not asked for where nothing personal is wanted, or nothing that the path has', async () => {
		const shop = seller();
		await new PersonalData(shop.call, []).send(GET, PATH, ALL);
		await new PersonalData(shop.call, ['shippingAddress']).send(GET, PATH, ['buyerInfo']);
		expect(shop.asked).toEqual([`${PATH} plain`, `${PATH} plain`]);
	});

	it('without a word of it is told as trouble, and asked for again by the next', async () => {
		let isBare = true;
		const shop = seller(({ method }) => (method === 'POST' && isBare ? { x: 1 } : {}));
		const personal = new PersonalData(shop.call, ALL);
		const failure = await failureOf(personal.send(GET, PATH, ALL));
		expect(failure).toBeInstanceOf(ListError);
		expect((failure as Error).message).toBe('Amazon gave no restricted data token');
		isBare = false;
		await personal.send(GET, PATH, ALL);
		expect(shop.asked.at(-1)).toBe(`${PATH} app|seller T1`);
	});

	const elementsOf = ({ body }: ApiRequest) =>
		(body as { restrictedResources: Array<{ dataElements: string[] }> }).restrictedResources[0]
			.dataElements;
	it.each([
		['does not have access to one or more: [buyerInfo, shippingAddress]', ['buyerTaxInformation']],
		['Application do not have access to some: [buyerTaxInformation ]', ALL.slice(0, 2)],
		['do not have access to some or all requested resource', undefined],
		['does not have access: [somethingElse]', undefined],
	])('is asked for without what Amazon refuses: %s', async (message, left) => {
		const wanted: string[][] = [];
		const shop = seller((request) => {
			if (request.method !== 'POST') return {};
			wanted.push(elementsOf(request));
			return wanted.length === 1 ? refusal(400, 'invalid', message) : {};
		});
		const personal = new PersonalData(shop.call, ALL);
		await personal.send(GET, PATH, ALL);
		await personal.send(GET, PATH, ALL);
		expect(wanted).toEqual(left === undefined ? [ALL] : [ALL, left]);
		expect(shop.asked.at(-1)).toBe(`${PATH} ${left === undefined ? 'plain' : 'app|seller T1'}`);
		const lacking = ALL.filter((name) => left?.includes(name) !== true);
		expect(shop.hints).toEqual([expect.stringContaining(`without ${lacking.join(', ')}:`)]);
	});

	it('says once what is lacking, also where several ask at the same time', async () => {
		const shop = seller(({ method }) => (method === 'POST' ? refusal(403, 'denied') : {}));
		const personal = new PersonalData(shop.call, ALL);
		const paths = [PATH, `${PATH}/{orderId}`];
		await Promise.all(paths.map(async (path) => await personal.send(GET, path, ['buyerInfo'])));
		expect(shop.hints).toHaveLength(1);
	});

	it.each([
		[refusal(500, 'denied', 'do not have access')],
		[refusal(400, 'invalid', 'Something else')],
	])('that fails in another way is told: %#', async (error) => {
		const shop = seller(({ method }) => (method === 'POST' ? error : {}));
		const failure = await failureOf(new PersonalData(shop.call, ALL).send(GET, PATH, ALL));
		expect(failure).toBe(error);
	});

	it('that is ended is fetched again, and that of another reader is kept', async () => {
		const ended = new Set(['app|seller T1']);
		const shop = seller((_request, token) =>
			token !== undefined && ended.has(token) ? refusal(403, 'expired') : {},
		);
		const personal = new PersonalData(shop.call, ALL);
		await Promise.all([1, 2].map(async () => await personal.send(GET, PATH, ALL)));
		expect(shop.tokens()).toHaveLength(2);
		expect(shop.asked.slice(-2)).toEqual([`${PATH} app|seller T2`, `${PATH} app|seller T2`]);
		expect(shop.hints).toEqual([]);
	});

	it.each([
		['denied', 1],
		['expired', 2],
	] as const)('that is %s where it is used is not used there again', async (verdict, tokens) => {
		const shop = seller(({ method }, token) => {
			if (method === 'POST') return {};
			return token === undefined ? { plain: true } : refusal(403, verdict);
		});
		const personal = new PersonalData(shop.call, ALL);
		for (let time_ = 0; time_ < 2; time_++) {
			const { body } = await personal.send(GET, PATH, ALL);
			expect(body).toEqual({ plain: true });
		}
		expect(shop.tokens()).toHaveLength(tokens);
		expect(shop.asked.at(-1)).toBe(`${PATH} plain`);
		expect(shop.hints).toEqual([
			expect.stringContaining(`token for ${PATH}, and refused it there`),
		]);
	});

	it('does not hide another refusal, before or after it was fetched again', async () => {
		const invalid = refusal(400, 'invalid');
		const plain = seller((_request, token) => (token === undefined ? {} : invalid));
		const failure = await failureOf(new PersonalData(plain.call, ALL).send(GET, PATH, ALL));
		expect(failure).toBe(invalid);
		const later = seller((_request, token) => {
			if (token === undefined) return {};
			return token.endsWith('T1') ? refusal(403, 'expired') : invalid;
		}, 'app|later');
		expect(await failureOf(new PersonalData(later.call, ALL).send(GET, PATH, ALL))).toBe(invalid);
		expect(later.asked).not.toContain(`${PATH} plain`);
	});

	it('that cannot be fetched again leaves the plain one', async () => {
		let made = 0;
		const shop = seller(({ method }, token) => {
			if (method === 'POST') return ++made > 1 ? refusal(403, 'denied') : {};
			return token === undefined ? { plain: true } : refusal(403, 'expired');
		});
		const { body } = await new PersonalData(shop.call, ALL).send(GET, PATH, ALL);
		expect(body).toEqual({ plain: true });
		expect(shop.hints).toEqual([expect.stringContaining('no restricted role')]);
	});
});

describe('a range of dates', () => {
	const of = (given: Record<string, string>) =>
		dateRange(
			{ time: (name: string) => (name in given ? DateTime.fromISO(given[name]) : undefined) },
			NOW,
		);
	it.each([
		['2026-11-21T08:57:00Z', '2026-11-21T08:57:00Z', 0],
		['2026-11-21T08:56:59.001Z', '2026-11-21T08:57:00Z', 0],
		['2026-11-21T08:57:00.001Z', '2026-11-21T08:57:00Z', 1],
	])('that ends at %s ends at %s', (updatedBefore, before, hints) => {
		const range = of({ updatedAfter: '2026-11-01T00:00:00Z', updatedBefore });
		expect(range).toMatchObject({ family: 'updated', before });
		expect(range.hints).toHaveLength(hints);
	});

	it('that begins at the last moment has no end', () => {
		const before = '2026-11-22T00:00:00Z';
		const at = of({ createdAfter: '2026-11-21T08:57:00Z', createdBefore: before });
		expect(at).not.toHaveProperty('before');
		expect(at.hints).toEqual([expect.stringContaining("'Created Before' was set earlier")]);
		const earlier = of({ createdAfter: '2026-11-21T08:56:59Z', createdBefore: before });
		expect(earlier.before).toBe('2026-11-21T08:57:00Z');
	});

	it('without a beginning reaches back two years', () => {
		expect(of({ updatedBefore: '2026-11-02T00:00:00Z' }).after).toBe('2024-11-02T00:00:00Z');
		expect(of({ updatedAfter: '2026-11-02T00:00:00Z' })).toEqual({
			...{ family: 'updated', after: '2026-11-02T00:00:00Z', hints: [] },
		});
	});

	it.each([
		['createdAfter', 'updatedAfter'],
		['createdAfter', 'updatedBefore'],
		['createdBefore', 'updatedAfter'],
		['createdBefore', 'updatedBefore'],
	])('is not of both %s and %s', (one, two) => {
		const given = { [one]: '2026-11-01T00:00:00Z', [two]: '2026-11-02T00:00:00Z' };
		expect(() => of(given)).toThrow('cannot be combined');
	});

	it('is written in whole seconds', () => {
		expect(writeTime(NOW + 999)).toBe('2026-11-21T09:00:00Z');
	});
});

describe('the query of v0', () => {
	const values = (given: Record<string, unknown>) => ({
		get: <T>(name: string) => given[name] as T | undefined,
		time: () => undefined,
	});
	const further = { marketplaceIds: [DE], limit: 7 };
	const range = { family: 'updated' as const, after: 'A', hints: [] };

	it.each([
		['CANCELLED', 'Canceled'],
		['INVOICE_UNCONFIRMED', 'InvoiceUnconfirmed'],
		['PARTIALLY_SHIPPED', 'PartiallyShipped'],
		['PENDING', 'Pending'],
		['PENDING_AVAILABILITY', 'PendingAvailability'],
		['SHIPPED', 'Shipped'],
		['UNFULFILLABLE', 'Unfulfillable'],
		['UNSHIPPED', 'Unshipped'],
	])('has %s as %s', (ours, theirs) => {
		const query = listQuery(values({ status: [ours] }), range, further);
		expect(query).toMatchObject({ OrderStatuses: [theirs], LastUpdatedAfter: 'A' });
		expect(query).toMatchObject({ MaxResultsPerPage: 7, MarketplaceIds: [DE] });
		const status = orderFilters.find(({ property }) => property.name === 'status');
		expect(status?.property.options).toContainEqual(expect.objectContaining({ value: ours }));
	});

	it.each(['status', 'fulfilledBy', 'paymentMethods', 'buyerEmail'])(
		'has the number of the seller never beside %s',
		(name) => {
			const given = values({ sellerOrderId: '7', [name]: name === 'buyerEmail' ? 'x' : ['x'] });
			const alone = { ...range, family: 'created' as const };
			expect(() => listQuery(given, alone, further)).toThrow(InvalidInputError);
			expect(listQuery(values({ sellerOrderId: '7' }), alone, further)).toMatchObject({
				...{ SellerOrderId: '7', CreatedAfter: 'A' },
			});
			expect(listQuery(values({ sellerOrderId: '7' }), undefined, further)).not.toHaveProperty(
				'CreatedAfter',
			);
		},
	);

	it('is of the last seven days by the change where nothing is given', () => {
		expect(rangeOf(values({}), NOW)).toMatchObject({
			...{ family: 'updated', after: '2026-11-14T09:00:00Z' },
			hints: [expect.stringContaining('updated in the last 7 days')],
		});
	});
});

describe('the parts of an order', () => {
	it.each([
		[
			['fulfillment', ' BUYER '],
			['FULFILLMENT', 'BUYER'],
		],
		['fulfillment, tax,', ['FULFILLMENT', 'TAX']],
		[['TAX', 'tax'], ['TAX']],
		['', []],
		[null, ['CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'PAYMENT', 'PROCEEDS', 'PROMOTION']],
	])('%j', (value, parts) => {
		const { call } = scripted(() => 404, { includedData: value } as IDataObject);
		expect(includedData(call)).toEqual(parts);
	});

	it('are those that Amazon knows', () => {
		const parts = orderParameters.find(({ name }) => name === 'includedData');
		expect(parts?.options?.map((option) => (option as { value: string }).value)).toEqual([
			...['BUYER', 'CANCELLATION', 'EXPENSE', 'FULFILLMENT', 'FULFILLMENT_ORDERS', 'PACKAGES'],
			...['PAYMENT', 'PROCEEDS', 'PROMOTION', 'RECIPIENT', 'TAX'],
		]);
		expect(parts?.default).toEqual([
			...['CANCELLATION', 'FULFILLMENT', 'PACKAGES', 'PAYMENT', 'PROCEEDS', 'PROMOTION'],
		]);
	});
});

describe('the search that is gone on with', () => {
	const RANGE = { family: 'created', after: 'A', before: 'B' };
	const start = { range: RANGE, token: 'T', until: NOW };
	const { call } = scripted(() => 404);
	const place = (given: Record<string, unknown>) => ({ start: given, advance: () => undefined });

	it('asks with the dates and the token of the run before', () => {
		expect(readStart(call, place(start))).toEqual({ range: { ...RANGE, hints: [] }, token: 'T' });
		const open = { ...start, range: { family: 'updated', after: 'A' } };
		expect(readStart(call, place(open))).toMatchObject({
			range: { family: 'updated' },
			token: 'T',
		});
	});

	it.each([
		{ range: { ...RANGE, family: 'shipped' } },
		{ range: { ...RANGE, after: 5 } },
		{ range: { ...RANGE, before: 5 } },
		{ token: undefined },
		{ until: undefined },
		{ until: String(NOW) },
	])('refuses %j', (change) => {
		expect(() => readStart(call, place({ ...start, ...change }))).toThrow(
			'does not contain a cursor',
		);
	});

	it('says that Amazon has forgotten it after a day', () => {
		expect(() => readStart(call, place({ ...start, until: NOW - 1 }))).toThrow(
			'older than 24 hours',
		);
	});

	it('begins anew without a place', () => {
		expect(readStart(call).range).toMatchObject({ family: 'updated' });
		expect(readStart(call, place({})).range).toMatchObject({ family: 'updated' });
	});

	it('tells its place behind each page but the last', async () => {
		const script = scripted(({ query }) =>
			(query as IDataObject).paginationToken === 'T'
				? { orders: [{ orderId: '2' }], pagination: { nextToken: 'U' } }
				: { orders: [{ orderId: '3' }] },
		);
		const places: unknown[] = [];
		const found = await all(
			searchOrders(script.call, 5, { start, advance: (position) => void places.push(position) }),
		);
		expect(found.map(({ orderId }) => orderId)).toEqual(['2', '3']);
		const range = { ...RANGE, hints: [] };
		expect(places).toEqual([{ range, token: 'U', until: NOW + 24 * HOUR }]);
		expect(script.queries('/orders/2026-01-01/orders')).toMatchObject([
			{ createdAfter: 'A', createdBefore: 'B', paginationToken: 'T', maxResultsPerPage: 5 },
			{ createdAfter: 'A', createdBefore: 'B', paginationToken: 'U', maxResultsPerPage: 5 },
		]);
	});
});

describe('a list of v0 that is gone on with', () => {
	const V0 = { apiVersion: 'v0', marketplaceIds: [DE] };
	const orderIds = Array.from({ length: 120 }, (_, n) => id(n)).join(',');
	const shop = (parameters: IDataObject) =>
		scripted(({ path, query }) => {
			if (path.endsWith('/orderItems')) return { payload: { OrderItems: [{}] } };
			const { NextToken } = query as IDataObject;
			const Orders = [1, 2].map((n) => ({
				AmazonOrderId: id(NextToken === undefined ? n : n + 2),
			}));
			return { payload: { Orders, ...(NextToken === undefined ? { NextToken: 'T' } : {}) } };
		}, parameters);
	const dates = { CreatedAfter: '2024-11-21T09:00:00Z' };

	async function read(parameters: IDataObject, limit: number, given: object = {}) {
		const script = shop(parameters);
		const places: unknown[] = [];
		const place = { advance: (position: unknown) => void places.push(position), ...given };
		const found = await all(listOrdersV0(script.call, limit, place as never));
		return { script, places, found, queries: script.queries('/orders/v0/orders') };
	}

	it('can be left behind each page and each group of numbers', async () => {
		const { places, found, queries } = await read({ ...V0, filters: { orderIds } }, Infinity);
		expect(found).toHaveLength(12);
		expect(places).toEqual([
			{ at: 0, token: 'T', dates },
			{ at: 1, dates },
			{ at: 1, token: 'T', dates },
			{ at: 2, dates },
			{ at: 2, token: 'T', dates },
			{ at: 3, dates },
		]);
		expect(queries.map(({ AmazonOrderIds }) => (AmazonOrderIds as string[]).length)).toEqual([
			...[50, 50, 50, 50, 20, 20],
		]);
	});

	it('is gone on with in its group, with its token and its dates', async () => {
		const start = { at: 1, token: 'T', dates: { CreatedAfter: '2020-01-01T00:00:00Z' } };
		const { queries } = await read({ ...V0, filters: { orderIds } }, Infinity, { start });
		expect(queries.map(({ NextToken, CreatedAfter }) => [NextToken, CreatedAfter])).toEqual([
			['T', '2020-01-01T00:00:00Z'],
			[undefined, '2020-01-01T00:00:00Z'],
			['T', '2020-01-01T00:00:00Z'],
		]);
		expect((queries[0].AmazonOrderIds as string[])[0]).toBe(id(50));
	});

	it.each([
		{ at: 1.5, dates: {} },
		{ at: '1', dates: {} },
		{ at: 0, token: 5, dates: {} },
		{ at: 0, dates: { OrderStatuses: 'x' } },
		{ at: 0, dates: { CreatedAfter: '' } },
		{ at: 0, dates: { CreatedAfterwards: 'x' } },
		{ at: 0, dates: { NotCreatedAfter: 'x' } },
	])('refuses %j', async (start) => {
		const failure = await failureOf(read(V0, Infinity, { start }));
		expect((failure as Error).message).toContain('does not contain a cursor');
	});

	it.each(['CreatedAfter', 'CreatedBefore', 'LastUpdatedAfter', 'LastUpdatedBefore'])(
		'takes %s of the run before',
		async (name) => {
			const start = { at: 0, dates: { [name]: 'X' } };
			expect((await read(V0, Infinity, { start })).queries[0]).toMatchObject({ [name]: 'X' });
		},
	);

	it('is left nowhere in the middle of a page, and asks for no more items than it needs', async () => {
		const cut = await read(V0, 3);
		expect(cut.found).toHaveLength(3);
		expect(cut.places).toHaveLength(1);
		expect(cut.queries[0]).toMatchObject({ MaxResultsPerPage: 3 });
		expect(cut.script.asked.filter(({ path }) => path.endsWith('/orderItems'))).toHaveLength(3);
		const exact = await read(V0, 2);
		expect(exact.queries).toHaveLength(1);
		expect(exact.places).toHaveLength(1);
		// Whoever goes on later has met some of them before.
		const kept = await read(V0, 3, { isResumable: true });
		expect(kept.found).toHaveLength(4);
		expect(kept.queries[0]).toMatchObject({ MaxResultsPerPage: 100 });
	});

	it('reads its items again after two seconds, three times at most', async () => {
		let readings = 0;
		const script = scripted(({ path }) => {
			if (!path.endsWith('/orderItems')) {
				const order = { AmazonOrderId: id(1), NumberOfItemsUnshipped: 2 };
				return { payload: { Orders: [order] } };
			}
			readings++;
			return { payload: { OrderItems: [{ QuantityOrdered: 1 }] } };
		}, V0);
		await time.run(all(listOrdersV0(script.call, 5)));
		expect(readings).toBe(3);
		expect(time.sleeps).toEqual([2000, 2000]);
	});

	it('names an order without its number', async () => {
		const script = scripted(() => ({ payload: { Orders: [{ x: 1 }] } }), V0);
		const failure = await failureOf(all(listOrdersV0(script.call, 5)));
		expect((failure as Error).message).toBe('An order has no AmazonOrderId');
	});
});

describe('the source of orders', () => {
	const { call } = scripted(() => 404, { marketplaceIds: [DE] });
	const rows = [{ 'amazon-order-id': ` ${id(3)} ` }];
	const raws: AmazonRaw[] = [
		{ version: '2026-01-01', order: { orderId: id(1), orderItems: [{ orderItemId: 'i' }] } },
		{ version: 'v0', order: { AmazonOrderId: id(2) }, items: [{ OrderItemId: 'j' }] },
		{ version: 'report', order: { rows, sites: [DE] } },
	];

	it('knows the number of an order, makes one of it, and gives it as it was sent', () => {
		expect(raws.map((raw) => orders.id(raw))).toEqual([id(1), id(2), id(3)]);
		expect(raws.map((raw) => orders.toOrder(raw, call).id)).toEqual([id(1), id(2), id(3)]);
		expect(raws.map((raw) => orders.asSent?.(raw))).toEqual([
			[{ orderId: id(1), orderItems: [{ orderItemId: 'i' }] }],
			[{ AmazonOrderId: id(2), OrderItems: [{ OrderItemId: 'j' }] }],
			rows,
		]);
		const { client } = call;
		const connection = { ...client.connection, account: 'A3' };
		const ofSeller = { ...call, client: { ...client, connection } } as unknown as Call;
		const accounts = raws.map((raw) => orders.toOrder(raw, ofSeller).account);
		expect(accounts).toEqual(['A3', 'A3', 'A3']);
		expect(orders.toOrder(raws[1], call).lines[0].id).toBe('j');
		expect(orders.toOrder(raws[2], call).site).toBe(DE);
		expect(orders.id({ version: 'v0', order: {}, items: [] })).toBe('');
		expect(orders.id({ version: '2026-01-01', order: {} })).toBe('');
	});

	it('goes on only with the same version, sites and way', () => {
		const of = (parameters: IDataObject) =>
			JSON.stringify(orders.resumes?.(scripted(() => 404, parameters).call));
		const lists = [
			{},
			{ apiVersion: 'v0' },
			{ marketplaceIds: [DE] },
			{ options: { readThrough: 'report' } },
			{ options: { readThrough: 'ordersApi' } },
		].map(of);
		expect(new Set(lists).size).toBe(5);
		expect(of({ apiVersion: '2026-01-01', marketplaceIds: [] })).toBe(lists[0]);
	});
});

describe('the filters', () => {
	it('are these, with these words', () => {
		const words = Object.fromEntries(
			orderFilters.map(({ kind, property }) => [
				`${kind} ${property.name}`,
				(property.options ?? []).map((option) => (option as { value: string }).value),
			]),
		);
		expect(words).toEqual({
			'text buyerEmail': [],
			'time createdAfter': [],
			'time createdBefore': [],
			'list fulfilledBy': ['AMAZON', 'MERCHANT'],
			'list orderIds': [],
			'list paymentMethods': ['COD', 'CVS', 'Other'],
			'text sellerOrderId': [],
			'list status': [
				...['CANCELLED', 'INVOICE_UNCONFIRMED', 'PARTIALLY_SHIPPED', 'PENDING'],
				...['PENDING_AVAILABILITY', 'SHIPPED', 'UNFULFILLABLE', 'UNSHIPPED'],
			],
			'time updatedAfter': [],
			'time updatedBefore': [],
		});
		const ofV0 = orderFilters.filter(({ property }) => property.displayOptions !== undefined);
		expect(ofV0.map(({ property }) => property.name)).toEqual([
			...['buyerEmail', 'orderIds', 'paymentMethods', 'sellerOrderId'],
		]);
		for (const { property } of ofV0) {
			expect(property.displayOptions).toEqual({ show: { '/apiVersion': ['v0'] } });
		}
	});

	it('of the trigger are those of one order of the newer version', () => {
		const words = triggerFilters.map(({ property }) => [
			property.name,
			(property.options ?? []).map((option) => (option as { value: string }).value),
		]);
		expect(words).toEqual([
			['fulfilledBy', ['AMAZON', 'MERCHANT']],
			[
				'status',
				[
					...['CANCELLED', 'PARTIALLY_SHIPPED', 'PENDING', 'PENDING_AVAILABILITY', 'SHIPPED'],
					...['UNFULFILLABLE', 'UNSHIPPED'],
				],
			],
		]);
		expect(triggerEvents.map(({ value }) => value)).toEqual([
			...['orderCancelled', 'orderReadyToShip', 'orderReturned', 'orderShipped'],
		]);
	});

	it.each([
		[{}, true],
		[{ status: ['SHIPPED'] }, true],
		[{ status: ['UNSHIPPED'] }, false],
		[{ fulfilledBy: ['AMAZON'] }, true],
		[{ fulfilledBy: ['MERCHANT'] }, false],
		[{ fulfilledBy: ['AMAZON', 'MERCHANT'], status: ['SHIPPED', 'PENDING'] }, true],
		[{ fulfilledBy: ['MERCHANT'], status: ['SHIPPED'] }, false],
	])('of the trigger let a shipped order of Amazon pass: %j, %s', (filters, passes) => {
		const { call } = scripted(() => 404, { filters });
		const fulfillment = { fulfillmentStatus: 'SHIPPED', fulfilledBy: 'AMAZON' };
		const raw: AmazonRaw = { version: '2026-01-01', order: { fulfillment } };
		expect(matches(call)(raw)).toBe(passes);
	});
});

describe('the cursor of a list', () => {
	const FR = 'A13V1IB3VIYZZH';
	const callOf = (parameters: IDataObject): Call => {
		const { client, ...call } = scripted(() => 404, parameters).call;
		return { ...call, client: { ...client, marketplace: amazon } } as unknown as Call;
	};
	const cursorOf = (parameters: IDataObject, options: IDataObject) =>
		readCursor(
			callOf({ ...parameters, options: { ...(parameters.options as object), ...options } }),
			orders.id,
			orders.resumes,
		);
	const written = (parameters: IDataObject) => {
		const list = cursorOf(parameters, { outputCursor: true });
		list.advance({ token: 'T' });
		list.commit();
		return list.write();
	};
	const goesOn = (from: IDataObject, to: IDataObject) => () =>
		cursorOf(to, { cursor: written(from) }).start;

	it.each<[string, IDataObject, IDataObject]>([
		['another marketplace', { marketplaceIds: [DE] }, { marketplaceIds: [FR] }],
		['one more marketplace', { marketplaceIds: [DE] }, { marketplaceIds: [DE, FR] }],
		['all marketplaces', { marketplaceIds: [DE] }, {}],
		['another version', { apiVersion: 'v0' }, {}],
		['reports', { options: { readThrough: 'ordersApi' } }, { options: { readThrough: 'report' } }],
	])('does not count for %s', (_what, from, to) => {
		expect(goesOn(from, to)).toThrow('the cursor of another list');
		expect(goesOn(to, from)).toThrow('the cursor of another list');
		for (const same of [from, to]) expect(goesOn(same, same)()).toEqual({ token: 'T' });
	});
});
