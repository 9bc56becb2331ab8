import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import type { Connection } from '../../core/marketplace';
import { object, text } from '../../core/order/read';
import { readBaseUrl } from '../../core/transport/base-url';
import { exchangeOnce } from '../../core/transport/exchange';
import { requestToken } from '../../core/transport/token-request';
import { BadInput, failRenewal, TokenTrouble } from '../../core/transport/trouble';
import { VERSION } from '../../core/version';

/** The address of the shop's admin screen, with its path, without page and `/api`. See marketplaces: Assist Tencho, 6. */
export function readShopUrl(typed: unknown): string {
	return readBaseUrl(typed, 'Base URL')
		.replace(/\/[^/]*\.php$/, '')
		.replace(/\/api$/, '');
}

function connect(credential: ICredentialDataDecryptedObject, token: string | null): Connection {
	const baseUrl = readShopUrl(credential.baseUrl);
	return {
		baseUrl,
		account: baseUrl.replace(/^https?:\/\//, ''),
		quotaOwner: baseUrl,
		headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
		token: token ?? undefined,
	};
}

/** A token from elsewhere, or a code exchanged by the credential. */
export function connectByToken(credential: ICredentialDataDecryptedObject): Connection {
	const isCode = credential.method === 'authorizationCode';
	const token = text(isCode ? credential.exchangedToken : credential.accessToken);
	if (token === null && !isCode) {
		throw new BadInput("'Access Token' is empty", 'Open the credential and paste the token');
	}
	return connect(credential, token);
}

/** The Connect button. */
export function connectByApp(credential: ICredentialDataDecryptedObject): Connection {
	return connect(credential, text(object(credential.oauthTokenData).access_token));
}

/**
 * The token for a code that the user pasted, by a grant that is called `client_credentials` although a
 * code is exchanged; once, because a second time the code is dead. See marketplaces: Assist Tencho, 3.2.
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
	const { status, body } = await requestToken(helper, credentials, {
		url: `${readShopUrl(credentials.baseUrl)}/api/oauth/token.php`,
		form: {
			client_id: String(credentials.clientId ?? '').trim(),
			client_secret: String(credentials.clientSecret ?? '').trim(),
			code,
			grant_type: 'client_credentials',
			redirect_uri: String(credentials.redirectUri ?? '').trim(),
		},
	});
	const token = text(object(body).access_token);
	if (token === null) failRenewal(credentials, refusal(status, object(body)));
	return token;
}

function refusal(status: number, answer: Record<string, unknown>): TokenTrouble {
	const code = text(answer.error) ?? `status ${status}`;
	return new TokenTrouble(
		`Assist Tencho did not accept the authorization code (${code})`,
		"A code works once. Check 'Base URL', 'Client ID' (クライアントID), 'Client Secret' (シークレットID) and 'Redirect URI' (リダイレクトURL), authorize once more and paste the new code",
		code,
		status >= 500,
	);
}
