import { createHmac } from 'node:crypto';

import { APP, type StoreIdentity } from './app';

/**
 * What the control panel hands to the app's load URL,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/apps/guide/callbacks.mdx
 */
export function signedPayload(store: StoreIdentity, now: number): string {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const at = Math.floor(now / 1000);
	const claims = {
		aud: APP.clientId,
		iss: 'bc',
		iat: at,
		nbf: at - 5,
		exp: at + 86_400,
		jti: `${at}-${store.storeId}`,
		sub: `stores/${store.hash}`,
		user: { ...store.owner, locale: 'en-US' },
		owner: store.owner,
		url: '/',
		channel_id: null,
	};
	const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
	const signature = createHmac('sha256', APP.clientSecret).update(signed).digest('base64url');
	return `${signed}.${signature}`;
}
