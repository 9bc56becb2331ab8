import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { InvalidInputError } from '../request/errors';

/** Throws for the credential of an app that belongs to no account. */
export function refuseAppOnly({ method }: ICredentialDataDecryptedObject): void {
	if (method !== 'app') return;
	throw new InvalidInputError(
		"This credential has no account, because 'Method' is 'App Only'",
		'It is for the Marketplace Authorization Trigger, and there is nothing to test. For any other node, choose another method',
	);
}
