import { type SignedCredentialTest, withHeaders } from '../../../core/accounts/credential-test';
import { amazon } from '../marketplace';

/** The token was renewed before, which proves app and refresh token; this proves region and environment. */
export const amazonTest: SignedCredentialTest = {
	marketplace: amazon,
	credentialType: 'amazonSellingPartnerApi',
	path: '/sellers/v1/marketplaceParticipations',
	advice: { 404: "Check 'Environment', and 'API Base URL' if it is shown" },
	sign: ({ accessToken }, options) =>
		withHeaders(options, { 'x-amz-access-token': String(accessToken) }),
};
