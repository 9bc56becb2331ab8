import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { APP } from '../../sandbox/allegro/app';
import { allegro } from '../../sandbox/allegro/backend';
import type { AllegroSettings } from '../../sandbox/allegro/settings';
import { ORDERS_OF_A_WAYBILL } from '../../sandbox/allegro/shipments';
import { Random } from '../../sandbox/kit/random';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const PUBLIC = 'application/vnd.allegro.public.v1+json';
const START = Date.parse('2026-11-20T12:00:00.000Z');
const FORMS = '/order/checkout-forms';
const READ = 'allegro:api:orders:read';
const WRITE = 'allegro:api:orders:write';

let now: number;
let server: MarketplaceServer;
let token: string;
/** One that nobody has touched, and one of several lines. */
let order: any;
let wide: any;

async function open(more: Partial<AllegroSettings> = {}): Promise<void> {
	await server?.close();
	const settings = { ...DEFAULTS, orders: 200, now: () => now, ...more };
	server = await startServer(allegro(settings), settings);
	token = granted({});
	const ready = `${FORMS}?status=READY_FOR_PROCESSING&fulfillment.status=NEW`;
	const { checkoutForms } = await json(await call(ready));
	order = checkoutForms[0];
	const all = await json(await call(`${FORMS}?status=READY_FOR_PROCESSING`));
	wide = all.checkoutForms.find(({ lineItems }: any) => lineItems.length > 1);
	server.resetStats();
}

beforeEach(async () => {
	now = START;
	await open();
});
afterEach(async () => await server.close());

const granted = (wish: object): string =>
	server.backend.grant({ expired: false, ...wish }).accessToken as string;

async function call(path: string, method = 'GET', body?: unknown, changes: object = {}) {
	return await fetch(server.url + path, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			accept: PUBLIC,
			'accept-language': 'en-US',
			'user-agent': `${APP.userAgentName}/0.1.0 (+https://n8n.example/about)`,
			...(body === undefined ? {} : { 'content-type': PUBLIC }),
			...changes,
		},
		body: typeof body === 'object' ? JSON.stringify(body) : (body as string | undefined),
	});
}

async function json(response: Response): Promise<any> {
	return await response.json();
}

const pathOf = ({ id }: any, part: string): string => `${FORMS}/${id}/${part}`;
const ship = async (form: any, body: unknown, changes?: object) =>
	await call(pathOf(form, 'shipments'), 'POST', body, changes);
const set = async (form: any, body: unknown, changes?: object, query = '') =>
	await call(pathOf(form, 'fulfillment') + query, 'PUT', body, changes);
const read = async ({ id }: any) => await json(await call(`${FORMS}/${id}`));
const shipments = async (form: any) =>
	(await json(await call(pathOf(form, 'shipments')))).shipments;
const idsOf = (form: any) => form.lineItems.map(({ id }: any) => ({ id }));
const PARCEL = { carrierId: 'DPD', waybill: 'AD-1' };

describe('a waybill', () => {
	it('covers every line when none is named, and is told with a new id', async () => {
		for (const lineItems of [undefined, []]) {
			const response = await ship(wide, { ...PARCEL, lineItems });
			expect(response.status).toBe(201);
			expect(await json(response)).toEqual({
				...PARCEL,
				id: expect.stringMatching(/^[\w+/]+=*$/),
				carrierName: null,
				lineItems: idsOf(wide),
				createdAt: '2026-11-20T12:00:00.000Z',
			});
		}
		expect(server.stats().violations).toEqual([]);
	});

	it('is a second parcel when it is sent again', async () => {
		const [one, two] = [
			await json(await ship(order, PARCEL)),
			await json(await ship(order, PARCEL)),
		];
		expect(one.id).not.toBe(two.id);
		expect(await shipments(order)).toEqual([one, two]);
		expect(server.backend.parcels?.(order.id)).toEqual(
			[one, two].map(({ id }) => ({
				id,
				carrier: 'DPD',
				trackingNumber: 'AD-1',
				lines: idsOf(order).map((line: any) => ({ lineId: line.id, quantity: null })),
			})),
		);
		const told = await fetch(`${server.url}/__sandbox/orders/${order.id}/parcels`);
		expect(await json(told)).toEqual(server.backend.parcels?.(order.id));
	});

	it('can cover the same line as another one', async () => {
		const lineItems = idsOf(wide).slice(0, 1);
		for (const waybill of ['AD-1', 'AD-2']) {
			expect((await ship(wide, { ...PARCEL, waybill, lineItems })).status).toBe(201);
		}
		expect((await shipments(wide)).map((one: any) => one.lineItems)).toEqual([
			lineItems,
			lineItems,
		]);
	});

	it('has the name of a carrier that Allegro does not know, and of no other', async () => {
		const named = { ...PARCEL, carrierName: 'x'.repeat(30) };
		expect((await json(await ship(order, named))).carrierName).toBeNull();
		const other = await json(await ship(order, { ...named, carrierId: 'OTHER' }));
		expect(other.carrierName).toBe(named.carrierName);
	});

	it.each<[string, (form: any) => unknown, number]>([
		['no body', () => '', 400],
		['a list', () => [PARCEL], 400],
		['no carrier', () => ({ waybill: 'AD-1' }), 400],
		['a carrier that was removed', () => ({ ...PARCEL, carrierId: 'ALLEGRO' }), 400],
		['the name of a carrier for its id', () => ({ ...PARCEL, carrierId: 'Poczta Polska' }), 400],
		['no waybill', () => ({ carrierId: 'DPD' }), 400],
		['an empty waybill', () => ({ ...PARCEL, waybill: '' }), 400],
		['a waybill with a blank before it', () => ({ ...PARCEL, waybill: ' AD-1' }), 400],
		['a waybill of 65 characters', () => ({ ...PARCEL, waybill: 'x'.repeat(65) }), 400],
		['a number for a waybill', () => ({ ...PARCEL, waybill: 1 }), 400],
		['a name of 31 characters', () => ({ ...PARCEL, carrierName: 'x'.repeat(31) }), 400],
		['one line instead of a list', (form) => ({ ...PARCEL, lineItems: idsOf(form)[0] }), 400],
		['lines without id', () => ({ ...PARCEL, lineItems: ['x'] }), 400],
		[
			'a line of another order',
			(form) => ({ ...PARCEL, lineItems: [...idsOf(form), ...idsOf(wide)] }),
			422,
		],
	])('is refused with %s', async (_name, body, status) => {
		const response = await ship(order, body(order));
		expect(response.status).toBe(status);
		expect((await json(response)).errors).toHaveLength(1);
		expect(await shipments(order)).toEqual([]);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('may have 64 characters', async () => {
		expect((await ship(order, { ...PARCEL, waybill: 'x'.repeat(64) })).status).toBe(201);
	});

	it('finds no order of somebody else', async () => {
		token = granted({ account: 'second' });
		for (const response of [await ship(order, PARCEL), await set(order, { status: 'SENT' })]) {
			expect(response.status).toBe(404);
		}
		expect((await call(pathOf(order, 'shipments'))).status).toBe(404);
		expect(server.backend.parcels?.(order.id)).toEqual([]);
	});

	it('is not for any number of orders, but for one as often as it likes', async () => {
		const { checkoutForms } = await json(await call(FORMS));
		const [last, ...others] = checkoutForms.slice(0, ORDERS_OF_A_WAYBILL + 1);
		for (const form of others) expect((await ship(form, PARCEL)).status).toBe(201);
		const refused = await ship(last, PARCEL);
		expect(refused.status).toBe(409);
		expect((await json(refused)).errors[0].path).toBe('waybill');
		expect((await ship(others[0], PARCEL)).status).toBe(201);
		expect((await ship(last, { ...PARCEL, waybill: 'AD-2' })).status).toBe(201);
	});

	it('counts the lines that have one, and moves neither status, time nor journal', async () => {
		const { id } = (await json(await call('/order/event-stats'))).latestEvent;
		now += 60_000;
		const [first, ...others] = idsOf(wide);
		await set(wide, { shipmentSummary: { lineItemsSent: 'NONE' } });
		await ship(wide, { ...PARCEL, lineItems: [first] });
		const after = await read(wide);
		expect(after.fulfillment).toEqual({
			...wide.fulfillment,
			shipmentSummary: { lineItemsSent: 'SOME' },
		});
		expect(after.updatedAt).toBe(wide.updatedAt);
		await ship(wide, { ...PARCEL, waybill: 'AD-2', lineItems: others });
		const { fulfillment, revision } = await read(wide);
		expect(fulfillment.shipmentSummary.lineItemsSent).toBe('ALL');
		expect(revision).not.toBe(after.revision);
		await ship(wide, { ...PARCEL, waybill: 'AD-3', lineItems: others });
		expect((await read(wide)).revision).toBe(revision);
		expect((await json(await call(`/order/events?from=${id}`))).events).toEqual([]);
	});

	it('leaves what the seller has called sent', async () => {
		await set(wide, { shipmentSummary: { lineItemsSent: 'ALL' } });
		await ship(wide, { ...PARCEL, lineItems: idsOf(wide).slice(0, 1) });
		expect((await read(wide)).fulfillment.shipmentSummary.lineItemsSent).toBe('ALL');
	});

	it('sends the order where the seller has chosen that, the first time', async () => {
		await open({ sentByWaybill: true });
		const { id } = (await json(await call('/order/event-stats'))).latestEvent;
		await ship(order, PARCEL);
		expect((await read(order)).fulfillment.status).toBe('SENT');
		const { events } = await json(await call(`/order/events?from=${id}`));
		expect(events.map(({ type }: any) => type)).toEqual(['FULFILLMENT_STATUS_CHANGED']);
		await set(order, { status: 'SUSPENDED' });
		await ship(order, PARCEL);
		expect((await read(order)).fulfillment.status).toBe('SUSPENDED');
	});

	it('closes the address', async () => {
		const moved = () => server.backend.world.act(new Random(1), 'changeAddress');
		for (let left = true; left;) {
			try {
				const { orderId } = moved();
				expect((await ship({ id: orderId }, { ...PARCEL, waybill: orderId })).status).toBe(201);
			} catch (error) {
				expect(String(error)).toContain('Nothing is fit');
				left = false;
			}
		}
	});
});

describe('the fulfillment', () => {
	it.each([
		['NEW'],
		['PROCESSING'],
		['READY_FOR_SHIPMENT'],
		['READY_FOR_PICKUP'],
		['SENT'],
		['PICKED_UP'],
		['CANCELLED'],
		['SUSPENDED'],
	])('can be %s, with nothing else changed', async (status) => {
		const response = await set(order, { status });
		expect([response.status, await response.text()]).toEqual([204, '']);
		expect((await read(order)).fulfillment).toEqual({ ...order.fulfillment, status });
	});

	it('is an event, a new revision and no new time; the same once more is nothing', async () => {
		const { id } = (await json(await call('/order/event-stats'))).latestEvent;
		now += 60_000;
		await set(order, { status: 'PROCESSING' });
		const after = await read(order);
		expect(after.revision).not.toBe(order.revision);
		expect(after.updatedAt).toBe(order.updatedAt);
		expect((await set(order, { status: 'PROCESSING' })).status).toBe(204);
		expect((await set(order, {})).status).toBe(204);
		expect(await read(order)).toEqual(after);
		const { events } = await json(await call(`/order/events?from=${id}`));
		expect(events).toMatchObject([
			{
				type: 'FULFILLMENT_STATUS_CHANGED',
				order: { checkoutForm: { id: order.id, revision: after.revision } },
			},
		]);
		const found = await json(await call(`${FORMS}?fulfillment.status=PROCESSING`));
		expect(found.checkoutForms).toContainEqual(after);
	});

	it('says how many lines are sent', async () => {
		const shipmentSummary = { lineItemsSent: 'SOME' };
		await set(wide, { status: 'SENT', shipmentSummary, provider: { id: 'SELLER' } });
		expect((await read(wide)).fulfillment).toMatchObject({ status: 'SENT', shipmentSummary });
		await set(wide, { status: 'CANCELLED' });
		expect((await read(wide)).fulfillment).toMatchObject({ status: 'CANCELLED', shipmentSummary });
		expect(server.stats().violations).toEqual([]);
	});

	it.each<[string, unknown, object, number]>([
		['RETURNED', { status: 'RETURNED' }, {}, 422],
		['a word of its own', { status: 'Sent' }, {}, 422],
		['null', { status: null }, {}, 422],
		['an unknown summary', { shipmentSummary: { lineItemsSent: 'MOST' } }, {}, 422],
		['an unknown provider', { provider: { id: 'AMAZON' } }, {}, 422],
		['a summary that is no object', { shipmentSummary: 'ALL' }, {}, 400],
		['no JSON', 'SENT', {}, 400],
		['plain JSON', { status: 'SENT' }, { 'content-type': 'application/json' }, 415],
		['another language', { status: 'SENT' }, { 'accept-language': 'pl-PL' }, 422],
	])('cannot be %s', async (_name, body, changes, status) => {
		expect((await set(order, body, changes)).status).toBe(status);
		expect((await read(order)).fulfillment).toEqual(order.fulfillment);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('is set in English, and a waybill in any language', async () => {
		const language = (code: string) => ({ 'accept-language': code });
		expect((await set(order, { status: 'SENT' }, language('en-US'))).status).toBe(204);
		expect((await ship(order, PARCEL, language('pl-PL'))).status).toBe(201);
	});

	it('is refused to whoever names an old revision', async () => {
		const query = `?checkoutForm.revision=${order.revision}`;
		expect((await set(order, { status: 'PROCESSING' }, {}, query)).status).toBe(204);
		const refused = await set(order, { status: 'SENT' }, {}, query);
		expect(refused.status).toBe(409);
		expect((await read(order)).fulfillment.status).toBe('PROCESSING');
	});

	it('shows late to whoever reads the order by its id, where that is so', async () => {
		await open({ oldFormMs: 5000 });
		await set(order, { status: 'SENT' });
		expect(await read(order)).toEqual(order);
		now += 5000;
		expect((await read(order)).fulfillment.status).toBe('SENT');
	});
});

describe('both', () => {
	it('ignore fields that nobody knows, which is noted', async () => {
		expect((await ship(order, { ...PARCEL, trackingUrl: 'x' })).status).toBe(201);
		expect((await set(order, { status: 'SENT', carrier: 'x' })).status).toBe(204);
		expect(server.stats().violations).toEqual([
			expect.stringContaining("unknown field 'trackingUrl'"),
			expect.stringContaining("unknown field 'carrier'"),
		]);
	});

	it('need the scope to write, and reading does not', async () => {
		token = granted({ scope: READ });
		for (const response of [await ship(order, PARCEL), await set(order, { status: 'SENT' })]) {
			expect(response.status).toBe(403);
			expect((await json(response)).errors[0].code).toBe('AccessDenied');
		}
		expect(await shipments(order)).toEqual([]);
		expect(await read(order)).toEqual(order);
		token = granted({ scope: WRITE });
		expect((await ship(order, PARCEL)).status).toBe(201);
		expect((await call(pathOf(order, 'shipments'))).status).toBe(403);
	});

	it('have their effect although the answer is lost', async () => {
		server.faults.set([{ kind: 'lost', path: `/${order.id}/`, times: 2 }]);
		await expect(ship(order, PARCEL)).rejects.toThrow();
		await expect(set(order, { status: 'SENT' })).rejects.toThrow();
		expect(await shipments(order)).toMatchObject([PARCEL]);
		expect((await read(order)).fulfillment.status).toBe('SENT');
	});

	it('leave the waybills 50 calls a second, reading and writing together', async () => {
		server.settings.quotaScale = 3 / 50;
		await shipments(order);
		expect((await ship(order, PARCEL)).status).toBe(201);
		expect((await ship(order, PARCEL)).status).toBe(201);
		expect((await ship(order, PARCEL)).status).toBe(429);
		expect((await call(pathOf(order, 'shipments'))).status).toBe(429);
		expect(server.backend.parcels?.(order.id)).toHaveLength(2);
		now += 1000;
		expect((await ship(order, PARCEL)).status).toBe(201);
	});
});
