import { HookContext, WebhookContext } from 'n8n-core';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	Workflow,
	type IDataObject,
	type IHookFunctions,
	type INodeExecutionData,
	type IWebhookData,
	type IWebhookFunctions,
	type IWorkflowExecuteAdditionalData,
	type WebhookSetupMethodNames,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import type { MemoryCredentials } from './memory-credentials';
import { surroundings, toNode, type NodeSetting } from './node-context';

/** Where the world sees this n8n; a sandbox has to be told what stands for it. */
export const HOST = 'n8n.example';

/** The webhook of a trigger on n8n's real engine, behind a server on loopback. */
export class HookDesk {
	/** What n8n has stored of the workflow; it is not what a poll sees. */
	staticData: IDataObject = {};
	/** What started the workflow. */
	readonly items: INodeExecutionData[] = [];
	/** Answers that were given. */
	readonly statuses: number[] = [];
	/** n8n's own address; it may move. */
	host = HOST;
	/** Calls that n8n is still busy with. */
	pending = 0;

	private constructor(
		private readonly setting: NodeSetting,
		private readonly credentials: MemoryCredentials,
		private readonly server: Server,
	) {}

	static async open(setting: NodeSetting, credentials: MemoryCredentials): Promise<HookDesk> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const desk = new HookDesk(setting, credentials, server);
		server.on('request', (request, response) => {
			desk.pending++;
			desk
				.receive(request, response)
				.catch((error: unknown) => response.destroy(error as Error))
				.finally(() => desk.pending--);
		});
		return desk;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** The methods for which n8n registers an address, as it asks for them. */
	async methods(active = true): Promise<string> {
		const { workflow, node, description } = this.stage(active);
		return await this.within(workflow, () =>
			String(
				workflow.expression.getSimpleParameterValue(
					node,
					description.httpMethod,
					'internal',
					{},
					undefined,
					'GET',
				),
			),
		);
	}

	/** What n8n does when the workflow is published, or when it starts itself. */
	async activate(mode: WorkflowActivateMode = 'activate'): Promise<void> {
		if ((await this.methods()) === '') return;
		if (!(await this.ask('checkExists', mode))) await this.ask('create', mode);
	}

	async deactivate(): Promise<void> {
		if ((await this.methods()) !== '') await this.ask('delete', 'update');
	}

	private async ask(method: WebhookSetupMethodNames, mode: WorkflowActivateMode): Promise<boolean> {
		const { workflow, node, webhook } = this.stage();
		const context = new HookContext(
			workflow,
			node,
			this.surroundings(),
			'trigger',
			mode,
			webhook,
		) as unknown as IHookFunctions;
		return await this.within(workflow, async () => {
			const ask = this.setting.node.webhookMethods?.default?.[method];
			return (await ask?.call(context)) ?? false;
		});
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const httpRequest = Object.assign(request, { rawBody: Buffer.concat(chunks) });
		const { workflow, node, webhook } = this.stage();
		const additionalData = { ...this.surroundings(), httpRequest, httpResponse: response };
		const context = new WebhookContext(
			workflow,
			node,
			additionalData as unknown as IWorkflowExecuteAdditionalData,
			'webhook',
			webhook,
			[],
			null,
		) as unknown as IWebhookFunctions;
		await this.within(workflow, async () => {
			const output = await this.setting.node.webhook?.call(context);
			this.items.push(...(output?.workflowData?.[0] ?? []));
		});
		this.statuses.push(response.statusCode);
	}

	private stage(active = true) {
		const node = toNode(this.setting);
		const type = this.setting.node;
		const [description] = type.description.webhooks ?? [];
		const workflow = new Workflow({
			id: 'workflow-1',
			nodes: [node],
			connections: {},
			active,
			nodeTypes: {
				getByName: () => type,
				getByNameAndVersion: () => type,
				getKnownTypes: () => ({}),
			},
			staticData: structuredClone(this.staticData),
		});
		const webhook = { webhookDescription: description } as unknown as IWebhookData;
		return { workflow, node, webhook, description };
	}

	private surroundings(): IWorkflowExecuteAdditionalData {
		return { ...surroundings(this.credentials), webhookBaseUrl: `https://${this.host}/webhook` };
	}

	private async within<T>(workflow: Workflow, work: () => T | Promise<T>): Promise<T> {
		await workflow.expression.acquireIsolate();
		try {
			return await work();
		} finally {
			await workflow.expression.releaseIsolate();
			// As n8n keeps it: through JSON.
			this.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		}
	}
}
