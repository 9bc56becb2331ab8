import type {
	ApiResponse,
	Marketplace,
	QuotaUpdate,
	ErrorDetails,
	Verdict,
} from '../../core/marketplace';
import { count, list, object, text } from '../../core/orders/read';
import { numberedPages } from '../../core/lists/pages';
import { waitMs } from '../../core/request/retry';
import { connectByApp, connectByToken } from './access/connection';

const TOKEN_HEADER = 'X-Auth-Token';
/** That 250 entries come where so many are asked for is not confirmed; 50 come without asking. */
export const ROUND = 50;
/** From here on, statuses are those of a gateway that waited in vain; those before name limits. */
const GATEWAY = 520;

export const bigCommerce: Marketplace = {
	id: 'bigcommerce',
	displayName: 'BigCommerce',
	// Every store counts its orders from 100.
	idsPerAccount: true,
	credentials: {
		bigCommerceApi: {
			authentication: 'accessToken',
			// Only to exchange a pasted code: a token of BigCommerce has no end.
			renewal: 'preAuthentication',
			tokenField: 'exchangedToken',
			secrets: ['accessToken', 'exchangedToken', 'clientSecret', 'authorizationCode'],
			connect: connectByToken,
		},
		bigCommerceOAuth2Api: {
			authentication: 'oAuth2',
			renewal: 'none',
			// A 401 here means revoked; there is nothing that n8n could refresh.
			oauth2: {
				tokenType: 'Bearer',
				keyToIncludeInAccessTokenHeader: TOKEN_HEADER,
				skipTokenRefresh: true,
			},
			secrets: ['clientSecret', 'oauthTokenData.access_token'],
			connect: connectByApp,
		},
	},
	// V2 answers XML to whoever does not ask for JSON.
	headers: () => ({ accept: 'application/json' }),
	contentType: () => 'application/json',
	arrayFormat: 'comma',
	reservedHeaders: [TOKEN_HEADER.toLowerCase(), 'x-auth-client'],
	requestIdHeader: 'x-request-id',
	classify,
	describe,
	orderPath: /^\/v2\/orders\/(\d+)(\/products|\/shipments)?$/,
	// The share of this app stands in the headers of each answer; until then the smallest plan's.
	// Of records of price lists, two requests are taken at a time; of stock, one has to be through before the next.
	quotas: [
		{
			name: 'adjustments',
			method: 'PUT',
			path: /^\/v3\/inventory\/adjustments\//,
			perSecond: 5,
			burst: 1,
			serial: true,
		},
		{
			name: 'priceRecords',
			method: 'PUT',
			path: /^\/v3\/pricelists\/\d+\/records/,
			perSecond: 5,
			burst: 1,
			serial: true,
		},
		{ name: 'requests', perSecond: 5, burst: 150, refill: 'window' },
	],
	readQuota,
	retryAfterMs,
	pageStyles: [
		numberedPages({
			path: /^\/v2\//,
			items: (body) => body as unknown[],
			size: 50,
			round: ROUND,
		}),
		numberedPages({
			path: /^\/v3\//,
			items: (body) => object(body).data as unknown[],
			size: 50,
			round: ROUND,
			perPage: (body) => pagination(body, 'per_page') || undefined,
			total: (body) => pagination(body, 'total'),
			isLast: (body) => {
				const pages = pagination(body, 'total_pages');
				return pages === undefined ? undefined : (pagination(body, 'current_page') ?? 1) >= pages;
			},
		}),
	],
};

/** See BEHAVIOR.md, Requests and lists. */
function pagination(body: unknown, name: string): number | undefined {
	return count(object(object(object(body).meta).pagination)[name]) ?? undefined;
}

/** See https://github.com/bigcommerce/docs/blob/24f580c/docs/start/about/status-codes.mdx. */
function classify({ status }: ApiResponse): Verdict {
	if (status < 400) return 'ok';
	if (status === 401 || status === 403) return 'denied';
	if (status === 404) return 'gone';
	if (status === 429) return 'throttled';
	if ([500, 502, 503, 504].includes(status) || status >= GATEWAY) return 'transient';
	return status > 504 ? 'blocked' : 'invalid';
}

function readQuota({ headers }: ApiResponse): QuotaUpdate {
	return {
		burst: header(headers, 'x-rate-limit-requests-quota'),
		left: header(headers, 'x-rate-limit-requests-left'),
		resetMs: header(headers, 'x-rate-limit-time-reset-ms'),
	};
}

/** The longer of the two that the platform names; none at all means that the store is under load. */
function retryAfterMs(response: ApiResponse): number | undefined {
	if (response.status !== 429) return undefined;
	const told = waitMs(response, 'x-retry-after') ?? 0;
	const reset = header(response.headers, 'x-rate-limit-time-reset-ms') ?? 0;
	return Math.max(told, reset) > 0 ? Math.max(told, reset) : undefined;
}

function header(headers: ApiResponse['headers'], name: string): number | undefined {
	const value = headers[name];
	return value === undefined || !Number.isFinite(Number(value)) ? undefined : Number(value);
}

const NEW_ACCOUNT =
	'Scopes of a store-level API account cannot be changed: create a new one with the scope, and put its token into the credential. For an app, add the scope to the app, and connect again';

const ADVICE: Readonly<Partial<Record<number, string>>> = {
	401: "Check 'Access Token' and 'Store Hash': they must come from the same API account. Or reconnect the app",
	403: `The API account lacks the scope for this. ${NEW_ACCOUNT}`,
	404: 'Check the ID and the path; V2 orders are under /v2/orders',
	413: 'Send or request fewer entries at once',
	415: 'Send the body as JSON',
	429: 'The quota of the store is shared by all its apps. Run less often, or at another time',
	507: 'The store has reached a limit of its plan',
};

/** What has a meaning of its own where orders are written. */
const WRITE_ADVICE: ReadonlyArray<[status: number, path: RegExp, advice: string]> = [
	[
		403,
		/^\/v2\/orders\/\d+(\/shipments)?$/,
		`To ship, to cancel and to set a status, the API account needs the scope 'Orders: modify' (store_v2_orders); 'read-only' is enough for reading. ${NEW_ACCOUNT}`,
	],
	[
		403,
		/^\/v3\/inventory\//,
		`To set stock, the API account needs the scope 'Store Inventory: modify' (store_inventory); 'read-only' is enough for reading. ${NEW_ACCOUNT}`,
	],
	[
		403,
		/^\/v3\/(catalog|pricelists)\//,
		`To set prices, the API account needs the scope 'Products: modify' (store_v2_products); 'read-only' is enough for reading. ${NEW_ACCOUNT}`,
	],
	[
		400,
		/^\/v2\/orders\/\d+\/shipments$/,
		'Compare the lines and quantities with what is open in the order',
	],
];

function adviceFor(status: number, path: string): string | undefined {
	const own = WRITE_ADVICE.find(([known, of]) => known === status && of.test(path));
	return own?.[2] ?? ADVICE[status];
}

/** V2 sends a list, V3 an object, refunds nest theirs in `data`. See BEHAVIOR.md, Requests and lists. */
function describe({ status, body, headers }: ApiResponse, path: string): ErrorDetails {
	const nested = object(body).data;
	const errors = Array.isArray(body)
		? list(body)
		: Array.isArray(nested)
			? list(nested)
			: [object(body)];
	const told = errors.map((error) => {
		const fields = Object.entries(object(error.errors)).map(
			([name, why]) => `${name}: ${text(why)}`,
		);
		const title = text(error.message) ?? text(error.title) ?? text(error.error);
		return [title, ...fields].filter(Boolean).join('; ');
	});
	return {
		said: told.filter((part) => part !== '').join('; ') || undefined,
		advice: adviceFor(status, path),
		code: text(errors[0]?.code) ?? text(errors[0]?.status) ?? undefined,
		requestId: headers['x-request-id'],
	};
}
