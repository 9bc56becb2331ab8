import { createHash, createHmac, randomBytes } from 'crypto';

import { clock } from '../request/clock';
import { isEqualInConstantTime } from '../request/secrets';
import { CallbackError } from './callback-error';

/** What a state says about the authorization that it was made for. */
export interface StateClaims {
	/** Names this state among all. */
	nonce: string;
	expiresAt: number;
	/** How the authorization began. */
	start: string;
	/** Who began it; empty when nobody knew then. */
	account: string;
	/** Fingerprint of the cookie of the browser in which it began. */
	browser: string;
}

/** A browser that goes away and shall come back. */
interface Departure {
	state: string;
	/** The header that binds the state to this browser. */
	cookie: string;
}

/**
 * A key for states that only this app in this node can make. Derived from the client secret, so nothing has
 * to be stored: it outlives restarts, and every process that serves webhooks has the same.
 */
export function stateKey(clientSecret: string, ...scope: string[]): Buffer {
	return createHmac('sha256', clientSecret)
		.update(JSON.stringify(['n8n-nodes-marketplaces', 'state', 1, ...scope]))
		.digest();
}

/** Claims and their signature, in letters that need no encoding in an address. */
export function signState(claims: StateClaims, key: Buffer): string {
	const { nonce, expiresAt, start, account, browser } = claims;
	const fields = [nonce, expiresAt, start, account, browser];
	const written = Buffer.from(JSON.stringify(fields)).toString('base64url');
	return `${written}.${signature(written, key)}`;
}

/** The claims of a state that was signed with `key` and has not run out; throws `CallbackError` for any other. */
export function verifyState(state: string, key: Buffer, now: number): StateClaims {
	if (state === '') throw noState();
	const [written, signed, ...rest] = state.split('.');
	if (rest.length > 0 || !isEqualInConstantTime(signed ?? '', signature(written, key)))
		throw forged();
	const fields = JSON.parse(Buffer.from(written, 'base64url').toString()) as unknown[];
	const [nonce, expiresAt, start, account, browser] = fields as [
		string,
		number,
		string,
		string,
		string,
	];
	if (expiresAt <= now) throw expired();
	return { nonce, expiresAt, start, account, browser };
}

/** Makes and checks the states of one node, for the browser of one callback. */
export class OAuthStates {
	constructor(
		private readonly key: Buffer,
		/** The callback's `Cookie` header. */
		private readonly cookies: string | undefined,
		/** Whether the browser came by https, as far as can be known. */
		private readonly isSecure: boolean,
	) {}

	issue(start: string, account: string, lifeMs: number): Departure {
		const nonce = randomBytes(18).toString('base64url');
		const secret = randomBytes(18).toString('base64url');
		const browser = fingerprint(secret);
		const expiresAt = clock.now() + lifeMs;
		return {
			state: signState({ nonce, expiresAt, start, account, browser }, this.key),
			cookie: bindingCookie(nonce, secret, { lifeMs, isSecure: this.isSecure }),
		};
	}

	/** The claims of a state that this node made for this browser; throws `CallbackError` for any other. */
	check(state: string): StateClaims {
		const claims = verifyState(state, this.key, clock.now());
		const secret = readCookie(this.cookies, claims.nonce);
		if (secret === undefined || !isEqualInConstantTime(fingerprint(secret), claims.browser))
			throw elsewhere();
		return claims;
	}
}

function signature(written: string, key: Buffer): string {
	return createHmac('sha256', key).update(written).digest('base64url');
}

function fingerprint(secret: string): string {
	return createHash('sha256').update(secret).digest('base64url').slice(0, 22);
}

const AGAIN = 'Nothing has been connected. Start the authorization again from the beginning';

function noState(): CallbackError {
	return new CallbackError(400, 'This address is not complete', AGAIN);
}

function forged(): CallbackError {
	return new CallbackError(403, 'This authorization was not started here', AGAIN);
}

function expired(): CallbackError {
	return new CallbackError(410, 'This authorization took too long', AGAIN);
}

function elsewhere(): CallbackError {
	return new CallbackError(
		403,
		'This authorization was started in another browser',
		'Nothing has been connected. Start again and stay in the same browser until the end; it must accept cookies',
	);
}

const PREFIX = 'marketplace_authorization_';

/**
 * One cookie for each authorization that went away, so that two of them in one browser do not disturb each other.
 * `Lax` lets it come along when the marketplace sends the browser back.
 */
export function bindingCookie(
	nonce: string,
	secret: string,
	{ lifeMs, isSecure }: { lifeMs: number; isSecure: boolean },
): string {
	const parts = [
		`${nameOf(nonce)}=${secret}`,
		`Max-Age=${Math.ceil(lifeMs / 1000)}`,
		'Path=/',
		'HttpOnly',
		'SameSite=Lax',
		...(isSecure ? ['Secure'] : []),
	];
	return parts.join('; ');
}

/** What `bindingCookie` has left in the browser, read from the `Cookie` header. */
export function readCookie(header: string | undefined, nonce: string): string | undefined {
	const start = `${nameOf(nonce)}=`;
	return (header ?? '')
		.split(';')
		.map((part) => part.trim())
		.find((part) => part.startsWith(start))
		?.slice(start.length);
}

function nameOf(nonce: string): string {
	return PREFIX + nonce.slice(0, 12);
}
