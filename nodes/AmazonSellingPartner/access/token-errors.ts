import { text } from '../../../core/orders/read';
import { tokenErrorIn, repeatAfterMs, type TokenResponse } from '../../../core/access/token-answer';
import { TokenError } from '../../../core/request/errors';
import { amazon } from '../marketplace';

interface Case {
	error: string;
	/** Looked for in the description, where one code has several meanings. */
	says?: RegExp;
	message: string;
	advice: string;
	transient?: boolean;
}

const AUTHORIZE =
	'Authorize the app again in Solution Provider Portal or Seller Central, and store the new refresh token in the credential';

/** Login with Amazon's refusals. See BEHAVIOR.md, Signing in. */
const CASES: readonly Case[] = [
	{
		error: 'invalid_grant',
		says: /parameter : code/i,
		message: 'The authorization code was refused',
		advice:
			'A code works once, for five minutes, and with the app that asked for it. Authorize once more and paste the new code; enter Redirect URI only if the consent page was opened with redirect_uri',
	},
	{
		error: 'invalid_grant',
		message: 'The refresh token was refused: it is wrong, was revoked or has lapsed',
		advice: `${AUTHORIZE}. Authorizations of public apps end after 365 days`,
	},
	{
		error: 'invalid_client',
		message: 'Client ID or Client Secret was refused',
		advice:
			'Compare both with those of the app. A client secret ends 180 days after the last rotation: rotate it and enter the new one; the refresh token stays',
	},
	{
		error: 'unauthorized_client',
		message: 'The refresh token belongs to another app than Client ID',
		advice: `Enter the Client ID of the app that was authorized, or else: ${AUTHORIZE}`,
	},
	{
		error: 'access_denied',
		message: 'The seller has withdrawn the access',
		advice: AUTHORIZE,
	},
	{
		error: 'invalid_request',
		message: 'A field is missing',
		advice: 'Open the credential and fill in every field',
	},
	{
		error: 'unsupported_grant_type',
		message: 'The request for a token could not be read',
		advice: 'Check that no proxy between n8n and Amazon changes requests',
	},
	{
		error: 'server_error',
		message: 'Login with Amazon has an error',
		advice: 'Try again in some minutes',
		transient: true,
	},
	{
		error: 'temporarily_unavailable',
		message: 'Login with Amazon is not available for now',
		advice: 'Try again in some minutes',
		transient: true,
	},
];

/**
 * The refusal in words for a person. The code stands in the message, because n8n's credential test shows a `code`
 * in place of the message; the description is left out, because it may quote a secret.
 */
export function lwaError(
	status: number,
	answer: Record<string, unknown>,
	rest: Pick<TokenResponse, 'headers' | 'isRepeatable'> = { headers: {}, isRepeatable: false },
): TokenError {
	const error = text(answer.error);
	const description = text(answer.error_description) ?? '';
	const known = CASES.find(
		(entry) => entry.error === error && (entry.says === undefined || entry.says.test(description)),
	);
	const named = error !== null && /^[a-z_]{1,40}$/.test(error) ? error : `status ${status}`;
	if (known?.transient === true) {
		// In the words of OAuth2, whatever the status.
		const given = { ...rest, status: 503, body: answer };
		return new TokenError(`${known.message} (${named})`, known.advice, undefined, true, {
			repeatAfterMs: repeatAfterMs(amazon, given),
		});
	}
	const inTheWay = tokenErrorIn(amazon, { ...rest, status, body: answer });
	if (inTheWay !== undefined) return inTheWay;
	return new TokenError(
		`${known?.message ?? 'Login with Amazon gave no access token'} (${named})`,
		known?.advice ??
			'Check the fields of the credential, and its Authorization Base URL if there is one',
	);
}
