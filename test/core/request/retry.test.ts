import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { ApiRequest, ApiResponse, Marketplace, Send } from '../../../core/marketplace';
import { StoppedError } from '../../../core/request/clock';
import { isUndone } from '../../../core/operations/write-once';
import { Deadline } from '../../../core/request/deadline';
import { retries } from '../../../core/request/retry';
import {
	NoResponseError,
	QuotaError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { insistent } from '../../kit/layers';
import { answer, get, post, shop } from '../../kit/shop';

type Outcome = ApiResponse | Error;

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

/** Sends through the layer to a server that gives `outcomes` in turn, the last one for ever. */
function setUp(
	outcomes: Outcome[],
	options: { market?: Marketplace; maxWaitMs?: number; timeoutMs?: number } = {},
) {
	let calls = 0;
	const stop = new AbortController();
	const { market = shop(), maxWaitMs = 60_000, timeoutMs } = options;
	const patience = { maxWaitMs, timeoutMs, signal: stop.signal };
	const answering = async () => {
		const outcome = outcomes[Math.min(calls++, outcomes.length - 1)];
		if (outcome instanceof Error) throw outcome;
		return await Promise.resolve(outcome);
	};
	const send: Send = async (request) =>
		await retries(market, new Deadline(patience))(answering)(request);
	const run = async (request: ApiRequest = get) => await time.run(send(request));
	return { run, send, stop, calls: () => calls };
}

const throttled = (after?: string) =>
	answer(429, { headers: after === undefined ? {} : { 'retry-after': after } });

describe('a retry', () => {
	it.each([
		['seconds', '7', 7000],
		['a date', 'Sat, 21 Nov 2026 09:00:42 GMT', 42_000],
	])('comes after Retry-After in %s', async (_name, header, waitMs) => {
		const { run, calls } = setUp([throttled(header), answer(200)]);
		const start = time.now;
		expect(await run()).toMatchObject({ status: 200 });
		expect(time.now - start).toBe(waitMs);
		expect(calls()).toBe(2);
	});

	it.each(['soon', '', 'Infinity', 'NaN'])('backs off when Retry-After is %o', async (header) => {
		const { run } = setUp([throttled(header), answer(200)]);
		await run();
		expect(time.sleeps).toHaveLength(1);
		expect(time.sleeps[0]).toBeGreaterThanOrEqual(250);
		expect(time.sleeps[0]).toBeLessThanOrEqual(750);
	});

	it.each([
		['nothing', { 'retry-after': '0' }],
		['less than nothing', { 'retry-after': '-30' }],
		['next to nothing', { 'retry-after': '0.001' }],
		['a date that is over', { 'retry-after': 'Sat, 21 Nov 2026 08:00:00 GMT' }],
		[
			'the very moment of the answer',
			{
				'retry-after': 'Sat, 21 Nov 2026 09:10:00 GMT',
				date: 'Sat, 21 Nov 2026 09:10:00 GMT',
			},
		],
		['what is no date', { 'retry-after': 'Yesterday 5' }],
	])('pauses ever longer where the answer asks to wait for %s', async (_name, headers) => {
		const { run, calls } = setUp([answer(429, { headers })], { maxWaitMs: 300_000 });
		await run();
		expect(calls()).toBe(8);
		time.sleeps.forEach((ms, i) => expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i));
	});

	it.each([
		['behind ours', '08:30:00', '08:30:20'],
		['ahead of ours', '11:00:00', '11:00:20'],
	])('goes by the clock of the answer, which may be %s', async (_name, sent, until) => {
		const day = 'Sat, 21 Nov 2026';
		const headers = { date: `${day} ${sent} GMT`, 'retry-after': `${day} ${until} GMT` };
		const { run } = setUp([answer(429, { headers }), answer(200)]);
		await run();
		expect(time.sleeps).toEqual([20_000]);
	});

	it("pauses ever longer also where the marketplace's own header asks to wait for nothing", async () => {
		const market = shop({ retryAfterMs: () => 0 });
		const { run } = setUp([answer(429)], { market, maxWaitMs: 300_000 });
		await run();
		expect(time.sleeps).toHaveLength(7);
		time.sleeps.forEach((ms, i) => expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i));
	});

	it.each([undefined, '0', '1'])(
		'waits no longer in all than the user wants, pauses for quota and tries together (Retry-After %s)',
		async (after) => {
			const market = shop({ quotas: [{ name: 'requests', perSecond: 10, burst: 10 }] });
			for (let round = 0; round < 20; round++) {
				forgetProcess('quota');
				const start = time.now;
				const send = insistent(market, { maxWaitMs: 60_000 }, async () => throttled(after));
				await time.run(send(get).catch(() => undefined));
				expect(time.now - start).toBeLessThanOrEqual(60_500);
				expect(time.now - start).toBeGreaterThan(15_000);
			}
		},
	);

	it('waits no longer in all than the user wants, however often it is asked to', async () => {
		const { run, calls } = setUp([throttled('25')]);
		const start = time.now;
		expect(await run()).toMatchObject({ status: 429 });
		expect([calls(), time.now - start]).toEqual([3, 50_000]);
	});

	it.each([
		['50', '1234', 50_000],
		['1', '1234', 1234],
		['soon', '1234', 1234],
	])("waits the longer of Retry-After: %s and the marketplace's own %s ms", async (...told) => {
		const [standard, own, waitMs] = told;
		const market = shop({ retryAfterMs: ({ headers }) => Number(headers['x-reset-ms']) });
		const headers = { 'retry-after': standard, 'x-reset-ms': own };
		const { run } = setUp([answer(429, { headers }), answer(200)], { market });
		await run();
		expect(time.sleeps).toEqual([waitMs]);
	});

	it.each([408, 425])(
		'comes after a status %i, whatever the marketplace makes of it',
		async (status) => {
			const { run, calls } = setUp([answer(status), answer(200)]);
			expect(await run()).toMatchObject({ status: 200 });
			expect(calls()).toBe(2);
		},
	);

	it('gives up after three more tries, each after a longer wait within its bounds', async () => {
		for (let round = 0; round < 50; round++) {
			const { run, calls } = setUp([answer(503)]);
			time.sleeps.length = 0;
			expect(await run()).toMatchObject({ status: 503 });
			expect(calls()).toBe(4);
			expect(time.sleeps).toHaveLength(3);
			time.sleeps.forEach((ms, i) => {
				expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i);
				expect(ms).toBeLessThanOrEqual(750 * 2 ** i);
			});
		}
	});

	it.each<[string, Outcome, ApiRequest, number]>([
		['a throttled POST', throttled(), post, 8],
		['a failed GET', answer(500), get, 4],
		['a failed HEAD', answer(502), { ...get, method: 'HEAD' }, 4],
		['a failed POST that is safe twice', answer(500), { ...post, idempotent: true }, 4],
		['a failed POST', answer(500), post, 1],
		['a failed DELETE', answer(500), { method: 'DELETE', path: '/x' }, 1],
		['a failed PUT', answer(500), { method: 'PUT', path: '/x' }, 1],
		['a failed PATCH', answer(500), { method: 'PATCH', path: '/x' }, 1],
		['a throttled DELETE', throttled(), { method: 'DELETE', path: '/x' }, 8],
		['a throttled GET that is not safe twice', throttled(), { ...get, idempotent: false }, 8],
		['a failed GET that is not safe twice', answer(500), { ...get, idempotent: false }, 1],
		['half a document', answer(200, { malformed: true }), get, 4],
		['half a document after a POST', answer(200, { malformed: true }), post, 1],
		['a denied one', answer(403), get, 1],
		['an invalid one', answer(400), get, 1],
		['a blocked one', answer(418), get, 1],
		['one that is gone', answer(404), get, 1],
		['an expired one', answer(401), get, 1],
		['a good one', answer(200), get, 1],
	])('sends %s as often as it may', async (_name, outcome, request, expected) => {
		const { run, calls } = setUp([outcome], { maxWaitMs: 300_000 });
		await run(request);
		expect(calls()).toBe(expected);
	});

	it.each([
		['a read', get, 4],
		['a HEAD', { ...get, method: 'HEAD' as const }, 4],
		['a write', post, 1],
		['a PUT', { ...post, method: 'PUT' as const }, 1],
		['a write that is safe twice', { ...post, idempotent: true }, 4],
		['a read that is not', { ...get, idempotent: false }, 1],
	])('sends %s without an answer as often as it may', async (_name, request, expected) => {
		const { run, calls } = setUp([new NoResponseError('ECONNRESET')]);
		expect(await failureOf(run(request))).toMatchObject({ code: 'ECONNRESET' });
		expect(calls()).toBe(expected);
	});

	it('passes other failures on at once', async () => {
		const trouble = new TokenError('over', 'reconnect');
		const { run, calls } = setUp([trouble]);
		expect(await failureOf(run())).toBe(trouble);
		expect(calls()).toBe(1);
	});

	it('fails early when the marketplace asks for more patience than there is', async () => {
		const { run, calls } = setUp([throttled('61')]);
		const failure = await failureOf(run());
		expect(failure).toBeInstanceOf(QuotaError);
		expect(failure).toMatchObject({ waitMs: 61_000 });
		expect(calls()).toBe(1);
	});

	it('gives the answer itself when its own wait is beyond the patience', async () => {
		const { run, calls } = setUp([answer(503)], { maxWaitMs: 0 });
		expect(await run()).toMatchObject({ status: 503 });
		expect(calls()).toBe(1);
	});

	it.each([
		[undefined, 429],
		['0', 429],
	])('waits for nothing where nobody wants to wait (Retry-After %s)', async (after, status) => {
		const { run, calls } = setUp([throttled(after), answer(200)], { maxWaitMs: 0 });
		expect(await run()).toMatchObject({ status });
		expect([calls(), time.sleeps]).toEqual([1, []]);
	});

	it('says how long it would have to wait where nobody wants to wait', async () => {
		const { run, calls } = setUp([throttled('5'), answer(200)], { maxWaitMs: 0 });
		expect(await failureOf(run())).toMatchObject({ waitMs: 5000, quota: undefined });
		expect(calls()).toBe(1);
	});

	it.each([
		['60.5', true],
		['60.6', false],
	])('waits %s seconds with the patience of a minute: %s', async (after, isEnough) => {
		const { run } = setUp([throttled(after), answer(200)]);
		if (isEnough) expect(await run()).toMatchObject({ status: 200 });
		else expect(await failureOf(run())).toBeInstanceOf(QuotaError);
	});

	it('is not sent where no time would be left for its answer', async () => {
		const { run, calls } = setUp([throttled('60.5'), answer(200)], { timeoutMs: 0 });
		expect(await run()).toMatchObject({ status: 429 });
		expect([calls(), time.sleeps]).toEqual([1, []]);
	});

	it.each([
		['the words of the marketplace after two refusals', [throttled(), throttled()], 429],
		['those of the quota after one', [throttled()], undefined],
	])('that the quota ends is told in %s', async (_what, before, status) => {
		const trouble = new QuotaError('requests', 90_000);
		const { run } = setUp([...before, trouble]);
		if (status === undefined) expect(await failureOf(run())).toBe(trouble);
		else expect(await run()).toMatchObject({ status });
	});

	it('goes by what came last: an answer lost after refusals has three tries more in all', async () => {
		const { run, calls } = setUp([throttled(), throttled(), new NoResponseError('EPIPE')]);
		expect(await failureOf(run())).toMatchObject({ code: 'EPIPE' });
		expect(calls()).toBe(4);
	});

	it('that another kind of answer follows upon is over', async () => {
		const { run, calls } = setUp([
			answer(503),
			new NoResponseError('EPIPE'),
			throttled(),
			answer(404),
		]);
		expect(await run()).toMatchObject({ status: 404 });
		expect(calls()).toBe(4);
	});

	it('ends its wait at once on Stop', async () => {
		const { send, stop, calls } = setUp([throttled('50')]);
		const failure = failureOf(send(get));
		await time.advance(1000);
		stop.abort();
		expect(await failure).toBeInstanceOf(StoppedError);
		expect(calls()).toBe(1);
	});
});

describe('a write that was sent again', () => {
	const put: ApiRequest = { ...post, method: 'PUT', idempotent: true };
	const lost = () => new NoResponseError('ECONNRESET');
	const ended = () => new TokenError('Shop', 'It has ended');

	it.each<[string, Outcome[], boolean]>([
		['a lost answer and then an access that has ended', [lost(), ended()], false],
		['a lost answer and then a token refused', [lost(), answer(401)], false],
		['a failure and then no more quota', [answer(500), new QuotaError(undefined, 9e9)], false],
		['a lost answer and then a refusal of what it asks', [lost(), answer(400)], true],
		['a refused connection and then an access that has ended', [refused(), ended()], true],
		['only an access that has ended', [ended()], true],
		['too many requests and then an access that has ended', [throttled(), ended()], true],
	])('after %s: is it certain that nothing was done?', async (_what, outcomes, isCertain) => {
		const { run } = setUp(outcomes);
		const end = await run(put).catch((error: unknown) => error);
		const error = end instanceof Error ? end : responseError(end as ApiResponse);
		expect(isUndone(error)).toBe(isCertain);
	});

	function refused() {
		return new NoResponseError('ECONNREFUSED');
	}

	function responseError(response: ApiResponse) {
		return new ResponseError(response, shop().classify(response), put.path);
	}
});
