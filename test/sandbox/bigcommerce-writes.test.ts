import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { bigCommerce } from '../../sandbox/bigcommerce/backend';
import type { BigCommerceSettings } from '../../sandbox/bigcommerce/settings';
import { Random } from '../../sandbox/kit/random';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const LINES = 'include=consignments.line_items&consignment_structure=object';

let now: number;
let server: MarketplaceServer;
let grant: Record<string, string>;
/** Orders that wait for their shipment: one with several units of a line, and one with two addresses. */
let order: any;
let split: any;

async function open(more: Partial<BigCommerceSettings> = {}): Promise<void> {
	await server?.close();
	const settings = { ...DEFAULTS, orders: 40, quotaScale: 1000, now: () => now, ...more };
	server = await startServer(bigCommerce(settings), settings);
	grant = granted({});
	server.backend.add(240);
	const orders = await waiting();
	order = orders.find((one) => one.shipping.length === 1 && one.lines[0].quantity > 2);
	split = orders.find((one) => one.shipping.length === 2);
	server.resetStats();
}

beforeEach(async () => {
	now = START;
	await open();
});
afterEach(async () => await server.close());

const granted = (wish: object) =>
	server.backend.grant({ expired: false, ...wish }) as Record<string, string>;

async function call(path: string, method = 'GET', body?: unknown, changes: object = {}) {
	return await fetch(`${server.url}/stores/${grant.storeHash}${path}`, {
		method,
		headers: {
			'x-auth-token': grant.accessToken,
			accept: 'application/json',
			'user-agent': 'n8n-nodes-marketplaces/0.1.0',
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...changes,
		},
		body: typeof body === 'object' ? JSON.stringify(body) : (body as string | undefined),
	});
}

async function json(response: Response): Promise<any> {
	return await response.json();
}

/** Orders that wait, with their addresses and lines. */
async function waiting(): Promise<any[]> {
	const orders = await json(await call(`/v2/orders?status_id=11&limit=250&${LINES}`));
	return orders.map(({ id, consignments: { shipping, pickups, downloads } }: any) => ({
		id,
		shipping,
		lines: [...shipping, ...pickups, ...downloads].flatMap(({ line_items }: any) => line_items),
	}));
}

const all = (lines: any[]) => lines.map(({ id, quantity }) => ({ order_product_id: id, quantity }));
/** What ships all that goes to one of the addresses. */
const parcel = ({ shipping }: any, more: object = {}, at = 0) => ({
	order_address_id: shipping[at].id,
	items: all(shipping[at].line_items),
	tracking_number: 'T1',
	shipping_provider: 'usps',
	...more,
});
const shipmentsOf = ({ id }: any) => `/v2/orders/${id}/shipments`;
const ship = async (of: any, body: unknown) => await call(shipmentsOf(of), 'POST', body);
const set = async ({ id }: any, body: unknown) => await call(`/v2/orders/${id}`, 'PUT', body);
const read = async ({ id }: any, part = '') => await json(await call(`/v2/orders/${id}${part}`));
const parcels = ({ id }: any) => server.backend.parcels?.(`${id}`);
const mails = ({ id }: any) => server.backend.mails?.(`${id}`);

describe('a shipment', () => {
	it('of everything makes the order shipped', async () => {
		now += 60_000;
		const response = await ship(order, parcel(order, { comments: 'By hand' }));
		expect(response.status).toBe(201);
		const { order_address_id, items } = parcel(order);
		const shipment = await json(response);
		expect(shipment).toMatchObject({
			...{ order_id: order.id, order_address_id, comments: 'By hand' },
			...{
				tracking_number: 'T1',
				shipping_provider: 'usps',
				shipping_provider_display_name: 'USPS',
			},
			date_created: 'Fri, 20 Nov 2026 12:01:00 +0000',
			items: items.map((item: any, i: number) => {
				return { ...item, product_id: order.lines[i].product_id };
			}),
		});
		expect(shipment.generated_tracking_link).toMatch(/^https:.*T1$/);
		const units = items.reduce((sum: number, { quantity }: any) => sum + quantity, 0);
		expect(await read(order)).toMatchObject({
			...{ status_id: 2, status: 'Shipped', items_shipped: units },
			date_shipped: shipment.date_created,
			date_modified: shipment.date_created,
		});
		const [line] = await read(order, '/products');
		expect(line.quantity_shipped).toBe(line.quantity);
		const [address] = await read(order, '/shipping_addresses');
		expect(address.items_shipped).toBe(address.items_total);
		expect(await read(order, '/shipments')).toEqual([shipment]);
		const known = parcels(order);
		expect(known).toEqual([
			{
				id: `${shipment.id}`,
				carrier: 'usps',
				trackingNumber: 'T1',
				lines: items.map((item: any) => {
					return { lineId: `${item.order_product_id}`, quantity: item.quantity };
				}),
			},
		]);
		const told = await fetch(`${server.url}/__sandbox/orders/${order.id}/parcels`);
		expect(await json(told)).toEqual(known);
		expect(server.stats().violations).toEqual([]);
	});

	it('is a second one when it is sent again, as long as units are left', async () => {
		const [{ id, quantity }] = order.lines;
		const items = [{ order_product_id: id, quantity: 1 }];
		for (let left = quantity - 1; left >= 0; left--) {
			expect((await ship(order, parcel(order, { items }))).status).toBe(201);
			const status = left === 0 && order.lines.length === 1 ? 'Shipped' : 'Partially Shipped';
			expect((await read(order)).status).toBe(status);
		}
		expect((await ship(order, parcel(order, { items }))).status).toBe(400);
		expect(parcels(order)).toHaveLength(quantity);
		expect((await read(order, '/products'))[0].quantity_shipped).toBe(quantity);
	});

	it('is for one address', async () => {
		const foreign = parcel(split, { items: all(split.lines) });
		expect((await ship(split, foreign)).status).toBe(400);
		const swapped = parcel(split, { items: all(split.shipping[1].line_items) });
		expect((await ship(split, swapped)).status).toBe(400);
		expect((await ship(split, parcel(split))).status).toBe(201);
		expect((await read(split)).status).toBe('Partially Shipped');
		expect((await ship(split, parcel(split, {}, 1))).status).toBe(201);
		expect(await read(split)).toMatchObject({ status: 'Shipped', shipping_address_count: 2 });
	});

	it.each<[string, (good: any) => unknown]>([
		['no JSON', () => 'x'],
		['a list', (good) => [good]],
		['no address', ({ items }) => ({ items })],
		[
			'the address of another order',
			(good) => ({ ...good, order_address_id: split.shipping[0].id }),
		],
		[
			'a text for the address',
			(good) => ({ ...good, order_address_id: `${good.order_address_id}` }),
		],
		['no items', (good) => ({ ...good, items: undefined })],
		['an empty list of items', (good) => ({ ...good, items: [] })],
		['items that are none', (good) => ({ ...good, items: [1] })],
		['a product', (good) => ({ ...good, items: [{ ...good.items[0], product_id: 77 }] })],
		['a product alone', (good) => ({ ...good, items: [{ product_id: 77, quantity: 1 }] })],
		['a line of another order', (good) => ({ ...good, items: all(split.shipping[0].line_items) })],
		['no quantity', (good) => ({ ...good, items: [{ order_product_id: order.lines[0].id }] })],
		['the quantity 0', (good) => ({ ...good, items: [{ ...good.items[0], quantity: 0 }] })],
		['half a unit', (good) => ({ ...good, items: [{ ...good.items[0], quantity: 0.5 }] })],
		[
			'a text for a quantity',
			(good) => ({ ...good, items: [{ ...good.items[0], quantity: '1' }] }),
		],
		[
			'more than there is',
			(good) => ({ ...good, items: [{ ...good.items[0], quantity: good.items[0].quantity + 1 }] }),
		],
		[
			'more than there is, in two parts',
			(good) => ({ ...good, items: [...good.items, ...good.items] }),
		],
		['51 characters of tracking', (good) => ({ ...good, tracking_number: 'x'.repeat(51) })],
		['a number for the tracking', (good) => ({ ...good, tracking_number: 1 })],
		['null for the tracking', (good) => ({ ...good, tracking_number: null })],
		['a provider of its own', (good) => ({ ...good, shipping_provider: 'pigeon' })],
		['a link of 501 characters', (good) => ({ ...good, tracking_link: 'x'.repeat(501) })],
		['too long a comment', (good) => ({ ...good, comments: 'x'.repeat(65_536) })],
		['a cost that is no amount', (good) => ({ ...good, merchant_shipping_cost: '1 USD' })],
		['a field that is only read', (good) => ({ ...good, date_created: 'x' })],
		['a field of another marketplace', (good) => ({ ...good, carrierCode: 'x' })],
	])('is refused with %s', async (_name, body) => {
		const response = await ship(order, body(parcel(order)));
		expect(response.status).toBe(400);
		expect(await json(response)).toMatchObject([{ status: 400, message: expect.any(String) }]);
		expect((await call(shipmentsOf(order))).status).toBe(204);
		expect((await read(order)).status_id).toBe(11);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('names the field that cannot be written', async () => {
		const items = [{ order_product_id: order.lines[0].id, quantity: 1, product_id: 77 }];
		const [{ message }] = await json(await ship(order, parcel(order, { items })));
		expect(message).toContain("The field 'product_id' cannot be written to");
	});

	it('takes the longest texts, and a provider of the store', async () => {
		const texts = { tracking_number: 'x'.repeat(50), shipping_provider: 'carrier_12' };
		const tracking_link = `https://track.example/${'x'.repeat(478)}`;
		const response = await ship(order, parcel(order, { ...texts, tracking_link }));
		expect(response.status).toBe(201);
		expect(await json(response)).toMatchObject({
			...texts,
			tracking_link,
			generated_tracking_link: '',
		});
	});

	it('may be without any tracking, or with that of a carrier', async () => {
		const items = [{ order_product_id: order.lines[0].id, quantity: 1 }];
		const { order_address_id } = parcel(order);
		const bare = await json(await ship(order, { order_address_id, items }));
		expect(bare).toMatchObject({ tracking_number: '', generated_tracking_link: '' });
		const tracking = { tracking_number: 'T2', tracking_carrier: 'dhl' };
		await ship(order, { order_address_id, items, ...tracking });
		expect(parcels(order)).toMatchObject([
			{ carrier: null, trackingNumber: null },
			{ carrier: 'dhl', trackingNumber: 'T2' },
		]);
	});

	it('is not for what is picked up or downloaded', async () => {
		const has = ({ lines }: any, type: string) => lines.some((line: any) => line.type === type);
		const orders = await waiting();
		const pickup = orders.find((one) => one.shipping.length === 0 && has(one, 'physical'));
		expect(pickup.lines[0].order_pickup_method_id).toBeGreaterThan(0);
		const digital = orders.find((one) => one.shipping.length > 0 && has(one, 'digital'));
		const address = (of: any) => of.shipping[0]?.id ?? order.shipping[0].id;
		for (const of of [pickup, digital]) {
			const body = { order_address_id: address(of), items: all(of.lines) };
			expect((await ship(of, body)).status).toBe(400);
			expect((await ship(of, { ...body, order_address_id: 0 })).status).toBe(400);
		}
	});

	it('is not for units that were refunded', async () => {
		await open({ orders: 0 });
		await set(order, { status_id: 10 });
		server.backend.world.act(new Random(1), 'refundPart');
		const line = (await read(order, '/products'))[0];
		expect(line).toMatchObject({ id: order.lines[0].id, quantity_refunded: 1 });
		const units = (quantity: number) =>
			parcel(order, { items: [{ order_product_id: line.id, quantity }] });
		expect((await ship(order, units(line.quantity))).status).toBe(400);
		expect((await ship(order, units(line.quantity - 1))).status).toBe(201);
		expect((await ship(order, units(1))).status).toBe(400);
	});

	it('shows in the list of changed orders, on pages of its own list, and to nobody else', async () => {
		now += 60_000;
		const items = [{ order_product_id: order.lines[0].id, quantity: 1 }];
		for (const tracking_number of ['T1', 'T2', 'T3']) {
			await ship(order, parcel(order, { items, tracking_number }));
		}
		const since = encodeURIComponent(new Date(now).toISOString());
		const [changed, ...others] = await json(
			await call(`/v2/orders?min_date_modified=${since}&${LINES}`),
		);
		expect(others).toEqual([]);
		expect(changed.consignments.shipping[0].line_items[0].quantity_shipped).toBe(3);
		const page = async (number: number) => {
			const path = `${shipmentsOf(order)}?limit=2&page=${number}`;
			const response = await call(path);
			return response.status === 204 ? 204 : await json(response);
		};
		expect(await page(1)).toMatchObject([{ tracking_number: 'T1' }, { tracking_number: 'T2' }]);
		expect(await page(2)).toMatchObject([{ tracking_number: 'T3' }]);
		expect(await page(3)).toBe(204);
		expect((await ship({ id: 99_999_999 }, parcel(order))).status).toBe(404);
	});

	it('shows late in lists that lag, and at once in the order', async () => {
		server.settings.indexLagMs = 60_000;
		await ship(order, parcel(order));
		await set(split, { staff_notes: 'x' });
		expect((await read(order)).status).toBe('Shipped');
		const listed = async ({ id }: any) =>
			(await json(await call(`/v2/orders?min_id=${id}&max_id=${id}`)))[0];
		expect((await listed(order)).status).toBe('Awaiting Fulfillment');
		expect((await listed(split)).staff_notes).not.toBe('x');
		now += 60_000;
		expect((await listed(order)).status).toBe('Shipped');
		expect((await listed(split)).staff_notes).toBe('x');
	});
});

describe('an update', () => {
	it.each(Array.from({ length: 15 }, (_unused, id) => [id]))('sets the status %i', async (id) => {
		now += 60_000;
		const response = await set(order, { status_id: id });
		expect(response.status).toBe(200);
		const after = await json(response);
		expect(after).toMatchObject({ id: order.id, status_id: id, items_shipped: 0 });
		expect(after.date_modified).toBe('Fri, 20 Nov 2026 12:01:00 +0000');
		expect(await read(order)).toEqual(after);
	});

	it('writes the texts of an order, and leaves the rest', async () => {
		const before = await read(order);
		const texts = {
			...{ staff_notes: 'x', customer_message: 'y' },
			...{ external_order_id: 'ERP/1', external_merchant_id: 'M1' },
		};
		const after = await json(await set(order, texts));
		expect(after).toEqual({ ...before, ...texts, date_modified: after.date_modified });
		expect(server.stats().violations).toEqual([]);
	});

	it.each<[string, unknown, string]>([
		['a status that is none', { status_id: 15 }, "'status_id' is invalid"],
		['the name of a status', { status_id: 'Shipped' }, "'status_id' is invalid"],
		['a text for a status', { status_id: '9' }, "'status_id' is invalid"],
		['no status', { status_id: null }, "'status_id' is invalid"],
		['a note that is no text', { staff_notes: 1 }, "'staff_notes' is invalid"],
		['a sum', { total_tax: '1' }, "'total_tax' cannot be written to"],
		['the name instead of the number', { status: 'Shipped' }, "'status' cannot be written to"],
		['a word against mails', { status_id: 2, notify: false }, "'notify' cannot be written to"],
		['tracking', { status_id: 2, tracking_number: 'T1' }, "'tracking_number' cannot be written"],
		['lines', { products: [] }, "'products' cannot be written to"],
		['a part of no address', { billing_address: { town: 'x' } }, "'town' cannot be written to"],
	])('is refused with %s', async (_name, body, message) => {
		const before = await read(order);
		const response = await set(order, body);
		expect(response.status).toBe(400);
		expect((await json(response))[0].message).toContain(message);
		expect(await read(order)).toEqual(before);
		expect(mails(order)).toEqual([]);
		expect(server.stats().violations).toHaveLength(1);
	});

	it('writes the id of another system once', async () => {
		expect((await set(order, { external_merchant_id: 'M1' })).status).toBe(200);
		expect((await set(order, { external_merchant_id: 'M2' })).status).toBe(400);
		expect((await read(order)).external_merchant_id).toBe('M1');
	});

	it('takes JSON that is said to be JSON', async () => {
		const path = `/v2/orders/${order.id}`;
		expect((await call(path, 'PUT', {}, { 'content-type': 'text/plain' })).status).toBe(415);
		for (const body of ['x', []]) expect((await call(path, 'PUT', body)).status).toBe(400);
		expect((await set({ id: 99_999_999 }, { status_id: 2 })).status).toBe(404);
	});
});

describe('the mail to the buyer', () => {
	it('has the tracking number when the shipment comes first', async () => {
		await ship(order, parcel(order));
		expect(mails(order)).toEqual([
			{ at: '2026-11-20T12:00:00.000Z', status: 'Shipped', trackingNumber: 'T1' },
		]);
		const told = await fetch(`${server.url}/__sandbox/orders/${order.id}/mails`);
		expect(await json(told)).toEqual(mails(order));
	});

	it('has none when the status comes first, and goes out twice', async () => {
		await set(order, { status_id: 2 });
		await ship(order, parcel(order));
		expect(mails(order)).toMatchObject([{ trackingNumber: null }, { trackingNumber: 'T1' }]);
	});

	it('goes out for each parcel, and for each time that a status is set', async () => {
		await ship(split, parcel(split));
		await ship(split, parcel(split, { tracking_number: 'T2' }, 1));
		await set(split, { status_id: 2 });
		expect(mails(split)).toMatchObject([
			{ status: 'Partially Shipped', trackingNumber: 'T1' },
			{ status: 'Shipped', trackingNumber: 'T2' },
			{ status: 'Shipped', trackingNumber: 'T2' },
		]);
	});

	it('goes out as the store is set', async () => {
		await set(order, { status_id: 9 });
		await set(order, { staff_notes: 'x' });
		expect(mails(order)).toEqual([]);
		await open({ mailStatuses: [9] });
		await set(order, { status_id: 9 });
		await ship(order, parcel(order));
		expect(mails(order)).toMatchObject([{ status: 'Awaiting Shipment', trackingNumber: null }]);
	});
});

describe('both', () => {
	it('need more than the scope to read', async () => {
		grant = granted({ scope: 'store_v2_orders_read_only' });
		for (const response of [await ship(order, parcel(order)), await set(order, { status_id: 2 })]) {
			expect(response.status).toBe(403);
			expect((await json(response)).title).toContain('required scope');
		}
		expect((await call(shipmentsOf(order))).status).toBe(204);
		expect((await read(order)).status_id).toBe(11);
		expect(server.stats().violations).toHaveLength(2);
	});

	it('have their effect although the answer is lost', async () => {
		server.faults.set([{ kind: 'lost', path: `/orders/${order.id}`, times: 2 }]);
		await expect(set(order, { staff_notes: 'x' })).rejects.toThrow();
		await expect(ship(order, parcel(order))).rejects.toThrow();
		expect(await read(order)).toMatchObject({ staff_notes: 'x', status: 'Shipped' });
		expect(await read(order, '/shipments')).toMatchObject([{ tracking_number: 'T1' }]);
	});

	it('take from the window of the store, and do nothing when it is empty', async () => {
		now += 30_000;
		server.settings.quotaScale = 2 / 150;
		const response = await set(order, { staff_notes: 'x' });
		expect(response.headers.get('x-rate-limit-requests-left')).toBe('1');
		expect((await read(order)).staff_notes).toBe('x');
		const refused = await ship(order, parcel(order));
		expect(refused.status).toBe(429);
		expect(refused.headers.get('x-rate-limit-time-reset-ms')).toBe('30000');
		expect(parcels(order)).toEqual([]);
	});
});

describe('the merchant', () => {
	it('ships an order of two addresses as two parcels', async () => {
		const world = (name: string, seed: number) => server.backend.world.act(new Random(seed), name);
		const several: number[] = [];
		for (let i = 0; i < 150; i++)
			several.push(parcels({ id: world('ship', i).orderId })?.length ?? 0);
		expect(new Set(several)).toEqual(new Set([1, 2]));
	});
});
