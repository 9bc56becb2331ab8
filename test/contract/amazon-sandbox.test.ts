import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { SITES } from '../../nodes/AmazonSellingPartner/regions';
import { failureOf } from '../kit/failure';
import { nodeContext } from '../kit/node-context';
import { expectLegal } from '../nodes/legal.order';
import { reset } from './bench';
import { publishedPairs, type Pair } from './pairs';
import { startRecorder, type Answer, type Recorder, type Sent } from './recorder';
import { hasSpecs } from './specs';

const DOCUMENTS = [
	'orders_2026-01-01',
	'ordersV0',
	'tokens_2021-03-01',
	'sellers',
	'feeds_2021-06-30',
	'listingsItems_2021-08-01',
];
const PAIRS = hasSpecs ? publishedPairs(DOCUMENTS) : [];
/** Pairs whose parameters the operations for orders can have, too. */
const BY_OPERATION = PAIRS.filter(
	({ operationId, version, status }) =>
		version === '2026-01-01' && status === 200 && /^(searchOrders|getOrder)$/.test(operationId),
);
const CONFIRMED = PAIRS.filter(({ operationId }) => operationId === 'confirmShipment');
/** Says how many come at once; the published requests leave it out. */
const PAGE_SIZE = 'maxResultsPerPage';
const TOKEN = { access_token: 'Atza|token', token_type: 'bearer', expires_in: 3600 };

describe.skipIf(!hasSpecs)("Amazon's published pairs of request and answer", () => {
	let recorder: Recorder;
	let answers: Answer[];

	beforeAll(async () => {
		recorder = await startRecorder(({ path }) =>
			path === '/auth/o2/token' ? { status: 200, body: TOKEN } : (answers.shift() as Answer),
		);
	});
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		reset();
		recorder.sent.length = 0;
	});

	async function run(parameters: Record<string, unknown>, region = 'na') {
		return await nodeContext({
			node: new AmazonSellingPartner(),
			credentialType: new AmazonSellingPartnerApi(),
			credential: {
				environment: 'custom',
				authBaseUrl: recorder.url,
				apiBaseUrl: recorder.url,
				method: 'refreshToken',
				region,
				clientId: 'app',
				clientSecret: 'secret-of-the-app',
				refreshToken: 'Atzr|refresh',
				accessToken: '',
			},
			parameters: parameters as never,
		}).run();
	}

	it('are all found', () => {
		expect(PAIRS.length).toBeGreaterThan(40);
		expect(BY_OPERATION).toHaveLength(6);
	});

	it.each(PAIRS.map((pair) => [pair.name, pair] as const))(
		'%s, as an API request',
		async (_, pair) => {
			answers = [{ status: pair.status, body: pair.response }];
			const { method, path, query, body } = pair;
			const parameters = {
				resource: 'apiRequest',
				method,
				path,
				query: JSON.stringify(query),
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			};
			const work = run(parameters);
			if (pair.status >= 400) await expectRefused(work, pair);
			else if (pair.response === undefined || pair.status === 204) {
				expect((await work)[0].json).toEqual({ success: true, statusCode: pair.status });
			} else {
				const { response } = pair;
				const items = (await work).map(({ json }) => json);
				expect(items).toEqual(Array.isArray(response) ? response : [response]);
			}
			expectSent(recorder.sent, pair);
		},
	);

	it.each(BY_OPERATION.map((pair) => [pair.name, pair] as const))(
		'%s, as an operation for orders',
		async (_, pair) => {
			const { includedData, marketplaceIds = [], createdAfter, paginationToken } = pair.query;
			const isList = pair.operationId === 'searchOrders';
			const first = { orders: [], pagination: { nextToken: paginationToken } };
			const { pagination: _next, ...rest } = pair.response as Record<string, unknown>;
			answers = [
				...(paginationToken === undefined ? [] : [{ status: 200, body: first }]),
				{ status: 200, body: rest },
			];
			const site = SITES.find(({ id }) => marketplaceIds.includes(id));
			const items = await run(
				{
					resource: 'order',
					operation: isList ? 'getAll' : 'get',
					...(isList
						? { returnAll: true, marketplaceIds, filters: { createdAfter } }
						: { orderId: pair.path.split('/').at(-1) }),
					includedData,
					options: { includeRaw: true },
				},
				site?.region,
			);
			expectOrders(items, pair);
			expectSent(recorder.sent.slice(-1), pair);
		},
	);

	it.each(CONFIRMED.map((pair) => [pair.name, pair] as const))(
		'%s, as a parcel of an order',
		async (_, pair) => {
			answers = [{ status: pair.status, body: pair.response }];
			const { marketplaceId, packageDetail } = pair.body as Confirmation;
			const { orderItems, shipDate, ...detail } = packageDetail;
			const work = run({
				...{ resource: 'order', operation: 'ship', orderId: pair.path.split('/').at(-2) },
				...{ marketplaceId, shipLines: 'selected' },
				lines: {
					line: orderItems.map((item) => ({
						...{ lineId: item.orderItemId, quantity: String(item.quantity) },
					})),
				},
				carrier: { __rl: true, mode: 'code', value: detail.carrierCode },
				trackingNumber: detail.trackingNumber,
				options: {
					...{ packageNumber: detail.packageReferenceId, shippingMethod: detail.shippingMethod },
					shippedAt: shipDate,
				},
			});
			if (pair.status >= 400) {
				// A date that Amazon does not read goes nowhere.
				expect(((await failureOf(work)) as Error).message).toContain("'Shipped At'");
				expect(recorder.sent).toEqual([]);
				return;
			}
			expect((await work)[0].json).toMatchObject({ status: 'done' });
			const { method, path, body } = recorder.sent[0];
			expect({ method, path }).toEqual({ method: pair.method, path: pair.path });
			expect(pair.body).toMatchObject(JSON.parse(body) as object);
		},
	);
});

interface Confirmation {
	marketplaceId: string;
	packageDetail: Record<string, string> & {
		orderItems: Array<{ orderItemId: string; quantity: number }>;
	};
}

function expectSent(sent: Sent[], { method, path, query, body }: Pair): void {
	expect(sent).toHaveLength(1);
	const values = sent[0].query.map(([name, raw]) => [
		name,
		raw.split(',').map(decodeURIComponent).join(),
	]);
	const { [PAGE_SIZE]: _size, ...asked } = Object.fromEntries(values) as Record<string, string>;
	const published = Object.entries(query).map(([name, value]) => [name, String(value)]);
	expect(asked).toEqual(Object.fromEntries(published));
	expect(sent[0]).toMatchObject({ method, path });
	expect(sent[0].body === '' ? undefined : JSON.parse(sent[0].body)).toEqual(body);
}

function expectOrders(items: Array<{ json: object }>, { response }: Pair): void {
	const { orders, order } = response as Record<'orders' | 'order', unknown>;
	const published = (orders ?? [order]) as Array<{ orderId: string }>;
	expect(items.map(({ json }) => json)).toMatchObject(
		published.map(({ orderId }) => ({ id: orderId })),
	);
	for (const { json } of items) {
		const { raw, ...rest } = json as { raw: { orderId: string } };
		expect(published).toContainEqual(raw);
		expectLegal(rest as never);
	}
}

/** The reason as Amazon gives it, and its code. */
async function expectRefused(work: Promise<unknown>, { status, response }: Pair): Promise<void> {
	const failure = (await work.then(
		() => ({ message: 'It did not fail' }),
		(error: unknown) => error,
	)) as { message: string; description?: string; httpCode?: string };
	expect(failure.httpCode, failure.message).toBe(String(status));
	const { errors = [] } = response as { errors?: Array<Record<string, string>> };
	for (const { message } of errors) expect(failure.message).toContain(message);
	if (errors.length > 0) expect(failure.description).toContain(`Code: ${errors[0].code}`);
}
