import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { Random } from '../../sandbox/kit/random';
import { HookDesk, HOST } from '../kit/hook-desk';
import type { PollingNode } from '../kit/poll-context';
import { Stage } from './stage';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Seen {
	id: number;
	destination: string;
	is_active: boolean;
	headers: Record<string, string>;
}

describe('bigCommerceTrigger with a webhook', () => {
	let stage: Stage;
	let now = Date.parse('2026-03-01T08:00:00Z');
	const random = new Random(11);
	const desks: HookDesk[] = [];

	const act = (name: string) => {
		now += 10 * SECOND;
		return stage.server.backend.world.act(random, name);
	};

	beforeAll(async () => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		stage = await Stage.open('bigCommerce', { orders: 200 });
	});
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += ms));
		now += DAY;
		stage.reset();
		forgetProcess('webhook');
		forgetProcess('hook');
	});
	afterEach(async () => {
		await Promise.all(desks.splice(0).map(async (desk) => await desk.close()));
		stage.server.backend.expireTokens({ revoke: true });
	});

	interface Scene {
		node: PollingNode;
		desk: HookDesk;
		grant: Record<string, string>;
		/** The webhooks that this account has at BigCommerce. */
		hooks(): Promise<Seen[]>;
		/** Waits until BigCommerce has sent what there is, and n8n has dealt with it. */
		settled(): Promise<void>;
		/** Ids of the events that calls have told since. */
		told(): unknown[];
	}

	async function open(more: object = {}, wish: { secret?: boolean } = {}): Promise<Scene> {
		const grant = stage.grant();
		const parameters = { authentication: 'accessToken', useWebhook: true, ...more };
		const secret = wish.secret === false ? {} : { clientSecret: grant.clientSecret };
		const node = stage.trigger({ grant, parameters, credential: secret });
		const setting = {
			node: new BigCommerceTrigger(),
			credentialType: new BigCommerceApi(),
			credential: { ...stage.credential(grant), ...secret } as ICredentialDataDecryptedObject,
			parameters,
		};
		const desk = await HookDesk.open(setting, node.credentials);
		desks.push(desk);
		Object.assign(stage.server.settings, { hooks: { hosts: { [HOST]: desk.url } } });
		const hooks = async () => {
			const url = `${stage.server.url}/stores/${grant.storeHash}/v3/hooks`;
			const headers = { 'x-auth-token': grant.accessToken, accept: 'application/json' };
			return ((await (await fetch(url, { headers })).json()) as { data: Seen[] }).data;
		};
		const settled = async () => {
			await wait(20);
			await stage.server.backend.settle?.();
			await vi.waitFor(() => expect(desk.pending).toBe(0));
		};
		const told = () => desk.items.splice(0).map(({ json }) => json.eventKey);
		return { node, desk, grant, hooks, settled, told };
	}

	/** As `open`, switched on. */
	async function running(more: object = {}, wish: { secret?: boolean } = {}): Promise<Scene> {
		const scene = await open(more, wish);
		await scene.desk.activate();
		await scene.node.poll();
		return scene;
	}

	/** A call as BigCommerce sends it, but for what the test changes. */
	async function call(
		{ desk, grant }: Scene,
		changes: { data?: object; secret?: string; at?: number; headers?: object; body?: string } = {},
	): Promise<Response> {
		const [hook] = [Object.values(desk.staticData)[0] as { hook?: { destination: string } }];
		const data = changes.data ?? { type: 'order', id: Number(stage.heldIds()[0]) };
		const body = JSON.stringify({
			...{ producer: `stores/${grant.storeHash}`, hash: 'x', created_at: Math.floor(now / 1000) },
			...{ store_id: '1025646', scope: 'store/order/updated', data },
		});
		const at = String(Math.floor((changes.at ?? now) / 1000));
		const id = `msg_${String(random.int(1, 1e9))}`;
		const mac = createHmac('sha256', changes.secret ?? grant.clientSecret);
		const signature = mac.update(`${id}.${at}.${body}`).digest('base64');
		return await fetch(desk.url + new URL(hook.hook?.destination ?? '').pathname, {
			method: 'POST',
			headers: {
				...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at },
				...{ 'webhook-signature': `v1,${signature}` },
				...changes.headers,
			},
			body: changes.body ?? body,
		});
	}

	it('has no webhook unless it is wanted, and none for a test in the editor', async () => {
		const plain = await open({ useWebhook: false });
		expect(await plain.desk.methods()).toBe('');
		await plain.desk.activate();
		expect(await plain.hooks()).toEqual([]);
		const wanted = await open();
		expect(await wanted.desk.methods()).toBe('POST');
		expect(await wanted.desk.methods(false)).toBe('');
		expect((await wanted.node.test()).length).toBeGreaterThan(0);
		expect(await wanted.hooks()).toEqual([]);
	});

	it('makes one when it is switched on, once', async () => {
		const { desk, hooks } = await running();
		const made = await hooks();
		expect(made).toHaveLength(1);
		expect(made[0]).toMatchObject({ scope: 'store/order/*', is_active: true });
		expect(made[0].destination).toMatch(/^https:\/\/n8n\.example\/webhook\/.+\/order$/);
		expect(Object.values(made[0].headers)[0]).toMatch(/^[\w-]{43}$/);
		await desk.activate('init');
		expect(await hooks()).toEqual(made);
		expect((await stage.stats()).violations).toEqual([]);
	});

	describe.each([
		['signed', {}, true],
		['with the secret of the webhook alone', { secret: false }, false],
	])('%s', (_label, wish, sign) => {
		it('tells at once what the poll would tell later, and neither tells it twice', async () => {
			const { node, settled, told } = await running({}, wish);
			Object.assign(stage.server.settings, {
				hooks: { ...(stage.server.settings as { hooks?: object }).hooks, sign },
			});
			const { orderId } = act('buy');
			await settled();
			expect(told()).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
			expect(await node.poll()).toEqual([]);
			act('ship');
			await settled();
			expect(told()).toEqual([]);
		});
	});

	it('tells nothing that a poll has told', async () => {
		const { node, settled, told } = await running();
		Object.assign(stage.server.settings, { hooks: { ...hookSettings(), delayMs: MINUTE } });
		const { orderId } = act('buy');
		expect((await node.poll()).map(({ json }) => json.id)).toEqual([orderId]);
		now += 2 * MINUTE;
		await settled();
		expect(told()).toEqual([]);
	});

	it('tells a state once, under the key of the poll', async () => {
		const { node, settled, told } = await running({ events: ['orderUpdated'] });
		const { orderId } = act('changeAddress');
		await settled();
		const keys = told();
		const [asRead] = await stage
			.node({ parameters: { resource: 'order', operation: 'get', orderId } })
			.run();
		expect(keys).toEqual([asRead.json.eventKey]);
		expect(await node.poll()).toEqual([]);
	});

	it('looks at the filters, and at whether the checkout is an order by now', async () => {
		const { settled, told } = await running({ filters: { channelId: 987 } });
		act('buy');
		await settled();
		expect(told()).toEqual([]);
		const all = await running();
		act('checkOut');
		await all.settled();
		expect(all.told()).toEqual([]);
	});

	it('tells without the knowledge of a poll only what the call itself proves', async () => {
		const scene = await open({ events: ['orderShipped'] });
		await scene.desk.activate();
		const { orderId } = act('ship');
		await scene.settled();
		expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderShipped`]);
		forgetProcess('webhook');
		await call(scene, { data: { type: 'order', id: Number(orderId) } });
		await scene.settled();
		expect(scene.told()).toEqual([]);
	});

	it('leaves to the poll what it could not read', async () => {
		const { node, desk, settled, told } = await running();
		stage.server.faults.set([{ kind: 'status', path: '/v2/orders/', status: 403 }]);
		const { orderId } = act('buy');
		await settled();
		expect(told()).toEqual([]);
		expect(desk.statuses).toContain(200);
		expect(desk.statuses).not.toContain(500);
		stage.server.faults.set([]);
		const polled = await node.poll();
		expect(polled.map(({ json }) => json.eventKey)).toEqual([
			`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`,
		]);
	});

	describe('refuses', () => {
		const bought = () => ({ type: 'order', id: Number(act('buy').orderId) });
		/** Nothing is sent by the sandbox itself. */
		const quiet = () => Object.assign(stage.server.settings, { hooks: {} });

		it('what is signed with another secret, too early, too late, or not at all', async () => {
			const scene = await running();
			quiet();
			const data = bought();
			const forged = [
				{ secret: 'another secret' },
				{ at: now - 301 * SECOND },
				{ at: now + 301 * SECOND },
				{ headers: { 'webhook-signature': 'v1,AAAA' } },
				{ headers: { 'webhook-id': 'msg_other' } },
				{ body: '{"data":{"type":"order","id":1}}' },
				{ headers: { 'webhook-signature': '' } },
			];
			for (const changes of forged) {
				const answer = await call(scene, { data, ...changes });
				expect([answer.status, await answer.text()]).toEqual([401, 'Unauthorized']);
			}
			expect(scene.told()).toEqual([]);
			const answer = await call(scene, { data });
			expect([answer.status, await answer.text()]).toEqual([200, '']);
			await scene.settled();
			expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${data.id}:orderCreated`]);
		});

		it('a wrong secret of the webhook, where there is nothing else', async () => {
			const scene = await running({}, { secret: false });
			quiet();
			const answer = await call(scene, {
				data: bought(),
				headers: { 'x-n8n-webhook-proof': 'a'.repeat(43) },
			});
			expect(answer.status).toBe(401);
			expect(scene.told()).toEqual([]);
		});

		it('whatever comes while no webhook is wanted', async () => {
			const scene = await running();
			quiet();
			const off = await open({ useWebhook: false });
			off.desk.staticData = scene.desk.staticData;
			expect((await call({ ...scene, desk: off.desk }, { data: bought() })).status).toBe(401);
			expect(off.told()).toEqual([]);
		});

		it('to look twice at a call that comes again, or at all at one of another store', async () => {
			const scene = await running({ events: ['orderUpdated'] }, { secret: false });
			quiet();
			const data = { type: 'order', id: Number(act('changeAddress').orderId) };
			const [{ headers }] = await scene.hooks();
			const calls = async (from: Scene, times: number) => {
				stage.server.resetStats();
				for (let count = 0; count < times; count++) {
					const again = { data, headers: { ...headers, 'webhook-id': 'msg_1' } };
					expect((await call(from, again)).status).toBe(200);
					await scene.settled();
				}
				return (await stage.stats()).requests;
			};
			const foreign = { ...scene, grant: { ...scene.grant, storeHash: 'other' } };
			expect(await calls(foreign, 1)).toBe(0);
			// The order, and once more when the second of its change is over.
			expect(await calls(scene, 3)).toBe(2);
			expect(scene.told()).toHaveLength(1);
		});
	});

	describe('a genuine call', () => {
		/** With what proves it, and nothing sent by the sandbox itself. */
		async function proven(more: object = {}) {
			const scene = await running(more, { secret: false });
			Object.assign(stage.server.settings, { hooks: {} });
			const [{ headers }] = await scene.hooks();
			return { scene, headers };
		}

		it.each([
			['is no JSON', { body: 'order=1&{' }],
			['is JSON of another shape', { body: '[null, 1, {"data": "x"}]' }],
			['is empty', { body: '' }],
			['is huge', { body: `{"data":"${'x'.repeat(8_000_000)}"}` }],
			['has an order that is a path', { data: { type: 'order', id: '1/../../v2/store' } }],
			['has no order', { data: { type: 'order' } }],
		])('that %s is answered, and asks for nothing', async (_what, changes) => {
			const { scene, headers } = await proven();
			stage.server.resetStats();
			expect((await call(scene, { ...changes, headers })).status).toBe(200);
			await scene.settled();
			expect(scene.told()).toEqual([]);
			expect((await stage.stats()).requests).toBe(0);
		});

		it('counts whatever its content type is', async () => {
			const { scene, headers } = await proven();
			const data = { type: 'order', id: Number(act('buy').orderId) };
			const answer = await call(scene, {
				data,
				headers: { ...headers, 'content-type': 'text/xml' },
			});
			expect(answer.status).toBe(200);
			await scene.settled();
			expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${data.id}:orderCreated`]);
		});

		it('of an order that is not there is answered, and the next one read', async () => {
			const { scene, headers } = await proven();
			const data = { type: 'order', id: 987_654_321 };
			expect((await call(scene, { data, headers })).status).toBe(200);
			await scene.settled();
			const next = { type: 'order', id: Number(act('buy').orderId) };
			await call(scene, { data: next, headers });
			await scene.settled();
			expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${next.id}:orderCreated`]);
		});

		it('that comes many times at once while a poll reads tells once, with the poll', async () => {
			for (let round = 0; round < 5; round++) {
				const { scene, headers } = await proven({ events: ['orderUpdated'] });
				const data = { type: 'order', id: Number(act('changeAddress').orderId) };
				const calls = Array.from({ length: 8 }, async () => await call(scene, { data, headers }));
				const [polled] = await Promise.all([scene.node.poll(), ...calls]);
				await scene.settled();
				const later = await scene.node.poll();
				const keys = [...polled, ...later].map(({ json }) => json.eventKey);
				expect([...keys, ...scene.told()]).toHaveLength(1);
			}
		});
	});

	describe('an activation that fails half way', () => {
		it('has its webhook, where only the answer to its making is lost', async () => {
			const scene = await open();
			stage.server.faults.set([{ kind: 'lost', path: '/v3/hooks', after: 1, times: 1 }]);
			await scene.desk.activate();
			expect(await scene.hooks()).toHaveLength(1);
		});

		it.each(['lost', 'reset', 'truncated', 'html', 'empty'] as const)(
			'leaves no webhook behind, where the answer to its making is lost: %s',
			async (kind) => {
				const scene = await open();
				const lost = { kind, path: '/v3/hooks', after: 1, times: 1 };
				stage.server.faults.set([lost]);
				const failure = await scene.desk.activate().catch((error: Error) => error);
				stage.server.faults.set([]);
				if (failure === undefined) expect(await scene.hooks()).toHaveLength(1);
				// As n8n does then.
				await scene.desk.deactivate();
				expect(await scene.hooks()).toEqual([]);
				await scene.desk.activate();
				expect(await scene.hooks()).toHaveLength(1);
				await scene.desk.deactivate();
				expect(await scene.hooks()).toEqual([]);
			},
		);
	});

	it('believes their clock, not ours', async () => {
		const scene = await open();
		Object.assign(stage.server.settings, { now: () => now + 10 * MINUTE });
		await scene.desk.activate();
		await scene.node.poll();
		const { orderId } = act('buy');
		await scene.settled();
		expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
	});

	it('is switched on again within an hour after BigCommerce has switched it off', async () => {
		const { node, desk, hooks, settled, told } = await running();
		Object.assign(stage.server.settings, { hooks: { hosts: { [HOST]: 'http://127.0.0.1:9' } } });
		act('note');
		for (let tries = 0; tries < 12; tries++) {
			await wait(20);
			await stage.server.backend.settle?.();
			now += DAY;
		}
		expect((await hooks())[0].is_active).toBe(false);
		await node.poll();
		expect((await hooks())[0].is_active).toBe(true);
		Object.assign(stage.server.settings, { hooks: { hosts: { [HOST]: desk.url } } });
		const { orderId } = act('buy');
		await settled();
		expect(told()).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
		stage.server.resetStats();
		await node.poll();
		expect((await stage.stats()).requests).toBe(1);
	});

	it('is switched on when the workflow is, and made anew when somebody has deleted it', async () => {
		const scene = await running();
		const [{ id }] = await scene.hooks();
		await change(scene, 'PUT', id, { is_active: false });
		await scene.desk.activate();
		expect(await scene.hooks()).toMatchObject([{ id, is_active: true }]);
		await change(scene, 'DELETE', id);
		now += HOUR;
		await scene.node.poll();
		expect(await scene.hooks()).toMatchObject([{ is_active: true }]);
		const { orderId } = act('buy');
		await scene.settled();
		expect(scene.told()).toEqual([`bigcommerce:x7k2p9q4ab:${orderId}:orderCreated`]);
	});

	it('moves with n8n, and leaves nothing behind', async () => {
		const { desk, hooks } = await running();
		desk.host = 'moved.example';
		forgetProcess('hook');
		await desk.activate('init');
		const destinations = (await hooks()).map(({ destination }) => new URL(destination).host);
		expect(destinations).toEqual(['moved.example']);
	});

	it('moves with n8n also when somebody has deleted the old one', async () => {
		const scene = await running();
		await change(scene, 'DELETE', (await scene.hooks())[0].id);
		scene.desk.host = 'moved.example';
		forgetProcess('hook');
		await scene.desk.activate();
		expect((await scene.hooks()).map(({ destination }) => new URL(destination).host)).toEqual([
			'moved.example',
		]);
	});

	it('gets its own secret back when somebody has changed it', async () => {
		const scene = await running();
		const [{ id, headers }] = await scene.hooks();
		const other = Object.fromEntries(Object.keys(headers).map((name) => [name, 'another']));
		await change(scene, 'PUT', id, { headers: other });
		now += HOUR;
		await scene.node.poll();
		expect(await scene.hooks()).toMatchObject([{ id, headers }]);
	});

	it('goes with the first poll after the user has turned it off', async () => {
		const { grant, hooks } = await running();
		const parameters = { authentication: 'accessToken', useWebhook: false };
		await stage.trigger({ grant, parameters }).poll();
		expect(await hooks()).toEqual([]);
	});

	it('goes with the workflow, and leaves those of others alone', async () => {
		const scene = await running();
		const body = { scope: 'store/order/*', destination: 'https://elsewhere.example/hook' };
		await change(scene, 'POST', undefined, body);
		await scene.desk.deactivate();
		expect(await scene.hooks()).toMatchObject([{ destination: body.destination }]);
		expect(JSON.stringify(scene.desk.staticData)).not.toContain('secret');
	});

	it('lets n8n start, and polls, when BigCommerce refuses it', async () => {
		const scene = await open();
		stage.server.faults.set([{ kind: 'status', path: '/v3/hooks', status: 403 }]);
		await expect(scene.desk.activate('activate')).rejects.toMatchObject({ httpCode: '403' });
		await scene.desk.activate('init');
		expect(await scene.node.poll()).toEqual([]);
		stage.server.faults.set([]);
		now += 2 * HOUR;
		await scene.node.poll();
		expect(await scene.hooks()).toHaveLength(1);
	});

	it('can be switched off when the access has ended', async () => {
		const scene = await running();
		stage.server.backend.expireTokens({ revoke: true });
		await scene.desk.deactivate();
		expect(JSON.stringify(scene.desk.staticData)).not.toContain('secret');
	});

	function hookSettings(): object {
		return (stage.server.settings as { hooks?: object }).hooks ?? {};
	}

	async function change(
		{ grant }: Scene,
		method: string,
		id: number | undefined,
		body?: object,
	): Promise<void> {
		const path = `/stores/${grant.storeHash}/v3/hooks${id === undefined ? '' : `/${id}`}`;
		const answer = await fetch(stage.server.url + path, {
			method,
			headers: {
				...{ 'x-auth-token': grant.accessToken, accept: 'application/json' },
				...(body ? { 'content-type': 'application/json' } : {}),
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		expect(answer.status).toBe(200);
	}
});
