import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import { count, object, text } from '../../core/order/read';
import { readBaseUrl } from '../../core/transport/base-url';
import { clock } from '../../core/transport/clock';
import { codeFingerprint } from '../../core/transport/code';
import { requestToken, type TokenAnswer } from '../../core/transport/token-request';
import { BadInput, failRenewal, TokenTrouble } from '../../core/transport/trouble';
import { ownerOf, readKeys, type Keys } from './amazon.auth';
import { lwaTrouble } from './amazon.lwaTrouble';

type Fields = ICredentialDataDecryptedObject;

/** One host for all regions, and for the sandbox too. See marketplaces: Amazon, a.1. */
const LOGIN_HOST = 'https://api.amazon.com';
const TOKEN_PATH = '/auth/o2/token';
const DEFAULT_LIFE_SECONDS = 3600;

/** Codes that Amazon has answered in this process: what came of them, in case it was not stored. */
const answered = new Map<string, string | TokenTrouble>();

/** Fetches an access token, in exchange for the pasted code the first time. See marketplaces: Amazon, a. */
export async function renewToken(
	helper: IHttpRequestHelper,
	credentials: Fields,
): Promise<IDataObject> {
	try {
		const keys = readKeys(credentials);
		const url = tokenUrl(credentials);
		const isNewCode = keys.code !== '' && credentials.exchangedCode !== codeFingerprint(keys.code);
		const send = async (form: Record<string, string>) =>
			await requestToken(helper, credentials, { url, form });
		return isNewCode ? await exchange(keys, send) : await refresh(keys, send);
	} catch (error) {
		return failRenewal(credentials, troubleOf(error));
	}
}

/** n8n keeps nothing of an error but its text, so all reach the engine in one form. */
function troubleOf(error: unknown): TokenTrouble {
	if (error instanceof TokenTrouble) return error;
	if (error instanceof BadInput) return new TokenTrouble(error.message, error.advice ?? '');
	return new TokenTrouble('The access token could not be renewed', (error as Error).message);
}

type SendForm = (form: Record<string, string>) => Promise<TokenAnswer>;

async function refresh(keys: Keys, send: SendForm): Promise<IDataObject> {
	if (keys.refreshToken === '') throw usedCode();
	return readTokens(await send(refreshForm(keys)), keys, clock.now());
}

/** A code is sent once: a second time it is refused, and then the first answer is lost as well. */
async function exchange(keys: Keys, send: SendForm): Promise<IDataObject> {
	const fingerprint = codeFingerprint(keys.code);
	const before = answered.get(fingerprint);
	if (before instanceof TokenTrouble) throw before;
	if (before !== undefined) {
		const refreshed = await refresh({ ...keys, refreshToken: before }, send);
		return { refreshToken: before, exchangedCode: fingerprint, ...refreshed };
	}
	const answer = await send(codeForm(keys));
	// Only a refused code is spent; after a wrong secret it may still be good.
	if (object(answer.body).error === 'invalid_grant') {
		const refusal = lwaTrouble(answer.status, object(answer.body));
		answered.set(fingerprint, refusal);
		throw refusal;
	}
	const tokens = readTokens(answer, { ...keys, refreshToken: '' }, clock.now());
	if (typeof tokens.refreshToken !== 'string') throw lwaTrouble(answer.status, {});
	answered.set(fingerprint, tokens.refreshToken);
	return { ...tokens, exchangedCode: fingerprint };
}

function usedCode(): TokenTrouble {
	return new TokenTrouble(
		'The authorization code was used already, and no refresh token is stored',
		'Authorize the app once more and paste the new code',
	);
}

export function tokenUrl({ environment, authBaseUrl }: Fields): string {
	if (environment !== 'custom') return LOGIN_HOST + TOKEN_PATH;
	const base = readBaseUrl(authBaseUrl, 'Authorization Base URL');
	return base.endsWith(TOKEN_PATH) ? base : base + TOKEN_PATH;
}

/** `redirect_uri` belongs in it only if the consent named it. See marketplaces: Amazon, a.2. */
export function codeForm({ clientId, clientSecret, code, redirectUri }: Keys) {
	return {
		grant_type: 'authorization_code',
		code,
		...(redirectUri === '' ? {} : { redirect_uri: redirectUri }),
		client_id: clientId,
		client_secret: clientSecret,
	};
}

export function refreshForm({ clientId, clientSecret, refreshToken }: Keys) {
	return {
		grant_type: 'refresh_token',
		refresh_token: refreshToken,
		client_id: clientId,
		client_secret: clientSecret,
	};
}

/** What to store after a good answer; throws `TokenTrouble` after any other. */
export function readTokens(
	{ status, body }: Pick<TokenAnswer, 'status' | 'body'>,
	keys: Keys,
	now: number,
): IDataObject {
	const answer = object(body);
	const accessToken = text(answer.access_token);
	if (status >= 400 || accessToken === null) throw lwaTrouble(status, answer);
	const lifeMs = (count(answer.expires_in) ?? DEFAULT_LIFE_SECONDS) * 1000;
	// Amazon repeats the token that was sent; another one would replace it. See marketplaces: Amazon, a.4.
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
