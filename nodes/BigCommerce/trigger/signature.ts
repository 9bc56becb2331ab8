import { createHmac } from 'crypto';
import { isEqualInConstantTime } from '../../../core/request/secrets';

/** Header with which BigCommerce proves that it knows what was agreed on when the webhook was made. */
export const PROOF_HEADER = 'x-n8n-webhook-proof';

/** Older and newer calls may have been recorded. See BEHAVIOR.md, Webhooks. */
const TOLERANCE_SECONDS = 300;

/** A call as it came. */
export interface Delivery {
	/** Names in lower case. */
	headers: Readonly<Record<string, unknown>>;
	/** The bytes that were signed. */
	raw: Buffer;
}

/** What a genuine call is known by. */
interface Keys {
	/** Of the API account or app; empty where the credential holds none. */
	clientSecret: string;
	/** Of the webhook itself. */
	own: readonly string[];
}

/**
 * Whether BigCommerce sent it. A signature decides wherever there is one and we can check it; that calls
 * of a store-level account carry one is UNCONFIRMED, so the webhook's own secret counts in its place.
 */
export function isGenuine(delivery: Delivery, keys: Keys, now: number): boolean {
	const { headers } = delivery;
	if (keys.clientSecret !== '' && headers['webhook-signature'] !== undefined) {
		return isSigned(delivery, keys.clientSecret, now);
	}
	const sent = textOf(headers[PROOF_HEADER]);
	return keys.own.some((secret) => secret !== '' && isEqualInConstantTime(sent, secret));
}

/** Standard Webhooks; the key is the client secret as it is written. See BEHAVIOR.md, Webhooks. */
function isSigned({ headers, raw }: Delivery, clientSecret: string, now: number): boolean {
	const id = textOf(headers['webhook-id']);
	const timestamp = textOf(headers['webhook-timestamp']);
	if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
	if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
	const hmac = createHmac('sha256', clientSecret).update(`${id}.${timestamp}.`).update(raw);
	const expected = `v1,${hmac.digest('base64')}`;
	const sent = textOf(headers['webhook-signature']).split(' ');
	return sent.some((signature) => isEqualInConstantTime(signature, expected));
}

function textOf(header: unknown): string {
	return typeof header === 'string' ? header : '';
}
