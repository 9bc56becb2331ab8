import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { readText } from '../../../core/request/charset';
import { codeFingerprint } from '../../../core/access/pasted-code';
import { InvalidInputError, TokenError } from '../../../core/request/errors';
import { connectByApp, connectByToken } from '../../../nodes/AssistTencho/access/connection';
import { exchangeCode } from '../../../nodes/AssistTencho/access/pasted-code';
import { assistTencho } from '../../../nodes/AssistTencho/marketplace';
import { failureOf } from '../../kit/failure';

const SHOP = 'https://asp001.assist-tencho.com/shop';

describe('a connection', () => {
	it('belongs to one shop, which has the pace to itself', () => {
		const connection = connectByToken({
			...{ method: 'accessToken', baseUrl: `${SHOP}/api/v1/`, accessToken: ' pasted\n' },
		});
		expect(connection).toEqual({
			baseUrl: SHOP,
			account: 'asp001.assist-tencho.com/shop',
			quotaOwner: SHOP,
			headers: {
				'user-agent': expect.stringMatching(/^n8n-nodes-marketplaces\/\d+\.\d+\.\d+/) as string,
			},
			token: 'pasted',
			settings: { environment: 'production' },
		});
		const local = connectByToken({ baseUrl: 'http://127.0.0.1:9/shop', accessToken: 't' });
		expect(local.account).toBe('127.0.0.1:9/shop');
	});

	it.each([
		[SHOP, SHOP],
		[`${SHOP}/api`, SHOP],
		[`${SHOP}/api/v1`, SHOP],
		[`${SHOP}/api/v12/`, SHOP],
		[`${SHOP}/api/oauth`, SHOP],
		[`${SHOP}/api/oauth/token.php`, SHOP],
		[`${SHOP}/plugin/Raku2`, SHOP],
		[`${SHOP}/api/other`, `${SHOP}/api/other`],
		[`${SHOP}/myapi`, `${SHOP}/myapi`],
		[`${SHOP}/plugin`, `${SHOP}/plugin`],
		['https://asp001.assist-tencho.com/index.php', 'https://asp001.assist-tencho.com'],
		['https://asp001.assist-tencho.com', 'https://asp001.assist-tencho.com'],
	])('to %s goes to %s', (baseUrl, url) => {
		expect(connectByApp({ baseUrl }).baseUrl).toBe(url);
	});

	it('has the token of the method that was chosen', () => {
		const fields = { baseUrl: SHOP, accessToken: 'pasted', exchangedToken: 'exchanged' };
		expect(connectByToken({ ...fields, method: 'accessToken' }).token).toBe('pasted');
		expect(connectByToken(fields).token).toBe('pasted');
		expect(connectByToken({ ...fields, method: 'authorizationCode' }).token).toBe('exchanged');
		const none = { ...fields, method: 'authorizationCode', exchangedToken: '' };
		expect(connectByToken(none).token).toBeUndefined();
		expect(() => connectByToken({ ...fields, accessToken: ' ' })).toThrow(InvalidInputError);
		expect(() => connectByToken({ ...fields, accessToken: ' ' })).toThrow("'Access Token'");
	});

	it('by the Connect button has the token that n8n holds', () => {
		const connect = (oauthTokenData: object | undefined) =>
			connectByApp({ baseUrl: SHOP, oauthTokenData } as ICredentialDataDecryptedObject).token;
		expect(connect({ access_token: 'connected' })).toBe('connected');
		expect(connect({ access_token: '' })).toBeUndefined();
		expect(connect(undefined)).toBeUndefined();
	});
});

describe('the rules of the vendor', () => {
	it('allow one call a second, and the next only after the answer', () => {
		expect(assistTencho.quotas).toEqual([
			{ name: 'requests', perSecond: 1, burst: 1, serial: true },
		]);
	});

	it('hide tokens, secrets and codes wherever they might be shown', () => {
		const { assistTenchoApi: byToken, assistTenchoOAuth2Api: byApp } = assistTencho.credentials;
		expect(byToken).toMatchObject({
			...{ authentication: 'accessToken', renewal: 'preAuthentication' },
			tokenField: 'exchangedToken',
			secrets: ['accessToken', 'exchangedToken', 'clientSecret', 'authorizationCode'],
			connect: connectByToken,
		});
		// A type that nobody knows would put the token into the address, and nothing renews it.
		expect(byApp).toMatchObject({
			...{ authentication: 'oAuth2', renewal: 'none' },
			oauth2: { tokenType: 'Bearer', skipTokenRefresh: true },
			secrets: ['clientSecret', 'oauthTokenData.access_token'],
			connect: connectByApp,
		});
		expect(Object.keys(assistTencho.credentials)).toHaveLength(2);
	});

	it('want JSON, and take no redirect for an answer', () => {
		const request = { method: 'GET', path: '/api/v1/orders.php' } as const;
		const { headers, contentType } = assistTencho;
		expect(headers(request, 0)).toEqual({
			accept: 'application/json',
		});
		expect(contentType(request.path)).toBe('application/json');
		expect(assistTencho).toMatchObject({
			...{
				id: 'assistTencho',
				displayName: 'Assist Tencho',
				arrayFormat: 'repeat',
				pageStyles: [],
			},
			...{ redirectsToLogin: true, idsPerAccount: true, reservedHeaders: [] },
			requestIdHeader: 'x-request-id',
		});
		expect(assistTencho.blockedAdvice).toContain('IP制限');
	});

	it.each([
		['注文', '\\u6ce8\\u6587'],
		['é', '\\u00e9'],
		['\u007f', '\\u007f'],
		['\u0080', '\\u0080'],
		['~', '~'],
		['𠮷', '\\ud842\\udfb7'],
		['\uffff', '\\uffff'],
		['ａ', '\\uff41'],
	])('have %j written in ASCII', (given, written) => {
		const json = JSON.stringify({ name: given });
		expect(assistTencho.writeBody?.(json)).toBe(`{"name":"${written}"}`);
		expect(JSON.parse(String(assistTencho.writeBody?.(json)))).toEqual({ name: given });
	});

	it.each([
		['EUC-JP', 'bbb3c5c420b2d6bbd2'],
		['Shift_JIS', '8e52936320 89d48e71'],
		['ISO-2022-JP', '1b2442 3b334544 1b2842 20 1b2442 3256 3b52 1b2842'],
		['UTF-8', 'e5b1b1e794b020e88ab1e5ad90'],
	])('say nothing of the charset: %s is read as what it is', (_name, hex) => {
		const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
		expect(readText(bytes, 'application/json', assistTencho.charsets)).toBe('山田 花子');
	});
});

describe('a code that was pasted', () => {
	let nth = 0;
	const FIELDS = {
		...{ method: 'authorizationCode', baseUrl: SHOP, clientId: 'CID', clientSecret: 'secret-1' },
		redirectUri: 'https://a.example/cb?x=1',
	};

	async function exchanged(fields: object, status = 200, body: unknown = {}) {
		const asked: IHttpRequestOptions[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			asked.push(options);
			const written = typeof body === 'string' ? body : JSON.stringify(body);
			const bytes = Buffer.isBuffer(body) ? body : Buffer.from(written);
			return { statusCode: status, headers: {}, body: bytes };
		};
		const credential = { ...FIELDS, authorizationCode: `code-${++nth}-tencho`, ...fields };
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		const result = exchangeCode(helper, credential as ICredentialDataDecryptedObject);
		return { result, asked };
	}

	async function refusal(status: number, body: unknown): Promise<TokenError> {
		const failure = await failureOf((await exchanged({}, status, body)).result);
		expect(failure).toBeInstanceOf(TokenError);
		return failure as TokenError;
	}

	it('brings a token, whatever else the answer holds', async () => {
		const fields = {
			...{ baseUrl: `${SHOP}/api`, clientId: ' CID ', clientSecret: ' secret-1\n' },
			...{ authorizationCode: 'https://a.example/cb?x=1&code=form-1-tencho&state=s' },
			redirectUri: ' https://a.example/cb?x=1 ',
		};
		const sent = await exchanged(fields, 200, { access_token: ' tok ', expires_in: null });
		expect(await sent.result).toMatchObject({ exchangedToken: 'tok' });
		const [{ method, url, body }, ...more] = sent.asked;
		expect([method, url, more]).toEqual(['POST', `${SHOP}/api/oauth/token.php`, []]);
		expect(Object.fromEntries(new URLSearchParams(String(body)))).toEqual({
			...{ client_id: 'CID', client_secret: 'secret-1', code: 'form-1-tencho' },
			...{ grant_type: 'client_credentials', redirect_uri: 'https://a.example/cb?x=1' },
		});
		const marked = await exchanged({}, 200, '\ufeff{"access_token":"tok2"}');
		expect(await marked.result).toMatchObject({ exchangedToken: 'tok2' });
		const inShiftJis = Buffer.from(
			'7b226e616d65223a22955c222c226163636573735f746f6b656e223a22746f6b33227d',
			'hex',
		);
		const garbled = await exchanged({}, 200, inShiftJis);
		expect(await garbled.result).toMatchObject({ exchangedToken: 'tok3' });
	});

	it('is asked for by a link with all that the vendor wants', async () => {
		const { result, asked } = await exchanged({ authorizationCode: '' });
		const { message } = (await failureOf(result)) as Error;
		const link = new URL(/https:\S+$/.exec(message)?.[0] ?? '');
		expect(link.origin + link.pathname).toBe(`${SHOP}/api/oauth/authorize.php`);
		expect(Object.fromEntries(link.searchParams)).toEqual({
			...{ client_id: 'CID', response_type: 'code', scope: 'read_sales' },
			...{ redirect_uri: 'https://a.example/cb?x=1', state: codeFingerprint('CID') },
		});
		expect(asked).toEqual([]);
	});

	it.each([
		[{ clientId: ' ' }, "'Client ID'"],
		[{ redirectUri: '' }, "'Redirect URI'"],
		[{ baseUrl: '' }, "'Base URL'"],
	])('is not sent without %j', async (fields, told) => {
		const { result, asked } = await exchanged(fields);
		expect(((await failureOf(result)) as Error).message).toContain(told);
		expect(asked).toEqual([]);
	});

	const USED = 'Assist Tencho did not accept the authorization code';
	const ELSEWHERE = 'Assist Tencho gave no token at /api/oauth/token.php';

	it.each<[number, unknown, string, string]>([
		[
			400,
			{ error: 'invalid_grant' },
			`${USED} (invalid_grant)`,
			"'Redirect URI' (リダイレクトURL)",
		],
		[400, {}, `${USED} (status 400)`, "'Client Secret' (シークレットID)"],
		[401, { error: 'invalid_client' }, `${USED} (invalid_client)`, "'Client ID'"],
		[403, { error: 'access_denied' }, `${USED} (access_denied)`, "'Base URL'"],
		[404, 'Not Found', `${ELSEWHERE} (status 404)`, 'it usually has a path'],
		[302, '', `${ELSEWHERE} (status 302)`, 'authorize again'],
		[200, {}, `${ELSEWHERE} (status 200)`, 'ask the vendor what the page answers'],
		[200, { error: 'invalid_grant' }, `${ELSEWHERE} (invalid_grant)`, 'authorize again'],
	])('and refused with %i %j is told so', async (status, body, message, advice) => {
		const trouble = await refusal(status, body);
		expect(trouble.message).toContain(message);
		expect(trouble.message + trouble.description).toContain(advice);
		expect(trouble.reason).toBe(/\((.*)\)/.exec(message)?.[1]);
		expect(trouble.transient).toBe(false);
		// The way to another code.
		expect(trouble.message).toContain(`${SHOP}/api/oauth/authorize.php`);
	});

	it.each([500, 503, 429])(
		'may be tried again after %i, which says nothing of it',
		async (status) => {
			const trouble = await refusal(status, {});
			expect(trouble).toMatchObject({ transient: true, repeatAfterMs: undefined });
			expect(trouble.message).not.toContain('authorize.php');
		},
	);

	it('from an address that is barred says that', async () => {
		const trouble = await refusal(403, '<html>Forbidden</html>');
		expect(trouble).toMatchObject({ blocked: true });
		expect(trouble.description).toContain('IP制限');
	});
});
