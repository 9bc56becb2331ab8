import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { count, object, text } from '../../../core/orders/read';
import { clock, DAY_MS } from '../../../core/request/clock';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { renewOnce } from '../../../core/access/renew-once';
import type { TokenResponse } from '../../../core/access/token-answer';
import { requestToken } from '../../../core/access/token-request';
import { InvalidInputError, failRenewal, TokenError } from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';
import { ownerOf, readKeys, type Keys } from './connection';
import { readLoginHost, TOKEN_PATH, withLink } from './consent';
import { lwaError } from './token-errors';

type Fields = ICredentialDataDecryptedObject;

/** One host for all regions, and for the sandbox too. See BEHAVIOR.md, Signing in. */
const LOGIN_HOST = 'https://api.amazon.com';
const DEFAULT_LIFE_SECONDS = 3600;

const NEW_CODE =
	'A code works once, for five minutes, and with the app that asked for it. Authorize once more and paste the new code; enter Redirect URI only if it is registered with the app';

/** A form that is open for longer is saved by nobody. */
const KEPT_MS = DAY_MS;
/** Codes that Amazon took in this process, with the refresh token, in case it was not stored. */
const taken = new ProcessMemory<string>('code.taken', { lifeMs: KEPT_MS });
/** Codes that Amazon refused, with its reason: the way to a new one may be known by now. */
const refused = new ProcessMemory<string>('code.refused', { lifeMs: KEPT_MS });

/** Fetches an access token, in exchange for the pasted code the first time. See BEHAVIOR.md, Signing in. */
export async function renewToken(
	helper: IHttpRequestHelper,
	credentials: Fields,
): Promise<IDataObject> {
	try {
		const keys = readKeys(credentials);
		const url = tokenUrl(credentials);
		const isNewCode = keys.code !== '' && credentials.exchangedCode !== codeFingerprint(keys.code);
		const dead = (problem: string) => new TokenError(withLink(problem, credentials), NEW_CODE);
		const send = async (form: Record<string, string>) =>
			await requestToken(helper, credentials, { url, form });
		const renew = async () =>
			isNewCode ? await exchange(keys, send, dead) : await refresh(keys, send, dead);
		const grant = [url, ownerOf(keys)];
		return await renewOnce(credentials, { grant, tokenField: 'accessToken' }, renew);
	} catch (error) {
		return failRenewal(credentials, tokenErrorFrom(error));
	}
}

/** n8n keeps nothing of an error but its text, so all reach `core/` in one form. */
function tokenErrorFrom(error: unknown): TokenError {
	if (error instanceof TokenError) return error;
	if (error instanceof InvalidInputError) return new TokenError(error.message, error.advice ?? '');
	return new TokenError('The access token could not be renewed', (error as Error).message);
}

/** What to tell about a code that is no good any more. */
type DeadCode = (problem: string) => TokenError;

type SendForm = (form: Record<string, string>) => Promise<TokenResponse>;

async function refresh(keys: Keys, send: SendForm, dead: DeadCode): Promise<IDataObject> {
	if (keys.refreshToken === '') {
		throw dead('The authorization code was used already, and no refresh token is stored');
	}
	return readTokens(await send(refreshForm(keys)), keys, clock.now());
}

/** A code is sent once: a second time it is refused, and then the first answer is lost as well. */
async function exchange(keys: Keys, send: SendForm, dead: DeadCode): Promise<IDataObject> {
	const fingerprint = codeFingerprint(keys.code);
	// With the secret: whoever knows but the code gets nothing.
	const known = `${fingerprint}|${ownerOf({ ...keys, refreshToken: '' })}`;
	// What was wrong may have been the address, which the user can correct while the code lives.
	const tried = `${known}|${keys.redirectUri}`;
	const reason = refused.get(tried);
	if (reason !== undefined) throw dead(reason);
	const before = taken.get(known);
	if (before !== undefined) {
		const refreshed = await refresh({ ...keys, refreshToken: before }, send, dead);
		return { refreshToken: before, exchangedCode: fingerprint, ...refreshed };
	}
	const answer = await send(codeForm(keys));
	// Only a refused code is spent; after a wrong secret it may still be good.
	if (object(answer.body).error === 'invalid_grant') {
		const { message } = lwaError(answer.status, object(answer.body));
		refused.set(tried, message);
		throw dead(message);
	}
	const tokens = readTokens(answer, { ...keys, refreshToken: '' }, clock.now());
	if (typeof tokens.refreshToken !== 'string')
		throw lwaError(answer.status, object(answer.body), answer);
	taken.set(known, tokens.refreshToken);
	return { ...tokens, exchangedCode: fingerprint };
}

export function tokenUrl({ environment, authBaseUrl }: Fields): string {
	if (environment !== 'custom') return LOGIN_HOST + TOKEN_PATH;
	return readLoginHost(authBaseUrl) + TOKEN_PATH;
}

/** `redirect_uri` belongs in it only if the consent named it. See BEHAVIOR.md, Signing in. */
export function codeForm({ clientId, clientSecret, code, redirectUri }: Keys) {
	return {
		grant_type: 'authorization_code',
		code,
		...(redirectUri === '' ? {} : { redirect_uri: redirectUri }),
		client_id: clientId,
		client_secret: clientSecret,
	};
}

function refreshForm({ clientId, clientSecret, refreshToken }: Keys) {
	return {
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
		client_id: clientId,
		client_secret: clientSecret,
	};
}

/** What to store after a good answer; throws `TokenError` after any other. */
function readTokens(given: TokenResponse, keys: Keys, now: number): IDataObject {
	const answer = object(given.body);
	const accessToken = text(answer.access_token);
	if (given.status >= 400 || accessToken === null) throw lwaError(given.status, answer, given);
	const lifeMs = (count(answer.expires_in) ?? DEFAULT_LIFE_SECONDS) * 1000;
	// Amazon repeats the token that was sent; another one would replace it. See BEHAVIOR.md, Signing in.
	const returned = text(answer.refresh_token);
	const isOther = returned !== null && returned !== keys.refreshToken;
	const refreshToken = isOther ? returned : keys.refreshToken;
	return {
		accessToken,
		accessTokenExpiresAt: new Date(now + lifeMs).toISOString(),
		issuedFor: ownerOf({ ...keys, refreshToken }),
		...(isOther ? { refreshToken } : {}),
	};
}
