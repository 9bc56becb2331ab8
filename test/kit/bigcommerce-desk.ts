import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** A request that reached BigCommerce. */
export interface Asked {
	method: string;
	/** Below the store. */
	path: string;
	query: Record<string, string>;
	body: unknown;
}

interface Answer {
	status?: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** A webhook as BigCommerce keeps it. */
export interface StoredHook {
	id: number;
	scope: string;
	destination: string;
	is_active?: boolean;
	headers?: Record<string, string> | null;
}

/** As much of n8n as webhook and polls of one trigger touch, before a BigCommerce that only knows webhooks. */
export class BigCommerceDesk {
	/** What n8n keeps for the node. */
	kept: IDataObject = {};
	parameters: Record<string, unknown> = { authentication: 'accessToken', useWebhook: true };
	credential: IDataObject = {
		...{ method: 'accessToken', environment: 'production' },
		...{ storeHash: 'abc123', accessToken: 'token', clientSecret: '' },
	};
	address: string | undefined = 'https://n8n.example/webhook/w1/order';
	node = 'node-1';
	mode = 'trigger';
	activation = 'activate';
	readonly warnings: string[] = [];
	readonly asked: Asked[] = [];
	readonly hooks: StoredHook[] = [];
	private ids = 100;
	/** Answers in place of the webhooks'; an error is none at all. */
	instead: (asked: Asked) => Answer | Error | undefined = () => undefined;
	/** Of every answer. */
	date: string | undefined;

	/** The requests as `METHOD path`. */
	get lines(): string[] {
		return this.asked.map(({ method, path }) => `${method} ${path}`);
	}

	context<T = IHookFunctions & IPollFunctions>(more: object = {}): T {
		return {
			getWorkflow: () => ({ id: 'workflow-1', name: 'W', active: true }),
			getNode: () => ({
				...{ id: this.node, name: 'Trigger', type: 'bigCommerceTrigger', parameters: {} },
				credentials: { bigCommerceApi: { id: 'c1', name: 'Mine' } },
			}),
			getNodeParameter: (name: string, fallback: unknown) => this.parameters[name] ?? fallback,
			getNodeWebhookUrl: () => this.address,
			getWorkflowStaticData: () => this.kept,
			getActivationMode: () => this.activation,
			getMode: () => this.mode,
			getTimezone: () => 'Europe/Warsaw',
			getCredentials: async () => ({ ...this.credential }),
			logger: { warn: (line: string) => this.warnings.push(line), info: () => undefined },
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
					this.answer(options),
			},
			...more,
		} as unknown as T;
	}

	/** A call of the trigger's webhook: what was answered, and its context. */
	call(body: unknown, headers: IDataObject = {}) {
		const answered: Array<number | string | undefined> = [];
		const rawBody =
			body === undefined
				? undefined
				: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
		const context = this.context<IWebhookFunctions>({
			getHeaderData: () => headers,
			getRequestObject: () => ({ rawBody }),
			getResponseObject: () => ({
				writeHead: (status: number, set: IDataObject) =>
					answered.push(status, String(set['content-type'])),
				end: (words: string) => answered.push(words),
			}),
		});
		return { context, answered };
	}

	private answer({ method, url, body }: IHttpRequestOptions) {
		const { pathname, searchParams } = new URL(url);
		const asked: Asked = {
			method: method ?? 'GET',
			path: pathname.replace('/stores/abc123', ''),
			query: Object.fromEntries(searchParams),
			body: body === undefined ? undefined : JSON.parse(String(body)),
		};
		this.asked.push(asked);
		const given = this.instead(asked) ?? this.ofHooks(asked);
		if (given instanceof Error) throw given;
		const { status = 200, body: answer, headers = {} } = given;
		const date = this.date === undefined ? {} : { date: this.date };
		const written = answer === undefined ? '' : JSON.stringify(answer);
		return { statusCode: status, headers: { ...date, ...headers }, body: Buffer.from(written) };
	}

	/** `/v3/hooks`: one webhook a scope and destination. */
	private ofHooks({ method, path, query, body }: Asked): Answer {
		const fields = body as Omit<StoredHook, 'id'>;
		const id = Number(/^\/v3\/hooks\/(\d+)$/.exec(path)?.[1]);
		const at = this.hooks.findIndex((hook) => hook.id === id);
		if (method === 'GET' && path === '/v3/hooks') {
			const wanted = Object.entries(query);
			const data = this.hooks.filter((hook) =>
				wanted.every(([name, value]) => String((hook as unknown as IDataObject)[name]) === value),
			);
			return { body: { data } };
		}
		if (method === 'POST' && path === '/v3/hooks') {
			const isThere = this.hooks.some(
				({ scope, destination }) => scope === fields.scope && destination === fields.destination,
			);
			if (isThere) return { status: 422, body: { status: 422, title: 'It is there already' } };
			const hook = { id: ++this.ids, ...fields };
			this.hooks.push(hook);
			return { body: { data: hook } };
		}
		if (at < 0) return { status: 404, body: { status: 404, title: 'Webhook not found' } };
		if (method === 'PUT') return { body: { data: Object.assign(this.hooks[at], fields) } };
		return { body: { data: this.hooks.splice(at, 1)[0] } };
	}
}
