import { CallbackError } from '../../../core/authorization/callback-error';
import type { Callback } from '../../../core/authorization/callback';
import { readBaseUrl } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';
import { sellerCentralOf } from './consent';

/**
 * Where Amazon has sites; other domains named amazon belong to others.
 * See https://developer-docs.amazon.com/sp-api/docs/seller-central-urls.
 */
const DOMAINS =
	'ae|ca|cn|co\\.jp|co\\.uk|co\\.za|com|com\\.au|com\\.be|com\\.br|com\\.mx|com\\.sg|com\\.tr|de|eg|es|fr|ie|in|it|me|nl|pl|sa|se|sg';
const AMAZON = new RegExp(`^([a-z0-9-]+\\.)*amazon\\.(${DOMAINS})$`);

const CONSENT_PATH = '/apps/authorize/consent';
/** With the app's ID, which needs no encoding. */
const CONFIRM_PATH = /^\/apps\/authorize\/confirm\/[^%]+$/;
/** What the trigger itself adds; nobody else may say it before. */
const OURS = ['amazon_state', 'redirect_uri', 'state', 'version'];

/**
 * The address that Amazon asks the browser to be sent back to; anything but Amazon's own confirm page would
 * make an open redirect of the trigger. It may come without a host. See BEHAVIOR.md, Signing in.
 */
export function callbackAddress(callback: Callback): URL {
	const given = callback.query.get('amazon_callback_uri');
	const home = sellerCentral(callback);
	const isRelative = /^\/(?![/\\])/.test(given);
	if (!isRelative && !/^https?:\/\//i.test(given)) throw notAmazon();
	if (!URL.canParse(given, home)) throw notAmazon();
	const target = new URL(given, home);
	const isPlain = target.username === '' && target.password === '';
	if (!isPlain || !isAmazon(target, callback)) throw notAmazon();
	if (!CONFIRM_PATH.test(target.pathname)) throw notAmazon();
	if (OURS.some((name) => target.searchParams.has(name))) throw notAmazon();
	return target;
}

/**
 * The page where a seller consents who began here.
 * See https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow.
 */
export function consentAddress(callback: Callback): URL {
	const applicationId = callback.parameter('applicationId', '').trim();
	if (!/^[\w.-]+$/.test(applicationId)) {
		throw new InvalidInputError(
			applicationId === '' ? "'Application ID' is empty" : "'Application ID' is malformed",
			"Open the trigger and enter the app's ID; without it authorizations can only begin at Amazon",
		);
	}
	const target = new URL(sellerCentral(callback) + CONSENT_PATH);
	target.searchParams.set('application_id', applicationId);
	return target;
}

function isAmazon(target: URL, callback: Callback): boolean {
	const own = customHost(callback);
	if (own !== undefined && target.origin === new URL(own).origin) return true;
	return target.protocol === 'https:' && target.port === '' && AMAZON.test(target.hostname);
}

function sellerCentral({ credential, parameter }: Callback): string {
	return sellerCentralOf({ ...credential, sellerCentral: parameter('sellerCentral', '') });
}

/** A gateway or the local sandbox, which the owner has entered. */
function customHost({ credential }: Callback): string | undefined {
	return credential.environment === 'custom'
		? readBaseUrl(credential.authBaseUrl, 'Authorization Base URL')
		: undefined;
}

function notAmazon(): CallbackError {
	return new CallbackError(
		400,
		'This address does not lead back to Amazon',
		'Nothing has been connected. Start the authorization again in Seller Central',
	);
}
