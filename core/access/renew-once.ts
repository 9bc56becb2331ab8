import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { failRenewal, raise, renewalDone, TokenError } from '../request/errors';
import { ProcessMemory } from '../request/process-memory';

interface Issued {
	/** The token that was no longer good. */
	replaced: string;
	fields: IDataObject;
}

/** Later than this nobody is late: whoever still holds the old token needs one that lives. */
const LATE_MS = 60_000;

const underWay = new ProcessMemory<Promise<IDataObject>>('renewal.underWay');
const issued = new ProcessMemory<Issued>('renewal.issued', { lifeMs: LATE_MS });

/**
 * `preAuthentication` for all who want a new token at the same time. n8n has no lock around it, and its
 * HTTP Request node calls it for every item whose request failed, all at once. `grant` is what the token is
 * issued for; `tokenField` holds the token.
 */
export async function renewOnce(
	credentials: ICredentialDataDecryptedObject,
	{ grant, tokenField }: { grant: readonly unknown[]; tokenField: string },
	renew: () => Promise<IDataObject>,
): Promise<IDataObject> {
	const key = createHash('sha256').update(JSON.stringify(grant)).digest('hex');
	const held = String(credentials[tokenField] ?? '');
	const last = issued.get(key);
	// Whoever comes late, with the token that was replaced already.
	const isLate = held !== '' && held === last?.replaced;
	if (isLate && !underWay.has(key)) return given(credentials, last.fields);
	const renewal = underWay.get(key) ?? start(key, renew);
	try {
		const fields = await renewal;
		// Some give the same token again as long as it is good.
		const isOther = held !== '' && fields[tokenField] !== held;
		if (isOther) issued.set(key, { replaced: held, fields });
		return given(credentials, fields);
	} catch (error) {
		// Each caller gets the error by way of its own fields.
		return error instanceof TokenError ? failRenewal(credentials, error) : raise(error);
	}
}

function given(credentials: ICredentialDataDecryptedObject, fields: IDataObject): IDataObject {
	renewalDone(credentials);
	return fields;
}

function start(key: string, renew: () => Promise<IDataObject>): Promise<IDataObject> {
	const renewal = renew().finally(() => underWay.delete(key));
	underWay.set(key, renewal);
	return renewal;
}
