import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startMarketplace } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { hasSpecs, readSpec } from './specs';

/** What an API answers has no type of ours. */
type Json = any;

const NOW = Date.parse('2026-11-20T12:00:00.000Z');

describe.skipIf(!hasSpecs)("the sandbox answers a write as Amazon's descriptions say", () => {
	const ajv = addFormats(new Ajv({ strict: false, allErrors: true, logger: false }));
	let server: MarketplaceServer;
	let headers: Record<string, string>;
	let now = NOW;

	beforeAll(async () => {
		for (const name of ['ordersV0', 'orders_2026-01-01', 'feeds_2021-06-30']) {
			ajv.addSchema(closed(readSpec<Json>(`amazon/${name}.json`)), name);
		}
		server = await startMarketplace('amazon', { orders: 200, now: () => now });
		const { accessToken } = server.backend.grant({ expired: false });
		headers = {
			'content-type': 'application/json',
			'user-agent': 'Test/1.0 (Language=TypeScript/5)',
			'x-amz-access-token': String(accessToken),
			'x-amz-date': '20261120T120000Z',
		};
	});
	afterAll(async () => await server.close());

	async function get(path: string): Promise<Json> {
		const { 'content-type': _type, ...rest } = headers;
		return await (await fetch(server.url + path, { headers: rest })).json();
	}
	const post = async (path: string, body: unknown) =>
		await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });

	function expectLegal(name: string, value: unknown): void {
		ajv.validate({ $ref: name }, value);
		expect(ajv.errors ?? [], JSON.stringify(value).slice(0, 500)).toEqual([]);
	}

	async function unshipped(): Promise<Json> {
		for (const { id, status } of server.backend.held()) {
			if (status !== 'UNSHIPPED') continue;
			const { order } = await get(`/orders/2026-01-01/orders/${id}?includedData=FULFILLMENT`);
			if (order.fulfillment.fulfilledBy === 'MERCHANT') return order;
		}
		throw new Error('none');
	}

	it('to a confirmed shipment', async () => {
		const { orderId, orderItems, salesChannel } = await unshipped();
		const packageDetail = {
			packageReferenceId: '1',
			carrierCode: 'DHL',
			trackingNumber: '1',
			shipDate: '2026-11-20T11:00:00Z',
			orderItems: orderItems.map((item: Json) => ({
				orderItemId: item.orderItemId,
				quantity: item.quantityOrdered,
			})),
		};
		const wish = { marketplaceId: salesChannel.marketplaceId, packageDetail };
		expectLegal('ordersV0#/definitions/ConfirmShipmentRequest', wish);
		const path = `/orders/v0/orders/${orderId}/shipmentConfirmation`;
		const answer = await post(path, wish);
		expect([answer.status, await answer.text()]).toEqual([204, '']);
		const refused = await post(path, { ...wish, packageDetail: { ...packageDetail, shipDate: 1 } });
		const refusal = await refused.json();
		expectLegal('ordersV0#/definitions/ConfirmShipmentErrorResponse', refusal);
		const shown = await get(`/orders/2026-01-01/orders/${orderId}?includedData=PACKAGES`);
		expect(shown.order.packages).toHaveLength(1);
		expectLegal('orders_2026-01-01#/definitions/GetOrderResponse', shown);
		const older = await get(`/orders/v0/orders/${orderId}`);
		expectLegal('ordersV0#/definitions/GetOrderResponse', older);
	});

	it('to a feed', async () => {
		const feeds = '/feeds/2021-06-30';
		const legal = (name: string, value: unknown) =>
			expectLegal(`feeds_2021-06-30#/definitions/${name}`, value);
		const { orderId, orderItems, salesChannel } = await unshipped();
		const contentType = 'text/tab-separated-values; charset=UTF-8';
		const document: Json = await (await post(`${feeds}/documents`, { contentType })).json();
		legal('CreateFeedDocumentResponse', document);
		const body = [
			'order-id\tamazon-order-item-code\tcancellation-reason-code',
			`${orderId}\t${orderItems[0].orderItemId}\tNoInventory`,
		].join('\n');
		const put = { method: 'PUT', body, headers: { 'content-type': contentType } };
		await fetch(document.url, put);
		const wish = {
			feedType: 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA',
			marketplaceIds: [salesChannel.marketplaceId],
			inputFeedDocumentId: document.feedDocumentId,
		};
		legal('CreateFeedSpecification', wish);
		const created: Json = await (await post(`${feeds}/feeds`, wish)).json();
		legal('CreateFeedResponse', created);
		legal('Feed', await get(`${feeds}/feeds/${created.feedId}`));
		now += 3000;
		const feed = await get(`${feeds}/feeds/${created.feedId}`);
		legal('Feed', feed);
		legal('GetFeedsResponse', await get(`${feeds}/feeds?feedTypes=${wish.feedType}`));
		legal('FeedDocument', await get(`${feeds}/documents/${feed.resultFeedDocumentId}`));
		const sets = 'includedData=FULFILLMENT,CANCELLATION';
		const shown = await get(`/orders/2026-01-01/orders/${orderId}?${sets}`);
		expect(shown.order.orderItems[0].cancellation.cancellationExecution).toBeTruthy();
		expectLegal('orders_2026-01-01#/definitions/GetOrderResponse', shown);
	});
});

describe.skipIf(!hasSpecs)('the sandbox answers a write with what Naver publishes', () => {
	const BASE = '/v1/pay-order/seller';
	let server: MarketplaceServer;
	let examples: Record<string, { request: Json; response: Json }>;
	beforeAll(async () => {
		examples = readSpec('naver/examples-2.73.0.json');
		server = await startMarketplace('naver', { orders: 300, quotaScale: 100, now: () => NOW });
	});
	afterAll(async () => await server.close());

	async function post(path: string, body: unknown): Promise<Json> {
		const { accessToken, basePath } = server.backend.grant({ expired: false });
		const url = `${server.url}${String(basePath)}${BASE}${path}`;
		const headers = {
			authorization: `Bearer ${String(accessToken)}`,
			'content-type': 'application/json',
		};
		return await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
	}

	/** Product orders that were paid and wait. */
	const waiting = () =>
		server.backend
			.held()
			.filter(({ status, lineIds }) => status === 'PAYED' && lineIds.length === 1)
			.map(({ lineIds }) => lineIds[0]);

	it.each([
		['/product-orders/confirm', (ids: string[]) => ({ productOrderIds: ids })],
		[
			'/product-orders/dispatch',
			(ids: string[]) => ({
				dispatchProductOrders: ids.map((productOrderId, at) => ({
					...examples[`POST ${BASE}/product-orders/dispatch`].request.dispatchProductOrders[0],
					...{ productOrderId, deliveryCompanyCode: 'EPOST', trackingNumber: `${at}9` },
				})),
			}),
		],
	])('to %s', async (path, bodyOf) => {
		const { request, response } = examples[`POST ${BASE}${path}`];
		const body = bodyOf([waiting()[0], 'none']);
		expect(shapeOf(body)).toEqual(shapeOf(request));
		expect(shapeOf(await post(path, body))).toEqual(shapeOf(response));
	});

	it('to a cancellation', async () => {
		const path = '/claim/cancel/request';
		const { request, response } = examples[`POST ${BASE}/product-orders/{productOrderId}${path}`];
		const wish = { cancelReason: 'SOLD_OUT', cancelDetailedReason: 'x', cancelQuantity: 1 };
		expect(shapeOf(wish)).toEqual(shapeOf(request));
		const [id] = waiting();
		const [done, failed] = [
			await post(`/product-orders/${id}${path}`, wish),
			await post(`/product-orders/none${path}`, wish),
		];
		const { successProductOrderIds } = done.data;
		const both = { ...failed, data: { ...failed.data, successProductOrderIds } };
		expect(shapeOf(both)).toEqual(shapeOf(response));
	});
});

/** A description that knows every key that there is. */
function closed(value: Json): Json {
	if (Array.isArray(value)) return value.map(closed);
	if (typeof value !== 'object' || value === null) return value;
	const own = Object.entries(value).map(([key, part]) => [key, closed(part)]);
	const isObject = value.type === 'object' && value.properties && !value.additionalProperties;
	return { ...Object.fromEntries(own), ...(isObject ? { additionalProperties: false } : {}) };
}

/** Keys and types; of a list those of its first element. */
function shapeOf(value: Json): Json {
	if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
	if (typeof value !== 'object' || value === null) return typeof value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, part]) => [key, shapeOf(part)]),
	);
}
