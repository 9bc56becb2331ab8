import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { text } from '../order/read';
import { codeFingerprint, problemOfCode, readCode, withConsentLink } from './code';
import { Secrets } from './secrets';
import { BadInput, failRenewal, raise, tellRenewal, TokenTrouble } from './trouble';

/** Codes exchanged in this process, or on the way: n8n may not have stored (yet) what came of them. */
const exchanged = new Map<string, Promise<string>>();

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
		const fields = await exchange(credentials, consentLink(), send);
		tellRenewal(credentials);
		return fields;
	} catch (error) {
		if (!(error instanceof BadInput)) return raise(error);
		return failRenewal(credentials, new TokenTrouble(error.message, error.advice ?? ''));
	}
}

async function exchange(
	credentials: ICredentialDataDecryptedObject,
	link: string,
	send: (code: string) => Promise<string>,
): Promise<IDataObject> {
	const fail = (problem: string, reason?: string) =>
		failRenewal(credentials, new TokenTrouble(withConsentLink(problem, link), NEXT_STEP, reason));
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
	if (kept === undefined && isUsed) return fail('The authorization code was used already');
	const exchanging = kept ?? send(code);
	exchanged.set(key, exchanging);
	try {
		return { exchangedToken: await exchanging, exchangedCode };
	} catch (error) {
		exchanged.delete(key);
		if (!(error instanceof TokenTrouble) || error.transient || error.blocked) return raise(error);
		// Their words may hold what was sent, and n8n shows the message of a credential test as it is.
		const secrets = new Secrets([credentials.authorizationCode, code, credentials.clientSecret]);
		const reason = error.reason === undefined ? undefined : secrets.redact(error.reason);
		return fail(secrets.redact(`${error.message}. ${error.description}`), reason);
	}
}
