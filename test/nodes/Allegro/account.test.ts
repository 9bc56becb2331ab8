import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../core/accounts/account';
import type { ApiRequest, ApiResponse, Connection } from '../../../core/marketplace';
import { accountOperations } from '../../../core/accounts/check';
import { ItemCall } from '../../../core/operations/call';
import type { Client } from '../../../core/client';
import { Secrets } from '../../../core/request/secrets';
import { ResponseError, TokenError } from '../../../core/request/errors';
import { verdictOf } from '../../../core/request/retry';
import { allegro } from '../../../nodes/Allegro/marketplace';
import { accounts } from '../../../nodes/Allegro/access/account-check';
import { failureOf } from '../../kit/failure';

const ME = '/me';
const STATS = '/order/event-stats';
const ORDERS = 'allegro:api:orders:read';
const WRITING = 'allegro:api:orders:write';
const OFFERS = 'allegro:api:sale:offers:read allegro:api:sale:offers:write';
const TYPE = 'allegroOAuth2Api';
const DENIED = { status: 403, body: { errors: [{ code: 'AccessDenied', message: 'No' }] } };
const YEARS_AWAY = Date.parse('2199-01-01T00:00:00Z');

type Answer = Partial<ApiResponse> | Error;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `e30.${part(claims)}.sig`;

function connectionOf(oauthTokenData: object): Connection {
	return allegro.credentials[TYPE].connect({
		applicationName: 'Shop',
		applicationUrl: 'https://shop.example',
		environment: 'sandbox',
		oauthTokenData,
	} as unknown as ICredentialDataDecryptedObject);
}

/** Checks an account whose seller has these tokens; after the first request it has `renewed`. */
async function check(
	answers: Record<string, Answer>,
	tokens: object = { access_token: 'opaque', scope: ORDERS },
	renewed = tokens,
): Promise<{ account: Account; asked: string[] }> {
	const asked: string[] = [];
	const client = {
		marketplace: allegro,
		credentialType: TYPE,
		connection: connectionOf(tokens),
		secrets: new Secrets([]),
		send: async ({ method, path }: ApiRequest) => {
			asked.push(`${method} ${path}`);
			client.connection = connectionOf(renewed);
			const answer = answers[path] ?? {};
			if (answer instanceof Error) throw answer;
			const response = { status: 200, headers: {}, body: {}, ...answer };
			const verdict = verdictOf(allegro, response);
			if (verdict !== 'ok') throw new ResponseError(response, verdict, path);
			return response;
		},
	};
	const context = {
		getNode: () => ({ name: 'Node', credentials: { [TYPE]: { id: '1', name: 'Mine' } } }),
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => fallback,
		getTimezone: () => 'Europe/Warsaw',
	} as unknown as IExecuteFunctions;
	const call = new ItemCall(context, 0, client as unknown as Client);
	for await (const [{ json }] of accountOperations(accounts)['account.check'](call))
		return { account: json as unknown as Account, asked };
	throw new Error('It gave nothing');
}

const codes = ({ warnings }: Account) => warnings.map(({ code }) => code);
const reasonOf = ({ unknown }: Account, name: string) =>
	unknown.find(({ field }) => field === name)?.reason;

describe('the check of an account of Allegro', () => {
	it('tells who it is, and asks nothing else where the token tells its permissions', async () => {
		const body = { id: 44556677, login: 'shop', baseMarketplace: { id: 'allegro-pl' } };
		const { account, asked } = await check({ [ME]: { body } });
		expect(asked).toEqual([`GET ${ME}`]);
		expect(account).toMatchObject({
			ok: true,
			account: '44556677',
			name: 'shop',
			environment: 'sandbox',
			credential: 'Mine',
			scopes: [ORDERS],
			roles: [],
			warnings: [],
		});
	});

	it.each([
		['allegro-pl', 'Allegro Poland', 'PL'],
		['allegro-cz', 'Allegro Czechia', 'CZ'],
		['allegro-sk', 'Allegro Slovakia', 'SK'],
		['allegro-hu', 'Allegro Hungary', 'HU'],
		['allegro-business-cz', 'Allegro Business Czechia', 'CZ'],
		['allegro-new', null, null],
	])('knows the site %s as %s in %s', async (id, name, countryCode) => {
		const { account } = await check({ [ME]: { body: { baseMarketplace: { id } } } });
		expect(account.marketplaces).toEqual([{ id, name, countryCode }]);
	});

	it('knows no site where none is told, and the seller from the token', async () => {
		const tokens = { access_token: jwt({ user_name: '7', scope: [ORDERS] }) };
		const { account } = await check({ [ME]: { body: { login: 'shop' } } }, tokens);
		expect(account).toMatchObject({ account: '7', name: 'shop', marketplaces: null });
	});

	it.each([
		['the permissions are hidden', { access_token: 'opaque', scope: 'allegro_api' }],
		['the permissions are not told', { access_token: 'opaque' }],
	])('asks whether orders may be read where %s', async (_name, tokens) => {
		const { account, asked } = await check({}, tokens);
		expect(asked).toEqual([`GET ${ME}`, `GET ${STATS}`]);
		expect(account).toMatchObject({ ok: true, scopes: null });
		expect(reasonOf(account, 'scopes')).toBe('The token does not contain its scopes');
		const refused = await check({ [STATS]: DENIED }, tokens);
		expect(refused.account).toMatchObject({ ok: false, warnings: [{ code: 'scopeMissing' }] });
	});

	it('goes on without the permission for the profile, and says so', async () => {
		const { account, asked } = await check({ [ME]: DENIED });
		expect(asked).toEqual([`GET ${ME}`, `GET ${STATS}`]);
		expect(account).toMatchObject({ ok: true, account: null, name: null, marketplaces: null });
		for (const field of ['account', 'name', 'marketplaces'])
			expect(reasonOf(account, field)).toContain('(allegro:api:profile:read)');
	});

	it('asks for orders where neither the profile nor the permissions are told', async () => {
		const { asked } = await check({ [ME]: DENIED }, { access_token: 'opaque' });
		expect(asked).toEqual([`GET ${ME}`, `GET ${STATS}`]);
	});

	it('takes a refusal of both for a refusal of the account', async () => {
		const { account } = await check({ [ME]: DENIED, [STATS]: DENIED });
		expect(codes(account)).toEqual(['accessDenied']);
	});

	it('finds that the permission for orders is not among those of the token', async () => {
		const tokens = { access_token: 'opaque', scope: 'allegro:api:orders:write' };
		for (const answers of [{}, { [ME]: DENIED }] as Array<Record<string, Answer>>) {
			const { account, asked } = await check(answers, tokens);
			expect(asked).toEqual([`GET ${ME}`]);
			expect(account).toMatchObject({ ok: false, scopes: ['allegro:api:orders:write'] });
			expect(account.warnings).toMatchObject([
				{ code: 'scopeMissing', message: expect.stringContaining(`(${ORDERS})`) as unknown },
			]);
			expect(account.warnings[0].advice).toContain('apps.developer.allegro.pl');
		}
	});

	it.each([
		[`${ORDERS} ${WRITING} ${OFFERS}`, true, null],
		[
			`${ORDERS} ${OFFERS}`,
			false,
			expect.stringMatching(/not change orders \(allegro:api:orders:write\)\. Tick the permission/),
		],
		[
			`${ORDERS} ${WRITING} allegro:api:sale:offers:read`,
			false,
			expect.stringContaining('change offers (allegro:api:sale:offers:write). Tick the permission'),
		],
		[
			ORDERS,
			false,
			expect.stringContaining(
				`change orders (${WRITING}) and offers (${OFFERS.replace(' ', ', ')})`,
			),
		],
		[undefined, null, 'The token does not contain its scopes'],
	])(
		'says whether orders and offers may be changed, which is no trouble for who reads: %s',
		async (...row) => {
			const [scope, allowed, reason] = row;
			const { account } = await check({}, { access_token: 'opaque', scope });
			expect(account).toMatchObject({ ok: true, warnings: [], writing: { allowed, reason } });
		},
	);

	it('tells the ends of the connection that the tokens have after asking', async () => {
		const exp = YEARS_AWAY / 1000;
		const renewed = {
			access_token: jwt({ exp, scope: [ORDERS, 'allegro:api:bids'] }),
			refresh_token: jwt({ exp }),
		};
		const { account } = await check({}, { access_token: 'opaque', scope: 'old' }, renewed);
		expect(account.authorization).toEqual({
			expiresAt: '2199-01-01T00:00:00.000Z',
			basis: 'Three months after the last renewal of the access token',
		});
		expect(account.token).toMatchObject({ expiresAt: '2199-01-01T00:00:00.000Z', renews: true });
		expect(account.scopes).toEqual([ORDERS, 'allegro:api:bids']);
		expect(account.ok).toBe(true);
	});

	it('tells them, too, where nothing can be asked', async () => {
		const refresh_token = jwt({ exp: YEARS_AWAY / 1000 });
		const trouble = new TokenError('It was refused', 'Connect again', 'invalid_grant');
		const tokens = { access_token: 'opaque', scope: ORDERS, refresh_token };
		const { account } = await check({ [ME]: trouble }, tokens);
		expect(account).toMatchObject({ ok: false, scopes: [ORDERS] });
		expect(account.authorization.expiresAt).toBe('2199-01-01T00:00:00.000Z');
		expect(codes(account)).toEqual(['accessEnded']);
	});

	it('warns of the end of the connection, and says what moves it', async () => {
		const exp = Math.floor(Date.now() / 1000) + 86_400 * 10;
		const tokens = { access_token: 'opaque', scope: ORDERS, refresh_token: jwt({ exp }) };
		const { account } = await check({}, tokens);
		expect(account.warnings).toMatchObject([
			{
				code: 'authorizationEnds',
				advice: expect.stringContaining('by three months') as unknown,
			},
		]);
		expect(account.ok).toBe(true);
	});

	it('knows that a client secret has no end, and no end of a token that does not tell', async () => {
		const { account } = await check({});
		expect(account.secret).toMatchObject({
			expiresAt: null,
			basis: expect.stringContaining('12 months') as unknown,
		});
		expect(account.unknown.map(({ field }) => field)).not.toContain('secret.expiresAt');
		expect(account.unknown.map(({ field }) => field)).not.toContain('roles');
		expect(reasonOf(account, 'authorization.expiresAt')).toContain(
			'does not contain its expiry date',
		);
	});

	it.each([
		['unauthorized', 'clientRefused'],
		['unauthorized_client', 'clientRefused'],
		['invalid_client', 'clientRefused'],
		['status 403', 'blocked'],
		['status 401', 'accessEnded'],
		['not unauthorized', 'accessEnded'],
		['invalid_grant', 'accessEnded'],
		[undefined, 'accessEnded'],
	])('tells why the token is not renewed: %s', async (reason, code) => {
		const trouble = new TokenError('It was refused', 'Do something', reason);
		expect(codes((await check({ [ME]: trouble })).account)).toEqual([code]);
	});

	it.each(['unauthorized', 'status 403'])(
		'does not take what passes for a refusal: %s',
		async (reason) => {
			const trouble = new TokenError('It was refused', 'Do something', reason, true);
			expect(await failureOf(check({ [ME]: trouble }))).toBe(trouble);
		},
	);

	it('does not take an answer of the API for one of the token endpoint', async () => {
		const body = { error: 'unauthorized', error_description: 'Full authentication is required' };
		const { account } = await check({ [ME]: { status: 401, body } });
		expect(codes(account)).toEqual(['accessEnded']);
	});
});
