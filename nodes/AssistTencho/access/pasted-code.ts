import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { object, text } from '../../../core/orders/read';
import { codeFingerprint, exchangeOnce, requireLine } from '../../../core/access/pasted-code';
import { tokenErrorIn, type TokenResponse } from '../../../core/access/token-answer';
import { requestToken } from '../../../core/access/token-request';
import { failRenewal, TokenError } from '../../../core/request/errors';
import { assistTencho } from '../marketplace';
import { readShopUrl } from './connection';

const EXCHANGE_PATH = '/api/oauth/token.php';

/**
 * The token for a code that the user pasted, by a grant that is called `client_credentials` although a
 * code is exchanged; once, because a second time the code is dead. See https://assist-tencho.com/faq/?p=7475.
 */
export async function exchangeCode(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	return await exchangeOnce(
		credentials,
		() => consentLink(credentials),
		async (code) => await tokenFor(helper, credentials, code),
	);
}

/** Where the administrator allows the access. See https://assist-tencho.com/faq/?p=7475. */
function consentLink(credentials: ICredentialDataDecryptedObject): string {
	const clientId = requireLine(credentials.clientId, 'Client ID');
	const link = new URL(`${readShopUrl(credentials.baseUrl)}/api/oauth/authorize.php`);
	link.search = new URLSearchParams({
		client_id: clientId,
		response_type: 'code',
		redirect_uri: requireLine(credentials.redirectUri, 'Redirect URI'),
		// The vendor wants one. A code that a person pastes needs no proof of where it was asked for.
		state: codeFingerprint(clientId),
		scope: 'read_sales',
	}).toString();
	return link.href;
}

async function tokenFor(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	code: string,
): Promise<string> {
	const answer = await requestToken(helper, credentials, {
		url: `${readShopUrl(credentials.baseUrl)}${EXCHANGE_PATH}`,
		charsets: assistTencho.charsets,
		form: {
			client_id: String(credentials.clientId ?? '').trim(),
			client_secret: String(credentials.clientSecret ?? '').trim(),
			code,
			grant_type: 'client_credentials',
			redirect_uri: String(credentials.redirectUri ?? '').trim(),
		},
	});
	const token = text(object(answer.body).access_token);
	if (token === null)
		failRenewal(credentials, tokenErrorIn(assistTencho, answer) ?? refusal(answer));
	return token;
}

function refusal(answer: TokenResponse): TokenError {
	const { status, body } = answer;
	const code = text(object(body).error) ?? `status ${status}`;
	// Not about the code: another page, or the login page.
	if (status < 400 || status === 404) {
		const { advice = "Check 'Base URL', and ask the vendor what the page answers" } =
			assistTencho.describe(answer, EXCHANGE_PATH);
		return new TokenError(
			`Assist Tencho gave no token at ${EXCHANGE_PATH} (${code})`,
			advice,
			code,
		);
	}
	return new TokenError(
		`Assist Tencho did not accept the authorization code (${code})`,
		"A code works once. Check 'Base URL', 'Client ID' (クライアントID), 'Client Secret' (シークレットID) and 'Redirect URI' (リダイレクトURL)",
		code,
	);
}
