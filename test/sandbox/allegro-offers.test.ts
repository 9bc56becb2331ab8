import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { APP } from '../../sandbox/allegro/app';
import { allegro } from '../../sandbox/allegro/backend';
import type { AllegroSettings } from '../../sandbox/allegro/settings';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const PUBLIC = 'application/vnd.allegro.public.v1+json';
const BETA = 'application/vnd.allegro.beta.v1+json';
const READ = 'allegro:api:sale:offers:read';
const WRITE = 'allegro:api:sale:offers:write';
const BULK = '/sale/offer-bulk-modification-commands';
const PLN = (amount: string) => ({ amount, currency: 'PLN' });

let now: number;
let server: MarketplaceServer;
let token: string;

async function open(more: Partial<AllegroSettings> = {}): Promise<void> {
	await server?.close();
	const settings = { ...DEFAULTS, orders: 5, offers: 30, now: () => now, ...more };
	server = await startServer(allegro(settings), settings);
	token = granted({});
}

beforeEach(async () => {
	now = Date.parse('2026-11-20T12:00:00.000Z');
	await open();
});
afterEach(async () => await server.close());

const granted = (wish: object): string =>
	server.backend.grant({ expired: false, ...wish }).accessToken as string;

async function call(path: string, method = 'GET', body?: unknown, media = PUBLIC) {
	return await fetch(server.url + path, {
		method,
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${token}`,
			accept: media,
			'accept-language': 'en-US',
			'user-agent': `${APP.userAgentName}/0.1.0 (+https://n8n.example/about)`,
			...(body === undefined ? {} : { 'content-type': media }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
}

const json = async (response: Response): Promise<any> => await response.json();
const get = async (path: string) => await json(await call(path));
const list = async (query: string) => (await get(`/sale/offers?${query}`)).offers;
const truth = (id: string) => (server.backend.offers?.() ?? []).find((one) => one.id === id)!;
const bySku = (sku: string) => (server.backend.offers?.() ?? []).find((one) => one.sku === sku)!;
const patch = async (id: string, body: unknown) =>
	await call(`/sale/product-offers/${id}`, 'PATCH', body);
const bulk = async (modifications: unknown, commandId: string = randomUUID()) =>
	await call(BULK, 'POST', { commandId, modifications }, BETA);
const stockTo = (id: string, value: unknown) => ({
	offerId: id,
	stock: { changeType: 'FIXED', value },
});
const priceTo = (id: string, value: unknown, site = 'allegro-pl') => ({
	offerId: id,
	prices: { [site]: { changeType: 'FIXED', value } },
});
const codes = async (response: Response) =>
	(await json(response)).errors.map(({ code }: any) => code);

describe('the list of offers', () => {
	it('has pages, filters, and the newest first', async () => {
		expect(await get('/sale/offers')).toMatchObject({ count: 20, totalCount: 38 });
		const skus = await list('external.id=SKU-00003&external.id=SKU-00001&external.id=NONE');
		expect(skus.map(({ external }: any) => external.id)).toEqual(['SKU-00001', 'SKU-00003']);
		expect(await list('isFulfillment=true')).toEqual([]);
		expect(await list('publication.status=ENDED')).toEqual([]);
		expect((await list('publication.marketplace=allegro-cz')).length).toBe(7);
		expect((await list('sellingMode.price.amount.gte=6000')).length).toBe(1);
		expect(server.stats().violations).toEqual([]);
	});

	it('is refused more than 100 SKUs, and one that is too long', async () => {
		const many = Array.from({ length: 101 }, (_unused, i) => `external.id=${i}`).join('&');
		expect((await call(`/sale/offers?${many}`)).status).toBe(400);
		expect((await call(`/sale/offers?external.id=${'x'.repeat(101)}`)).status).toBe(400);
	});

	it('shows late what has changed, and an offer itself at once', async () => {
		await open({ indexLagMs: 60_000 });
		const { id, quantity } = bySku('SKU-00001');
		await patch(id, { stock: { available: 77 } });
		expect((await list(`offer.id=${id}`))[0].stock.available).toBe(quantity);
		expect((await get(`/sale/product-offers/${id}`)).stock.available).toBe(77);
		now += 60_000;
		expect((await list(`offer.id=${id}`))[0].stock.available).toBe(77);
	});

	it('moves while it is read, where that is so', async () => {
		await open({ offerChurn: { add: 2, remove: 1, end: 1 } });
		const first = await list('limit=20');
		const second = await list('limit=20&offset=20');
		expect(second[0].id).toBe(first[19].id);
		expect(server.backend.offers?.().length).toBe(40);
		expect(await list('publication.status=ENDED')).toHaveLength(1);
	});

	it('has nothing of another account', async () => {
		const { id } = bySku('SKU-00001');
		token = granted({ account: 'second' });
		expect(await list(`offer.id=${id}`)).toEqual([]);
		expect((await patch(id, { stock: { available: 1 } })).status).toBe(404);
	});
});

describe('an edit of one offer', () => {
	it('sets stock and price at once, and leaves the rest', async () => {
		const { id } = bySku('SKU-00001');
		const response = await patch(id, {
			stock: { available: 7 },
			sellingMode: { price: PLN('12.50') },
		});
		expect(response.status).toBe(200);
		expect(truth(id)).toMatchObject({ quantity: 7, price: '12.50', status: 'ACTIVE' });
		expect(truth(id).writes).toEqual({ quantity: 1, price: 1 });
		const parts = await get(`/sale/product-offers/${id}/parts?include=stock&include=price`);
		expect(parts).toEqual({
			id,
			stock: { available: 7 },
			sellingMode: { price: PLN('12.50') },
			additionalMarketplaces: {},
		});
		expect((await call(`/sale/product-offers/${id}/parts`)).status).toBe(400);
	});

	it('ends the offer at zero, a moment later, and more stock does not bring it back', async () => {
		await open({ endingMs: 2000 });
		const { id } = bySku('SKU-00001');
		await patch(id, { stock: { available: 0 } });
		expect(truth(id)).toMatchObject({ quantity: 0, status: 'ACTIVE' });
		now += 2000;
		expect(truth(id).status).toBe('ENDED');
		await patch(id, { stock: { available: 3 } });
		expect(truth(id)).toMatchObject({ quantity: 3, status: 'ENDED' });
		const response = await patch(id, { publication: { status: 'ACTIVE' } });
		expect([response.status, truth(id).status]).toEqual([202, 'ACTIVE']);
	});

	it('is queued where its publication changes, and its end is a way to the offer', async () => {
		await open({ editMs: 1000, oddOffers: [{ id: '7', status: 'ENDED', available: 0 }] });
		const body = { stock: { available: 2 }, publication: { status: 'ACTIVE' } };
		const response = await patch('7', body);
		expect(response.status).toBe(202);
		expect(response.headers.get('retry-after')).toBe('5');
		expect((await json(response)).stock.available).toBe(0);
		const place = response.headers.get('location')!.replace(server.url, '');
		const open1 = await call(place);
		expect([open1.status, (await json(open1)).operation.status]).toEqual([202, 'IN_PROGRESS']);
		expect((await patch('7', { stock: { available: 9 } })).status).toBe(409);
		now += 1000;
		const done = await call(place);
		expect(done.status).toBe(303);
		expect(done.headers.get('location')).toBe(`${server.url}/sale/product-offers/7`);
		expect(truth('7')).toMatchObject({ quantity: 2, status: 'ACTIVE' });
	});

	it('of an offer without stock cannot put it on sale, which its operation says', async () => {
		await open({ oddOffers: [{ id: '7', status: 'ENDED', available: 0 }] });
		const response = await patch('7', { publication: { status: 'ACTIVE' } });
		const place = response.headers.get('location')!.replace(server.url, '');
		const told = await call(place);
		expect([told.status, await codes(told)]).toEqual([422, ['EMPTY_STOCK']]);
		expect(truth('7').status).toBe('ENDED');
	});

	it.each<[string, object, string]>([
		['a stock below zero', { stock: { available: -1 } }, 'ERR_INVALID_QUANTITY'],
		['a part of a piece', { stock: { available: 1.5 } }, 'ERR_INVALID_QUANTITY'],
		[
			'more than 99 999 with what was sold',
			{ stock: { available: 99_997 } },
			'INVALID_SUM_OF_SOLD_AND_AVAILABLE_ITEMS',
		],
		['three decimals', { sellingMode: { price: PLN('1.999') } }, 'VALIDATION_ERROR'],
		['nothing for a price', { sellingMode: { price: PLN('0') } }, 'VALIDATION_ERROR'],
		[
			'another currency',
			{ sellingMode: { price: { amount: '5', currency: 'EUR' } } },
			'INVALID_CURRENCY',
		],
		[
			'a marketplace where it is not',
			{ additionalMarketplaces: { 'allegro-sk': { sellingMode: { price: PLN('5') } } } },
			'MARKETPLACE_NOT_DECLARED',
		],
	])('is refused %s', async (_name, body, code) => {
		await open({ oddOffers: [{ id: '7', available: 4 }] });
		const response = await patch('7', body);
		expect([response.status, await codes(response)]).toEqual([422, [code]]);
		expect(truth('7')).toMatchObject({ quantity: 4, writes: { quantity: 0, price: 0 } });
	});

	it('does not touch the stock of One Fulfillment', async () => {
		await open({ oddOffers: [{ id: '7', available: 4, isFulfillment: true }] });
		expect((await patch('7', { stock: { available: 9 } })).status).toBe(422);
		const { id } = await json(await bulk([stockTo('7', 9)]));
		const { tasks } = await get(`${BULK}/${id}/tasks`);
		expect(tasks[0].status).toBe('FAIL');
		expect(truth('7').quantity).toBe(4);
		expect(server.stats().violations).toContainEqual(expect.stringContaining('One Fulfillment'));
		expect((await patch('7', { sellingMode: { price: PLN('5') } })).status).toBe(200);
	});

	it('is done 2490 times a minute and no more', async () => {
		server.settings.quotaScale = 2 / 2490;
		const { id } = bySku('SKU-00001');
		const statuses = [];
		for (const available of [1, 2, 3]) {
			statuses.push((await patch(id, { stock: { available } })).status);
		}
		expect(statuses).toContain(429);
	});
});

describe('a command', () => {
	it('for different values says nothing at first, then counts, then tells each task', async () => {
		await open({
			commandMs: 500,
			refuses: { 7: { code: 'X', message: 'No.' } },
			oddOffers: [{ id: '7' }],
		});
		const { id: one } = bySku('SKU-00001');
		const { id: two } = bySku('SKU-00004');
		const changes = [
			stockTo(one, 11),
			priceTo(two, { amount: '99', currency: 'CZK' }, 'allegro-cz'),
			stockTo('7', 11),
			stockTo('999', 11),
		];
		const response = await bulk(changes);
		expect(response.status).toBe(201);
		const { id, ...report } = await json(response);
		const none = { total: 0, success: 0, failed: 0 };
		expect(report).toMatchObject({ completedAt: null, taskCount: none });
		expect(await get(`${BULK}/${id}`)).toMatchObject({ completedAt: null, taskCount: none });
		expect((await get(`${BULK}/${id}/tasks`)).tasks[0].status).toBe('NEW');
		now += 500;
		expect(await get(`${BULK}/${id}`)).toMatchObject({
			completedAt: expect.any(String) as unknown,
			taskCount: { total: 4, success: 2, failed: 2 },
		});
		const { tasks } = await get(`${BULK}/${id}/tasks`);
		expect(tasks.map(({ status }: any) => status)).toEqual(['SUCCESS', 'SUCCESS', 'FAIL', 'FAIL']);
		expect(tasks[2]).toMatchObject({
			subject: { offerId: '7', field: 'stock' },
			message: 'No.',
			errors: [{ code: 'X' }],
		});
		expect(truth(one).quantity).toBe(11);
		expect(truth(two).prices).toMatchObject({ 'allegro-cz': { amount: '99', currency: 'CZK' } });
	});

	it('serves once, by its id', async () => {
		const { id } = bySku('SKU-00001');
		const command = randomUUID();
		expect((await bulk([stockTo(id, 11)], command)).status).toBe(201);
		await patch(id, { stock: { available: 12 } });
		expect((await bulk([stockTo(id, 11)], command)).status).toBe(409);
		expect(truth(id)).toMatchObject({ quantity: 12, writes: { quantity: 2 } });
	});

	it('is refused zero, more than 25 offers, and the same twice', async () => {
		const { id } = bySku('SKU-00001');
		const zero = await bulk([stockTo(id, 0)]);
		expect([zero.status, await codes(zero)]).toEqual([422, ['INCORRECT_QUANTITY_VALUE']]);
		expect((await bulk([stockTo(id, 1), stockTo(id, 2)])).status).toBe(422);
		expect((await bulk([stockTo(id, 1), priceTo(id, PLN('9'))])).status).toBe(201);
		const many = Array.from({ length: 26 }, (_unused, i) => stockTo(String(i), 1));
		expect((await bulk(many)).status).toBe(422);
		expect((await bulk([])).status).toBe(422);
		expect((await bulk([stockTo(id, 1)], 'no-uuid')).status).toBe(422);
		expect(truth(id).quantity).toBe(1);
	});

	it('of the bulk kind may be closed to an app, and is beta', async () => {
		expect((await call(BULK, 'POST', {})).status).toBe(406);
		await open({ bulkClosed: 403 });
		expect((await bulk([stockTo('1', 1)])).status).toBe(403);
	});

	it('sets one stock, one price or one publication for all that it names', async () => {
		const ids = ['SKU-00001', 'SKU-00002'].map((sku) => bySku(sku).id);
		const offerCriteria = [{ offers: ids.map((id) => ({ id })), type: 'CONTAINS_OFFERS' }];
		const put = async (kind: string, body: object) => {
			const path = `/sale/offer-${kind}-commands/${randomUUID()}`;
			expect((await call(path, 'PUT', { ...body, offerCriteria })).status).toBe(201);
			return (await get(`${path}/tasks`)).tasks;
		};
		const modification = { changeType: 'FIXED', value: 15 };
		const [task] = await put('quantity-change', { modification });
		expect(task).toMatchObject({ offer: { id: ids[0] }, field: 'stock', status: 'SUCCESS' });
		const price = { type: 'FIXED_PRICE', price: PLN('49.99'), marketplaceId: 'allegro-pl' };
		await put('price-change', { modification: price });
		await put('publication', { publication: { action: 'END' } });
		for (const id of ids) {
			expect(truth(id)).toMatchObject({ quantity: 15, price: '49.99', status: 'ENDED' });
		}
	});

	it('is counted by offers, 9000 a minute', async () => {
		server.settings.quotaScale = 3 / 9000;
		const { id } = bySku('SKU-00001');
		expect((await bulk([stockTo(id, 1), priceTo(id, PLN('9'))])).status).toBe(201);
		expect((await bulk([stockTo(id, 1), priceTo(id, PLN('9'))])).status).toBe(429);
	});

	it('has its effect although the answer is lost', async () => {
		const { id } = bySku('SKU-00001');
		server.faults.set([{ kind: 'lost', path: 'bulk', times: 1 }]);
		await expect(bulk([stockTo(id, 11)])).rejects.toThrow();
		expect(truth(id).quantity).toBe(11);
	});
});

describe('the rights to offers', () => {
	it('are one to read and one to write, and reports of commands need the second', async () => {
		const { id } = bySku('SKU-00001');
		const { id: command } = await json(await bulk([stockTo(id, 1)]));
		token = granted({ scope: READ });
		expect((await call('/sale/offers')).status).toBe(200);
		expect((await patch(id, { stock: { available: 4 } })).status).toBe(403);
		expect((await call(`${BULK}/${command}`)).status).toBe(403);
		token = granted({ scope: WRITE });
		expect((await call('/sale/offers')).status).toBe(403);
		expect((await patch(id, { stock: { available: 4 } })).status).toBe(200);
	});
});
