import type { IExecuteFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../core/accounts/account';
import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import { accountOperations } from '../../../core/accounts/check';
import { ItemCall } from '../../../core/operations/call';
import type { Client } from '../../../core/client';
import { clock } from '../../../core/request/clock';
import { Secrets } from '../../../core/request/secrets';
import { ResponseError, TokenError } from '../../../core/request/errors';
import { verdictOf } from '../../../core/request/retry';
import { naver } from '../../../nodes/NaverCommerce/marketplace';
import { accounts } from '../../../nodes/NaverCommerce/access/account-check';
import { failureOf } from '../../kit/failure';

const NOW = Date.parse('2026-11-21T15:00:30.000Z');
const ACCOUNT = '/v1/seller/account';
const CHANNELS = '/v1/seller/channels';
const PRODUCTS = '/v1/products/search';
const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';

type Answer = Partial<ApiResponse> | Error;
const TYPE = 'naverCommerceApi';

/** A check, where Naver answers so; an empty object to all else. */
async function check(answers: Record<string, Answer>, more: object = {}) {
	const asked: ApiRequest[] = [];
	const client = {
		marketplace: naver,
		credentialType: TYPE,
		connection: naver.credentials[TYPE].connect({
			...{ clientId: 'id', clientSecret: '$2a$04$abcdefghijklmnopqrstuu' },
			...more,
		}),
		secrets: new Secrets([]),
		send: async (request: ApiRequest) => {
			asked.push(request);
			const answer = answers[request.path] ?? {};
			if (answer instanceof Error) throw answer;
			const response = { status: 200, headers: {}, body: {}, ...answer };
			const verdict = verdictOf(naver, response);
			if (verdict !== 'ok') throw new ResponseError(response, verdict, request.path);
			return await Promise.resolve(response);
		},
	} as unknown as Client;
	const context = {
		getNode: () => ({ name: 'Node', credentials: { [TYPE]: { id: '1', name: 'Mine' } } }),
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => fallback,
		getTimezone: () => 'Asia/Seoul',
	} as unknown as IExecuteFunctions;
	const run = accountOperations(accounts)['account.check'](new ItemCall(context, 0, client));
	for await (const [{ json }] of run) return { account: json as unknown as Account, asked };
	throw new Error('It gave nothing');
}
const codes = ({ warnings }: Account) => warnings.map(({ code }) => code);
const refused = (status: number, code?: string): Answer => ({ status, body: { code } });
const reasons = ({ unknown }: Account) =>
	Object.fromEntries(unknown.map(({ field, reason }) => [field, reason]));

beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

describe('the check of an account', () => {
	it('asks who it is, where it sells, for one change of the last minute, and for a product', async () => {
		const { asked } = await check({});
		expect(asked).toEqual([
			{ method: 'GET', path: ACCOUNT },
			{ method: 'GET', path: CHANNELS },
			{
				method: 'GET',
				path: FEED,
				query: { lastChangedFrom: '2026-11-21T23:59:30.000+09:00', limitCount: 1 },
			},
			{ method: 'POST', path: PRODUCTS, body: { page: 1, size: 1 }, idempotent: true },
		]);
	});

	it('says all that Naver tells, and why it does not tell the rest', async () => {
		const body = [
			{ channelNo: 500012345, name: '가게', channelType: 'STOREFARM' },
			{ channelNo: 500012346, name: '둘째' },
			null,
			{},
		];
		const { account } = await check({
			[ACCOUNT]: { body: { accountId: 'me', accountUid: 'ncp_1' } },
			[CHANNELS]: { body },
		});
		expect(account).toMatchObject({
			ok: true,
			account: 'me',
			name: '가게',
			environment: 'production',
			roles: [],
			scopes: null,
			writing: {
				allowed: null,
				reason: expect.stringMatching(/orders need 주문 판매자.*prices need 상품/) as string,
			},
			marketplaces: [
				{ id: '500012345', name: '가게', countryCode: 'KR' },
				{ id: '500012346', name: '둘째', countryCode: 'KR' },
				{ id: '', name: null, countryCode: 'KR' },
			],
			token: { expiresAt: null, renews: true },
			secret: { expiresAt: null, basis: 'Naver names no end of an application secret' },
			authorization: {
				expiresAt: null,
				basis: 'There is none: whoever has the application secret has access',
			},
			warnings: [],
		});
		expect(reasons(account)).toEqual({
			scopes: 'Naver does not return the API groups of an application',
			serverTime: 'The marketplace does not provide it',
		});
	});

	it.each([
		[{ accountId: 'me', accountUid: 'ncp_1' }, {}, 'me'],
		[{ accountUid: 'ncp_1' }, {}, 'ncp_1'],
		[{}, { accountType: 'SELLER', accountId: 'ncp_2' }, 'ncp_2'],
		[{ accountId: 'me' }, { accountType: 'SELLER', accountId: 'ncp_2' }, 'me'],
		[{}, {}, null],
	])('of %j with %j names the account %s', async (body, credential, expected) => {
		const { account } = await check({ [ACCOUNT]: { body } }, credential);
		expect(account.account).toBe(expected);
	});

	it('has no name where no channel has one', async () => {
		const { account } = await check({ [CHANNELS]: { body: [] } });
		expect(account).toMatchObject({ name: null, marketplaces: [] });
	});
});

describe('an API group that the application lacks', () => {
	it.each([
		[401, 'GW.AUTHN'],
		[401, 'GW.AUTHZ'],
		[403, 'ROLE_NOT_FOUND'],
		[403, undefined],
		[404, 'GW.NOT_FOUND'],
	])('of the seller may be told by %i %s', async (status, code) => {
		const answer = refused(status, code);
		const { account, asked } = await check({ [ACCOUNT]: answer, [CHANNELS]: answer });
		expect(account).toMatchObject({ ok: true, account: null, name: null, marketplaces: null });
		expect(asked).toHaveLength(3);
		const reason = 'The application lacks the API group 판매자정보';
		expect(reasons(account)).toMatchObject({
			...{ account: reason, name: reason, marketplaces: reason },
		});
	});

	it.each([
		[401, 'GW.AUTHZ'],
		[403, 'ROLE_NOT_FOUND'],
		[404, 'GW.NOT_FOUND'],
	])('of orders may be told by %i %s', async (status, code) => {
		const { account } = await check({ [FEED]: refused(status, code) });
		expect(account.ok).toBe(false);
		expect(codes(account)).toEqual(['scopeMissing']);
		const [{ advice }] = account.warnings;
		if (status !== 403) expect(advice).toMatch(/^Add the API group 주문 판매자 to the application/);
	});

	it.each([
		[401, 'GW.AUTHZ'],
		[403, 'FORBIDDEN'],
		[404, 'GW.NOT_FOUND'],
	])('of products is no warning, but a reason (%i %s)', async (status, code) => {
		const answers = { [ACCOUNT]: { body: { accountId: 'me' } }, [PRODUCTS]: refused(status, code) };
		const { account } = await check(answers);
		expect(account).toMatchObject({
			ok: true,
			warnings: [],
			writing: {
				allowed: false,
				reason: expect.stringMatching(/lacks the API group 상품/) as string,
			},
		});
	});

	it('of orders is no finding where no call was accepted', async () => {
		const answer = refused(401, 'GW.AUTHN');
		const { account } = await check({ [ACCOUNT]: answer, [FEED]: answer });
		expect(codes(account)).toEqual(['accessEnded']);
	});
});

describe('trouble of a check', () => {
	const all = (answer: Answer) => ({ [ACCOUNT]: answer, [CHANNELS]: answer, [FEED]: answer });

	it.each<[number, string, string]>([
		[403, 'GW.IP_NOT_ALLOWED', 'ipNotAllowed'],
		[429, 'GW.QUOTA_LIMIT', 'blocked'],
	])('that is %i %s is told by the warning %s', async (status, code, expected) => {
		for (const answers of [all(refused(status, code)), { [FEED]: refused(status, code) }]) {
			const { account } = await check(answers);
			expect([account.ok, ...codes(account)]).toEqual([false, expected]);
		}
	});

	it.each([
		[503, 'GW.BLOCK.02'],
		[503, 'GW.BLOCK.01'],
		[500, 'GW.PROXY.01'],
		[429, 'GW.RATE_LIMIT'],
		[400, '4000'],
	])('that passes is an error: %i %s', async (status, code) => {
		for (const answers of [all(refused(status, code)), { [FEED]: refused(status, code) }]) {
			expect(await failureOf(check(answers))).toBeInstanceOf(ResponseError);
		}
	});

	const trouble = (advice: string, reason: string, transient = false, blocked = false) =>
		new TokenError('Naver gave no access token', advice, reason, transient, { blocked });

	it.each([
		['ipNotAllowed', trouble('x', 'GW.IP_NOT_ALLOWED', false, true)],
		['blocked', trouble('x', 'GW.QUOTA_LIMIT')],
		['blocked', trouble('x', 'X', false, true)],
		['clockSkew', trouble('The clock of this server is ahead', 'BAD_REQUEST')],
		['clockSkew', trouble('The clock of this server is behind', 'BAD_REQUEST')],
		['clientRefused', trouble("Check 'Client ID'", 'BAD_REQUEST')],
	])('with the token is told by the warning %s', async (code, error) => {
		const { account } = await check(all(error));
		expect(codes(account)).toEqual([code]);
	});

	it.each([
		['X', false],
		['GW.BLOCK.02', true],
		['GW.IP_NOT_ALLOWED', true],
	])('with the token that passes is an error: %s', async (reason, blocked) => {
		const error = trouble('The clock of this server is ahead', reason, true, blocked);
		expect(await failureOf(check(all(error)))).toBe(error);
	});
});

it.each([
	[3, []],
	[4, ['clockSkew']],
	[-240, []],
	[-241, ['clockSkew']],
])('a clock that is %i seconds ahead is told by %j', async (seconds, expected) => {
	// Half a second on the way.
	const date = new Date(NOW - seconds * 1000).toUTCString();
	const { account } = await check({ [ACCOUNT]: { headers: { date } } });
	expect(codes(account)).toEqual(expected);
});
