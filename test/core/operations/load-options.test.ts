import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { loadOptions } from '../../../core/operations/load-options';
import type { Client } from '../../../core/client';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext, type RawAnswer } from '../../kit/fake-context';
import { get, shop, shopCredential } from '../../kit/shop';

function setUp(answer: () => RawAnswer = () => ({ statusCode: 200, body: {} }), chosen = '') {
	const fake = new FakeContext({ token: 'a-long-token' }, answer);
	const context = {
		...fake.context(),
		getCurrentNodeParameter: (name: string) => (name === 'authentication' ? chosen : undefined),
	} as unknown as ILoadOptionsFunctions;
	return { fake, context };
}

describe('a drop-down list', () => {
	it('comes in the order of its names', async () => {
		const { context } = setUp();
		const options = ['b', 'Ä', 'a', 'C'].map((name) => ({ name, value: name }));
		const found = await loadOptions(context, shop(), async () => options);
		expect(found.map(({ name }) => name)).toEqual(['a', 'Ä', 'b', 'C']);
	});

	it('tells what is wrong, where, and without secrets', async () => {
		const { context } = setUp();
		const failing = async () => {
			throw new InvalidInputError('bad a-long-token', 'mend it');
		};
		expect(await failureOf(loadOptions(context, shop(), failing))).toMatchObject({
			message: 'bad ***',
			description: 'mend it. Marketplace: Shop · Credential: My shop',
		});
	});

	it('tells what is wrong with a credential that cannot be read', async () => {
		const { context } = setUp();
		const connect = () => {
			throw new InvalidInputError('no host', 'Enter one');
		};
		const broken = shop({ credentials: { shopApi: shopCredential({ connect }) } });
		expect(await failureOf(loadOptions(context, broken, async () => []))).toMatchObject({
			message: 'no host',
			description: 'Enter one. Marketplace: Shop · Credential: My shop',
		});
	});

	it('asks with the credential that the node is set to', async () => {
		const { context } = setUp(undefined, 'second');
		const credentials = {
			other: shopCredential({ authentication: 'first' }),
			shopApi: shopCredential({ authentication: 'second' }),
		};
		let used = '';
		await loadOptions(context, shop({ credentials }), async ({ credentialType }) => {
			used = credentialType;
			return [];
		});
		expect(used).toBe('shopApi');
	});

	it('sends nothing any more once it has been shown, or has failed', async () => {
		for (const fails of [false, true]) {
			const { context, fake } = setUp();
			let client: Client | undefined;
			const load = async (given: Client) => {
				client = given;
				if (fails) throw new InvalidInputError('bad');
				return await Promise.resolve([]);
			};
			await loadOptions(context, shop(), load).catch(() => undefined);
			expect(await failureOf(client!.send(get))).toBeInstanceOf(StoppedError);
			expect(fake.sent).toEqual([]);
		}
	});

	it('waits five seconds for a quota at most', async () => {
		const clock = new FakeClock();
		const start = clock.now;
		const { context } = setUp(() => ({ statusCode: 429, headers: { 'retry-after': '6' } }));
		const load = async ({ send }: Client) => {
			await send(get);
			return [];
		};
		expect(await failureOf(clock.run(loadOptions(context, shop(), load)))).toMatchObject({
			httpCode: '429',
		});
		expect(clock.now - start).toBeLessThanOrEqual(5000);
	});

	it('gives an answer twenty seconds', async () => {
		const { context, fake } = setUp();
		await loadOptions(context, shop(), async ({ send, timeoutMs }) => {
			await send(get);
			expect(timeoutMs).toBe(20_000);
			return [];
		});
		expect(fake.sent).toHaveLength(1);
	});
});
