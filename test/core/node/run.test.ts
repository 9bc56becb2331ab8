import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import type { Results } from '../../../core/node/call';
import { runNode } from '../../../core/node/run';
import { Stopped } from '../../../core/transport/clock';
import { BadInput } from '../../../core/transport/trouble';
import { failureOf } from '../../kit/failure';
import { FakeContext } from '../../kit/fake-context';
import { shop } from '../../kit/shop';

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

	async function* failingFirst(item: number): Results {
		if (item === 0) throw new BadInput('bad', 'mend it');
		yield [{ json: { item } }];
	}

	it('ends with the first failure, or goes on when told so', async () => {
		expect(await failureOf(setUp(failingFirst, 2)())).toMatchObject({ description: 'mend it' });
		const [output] = await setUp(failingFirst, 2, true)();
		expect(output).toEqual([
			{
				json: { error: "Shop (credential 'My shop'): bad", description: 'mend it' },
				pairedItem: { item: 0 },
			},
			{ json: { item: 1 }, pairedItem: { item: 1 } },
		]);
	});

	it('gives nothing but error and message where they leave by the error output', async () => {
		const [output] = await setUp(failingFirst, 2, true, 'continueErrorOutput')();
		const error = "Shop (credential 'My shop'): bad";
		expect(output[0].json).toEqual({ error, message: `${error}. mend it` });
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
				throw new Stopped();
			},
			5,
			true,
		);
		await run().catch(() => undefined);
		expect(started).toBe(1);
	});
});
