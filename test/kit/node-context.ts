import { ExecuteContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { MemoryCredentials } from './memory-credentials';

/** A node to run, and what a user would have set. */
export interface NodeSetting {
	node: INodeType;
	credentialType: ICredentialType;
	credential: ICredentialDataDecryptedObject;
	parameters: INodeParameters;
	/** Where several credentials are in use, which of them; n8n gives each an id of its own. */
	credentialId?: string;
	/** Input items; one empty item by default. */
	items?: IDataObject[];
	/** Files of the first input item, by field. */
	binary?: INodeExecutionData['binary'];
	timezone?: string;
	continueOnFail?: boolean;
	/** What the Stop button presses. */
	signal?: AbortSignal;
	/** n8n's credential store, where several executions share one. */
	store?: MemoryCredentials;
}

/** A node on n8n's real engine, with its credential in memory. */
export interface RunningNode {
	context: ExecuteContext;
	/** The output of the first output, as n8n would hand it on. */
	run(): Promise<INodeExecutionData[]>;
	/** The credential as it is stored now. */
	stored(): ICredentialDataDecryptedObject;
	credentials: MemoryCredentials;
}

export const CREDENTIAL_ID = 'credential-1';

/** The context in which n8n runs a node: n8n-core's own, so requests really go out. */
export function nodeContext(setting: NodeSetting): RunningNode {
	const { node: type, credentialType, items = [{}], credentialId = CREDENTIAL_ID } = setting;
	const credentials = setting.store ?? new MemoryCredentials([credentialType]);
	if (!credentials.stored.has(credentialId)) {
		credentials.stored.set(credentialId, structuredClone(setting.credential));
	}
	const node = toNode(setting);
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
		settings: { timezone: setting.timezone ?? 'Europe/Warsaw' },
	});
	const main = items.map((json, i) => ({ json, ...(i === 0 ? { binary: setting.binary } : {}) }));
	const inputs = { main: [main] };
	const context = new ExecuteContext(
		workflow,
		node,
		surroundings(credentials),
		'manual',
		createRunExecutionData(),
		0,
		main,
		inputs,
		{ node, data: inputs, source: null },
		[],
		setting.signal,
	);
	return {
		context,
		credentials,
		stored: () => credentials.stored.get(credentialId) as ICredentialDataDecryptedObject,
		run: async () => {
			await workflow.expression.acquireIsolate();
			try {
				const output = (await type.execute?.call(context)) as INodeExecutionData[][];
				return output[0];
			} finally {
				await workflow.expression.releaseIsolate();
			}
		},
	};
}

/** What n8n gives every execution; the addresses are never called. */
export function surroundings(credentialsHelper: MemoryCredentials): IWorkflowExecuteAdditionalData {
	const base = 'http://localhost:5678';
	return {
		credentialsHelper,
		executionId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** The node as it stands in a workflow: n8n adds the defaults of all parameters that are shown. */
export function toNode(setting: NodeSetting): INode {
	const { node, credentialType, parameters, continueOnFail } = setting;
	const id = setting.credentialId ?? CREDENTIAL_ID;
	const { name, properties } = node.description;
	const plain: INode = {
		id: 'node-1',
		name: 'The node',
		type: name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { [credentialType.name]: { id, name: 'My account' } },
		...(continueOnFail === true ? { onError: 'continueRegularOutput' as const } : {}),
	};
	const filled = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		true,
		false,
		plain,
		node.description,
	);
	return { ...plain, parameters: filled as INodeParameters };
}
