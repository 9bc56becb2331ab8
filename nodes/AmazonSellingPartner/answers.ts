import type { ApiResponse, QuotaUpdate, ErrorDetails, Verdict } from '../../core/marketplace';
import { list, object, text } from '../../core/orders/read';

/** Amazon's texts that ask for a new access token; everything else with 403 is final. */
const EXPIRED = /access token you provided (has expired|is revoked, malformed or invalid)/i;

/** The call that confirms a parcel, and those of feeds. */
const SHIPMENTS = /^\/orders\/v0\/orders\/[^/]+\/shipmentConfirmation$/;
const FEEDS = /^\/feeds\//;

const ROLE_STEPS =
	'Add one of them to the app, then authorize the app again and enter the new refresh token: the old one does not get the role';

interface Case {
	status: number;
	/** Looked for in code, message and details, because Amazon varies where it writes what. */
	says?: RegExp;
	/** Only for calls of this path. */
	path?: RegExp;
	message?: string;
	advice: string;
}

/**
 * What to do next; the first that fits counts.
 * See https://developer-docs.amazon.com/sp-api/docs/resolve-common-http-errors.
 */
const CASES: readonly Case[] = [
	{
		status: 403,
		says: /access token you provided has expired/i,
		message: 'The access token was refused although it was renewed',
		advice: 'Check the clock of this server, and try again',
	},
	{
		status: 403,
		says: EXPIRED,
		message: 'The access token was refused as unknown',
		advice:
			'Check that Environment and Region of the credential are those of the refresh token; if so, authorize the app again and store the new refresh token',
	},
	{
		status: 403,
		says: /LWA secret token you provided has expired/i,
		message: 'The client secret has expired',
		advice:
			'Amazon ends a secret after 180 days. Rotate it in Solution Provider Portal or Seller Central, and enter the new one in the credential; the refresh token stays',
	},
	{
		status: 403,
		says: /marketplaces you provided are not valid for region/i,
		message: 'A marketplace belongs to another region than the credential',
		advice: 'Remove it, or use a credential of that region',
	},
	{
		status: 403,
		says: /access token is missing/i,
		advice: 'Open the credential and save it again, so that a new access token is fetched',
	},
	{
		status: 403,
		says: /Missing ?Authentication ?Token/i,
		message: 'The path does not exist on this host',
		advice: 'Check the path and its version, and the API Base URL of the credential',
	},
	{
		status: 403,
		path: /^\/orders\/2026-01-01\//,
		message: 'Amazon denied access to these orders',
		advice:
			"Check the region of the credential, and that the app has a role that opens orders, e.g. Inventory and Order Tracking; after adding a role, authorize the app again. Some accounts are still refused: the node, but not the trigger, can read their orders with API Version 'v0'",
	},
	{
		status: 403,
		path: SHIPMENTS,
		message: 'Amazon did not let the app confirm shipments',
		advice: `The app needs the role Inventory and Order Tracking, or Direct-to-Consumer Shipping. ${ROLE_STEPS}. If it has one of them, check the region of the credential`,
	},
	{
		status: 403,
		path: FEEDS,
		message: 'Amazon did not let the app use feeds',
		advice: `For orders, the app needs the role Inventory and Order Tracking, or Direct-to-Consumer Shipping, for listings the role Product Listing. ${ROLE_STEPS}. If it has the role, check the region of the credential`,
	},
	{
		status: 403,
		path: /^\/listings\//,
		message: 'Amazon did not let the app use listings',
		advice: `The app needs the role Product Listing. ${ROLE_STEPS}. If it has the role, check 'Seller ID' and the region of the credential`,
	},
	{
		status: 403,
		path: /^\/sellers\/v1\//,
		message: 'Amazon denied access to the list of marketplaces',
		advice:
			'Check Region and Environment of the credential. If both are right, the app lacks the role Product Listing or Selling Partner Insights. Only this call needs it: orders can still work',
	},
	{
		status: 403,
		message: 'Amazon denied access without giving a reason',
		advice:
			'The app lacks the role for this call (after adding one, authorize the app again), the path or its version does not exist, or the account belongs to another region',
	},
	{
		status: 400,
		says: /paginationToken|NextToken/i,
		advice:
			'A page token works only for a limited time, and only with the unchanged parameters of the first request. Read the list again from its beginning',
	},
	{
		status: 400,
		says: /Could not match input arguments/i,
		message: 'The static sandbox has no answer for these parameters',
		advice: "It answers only the examples of Amazon's models: send exactly their parameters",
	},
	{
		status: 400,
		path: SHIPMENTS,
		says: /PackageToUpdateNotFound|already fulfilled/i,
		message: 'The order, or these units of it, were confirmed as shipped before',
		advice:
			"Nothing has to be done, unless carrier or tracking number are wrong. To change them, set the option 'Package Number' to the ID of that parcel in the shipments of the order",
	},
	{
		status: 400,
		path: SHIPMENTS,
		says: /packageReferenceId/i,
		message: 'Amazon did not accept the package number',
		advice: "Enter digits only in 'Package Number', or leave it empty",
	},
	{
		status: 400,
		path: SHIPMENTS,
		says: /ship ?\+|ship[ _]?plus|buy ?shipping/i,
		message: 'Amazon confirms this order itself',
		advice:
			'Nothing has to be done: Ship+ orders, and parcels with a label bought from Amazon, are confirmed by Amazon',
	},
	{
		status: 400,
		path: SHIPMENTS,
		says: /carrier/i,
		advice:
			"Carrier codes must be written exactly as Seller Central lists them. For a carrier that is not listed, choose 'Other' and enter its name",
	},
	{
		status: 400,
		path: SHIPMENTS,
		says: /NonexistentOrderItem|order item/i,
		message: 'The order has no such line, or not so many open units of it',
		advice: "Use 'lines[].id' of the order. A cancelled order cannot be shipped",
	},
	{
		status: 400,
		path: SHIPMENTS,
		advice:
			'Check carrier, tracking number, shipping date and quantities. Ship+ orders, and parcels with a label bought from Amazon, are confirmed by Amazon itself',
	},
	{ status: 400, advice: 'Check IDs, dates and the other parameters' },
	{ status: 404, advice: 'Check the ID, and that the credential belongs to the right seller' },
	{ status: 413, advice: 'Send less at once' },
	{ status: 415, advice: 'Send the body as JSON' },
	{
		status: 429,
		path: /^\/sellers\/v1\//,
		advice: 'Amazon allows this call about once a minute. Try again later',
	},
	{
		status: 429,
		path: SHIPMENTS,
		advice:
			'Send fewer parcels at once; other programs with the same app and seller use the same quota',
	},
	{
		status: 429,
		path: FEEDS,
		advice:
			'Amazon takes a feed about every two minutes. Cancel orders, or update listings, in one run; other programs with the same app and seller use the same quota',
	},
	{
		status: 429,
		advice: 'Read less often; other programs with the same app and seller use the same quota',
	},
];

interface AmazonError {
	code: string | null;
	message: string | null;
	details: string | null;
}

function errorsOf(body: unknown): AmazonError[] {
	return list(object(body).errors)
		.map(object)
		.map(({ code, message, details }) => ({
			code: text(code),
			message: text(message),
			details: text(details),
		}));
}

function said(body: unknown): string {
	return errorsOf(body)
		.flatMap(({ code, message, details }) => [code, message, details])
		.filter(Boolean)
		.join(' ');
}

/** See BEHAVIOR.md, Errors. */
export function classify({ status, body }: ApiResponse): Verdict {
	if (status < 400) return 'ok';
	if (status === 403) return EXPIRED.test(said(body)) ? 'expired' : 'denied';
	if (status === 401) return 'denied';
	if (status === 404) return 'gone';
	if (status === 429) return 'throttled';
	return status >= 500 || status === 408 ? 'transient' : 'invalid';
}

export function describe(response: ApiResponse, path: string): ErrorDetails {
	const { status, body, headers } = response;
	const requestId = headers['x-amzn-requestid'];
	const errors = errorsOf(body);
	const known = CASES.find(
		(entry) =>
			entry.status === status &&
			(entry.says === undefined || entry.says.test(said(body))) &&
			(entry.path === undefined || entry.path.test(path)),
	);
	const told = errors
		.map(({ message, details }) => [message, details].filter(Boolean).join(' '))
		.filter((sentence) => sentence !== '')
		.join('; ');
	return {
		message: known?.message,
		said: told === '' ? undefined : told,
		advice: known?.advice,
		code: errors[0]?.code ?? undefined,
		requestId,
	};
}

/** Requests a second, and nothing of the burst; never on a refusal. See BEHAVIOR.md, Limits. */
export function readQuota({ headers }: ApiResponse): QuotaUpdate {
	const perSecond = Number(headers['x-amzn-ratelimit-limit']);
	return Number.isFinite(perSecond) && perSecond > 0 ? { perSecond } : {};
}
