import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import type { Connection } from '../../core/marketplace';
import { list, object, text } from '../../core/order/read';
import { readBaseUrl } from '../../core/transport/base-url';
import { clock } from '../../core/transport/clock';
import { requireLine } from '../../core/transport/field';
import { renewOnce } from '../../core/transport/one-renewal';
import { Secrets } from '../../core/transport/secrets';
import { requestToken, type TokenAnswer } from '../../core/transport/token-request';
import { BadInput, failRenewal, isBusy, raise, TokenTrouble } from '../../core/transport/trouble';
import { hashSync } from '../../core/vendor/bcrypt';
import { VERSION } from '../../core/version';

/** The host for sellers. See marketplaces: Naver, 1. */
export const API = 'https://api.commerce.naver.com/external';
/** Naver refuses times in the future; this covers a clock that is a little ahead. */
const CLOCK_SLACK_MS = 3_000;
/** A bcrypt salt is what Naver calls the application secret. */
const SECRET = /^\$2[aby]\$\d{2}\$[./A-Za-z0-9]{22}$/;

/** base64( bcrypt( `clientId_timestamp`, salt = client secret ) ). See marketplaces: Naver, 3. */
export function sign(clientId: string, clientSecret: string, timestamp: number): string {
	const hash = hashSync(`${clientId}_${timestamp}`, clientSecret);
	return Buffer.from(hash, 'utf8').toString('base64');
}

/** Where and as whom to call Naver; throws `BadInput` for keys that cannot be right. */
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

function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
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
		throw new BadInput(
			"'Client Secret' is no Naver application secret",
			'Paste it whole, with $2a$04$ in front: 29 characters',
		);
	}
	if (credential.accountType !== 'SELLER') return { clientId, clientSecret };
	return { clientId, clientSecret, accountId: requireLine(credential.accountId, 'Account ID') };
}

/**
 * Everything in the form body and nothing twice: an application whose token calls break the rules is
 * slowed down to one call an hour. See marketplaces: Naver, 2.1 and 2.5.
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

/** `preAuthentication` of the credential. */
export async function renewNaverToken(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const { environment, apiBaseUrl, clientId, clientSecret, accountType, accountId } = credentials;
	const grant = [environment, apiBaseUrl, clientId, clientSecret, accountType, accountId];
	return await renewOnce(
		credentials,
		{ grant, tokenField: 'accessToken' },
		async () => await fetchToken(helper, credentials),
	);
}

async function fetchToken(
	helper: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const form = formOrFail(credentials);
	const url = `${baseUrlOf(credentials)}/v1/oauth2/token`;
	const answer = await requestToken(helper, credentials, { url, form });
	const token = text(object(answer.body).access_token);
	if (answer.status !== 200 || token === null) {
		const secrets = new Secrets([form.client_secret_sign, credentials.clientSecret]);
		failRenewal(credentials, refusal(answer, secrets));
	}
	const seconds = Number(object(answer.body).expires_in);
	const ends = Number.isFinite(seconds) ? clock.now() + seconds * 1000 : undefined;
	return {
		accessToken: token,
		expiresAt: ends === undefined ? '' : new Date(ends).toISOString(),
		issuedFor: ownerOf(readKeys(credentials), baseUrlOf(credentials)),
	};
}

function formOrFail(credentials: ICredentialDataDecryptedObject): Record<string, string> {
	try {
		return tokenForm(credentials, clock.now());
	} catch (error) {
		if (!(error instanceof BadInput)) return raise(error);
		return failRenewal(credentials, new TokenTrouble(error.message, error.advice ?? ''));
	}
}

/** Without secrets, because n8n shows it in places where nothing of ours looks through it. */
function refusal({ status, body, headers }: TokenAnswer, secrets: Secrets): TokenTrouble {
	const told = object(body);
	const inputs = list(told.invalidInputs).map((input) => text(input.message));
	const said = [text(told.message), ...inputs].filter((part) => part !== null).join('; ');
	const code = secrets.redact(text(told.code) ?? `status ${status}`);
	const trace = headers['gncp-gw-trace-id'];
	const details = [
		`Naver says: ${secrets.redact(said) || 'nothing'}`,
		`Code: ${code}`,
		trace && `Trace ID: ${trace}`,
	];
	return new TokenTrouble(
		'Naver gave no access token',
		`${adviceFor(status, said)}. ${details.filter(Boolean).join(' · ')}`,
		code,
		isBusy(status) && code !== 'GW.QUOTA_LIMIT',
	);
}

/** See marketplaces: Naver, 2.3. */
function adviceFor(status: number, said: string): string {
	if (said.includes('이전이어야')) return 'The clock of this server is ahead: set it right';
	if (said.includes('유효 시간')) return 'The clock of this server is behind: set it right';
	if (said.includes('client_secret_sign')) {
		return "Check 'Client ID' and 'Client Secret': they must belong together, and the secret must be whole";
	}
	if (status >= 500) return 'Naver has trouble of its own; try again later';
	return status === 429
		? 'The application is limited for now; ask again later, and look for other programs that use it'
		: "Check 'Client ID', 'Client Secret' and 'Account Type'";
}
