import { DateTime } from 'luxon';
import type { Expiry, SalesChannel, WarningCode } from '../../../core/accounts/account';
import { daysAfter } from '../../../core/accounts/warnings';
import { readPast, type AccountSource } from '../../../core/accounts/check';
import type { AccountInquiry } from '../../../core/accounts/inquiry';
import { list, object, text } from '../../../core/orders/read';
import { utcIso } from '../../../core/orders/time';
import { clock, HOUR_MS } from '../../../core/request/clock';
import { ResponseError, TokenError } from '../../../core/request/errors';
import { SITES } from '../regions';

/** See https://developer-docs.amazon.com/sp-api/docs/rotate-your-application-client-secret. */
const SECRET_DAYS = 180;
/** See https://developer-docs.amazon.com/sp-api/docs/renew-authorizations. */
const AUTHORIZATION_DAYS = 365;
/** A search reaches no nearer to now than two minutes. See BEHAVIOR.md, Orders. */
const RECENT_MS = HOUR_MS;

/** The participations, and without a role for them the cheapest search for orders. */
export const accounts: AccountSource = {
	renews: true,
	advice: {
		secret:
			"Rotate the secret in Solution Provider Portal or Seller Central and enter the new one in the credential, with its date in 'Client Secret Created At'. The old one works for 7 more days, and the refresh token stays",
		authorization:
			"Let the seller authorize the app again and enter the new refresh token in the credential, with the date in 'Authorized At'",
	},
	reading,
	begin(inquiry) {
		inquiry.scopes = [];
		inquiry.explain('Amazon does not show an app its roles', 'roles');
		inquiry.explain(
			'Amazon does not show an app its roles. Ship and Cancel need Inventory and Order Tracking, or Direct-to-Consumer Shipping. Listings, stock and prices need Product Listing. After adding a role, authorize the app again',
			'canWrite',
		);
		inquiry.explain('Amazon returns the name of the store, but not the seller ID', 'account');
		inquiry.secret = endOf(
			readPast(inquiry, 'clientSecretCreatedAt', 'Client Secret Created At'),
			SECRET_DAYS,
			'Amazon ends a client secret 180 days after it was made',
		);
		inquiry.authorization = endOf(
			readPast(inquiry, 'authorizedAt', 'Authorized At'),
			AUTHORIZATION_DAYS,
			'Amazon ends the authorization of a public app after 365 days; for private apps that is not confirmed',
		);
		inquiry.explain(
			"Enter 'Client Secret Created At' in the credential: Amazon does not provide it",
			'secret.expiresAt',
		);
		inquiry.explain(
			"If the app is public, enter 'Authorized At' in the credential: Amazon does not provide it",
			'authorization.expiresAt',
		);
	},
	async ask(inquiry) {
		const path = '/sellers/v1/marketplaceParticipations';
		const answer = await inquiry.ifAllowed(async () => await inquiry.send({ method: 'GET', path }));
		// Whoever may see the participations may search for orders.
		// See https://developer-docs.amazon.com/sp-api/docs/role-mappings.
		if (answer) return readParticipations(inquiry, answer.body);
		inquiry.explain(
			'The app lacks the role Product Listing or Selling Partner Insights',
			'name',
			'marketplaces',
		);
		await searchOrders(inquiry);
	},
};

function endOf(since: number | undefined, days: number, basis: string): Expiry {
	if (since === undefined) return { expiresAt: null, basis: null };
	return { expiresAt: daysAfter(since, days), basis };
}

function readParticipations(inquiry: AccountInquiry, body: unknown): void {
	const entries = list(object(body).payload).map(object);
	inquiry.name = text(entries[0]?.storeName);
	inquiry.marketplaces = entries
		.filter(({ participation }) => object(participation).isParticipating !== false)
		.map(({ marketplace }) => toPlace(object(marketplace)))
		.filter(isAmazon);
}

function toPlace({ id, name, countryCode }: Record<string, unknown>): SalesChannel {
	return { id: text(id) ?? '', name: text(name), countryCode: text(countryCode) };
}

/** The answer also names channels that are no site of Amazon. See BEHAVIOR.md, Orders. */
function isAmazon({ id, name }: SalesChannel): boolean {
	return SITES.some((site) => site.id === id) || /^Amazon\b/.test(name ?? '');
}

async function searchOrders({ send }: AccountInquiry): Promise<void> {
	const after = DateTime.fromMillis(clock.now() - RECENT_MS);
	await send({
		method: 'GET',
		path: '/orders/2026-01-01/orders',
		query: { lastUpdatedAfter: utcIso(after), maxResultsPerPage: 1 },
	});
}

/** Login with Amazon tells whether app or seller are refused; its word stands in the message. */
function reading(error: ResponseError | TokenError): WarningCode | undefined {
	if (error instanceof TokenError) {
		return /\((invalid_client|unauthorized_client)\)/.test(error.message) && !error.transient
			? 'clientRefused'
			: undefined;
	}
	return /LWA secret token you provided has expired/i.test(JSON.stringify(error.response.body))
		? 'secretEnded'
		: undefined;
}
