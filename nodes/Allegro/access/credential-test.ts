import type { CredentialTest } from '../../../core/accounts/credential-test';
import { allegro } from '../marketplace';

export const allegroTest: CredentialTest = {
	marketplace: allegro,
	credentialType: 'allegroOAuth2Api',
	path: '/me',
	advice: { 404: "Check 'Environment', and 'API Base URL' if it is shown" },
};
