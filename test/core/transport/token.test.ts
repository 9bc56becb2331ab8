import { beforeEach, describe, expect, it } from 'vitest';

import type { ApiRequest, CredentialUse } from '../../../core/marketplace';
import { connect } from '../../../core/transport/client';
import { forgetQuotas } from '../../../core/transport/quota';
import { forgetRenewals } from '../../../core/transport/token';
import { Refused, TokenTrouble } from '../../../core/transport/trouble';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { get, post, shop, shopCredential } from '../../kit/shop';

const HOUR = 3_600_000;

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetRenewals();
	forgetQuotas();
});

const WAYS: Readonly<Record<string, Partial<CredentialUse>>> = {
	refresh: { renewal: 'refresh', oauth2: { tokenType: 'Bearer' } },
	preAuthentication: { renewal: 'preAuthentication', tokenField: 'token' },
};

/** A shop that knows the tokens `old-token-n` by number; only the newest is good. */
function setUp(
	way: string,
	options: {
		good?: boolean;
		expiresIn?: number;
		renew?: () => Promise<object>;
		status?: number;
	} = {},
) {
	let newest = options.good === false ? 1 : 0;
	const name = (number: number) => `secret-token-${number}`;
	const fake = new FakeContext(
		{ token: name(0), expiresAt: time.now + (options.expiresIn ?? HOUR) },
		async (_options, token) => {
			await time.sleep(20);
			const isGood = token === name(newest);
			return { statusCode: isGood ? 200 : (options.status ?? 401), body: { token } };
		},
		async () => {
			await time.sleep(50);
			const fresh = options.renew ? await options.renew() : undefined;
			newest++;
			return { token: name(newest), expiresAt: time.now + HOUR, ...fresh };
		},
	);
	const market = shop({ credentials: { shopApi: shopCredential(WAYS[way] ?? {}) } });
	const client = async () =>
		await connect(fake.context(), market, 'shopApi', { maxWaitMs: 60_000 });
	const send = async (request: ApiRequest = get) => await (await client()).send(request);
	return { fake, client, send, name };
}

describe.each(['refresh', 'preAuthentication'])('a token renewed by %s', (way) => {
	it('is used as it is while it is good', async () => {
		const { fake, send } = setUp(way);
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(0);
	});

	it('is renewed before it ends, so that no request meets its end', async () => {
		const { fake, send, name } = setUp(way, { expiresIn: 60_000 });
		await time.run(send());
		expect(fake.renewals).toBe(1);
		expect(fake.sent.map(({ token }) => token)).toEqual([name(1)]);
		expect(fake.stored.token).toBe(name(1));
	});

	it('is renewed once for fifty at once, ahead of its end', async () => {
		const { fake, send } = setUp(way, { expiresIn: 60_000 });
		const all = await time.run(Promise.all(Array.from({ length: 50 }, () => send())));
		expect(all.every(({ status }) => status === 200)).toBe(true);
		expect(fake.renewals).toBe(1);
		expect(fake.sent).toHaveLength(50);
	});

	it('is renewed once for fifty at once that are told it has expired', async () => {
		const { fake, send } = setUp(way, { good: false });
		const all = await time.run(Promise.all(Array.from({ length: 50 }, () => send())));
		expect(all.every(({ status }) => status === 200)).toBe(true);
		expect(fake.renewals).toBe(1);
		expect(fake.sent).toHaveLength(100);
	});

	it('is renewed once for fifty requests of one client', async () => {
		const { fake, client } = setUp(way, { good: false });
		const { send } = await client();
		const all = await time.run(Promise.all(Array.from({ length: 50 }, () => send(get))));
		expect(all.every(({ status }) => status === 200)).toBe(true);
		expect(fake.renewals).toBe(1);
	});

	it('is renewed for a write too, which then goes out again', async () => {
		const { fake, send, name } = setUp(way, { good: false });
		expect(await time.run(send(post))).toMatchObject({ status: 200 });
		expect(fake.sent.map(({ token }) => token)).toEqual([name(0), name(2)]);
	});

	it('is not renewed again when somebody else has done so', async () => {
		const { fake, client, name } = setUp(way, { good: false });
		const { send } = await client();
		fake.stored = { ...fake.stored, token: name(1) };
		expect(await time.run(send(get))).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(0);
	});

	it('is not renewed for a request that is denied', async () => {
		const { fake, send } = setUp(way, { good: false, status: 403 });
		expect(await failureOf(time.run(send()))).toMatchObject({ verdict: 'denied' });
		expect(fake.renewals).toBe(0);
		expect(fake.sent).toHaveLength(1);
	});

	it('is renewed once only when the new one is refused as well', async () => {
		const { fake, send } = setUp(way, {
			good: false,
			renew: async () => ({ token: 'secret-bad' }),
		});
		const failure = await failureOf(time.run(send()));
		expect(failure).toBeInstanceOf(Refused);
		expect(failure).toMatchObject({ verdict: 'expired' });
		expect(fake.renewals).toBe(1);
	});

	it('is renewed for each credential of its own', async () => {
		const { fake } = setUp(way, { expiresIn: 60_000 });
		const market = shop({ credentials: { shopApi: shopCredential(WAYS[way]) } });
		const send = async (id: string) => {
			const patience = { maxWaitMs: 0 };
			return await (await connect(fake.context(id), market, 'shopApi', patience)).send(get);
		};
		await time.run(Promise.allSettled([send('a'), send('b')]));
		expect(fake.renewals).toBe(2);
	});
});

it("leaves a request's own token alone when the credential's is due", async () => {
	const { fake, send } = setUp('preAuthentication', { expiresIn: 60_000 });
	await failureOf(time.run(send({ ...get, token: 'restricted-token' })));
	expect(fake.sent.map(({ token }) => token)).toEqual(['restricted-token']);
});

it("does not fail others for one caller's lost answer after a renewal", async () => {
	const { fake, client } = setUp('preAuthentication', { expiresIn: 60_000 });
	let isFirst = true;
	fake.beforeAnswer = () => {
		if (!isFirst) return;
		isFirst = false;
		throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
	};
	const clients = await Promise.all(Array.from({ length: 5 }, client));
	const all = await time.run(Promise.allSettled(clients.map(({ send }) => send(post))));
	expect(all.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
});

describe('a token that cannot be renewed', () => {
	it('leads to the answer itself where there is no way to renew it', async () => {
		const { fake, send } = setUp('none', { good: false, expiresIn: -HOUR });
		expect(await failureOf(time.run(send()))).toMatchObject({ verdict: 'expired' });
		expect([fake.renewals, fake.sent.length]).toEqual([0, 1]);
	});

	/** n8n's reaction to `invalid_grant`. */
	const revoked = (name = 'My shop') =>
		Object.assign(new Error(`The credential "${name}" needs to be reconnected.`), {
			description:
				'Access could not be refreshed because the connected account has revoked access.',
		});

	/** What n8n's OAuth2 client throws when the authorization server answers with an error. */
	const refusal = (error: string) =>
		Object.assign(new Error(`${error} (echo secret-token-0)`), { code: 'EAUTH', body: { error } });

	const failing = (error: Error, expiresIn = 60_000) =>
		setUp('refresh', {
			expiresIn,
			renew: async () => {
				throw error;
			},
		});

	it('fails for all who wait with one attempt, and keeps failing for 30 seconds', async () => {
		const { fake, send } = failing(revoked());
		const all = await time.run(Promise.allSettled(Array.from({ length: 50 }, () => send())));
		expect(all.every(({ status }) => status === 'rejected')).toBe(true);
		expect([fake.renewals, fake.sent.length]).toEqual([1, 0]);
		await time.advance(29_000);
		expect(await failureOf(time.run(send()))).toBeInstanceOf(TokenTrouble);
		expect(fake.renewals).toBe(1);
		await time.advance(2000);
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(2);
	});

	it('is tried again at once when the credential was edited', async () => {
		const { fake, send } = failing(revoked());
		await failureOf(time.run(send()));
		fake.stored = { ...fake.stored, token: 'secret-token-reconnected' };
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(2);
	});

	it('never shows a secret that the authorization server echoed', async () => {
		const { send } = failing(refusal('invalid_token'));
		const failure = await failureOf(time.run(send()));
		expect(failure).toBeInstanceOf(TokenTrouble);
		const { message, description, reason } = failure as TokenTrouble;
		expect(`${message} ${description} ${reason}`).not.toContain('secret-token');
		expect(reason).toBe('invalid_token');
	});

	it.each(['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET'])(
		'is tried twice when the server did not answer (%s), and not remembered',
		async (code) => {
			const { fake, send } = failing(Object.assign(new Error('connect'), { code }));
			expect(await failureOf(time.run(send()))).toMatchObject({ transient: true, reason: code });
			expect(fake.renewals).toBe(2);
			await failureOf(time.run(send()));
			expect(fake.renewals).toBe(4);
		},
	);

	it.each(['invalid_client', 'unauthorized_client', 'invalid_request', 'access_denied'])(
		'is not tried again when the server refuses with %s',
		async (error) => {
			const { fake, send } = failing(refusal(error));
			expect(await failureOf(time.run(send()))).toMatchObject({ transient: false });
			expect(fake.renewals).toBe(1);
		},
	);

	it('is not tried again because of the name of the credential', async () => {
		const { fake, send } = failing(revoked('EXPORT shop'));
		expect(await failureOf(time.run(send()))).toMatchObject({ transient: false });
		expect(fake.renewals).toBe(1);
	});
});
