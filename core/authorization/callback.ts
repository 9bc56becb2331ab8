import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { TokenResponse } from '../access/token-answer';
import { InvalidInputError } from '../request/errors';
import type { SingleUse } from './single-use';
import type { HtmlPage } from './html-page';
import type { CallbackQuery } from './callback-query';
import { CallbackError } from './callback-error';
import type { OAuthStates } from './oauth-state';

/** The app that a marketplace has registered. */
interface App {
	clientId: string;
	clientSecret: string;
}

/** One call of the trigger's address. */
export interface Callback {
	/** What stands behind the node's path, e.g. `load`; empty for the path itself. */
	readonly endpoint: string;
	readonly query: CallbackQuery;
	readonly app: App;
	readonly credential: ICredentialDataDecryptedObject;
	readonly states: OAuthStates;
	readonly once: SingleUse;
	/** The node's production URL. */
	readonly address: string;
	/** A parameter of the node. */
	parameter<T>(name: string, fallback: T): T;
	/**
	 * A call of the marketplace's token endpoint, as far as the page's budget goes. `looksReal`: whether the code
	 * has the form that the marketplace's codes are known to have.
	 */
	requestToken(
		url: string,
		form: Record<string, string>,
		looksReal: boolean,
	): Promise<TokenResponse>;
}

/** What the browser gets, and what the workflow goes on with. */
export interface CallbackResponse {
	status: number;
	page?: HtmlPage;
	/** Where the browser goes instead of a page. */
	location?: string;
	cookie?: string;
	item?: IDataObject;
}

/** The way of one marketplace. */
export interface CallbackHandler {
	marketplace: string;
	/** Sites that may show the pages in a frame; none by default. */
	frames?: readonly string[];
	/** Pages from which the marketplace sends browsers here. Not all say so, and others can claim it. */
	comesFrom: RegExp;
	answer(callback: Callback): Promise<CallbackResponse>;
}

/** The app's keys; nothing else of the credential has to be filled in. */
export function readApp(credential: ICredentialDataDecryptedObject): App {
	return {
		clientId: key(credential.clientId, 'Client ID'),
		clientSecret: key(credential.clientSecret, 'Client Secret'),
	};
}

function key(value: unknown, field: string): string {
	const written = String(value ?? '').trim();
	if (written !== '' && !/\s/.test(written)) return written;
	throw new InvalidInputError(
		written === '' ? `'${field}' is empty` : `'${field}' contains a space or a line break`,
		"Open the credential of the trigger and enter it; where it is not shown, choose the method 'App Only'",
	);
}

/** Throws unless the account is among those of the option 'Allowed Accounts', if there are any. */
export function assertAllowed(callback: Callback, account: string): void {
	const { allowedAccounts } = callback.parameter<IDataObject>('options', {});
	const allowed = String(allowedAccounts ?? '')
		.split(',')
		.map((entry) => entry.trim().toLowerCase())
		.filter((entry) => entry !== '');
	if (allowed.length === 0 || allowed.includes(account.toLowerCase())) return;
	throw new CallbackError(
		403,
		'This account cannot be connected here',
		'Ask the person who invited you to allow it',
	);
}

/** What the last page says comes next. */
export function nextStep(callback: Callback, usual: string): string {
	const { nextStep: own } = callback.parameter<IDataObject>('options', {});
	return typeof own === 'string' && own.trim() !== '' ? own : usual;
}

/** An address that serves nothing. */
export function unknownPath(): CallbackError {
	return new CallbackError(404, 'This page does not exist', 'Check the address');
}

/** An address that has served already, e.g. a page that is loaded again. */
export function alreadyUsed(): CallbackError {
	return new CallbackError(
		409,
		'This authorization is already complete',
		'It was used a moment ago and works only once, so nothing has changed. If the account is not connected, start again from the beginning',
	);
}
