import { type SignedCredentialTest, withHeaders } from '../../../core/accounts/credential-test';
import { assistTencho } from '../marketplace';

/** A search for one order costs little and shows whether the token is accepted. */
const search = {
	marketplace: assistTencho,
	path: '/api/v1/orders.php',
	query: { serial_order_id: 1 },
};

export const assistTenchoTest: SignedCredentialTest = {
	...search,
	credentialType: 'assistTenchoApi',
	// One call a second, counted from the answer. See BEHAVIOR.md, Requests and limits.
	pauseMs: 1100,
	sign: ({ method, exchangedToken, accessToken }, options) => {
		const token = method === 'authorizationCode' ? exchangedToken : accessToken;
		return withHeaders(options, { Authorization: `Bearer ${String(token ?? '').trim()}` });
	},
};

export const assistTenchoOAuth2Test = { ...search, credentialType: 'assistTenchoOAuth2Api' };
