import type { IHttpRequestHelper } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { requestToken } from '../../../core/access/token-request';
import { AmazonSellingPartnerApi } from '../../../credentials/AmazonSellingPartnerApi.credentials';
import { NaverCommerceApi } from '../../../credentials/NaverCommerceApi.credentials';
import type { TokenError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';

const PAGE =
	'<html><head><title>403 Forbidden</title></head><body>Unauthorized access</body></html>';

const answering = (statusCode: number, body: unknown, headers = {}) =>
	({
		helpers: { httpRequest: async () => await Promise.resolve({ statusCode, headers, body }) },
	}) as unknown as IHttpRequestHelper;

const FIELDS = {
	amazon: {
		environment: 'production',
		region: 'eu',
		method: 'refreshToken',
		clientId: 'amzn1.application-oa2-client.1',
		clientSecret: 'amzn1.oa2-cs.v1.secret-1234567890',
		refreshToken: 'Atzr|refresh-1234567890',
	},
	naver: {
		environment: 'production',
		clientId: '7dMvteboKNHwyRremLTEST',
		clientSecret: '$2a$04$N8nTestSaltForNaver0O.',
		accountType: 'SELF',
	},
};
const HOOKS = {
	amazon: new AmazonSellingPartnerApi().preAuthentication,
	naver: new NaverCommerceApi().preAuthentication,
};

async function trouble(name: keyof typeof FIELDS, ...answer: Parameters<typeof answering>) {
	const error = await failureOf(HOOKS[name].call(answering(...answer), { ...FIELDS[name] }));
	return error as TokenError;
}

it.each(['amazon', 'naver'] as const)(
	'%s: a page that bars this address is told as such, not as a wrong key',
	async (name) => {
		const error = await trouble(name, 403, PAGE, { 'content-type': 'text/html' });
		expect(error.message).toMatch(/bot protection in front of .* blocks this server/);
		expect(error).toMatchObject({ blocked: true, transient: false, repeatAfterMs: undefined });
	},
);

it.each(['amazon', 'naver'] as const)('%s: a page of maintenance passes', async (name) => {
	expect(await trouble(name, 503, PAGE)).toMatchObject({ transient: true, repeatAfterMs: 0 });
	expect(await trouble(name, 429, PAGE)).toMatchObject({
		transient: true,
		repeatAfterMs: undefined,
	});
});

it.each(['amazon', 'naver'] as const)('%s: the server says when to come back', async (name) => {
	const at = async (status: number, seconds: string) =>
		(await trouble(name, status, '{}', { 'Retry-After': seconds })).repeatAfterMs;
	expect(await at(503, '2')).toBe(2000);
	expect(await at(429, '3')).toBe(3000);
});

it.each(['invalid_grant', 'invalid_client'])(
	'amazon: a 403 that names an error is about the credential: %s',
	async (error) => {
		expect((await trouble('amazon', 403, JSON.stringify({ error }))).message).toContain(error);
	},
);

it.each([
	['GW.IP_NOT_ALLOWED', 403, /^Register the outbound IP address/],
	['GW.BLOCK.02', 503, /under maintenance/],
	['GW.QUOTA_LIMIT', 429, /notice #3751/],
])('naver: %s is told in the words of any other call', async (code, status, advice) => {
	const error = await trouble('naver', status, JSON.stringify({ code, message: '호출' }));
	expect(error.description).toMatch(advice);
	expect(error.description).toContain(`Naver says: 호출 · Code: ${code}`);
	expect(error).toMatchObject({ blocked: true, repeatAfterMs: undefined });
});

it.each(['GW.INTERNAL_SERVER_ERROR', 'GW.BLOCK.01', 'GW.TIMEOUT.01'])(
	'naver: %s passes, and is asked again',
	async (code) => {
		const error = await trouble('naver', 503, JSON.stringify({ code }));
		expect(error).toMatchObject({ transient: true, blocked: false, repeatAfterMs: 0 });
	},
);

it.each([null, '', 'soon'])('naver: a life of %o is not known', async (expires_in) => {
	const body = JSON.stringify({ access_token: 'fresh-token-1', expires_in });
	const stored = await HOOKS.naver.call(answering(200, body), { ...FIELDS.naver });
	expect(stored).toMatchObject({ accessToken: 'fresh-token-1', expiresAt: '' });
});

it('holds no secret, whatever an authorization server quotes, and leaves a token as it is', async () => {
	const form = { refresh_token: 'plain-refresh-1', client_secret: 'plain-secret-12' };
	const echo = {
		error: 'no plain-refresh-1',
		hint: 'for plain-secret-12',
		token: 'Bearer abcdefghij',
	};
	const call = { url: 'https://login.example.com/token', form };
	const told = await requestToken(answering(400, JSON.stringify(echo)), {}, call);
	expect(JSON.stringify(told)).not.toMatch(/plain-|abcdefghij/);
	const page = await requestToken(answering(403, `<p>${form.client_secret}</p>`), {}, call);
	expect(page).toMatchObject({ body: '<p>***</p>', malformed: true });
	const token = { access_token: 'plain-secret-12-and-more' };
	const good = await requestToken(answering(200, `\ufeff${JSON.stringify(token)}`), {}, call);
	expect(good.body).toEqual(token);
});

it('tells a page in place of a token from a torn answer', async () => {
	const call = { url: 'https://login.example.com/token', form: {} };
	const lost = async (body: string) =>
		(await failureOf(requestToken(answering(200, body), {}, call))) as Error;
	expect((await lost(PAGE)).message).toMatch(/web page instead of a token/);
	expect((await lost('{"access_tok')).message).toMatch(/could not be read/);
});
