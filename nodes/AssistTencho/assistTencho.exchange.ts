import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { object, text } from '../../core/order/read';
import { codeFingerprint } from '../../core/transport/code';
import { exchangeOnce } from '../../core/transport/exchange';
import { requireLine } from '../../core/transport/field';
import { requestToken } from '../../core/transport/token-request';
import { busy, failRenewal, isBusy, TokenTrouble } from '../../core/transport/trouble';
import { readShopUrl } from './assistTencho.auth';

/**
 * The token for a code that the user pasted, by a grant that is called `client_credentials` although a
 * code is exchanged; once, because a second time the code is dead. See marketplaces: Assist Tencho, 3.2.
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

/** Where the administrator allows the access. See marketplaces: Assist Tencho, 3.1. */
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
	if (isBusy(status)) return busy('Assist Tencho', status);
	return new TokenTrouble(
		`Assist Tencho did not accept the authorization code (${code})`,
		"A code works once. Check 'Base URL', 'Client ID' (クライアントID), 'Client Secret' (シークレットID) and 'Redirect URI' (リダイレクトURL)",
		code,
	);
}
