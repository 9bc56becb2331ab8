import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { TokenAnswer } from '../access/token-answer';
import { BadInput } from '../request/errors';
import type { Once } from './single-use';
import type { Page } from './html-page';
import type { Query } from './callback-query';
import { Refusal } from './callback-error';
import type { States } from './oauth-state';

/** The app that a marketplace has registered. */
interface App {
	clientId: string;
	clientSecret: string;
}

/** One call of the trigger's address. */
export interface Visit {
	/** What stands behind the node's path, e.g. `load`; empty for the path itself. */
	readonly endpoint: string;
	readonly query: Query;
	readonly app: App;
	readonly credential: ICredentialDataDecryptedObject;
	readonly states: States;
	readonly once: Once;
	/** The node's production URL. */
	readonly address: string;
	/** A parameter of the node. */
	parameter<T>(name: string, fallback: T): T;
	/**
	 * A call of the marketplace's token endpoint, as far as the page's budget goes. `looksReal`: whether the code
	 * has the form that the marketplace's codes are known to have.
	 */
	requestToken(url: string, form: Record<string, string>, looksReal: boolean): Promise<TokenAnswer>;
}

/** What the browser gets, and what the workflow goes on with. */
export interface Answer {
	status: number;
	page?: Page;
	/** Where the browser goes instead of a page. */
	location?: string;
	cookie?: string;
	item?: IDataObject;
}

/** The way of one marketplace. */
export interface Entrance {
	marketplace: string;
	/** Sites that may show the pages in a frame; none by default. */
	frames?: readonly string[];
	/** Pages from which the marketplace sends browsers here. Not all say so, and others can claim it. */
	comesFrom: RegExp;
	answer(visit: Visit): Promise<Answer>;
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
	throw new BadInput(
		written === '' ? `'${field}' is empty` : `'${field}' holds a blank or a line break`,
		"Open the credential of the trigger and enter it; where it is not shown, choose the method 'Authorization Code' first",
	);
}

/** Throws unless the account is among those of the option 'Allowed Accounts', if there are any. */
export function assertAllowed(visit: Visit, account: string): void {
	const { allowedAccounts } = visit.parameter<IDataObject>('options', {});
	const allowed = String(allowedAccounts ?? '')
		.split(',')
		.map((entry) => entry.trim().toLowerCase())
		.filter((entry) => entry !== '');
	if (allowed.length === 0 || allowed.includes(account.toLowerCase())) return;
	throw new Refusal(
		403,
		'This account cannot be connected here',
		'Ask whoever invited you to admit it',
	);
}

/** What the last page says comes next. */
export function nextStep(visit: Visit, usual: string): string {
	const { nextStep: own } = visit.parameter<IDataObject>('options', {});
	return typeof own === 'string' && own.trim() !== '' ? own : usual;
}

/** An address that serves nothing. */
export function nothingHere(): Refusal {
	return new Refusal(404, 'There is nothing here', 'Check the address');
}

/** An address that has served already, e.g. a page that is loaded again. */
export function usedBefore(): Refusal {
	return new Refusal(
		409,
		'This authorization is already complete',
		'It was used a moment ago and counts once, so nothing has changed. If the account is not connected, start again from the beginning',
	);
}
