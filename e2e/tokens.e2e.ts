import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import type { MarketplaceName } from '../sandbox';
import { openLab, RENEWABLE, type Lab } from '../scripts/lab';
import { CONNECTIONS, nodeOf } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { EVERY_SECOND, MANUAL, repeat, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';

const SIZES = { allegro: 40, amazon: 40, assistTencho: 5, bigCommerce: 5, naver: 40, kaufland: 40 };
const MANY = 20;

/** A call that is allowed often enough; the order's id is filled in. */
const PATHS: Partial<Record<MarketplaceName, string>> = {
	allegro: '/me',
	amazon: '/orders/2026-01-01/orders/{id}',
	naver: '/v1/seller/account',
};

function cheap(name: MarketplaceName, { servers }: Lab): NodeSketch {
	const [{ id }] = servers[name].backend.held();
	const path = PATHS[name]?.replace('{id}', id);
	return nodeOf(name, { resource: 'apiRequest', operation: 'request', path });
}

/** Of Allegro and Amazon, and of Naver. */
const TOKEN_PATH = /^\S+ \/(auth|external\/v1\/oauth2)\//;

function webhook(path: string): NodeSketch {
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, httpMethod: 'POST', responseMode: 'lastNode' },
	};
}

describe.each(inject('installations'))('tokens in n8n $version', (installation) => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, expired: true });
		// What the marketplaces allow a second is another test's matter, and how often the schedule runs before
		// it is taken back depends on the machine.
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		await lab.n8n.importWorkflows(
			RENEWABLE.flatMap((name) => [
				workflowOf(`every-${name}`, [EVERY_SECOND], [cheap(name, lab)]),
				workflowOf(`items-${name}`, [MANUAL], [repeat(MANY)], [cheap(name, lab)]),
				workflowOf(`calls-${name}`, [webhook(`calls-${name}`)], [cheap(name, lab)]),
			]),
		);
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	async function storedToken(name: MarketplaceName): Promise<string | undefined> {
		const stored = await lab.n8n.exportCredentials();
		const credential = stored.find(({ id }) => id === `sandbox-${name}`);
		return credential && CONNECTIONS[name].token(credential.data);
	}

	/** As after a night without a run: the token is stored, and the marketplace no longer takes it. */
	function expire(name: MarketplaceName): void {
		lab.servers[name].backend.expireTokens({ revoke: false });
		lab.servers[name].resetStats();
	}

	describe.each(RENEWABLE)('%s', (name) => {
		it('renews an expired token in a scheduled run and stores the new one', async () => {
			const imported = lab.credentials.find(({ id }) => id === `sandbox-${name}`);
			const old = CONNECTIONS[name].token(imported?.data ?? {});
			expect(old).toBeTruthy();

			await lab.n8n.publish(`every-${name}`);
			const [execution] = await lab.n8n.executions(`every-${name}`);
			await lab.n8n.unpublish(`every-${name}`);

			expect(execution.mode).toBe('trigger');
			expect(execution.error).toBeUndefined();
			expect(lab.servers[name].stats().tokenCalls).toBe(1);
			const renewed = await storedToken(name);
			expect(renewed).toBeTruthy();
			expect(renewed).not.toBe(old);
		});

		it(`asks for one token for ${MANY} items`, async () => {
			expire(name);
			const execution = await lab.n8n.execute(`items-${name}`);
			expect(itemsOf(execution, CONNECTIONS[name].title)).toHaveLength(MANY);
			expect(lab.servers[name].stats().tokenCalls).toBe(1);
		});

		it(`asks for one token for ${MANY} executions at once`, async () => {
			await lab.n8n.publish(`calls-${name}`);
			expire(name);
			const url = `${lab.n8n.url}/webhook/calls-${name}`;
			const answers = await Promise.all(
				Array.from({ length: MANY }, async () => await fetch(url, { method: 'POST' })),
			);
			expect(answers.map(({ status }) => status)).toEqual(Array(MANY).fill(200));
			const { tokenCalls, violations } = lab.servers[name].stats();
			expect(tokenCalls).toBe(1);
			// That the token has run out is learned from refusals; the token endpoint has nothing to refuse.
			expect(violations.filter((violation) => TOKEN_PATH.test(violation))).toEqual([]);
		});
	});
});
