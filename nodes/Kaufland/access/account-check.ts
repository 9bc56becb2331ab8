import type { SalesChannel } from '../../../core/accounts/account';
import type { AccountSource } from '../../../core/accounts/check';
import { list, object, text } from '../../../core/orders/read';
import { ResponseError } from '../../../core/request/errors';
import { wrongClock } from '../marketplace';
import { STOREFRONTS } from '../storefronts';

/** Where the account sells, and whether it may read orders. */
export const accounts: AccountSource = {
	renews: false,
	advice: {},
	// A signature is good for five minutes.
	clockTolerance: { ahead: 240, behind: 240 },
	reading(error) {
		if (!(error instanceof ResponseError) || error.response.status !== 401) return undefined;
		return wrongClock(error.response) ? 'clockSkew' : 'clientRefused';
	},
	// See BEHAVIOR.md, Signing in.
	begin(inquiry) {
		inquiry.roles = [];
		inquiry.scopes = [];
		inquiry.tokenBasis = 'There is no token: every request is signed';
		inquiry.secret = { expiresAt: null, basis: 'No end of the keys is documented' };
		inquiry.authorization = { expiresAt: null, basis: 'It ends when new keys replace these' };
		inquiry.explain('The API does not return the seller', 'account', 'name');
	},
	async ask(inquiry) {
		const { body } = await inquiry.send({ method: 'GET', path: '/info/storefront' });
		const { data } = object(body);
		// What is no list says nothing; an empty one says that the account sells nowhere.
		inquiry.marketplaces = Array.isArray(data) ? list<unknown>(data).flatMap(channelOf) : null;
		inquiry.explain('The answer was not a list of storefronts', 'marketplaces');
		await inquiry.send({ method: 'GET', path: '/order-units', query: { limit: 1 } });
	},
};

function channelOf(entry: unknown): SalesChannel[] {
	const id = text(entry);
	return id === null ? [] : [{ id, ...(STOREFRONTS[id] ?? { name: null, countryCode: null }) }];
}
