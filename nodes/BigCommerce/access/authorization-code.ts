import type { IDataObject } from 'n8n-workflow';
import { CallbackError } from '../../../core/authorization/callback-error';
import type { Callback } from '../../../core/authorization/callback';
import { object, text } from '../../../core/orders/read';
import { tokenErrorIn } from '../../../core/access/token-answer';
import { TokenError } from '../../../core/request/errors';
import { loginHost, storeInContext } from './login';
import { bigCommerce } from '../marketplace';

/** As in BigCommerce's documentation; that there are no others is UNCONFIRMED. */
const LOOKS_REAL = /^[a-z0-9]{16,64}$/i;

/** The store that a visit names. */
export function storeOf(context: unknown): string {
	const store = storeInContext(context);
	if (store !== undefined) return store;
	throw new CallbackError(
		400,
		'This address names no store',
		'Nothing has been connected. Install the app again from the control panel',
	);
}

/**
 * What BigCommerce gives for the code of this visit; `undefined` if it does not take the code. Scope and
 * context go back as they came: without them the token opens nothing. See BEHAVIOR.md, Signing in.
 */
export async function exchangeInstall(
	callback: Callback,
	storeHash: string,
): Promise<IDataObject | undefined> {
	const { app, credential, query } = callback;
	const code = query.get('code');
	const form = {
		client_id: app.clientId,
		client_secret: app.clientSecret,
		code,
		grant_type: 'authorization_code',
		redirect_uri: callback.parameter('redirectUri', '').trim() || callback.address,
		context: query.get('context'),
		scope: query.get('scope'),
	};
	const url = `${loginHost(credential)}/oauth2/token`;
	const given = await callback.requestToken(url, form, LOOKS_REAL.test(code));
	const { status } = given;
	const answer = object(given.body);
	const accessToken = text(answer.access_token);
	if (accessToken === null) {
		const inTheWay = tokenErrorIn(bigCommerce, given);
		if (inTheWay !== undefined) throw inTheWay;
		// The owner's fault or theirs; anything else is about the code.
		const reason = text(answer.error) ?? `status ${status}`;
		if (reason === 'invalid_client' || /redirect_uri/.test(reason) || !answer.error) {
			throw refusedApp(reason, status);
		}
		return undefined;
	}
	if (text(answer.scope) === null) throw refusedApp('no scope', status);
	if (storeOf(answer.context) !== storeHash) return undefined;
	return {
		accessToken,
		permissions: text(answer.scope),
		user: person(answer.user),
		owner: person(answer.owner),
		accountUuid: text(answer.account_uuid),
	};
}

/** Id and e-mail address of a user of the control panel. */
export function person(value: unknown): IDataObject {
	const { id, email, locale } = object(value);
	const language = text(locale);
	return { id: text(id), email: text(email), ...(language === null ? {} : { locale: language }) };
}

/** Anything that is no JSON means that a parameter was missing or wrong. */
function refusedApp(code: string, status: number): TokenError {
	const named = /^[\w ]{1,80}$/.test(code) ? code : `status ${status}`;
	return new TokenError(
		`BigCommerce gave no access token (${named})`,
		"Compare Client ID and Client Secret with those of the app, and 'Redirect URI' with its auth callback URL; the app needs at least one scope",
	);
}
