import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { receive } from '../../../nodes/BigCommerce/trigger/webhook-call';
import { hookExists } from '../../../nodes/BigCommerce/trigger/webhooks';
import { orders } from '../../../nodes/BigCommerce/orders/list';
import { matches, triggerEvents } from '../../../nodes/BigCommerce/trigger/options';
import { BigCommerceDesk } from '../../kit/bigcommerce-desk';
import { FakeClock } from '../../kit/fake-clock';

const PROOF = 'x-n8n-webhook-proof';
const SECRET = 's'.repeat(43);
const PRODUCER = 'stores/abc123';
const MODIFIED = 'Fri, 20 Nov 2026 09:00:00 +0000';

let time: FakeClock;
let desk: BigCommerceDesk;
/** The order at BigCommerce, whatever its number. */
let order: Record<string, unknown>;
let nth = 0;

beforeEach(() => {
	time = new FakeClock();
	desk = new BigCommerceDesk();
	forgetProcess('hook');
	forgetProcess('webhook');
	forgetProcess('quota');
	desk.kept = {
		hook: { id: '7', destination: 'https://n8n.example/webhook/w1/order', secret: SECRET },
	};
	order = {
		...{ status_id: 11, date_created: MODIFIED, date_modified: MODIFIED, channel_id: 1 },
		...{ items_total: 0, fees: [], consignments: { shipping: [] } },
	};
	desk.instead = ({ path }) => {
		const id = /^\/v2\/orders\/(\d+)$/.exec(path)?.[1];
		return id === undefined ? undefined : { body: { id: Number(id), ...order } };
	};
	desk.date = new Date(time.now).toUTCString();
});

/** Deals with a call that is proven by the webhook's own secret; gives the keys of what it started. */
async function call(body: unknown, headers: object = {}, event?: string) {
	if (event !== undefined) desk.parameters.events = [event];
	const id = `msg_${++nth}`;
	const { context, answered } = desk.call(body, {
		...{ [PROOF]: SECRET, 'webhook-id': id },
		...headers,
	});
	const given = await time.run(
		receive(context, { source: orders, matches, events: triggerEvents }),
	);
	expect(given.noWebhookResponse).toBe(true);
	return { answered, keys: (given.workflowData?.[0] ?? []).map(({ json }) => json.eventKey) };
}

const of = (data: object, scope = 'store/order/created') => ({ producer: PRODUCER, scope, data });
const CREATED = of({ type: 'order', id: 118 });
const KEY = 'bigcommerce:abc123:118:orderCreated';

describe('a call is answered', () => {
	it('shortly, and tells the order of which it speaks', async () => {
		const { answered, keys } = await call(CREATED);
		expect(answered).toEqual([200, 'text/plain; charset=utf-8', '']);
		expect(keys).toEqual([KEY]);
		expect(desk.asked).toEqual([
			{
				...{ method: 'GET', path: '/v2/orders/118', body: undefined },
				query: {
					...{ include: 'consignments.line_items,fees', consignment_structure: 'object' },
				},
			},
		]);
	});

	it.each<[string, () => object]>([
		['another secret', () => ({ [PROOF]: 'x'.repeat(43) })],
		['no secret', () => ({ [PROOF]: undefined })],
		['a list of secrets', () => ({ [PROOF]: [SECRET] })],
	])('with a refusal where it has %s', async (_what, headers) => {
		const { answered, keys } = await call(CREATED, headers());
		expect(answered).toEqual([401, 'text/plain; charset=utf-8', 'Unauthorized']);
		expect([keys, desk.lines]).toEqual([[], []]);
		expect(desk.warnings).toEqual([
			'Trigger: a webhook call that is not from BigCommerce was refused',
		]);
	});

	it.each([false, undefined, 'true'])(
		'with a refusal where no webhook is wanted: %o',
		async (use) => {
			desk.parameters.useWebhook = use;
			expect((await call(CREATED)).answered[0]).toBe(401);
			expect(desk.lines).toEqual([]);
		},
	);

	it('with a refusal where nothing is known of a webhook', async () => {
		desk.kept = {};
		expect((await call(CREATED)).answered[0]).toBe(401);
		desk.kept = { hook: { secret: '' } };
		expect((await call(CREATED, { [PROOF]: '' })).answered[0]).toBe(401);
	});

	it('by what the process knows where n8n has not kept it yet', async () => {
		await time.run(hookExists(desk.context()));
		desk.kept = {};
		expect((await call(CREATED)).answered[0]).toBe(200);
	});

	it('by its signature where the credential holds a client secret', async () => {
		desk.credential.clientSecret = 'client-secret';
		const body = JSON.stringify(CREATED);
		const sign = (at: number, secret = 'client-secret') => {
			const stamp = String(Math.floor(at / 1000));
			const mac = createHmac('sha256', secret).update(`msg_x.${stamp}.${body}`).digest('base64');
			return {
				...{ 'webhook-id': 'msg_x', 'webhook-timestamp': stamp },
				...{ 'webhook-signature': `v1,${mac}` },
			};
		};
		const ten = 10 * 60_000;
		expect((await call(body, sign(time.now, 'other'))).answered[0]).toBe(401);
		expect((await call(body, sign(time.now + ten))).answered[0]).toBe(401);
		expect((await call(body, sign(time.now))).keys).toEqual([KEY]);
		// Their clock is what counts, once it is known.
		desk.date = new Date(time.now + ten).toUTCString();
		const { instead } = desk;
		desk.instead = (asked) =>
			asked.path === '/v3/hooks' ? { body: { data: [] } } : instead(asked);
		await time.run(hookExists(desk.context()));
		expect((await call(body, sign(time.now + ten))).answered[0]).toBe(200);
		expect((await call(body, sign(time.now))).answered[0]).toBe(401);
	});
});

describe('a call asks for nothing', () => {
	it.each<[string, unknown]>([
		['of another store', { ...CREATED, producer: 'stores/other1' }],
		['of no store', { ...CREATED, producer: undefined }],
		['of a store with a longer name', { ...CREATED, producer: `${PRODUCER}4` }],
		['without data', { producer: PRODUCER, scope: 'store/order/created' }],
		['without an order', of({ type: 'order' })],
		['with a path for an order', of({ type: 'order', id: '../118' })],
		['with a negative order', of({ type: 'order', id: -1 })],
		['with an order of 19 digits', of({ type: 'order', id: '1'.repeat(19) })],
		['about a shipment, whose number is no order', of({ type: 'shipment', id: 12, orderId: 251 })],
		['about a customer', of({ type: 'customer', id: 118 })],
		['that is no JSON', '{"producer":'],
		['that is a list', [CREATED]],
		['that is empty', ''],
		['that has no body', undefined],
	])('%s', async (_what, body) => {
		const { answered, keys } = await call(body);
		expect([answered[0], keys, desk.lines]).toEqual([200, [], []]);
	});

	it('that comes again, with its number or, without one, with the same bytes', async () => {
		desk.parameters.events = ['orderUpdated'];
		await call(CREATED, { 'webhook-id': 'msg_1' });
		const count = desk.lines.length;
		await call(of({ type: 'order', id: 119 }), { 'webhook-id': 'msg_1' });
		expect(desk.lines).toHaveLength(count);
		await call(CREATED, { 'webhook-id': undefined });
		expect(desk.lines).toHaveLength(count + 1);
		await call(CREATED, { 'webhook-id': undefined });
		expect(desk.lines).toHaveLength(count + 1);
		await call(of({ type: 'order', id: 119 }), { 'webhook-id': undefined });
		expect(desk.lines).toHaveLength(count + 2);
	});

	it('as long as it is not known to be genuine, however often it comes', async () => {
		await call(CREATED, { 'webhook-id': 'msg_2', [PROOF]: 'x' });
		// What was refused is not taken for the first of two.
		expect((await call(CREATED, { 'webhook-id': 'msg_2' })).keys).toEqual([KEY]);
	});
});

describe('a call tells, without the knowledge of a poll,', () => {
	const status = (before: number | null, after: number) =>
		of(
			{ type: 'order', id: 118, status: { previous_status_id: before, new_status_id: after } },
			'store/order/statusUpdated',
		);

	it.each([
		['store/order/created', true],
		['store/channel/1044/order/created', true],
		['store/order/updated', false],
		['store/order/created/more', false],
		[undefined, false],
	])('that an order is new, by its kind %s: %s', async (scope, isTold) => {
		const { keys } = await call({ ...CREATED, scope });
		expect(keys).toEqual(isTold ? [KEY] : []);
	});

	it('that a checkout has become an order, whenever it began', async () => {
		order.date_created = 'Sun, 01 Nov 2026 09:00:00 +0000';
		expect((await call(status(0, 11))).keys).toEqual([KEY]);
		expect((await call(status(1, 11))).keys).toEqual([]);
	});

	it.each<[number, number, string, boolean]>([
		[11, 2, 'orderShipped', true],
		[2, 2, 'orderShipped', false],
		[11, 3, 'orderPartiallyShipped', true],
		[7, 11, 'orderAwaitingFulfillment', true],
		[9, 11, 'orderAwaitingFulfillment', false],
		[2, 10, 'orderCompleted', true],
		[11, 5, 'orderCancelled', true],
		[5, 6, 'orderCancelled', false],
		[11, 13, 'orderDisputed', true],
		[10, 4, 'orderRefunded', true],
		[10, 14, 'orderPartiallyRefunded', true],
		[10, 4, 'orderPaid', true],
		[14, 4, 'orderPaid', false],
	])('of the status %i that became %i: %s %s', async (before, after, event, isTold) => {
		Object.assign(order, { status_id: after, date_shipped: MODIFIED });
		const { keys } = await call(status(before, after), {}, event);
		expect(keys).toEqual(isTold ? [`bigcommerce:abc123:118:${event}`] : []);
	});

	it('nothing of a status that has no former one', async () => {
		order.status_id = 2;
		expect((await call(status(null, 2), {}, 'orderShipped')).keys).toEqual([]);
	});

	it('that an order has changed, once its second is over', async () => {
		order.date_modified = new Date(time.now - 1000).toUTCString().replace('GMT', '+0000');
		const { keys } = await call(CREATED, {}, 'orderUpdated');
		expect(keys).toEqual(['bigcommerce:abc123:118:2026-11-21T08:59:59+00:00']);
		expect(desk.lines).toEqual(['GET /v2/orders/118', 'GET /v2/orders/118']);
		expect(time.sleeps).toEqual([2000]);
	});

	it.each([
		['has changed some time ago', 'orderUpdated', 2],
		['claims to change in the future', 'orderUpdated', -2],
		['is new, whose time does not matter', 'orderCreated', 0],
	])('at once of an order that %s', async (_what, event, seconds) => {
		order.date_modified = new Date(time.now - seconds * 1000).toUTCString().replace('GMT', '+0000');
		expect((await call(CREATED, {}, event)).keys).toHaveLength(1);
		expect([desk.lines, time.sleeps]).toEqual([['GET /v2/orders/118'], []]);
	});

	it('of a transaction, which names its order as text', async () => {
		const data = { type: 'transaction', order_id: '118', transaction_id: 5, id: 9 };
		await call(of(data, 'store/order/transaction/created'), {}, 'orderPaid');
		expect(desk.lines).toEqual(['GET /v2/orders/118']);
	});

	it('of an order with 18 digits', async () => {
		await call(of({ type: 'order', id: '1'.repeat(18) }));
		expect(desk.lines).toEqual([`GET /v2/orders/${'1'.repeat(18)}`]);
	});

	it('nothing of a checkout that is not finished, unless the user wants that', async () => {
		order.status_id = 0;
		expect((await call(CREATED)).keys).toEqual([]);
		desk.parameters.filters = { includeIncomplete: true };
		expect((await call(CREATED)).keys).toEqual([KEY]);
	});

	it('nothing of another channel', async () => {
		desk.parameters.filters = { channelId: 2 };
		expect((await call(CREATED)).keys).toEqual([]);
		desk.parameters.filters = { channelId: '1' };
		expect((await call(CREATED)).keys).toEqual([KEY]);
	});

	it('the lines that BigCommerce has left out of the order', async () => {
		order.items_total = 2;
		const { instead } = desk;
		desk.instead = (asked) =>
			asked.path.endsWith('/products')
				? { body: [{ id: 1, quantity: 2, name: 'Cup' }] }
				: instead(asked);
		const { context } = desk.call(CREATED, { [PROOF]: SECRET });
		const given = await time.run(
			receive(context, { source: orders, matches, events: triggerEvents }),
		);
		expect(given.workflowData?.[0][0].json).toMatchObject({ lines: [{ title: 'Cup' }] });
	});
});

describe('calls whose orders cannot be read', () => {
	it('make no later one deaf, however many there are', async () => {
		const { instead } = desk;
		desk.instead = () => ({ status: 403, body: {} });
		for (let i = 0; i < 12; i++) expect((await call(CREATED)).keys).toEqual([]);
		expect(desk.warnings).toHaveLength(12);
		desk.instead = instead;
		expect((await call(CREATED)).keys).toEqual([KEY]);
	});

	it('are five at a time: more are left to the poll', async () => {
		let open = (): void => undefined;
		const gate = new Promise<void>((resolve) => (open = resolve));
		const asked: unknown[] = [];
		const calls = Array.from({ length: 7 }, async (_unused, i) => {
			const { context } = desk.call(of({ type: 'order', id: i + 1 }), {
				...{ [PROOF]: SECRET, 'webhook-id': `msg_many_${i}` },
			});
			Object.assign(context, {
				helpers: {
					httpRequestWithAuthentication: async () => {
						asked.push(i);
						await gate;
						return { statusCode: 403, headers: {}, body: Buffer.from('{}') };
					},
				},
			});
			return await receive(context, { source: orders, matches, events: triggerEvents });
		});
		await time.advance(0);
		await time.advance(0);
		open();
		await time.run(Promise.all(calls));
		expect(asked).toHaveLength(5);
		expect((await call(CREATED)).keys).toEqual([KEY]);
	});
});
