import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';

import { startMarketplace } from '../sandbox';
import { Random } from '../sandbox/kit/random';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { credentialOf, credentialReference } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import type { N8nInstallation } from '../scripts/n8n/install';
import { N8n } from '../scripts/n8n/n8n';
import { workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { describeAtOnce } from './at-once';

const NAME = 'BigCommerce Trigger';
const WORKFLOW = 'hook-bigCommerce';

/** When the polls come, so that a test can keep clear of them: whatever looks first tells an order. */
const EVERY_MINUTE = '0 * * * * *';
const MINUTE = 60_000;
/** Behind the poll of this minute, and long before the next. */
const CLEAR = { from: 12_000, to: 30_000 };
/** A webhook that needs longer than this may come behind the next poll. */
const AT_ONCE_MS = 25_000;

function trigger(useWebhook: boolean): NodeSketch {
	return {
		name: NAME,
		type: 'n8n-nodes-marketplaces.bigCommerceTrigger',
		webhookId: 'bigcommerce-hook',
		parameters: {
			...{ authentication: 'accessToken', events: ['orderCreated'], useWebhook },
			pollTimes: { item: [{ mode: 'custom', cronExpression: EVERY_MINUTE }] },
		},
		credentials: credentialReference('bigCommerce'),
	};
}

interface Hook {
	id: number;
	destination: string;
	is_active: boolean;
}

/** A store, and an n8n that it can call. */
class Scene {
	private readonly random = new Random(5);

	private constructor(
		readonly n8n: N8n,
		readonly server: MarketplaceServer,
		readonly grant: Record<string, string>,
	) {}

	static async open(installation: N8nInstallation, tarball: string): Promise<Scene> {
		const settings = { orders: 60, hooks: { allowLoopback: true } };
		const server = await startMarketplace('bigCommerce', settings);
		const grant = server.backend.grant({ expired: false }) as Record<string, string>;
		const credential = credentialOf('bigCommerce', server.url, grant);
		const data = { ...credential.data, clientSecret: grant.clientSecret };
		const n8n = N8n.create(installation);
		await n8n.installPackage(tarball);
		await n8n.importCredentials([{ ...credential, data }]);
		await n8n.importWorkflows([
			workflowOf(WORKFLOW, [trigger(true)]),
			workflowOf('plain', [trigger(false)]),
		]);
		await n8n.start();
		return new Scene(n8n, server, grant);
	}

	async close(): Promise<void> {
		await this.n8n.dispose();
		await this.server.close();
	}

	/** Publishes the workflow, unless a test before has done so. */
	async listen(): Promise<void> {
		if ((await this.hooks()).length === 0) await this.n8n.publish(WORKFLOW);
	}

	/** Somebody buys; n8n is called at once. */
	buy(): string {
		return this.server.backend.world.act(this.random, 'buy').orderId;
	}

	async hooks(): Promise<Hook[]> {
		return ((await this.ask('GET', '')) as { data: Hook[] }).data;
	}

	/** How likely a call of the store is lost. */
	drop(drop: number): void {
		Object.assign(this.server.settings, { hooks: { allowLoopback: true, drop } });
	}

	async switchOff(id: number): Promise<void> {
		await this.ask('PUT', `/${id}`, { is_active: false });
	}

	/** A call with a signature that is right, unless the secret is another. */
	async call(orderId: string, clientSecret = this.grant.clientSecret): Promise<number> {
		const [{ destination }] = await this.hooks();
		const at = String(Math.floor(Date.now() / 1000));
		const body = JSON.stringify({
			...{ producer: `stores/${this.grant.storeHash}`, scope: 'store/order/created' },
			...{ created_at: Number(at), data: { type: 'order', id: Number(orderId) } },
		});
		const mac = createHmac('sha256', clientSecret).update(`msg_1.${at}.${body}`);
		const headers = {
			...{ 'content-type': 'application/json', 'webhook-id': 'msg_1', 'webhook-timestamp': at },
			'webhook-signature': `v1,${mac.digest('base64')}`,
		};
		return (await fetch(destination, { method: 'POST', headers, body })).status;
	}

	/** Executions that tell of this order, once there is one. */
	async tellings(orderId: string, timeoutMs: number): Promise<Execution[]> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const all = await this.n8n.executions(WORKFLOW, 0);
			const told = all.filter((one) => itemsOf(one, NAME).some(({ id }) => id === orderId));
			if (told.length > 0 || Date.now() > deadline) return told;
			await wait(100);
		}
	}

	/** Waits for a moment at which no poll comes for half a minute. */
	async clearOfPolls(): Promise<void> {
		const past = Date.now() % MINUTE;
		if (past >= CLEAR.from && past <= CLEAR.to) return;
		await wait(past < CLEAR.from ? CLEAR.from - past : MINUTE - past + CLEAR.from);
	}

	/** Waits for the next poll to come and go. */
	async polled(): Promise<void> {
		const before = this.server.stats().requests;
		const deadline = Date.now() + 120_000;
		while (this.server.stats().requests === before) {
			if (Date.now() > deadline) throw new Error('There was no poll');
			await wait(200);
		}
		await wait(2000);
	}

	private async ask(method: string, path: string, body?: object): Promise<unknown> {
		const { storeHash, accessToken } = this.grant;
		const before = this.server.stats().requests;
		const answer = await fetch(`${this.server.url}/stores/${storeHash}/v3/hooks${path}`, {
			method,
			headers: {
				...{ 'x-auth-token': accessToken, accept: 'application/json' },
				...(body ? { 'content-type': 'application/json' } : {}),
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		expect([answer.status, before]).toEqual([200, before]);
		return await answer.json();
	}
}

describeAtOnce(inject('installations'), 'BigCommerce webhooks in n8n $version', (installation) => {
	let scene: Scene;

	beforeAll(async () => {
		scene = await Scene.open(installation, inject('tarball'));
	});
	afterAll(async () => await scene?.close());

	it('polls for a test, whether a webhook is wanted or not', async () => {
		for (const workflow of [WORKFLOW, 'plain']) {
			const execution = await scene.n8n.execute(workflow);
			expect(execution.error).toBeUndefined();
			expect(itemsOf(execution, NAME).length).toBeGreaterThan(0);
		}
		expect(await scene.hooks()).toEqual([]);
	});

	it('has none where none is wanted', async () => {
		await scene.n8n.publish('plain');
		expect(await scene.hooks()).toEqual([]);
		const path = '/webhook/bigcommerce-hook/order';
		const answer = await fetch(scene.n8n.url + path, { method: 'POST', body: '{}' });
		expect(answer.status).toBe(404);
		await scene.n8n.unpublish('plain');
	});

	it('starts the workflow at once for a new order, and the poll behind it does not', async () => {
		await scene.listen();
		await scene.clearOfPolls();
		const [hook, ...more] = await scene.hooks();
		expect(more).toEqual([]);
		expect(hook).toMatchObject({ is_active: true });
		expect(hook.destination).toMatch(/\/webhook\/bigcommerce-hook\/order$/);
		const orderId = scene.buy();
		const [first] = await scene.tellings(orderId, AT_ONCE_MS);
		expect(first?.mode).toBe('webhook');
		const [item] = itemsOf(first, NAME);
		expect(item.eventKey).toBe(`bigcommerce:${scene.grant.storeHash}:${orderId}:orderCreated`);
		await scene.polled();
		expect(await scene.tellings(orderId, 0)).toHaveLength(1);
	});

	it('refuses a forged call, and looks at none twice', async () => {
		await scene.listen();
		scene.drop(1);
		await scene.clearOfPolls();
		const orderId = scene.buy();
		expect(await scene.call(orderId, 'another secret')).toBe(401);
		await wait(1000);
		expect(await scene.tellings(orderId, 0)).toEqual([]);
		for (let times = 0; times < 3; times++) expect(await scene.call(orderId)).toBe(200);
		const [first] = await scene.tellings(orderId, AT_ONCE_MS);
		expect(first?.mode).toBe('webhook');
		await wait(1000);
		expect(await scene.tellings(orderId, 0)).toHaveLength(1);
	});

	it('tells by the poll what no call told', async () => {
		await scene.listen();
		scene.drop(1);
		const orderId = scene.buy();
		const [first] = await scene.tellings(orderId, 120_000);
		expect(first?.mode).toBe('trigger');
		scene.drop(0);
	});

	it('is switched on again when n8n starts', async () => {
		await scene.listen();
		const [{ id }] = await scene.hooks();
		await scene.switchOff(id);
		expect(await scene.hooks()).toMatchObject([{ is_active: false }]);
		await scene.n8n.stop();
		await scene.n8n.start();
		const deadline = Date.now() + 60_000;
		while (!(await scene.hooks()).some((hook) => hook.is_active) && Date.now() < deadline) {
			await wait(200);
		}
		expect((await scene.hooks()).filter((hook) => hook.is_active)).toHaveLength(1);
	});

	it('goes when the workflow is unpublished', async () => {
		await scene.listen();
		await scene.n8n.unpublish(WORKFLOW);
		// This n8n has had another port before its restart, which BigCommerce has switched off.
		const active = async () => (await scene.hooks()).filter((hook) => hook.is_active);
		const deadline = Date.now() + 60_000;
		while ((await active()).length > 0 && Date.now() < deadline) await wait(200);
		expect(await active()).toEqual([]);
	});
});
