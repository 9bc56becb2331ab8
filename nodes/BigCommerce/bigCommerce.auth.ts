import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Connection } from '../../core/marketplace';
import { readBaseUrl } from '../../core/transport/base-url';
import { BadInput } from '../../core/transport/trouble';
import { VERSION } from '../../core/version';

const API_HOST = 'https://api.bigcommerce.com';

/**
 * The store hash out of whatever people paste: `abc123`, `store-abc123`, `stores/abc123`, the address of
 * the control panel or the API path of the account. See marketplaces: BigCommerce, 0.
 */
export function readStoreHash(typed: unknown): string {
	const written = String(typed ?? '').trim();
	const found =
		/store-([a-z0-9]+)\.mybigcommerce\.com/i.exec(written) ??
		/(?:^|\/)stores\/([a-z0-9]+)(?:\/|$)/i.exec(written) ??
		/^(?:store-)?([a-z0-9]+)$/i.exec(written);
	if (found) return found[1].toLowerCase();
	throw new BadInput(
		written === '' ? "'Store Hash' is empty" : "'Store Hash' is no store hash",
		'It is the part after store- in the address of the control panel, e.g. abc123',
	);
}

function connect(credential: ICredentialDataDecryptedObject, token: unknown): Connection {
	const store = readStoreHash(credential.storeHash);
	const host =
		credential.environment === 'custom'
			? readBaseUrl(credential.apiBaseUrl, 'API Base URL')
			: API_HOST;
	return {
		baseUrl: `${host}/stores/${store}`,
		account: store,
		quotaOwner: store,
		headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
		token: typeof token === 'string' && token !== '' ? token : undefined,
	};
}

/** A store-level API account, or a code exchanged by the credential. See marketplaces: BigCommerce, 1.1. */
export function connectByToken(credential: ICredentialDataDecryptedObject): Connection {
	const isCode = credential.method === 'authorizationCode';
	const token = String((isCode ? credential.exchangedToken : credential.accessToken) ?? '').trim();
	if (token === '' && !isCode) {
		throw new BadInput("'Access Token' is empty", 'Open the credential and paste the token');
	}
	return connect(credential, token);
}

/** An app installed through the Connect button. See marketplaces: BigCommerce, 1.3. */
export function connectByApp(credential: ICredentialDataDecryptedObject): Connection {
	const tokens = (credential.oauthTokenData ?? {}) as { access_token?: string; scope?: unknown };
	return connect(credential, tokens.access_token);
}
