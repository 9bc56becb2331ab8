import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { AssistTenchoApi } from '../../../credentials/AssistTenchoApi.credentials';
import { BigCommerceApi } from '../../../credentials/BigCommerceApi.credentials';

const CODE = 'one-time-code-1234';

const COMMON = {
	method: 'authorizationCode',
	clientId: 'client',
	clientSecret: 'client-secret-1234',
	redirectUri: 'https://example.com/back',
	authorizationCode: `https://example.com/back?state=x&code=${CODE}&scope=y`,
	exchangedToken: '',
	exchangedCode: '',
};

const CASES = [
	{
		name: 'BigCommerce',
		credential: new BigCommerceApi(),
		fields: { ...COMMON, environment: 'production', storeHash: 'store-abc123', permissions: 'a b' },
		url: 'https://login.bigcommerce.com/oauth2/token',
		form: { grant_type: 'authorization_code', context: 'stores/abc123', scope: 'a b' },
		answer: { access_token: 'fresh-token-1234', scope: 'a b' },
	},
	{
		name: 'Assist Tencho',
		credential: new AssistTenchoApi(),
		fields: { ...COMMON, baseUrl: 'https://asp001.assist-tencho.com/shop/' },
		url: 'https://asp001.assist-tencho.com/shop/api/oauth/token.php',
		form: { grant_type: 'client_credentials' },
		answer: { access_token: 'fresh-token-1234', expires_in: null, scope: '' },
	},
];

describe.each(CASES)('a code pasted for $name', ({ credential, fields, url, form, answer }) => {
	const sent: IHttpRequestOptions[] = [];

	async function authenticate(
		credentials: ICredentialDataDecryptedObject,
		body: unknown = answer,
		statusCode = 200,
	) {
		sent.length = 0;
		const httpRequest = async (options: IHttpRequestOptions) => {
			sent.push(options);
			return { statusCode, headers: {}, body: JSON.stringify(body) };
		};
		const helper = { helpers: { httpRequest } } as never;
		return await credential.preAuthentication.call(helper, credentials);
	}

	it('is taken out of the address and exchanged in a form', async () => {
		const stored = await authenticate({ ...fields });
		expect(stored).toMatchObject({ exchangedToken: 'fresh-token-1234' });
		expect(JSON.stringify(stored)).not.toContain(CODE);
		expect(sent[0].url).toBe(url);
		expect(Object.fromEntries(new URLSearchParams(String(sent[0].body)))).toEqual({
			client_id: 'client',
			client_secret: 'client-secret-1234',
			code: CODE,
			redirect_uri: 'https://example.com/back',
			...form,
		});
	});

	it('is not sent again once it was used', async () => {
		const used = { ...fields, ...(await authenticate({ ...fields })) };
		expect(await authenticate(used)).toEqual({ exchangedToken: 'fresh-token-1234' });
		expect(sent).toHaveLength(0);
		await expect(authenticate({ ...used, exchangedToken: '' })).rejects.toThrow('used already');
		expect(sent).toHaveLength(0);
	});

	it('that is refused or empty says what to do, without secrets', async () => {
		const body = { error: 'invalid_grant', error_description: `bad ${CODE}` };
		const refused = await authenticate({ ...fields }, body, 400).catch((error: unknown) => error);
		expect(refused).toMatchObject({ description: expect.stringContaining('paste the new code') });
		expect(`${String(refused)} ${JSON.stringify(refused)}`).not.toContain(CODE);
		await expect(authenticate({ ...fields, authorizationCode: ' ' })).rejects.toThrow('is empty');
	});

	it('is left alone where a token was pasted', async () => {
		expect(await authenticate({ ...fields, method: 'accessToken' })).toEqual({});
		expect(sent).toHaveLength(0);
	});
});
