import { PollContext } from 'n8n-core';
import {
	ObservableObject,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INodeExecutionData,
} from 'n8n-workflow';

import { MemoryCredentials } from './memory-credentials';
import { CREDENTIAL_ID, surroundings, toNode, type NodeSetting } from './node-context';

/** A trigger to poll, and what is known of it from before. */
export interface PollSetting extends NodeSetting {
	/** What earlier polls have kept. */
	kept?: IDataObject;
	/** How long a poll may take, as n8n 2.x tells it; 1.x tells nothing. */
	budgetMs?: number;
	/** As n8n 2.x with durable cursors, which keeps the place and the execution in one step. */
	isDurable?: boolean;
}

/** One poll: what came out, and what n8n would keep once the execution is enqueued. */
export interface Polled {
	items: INodeExecutionData[];
	/** Keeps what the poll has staged; n8n does it when the execution is safe. */
	commit(): void;
}

/** A trigger on n8n's real engine, with its credential and its static data in memory. */
export class PollingNode {
	readonly credentials: MemoryCredentials;
	/** What n8n keeps between polls. */
	kept: IDataObject;

	constructor(private readonly setting: PollSetting) {
		this.credentials = setting.store ?? new MemoryCredentials([setting.credentialType]);
		const id = setting.credentialId ?? CREDENTIAL_ID;
		if (!this.credentials.stored.has(id)) {
			this.credentials.stored.set(id, structuredClone(setting.credential));
		}
		this.kept = setting.kept ?? {};
	}

	/** Polls and keeps the place, as n8n does when nothing goes wrong. */
	async poll(): Promise<INodeExecutionData[]> {
		const { items, commit } = await this.pollOnce();
		commit();
		return items;
	}

	/** "Fetch Test Event" in the editor. */
	async test(): Promise<INodeExecutionData[]> {
		return (await this.pollOnce('manual')).items;
	}

	/** The poll works on a copy, so that what n8n would lose can be lost here. */
	async pollOnce(mode: 'trigger' | 'manual' = 'trigger'): Promise<Polled> {
		const { node: type, budgetMs, isDurable } = this.setting;
		const copy = structuredClone(this.kept);
		const staged = isDurable ? copy : (ObservableObject.create(copy) as IDataObject);
		const node = toNode(this.setting);
		const workflow = new Workflow({
			id: 'workflow-1',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: {
				getByName: () => type,
				getByNameAndVersion: () => type,
				getKnownTypes: () => ({}),
			},
			settings: { timezone: this.setting.timezone ?? 'Europe/Warsaw' },
		});
		const context = new PollContext(
			workflow,
			node,
			surroundings(this.credentials),
			mode,
			'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			() => staged,
			budgetMs === undefined ? undefined : () => budgetMs,
		);
		await workflow.expression.acquireIsolate();
		try {
			const output = await type.poll?.call(context);
			return { items: output?.[0] ?? [], commit: () => void (this.kept = plain(staged)) };
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	/** The credential as it is stored now. */
	stored(): ICredentialDataDecryptedObject {
		const id = this.setting.credentialId ?? CREDENTIAL_ID;
		return this.credentials.stored.get(id) as ICredentialDataDecryptedObject;
	}
}

/** As the database holds it. */
function plain(kept: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(kept)) as IDataObject;
}
