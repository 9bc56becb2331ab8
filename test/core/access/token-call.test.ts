import type { IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { Secrets } from '../../../core/request/secrets';
import { readTokenBody, requestToken } from '../../../core/access/token-request';
import { LostResponseError, type TokenError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';

const URL_OF_TOKENS = 'https://login.example.com/token';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

function serverOf(answer: () => Promise<object>) {
	const sent: IHttpRequestOptions[] = [];
	const httpRequest = async (options: IHttpRequestOptions) => {
		sent.push(options);
		return await answer();
	};
	return { helper: { helpers: { httpRequest } } as unknown as IHttpRequestHelper, sent };
}

const giving = (statusCode: number, body: unknown, headers = {}) =>
	serverOf(async () => await Promise.resolve({ statusCode, body, headers }));

const call = (form: Record<string, string> = {}) => ({ url: URL_OF_TOKENS, form });

describe('a call for a token', () => {
	it('is a form that follows no redirect', async () => {
		const { helper, sent } = giving(200, '{"access_token":"fresh-token"}');
		await requestToken(helper, {}, call({ grant_type: 'x', code: 'a+b&c=d é' }));
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'POST',
			url: URL_OF_TOKENS,
			body: 'grant_type=x&code=a%2Bb%26c%3Dd+%C3%A9',
			headers: {
				'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
				accept: 'application/json',
			},
			encoding: 'arraybuffer',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: 25_000,
		});
	});

	it('is given up after 25 seconds, and the rest of its answer must not come', async () => {
		const { helper, sent } = serverOf(async () => await new Promise(() => undefined));
		const start = time.now;
		const failure = await time.run(failureOf(requestToken(helper, {}, call())));
		expect(failure).toBeInstanceOf(LostResponseError);
		expect(failure).toMatchObject({ reason: 'ETIMEDOUT', transient: true, repeatAfterMs: 0 });
		expect(time.now - start).toBe(25_000);
		expect(sent[0].abortSignal?.aborted).toBe(true);
	});

	it.each([
		[
			'no answer',
			async () => await Promise.reject(Object.assign(new Error('x'), { code: 'EPIPE' })),
		],
		[
			'half an answer',
			async () => await Promise.resolve({ statusCode: 200, headers: {}, body: '{"a' }),
		],
		['a page', async () => await Promise.resolve({ statusCode: 200, headers: {}, body: '<p>' })],
	])('with a code is never repeated after %s, without one it may be', async (_what, answer) => {
		const ask = async (form: Record<string, string>) =>
			(await failureOf(requestToken(serverOf(answer).helper, {}, call(form)))) as TokenError;
		expect((await ask({ code: 'one-time' })).repeatAfterMs).toBeUndefined();
		expect((await ask({ refresh_token: 'again' })).repeatAfterMs).toBe(0);
	});

	it('tells with its answer whether it may be repeated', async () => {
		const ask = async (form: Record<string, string>) =>
			await requestToken(giving(503, '{}').helper, {}, call(form));
		expect((await ask({ code: 'one-time' })).isRepeatable).toBe(false);
		expect((await ask({ code: '' })).isRepeatable).toBe(false);
		expect((await ask({ refresh_token: 'again' })).isRepeatable).toBe(true);
	});

	it('gives headers in lower case and without secrets', async () => {
		const { helper } = giving(400, '{}', { 'Retry-After': 5, Echo: 'refresh-1234' });
		const { headers } = await requestToken(helper, {}, call({ refresh_token: 'refresh-1234' }));
		expect(headers).toEqual({ 'retry-after': '5', echo: '***' });
	});

	it.each(['code', 'client_secret', 'client_secret_sign', 'refresh_token'])(
		'never shows %s of its form',
		async (name) => {
			const { helper } = giving(400, '{"told":"no hush-hush-1"}');
			const { body } = await requestToken(helper, {}, call({ [name]: 'hush-hush-1' }));
			expect(body).toEqual({ told: 'no ***' });
		},
	);

	it.each(['clientSecret', 'refreshToken', 'accessToken', 'authorizationCode'])(
		'never shows %s of its credential',
		async (name) => {
			const { helper } = giving(400, '{"told":"no hush-hush-1"}');
			const { body } = await requestToken(helper, { [name]: 'hush-hush-1' }, call());
			expect(body).toEqual({ told: 'no ***' });
		},
	);

	it('that is refused in half a document is told with its status', async () => {
		const { helper } = giving(500, '{"err');
		expect(await requestToken(helper, {}, call())).toMatchObject({
			status: 500,
			body: '{"err',
			malformed: true,
		});
	});

	it.each([
		['bytes with a byte order mark', Buffer.from('\ufeff{"access_token":"fresh-token"}')],
		['a text with a byte order mark', '\ufeff{"access_token":"fresh-token"}'],
		['a text with a line break at its end', '{"access_token":"fresh-token"}\r\n'],
		['JSON that n8n has read', { access_token: 'fresh-token' }],
	])('is answered with a token in %s', async (_what, body) => {
		const { helper } = giving(200, body, { 'content-type': 'text/plain' });
		const answer = await requestToken(helper, {}, call());
		expect(answer).toMatchObject({ body: { access_token: 'fresh-token' }, malformed: false });
	});
});

describe('the body of an answer', () => {
	const secrets = new Secrets(['hush-hush-1']);
	const body = JSON.stringify({ access_token: 'hush-hush-1-new' });

	it.each([
		[200, 'hush-hush-1-new'],
		[299, 'hush-hush-1-new'],
		[300, '***'],
		[400, '***'],
	])('with status %i holds %s', (status, expected) => {
		expect(readTokenBody(status, body, secrets)).toEqual({
			body: { access_token: expected },
			malformed: false,
		});
	});

	it.each([
		['no token', '{"token":"hush-hush-1"}', { token: '***' }],
		['an empty token', '{"access_token":"","x":"hush-hush-1"}', { access_token: '', x: '***' }],
		['nothing', undefined, ''],
	])('with %s is told without secrets', (_what, written, expected) => {
		expect(readTokenBody(200, written, secrets)).toEqual({ body: expected, malformed: false });
	});
});
