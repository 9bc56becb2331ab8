import { describe, expect, it } from 'vitest';

import type { Call } from '../../../core/node/call';
import { writeOnce } from '../../../core/node/once';
import type { ApiResponse } from '../../../core/marketplace';
import { Stopped } from '../../../core/transport/clock';
import {
	BadInput,
	MayBeDone,
	NoAnswer,
	NotSent,
	QuotaTrouble,
	Redirected,
	Refused,
	TokenTrouble,
} from '../../../core/transport/trouble';
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
	} as unknown as Call;
	const write = async (body: unknown = {}) => await writeOnce(call, { ...post, body });
	return { write, sent: () => sent };
}

const refused = (status: number, verdict: Refused['verdict']) =>
	new Refused(answer(status), verdict, '/orders');

describe('a write', () => {
	it.each<[string, Error]>([
		['a broken connection', new NoAnswer('ECONNRESET')],
		['a timeout', new NoAnswer('ECONNABORTED')],
		['a timeout of the network', new NoAnswer('ETIMEDOUT')],
		['a closed pipe', new NoAnswer('EPIPE')],
		['status 500', refused(500, 'transient')],
		['status 503', refused(503, 'transient')],
		['a gateway that waited in vain', refused(524, 'blocked')],
		['a pointer to what was made', refused(303, 'invalid')],
		['a pointer by an older server', refused(302, 'invalid')],
		['a mistake of ours', new TypeError('x is undefined')],
	])('may have been done after %s, and is not sent again', async (_what, trouble) => {
		const { write, sent } = setUp([trouble, answer(201)]);
		const first = await failureOf(write());
		expect(first).toBeInstanceOf(MayBeDone);
		expect(await failureOf(write())).toBe(first);
		expect(sent()).toBe(1);
	});

	it.each<[string, Error]>([
		['a refused connection', new NoAnswer('ECONNREFUSED')],
		['an unknown host', new NoAnswer('ENOTFOUND')],
		['no way to the host', new NoAnswer('EHOSTUNREACH')],
		['a certificate that is none', new NoAnswer('ERR_TLS_CERT_ALTNAME_INVALID')],
		['status 400', refused(400, 'invalid')],
		['a move', refused(308, 'invalid')],
		['a way to the login page', refused(302, 'denied')],
		['status 429', refused(429, 'throttled')],
		['a maintenance that the marketplace announces', refused(503, 'blocked')],
		['a quota that is used up', new QuotaTrouble('q', 1)],
		['no token', new TokenTrouble('no', 'connect')],
		['a host that n8n does not allow', new NotSent('no')],
		['another host', new Redirected('evil.example')],
		['a mistake of the user', new BadInput('no')],
		['Stop', new Stopped()],
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
			const { write, sent } = setUp([new NoAnswer('ECONNRESET'), answer(201)], tool);
			await failureOf(write({ a: 1 }));
			expect(await failureOf(write({ a: 1 }))).toBeInstanceOf(MayBeDone);
			expect(await write({ a: 2 })).toMatchObject({ status: 201 });
			expect(sent()).toBe(2);
		});
	});
});
