import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { requireLine } from '../../../core/access/pasted-code';
import { withHeaders } from '../../../core/accounts/credential-test';
import type { Connection } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { readBaseUrl } from '../../../core/request/address';
import { clock } from '../../../core/request/clock';
import { finalRequest } from '../../../core/request/final-request';
import { VERSION } from '../../../core/version';
import { sign } from './signature';

/** See https://sellerapi.kaufland.com/?page=rest-api and ?page=playground: the same keys open both. */
export const API = {
	production: 'https://sellerapi.kaufland.com/v2',
	sandbox: 'https://sellerapi-playground.kaufland.com/v2',
} as const;

/** Kaufland wants to know which software calls. */
const USER_AGENT = `n8n-nodes-marketplaces/${VERSION}`;

/** Where and as whom to call Kaufland; throws `InvalidInputError` for keys that cannot be right. */
export function connectKaufland(credential: ICredentialDataDecryptedObject): Connection {
	const { clientKey } = readKeys(credential);
	return {
		baseUrl: baseUrlOf(credential),
		account: null,
		quotaOwner: clientKey,
		headers: { 'user-agent': USER_AGENT },
		settings: { environment: text(credential.environment) ?? 'production' },
	};
}

/**
 * The request as it leaves, with a signature over all of it. It is made for each try: the time is part of it. Whatever
 * User-Agent n8n has set stays, so that the HTTP Request node can name its own.
 */
export function signRequest(
	credential: ICredentialDataDecryptedObject,
	options: IHttpRequestOptions,
): IHttpRequestOptions {
	const { clientKey, secretKey } = readKeys(credential);
	const request = finalRequest(options);
	const { method = 'GET', url, body = '' } = request;
	const timestamp = Math.floor(clock.now() / 1000);
	const given = Object.keys(request.headers ?? {}).map((name) => name.toLowerCase());
	return withHeaders(request, {
		'Shop-Client-Key': clientKey,
		'Shop-Timestamp': String(timestamp),
		'Shop-Signature': sign(secretKey, { method, url, body, timestamp }),
		...(given.includes('user-agent') ? {} : { 'User-Agent': USER_AGENT }),
		...(body === '' || given.includes('content-type')
			? {}
			: { 'Content-Type': 'application/json' }),
	});
}

function baseUrlOf({ environment, apiBaseUrl }: ICredentialDataDecryptedObject): string {
	if (environment === 'custom') return readBaseUrl(apiBaseUrl, 'API Base URL');
	return environment === 'sandbox' ? API.sandbox : API.production;
}

/** The secret looks like hexadecimal digits and is used as text. */
function readKeys({ clientKey, secretKey }: ICredentialDataDecryptedObject) {
	return {
		clientKey: requireLine(clientKey, 'Client Key'),
		secretKey: requireLine(secretKey, 'Secret Key'),
	};
}
