import { describe, expect, it } from 'vitest';
import type { ItemCall } from '../../../core/operations/call';
import { writeOnce } from '../../../core/operations/write-once';
import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import { StoppedError } from '../../../core/request/clock';
import {
	InvalidInputError,
	UnknownOutcomeError,
	NoResponseError,
	NotSentError,
	QuotaError,
	RedirectError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { answer, post } from '../../kit/shop';

type Outcome = ApiResponse | Error;

/** A node that n8n runs with `run`, and what becomes of its writes, one after the other. */
function setUp(outcomes: Outcome[], { name = 'Shop', retryOnFail = true } = {}) {
	const run = { node: { name: 'Shop' } };
	let sent = 0;
	const call = {
		itemIndex: 0,
		context: { getNode: () => ({ name, retryOnFail }), getExecuteData: () => run },
		client: {
			send: async () => {
				const outcome = outcomes[Math.min(sent++, outcomes.length - 1)];
				if (outcome instanceof Error) throw outcome;
				return outcome;
			},
		},
	} as unknown as ItemCall;
	const write = async (body: unknown = {}) => await writeOnce(call, { ...post, body });
	return { write, sent: () => sent };
}

const refused = (status: number, verdict: ResponseError['verdict']) =>
	new ResponseError(answer(status), verdict, '/orders');

describe('a write', () => {
	it.each<[string, Error]>([
		['a broken connection', new NoResponseError('ECONNRESET')],
		['a timeout', new NoResponseError('ECONNABORTED')],
		['a timeout of the network', new NoResponseError('ETIMEDOUT')],
		['a closed pipe', new NoResponseError('EPIPE')],
		['half an answer', new NoResponseError('ERR_BAD_RESPONSE')],
		['a status of gateways', refused(520, 'invalid')],
		['status 500', refused(500, 'transient')],
		['status 503', refused(503, 'transient')],
		['a gateway that waited in vain', refused(524, 'blocked')],
		['a pointer to what was made', refused(303, 'invalid')],
		['a pointer by an older server', refused(302, 'invalid')],
		['a mistake of ours', new TypeError('x is undefined')],
	])('may have been done after %s, and is not sent again', async (_what, trouble) => {
		const { write, sent } = setUp([trouble, answer(201)]);
		const first = await failureOf(write());
		expect(first).toBeInstanceOf(UnknownOutcomeError);
		expect(await failureOf(write())).toBe(first);
		expect(sent()).toBe(1);
	});

	it.each<[string, Error]>([
		['a refused connection', new NoResponseError('ECONNREFUSED')],
		['an unknown host', new NoResponseError('ENOTFOUND')],
		['no way to the host', new NoResponseError('EHOSTUNREACH')],
		['no network', new NoResponseError('ENETUNREACH')],
		['no answer of the name server', new NoResponseError('EAI_AGAIN')],
		['no common protocol', new NoResponseError('EPROTO')],
		['no common cipher', new NoResponseError('ERR_SSL_NO_CIPHER_MATCH')],
		['a header that cannot be sent', new NoResponseError('ERR_INVALID_CHAR')],
		['a path that cannot be sent', new NoResponseError('ERR_UNESCAPED_CHARACTERS')],
		['the last status before those of gateways', refused(519, 'invalid')],
		['status 404', refused(404, 'gone')],
		['status 401', refused(401, 'expired')],
		['status 403', refused(403, 'denied')],
		['a certificate that is none', new NoResponseError('ERR_TLS_CERT_ALTNAME_INVALID')],
		['status 400', refused(400, 'invalid')],
		['a move', refused(308, 'invalid')],
		['a way to the login page', refused(302, 'denied')],
		['status 429', refused(429, 'throttled')],
		['a maintenance that the marketplace announces', refused(503, 'blocked')],
		['a quota that is used up', new QuotaError('q', 1)],
		['no token', new TokenError('no', 'connect')],
		['a host that n8n does not allow', new NotSentError('no')],
		['another host', new RedirectError('evil.example')],
		['a mistake of the user', new InvalidInputError('no')],
		['Stop', new StoppedError()],
	])('was not done after %s, and is sent again', async (_what, trouble) => {
		const { write, sent } = setUp([trouble, answer(201)]);
		expect(await failureOf(write())).toBe(trouble);
		expect(await write()).toMatchObject({ status: 201 });
		expect(sent()).toBe(2);
	});

	it('keeps its answer, whatever it would say now', async () => {
		const { write, sent } = setUp([answer(201)]);
		await write({ at: 1 });
		await write({ at: 2 });
		expect(sent()).toBe(1);
	});

	it('is nothing to remember where n8n does not run the node again', async () => {
		const { write, sent } = setUp([answer(201)], { retryOnFail: false });
		await write();
		await write();
		expect(sent()).toBe(2);
	});

	describe('of an agent, who may mean to do a thing twice,', () => {
		const tool = { name: 'Tool' };

		it('is sent as often as the agent asks for it', async () => {
			const { write, sent } = setUp([answer(201)], tool);
			await write();
			await write();
			expect(sent()).toBe(2);
		});

		it('is not sent again where it may have been done', async () => {
			const { write, sent } = setUp([new NoResponseError('ECONNRESET'), answer(201)], tool);
			await failureOf(write({ a: 1 }));
			expect(await failureOf(write({ a: 1 }))).toBeInstanceOf(UnknownOutcomeError);
			expect(await write({ a: 2 })).toMatchObject({ status: 201 });
			expect(sent()).toBe(2);
		});
	});
});

describe('a write of several items', () => {
	const write = (run: object | undefined, itemIndex: number, sent: unknown[], more: object = {}) =>
		writeOnce(
			{
				itemIndex,
				context: {
					getNode: () => ({ name: 'Shop', retryOnFail: true, ...more }),
					getExecuteData: () => run,
				},
				client: { send: async (request: unknown) => answer(201, { body: sent.push(request) }) },
			} as unknown as ItemCall,
			post,
		);

	it('is one for each item, and each has its own answer', async () => {
		const run = { node: { name: 'Shop' } };
		const sent: unknown[] = [];
		for (const item of [0, 1, 2, 0, 1, 2]) {
			expect((await write(run, item, sent)).body).toBe(item + 1);
		}
		expect(sent).toHaveLength(3);
	});

	it('is sent anew by another run of the node', async () => {
		const sent: unknown[] = [];
		await write({ node: { name: 'Shop' } }, 0, sent);
		await write({ node: { name: 'Shop' } }, 0, sent);
		expect(sent).toHaveLength(2);
	});

	it('is sent each time where nobody knows which run it is', async () => {
		const sent: unknown[] = [];
		await write(undefined, 0, sent);
		await write(undefined, 0, sent);
		expect(sent).toHaveLength(2);
	});

	it.each([undefined, false, 'yes'])(
		'is sent each time where n8n runs the node in a loop (%s)',
		async (retryOnFail) => {
			const sent: unknown[] = [];
			const run = { node: { name: 'Shop' } };
			await write(run, 0, sent, { retryOnFail });
			await write(run, 0, sent, { retryOnFail });
			expect(sent).toHaveLength(2);
		},
	);

	it('of an agent is told apart from its others by all that it sends', async () => {
		const run = { node: { name: 'Agent' } };
		let sent = 0;
		const ask = async (request: Partial<ApiRequest>, name = 'Tool') =>
			await failureOf(
				writeOnce(
					{
						itemIndex: 0,
						context: { getNode: () => ({ name, retryOnFail: true }), getExecuteData: () => run },
						client: {
							send: async () => {
								sent++;
								return await Promise.reject(new NoResponseError('ECONNRESET'));
							},
						},
					} as unknown as ItemCall,
					{ ...post, ...request },
				),
			);
		const requests: Array<Partial<ApiRequest>> = [
			{},
			{ method: 'PUT' },
			{ path: '/other' },
			{ query: { a: 1 } },
			{ headers: { a: '1' } },
			{ body: { a: 1 } },
		];
		for (const request of requests) await ask(request);
		expect(sent).toBe(6);
		for (const request of requests) await ask(request);
		expect(sent).toBe(6);
		await ask({}, 'Another tool');
		expect(sent).toBe(7);
	});
});
