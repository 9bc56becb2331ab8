import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { Marketplace } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import type { Client } from '../../../core/client';
import type { Feed, OrderChange, FeedStep, Trigger } from '../../../core/triggers/feed';
import {
	emitNotified,
	outsidePoll,
	type WebhookNotification,
} from '../../../core/triggers/webhook';
import { runPoll } from '../../../core/triggers/poll';

export interface Raw {
	id: string;
	revision: string;
}

export const NOW = Date.parse('2026-03-01T08:00:00Z');
export const MINUTE = 60_000;

const SHIPPED = { name: 'Order Shipped', value: 'orderShipped' };

export const seen = (
	id: string,
	at: number,
	more: Partial<OrderChange<Raw>> = {},
): OrderChange<Raw> => ({
	raw: { id, revision: `r${at}` },
	id,
	revision: `r${at}`,
	at,
	facts: { orderCreated: at },
	...more,
});

/** A feed whose steps are written down; each stands at its number. */
/** Of the credential; nobody may read it in an error or in the log. */
export const SECRET = 'very-secret-token';

export class Script implements Feed<Raw> {
	readonly begun: Array<number | undefined> = [];
	comparesContent = false;
	steps: Array<Partial<FeedStep<Raw>> | Error> = [];
	sample: Array<OrderChange<Raw>> = [];
	/** What goes on while a step is read. */
	meanwhile = () => {};

	/** The calls in which it was asked. */
	readonly calls: Call[] = [];
	/** How many orders the editor wanted to look through. */
	wanted = 0;

	async start(_call: unknown, from?: number) {
		this.begun.push(from);
		return { checkpoint: { step: 0 }, at: from ?? NOW };
	}

	async next(call: Call, { step }: IDataObject): Promise<FeedStep<Raw>> {
		this.calls.push(call);
		const found = this.steps[Number(step)] ?? { done: true, checkpoint: { step } };
		this.meanwhile();
		if (found instanceof Error) throw found;
		return { changes: [], checkpoint: { step: Number(step) + 1 }, done: false, ...found };
	}

	async recent(_call: unknown, count: number) {
		this.wanted = count;
		return this.sample;
	}
}

/** A shop with one trigger, and what n8n keeps for it. */
export class Shop {
	readonly feed = new Script();
	readonly hints: string[] = [];
	/** By the name of the node, and of the workflow. */
	kept: IDataObject = {};
	keptOfAll: IDataObject = {};
	parameters: IDataObject = { events: ['orderCreated'] };
	/** What `={{…}}` gives. */
	values: IDataObject = {};
	account: string | null = 'shop-1';
	keys = 'keys-1';
	mode = 'trigger';
	workflowId = 'w';
	/** What n8n 2.x says that a poll may take. */
	budgetMs?: number;
	/** An order that cannot be read. */
	unreadable?: string;
	/** Orders of which there is nothing to write. */
	readonly blank = new Set<string>();
	/** What the filters let through. */
	keeps?: (raw: Raw) => boolean;
	/** In which the user's dates are meant. */
	zone = 'UTC';
	/** What n8n's log got. */
	readonly log: string[] = [];
	/** As long as n8n does not give the credential. */
	credential: Promise<object> = Promise.resolve({ token: SECRET });
	/** Whether another poll of the workflow ends while this one waits: n8n evaluates no expression any more. */
	losesExpressions = false;
	/** The types of credential that were asked for. */
	readonly opened: string[] = [];
	/** Reads the rest of orders, where the feed leaves something out. */
	complete?: (orders: Raw[]) => Promise<Raw[]>;
	/** As n8n 2.x says it. */
	activationMode?: string;
	/** Whether n8n makes a context for each poll, not for each activation. */
	isContextNew = true;
	private held?: IPollFunctions;

	/** The keys of what a poll tells. */
	async poll(): Promise<string[]> {
		return (await this.items()).map(({ json }) => String(json.eventKey));
	}

	/** What a poll tells. */
	async items(): Promise<INodeExecutionData[]> {
		if (this.isContextNew) this.held = undefined;
		const context = (this.held ??= this.context());
		const output = await runPoll(context, this.marketplace(), this.trigger());
		return output?.[0] ?? [];
	}

	/** The keys of what a call of the marketplace tells. */
	async hear(hint: WebhookNotification<Raw>): Promise<string[]> {
		const context = this.context() as unknown as IWebhookFunctions;
		const items = await emitNotified(context, this.marketplace(), this.trigger(), hint);
		return items.map(({ json }) => String(json.eventKey));
	}

	/** What works with the marketplace outside a poll, e.g. to make a webhook. */
	async work<T>(work: (client: Client) => Promise<T>): Promise<T> {
		return await outsidePoll(this.context(), this.marketplace(), work);
	}

	private marketplace(): Marketplace {
		const connect = () => ({
			baseUrl: 'https://shop.example',
			account: this.account,
			quotaOwner: this.keys,
		});
		return {
			id: 'shop',
			displayName: 'Shop',
			classify: () => 'denied',
			describe: ({ status }: { status: number }) => ({
				said: 'refused',
				code: `E${status}`,
				requestId: 'r-1',
			}),
			credentials: {
				shopApi: { secrets: ['token'], connect },
				otherApi: { secrets: [], authentication: 'other', connect },
			},
			quotas: [],
		} as unknown as Marketplace;
	}

	private trigger(): Trigger<Raw> {
		const source = {
			id: ({ id }: Raw) => id,
			toOrder: ({ id, revision }: Raw) => {
				if (id === this.unreadable) throw new Error('cannot be read');
				return { id, revision, lines: [] };
			},
			asSent: (raw: Raw) => (this.blank.has(raw.id) ? [] : [raw]),
		};
		const { feed, keeps, complete } = this;
		return {
			...{ source, feed, events: [SHIPPED], looksAt: 'the newest orders' },
			...(keeps && { matches: () => keeps }),
			...(complete && { complete: async (_call: unknown, raws: Raw[]) => await complete(raws) }),
		} as unknown as Trigger<Raw>;
	}

	private context(): IPollFunctions {
		const parameters = { ...this.parameters, ...this.values };
		let isEngineGone = false;
		return {
			getNodeParameter: (name: string, fallback: unknown) => {
				if (isEngineGone && name in parameters) throw new Error('No bridge acquired');
				return parameters[name] ?? fallback;
			},
			getCredentials: async (type: string) => {
				this.opened.push(type);
				isEngineGone = this.losesExpressions;
				return await this.credential;
			},
			getMode: () => this.mode,
			getWorkflow: () => ({ id: this.workflowId }),
			getNode: () => ({ id: 'n', parameters: this.parameters }),
			getWorkflowStaticData: (of: string) => (of === 'node' ? this.kept : this.keptOfAll),
			getTimezone: () => this.zone,
			getActivationMode: () => this.activationMode,
			...(this.budgetMs === undefined ? {} : { getPollBudgetMs: () => this.budgetMs }),
			addExecutionHints: ({ message }: { message: string }) => void this.hints.push(message),
			logger: { info: () => undefined, warn: (line: string) => void this.log.push(line) },
		} as unknown as IPollFunctions;
	}
}
