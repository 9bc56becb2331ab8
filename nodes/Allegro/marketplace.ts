import type { ApiResponse, Marketplace, ErrorDetails, Verdict } from '../../core/marketplace';
import { count, list, object, text } from '../../core/orders/read';
import { offsetPages } from '../../core/lists/pages';
import { waitMs } from '../../core/request/retry';
import { connectAllegro } from './access/connection';

/** Largest offset + limit of any list. See https://github.com/allegro/allegro-api/issues/4027. */
export const MAX_DEPTH = 10_000;

/** What speaks only the beta media type; the answers to a command do not. See BEHAVIOR.md, Headers. */
const BETA =
	/^\/(order\/customer-returns|sale\/issues|sale\/offer-bulk-modification-commands$|charity\/fundraising-campaigns|affiliate\/conversions)/;

function mediaType(path: string): string {
	return `application/vnd.allegro.${BETA.test(path) ? 'beta' : 'public'}.v1+json`;
}

/** Every list is an object with one array in it, beside counts. */
function entries(body: unknown): unknown[] | undefined {
	return Object.values(object(body)).find((value) => Array.isArray(value)) as unknown[] | undefined;
}

/** Some lists tell how many entries there are; then a full last page is not asked for more. */
export function total(body: unknown): number | undefined {
	return count(object(body).totalCount) ?? undefined;
}

/** An order, and what belongs to one. */
const ORDER_PATH =
	/^\/order\/checkout-forms\/([^/?]+)(\/(fulfillment|shipments|invoices|serial-numbers))?(\?|$)/;

export const allegro: Marketplace = {
	id: 'allegro',
	displayName: 'Allegro',
	credentials: {
		allegroOAuth2Api: {
			renewal: 'refresh',
			oauth2: { tokenType: 'Bearer' },
			secrets: ['clientSecret', 'oauthTokenData.access_token', 'oauthTokenData.refresh_token'],
			connect: connectAllegro,
		},
	},
	headers: ({ path }) => ({ accept: mediaType(path), 'accept-language': 'en-US' }),
	contentType: mediaType,
	arrayFormat: 'repeat',
	reservedHeaders: ['user-agent'],
	requestIdHeader: 'trace-id',
	classify,
	describe,
	orderPath: ORDER_PATH,
	retryAfterMs,
	// See BEHAVIOR.md, Limits. The last one counts for the whole application.
	quotas: [
		{
			name: 'shipments',
			path: /^\/order\/(carriers|checkout-forms\/[^/]+\/shipments)/,
			// 50 in any second: the burst and one second of the rate together.
			perSecond: 47,
			burst: 3,
		},
		{ name: 'customerReturns', path: /^\/order\/customer-returns/, perSecond: 25, burst: 25 },
		{ name: 'messages', method: 'POST', path: /^\/messaging/, perSecond: 1, burst: 1 },
		// 150,000 offers an hour, 25 in each.
		{
			name: 'offerCommands',
			method: 'POST',
			path: /^\/sale\/offer-bulk-modification-commands$/,
			perSecond: 1.6,
			burst: 200,
		},
		// 2,490 a minute: the burst and one minute of the rate together.
		{
			name: 'offerChanges',
			method: 'PATCH',
			path: /^\/sale\/product-offers\//,
			perSecond: 41,
			burst: 25,
		},
		// 9,000 a minute in all: the burst and one minute of the rate together.
		{ name: 'requests', perSecond: 147, burst: 150 },
	],
	pageStyles: [
		{
			// A journal: the next page begins behind the last event. See BEHAVIOR.md, Lists and events.
			path: /^\/(order\/events|sale\/offer-events)$/,
			items: entries,
			next: ({ query, response, itemCount }) => {
				const last = object(entries(response.body)?.at(-1));
				const isLast = itemCount < Number(query.limit ?? 100);
				return isLast ? undefined : { from: text(last.id) };
			},
		},
		offsetPages({
			path: /^\/order\/customer-returns$/,
			items: entries,
			size: 100,
			maxSize: 100,
			depth: MAX_DEPTH,
			total,
		}),
		offsetPages({ path: /^\/sale\/offers$/, items: entries, size: 20, depth: 10_000_000, total }),
		offsetPages({
			path: /^\/order\/refund-claims$/,
			items: entries,
			size: 25,
			maxSize: 100,
			depth: MAX_DEPTH,
			total,
		}),
		offsetPages({
			path: /^\/payments\/(refunds|payment-operations)$/,
			items: entries,
			size: 50,
			maxSize: 100,
			depth: MAX_DEPTH,
			total,
		}),
		offsetPages({
			path: /^\/(order\/checkout-forms|billing\/billing-entries)$/,
			items: entries,
			size: 100,
			maxSize: 100,
			depth: MAX_DEPTH,
			total,
		}),
	],
};

/**
 * `unauthorized` is about the kind of token or its header, so a new one is of no use.
 * See https://github.com/allegro/allegro-api/issues/3542.
 */
function classify({ status, body, malformed }: ApiResponse): Verdict {
	if (status < 400) return 'ok';
	if (status === 401) return object(body).error === 'unauthorized' ? 'denied' : 'expired';
	// The captcha page of the bot protection, as HTML or as a link to it.
	if (status === 403 || status === 429) {
		if (malformed === true || typeof object(body).url === 'string') return 'blocked';
		return status === 403 ? 'denied' : 'throttled';
	}
	if (status === 404) return 'gone';
	return status >= 500 ? 'transient' : 'invalid';
}

/** The application is out for a minute, and asking on prolongs that. See BEHAVIOR.md, Limits. */
function retryAfterMs(response: ApiResponse): number | undefined {
	const told = waitMs(response, 'retry-after') ?? 0;
	return response.status === 429 && told === 0 ? 60_000 : undefined;
}

const ADVICE: Readonly<Partial<Record<number, string>>> = {
	401: "Open the credential and press 'Reconnect': the connection was revoked, or another login replaced it",
	403: 'Tick the missing permission in the application at apps.developer.allegro.pl and reconnect, or ask Allegro whether the application is blocked',
	404: 'Check the path and the IDs in it, and that the credential belongs to the right seller',
	406: 'This resource uses another media type: set the header Accept',
	409: 'It was changed in the meantime, or it was already sent. Read it again',
	415: 'This resource expects another media type: set the header Content-Type',
	429: 'Wait a minute. More requests extend the block',
};

const WRITE_RIGHT = rightAdvice('the permission allegro:api:orders:write');

function rightAdvice(permissions: string): string {
	return `Tick ${permissions} in the application at apps.developer.allegro.pl, then open the credential and press 'Reconnect'. If it is ticked, ask Allegro whether the application is blocked`;
}

/** Offers: their list, and what changes them. */
const OFFER_PATH = /^\/sale\/(offers|product-offers|offer-bulk-modification-commands)(\/|\?|$)/;

const OFFER_ADVICE: Readonly<Partial<Record<number, string>>> = {
	403: rightAdvice(
		'the permissions allegro:api:sale:offers:read and allegro:api:sale:offers:write',
	),
	404: 'Check the ID. An offer that was deleted, or belongs to another seller than the credential, is not found',
	409: 'An earlier change of the offer is still worked on. Run it again in a minute',
	422: "Correct the value. Allegro refuses large jumps of a price, and more than 99,999 units. Or look at the offer in Allegro's Sales Center",
};

/** Where the part of an order says more than the status. */
const PART_ADVICE: Readonly<Record<string, Readonly<Partial<Record<number, string>>>>> = {
	fulfillment: {
		403: WRITE_RIGHT,
		409: 'The order was changed in the meantime. Run it again: the node reads the order first',
		422: 'Check the status. Allegro sets RETURNED itself, and some orders do not accept every status',
	},
	shipments: {
		400: "Check carrier and tracking number. 'Carrier > Get Many' returns the codes. ALLEGRO and WEDO no longer exist: parcels of Ship with Allegro get their numbers by themselves",
		403: `${WRITE_RIGHT}. To read parcels, allegro:api:orders:read is enough`,
		409: 'Allegro accepts the same tracking number for a few orders only. Check it',
		422: "Check the IDs of the lines: they are 'lines[].id' of this very order",
	},
};

/** See allegro-api #9729, #1553, #5546: the ID may be right, and the order be out of sight. */
const NO_ORDER =
	'Allegro shows orders for 365 days only. A newer order may have a new ID because it was paid together with another one, may not be visible yet (up to a day), or may belong to another seller than the credential';

function adviceOf(status: number, path: string): string | undefined {
	const [, orderId, , part = ''] = ORDER_PATH.exec(path) ?? [];
	if (OFFER_PATH.test(path)) return OFFER_ADVICE[status] ?? ADVICE[status];
	if (orderId === undefined) return ADVICE[status];
	if (status !== 404) return PART_ADVICE[part]?.[status] ?? ADVICE[status];
	// See allegro-api #9119.
	return /[A-F]/.test(orderId)
		? 'Write the ID in lowercase: Allegro does not find it in uppercase'
		: NO_ORDER;
}

function describe(response: ApiResponse, path: string): ErrorDetails {
	const { status, body, headers } = response;
	const requestId = headers['trace-id'];
	if (classify(response) === 'blocked') {
		return {
			message: "Allegro's bot protection blocks this server",
			advice:
				'Wait, check the Application Name in the credential, and ask Allegro to unblock the IP address',
			requestId,
		};
	}
	const errors = list(object(body).errors);
	const told = errors.map(({ userMessage, message, path }) =>
		[text(userMessage) ?? text(message), text(path) && `(${text(path)})`].filter(Boolean).join(' '),
	);
	const oauth = object(body);
	return {
		said:
			told.filter((words) => words !== '').join('; ') ||
			(text(oauth.error_description) ?? undefined),
		advice: adviceOf(status, path),
		code: text(errors[0]?.code) ?? text(oauth.error) ?? undefined,
		requestId,
	};
}
