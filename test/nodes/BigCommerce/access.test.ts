import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, TokenError, tokenErrorOf } from '../../../core/request/errors';
import { exchangeCode } from '../../../nodes/BigCommerce/access/pasted-code';
import {
	readApiHost,
	readStoreHash,
	STORE_URL,
} from '../../../nodes/BigCommerce/access/store-hash';
import { loginHost, readScopes, storeInContext } from '../../../nodes/BigCommerce/access/login';
import { evaluate } from '../../kit/expression';
import { failureOf } from '../../kit/failure';

describe('the hash of a store', () => {
	const FORMS = [
		'abc123',
		' ABC123 ',
		'abc123/',
		'store-abc123',
		'store-abc123/',
		'stores/abc123',
		'/stores/abc123',
		'stores%2Fabc123',
		'context=stores/abc123&scope=a',
		'stores/abc123#x',
		'https://store-abc123.mybigcommerce.com',
		'https://store-abc123.mybigcommerce.com/manage/orders/118',
		'https://store-abc123-1.mybigcommerce.com',
		'https://store-abc123-1044.mybigcommerce.com/',
		'https://api.bigcommerce.com/stores/abc123/v3/',
		'https://api.bigcommerce.com/stores/abc123?x=1',
	];

	it.each(FORMS)('is read from "%s", in code and by n8n itself', (typed) => {
		expect(readStoreHash(typed)).toBe('abc123');
		const values = { environment: 'production', storeHash: typed };
		expect(evaluate(STORE_URL, '$credentials', values)).toBe(
			'https://api.bigcommerce.com/stores/abc123',
		);
	});

	it.each([
		'abc 123',
		'abc_123',
		'https://shop.example',
		'stores/abc_1/v3',
		'xstores/abc123',
		'a/b',
	])('is not guessed from "%s"', (typed) => {
		expect(() => readStoreHash(typed)).toThrow("'Store Hash' is not a valid store hash");
		expect(
			evaluate(STORE_URL, '$credentials', { environment: 'production', storeHash: typed }),
		).toBe('https://api.bigcommerce.com/stores/');
	});

	it.each([undefined, null, '', ' '])('is asked for where %o stands', (typed) => {
		expect(() => readStoreHash(typed)).toThrow("'Store Hash' is empty");
		expect(() => readStoreHash(typed)).toThrow(InvalidInputError);
	});

	it.each([
		['https://gate.example/stores/abc123/v3', 'https://gate.example'],
		['https://gate.example/stores/ABC123', 'https://gate.example'],
		['https://gate.example/bc/stores/abc123/v12/', 'https://gate.example/bc'],
		[
			'https://gate.example/stores/abc123/v3/orders',
			'https://gate.example/stores/abc123/v3/orders',
		],
		['https://gate.example/stores/abc123/vx', 'https://gate.example/stores/abc123/vx'],
	])('is cut off the address "%s" of a gateway, once', (apiBaseUrl, host) => {
		expect(readApiHost(apiBaseUrl)).toBe(host);
		const values = { environment: 'custom', storeHash: 'abc123', apiBaseUrl };
		expect(evaluate(STORE_URL, '$credentials', values)).toBe(`${host}/stores/abc123`);
	});

	it.each([
		['stores/abc123', 'abc123'],
		['Stores/ABC123', 'abc123'],
		['xstores/abc123', undefined],
		['stores/abc123/x', undefined],
		['stores/', undefined],
		['abc123', undefined],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])('in the context %o is %s', (context, store) => {
		expect(storeInContext(context)).toBe(store);
	});
});

it.each([
	['store_v2_orders', 'store_v2_orders'],
	[' a\n b,c ', 'a b c'],
	['a, b;c', 'a b;c'],
])('the scopes "%s" are sent as "%s"', (typed, sent) => {
	expect(readScopes(typed)).toBe(sent);
});

it.each(['', ' , ', undefined, null])('without a scope (%o) nobody is asked', (typed) => {
	expect(() => readScopes(typed)).toThrow("'Permissions' is empty");
});

it('people sign in at BigCommerce, or where the user says', () => {
	const authBaseUrl = 'https://login.gate.example/';
	expect(loginHost({ environment: 'production', authBaseUrl })).toBe(
		'https://login.bigcommerce.com',
	);
	expect(loginHost({ authBaseUrl })).toBe('https://login.bigcommerce.com');
	expect(loginHost({ environment: 'custom', authBaseUrl })).toBe('https://login.gate.example');
	expect(() => loginHost({ environment: 'custom', authBaseUrl: '' })).toThrow(
		"'Authorization Base URL' is empty",
	);
});

describe('a code that the user has pasted', () => {
	/** Codes are remembered by the process, so each test has its own. */
	let nth = 0;
	const fields = (more: object = {}) =>
		({
			...{ method: 'authorizationCode', environment: 'production', storeHash: 'store-abc123' },
			...{ clientId: ' client ', clientSecret: ' secret-12345 ', permissions: 'a, b' },
			...{ redirectUri: ' https://example.com/back ', exchangedToken: '', exchangedCode: '' },
			authorizationCode: `pasted-code-${++nth}`,
			...more,
		}) as ICredentialDataDecryptedObject;

	async function exchange(
		credential: ICredentialDataDecryptedObject,
		{ status = 200, body = {} as unknown, headers = {} } = {},
	) {
		const sent: IHttpRequestOptions[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			sent.push(options);
			const written = typeof body === 'string' ? body : JSON.stringify(body);
			return { statusCode: status, headers, body: written };
		};
		const stored = exchangeCode({ helpers: { httpRequest } } as never, credential);
		return { stored: await stored, sent };
	}

	const GIVEN = { access_token: 'fresh-token', scope: 'a b', context: 'stores/abc123' };

	it('is exchanged with context and scope, without which the token opens nothing', async () => {
		const credential = fields();
		const { stored, sent } = await exchange(credential, { body: GIVEN });
		expect(stored.exchangedToken).toBe('fresh-token');
		expect(sent.map(({ url }) => url)).toEqual(['https://login.bigcommerce.com/oauth2/token']);
		expect(Object.fromEntries(new URLSearchParams(String(sent[0].body)))).toEqual({
			client_id: 'client',
			client_secret: 'secret-12345',
			code: credential.authorizationCode,
			grant_type: 'authorization_code',
			redirect_uri: 'https://example.com/back',
			context: 'stores/abc123',
			scope: 'a b',
		});
	});

	it('may come with a token that names no store', async () => {
		const { access_token, scope } = GIVEN;
		const { stored } = await exchange(fields(), { body: { access_token, scope } });
		expect(stored.exchangedToken).toBe('fresh-token');
	});

	it.each<[string, object, RegExp, string | undefined]>([
		[
			'another store',
			{ body: { ...GIVEN, context: 'stores/other1' } },
			/store other1, .* abc123/,
			undefined,
		],
		[
			'no scope',
			{ body: { ...GIVEN, scope: null } },
			/granted no permission.*'Permissions'/,
			'no_scope',
		],
		['an empty scope', { body: { ...GIVEN, scope: ' ' } }, /granted no permission/, 'no_scope'],
		[
			'a refusal',
			{ status: 400, body: { error: 'invalid_grant' } },
			/did not accept the authorization code \(invalid_grant\).*works once/,
			'invalid_grant',
		],
		['a refusal without a word', { status: 400, body: {} }, /\(status 400\)/, 'status 400'],
		['a page with a refusal', { status: 422, body: '<html>' }, /\(status 422\)/, 'status 422'],
	])('is told with a new link after %s', async (_what, given, message, reason) => {
		const credential = fields();
		const failure = (await failureOf(exchange(credential, given))) as TokenError;
		expect(failure).toBeInstanceOf(TokenError);
		expect(failure.message).toMatch(message);
		expect(failure.reason).toBe(reason);
		expect(failure.transient).toBe(false);
		expect(tokenErrorOf(credential)).toBe(failure);
		const link = new URL(/https:\S+$/.exec(failure.message)?.[0] ?? '');
		expect(link.origin + link.pathname).toBe('https://login.bigcommerce.com/oauth2/authorize');
		expect(Object.fromEntries(link.searchParams)).toEqual({
			client_id: 'client',
			response_type: 'code',
			redirect_uri: 'https://example.com/back',
			scope: 'a b',
			context: 'stores/abc123',
		});
	});

	it.each([
		[500, { error: 'x' }, true, false],
		[429, { error: 'x' }, true, false],
		[403, '<html>', false, true],
	])('is not blamed for an answer with %i', async (status, body, transient, blocked) => {
		const credential = fields();
		const failure = (await failureOf(exchange(credential, { status, body }))) as TokenError;
		expect([failure.transient, failure.blocked]).toEqual([transient, blocked]);
		expect(failure.message).not.toContain('/oauth2/authorize');
		// It was not used up, and is sent again when the user tries again.
		const { stored } = await exchange(credential, { body: GIVEN });
		expect(stored.exchangedToken).toBe('fresh-token');
	});

	it.each([
		['clientId', /'Client ID' is empty/],
		['clientSecret', /'Client Secret' is empty/],
		['redirectUri', /'Redirect URI' is empty/],
		['permissions', /'Permissions' is empty/],
		['storeHash', /'Store Hash' is empty/],
	])('is not sent without %s', async (field, message) => {
		const failure = (await failureOf(exchange(fields({ [field]: ' ' })))) as Error;
		expect(failure.message).toMatch(message);
	});

	it('is sent to the login of the user, where there is one', async () => {
		const custom = { environment: 'custom', authBaseUrl: 'https://login.gate.example' };
		const { sent } = await exchange(fields(custom), { body: GIVEN });
		expect(sent[0].url).toBe('https://login.gate.example/oauth2/token');
	});
});
