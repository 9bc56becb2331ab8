import type { IExecuteFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { refresh } from '../../../core/access/refresh';
import { Session } from '../../../core/request/session';
import { LostResponseError, TokenError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { shop, shopCredential } from '../../kit/shop';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

/** How a renewal ends for which n8n throws `thrown`. */
async function troubleOf(thrown: unknown): Promise<TokenError> {
	const fake = new FakeContext({ token: 'secret-token-1' }, () => ({ statusCode: 200 }));
	const context = fake.context();
	context.helpers.refreshOAuth2Token = async () => await Promise.reject(thrown as Error);
	const session = await Session.open(context, 'shopApi', shopCredential(), 0);
	return (await failureOf(refresh(session, shop()))) as TokenError;
}

const thrown = (fields: object, message = 'boom') => Object.assign(new Error(message), fields);
const CODES = [
	'ECONNABORTED',
	'ECONNREFUSED',
	'ECONNRESET',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPIPE',
	'ETIMEDOUT',
];

describe('a renewal by n8n', () => {
	it.each(CODES)('that %s has kept from an answer may be asked for again', async (code) => {
		for (const error of [thrown({ code }), thrown({ cause: { code } })]) {
			const trouble = await troubleOf(error);
			expect(trouble).toBeInstanceOf(LostResponseError);
			expect(trouble).toMatchObject({ reason: code, transient: true, repeatAfterMs: 0 });
			expect(trouble.description).toContain(`did not answer (${code})`);
		}
	});

	it.each(['EAUTH', 'ESTATUS', 'ERR_BAD_RESPONSE', 'EUNKNOWN'])(
		'that %s has ended had an answer',
		async (code) => {
			const trouble = await troubleOf(thrown({ code }));
			expect(trouble).not.toBeInstanceOf(LostResponseError);
			expect(trouble.transient).toBe(false);
		},
	);

	it('that gets no answer is given up after 25 seconds', async () => {
		const fake = new FakeContext({}, () => ({ statusCode: 200 }));
		const context = fake.context();
		context.helpers.refreshOAuth2Token = async () => await new Promise(() => undefined);
		const session = await Session.open(context, 'shopApi', shopCredential(), 0);
		const start = time.now;
		const failure = await time.run(failureOf(refresh(session, shop())));
		expect(failure).toBeInstanceOf(LostResponseError);
		expect(failure).toMatchObject({ reason: 'ETIMEDOUT', repeatAfterMs: 0 });
		expect(time.now - start).toBe(25_000);
	});

	it('is asked for by the credential, in the way of its authorization server', async () => {
		const fake = new FakeContext({}, () => ({ statusCode: 200 }));
		const context = fake.context();
		const asked: unknown[] = [];
		context.helpers.refreshOAuth2Token = async function (this: unknown, ...all: unknown[]) {
			asked.push(this === context, ...all);
			return await Promise.resolve({});
		} as IExecuteFunctions['helpers']['refreshOAuth2Token'];
		const oauth2 = { tokenType: 'Bearer' };
		const session = await Session.open(context, 'shopApi', shopCredential({ oauth2 }), 0);
		expect(await refresh(session, shop())).toBeUndefined();
		expect(asked).toEqual([true, 'shopApi', oauth2]);
	});

	it.each([
		['JSON that n8n could not read', new SyntaxError('Unexpected token <')],
		['status 200 with something else', thrown({ status: 200, body: '<html>' })],
		['status 204', thrown({ status: 204 })],
		['status 299', thrown({ response: { status: 299, data: '' } })],
	])('whose answer was %s may be asked for again', async (_what, error) => {
		const trouble = await troubleOf(error);
		expect(trouble).toBeInstanceOf(LostResponseError);
		expect(trouble).toMatchObject({ reason: 'unreadable answer', repeatAfterMs: 0 });
	});

	it('passes our own trouble on as it is', async () => {
		const own = new TokenError('own', 'words');
		expect(await troubleOf(own)).toBe(own);
	});
});

/** As n8n's OAuth2 client throws it. */
const oauth = (error: string, more: object = {}) =>
	thrown({ code: 'EAUTH', body: { error, ...more } });

describe('a renewal that is refused', () => {
	it.each([
		['invalid_client', /Client ID or Client Secret was refused/, /could not be renewed/],
		['unauthorized', /Client ID or Client Secret was refused/, /could not be renewed/],
		['unauthorized_client', /Client ID or Client Secret was refused/, /could not be renewed/],
		['invalid_grant', /revoked, used twice or is too old/, /connection to the account has ended/],
		['invalid_token', /revoked, used twice or is too old/, /connection to the account has ended/],
		['invalid_request', /revoked, used twice or is too old/, /connection to the account has ended/],
		['access_denied', /revoked, used twice or is too old/, /connection to the account has ended/],
	])('with %s says what to do', async (code, advice, message) => {
		const inBody = await troubleOf(oauth(code));
		const inMessage = await troubleOf(thrown({}, `Refused: ${code}!`));
		for (const trouble of [inBody, inMessage]) {
			expect(trouble.message).toMatch(message);
			expect(trouble.description).toMatch(advice);
			expect(trouble).toMatchObject({ reason: code, transient: false, blocked: false });
			expect(trouble.repeatAfterMs).toBeUndefined();
		}
	});

	it.each([
		['server_error', 0],
		['temporarily_unavailable', 0],
		['too_many_requests', undefined],
	])('with %s is asked for again after %s ms', async (code, repeatAfterMs) => {
		const trouble = await troubleOf(oauth(code));
		expect(trouble).toMatchObject({ reason: code, transient: true });
		expect(trouble.repeatAfterMs).toBe(repeatAfterMs);
		expect(trouble.description).toMatch(/has an internal error/);
	});

	it.each(['Too many requests', 'too_many requests', 'TOO MANY REQUESTS'])(
		'in the words "%s" is not asked for again',
		async (words) => {
			const trouble = await troubleOf(thrown({}, words));
			expect(trouble).toMatchObject({ transient: true });
			expect(trouble.repeatAfterMs).toBeUndefined();
		},
	);

	it('with status 429 is not asked for again', async () => {
		const trouble = await troubleOf(thrown({ status: 429, body: 'server_error' }));
		expect(trouble).toMatchObject({ transient: true });
		expect(trouble.repeatAfterMs).toBeUndefined();
	});

	it.each([
		'The credential "x" needs to be reconnected.',
		'The provided authorization grant (e.g., code) is invalid',
		'Token has expired',
		'The token was REVOKED',
	])("in n8n's words %o means that the connection has ended", async (message) => {
		const trouble = await troubleOf(thrown({}, message));
		expect(trouble.message).toBe('The connection to the account has ended');
		expect(trouble.reason).toBeUndefined();
	});

	it.each([
		[thrown({ status: 409, body: 'teapot' }), 'status 409'],
		[thrown({ response: { status: 404, data: '{}' } }), 'status 404'],
	])('strangely is told by its status: %s', async (error, reason) => {
		const trouble = await troubleOf(error);
		expect(trouble).toMatchObject({ reason, transient: false });
		expect(trouble.description).toMatch(/press 'Reconnect'/);
	});

	it('is not read from the words of a page', async () => {
		const page = '<html>access_denied, too many requests, server_error</html>';
		const trouble = await troubleOf(thrown({ status: 409, body: page }));
		expect(trouble).toMatchObject({ reason: 'status 409', transient: false });
	});

	it('for a reason of n8n itself is told in its words, without secrets', async () => {
		const trouble = await troubleOf(thrown({}, 'No such domain for secret-token-1'));
		expect(trouble.description).toContain('n8n says: No such domain for ***');
	});
});
