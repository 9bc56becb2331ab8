import { afterEach, describe, expect, it } from 'vitest';

import type { Account } from '../../core/accounts/account';
import { clock } from '../../core/request/clock';
import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { ask, check } from './checks';
import { Stage, type MarketplaceName, type Setting } from './stage';
import type { Failure } from './troubles';

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(clock.now() - days * DAY).toISOString();

describe('account: check tells what the access lacks', () => {
	let stage: Stage;
	afterEach(async () => await stage.server.close());

	async function of(name: MarketplaceName, wish: object, setting: Setting = {}): Promise<Account> {
		stage = await Stage.open(name, { orders: 20 });
		stage.reset();
		return await ask(stage, { grant: stage.grant(wish), ...setting });
	}
	const codes = ({ warnings }: Account) => warnings.map(({ code }) => code);

	it('Allegro: the permission for orders', async () => {
		const account = await of('allegro', { scope: 'allegro:api:profile:read' });
		expect(account).toMatchObject({ ok: false, scopes: ['allegro:api:profile:read'] });
		expect(codes(account)).toEqual(['scopeMissing']);
	});

	it('Allegro: the permission for the profile, without which orders work', async () => {
		const account = await of('allegro', { scope: 'allegro:api:orders:read' });
		expect(account).toMatchObject({ ok: true, account: '81230011', name: null, warnings: [] });
		expect(account.unknown).toContainEqual({
			field: 'name',
			reason: expect.stringContaining('allegro:api:profile:read'),
		});
	});

	it('Allegro: both', async () => {
		const account = await of('allegro', { scope: 'allegro:api:billing:read' });
		expect(codes(account)).toEqual(['scopeMissing']);
		expect((await stage.stats()).requests).toBe(1);
	});

	it('Amazon: the role for sellers, without which orders work', async () => {
		const account = await of('amazon', { roles: ['Inventory and Order Tracking'] });
		expect(account).toMatchObject({ ok: true, name: null, marketplaces: null, warnings: [] });
		expect(account.unknown).toContainEqual({
			field: 'marketplaces',
			reason: expect.stringContaining('Selling Partner Insights'),
		});
		expect((await stage.stats()).requests).toBe(2);
	});

	it('Amazon: every role', async () => {
		const account = await of('amazon', { roles: [] });
		expect(account.ok).toBe(false);
		expect(codes(account)).toEqual(['accessDenied']);
		expect(account.warnings[0].advice).toMatch(/role.*Request ID: \S+/);
	});

	it('Amazon: the right client secret', async () => {
		const clientSecret = `amzn1.oa2-cs.v1.${'0'.repeat(64)}`;
		const account = await of('amazon', {}, { credential: { clientSecret } });
		expect(codes(account)).toEqual(['clientRefused']);
		expect(account).toMatchObject({ ok: false, serverTime: null, clockSkewSeconds: null });
	});

	it('BigCommerce: the scope for orders, though the token does not tell', async () => {
		const account = await of('bigCommerce', { scope: 'store_v2_information_read_only' });
		expect(account).toMatchObject({ ok: false, name: expect.any(String), marketplaces: null });
		expect(codes(account)).toEqual(['scopeMissing']);
	});

	it('Naver: an allowed address', async () => {
		stage = await Stage.open('naver', { orders: 20, ipAllowed: false });
		stage.reset();
		const account = await ask(stage);
		expect(account.ok).toBe(false);
		expect(account.warnings).toEqual([
			expect.objectContaining({
				code: 'ipNotAllowed',
				message: 'Naver Commerce blocked the request: 호출이 허용되지 않은 IP입니다.',
				advice: expect.stringContaining('API호출 IP'),
			}),
		]);
		expect((await stage.stats()).requests).toBe(1);
	});

	it('Naver: the API group of orders', async () => {
		stage = await Stage.open('naver', { orders: 20 });
		stage.reset();
		const body = JSON.stringify({ code: 'GW.AUTHZ', message: '요청을 처리할 권한이 없습니다.' });
		stage.server.faults.set([{ kind: 'status', status: 403, path: 'last-changed', body }]);
		const account = await ask(stage);
		expect(account).toMatchObject({ ok: false, account: 'sandbox-first' });
		expect(codes(account)).toEqual(['scopeMissing']);
	});

	it('Naver: the right secret', async () => {
		const credential = { clientSecret: '$2a$04$abcdefghijklmnopqrstuu', accessToken: '' };
		expect(codes(await of('naver', {}, { credential }))).toEqual(['clientRefused']);
	});

	it.each(['html', 'redirect'])('Assist Tencho: a good token, told by %s', async (badToken) => {
		stage = await Stage.open('assistTencho', { orders: 20, badToken });
		stage.reset();
		fastClock(100);
		const oauthTokenData = { access_token: 'no-such-token-0123456789' };
		const account = await ask(stage, { credential: { oauthTokenData } });
		expect(account.ok).toBe(false);
		expect(codes(account)).toEqual(['accessEnded']);
	});
});

describe('account: check warns ahead', () => {
	let stage: Stage;
	afterEach(async () => await stage.server.close());

	async function open(name: MarketplaceName): Promise<void> {
		stage = await Stage.open(name, { orders: 20 });
		stage.reset();
	}

	it('Amazon: of the end of secret and authorization, as the user dates them', async () => {
		await open('amazon');
		const credential = { clientSecretCreatedAt: daysAgo(170), authorizedAt: daysAgo(366) };
		const { ok, secret, authorization, warnings, unknown } = await ask(stage, { credential });
		expect(ok).toBe(true);
		expect(Date.parse(secret.expiresAt ?? '')).toBeCloseTo(clock.now() + 10 * DAY, -5);
		expect(authorization.basis).toContain('not confirmed');
		expect(warnings).toEqual([
			expect.objectContaining({ code: 'secretEnds', at: secret.expiresAt, daysLeft: 9 }),
			expect.objectContaining({
				code: 'authorizationEnds',
				daysLeft: -2,
				message: expect.stringContaining('The authorization should have ended 2 days ago'),
			}),
		]);
		expect(unknown.map(({ field }) => field)).toEqual(['roles']);
	});

	it('shows the label of an account that nobody names', async () => {
		await open('amazon');
		const { account, unknown } = await ask(stage, {
			credential: { accountLabel: ' My Shop DE ', sellerId: '' },
		});
		expect(account).toBe('My Shop DE');
		expect(unknown.map(({ field }) => field)).not.toContain('account');
	});

	it('Amazon: not before the days that the user wants', async () => {
		await open('amazon');
		const credential = { clientSecretCreatedAt: daysAgo(170) };
		const parameters = { options: { warnDays: 5 } };
		expect((await ask(stage, { credential, parameters })).warnings).toEqual([]);
	});

	it('Amazon: of a date that cannot be', async () => {
		await open('amazon');
		const credential = { clientSecretCreatedAt: daysAgo(-2) };
		const run = stage.node({ parameters: check(), credential }).run();
		const { message } = (await failureOf(run)) as Failure;
		expect(message).toContain("'Client Secret Created At' is in the future");
		expect((await stage.stats()).requests).toBe(0);
	});

	it('Assist Tencho: of the month that nobody has confirmed', async () => {
		await open('assistTencho');
		const { authorization, warnings } = await ask(stage, {
			credential: { authorizedAt: daysAgo(25) },
		});
		expect(authorization.basis).toMatch(/^Not confirmed/);
		expect(warnings).toMatchObject([{ code: 'authorizationEnds', daysLeft: 4 }]);
	});

	it('Assist Tencho: but not from the first day on, where nobody has said how early', async () => {
		await open('assistTencho');
		const credential = { authorizedAt: daysAgo(20) };
		expect((await ask(stage, { credential })).warnings).toEqual([]);
		const parameters = { options: { warnDays: 30 } };
		expect((await ask(stage, { credential, parameters })).warnings).toHaveLength(1);
	});

	it('Allegro: of a refresh token that was not used for long', async () => {
		await open('allegro');
		const grant = stage.grant();
		const exp = Math.floor((clock.now() + 5.5 * DAY) / 1000);
		const payload = Buffer.from(JSON.stringify({ exp })).toString('base64url');
		const oauthTokenData = {
			access_token: grant.accessToken,
			refresh_token: `eyJhbGciOiJSUzI1NiJ9.${payload}.c2lnbmF0dXJl`,
		};
		const account = await ask(stage, { grant, credential: { oauthTokenData } });
		expect(account.authorization.expiresAt).toBe(new Date(exp * 1000).toISOString());
		expect(account.warnings).toMatchObject([{ code: 'authorizationEnds', daysLeft: 5 }]);
	});

	it('Allegro: not of what the check itself has renewed', async () => {
		await open('allegro');
		const grant = stage.grant({ expired: true });
		const account = await ask(stage, { grant });
		expect(account).toMatchObject({ ok: true, warnings: [] });
		const left = Date.parse(account.token.expiresAt ?? '') - clock.now();
		expect(left).toBeGreaterThan(11 * 3_600_000);
	});
});
