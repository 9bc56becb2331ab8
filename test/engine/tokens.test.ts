import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';
import { secretsOf } from './canaries';

const RENEWABLE = ['allegro', 'amazon', 'naver'] as const;

let stage: Stage;
afterEach(async () => await stage.server.close());

async function open(name: (typeof MARKETPLACES)[number], orders = 20): Promise<void> {
	// No faster: a refusal to renew is remembered for half a minute.
	fastClock(10);
	stage = await Stage.open(name, { orders });
	stage.reset();
}

describe.each(RENEWABLE)('%s', (name) => {
	beforeEach(async () => await open(name));

	/** A credential that was used, and whose token has ended since. */
	async function expired(revoke = false) {
		const node = stage.node();
		await node.run();
		stage.server.backend.expireTokens({ revoke });
		await stage.stats();
		stage.server.resetStats();
		forgetProcess('token');
		return node;
	}

	it('renews an ended token once, and stores the new one', async () => {
		const node = await expired();
		const before = secretsOf(node.stored());
		const updates = node.credentials.updates;
		expect(stage.ids(await node.run()).toSorted()).toEqual(stage.heldIds().toSorted());
		const { tokenCalls, statuses } = await stage.stats();
		expect(tokenCalls).toBe(1);
		expect(statuses[200]).toBeGreaterThan(1);
		expect(node.credentials.updates - updates).toBe(1);
		expect(secretsOf(node.stored())).not.toEqual(before);
	});

	it('renews once for twenty items', async () => {
		const { credentials } = await expired();
		const output = await stage.node({ store: credentials, items: Array(20).fill({}) }).run();
		expect(output).toHaveLength(20 * stage.heldIds().length);
		expect((await stage.stats()).tokenCalls).toBe(1);
	});

	it('renews once for twenty executions at the same time', async () => {
		const { credentials } = await expired();
		const nodes = Array.from({ length: 20 }, () => stage.node({ store: credentials }));
		const outputs = await Promise.all(nodes.map(async (node) => await node.run()));
		for (const output of outputs) expect(output).toHaveLength(stage.heldIds().length);
		expect((await stage.stats()).tokenCalls).toBe(1);
	});

	it.skipIf(name === 'naver')('asks once when the access was revoked, not for each', async () => {
		const { credentials } = await expired(true);
		const items = Array(10).fill({});
		const setting = { store: credentials, items, continueOnFail: true };
		const nodes = Array.from({ length: 5 }, () => stage.node(setting));
		const outputs = await Promise.all(nodes.map(async (node) => await node.run()));
		for (const { json } of outputs.flat()) expect(json).toMatchObject({ httpCode: '401' });
		expect(outputs.flat()).toHaveLength(50);
		const { requests, tokenCalls } = await stage.stats();
		expect(tokenCalls).toBe(1);
		expect(requests).toBeLessThanOrEqual(50);
	});

	it('breaks no rule of the token endpoint', async () => {
		const node = await expired();
		await node.run();
		const { violations } = await stage.stats();
		expect(violations.filter((violation) => /token call|auth/.test(violation))).toEqual([]);
	});

	it.each(['400', '403', '404'])('does not renew at status %s', async (status) => {
		const node = stage.node();
		await node.run();
		stage.server.resetStats();
		stage.server.faults.set([{ kind: 'status', status: Number(status), path: LIST_PATH[name] }]);
		expect(await failureOf(node.run())).toMatchObject({ httpCode: status });
		expect(await stage.stats()).toMatchObject({ requests: 1, tokenCalls: 0 });
	});
});

/** Another seller's consent, as each marketplace hands it out. */
const SECOND: Record<(typeof MARKETPLACES)[number], (stage: Stage) => Record<string, string>> = {
	allegro: (of) => of.grant({ account: 'second' }),
	amazon: (of) => ({ ...of.grant(), ...second(of) }),
	assistTencho: second,
	bigCommerce: (of) => of.grant({ account: 'second' }),
	kaufland: (of) => ({ ...of.grant(), ...second(of) }),
	naver: (of) => ({ ...of.grant(), ...second(of) }),
};

function second(of: Stage): Record<string, string> {
	return of.grant().second as unknown as Record<string, string>;
}

describe.each(MARKETPLACES)('%s with two sellers in one process', (name) => {
	beforeEach(async () => await open(name, 60));

	it('gives each seller his own orders', async () => {
		const first = stage.node({ credentialId: 'first' });
		const other = stage.node({ credentialId: 'second', grant: SECOND[name](stage) });
		const both = [first, other, first, other];
		for (let round = 0; round < 2; round++) {
			const [a, b, c, d] = await Promise.all(both.map(async (node) => stage.ids(await node.run())));
			expect(a.toSorted()).toEqual(stage.heldIds().toSorted());
			expect(c.toSorted()).toEqual(a.toSorted());
			expect(b.length).toBeGreaterThan(0);
			expect(d.toSorted()).toEqual(b.toSorted());
			expect(b.toSorted()).not.toEqual(a.toSorted());
			if (name === 'bigCommerce' || name === 'assistTencho') break;
			stage.server.backend.expireTokens({ revoke: false });
			forgetProcess('token');
		}
		expect(secretsOf(first.stored())).not.toEqual(secretsOf(other.stored()));
	});
});
