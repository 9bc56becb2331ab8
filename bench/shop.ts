import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IPollFunctions,
} from 'n8n-workflow';

import { forgetProcess } from '../core/request/process-memory';
import { connect, type Client } from '../core/client';
import { startMarketplace, type MarketplaceName } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import type { SandboxSettings } from '../sandbox/kit/settings';
import { CONNECTIONS } from '../scripts/marketplaces';
import { CREDENTIAL_ID, nodeContext } from '../test/kit/node-context';
import { PollingNode } from '../test/kit/poll-context';
import { asker } from './ask';
import { faceOf, type Face } from './faces';
import type { Ask } from './peers/peer';
import type { SimulatedClock } from './simulated-clock';

/** No token of any marketplace lives shorter; how a peer gets its next one is not what is measured. */
const TOKEN_MS = 50 * 60_000;

type Helpers = IAllExecuteFunctions['helpers'];

/** A marketplace on the simulated clock, with our nodes and a peer's on n8n's engine. */
export class Shop {
	/** All that our node or a peer has sent, e.g. `GET /v1/orders`. */
	readonly sent: string[] = [];

	private constructor(
		readonly name: MarketplaceName,
		readonly server: MarketplaceServer,
		private readonly face: Face,
		private readonly time: SimulatedClock,
		private readonly latencyMs: number,
	) {}

	static async open(
		name: MarketplaceName,
		time: SimulatedClock,
		latencyMs: number,
		settings: Partial<SandboxSettings>,
	): Promise<Shop> {
		time.install();
		// Nothing of the contestant before may help or hinder.
		forgetProcess('quota');
		forgetProcess('token');
		const server = await startMarketplace(name, { now: () => time.now, ...settings });
		return new Shop(name, server, await faceOf(name), time, latencyMs);
	}

	get ids(): string[] {
		return this.server.backend.held().map(({ id }) => id);
	}

	credential(): ICredentialDataDecryptedObject {
		const grant = this.server.backend.grant({ expired: false }) as Record<string, string>;
		const { url } = this.server;
		return {
			...CONNECTIONS[this.name].fields(url, grant, true),
			// For polls, the stand-in of n8n's credential store fills in no hidden field.
			...(this.name === 'allegro' && { accessTokenUrl: `${url}/auth/oauth/token` }),
		} as ICredentialDataDecryptedObject;
	}

	/** Our trigger. */
	trigger(): PollingNode {
		const { credentialType, trigger } = this.face;
		const node = this.delayed(trigger);
		const { authentication } = CONNECTIONS[this.name];
		const output = this.name === 'assistTencho' ? 'marketplace' : 'order';
		const parameters = { ...(authentication && { authentication }), output } as INodeParameters;
		return new PollingNode({ node, credentialType, credential: this.credential(), parameters });
	}

	/** Our "Get Many" with all pages. */
	async everyOrder(filters: IDataObject): Promise<INodeExecutionData[]> {
		return await this.action({
			resource: 'order',
			operation: 'getAll',
			returnAll: true,
			output: 'order',
			filters,
			options: { maxWait: 86_400, includeRaw: true },
		});
	}

	/** Our action node on these items. */
	async action(own: IDataObject, items?: IDataObject[]): Promise<INodeExecutionData[]> {
		const { credentialType, node } = this.face;
		const { authentication } = CONNECTIONS[this.name];
		const parameters = { ...(authentication && { authentication }), ...own } as INodeParameters;
		const credential = this.credential();
		return await nodeContext({
			node: this.delayed(node),
			credentialType,
			credential,
			parameters,
			items,
		}).run();
	}

	/** A node that sends through our transport, without any operation. */
	client(work: (client: Client) => Promise<void>): PollingNode {
		const { marketplace, credentialType } = this.face;
		return this.plain(async (context) => {
			await work(await connect(context, marketplace, credentialType.name, { maxWaitMs: Infinity }));
			return [];
		});
	}

	/** A node that does what a peer does, and gives the ids. */
	peer(work: (ask: Ask) => Promise<string[]>): PollingNode {
		const { face, time } = this;
		let granted = time.now;
		const renew = () => {
			if (time.now - granted < TOKEN_MS) return;
			granted = time.now;
			node.credentials.stored.set(CREDENTIAL_ID, this.credential());
		};
		const credential = this.credential();
		const node = this.plain(async (context) => {
			const ask = asker(context as unknown as IAllExecuteFunctions, face, credential);
			return await work(async (question) => {
				renew();
				return await ask(question);
			});
		});
		return node;
	}

	private plain(work: (context: IPollFunctions) => Promise<string[]>): PollingNode {
		const { credentialType } = this.face;
		const type: INodeType = {
			description: {
				displayName: 'Plain',
				name: 'plain',
				group: ['trigger'],
				version: 1,
				description: 'Does what the bench wants',
				defaults: { name: 'Plain' },
				inputs: [],
				outputs: ['main'],
				credentials: [{ name: credentialType.name, required: true }],
				properties: [],
			},
			async poll() {
				return [(await work(this)).map((id) => ({ json: { id } }))];
			},
		};
		const credential = this.credential();
		return new PollingNode({
			node: this.delayed(type),
			credentialType,
			credential,
			parameters: {},
		});
	}

	/** Runs on the simulated clock, and lets the server count its last answer. */
	async run<T>(work: Promise<T>): Promise<T> {
		const result = await this.time.run(work);
		await new Promise((resolve) => setTimeout(resolve, 5));
		return result;
	}

	private note(args: unknown[]): void {
		for (const options of args as Array<Partial<IHttpRequestOptions> | undefined>) {
			if (typeof options?.url !== 'string') continue;
			this.sent.push(`${options.method ?? 'GET'} ${new URL(options.url).pathname}`);
		}
	}

	/** The same node; what it sends takes its time on the simulated clock. */
	private delayed(node: INodeType): INodeType {
		const around = <T extends object>(context: T & { helpers: Helpers }): T => {
			const { helpers } = context;
			const slow =
				<A extends unknown[], R>(send: (...args: A) => Promise<R>) =>
				async (...args: A): Promise<R> => {
					this.note(args);
					return await this.time.exchange(
						this.latencyMs,
						async () => await send.apply(context, args),
					);
				};
			return Object.create(context, {
				helpers: {
					value: {
						...helpers,
						httpRequest: slow(helpers.httpRequest),
						refreshOAuth2Token: slow(helpers.refreshOAuth2Token),
						httpRequestWithAuthentication: slow(helpers.httpRequestWithAuthentication),
					},
				},
			}) as T;
		};
		const { description, methods, poll, execute } = node;
		return {
			description,
			methods,
			...(poll && {
				async poll(this: IPollFunctions) {
					return await poll.call(around(this));
				},
			}),
			...(execute && {
				async execute(this) {
					return await execute.call(around(this));
				},
			}),
		} as INodeType;
	}
}
