import { beforeEach, describe, expect, it } from 'vitest';

import type { ApiRequest, CredentialUse, Quota } from '../../../core/marketplace';
import { connect } from '../../../core/transport/client';
import { Stopped } from '../../../core/transport/clock';
import { forgetQuotas } from '../../../core/transport/quota';
import { forgetRenewals } from '../../../core/transport/token';
import { QuotaTrouble, Refused, TokenTrouble } from '../../../core/transport/trouble';
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
		quotas?: Quota[];
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
	const market = shop({
		credentials: { shopApi: shopCredential(WAYS[way] ?? {}) },
		quotas: options.quotas ?? [],
	});
	const client = async (signal?: AbortSignal) =>
		await connect(fake.context(), market, 'shopApi', { maxWaitMs: 24 * HOUR, signal });
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

	it.each([500, 3500])('gives way to one that another process stores %i ms later', async (ms) => {
		const { fake, send, name } = setUp(way, {
			good: false,
			renew: async () => ({ token: name(1) }),
		});
		// Ours was good until theirs was issued, which is stored a moment later.
		void time.sleep(ms).then(() => (fake.stored.token = name(2)));
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(fake.sent.map(({ token }) => token)).toEqual([name(0), name(1), name(2)]);
		expect(fake.renewals).toBe(1);
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

	it('is not renewed for each of many items when the new one is refused at once', async () => {
		let number = 0;
		const { fake, send } = setUp(way, {
			good: false,
			renew: async () => ({ token: `secret-bad-${number++}` }),
		});
		for (let item = 0; item < 20; item++) await failureOf(time.run(send()));
		expect(fake.renewals).toBe(1);
		const start = time.now;
		await failureOf(time.run(send()));
		expect(time.now - start).toBeLessThan(1000);
		await time.advance(10_000);
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(2);
	});

	it('is renewed again seconds after a renewal, if the new one was good until then', async () => {
		const { fake, send, name } = setUp(way, { good: false });
		await time.run(send());
		fake.stored = { ...fake.stored, token: name(1) };
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(2);
	});

	it('is renewed behind a refused new one as soon as somebody else has stored another', async () => {
		const { fake, send, name } = setUp(way, {
			good: false,
			renew: async () => ({ token: 'secret-bad' }),
		});
		await failureOf(time.run(send()));
		fake.stored = { ...fake.stored, token: name(1) };
		fake.onRenewal = async () => ({ token: name(2) });
		expect(await time.run(send())).toMatchObject({ status: 200 });
	});

	it('that never comes keeps nobody longer than an answer may take, and no one for ever', async () => {
		const { fake } = setUp(way, { good: false });
		const market = shop({ credentials: { shopApi: shopCredential(WAYS[way]) } });
		fake.onRenewal = async () => await new Promise(() => undefined);
		const patience = { maxWaitMs: 60_000, timeoutMs: 10_000 };
		const send = async () => {
			const client = await connect(fake.context(), market, 'shopApi', patience);
			return await client.send(get);
		};
		const start = time.now;
		const failures = await time.run(Promise.all([failureOf(send()), failureOf(send())]));
		for (const failure of failures) expect(failure).toMatchObject({ transient: true });
		expect(time.now - start).toBeLessThan(25_000);
		await time.advance(120_000);
		fake.onRenewal = async () => ({ token: 'secret-token-1' });
		expect(await time.run(send())).toMatchObject({ status: 200 });
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

describe.each(['refresh', 'preAuthentication'])('a renewal by %s', (way) => {
	const slow = { name: 'slow', path: /^\/slow/, perSecond: 0.0001, burst: 1 };
	const slowGet: ApiRequest = { method: 'GET', path: '/slow' };

	it('does not hold up others while its own request waits for quota', async () => {
		const { send } = setUp(way, { quotas: [slow] });
		await time.run(send(slowGet));
		await time.advance(HOUR);
		const start = time.now;
		const waiting = send(slowGet);
		await time.advance(1000);
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(time.now - start).toBeLessThan(2000);
		expect(await time.run(waiting)).toMatchObject({ status: 200 });
		expect(time.now - start).toBeGreaterThan(HOUR);
	});

	it('that fails costs no quota', async () => {
		let isBroken = true;
		const renew = async () => {
			if (isBroken)
				throw Object.assign(new Error('invalid_client'), { body: { error: 'invalid_client' } });
			return {};
		};
		const { fake, send } = setUp(way, { expiresIn: 60_000, quotas: [slow], renew });
		for (let i = 0; i < 3; i++) {
			expect(await failureOf(time.run(send(slowGet)))).not.toBeInstanceOf(QuotaTrouble);
			await time.advance(31_000);
		}
		expect(fake.sent).toHaveLength(0);
		isBroken = false;
		const start = time.now;
		expect(await time.run(send(slowGet))).toMatchObject({ status: 200 });
		expect(time.now - start).toBeLessThan(1000);
	});

	/** One who begins the renewal, and one who waits for it; the first of them can be stopped. */
	async function two(options: Parameters<typeof setUp>[1]) {
		const { fake, client, send } = setUp(way, options);
		const stop = new AbortController();
		const { send: stoppable } = await client(stop.signal);
		const first = failureOf(stoppable(get));
		const second = send();
		await time.advance(100);
		return { fake, stop, first, second };
	}

	it('is not waited for by whoever is stopped, and not lost for the others', async () => {
		const renew = async () => {
			await time.sleep(20_000);
			return {};
		};
		const { fake, stop, first, second } = await two({ good: false, renew });
		const start = time.now;
		stop.abort();
		expect(await time.run(first)).toBeInstanceOf(Stopped);
		expect(time.now - start).toBe(0);
		expect(await time.run(second)).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(1);
	});

	// With n8n's own refresh, nobody's request can end it.
	const isOneStep = way === 'preAuthentication';
	it.runIf(isOneStep)("that ends with another's request is begun anew by who waited", async () => {
		let isFirst = true;
		const renew = async () => {
			await time.sleep(1000);
			const isStopped = isFirst;
			isFirst = false;
			if (isStopped) throw new Error('The request was cancelled');
			return {};
		};
		const { fake, first, second } = await two({ good: false, renew });
		expect(await time.run(first)).toBeInstanceOf(Error);
		expect(await time.run(second)).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(2);
	});
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

	it('is no trouble when somebody else has renewed it in the meantime', async () => {
		const { fake, send, name } = failing(revoked(), HOUR);
		fake.stored = { ...fake.stored, token: 'secret-token-spent' };
		const renew = fake.onRenewal;
		fake.onRenewal = async () => {
			fake.stored = { ...fake.stored, token: name(0) };
			return await renew();
		};
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(1);
		expect(fake.sent.map(({ token }) => token)).toEqual(['secret-token-spent', name(0)]);
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

	const unreachable = (code = 'ECONNREFUSED') => Object.assign(new Error('connect'), { code });

	it.each([unreachable(), refusal('temporarily_unavailable')])(
		'serves as long as it lives, if that is for now: %s',
		async (error) => {
			const { fake, send, name } = failing(error, 60_000);
			expect(await time.run(send())).toMatchObject({ status: 200 });
			expect(fake.sent.map(({ token }) => token)).toEqual([name(0)]);
			expect(fake.renewals).toBeGreaterThan(0);
			await time.advance(61_000);
			expect(await failureOf(time.run(send()))).toMatchObject({ transient: true });
		},
	);

	it('is asked for every ten seconds at most while the server is busy', async () => {
		const { fake, send } = failing(refusal('too_many_requests'), -HOUR);
		for (let item = 0; item < 50; item++) {
			expect(await failureOf(time.run(send()))).toMatchObject({ transient: true });
		}
		expect(fake.renewals).toBe(1);
		await time.advance(10_000);
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(2);
	});

	it.each(['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET'])(
		'is tried twice when the server did not answer (%s), and not remembered',
		async (code) => {
			const { fake, send } = failing(unreachable(code), -HOUR);
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
