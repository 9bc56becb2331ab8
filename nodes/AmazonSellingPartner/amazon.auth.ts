import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Connection } from '../../core/marketplace';
import { text } from '../../core/order/read';
import { readBaseUrl } from '../../core/transport/base-url';
import { readCode } from '../../core/transport/code';
import { BadInput } from '../../core/transport/trouble';
import { apiHost, readRegion } from './amazon.regions';

type Fields = ICredentialDataDecryptedObject;

/** What the user entered, checked. */
export interface Keys {
	clientId: string;
	clientSecret: string;
	/** Empty as long as a pasted code has not been exchanged. */
	refreshToken: string;
	/** Empty unless a refresh token shall be had for it. */
	code: string;
	redirectUri: string;
}

/** Where and as whom to call Amazon. */
export function connectAmazon(credential: Fields): Connection {
	const region = readRegion(credential.region);
	const environment = String(credential.environment ?? 'production');
	const keys = readKeys(credential);
	const token = tokenOf(credential, keys);
	const expiresAt = Date.parse(String(credential.accessTokenExpiresAt ?? ''));
	return {
		baseUrl: apiHost(environment, region) ?? readBaseUrl(credential.apiBaseUrl, 'API Base URL'),
		account: sellerOf(credential),
		quotaOwner: `${keys.clientId}|${fingerprint(grantOf(keys))}|${region}|${environment}`,
		token,
		tokenExpiresAt: token === undefined || Number.isNaN(expiresAt) ? undefined : expiresAt,
		settings: { region },
	};
}

/** The fields of the login; throws `BadInput` for what cannot work. */
export function readKeys(credential: Fields): Keys {
	const byCode = credential.method === 'authorizationCode';
	const keys = {
		clientId: line(credential.clientId, 'Client ID'),
		clientSecret: line(credential.clientSecret, 'Client Secret'),
		refreshToken: line(credential.refreshToken, 'Refresh Token', byCode),
		code: byCode ? codeOf(credential.authorizationCode) : '',
		redirectUri: byCode ? line(credential.redirectUri, 'Redirect URI', true) : '',
	};
	if (/^(Atza|Atz\.sprdt)\|/.test(keys.refreshToken)) {
		throw new BadInput(
			"'Refresh Token' holds an access token",
			'A refresh token begins with Atzr|; the credential fetches access tokens itself',
		);
	}
	if (byCode && keys.code === '' && keys.refreshToken === '') {
		throw new BadInput("'Authorization Code' is empty", 'Open the credential and paste the code');
	}
	return keys;
}

function line(value: unknown, field: string, mayBeEmpty = false): string {
	const written = String(value ?? '').trim();
	if (written === '' && !mayBeEmpty) {
		throw new BadInput(`'${field}' is empty`, 'Open the credential and enter it');
	}
	if (/\s/.test(written)) {
		throw new BadInput(`'${field}' holds a blank or a line break`, 'Paste it again, in one piece');
	}
	return written;
}

/** Sent back by Amazon as `spapi_oauth_code`; people paste the whole address. */
function codeOf(pasted: unknown): string {
	const code = line(readCode(pasted, 'spapi_oauth_code'), 'Authorization Code', true);
	if (!/^https?:\/\//i.test(code)) return code;
	throw new BadInput(
		"'Authorization Code' is an address without spapi_oauth_code",
		'Paste the address to which Amazon sent the browser after the consent; if it holds amazon_callback_uri, the app still has to send the browser back there',
	);
}

/** The address that brings the code also names the seller. */
function sellerOf({ method, authorizationCode }: Fields): string | null {
	if (method !== 'authorizationCode') return null;
	const pasted = String(authorizationCode ?? '');
	return pasted.includes('selling_partner_id=')
		? text(readCode(pasted, 'selling_partner_id'))
		: null;
}

/** What the token was issued for: stays the same when the code is exchanged. */
function grantOf({ code, refreshToken }: Keys): string {
	return code === '' ? refreshToken : code;
}

function fingerprint(value: string): string {
	return createHash('sha256').update(value).digest('hex').slice(0, 12);
}

/** Names application, secret and consent, so that a token is not used after one of them was replaced. */
export function ownerOf(keys: Keys): string {
	return fingerprint([keys.clientId, keys.clientSecret, grantOf(keys)].join('\n'));
}

function tokenOf(credential: Fields, keys: Keys): string | undefined {
	const token = text(credential.accessToken);
	return token !== null && credential.issuedFor === ownerOf(keys) ? token : undefined;
}
