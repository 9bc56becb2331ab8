import type { WarningCode } from '../../../core/accounts/account';
import { daysAfter } from '../../../core/accounts/warnings';
import { readPast, type AccountSource } from '../../../core/accounts/check';
import { raise, ResponseError, type TokenError } from '../../../core/request/errors';

const DAYS = 30;
/** Of so short a life, the usual 30 days would warn from the first day on. */
export const WARN_DAYS = 7;

/** There is nothing to ask who one is, so one order is searched for. */
export const accounts: AccountSource = {
	renews: false,
	warnDays: WARN_DAYS,
	advice: {
		authorization:
			"Connect the credential again before that day, and update 'Authorized At' in it. The vendor publishes no expiry date. A sister product asks for a new authorization about once a month",
	},
	reading,
	begin(inquiry) {
		inquiry.roles = [];
		inquiry.secret = { expiresAt: null, basis: 'The vendor names no end' };
		inquiry.explain('The vendor has no API call for this', 'name', 'marketplaces');
		inquiry.explain('The vendor sends an empty scope', 'scopes');
		inquiry.explain('The vendor names no end', 'token.expiresAt');
		const since = readPast(inquiry, 'authorizedAt', 'Authorized At');
		inquiry.explain(
			"Enter 'Authorized At' in the credential: the vendor does not provide it",
			'authorization.expiresAt',
		);
		if (since === undefined) return;
		inquiry.authorization = {
			expiresAt: daysAfter(since, DAYS),
			basis: 'Not confirmed: a sister product asks for a new authorization about once a month',
		};
	},
	async ask({ send }) {
		// Whether a search without parameters gives everything is unknown; this one gives one order at most.
		const request = { path: '/api/v1/orders.php', query: { serial_order_id: 1 } };
		try {
			await send({ method: 'GET', ...request });
		} catch (error) {
			// Whoever may be told that there is no such order may read orders.
			const isNone = error instanceof ResponseError && error.verdict === 'gone';
			if (!isNone || error.response.status >= 400) return raise(error);
		}
	},
};

/** What a bad token leads to is unknown; a page in place of data is most likely the login. */
function reading(error: ResponseError | TokenError): WarningCode | undefined {
	const isPage = error instanceof ResponseError && error.response.status === 200;
	return isPage && /<html|<!doctype/i.test(String(error.response.body)) ? 'accessEnded' : undefined;
}
