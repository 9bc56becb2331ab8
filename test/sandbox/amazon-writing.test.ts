import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';

import { amazon, type AmazonGrant, type AmazonSettings } from '../../sandbox/amazon/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';
import { callAmazon } from '../kit/amazon-call';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const iso = (time: number) => new Date(time).toISOString();
let now = START;
let server: MarketplaceServer;
let settings: AmazonSettings;
let grant: AmazonGrant;

/** What an API answers has no type of ours. */
type Json = any;

async function open(extra: Partial<AmazonSettings> = {}): Promise<void> {
	await server?.close();
	settings = { ...DEFAULTS, orders: 400, quotaScale: 1000, now: () => now, ...extra };
	server = await startServer(amazon(settings), settings);
	grant = server.backend.grant({ expired: false }) as unknown as AmazonGrant;
}

beforeEach(async () => {
	now = START;
	await open();
});
afterEach(async () => await server.close());

async function sp(path: string, init: RequestInit = {}, token = grant.accessToken) {
	return await callAmazon(server.url + path, token, init);
}

async function post(path: string, body: unknown, token?: string) {
	const headers = { 'content-type': 'application/json' };
	return await sp(path, { method: 'POST', headers, body: JSON.stringify(body) }, token);
}

const ALL = 'FULFILLMENT,PACKAGES,CANCELLATION';

async function order(id: string): Promise<Json> {
	return (await sp(`/orders/2026-01-01/orders/${id}?includedData=${ALL}`)).body.order;
}

async function orderV0(id: string): Promise<Json> {
	const head = (await sp(`/orders/v0/orders/${id}`)).body.payload;
	const items = (await sp(`/orders/v0/orders/${id}/orderItems`)).body.payload;
	return { ...head, items: items.OrderItems };
}

/** An order of the seller's own that is so. */
async function orderThat(status: string, fits: (order: Json) => boolean = () => true) {
	for (const held of server.backend.held()) {
		if (held.status !== status) continue;
		const one = await order(held.id);
		if (one.fulfillment.fulfilledBy === 'MERCHANT' && fits(one)) return one;
	}
	throw new Error(`No order is ${status} and fits`);
}

const piecesOf = ({ orderItems }: Json): number =>
	orderItems.reduce((sum: number, item: Json) => sum + item.quantityOrdered, 0);

const unitsOf = ({ orderItems }: Json) =>
	orderItems.map(({ orderItemId, quantityOrdered }: Json) => ({
		orderItemId,
		quantity: quantityOrdered,
	}));

function packet(of: Json, more: object = {}) {
	return {
		packageReferenceId: '1',
		carrierCode: 'DHL',
		shippingMethod: 'Standard',
		trackingNumber: '00340434161094000000',
		shipDate: iso(now - 1000),
		orderItems: unitsOf(of),
		...more,
	};
}

async function confirm(of: Json, more: object = {}, body: object = {}, token?: string) {
	const wish = {
		marketplaceId: of.salesChannel.marketplaceId,
		packageDetail: packet(of, more),
		...body,
	};
	return await post(`/orders/v0/orders/${of.orderId}/shipmentConfirmation`, wish, token);
}

describe('confirmShipment', () => {
	it('ships the order, and every view shows it', async () => {
		const one = await orderThat('UNSHIPPED');
		now += 1000;
		const { status, body, headers } = await confirm(one);
		expect([status, body]).toEqual([204, undefined]);
		expect(headers.get('x-amzn-ratelimit-limit')).toBe('2000');
		const after = await order(one.orderId);
		expect(after.fulfillment.fulfillmentStatus).toBe('SHIPPED');
		expect(after.lastUpdatedTime).toBe(iso(now));
		for (const { quantityOrdered, fulfillment } of after.orderItems) {
			expect(fulfillment).toMatchObject({
				quantityFulfilled: quantityOrdered,
				quantityUnfulfilled: 0,
			});
		}
		expect(after.packages).toEqual([
			{
				packageReferenceId: '1',
				createdTime: iso(now),
				packageStatus: { status: 'SHIPPED' },
				carrier: 'DHL',
				shippingService: 'Standard',
				shipTime: iso(now - 1000),
				trackingNumber: '00340434161094000000',
				packageItems: unitsOf(one),
			},
		]);
		expect(await orderV0(one.orderId)).toMatchObject({
			OrderStatus: 'Shipped',
			NumberOfItemsShipped: piecesOf(one),
			NumberOfItemsUnshipped: 0,
			items: one.orderItems.map((item: Json) => ({ QuantityShipped: item.quantityOrdered })),
		});
		expect(server.backend.parcels?.(one.orderId)).toEqual([
			{
				id: '1',
				carrier: 'DHL',
				trackingNumber: '00340434161094000000',
				lines: unitsOf(one).map((unit: Json) => ({
					lineId: unit.orderItemId,
					quantity: unit.quantity,
				})),
			},
		]);
		expect(server.stats().violations).toEqual([]);
	});

	it('is found by whoever asks for changes', async () => {
		const one = await orderThat('UNSHIPPED');
		now += 1000;
		await confirm(one);
		now += 120_000;
		const since = encodeURIComponent(iso(START));
		const newer = await sp(`/orders/2026-01-01/orders?lastUpdatedAfter=${since}`);
		expect(newer.body.orders.map(({ orderId }: Json) => orderId)).toEqual([one.orderId]);
		const place = one.salesChannel.marketplaceId;
		const older = await sp(`/orders/v0/orders?MarketplaceIds=${place}&LastUpdatedAfter=${since}`);
		expect(older.body.payload.Orders).toMatchObject([{ OrderStatus: 'Shipped' }]);
	});

	it('stands in the next report', async () => {
		const one = await orderThat('UNSHIPPED');
		now += 1000;
		await confirm(one);
		const reports = '/reports/2021-06-30';
		const { body } = await post(`${reports}/reports`, {
			reportType: 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL',
			marketplaceIds: grant.marketplaceIds,
			dataStartTime: iso(now),
		});
		now += 3000;
		const { reportDocumentId } = (await sp(`${reports}/reports/${body.reportId}`)).body;
		const { url } = (await sp(`${reports}/documents/${reportDocumentId}`)).body;
		const text = gunzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).toString('utf8');
		const [heads, row] = text.split('\n').map((line) => line.split('\t'));
		expect(row[0]).toBe(one.orderId);
		expect(row[heads.indexOf('order-status')]).toBe('Shipped');
	});

	it('ships a part, then the rest, each in a package of its own', async () => {
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems[0].quantityOrdered > 1);
		const [first] = unitsOf(one);
		await confirm(one, { orderItems: [{ ...first, quantity: 1 }] });
		const part = await order(one.orderId);
		expect(part.fulfillment.fulfillmentStatus).toBe('PARTIALLY_SHIPPED');
		expect(part.orderItems[0].fulfillment).toMatchObject({
			quantityFulfilled: 1,
			quantityUnfulfilled: first.quantity - 1,
		});
		const tooMuch = await confirm(one, { packageReferenceId: '2' });
		expect(tooMuch.status).toBe(400);
		expect(tooMuch.body.errors[0].details).toContain('more than');
		const [, ...others] = unitsOf(one);
		const orderItems = [{ ...first, quantity: first.quantity - 1 }, ...others];
		expect((await confirm(one, { packageReferenceId: '2', orderItems })).status).toBe(204);
		const whole = await order(one.orderId);
		expect(whole.fulfillment.fulfillmentStatus).toBe('SHIPPED');
		expect(whole.packages.map((it: Json) => it.packageReferenceId)).toEqual(['1', '2']);
	});

	it('counts the entries of one line together', async () => {
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems[0].quantityOrdered > 1);
		const [first, ...others] = unitsOf(one);
		const twice = [first, { ...first, quantity: 1 }, ...others];
		expect((await confirm(one, { orderItems: twice })).status).toBe(400);
		const halves = [
			{ ...first, quantity: first.quantity - 1 },
			{ ...first, quantity: 1 },
			...others,
		];
		expect((await confirm(one, { orderItems: halves })).status).toBe(204);
		expect((await order(one.orderId)).fulfillment.fulfillmentStatus).toBe('SHIPPED');
	});

	it('edits the package of the same number, and its units count anew', async () => {
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems[0].quantityOrdered > 1);
		const [first] = unitsOf(one);
		await confirm(one);
		now += 5000;
		expect((await confirm(one, { trackingNumber: 'NEW' })).status).toBe(204);
		const edited = await order(one.orderId);
		expect(edited.packages).toMatchObject([
			{ trackingNumber: 'NEW', createdTime: iso(now - 5000), packageItems: unitsOf(one) },
		]);
		expect(edited.lastUpdatedTime).toBe(iso(now));
		await confirm(one, { orderItems: [{ ...first, quantity: 1 }] });
		const less = await order(one.orderId);
		expect(less.fulfillment.fulfillmentStatus).toBe('PARTIALLY_SHIPPED');
		expect(less.packages).toHaveLength(1);
	});

	it('refuses another package of what is confirmed already', async () => {
		const one = await orderThat('UNSHIPPED');
		await confirm(one);
		const { status, body } = await confirm(one, { packageReferenceId: '2' });
		expect(status).toBe(400);
		expect(body.errors[0]).toMatchObject({
			code: 'InvalidInput',
			message: expect.stringContaining('PackageToUpdateNotFound'),
		});
		expect((await order(one.orderId)).packages).toHaveLength(1);
		expect(server.stats().violations.join()).toContain('PackageToUpdateNotFound');
	});

	const unit = (more: object) => ({ orderItems: [{ orderItemId: '1', quantity: 1, ...more }] });
	it.each([
		['a number for its number', { packageReferenceId: 1 }, 'packageDetail.packageReferenceId'],
		['no number', { packageReferenceId: undefined }, 'packageDetail.packageReferenceId'],
		['letters', { packageReferenceId: 'P1' }, 'positive numeric value'],
		['nought', { packageReferenceId: '0' }, 'positive numeric value'],
		['no carrier', { carrierCode: undefined }, 'packageDetail.carrierCode'],
		['an empty carrier', { carrierCode: '' }, 'carrierCode'],
		['no name for another carrier', { carrierCode: 'Other' }, 'packageDetail.carrierName'],
		['no tracking number', { trackingNumber: undefined }, 'packageDetail.trackingNumber'],
		['an empty tracking number', { trackingNumber: ' ' }, 'trackingNumber'],
		['a tracking number that is none', { trackingNumber: 34 }, 'packageDetail.trackingNumber'],
		['no date', { shipDate: undefined }, 'packageDetail.shipDate'],
		['an American date', { shipDate: '02/21/2022' }, 'Invalid Input'],
		['a date without time', { shipDate: '2026-11-20' }, 'Invalid Input'],
		['a time without zone', { shipDate: '2026-11-20T10:00:00' }, 'Invalid Input'],
		['no lines', { orderItems: [] }, 'packageDetail.orderItems'],
		['a line without number', unit({ orderItemId: undefined }), 'orderItems.orderItemId'],
		['units as text', unit({ quantity: '1' }), 'orderItems.quantity'],
		['no units', unit({ quantity: 0 }), 'quantity'],
		['wrong codes', unit({ transparencyCodes: 'X' }), 'transparencyCodes'],
		['a foreign line', unit({}), 'orderItemId 1 is not of this order'],
	])('refuses %s', async (_what, change, text) => {
		const one = await orderThat('UNSHIPPED');
		const { status, body } = await confirm(one, change);
		expect(status).toBe(400);
		expect(body.errors[0].code).toBe('InvalidInput');
		expect(`${body.errors[0].message} ${body.errors[0].details}`).toContain(text);
		expect((await order(one.orderId)).packages).toBeUndefined();
		expect(server.stats().violations).toHaveLength(1);
	});

	it('shows the name of a carrier that has no code', async () => {
		const one = await orderThat('UNSHIPPED');
		await confirm(one, { carrierCode: 'Other', carrierName: 'Müller Kurier' });
		expect((await order(one.orderId)).packages[0].carrier).toBe('Müller Kurier');
	});

	it('wants the marketplace of the order, and nothing that it does not know', async () => {
		const one = await orderThat('UNSHIPPED');
		const own = one.salesChannel.marketplaceId;
		const [other] = grant.marketplaceIds.filter((id) => id !== own);
		for (const body of [{ marketplaceId: other }, { marketplaceId: undefined }]) {
			expect((await confirm(one, {}, body)).status).toBe(400);
		}
		expect((await confirm(one, {}, { codCollectionMethod: 'DirectPayment' })).status).toBe(400);
		server.resetStats();
		expect((await confirm(one, { weight: 1 }, { note: '' })).status).toBe(204);
		expect(server.stats().violations).toHaveLength(2);
	});

	it('takes cash on delivery in Japan only', async () => {
		await open({ region: 'fe' });
		const isJapan = ({ salesChannel }: Json) => salesChannel.marketplaceName.endsWith('co.jp');
		const one = await orderThat('UNSHIPPED', isJapan);
		expect((await confirm(one, {}, { codCollectionMethod: 'Later' })).status).toBe(400);
		expect((await confirm(one, {}, { codCollectionMethod: 'DirectPayment' })).status).toBe(204);
	});

	it('refuses what Amazon ships or confirms itself, and what nobody ships', async () => {
		const one = await orderThat('UNSHIPPED');
		settings.confirmedByAmazon = [one.orderId];
		expect((await confirm(one)).status).toBe(400);
		settings.confirmedByAmazon = [];
		for (const status of ['UNSHIPPED', 'SHIPPED', 'PENDING', 'CANCELLED', 'UNFULFILLABLE']) {
			for (const { id } of server.backend.held().filter((held) => held.status === status)) {
				const other = await order(id);
				if (other.fulfillment.fulfilledBy !== 'AMAZON' && /SHIPPED/.test(status)) continue;
				expect((await confirm(other, { packageReferenceId: '9' })).status).toBe(400);
			}
		}
		expect((await confirm(one)).status).toBe(204);
	});

	it('knows neither foreign orders nor nonsense', async () => {
		const one = await orderThat('UNSHIPPED');
		const { accessToken } = grant.second;
		expect((await confirm(one, {}, {}, accessToken)).status).toBe(404);
		expect((await confirm({ ...one, orderId: '12' })).status).toBe(400);
		const text = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' };
		const path = `/orders/v0/orders/${one.orderId}/shipmentConfirmation`;
		expect((await sp(path, text)).status).toBe(415);
	});

	it('wants a role that reading does not', async () => {
		const one = await orderThat('UNSHIPPED');
		const roles = ['Selling Partner Insights'];
		const poor = server.backend.grant({ expired: false, roles } as { expired: boolean });
		const token = String(poor.accessToken);
		expect((await sp('/orders/2026-01-01/orders/x', {}, token)).status).toBe(400);
		const { status, body } = await confirm(one, {}, {}, token);
		expect(status).toBe(403);
		expect(body.errors[0]).toMatchObject({ code: 'Unauthorized', details: '' });
		const feed = await post('/feeds/2021-06-30/documents', { contentType: TSV }, token);
		expect([feed.status, feed.body.errors[0].details]).toEqual([403, '']);
	});

	it('has two calls a second and ten at once', async () => {
		const one = await orderThat('UNSHIPPED');
		settings.quotaScale = 1;
		const statuses = [];
		for (let i = 0; i < 11; i++) statuses.push((await confirm(one)).status);
		expect(statuses).toEqual([...Array.from({ length: 10 }, () => 204), 429]);
		now += 500;
		expect((await confirm(one)).status).toBe(204);
		expect((await confirm(one)).status).toBe(429);
	});

	it.each(['lost', 'done504'] as const)('is done when its answer is %s', async (kind) => {
		const one = await orderThat('UNSHIPPED');
		server.faults.set([{ kind, path: 'shipmentConfirmation', times: 1 }]);
		const answer = await confirm(one).catch(() => undefined);
		expect(answer?.status).toBe(kind === 'lost' ? undefined : 504);
		expect((await order(one.orderId)).packages).toHaveLength(1);
		expect((await confirm(one)).status).toBe(204);
		expect((await order(one.orderId)).packages).toHaveLength(1);
	});
});

const FEEDS = '/feeds/2021-06-30';
const TSV = 'text/tab-separated-values; charset=UTF-8';
const TYPE = 'POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA';
const HEADS = 'order-id\tamazon-order-item-code\tcancellation-reason-code';

const newDocument = async (contentType = TSV) =>
	(await post(`${FEEDS}/documents`, { contentType })).body;

const bring = async (url: string, body: string, headers: Record<string, string> = {}) =>
	await fetch(url, { method: 'PUT', body, headers: { 'content-type': TSV, ...headers } });

async function newFeed(text: string, wish: object = {}, contentType = TSV) {
	const { feedDocumentId, url } = await newDocument(contentType);
	expect((await bring(url, text, { 'content-type': contentType })).status).toBe(200);
	return await post(`${FEEDS}/feeds`, {
		feedType: TYPE,
		marketplaceIds: grant.marketplaceIds,
		inputFeedDocumentId: feedDocumentId,
		...wish,
	});
}

const look = async (id: string): Promise<Json> => (await sp(`${FEEDS}/feeds/${id}`)).body;

/** What the document of a finished feed says. */
async function told({ resultFeedDocumentId }: Json): Promise<string> {
	const { body } = await sp(`${FEEDS}/documents/${resultFeedDocumentId}`);
	expect(body.compressionAlgorithm).toBe('GZIP');
	const response = await fetch(body.url);
	expect(response.headers.get('content-type')).toBe(TSV);
	return gunzipSync(Buffer.from(await response.arrayBuffer())).toString('utf8');
}

/** A feed of these rows from its beginning to its end. */
async function worked(rows: string[][], wish: object = {}): Promise<{ feed: Json; text: string }> {
	const file = [HEADS, ...rows.map((row) => row.join('\t')), ''].join('\n');
	const { body } = await newFeed(file, wish);
	now += 3000;
	const feed = await look(body.feedId);
	return { feed, text: feed.resultFeedDocumentId ? await told(feed) : '' };
}

/** Record number and text of each row that was not done. */
const errorsOf = (text: string) =>
	text
		.split('original-record-number\tsku\terror-code\terror-type\terror-message\n')[1]
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => line.split('\t'))
		.map(([number, sku, code, type, message]) => {
			expect([sku, type]).toEqual(['', 'Error']);
			expect(code).toMatch(/^\d+$/);
			return [Number(number), message];
		});

const rowOf = (of: Json, at = 0, reason = 'NoInventory') => [
	of.orderId,
	of.orderItems[at].orderItemId,
	reason,
];

describe('a feed that cancels', () => {
	it('waits, works and is done, and only then is the order cancelled', async () => {
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems.length === 1);
		const { status, body } = await newFeed(`${HEADS}\r\n${rowOf(one).join('\t')}\r\n`);
		expect([status, Object.keys(body)]).toEqual([202, ['feedId']]);
		const seen: string[] = [];
		for (const wait of [0, 999, 1, 1999, 1]) {
			now += wait;
			const { processingStatus } = await look(body.feedId);
			seen.push(`${processingStatus} ${(await order(one.orderId)).fulfillment.fulfillmentStatus}`);
		}
		expect(seen).toEqual([
			'IN_QUEUE UNSHIPPED',
			'IN_QUEUE UNSHIPPED',
			'IN_PROGRESS UNSHIPPED',
			'IN_PROGRESS UNSHIPPED',
			'DONE CANCELLED',
		]);
		const feed = await look(body.feedId);
		expect(feed).toEqual({
			feedId: body.feedId,
			feedType: TYPE,
			marketplaceIds: grant.marketplaceIds,
			createdTime: iso(START),
			processingStatus: 'DONE',
			processingStartTime: iso(START + 1000),
			processingEndTime: iso(START + 3000),
			resultFeedDocumentId: expect.any(String),
		});
		expect(await told(feed)).toBe(
			[
				'Feed Processing Summary:',
				'\tNumber of records processed\t\t1',
				'\tNumber of records successful\t\t1',
				'',
				'original-record-number\tsku\terror-code\terror-type\terror-message',
				'',
			].join('\n'),
		);
		const after = await order(one.orderId);
		expect(after.lastUpdatedTime).toBe(iso(START + 3000));
		expect(after.orderItems[0].cancellation.cancellationExecution).toEqual({
			cancelledBy: 'MERCHANT',
			cancelReason: 'NoInventory',
		});
		expect(await orderV0(one.orderId)).toMatchObject({
			OrderStatus: 'Canceled',
			NumberOfItemsUnshipped: 0,
		});
		expect(server.stats().violations).toEqual([]);
	});

	it('takes its time as the test wants it, and needs nobody to look', async () => {
		settings.feeds = { queueMs: 10_000, workMs: 50_000 };
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems.length === 1);
		await newFeed(`${HEADS}\n${rowOf(one).join('\t')}`);
		const status = () => server.backend.held().find(({ id }) => id === one.orderId)?.status;
		now += 59_999;
		expect(status()).toBe('UNSHIPPED');
		now += 1;
		expect(status()).toBe('CANCELLED');
	});

	it('cancels a line of several, and the others can be sent', async () => {
		await open({ orders: 1500 });
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems.length === 2);
		await worked([rowOf(one, 0, 'BuyerCanceled')]);
		const after = await order(one.orderId);
		expect(after.fulfillment.fulfillmentStatus).toBe('UNSHIPPED');
		expect(after.orderItems[0].fulfillment.quantityUnfulfilled).toBe(0);
		expect((await confirm(one)).status).toBe(400);
		expect((await confirm(one, { orderItems: [unitsOf(one)[1]] })).status).toBe(204);
		expect((await order(one.orderId)).fulfillment.fulfillmentStatus).toBe('SHIPPED');
	});

	it('says by number which rows were not done', async () => {
		const one = await orderThat('UNSHIPPED');
		const shipped = await orderThat('SHIPPED');
		const partial = await orderThat('PARTIALLY_SHIPPED');
		const { text } = await worked([
			rowOf(shipped),
			['302-0000000-0000000', '1', 'NoInventory'],
			rowOf(one),
			[one.orderId, '1', 'NoInventory'],
			rowOf(one, 0, 'Bored'),
			rowOf(one),
			rowOf(partial),
			[one.orderId, '', 'NoInventory'],
		]);
		expect(text).toContain('processed\t\t8\n\tNumber of records successful\t\t1\n');
		expect(errorsOf(text)).toEqual([
			[1, expect.stringContaining('SHIPPED')],
			[2, expect.stringContaining('order-id')],
			[4, expect.stringContaining('not of this order')],
			[5, expect.stringContaining("'Bored'")],
			[6, expect.stringContaining('already')],
			[7, expect.stringContaining('PARTIALLY_SHIPPED')],
			[8, expect.stringContaining('not of this order')],
		]);
	});

	it('is worked off twice when it is handed in twice', async () => {
		const one = await orderThat('UNSHIPPED');
		const file = `${HEADS}\n${rowOf(one).join('\t')}\n`;
		const ids = [(await newFeed(file)).body.feedId, (await newFeed(file)).body.feedId];
		expect(new Set(ids).size).toBe(2);
		now += 3000;
		const [first, second] = await Promise.all(ids.map(async (id) => await told(await look(id))));
		expect(errorsOf(first)).toEqual([]);
		expect(errorsOf(second)).toEqual([[1, expect.stringContaining('already')]]);
	});

	it('knows the orders of its marketplaces and its seller only', async () => {
		const one = await orderThat('UNSHIPPED');
		const others = grant.marketplaceIds.filter((id) => id !== one.salesChannel.marketplaceId);
		const { text } = await worked([rowOf(one)], { marketplaceIds: others });
		expect(errorsOf(text)).toHaveLength(1);
		expect((await order(one.orderId)).fulfillment.fulfillmentStatus).toBe('UNSHIPPED');
	});

	it.each([
		['without a column', `order-id\tcancellation-reason-code\n1\tNoInventory\n`, TSV],
		['with nothing in it', '', TSV],
		['of another type', `${HEADS}\n`, 'text/plain'],
	])('is FATAL %s, and says why', async (_what, file, contentType) => {
		const { body } = await newFeed(file, {}, contentType);
		now += 3000;
		const feed = await look(body.feedId);
		expect(feed.processingStatus).toBe('FATAL');
		expect(await told(feed)).toMatch(/column|text\/tab/);
	});

	it('ends as the test wants it, FATAL when half of it is done', async () => {
		settings.feeds = { fates: ['FATAL', 'CANCELLED'] };
		const one = await orderThat('UNSHIPPED', (it) => it.orderItems.length === 1);
		const other = await orderThat(
			'UNSHIPPED',
			(it) => it.orderItems.length === 1 && it.orderId !== one.orderId,
		);
		const fatal = await worked([rowOf(one), rowOf(other)]);
		expect(fatal.feed.processingStatus).toBe('FATAL');
		expect(fatal.text).not.toContain('original-record-number');
		const statuses = async () =>
			await Promise.all(
				[one, other].map(
					async ({ orderId }) => (await order(orderId)).fulfillment.fulfillmentStatus,
				),
			);
		expect(await statuses()).toEqual(['CANCELLED', 'UNSHIPPED']);
		const cancelled = await worked([rowOf(other)]);
		expect(cancelled.feed.processingStatus).toBe('CANCELLED');
		expect(cancelled.feed).not.toHaveProperty('resultFeedDocumentId');
		expect(await statuses()).toEqual(['CANCELLED', 'UNSHIPPED']);
		expect((await worked([rowOf(other)])).feed.processingStatus).toBe('DONE');
	});

	it('can be called off while it waits', async () => {
		const one = await orderThat('UNSHIPPED');
		const { body } = await newFeed(`${HEADS}\n${rowOf(one).join('\t')}\n`);
		const path = `${FEEDS}/feeds/${body.feedId}`;
		expect((await sp(path, { method: 'DELETE' })).status).toBe(200);
		expect((await look(body.feedId)).processingStatus).toBe('CANCELLED');
		expect((await sp(path, { method: 'DELETE' })).status).toBe(400);
		now += 3000;
		expect((await order(one.orderId)).fulfillment.fulfillmentStatus).toBe('UNSHIPPED');
	});

	it('belongs to its seller, and is kept for 28 days', async () => {
		const one = await orderThat('UNSHIPPED');
		const { feed } = await worked([rowOf(one)]);
		const paths = [`feeds/${feed.feedId}`, `documents/${feed.resultFeedDocumentId}`];
		for (const path of paths) {
			expect((await sp(`${FEEDS}/${path}`, {}, grant.second.accessToken)).status).toBe(404);
		}
		expect((await sp(`${FEEDS}/feeds/1`)).status).toBe(404);
		now += 28 * 86_400_000;
		grant = server.backend.grant({ expired: false }) as unknown as AmazonGrant;
		expect((await sp(`${FEEDS}/${paths[0]}`)).status).toBe(404);
	});

	it.each([
		['another kind', { feedType: 'POST_PRODUCT_DATA' }],
		['no marketplace', { marketplaceIds: [] }],
		['an unknown marketplace', { marketplaceIds: ['A1'] }],
		['no document', { inputFeedDocumentId: undefined }],
		['an unknown document', { inputFeedDocumentId: 'amzn1.tortuga.1' }],
		['wrong options', { feedOptions: { a: 1 } }],
	])('is refused with %s', async (_what, wish) => {
		expect((await newFeed(`${HEADS}\n`, wish)).status).toBe(400);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('is refused before its document is there, and two days later', async () => {
		const wish = { feedType: TYPE, marketplaceIds: grant.marketplaceIds };
		const { feedDocumentId, url } = await newDocument();
		const create = async () =>
			await post(`${FEEDS}/feeds`, { ...wish, inputFeedDocumentId: feedDocumentId });
		expect((await create()).status).toBe(400);
		await bring(url, `${HEADS}\n`);
		now += 2 * 86_400_000;
		grant = server.backend.grant({ expired: false }) as unknown as AmazonGrant;
		expect((await create()).status).toBe(400);
	});

	it('notes columns that there are not', async () => {
		await newFeed(`${HEADS}\tquantity\n`);
		expect(server.stats().violations).toEqual([expect.stringContaining('column quantity')]);
	});

	it('has fifteen at once and then one in two minutes', async () => {
		const { feedDocumentId, url } = await newDocument();
		await bring(url, `${HEADS}\n`);
		settings.quotaScale = 1;
		const create = async () =>
			(
				await post(`${FEEDS}/feeds`, {
					feedType: TYPE,
					marketplaceIds: grant.marketplaceIds,
					inputFeedDocumentId: feedDocumentId,
				})
			).status;
		const statuses = [];
		for (let i = 0; i < 16; i++) statuses.push(await create());
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		now += 120_000;
		expect(await create()).toBe(429);
		now += 1000;
		expect(await create()).toBe(202);
	});

	it('has a document ten times at once and then every 45 seconds', async () => {
		const one = await orderThat('UNSHIPPED');
		const { feed } = await worked([rowOf(one)]);
		settings.quotaScale = 1;
		const read = async () => (await sp(`${FEEDS}/documents/${feed.resultFeedDocumentId}`)).status;
		const statuses = [];
		for (let i = 0; i < 11; i++) statuses.push(await read());
		expect(statuses.filter((status) => status === 429)).toHaveLength(1);
		now += 44_000;
		expect(await read()).toBe(429);
		now += 2000;
		expect(await read()).toBe(200);
	});

	it.each(['lost', 'done504'] as const)('is there when its answer is %s', async (kind) => {
		server.faults.set([{ kind, path: '/feeds$', times: 1 }]);
		const answer = await newFeed(`${HEADS}\n`).catch(() => undefined);
		expect(answer?.status).toBe(kind === 'lost' ? undefined : 504);
		const { body } = await sp(`${FEEDS}/feeds?feedTypes=${TYPE}`);
		expect(body.feeds).toMatchObject([{ processingStatus: 'IN_QUEUE' }]);
	});

	it('is listed newest first, in pages with nothing but the token', async () => {
		const ids: string[] = [];
		for (let i = 0; i < 3; i++) ids.unshift((await newFeed(`${HEADS}\n`)).body.feedId);
		const first = (await sp(`${FEEDS}/feeds?feedTypes=${TYPE}&pageSize=2`)).body;
		const token = encodeURIComponent(first.nextToken);
		const second = (await sp(`${FEEDS}/feeds?nextToken=${token}`)).body;
		const both = [...first.feeds, ...second.feeds];
		expect(both.map(({ feedId }: Json) => feedId)).toEqual(ids);
		expect((await sp(`${FEEDS}/feeds?nextToken=${token}&pageSize=2`)).status).toBe(400);
		expect((await sp(`${FEEDS}/feeds`)).status).toBe(400);
		const done = `${FEEDS}/feeds?feedTypes=${TYPE}&processingStatuses=DONE`;
		expect((await sp(done)).body.feeds).toEqual([]);
		now += 3000;
		expect((await sp(done)).body.feeds).toHaveLength(3);
		const since = encodeURIComponent(iso(now));
		expect((await sp(`${done}&createdSince=${since}`)).body.feeds).toEqual([]);
	});
});

describe('the upload', () => {
	it.each([
		['another type', { 'content-type': 'text/tab-separated-values;charset=UTF-8' }],
		["Amazon's token", { 'x-amz-access-token': 'Atza|x' }],
		["Amazon's date", { 'x-amz-date': '20261120T120000Z' }],
		['an authorization', { authorization: 'Bearer x' }],
	])('is refused with %s', async (_what, headers: Record<string, string>) => {
		const { url } = await newDocument();
		expect((await bring(url, HEADS, headers)).status).toBe(403);
		expect(server.stats().violations).toHaveLength(1);
		expect((await bring(url, HEADS)).status).toBe(200);
	});

	it('lies on another host and lasts five minutes', async () => {
		const { url } = await newDocument();
		expect(new URL(url).host).not.toBe(new URL(server.url).host);
		expect((await fetch(url)).status).toBe(403);
		now += 300_000;
		expect((await bring(url, HEADS)).status).toBe(403);
	});

	it('wants a type', async () => {
		for (const contentType of ['', 1, undefined]) {
			expect((await post(`${FEEDS}/documents`, { contentType })).status).toBe(400);
		}
		expect((await post(`${FEEDS}/documents`, { contentType: TSV })).status).toBe(201);
	});
});
