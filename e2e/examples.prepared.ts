import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { INode, INodeTypeDescription, NodeHelpers } from 'n8n-workflow';

import { credentialReference, marketplaceOf } from '../scripts/marketplaces';
import type { Execution } from '../scripts/n8n/execution';
import type { N8nInstallation } from '../scripts/n8n/install';
import type { Credential, N8n } from '../scripts/n8n/n8n';
import type { Workflow, WorkflowNode } from '../scripts/n8n/workflow';
import { GOOGLE_SHEETS } from './stand-ins/google-sheets';
import { MAIL } from './stand-ins/mail';
import { SLACK } from './stand-ins/slack';

const FOLDER = resolve(__dirname, '../examples');

/** What keeps others from calling the webhook of a window. */
export const KEY: Credential = {
	id: 'window-key',
	name: 'Window key',
	type: 'httpHeaderAuth',
	data: { name: 'X-Window-Key', value: 'only-the-back-fill-knows' },
};

/** What the nodes of services need. */
const SERVICES: Record<string, Pick<Credential, 'id' | 'name' | 'type'>> = {
	'n8n-nodes-base.emailSend': MAIL,
	'n8n-nodes-base.googleSheets': GOOGLE_SHEETS,
	'n8n-nodes-base.slack': SLACK,
};

/** n8n takes no interval below a minute, but several crons of a minute each. */
const pollTimes = (seconds: number) => ({
	item: Array.from({ length: 60 / seconds }, (_, i) => ({
		mode: 'custom',
		cronExpression: `${i * seconds} * * * * *`,
	})),
});

/** How often the workflow with several triggers polls: n8n 2.41.1 cannot publish the others meanwhile. */
export const SEVERAL_EVERY_MS = 20_000;

/** All files of the folder, as they are. */
export const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow);

/** The examples as users complete them, with credentials chosen and polls as often as tests want them. */
export const prepared = (...ids: string[]): Workflow[] =>
	EXAMPLES.filter(({ id }) => ids.length === 0 || ids.includes(id)).map((workflow) => ({
		...workflow,
		nodes: workflow.nodes.map((node) => impatient(withCredentials(node), secondsOf(workflow))),
	}));

function withCredentials(node: WorkflowNode): WorkflowNode {
	const { authentication, genericAuthType } = node.parameters;
	const isKeyed = authentication === 'headerAuth' || genericAuthType === 'httpHeaderAuth';
	const service = isKeyed ? KEY : SERVICES[node.type];
	if (service) {
		const { id, name, type } = service;
		return { ...node, credentials: { [type]: { id, name } } };
	}
	const name = marketplaceOf(node.type.replace(/Trigger$/, ''));
	return name ? { ...node, credentials: credentialReference(name) } : node;
}

const polls = ({ parameters }: WorkflowNode): boolean => 'pollTimes' in parameters;

const secondsOf = ({ nodes }: Workflow): number =>
	nodes.filter(polls).length > 1 ? SEVERAL_EVERY_MS / 1000 : 5;

function impatient(node: WorkflowNode, seconds: number): WorkflowNode {
	if (!polls(node)) return node;
	return { ...node, parameters: { ...node.parameters, pollTimes: pollTimes(seconds) } };
}

/** Runs the back-fill with values in its node Settings. */
export async function backfill(n8n: N8n, values: Record<string, unknown>): Promise<Execution> {
	// n8n's address is known only once it runs.
	const windowAddress = `${n8n.url}/webhook/backfill-window`;
	await correct(n8n, 'backfillTwoYears', { ...values, windowAddress });
	return await n8n.execute('backfillTwoYears');
}

/** Writes values into the node Settings of a workflow, as its user would. */
export async function correct(
	n8n: N8n,
	workflowId: string,
	values: Record<string, unknown>,
): Promise<void> {
	const path = `/workflows/${workflowId}`;
	const { versionId, nodes } = await n8n.call<Workflow>('GET', path);
	const settings = nodes.find(({ name }) => name === 'Settings')?.parameters as unknown as Set;
	for (const [name, value] of Object.entries(values)) {
		const assignment = settings.assignments.assignments.find((one) => one.name === name);
		if (!assignment) throw new Error(`Settings has no '${name}'`);
		assignment.value = value;
	}
	await n8n.call('PATCH', path, { nodes, versionId });
}

interface Set {
	assignments: { assignments: Array<{ name: string; value: unknown }> };
}

/** What n8n itself has to say about a node: its complaints, and the parameters that it knows. */
export function examiner({ dir }: N8nInstallation, types: INodeTypeDescription[]) {
	const near = createRequire(join(dir, 'node_modules', 'n8n', 'package.json'));
	const { NodeHelpers: helpers } = near('n8n-workflow') as { NodeHelpers: typeof NodeHelpers };
	return (node: INode): { issues: unknown; known: unknown } => {
		const type = types.find(
			({ name, version }) => name === node.type && [version].flat().includes(node.typeVersion),
		);
		if (!type) throw new Error(`n8n knows no ${node.type} of version ${node.typeVersion}`);
		const { properties } = type;
		const known = helpers.getNodeParameters(properties, node.parameters, true, false, node, type);
		return { issues: helpers.getNodeParametersIssues(properties, node, type), known };
	};
}
