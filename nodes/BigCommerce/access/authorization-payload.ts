import type { IDataObject } from 'n8n-workflow';
import { readSignedToken } from '../../../core/authorization/signed-token';
import { assertAllowed, type Callback } from '../../../core/authorization/callback';
import { text } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { person, storeOf } from './authorization-code';

/** What a callback says, once its signature has been checked. */
interface SignedCallback extends IDataObject {
	/** Names this payload among all. */
	id: string;
	until: number;
	storeHash: string;
}

/** The `signed_payload_jwt` of a load, uninstall or remove-user callback. See BEHAVIOR.md, Signing in. */
export function readCallback(callback: Callback): SignedCallback {
	const { app, query } = callback;
	const token = query.get('signed_payload_jwt');
	const signer = { secret: app.clientSecret, audience: app.clientId, issuer: 'bc' };
	const claims = readSignedToken(token, signer, clock.now());
	const storeHash = storeOf(claims.sub);
	assertAllowed(callback, storeHash);
	return {
		id: codeFingerprint(text(claims.jti) ?? token),
		// A little longer than any clock may accept it.
		until: (Number(claims.exp) + 300) * 1000,
		storeHash,
		user: person(claims.user),
		owner: person(claims.owner),
		url: text(claims.url),
		channelId: text(claims.channel_id),
	};
}
