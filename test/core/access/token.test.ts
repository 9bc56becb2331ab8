import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { ApiRequest, CredentialUse, Quota } from '../../../core/marketplace';
import { connect } from '../../../core/client';
import { StoppedError } from '../../../core/request/clock';
import { QuotaError, ResponseError, TokenError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { get, post, shop, shopCredential } from '../../kit/shop';

const HOUR = 3_600_000;

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('token');
	forgetProcess('quota');
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
		expect(failure).toBeInstanceOf(ResponseError);
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
			expect(await failureOf(time.run(send(slowGet)))).not.toBeInstanceOf(QuotaError);
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
		expect(await time.run(first)).toBeInstanceOf(StoppedError);
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
		expect(await failureOf(time.run(send()))).toBeInstanceOf(TokenError);
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
		expect(failure).toBeInstanceOf(TokenError);
		const { message, description, reason } = failure as TokenError;
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

	const page = '<!doctype html><html><body>Unauthorized. access_denied</body></html>';
	/** What both lines of n8n throw for an answer that is no OAuth2 error. */
	const strange = (status: number, body: string) =>
		Object.assign(new Error(`Unsupported content type: text/html ${body}`), {
			status,
			body,
			code: 'ESTATUS',
		});
	/** What they throw from 500 on. */
	const broken = (status: number, data = page) =>
		Object.assign(new Error(`Request failed with status code ${status}`), {
			code: 'ERR_BAD_RESPONSE',
			response: { status, data },
		});

	it('because this address is barred does not send the user to reconnect', async () => {
		const { fake, send } = failing(strange(403, page), -HOUR);
		const failure = (await failureOf(time.run(send()))) as TokenError;
		expect(failure.message).toMatch(/bot protection in front of .* blocks this server/);
		expect(failure.description).not.toMatch(/Reconnect|Client/);
		expect(failure).toMatchObject({ blocked: true });
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(1);
	});

	it('is read where the refusal of the grant has another media type', async () => {
		const { send } = failing(strange(400, '{"error":"invalid_grant"}'), -HOUR);
		const failure = (await failureOf(time.run(send()))) as TokenError;
		expect(failure.message).toMatch(/has ended/);
		expect(failure.reason).toBe('invalid_grant');
	});

	it.each([refusal('Too many requests'), refusal('too_many_requests')])(
		'because tokens are limited is not asked for again: %s',
		async (error) => {
			const { fake, send } = failing(error, -HOUR);
			expect(await failureOf(time.run(send()))).toMatchObject({ transient: true });
			expect(fake.renewals).toBe(1);
		},
	);

	it('for a reason of n8n itself tells that reason, not an ended connection', async () => {
		const { send } = failing(new Error('Domain not allowed (for secret-token-0)'), -HOUR);
		const failure = (await failureOf(time.run(send()))) as TokenError;
		expect(failure.message).not.toMatch(/has ended/);
		expect(failure.description).toMatch(/Domain not allowed/);
		expect(failure.description).not.toContain('secret-token-0');
	});

	it.each([broken(503), broken(502), refusal('temporarily_unavailable'), refusal('server_error')])(
		'is asked for some seconds more when the server has trouble that passes: %s',
		async (error) => {
			let times = 3;
			const { fake, send } = setUp('refresh', {
				expiresIn: -HOUR,
				renew: async () => {
					if (times-- > 0) throw error;
					return {};
				},
			});
			const start = time.now;
			expect(await time.run(send())).toMatchObject({ status: 200 });
			expect(fake.renewals).toBe(4);
			expect(time.now - start).toBeLessThan(5000);
		},
	);

	it('is asked for no more than four times, for all who wait together, and then left alone', async () => {
		const { fake, send } = failing(broken(503), -HOUR);
		await time.run(Promise.allSettled(Array.from({ length: 50 }, () => send())));
		expect(fake.renewals).toBe(4);
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(4);
	});

	it('is not asked for again of a server that takes long to say no', async () => {
		const { fake, send } = setUp('refresh', {
			expiresIn: -HOUR,
			renew: async () => {
				await time.sleep(10_000);
				throw broken(504);
			},
		});
		await failureOf(time.run(send()));
		expect(fake.renewals).toBe(2);
	});

	it('holds nobody up while the one in hand still lives', async () => {
		const { fake, send } = failing(broken(503), 60_000);
		const start = time.now;
		expect(await time.run(send())).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(1);
		expect(time.now - start).toBeLessThan(500);
	});

	it('is left alone as long as a refusal counts, although the one in hand still serves', async () => {
		const { fake, send } = failing(strange(403, page), 60_000);
		const renewalsAfter = async (ms: number) => {
			time.now += ms;
			expect(await time.run(send())).toMatchObject({ status: 200 });
			return fake.renewals;
		};
		expect(await renewalsAfter(0)).toBe(1);
		expect(await renewalsAfter(15_000)).toBe(1);
		expect(await renewalsAfter(16_000)).toBe(2);
	});

	it('is asked for once more after a lost answer, also among others that were refused', async () => {
		const errors = [broken(503), unreachable(), broken(503), unreachable()];
		const { fake, send } = setUp('refresh', {
			expiresIn: -HOUR,
			renew: async () => {
				throw errors.shift() ?? new Error('one too many');
			},
		});
		expect(await failureOf(time.run(send()))).toMatchObject({ reason: 'ECONNREFUSED' });
		expect(fake.renewals).toBe(4);
	});

	/** Stops the first while the token is on its way to the second try. */
	async function stopped(error: Error) {
		const { fake, client, send } = failing(error, -HOUR);
		const stop = new AbortController();
		const { send: stoppable } = await client(stop.signal);
		const first = failureOf(stoppable(get));
		await time.advance(100);
		stop.abort();
		expect(await time.run(first)).toBeInstanceOf(StoppedError);
		await time.advance(5000);
		return { fake, send };
	}

	it('is not asked for again after Stop', async () => {
		expect((await stopped(broken(503))).fake.renewals).toBe(1);
	});

	it('is asked for once more in spite of Stop where its successor may be under way', async () => {
		expect((await stopped(unreachable())).fake.renewals).toBe(2);
	});

	it('is asked for by who waits when the one who asked is stopped', async () => {
		let isBroken = true;
		const { fake, client, send } = setUp('refresh', {
			expiresIn: -HOUR,
			renew: async () => {
				if (!isBroken) return {};
				isBroken = false;
				throw broken(503);
			},
		});
		const stop = new AbortController();
		const { send: stoppable } = await client(stop.signal);
		const first = failureOf(stoppable(get));
		const second = send();
		await time.advance(100);
		stop.abort();
		expect(await time.run(first)).toBeInstanceOf(StoppedError);
		expect(await time.run(second)).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(2);
	});
});

describe.each(['refresh', 'preAuthentication'])(
	'a token by %s that has ended on arrival',
	(way) => {
		it('is not renewed at every request, only when an answer refuses it', async () => {
			const { fake, send, name } = setUp(way, {
				expiresIn: -HOUR,
				renew: async () => ({ expiresAt: time.now - HOUR }),
			});
			for (let poll = 0; poll < 30; poll++) {
				expect(await time.run(send())).toMatchObject({ status: 200 });
				await time.advance(60_000);
			}
			expect(fake.renewals).toBe(1);
			fake.stored = { ...fake.stored, token: name(0) };
			expect(await time.run(send())).toMatchObject({ status: 200 });
			expect(fake.renewals).toBe(2);
		});
	},
);

describe('two processes without a lock between them', () => {
	/** As another process sees it: nothing of what this one remembers. */
	async function anotherProcess() {
		vi.resetModules();
		const { clock: itsClock } = await import('../../../core/request/clock');
		vi.spyOn(itsClock, 'now').mockImplementation(() => time.now);
		vi.spyOn(itsClock, 'sleep').mockImplementation(async (ms) => await time.sleep(ms));
		vi.spyOn(itsClock, 'limit').mockImplementation(async (ms) => await time.sleep(ms));
		return (await import('../../../core/client')).connect;
	}

	it.each([
		[2000, 5000],
		[100, 7000],
	])('renew twice, not three times, when answers take %i and %i ms', async (first, second) => {
		let newest = 0;
		const name = (number: number) => `secret-token-${number}`;
		const delays = [first, second];
		const fake = new FakeContext(
			{ token: name(0), expiresAt: time.now - HOUR },
			async (_options, token) => {
				await time.sleep(20);
				return { statusCode: token === name(newest) ? 200 : 401 };
			},
			async () => {
				// The pair counts from now on, the answer is late, and the one before has died.
				const own = ++newest;
				await time.sleep(delays.shift() ?? 0);
				return { token: name(own), expiresAt: time.now + HOUR };
			},
		);
		const market = shop({ credentials: { shopApi: shopCredential(WAYS.refresh) } });
		const connects = [connect, await anotherProcess()];
		const sends = connects.map(async (open) => {
			const { send } = await open(fake.context(), market, 'shopApi', { maxWaitMs: HOUR });
			const statuses = [];
			for (let page = 0; page < 3; page++) statuses.push((await send(get)).status);
			return statuses;
		});
		expect(await time.run(Promise.all(sends))).toEqual([
			[200, 200, 200],
			[200, 200, 200],
		]);
		expect(fake.renewals).toBe(2);
	});
});
