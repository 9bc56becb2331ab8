import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeConnectionTypes,
	Workflow,
	type ExecutionBaseError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWorkflowBase,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { MemoryCredentials } from './memory-credentials';
import { CREDENTIAL_ID, surroundings, toNode, type NodeSetting } from './node-context';

/** A node in a workflow, with what a user sets under "Settings". */
export interface WorkflowSetting extends NodeSetting {
	settings?: Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;
	/** How often a loop leads through the node, with the same items. */
	rounds?: number;
}

/** What came of the node, output by output; the error output is the last. */
export interface NodeOutcome {
	outputs: INodeExecutionData[][];
	error?: ExecutionBaseError;
}

const MAIN = NodeConnectionTypes.Main;
const [START, NODE, GOOD, FAILED] = ['Start', 'The node', 'Good', 'Failed'];
const MODE: WorkflowExecuteMode = 'manual';

/** Runs `items -> the node -> one node an output` on n8n's real engine, which retries and routes errors. */
export async function runWorkflow(setting: WorkflowSetting): Promise<NodeOutcome> {
	const { node: type, credentialType, items = [{}], settings, rounds = 1 } = setting;
	const credentials = setting.store ?? new MemoryCredentials([credentialType]);
	credentials.stored.set(
		setting.credentialId ?? CREDENTIAL_ID,
		structuredClone(setting.credential),
	);
	const starts = Array.from({ length: rounds }, (_, round) => `${START} ${round}`);
	const types: Record<string, INodeType> = {
		[type.description.name]: type,
		start: giving('start', items),
		end: giving('end'),
	};
	const link = (node: string) => ({ node, type: MAIN, index: 0 });
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [
			...starts.map((name) => plain(name, 'start')),
			{ ...toNode(setting), name: NODE, ...settings },
			plain(GOOD, 'end'),
			plain(FAILED, 'end'),
		],
		connections: {
			...Object.fromEntries(
				starts.map((name, round) => {
					const next = starts.slice(round + 1, round + 2).map(link);
					return [name, { [MAIN]: [[link(NODE), ...next]] }];
				}),
			),
			[NODE]: { [MAIN]: [[link(GOOD)], [link(FAILED)]] },
		},
		active: false,
		nodeTypes: {
			getByName: (name) => types[name],
			getByNameAndVersion: (name) => types[name],
			getKnownTypes: () => ({}),
		},
		settings: { executionOrder: 'v1' },
	});
	const hooks = new ExecutionLifecycleHooks(MODE, '1', workflow as unknown as IWorkflowBase);
	const additionalData = { ...surroundings(credentials), hooks };
	const { data } = await new WorkflowExecute(additionalData, MODE).run({
		workflow,
		startNode: workflow.getNode(starts[0]) as INode,
	});
	const { runData, error } = data.resultData;
	const runs = (runData[NODE] ?? []).map((run) => run.data?.[MAIN] ?? []);
	const outputs = [0, 1].map((output) => runs.flatMap((run) => run[output] ?? []));
	return { outputs, ...(error && { error: error as ExecutionBaseError }) };
}

function plain(name: string, type: string): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} };
}

/** A node that gives these items, or those that come in. */
function giving(name: string, items?: IDataObject[]): INodeType {
	const description = {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs: [MAIN],
		outputs: [MAIN],
		properties: [],
	} satisfies INodeTypeDescription;
	return {
		description,
		async execute() {
			return [items?.map((json) => ({ json })) ?? this.getInputData()];
		},
	};
}
