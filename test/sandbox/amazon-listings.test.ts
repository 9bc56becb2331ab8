import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';

import {
	amazon,
	type AmazonBackend,
	type AmazonGrant,
	type AmazonSettings,
} from '../../sandbox/amazon/backend';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { callAmazon } from '../kit/amazon-call';

const DE = 'A1PA6795UKMFR9';
const PL = 'A1C3SOZRARQ6R3';
let now: number;
let server: MarketplaceServer;
let backend: AmazonBackend;
let settings: AmazonSettings;
let grant: AmazonGrant;

/** What an API answers has no type of ours. */
type Json = any;

async function open(extra: Partial<AmazonSettings> = {}): Promise<void> {
	await server?.close();
	now = Date.parse('2026-11-20T12:00:00.000Z');
	settings = { ...DEFAULTS, orders: 20, quotaScale: 1000, now: () => now, ...extra };
	backend = amazon(settings);
	server = await startServer(backend, settings);
	grant = backend.grant({ expired: false }) as unknown as AmazonGrant;
}

beforeEach(async () => await open());
afterEach(async () => await server.close());

async function sp(path: string, init: RequestInit = {}, token = grant.accessToken) {
	return await callAmazon(server.url + path, token, init);
}

async function send(method: string, path: string, body: unknown) {
	const headers = { 'content-type': 'application/json' };
	return await sp(path, { method, headers, body: JSON.stringify(body) });
}

const items = () => `/listings/2021-08-01/items/${grant.sellingPartnerId}`;
const itemOf = (sku: string, more = '') =>
	`${items()}/${encodeURIComponent(sku)}?marketplaceIds=${DE}${more}`;
const held = (sku: string) => backend.stock().find((one) => one.sku === sku)!;
const heldThat = (fits: (one: ReturnType<typeof held>) => boolean) => backend.stock().find(fits)!;

const stockPatch = (quantity: unknown, op = 'merge', more: object = {}) => ({
	op,
	path: '/attributes/fulfillment_availability',
	value: [{ fulfillment_channel_code: 'DEFAULT', quantity, ...more }],
});
const pricePatch = (price: unknown, op = 'merge', currency = 'EUR') => ({
	op,
	path: '/attributes/purchasable_offer',
	value: [{ marketplace_id: DE, currency, our_price: [{ schedule: [{ value_with_tax: price }] }] }],
});
const patch = async (sku: string, ...patches: unknown[]): Promise<Json> =>
	(await send('PATCH', itemOf(sku), { productType: 'PRODUCT', patches })).body;

describe('reading listings', () => {
	it('shows what is asked for, of the marketplaces asked for', async () => {
		const { sku } = backend.stock()[0];
		const data = 'summaries,offers,fulfillmentAvailability';
		const { body } = await sp(itemOf(sku, `&includedData=${data}`));
		expect(body).toMatchObject({
			sku,
			summaries: [{ marketplaceId: DE, status: ['BUYABLE', 'DISCOVERABLE'] }],
			fulfillmentAvailability: [{ fulfillmentChannelCode: 'DEFAULT' }],
		});
		expect(body.offers.map((one: Json) => one.price.amount)).toContain(
			held(sku).prices[DE].price?.toFixed(2),
		);
		expect(Object.keys((await sp(itemOf(sku))).body)).toEqual(['sku', 'summaries']);
	});

	it('finds a SKU of any letters by its path', async () => {
		for (const { sku } of backend.stock().filter(({ prices }) => DE in prices)) {
			expect((await sp(itemOf(sku))).body.sku).toBe(sku);
		}
		expect((await sp(itemOf('none'))).status).toBe(404);
	});

	it('splits identifiers at commas, those inside a SKU as well', async () => {
		const find = async (list: string) =>
			(
				await sp(
					`${items()}?marketplaceIds=${DE}&identifiersType=SKU&identifiers=${encodeURIComponent(list)}`,
				)
			).body.items.map((one: Json) => one.sku);
		expect(held('A,B')).toBeDefined();
		expect(await find('A,B')).toEqual([]);
		expect(await find('LED-E27/4+1,00042')).toHaveLength(2);
		const many = Array.from({ length: 21 }, (_unused, at) => at).join();
		const refused = await sp(
			`${items()}?marketplaceIds=${DE}&identifiersType=SKU&identifiers=${many}`,
		);
		expect(refused.status).toBe(400);
	});

	it('gives pages of 20 at most, and reaches 1,000', async () => {
		await open({ listings: { count: 1100 } });
		const seen = new Set<string>();
		let token = '';
		let told = 0;
		do {
			const next = token && `&pageToken=${encodeURIComponent(token)}`;
			const { body } = await sp(`${items()}?marketplaceIds=${DE}&pageSize=20${next}`);
			for (const one of body.items) seen.add(one.sku);
			token = body.pagination.nextToken ?? '';
			told = body.numberOfResults;
		} while (token);
		expect(seen.size).toBe(1000);
		expect(told).toBe(1100);
		expect((await sp(`${items()}?marketplaceIds=${DE}&pageSize=21`)).status).toBe(400);
	});

	it('moves on while it is being read', async () => {
		const first = await sp(`${items()}?marketplaceIds=${DE}&pageSize=20`);
		now += 1000;
		const last = backend.stock().at(-1)!.sku;
		backend.catalogue.edit(last, () => undefined);
		const token = encodeURIComponent(first.body.pagination.nextToken);
		const second = await sp(`${items()}?marketplaceIds=${DE}&pageSize=20&pageToken=${token}`);
		expect(second.body.items[0].sku).toBe(first.body.items[19].sku);
	});

	it('opens only with the role, and only for the seller', async () => {
		const roles = ['Inventory and Order Tracking'];
		const poor = backend.grant({ expired: false, roles } as { expired: boolean });
		const refused = await sp(itemOf('00042'), {}, String(poor.accessToken));
		expect(refused.status).toBe(403);
		const path = itemOf('00042').replace(grant.sellingPartnerId, 'ANOTHER');
		expect((await sp(path)).status).toBe(403);
	});

	it('lets five searches pass at once', async () => {
		await open({ quotaScale: 1 });
		const path = `${items()}?marketplaceIds=${DE}`;
		const answers = await Promise.all(Array.from({ length: 6 }, async () => await sp(path)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429]);
	});
});

describe('patching a listing', () => {
	it('merges, and keeps what is not named', async () => {
		const { sku, channels } = heldThat((one) => 'restock_date' in one.channels[0]);
		expect(await patch(sku, stockPatch(55))).toMatchObject({ status: 'ACCEPTED', issues: [] });
		expect(held(sku)).toMatchObject({
			quantity: 55,
			channels: [{ ...channels[0], quantity: 55 }],
			writes: { fulfillment_availability: 1 },
		});
	});

	it('forgets with replace what is not named', async () => {
		const { sku } = heldThat((one) => 'restock_date' in one.channels[0]);
		await patch(sku, stockPatch(55, 'replace'));
		expect(held(sku).channels).toEqual([{ fulfillment_channel_code: 'DEFAULT', quantity: 55 }]);
		await patch(sku, pricePatch(12.5, 'replace'));
		expect(held(sku).prices[DE].offers).toHaveLength(1);
		if (PL in held(sku).prices) expect(held(sku).prices[PL].price).not.toBeNull();
	});

	it('merges a price and keeps the sale, the limits and the price for companies', async () => {
		const { sku, prices } = heldThat((one) => one.prices[DE].offers.length === 2);
		await patch(sku, pricePatch(12.5));
		const before = prices[DE].offers;
		const after = held(sku).prices[DE];
		expect(after.price).toBe(12.5);
		expect(after.offers).toHaveLength(2);
		const own = before.find((one) => one.audience === 'ALL')!;
		const merged = after.offers.find((one) => one.audience !== 'B2B')!;
		expect(Object.keys(merged).sort()).toEqual(Object.keys(own).sort());
	});

	it('says 200 and INVALID of what it does not take', async () => {
		const { sku, quantity } = heldThat((one) => one.quantity !== null);
		const wrong = [
			stockPatch(-1),
			stockPatch(1.5),
			stockPatch('5'),
			{ op: 'merge', path: '/attributes/fulfillmentAvailability', value: [{ quantity: 1 }] },
			{ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ quantity: 1 }] },
			pricePatch(9.999),
			pricePatch(0),
			pricePatch('9.99'),
			pricePatch(9.99, 'merge', 'PLN'),
		];
		for (const one of wrong) {
			const answer = await patch(sku, one);
			expect(answer.status).toBe('INVALID');
			expect(answer.issues[0].severity).toBe('ERROR');
		}
		expect(held(sku)).toMatchObject({ quantity, writes: {} });
		expect((await send('PATCH', itemOf(sku), { patches: [stockPatch(1)] })).status).toBe(400);
		expect((await patch('none', stockPatch(1))).errors[0].code).toBe('NOT_FOUND');
	});

	it('gives a SKU of Amazon a second channel, and makes it the seller’s', async () => {
		const { sku } = heldThat((one) => one.quantity === null);
		await patch(sku, stockPatch(5));
		expect(held(sku)).toMatchObject({ quantity: 5 });
		expect(held(sku).channels).toHaveLength(2);
	});

	it('does nothing for a preview', async () => {
		const { sku } = backend.stock()[0];
		const body = { productType: 'PRODUCT', patches: [stockPatch(77)] };
		const answer = await send('PATCH', itemOf(sku, '&mode=VALIDATION_PREVIEW'), body);
		expect(answer.body.status).toBe('VALID');
		expect(held(sku).writes).toEqual({});
	});

	it('takes a while, and at times comes to nothing', async () => {
		const [{ sku }, other] = backend.stock();
		settings.listings = { applyMs: 60_000, dropped: [other.sku] };
		await patch(sku, stockPatch(77));
		await patch(other.sku, stockPatch(77));
		expect(held(sku).quantity).not.toBe(77);
		now += 60_000;
		expect(held(sku).quantity).toBe(77);
		expect(held(other.sku).quantity).toBe(other.quantity);
		const { body } = await sp(itemOf(other.sku, '&includedData=issues'));
		expect(body.issues[0].severity).toBe('ERROR');
	});

	it('replaces with PUT, and deletes', async () => {
		const { sku } = backend.stock()[0];
		const body = { productType: 'HOME', attributes: { brand: [{ value: 'X' }] } };
		await send('PUT', itemOf(sku), body);
		expect(held(sku)).toMatchObject({ quantity: null, channels: [] });
		await sp(itemOf(sku), { method: 'DELETE' });
		expect(held(sku)).toBeUndefined();
	});
});

describe('JSON_LISTINGS_FEED', () => {
	async function feedOf(messages: object[], header: object = {}): Promise<string> {
		const contentType = 'application/json; charset=UTF-8';
		const { body } = await send('POST', '/feeds/2021-06-30/documents', { contentType });
		const content = {
			header: { sellerId: grant.sellingPartnerId, version: '2.0', ...header },
			messages,
		};
		const headers = { 'content-type': contentType };
		await fetch(body.url, { method: 'PUT', headers, body: JSON.stringify(content) });
		const answer = await send('POST', '/feeds/2021-06-30/feeds', {
			feedType: 'JSON_LISTINGS_FEED',
			marketplaceIds: [DE],
			inputFeedDocumentId: body.feedDocumentId,
		});
		return answer.status === 202 ? answer.body.feedId : String(answer.status);
	}

	async function reportOf(feedId: string): Promise<{ status: string; text: string }> {
		now += 10_000;
		const feed = (await sp(`/feeds/2021-06-30/feeds/${feedId}`)).body;
		const { body } = await sp(`/feeds/2021-06-30/documents/${feed.resultFeedDocumentId}`);
		const bytes = Buffer.from(await (await fetch(body.url)).arrayBuffer());
		return { status: feed.processingStatus, text: gunzipSync(bytes).toString() };
	}

	const message = (messageId: number, sku: string, quantity: unknown) => ({
		messageId,
		sku,
		operationType: 'PATCH',
		productType: 'PRODUCT',
		patches: [stockPatch(quantity)],
	});

	it('patches, and says by message what failed', async () => {
		const [a, b] = backend.stock();
		settings.listings = { refused: { [b.sku]: 'No.' } };
		const id = await feedOf([
			message(1, a.sku, 5),
			message(2, b.sku, 5),
			message(3, 'none', 5),
			message(4, a.sku, -1),
		]);
		expect(held(a.sku).writes).toEqual({});
		const { status, text } = await reportOf(id);
		expect(status).toBe('DONE');
		const report = JSON.parse(text);
		expect(report.issues.map((one: Json) => one.messageId)).toEqual([2, 3, 4]);
		expect(report.summary).toMatchObject({ messagesProcessed: 4, messagesAccepted: 1 });
		expect(held(a.sku).quantity).toBe(5);
		expect(held(b.sku).quantity).toBe(b.quantity);
	});

	it('loses a listing by UPDATE, and all of it by DELETE', async () => {
		const [a, b] = backend.stock();
		const attributes = { fulfillment_availability: stockPatch(5).value };
		const update = { operationType: 'UPDATE', productType: 'HOME', attributes };
		await reportOf(
			await feedOf([
				{ messageId: 1, sku: a.sku, ...update },
				{ messageId: 2, sku: b.sku, operationType: 'DELETE' },
			]),
		);
		expect(held(a.sku).prices[DE].price).toBeNull();
		expect(held(b.sku)).toBeUndefined();
	});

	it('is fatal when it is not to be read, and half done when it stops', async () => {
		const [a, b] = backend.stock();
		expect((await reportOf(await feedOf([message(1, a.sku, 5)], { version: '1' }))).status).toBe(
			'FATAL',
		);
		settings.feeds = { fates: ['FATAL'] };
		await reportOf(await feedOf([message(1, a.sku, 5), message(2, b.sku, 5)]));
		expect([held(a.sku).writes, held(b.sku).writes]).toEqual([{ fulfillment_availability: 1 }, {}]);
	});

	it('is taken five times in five minutes', async () => {
		await open({ quotaScale: 1 });
		const answers = [];
		for (let at = 0; at < 6; at++) answers.push(await feedOf([message(1, '00042', 5)]));
		expect(answers[4]).not.toBe('429');
		expect(answers[5]).toBe('429');
	});
});

it('reports all listings of a marketplace, in the charset of its files', async () => {
	await open({ listings: { count: 1200, skus: ['first'] } });
	const reportType = 'GET_MERCHANT_LISTINGS_ALL_DATA';
	const { body } = await send('POST', '/reports/2021-06-30/reports', {
		reportType,
		marketplaceIds: [DE],
	});
	now += 10_000;
	const report = (await sp(`/reports/2021-06-30/reports/${body.reportId}`)).body;
	const document = await sp(`/reports/2021-06-30/documents/${report.reportDocumentId}`);
	const file = await fetch(document.body.url);
	const text = gunzipSync(Buffer.from(await file.arrayBuffer())).toString();
	const rows = text.trim().split('\n');
	expect(rows).toHaveLength(1201);
	expect(rows[0].split('\t')).toContain('seller-sku');
	expect(rows[1].split('\t')[3]).toBe('first');
});
