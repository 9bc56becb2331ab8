import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { requireFilled } from '../../../core/access/pasted-code';
import { readBaseUrl } from '../../../core/request/address';

/** Where people sign in and tokens are given. */
export function loginHost({ environment, authBaseUrl }: ICredentialDataDecryptedObject): string {
	return environment === 'custom'
		? readBaseUrl(authBaseUrl, 'Authorization Base URL')
		: 'https://login.bigcommerce.com';
}

/** The store of a `context`, i.e. `stores/{hash}`; nothing for anything else. */
export function storeInContext(context: unknown): string | undefined {
	return /^stores\/([a-z0-9]+)$/i.exec(String(context))?.[1].toLowerCase();
}

/** Scopes as BigCommerce wants them, from a list as people write it. */
export function readScopes(typed: unknown): string {
	const scopes = String(typed ?? '').split(/[\s,]+/);
	return requireFilled(scopes.join(' '), 'Permissions');
}
