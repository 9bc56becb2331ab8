import { startMarketplace, type MarketplaceName } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import { credentialOf, MARKETPLACES } from './marketplaces';
import type { N8nInstallation } from './n8n/install';
import { N8n, type Credential } from './n8n/n8n';

/** How many orders each marketplace holds. */
export type Sizes = Record<MarketplaceName, number>;

/** A real n8n with the package in it, and the marketplaces for it to read. */
export interface Lab {
	n8n: N8n;
	servers: Record<MarketplaceName, MarketplaceServer>;
	/** As they were imported, before n8n changed anything in them. */
	credentials: Credential[];
	dispose(): Promise<void>;
}

/** What a lab is made of. */
interface LabPlan {
	installation: N8nInstallation;
	/** The packed package. */
	tarball: string;
	sizes: Sizes;
	/** Further settings of the marketplaces that count from the start. */
	settings?: Partial<Record<MarketplaceName, object>>;
	/** Whether the stored access tokens have run out. */
	expired?: boolean;
	/** Settings of n8n, as environment variables. */
	environment?: Record<string, string>;
	/** Whether the credentials hold a token from the start, as after a first use. */
	stored?: boolean;
}

/** Starts the marketplaces and prepares an n8n; its server is not started yet. */
export async function openLab(plan: LabPlan): Promise<Lab> {
	const servers = await startAll(plan);
	const n8n = N8n.create(plan.installation, plan.environment);
	const dispose = async () => {
		await n8n.dispose();
		await Promise.all(Object.values(servers).map(async (server) => await server.close()));
	};
	try {
		const credentials = MARKETPLACES.map((name) => {
			const { backend, url } = servers[name];
			// Only what can be renewed is handed out expired.
			const expired = (plan.expired ?? false) && RENEWABLE.includes(name);
			return credentialOf(name, url, backend.grant({ expired }), plan.stored ?? expired);
		});
		await n8n.installPackage(plan.tarball);
		await n8n.importCredentials(credentials);
		return { n8n, servers, credentials, dispose };
	} catch (error) {
		await dispose();
		throw error;
	}
}

/** The marketplaces whose tokens run out and can be had anew without a person. */
export const RENEWABLE: MarketplaceName[] = ['allegro', 'amazon', 'naver'];

async function startAll({
	sizes,
	settings = {},
}: LabPlan): Promise<Record<MarketplaceName, MarketplaceServer>> {
	const started = await Promise.all(
		MARKETPLACES.map(async (name) => {
			const server = await startMarketplace(name, { orders: sizes[name], ...settings[name] });
			return [name, server] as const;
		}),
	);
	return Object.fromEntries(started) as Record<MarketplaceName, MarketplaceServer>;
}

/** Makes these the redirect addresses that the marketplaces know; Assist Tencho knows one. */
export function register(
	servers: ReadonlyArray<{ settings: object }>,
	redirectUri: string,
	...others: string[]
): void {
	const redirectUris = [redirectUri, ...others];
	for (const { settings } of servers) Object.assign(settings, { redirectUri, redirectUris });
}
