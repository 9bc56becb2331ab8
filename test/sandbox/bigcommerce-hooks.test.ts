import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { BigCommerceSettings, HookSettings } from '../../sandbox/bigcommerce/settings';
import { bigCommerce, STORES } from '../../sandbox/bigcommerce/backend';
import { Random } from '../../sandbox/kit/random';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

const START = Date.parse('2026-11-20T12:00:00.000Z');
const DAY = 86_400_000;

interface Received {
	headers: IncomingHttpHeaders;
	body: string;
	event: { scope: string; hash: string; data: { id: number; [more: string]: unknown } };
}

let now = START;
let server: MarketplaceServer;
let receiver: Server;
let received: Received[];
let answer: number;
let grant: Record<string, string>;
const random = new Random(5);

async function open(hooks: HookSettings = {}): Promise<void> {
	await server?.close();
	const settings: BigCommerceSettings = {
		...DEFAULTS,
		orders: 60,
		quotaScale: 1000,
		now: () => now,
		hooks: { allowLoopback: true, ...hooks },
	};
	server = await startServer(bigCommerce(settings), settings);
	grant = server.backend.grant({ expired: false }) as Record<string, string>;
}

beforeEach(async () => {
	now = START;
	received = [];
	answer = 200;
	receiver = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const body = Buffer.concat(parts).toString('utf8');
			received.push({ headers: request.headers, body, event: JSON.parse(body) });
			response.writeHead(answer).end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	await open();
});
afterEach(async () => {
	await server.close();
	receiver.closeAllConnections();
	await new Promise((resolve) => receiver.close(resolve));
});

const destination = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook/1`;

async function call(path: string, method = 'GET', body?: object) {
	const response = await fetch(`${server.url}/stores/${grant.storeHash}/v3/hooks${path}`, {
		method,
		headers: {
			'x-auth-token': grant.accessToken,
			accept: 'application/json',
			...(body ? { 'content-type': 'application/json' } : {}),
		},
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function subscribe(wish: object = {}): Promise<number> {
	const hook = { scope: 'store/order/*', destination: destination(), ...wish };
	const { body } = await call('', 'POST', hook);
	return body.data.id;
}

async function act(name: string) {
	const truth = server.backend.world.act(random, name);
	await server.backend.settle?.();
	return truth;
}

const scopes = () => received.map(({ event }) => event.scope);

describe('events', () => {
	it.each([
		['buy', ['store/order/created']],
		['note', ['store/order/updated']],
		['pay', ['store/order/updated', 'store/order/statusUpdated']],
		['cancel', ['store/order/updated', 'store/order/statusUpdated']],
		['archive', ['store/order/archived', 'store/order/updated']],
		['refund', ['store/order/refund/created', 'store/order/updated', 'store/order/statusUpdated']],
	])('tell what happened when somebody does: %s', async (name, expected) => {
		await subscribe();
		const { orderId } = await act(name);
		expect(scopes()).toEqual(expected);
		expect(received.every(({ event }) => event.data.id === Number(orderId))).toBe(true);
	});

	it('come for a shipment by an API call, and for what becomes of the order', async () => {
		await subscribe();
		await subscribe({ scope: 'store/shipment/*' });
		const headers = { 'x-auth-token': grant.accessToken, accept: 'application/json' };
		const path = `${server.url}/stores/${grant.storeHash}/v2/orders`;
		const get = async (part: string): Promise<any> =>
			await (await fetch(path + part, { headers })).json();
		const orders = await get('?status_id=11&limit=250');
		const { id } = orders.find((order: any) => order.shipping_address_count === 1);
		const lines = await get(`/${id}/products`);
		const items = lines
			.filter(({ type }: any) => type === 'physical')
			.map((line: any) => ({ order_product_id: line.id, quantity: line.quantity }));
		const { order_address_id } = lines.find(({ type }: any) => type === 'physical');
		const response = await fetch(`${path}/${id}/shipments`, {
			method: 'POST',
			headers: { ...headers, 'content-type': 'application/json' },
			body: JSON.stringify({ order_address_id, items }),
		});
		const shipment = (await response.json()) as { id: number };
		await server.backend.settle?.();
		expect(received.map(({ event }) => [event.scope, event.data])).toEqual([
			['store/shipment/created', { type: 'shipment', id: shipment.id, orderId: id }],
			['store/order/updated', { type: 'order', id }],
			[
				'store/order/statusUpdated',
				{ type: 'order', id, status: { previous_status_id: 11, new_status_id: 2 } },
			],
		]);
	});

	it('come for what an API call changes, too', async () => {
		await subscribe({ scope: 'store/order/statusUpdated' });
		const { orderId } = server.backend.world.act(random, 'order');
		const url = `${server.url}/stores/${grant.storeHash}/v2/orders/${orderId}`;
		const headers = { 'x-auth-token': grant.accessToken, 'content-type': 'application/json' };
		await fetch(url, { method: 'PUT', headers, body: '{"status_id":11}' });
		await server.backend.settle?.();
		expect(received.map(({ event }) => event.data.status)).toEqual([
			{ previous_status_id: 7, new_status_id: 11 },
		]);
	});

	it('concern only their scope and their store', async () => {
		await subscribe({ scope: 'store/shipment/*' });
		await act('buy');
		expect(received).toEqual([]);
		await act('ship');
		expect(scopes()).toEqual(['store/shipment/created']);
	});

	it('name the store by its number, and carry the headers of the hook', async () => {
		await subscribe({ headers: { 'X-Secret': 'open sesame' } });
		await act('buy');
		const [{ headers, event }] = received;
		expect(headers['x-secret']).toBe('open sesame');
		expect(event).toMatchObject({
			producer: `stores/${STORES.first.hash}`,
			store_id: `${STORES.first.storeId}`,
			created_at: START / 1000,
		});
	});

	it('are signed with the client secret, unless told otherwise', async () => {
		await subscribe();
		await act('buy');
		const [{ headers, body }] = received;
		const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']];
		const mac = createHmac('sha256', grant.clientSecret).update(
			`${String(id)}.${String(at)}.${body}`,
		);
		expect(headers['webhook-signature']).toBe(`v1,${mac.digest('base64')}`);
		expect(at).toBe(`${START / 1000}`);
		await open({ sign: false });
		await subscribe();
		await act('buy');
		expect(received[1].headers['webhook-signature']).toBeUndefined();
	});

	it('go to what stands for a host, and never off this machine', async () => {
		await open({ hosts: { 'n8n.example': destination() } });
		await subscribe({ destination: 'https://n8n.example/webhook/abc' });
		await subscribe({ destination: 'https://elsewhere.example/webhook/abc' });
		await act('buy');
		expect(received).toHaveLength(1);
	});

	it('come twice or never when told so', async () => {
		await open({ double: 1 });
		await subscribe();
		await act('buy');
		expect(scopes()).toHaveLength(2);
		expect(received[0].event.hash).toBe(received[1].event.hash);
		await open({ drop: 1 });
		await subscribe();
		await act('buy');
		expect(received).toHaveLength(2);
	});
});

describe('deliveries that fail', () => {
	it('are tried eleven times more, then the hook is off until it is switched on', async () => {
		const id = await subscribe({ scope: 'store/order/created' });
		answer = 500;
		await act('buy');
		const waits: number[] = [];
		for (let minute = 0; minute < 49 * 60; minute++) {
			now += 60_000;
			const before = received.length;
			await server.backend.settle?.();
			if (received.length > before) waits.push((now - START) / 60_000);
		}
		expect(waits).toEqual([1, 4, 9, 19, 34, 64, 124, 244, 604, 1444, 2884]);
		expect((await call(`/${id}`)).body.data.is_active).toBe(false);
		const [listed] = (await call('/admin?is_active=false')).body.data.hooks_list;
		expect(listed).toMatchObject({ id, status: 'deactivated' });
		await act('buy');
		expect(received).toHaveLength(12);
		answer = 200;
		expect((await call(`/${id}`, 'PUT', { is_active: true })).body.data.is_active).toBe(true);
		await act('buy');
		expect(received).toHaveLength(13);
	});

	it('arrive with the same id once somebody answers', async () => {
		await subscribe({ scope: 'store/order/created' });
		answer = 404;
		await act('buy');
		answer = 200;
		now += 60_000;
		await server.backend.settle?.();
		now += DAY;
		await server.backend.settle?.();
		expect(received).toHaveLength(2);
		expect(received[1].headers['webhook-id']).toBe(received[0].headers['webhook-id']);
	});

	it('block a domain for three minutes when they are too many', async () => {
		await subscribe({ scope: 'store/order/created' });
		answer = 500;
		for (let i = 0; i < 105; i++) server.backend.world.act(random, 'buy');
		await server.backend.settle?.();
		expect(received).toHaveLength(100);
		const { blocked_domains: blocked } = (await call('/admin')).body.data;
		expect(blocked[0]).toMatchObject({ time_left: 180 });
		now += 180_000;
		expect((await call('/admin')).body.data.blocked_domains).toEqual([]);
	});

	it('do not follow redirects', async () => {
		await subscribe({ scope: 'store/order/created' });
		answer = 302;
		await act('buy');
		expect(received).toHaveLength(1);
	});
});

describe('hooks', () => {
	it('fall asleep after 90 days without an event', async () => {
		const id = await subscribe();
		now += 60 * DAY;
		await act('buy');
		now += 89 * DAY;
		expect((await call(`/${id}`)).body.data.is_active).toBe(true);
		now += DAY;
		expect((await call(`/${id}`)).body.data.is_active).toBe(false);
	});

	it('go with their account', async () => {
		await subscribe();
		server.backend.expireTokens({ revoke: true });
		await act('buy');
		expect(received).toEqual([]);
	});

	it('take http only where the test allows it', async () => {
		await open({ allowLoopback: false });
		const hook = { scope: 'store/order/*', destination: destination() };
		expect((await call('', 'POST', hook)).status).toBe(422);
	});

	it('keep the addresses that are told of trouble', async () => {
		expect((await call('/admin', 'PUT', { emails: ['ops@example.com'] })).status).toBe(204);
		expect((await call('/admin')).body.data.emails).toEqual(['ops@example.com']);
	});
});
