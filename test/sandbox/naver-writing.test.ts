import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { naver, type NaverGrant, type NaverSettings } from '../../sandbox/naver/backend';
import type { HeldOrder } from '../../sandbox/kit/backend';
import { Random } from '../../sandbox/kit/random';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const DAY = 86_400_000;
let now = START;
let server: MarketplaceServer;
let settings: NaverSettings;
let grant: NaverGrant;

/** What an API answers has no type of ours. */
type Json = any;

beforeEach(async () => {
	now = START;
	settings = { ...DEFAULTS, orders: 400, quotaScale: 1000, now: () => now };
	server = await startServer(naver(settings), settings);
	grant = server.backend.grant({ expired: false }) as unknown as NaverGrant;
});
afterEach(async () => await server.close());

const kst = (time: number) => new Date(time + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
const BASE = '/external/v1/pay-order/seller';

async function api(path: string, init: RequestInit = {}, token = grant.accessToken) {
	const headers = { authorization: `Bearer ${token}`, ...init.headers };
	const response = await fetch(server.url + BASE + path, { ...init, headers });
	const body: Json = await response.json();
	return { status: response.status, body };
}

async function post(path: string, body: unknown, token?: string) {
	const headers = { 'content-type': 'application/json' };
	const text = JSON.stringify(body);
	return await api(`/product-orders${path}`, { method: 'POST', headers, body: text }, token);
}

const confirm = async (...productOrderIds: string[]) => await post('/confirm', { productOrderIds });

const entry = (productOrderId: string, more: object = {}) => ({
	productOrderId,
	deliveryMethod: 'DELIVERY',
	deliveryCompanyCode: 'CJGLS',
	trackingNumber: `69${productOrderId}`,
	dispatchDate: kst(now),
	...more,
});

const dispatch = async (...dispatchProductOrders: object[]) =>
	await post('/dispatch', { dispatchProductOrders });

const cancel = async (id: string, body: object = { cancelReason: 'SOLD_OUT' }) =>
	await post(`/${id}/claim/cancel/request`, body);

async function details(...productOrderIds: string[]): Promise<Json[]> {
	return (await post('/query', { productOrderIds })).body.data;
}

/** Product orders that are so. */
async function linesThat(
	fits: (productOrder: Json, detail: Json) => boolean,
	token = grant.accessToken,
): Promise<Json[]> {
	const found: Json[] = [];
	for (let from = START - 21 * DAY; from <= now; from += DAY) {
		const query = new URLSearchParams({ from: kst(from), to: kst(from + DAY - 1) });
		const { body } = await api(`/product-orders?${query}`, {}, token);
		const all = body.data.contents.map(({ content }: Json) => content);
		found.push(...all.filter((one: Json) => fits(one.productOrder, one)));
	}
	return found.map(({ productOrder, order }) => ({ ...productOrder, orderId: order.orderId }));
}

/** Numbers of product orders that wait to be confirmed, each alone in its order. */
async function waiting(): Promise<string[]> {
	const alone = new Set(
		server.backend.held().flatMap(({ id, lineIds }) => (lineIds.length === 1 ? [id] : [])),
	);
	const lines = await linesThat(
		({ productOrderStatus, placeOrderStatus, claimStatus }, { order }) =>
			productOrderStatus === 'PAYED' &&
			placeOrderStatus === 'NOT_YET' &&
			!claimStatus &&
			alone.has(order.orderId),
	);
	expect(lines.length).toBeGreaterThan(3);
	return lines.map(({ productOrderId }) => productOrderId);
}

async function sent(): Promise<string> {
	const [line] = await linesThat((line) => line.productOrderStatus === 'DELIVERING');
	return line.productOrderId;
}

async function foreign(): Promise<string> {
	const [line] = await linesThat(() => true, grant.second.accessToken);
	return line.productOrderId;
}

async function unpaid(): Promise<string> {
	for (const { lineIds } of server.backend.held()) {
		const [{ productOrder }] = await details(lineIds[0]);
		if (productOrder.productOrderStatus === 'CANCELED_BY_NOPAYMENT') return lineIds[0];
	}
	throw new Error('none');
}

async function changes(): Promise<Json[]> {
	const query = new URLSearchParams({ lastChangedFrom: kst(START + 1) });
	const { body } = await api(`/product-orders/last-changed-statuses?${query}`);
	return body.data?.lastChangeStatuses ?? [];
}

const codesOf = ({ body }: { body: Json }) =>
	Object.fromEntries(
		body.data.failProductOrderInfos.map((one: Json) => [one.productOrderId, one.code]),
	);

describe('confirming', () => {
	it('places the order and tells nobody', async () => {
		const [id] = await waiting();
		now += 1000;
		const { status, body } = await confirm(id);
		expect(status).toBe(200);
		expect(body.data).toEqual({
			successProductOrderInfos: [{ productOrderId: id, isReceiverAddressChanged: false }],
			failProductOrderInfos: [],
		});
		const [{ productOrder }] = await details(id);
		expect(productOrder).toMatchObject({ placeOrderStatus: 'OK', placeOrderDate: kst(now) });
		expect(await changes()).toEqual([]);
		expect(server.stats().violations).toEqual([]);
	});

	it('says which could not be, and why, with the status 200', async () => {
		const [one, two] = await waiting();
		await confirm(two);
		const failing = [two, await sent(), await foreign(), 'none', await unpaid()];
		const answer = await confirm(one, ...failing);
		expect(answer.status).toBe(200);
		expect(answer.body.data.successProductOrderInfos).toHaveLength(1);
		expect(Object.values(codesOf(answer))).toEqual([
			'105306',
			'105306',
			'101009',
			'100001',
			'104133',
		]);
		expect(server.stats().violations.join()).toContain('product order none: 100001');
	});

	it('tells when the address has changed', async () => {
		const [one, two, three] = await waiting();
		const [{ order }] = await details(two);
		settings.changedAddresses = [one, order.orderId];
		const { body } = await confirm(one, two, three);
		const told = body.data.successProductOrderInfos.map(
			(one: Json) => one.isReceiverAddressChanged,
		);
		expect(told).toEqual([true, true, false]);
	});

	it.each([
		['more than thirty', Array.from({ length: 31 }, (_unused, i) => `${i}`), '4000'],
		['none', [], '4000'],
		['one twice', ['1', '1'], '104131'],
		['numbers', [1], '4000'],
	])('refuses %s', async (_what, productOrderIds, code) => {
		const { status, body } = await post('/confirm', { productOrderIds });
		expect([status, body.code]).toEqual([400, code]);
	});
});

describe('dispatching', () => {
	it('shows the parcel, the state and the event', async () => {
		const [id] = await waiting();
		await confirm(id);
		now += 1000;
		const { status, body } = await dispatch(entry(id, { dispatchDate: kst(START - 5000) }));
		expect(status).toBe(200);
		expect(body.data).toEqual({ successProductOrderIds: [id], failProductOrderInfos: [] });
		const [{ productOrder, delivery, order }] = await details(id);
		expect(productOrder).toMatchObject({
			productOrderStatus: 'DELIVERING',
			placeOrderStatus: 'OK',
		});
		expect(delivery).toMatchObject({
			deliveryMethod: 'DELIVERY',
			deliveryCompany: 'CJGLS',
			trackingNumber: `69${id}`,
			sendDate: kst(START - 5000),
		});
		const [event] = await changes();
		expect(event).toMatchObject({
			productOrderId: id,
			lastChangedType: 'DISPATCHED',
			lastChangedDate: kst(now),
			productOrderStatus: 'DELIVERING',
		});
		expect(server.backend.parcels?.(order.orderId)).toEqual([
			{
				id,
				carrier: 'CJGLS',
				trackingNumber: `69${id}`,
				lines: [{ lineId: id, quantity: productOrder.quantity }],
			},
		]);
		expect(server.stats().violations).toEqual([]);
	});

	it('goes out once', async () => {
		const [id] = await waiting();
		await dispatch(entry(id));
		expect(codesOf(await dispatch(entry(id, { trackingNumber: '1' })))).toEqual({ [id]: '105306' });
		const [{ delivery }] = await details(id);
		expect(delivery.trackingNumber).toBe(`69${id}`);
	});

	it('fails one by one', async () => {
		const [one] = await waiting();
		const strangers = ['none', await foreign(), await unpaid()];
		const answer = await dispatch(...strangers.map((id) => entry(id)), entry(one));
		expect(answer.body.data.successProductOrderIds).toEqual([one]);
		expect(Object.values(codesOf(answer))).toEqual(['100001', '101009', '104133']);
	});

	it.each([
		['no courier', { deliveryCompanyCode: undefined }, '104118'],
		['an unknown courier', { deliveryCompanyCode: 'OWL' }, '104119'],
		['no number', { trackingNumber: undefined }, '104120'],
		['a number with blanks', { trackingNumber: '6900 1234' }, '104122'],
		['a number with hyphens', { trackingNumber: '6900-1234' }, '104122'],
		["another courier's number", { trackingNumber: '900' }, '104119'],
		['a used number', { trackingNumber: '901' }, '104121'],
		['a wrong number', { trackingNumber: '902' }, '104122'],
		['the way back', { deliveryMethod: 'RETURN_DELIVERY' }, '104117'],
		['no method', { deliveryMethod: undefined }, '4000'],
		['no date', { dispatchDate: undefined }, '4000'],
	])('says %s', async (_what, change, code) => {
		settings.trackingProblems = { 900: '104119', 901: '104121', 902: '104122' };
		const [id] = await waiting();
		const answer = await dispatch(entry(id, change));
		expect(answer.status).toBe(200);
		expect(codesOf(answer)).toEqual({ [id]: code });
		const [{ productOrder }] = await details(id);
		expect(productOrder.productOrderStatus).toBe('PAYED');
	});

	it('has one number for the lines of an order, and not for two orders', async () => {
		server.backend.world.act(new Random(1), 'buy');
		while (server.backend.held().at(-1)?.lineIds.length !== 2) {
			server.backend.world.act(new Random(server.backend.held().length), 'buy');
		}
		const [other] = await waiting();
		const { id, lineIds } = server.backend.held().at(-1) as HeldOrder;
		const [first, second] = lineIds;
		const shared = { trackingNumber: '77' };
		const answer = await dispatch(
			entry(first, shared),
			entry(second, shared),
			entry(other, shared),
		);
		expect(answer.body.data.successProductOrderIds).toEqual([first, second]);
		expect(codesOf(answer)).toEqual({ [other]: '104121' });
		const parcels = server.backend.parcels?.(id) ?? [];
		expect(parcels.map(({ lines }) => lines.map(({ lineId }) => lineId))).toEqual([lineIds]);
	});

	it('needs no number where nothing is sent by parcel', async () => {
		const [id, other] = await waiting();
		const bare = { deliveryCompanyCode: undefined, trackingNumber: undefined };
		const answer = await dispatch(entry(id, { deliveryMethod: 'VISIT_RECEIPT', ...bare }));
		expect(answer.body.data.successProductOrderIds).toEqual([id]);
		const [{ delivery, order }] = await details(id);
		expect(delivery.deliveryMethod).toBe('VISIT_RECEIPT');
		expect(delivery).not.toHaveProperty('trackingNumber');
		expect(delivery).not.toHaveProperty('deliveryCompany');
		expect(server.backend.parcels?.(order.orderId)).toMatchObject([
			{ carrier: null, trackingNumber: null },
		]);
		expect(server.stats().violations).toEqual([]);
		await dispatch(entry(other, { deliveryMethod: 'NOTHING' }));
		expect(server.stats().violations[0]).toContain('tracking number with NOTHING');
	});

	it.each([
		['an empty courier', { deliveryCompanyCode: '' }],
		['an empty number', { trackingNumber: '' }],
		['null', { trackingNumber: null }],
		['a number that is none', { trackingNumber: 690012345678 }],
		['an unknown method', { deliveryMethod: 'PIGEON' }],
		['a date without offset', { dispatchDate: '2026-11-20T21:00:00.000' }],
		['a date in UTC', { dispatchDate: '2026-11-20T12:00:00.000Z' }],
		['a date without milliseconds', { dispatchDate: '2026-11-20T21:00:00+09:00' }],
		['a day that is none', { dispatchDate: '2026-11-31T21:00:00.000+09:00x' }],
	])('cannot read %s, and does nothing at all', async (_what, change) => {
		const [one, two] = await waiting();
		const { status, body } = await dispatch(entry(one), entry(two, change));
		expect([status, body.code]).toEqual([400, '000400']);
		const [{ productOrder }] = await details(one);
		expect(productOrder.productOrderStatus).toBe('PAYED');
	});

	it('refuses one twice, too many and none, and does nothing at all', async () => {
		const [id] = await waiting();
		expect((await dispatch(entry(id), entry(id))).body.code).toBe('104131');
		const many = Array.from({ length: 31 }, (_unused, i) => entry(`${i}`));
		expect((await dispatch(entry(id), ...many.slice(1))).body.code).toBe('4000');
		expect((await dispatch()).body.code).toBe('4000');
		expect((await post('/dispatch', { dispatchProductOrders: 'all' })).body.code).toBe('4000');
		const [{ productOrder }] = await details(id);
		expect(productOrder.productOrderStatus).toBe('PAYED');
	});

	it('notes what no dispatch has', async () => {
		const [id] = await waiting();
		await dispatch(entry(id, { quantity: '1' }));
		expect(server.stats().violations).toEqual([expect.stringContaining('body field quantity')]);
	});

	it('takes back a cancellation that was asked for', async () => {
		const { orderId } = server.backend.world.act(new Random(1), 'askToCancel');
		const lines = server.backend.held().find(({ id }) => id === orderId)?.lineIds ?? [];
		const asked = (await details(...lines)).find(
			({ productOrder }) => productOrder.claimStatus === 'CANCEL_REQUEST',
		);
		const id = asked.productOrder.productOrderId;
		await dispatch(entry(id));
		const [{ productOrder }] = await details(id);
		expect(productOrder).toMatchObject({
			productOrderStatus: 'DELIVERING',
			placeOrderStatus: 'OK',
			claimStatus: 'CANCEL_REJECT',
		});
	});
});

describe('cancelling', () => {
	it('ends the product order and shows the claim', async () => {
		const [id] = await waiting();
		now += 1000;
		const wish = { cancelReason: 'SOLD_OUT', cancelDetailedReason: '품절' };
		const { status, body } = await cancel(id, wish);
		expect(status).toBe(200);
		expect(body.data).toEqual({ successProductOrderIds: [id], failProductOrderInfos: [] });
		const [{ productOrder, currentClaim }] = await details(id);
		expect(productOrder).toMatchObject({
			productOrderStatus: 'CANCELED',
			claimType: 'CANCEL',
			claimStatus: 'CANCEL_DONE',
			remainQuantity: 0,
		});
		expect(currentClaim.cancel).toMatchObject({
			cancelReason: 'SOLD_OUT',
			cancelDetailedReason: '품절',
		});
		expect(await changes()).toMatchObject([
			{ lastChangedType: 'CLAIM_COMPLETED', productOrderStatus: 'CANCELED' },
		]);
		expect(server.stats().violations).toEqual([]);
		expect(codesOf(await cancel(id))).toEqual({ [id]: '105306' });
	});

	it('takes some units, again with every call, until none is left', async () => {
		const [line] = await linesThat(
			({ productOrderStatus, quantity }) => productOrderStatus === 'PAYED' && quantity > 1,
		);
		const { productOrderId: id, quantity } = line;
		const wish = { cancelReason: 'DELAYED_DELIVERY', cancelQuantity: 1 };
		await cancel(id, wish);
		const [{ productOrder, currentClaim }] = await details(id);
		expect(productOrder).toMatchObject({
			productOrderStatus: 'PAYED',
			claimStatus: 'CANCEL_DONE',
			quantity,
			remainQuantity: quantity - 1,
		});
		expect(productOrder.placeOrderStatus).not.toBe('CANCEL');
		expect(currentClaim.cancel.requestQuantity).toBe(1);
		expect(currentClaim.cancel).not.toHaveProperty('cancelDetailedReason');
		const tooMany = await cancel(id, { ...wish, cancelQuantity: quantity });
		expect(codesOf(tooMany)).toEqual({ [id]: '104133' });
		await cancel(id, { ...wish, cancelQuantity: quantity - 1 });
		const [after] = await details(id);
		expect(after.productOrder).toMatchObject({ productOrderStatus: 'CANCELED', remainQuantity: 0 });
	});

	it('says why not, with the status 200', async () => {
		const cases: Array<[string, string]> = [
			[await sent(), '104133'],
			[await foreign(), '101009'],
			['none', '100001'],
			[await unpaid(), '104133'],
		];
		for (const [id, code] of cases) {
			const answer = await cancel(id);
			expect(answer.status).toBe(200);
			expect(answer.body.data.successProductOrderIds).toEqual([]);
			expect(codesOf(answer)).toEqual({ [id]: code });
		}
	});

	it.each([
		['no reason', {}, '4000'],
		['an unknown reason', { cancelReason: 'BORED' }, '4000'],
		['a reason for returns', { cancelReason: 'BROKEN' }, '4000'],
		['a long text', { cancelReason: 'SOLD_OUT', cancelDetailedReason: 'x'.repeat(501) }, '4000'],
		['an empty text', { cancelReason: 'SOLD_OUT', cancelDetailedReason: '' }, '000400'],
		['no units', { cancelReason: 'SOLD_OUT', cancelQuantity: 0 }, '4000'],
		['half a unit', { cancelReason: 'SOLD_OUT', cancelQuantity: 0.5 }, '4000'],
		['units as text', { cancelReason: 'SOLD_OUT', cancelQuantity: '1' }, '4000'],
	])('refuses %s', async (_what, wish, code) => {
		const [id] = await waiting();
		const { status, body } = await cancel(id, wish);
		expect([status, body.code]).toEqual([400, code]);
	});
});

describe('every write', () => {
	it('has two calls a second and four at once, by path', async () => {
		const [id] = await waiting();
		settings.quotaScale = 1;
		const statuses = [];
		for (let i = 0; i < 5; i++) statuses.push((await confirm(id)).status);
		expect(statuses).toEqual([200, 200, 200, 200, 429]);
		expect((await dispatch(entry(id))).status).toBe(200);
		now += 500;
		expect((await confirm(id)).status).toBe(200);
		expect((await confirm(id)).status).toBe(429);
	});

	it.each(['lost', 'done504'] as const)('is done when its answer is %s', async (kind) => {
		const [one, two, three] = await waiting();
		server.faults.set([{ kind, path: 'confirm|dispatch|cancel' }]);
		const calls = [confirm(one), dispatch(entry(two)), cancel(three)];
		const answers = await Promise.allSettled(calls);
		server.faults.set([]);
		for (const answer of answers) {
			if (kind === 'lost') expect(answer.status).toBe('rejected');
			else {
				expect(answer).toMatchObject({
					value: { status: 504, body: { code: expect.stringContaining('GW.TIMEOUT') } },
				});
			}
		}
		const [first, second, third] = (await details(one, two, three)).map((d) => d.productOrder);
		expect(first.placeOrderStatus).toBe('OK');
		expect(second.productOrderStatus).toBe('DELIVERING');
		expect(third.productOrderStatus).toBe('CANCELED');
	});

	it('shows in lists only after their lag, by number at once', async () => {
		const [id] = await waiting();
		settings.indexLagMs = 60_000;
		now += 1000;
		await dispatch(entry(id));
		const [{ productOrder }] = await details(id);
		expect(productOrder.productOrderStatus).toBe('DELIVERING');
		expect(await changes()).toEqual([]);
		now += 61_000;
		expect(await changes()).toHaveLength(1);
	});
});
