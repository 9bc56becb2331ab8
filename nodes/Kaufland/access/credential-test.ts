import type { SignedCredentialTest } from '../../../core/accounts/credential-test';
import { kaufland } from '../marketplace';
import { signRequest } from './connection';

/** Every seller may ask where he sells. */
export const kauflandTest: SignedCredentialTest = {
	marketplace: kaufland,
	credentialType: 'kauflandApi',
	path: '/info/storefront',
	advice: { 404: "Check 'API Base URL' if it is shown: it ends with /v2" },
	sign: signRequest,
};
