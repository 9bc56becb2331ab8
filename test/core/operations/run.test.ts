import type { IExecuteFunctions } from 'n8n-workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Call, Results } from '../../../core/operations/call';
import type { NodeError } from '../../../core/operations/node-error';
import { runNode } from '../../../core/operations/run';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, NoResponseError, ResponseError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeContext } from '../../kit/fake-context';
import { FakeClock } from '../../kit/fake-clock';
import { answer, get, shop, shopCredential } from '../../kit/shop';

/** A node with `items` input items whose operation does `work`. */
function setUp(
	work: (itemIndex: number) => Results,
	items = 1,
	continueOnFail = false,
	onError?: string,
) {
	const parameters: Record<string, unknown> = { resource: 'order', operation: 'getAll' };
	const fake = new FakeContext({ token: 'a-token' }, () => ({ statusCode: 200 })).context();
	const context = {
		...fake,
		getNode: () => ({ ...fake.getNode(), onError }),
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		continueOnFail: () => continueOnFail,
	} as unknown as IExecuteFunctions;
	const runs = { 'order.getAll': ({ itemIndex }: { itemIndex: number }) => work(itemIndex) };
	return async () => await runNode(context, shop(), runs);
}

describe('a run', () => {
	it('links every result to its input item', async () => {
		const run = setUp(async function* (item) {
			yield [{ json: { item, part: 1 } }];
			yield [{ json: { item, part: 2 } }, { json: { item, part: 3 } }];
		}, 2);
		const [output] = await run();
		expect(output.map(({ json, pairedItem }) => [json.item, json.part, pairedItem])).toEqual([
			[0, 1, { item: 0 }],
			[0, 2, { item: 0 }],
			[0, 3, { item: 0 }],
			[1, 1, { item: 1 }],
			[1, 2, { item: 1 }],
			[1, 3, { item: 1 }],
		]);
	});

	/** Next step and whereabouts; nothing of them gets lost in an item. */
	const MEND = 'mend it. Marketplace: Shop · Credential: My shop';

	async function* failingFirst(item: number): Results {
		if (item === 0) throw new InvalidInputError('bad', 'mend it');
		yield [{ json: { item } }];
	}

	it('ends with the first failure, or goes on when told so', async () => {
		expect(await failureOf(setUp(failingFirst, 2)())).toMatchObject({
			message: 'bad',
			description: MEND,
		});
		const [output] = await setUp(failingFirst, 2, true)();
		expect(output).toEqual([
			{
				json: { error: 'bad', description: MEND },
				pairedItem: { item: 0 },
			},
			{ json: { item: 1 }, pairedItem: { item: 1 } },
		]);
	});

	it('gives nothing but error and message where they leave by the error output', async () => {
		const [output] = await setUp(failingFirst, 2, true, 'continueErrorOutput')();
		expect(output[0].json).toEqual({ error: 'bad', message: `bad. ${MEND}` });
		expect(output[1].json).toEqual({ item: 1 });
	});

	it.each([{ error: 'x' }, { error: { a: 1 }, message: 'y' }, { error: 'x', details: [] }])(
		'marks a good answer that n8n would send by the error output: %j',
		async (json) => {
			const work = async function* (): Results {
				yield [{ json }];
			};
			const [good] = await setUp(work, 1, true, 'continueErrorOutput')();
			expect(good[0].json).toEqual({ ...json, success: true });
			const [plain] = await setUp(work, 1, true, 'continueRegularOutput')();
			expect(plain[0].json).toEqual(json);
		},
	);

	it.each([{ error: null }, { error: '' }, { error: 'x', id: 1 }, { message: 'y' }])(
		'leaves alone what n8n takes for no error: %j',
		async (json) => {
			const run = setUp(
				async function* () {
					yield [{ json }];
				},
				1,
				true,
				'continueErrorOutput',
			);
			expect((await run())[0][0].json).toEqual(json);
		},
	);

	it('gives more results of one page than a call has room for arguments', async () => {
		const run = setUp(async function* () {
			yield Array.from({ length: 200_000 }, (_, id) => ({ json: { id } }));
		});
		expect((await run())[0]).toHaveLength(200_000);
	});

	it('does not go on after Stop, whatever happens on failures', async () => {
		let started = 0;
		const run = setUp(
			async function* () {
				started++;
				throw new StoppedError();
			},
			5,
			true,
		);
		await run().catch(() => undefined);
		expect(started).toBe(1);
	});
});

afterEach(() => vi.restoreAllMocks());

/** A node whose parameters and answers a test chooses. */
function nodeWith(
	work: (call: Call) => Results,
	{
		parameters = {},
		serve = () => ({ statusCode: 200 }),
		marketplace = shop(),
		continueOnFail = false,
		items = 1,
	}: {
		parameters?: Record<string, unknown> | ((item: number) => Record<string, unknown>);
		serve?: (
			options: object,
			token: string,
		) => { statusCode: number; headers?: Record<string, string> };
		marketplace?: ReturnType<typeof shop>;
		continueOnFail?: boolean;
		items?: number;
	} = {},
) {
	const fake = new FakeContext({ token: 'a-long-token' }, serve);
	const context = {
		...fake.context(),
		getInputData: () => Array.from({ length: items }, () => ({ json: {} })),
		getNodeParameter: (name: string, item: number, fallback: unknown) => {
			const own = typeof parameters === 'function' ? parameters(item) : parameters;
			const all: Record<string, unknown> = { resource: 'order', operation: 'get', ...own };
			return name in all ? all[name] : fallback;
		},
		continueOnFail: () => continueOnFail,
	} as unknown as IExecuteFunctions;
	const runs = { 'order.get': work };
	return { fake, run: async () => await runNode(context, marketplace, runs) };
}

async function* nothing(): Results {}

async function* ask({ client }: Call): Results {
	await client.send(get);
	yield [{ json: {} }];
}

describe('a failure', () => {
	it.each([
		[new ResponseError(answer(404), 'gone', '/orders'), '404'],
		[new NoResponseError('ECONNRESET'), 'ECONNRESET'],
	])('that is gone on from tells its status: %s', async (error, httpCode) => {
		const failing = async function* (): Results {
			throw error;
		};
		const [[item]] = await nodeWith(failing, { continueOnFail: true }).run();
		expect(item.json).toMatchObject({ httpCode });
		expect(item.json.error).toMatch(/^Shop did not /);
		expect(item.json.description).toContain('Marketplace: Shop · Credential: My shop');
		expect(item.pairedItem).toEqual({ item: 0 });
	});

	it('names its item, and takes nothing of the items before it away', async () => {
		const failing = async function* ({ itemIndex }: Call): Results {
			yield [{ json: { itemIndex } }];
			if (itemIndex === 1) throw new InvalidInputError('bad');
		};
		const error = await failureOf(nodeWith(failing, { items: 3 }).run());
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		const [output] = await nodeWith(failing, { items: 3, continueOnFail: true }).run();
		expect(output.map(({ json, pairedItem }) => [json.itemIndex, pairedItem])).toEqual([
			[0, { item: 0 }],
			[undefined, { item: 1 }],
			[2, { item: 2 }],
		]);
	});

	it('is told without the secrets of the credential', async () => {
		const failing = async function* (): Results {
			throw new InvalidInputError('bad a-long-token');
		};
		const error = (await failureOf(nodeWith(failing).run())) as Error;
		expect(error.message).toBe('bad ***');
	});

	it('names the account of the credential', async () => {
		const connect = () => ({ baseUrl: 'https://x.example', account: 'jan', quotaOwner: 'me' });
		const marketplace = shop({ credentials: { shopApi: shopCredential({ connect }) } });
		const failing = async function* (): Results {
			throw new InvalidInputError('bad');
		};
		const error = (await failureOf(nodeWith(failing, { marketplace }).run())) as NodeError;
		expect(error.description).toBe('Marketplace: Shop · Credential: My shop · Account: jan');
	});

	it('may be one of the choice itself', async () => {
		const error = await failureOf(nodeWith(nothing, { parameters: { operation: 'sell' } }).run());
		expect(error).toMatchObject({
			message: "'sell' is not available for 'order'",
			description: 'Choose an operation. Marketplace: Shop · Credential: My shop',
		});
	});

	it.each([false, true])('sends nothing any more, and neither does success (%s)', async (fails) => {
		let call: Call | undefined;
		const work = async function* (given: Call): Results {
			call = given;
			if (fails) throw new InvalidInputError('bad');
			yield [];
		};
		await nodeWith(work, { continueOnFail: true }).run();
		expect(await failureOf(call!.client.send(get))).toBeInstanceOf(StoppedError);
	});
});

describe('the choice of an item', () => {
	it('is its own: credential, operation and patience', async () => {
		const seen: unknown[] = [];
		const note = async function* ({ client, itemIndex }: Call): Results {
			seen.push([itemIndex, client.credentialType, client.timeoutMs]);
			yield [];
		};
		const credentials = {
			other: shopCredential({ authentication: 'first' }),
			shopApi: shopCredential({ authentication: 'second' }),
		};
		const parameters = (item: number) => ({
			authentication: item === 0 ? 'first' : 'second',
			options: { timeout: 1000 * (item + 1) },
		});
		await nodeWith(note, { parameters, items: 2, marketplace: shop({ credentials }) }).run();
		expect(seen).toEqual([
			[0, 'other', 1000],
			[1, 'shopApi', 2000],
		]);
	});

	it.each([
		[undefined, undefined],
		['', undefined],
		[null, undefined],
		[0, undefined],
		['0', undefined],
		[5, 5],
		['250', 250],
		[2 ** 31 - 1, 2 ** 31 - 1],
		[2 ** 31, 2 ** 31 - 1],
		[1e12, 2 ** 31 - 1],
	])('may be a timeout of %s', async (timeout, timeoutMs) => {
		let found: unknown = 'none';
		const note = async function* ({ client }: Call): Results {
			found = client.timeoutMs;
			yield [];
		};
		await nodeWith(note, { parameters: { options: { timeout } } }).run();
		expect(found).toBe(timeoutMs);
	});

	it.each([
		['maxWait', -1, "'Maximum Wait' is not a number of seconds"],
		['maxWait', 'soon', "'Maximum Wait' is not a number of seconds"],
		['maxWait', ' ', "'Maximum Wait' is not a number of seconds"],
		['maxWait', Infinity, "'Maximum Wait' is not a number of seconds"],
		['timeout', -1, "'Timeout' is not a number of milliseconds"],
		['timeout', NaN, "'Timeout' is not a number of milliseconds"],
	])('is no %s of %s', async (name, value, message) => {
		const { run, fake } = nodeWith(ask, { parameters: { options: { [name]: value } } });
		expect(((await failureOf(run())) as Error).message).toContain(message);
		expect(fake.sent).toEqual([]);
	});

	it.each([
		[undefined, 59, 2],
		[undefined, 61, 1],
		[0, 1, 1],
		['0', 1, 1],
		[120, 110, 2],
		[10, 11, 1],
	])(
		'to wait %s s at most is kept where the marketplace asks for %i s',
		async (maxWait, asked, requests) => {
			const clock = new FakeClock();
			let count = 0;
			const serve = () =>
				count++ === 0
					? { statusCode: 429, headers: { 'retry-after': String(asked) } }
					: { statusCode: 200 };
			const { run } = nodeWith(ask, { parameters: { options: { maxWait } }, serve });
			const outcome = await clock.run(run().catch((error: unknown) => error));
			expect(count).toBe(requests);
			if (requests === 1) expect(outcome).toMatchObject({ httpCode: '429' });
			else expect(outcome).toEqual([[{ json: {}, pairedItem: { item: 0 } }]]);
		},
	);

	it('ends when the user presses Stop, also while it waits', async () => {
		const clock = new FakeClock();
		const start = clock.now;
		const serve = () => ({ statusCode: 429, headers: { 'retry-after': '50' } });
		const { run, fake } = nodeWith(ask, { serve, continueOnFail: true });
		const work = run().catch((error: unknown) => error);
		await clock.advance(1000);
		fake.stop.abort();
		expect(((await clock.run(work)) as Error).message).toContain('The execution was stopped');
		expect(clock.now - start).toBeLessThan(50_000);
		expect(fake.sent).toHaveLength(1);
	});
});
