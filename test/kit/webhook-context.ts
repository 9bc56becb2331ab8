import { WebhookContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { MemoryCredentials } from './memory-credentials';

/** A webhook node in a workflow. */
export interface WebhookSetting {
	node: INodeType;
	credentialType: ICredentialType;
	credential: ICredentialDataDecryptedObject;
	parameters: INodeParameters;
	nodeId?: string;
	workflowId?: string;
	/** Where n8n believes its webhooks to be. */
	base?: string;
}

/** What came of one call. */
export interface Visited {
	status: number;
	headers: Record<string, string>;
	html: string;
	/** What the workflow goes on with. */
	items: IDataObject[];
	/** What was written to n8n's log. */
	log: string[];
}

const BASE = 'https://n8n.example/webhook';

/** A webhook node on n8n's real engine, called without a server in between. */
export class WebhookDesk {
	/** What n8n has stored of the workflow. */
	staticData: IDataObject = {};

	constructor(private readonly setting: WebhookSetting) {}

	/** Calls an address of the node; the rest are headers of the request, `forwarded` by which scheme. */
	async visit(
		address: string,
		cookie?: string,
		forwarded?: string,
		referer?: string,
	): Promise<Visited> {
		const { pathname, search } = new URL(address, `${BASE}/`);
		const answer: Visited = { status: 0, headers: {}, html: '', items: [], log: [] };
		// As n8n may have set them before.
		const set: Record<string, string> = { 'x-frame-options': 'SAMEORIGIN' };
		const response = {
			removeHeader: (name: string) => delete set[name],
			writeHead(status: number, headers: Record<string, string>) {
				Object.assign(answer, { status, headers: { ...set, ...headers } });
			},
			end: (html: string) => (answer.html = html),
		};
		const headers = { cookie, referer, 'x-forwarded-proto': forwarded };
		const request = { originalUrl: pathname + search, method: 'GET', headers };
		const { workflow, context } = this.open(request, response);
		Object.defineProperty(context, 'logger', {
			value: { error: (line: string) => answer.log.push(line) },
		});
		await workflow.expression.acquireIsolate();
		try {
			const { node } = this.setting;
			const given = await node.webhook?.call(context as unknown as IWebhookFunctions);
			answer.items = (given?.workflowData?.[0] ?? []).map(({ json }) => json);
		} finally {
			await workflow.expression.releaseIsolate();
		}
		// As n8n keeps it: through JSON.
		this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		return answer;
	}

	private open(httpRequest: object, httpResponse: object) {
		const { node: type, credentialType, credential, workflowId = 'workflow-1' } = this.setting;
		const node = toNode(this.setting);
		const nodeTypes = {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		};
		const { staticData } = this;
		const workflow = new Workflow({
			id: workflowId,
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(staticData),
		});
		const credentialsHelper = new MemoryCredentials([credentialType]);
		credentialsHelper.stored.set('credential-1', structuredClone(credential));
		const additionalData = {
			credentialsHelper,
			webhookBaseUrl: this.setting.base ?? BASE,
			httpRequest,
			httpResponse,
			variables: {},
		} as unknown as IWorkflowExecuteAdditionalData;
		const [webhookDescription] = type.description.webhooks ?? [];
		const webhook = { webhookDescription } as unknown as IWebhookData;
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			webhook,
			[],
			null,
		);
		return { workflow, context };
	}
}

function toNode({ node, credentialType, parameters, nodeId = 'node-1' }: WebhookSetting): INode {
	const { name, properties } = node.description;
	const plain: INode = {
		id: nodeId,
		name: 'The trigger',
		type: name,
		typeVersion: 1,
		position: [0, 0],
		webhookId: 'webhook-1',
		parameters,
		credentials: { [credentialType.name]: { id: 'credential-1', name: 'My app' } },
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

/** A browser's cookies: takes what answers set, sends it along. */
export class CookieJar {
	private readonly held = new Map<string, string>();

	take(answer: Visited): Visited {
		const [pair] = (answer.headers['set-cookie'] ?? '').split(';');
		const at = pair.indexOf('=');
		if (at > 0) this.held.set(pair.slice(0, at), pair.slice(at + 1));
		return answer;
	}

	get header(): string | undefined {
		if (this.held.size === 0) return undefined;
		return [...this.held].map(([name, value]) => `${name}=${value}`).join('; ');
	}
}
