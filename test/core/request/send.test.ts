import { getEventListeners } from 'node:events';
import type { IExecuteFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { connect } from '../../../core/client';
import { StoppedError } from '../../../core/request/clock';
import { NotSentError, TimeoutBeforeSendError } from '../../../core/request/errors';
import { isTemporary } from '../../../core/triggers/published';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { get, shop } from '../../kit/shop';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

describe('a request', () => {
	it('is not waited for any longer when the user presses Stop', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, async () => {
			await time.sleep(60_000);
			return { statusCode: 200 };
		});
		const { signal } = fake.stop;
		const { send } = await connect(fake.context(), shop(), 'shopApi', { maxWaitMs: 0, signal });
		const failure = failureOf(send(get));
		await time.advance(1000);
		const start = time.now;
		fake.stop.abort();
		expect(await time.run(failure)).toBeInstanceOf(StoppedError);
		expect(time.now - start).toBe(0);
	});

	it('is not sent any more after Stop', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const { send } = await connect(fake.context(), shop(), 'shopApi', { maxWaitMs: 0 });
		fake.stop.abort();
		expect(await failureOf(send(get))).toBeInstanceOf(StoppedError);
		expect(fake.sent).toHaveLength(0);
	});

	it('whose credential n8n never gives ends nevertheless', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const context = fake.context();
		context.getCredentials = async () => await new Promise(() => undefined);
		const start = time.now;
		const failure = failureOf(connect(context, shop(), 'shopApi', { maxWaitMs: 0 }));
		expect(await time.run(failure)).toBeInstanceOf(NotSentError);
		expect(time.now - start).toBeLessThanOrEqual(60_000);
	});

	it('takes no longer than its waits and one answer may, however often it hangs', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, async () => {
			await time.sleep(3_600_000);
			return { statusCode: 200 };
		});
		const patience = { maxWaitMs: 60_000, timeoutMs: 60_000 };
		const { send } = await connect(fake.context(), shop(), 'shopApi', patience);
		const start = time.now;
		expect(await time.run(failureOf(send(get)))).toMatchObject({ code: 'ECONNABORTED' });
		expect(time.now - start).toBeLessThanOrEqual(121_000);
		expect(fake.sent).toHaveLength(2);
	});

	it('for whose answer no time was left was not sent, and may be sent later', async () => {
		const limited = shop({ quotas: [{ name: 'all', perSecond: 0.01, burst: 1 }] });
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const patience = { maxWaitMs: 0, timeoutMs: 0 };
		const { send } = await connect(fake.context(), limited, 'shopApi', patience);
		const failure = await failureOf(send(get));
		expect(failure).toBeInstanceOf(TimeoutBeforeSendError);
		expect(isTemporary(failure)).toBe(true);
		expect(fake.sent).toEqual([]);
	});

	it('is ended by a signal of its own, and leaves nothing on that of Stop', async () => {
		const signals: AbortSignal[] = [];
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const context = fake.context();
		const answering = context.helpers.httpRequestWithAuthentication;
		context.helpers.httpRequestWithAuthentication = async function (
			this: IExecuteFunctions,
			...all
		) {
			signals.push(this.getExecutionCancelSignal?.() as AbortSignal);
			return (await answering.call(this, ...all)) as unknown;
		};
		const { send, end } = await connect(context, shop(), 'shopApi', { maxWaitMs: 0 });
		await Promise.all(Array.from({ length: 30 }, async () => await send(get)));
		expect(getEventListeners(fake.stop.signal, 'abort')).toHaveLength(1);
		expect(new Set(signals).size).toBe(30);
		end();
		expect(getEventListeners(fake.stop.signal, 'abort')).toHaveLength(0);
	});

	it('is sent no more after its client was ended, nor is what waits', async () => {
		const quotas = [{ name: 'requests', perSecond: 1, burst: 2 }];
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const patience = { maxWaitMs: 60_000 };
		const { send, end } = await connect(fake.context(), shop({ quotas }), 'shopApi', patience);
		const all = Promise.allSettled(Array.from({ length: 10 }, async () => await send(get)));
		await time.advance(3500);
		const sent = fake.sent.length;
		end();
		await time.advance(60_000);
		expect(fake.sent).toHaveLength(sent);
		const outcomes = await all;
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(10 - sent);
		expect(await failureOf(send(get))).toBeInstanceOf(StoppedError);
	});

	it('keeps every digit of an id in its answer', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const context = fake.context();
		context.helpers.httpRequestWithAuthentication = async () => ({
			statusCode: 200,
			headers: {},
			body: Buffer.from('{"id":2026112110000000017}'),
		});
		const { send } = await connect(context, shop(), 'shopApi', { maxWaitMs: 0 });
		expect(await send(get)).toMatchObject({ body: { id: '2026112110000000017' } });
	});
});
