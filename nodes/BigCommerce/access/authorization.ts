import type { IDataObject } from 'n8n-workflow';

import { CallbackError } from '../../../core/authorization/callback-error';
import {
	type CallbackResponse,
	assertAllowed,
	type CallbackHandler,
	nextStep,
	unknownPath,
	alreadyUsed,
	type Callback,
} from '../../../core/authorization/callback';
import { clock, HOUR_MS } from '../../../core/request/clock';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { raise } from '../../../core/request/errors';
import { exchangeInstall, storeOf } from './authorization-code';
import { readCallback } from './authorization-payload';
import { loginHost } from './login';

/** The control panel shows apps in a frame of its own. UNCONFIRMED which of its hosts, hence both. */
const FRAMES = ['https://*.mybigcommerce.com', 'https://*.bigcommerce.com'];

/** For as long somebody may load the page of an installation again. */
const RELOAD_MS = HOUR_MS;

/** Events of the callbacks, by the last part of their address. */
const EVENTS: Readonly<Record<string, string>> = {
	load: 'loaded',
	uninstall: 'uninstalled',
	'remove-user': 'userRemoved',
};

/** Auth, load, uninstall and remove-user callback of a BigCommerce app. See BEHAVIOR.md, Signing in. */
export const bigCommerceEntrance: CallbackHandler = {
	marketplace: 'bigCommerce',
	frames: FRAMES,
	comesFrom: /^https:\/\/([\w-]+\.)*(my)?bigcommerce\.com\//,
	answer: answerBigCommerce,
};

async function answerBigCommerce(callback: Callback): Promise<CallbackResponse> {
	const { query, endpoint } = callback;
	if (endpoint !== '') return callbackUrl(callback);
	if (query.has('error')) return declined();
	if (query.has('code')) return await install(callback);
	if (['context', 'state', 'signed_payload_jwt'].some((name) => query.has(name)))
		throw incomplete();
	return welcome(callback);
}

/**
 * An installation from the control panel carries no state, so nothing here can tell who began it. The proof
 * is the exchange: only BigCommerce makes a code that it takes together with our client secret, once, and
 * its answer, not the address, says for which store.
 */
async function install(callback: Callback): Promise<CallbackResponse> {
	const { query } = callback;
	// We begin no authorization, so a state is none of ours.
	if (query.has('state')) throw notOurs();
	const storeHash = storeOf(query.get('context'));
	const isWhole =
		/^[\w.~+/=-]{4,1000}$/.test(query.get('code')) &&
		/^\w+( +\w+)*$/.test(query.get('scope').trim());
	if (!isWhole) throw incomplete();
	assertAllowed(callback, storeHash);
	const isExternal = query.has('external_install');
	const installed = await installOnce(callback, storeHash);
	if (installed === undefined) {
		if (isExternal) return { status: 302, location: resultPage(callback, 'failed') };
		throw refusedCode();
	}
	const item = { ...common('installed', storeHash), ...installed };
	return {
		...(isExternal
			? { status: 302, location: resultPage(callback, 'succeeded') }
			: { status: 200, page: connectedPage(callback, storeHash) }),
		...wanted(callback, 'installed', item),
	};
}

/** Only a code that brought a token is remembered; any other may be tried again. */
async function installOnce(
	callback: Callback,
	storeHash: string,
): Promise<IDataObject | undefined> {
	const { once, query } = callback;
	const id = `code ${codeFingerprint(query.get('code'))}`;
	if (once.take(id, 'used', clock.now() + RELOAD_MS) !== undefined) throw alreadyUsed();
	try {
		const installed = await exchangeInstall(callback, storeHash);
		if (installed === undefined) once.release(id);
		return installed;
	} catch (error) {
		once.release(id);
		return raise(error);
	}
}

/** An installation that began at a link elsewhere ends here. See BEHAVIOR.md, Signing in. */
function resultPage(callback: Callback, result: 'succeeded' | 'failed'): string {
	const id = encodeURIComponent(callback.app.clientId);
	return `${loginHost(callback.credential)}/app/${id}/install/${result}`;
}

function connectedPage(callback: Callback, storeHash: string): CallbackResponse['page'] {
	return {
		tone: 'good',
		title: 'Your store is connected',
		paragraphs: [
			`BigCommerce has confirmed the access for the store ${storeHash}.`,
			nextStep(callback, 'There is nothing left to do here: you can go back to the control panel.'),
		],
	};
}

/** A payload serves one event, however often it comes: a reload of the app is no second event. */
function callbackUrl(callback: Callback): CallbackResponse {
	const event = Object.hasOwn(EVENTS, callback.endpoint) ? EVENTS[callback.endpoint] : undefined;
	if (event === undefined) throw unknownPath();
	const { id, until, storeHash, ...claims } = readCallback(callback);
	const before = callback.once.take(`jwt ${id}`, event, until);
	if (before !== undefined && before !== event) throw notOurs();
	const item = { ...common(event, storeHash), ...claims };
	return {
		status: 200,
		page: event === 'loaded' ? loadedPage(callback, storeHash) : { title: 'Done', paragraphs: [] },
		...(before === undefined ? wanted(callback, event, item) : {}),
	};
}

function loadedPage(callback: Callback, storeHash: string): CallbackResponse['page'] {
	return {
		tone: 'good',
		title: 'This app works in the background',
		paragraphs: [
			`The store ${storeHash} is connected.`,
			nextStep(callback, 'There is nothing to set up here.'),
		],
	};
}

function welcome(callback: Callback): CallbackResponse {
	const href = `${loginHost(callback.credential)}/app/${encodeURIComponent(callback.app.clientId)}/install`;
	return {
		status: 200,
		page: {
			title: 'Connect your BigCommerce store',
			paragraphs: ['BigCommerce will ask you to sign in and to approve the permissions.'],
			link: { label: 'Continue to BigCommerce', href },
		},
	};
}

function declined(): CallbackResponse {
	return {
		status: 200,
		page: {
			title: 'Nothing was connected',
			paragraphs: ['The app was not approved, so nothing has changed. You can close this page.'],
		},
	};
}

function common(event: string, storeHash: string): IDataObject {
	return {
		event,
		marketplace: 'bigCommerce',
		storeHash,
		receivedAt: new Date(clock.now()).toISOString(),
	};
}

function wanted(callback: Callback, event: string, item: IDataObject): { item?: IDataObject } {
	return callback.parameter<string[]>('events', []).includes(event) ? { item } : {};
}

const AGAIN = 'Nothing has been connected. Install the app again from the control panel';

function incomplete(): CallbackError {
	return new CallbackError(400, 'This address is not complete', AGAIN);
}

function notOurs(): CallbackError {
	return new CallbackError(403, 'This visit does not belong to this app', AGAIN);
}

function refusedCode(): CallbackError {
	return new CallbackError(400, 'BigCommerce no longer accepts this authorization', AGAIN);
}
