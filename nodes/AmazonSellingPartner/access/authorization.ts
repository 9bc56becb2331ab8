import {
	type CallbackResponse,
	assertAllowed,
	type CallbackHandler,
	nextStep,
	unknownPath,
	alreadyUsed,
	type Callback,
} from '../../../core/authorization/callback';
import { CallbackError } from '../../../core/authorization/callback-error';
import { clock } from '../../../core/request/clock';
import { callbackAddress, consentAddress } from './authorization-address';
import { exchangeCode } from './authorization-code';

export { draftApp, SELLER_CENTRALS } from './consent';

/**
 * From Amazon it takes one redirect, from a website the whole consent. As in Amazon's own sample:
 * https://github.com/amzn/selling-partner-api-samples/tree/main/use-cases/auth-lifecycle-management
 */
const LIFE_MS = { appstore: 5 * 60_000, website: 15 * 60_000 };

/**
 * Login URI and Redirect URI of an Amazon app in one address, because Amazon may come to either first.
 * See BEHAVIOR.md, Signing in.
 */
export const amazonEntrance: CallbackHandler = {
	marketplace: 'amazon',
	comesFrom: /^https:\/\/([\w-]+\.)*amazon(\.[a-z]{2,3}){1,2}\//,
	answer: answerAmazon,
};

async function answerAmazon(callback: Callback): Promise<CallbackResponse> {
	const { query, endpoint } = callback;
	if (endpoint !== '') throw unknownPath();
	const comesWithCode = query.has('spapi_oauth_code');
	if (query.has('amazon_callback_uri') && !comesWithCode) return sendBack(callback);
	if (comesWithCode) return await complete(callback);
	if (query.has('error')) return declined(callback);
	if (query.has('start')) return sendToConsent(callback);
	if (query.has('state')) throw incomplete();
	return welcome(callback);
}

/** Amazon has come to the Login URI: the browser goes back there, with a state of ours. */
function sendBack(callback: Callback): CallbackResponse {
	const { query, states } = callback;
	const account = sellerOf(callback);
	if (query.get('amazon_state') === '') throw incomplete();
	const target = callbackAddress(callback);
	const { state, cookie } = states.issue('appstore', account, LIFE_MS.appstore);
	const parts = [
		...target.search.slice(1).split('&').filter(Boolean),
		...redirectUri(callback).map((uri) => `redirect_uri=${encodeURIComponent(uri)}`),
		`amazon_state=${query.raw('amazon_state')}`,
		`state=${state}`,
		...(query.get('version') === 'beta' ? ['version=beta'] : []),
	];
	const location = `${target.origin}${target.pathname}?${parts.join('&')}`;
	return { status: 302, location, cookie };
}

/**
 * Somebody begins here, without Amazon.
 * See https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow.
 */
function sendToConsent(callback: Callback): CallbackResponse {
	const target = consentAddress(callback);
	const { state, cookie } = callback.states.issue('website', '', LIFE_MS.website);
	target.searchParams.set('state', state);
	for (const uri of redirectUri(callback)) target.searchParams.set('redirect_uri', uri);
	if (callback.parameter('isDraft', true)) target.searchParams.set('version', 'beta');
	return { status: 302, location: target.href, cookie };
}

/** The seller has consented. A state counts once; what Amazon has refused may not come again. */
async function complete(callback: Callback): Promise<CallbackResponse> {
	const { query, states, once, app } = callback;
	if (query.get('spapi_oauth_code').trim() === '') throw incomplete();
	const account = sellerOf(callback);
	const claims = states.check(query.get('state'));
	if (claims.account !== '' && claims.account !== account) throw otherSeller();
	if (once.take(claims.nonce, 'used', claims.expiresAt) !== undefined) throw alreadyUsed();
	const refreshToken = await exchangeCode(callback, () => once.release(claims.nonce));
	const { includeClientSecret } = callback.parameter<Record<string, unknown>>('options', {});
	return {
		status: 200,
		page: {
			tone: 'good',
			title: 'Your seller account is connected',
			paragraphs: [
				// Which seller it is, only the address says.
				'Amazon has confirmed the access.',
				nextStep(callback, 'There is nothing left to do here: you can close this page.'),
			],
		},
		item: {
			event: 'authorized',
			marketplace: 'amazon',
			sellingPartnerId: account,
			region: String(callback.credential.region ?? ''),
			refreshToken,
			clientId: app.clientId,
			...(includeClientSecret === true ? { clientSecret: app.clientSecret } : {}),
			start: claims.start,
			authorizedAt: new Date(clock.now()).toISOString(),
		},
	};
}

/** Amazon does not say what it sends then; this is the form of RFC 6749, 4.1.2.1. UNCONFIRMED */
function declined({ query, states }: Callback): CallbackResponse {
	states.check(query.get('state'));
	return {
		status: 200,
		page: {
			title: 'Nothing was connected',
			paragraphs: ['The access was not granted, so nothing has changed. You can close this page.'],
		},
	};
}

function welcome(callback: Callback): CallbackResponse {
	const canStart = callback.parameter('applicationId', '').trim() !== '';
	return {
		status: 200,
		page: {
			title: 'Connect your Amazon seller account',
			paragraphs: canStart
				? [
						'You will be asked by Amazon to sign in to Seller Central and to grant the access. Stay in this browser until the end.',
					]
				: [
						"Begin at Amazon: in the Selling Partner Appstore, or in Seller Central under 'Manage Your Apps'.",
					],
			...(canStart ? { link: { label: 'Continue to Amazon', href: '?start=website' } } : {}),
		},
	};
}

function redirectUri(callback: Callback): string[] {
	return [callback.parameter('redirectUri', '').trim()].filter(Boolean);
}

function sellerOf(callback: Callback): string {
	const account = callback.query.get('selling_partner_id');
	if (!/^[\w.-]{3,64}$/.test(account)) throw incomplete();
	assertAllowed(callback, account);
	return account;
}

const AGAIN = 'Nothing has been connected. Start the authorization again from the beginning';

function incomplete(): CallbackError {
	return new CallbackError(400, 'This address is not complete', AGAIN);
}

function otherSeller(): CallbackError {
	return new CallbackError(403, 'This authorization was started for another seller', AGAIN);
}
