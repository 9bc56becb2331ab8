import { createHash } from 'crypto';

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
		const told = refusal === undefined ? '' : `, because the access was not allowed (${refusal})`;
		return `'Authorization Code' is an address without ${name}${told}`;
	}
	return /\s/.test(code) ? "'Authorization Code' holds a blank or a line break" : undefined;
}

/**
 * The way to a new code. It stands in the message, because n8n shows nothing but the message of a failed
 * credential test, and only there can a link be made of what the user has entered.
 */
export function withConsentLink(problem: string, link: string): string {
	return `${problem}. Open this link in any browser, allow the access, and paste the address at which you arrive (it need not load) into 'Authorization Code': ${link}`;
}

/** Tells codes apart without keeping them: a used code is never sent again. */
export function codeFingerprint(code: string): string {
	return createHash('sha256').update(code).digest('hex').slice(0, 16);
}
