import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { object, text } from '../../../core/orders/read';
import { exchangeOnce, requireLine } from '../../../core/access/pasted-code';
import { tokenErrorIn } from '../../../core/access/token-answer';
import { requestToken } from '../../../core/access/token-request';
import { failRenewal, TokenError } from '../../../core/request/errors';
import { bigCommerce } from '../marketplace';
import { readStoreHash } from './store-hash';
import { loginHost, readScopes, storeInContext } from './login';

/**
 * The token for a code that the user pasted; exchanged once, because a second time the code is dead.
 * See BEHAVIOR.md, Signing in.
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

/** Where the owner of the store installs the app. See BEHAVIOR.md, Signing in. */
function consentLink(credentials: ICredentialDataDecryptedObject): string {
	const link = new URL(`${loginHost(credentials)}/oauth2/authorize`);
	link.search = new URLSearchParams({
		client_id: requireLine(credentials.clientId, 'Client ID'),
		response_type: 'code',
		redirect_uri: requireLine(credentials.redirectUri, 'Redirect URI'),
		scope: readScopes(credentials.permissions),
		context: `stores/${readStoreHash(credentials.storeHash)}`,
	}).toString();
	return link.href;
}

async function tokenFor(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
	code: string,
): Promise<string> {
	const store = readStoreHash(credentials.storeHash);
	const given = await requestToken(helper, credentials, {
		url: `${loginHost(credentials)}/oauth2/token`,
		form: {
			client_id: requireLine(credentials.clientId, 'Client ID'),
			client_secret: requireLine(credentials.clientSecret, 'Client Secret'),
			code,
			grant_type: 'authorization_code',
			redirect_uri: requireLine(credentials.redirectUri, 'Redirect URI'),
			context: `stores/${store}`,
			scope: readScopes(credentials.permissions),
		},
	});
	const answer = object(given.body);
	const token = text(answer.access_token);
	if (token === null) {
		failRenewal(credentials, tokenErrorIn(bigCommerce, given) ?? refusal(given.status, answer));
	}
	if (text(answer.scope) === null) failRenewal(credentials, noScope());
	const named = storeInContext(answer.context) ?? store;
	if (named !== store) failRenewal(credentials, otherStore(named, store));
	return token;
}

/** Such a token looks like any other, and every call with it is refused. */
function noScope(): TokenError {
	return new TokenError(
		'BigCommerce granted no permission',
		"Enter the scopes of the app under 'Permissions', exactly as in BigCommerce's developer portal",
		'no_scope',
	);
}

function otherStore(given: string, store: string): TokenError {
	return new TokenError(
		`The code belongs to the store ${given}, and 'Store Hash' says ${store}`,
		"Correct 'Store Hash', or install the app in the right store",
	);
}

/** Anything that is no JSON means that a parameter was missing or wrong. */
function refusal(status: number, answer: Record<string, unknown>): TokenError {
	const code = text(answer.error) ?? `status ${status}`;
	return new TokenError(
		`BigCommerce did not accept the authorization code (${code})`,
		"A code works once and for a short time. Check 'Redirect URI', 'Client ID' and 'Client Secret'",
		code,
	);
}
