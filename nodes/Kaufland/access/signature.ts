import { createHmac } from 'crypto';

/** What a signature of Kaufland is of: all that leaves. */
export interface SignedText {
	/** In upper case. */
	method: string;
	/** The whole URL, to the last character of its query. */
	url: string;
	/** As it is sent; empty where nothing is. */
	body: string | Buffer;
	/** Seconds since 1970, at most five minutes off. */
	timestamp: number;
}

/**
 * hex( HMAC-SHA256( secret key as text, method LF URL LF body LF timestamp ) ).
 * See https://sellerapi.kaufland.com/?page=rest-api: its words say base64, its example is hexadecimal.
 */
export function sign(secretKey: string, { method, url, body, timestamp }: SignedText): string {
	const hmac = createHmac('sha256', secretKey).update(`${method}\n${url}\n`);
	return hmac.update(body).update(`\n${timestamp}`).digest('hex');
}
