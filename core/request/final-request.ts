import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Query } from '../marketplace';
import { writeQuery } from './encoding';
import { InvalidInputError } from './errors';

/** What n8n gives a credential to sign: a node's own request, or that of the HTTP Request node with its older names. */
type GivenOptions = IHttpRequestOptions & { uri?: string; form?: unknown; formData?: unknown };

/**
 * The request as it leaves n8n: nothing that the HTTP library would still change. A signature over the URL and the body
 * is worth something only if it is of these. No redirect is followed: the signature is of this address.
 */
export type FinalRequest = IHttpRequestOptions & { body?: string | Buffer };

/** Puts the URL together as n8n would, and writes the body as JSON; throws for what cannot be known before it is sent. */
export function finalRequest(options: GivenOptions): FinalRequest {
	const { baseURL, qs, uri, url, form, formData, body, ...others } = options;
	if (form !== undefined || formData !== undefined) {
		throw new InvalidInputError(
			'This credential signs JSON bodies only',
			"Set 'Body Content Type' to JSON",
		);
	}
	return {
		...others,
		method: (options.method ?? 'GET').toUpperCase() as IHttpRequestOptions['method'],
		url: finalUrl(baseURL, String(uri ?? url ?? ''), qs),
		...(body === undefined ? {} : { body: writtenBody(body) }),
		disableFollowRedirect: true,
		...{ followRedirect: false, followAllRedirects: false },
	};
}

/** Parsed as the HTTP library will parse it once more, so that it finds nothing to change. */
function finalUrl(base: string | undefined, typed: string, qs: IDataObject | undefined): string {
	const isWhole = base === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
	const joined = isWhole ? typed : `${base.replace(/\/+$/, '')}/${typed.replace(/^\/+/, '')}`;
	const [address] = joined.split('#');
	const query = writeQuery((qs ?? {}) as Query, 'repeat');
	if (query === '') return new URL(address).href;
	return new URL(`${address}${address.includes('?') ? '&' : '?'}${query}`).href;
}

/** n8n trims a JSON text on its way, and leaves bytes as they are. */
function writtenBody(body: unknown): string | Buffer {
	if (Buffer.isBuffer(body)) return body;
	return typeof body === 'string' ? body.trim() : JSON.stringify(body);
}
