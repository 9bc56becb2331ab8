import { startMarketplace } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { register } from '../../scripts/lab';
import { CONNECTIONS } from '../../scripts/marketplaces';
import type { Execution } from '../../scripts/n8n/execution';
import type { N8nInstallation } from '../../scripts/n8n/install';
import { N8n } from '../../scripts/n8n/n8n';
import { MANUAL, workflowOf } from '../../scripts/n8n/workflow';
import { ELSEWHERE } from './elsewhere';
import type { Pasted } from './pasted';

const PACKAGE = 'n8n-nodes-marketplaces';
const NAMES = ['allegro', 'amazon', 'assistTencho', 'bigCommerce'] as const;
export type ConnectedName = (typeof NAMES)[number];

/** The values behind the names that the form shows. */
const VALUES: Record<string, string> = {
	Custom: 'custom',
	Europe: 'eu',
	'Authorization Code': 'authorizationCode',
};

/** What is stored of what a person types and chooses. */
export function storedAs(fields: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, typed]) => [name, VALUES[typed] ?? typed]),
	);
}

/** A running n8n without any credential, and marketplaces in whose settings it is registered. */
export class Workshop {
	/** What the executions stored, to look for what must not be there. */
	readonly stored: string[] = [];

	private constructor(
		readonly n8n: N8n,
		readonly servers: Record<ConnectedName, MarketplaceServer>,
		readonly grants: Record<ConnectedName, Record<string, string>>,
	) {}

	static async open(installation: N8nInstallation, tarball: string): Promise<Workshop> {
		const started = await Promise.all(
			// n8n's own credential tests know nothing of a pace; that has checks of its own.
			NAMES.map(
				async (name) =>
					[name, await startMarketplace(name, { orders: 20, quotaScale: 1000 })] as const,
			),
		);
		const servers = Object.fromEntries(started) as Workshop['servers'];
		const grants = Object.fromEntries(
			started.map(([name, { backend }]) => [name, backend.grant({ expired: false })]),
		) as Workshop['grants'];
		const workshop = new Workshop(N8n.create(installation), servers, grants);
		try {
			await workshop.n8n.installPackage(tarball);
			await workshop.start();
		} catch (error) {
			await workshop.close();
			throw error;
		}
		return workshop;
	}

	/** Starts n8n, whose port is another one each time, and registers its callback everywhere. */
	async start(): Promise<void> {
		await this.n8n.start();
		this.registerOwn();
	}

	/** Registers n8n's own callback with the marketplaces. */
	registerOwn(): void {
		this.register(`${this.n8n.editorUrl}/rest/oauth2-credential/callback`, ELSEWHERE);
	}

	async close(): Promise<void> {
		await this.n8n.dispose();
		await Promise.all(Object.values(this.servers).map(async (server) => await server.close()));
	}

	/** Makes these the redirect addresses that the marketplaces know; Assist Tencho knows one. */
	register(redirectUri: string, ...others: string[]): void {
		register(Object.values(this.servers), redirectUri, ...others);
	}

	/** The id of the newest credential of a type. */
	async credentialId(type: string): Promise<string> {
		const all = await this.n8n.call<Array<{ id: string; type: string; createdAt: string }>>(
			'GET',
			'/credentials',
		);
		const own = all
			.filter((credential) => credential.type === type)
			.sort((one, other) => one.createdAt.localeCompare(other.createdAt));
		const newest = own.at(-1);
		if (!newest) throw new Error(`No credential of the type ${type}`);
		return newest.id;
	}

	/** Saves a workflow that reads orders with a credential, and gives its id. */
	async workflow(
		{ name, type, authentication }: { name: ConnectedName; type: string; authentication?: string },
		id: string,
	): Promise<string> {
		const { title, node, filters } = CONNECTIONS[name];
		const sketch = {
			name: title,
			type: `${PACKAGE}.${node}`,
			parameters: {
				...(authentication && { authentication }),
				...{ resource: 'order', operation: 'getAll', limit: 3, filters },
			},
			credentials: { [type]: { id, name: type } },
		};
		const { id: _ours, ...workflow } = workflowOf(`reads-${type}`, [MANUAL], [sketch]);
		return (await this.n8n.call<{ id: string }>('POST', '/workflows', workflow)).id;
	}

	/** What n8n's credential test says of a new credential with this code. */
	async test(
		kind: Pasted,
		authorizationCode: string,
	): Promise<{ status: string; message: string }> {
		const { name, type, title } = kind;
		const fields = kind.fields(this.servers[name].url, this.grants[name]);
		const data = { ...storedAs(fields), authorizationCode };
		const { id } = await this.create(type, data);
		return await this.n8n.call('POST', '/credentials/test', {
			credentials: { id, name: title, type, data },
		});
	}

	/** Saves a credential without the editor. */
	async create(type: string, data: Record<string, string>): Promise<{ id: string }> {
		return await this.n8n.call('POST', '/credentials', { name: type, type, data });
	}

	async run(workflowId: string): Promise<Execution> {
		const execution = await this.n8n.execute(workflowId, 180_000);
		this.stored.push(execution.stored);
		return execution;
	}
}
