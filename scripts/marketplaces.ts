import type { MarketplaceName } from '../sandbox';
import type { MarketplaceServer } from '../sandbox/kit/server';
import type { Credential } from './n8n/n8n';
import type { NodeSketch } from './n8n/workflow';

type Grant = Record<string, string>;

/** How a marketplace of the sandbox is reached from n8n. */
interface Connection {
	/** The node's name in a workflow. */
	title: string;
	/** The node's type without the package. */
	node: string;
	credentialType: string;
	/** Only for nodes that have the parameter. */
	authentication?: 'oAuth2' | 'accessToken';
	/** The credential after consent; with `stored` the token is in it as n8n would have stored it. */
	fields(url: string, grant: Grant, stored: boolean): Record<string, unknown>;
	/** Where a stored credential keeps the token in use. */
	token(fields: Record<string, unknown>): string | undefined;
	/** Whose order ids they are, where one marketplace gives the same id to orders of several accounts. */
	account?(url: string, grant: Grant): string;
	/** Filters of "Get Many" that reach back to the oldest order of the sandbox. */
	filters: Record<string, string>;
}

const PACKAGE = 'n8n-nodes-marketplaces';

const custom = (url: string) => ({ environment: 'custom', authBaseUrl: url, apiBaseUrl: url });
const oauthToken = (fields: Record<string, unknown>) =>
	(fields.oauthTokenData as { access_token?: string } | undefined)?.access_token;
const accessToken = (fields: Record<string, unknown>) => fields.accessToken as string | undefined;

/** The sandbox holds the orders of about twenty days. */
const SINCE = { createdAfter: '={{ $now.minus({ days: 30 }).toISO() }}' };

export const CONNECTIONS: Record<MarketplaceName, Connection> = {
	allegro: {
		title: 'Allegro',
		node: 'allegro',
		credentialType: 'allegroOAuth2Api',
		filters: {},
		token: oauthToken,
		fields: (url, grant) => ({
			...custom(url),
			clientId: grant.clientId,
			clientSecret: grant.clientSecret,
			applicationName: grant.applicationName,
			applicationUrl: grant.applicationUrl,
			oauthTokenData: {
				access_token: grant.accessToken,
				refresh_token: grant.refreshToken,
				token_type: 'bearer',
				expires_in: Number(grant.expiresIn),
				scope: grant.scope,
			},
		}),
	},
	amazon: {
		title: 'Amazon Selling Partner',
		node: 'amazonSellingPartner',
		credentialType: 'amazonSellingPartnerApi',
		filters: SINCE,
		token: accessToken,
		fields: (url, grant, stored) => ({
			...custom(url),
			method: 'refreshToken',
			region: grant.region,
			clientId: grant.clientId,
			clientSecret: grant.clientSecret,
			refreshToken: grant.refreshToken,
			accessToken: stored ? grant.accessToken : '',
			sellerId: grant.sellingPartnerId,
		}),
	},
	assistTencho: {
		title: 'Assist Tencho',
		node: 'assistTencho',
		credentialType: 'assistTenchoOAuth2Api',
		authentication: 'oAuth2',
		filters: {},
		token: oauthToken,
		fields: (url, grant) => ({
			baseUrl: `${url}${grant.basePath}`,
			clientId: grant.clientId,
			clientSecret: grant.clientSecret,
			oauthTokenData: { access_token: grant.accessToken, token_type: 'Bearer' },
		}),
		account: (url, grant) => `${new URL(url).host}${grant.basePath}`,
	},
	bigCommerce: {
		title: 'BigCommerce',
		node: 'bigCommerce',
		credentialType: 'bigCommerceApi',
		authentication: 'accessToken',
		filters: {},
		token: accessToken,
		fields: (url, grant) => ({
			...custom(url),
			method: 'accessToken',
			storeHash: grant.storeHash,
			accessToken: grant.accessToken,
		}),
		account: (_url, grant) => grant.storeHash,
	},
	naver: {
		title: 'Naver Commerce',
		node: 'naverCommerce',
		credentialType: 'naverCommerceApi',
		filters: SINCE,
		token: accessToken,
		fields: (url, grant, stored) => ({
			environment: 'custom',
			apiBaseUrl: `${url}${grant.basePath}`,
			accountType: 'SELF',
			clientId: grant.clientId,
			clientSecret: grant.clientSecret,
			accessToken: stored ? grant.accessToken : '',
		}),
	},
	kaufland: {
		title: 'Kaufland',
		node: 'kaufland',
		credentialType: 'kauflandApi',
		filters: SINCE,
		// Nothing but the keys: every request is signed.
		token: () => undefined,
		fields: (url, grant) => ({
			environment: 'custom',
			apiBaseUrl: `${url}${grant.basePath}`,
			clientKey: grant.clientKey,
			secretKey: grant.secretKey,
		}),
	},
};

export const MARKETPLACES = Object.keys(CONNECTIONS) as MarketplaceName[];

/** Credential ids are fixed, so that workflows can name them. */
export function credentialOf(
	name: MarketplaceName,
	url: string,
	grant: Record<string, unknown>,
	stored = false,
): Credential {
	const { credentialType, title, fields } = CONNECTIONS[name];
	return {
		id: `sandbox-${name}`,
		name: `${title} (sandbox)`,
		type: credentialType,
		data: fields(url, grant as Grant, stored),
	};
}

/** The marketplace's node with its sandbox credential. */
export function nodeOf(name: MarketplaceName, parameters: Record<string, unknown>): NodeSketch {
	const { title, node, authentication } = CONNECTIONS[name];
	return {
		name: title,
		type: `${PACKAGE}.${node}`,
		parameters: { ...(authentication && { authentication }), ...parameters },
		credentials: credentialReference(name),
	};
}

/** What a node of a workflow holds to point at its credential. */
export function credentialReference(name: MarketplaceName) {
	const { credentialType, title } = CONNECTIONS[name];
	return { [credentialType]: { id: `sandbox-${name}`, name: `${title} (sandbox)` } };
}

/** What every `eventKey` of this account begins with. */
export function keyOwner(name: MarketplaceName, { url, backend }: MarketplaceServer): string {
	const marketplace = name === 'bigCommerce' ? 'bigcommerce' : name;
	const { account } = CONNECTIONS[name];
	if (account === undefined) return marketplace;
	return `${marketplace}:${account(url, backend.grant({ expired: false }) as Grant)}`;
}

/** The marketplace whose node has this type. */
export function marketplaceOf(nodeType: string): MarketplaceName | undefined {
	return MARKETPLACES.find((name) => nodeType === `${PACKAGE}.${CONNECTIONS[name].node}`);
}

/** Parameters of "Get Many" for every order that the sandbox holds. */
export function everyOrder(name: MarketplaceName, output = 'order'): Record<string, unknown> {
	const { filters } = CONNECTIONS[name];
	return { resource: 'order', operation: 'getAll', returnAll: true, filters, output };
}
