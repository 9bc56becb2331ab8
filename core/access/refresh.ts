import type { IExecuteFunctions } from 'n8n-workflow';
import type { Marketplace } from '../marketplace';
import { inTime } from '../request/clock';
import { isNetworkCode } from '../request/network-codes';
import type { Secrets } from '../request/secrets';
import type { Session } from '../request/session';
import { tokenErrorIn, type TokenResponse } from './token-answer';
import { readTokenBody } from './token-request';
import { LostResponseError, raise, TokenError } from '../request/errors';

/** n8n itself waits five minutes (2.x) or for ever (1.x), and all who use the credential wait with it. */
const TIMEOUT_MS = 25_000;

/** n8n's own OAuth2 refresh, which also stores the new pair. */
export async function refresh(session: Session, marketplace: Marketplace): Promise<undefined> {
	const context = session.context as IExecuteFunctions;
	const { type, use } = session;
	try {
		const refreshing = context.helpers.refreshOAuth2Token.call(context, type, use.oauth2);
		await inTime(refreshing, TIMEOUT_MS, () => unanswered('ETIMEDOUT'));
	} catch (error) {
		raise(refreshError(error as Thrown, session, marketplace));
	}
}

/** As n8n's OAuth2 client, its HTTP library or n8n itself throws it. */
interface Thrown extends Error {
	code?: string;
	/** Of an answer that is no OAuth2 error. */
	status?: number;
	response?: { status?: number; data?: unknown };
	/** Of an OAuth2 error. */
	body?: unknown;
	cause?: { code?: string };
}

/** What the standard and the marketplaces call an error, and nothing that may be a secret. */
const ERROR_CODE =
	/\b(invalid_[a-z]+|unauthorized[a-z_]*|access_denied|server_error|temporarily_unavailable|too_many_requests)\b/;

/** What n8n says instead of `invalid_grant`: 2.x in its own words, 1.x in those of its OAuth2 client. */
const ENDED = /needs to be reconnected|authorization grant .* is invalid|expired|revoked/i;

function refreshError(error: Thrown, session: Session, marketplace: Marketplace): TokenError {
	const { message, code, cause } = error;
	if (error instanceof TokenError) return error;
	const network = [code, cause?.code].find(isNetworkCode);
	if (network !== undefined) return unanswered(network);
	const answer = answerIn(error, session.secrets);
	// 1.x reads the JSON unguarded; 2.x gives the status of what it could not read.
	if (error instanceof SyntaxError || (answer.status >= 200 && answer.status < 300)) {
		return new LostResponseError(
			FAILED,
			"The authorization server's answer could not be read. Try again later",
			'unreadable answer',
		);
	}
	// A page is no answer in the words of OAuth2, whatever words stand in it.
	const words = answer.malformed === true ? '' : `${message} ${JSON.stringify(answer.body ?? '')}`;
	const named = ERROR_CODE.exec(words)?.[0];
	const isLimit = LIMIT.test(words) || answer.status === 429;
	if (BUSY.test(named ?? '') || LIMIT.test(words)) return busyServer(named, isLimit);
	const inTheWay = answer.status > 0 ? tokenErrorIn(marketplace, answer) : undefined;
	if (inTheWay !== undefined) return inTheWay;
	if (named !== undefined) return refused(named);
	if (answer.status > 0) return refusedStrangely(answer.status);
	return ENDED.test(message) ? refused(named) : unknown(session.secrets.redact(message));
}

/** The answer, as far as n8n's error shows it: an OAuth2 error has no status, an error page no headers. */
function answerIn({ status, response, body }: Thrown, secrets: Secrets): TokenResponse {
	const known = status ?? response?.status ?? 0;
	return {
		status: known,
		headers: {},
		isRepeatable: true,
		...readTokenBody(known || 400, body ?? response?.data, secrets),
	};
}

const FAILED = 'The access token could not be renewed';

function unanswered(code: string): LostResponseError {
	return new LostResponseError(
		FAILED,
		`The authorization server did not answer (${code}). Try again later`,
		code,
	);
}

const BUSY = /^(server_error|temporarily_unavailable|too_many_requests)$/;
const LIMIT = /too[ _]many[ _]requests/i;

/** Asking on where tokens are limited makes it worse. */
function busyServer(named: string | undefined, isLimit: boolean): TokenError {
	return new TokenError(
		FAILED,
		'The authorization server has an internal error. Try again later',
		named,
		true,
		{ repeatAfterMs: isLimit ? undefined : 0 },
	);
}

/** Not in the words of OAuth2. */
function refusedStrangely(status: number): TokenError {
	return new TokenError(
		FAILED,
		`The authorization server answered with status ${status}. Try again later. If this continues, open the credential and press 'Reconnect'`,
		`status ${status}`,
	);
}

/** Nothing of an answer, e.g. of n8n itself. */
function unknown(message: string): TokenError {
	return new TokenError(
		FAILED,
		`n8n says: ${message}. If this continues, open the credential and press 'Reconnect'`,
	);
}

function refused(named: string | undefined): TokenError {
	if (/^(invalid_client|unauthorized.*)$/.test(named ?? '')) {
		return new TokenError(
			FAILED,
			"Client ID or Client Secret was refused. Open the credential, compare both with those of the app, and press 'Reconnect'",
			named,
		);
	}
	return new TokenError(
		'The connection to the account has ended',
		"The refresh token was refused: it was revoked, used twice or is too old. Open the credential and press 'Reconnect'",
		named,
	);
}
