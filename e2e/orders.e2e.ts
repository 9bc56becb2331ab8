import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { compare, differences } from '../scripts/demo/compare';
import { exampleWorkflow } from '../scripts/demo/example';
import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, everyOrder, MARKETPLACES, nodeOf } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import { MANUAL, workflowOf } from '../scripts/n8n/workflow';
import { secretsIn, secretsOf } from './secrets';

const SIZES = {
	allegro: 450,
	amazon: 250,
	assistTencho: 120,
	bigCommerce: 600,
	naver: 200,
	kaufland: 200,
};

describe.each(inject('installations'))('orders in n8n $version', (installation) => {
	let lab: Lab;
	const executions: Execution[] = [];

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES });
		const lines = MARKETPLACES.map((name) => nodeOf(name, everyOrder(name, 'orderLine')));
		const broken = MARKETPLACES.map((name) =>
			nodeOf(name, { resource: 'apiRequest', operation: 'request', path: '/no/such/path' }),
		);
		await lab.n8n.importWorkflows([
			exampleWorkflow(),
			workflowOf('lines', [MANUAL], lines),
			...broken.map((node, index) => workflowOf(`broken-${index}`, [MANUAL], [node])),
		]);
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	async function execute(workflowId: string): Promise<Execution> {
		const execution = await lab.n8n.execute(workflowId);
		executions.push(execution);
		return execution;
	}

	it('come from all nodes of the example, each once and none missing', async () => {
		const execution = await execute('allMarketplaces');
		for (const name of MARKETPLACES) {
			const ids = itemsOf(execution, CONNECTIONS[name].title).map(({ id }) => String(id));
			const { backend } = lab.servers[name];
			expect({ name, wrong: differences(compare(ids, backend.held())) }).toEqual({
				name,
				wrong: [],
			});
			expect(ids).toHaveLength(SIZES[name]);
		}
	});

	it('come line by line as well', async () => {
		const execution = await execute('lines');
		for (const name of MARKETPLACES) {
			const items = itemsOf(execution, CONNECTIONS[name].title);
			// BigCommerce's fees are lines of a kind of their own.
			const lines = items.map(({ line }) => line as { id: string | null; kind: string });
			const ids = lines.filter(({ kind }) => kind === 'product').map(({ id }) => id);
			const held = lab.servers[name].backend.held().flatMap(({ lineIds }) => lineIds);
			const keys = items.map(
				({ eventKey, line }) => `${eventKey} ${(line as { key: string }).key}`,
			);
			expect({ name, distinct: new Set(keys).size }).toEqual({ name, distinct: items.length });
			// Nobody has published the fields of Assist Tencho, so its lines may have no id that is known.
			const isKnown = name !== 'assistTencho';
			expect(ids).toHaveLength(held.length);
			expect({ name, ids: isKnown ? ids.sort() : [] }).toEqual({
				name,
				ids: isKnown ? held.sort() : [],
			});
		}
	});

	it('were read without a call that the marketplace does not allow', () => {
		for (const name of MARKETPLACES) {
			const { violations } = lab.servers[name].stats();
			expect({ name, violations }).toEqual({ name, violations: [] });
		}
	});

	it.each(MARKETPLACES.map((name, index) => ({ name, index })))(
		'of $name fail with an error of the node when the path is wrong',
		async ({ name, index }) => {
			const execution = await execute(`broken-${index}`);
			expect(execution.status).toBe('error');
			expect(execution.error?.node).toBe(CONNECTIONS[name].title);
		},
	);

	it('leave no secret in executions or logs', async () => {
		const now = await lab.n8n.exportCredentials();
		const secrets = secretsOf([...lab.credentials, ...now]);
		expect(secrets.length).toBeGreaterThan(MARKETPLACES.length);
		expect(secretsIn(lab.n8n.log, secrets)).toEqual([]);
		for (const { id, stored } of executions) {
			expect({ id, found: secretsIn(stored, secrets) }).toEqual({ id, found: [] });
		}
	});
});
