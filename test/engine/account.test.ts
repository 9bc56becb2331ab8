import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Account } from '../../core/accounts/account';
import { clock } from '../../core/request/clock';
import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { Recorder } from '../kit/recorder';
import { expectNoSecret, secretsOf } from './canaries';
import { ask, check } from './checks';
import { MARKETPLACES, Stage, type MarketplaceName } from './stage';
import { expectTold, type Failure } from './troubles';

interface Whole {
	facts: Partial<Account>;
	unknown: string[];
	requests: number;
}

const WHOLE: Record<MarketplaceName, Whole> = {
	allegro: {
		facts: {
			account: '81230011',
			name: 'Sklep_Zabka_i_Spolka',
			scopes: expect.arrayContaining(['allegro:api:orders:read', 'allegro:api:profile:read']),
			roles: [],
			marketplaces: [{ id: 'allegro-pl', name: 'Allegro Poland', countryCode: 'PL' }],
			token: { expiresAt: expect.stringMatching(/^20.*Z$/), basis: null, renews: true },
			authorization: { expiresAt: expect.any(String), basis: expect.any(String) },
		},
		unknown: [],
		requests: 1,
	},
	amazon: {
		facts: {
			account: 'A3FHSANDBOX001',
			name: 'Bobrek & Söhne',
			scopes: [],
			roles: null,
			marketplaces: expect.arrayContaining([
				{ id: 'A1PA6795UKMFR9', name: 'Amazon.de', countryCode: 'DE' },
			]),
			secret: { expiresAt: null, basis: null },
		},
		unknown: ['roles', 'secret.expiresAt', 'authorization.expiresAt'],
		requests: 1,
	},
	assistTencho: {
		facts: { account: expect.stringMatching(/\/asp001\/shop$/), scopes: null, marketplaces: null },
		unknown: ['name', 'scopes', 'marketplaces', 'token.expiresAt', 'authorization.expiresAt'],
		requests: 1,
	},
	bigCommerce: {
		facts: {
			account: 'x7k2p9q4ab',
			name: 'Bob\'s "Best" Bits & Bobs',
			marketplaces: [
				{ id: '1', name: 'Main shop', countryCode: null },
				{ id: '2', name: 'Fair & "market"', countryCode: null },
			],
			token: { expiresAt: null, basis: 'A token of BigCommerce has no end', renews: false },
		},
		unknown: ['scopes'],
		requests: 3,
	},
	kaufland: {
		facts: {
			scopes: [],
			roles: [],
			marketplaces: expect.arrayContaining([
				{ id: 'de', name: 'Kaufland.de', countryCode: 'DE' },
				{ id: 'cz', name: 'Kaufland.cz', countryCode: 'CZ' },
			]),
			token: {
				expiresAt: null,
				basis: 'There is no token: every request is signed',
				renews: false,
			},
		},
		unknown: ['account', 'name'],
		requests: 2,
	},
	naver: {
		facts: {
			account: 'sandbox-first',
			name: '달빛 상점',
			marketplaces: [{ id: '500100200', name: '달빛 상점', countryCode: 'KR' }],
		},
		unknown: ['scopes'],
		requests: 4,
	},
};

const ENDED: Record<MarketplaceName, string> = {
	allegro: 'accessEnded',
	amazon: 'accessEnded',
	assistTencho: 'accessEnded',
	bigCommerce: 'accessEnded',
	// New keys end the old ones.
	kaufland: 'clientRefused',
	naver: '',
};

describe.each(MARKETPLACES)('account: check of %s', (name) => {
	let stage: Stage;
	beforeEach(async () => {
		stage = await Stage.open(name, { orders: 20 });
		stage.reset();
	});
	afterEach(async () => await stage.server.close());

	it('tells who it is, with as few calls as it takes', async () => {
		const account = await ask(stage);
		expect(account).toMatchObject({
			schema: 'account/1',
			marketplace: name === 'bigCommerce' ? 'bigcommerce' : name,
			credential: 'My account',
			environment: name === 'assistTencho' ? 'production' : 'custom',
			ok: true,
			clockSkewSeconds: 0,
			warnings: [],
			...WHOLE[name].facts,
		});
		expect(account.unknown.map(({ field }) => field)).toEqual(WHOLE[name].unknown);
		const { requests, violations } = await stage.stats();
		expect({ requests, violations }).toEqual({ requests: WHOLE[name].requests, violations: [] });
	});

	it.each([10, -10])('tells that the clock is %i minutes ahead', async (minutes) => {
		stage.server.settings.now = () => Date.now();
		vi.spyOn(clock, 'now').mockImplementation(() => Date.now() + minutes * 60_000);
		const { ok, clockSkewSeconds, warnings } = await ask(stage);
		// Kaufland takes no request that is signed with such a time.
		expect(ok).toBe(name !== 'kaufland');
		expect(Math.abs(Number(clockSkewSeconds) - minutes * 60)).toBeLessThanOrEqual(2);
		expect(warnings).toEqual([
			expect.objectContaining({
				code: 'clockSkew',
				daysLeft: 0,
				message: expect.stringMatching(minutes > 0 ? /seconds ahead$/ : /seconds behind$/),
			}),
		]);
	});

	it.skipIf(name === 'naver')('is an item, too, when the access was revoked', async () => {
		const grant = stage.grant();
		stage.server.backend.expireTokens({ revoke: true });
		const { ok, warnings } = await ask(stage, { grant });
		expect(ok).toBe(false);
		expect(warnings.map(({ code, daysLeft }) => [code, daysLeft])).toEqual([[ENDED[name], 0]]);
	});

	it('stays an error, when the marketplace cannot be reached', async () => {
		stage.server.faults.set([{ kind: 'reset' }]);
		fastClock(100);
		const failure = (await failureOf(stage.node({ parameters: check() }).run())) as Failure;
		expectTold(name, failure);
		const [item] = await stage.node({ parameters: check(), continueOnFail: true }).run();
		expect(item.json.error).toMatch(/No answer|did not answer/);
	});

	it('stays an error, when the marketplace is down', async () => {
		stage.server.faults.set([{ kind: 'status', status: 503 }]);
		fastClock(100);
		const failure = (await failureOf(stage.node({ parameters: check() }).run())) as Failure;
		expectTold(name, failure);
	});

	it('asks for nothing, when the days are no number', async () => {
		const node = stage.node({ parameters: check({ options: { warnDays: 'many' } }) });
		const { message } = (await failureOf(node.run())) as Failure;
		expect(message).toContain("'Warn Days Ahead'");
		expect((await stage.stats()).requests).toBe(0);
	});
});

const ISSUED = 'iSsUeDcAnArY+/=.0123456789abcdef';

/** What it says names everything that the check could take over. */
function echoOf(secrets: string[]): string {
	const said = secrets.join(' ');
	const told = { id: said, name: said, login: said, storeName: said, accountId: said };
	return JSON.stringify({ ...told, message: said, error: said, errors: [told], data: [told] });
}

describe.each(MARKETPLACES)('account: check of %s shows no secret', (name) => {
	let stage: Stage;
	let server: Recorder;
	beforeEach(async () => {
		fastClock(200);
		[stage, server] = await Promise.all([Stage.open(name, { orders: 1 }), Recorder.start()]);
		stage.reset();
	});
	afterEach(async () => {
		await Promise.all([stage.server.close(), server.close()]);
	});

	it.each([200, 400, 401, 403, 429])('of a server that echoes it at status %i', async (status) => {
		const grant = stage.grant();
		const secrets = secretsOf(stage.credential(grant));
		server.answer = ({ url }) => {
			if (!/token/.test(url)) return { status, body: echoOf(secrets) };
			if (!secrets.includes(ISSUED)) secrets.push(ISSUED);
			return { body: JSON.stringify({ access_token: ISSUED, expires_in: 3600 }) };
		};
		const isOwnHost = name === 'assistTencho';
		const addresses = { apiBaseUrl: server.url, authBaseUrl: server.url };
		const node = stage.node({
			grant,
			credential: isOwnHost ? { baseUrl: server.url } : addresses,
			parameters: check(),
			continueOnFail: true,
		});
		const items = await node.run();
		expect(items).toHaveLength(1);
		expectNoSecret(items, [...secrets, ...secretsOf(node.stored())]);
		expect(server.calls.length).toBeGreaterThan(0);
	});
});
