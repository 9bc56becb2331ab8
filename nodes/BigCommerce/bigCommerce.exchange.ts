import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { object, text } from '../../core/order/read';
import { readBaseUrl } from '../../core/transport/base-url';
import { exchangeOnce } from '../../core/transport/exchange';
import { requestToken } from '../../core/transport/token-request';
import { failRenewal, TokenTrouble } from '../../core/transport/trouble';
import { readStoreHash } from './bigCommerce.auth';

/**
 * The token for a code that the user pasted; exchanged once, because a second time the code is dead.
 * See marketplaces: BigCommerce, 1.3.
 */
export async function exchangeCode(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	return await exchangeOnce(credentials, async (code) => await tokenFor(helper, credentials, code));
}

async function tokenFor(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	code: string,
): Promise<string> {
	const { body, status } = await requestToken(helper, credentials, {
		url: `${authHost(credentials)}/oauth2/token`,
		form: {
			client_id: String(credentials.clientId ?? '').trim(),
			client_secret: String(credentials.clientSecret ?? '').trim(),
			code,
			grant_type: 'authorization_code',
			redirect_uri: String(credentials.redirectUri ?? '').trim(),
			context: `stores/${readStoreHash(credentials.storeHash)}`,
			scope: String(credentials.permissions ?? '').trim(),
		},
	});
	const answer = object(body);
	const token = text(answer.access_token);
	if (token === null) failRenewal(credentials, refusal(status, answer));
	if (text(answer.scope) === null) {
		failRenewal(
			credentials,
			new TokenTrouble(
				'BigCommerce granted no permission',
				"Enter the scopes of the app under 'Permissions', and authorize once more",
				'no_scope',
			),
		);
	}
	return token;
}

function authHost({ environment, authBaseUrl }: ICredentialDataDecryptedObject): string {
	return environment === 'custom'
		? readBaseUrl(authBaseUrl, 'Authorization Base URL')
		: 'https://login.bigcommerce.com';
}

/** Anything that is no JSON means that a parameter was missing or wrong. */
function refusal(status: number, answer: Record<string, unknown>): TokenTrouble {
	const code = text(answer.error) ?? `status ${status}`;
	return new TokenTrouble(
		`BigCommerce did not accept the authorization code (${code})`,
		"A code works once and for a short time. Check 'Redirect URI', 'Client ID' and 'Client Secret', authorize once more and paste the new code",
		code,
		status >= 500,
	);
}
