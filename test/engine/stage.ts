import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { forgetProcess } from '../../core/request/process-memory';
import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoOAuth2Api } from '../../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { clock } from '../../core/request/clock';
import { Allegro } from '../../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../../nodes/Allegro/AllegroTrigger.node';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { AmazonSellingPartnerTrigger } from '../../nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node';
import { AssistTencho } from '../../nodes/AssistTencho/AssistTencho.node';
import { AssistTenchoTrigger } from '../../nodes/AssistTencho/AssistTenchoTrigger.node';
import { BigCommerce } from '../../nodes/BigCommerce/BigCommerce.node';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { Kaufland } from '../../nodes/Kaufland/Kaufland.node';
import { KauflandTrigger } from '../../nodes/Kaufland/KauflandTrigger.node';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';
import { startMarketplace, type MarketplaceName } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import type { SandboxSettings } from '../../sandbox/kit/settings';
import type { Stats } from '../../sandbox/kit/control';
import { CONNECTIONS, MARKETPLACES } from '../../scripts/marketplaces';
import { nodeContext, type NodeSetting, type RunningNode } from '../kit/node-context';
import { PollingNode, type PollSetting } from '../kit/poll-context';
import { runWorkflow, type NodeOutcome, type WorkflowSetting } from '../kit/workflow-run';

export { MARKETPLACES };
export type { MarketplaceName };

type Grant = Record<string, string>;

const FACES: Record<MarketplaceName, { node: INodeType; credentialType: ICredentialType }> = {
	allegro: { node: new Allegro(), credentialType: new AllegroOAuth2Api() },
	amazon: { node: new AmazonSellingPartner(), credentialType: new AmazonSellingPartnerApi() },
	assistTencho: { node: new AssistTencho(), credentialType: new AssistTenchoOAuth2Api() },
	bigCommerce: { node: new BigCommerce(), credentialType: new BigCommerceApi() },
	kaufland: { node: new Kaufland(), credentialType: new KauflandApi() },
	naver: { node: new NaverCommerce(), credentialType: new NaverCommerceApi() },
};

/** Nodes that poll. */
const TRIGGERS: Partial<Record<MarketplaceName, INodeType>> = {
	allegro: new AllegroTrigger(),
	amazon: new AmazonSellingPartnerTrigger(),
	assistTencho: new AssistTenchoTrigger(),
	kaufland: new KauflandTrigger(),
	naver: new NaverCommerceTrigger(),
	bigCommerce: new BigCommerceTrigger(),
};

/** The sandbox holds the orders of about twenty days. */
const since = () => new Date(Date.now() - 30 * 86_400_000).toISOString();
const FILTERS: Record<MarketplaceName, () => IDataObject> = {
	allegro: () => ({}),
	amazon: () => ({ createdAfter: since() }),
	assistTencho: () => ({}),
	bigCommerce: () => ({}),
	kaufland: () => ({}),
	naver: () => ({ updatedAfter: since() }),
};

/** What `run` needs beyond the usual. */
export interface Setting extends Partial<Omit<NodeSetting, 'parameters' | 'credential'>> {
	parameters?: IDataObject;
	/** What the marketplace gave on consent; a fresh one by default. */
	grant?: Grant;
	/** Fields of the credential to set otherwise. */
	credential?: Partial<ICredentialDataDecryptedObject>;
}

/** One marketplace server, and its node on n8n's engine. */
export class Stage {
	private readonly settings: SandboxSettings;

	private constructor(
		readonly name: MarketplaceName,
		readonly server: MarketplaceServer,
	) {
		this.settings = { ...server.settings };
	}

	static async open(name: MarketplaceName, settings: object = {}): Promise<Stage> {
		// Their own clock is ours, also where a test lets ours go faster.
		const now = () => clock.now();
		return new Stage(name, await startMarketplace(name, { quotaScale: 1000, now, ...settings }));
	}

	/** Everything as it was in the beginning, but for the orders. */
	reset(): void {
		const { settings, faults } = this.server;
		for (const key of Object.keys(settings)) {
			if (!(key in this.settings)) delete (settings as unknown as IDataObject)[key];
		}
		Object.assign(settings, this.settings);
		faults.set([]);
		this.server.resetStats();
		forgetProcess('quota');
		forgetProcess('token');
		forgetProcess('restricted');
		forgetProcess('poll');
	}

	/** What the server counted, its last answer included: it notes an answer after it has sent it. */
	async stats(): Promise<Stats> {
		await wait(30);
		// After a long turn of a busy machine, the time is over before its answers are noted.
		await nextTurn();
		return this.server.stats();
	}

	/** A credential's consent; `wish` is what the marketplace's `grant` understands. */
	grant(wish: object = {}): Grant {
		return this.server.backend.grant({ expired: false, ...wish }) as Grant;
	}

	credential(grant: Grant): ICredentialDataDecryptedObject {
		const { fields } = CONNECTIONS[this.name];
		return fields(this.server.url, grant, true) as ICredentialDataDecryptedObject;
	}

	node(setting: Setting = {}): RunningNode {
		return nodeContext(this.setting(setting));
	}

	/** The node in a workflow, on the engine that retries it and routes its errors. */
	async workflow({
		settings,
		rounds,
		...setting
	}: Setting & Pick<WorkflowSetting, 'settings' | 'rounds'>): Promise<NodeOutcome> {
		return await runWorkflow({ ...this.setting(setting), settings, rounds });
	}

	private setting({ grant, credential, parameters, ...rest }: Setting): NodeSetting {
		const { authentication } = CONNECTIONS[this.name];
		const usual = parameters ?? this.everyOrder();
		return {
			...FACES[this.name],
			credential: {
				...this.credential(grant ?? this.grant()),
				...credential,
			} as ICredentialDataDecryptedObject,
			parameters: { ...(authentication && { authentication }), ...usual } as INodeParameters,
			...rest,
		};
	}

	/** The marketplace's trigger; its place in the feed is kept from poll to poll. */
	trigger({
		grant,
		credential,
		parameters = {},
		...rest
	}: Setting & Pick<PollSetting, 'kept' | 'budgetMs' | 'isDurable'> = {}): PollingNode {
		const { authentication } = CONNECTIONS[this.name];
		const node = TRIGGERS[this.name];
		if (!node) throw new Error(`${this.name} has no trigger`);
		return new PollingNode({
			...FACES[this.name],
			node,
			credential: {
				...this.credential(grant ?? this.grant()),
				...credential,
			} as ICredentialDataDecryptedObject,
			parameters: { ...(authentication && { authentication }), ...parameters } as INodeParameters,
			...rest,
		});
	}

	/** Parameters of "Get Many" that reach every order. */
	everyOrder(more: IDataObject = {}): IDataObject {
		const output = this.name === 'assistTencho' ? 'marketplace' : 'order';
		const filters = FILTERS[this.name]();
		return { resource: 'order', operation: 'getAll', returnAll: true, filters, output, ...more };
	}

	/** Parameters of a generic request. */
	request(method: string, path: string, more: IDataObject = {}): IDataObject {
		return { resource: 'apiRequest', operation: 'request', method, path, ...more };
	}

	ids(items: INodeExecutionData[]): string[] {
		const field = this.name === 'assistTencho' ? 'serial_order_id' : 'id';
		return items.map(({ json }) => String(json[field]));
	}

	heldIds(): string[] {
		return this.server.backend.held().map(({ id }) => id);
	}
}

/** A path of the marketplace's API that any seller may read. */
export const LIST_PATH: Record<MarketplaceName, string> = {
	allegro: '/order/checkout-forms',
	amazon: '/orders/2026-01-01/orders',
	assistTencho: '/api/v1/orders.php',
	bigCommerce: '/v2/orders',
	kaufland: '/order-units',
	naver: '/v1/pay-order/seller/product-orders/last-changed-statuses',
};
