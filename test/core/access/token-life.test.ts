import type { ICredentialsDecrypted, IExecuteFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { ApiRequest, CredentialUse, Quota } from '../../../core/marketplace';
import { connect } from '../../../core/client';
import {
	LostResponseError,
	NoResponseError,
	QuotaError,
	renewalDone,
	TokenError,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { get, shop, shopCredential } from '../../kit/shop';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REFRESH: Partial<CredentialUse> = { renewal: 'refresh', oauth2: { tokenType: 'Bearer' } };
const HOOK: Partial<CredentialUse> = { renewal: 'preAuthentication', tokenField: 'token' };

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('token');
	forgetProcess('quota');
});

interface Setting {
	expiresIn?: number;
	use?: Partial<CredentialUse>;
	quotas?: Quota[];
	maxWaitMs?: number;
	timeoutMs?: number;
	/** What the authorization server does. */
	renew?: (call: number) => Promise<object>;
	/** Which tokens the marketplace takes. */
	isGood?: (token: string) => boolean;
}

function setUp(setting: Setting = {}) {
	const { expiresIn = HOUR, use = REFRESH, quotas = [], isGood = () => true } = setting;
	const fake = new FakeContext(
		{ token: 'token-0', expiresAt: time.now + expiresIn },
		async (_options, token) =>
			await Promise.resolve({ statusCode: isGood(token) ? 200 : 401, body: { token } }),
	);
	fake.onRenewal = async () => {
		const call = fake.renewals;
		const fresh = await (setting.renew?.(call) ?? Promise.resolve({}));
		return { token: `token-${call}`, expiresAt: time.now + HOUR, ...fresh };
	};
	const market = shop({ credentials: { shopApi: shopCredential(use) }, quotas });
	const { maxWaitMs = HOUR, timeoutMs } = setting;
	const send = async (request: ApiRequest = get) => {
		const client = await connect(fake.context(), market, 'shopApi', { maxWaitMs, timeoutMs });
		return await client.send(request);
	};
	const run = async (request?: ApiRequest) => await time.run(send(request));
	return { fake, send, run };
}

const busy = (repeatAfterMs?: number) =>
	new TokenError('busy', 'later', 'busy', true, { repeatAfterMs });
const refused = () => new TokenError('refused', 'reconnect', 'invalid_grant');

describe('the end of a token', () => {
	it.each([
		[299_000, 1],
		[421_000, 0],
	])('%i ms ahead leads to %i renewals, whatever the process', async (expiresIn, renewals) => {
		const { fake, run } = setUp({ expiresIn });
		await run();
		expect(fake.renewals).toBe(renewals);
	});

	it('is met between five and seven minutes ahead, by each process at another time', async () => {
		vi.resetModules();
		vi.spyOn(Math, 'random').mockReturnValue(1);
		const { clock } = await import('../../../core/request/clock');
		vi.spyOn(clock, 'now').mockImplementation(() => time.now);
		const { connect: open } = await import('../../../core/client');
		const market = shop({ credentials: { shopApi: shopCredential(REFRESH) } });
		for (const [id, expiresIn, renewals] of [
			['a', 421_000, 0],
			['b', 419_000, 1],
		] as const) {
			const { fake } = setUp({ expiresIn });
			const { send } = await open(fake.context(id), market, 'shopApi', { maxWaitMs: 0 });
			await send(get);
			expect(fake.renewals).toBe(renewals);
		}
	});

	it('is unknown where the credential does not tell', async () => {
		const { fake, run } = setUp();
		delete fake.stored.expiresAt;
		await run();
		expect(fake.renewals).toBe(0);
	});

	it('is there where there is none, for a credential that fetches its own', async () => {
		const { fake, run } = setUp({ use: HOOK });
		fake.stored = { token: '' };
		await run();
		expect(fake.renewals).toBe(1);
		expect(fake.sent.map(({ token }) => token)).toEqual(['token-1']);
	});

	it('a minute after its beginning leads to one renewal a minute, not one a request', async () => {
		const renew = async () => await Promise.resolve({ expiresAt: time.now + MINUTE });
		const { fake, run } = setUp({ expiresIn: -HOUR, renew });
		for (let poll = 0; poll < 60; poll++) {
			await run();
			await time.advance(10_000);
		}
		expect(fake.renewals).toBeGreaterThanOrEqual(9);
		expect(fake.renewals).toBeLessThanOrEqual(10);
	});

	it('seconds after its beginning leads to two renewals a minute at most', async () => {
		const renew = async () => await Promise.resolve({ expiresAt: time.now + 3000 });
		const { fake, run } = setUp({ expiresIn: -HOUR, renew });
		for (let poll = 0; poll < 60; poll++) {
			await run();
			await time.advance(5000);
		}
		expect(fake.renewals).toBeGreaterThanOrEqual(8);
		expect(fake.renewals).toBeLessThanOrEqual(10);
	});

	it('that was past on arrival is forgotten with the token', async () => {
		let life = -HOUR;
		const renew = async () => await Promise.resolve({ expiresAt: time.now + life });
		const { fake, run } = setUp({ expiresIn: -HOUR, renew });
		await run();
		await time.advance(MINUTE);
		await run();
		expect(fake.renewals).toBe(1);
		life = HOUR;
		fake.stored = { ...fake.stored, token: 'token-edited' };
		await run();
		expect(fake.renewals).toBe(2);
		await time.advance(HOUR);
		await run();
		expect(fake.renewals).toBe(3);
	});
});

describe('a renewal ahead of the end that fails for now', () => {
	it('is put off for ten seconds, and the token in hand serves', async () => {
		const renew = async () => await Promise.reject(busy(0));
		const { fake, run } = setUp({ expiresIn: 2 * MINUTE, renew });
		const start = time.now;
		expect(await run()).toMatchObject({ status: 200 });
		expect(time.now).toBe(start);
		await time.advance(9900);
		await run();
		expect(fake.renewals).toBe(1);
		await time.advance(200);
		await run();
		expect(fake.renewals).toBe(2);
	});

	it('is not put off beyond the end', async () => {
		const renew = async () => await Promise.reject(busy());
		const { fake, run } = setUp({ expiresIn: 5000, renew });
		await run();
		await time.advance(5000);
		expect(await failureOf(run())).toBeInstanceOf(TokenError);
		expect(fake.renewals).toBeLessThanOrEqual(2);
	});

	it('because this address is barred serves on as well', async () => {
		const barred = new TokenError('barred', 'ask', 'x', false, { blocked: true });
		const renew = async () => await Promise.reject(barred);
		expect(await setUp({ expiresIn: 2 * MINUTE, renew }).run()).toMatchObject({ status: 200 });
	});

	it('for good is told at once', async () => {
		const renew = async () => await Promise.reject(refused());
		const { fake, run } = setUp({ expiresIn: 2 * MINUTE, renew });
		expect(await failureOf(run())).toMatchObject({ reason: 'invalid_grant' });
		expect(fake.sent).toHaveLength(0);
	});
});

describe('a token asked for again', () => {
	/** How long it pauses before each try that follows on `error`. */
	async function pausesAfter(error: TokenError, setting: Setting = {}) {
		const renew = async () => await Promise.reject(error);
		const { fake, run } = setUp({ expiresIn: -HOUR, renew, ...setting });
		expect(await failureOf(run())).toBe(error);
		expect(fake.renewals).toBe(time.sleeps.length + 1);
		return time.sleeps;
	}

	it('waits half a second, one, and two', async () => {
		expect(await pausesAfter(busy(0))).toEqual([500, 1000, 2000]);
	});

	it.each([
		[800, [800, 1000, 2000]],
		[3000, [3000, 3000, 3000]],
		[5000, [5000, 5000, 5000]],
		[5001, []],
	])('waits as long as told where that is %i ms', async (told, pauses) => {
		expect(await pausesAfter(busy(told))).toEqual(pauses);
	});

	it.each([
		['never where nobody has said when', busy()],
		['never after a refusal', refused()],
	])('waits %s', async (_what, error) => {
		expect(await pausesAfter(error)).toEqual([]);
	});

	it('waits no longer than the user wants', async () => {
		expect(await pausesAfter(busy(0), { maxWaitMs: 1000 })).toEqual([500]);
		forgetProcess('token');
		time.sleeps.length = 0;
		expect(await pausesAfter(busy(0), { maxWaitMs: 0 })).toEqual([]);
	});

	it.each([
		[14_400, 2],
		[14_600, 1],
	])('of a server that says no after %i ms is asked for %i times', async (ms, renewals) => {
		const renew = async () => {
			await time.sleep(ms);
			throw busy(0);
		};
		const { fake, run } = setUp({ expiresIn: -HOUR, renew });
		await failureOf(run());
		expect(fake.renewals).toBe(renewals);
	});

	it('after a lost answer waits a second, once, and is not remembered', async () => {
		const lost = new LostResponseError('lost', 'again', 'ECONNRESET');
		expect(await pausesAfter(lost)).toEqual([1000]);
	});

	it('after a lost answer that must not be repeated is not asked for again', async () => {
		expect(await pausesAfter(new LostResponseError('lost', 'again', 'ECONNRESET', false))).toEqual(
			[],
		);
	});
});

describe('a refusal to renew', () => {
	it.each([
		['for good', refused, 29_900, 30_100],
		['for now', () => busy(), 9900, 10_100],
	])('%s counts from %i to %i ms', async (_what, error, still, over) => {
		const renew = async () => await Promise.reject(error());
		const { fake, run } = setUp({ expiresIn: -HOUR, renew });
		await failureOf(run());
		await time.advance(still);
		await failureOf(run());
		expect(fake.renewals).toBe(1);
		await time.advance(over - still);
		await failureOf(run());
		expect(fake.renewals).toBe(2);
	});
});

describe('a new token that is refused at once', () => {
	const isGood = (token: string) => token === 'token-good';

	it.each([
		[7500, true],
		[8500, false],
	])('is replaced by one that another process stores %i ms later: %s', async (ms, isFound) => {
		const { fake, run } = setUp({ isGood });
		void time.sleep(ms).then(() => (fake.stored.token = 'token-good'));
		const outcome = run();
		if (isFound) expect(await outcome).toMatchObject({ status: 200 });
		else expect(await failureOf(outcome)).toMatchObject({ verdict: 'expired' });
		expect(fake.renewals).toBe(1);
		expect(time.sleeps.every((sleep) => sleep === 1000)).toBe(true);
	});

	it('keeps others from renewing for ten seconds', async () => {
		const { fake, run } = setUp({ isGood });
		await failureOf(run());
		await time.advance(9900);
		await failureOf(run());
		expect(fake.renewals).toBe(1);
		await time.advance(200);
		await failureOf(run());
		expect(fake.renewals).toBe(2);
	});
});

describe('a request', () => {
	it('that comes while a token is renewed is sent with the new one only', async () => {
		const renew = async () => {
			await time.sleep(1000);
			return {};
		};
		const { fake, send } = setUp({ renew, isGood: (token) => token === 'token-1' });
		const first = send();
		await time.advance(100);
		const second = send();
		await time.run(Promise.all([first, second]));
		expect(fake.sent.map(({ token }) => token)).toEqual(['token-0', 'token-1', 'token-1']);
	});

	it('with a token of its own pays its quota, and renews nothing when it is refused', async () => {
		const quotas = [{ name: 'all', perSecond: 0.001, burst: 1 }];
		const setting = { use: HOOK, quotas, maxWaitMs: 0, isGood: () => false };
		const { fake, run } = setUp(setting);
		const own = { ...get, token: 'restricted' };
		expect(await failureOf(run(own))).toMatchObject({ verdict: 'expired' });
		expect(await failureOf(run(own))).toBeInstanceOf(QuotaError);
		expect(fake.renewals).toBe(0);
	});

	it('pays one turn for its two tries with an old and a new token each', async () => {
		const quotas = [{ name: 'all', perSecond: 0.001, burst: 2 }];
		const { run } = setUp({ quotas, maxWaitMs: 0, isGood: (token) => token !== 'token-0' });
		expect(await run()).toMatchObject({ status: 200 });
		expect(await failureOf(run())).toBeInstanceOf(QuotaError);
	});
});

describe('a renewal and its request in one step', () => {
	/** n8n's side: the token comes after `tokenMs`, the answer after `answerMs` more. */
	async function ask(tokenMs: number, answerMs: number, timeoutMs: number) {
		const { fake } = setUp();
		const context = fake.context();
		let calls = 0;
		const stored: Record<string, unknown> = { token: '', expiresAt: undefined };
		context.getCredentials = async () => await Promise.resolve({ ...stored } as never);
		const helper = async (
			_type: string,
			_options: unknown,
			additional?: { credentialsDecrypted?: ICredentialsDecrypted },
		) => {
			calls++;
			const fields = additional?.credentialsDecrypted?.data as object;
			await time.sleep(tokenMs);
			Object.assign(fields, { token: 'new-token-1' });
			renewalDone(fields);
			await time.sleep(answerMs);
			return { statusCode: 200, headers: {}, body: Buffer.from('{"echo":"new-token-1"}') };
		};
		context.helpers.httpRequestWithAuthentication =
			helper as unknown as IExecuteFunctions['helpers']['httpRequestWithAuthentication'];
		const market = shop({ credentials: { shopApi: shopCredential(HOOK) } });
		const patience = { maxWaitMs: 0, timeoutMs };
		const send = async () => await (await connect(context, market, 'shopApi', patience)).send(get);
		return { send, calls: () => calls };
	}

	it('goes on with the new token where the answer sends elsewhere', async () => {
		let isFirst = true;
		const fake = new FakeContext({ token: '' }, (_options, token) => {
			const isSent = isFirst;
			isFirst = false;
			return isSent
				? { statusCode: 302, headers: { location: '/base/orders/new' } }
				: { statusCode: token === 'new-token-1' ? 200 : 401 };
		});
		fake.onRenewal = async () => await Promise.resolve({ token: 'new-token-1' });
		const market = shop({ credentials: { shopApi: shopCredential(HOOK) } });
		const { send } = await connect(fake.context(), market, 'shopApi', { maxWaitMs: 0 });
		expect(await time.run(send(get))).toMatchObject({ status: 200 });
		expect(fake.renewals).toBe(1);
		expect(fake.sent.map(({ token }) => token)).toEqual(['new-token-1', 'new-token-1']);
	});

	it('hides the token that came along', async () => {
		const { send } = await ask(10, 10, 10_000);
		expect(await time.run(send())).toMatchObject({ body: { echo: '***' } });
	});

	it('is given up by who waits when the time for an answer is over', async () => {
		const { send } = await ask(1000, HOUR, 10_000);
		const start = time.now;
		expect(await time.run(failureOf(send()))).toBeInstanceOf(NoResponseError);
		expect(time.now - start).toBe(10_000);
	});

	it('ends for all when its answer has had its time behind the token', async () => {
		const { send, calls } = await ask(5000, HOUR, 10_000);
		void failureOf(send());
		await time.advance(14_900);
		void failureOf(send());
		await time.advance(50);
		expect(calls()).toBe(1);
		await time.advance(100);
		expect(calls()).toBe(2);
	});

	it('ends for all a minute and an answer after its begin where no token comes', async () => {
		const { send, calls } = await ask(10 * HOUR, 0, 10_000);
		void failureOf(send());
		await time.advance(69_900);
		void failureOf(send());
		await time.advance(50);
		expect(calls()).toBe(1);
		await time.advance(100);
		expect(calls()).toBe(2);
	});
});
