import type { IExecuteFunctions } from 'n8n-workflow';

import { inTime } from './clock';
import type { Session } from './session';
import { isBusy, LostAnswer, raise, TokenTrouble } from './trouble';

/** n8n itself waits five minutes (2.x) or for ever (1.x), and all who use the credential wait with it. */
const TIMEOUT_MS = 25_000;

/** The connection failed, so nobody said no. Anything else is an answer. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
]);

/** n8n's own OAuth2 refresh, which also stores the new pair. */
export async function refresh(session: Session): Promise<undefined> {
	const context = session.context as IExecuteFunctions;
	const { type, use } = session;
	try {
		const refreshing = context.helpers.refreshOAuth2Token.call(context, type, use.oauth2);
		await inTime(refreshing, TIMEOUT_MS, () => unanswered('ETIMEDOUT'));
	} catch (error) {
		raise(refreshTrouble(error as Thrown));
	}
}

/** As n8n's OAuth2 client, its HTTP library or n8n itself throws it. */
interface Thrown extends Error {
	code?: string;
	/** Of an answer that is no OAuth2 error. */
	status?: number;
	response?: { status?: number };
	/** Of an OAuth2 error. */
	body?: unknown;
	cause?: { code?: string };
}

/** What the standard and the marketplaces call an error, and nothing that may be a secret. */
const ERROR_CODE =
	/\b(invalid_[a-z]+|unauthorized[a-z_]*|access_denied|server_error|temporarily_unavailable|too_many_requests)\b/;

function refreshTrouble(error: Thrown): TokenTrouble {
	const { message, body, code, cause, response } = error;
	if (error instanceof TokenTrouble) return error;
	const network = [code, cause?.code].find((name) => NETWORK_CODES.has(String(name)));
	if (network !== undefined) return unanswered(network);
	const status = error.status ?? response?.status ?? 0;
	// 1.x reads the JSON unguarded; 2.x gives the status of what it could not read.
	if (error instanceof SyntaxError || (status >= 200 && status < 300)) {
		return new LostAnswer(
			'The access token could not be renewed',
			"The authorization server's answer could not be read. Try again later",
			'unreadable answer',
		);
	}
	const named = ERROR_CODE.exec(`${message} ${JSON.stringify(body ?? '')}`)?.[0];
	return status > 0 ? refusedStrangely(status) : refused(named);
}

function unanswered(code: string): LostAnswer {
	return new LostAnswer(
		'The access token could not be renewed',
		`The authorization server did not answer (${code}). Try again later`,
		code,
	);
}

/** Not in the words of OAuth2: an error page, a maintenance, a bot protection. */
function refusedStrangely(status: number): TokenTrouble {
	return new TokenTrouble(
		'The access token could not be renewed',
		`The authorization server answered with status ${status}. Try again later; if that lasts, open the credential and press 'Reconnect'`,
		`status ${status}`,
		isBusy(status),
	);
}

function refused(named: string | undefined): TokenTrouble {
	if (/^(server_error|temporarily_unavailable|too_many_requests)$/.test(named ?? '')) {
		return new TokenTrouble(
			'The access token could not be renewed',
			'The authorization server has trouble of its own. Try again later',
			named,
			true,
		);
	}
	if (/^(invalid_client|unauthorized.*)$/.test(named ?? '')) {
		return new TokenTrouble(
			'The access token could not be renewed',
			"Client ID or Client Secret was refused. Open the credential, compare both with those of the app, and press 'Reconnect'",
			named,
		);
	}
	return new TokenTrouble(
		'The connection to the account has ended',
		"The refresh token was refused: it was revoked, used twice or is too old. Open the credential and press 'Reconnect'",
		named,
	);
}
