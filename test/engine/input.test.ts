import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { failureOf } from '../kit/failure';
import { call, COMMON, CREDENTIALS, OWN } from './bad-input';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';

describe.each(MARKETPLACES)('%s refuses before any request', (name) => {
	let stage: Stage;
	beforeAll(async () => (stage = await Stage.open(name, { orders: 5 })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => stage.reset());

	async function expectRefusal(failure: unknown, named: string): Promise<void> {
		const { message, description } = failure as { message: string; description?: string };
		expect(message).toContain(named);
		expect(description).toMatch(/^.{5,}\. .*Credential: My account/);
		expect(await stage.stats()).toMatchObject({ requests: 0, tokenCalls: 0 });
	}

	it.each([...OWN[name], ...COMMON])('%s', async (_what, parameters, named) => {
		await expectRefusal(await failureOf(stage.node({ parameters }).run()), named);
	});

	it.each(CREDENTIALS[name])('a credential with %s "%s"', async (field, value, named) => {
		const credential = { [field]: value };
		await expectRefusal(await failureOf(stage.node({ credential }).run()), named);
	});

	it('a file that the input does not have', async () => {
		const parameters = call(LIST_PATH[name], { method: 'POST', bodyType: 'binary' });
		const failure = (await failureOf(stage.node({ parameters }).run())) as Error;
		expect(failure.message).toContain("'data'");
		expect(await stage.stats()).toMatchObject({ requests: 0, tokenCalls: 0 });
	});

	it.each([
		['fullResponse', 'Full Response'],
		['responseAsFile', 'Response as File'],
	])('a list to its end with %s', async (option, named) => {
		// Of an expression n8n does not know beforehand that the option is of no use.
		const paginate = '={{ true }}';
		const parameters = call(LIST_PATH[name], { paginate, options: { [option]: true } });
		await expectRefusal(await failureOf(stage.node({ parameters }).run()), named);
	});

	it('only the item with the mistake, when it is told to go on', async () => {
		const items = [{ path: '//evil.example' }, { path: LIST_PATH[name] }];
		const parameters = call('={{ $json.path }}');
		const output = await stage.node({ parameters, items, continueOnFail: true }).run();
		expect(output[0]).toMatchObject({ pairedItem: { item: 0 } });
		expect(output[0].json.error).toContain("'Path'");
		expect((await stage.stats()).requests).toBe(1);
	});
});
