import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Connection } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { readBaseUrl } from '../../../core/request/address';
import { refuseAppOnly } from '../../../core/access/app-only';
import { problemOfCode, readCode, requireLine } from '../../../core/access/pasted-code';
import { InvalidInputError } from '../../../core/request/errors';
import { apiHost, readRegion } from '../regions';
import { withLink } from './consent';

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
	const sellerId = text(credential.sellerId) ?? sellerOf(credential) ?? undefined;
	const expiresAt = Date.parse(String(credential.accessTokenExpiresAt ?? ''));
	return {
		baseUrl: apiHost(environment, region) ?? readBaseUrl(credential.apiBaseUrl, 'API Base URL'),
		account: sellerId ?? null,
		quotaOwner: `${keys.clientId}|${fingerprint(grantOf(keys))}|${region}|${environment}`,
		token,
		tokenExpiresAt: token === undefined || Number.isNaN(expiresAt) ? undefined : expiresAt,
		settings: {
			...{ region, environment, sellerId },
			clientSecretCreatedAt: text(credential.clientSecretCreatedAt) ?? undefined,
			authorizedAt: text(credential.authorizedAt) ?? undefined,
		},
	};
}

/** The fields of the login; throws `InvalidInputError` for what cannot work. */
export function readKeys(credential: Fields): Keys {
	refuseAppOnly(credential);
	const byCode = credential.method === 'authorizationCode';
	const keys = {
		clientId: requireLine(credential.clientId, 'Client ID'),
		clientSecret: requireLine(credential.clientSecret, 'Client Secret'),
		refreshToken: (byCode ? optionalLine : requireLine)(credential.refreshToken, 'Refresh Token'),
		code: byCode ? codeOf(credential) : '',
		redirectUri: byCode ? optionalLine(credential.redirectUri, 'Redirect URI') : '',
	};
	if (/^(Atza|Atz\.sprdt)\|/.test(keys.refreshToken)) {
		throw new InvalidInputError(
			"'Refresh Token' holds an access token",
			'A refresh token begins with Atzr|; the credential fetches access tokens itself',
		);
	}
	if (byCode && keys.code === '' && keys.refreshToken === '') {
		throw noCode("'Authorization Code' is empty", credential);
	}
	return keys;
}

function noCode(problem: string, credential: Fields): InvalidInputError {
	return new InvalidInputError(
		withLink(problem, credential),
		'Open the credential and paste the code',
	);
}

function optionalLine(value: unknown, field: string): string {
	return String(value ?? '').trim() === '' ? '' : requireLine(value, field);
}

/** Sent back by Amazon as `spapi_oauth_code`; people paste the whole address. */
function codeOf(credential: Fields): string {
	const code = readCode(credential.authorizationCode, 'spapi_oauth_code');
	const problem = code === '' ? undefined : problemOfCode(code, 'spapi_oauth_code');
	if (problem === undefined) return code;
	// The app's own page is expected to send the browser on. See BEHAVIOR.md, Signing in.
	const isHalfWay = code.includes('amazon_callback_uri=');
	throw noCode(
		isHalfWay ? `${problem}: Amazon came to the Login URI of the app first` : problem,
		credential,
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
