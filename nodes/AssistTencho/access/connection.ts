import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Connection } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { baseUrlExpression, readBaseUrl } from '../../../core/request/address';
import { requireLine } from '../../../core/access/pasted-code';
import { VERSION } from '../../../core/version';

/** What people copy along: the page, and the folders in which the API's and plugins' own pages are. */
const TAIL: readonly RegExp[] = [/\/[^/]*\.php$/, /\/api(?:\/oauth|\/v\d+)?$/, /\/plugin\/[^/]+$/];

/** The address of the shop's admin screen, with its path, without page and `/api`. See BEHAVIOR.md, Signing in. */
export function readShopUrl(typed: unknown): string {
	return TAIL.reduce((url, tail) => url.replace(tail, ''), readBaseUrl(typed, 'Base URL'));
}

/** The same for n8n's own evaluation; empty for what is no address. `typed` is JavaScript. */
export function shopUrlExpression(typed: string): string {
	return baseUrlExpression(typed) + TAIL.map((tail) => `.replace(${tail}, "")`).join('');
}

function connect(credential: ICredentialDataDecryptedObject, token: string | null): Connection {
	const baseUrl = readShopUrl(credential.baseUrl);
	return {
		baseUrl,
		account: baseUrl.replace(/^https?:\/\//, ''),
		quotaOwner: baseUrl,
		headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
		token: token ?? undefined,
		settings: {
			environment: 'production',
			authorizedAt: text(credential.authorizedAt) ?? undefined,
		},
	};
}

/** A token from elsewhere, or a code exchanged by the credential. */
export function connectByToken(credential: ICredentialDataDecryptedObject): Connection {
	const isCode = credential.method === 'authorizationCode';
	return connect(
		credential,
		isCode ? text(credential.exchangedToken) : requireLine(credential.accessToken, 'Access Token'),
	);
}

/** The Connect button. */
export function connectByApp(credential: ICredentialDataDecryptedObject): Connection {
	return connect(credential, text(object(credential.oauthTokenData).access_token));
}
