import { hostExpression, readBaseUrl } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';

/**
 * What people paste for a store: the address of the control panel or of a channel, the API path or
 * `context` of the account, `store-abc123` or the bare hash. See BEHAVIOR.md, Signing in.
 */
const FORMS: readonly RegExp[] = [
	/store-([a-z0-9]+)(?:-\d+)?\.mybigcommerce\.com/,
	/(?:^|[/=])stores(?:\/|%2f)([a-z0-9]+)(?=[/?#&]|$)/,
	/^(?:store-)?([a-z0-9]+)\/?$/,
];

/** What BigCommerce names the API path of a store; of a gateway, people enter it along with the host. */
const API_PATH = /\/stores\/[a-z0-9]+(?:\/v\d+)?$/i;

/** The host below which the stores are. */
export function readApiHost(typed: unknown): string {
	return readBaseUrl(typed, 'API Base URL').replace(API_PATH, '');
}

/** The hash in whatever was typed. */
export function readStoreHash(typed: unknown): string {
	const written = String(typed ?? '')
		.trim()
		.toLowerCase();
	const found = FORMS.map((form) => form.exec(written)).find((match) => match !== null);
	if (found) return found[1];
	throw new InvalidInputError(
		written === '' ? "'Store Hash' is empty" : "'Store Hash' is not a valid store hash",
		'It is the part after store- in the address of the control panel, e.g. abc123',
	);
}

/** The same for n8n's own evaluation; empty where there is none. `typed` is JavaScript. */
export function storeHashExpression(typed: string): string {
	const tries = FORMS.map((form) => `written.match(${form})`).join(' ?? ');
	return `(written => (${tries} ?? ["", ""])[1])(("" + (${typed} ?? "")).trim().toLowerCase())`;
}

/** The API of the store, for the request of a credential test. */
export const STORE_URL = `={{ (${hostExpression('$credentials', 'apiBaseUrl', {
	production: 'https://api.bigcommerce.com',
})}).replace(${API_PATH}, "") + "/stores/" + ${storeHashExpression('$credentials.storeHash')} }}`;
