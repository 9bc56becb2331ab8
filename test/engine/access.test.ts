import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { MARKETPLACES, Stage, type MarketplaceName, type Setting } from './stage';
import { expectTold, type Failure } from './troubles';

/** What the error must say, and how many calls it may take to learn it. */
interface Told {
	says: RegExp;
	requests: number;
	tokenCalls: number;
}

const WRONG = 'wRoNg0Qm5vX2pKf8Yt1rHc7WbZ4eLg9';

/** A credential whose key is not the application's. */
const WRONG_KEY: Record<MarketplaceName, Told & { setting: Setting; expired: boolean }> = {
	allegro: {
		setting: { credential: { clientSecret: WRONG } },
		expired: true,
		says: /connect|client.?secret/i,
		requests: 1,
		tokenCalls: 1,
	},
	amazon: {
		setting: { credential: { clientSecret: `amzn1.oa2-cs.v1.${'0'.repeat(64)}` } },
		expired: false,
		says: /Client ID or Client Secret was refused \(invalid_client\)/,
		requests: 0,
		tokenCalls: 1,
	},
	assistTencho: {
		setting: { credential: { oauthTokenData: { access_token: WRONG } } },
		expired: false,
		says: /authorize again/,
		requests: 1,
		tokenCalls: 0,
	},
	bigCommerce: {
		setting: { credential: { accessToken: WRONG } },
		expired: false,
		says: /'Access Token' and 'Store Hash'/,
		requests: 1,
		tokenCalls: 0,
	},
	kaufland: {
		setting: { credential: { secretKey: WRONG } },
		expired: false,
		says: /did not accept the signature.*'Secret Key'.*Code: corrupted-signature/,
		requests: 1,
		tokenCalls: 0,
	},
	naver: {
		setting: { credential: { clientSecret: '$2a$04$abcdefghijklmnopqrstuu', accessToken: '' } },
		expired: false,
		says: /'Client ID' and 'Client Secret'.*Code: BAD_REQUEST/,
		requests: 0,
		tokenCalls: 1,
	},
};

const REVOKED: Record<MarketplaceName, Told> = {
	allegro: { says: /Reconnect/, requests: 1, tokenCalls: 1 },
	amazon: { says: /refresh token was refused.*\(invalid_grant\)/, requests: 0, tokenCalls: 1 },
	assistTencho: { says: /authorize again/, requests: 1, tokenCalls: 0 },
	bigCommerce: { says: /reconnect/i, requests: 1, tokenCalls: 0 },
	// Whoever revokes the access makes new keys.
	kaufland: { says: /does not know these keys.*'Client Key'/, requests: 1, tokenCalls: 0 },
	// Naver has no grant to revoke: whoever has the secret gets a token.
	naver: { says: /^$/, requests: 0, tokenCalls: 0 },
};

/** What the marketplace's `grant` has to leave out, where access comes in parts. */
const LACKING: Partial<Record<MarketplaceName, Told & { wish: object }>> = {
	allegro: {
		wish: { scope: 'allegro:api:profile:read' },
		says: /missing permission.*Code: AccessDenied · Request ID: \S+/,
		requests: 1,
		tokenCalls: 0,
	},
	amazon: {
		wish: { roles: [] },
		says: /role.*Code: Unauthorized · Request ID: \S+/,
		requests: 1,
		tokenCalls: 1,
	},
	bigCommerce: {
		wish: { scope: 'store_v2_products' },
		says: /scope.*Code: 403/,
		requests: 1,
		tokenCalls: 0,
	},
};

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	beforeEach(async () => {
		fastClock(100);
		stage = await Stage.open(name, { orders: 330, maxRecords: 10_000 });
		stage.reset();
	});
	afterEach(async () => await stage.server.close());

	async function expectFailure(setting: Setting, told: Told): Promise<void> {
		const failure = (await failureOf(stage.node(setting).run())) as Failure;
		expectTold(name, failure);
		expect(`${failure.message} ${failure.description}`).toMatch(told.says);
		const { requests, tokenCalls } = await stage.stats();
		expect(requests).toBeLessThanOrEqual(told.requests);
		expect(tokenCalls).toBeLessThanOrEqual(told.tokenCalls);
	}

	it('says that the key is wrong, after one try', async () => {
		const { setting, expired, ...told } = WRONG_KEY[name];
		await expectFailure({ ...setting, grant: stage.grant({ expired }) }, told);
	});

	it.skipIf(name === 'naver')('says that the access was revoked, after one try', async () => {
		const grant = stage.grant();
		stage.server.backend.expireTokens({ revoke: true });
		await expectFailure({ grant }, REVOKED[name]);
	});

	it.skipIf(!LACKING[name])('says that the access lacks a permission', async () => {
		const { wish, ...told } = LACKING[name] as Told & { wish: object };
		await expectFailure({ grant: stage.grant(wish) }, told);
	});

	it('goes on when the token expires in the middle, if there is a way to a new one', async () => {
		const { faults, backend } = stage.server;
		const next = faults.next.bind(faults);
		// Amazon's first call is for a token.
		let left = name === 'amazon' ? 3 : 2;
		vi.spyOn(faults, 'next').mockImplementation((url) => {
			if (--left === 0) backend.expireTokens({ revoke: false });
			return next(url);
		});
		const outcome = await stage
			.node()
			.run()
			.catch((error: Failure) => error);
		if (name === 'bigCommerce') return expectTold(name, outcome as Failure);
		expect(stage.ids(outcome as never).toSorted()).toEqual(stage.heldIds().toSorted());
		const { tokenCalls } = await stage.stats();
		expect(tokenCalls).toBeLessThanOrEqual(name === 'amazon' ? 2 : 1);
	});

	it('gives no items for an empty list', async () => {
		await stage.server.close();
		stage = await Stage.open(name, { orders: 0 });
		stage.reset();
		expect(await stage.node().run()).toEqual([]);
	});

	// Assist Tencho's own search does not know the status of an empty answer.
	const knows204 = name === 'assistTencho' ? it : it;
	knows204('gives no items for an answer without content', async () => {
		stage.server.faults.set([{ kind: 'status', path: 'order', status: 204, body: '' }]);
		expect(await stage.node().run()).toEqual([]);
	});
});

describe('naver alone', () => {
	let stage: Stage;
	beforeEach(async () => {
		stage = await Stage.open('naver', { orders: 20 });
		stage.reset();
	});
	afterEach(async () => await stage.server.close());

	it('says that the IP address is not allowed, and where to allow it', async () => {
		Object.assign(stage.server.settings, { ipAllowed: false });
		const { description, httpCode } = (await failureOf(stage.node().run())) as Failure;
		expect(description).toMatch(/API호출 IP.*Code: GW.IP_NOT_ALLOWED · Request ID: cr3-/);
		expect(httpCode).toBe('403');
		expect((await stage.stats()).requests).toBe(1);
	});

	it('says that the quota of the hour is used up, and does not ask again', async () => {
		const grant = stage.grant();
		const url = `${stage.server.url}/external/v1/oauth2/token?client_id=${grant.clientId}`;
		await fetch(url, { method: 'POST' });
		await stage.stats();
		stage.server.resetStats();
		const failure = (await failureOf(stage.node({ grant }).run())) as Failure;
		expect(failure.description).toMatch(/retrying does not help.*Code: GW.QUOTA_LIMIT/);
		expect(failure.httpCode).toBe('429');
		expect((await stage.stats()).requests).toBeLessThanOrEqual(3);
	});

	it('says that a wrong clock is the reason', async () => {
		stage.server.settings.now = () => Date.now() + 3_600_000;
		const credential = { accessToken: '' };
		const failure = (await failureOf(stage.node({ credential }).run())) as Failure;
		expect(failure.description).toContain('clock of this server is behind');
		expect((await stage.stats()).tokenCalls).toBe(1);
	});
});

describe('kaufland alone', () => {
	let stage: Stage;
	beforeEach(async () => {
		stage = await Stage.open('kaufland', { orders: 20 });
		stage.reset();
	});
	afterEach(async () => await stage.server.close());

	async function expectRefusal(says: RegExp, code: string, setting: Setting = {}): Promise<void> {
		const failure = (await failureOf(stage.node(setting).run())) as Failure;
		expect(`${failure.message}. ${failure.description}`).toMatch(says);
		expect(failure.httpCode).toBe(code);
		expect((await stage.stats()).requests).toBe(1);
	}

	it.each([
		[400, /^The clock of this server is \d+ seconds behind.*time server/],
		[-400, /^The clock of this server is \d+ seconds ahead.*time server/],
	])('says that the clock is the reason, with a marketplace %i seconds ahead', async (s, says) => {
		stage.server.settings.now = () => Date.now() + s * 1000;
		await expectRefusal(says, '401');
	});

	it.each([290, -290])('reads with a clock that is off by less: %i seconds', async (seconds) => {
		stage.server.settings.now = () => Date.now() + seconds * 1000;
		expect(stage.ids(await stage.node().run())).toHaveLength(20);
	});

	it('names all that can be wrong where Kaufland does not say it', async () => {
		Object.assign(stage.server.settings, { hidesTypes: true });
		const credential = { secretKey: WRONG };
		await expectRefusal(
			/did not accept the signed request.*'Client Key', 'Secret Key', the clock.*proxy/,
			'401',
			{ credential },
		);
	});

	it('says that the account is not active', async () => {
		Object.assign(stage.server.settings, { isInactive: true });
		await expectRefusal(/account is not active.*Keys cannot help.*inactive-account/, '403');
	});

	it('says that an address behind a proxy is not the one that was signed', async () => {
		Object.assign(stage.server.settings, { origin: 'https://sellerapi.kaufland.example' });
		await expectRefusal(/proxy that changes the URL/, '401');
	});
});

describe('assistTencho alone', () => {
	async function expectEnd(badToken: string): Promise<void> {
		fastClock(100);
		const stage = await Stage.open('assistTencho', { orders: 5, badToken });
		stage.reset();
		const grant = stage.grant({ expired: true });
		const { message, description } = (await failureOf(stage.node({ grant }).run())) as Failure;
		expect(`${message} ${description}`).toMatch(/access has ended/i);
		expect((await stage.stats()).requests).toBeLessThanOrEqual(4);
		await stage.server.close();
	}

	it('reads with a token of an odd type, and keeps it out of the address', async () => {
		const stage = await Stage.open('assistTencho', { orders: 5 });
		stage.reset();
		const asked = vi.spyOn(stage.server.faults, 'next');
		const grant = stage.grant();
		const { oauthTokenData } = stage.credential(grant) as { oauthTokenData: object };
		const credential = { oauthTokenData: { ...oauthTokenData, token_type: 'beare r' } };
		const items = await stage.node({ grant, credential }).run();
		expect(stage.ids(items).toSorted()).toEqual(stage.heldIds().toSorted());
		expect(asked.mock.calls.length).toBeGreaterThan(0);
		for (const [url] of asked.mock.calls) expect(url).not.toContain('token');
		await stage.server.close();
	});

	it('says that the access has ended, told by a page', async () => await expectEnd('html'));
	// The redirect to the login page is followed, and the page of it taken for the API's answer.
	it('says so, told by a redirect', async () => await expectEnd('redirect'));
});
