import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { text } from '../order/read';
import { codeFingerprint, readCode } from './code';
import { failRenewal, TokenTrouble } from './trouble';

/**
 * `preAuthentication` of a credential whose token never ends: the code that the user pasted is exchanged
 * once, because a second time it is dead, and n8n asks again on every credential test. Writes
 * `exchangedToken` and `exchangedCode`. `send` gives the token or throws.
 */
export async function exchangeOnce(
	credentials: ICredentialDataDecryptedObject,
	send: (code: string) => Promise<string>,
): Promise<IDataObject> {
	if (credentials.method !== 'authorizationCode') return {};
	const code = readCode(credentials.authorizationCode);
	const exchangedCode = codeFingerprint(code);
	const isUsed = credentials.exchangedCode === exchangedCode;
	const known = text(credentials.exchangedToken);
	if (isUsed && known !== null) return { exchangedToken: known };
	if (isUsed || code === '') {
		failRenewal(
			credentials,
			new TokenTrouble(
				isUsed ? 'The authorization code was used already' : "'Authorization Code' is empty",
				'Authorize the app in the browser once more and paste the new code',
			),
		);
	}
	return { exchangedToken: await send(code), exchangedCode };
}
