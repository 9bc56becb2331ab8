import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openLab, type Lab } from '../scripts/lab';
import {
	CONNECTIONS,
	credentialReference,
	marketplaceOf,
	MARKETPLACES,
	nodeOf,
} from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import { MANUAL, workflowOf, type Workflow, type WorkflowNode } from '../scripts/n8n/workflow';
import { secretsIn, secretsOf } from './secrets';
import { MAIL, MailServer, subjectOf, textOf } from './stand-ins/mail';

const FILE = resolve(__dirname, '../examples/warn-before-access-ends.json');
const MAIL_NODE = 'n8n-nodes-base.emailSend';
const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
const DAY = 86_400_000;

/** The example as a user imports it, with credentials chosen. */
function exampleWorkflow(): Workflow {
	const workflow = JSON.parse(readFileSync(FILE, 'utf8')) as Workflow;
	const nodes = workflow.nodes.map((node): WorkflowNode => {
		if (node.type === MAIL_NODE) return { ...node, credentials: { [MAIL.type]: MAIL } };
		const name = marketplaceOf(node.type);
		if (!name) return node;
		return { ...node, credentials: credentialReference(name) };
	});
	return { ...workflow, nodes };
}

describe.each(inject('installations'))('account checks in n8n $version', (installation) => {
	let lab: Lab;
	const mail = new MailServer();
	const executions: Execution[] = [];

	beforeAll(async () => {
		await mail.start();
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES });
		await lab.n8n.importCredentials([mail.credential]);
		const checks = MARKETPLACES.map((name) =>
			nodeOf(name, { resource: 'account', operation: 'check', options: { warnDays: 5 } }),
		);
		// No API tells, so the user has entered it.
		const clientSecretCreatedAt = new Date(Date.now() - 170 * DAY).toISOString();
		const amazon = lab.credentials.filter(({ type }) => type === 'amazonSellingPartnerApi');
		await lab.n8n.importCredentials(
			amazon.map((one) => ({ ...one, data: { ...one.data, clientSecretCreatedAt } })),
		);
		await lab.n8n.importWorkflows([workflowOf('checks', [MANUAL], checks), exampleWorkflow()]);
		await lab.n8n.start();
	});

	afterAll(async () => {
		await lab?.dispose();
		await mail.close();
	});

	async function execute(workflowId: string): Promise<Execution> {
		const execution = await lab.n8n.execute(workflowId);
		executions.push(execution);
		return execution;
	}

	it('are good for every credential', async () => {
		const execution = await execute('checks');
		for (const name of MARKETPLACES) {
			const { title } = CONNECTIONS[name];
			const [account, ...others] = itemsOf(execution, title);
			expect(others).toEqual([]);
			expect(account).toMatchObject({
				schema: 'account/1',
				credential: `${title} (sandbox)`,
				ok: true,
				clockSkewSeconds: 0,
				warnings: [],
			});
			const { violations } = lab.servers[name].stats();
			expect({ name, violations }).toEqual({ name, violations: [] });
		}
	});

	it('warn in the example, whatever is wrong with the others', async () => {
		lab.servers.bigCommerce.faults.set([{ kind: 'status', status: 400 }]);
		Object.assign(lab.servers.naver.settings, { ipAllowed: false });
		const execution = await execute('warnAccessEnds');
		expect(execution.status).toBe('success');
		expect(itemsOf(execution, 'All Accounts')).toHaveLength(MARKETPLACES.length);
		const messages = mail.mails.map((one) => [subjectOf(one), textOf(one)]);
		expect(messages).toEqual([
			[
				'Ends soon: Amazon Selling Partner (sandbox)',
				expect.stringMatching(/^The client secret ends in 9 days .*Rotate the secret/),
			],
			[
				'Does not work: a marketplace account',
				expect.stringContaining('Credential: BigCommerce (sandbox)'),
			],
			['Does not work: Naver Commerce (sandbox)', expect.stringContaining('API호출 IP')],
		]);
	});

	it('leave no secret in executions or logs', async () => {
		const stored = secretsOf([...lab.credentials, ...(await lab.n8n.exportCredentials())]);
		// When a token ends is what the check tells.
		const secrets = stored.filter((value) => !/^\d{4}-\d\d-\d\dT/.test(value));
		expect(secrets.length).toBeGreaterThan(MARKETPLACES.length);
		expect(secretsIn(lab.n8n.log, secrets)).toEqual([]);
		for (const { id, stored: text } of executions) {
			expect({ id, found: secretsIn(text, secrets) }).toEqual({ id, found: [] });
		}
	});
});
