import { type SignedCredentialTest, withHeaders } from '../../../core/accounts/credential-test';
import { naver } from '../marketplace';

/** The token endpoint does not look at the IP address; this one does. */
export const naverTest: SignedCredentialTest = {
	marketplace: naver,
	credentialType: 'naverCommerceApi',
	path: '/v1/seller/account',
	advice: { 404: "Check 'API Base URL' if it is shown" },
	sign: ({ accessToken }, options) =>
		withHeaders(options, { Authorization: `Bearer ${String(accessToken)}` }),
};
