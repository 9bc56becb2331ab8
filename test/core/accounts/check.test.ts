import type { IDataObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../core/accounts/account';
import type { ApiRequest, ApiResponse, Connection, Verdict } from '../../../core/marketplace';
import { accountOperations, readPast, type AccountSource } from '../../../core/accounts/check';
import type { AccountInquiry } from '../../../core/accounts/inquiry';
import { clock } from '../../../core/request/clock';
import {
	InvalidInputError,
	NoResponseError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import { answer, get } from '../../kit/shop';
import { aCall, all } from '../operations/a-call';

const NOW = Date.parse('2026-11-21T09:00:00.000Z');
const DAY = 24 * 3_600_000;
const inDays = (days: number) => new Date(NOW + days * DAY).toISOString();

let now: number;
beforeEach(() => {
	now = NOW;
	vi.spyOn(clock, 'now').mockImplementation(() => now);
});

interface Setting {
	source?: Partial<AccountSource>;
	connection?: Partial<Connection>;
	options?: IDataObject;
	node?: IDataObject;
	serve?: (request: ApiRequest) => ApiResponse | Error;
	secret?: string;
}

async function check({ source = {}, connection, options, node, serve, secret }: Setting = {}) {
	const { call, sent } = aCall({
		parameters: options ? { options } : {},
		connection,
		node,
		serve,
		secret,
	});
	const run = accountOperations({
		renews: false,
		advice: { secret: 'Rotate it', authorization: 'Connect again', token: 'Make a new one' },
		begin: () => undefined,
		ask: async () => undefined,
		...source,
	})['account.check'];
	const items = await all(run(call));
	expect(items).toHaveLength(1);
	return { account: items[0].json as unknown as Account, sent };
}

const codes = ({ warnings }: Account) => warnings.map(({ code }) => code);
const refused = (status: number, verdict: Verdict) =>
	new ResponseError(answer(status, { headers: { 'x-request-id': 'r-1' } }), verdict, '/me');
const failing = (error: unknown): Partial<AccountSource> => ({
	ask: async () => {
		await Promise.reject(error as Error);
	},
});

describe('the check of an account', () => {
	it('says of everything that nobody told that it is unknown', async () => {
		const { account } = await check();
		expect(account).toEqual({
			schema: 'account/1',
			marketplace: 'shop',
			credential: 'My shop',
			account: null,
			name: null,
			environment: null,
			ok: true,
			checkedAt: '2026-11-21T09:00:00.000Z',
			scopes: null,
			roles: null,
			marketplaces: null,
			writing: {
				allowed: null,
				reason: 'The marketplace does not provide it. The first write shows it',
			},
			token: { expiresAt: null, basis: null, renews: false },
			secret: { expiresAt: null, basis: null },
			authorization: { expiresAt: null, basis: null },
			serverTime: null,
			clockSkewSeconds: null,
			warnings: [],
			unknown: [
				'account',
				'name',
				'scopes',
				'roles',
				'marketplaces',
				'serverTime',
				'token.expiresAt',
				'secret.expiresAt',
				'authorization.expiresAt',
			].map((field) => ({ field, reason: 'The marketplace does not provide it' })),
		});
	});

	it.each([
		[true, { allowed: true, reason: null }],
		[false, { allowed: false, reason: 'The scope is missing' }],
		[null, { allowed: null, reason: 'The scope is missing' }],
	])('says whether the account may write: %s', async (canWrite, writing) => {
		const { account } = await check({
			source: {
				begin: (inquiry) => {
					inquiry.canWrite = canWrite;
					inquiry.explain('The scope is missing', 'canWrite');
				},
			},
		});
		expect(account).toMatchObject({ ok: true, writing });
		expect(account.unknown.map(({ field }) => field)).not.toContain('canWrite');
	});

	it('says what was found, and of the rest why it is not known', async () => {
		const { account } = await check({
			connection: { account: 'jan', settings: { environment: 'sandbox' } },
			source: {
				renews: true,
				begin: (inquiry) => {
					inquiry.secret = { expiresAt: null, basis: 'It does not end' };
					inquiry.authorization = { expiresAt: inDays(100), basis: 'A year' };
					inquiry.explain('No such thing', 'roles', 'name');
				},
				ask: async (inquiry) => {
					inquiry.name = 'Jan';
					inquiry.scopes = [];
					inquiry.marketplaces = [{ id: 'a', name: null, countryCode: 'PL' }];
					await inquiry.send(get);
				},
			},
			serve: () => answer(200, { headers: { date: 'Sat, 21 Nov 2026 09:00:00 GMT' } }),
		});
		expect(account).toMatchObject({
			account: 'jan',
			name: 'Jan',
			environment: 'sandbox',
			scopes: [],
			marketplaces: [{ id: 'a', name: null, countryCode: 'PL' }],
			token: { expiresAt: null, basis: null, renews: true },
			secret: { expiresAt: null, basis: 'It does not end' },
			authorization: { expiresAt: inDays(100), basis: 'A year' },
			serverTime: '2026-11-21T09:00:00.000Z',
			clockSkewSeconds: 0,
		});
		expect(account.unknown).toEqual([{ field: 'roles', reason: 'No such thing' }]);
	});

	it('keeps unknown ends apart from those that never come', async () => {
		const { account } = await check({ source: { renews: true } });
		const ends = account.unknown.map(({ field }) => field).filter((field) => /expires/.test(field));
		expect(ends).toEqual(['secret.expiresAt', 'authorization.expiresAt']);
	});

	it('tells the end of the token as it is after asking', async () => {
		const connection = { tokenExpiresAt: NOW };
		const { account } = await check({
			connection,
			source: {
				ask: async (inquiry) => {
					const { client } = inquiry.call;
					await Promise.resolve(
						Object.assign(client.connection, { tokenExpiresAt: NOW + 9 * DAY }),
					);
				},
				begin: (inquiry) => void (inquiry.tokenBasis = 'Told by the token'),
			},
		});
		expect(account.token).toEqual({
			expiresAt: inDays(9),
			basis: 'Told by the token',
			renews: false,
		});
		expect(codes(account)).toEqual(['tokenEnds']);
		expect(account.warnings[0]).toMatchObject({ advice: 'Make a new one', daysLeft: 9 });
	});

	it('knows no credential by name where the node has none', async () => {
		expect((await check({ node: { credentials: {} } })).account.credential).toBeNull();
	});
});

describe('the warnings of a check', () => {
	const ends = (days: number): Partial<AccountSource> => ({
		begin: (inquiry: AccountInquiry) =>
			void (inquiry.secret = { expiresAt: inDays(days), basis: 'x' }),
	});

	it.each([
		[{}, 30, true],
		[{}, 31, false],
		[{ warnDays: 45 }, 45, true],
		[{ warnDays: '45' }, 46, false],
		[{ warnDays: 0 }, 0, true],
		[{ warnDays: 0 }, 1, false],
		[{ warnDays: 0 }, -1, true],
	])('with %j come %i days ahead: %s', async (options, days, isTold) => {
		const { account } = await check({ source: ends(days), options });
		expect(codes(account)).toEqual(isTold ? ['secretEnds'] : []);
	});

	it('come as early as the marketplace needs it where the user has not said', async () => {
		const source = { ...ends(80), warnDays: 90 };
		expect(codes((await check({ source })).account)).toEqual(['secretEnds']);
		expect(codes((await check({ source, options: { warnDays: 79 } })).account)).toEqual([]);
	});

	it.each(['', 'x', -1, NaN, Infinity])('are refused for %o days', async (warnDays) => {
		await expect(check({ options: { warnDays } })).rejects.toThrow(
			"'Warn Days Ahead' is not a number of days",
		);
	});

	const skewed = (seconds: number, source: Partial<AccountSource> = {}) =>
		check({
			source: { ask: async (inquiry) => void (await inquiry.send(get)), ...source },
			serve: () => answer(200, { headers: { date: new Date(NOW - seconds * 1000).toUTCString() } }),
		});

	it.each([
		[120, []],
		[123, ['clockSkew']],
		[-119, []],
		[-123, ['clockSkew']],
	])('tell of a clock that is off by %i seconds: %j', async (seconds, warnings) => {
		expect(codes((await skewed(seconds)).account)).toEqual(warnings);
	});

	it('tell of it as exactly as the marketplace needs it', async () => {
		const clockTolerance = { ahead: 5, behind: 400 };
		expect(codes((await skewed(10, { clockTolerance })).account)).toEqual(['clockSkew']);
		expect(codes((await skewed(-300, { clockTolerance })).account)).toEqual([]);
	});

	it('tell of the clock as the first answer showed it, also one that refuses', async () => {
		const error = new ResponseError(
			answer(401, { headers: { date: new Date(NOW - 600_000).toUTCString() } }),
			'expired',
			'/me',
		);
		let count = 0;
		const { account } = await check({
			source: {
				ask: async (inquiry) => {
					await inquiry.send(get).catch(() => undefined);
					await inquiry.send(get);
				},
			},
			serve: () =>
				count++ === 0 ? error : answer(200, { headers: { date: new Date(NOW).toUTCString() } }),
		});
		expect(account.clockSkewSeconds).toBe(600);
	});

	it('count the time of the way to the marketplace', async () => {
		const { account } = await check({
			source: { ask: async (inquiry) => void (await inquiry.send(get)) },
			serve: () => {
				now += 200_000;
				return answer(200, { headers: { date: new Date(NOW + 100_000).toUTCString() } });
			},
		});
		expect(account.clockSkewSeconds).toBe(0);
	});
});

describe('what a check finds to be wrong', () => {
	it.each<[string, Error, string | undefined]>([
		['an access that has ended', refused(401, 'expired'), 'accessEnded'],
		['an account that may not', refused(403, 'denied'), 'accessDenied'],
		['a way to the login page', refused(302, 'denied'), 'accessEnded'],
		['an address that is barred', refused(403, 'blocked'), 'blocked'],
		['a token that is refused', new TokenError('over', 'Reconnect'), 'accessEnded'],
		[
			'a token endpoint that bars',
			new TokenError('no', 'Wait', 'x', false, { blocked: true }),
			'blocked',
		],
		['a server in trouble', refused(503, 'transient'), undefined],
		['too many requests', refused(429, 'throttled'), undefined],
		['a path that is gone', refused(404, 'gone'), undefined],
		['a request that is wrong', refused(400, 'invalid'), undefined],
		['a token endpoint in trouble', new TokenError('down', 'Wait', 'x', true), undefined],
		[
			'a token endpoint that bars for now',
			new TokenError('down', 'Wait', 'x', true, { blocked: true }),
			undefined,
		],
		['no answer', new NoResponseError('ECONNRESET'), undefined],
		['a mistake of the user', new InvalidInputError('bad'), undefined],
	])('is by %s: %s', async (_what, error, code) => {
		if (code === undefined) {
			await expect(check({ source: failing(error) })).rejects.toBe(error);
			return;
		}
		const { account } = await check({ source: failing(error) });
		expect(account.ok).toBe(false);
		expect(codes(account)).toEqual([code]);
		expect(account.warnings[0]).toMatchObject({ at: null, daysLeft: 0 });
	});

	it("is told in the marketplace's words, with what to do, and without secrets", async () => {
		const { account } = await check({ source: failing(refused(403, 'denied')) });
		expect(account.warnings).toEqual([
			{
				code: 'accessDenied',
				message: 'Shop denied access (status 403)',
				advice:
					'Check the credential, and what it is allowed to do. Status 403 for /me · Request ID: r-1 · Marketplace: Shop · Credential: My shop',
				at: null,
				daysLeft: 0,
			},
		]);
		const token = new TokenError('no hush-hush-hush', 'Reconnect', 'invalid_grant');
		const told = await check({ source: failing(token), secret: 'hush-hush-hush' });
		expect(told.account.warnings[0]).toMatchObject({
			message: 'no ***',
			advice: 'Reconnect. Code: invalid_grant · Marketplace: Shop · Credential: My shop',
		});
	});

	it('is what the marketplace itself reads in the refusal, or no finding where it says so', async () => {
		const reading = ({ message }: Error) =>
			/own/.test(message) ? ('ipNotAllowed' as const) : null;
		const own = new TokenError('own', 'x', 'y', true);
		expect(codes((await check({ source: { ...failing(own), reading } })).account)).toEqual([
			'ipNotAllowed',
		]);
		const other = refused(401, 'expired');
		await expect(check({ source: { ...failing(other), reading } })).rejects.toBe(other);
	});

	it('comes before what will end', async () => {
		const { account } = await check({
			source: {
				...failing(refused(401, 'expired')),
				begin: (inquiry) => void (inquiry.secret = { expiresAt: inDays(-2), basis: 'x' }),
			},
		});
		expect(account.warnings.map(({ code, message }) => [code, message])).toEqual([
			['accessEnded', 'Shop refused the access token (status 401)'],
			['secretEnds', 'The client secret ended 2 days ago (2026-11-19)'],
		]);
	});

	it('may be known without any answer', async () => {
		const begin = (inquiry: AccountInquiry) =>
			inquiry.found('scopeMissing', 'No orders', 'Add the scope');
		const { account } = await check({ source: { begin } });
		expect(account.ok).toBe(false);
		expect(account.warnings).toEqual([
			{
				code: 'scopeMissing',
				message: 'No orders',
				advice: 'Add the scope',
				at: null,
				daysLeft: 0,
			},
		]);
	});
});

describe('a step of a check', () => {
	const step = async (work: (inquiry: AccountInquiry) => Promise<unknown>) => {
		let result: unknown = 'nothing';
		const outcome = await check({
			source: { ask: async (inquiry) => void (result = await work(inquiry)) },
		}).catch((error: unknown) => ({ error }));
		return { result, ...(outcome as { account?: Account; error?: unknown }) };
	};
	const fail = (error: Error) => async () => await Promise.reject(error);

	it('that only some may do is left out where it is refused', async () => {
		const found = await step(async (inquiry) => await inquiry.ifAllowed(async () => 7));
		expect(found.result).toBe(7);
		const refusal = await step((inquiry) => inquiry.ifAllowed(fail(refused(403, 'denied'))));
		expect(refusal).toMatchObject({ result: undefined, account: { ok: true, warnings: [] } });
		const error = refused(400, 'invalid');
		expect((await step((inquiry) => inquiry.ifAllowed(fail(error)))).error).toBe(error);
		const isRefusal = (one: unknown) => one === error;
		const own = await step((inquiry) => inquiry.ifAllowed(fail(error), isRefusal));
		expect(own).toMatchObject({ result: undefined, account: { ok: true } });
	});

	it('without which no order is read is a warning where it is refused', async () => {
		const code = 'scopeMissing' as const;
		const found = await step((inquiry) =>
			inquiry.needs(code, async () => await Promise.resolve(7)),
		);
		expect(found).toMatchObject({ result: 7, account: { ok: true } });
		const refusal = await step((inquiry) => inquiry.needs(code, fail(refused(403, 'denied'))));
		expect(refusal.result).toBeUndefined();
		expect(refusal.account?.ok).toBe(false);
		expect(codes(refusal.account!)).toEqual([code]);
		const ended = await step((inquiry) => inquiry.needs(code, fail(refused(401, 'expired'))));
		expect(codes(ended.account!)).toEqual(['accessEnded']);
		const down = refused(503, 'transient');
		expect((await step((inquiry) => inquiry.needs(code, fail(down)))).error).toBe(down);
	});
});

describe('a day in the past', () => {
	const past = (day: string | undefined, timezone?: string) =>
		readPast({ call: aCall({ timezone }).call, setting: () => day }, 'day', 'Day');

	it('may be left empty', () => {
		expect(past(undefined)).toBeUndefined();
	});

	it('is its first moment in the zone of the workflow, and may be now', () => {
		expect(past('2026-11-20', 'Asia/Tokyo')).toBe(Date.parse('2026-11-19T15:00:00Z'));
		expect(past('2026-11-21T09:00:00Z')).toBe(NOW);
	});

	it('is not in the future', () => {
		expect(() => past('2026-11-21T09:00:01Z')).toThrow("'Day' is in the future");
		expect(() => past('then')).toThrow("'Day' is not a valid date");
	});
});
