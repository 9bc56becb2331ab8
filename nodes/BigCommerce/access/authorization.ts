import type { IDataObject } from 'n8n-workflow';

import { Refusal } from '../../../core/authorization/callback-error';
import {
	type Answer,
	assertAllowed,
	type Entrance,
	nextStep,
	nothingHere,
	usedBefore,
	type Visit,
} from '../../../core/authorization/callback';
import { clock } from '../../../core/request/clock';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { raise } from '../../../core/request/errors';
import { exchangeInstall, storeOf } from './authorization-code';
import { readCallback } from './authorization-payload';
import { loginHost } from './login';

/** The control panel shows apps in a frame of its own. UNCONFIRMED which of its hosts, hence both. */
const FRAMES = ['https://*.mybigcommerce.com', 'https://*.bigcommerce.com'];

/** For as long somebody may load the page of an installation again. */
const RELOAD_MS = 60 * 60_000;

/** Events of the callbacks, by the last part of their address. See marketplaces: BigCommerce, 1.4. */
const EVENTS: Readonly<Record<string, string>> = {
	load: 'loaded',
	uninstall: 'uninstalled',
	'remove-user': 'userRemoved',
};

/** Auth, load, uninstall and remove-user callback of a BigCommerce app. See marketplaces: BigCommerce, 1.3 and 1.4. */
export const bigCommerceEntrance: Entrance = {
	marketplace: 'bigCommerce',
	frames: FRAMES,
	comesFrom: /^https:\/\/([\w-]+\.)*(my)?bigcommerce\.com\//,
	answer: answerBigCommerce,
};

async function answerBigCommerce(visit: Visit): Promise<Answer> {
	const { query, endpoint } = visit;
	if (endpoint !== '') return callback(visit);
	if (query.has('error')) return declined();
	if (query.has('code')) return await install(visit);
	if (['context', 'state', 'signed_payload_jwt'].some((name) => query.has(name)))
		throw incomplete();
	return welcome(visit);
}

/**
 * An installation from the control panel carries no state, so nothing here can tell who began it. The proof
 * is the exchange: only BigCommerce makes a code that it takes together with our client secret, once, and
 * its answer, not the address, says for which store.
 */
async function install(visit: Visit): Promise<Answer> {
	const { query } = visit;
	// We begin no authorization, so a state is none of ours.
	if (query.has('state')) throw notOurs();
	const storeHash = storeOf(query.get('context'));
	const isWhole =
		/^[\w.~+/=-]{4,1000}$/.test(query.get('code')) &&
		/^\w+( +\w+)*$/.test(query.get('scope').trim());
	if (!isWhole) throw incomplete();
	assertAllowed(visit, storeHash);
	const isExternal = query.has('external_install');
	const installed = await installOnce(visit, storeHash);
	if (installed === undefined) {
		if (isExternal) return { status: 302, location: resultPage(visit, 'failed') };
		throw refusedCode();
	}
	const item = { ...common('installed', storeHash), ...installed };
	return {
		...(isExternal
			? { status: 302, location: resultPage(visit, 'succeeded') }
			: { status: 200, page: connectedPage(visit, storeHash) }),
		...wanted(visit, 'installed', item),
	};
}

/** Only a code that brought a token is remembered; any other may be tried again. */
async function installOnce(visit: Visit, storeHash: string): Promise<IDataObject | undefined> {
	const { once, query } = visit;
	const id = `code ${codeFingerprint(query.get('code'))}`;
	if (once.take(id, 'used', clock.now() + RELOAD_MS) !== undefined) throw usedBefore();
	try {
		const installed = await exchangeInstall(visit, storeHash);
		if (installed === undefined) once.release(id);
		return installed;
	} catch (error) {
		once.release(id);
		return raise(error);
	}
}

/** See marketplaces: BigCommerce, 1.3, external install result pages. */
function resultPage(visit: Visit, result: 'succeeded' | 'failed'): string {
	const id = encodeURIComponent(visit.app.clientId);
	return `${loginHost(visit.credential)}/app/${id}/install/${result}`;
}

function connectedPage(visit: Visit, storeHash: string): Answer['page'] {
	return {
		tone: 'good',
		title: 'Your store is connected',
		paragraphs: [
			`BigCommerce has confirmed the access for the store ${storeHash}.`,
			nextStep(visit, 'There is nothing left to do here: you can go back to the control panel.'),
		],
	};
}

/** A payload serves one event, however often it comes: a reload of the app is no second event. */
function callback(visit: Visit): Answer {
	const event = Object.hasOwn(EVENTS, visit.endpoint) ? EVENTS[visit.endpoint] : undefined;
	if (event === undefined) throw nothingHere();
	const { id, until, storeHash, ...claims } = readCallback(visit);
	const before = visit.once.take(`jwt ${id}`, event, until);
	if (before !== undefined && before !== event) throw notOurs();
	const item = { ...common(event, storeHash), ...claims };
	return {
		status: 200,
		page: event === 'loaded' ? loadedPage(visit, storeHash) : { title: 'Done', paragraphs: [] },
		...(before === undefined ? wanted(visit, event, item) : {}),
	};
}

function loadedPage(visit: Visit, storeHash: string): Answer['page'] {
	return {
		tone: 'good',
		title: 'This app works in the background',
		paragraphs: [
			`The store ${storeHash} is connected.`,
			nextStep(visit, 'There is nothing to set up here.'),
		],
	};
}

function welcome(visit: Visit): Answer {
	const href = `${loginHost(visit.credential)}/app/${encodeURIComponent(visit.app.clientId)}/install`;
	return {
		status: 200,
		page: {
			title: 'Connect your BigCommerce store',
			paragraphs: ['BigCommerce will ask you to sign in and to approve the permissions.'],
			link: { label: 'Continue to BigCommerce', href },
		},
	};
}

function declined(): Answer {
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

function wanted(visit: Visit, event: string, item: IDataObject): { item?: IDataObject } {
	return visit.parameter<string[]>('events', []).includes(event) ? { item } : {};
}

const AGAIN = 'Nothing has been connected. Install the app again from the control panel';

function incomplete(): Refusal {
	return new Refusal(400, 'This address is not complete', AGAIN);
}

function notOurs(): Refusal {
	return new Refusal(403, 'This visit does not belong to this app', AGAIN);
}

function refusedCode(): Refusal {
	return new Refusal(400, 'BigCommerce no longer accepts this authorization', AGAIN);
}
