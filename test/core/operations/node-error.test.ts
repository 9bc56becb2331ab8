import type { INode } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { toNodeError } from '../../../core/operations/node-error';
import { StoppedError } from '../../../core/request/clock';
import { Secrets } from '../../../core/request/secrets';
import {
	InvalidInputError,
	QuotaBlockedError,
	ListError,
	UnknownOutcomeError,
	NoResponseError,
	NotSentError,
	QuotaError,
	RedirectError,
	ResponseError,
	QuotaStarvedError,
	TokenError,
} from '../../../core/request/errors';
import { answer, shop } from '../../kit/shop';

const node = {
	name: 'Shop',
	type: 'shop',
	credentials: { shopApi: { id: '1', name: 'My shop' } },
} as unknown as INode;

const SECRET = 'hush-hush-hush';

function tell(error: unknown) {
	return toNodeError(error, {
		node,
		marketplace: shop({
			describe: () => ({ said: `No ${SECRET}`, advice: 'Do it', code: 'E7' }),
		}),
		credentialType: 'shopApi',
		account: 'jan',
		secrets: new Secrets([SECRET]),
		itemIndex: 3,
	});
}

const refused = (status: number, rest = {}) =>
	new ResponseError(
		answer(status, { headers: { 'x-request-id': 'r-1' }, ...rest }),
		'invalid',
		'/orders',
	);

describe('an error', () => {
	it.each([
		['input', new InvalidInputError('bad', 'advice'), 'NodeOperationError', undefined],
		['a list', new ListError('bad', 'advice'), 'NodeOperationError', undefined],
		['a refusal', refused(400), 'NodeApiError', '400'],
		['a missing order', refused(404), 'NodeApiError', '404'],
		['a server', refused(500), 'NodeApiError', '500'],
		['a token', new TokenError('over', 'Reconnect'), 'NodeApiError', '401'],
		['a token for now', new TokenError('down', 'Wait', 'x', true), 'NodeApiError', '503'],
		['a quota', new QuotaError('requests', 61_000), 'NodeApiError', '429'],
		['a redirect', new RedirectError('evil.example'), 'NodeOperationError', undefined],
		['n8n', new NotSentError('not allowed'), 'NodeOperationError', undefined],
		['Stop', new StoppedError(), 'NodeOperationError', undefined],
		['anything', new Error('oops'), 'NodeOperationError', undefined],
		['no error at all', 'oops', 'NodeOperationError', undefined],
	])('of %s begins with what happened, and ends with where', (_name, error, name, httpCode) => {
		const told = tell(error);
		expect(told.name).toBe(name);
		expect(told.message).not.toContain('credential');
		expect(told.description).toMatch(/Marketplace: Shop · Credential: My shop · Account: jan$/);
		expect(told.context.itemIndex).toBe(3);
		if (httpCode !== undefined) expect(told).toMatchObject({ httpCode });
	});

	it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND'])(
		'of the network says where it happened (%s)',
		(code) => {
			const { message, description } = tell(new NoResponseError(code));
			expect(message).toMatch(/^Shop did not answer \(/);
			expect(description).toMatch(/Marketplace: Shop · Credential: My shop · Account: jan$/);
		},
	);

	it('of half an answer says in words that it broke off', () => {
		expect(tell(new NoResponseError('ERR_BAD_RESPONSE')).message).toContain(
			'the answer was cut off',
		);
	});

	it('of a refusal gives the own words of the marketplace, code and request id, without secrets', () => {
		const { message, description } = tell(refused(400));
		expect(message).toBe('Shop rejected the request: No ***');
		expect(description).toBe(
			'Do it. Status 400 for /orders · Code: E7 · Request ID: r-1 · Marketplace: Shop · Credential: My shop · Account: jan',
		);
	});

	it('of an answer that is no JSON says so', () => {
		expect(tell(refused(200, { malformed: true })).message).toContain('The answer is not JSON');
	});

	it('of an answer that is a file says how to get it', () => {
		const headers = { 'content-type': 'application/pdf' };
		const { message, description } = tell(refused(200, { malformed: true, headers }));
		expect(message).toContain('The answer is not JSON');
		expect(description).toContain(
			"The answer is a file (application/pdf): turn on 'Response as File'",
		);
		const page = { 'content-type': 'text/html; charset=utf-8' };
		const told = tell(refused(200, { malformed: true, headers: page }));
		expect(told.description).not.toContain('is a file');
	});

	it('of a quota says for how long to wait', () => {
		const { message, description } = tell(new QuotaError('requests', 60_001));
		expect(message).toContain("'requests' is used up for 61 s");
		const asked = tell(new QuotaError(undefined, 3_600_000));
		expect(asked.message).toContain('Shop asks to wait for 3600 s');
		expect(description).toContain('at least 61 seconds');
	});

	it('never shows a secret, whatever it was thrown with', () => {
		for (const error of [
			new Error(SECRET),
			new NotSentError(SECRET),
			new InvalidInputError(SECRET, SECRET),
		]) {
			const { message, description } = tell(error);
			expect(`${message} ${description}`).not.toContain(SECRET);
		}
	});

	it('that is one of n8n already is passed on', () => {
		for (const error of [new InvalidInputError('bad'), refused(400)]) {
			const told = tell(error);
			expect(tell(told)).toBe(told);
		}
	});
});

const WHERE = 'Marketplace: Shop · Credential: My shop';

/** What a marketplace without advice of its own is told as. */
function plain(error: unknown, scene: { account?: string | null; name?: string } = {}) {
	const { account = null, name = 'My shop' } = scene;
	return toNodeError(error, {
		node: {
			...node,
			credentials: { shopApi: { id: '1', name } },
		},
		marketplace: shop({ describe: () => ({ said: 'No' }) }),
		credentialType: 'shopApi',
		account,
		secrets: new Secrets([]),
	});
}

describe('what to do next', () => {
	it.each([
		['expired', 'Open the credential and connect again'],
		['denied', 'Check the credential, and what it is allowed to do'],
		['throttled', 'Run less often, or read less at once'],
		['transient', 'This is usually temporary. Try again later'],
		['gone', 'Check the ID or the path'],
		['invalid', 'Correct the request and try again'],
		['blocked', 'Wait before you try again'],
	] as const)('is said where the marketplace only refuses (%s)', (verdict, advice) => {
		const told = plain(new ResponseError(answer(418), verdict, '/orders'));
		expect(told.description).toBe(`${advice}. Status 418 for /orders · ${WHERE}`);
		expect(told).toMatchObject({ httpCode: '418', messages: [] });
	});

	it.each([
		['ECONNREFUSED', 'connection refused'],
		['ECONNRESET', 'connection reset'],
		['ECONNABORTED', 'timeout'],
		['ETIMEDOUT', 'timeout'],
		['ENOTFOUND', 'host name not found'],
		['EAI_AGAIN', 'host name not found'],
		['ERR_BAD_RESPONSE', 'the answer was cut off'],
		['EPIPE', 'EPIPE'],
	])('is said where no answer came (%s)', (code, words) => {
		const told = plain(new NoResponseError(code));
		expect(told.message).toBe(`Shop did not answer (${words})`);
		expect(told.description).toBe(
			`Check that this n8n can reach Shop, and try again later. ${WHERE}`,
		);
		expect(told).toMatchObject({ httpCode: code });
	});

	it.each([
		['401', false, false],
		['403', false, true],
		['503', true, false],
		['503', true, true],
	])('of a token is told with status %s', (httpCode, transient, blocked) => {
		const error = new TokenError('over', 'Reconnect', 'invalid_grant', transient, { blocked });
		const told = plain(error);
		expect(told).toMatchObject({ httpCode });
		expect(told.message).toBe('over');
		expect(told.description).toBe(`Reconnect. Code: invalid_grant · ${WHERE}`);
		expect(plain(new TokenError('over', 'Reconnect')).description).toBe(`Reconnect. ${WHERE}`);
	});

	it('of a quota says which, and how long the whole wait would be', () => {
		const told = plain(new QuotaError('orders', 30_001, 45_000));
		expect(told).toMatchObject({ httpCode: '429' });
		expect(told.message).toBe("The quota 'orders' is used up for 31 s");
		expect(told.description).toBe(
			`Read less at once, run less often, or (not in triggers) raise 'Maximum Wait' to at least 76 seconds. Code: orders · ${WHERE}`,
		);
		expect(plain(new QuotaError(undefined, 1000)).description).toMatch(
			/Code: Retry-After · Marketplace: Shop/,
		);
	});

	it('of a line that stands says for how long it stood', () => {
		const told = plain(new QuotaBlockedError('orders', 60_400));
		expect(told).toMatchObject({ httpCode: '429' });
		expect(told.message).toMatch(/Another request has blocked the quota 'orders' for 60 s$/);
		expect(told.description).toMatch(
			/^Requests are sent one at a time.*Code: orders · Marketplace: Shop/,
		);
	});

	it('of a trigger that starves says for how long, and that nothing is lost', () => {
		const told = plain(new QuotaStarvedError('orders', 1000, 12));
		expect(told).toMatchObject({ httpCode: '429' });
		expect(told.message).toMatch(/The trigger could not read for 12 minutes/);
		expect(told.description).toMatch(/^Nothing is lost.*Code: orders · Marketplace: Shop/);
	});

	it('of a redirect names the host, and that nothing went there', () => {
		const told = plain(new RedirectError('evil.example'));
		expect(told.message).toMatch(/^Shop redirected the request to another host \(evil.example\)$/);
		expect(told.description).toMatch(/^The redirect was not followed/);
	});

	it.each([
		[new NotSentError('not allowed'), 'n8n did not send the request: not allowed'],
		[new StoppedError(), 'The execution was stopped'],
		[new Error('oops'), 'oops'],
		['oops', 'oops'],
		[new InvalidInputError('bad'), 'bad'],
	])('is nothing where there is nothing to do: %s', (error, message) => {
		const told = plain(error);
		expect(told.message).toBe(message);
		expect(told.description).toBe(WHERE);
	});

	it('names what is known of who it was', () => {
		const where = (account: string | null, name: string) =>
			plain(new InvalidInputError('bad'), { account, name }).description;
		expect(where('jan', 'Mine')).toBe('Marketplace: Shop · Credential: Mine · Account: jan');
		expect(where('jan', '')).toBe('Marketplace: Shop · Account: jan');
		expect(where(null, '')).toBe('Marketplace: Shop');
	});

	it('names the credential that the node uses', () => {
		const told = toNodeError(new InvalidInputError('bad'), {
			node: { ...node, credentials: { other: { id: '2', name: 'Other' } } },
			marketplace: shop(),
			credentialType: 'shopApi',
			account: null,
			secrets: new Secrets([]),
		});
		expect(told.description).toBe('Marketplace: Shop');
	});

	it("is the marketplace's own, with its own request id", () => {
		const own = shop({
			requestIdHeader: 'trace-id',
			describe: ({ body }) => ({ said: 'No', ...(body as object) }),
		});
		const description = (body: object) =>
			toNodeError(
				new ResponseError(
					answer(400, { headers: { 'trace-id': 't-9', 'x-request-id': 'no' }, body }),
					'invalid',
					'/orders',
				),
				{ node, marketplace: own, credentialType: 'x', account: null, secrets: new Secrets([]) },
			).description;
		expect(description({ advice: 'Do' })).toBe(
			'Do. Status 400 for /orders · Request ID: t-9 · Marketplace: Shop',
		);
		expect(description({ advice: '', requestId: 'own' })).toBe(
			'Status 400 for /orders · Request ID: own · Marketplace: Shop',
		);
	});

	it('is no file and no page where an error has no JSON', () => {
		const told = (status: number) =>
			plain(new ResponseError(answer(status, { malformed: true }), 'transient', '/orders'));
		expect(told(200).description).toMatch(/^The answer was HTML, incomplete or empty/);
		expect(told(400).message).toBe('Shop rejected the request: No');
		expect(told(502).description).toMatch(/^This is usually temporary/);
	});
});

describe('a write that may have been done', () => {
	const told = (method: 'POST' | 'PUT', trouble: unknown = new NoResponseError('ECONNRESET')) =>
		plain(new UnknownOutcomeError(trouble, { method, path: '/orders' }));

	it('says what was sent, and where to look before it is sent again', () => {
		const { message, description } = told('POST');
		expect(message).toBe(
			'Shop did not answer (connection reset). It may have been done anyway: POST /orders',
		);
		expect(description).toBe(
			`Before you send it again, check whether Shop carried it out (GET /orders or the seller's panel may show it). 'Retry On Fail' does not send it again. ${WHERE}`,
		);
		expect(told('PUT').description).toContain('check what GET /orders returns now');
		expect(told('PUT')).toMatchObject({ httpCode: 'ECONNRESET' });
	});

	it('keeps what the marketplace said', () => {
		const refusal = new ResponseError(
			answer(503, { headers: { 'x-request-id': 'r-1' } }),
			'transient',
			'/orders',
		);
		const { message, description } = told('POST', refusal);
		expect(message).toBe(
			'Shop could not process the request: No. It may have been done anyway: POST /orders',
		);
		expect(description).toMatch(/Status 503 for \/orders · Request ID: r-1 · Marketplace: Shop/);
		expect(told('POST', refusal)).toMatchObject({ httpCode: '503' });
	});
});
