import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { TokenError, tokenErrorOf } from '../../../core/request/errors';
import { AssistTenchoApi } from '../../../credentials/AssistTenchoApi.credentials';
import { BigCommerceApi } from '../../../credentials/BigCommerceApi.credentials';
import { failureOf } from '../../kit/failure';

const CODE = 'one-time-code-1234';

/** Codes are remembered by the process, so each test has its own. */
let nth = 0;
const another = (fields: { authorizationCode: string }) => ({
	...fields,
	authorizationCode: fields.authorizationCode.replace(CODE, `${CODE}-${++nth}`),
});

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
		link: {
			page: 'https://login.bigcommerce.com/oauth2/authorize',
			query: { scope: 'a b', context: 'stores/abc123' },
		},
	},
	{
		name: 'Assist Tencho',
		credential: new AssistTenchoApi(),
		fields: { ...COMMON, baseUrl: 'https://asp001.assist-tencho.com/shop/' },
		url: 'https://asp001.assist-tencho.com/shop/api/oauth/token.php',
		form: { grant_type: 'client_credentials' },
		answer: { access_token: 'fresh-token-1234', expires_in: null, scope: '' },
		link: {
			page: 'https://asp001.assist-tencho.com/shop/api/oauth/authorize.php',
			query: { scope: 'read_sales', state: expect.stringMatching(/./) },
		},
	},
];

describe.each(CASES)(
	'a code pasted for $name',
	({ credential, fields, url, form, answer, link }) => {
		const sent: IHttpRequestOptions[] = [];

		async function authenticate(
			credentials: ICredentialDataDecryptedObject,
			body: unknown = answer,
			statusCode = 200,
		) {
			sent.length = 0;
			const httpRequest = async (options: IHttpRequestOptions) => {
				sent.push(options);
				const written = typeof body === 'string' ? body : JSON.stringify(body);
				return { statusCode, headers: {}, body: written };
			};
			const helper = { helpers: { httpRequest } } as never;
			return await credential.preAuthentication.call(helper, credentials);
		}

		it('is taken out of the address and exchanged in a form', async () => {
			const stored = await authenticate({ ...fields });
			expect(stored).toMatchObject({ exchangedToken: 'fresh-token-1234' });
			expect(JSON.stringify(stored)).not.toContain(CODE);
			// A redirect would carry code and secret elsewhere.
			expect(sent[0]).toMatchObject({ method: 'POST', url, disableFollowRedirect: true });
			expect(Object.fromEntries(new URLSearchParams(String(sent[0].body)))).toEqual({
				client_id: 'client',
				client_secret: 'client-secret-1234',
				code: CODE,
				redirect_uri: 'https://example.com/back',
				...form,
			});
		});

		it('is not sent again once it was used', async () => {
			const pasted = another(fields);
			const used = { ...pasted, ...(await authenticate({ ...pasted })) };
			expect(await authenticate(used)).toEqual({ exchangedToken: 'fresh-token-1234' });
			expect(sent).toHaveLength(0);
		});

		it('is remembered when the form saves over what was stored', async () => {
			const pasted = another(fields);
			const stored = await authenticate({ ...pasted });
			expect(await authenticate({ ...pasted })).toEqual(stored);
			expect(sent).toHaveLength(0);
			await authenticate({ ...pasted, clientSecret: 'somebody-else-1234' });
			expect(sent).toHaveLength(1);
		});

		it('whose token is gone leads to a new one', async () => {
			const pasted = another(fields);
			const exchangedCode = codeFingerprint(`${CODE}-${nth}`);
			await expect(authenticate({ ...pasted, exchangedCode })).rejects.toThrow(
				/already used\. Open this link .*: https:\/\//,
			);
			expect(sent).toHaveLength(0);
		});

		it.each([
			['is empty', ' '],
			['is an address without code', 'https://example.com/back?error=access_denied'],
			['contains a space', 'one two'],
		])(
			'that %s is not sent; the link with the own values stands in the message',
			async (told, code) => {
				const error = await failureOf(authenticate({ ...fields, authorizationCode: code }));
				expect(error).toBeInstanceOf(TokenError);
				expect((error as Error).message).toContain(told);
				expect(sent).toHaveLength(0);
				const address = new URL((error as Error).message.split(' ').at(-1) ?? '');
				expect(address.origin + address.pathname).toBe(link.page);
				expect(Object.fromEntries(address.searchParams)).toMatchObject({
					client_id: 'client',
					response_type: 'code',
					redirect_uri: 'https://example.com/back',
					...link.query,
				});
			},
		);

		it.each([['Client ID'], ['Redirect URI']])("asks for '%s' before the link", async (field) => {
			const name = field === 'Client ID' ? 'clientId' : 'redirectUri';
			const credentials = { ...fields, authorizationCode: '', [name]: ' ' };
			const error = await failureOf(authenticate(credentials));
			// n8n shows the message alone; the nodes find the error itself.
			expect((error as Error).message).toMatch(new RegExp(`^'${field}' is empty\\. Open .*`));
			expect(tokenErrorOf(credentials)?.message).toBe(`'${field}' is empty`);
		});

		it('that is refused says what to do, without secrets', async () => {
			const body = { error: 'invalid_grant', error_description: `bad ${CODE}` };
			const refused = await failureOf(authenticate(another(fields), body, 400));
			expect(refused).toBeInstanceOf(TokenError);
			expect((refused as Error).message).toMatch(
				/did not accept the authorization code \(invalid_grant\).*Open this link/,
			);
			expect(`${String(refused)} ${JSON.stringify(refused)}`).not.toContain(CODE);
			expect(`${String(refused)} ${JSON.stringify(refused)}`).not.toContain('client-secret-1234');
		});

		it('that is refused in words that hold a secret is told without it', async () => {
			const pasted = another(fields);
			const code = `${CODE}-${nth}`;
			const echoes = [`no ${code}`, 'no client-secret-1234', `no ${pasted.authorizationCode}`];
			for (const error of echoes) {
				const refused = await failureOf(authenticate({ ...pasted }, { error }, 400));
				const told = `${String(refused)} ${JSON.stringify(refused)}`;
				expect(told).toMatch(/did not accept the authorization code \(no \*\*\*/);
				expect(told).not.toContain(code);
				expect(told).not.toContain('client-secret-1234');
			}
		});

		it.each([503, 429])('may be sent again after status %i', async (status) => {
			const pasted = another(fields);
			const trouble = await failureOf(authenticate({ ...pasted }, {}, status));
			expect(trouble).toMatchObject({ transient: true });
			expect((trouble as TokenError).description).toContain('Try again');
			expect(await authenticate({ ...pasted })).toMatchObject({
				exchangedToken: 'fresh-token-1234',
			});
		});

		it('that a barred address sends is not told as a wrong code', async () => {
			const pasted = another(fields);
			const page = '<!DOCTYPE html><html><body>Sorry, you have been blocked</body></html>';
			const error = (await failureOf(authenticate({ ...pasted }, page, 403))) as TokenError;
			expect(`${error.message} ${error.description}`).toMatch(/blocks this server/);
			expect(`${error.message} ${error.description}`).not.toMatch(
				/Client|works once|Open this|<html/,
			);
			expect(error).toMatchObject({ transient: false, blocked: true });
			// It was not looked at, so it is still good.
			expect(await authenticate({ ...pasted })).toMatchObject({
				exchangedToken: 'fresh-token-1234',
			});
		});

		it.each([
			['ECONNRESET', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
			['503', undefined],
		])('is never sent again by itself after %s', async (_what, thrown) => {
			let calls = 0;
			const httpRequest = async () => {
				calls++;
				if (thrown) throw thrown;
				return await Promise.resolve({ statusCode: 503, headers: {}, body: '{}' });
			};
			const helper = { helpers: { httpRequest } } as never;
			const error = await failureOf(credential.preAuthentication.call(helper, another(fields)));
			expect(error).toMatchObject({ transient: true, repeatAfterMs: undefined });
			expect(calls).toBe(1);
		});

		it('is left alone where a token was pasted', async () => {
			expect(await authenticate({ ...fields, method: 'accessToken' })).toEqual({});
			expect(sent).toHaveLength(0);
		});
	},
);

describe('a code pasted for BigCommerce', () => {
	const [{ credential, fields }] = CASES;
	const pasted = (more: object) => ({ ...another(fields), ...more });

	function helperOf(answer: object, sent: IHttpRequestOptions[] = []) {
		const httpRequest = async (options: IHttpRequestOptions) => {
			sent.push(options);
			return await Promise.resolve({ statusCode: 200, headers: {}, body: JSON.stringify(answer) });
		};
		return { helpers: { httpRequest } } as never;
	}

	it('asks for the scopes however people write their list, at both steps', async () => {
		const permissions = ' store_v2_orders,\n store_v2_products ';
		const sent: IHttpRequestOptions[] = [];
		const helper = helperOf({ access_token: 'fresh-token-1234', scope: 'a' }, sent);
		await credential.preAuthentication.call(helper, pasted({ permissions }));
		const form = new URLSearchParams(String(sent[0].body));
		expect(form.get('scope')).toBe('store_v2_orders store_v2_products');
		const empty = { ...fields, permissions, authorizationCode: '' };
		const error = (await failureOf(credential.preAuthentication.call(helper, empty))) as Error;
		const link = new URL(error.message.split(' ').at(-1) ?? '');
		expect(link.searchParams.get('scope')).toBe('store_v2_orders store_v2_products');
	});

	it.each([null, '', ' ', undefined])('that brings the scope %o is told so', async (scope) => {
		const helper = helperOf({ access_token: 'token-123456', scope, context: 'stores/abc123' });
		const error = await failureOf(credential.preAuthentication.call(helper, pasted({})));
		expect((error as Error).message).toMatch(/granted no permission.*'Permissions'.*https:/);
	});

	it('is refused when it was given for another store', async () => {
		const helper = helperOf({ access_token: 'token-123456', scope: 'a', context: 'stores/zzz9' });
		const error = await failureOf(credential.preAuthentication.call(helper, pasted({})));
		expect((error as Error).message).toMatch(/store zzz9, and 'Store Hash' says abc123.*https:/);
	});
});
