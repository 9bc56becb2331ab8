import { startMarketplace } from '../sandbox';
import { APP as AMAZON_APP } from '../sandbox/amazon/app';
import type { AmazonSettings } from '../sandbox/amazon/settings';
import { APP as BIGCOMMERCE_APP } from '../sandbox/bigcommerce/app';
import type { BigCommerceSettings } from '../sandbox/bigcommerce/settings';
import type { MarketplaceServer } from '../sandbox/kit/server';
import type { N8nInstallation } from '../scripts/n8n/install';
import { N8n, type Credential } from '../scripts/n8n/n8n';
import { workflowOf, type Workflow } from '../scripts/n8n/workflow';

const TRIGGER = 'n8n-nodes-marketplaces.marketplaceAuthorizationTrigger';

/** The trigger's name in every workflow. */
export const NAME = 'Marketplace Authorization Trigger';

/** A real n8n with an authorization trigger for each of two marketplaces that send their sellers there. */
export class AuthorizationLab {
	private constructor(
		readonly n8n: N8n,
		readonly amazon: MarketplaceServer,
		readonly bigCommerce: MarketplaceServer,
	) {}

	static async open(installation: N8nInstallation, tarball: string): Promise<AuthorizationLab> {
		const amazon = await startMarketplace('amazon', { orders: 1 });
		const bigCommerce = await startMarketplace('bigCommerce', { orders: 1 });
		const lab = new AuthorizationLab(N8n.create(installation), amazon, bigCommerce);
		try {
			await lab.n8n.installPackage(tarball);
			await lab.n8n.importCredentials(lab.credentials());
			await lab.n8n.importWorkflows(WORKFLOWS);
			await lab.start();
			for (const { id } of WORKFLOWS) await lab.n8n.publish(id);
		} catch (error) {
			await lab.close();
			throw error;
		}
		return lab;
	}

	/** Starts n8n and tells both marketplaces where it is now. */
	async start(): Promise<void> {
		await this.n8n.start();
		this.register();
	}

	/** Registers n8n's addresses with both marketplaces, and lets Amazon go its usual ways but for `ways`. */
	register(ways: Pick<AmazonSettings, 'loginUriFirst' | 'relativeCallback'> = {}): void {
		const amazon = this.amazon.settings as AmazonSettings;
		Object.assign(amazon, { loginUriFirst: false, relativeCallback: false, ...ways });
		amazon.loginUri = this.address('amazon-app');
		amazon.redirectUris = [amazon.loginUri];
		const bigCommerce = this.bigCommerce.settings as BigCommerceSettings;
		bigCommerce.redirectUris = [this.address('bigcommerce-app')];
		bigCommerce.loadUri = this.address('bigcommerce-app/load');
	}

	/** An address of n8n, as n8n itself names it. */
	address(path: string, prefix = 'webhook'): string {
		return `${this.n8n.url.replace('127.0.0.1', 'localhost')}/${prefix}/${path}`;
	}

	/** The same address after n8n was started again elsewhere; in life a proxy keeps it as it is. */
	moved(address: string): string {
		const { pathname, search } = new URL(address);
		return new URL(pathname + search, this.address('')).href;
	}

	async close(): Promise<void> {
		await this.n8n.dispose();
		await this.amazon.close();
		await this.bigCommerce.close();
	}

	private credentials(): Credential[] {
		const custom = (url: string) => ({ environment: 'custom', authBaseUrl: url, apiBaseUrl: url });
		const { clientId, clientSecret } = AMAZON_APP;
		return [
			{
				id: 'amazon-app',
				name: 'Amazon app',
				type: 'amazonSellingPartnerApi',
				data: { ...custom(this.amazon.url), region: 'eu', clientId, clientSecret },
			},
			{
				id: 'bigcommerce-app',
				name: 'BigCommerce app',
				type: 'bigCommerceApi',
				data: {
					...custom(this.bigCommerce.url),
					method: 'authorizationCode',
					clientId: BIGCOMMERCE_APP.clientId,
					clientSecret: BIGCOMMERCE_APP.clientSecret,
				},
			},
		];
	}
}

/** A trigger as the editor would put it into a workflow. */
export function trigger(parameters: Record<string, unknown>) {
	const { marketplace, path } = parameters;
	const [type, id] =
		marketplace === 'amazon'
			? ['amazonSellingPartnerApi', 'amazon-app']
			: ['bigCommerceApi', 'bigcommerce-app'];
	return {
		name: NAME,
		type: TRIGGER,
		webhookId: `hook-${String(path)}`,
		parameters,
		credentials: { [type]: { id, name: id } },
	};
}

const { applicationId } = AMAZON_APP;
const events = ['installed', 'loaded', 'uninstalled', 'userRemoved'];

const WORKFLOWS: Workflow[] = [
	workflowOf('amazon', [
		trigger({ marketplace: 'amazon', path: 'amazon-app', applicationId, isDraft: true }),
	]),
	workflowOf('bigCommerce', [
		trigger({ marketplace: 'bigCommerce', path: 'bigcommerce-app', events }),
	]),
];

/** One step of a browser. */
export interface Step {
	status: number;
	location: string;
	html: string;
	headers: Headers;
}

/** A browser without a window: keeps cookies, and goes only where it is told. */
export class Visitor {
	private readonly cookies = new Map<string, string>();

	async get(address: string): Promise<Step> {
		const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const answer = await fetch(address, {
			// n8n drops idle connections after five seconds; on a busy machine a visit would meet just that.
			headers: { accept: 'text/html', connection: 'close', ...(cookie && { cookie }) },
			redirect: 'manual',
		});
		for (const line of answer.headers.getSetCookie()) {
			const [pair] = line.split(';');
			const at = pair.indexOf('=');
			this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
		}
		const { status, headers } = answer;
		const location = headers.get('location') ?? '';
		return { status, headers, location, html: await answer.text() };
	}

	/** Sends a consent form. */
	async consent(address: string, choice: Record<string, string>): Promise<string> {
		const { origin, pathname, searchParams } = new URL(address);
		const body = new URLSearchParams([...searchParams, ...Object.entries(choice)]);
		const answer = await fetch(origin + pathname, { method: 'POST', body, redirect: 'manual' });
		return answer.headers.get('location') ?? '';
	}
}
