import type { ApiResponse, ErrorDetails, Marketplace, Verdict } from '../../core/marketplace';
import { offsetPages } from '../../core/lists/pages';
import { count, list, object, text } from '../../core/orders/read';
import { clock } from '../../core/request/clock';
import { readServerClock } from '../../core/request/server-clock';
import { connectKaufland } from './access/connection';

/** Most entries of a page of orders, order units and offers. See the official description of `limit`. */
export const PAGE_SIZE = 100;
/** What is listed by offset, with the length of the whole. See the official description. */
const LISTS = new RegExp(
	`^/(${[
		...[
			'orders',
			'order-units',
			'order-invoices',
			'returns',
			'return-units',
			'tickets(/messages)?',
		],
		...['units', 'warehouses', 'shipping-groups', 'reports', 'subscriptions', 'products/search'],
		...[
			'categories',
			'attributes(/search)?',
			'variant-suggestions/feed',
			'([a-z-]+/)?import-files',
		],
		'import-files/[a-z-]+',
	].join('|')})$`,
);
/** A signature is good for five minutes, either way. */
const MOST_OFF_SECONDS = 300;

export const kaufland: Marketplace = {
	id: 'kaufland',
	displayName: 'Kaufland',
	credentials: {
		kauflandApi: {
			renewal: 'none',
			secrets: ['secretKey'],
			connect: connectKaufland,
		},
	},
	headers: () => ({ accept: 'application/json' }),
	contentType: () => 'application/json',
	arrayFormat: 'repeat',
	reservedHeaders: [
		'shop-client-key',
		'shop-timestamp',
		'shop-signature',
		'shop-partner-client-key',
		'shop-partner-signature',
	],
	requestIdHeader: 'x-request-id',
	classify,
	describe,
	orderPath: /^\/orders\/([^/]+)$/,
	// 111 a second for all endpoints of a seller; with the burst, no second has more, however Kaufland counts it.
	// See https://sellerapi.kaufland.com/?page=rate-limits
	quotas: [{ name: 'all', perSecond: 106, burst: 5 }],
	pageStyles: [
		offsetPages({
			path: LISTS,
			items: (body) => object(body).data as unknown[],
			size: 30,
			maxSize: PAGE_SIZE,
			depth: Infinity,
			total: totalOf,
		}),
	],
};

/** Entries of a whole list, as its answers count them. */
export function totalOf(body: unknown): number | undefined {
	return count(object(object(body).pagination).total) ?? undefined;
}

/** See BEHAVIOR.md, Errors. */
function classify({ status }: ApiResponse): Verdict {
	if (status < 400) return 'ok';
	if (status === 401 || status === 403) return 'denied';
	if (status === 404) return 'gone';
	// An import of product data runs: nothing was done, and it takes its time.
	if (status === 423) return 'blocked';
	if (status === 429) return 'throttled';
	return status >= 500 ? 'transient' : 'invalid';
}

const BY_TYPE: Readonly<Record<string, ErrorDetails>> = {
	'invalid-credentials': {
		message: 'Kaufland does not know these keys',
		advice:
			"Check 'Client Key', 'Secret Key' and 'Environment'. Keys are made at sellerportal.kaufland.de/settings/api; new ones end the old ones",
	},
	'corrupted-signature': {
		message: 'Kaufland did not accept the signature',
		advice:
			"Check 'Secret Key': all 64 characters, and made together with the client key. A proxy that changes the URL of a request makes its signature invalid, too",
	},
	'inactive-account': {
		message: 'The seller account is not active',
		advice: 'Ask the seller support of Kaufland. Keys cannot help',
	},
	'storefront-not-configured': {
		advice: 'Account > Check shows on which storefronts this account sells',
	},
	'import-files': {
		advice: 'An import of product data is running. Try again when it has ended',
	},
};

/** Where Kaufland does not say which of its headers it did not like. */
const UNAUTHORIZED: ErrorDetails = {
	message: 'Kaufland did not accept the signed request',
	advice:
		"Check 'Client Key', 'Secret Key', the clock of this server, and 'API Base URL' if it is shown. A proxy that changes the URL makes the signature invalid, too",
};

const BY_STATUS: Readonly<Partial<Record<number, string>>> = {
	403: 'The state of the order or offer does not allow this, or the account may not do it',
	404: 'Check the ID, and that it belongs to this account',
	423: 'An import of product data is running. Try again when it has ended',
	429: 'All programs of this seller share 111 requests a second. Run less often',
};

/** Kaufland's own words, by field where it names one; types as in its official description. */
function describe(response: ApiResponse): ErrorDetails {
	const { status, body } = response;
	const told = object(body);
	const code = text(told.type)?.replace('/problems/', '');
	const fields = list(told.errors).map(({ field, key, message }) =>
		[text(field) ?? text(key), text(message)].filter((part) => part !== null).join(': '),
	);
	const known = code === undefined ? undefined : BY_TYPE[code];
	return {
		advice: BY_STATUS[status],
		// With a wrong clock nothing else can be right; which type comes with it is not confirmed.
		...(status === 401 ? (wrongClock(response) ?? known ?? UNAUTHORIZED) : known),
		said: [text(told.message), ...fields].filter(Boolean).join('; ') || undefined,
		code: code === 'about:blank' ? undefined : code,
	};
}

/** What is said of a clock that is off by more than Kaufland takes; the answer says what time it is there. */
export function wrongClock({ headers }: ApiResponse): ErrorDetails | undefined {
	const now = clock.now();
	const { skewSeconds = 0 } = readServerClock(headers.date, now, now) ?? {};
	if (Math.abs(skewSeconds) < MOST_OFF_SECONDS - 5) return undefined;
	const side = skewSeconds > 0 ? 'ahead' : 'behind';
	return {
		message: `The clock of this server is ${Math.abs(skewSeconds)} seconds ${side}`,
		advice: 'Set it right, e.g. by a time server (NTP). Kaufland accepts five minutes',
	};
}
