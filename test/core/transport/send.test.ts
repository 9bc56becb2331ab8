import { beforeEach, describe, expect, it } from 'vitest';

import { connect } from '../../../core/transport/client';
import { Stopped } from '../../../core/transport/clock';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { get, shop } from '../../kit/shop';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
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
		expect(await time.run(failure)).toBeInstanceOf(Stopped);
		expect(time.now - start).toBe(0);
	});

	it('is not sent any more after Stop', async () => {
		const fake = new FakeContext({ token: 'secret-token' }, () => ({ statusCode: 200 }));
		const { send } = await connect(fake.context(), shop(), 'shopApi', { maxWaitMs: 0 });
		fake.stop.abort();
		expect(await failureOf(send(get))).toBeInstanceOf(Stopped);
		expect(fake.sent).toHaveLength(0);
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
