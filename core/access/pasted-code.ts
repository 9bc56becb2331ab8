import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { DAY_MS } from '../request/clock';
import { text } from '../orders/read';
import { Secrets } from '../request/secrets';
import { InvalidInputError, failRenewal, raise, renewalDone, TokenError } from '../request/errors';
import { ProcessMemory } from '../request/process-memory';

/**
 * An authorization code as people paste it: the bare code, or the whole address to which the browser was
 * sent back. `name` is the parameter that holds it.
 */
export function readCode(pasted: unknown, name = 'code'): string {
	const written = String(pasted ?? '').trim();
	const query = written.slice(written.indexOf('?') + 1).split('#')[0];
	// A plus that nobody encoded is one: codes hold no blanks.
	const parameters = new URLSearchParams(query.replaceAll('+', '%2B'));
	const named = query.includes(`${name}=`) ? parameters.get(name) : undefined;
	return (named ?? written).trim();
}

/** Also without the scheme, which some browsers hide; no code holds a parameter unencoded. */
const ADDRESS = /^https?:\/\/|[?&]\w+=|^error=/i;
/** How RFC 6749, 4.1.2.1, says that nobody allowed the access. */
const REFUSAL = /(?:^|[?&])error=([a-z_]{1,40})(?=[&#]|$)/;

/** What is wrong with a pasted code, before anybody is asked; `name` as for `readCode`. */
export function problemOfCode(code: string, name = 'code'): string | undefined {
	if (code === '') return "'Authorization Code' is empty";
	if (ADDRESS.test(code)) {
		const refusal = REFUSAL.exec(code)?.[1];
		const told = refusal === undefined ? '' : `, because access was not granted (${refusal})`;
		return `'Authorization Code' is an address without ${name}${told}`;
	}
	return /\s/.test(code) ? "'Authorization Code' contains a space or a line break" : undefined;
}

/**
 * The way to a new code. It stands in the message, because n8n shows nothing but the message of a failed
 * credential test, and only there can a link be made of what the user has entered.
 */
export function withConsentLink(problem: string, link: string): string {
	return `${problem}. Open this link in any browser, allow the access, and paste the address at which you arrive (it need not load) into 'Authorization Code': ${link}`;
}

/** Distinguishes codes without keeping them: a used code is never sent again. */
export function codeFingerprint(code: string): string {
	return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

/** A form that is open for longer is saved by nobody. */
const KEPT_MS = DAY_MS;
/** Codes exchanged in this process, or on the way: n8n may not have stored (yet) what came of them. */
const exchanged = new ProcessMemory<Promise<string>>('code', { lifeMs: KEPT_MS });

const NEXT_STEP = 'Authorize the app in the browser once more and paste the new code';

/**
 * `preAuthentication` of a credential whose token never ends: the code that the user pasted is exchanged
 * once, because a second time it is dead, and n8n asks again on every credential test. Writes
 * `exchangedToken` and `exchangedCode`. `consentLink` is where codes come from, `send` gives the token;
 * both may throw.
 */
export async function exchangeOnce(
	credentials: ICredentialDataDecryptedObject,
	consentLink: () => string,
	send: (code: string) => Promise<string>,
): Promise<IDataObject> {
	if (credentials.method !== 'authorizationCode') return {};
	try {
		const fields = await exchangePasted(credentials, consentLink(), send);
		renewalDone(credentials);
		return fields;
	} catch (error) {
		if (!(error instanceof InvalidInputError)) return raise(error);
		return failRenewal(credentials, new TokenError(error.message, error.advice ?? ''));
	}
}

async function exchangePasted(
	credentials: ICredentialDataDecryptedObject,
	link: string,
	send: (code: string) => Promise<string>,
): Promise<IDataObject> {
	const fail = (problem: string, reason?: string) =>
		failRenewal(credentials, new TokenError(withConsentLink(problem, link), NEXT_STEP, reason));
	const code = readCode(credentials.authorizationCode);
	const problem = problemOfCode(code);
	if (problem !== undefined) return fail(problem);
	const exchangedCode = codeFingerprint(code);
	const isUsed = credentials.exchangedCode === exchangedCode;
	const stored = isUsed ? text(credentials.exchangedToken) : null;
	if (stored !== null) return { exchangedToken: stored };
	// The form that was open while the code was exchanged does not know of it, and saves over it.
	const key = codeFingerprint(JSON.stringify([link, code, credentials.clientSecret]));
	const kept = exchanged.get(key);
	if (kept === undefined && isUsed) return fail('The authorization code was already used');
	const exchanging = kept ?? send(code);
	exchanged.set(key, exchanging);
	try {
		return { exchangedToken: await exchanging, exchangedCode };
	} catch (error) {
		exchanged.delete(key);
		if (!(error instanceof TokenError) || error.transient || error.blocked) return raise(error);
		// Their words may hold what was sent, and n8n shows the message of a credential test as it is.
		const secrets = new Secrets([credentials.authorizationCode, code, credentials.clientSecret]);
		const reason = error.reason === undefined ? undefined : secrets.redact(error.reason);
		return fail(secrets.redact(`${error.message}. ${error.description}`), reason);
	}
}

/** A field of a credential that must be filled, in one piece. */
export function requireLine(value: unknown, field: string): string {
	const written = requireFilled(value, field);
	if (/\s/.test(written)) {
		throw new InvalidInputError(
			`'${field}' contains a space or a line break`,
			'Paste it again without spaces or line breaks',
		);
	}
	return written;
}

/** A field of a credential that must be filled. */
export function requireFilled(value: unknown, field: string): string {
	const written = String(value ?? '').trim();
	if (written === '')
		throw new InvalidInputError(`'${field}' is empty`, 'Open the credential and enter it');
	return written;
}
