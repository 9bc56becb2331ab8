import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection } from '../../../core/marketplace';
import { text } from '../../../core/orders/read';
import { readBaseUrl } from '../../../core/request/address';
import { requireLine } from '../../../core/access/pasted-code';
import { InvalidInputError } from '../../../core/request/errors';
import { hashSync } from '../../../core/vendor/bcrypt';
import { VERSION } from '../../../core/version';

/** The host for sellers. See https://apicenter.commerce.naver.com/docs/restful-api. */
export const API = 'https://api.commerce.naver.com/external';
/** Naver refuses times in the future; this covers a clock that is a little ahead. */
const CLOCK_SLACK_MS = 3_000;
/** A bcrypt salt is what Naver calls the application secret. */
const SECRET = /^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{22}$/;

/**
 * base64( bcrypt( `clientId_timestamp`, salt = client secret ) ).
 * See https://apicenter.commerce.naver.com/docs/auth.
 */
export function sign(clientId: string, clientSecret: string, timestamp: number): string {
	const hash = hashSync(`${clientId}_${timestamp}`, clientSecret);
	return Buffer.from(hash, 'utf8').toString('base64');
}

/** Where and as whom to call Naver; throws `InvalidInputError` for keys that cannot be right. */
export function connectNaver(credential: ICredentialDataDecryptedObject): Connection {
	const keys = readKeys(credential);
	const { clientId, accountId } = keys;
	const baseUrl = baseUrlOf(credential);
	const expiresAt = Date.parse(String(credential.expiresAt ?? ''));
	return {
		baseUrl,
		account: accountId ?? null,
		quotaOwner: [clientId, accountId ?? ''].join('|'),
		headers: { 'user-agent': `n8n-nodes-marketplaces/${VERSION}` },
		token: tokenOf(credential, ownerOf(keys, baseUrl)),
		tokenExpiresAt: Number.isFinite(expiresAt) ? expiresAt : undefined,
		settings: { environment: text(credential.environment) ?? 'production' },
	};
}

/** What a token of this credential is issued for. */
export function issuedFor(credential: ICredentialDataDecryptedObject): string {
	return ownerOf(readKeys(credential), baseUrlOf(credential));
}

/** Names what a token is issued for, so that none is used after the credential was edited. */
function ownerOf({ clientId, clientSecret, accountId }: Keys, baseUrl: string): string {
	const grant = JSON.stringify([baseUrl, clientId, clientSecret, accountId]);
	return createHash('sha256').update(grant).digest('hex').slice(0, 12);
}

/** A token that was stored without a note of what it is for is taken for the credential's own. */
function tokenOf(credential: ICredentialDataDecryptedObject, owner: string): string | undefined {
	const issuedFor = text(credential.issuedFor);
	if (issuedFor !== null && issuedFor !== owner) return undefined;
	return text(credential.accessToken) ?? undefined;
}

export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
	return credential.environment === 'custom'
		? readBaseUrl(credential.apiBaseUrl, 'API Base URL')
		: API;
}

interface Keys {
	clientId: string;
	clientSecret: string;
	/** Only for `SELLER`: the parameter must not even be there for an own store. */
	accountId?: string;
}

function readKeys(credential: ICredentialDataDecryptedObject): Keys {
	const clientId = requireLine(credential.clientId, 'Client ID');
	const clientSecret = String(credential.clientSecret ?? '').trim();
	if (!SECRET.test(clientSecret)) {
		throw new InvalidInputError(
			"'Client Secret' is not a valid Naver application secret",
			'Paste the complete secret: 29 characters, starting with $2a$04$',
		);
	}
	if (credential.accountType !== 'SELLER') return { clientId, clientSecret };
	return { clientId, clientSecret, accountId: requireLine(credential.accountId, 'Account ID') };
}

/**
 * Everything in the form body and nothing twice: an application whose token calls break the rules is
 * slowed down to one call an hour. See https://github.com/commerce-api-naver/commerce-api/discussions/3751.
 */
export function tokenForm(
	credential: ICredentialDataDecryptedObject,
	now: number,
): Record<string, string> {
	const { clientId, clientSecret, accountId } = readKeys(credential);
	const timestamp = now - CLOCK_SLACK_MS;
	return {
		client_id: clientId,
		timestamp: String(timestamp),
		grant_type: 'client_credentials',
		client_secret_sign: sign(clientId, clientSecret, timestamp),
		type: accountId === undefined ? 'SELF' : 'SELLER',
		...(accountId === undefined ? {} : { account_id: accountId }),
	};
}
