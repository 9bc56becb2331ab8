import { createHmac } from 'node:crypto';

/** What a signature is about. */
export interface Signed {
	/** In upper case. */
	method: string;
	/** The whole URL as it is sent, from `https://` to the last sign of the query. */
	uri: string;
	body: string;
	/** Seconds since 1970. */
	timestamp: string;
}

/** See https://sellerapi.kaufland.com/?page=rest-api; the page calls it base64, its example is hexadecimal. */
export function signatureOf(secretKey: string, { method, uri, body, timestamp }: Signed): string {
	const text = [method, uri, body, timestamp].join('\n');
	return createHmac('sha256', secretKey).update(text).digest('hex');
}
