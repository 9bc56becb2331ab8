import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { refuseAppOnly } from '../../../core/access/app-only';
import { requireLine } from '../../../core/access/pasted-code';
import { InvalidInputError } from '../../../core/request/errors';
import { VERSION } from '../../../core/version';
import { readApiHost, readStoreHash } from './store-hash';
import { storeInContext } from './login';

const API_HOST = 'https://api.bigcommerce.com';

function connect(credential: ICredentialDataDecryptedObject, token: unknown): Connection {
	const store = readStoreHash(credential.storeHash);
	const host = credential.environment === 'custom' ? readApiHost(credential.apiBaseUrl) : API_HOST;
	return {
		baseUrl: `${host}/stores/${store}`,
		account: store,
		quotaOwner: store,
		headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
		token: typeof token === 'string' && token !== '' ? token : undefined,
		settings: {
			environment: credential.environment === 'custom' ? 'custom' : 'production',
			scopes: text(object(credential.oauthTokenData).scope) ?? undefined,
		},
	};
}

/** A store-level API account, or a code exchanged by the credential. See BEHAVIOR.md, Signing in. */
export function connectByToken(credential: ICredentialDataDecryptedObject): Connection {
	refuseAppOnly(credential);
	const isCode = credential.method === 'authorizationCode';
	return connect(
		credential,
		isCode ? credential.exchangedToken : requireLine(credential.accessToken, 'Access Token'),
	);
}

/** An app installed through the Connect button. See BEHAVIOR.md, Signing in. */
export function connectByApp(credential: ICredentialDataDecryptedObject): Connection {
	const tokens = object(credential.oauthTokenData);
	const token = text(tokens.access_token);
	// Such a token looks like any other, and every call with it is refused.
	if (token !== null && 'scope' in tokens && text(tokens.scope) === null) {
		throw new InvalidInputError(
			'BigCommerce connected the account, but granted no permission',
			"Open the credential, enter the scopes of the app under 'Permissions' exactly as in BigCommerce's developer portal, and connect again",
		);
	}
	const connection = connect(credential, token);
	const store = storeInContext(tokens.context) ?? connection.account;
	if (store === connection.account) return connection;
	throw new InvalidInputError(
		`'Store Hash' says ${connection.account}, and the account is connected to the store ${store}`,
		"Open the credential and correct the store hash, or press 'Reconnect' and sign in to the right store",
	);
}
