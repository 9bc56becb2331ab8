import { DateTime } from 'luxon';
import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { clock } from '../../../core/request/clock';
import { InvalidInputError } from '../../../core/request/errors';
import { AmazonSellingPartner } from '../../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { ownerOf, readKeys } from '../../../nodes/AmazonSellingPartner/access/connection';
import { dateRange } from '../../../nodes/AmazonSellingPartner/orders/dates';
import { listQuery, rangeOf } from '../../../nodes/AmazonSellingPartner/orders/v0/query';
import { searchQuery } from '../../../nodes/AmazonSellingPartner/orders/search';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const DE = 'A1PA6795UKMFR9';
const RDT = 'Atz.sprdt|secret-of-one-hour';

const KEYS = {
	environment: 'production',
	region: 'eu',
	clientId: 'app',
	clientSecret: 'client-secret',
	method: 'refreshToken',
	refreshToken: 'Atzr|refresh',
};
const CREDENTIAL = {
	...KEYS,
	accessToken: 'Atza|plain-token',
	accessTokenExpiresAt: new Date(NOW + 3_600_000).toISOString(),
	issuedFor: ownerOf(readKeys(KEYS)),
};

interface Asked {
	method: string;
	path: string;
	query: Record<string, string>;
	token: string;
	body?: unknown;
}
type Amazon = (asked: Asked) => { status?: number; body: unknown };

/** The node inside of an n8n that has one input item, and Amazon as `amazon` says. */
async function run(parameters: Record<string, unknown>, amazon: Amazon) {
	const asked: Asked[] = [];
	const hints: string[] = [];
	const all: Record<string, unknown> = { resource: 'order', operation: 'getAll', ...parameters };
	const context = {
		getInputData: () => [{ json: {} }],
		getNode: () => ({ name: 'Amazon', type: 'x', credentials: {} }),
		getNodeParameter: (name: string, _index: number, fallback: unknown) => all[name] ?? fallback,
		getCredentials: async () => CREDENTIAL,
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => false,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				{ method, url, body }: IHttpRequestOptions,
				{ credentialsDecrypted }: { credentialsDecrypted: { data: { accessToken: string } } },
			) => {
				const { pathname, searchParams, host } = new URL(url);
				expect(host).toBe('sellingpartnerapi-eu.amazon.com');
				const request = {
					method: String(method),
					path: pathname,
					query: Object.fromEntries(searchParams),
					token: credentialsDecrypted.data.accessToken,
					...(body === undefined ? {} : { body: JSON.parse(String(body)) as unknown }),
				};
				asked.push(request);
				const answer = amazon(request);
				const written = Buffer.from(JSON.stringify(answer.body));
				return { statusCode: answer.status ?? 200, headers: {}, body: written };
			},
		},
	} as unknown as IExecuteFunctions;
	const work = new AmazonSellingPartner().execute.call(context) as Promise<INodeExecutionData[][]>;
	const output = await time.run(work);
	return { asked, hints, items: output[0].map(({ json }) => json) };
}

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock(NOW);
	forgetProcess('quota');
	forgetProcess('restricted');
});

const id = (n: number) => `902-3159896-${String(n).padStart(7, '0')}`;
const order = (n: number) => ({ orderId: id(n), orderItems: [] });
const v0Order = (n: number) => ({ AmazonOrderId: id(n) });
const values = (given: Record<string, unknown>) => ({
	get: <T>(name: string) => given[name] as T | undefined,
	time: (name: string) => given[name] as DateTime | undefined,
});
const at = (iso: string) => DateTime.fromISO(iso, { setZone: true });

describe('the range of a list', () => {
	it.each([
		[
			{ createdAfter: at('2026-11-01T00:00:00+01:00') },
			'created',
			'2026-10-31T23:00:00Z',
			undefined,
		],
		[
			{ updatedAfter: at('2026-11-01T00:00:00.9Z'), updatedBefore: at('2026-11-02T00:00:00.1Z') },
			'updated',
			'2026-11-01T00:00:00Z',
			'2026-11-02T00:00:01Z',
		],
		[
			{ createdBefore: at('2026-11-02T00:00:00Z') },
			'created',
			'2024-11-02T00:00:00Z',
			'2026-11-02T00:00:00Z',
		],
	])('%o', (given, family, after, before) => {
		expect(dateRange(values(given), NOW)).toEqual({ family, after, before, hints: [] });
	});

	it('is the last 7 days by the last change where nothing is given, and says so', () => {
		const range = dateRange(values({}), NOW);
		expect(range).toMatchObject({ family: 'updated', after: '2026-11-14T09:00:00Z' });
		expect(range.hints).toEqual([expect.stringContaining('last 7 days')]);
	});

	it('ends three minutes ago at the latest, and says so', () => {
		const given = { updatedAfter: at('2026-11-01T00:00:00Z'), updatedBefore: at('2026-12-01') };
		const range = dateRange(values(given), NOW);
		expect(range.before).toBe('2026-11-21T08:57:00Z');
		expect(range.hints).toEqual([expect.stringContaining("'Updated Before' was set earlier")]);
	});

	it('has no end where the cut would lie before the start', () => {
		const given = { createdAfter: at('2026-11-21T08:59:00Z'), createdBefore: at('2026-11-22') };
		expect(dateRange(values(given), NOW)).not.toHaveProperty('before');
	});

	it('does not mix both kinds of dates', () => {
		const given = { createdAfter: at('2026-11-01'), updatedBefore: at('2026-11-02') };
		expect(() => dateRange(values(given), NOW)).toThrow(InvalidInputError);
	});
});

describe('the query of searchOrders', () => {
	const range = { family: 'updated', after: 'A', before: 'B', hints: [] } as const;
	const further = { includedData: ['TAX'], marketplaceIds: [DE], limit: 7 };

	it('holds every filter under the name of 2026-01-01', () => {
		const filters = values({ status: ['SHIPPED', 'UNSHIPPED'], fulfilledBy: ['MERCHANT'] });
		expect(searchQuery(filters, { ...range, hints: [] }, further)).toEqual({
			lastUpdatedAfter: 'A',
			lastUpdatedBefore: 'B',
			fulfillmentStatuses: ['SHIPPED', 'UNSHIPPED'],
			fulfilledBy: ['MERCHANT'],
			marketplaceIds: [DE],
			includedData: ['TAX'],
			maxResultsPerPage: 7,
		});
		const created = { family: 'created', after: 'A', hints: [] } as const;
		const query = searchQuery(
			values({}),
			{ ...created, hints: [] },
			{ ...further, limit: Infinity },
		);
		expect(query).toMatchObject({ createdAfter: 'A', maxResultsPerPage: 100 });
		expect(query).not.toHaveProperty('lastUpdatedAfter');
	});

	it.each([
		['Buyer Email', { buyerEmail: 'a@b.c' }],
		['Order IDs', { orderIds: [id(1)] }],
		['Payment Methods', { paymentMethods: ['COD'] }],
		['Seller Order ID', { sellerOrderId: '7' }],
		['Invoice Unconfirmed', { status: ['INVOICE_UNCONFIRMED'] }],
	])("refuses '%s', which only v0 knows", (label, given) => {
		const write = () => searchQuery(values(given), { ...range, hints: [] }, further);
		expect(write).toThrow(InvalidInputError);
		expect(write).toThrow(label);
		// Reports refuse it in the same words, also where v0 is chosen already.
		expect(write).toThrow(
			expect.objectContaining({ advice: expect.stringMatching(/'Read Through'/) }),
		);
	});
});

describe('the query of v0', () => {
	const further = { marketplaceIds: [DE], limit: 500 };
	const range = { family: 'created' as const, after: 'A', before: 'B', hints: [] };

	it('holds every filter in the words of v0', () => {
		const filters = values({
			status: ['PARTIALLY_SHIPPED', 'CANCELLED', 'INVOICE_UNCONFIRMED'],
			fulfilledBy: ['AMAZON', 'MERCHANT'],
			paymentMethods: ['COD'],
			buyerEmail: 'a@b.c',
		});
		expect(listQuery(filters, range, further)).toEqual({
			MarketplaceIds: [DE],
			CreatedAfter: 'A',
			CreatedBefore: 'B',
			OrderStatuses: ['PartiallyShipped', 'Canceled', 'InvoiceUnconfirmed'],
			FulfillmentChannels: ['AFN', 'MFN'],
			PaymentMethods: ['COD'],
			BuyerEmail: 'a@b.c',
			MaxResultsPerPage: 100,
		});
	});

	it("takes the seller's number alone, over the whole history", () => {
		const filters = values({ sellerOrderId: '7' });
		const whole = rangeOf(filters, NOW);
		expect(whole).toMatchObject({ family: 'created', after: '2024-11-21T09:00:00Z', hints: [] });
		expect(listQuery(filters, whole, further)).toMatchObject({ SellerOrderId: '7' });
		const both = values({ sellerOrderId: '7', status: ['SHIPPED'] });
		expect(() => listQuery(both, whole, further)).toThrow(InvalidInputError);
		const updated = { ...range, family: 'updated' as const };
		expect(() => listQuery(filters, updated, further)).toThrow(InvalidInputError);
	});

	it('reaches back over the whole history for order numbers, because Amazon wants a date', () => {
		const undated = rangeOf(values({ orderIds: [id(1)] }), NOW);
		expect(undated).toMatchObject({ family: 'created', after: '2024-11-21T09:00:00Z' });
		const dated = values({ orderIds: [id(1)], createdAfter: at('2026-11-01T00:00:00Z') });
		expect(rangeOf(dated, NOW)).toMatchObject({ family: 'created' });
	});
});

describe('order: getAll', () => {
	it('repeats all parameters with the page token, though time goes on', async () => {
		const { asked, items, hints } = await run(
			{ returnAll: true, output: 'marketplace', marketplaceIds: [DE] },
			({ query }) => {
				time.now += 60_000;
				return query.paginationToken === undefined
					? { body: { orders: [order(1)], pagination: { nextToken: 'n+/=' } } }
					: { body: { orders: [order(2)] } };
			},
		);
		const first = {
			lastUpdatedAfter: '2026-11-14T09:00:00Z',
			marketplaceIds: DE,
			includedData: 'CANCELLATION,FULFILLMENT,PACKAGES,PAYMENT,PROCEEDS,PROMOTION',
			maxResultsPerPage: '100',
		};
		expect(asked.map(({ query }) => query)).toEqual([first, { ...first, paginationToken: 'n+/=' }]);
		expect(items).toEqual([order(1), order(2)]);
		expect(hints).toEqual([expect.stringContaining('last 7 days')]);
	});

	it('asks for no more than the limit', async () => {
		const { asked, items } = await run({ limit: 2, filters: { status: ['SHIPPED'] } }, () => ({
			body: { orders: [order(1), order(2)], pagination: { nextToken: 'n' } },
		}));
		expect(asked).toHaveLength(1);
		expect(asked[0].query).toMatchObject({
			maxResultsPerPage: '2',
			fulfillmentStatuses: 'SHIPPED',
		});
		expect(items.map(({ schema, id: number }) => [schema, number])).toEqual([
			['order/1', id(1)],
			['order/1', id(2)],
		]);
	});

	it.each([
		[{ marketplaceIds: ['ATVPDKIKX0DER'] }, /'Marketplaces' contains United States/],
		[{ includedData: ['BUYER', 'EVERYTHING'] }, /'Included Data' has an unknown value: EVERYTHING/],
		[{ apiVersion: 'v1' }, /'API Version' is unknown/],
		[{ apiVersion: 'v0' }, /'Marketplaces' is empty/],
		[{ filters: { status: ['Shipped'] } }, /'Status' has an unknown value/],
		[
			{ apiVersion: 'v0', marketplaceIds: [DE], filters: { orderIds: '1, 2' } },
			/'Order IDs' contains an invalid number: 1/,
		],
	])('%o is refused before any request', async (parameters, message) => {
		let requests = 0;
		const failure = await failureOf(
			run(parameters, () => {
				requests++;
				return { body: { orders: [] } };
			}),
		);
		expect((failure as Error).message).toMatch(message);
		expect(requests).toBe(0);
	});
});

describe('order: get', () => {
	it('asks for the parts that the user chose', async () => {
		const { asked, items } = await run(
			{
				...{ operation: 'get', orderId: id(1), options: { includeRaw: true } },
				includedData: ['FULFILLMENT', 'BUYER'],
			},
			() => ({ body: { order: order(1) } }),
		);
		expect(asked).toMatchObject([
			{ path: `/orders/2026-01-01/orders/${id(1)}`, query: { includedData: 'FULFILLMENT,BUYER' } },
		]);
		expect(items[0]).toMatchObject({ id: id(1), raw: order(1) });
	});

	it.each(['S02-4444444-4444444', 'D01-1234567-7654321'])(
		'takes the number of an order that Amazon ships for another shop: %s',
		async (orderId) => {
			const body = { order: { ...order(1), orderId } };
			const { asked, items } = await run({ operation: 'get', orderId }, () => ({ body }));
			expect(asked[0].path).toBe(`/orders/2026-01-01/orders/${orderId}`);
			expect(items[0].id).toBe(orderId);
		},
	);

	it.each([['1234'], ['902-3159896-139091'], ['902-3159896-1390916/address']])(
		'does not send %s',
		async (orderId) => {
			const failure = await failureOf(run({ operation: 'get', orderId }, () => ({ body: {} })));
			expect((failure as Error).message).toContain("'Order ID' is not a valid order ID");
		},
	);

	it('does not take an empty answer for an order', async () => {
		const failure = await failureOf(
			run({ operation: 'get', orderId: id(1) }, () => ({ body: {} })),
		);
		expect((failure as Error).message).toContain('contains no order');
	});
});

describe('v0', () => {
	const V0 = { apiVersion: 'v0', marketplaceIds: [DE], returnAll: true, output: 'marketplace' };

	/** Two pages of orders, each order with two pages of items; tokens as `tokens` says. */
	function shop(tokens: (body: unknown) => ReturnType<Amazon>, pageSize = 1): Amazon {
		return ({ path, query, body }) => {
			if (path.startsWith('/tokens/')) return tokens(body);
			const isFirst = query.NextToken === undefined;
			if (path.endsWith('/orderItems')) {
				const OrderItems = [{ OrderItemId: isFirst ? 'a' : 'b' }];
				return { body: { payload: { OrderItems, ...(isFirst ? { NextToken: 'i' } : {}) } } };
			}
			if (path !== '/orders/v0/orders') return { body: { payload: v0Order(1) } };
			const Orders = Array.from({ length: pageSize }, (_, i) =>
				v0Order(isFirst ? i : i + pageSize),
			);
			return { body: { payload: { Orders, ...(isFirst ? { NextToken: 'n' } : {}) } } };
		};
	}
	const granted = () => ({ body: { restrictedDataToken: RDT, expiresIn: 3600 } });
	const ofPath = (asked: Asked[], path: string) => asked.filter((request) => request.path === path);
	const rdts = (asked: Asked[]) => ofPath(asked, '/tokens/2021-03-01/restrictedDataToken');

	it('reads orders and their items to the end, with the plain token', async () => {
		const { asked, items } = await run({ ...V0 }, shop(granted));
		const OrderItems = [{ OrderItemId: 'a' }, { OrderItemId: 'b' }];
		expect(items).toEqual([
			{ ...v0Order(0), OrderItems },
			{ ...v0Order(1), OrderItems },
		]);
		expect(rdts(asked)).toEqual([]);
		expect(new Set(asked.map(({ token }) => token))).toEqual(new Set(['Atza|plain-token']));
		const [first, second] = ofPath(asked, '/orders/v0/orders');
		expect(second.query).toEqual({ ...first.query, NextToken: 'n' });
	});

	it.each([1, 3])(
		'asks again for the items of an order that is not there yet (%i times)',
		async (times) => {
			vi.spyOn(clock, 'sleep').mockResolvedValue();
			const whole = shop(granted);
			let missing = times;
			const { items } = await run({ ...V0 }, (asked) =>
				asked.path.includes(`${id(1)}/orderItems`) && missing-- > 0
					? { status: 404, body: { errors: [{ code: 'NotFound', message: 'Not there' }] } }
					: whole(asked),
			);
			expect(items).toHaveLength(2);
		},
	);

	it('names the order whose items never come', async () => {
		vi.spyOn(clock, 'sleep').mockResolvedValue();
		const whole = shop(granted);
		const failure = await failureOf(
			run({ ...V0 }, (asked) =>
				asked.path.includes(`${id(1)}/orderItems`)
					? { status: 404, body: { errors: [{ code: 'NotFound', message: 'Not there' }] } }
					: whole(asked),
			),
		);
		expect(failure).toMatchObject({
			httpCode: '404',
			description: expect.stringContaining(id(1)) as string,
		});
	});

	it('reads items of no more orders than the limit', async () => {
		const parameters = { ...V0, returnAll: false, limit: 3 };
		const { asked, items } = await run(parameters, shop(granted, 2));
		expect(items).toHaveLength(3);
		const read = asked.filter(({ path }) => path.endsWith('/orderItems'));
		expect(new Set(read.map(({ path }) => path)).size).toBe(3);
	});

	it('reads every page with a restricted token where personal data is asked for', async () => {
		const includedData = ['BUYER', 'RECIPIENT'];
		const { asked } = await run({ ...V0, includedData }, shop(granted, 12));
		expect(rdts(asked).map(({ body }) => body)).toEqual([
			resources('/orders/v0/orders', ['buyerInfo', 'shippingAddress']),
			resources('/orders/v0/orders/{orderId}/orderItems', ['buyerInfo']),
		]);
		const others = asked.filter(({ path }) => !path.startsWith('/tokens/'));
		expect(others).toHaveLength(2 + 24 * 2);
		expect(new Set(others.map(({ token }) => token))).toEqual(new Set([RDT]));
		expect(rdts(asked)[0].token).toBe('Atza|plain-token');
	});

	it('keeps a restricted token for 50 minutes, for this credential', async () => {
		const parameters = { ...V0, includedData: ['RECIPIENT'] };
		expect(rdts((await run(parameters, shop(granted))).asked)).toHaveLength(1);
		time.now += 49 * 60_000;
		expect(rdts((await run(parameters, shop(granted))).asked)).toHaveLength(0);
		time.now += 2 * 60_000;
		expect(rdts((await run(parameters, shop(granted))).asked)).toHaveLength(1);
	});

	it('goes on with what the roles open, and says what is missing', async () => {
		const lacking = 'Application does not have access to one or more requested data elements';
		const { asked, hints, items } = await run(
			{ ...V0, includedData: ['BUYER', 'RECIPIENT'], filters: { orderIds: id(0) } },
			shop((body) =>
				JSON.stringify(body).includes('shippingAddress')
					? refused(400, `${lacking}: [shippingAddress]`)
					: granted(),
			),
		);
		expect(
			rdts(asked)
				.slice(0, 2)
				.map(({ body }) => body),
		).toEqual([
			resources('/orders/v0/orders', ['buyerInfo', 'shippingAddress']),
			resources('/orders/v0/orders', ['buyerInfo']),
		]);
		expect(items).toHaveLength(2);
		expect(hints).toEqual([expect.stringMatching(/without shippingAddress/)]);
		expect(ofPath(asked, '/orders/v0/orders').every(({ token }) => token === RDT)).toBe(true);
	});

	it.each([
		[400, 'Application do not have access to some or all requested resource'],
		[403, 'Access to requested resource is denied.'],
	])('falls back to the plain token after %i %s', async (status, message) => {
		const { asked, hints, items } = await run(
			{ ...V0, includedData: ['BUYER', 'RECIPIENT'] },
			shop(() => refused(status, message)),
		);
		expect(rdts(asked)).toHaveLength(1);
		expect(items).toHaveLength(2);
		expect(hints.filter((hint) => hint.includes('buyerInfo, shippingAddress'))).toHaveLength(1);
	});

	it('does not hide another trouble with the restricted token', async () => {
		const failure = await failureOf(
			run(
				{ ...V0, includedData: ['BUYER'] },
				shop(() => refused(400, 'Invalid Input')),
			),
		);
		expect((failure as Error).message).toContain('Invalid Input');
	});

	it.each([
		['denied', 'Access to requested resource is denied.'],
		['called invalid for ever', 'The access token you provided is revoked, malformed or invalid.'],
	])('goes on plainly where a restricted token is granted and then %s', async (_how, message) => {
		const inner = shop(granted);
		const { asked, hints, items } = await run(
			{ ...V0, includedData: ['BUYER', 'RECIPIENT'] },
			(request) => (request.token === RDT ? refused(403, message) : inner(request)),
		);
		expect(items).toHaveLength(2);
		expect(hints.filter((hint) => hint.includes('refused it there'))).toHaveLength(2);
		// Not tried again with every page and every order.
		expect(
			ofPath(asked, '/orders/v0/orders').filter(({ token }) => token === RDT).length,
		).toBeLessThan(3);
	});

	it('does not go on where the plain token is refused, too', async () => {
		const failure = await failureOf(
			run({ ...V0, includedData: ['BUYER'] }, ({ path }) =>
				path.startsWith('/tokens/')
					? granted()
					: refused(403, 'Access to requested resource is denied.'),
			),
		);
		expect((failure as { httpCode?: string }).httpCode).toBe('403');
	});

	describe('items that do not come', () => {
		const full = { NumberOfItemsShipped: 1, NumberOfItemsUnshipped: 2 };
		const item = (n: number) => ({ OrderItemId: String(n), QuantityOrdered: n });

		/** Two orders, of which the first has `answers` in place of its items; `beside` stands in all answers. */
		async function list(answers: unknown[], more: object = full, whole = false, beside = {}) {
			let reading = 0;
			const output = await run({ ...V0, output: 'order' }, ({ path }) => {
				if (path === '/orders/v0/orders') {
					return { body: { payload: { Orders: [{ ...v0Order(1), ...more }, v0Order(2)] } } };
				}
				const OrderItems = path.includes(id(1))
					? answers[Math.min(reading++, answers.length - 1)]
					: [item(1)];
				const payload = whole && OrderItems === null ? null : { AmazonOrderId: id(1), OrderItems };
				return { body: { ...beside, payload } };
			});
			return { ...output, reading };
		}

		it.each([
			['null', [null, [item(1), item(2)]]],
			['an empty list', [[], [item(1), item(2)]]],
			['fewer units than the order has', [[item(1)], [item(1), item(2)]]],
		])('at first are read again: %s', async (_what, answers) => {
			const { items, reading } = await list(answers);
			expect(reading).toBe(2);
			expect(items.map((one) => (one.lines as unknown[]).length)).toEqual([2, 1]);
			expect(items[0].missing).not.toContainEqual(expect.objectContaining({ field: 'lines' }));
		});

		it.each([{ errors: null }, { errors: [] }])('may come beside %j', async (beside) => {
			const { items } = await list([null, [item(1), item(2)]], full, true, beside);
			expect(items.map((one) => (one.lines as unknown[]).length)).toEqual([2, 1]);
		});

		it.each([
			['null', [null], 'Amazon has sent no items', 0],
			['an empty list', [[]], 'Amazon has sent no items', 0],
			['fewer units than the order has', [[item(2)]], 'Amazon has sent 2 of 3 units', 1],
			['fewer and fewer', [[item(2)], []], 'Amazon has sent 2 of 3 units', 1],
		])(
			'at all are told in the order, and fail no list: %s',
			async (_what, answers, reason, count) => {
				const { items } = await list(answers);
				expect(items.map((one) => one.id)).toEqual([id(1), id(2)]);
				expect(items[0].lines).toHaveLength(count);
				expect(items[0].missing).toContainEqual({ field: 'lines', reason });
			},
		);

		it('are none where the whole answer is null', async () => {
			const { items, reading } = await list([null], full, true);
			expect(reading).toBe(3);
			expect(items[0].missing).toContainEqual({
				field: 'lines',
				reason: 'Amazon has sent no items',
			});
		});

		it('are all there where the order says less, or nothing', async () => {
			for (const more of [{ NumberOfItemsShipped: 0, NumberOfItemsUnshipped: 0 }, {}]) {
				const { reading, items } = await list([[item(1)]], more);
				expect(reading).toBe(1);
				expect(items[0].missing).not.toContainEqual(expect.objectContaining({ field: 'lines' }));
			}
		});

		it('name their order where they are something else', async () => {
			const failure = await failureOf(list([{ odd: true }]));
			expect((failure as Error).message).toContain(`The items of order ${id(1)} cannot be read`);
		});
	});

	it('fetches another restricted token once when Amazon calls it expired', async () => {
		let isExpired = true;
		const inner = shop(granted);
		const { asked, items } = await run(
			{ ...V0, operation: 'get', orderId: id(1), includedData: ['BUYER'] },
			(request) => {
				if (request.token === RDT && isExpired) {
					isExpired = false;
					return refused(403, 'The access token you provided has expired.');
				}
				return inner(request);
			},
		);
		expect(rdts(asked).map(({ body }) => body)).toEqual([
			resources('/orders/v0/orders/{orderId}', ['buyerInfo']),
			resources('/orders/v0/orders/{orderId}', ['buyerInfo']),
			resources('/orders/v0/orders/{orderId}/orderItems', ['buyerInfo']),
		]);
		expect(items).toHaveLength(1);
	});

	it('asks for more than 50 order numbers in parts', async () => {
		const orderIds = Array.from({ length: 51 }, (_, i) => id(i)).join(',');
		const { asked } = await run({ ...V0, filters: { orderIds } }, ({ path }) => ({
			body: { payload: path.endsWith('orderItems') ? { OrderItems: [] } : { Orders: [] } },
		}));
		expect(asked.map(({ query }) => query.AmazonOrderIds.split(',').length)).toEqual([50, 1]);
		expect(asked[0].query).not.toHaveProperty('LastUpdatedAfter');
	});

	it('paces the items by the quota', async () => {
		const begin = clock.now();
		await run({ ...V0 }, shop(granted, 20));
		// 80 requests for items: 30 at once, the others every two seconds.
		expect(clock.now() - begin).toBeGreaterThanOrEqual(100_000);
	});

	function resources(path: string, dataElements: string[]) {
		return { restrictedResources: [{ method: 'GET', path, dataElements }] };
	}

	function refused(status: number, message: string) {
		return { status, body: { errors: [{ code: 'InvalidInput', message, details: '' }] } };
	}
});
