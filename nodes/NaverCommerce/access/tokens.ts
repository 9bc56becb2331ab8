import type { ICredentialDataDecryptedObject, IDataObject, IHttpRequestHelper } from 'n8n-workflow';
import { count, list, object, text } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import { renewOnce } from '../../../core/access/renew-once';
import { tokenErrorIn, repeatAfterMs, type TokenResponse } from '../../../core/access/token-answer';
import { requestToken } from '../../../core/access/token-request';
import { InvalidInputError, failRenewal, raise, TokenError } from '../../../core/request/errors';
import { verdictOf } from '../../../core/request/retry';
import { baseUrlOf, issuedFor, tokenForm } from './connection';
import { naver } from '../marketplace';

const PATH = '/v1/oauth2/token';

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
	const url = baseUrlOf(credentials) + PATH;
	const answer = await requestToken(helper, credentials, { url, form });
	const token = text(object(answer.body).access_token);
	if (answer.status !== 200 || token === null) failRenewal(credentials, refusal(answer));
	const seconds = count(object(answer.body).expires_in);
	const ends = seconds === null ? undefined : clock.now() + seconds * 1000;
	return {
		accessToken: token,
		expiresAt: ends === undefined ? '' : new Date(ends).toISOString(),
		issuedFor: issuedFor(credentials),
	};
}

function formOrFail(credentials: ICredentialDataDecryptedObject): Record<string, string> {
	try {
		return tokenForm(credentials, clock.now());
	} catch (error) {
		if (!(error instanceof InvalidInputError)) return raise(error);
		return failRenewal(credentials, new TokenError(error.message, error.advice ?? ''));
	}
}

/** Naver's own words, and what to do. A page that is no answer of Naver has none. */
function refusal(answer: TokenResponse): TokenError {
	const { status, body, headers } = answer;
	const told = object(body);
	const foreign = text(told.code) === null ? tokenErrorIn(naver, answer) : undefined;
	if (foreign !== undefined) return foreign;
	const inputs = list(told.invalidInputs).map((input) => text(input.message));
	const said = [text(told.message), ...inputs].filter((part) => part !== null).join('; ');
	const code = text(told.code) ?? `status ${status}`;
	const trace = headers['gncp-gw-trace-id'];
	const details = [
		`Naver says: ${said || 'nothing'}`,
		`Code: ${code}`,
		trace && `Trace ID: ${trace}`,
	];
	const verdict = verdictOf(naver, answer);
	const isPunished = code === 'GW.QUOTA_LIMIT';
	return new TokenError(
		'Naver gave no access token',
		`${adviceFor(answer, said)}. ${details.filter(Boolean).join(' · ')}`,
		code,
		(status >= 500 || verdict === 'throttled') && !isPunished,
		{
			blocked: verdict === 'blocked',
			repeatAfterMs: repeatAfterMs(naver, answer),
		},
	);
}

/**
 * By the words of the causes that are known.
 * See https://github.com/commerce-api-naver/commerce-api/discussions/357.
 */
function adviceFor(answer: TokenResponse, said: string): string {
	const { status } = answer;
	if (said.includes('이전이어야')) return 'The clock of this server is ahead: set it right';
	if (said.includes('유효 시간')) return 'The clock of this server is behind: set it right';
	if (said.includes('client_secret_sign')) {
		return "Check 'Client ID' and 'Client Secret': they must belong together, and the secret must be whole";
	}
	const known = naver.describe(answer, PATH).advice;
	if (verdictOf(naver, answer) === 'blocked' && known !== undefined) return known;
	if (status < 400)
		return "The answer does not come from Naver: check 'API Base URL', and any proxy in between";
	if (status >= 500) return 'This is usually temporary. Try again later';
	return status === 429
		? 'The application has reached a limit. Try again later, and check which other programs use it'
		: "Check 'Client ID', 'Client Secret' and 'Account Type'";
}
