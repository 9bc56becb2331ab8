import { TooManyCallsError } from '../../../core/authorization/budget';
import { CallbackError } from '../../../core/authorization/callback-error';
import type { Callback } from '../../../core/authorization/callback';
import { object, text } from '../../../core/orders/read';
import { raise } from '../../../core/request/errors';
import { codeForm, tokenUrl } from './tokens';
import { lwaError } from './token-errors';

/**
 * The refresh token for the code of this visit, which lives five minutes and counts once. `release` is
 * called when the code may still be good: after no answer, a wrong client secret, or where it was not sent.
 * See BEHAVIOR.md, Signing in.
 */
export async function exchangeCode(callback: Callback, release: () => void): Promise<string> {
	const { app, credential, query } = callback;
	const code = query.get('spapi_oauth_code');
	const redirectUri = callback.parameter('redirectUri', '').trim();
	const form = codeForm({ ...app, refreshToken: '', code, redirectUri });
	try {
		const looksReal = /^[A-Za-z0-9]{16,64}$/.test(code);
		const given = await callback.requestToken(tokenUrl(credential), form, looksReal);
		const answer = object(given.body);
		if (answer.error === 'invalid_grant') throw refusedCode();
		const refreshToken = text(answer.refresh_token);
		if (given.status >= 400 || refreshToken === null) throw lwaError(given.status, answer, given);
		return refreshToken;
	} catch (error) {
		if (!(error instanceof CallbackError) || error instanceof TooManyCallsError) release();
		return raise(error);
	}
}

function refusedCode(): CallbackError {
	return new CallbackError(
		400,
		'Amazon no longer accepts this authorization',
		'It lives for five minutes and counts once. Start the authorization again from the beginning',
		"Amazon refused the code of a seller (invalid_grant). If that happens to every seller, 'Redirect URI' of the trigger is not the one that is registered with the app",
	);
}
