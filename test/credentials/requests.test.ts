import type {
	IAuthenticate,
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { AllegroOAuth2Api } from '../../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoApi } from '../../credentials/AssistTenchoApi.credentials';
import { AssistTenchoOAuth2Api } from '../../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceOAuth2Api } from '../../credentials/BigCommerceOAuth2Api.credentials';
import { KauflandApi } from '../../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { evaluate, hiddenField } from '../kit/expression';

const NOW = Date.parse('2026-03-01T08:00:00.123Z');
const SHOP = 'https://asp001.assist-tencho.com/shop';

beforeEach(() => {
	vi.spyOn(clock, 'now').mockReturnValue(NOW);
	forgetProcess('token');
});

/** As n8n does it: what is an expression is evaluated, all else is sent as it stands. */
const written = (value: unknown, values: object): unknown =>
	typeof value === 'string' ? evaluate(value, '$credentials', values) : value;

function allWritten(fields: object | undefined, values: object): object {
	const pairs = Object.entries(fields ?? {});
	return Object.fromEntries(pairs.map(([name, value]) => [name, written(value, values)]));
}

describe('the header of every call', () => {
	it.each<[ICredentialType, object, object]>([
		[new AmazonSellingPartnerApi(), { accessToken: 'Atza|t' }, { 'x-amz-access-token': 'Atza|t' }],
		[
			new AssistTenchoApi(),
			{ method: 'accessToken', accessToken: ' pasted\n', exchangedToken: 'other' },
			{ Authorization: 'Bearer pasted' },
		],
		[
			new AssistTenchoApi(),
			{ method: 'authorizationCode', accessToken: 'other', exchangedToken: 'exchanged' },
			{ Authorization: 'Bearer exchanged' },
		],
		[
			new BigCommerceApi(),
			{ method: 'accessToken', accessToken: ' pasted\n', exchangedToken: 'other' },
			{ 'X-Auth-Token': 'pasted', Accept: 'application/json' },
		],
		[
			new BigCommerceApi(),
			{ method: 'authorizationCode', accessToken: 'other', exchangedToken: 'exchanged' },
			{ 'X-Auth-Token': 'exchanged', Accept: 'application/json' },
		],
		[new NaverCommerceApi(), { accessToken: 't' }, { Authorization: 'Bearer t' }],
	])('of $name', async (type, values, headers) => {
		const authenticate = type.authenticate as Exclude<IAuthenticate, IAuthenticateGeneric>;
		const options = { url: 'https://a.example', headers: { 'x-own': '1' } };
		const signed = await authenticate(values as ICredentialDataDecryptedObject, options);
		expect(signed).toEqual({ ...options, headers: { 'x-own': '1', ...headers } });
	});

	it.each([new AllegroOAuth2Api(), new AssistTenchoOAuth2Api(), new BigCommerceOAuth2Api()])(
		'is left to n8n by $name',
		({ authenticate }: ICredentialType) => expect(authenticate).toBeUndefined(),
	);
});

describe('the test of a credential asks', () => {
	const JSON_ONLY = { Accept: 'application/json' };
	/** Of credentials that the package signs itself; it does not leave n8n. */
	const MARKED = { ...JSON_ONLY, 'X-Credential-Test': 'true' };

	it.each<[ICredentialType, object, string, object, object]>([
		[
			new AllegroOAuth2Api(),
			{ environment: 'production', applicationName: 'A', applicationUrl: 'https://a.example' },
			'https://api.allegro.pl/me',
			{},
			{
				Accept: 'application/vnd.allegro.public.v1+json',
				'User-Agent': 'A/1.0 (+https://a.example)',
			},
		],
		[
			new AmazonSellingPartnerApi(),
			{ environment: 'production', region: 'fe' },
			'https://sellingpartnerapi-fe.amazon.com/sellers/v1/marketplaceParticipations',
			{},
			{
				...MARKED,
				'User-Agent': expect.stringMatching(
					/^n8n-nodes-marketplaces\/\d+\.\d+\.\d+\S* \(Language=/,
				) as string,
				'X-Amz-Date': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
			},
		],
		...[new AssistTenchoApi(), new AssistTenchoOAuth2Api()].map(
			(type: ICredentialType): [ICredentialType, object, string, object, object] => [
				type,
				{ baseUrl: SHOP },
				`${SHOP}/api/v1/orders.php`,
				{ serial_order_id: 1 },
				type.authenticate ? MARKED : JSON_ONLY,
			],
		),
		[
			new BigCommerceApi(),
			{ environment: 'production', storeHash: 'abc123' },
			'https://api.bigcommerce.com/stores/abc123/v3/hooks',
			{ limit: 1 },
			MARKED,
		],
		[
			new BigCommerceOAuth2Api(),
			{
				environment: 'production',
				storeHash: 'abc123',
				oauthTokenData: { access_token: 'connected' },
			},
			'https://api.bigcommerce.com/stores/abc123/v3/hooks',
			{ limit: 1 },
			{ ...JSON_ONLY, 'X-Auth-Token': 'connected' },
		],
		[
			new KauflandApi(),
			{ environment: 'production' },
			'https://sellerapi.kaufland.com/v2/info/storefront',
			{},
			MARKED,
		],
		[
			new NaverCommerceApi(),
			{ environment: 'production' },
			'https://api.commerce.naver.com/external/v1/seller/account',
			{},
			MARKED,
		],
	])('of $name', (type, values, url, query, headers) => {
		const { request } = type.test as ICredentialTestRequest;
		const { baseURL, url: path, qs, headers: sent, disableFollowRedirect, ...more } = request;
		expect(String(written(baseURL, values)) + String(written(path, values))).toBe(url);
		expect(allWritten(qs, values)).toEqual(query);
		expect(allWritten(sent, values)).toEqual(headers);
		expect(disableFollowRedirect).toBe(true);
		// GET, and nothing that changes anything.
		expect(more).toEqual({});
	});

	const STATUSES = [401, 403, 404, 429, 500, 502, 503, 504];

	it.each([new AllegroOAuth2Api(), new AssistTenchoOAuth2Api(), new BigCommerceOAuth2Api()])(
		'and $name says for each status what happened, where and what to do',
		(type: ICredentialType) => {
			const { rules = [] } = type.test as ICredentialTestRequest;
			expect(rules.map(({ type: kind }) => kind)).toEqual(STATUSES.map(() => 'responseCode'));
			const told = rules.map(({ properties }) => properties as { value: number; message: string });
			expect(told.map(({ value }) => value)).toEqual(STATUSES);
			const [marketplace] = type.displayName.split(' OAuth2');
			for (const { value, message } of told) {
				expect(message, String(value)).toMatch(new RegExp(`^${marketplace} [a-z].*\\. [A-Z].*`));
			}
		},
	);

	it.each([
		...[new AmazonSellingPartnerApi(), new AssistTenchoApi(), new BigCommerceApi()],
		...[new KauflandApi(), new NaverCommerceApi()],
	])('and $name has no rules, because it asks before', (type: ICredentialType) => {
		expect((type.test as ICredentialTestRequest).rules).toBeUndefined();
	});
});

describe('every call to Kaufland', () => {
	it('is signed, of n8n’s own request node, too, and fetches no token before', async () => {
		const type = new KauflandApi();
		const fields = { environment: 'production', clientKey: 'key', secretKey: 'secret' };
		const httpRequest = vi.fn();
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		expect(await type.preAuthentication.call(helper, fields)).toEqual({});
		expect(httpRequest).not.toHaveBeenCalled();
		const authenticate = type.authenticate as Exclude<IAuthenticate, IAuthenticateGeneric>;
		const options = { url: 'https://sellerapi.kaufland.com/v2/orders', qs: { limit: 1 } };
		const signed = await authenticate(fields, { ...options, headers: { 'x-own': '1' } });
		expect(signed).toMatchObject({
			url: 'https://sellerapi.kaufland.com/v2/orders?limit=1',
			headers: {
				'x-own': '1',
				'Shop-Client-Key': 'key',
				'Shop-Timestamp': String(Math.floor(NOW / 1000)),
				'Shop-Signature': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			},
		});
		expect(signed).not.toHaveProperty('qs');
	});
});

describe('the Connect button', () => {
	const fields = (type: ICredentialType, values: object): object =>
		Object.fromEntries(
			['grantType', 'authUrl', 'accessTokenUrl', 'scope', 'authQueryParameters', 'authentication']
				.concat('additionalBodyProperties')
				.filter((name) => type.properties.some((property) => property.name === name))
				.map((name) => [name, hiddenField(type, name, values)]),
		);

	it('of Allegro asks which account is meant, and names itself in the header', () => {
		expect(fields(new AllegroOAuth2Api(), {})).toEqual({
			grantType: 'authorizationCode',
			authUrl: 'https://allegro.pl/auth/oauth/authorize',
			accessTokenUrl: 'https://allegro.pl/auth/oauth/token',
			// What is ticked in the application.
			scope: '',
			authQueryParameters: 'prompt=confirm',
			authentication: 'header',
		});
	});

	it('of Assist Tencho exchanges the code under the name of another grant', () => {
		expect(fields(new AssistTenchoOAuth2Api(), { baseUrl: SHOP })).toEqual({
			grantType: 'authorizationCode',
			authUrl: `${SHOP}/api/oauth/authorize.php`,
			accessTokenUrl: `${SHOP}/api/oauth/token.php`,
			scope: 'read_sales',
			authQueryParameters: '',
			authentication: 'body',
			additionalBodyProperties: '{"grant_type":"client_credentials"}',
		});
	});

	it('of BigCommerce names store and scopes twice, and itself in the body', () => {
		const scope = 'store_v2_orders store_v2_information_read_only';
		expect(fields(new BigCommerceOAuth2Api(), { storeHash: 'abc123' })).toEqual({
			grantType: 'authorizationCode',
			authUrl: 'https://login.bigcommerce.com/oauth2/authorize',
			accessTokenUrl: 'https://login.bigcommerce.com/oauth2/token',
			scope,
			authQueryParameters: 'context=stores/abc123',
			authentication: 'body',
			additionalBodyProperties: JSON.stringify({ context: 'stores/abc123', scope }),
		});
	});

	it('of BigCommerce goes to the login host that was entered', () => {
		const values = {
			environment: 'custom',
			storeHash: 'abc123',
			authBaseUrl: 'https://login.example/',
		};
		expect(fields(new BigCommerceOAuth2Api(), values)).toMatchObject({
			authUrl: 'https://login.example/oauth2/authorize',
			accessTokenUrl: 'https://login.example/oauth2/token',
		});
		expect(fields(new BigCommerceOAuth2Api(), { ...values, authBaseUrl: '' })).toMatchObject({
			authUrl: 'authorization-base-url-is-not-a-valid-address:',
			accessTokenUrl: 'authorization-base-url-is-not-a-valid-address:',
		});
	});
});

describe('before the first call', () => {
	/** `preAuthentication` as n8n calls it, against a server that says what the test wants. */
	async function renewed(type: ICredentialType, fields: object, body: object) {
		const asked: IHttpRequestOptions[] = [];
		const httpRequest = async (options: IHttpRequestOptions) => {
			asked.push(options);
			return { statusCode: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
		};
		const defaults = type.properties.map(({ name, default: value }) => [name, value] as const);
		const credential = {
			...Object.fromEntries(defaults),
			...fields,
		} as ICredentialDataDecryptedObject;
		const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
		const result = (await type.preAuthentication?.call(helper, credential)) as IDataObject;
		const calls = asked.map(({ url, body: form }) => ({
			url,
			form: Object.fromEntries(new URLSearchParams(String(form))),
		}));
		return { result, calls, methods: asked.map(({ method }) => method) };
	}

	const CASES: Array<[ICredentialType, object, object, string, object, object]> = [
		[
			new AmazonSellingPartnerApi(),
			{ clientId: ' cid ', clientSecret: ' sec-fields ', refreshToken: ' Atzr|1 ' },
			{ access_token: 'Atza|1', expires_in: 3600 },
			'https://api.amazon.com/auth/o2/token',
			{
				grant_type: 'refresh_token',
				refresh_token: 'Atzr|1',
				client_id: 'cid',
				client_secret: 'sec-fields',
			},
			{ accessToken: 'Atza|1', accessTokenExpiresAt: '2026-03-01T09:00:00.123Z' },
		],
		[
			new AmazonSellingPartnerApi(),
			{
				...{ method: 'authorizationCode', clientId: 'cid', clientSecret: 'sec-code' },
				authorizationCode: 'https://a.example/?spapi_oauth_code=CODE1&state=x',
				redirectUri: ' https://a.example/ ',
			},
			{ access_token: 'Atza|2', refresh_token: 'Atzr|2', expires_in: 3600 },
			'https://api.amazon.com/auth/o2/token',
			{
				grant_type: 'authorization_code',
				code: 'CODE1',
				redirect_uri: 'https://a.example/',
				client_id: 'cid',
				client_secret: 'sec-code',
			},
			{ accessToken: 'Atza|2', refreshToken: 'Atzr|2' },
		],
		[
			new AssistTenchoApi(),
			{
				...{ method: 'authorizationCode', baseUrl: `${SHOP}/`, clientId: ' CID ' },
				...{ clientSecret: ' SECRET ', redirectUri: ' https://a.example/cb ' },
				authorizationCode: 'https://a.example/cb?code=CODE2&state=x',
			},
			{ access_token: 'd461', token_type: 'beare r', expires_in: null, refresh_token: null },
			`${SHOP}/api/oauth/token.php`,
			{
				client_id: 'CID',
				client_secret: 'SECRET',
				code: 'CODE2',
				grant_type: 'client_credentials',
				redirect_uri: 'https://a.example/cb',
			},
			{ exchangedToken: 'd461' },
		],
		[
			new BigCommerceApi(),
			{
				...{ method: 'authorizationCode', storeHash: 'store-ABC123', clientId: ' CID ' },
				...{ clientSecret: ' SECRET ', redirectUri: ' https://a.example/auth ' },
				...{ permissions: ' a\n b,c ', authorizationCode: 'CODE3' },
			},
			{ access_token: 'bc-token', scope: 'a b c', context: 'stores/abc123' },
			'https://login.bigcommerce.com/oauth2/token',
			{
				client_id: 'CID',
				client_secret: 'SECRET',
				code: 'CODE3',
				grant_type: 'authorization_code',
				redirect_uri: 'https://a.example/auth',
				context: 'stores/abc123',
				scope: 'a b c',
			},
			{ exchangedToken: 'bc-token' },
		],
		[
			new NaverCommerceApi(),
			{ clientId: ' cid ', clientSecret: ' $2a$04$abcdefghijklmnopqrstuv ' },
			{ access_token: 'naver-token', expires_in: 10_800, token_type: 'Bearer' },
			'https://api.commerce.naver.com/external/v1/oauth2/token',
			{
				client_id: 'cid',
				timestamp: String(NOW - 3_000),
				grant_type: 'client_credentials',
				client_secret_sign: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string,
				type: 'SELF',
			},
			{ accessToken: 'naver-token', expiresAt: '2026-03-01T11:00:00.123Z' },
		],
		[
			new NaverCommerceApi(),
			{
				...{ clientId: 'cid', clientSecret: '$2a$04$abcdefghijklmnopqrstuv' },
				...{ accountType: 'SELLER', accountId: ' ncp_1 ' },
			},
			{ access_token: 'naver-token', expires_in: 10_800, token_type: 'Bearer' },
			'https://api.commerce.naver.com/external/v1/oauth2/token',
			{
				client_id: 'cid',
				timestamp: String(NOW - 3_000),
				grant_type: 'client_credentials',
				client_secret_sign: expect.any(String) as string,
				type: 'SELLER',
				account_id: 'ncp_1',
			},
			{ accessToken: 'naver-token' },
		],
	];

	it.each(CASES)(
		'$name fetches its token by one POST',
		async (type, fields, body, url, form, kept) => {
			const { result, calls, methods } = await renewed(type, fields, body);
			expect(methods).toEqual(['POST']);
			expect(calls).toEqual([{ url, form }]);
			expect(result).toMatchObject(kept);
			// n8n stores what has a field, and asks for a token as long as the one that may run out is empty.
			const names = type.properties.map(({ name }) => name);
			for (const name of Object.keys(result)) expect(names).toContain(name);
			const expirable = type.properties.filter(
				({ typeOptions }) => typeOptions?.expirable === true,
			);
			expect(expirable.map(({ name }) => Boolean(result[name]))).toEqual([true]);
		},
	);

	it.each([new AssistTenchoApi(), new BigCommerceApi()])(
		'$name exchanges a code once, and asks for nothing where a token was pasted',
		async (type) => {
			const body = { access_token: 'once', scope: 'a' };
			const fields = {
				...{ method: 'authorizationCode', baseUrl: SHOP, storeHash: 'abc123', clientId: 'CID' },
				...{ clientSecret: 'S', redirectUri: 'https://a.example/', authorizationCode: 'ONCE' },
			};
			const { result } = await renewed(type, fields, body);
			const again = await renewed(type, { ...fields, ...result }, body);
			expect(again.calls).toEqual([]);
			expect(again.result).toMatchObject({ exchangedToken: 'once' });
			const pasted = { ...fields, method: 'accessToken', accessToken: 'pasted' };
			expect(await renewed(type, pasted, body)).toMatchObject({ calls: [], result: {} });
		},
	);

	it.each([new AllegroOAuth2Api(), new AssistTenchoOAuth2Api(), new BigCommerceOAuth2Api()])(
		'$name leaves everything to n8n',
		(type: ICredentialType) => expect(type.preAuthentication).toBeUndefined(),
	);
});
