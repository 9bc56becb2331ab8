import { createHmac } from 'crypto';

import { count, list, object, text } from '../orders/read';
import { isEqualInConstantTime } from '../request/secrets';
import { CallbackError } from './callback-error';

/** Clocks differ a little. */
const LEEWAY_SECONDS = 60;

/** Who must have signed a token, and for whom. */
interface Signer {
	secret: string;
	audience: string;
	issuer: string;
}

/**
 * The claims of a JSON Web Token that is signed with HS256 (RFC 7519, RFC 7515) and valid at `now`; throws
 * `CallbackError` for any other. No other algorithm is accepted, whatever the token says.
 */
export function readSignedToken(
	token: string,
	{ secret, audience, issuer }: Signer,
	now: number,
): Record<string, unknown> {
	const [header, claims, signature, ...rest] = token.split('.');
	const isWhole = signature !== undefined && rest.length === 0 && secret !== '';
	const wanted = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
	if (!isWhole || !isEqualInConstantTime(signature, wanted)) throw refused();
	const fields = decode(claims);
	const audiences = Array.isArray(fields.aud) ? list<unknown>(fields.aud) : [fields.aud];
	const isForUs = audiences.includes(audience) && fields.iss === issuer;
	if (decode(header).alg !== 'HS256' || !isForUs || !isCurrent(fields, now)) throw refused();
	return fields;
}

function isCurrent(fields: Record<string, unknown>, now: number): boolean {
	const seconds = now / 1000;
	const notBefore = count(fields.nbf) ?? 0;
	const end = count(fields.exp);
	return end !== null && end + LEEWAY_SECONDS > seconds && notBefore - LEEWAY_SECONDS <= seconds;
}

function decode(part: string): Record<string, unknown> {
	try {
		return object(JSON.parse(text(Buffer.from(part, 'base64url').toString()) ?? ''));
	} catch {
		throw refused();
	}
}

function refused(): CallbackError {
	return new CallbackError(
		403,
		'This request has no valid signature',
		'Open the app from the control panel again',
	);
}
