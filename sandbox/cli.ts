import { parseArgs } from 'node:util';

import { BACKENDS, startMarketplace, type MarketplaceName } from './index';
import { DEFAULTS } from './kit/settings';
import type { MarketplaceServer } from './kit/server';

const FIRST_PORT = 4101;

const USAGE = `npm run sandbox -- [options]

Starts six made-up marketplaces on this computer, as strict as the real ones, and shows
what to type into the credentials of n8n. Ctrl+C ends them.

  --json  show all that a seller's consent would have given, as JSON
  --help  show this

Environment variables:
  SANDBOX_ORDERS      orders of each marketplace (default: ${DEFAULTS.orders})
  SANDBOX_SEED        another number gives other orders (default: ${DEFAULTS.seed})
  SANDBOX_LATENCY_MS  added to each answer, in milliseconds (default: ${DEFAULTS.latencyMs})
  SANDBOX_PORT        first of the six ports; 0 takes any that are free (default: ${FIRST_PORT})
  SANDBOX_CALLBACK    the OAuth Redirect URL of your n8n (default: that of http://localhost:5678)`;

const CALLBACK = 'http://localhost:5678/rest/oauth2-credential/callback';

type Grant = Record<string, unknown>;

/** What the credentials of a marketplace in n8n need. */
interface Listing {
	title: string;
	fields(url: string, grant: Grant): Record<string, unknown>;
}

const custom = (url: string) => ({
	Environment: 'Custom',
	'Authorization Base URL': url,
	'API Base URL': url,
});

const LISTINGS: Record<MarketplaceName, Listing> = {
	allegro: {
		title: 'Allegro',
		fields: (url, { clientId, clientSecret, applicationName, applicationUrl }) => ({
			...custom(url),
			'Client ID': clientId,
			'Client Secret': clientSecret,
			'Application Name': applicationName,
			'Application URL': applicationUrl,
		}),
	},
	amazon: {
		title: 'Amazon Selling Partner',
		fields: (url, { clientId, clientSecret, refreshToken }) => ({
			...custom(url),
			Region: 'Europe',
			'Client ID': clientId,
			'Client Secret': clientSecret,
			'Refresh Token': refreshToken,
		}),
	},
	assistTencho: {
		title: 'Assist Tencho',
		fields: (url, { basePath, clientId, clientSecret, loginId, password, accessToken }) => ({
			'Base URL': `${url}${String(basePath)}`,
			'OAuth2: Client ID': clientId,
			'OAuth2: Client Secret': clientSecret,
			'OAuth2: login': `${String(loginId)} and ${String(password)}`,
			'Access Token': accessToken,
		}),
	},
	bigCommerce: {
		title: 'BigCommerce',
		fields: (url, { storeHash, accessToken, appClientId, appClientSecret }) => ({
			...custom(url),
			'Store Hash': storeHash,
			'Access Token': accessToken,
			'OAuth2: Client ID': appClientId,
			'OAuth2: Client Secret': appClientSecret,
		}),
	},
	naver: {
		title: 'Naver Commerce',
		fields: (url, { basePath, clientId, clientSecret }) => ({
			Environment: 'Custom',
			'API Base URL': `${url}${String(basePath)}`,
			'Client ID': clientId,
			'Client Secret': clientSecret,
		}),
	},
	kaufland: {
		title: 'Kaufland',
		fields: (url, { basePath, clientKey, secretKey }) => ({
			Environment: 'Custom',
			'API Base URL': `${url}${String(basePath)}`,
			'Client Key': clientKey,
			'Secret Key': secretKey,
		}),
	},
};

/** A number from the environment; whatever is no number stops the start. */
function fromEnvironment(name: string, fallback: number): number {
	const text = process.env[name];
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (Number.isFinite(value) && value >= 0) return value;
	throw new Error(`${name} must be a number, not '${text}'`);
}

/** The callback is of the marketplaces whose credentials have a Connect button; Assist Tencho knows one. */
function settings() {
	const redirectUri = process.env.SANDBOX_CALLBACK ?? CALLBACK;
	return {
		orders: fromEnvironment('SANDBOX_ORDERS', DEFAULTS.orders),
		seed: fromEnvironment('SANDBOX_SEED', DEFAULTS.seed),
		latencyMs: fromEnvironment('SANDBOX_LATENCY_MS', DEFAULTS.latencyMs),
		...{ redirectUri, redirectUris: [redirectUri] },
	};
}

async function start(): Promise<MarketplaceServer[]> {
	const names = Object.keys(BACKENDS) as MarketplaceName[];
	const first = fromEnvironment('SANDBOX_PORT', FIRST_PORT);
	return await Promise.all(
		names.map(
			async (name, at) => await startMarketplace(name, settings(), first === 0 ? 0 : first + at),
		),
	);
}

/** What to type into n8n; `localhost`, since n8n calls itself so. */
function textOf({ name, url, backend }: MarketplaceServer): string {
	const { title, fields } = LISTINGS[name as MarketplaceName];
	const address = url.replace('127.0.0.1', 'localhost');
	const typed = Object.entries(fields(address, backend.grant({ expired: false })));
	const width = Math.max(...typed.map(([label]) => label.length));
	const lines = typed.map(([label, value]) => `  ${label.padEnd(width)}  ${String(value)}`);
	const orders = backend.held().length.toLocaleString('en');
	return [`${title}: ${address}, ${orders} orders`, ...lines].join('\n');
}

function show(servers: readonly MarketplaceServer[], asJson: boolean): void {
	if (asJson) {
		const all = servers.map(({ name, url, backend }) => ({
			...{ name, url, orders: backend.held().length },
			grant: backend.grant({ expired: false }),
		}));
		console.log(JSON.stringify(all, null, 2));
		return;
	}
	const how = 'Type these into credentials of n8n. Ctrl+C ends the marketplaces.';
	console.log([...servers.map(textOf), how].join('\n\n'));
}

/** They keep nothing, so there is nothing to put away. */
function endOnSignal(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => process.exit(0));
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
	});
	if (values.help) return console.log(USAGE);
	endOnSignal();
	show(await start(), values.json ?? false);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
