import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import type { Account, WarningCode } from '../../core/accounts/account';
import type { ApiRequest, ApiResponse, Marketplace } from '../../core/marketplace';
import { accountOperations, type AccountSource } from '../../core/accounts/check';
import { ItemCall } from '../../core/operations/call';
import type { Client } from '../../core/client';
import { Secrets } from '../../core/request/secrets';
import { ResponseError, TokenError } from '../../core/request/errors';
import { verdictOf } from '../../core/request/retry';
import { allegro } from '../../nodes/Allegro/marketplace';
import { accounts as allegroAccounts } from '../../nodes/Allegro/access/account-check';
import { amazon } from '../../nodes/AmazonSellingPartner/marketplace';
import { accounts as amazonAccounts } from '../../nodes/AmazonSellingPartner/access/account-check';
import { assistTencho } from '../../nodes/AssistTencho/marketplace';
import { accounts as assistAccounts } from '../../nodes/AssistTencho/access/account-check';
import { bigCommerce } from '../../nodes/BigCommerce/marketplace';
import { accounts as bigCommerceAccounts } from '../../nodes/BigCommerce/access/account-check';
import { kaufland } from '../../nodes/Kaufland/marketplace';
import { accounts as kauflandAccounts } from '../../nodes/Kaufland/access/account-check';
import { naver } from '../../nodes/NaverCommerce/marketplace';
import { accounts as naverAccounts } from '../../nodes/NaverCommerce/access/account-check';
import schema from '../../nodes/shared/account.schema.json';
import { failureOf } from '../kit/failure';

type Answer = Partial<ApiResponse> | Error;

interface Subject {
	marketplace: Marketplace;
	source: AccountSource;
	type: string;
	credential: ICredentialDataDecryptedObject;
}

const FIRST: Record<string, Subject> = {
	allegro: {
		marketplace: allegro,
		source: allegroAccounts,
		type: 'allegroOAuth2Api',
		credential: {
			applicationName: 'Shop',
			applicationUrl: 'https://shop.example',
			oauthTokenData: { access_token: 'opaque' },
		},
	},
	amazon: {
		marketplace: amazon,
		source: amazonAccounts,
		type: 'amazonSellingPartnerApi',
		credential: { region: 'eu', clientId: 'id', clientSecret: 'secret', refreshToken: 'Atzr|x' },
	},
	assistTencho: {
		marketplace: assistTencho,
		source: assistAccounts,
		type: 'assistTenchoApi',
		credential: {
			baseUrl: 'https://asp.example/shop',
			method: 'accessToken',
			accessToken: 'token',
		},
	},
	bigCommerce: {
		marketplace: bigCommerce,
		source: bigCommerceAccounts,
		type: 'bigCommerceOAuth2Api',
		credential: { storeHash: 'abc123', oauthTokenData: { access_token: 'token' } },
	},
	kaufland: {
		marketplace: kaufland,
		source: kauflandAccounts,
		type: 'kauflandApi',
		credential: { clientKey: 'key', secretKey: 'secret' },
	},
	naver: {
		marketplace: naver,
		source: naverAccounts,
		type: 'naverCommerceApi',
		credential: { clientId: 'id', clientSecret: '$2a$04$abcdefghijklmnopqrstuu' },
	},
};

/** Runs a check; `answers` go by what the path ends with, and an empty object is what all others get. */
async function check(
	{ marketplace, source, type, credential }: Subject,
	answers: Record<string, Answer>,
	oauthTokenData?: Record<string, unknown>,
): Promise<{ account: Account; asked: string[] }> {
	const asked: string[] = [];
	const fields = { ...credential, ...(oauthTokenData ? { oauthTokenData } : {}) };
	const client = {
		marketplace,
		credentialType: type,
		connection: marketplace.credentials[type].connect(fields as ICredentialDataDecryptedObject),
		secrets: new Secrets([]),
		send: async ({ path }: ApiRequest) => {
			asked.push(path);
			const answer = Object.entries(answers).find(([end]) => path.endsWith(end))?.[1] ?? {};
			if (answer instanceof Error) throw answer;
			const response = { status: 200, headers: {}, body: {}, ...answer };
			const verdict = verdictOf(marketplace, response);
			if (verdict !== 'ok') throw new ResponseError(response, verdict, path);
			return response;
		},
	} as unknown as Client;
	const context = {
		getNode: () => ({ name: 'Node', credentials: { [type]: { id: '1', name: 'Mine' } } }),
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => fallback,
		getTimezone: () => 'Europe/Warsaw',
	} as unknown as IExecuteFunctions;
	for await (const [{ json }] of accountOperations(source)['account.check'](
		new ItemCall(context, 0, client),
	))
		return { account: json as unknown as Account, asked };
	throw new Error('It gave nothing');
}

const codes = ({ warnings }: Account) => warnings.map(({ code }) => code);
const denied = (body: unknown): Answer => ({ status: 403, body });

it('warns with no code that the schema of the output does not know', () => {
	// A code that is new, or gone, does not compile here.
	const known: Record<WarningCode, true> = {
		accessEnded: true,
		accessDenied: true,
		authorizationEnds: true,
		blocked: true,
		clientRefused: true,
		clockSkew: true,
		ipNotAllowed: true,
		scopeMissing: true,
		secretEnded: true,
		secretEnds: true,
		tokenEnds: true,
	};
	const { code } = schema.properties.warnings.items.properties;
	expect([...code.enum].sort()).toEqual(Object.keys(known).sort());
});

describe.each(Object.entries(FIRST))('%s', (name, subject) => {
	it.each([
		['nothing', undefined],
		['a text', 'hello'],
		['null', null],
		['an empty list', []],
		['a list of nothing', [null, 7, 'x']],
		['numbers for names', { id: 7, name: 7, storeName: [], payload: [7, null], data: [null, 7] }],
	])('makes an item of an answer that is %s', async (_what, body) => {
		// A list of channels that is no list is trouble of its own.
		const channels = Array.isArray(body) ? { body: { data: body } } : { body: { data: [] } };
		const { account } = await check(subject, { '/v3/channels': channels, '': { body } });
		expect(account).toMatchObject({ schema: 'account/1', ok: true, warnings: [] });
		for (const place of account.marketplaces ?? []) expect(typeof place.id).toBe('string');
	});

	it('does not take a refusal that may pass for an answer', async () => {
		const trouble = new TokenError('No answer', 'Try again', 'ETIMEDOUT', true);
		expect(await failureOf(check(subject, { '': trouble }))).toBe(trouble);
		for (const status of [404, 429, 500]) {
			const failure = await failureOf(check(subject, { '': { status } }));
			expect(failure).toBeInstanceOf(ResponseError);
		}
	});

	it.each([-1, 1])('tells a clock that may do harm, and no other (%i)', async (side) => {
		const naver = side > 0 ? 3 : 240;
		const limit = { kaufland: 240, naver }[name] ?? 120;
		for (const [seconds, found] of [
			[limit - 2, []],
			[limit + 2, ['clockSkew']],
		] as const) {
			const date = new Date(Date.now() - side * seconds * 1000).toUTCString();
			const channels = { headers: { date }, body: { data: [] } };
			const answers = { '/v3/channels': channels, '': { headers: { date } } };
			const { account } = await check(subject, answers);
			expect(codes(account)).toEqual(found);
			expect(account.ok).toBe(true);
		}
	});

	it.skipIf(name === 'kaufland')(
		'takes a token that is not renewed for an access that has ended',
		async () => {
			const trouble = new TokenError('It was refused', 'Connect the credential again');
			const { account } = await check(subject, { '': trouble });
			expect(account).toMatchObject({ ok: false, serverTime: null });
			expect(codes(account)).toEqual([name === 'naver' ? 'clientRefused' : 'accessEnded']);
		},
	);
});

describe('allegro', () => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const jwt = (claims: object) => `e30.${part(claims)}.sig`;

	it.each([
		[{ access_token: 'opaque' }, null],
		[{ access_token: 'opaque', scope: 'allegro_api' }, null],
		[
			{ access_token: 'opaque', scope: 'allegro:api:orders:read allegro:api:bids' },
			['allegro:api:orders:read', 'allegro:api:bids'],
		],
		[
			{ access_token: jwt({ scope: ['allegro:api:orders:read'] }), scope: 'allegro_api' },
			['allegro:api:orders:read'],
		],
	])('knows the scopes of %j', async (tokens, scopes) => {
		const { account } = await check(FIRST.allegro, {}, tokens);
		expect(account.scopes).toEqual(scopes);
		expect(account.ok).toBe(true);
	});

	it.each([['opaque'], [jwt({})], [jwt({ exp: 'soon' })], [jwt({ exp: 1e300 })], [undefined]])(
		'knows no end of the refresh token %s',
		async (refresh_token) => {
			const tokens = { access_token: 'opaque', refresh_token };
			const { account } = await check(FIRST.allegro, {}, tokens);
			expect(account.authorization).toEqual({ expiresAt: null, basis: null });
			expect(account.unknown.map(({ field }) => field)).toContain('authorization.expiresAt');
		},
	);

	it.each([[{ access_token: 'opaque' }], [{ access_token: 'opaque', scope: 'allegro_api' }]])(
		'asks whether orders may be read where the token %j does not tell',
		async (tokens) => {
			const refusal = denied({ errors: [{ code: 'AccessDenied' }] });
			const answers = { '/order/event-stats': refusal };
			const { account } = await check(FIRST.allegro, answers, tokens);
			expect(account).toMatchObject({ ok: false, warnings: [{ code: 'scopeMissing' }] });
		},
	);

	it('tells that the robot protection blocks this address', async () => {
		const url = 'https://geo.captcha-delivery.com/captcha/?x=1';
		const { account } = await check(FIRST.allegro, { '/me': denied({ url }) });
		expect(codes(account)).toEqual(['blocked']);
	});

	it.each([
		['unauthorized', 'clientRefused'],
		['invalid_client', 'clientRefused'],
		['status 403', 'blocked'],
		['invalid_grant', 'accessEnded'],
	])('tells why the token is not renewed: %s', async (reason, code) => {
		const trouble = new TokenError('It was refused', 'Do something', reason);
		const { account } = await check(FIRST.allegro, { '': trouble });
		expect(codes(account)).toEqual([code]);
	});
});

describe('amazon', () => {
	const errors = (details: string) => ({
		errors: [{ code: 'Unauthorized', message: 'Access to requested resource is denied.', details }],
	});

	it('tells that the client secret has ended', async () => {
		const body = errors('The LWA secret token you provided has expired.');
		const { account } = await check(FIRST.amazon, { '': denied(body) });
		expect(codes(account)).toEqual(['secretEnded']);
		expect(account.warnings[0].advice).toContain('180 days');
	});

	it('names sites in which the seller sells, and no other channels', async () => {
		const site = (id: string, name: string, isParticipating = true) => ({
			marketplace: { id, name, countryCode: 'DE' },
			storeName: 'The Store',
			participation: { isParticipating, hasSuspendedListings: false },
		});
		const payload = [
			site('A1PA6795UKMFR9', 'Amazon.de'),
			site('A13V1IB3VIYZZH', 'Amazon.fr', false),
			site('A2ZV50J4W1RKNI', 'Non-Amazon'),
			site('ANEWSITE00001', 'Amazon.new'),
		];
		const { account } = await check(FIRST.amazon, { '': { body: { payload } } });
		expect(account.name).toBe('The Store');
		expect(account.marketplaces?.map(({ id }) => id)).toEqual(['A1PA6795UKMFR9', 'ANEWSITE00001']);
	});
});

describe('bigCommerce', () => {
	const noChannels = { '/v3/channels': { body: { data: [] } } };
	const tokens = (scope: string) => ({ access_token: 'token', scope });

	it('believes the scopes that the app was given', async () => {
		const scope = 'store_v2_orders_read_only store_v2_information';
		const { account, asked } = await check(FIRST.bigCommerce, noChannels, tokens(scope));
		expect(account).toMatchObject({ ok: true, scopes: scope.split(' ') });
		expect(asked).toEqual(['/v2/store', '/v3/channels']);
	});

	it('tells that the app was not given the one for orders', async () => {
		const { account } = await check(FIRST.bigCommerce, noChannels, tokens('store_v2_products'));
		expect(codes(account)).toEqual(['scopeMissing']);
	});
});

describe('kaufland', () => {
	const refusal = (type: string, headers = {}): Answer => ({
		...{ status: 401, headers },
		body: { type: `/problems/${type}`, message: 'headers are corrupt', errors: [] },
	});

	it('names the storefronts, also one that came after this was written', async () => {
		const body = { data: ['de', 'xx', null, 7] };
		const { account, asked } = await check(FIRST.kaufland, { '/info/storefront': { body } });
		expect(account.marketplaces).toEqual([
			{ id: 'de', name: 'Kaufland.de', countryCode: 'DE' },
			{ id: 'xx', name: null, countryCode: null },
			{ id: '7', name: null, countryCode: null },
		]);
		expect(asked).toEqual(['/info/storefront', '/order-units']);
	});

	it('does not say that the account sells nowhere, where the answer is no list', async () => {
		const answer = { '/info/storefront': { body: { data: 'de' } } };
		const { account } = await check(FIRST.kaufland, answer);
		expect(account).toMatchObject({ ok: true, marketplaces: null });
		expect(account.unknown).toContainEqual({
			field: 'marketplaces',
			reason: 'The answer was not a list of storefronts',
		});
	});

	it.each(['invalid-credentials', 'corrupted-signature', 'unauthorized'])(
		'tells that the keys were refused: %s',
		async (type) => {
			const { account } = await check(FIRST.kaufland, { '': refusal(type) });
			expect(account).toMatchObject({ ok: false });
			expect(codes(account)).toEqual(['clientRefused']);
		},
	);

	it.each([-10, 10])('tells a clock that is %i minutes off, and nothing of keys', async (off) => {
		const date = new Date(Date.now() - off * 60_000).toUTCString();
		const answer = refusal('corrupted-signature', { date });
		const { account } = await check(FIRST.kaufland, { '': answer });
		expect(account.ok).toBe(false);
		expect(codes(account)).toEqual(['clockSkew']);
		expect(account.warnings[0].message).toMatch(/^The clock of this server is \d+ seconds/);
	});

	it('tells an account that is not active, and one that may not read orders', async () => {
		const inactive = { status: 403, body: { type: '/problems/inactive-account' } };
		const off = (await check(FIRST.kaufland, { '': inactive })).account;
		expect(codes(off)).toEqual(['accessDenied']);
		expect(off.warnings[0].message).toContain('not active');
		const noOrders = { '/order-units': denied({ type: '/problems/forbidden' }) };
		const { account } = await check(FIRST.kaufland, noOrders);
		expect(codes(account)).toEqual(['accessDenied']);
	});
});

describe('naver', () => {
	it('takes one channel for a list of one', async () => {
		const body = { channelNo: 12, name: '가게', channelType: 'STOREFARM' };
		const { account } = await check(FIRST.naver, { '/channels': { body } });
		expect(account.marketplaces).toEqual([{ id: '12', name: '가게', countryCode: 'KR' }]);
	});

	it('goes on without the group that tells who it is', async () => {
		const answers = { '/account': denied({ code: 'X' }), '/channels': denied({ code: 'X' }) };
		const { account } = await check(FIRST.naver, answers);
		expect(account).toMatchObject({ ok: true, account: null, name: null, marketplaces: null });
	});

	it.each([
		['401', { status: 401, body: { code: 'GW.AUTHN' } }],
		['401 of another code', { status: 401, body: { code: 'GW.AUTHZ' } }],
		['404', { status: 404, body: { code: 'GW.NOT_FOUND' } }],
	])('does so, too, where a missing group is told by %s', async (_what, answer) => {
		const noSeller = { '/account': answer, '/channels': answer };
		const { account } = await check(FIRST.naver, noSeller);
		expect(account).toMatchObject({ ok: true, account: null, name: null, marketplaces: null });
		const reason = expect.stringContaining('판매자정보');
		expect(account.unknown).toContainEqual({ field: 'account', reason });
		const noOrders = {
			'/account': { body: { accountId: 'me' } },
			'/last-changed-statuses': answer,
		};
		const other = await check(FIRST.naver, noOrders);
		expect(other.account).toMatchObject({ ok: false, account: 'me' });
		expect(codes(other.account)).toEqual(['scopeMissing']);
	});

	it('takes a token that no call accepts for an access that has ended', async () => {
		const refusal = { status: 401, body: { code: 'GW.AUTHN' } };
		expect(codes((await check(FIRST.naver, { '': refusal })).account)).toEqual(['accessEnded']);
	});

	it('tells the penalty for token calls from a wrong secret', async () => {
		const trouble = new TokenError('Naver gave no access token', 'Ask later', 'GW.QUOTA_LIMIT');
		expect(codes((await check(FIRST.naver, { '': trouble })).account)).toEqual(['blocked']);
	});

	it('tells a wrong clock from a wrong secret', async () => {
		const trouble = new TokenError(
			'Naver gave no access token',
			'The clock of this server is ahead: set it right. Naver says: …',
			'BAD_REQUEST',
		);
		expect(codes((await check(FIRST.naver, { '': trouble })).account)).toEqual(['clockSkew']);
	});

	it('leaves maintenance an error, and takes the penalty for a finding', async () => {
		const block = { status: 503, body: { code: 'GW.BLOCK.02' } };
		expect(await failureOf(check(FIRST.naver, { '': block }))).toBeInstanceOf(ResponseError);
		const penalty = { status: 429, body: { code: 'GW.QUOTA_LIMIT', message: 'x' } };
		const { account } = await check(FIRST.naver, { '': penalty });
		expect(codes(account)).toEqual(['blocked']);
		expect(account.warnings[0].advice).toContain('#3751');
	});
});
