import { type SignedCredentialTest, withHeaders } from '../../../core/accounts/credential-test';
import { bigCommerce } from '../marketplace';

/** Hooks need no scope: this shows whether token and store belong together, whatever else is allowed. */
const hooks = {
	marketplace: bigCommerce,
	path: '/v3/hooks',
	query: { limit: 1 },
	advice: { 404: "Check 'Store Hash', and 'API Base URL' if it is shown" },
};

export const bigCommerceTest: SignedCredentialTest = {
	...hooks,
	credentialType: 'bigCommerceApi',
	sign: ({ method, exchangedToken, accessToken }, options) => {
		const token = method === 'authorizationCode' ? exchangedToken : accessToken;
		return withHeaders(options, {
			'X-Auth-Token': String(token ?? '').trim(),
			Accept: 'application/json',
		});
	},
};

export const bigCommerceOAuth2Test = { ...hooks, credentialType: 'bigCommerceOAuth2Api' };
