import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { credentialReference, marketplaceOf } from '../marketplaces';
import type { Workflow } from '../n8n/workflow';

const FILE = resolve(__dirname, '../../examples/orders-from-all-marketplaces.json');

/** The example as a user imports it, with the sandbox credentials chosen in each node. */
export function exampleWorkflow(): Workflow {
	const workflow = JSON.parse(readFileSync(FILE, 'utf8')) as Workflow;
	const nodes = workflow.nodes.map((node) => {
		const name = marketplaceOf(node.type);
		return name ? { ...node, credentials: credentialReference(name) } : node;
	});
	return { ...workflow, nodes };
}
