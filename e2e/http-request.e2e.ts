import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openLab, RENEWABLE, type Lab } from '../scripts/lab';
import { CONNECTIONS } from '../scripts/marketplaces';
import { itemsOf, type Execution } from '../scripts/n8n/execution';
import type { Credential } from '../scripts/n8n/n8n';
import { MANUAL, repeat, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import type { MarketplaceName } from '../sandbox';
import { secretsIn, secretsOf } from './secrets';

const SIZES = { allegro: 5, amazon: 5, assistTencho: 5, bigCommerce: 5, naver: 5, kaufland: 5 };
const MANY = 20;
const NODE = 'HTTP Request';

type Fields = Record<string, string>;

/** What the user of an HTTP Request node has to write. */
interface Written {
	marketplace: MarketplaceName;
	/** Below what the credential holds. */
	url(fields: Fields, orderId: string): string;
	headers?(fields: Fields): Record<string, string>;
}

const ALLEGRO_ACCEPT = 'application/vnd.allegro.public.v1+json';

const ALLEGRO: Written = {
	marketplace: 'allegro',
	url: ({ apiBaseUrl }) => `${apiBaseUrl}/me`,
	headers: ({ applicationName, applicationUrl }) => ({
		Accept: ALLEGRO_ACCEPT,
		'User-Agent': `${applicationName}/1.0 (+${applicationUrl})`,
	}),
};
const ASSIST_TENCHO: Written = {
	marketplace: 'assistTencho',
	url: ({ baseUrl }) => `${baseUrl}/api/v1/orders.php`,
};
const BIG_COMMERCE: Written = {
	marketplace: 'bigCommerce',
	url: ({ apiBaseUrl, storeHash }) => `${apiBaseUrl}/stores/${storeHash}/v2/orders`,
};

/** By the name of the credential's type. */
const WORKING: Record<string, Written> = {
	allegroOAuth2Api: ALLEGRO,
	amazonSellingPartnerApi: {
		marketplace: 'amazon',
		url: ({ apiBaseUrl }, id) => `${apiBaseUrl}/orders/2026-01-01/orders/${id}`,
		headers: () => ({
			'x-amz-date': `={{ $now.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'") }}`,
			'User-Agent': 'My-Shop-Orders/1.0 (Language=JavaScript)',
		}),
	},
	assistTenchoApi: ASSIST_TENCHO,
	assistTenchoOAuth2Api: ASSIST_TENCHO,
	bigCommerceApi: BIG_COMMERCE,
	kauflandApi: {
		marketplace: 'kaufland',
		url: ({ apiBaseUrl }) => `${apiBaseUrl}/order-units?status=open&status=need_to_be_sent`,
	},
	naverCommerceApi: {
		marketplace: 'naver',
		url: ({ apiBaseUrl }) => `${apiBaseUrl}/v1/seller/account`,
	},
};

/** A signature covers what the user has entered in other fields, too. */
const SIGNED: Record<string, { path: string; parameters: IDataObject; status: string }> = {
	'a query by fields': {
		path: '/order-units',
		parameters: {
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'sort', value: 'ts_updated:desc' },
					{ name: 'id_offer', value: "Łódź & co's 100 %" },
				],
			},
		},
		status: '200',
	},
	'a query beside that of the URL': {
		path: '/order-units?limit=1',
		parameters: {
			sendQuery: true,
			specifyQuery: 'json',
			jsonQuery: '{ "ts_created_from_iso": "2021-07-24T19:26:05Z" }',
		},
		status: '200',
	},
	'pages of n8n': {
		path: '/order-units?limit=2',
		parameters: {
			options: {
				pagination: {
					pagination: {
						parameters: {
							parameters: [{ type: 'qs', name: 'offset', value: '={{ $pageCount * 2 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $response.body.data.length < 2 }}',
						limitPagesFetched: true,
						maxRequests: 3,
					},
				},
			},
		},
		status: '200',
	},
	'a body by fields': {
		path: '/units/bulk?storefront=de',
		parameters: {
			method: 'POST',
			sendBody: true,
			bodyParameters: { parameters: [{ name: 'unit', value: 'Łódź' }] },
		},
		// What is no list of offers is refused, behind the signature.
		status: '400',
	},
	'a body as JSON': {
		path: '/units/bulk?storefront=de',
		parameters: {
			method: 'POST',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '[ { "id_unit": 5,  "unit_data": { "amount": 7, "note": "Grüße" } } ]\n',
		},
		status: '207',
	},
};

/** What does not, with what is written there. */
const FAILING: Record<string, Written & { type: string; status: string }> = {
	'allegro without headers': {
		...ALLEGRO,
		type: 'allegroOAuth2Api',
		headers: undefined,
		status: '403',
	},
	"allegro with n8n's own User-Agent": {
		...ALLEGRO,
		type: 'allegroOAuth2Api',
		headers: () => ({ Accept: ALLEGRO_ACCEPT }),
		status: '403',
	},
	'allegro with the Accept of the HTTP Request node': {
		...ALLEGRO,
		type: 'allegroOAuth2Api',
		headers: (fields) => ({ 'User-Agent': ALLEGRO.headers?.(fields)['User-Agent'] ?? '' }),
		status: '406',
	},
	'bigCommerce by OAuth2': { ...BIG_COMMERCE, type: 'bigCommerceOAuth2Api', status: '401' },
};

const ALL = [...Object.keys(WORKING), ...Object.keys(FAILING)];

/** Of the workflow that tries it. */
const idOf = (what: string) => `http-${ALL.indexOf(what)}`;

/** The second way to the two marketplaces that have one. */
function otherWays({ credentials }: Lab): Credential[] {
	const fieldsOf = (type: string) => credentials.find((one) => one.type === type)?.data as Fields;
	const { baseUrl, oauthTokenData } = fieldsOf('assistTenchoOAuth2Api') as Fields & {
		oauthTokenData: unknown;
	};
	const { accessToken, ...bigCommerce } = fieldsOf('bigCommerceApi');
	const token = (oauthTokenData as Fields).access_token;
	return [
		{
			id: 'assistTenchoApi',
			name: 'By token',
			type: 'assistTenchoApi',
			data: { baseUrl, method: 'accessToken', accessToken: token },
		},
		{
			id: 'bigCommerceOAuth2Api',
			name: 'By app',
			type: 'bigCommerceOAuth2Api',
			data: { ...bigCommerce, oauthTokenData: { access_token: accessToken } },
		},
	];
}

describe.each(inject('installations'))("n8n's HTTP Request node, $version", (installation) => {
	const isFirstLine = installation.version.startsWith('1.');
	let lab: Lab;
	let credentials: Credential[];
	const executions: Execution[] = [];

	function nodeFor(type: string, { marketplace, url, headers }: Written): NodeSketch {
		const credential = credentials.find((one) => one.type === type) as Credential;
		const fields = credential.data as Fields;
		const [{ id }] = lab.servers[marketplace].backend.held();
		const pairs = Object.entries(headers?.(fields) ?? {});
		return {
			name: NODE,
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url: url(fields, id),
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				sendHeaders: pairs.length > 0,
				headerParameters: { parameters: pairs.map(([name, value]) => ({ name, value })) },
				options: {},
			},
			credentials: { [type]: { id: credential.id, name: credential.name } },
		};
	}

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		for (const { settings } of Object.values(lab.servers)) settings.quotaScale = 1000;
		const others = otherWays(lab);
		credentials = [...lab.credentials, ...others];
		await lab.n8n.importCredentials(others);
		await lab.n8n.importWorkflows([
			...Object.entries(WORKING).map(([type, written]) =>
				workflowOf(idOf(type), [MANUAL], [nodeFor(type, written)]),
			),
			...RENEWABLE.map((name) => {
				const type = CONNECTIONS[name].credentialType;
				const node = nodeFor(type, WORKING[type]);
				return workflowOf(`many-${name}`, [MANUAL], [repeat(MANY)], [node]);
			}),
			...Object.values(SIGNED).map(({ path, parameters }, i) => {
				const node = nodeFor('kauflandApi', {
					marketplace: 'kaufland',
					url: ({ apiBaseUrl }) => apiBaseUrl + path,
				});
				const more = { ...node.parameters, ...parameters };
				return workflowOf(`signed-${i}`, [MANUAL], [{ ...node, parameters: more }]);
			}),
			...Object.entries(FAILING).map(([what, written]) =>
				workflowOf(idOf(what), [MANUAL], [nodeFor(written.type, written)]),
			),
		]);
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	async function run(workflow: string): Promise<Execution> {
		const execution = await lab.n8n.execute(workflow, 120_000);
		executions.push(execution);
		return execution;
	}

	it.each(Object.keys(WORKING))('reads with %s', async (type) => {
		const { marketplace } = WORKING[type];
		lab.servers[marketplace].resetStats();
		const execution = await run(idOf(type));
		expect(execution.error).toBeUndefined();
		expect(itemsOf(execution, NODE).length).toBeGreaterThan(0);
		expect(lab.servers[marketplace].stats().violations).toEqual([]);
	});

	it.each(Object.keys(SIGNED))('signs %s', async (what) => {
		const server = lab.servers.kaufland;
		server.resetStats();
		await run(`signed-${Object.keys(SIGNED).indexOf(what)}`);
		expect(Object.keys(server.stats().statuses)).toEqual([SIGNED[what].status]);
	});

	// n8n 1.x lets each item of its own node refresh an OAuth2 token.
	const renewable = RENEWABLE.filter((name) => !isFirstLine || name !== 'allegro');
	it.each(renewable)(`renews an expired token of %s once for ${MANY} items`, async (name) => {
		const server = lab.servers[name];
		server.backend.expireTokens({ revoke: false });
		server.resetStats();
		const execution = await run(`many-${name}`);
		expect(execution.error).toBeUndefined();
		expect(itemsOf(execution, NODE)).toHaveLength(MANY);
		expect(server.stats().tokenCalls).toBe(1);
		// What was stored is good for the next one, which meets no refusal on its way.
		server.resetStats();
		expect((await run(idOf(CONNECTIONS[name].credentialType))).error).toBeUndefined();
		expect(server.stats()).toMatchObject({ tokenCalls: 0, statuses: { 200: 1 } });
	});

	it.each(Object.keys(FAILING))('does not read from %s', async (what) => {
		const { marketplace, status } = FAILING[what];
		lab.servers[marketplace].resetStats();
		const execution = await run(idOf(what));
		expect(execution.status).toBe('error');
		expect(Object.keys(lab.servers[marketplace].stats().statuses)).toEqual([status]);
	});

	it.each([
		['allegroOAuth2Api', /HTTP Request.*User-Agent/],
		['bigCommerceOAuth2Api', /HTTP Request.*'BigCommerce API'/],
	])('is what the notice of %s is about', async (name, says) => {
		const types = await lab.n8n.file<ShownType>('/types/credentials.json');
		const { properties = [] } = types.find((type) => type.name === name) ?? {};
		const notices = properties.filter(({ type }) => type === 'notice');
		expect(notices.map(({ displayName }) => displayName).join('\n')).toMatch(says);
	});

	it('leaves no secret in executions or logs', async () => {
		const secrets = secretsOf([...credentials, ...(await lab.n8n.exportCredentials())]);
		expect(secrets.length).toBeGreaterThan(credentials.length);
		expect(secretsIn(lab.n8n.log, secrets)).toEqual([]);
		for (const { id, stored } of executions) {
			expect({ id, found: secretsIn(stored, secrets) }).toEqual({ id, found: [] });
		}
	});
});

interface ShownType {
	name: string;
	properties: Array<{ type: string; displayName: string }>;
}
