import { setTimeout as wait } from 'node:timers/promises';
import {
	afterAll,
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
	vi,
	type MockInstance,
} from 'vitest';

import { clock } from '../../core/transport/clock';
import { failureOf } from '../kit/failure';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';
import { LASTING, PASSING, REQUEST_ID } from './troubles';

const TITLES = {
	allegro: 'Allegro',
	amazon: 'Amazon',
	assistTencho: 'Assist Tencho',
	bigCommerce: 'BigCommerce',
	naver: 'Naver Commerce',
};

interface Failure {
	name: string;
	message: string;
	description: string;
	httpCode?: string;
}

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	let calls: MockInstance<(url: string) => unknown>;
	const path = LIST_PATH[name];
	/** Assist Tencho has one page only. */
	const after = name === 'assistTencho' ? 0 : 1;

	beforeAll(async () => {
		stage = await Stage.open(name, { orders: 640, maxRecords: 10_000 });
	});
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		stage.reset();
		// The waits between tries have tests of their own.
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => await wait(Math.min(5, ms / 200)));
		calls = vi.spyOn(stage.server.faults, 'next');
	});

	/** Calls of the API that arrived, answered or not. */
	const arrived = () => calls.mock.calls.filter(([url]) => !/oauth|\/auth\//.test(url)).length;

	async function fail(parameters = stage.everyOrder()): Promise<Failure> {
		return (await failureOf(stage.node({ parameters }).run())) as Failure;
	}

	function expectTold({ name: kind, message, description }: Failure): void {
		expect(kind).toMatch(/^Node(Api|Operation)Error$/);
		expect(message).toContain(`${TITLES[name]} (credential 'My account'`);
		expect(description).toMatch(/check|try|wait|open|remove|tick|read|create/i);
	}

	it.each(PASSING)('gives every order in spite of $what', async ({ fault, options }) => {
		stage.server.faults.set([{ ...fault, path, after, times: 1 }]);
		const output = await stage.node({ parameters: stage.everyOrder({ options }) }).run();
		expect(stage.ids(output).toSorted()).toEqual(stage.heldIds().toSorted());
	});

	it.each(LASTING)('gives up at $what that lasts', async ({ fault, options, httpCode, atMost }) => {
		const headers = { [REQUEST_ID[name]]: 'request-4711', ...fault.headers };
		stage.server.faults.set([{ ...fault, headers, path }]);
		const failure = await fail(stage.everyOrder({ options }));
		expectTold(failure);
		expect(failure.httpCode).toBe(httpCode);
		expect(arrived()).toBeLessThanOrEqual(atMost);
		if (fault.kind !== 'status' || 'retry-after' in headers) return;
		expect(failure.description).toContain(`Status ${httpCode} for `);
		expect(failure.description).toMatch(/Request ID: (request-4711|cr3-000000-faulty)/);
	});

	it('follows no redirect to another host', async () => {
		stage.server.faults.set([{ kind: 'redirect', location: `https://evil.example${path}`, path }]);
		const failure = await fail();
		expectTold(failure);
		expect(failure.message).toContain('evil.example');
		expect(arrived()).toBe(1);
	});

	it('takes no redirect for a success', async () => {
		stage.server.faults.set([{ kind: 'redirect', location: '/', path, status: 304 }]);
		expectTold(await fail());
		expect(arrived()).toBeLessThanOrEqual(4);
	});

	it.each(['repeatPage', 'endlessCursor'] as const)('is not caught by %s', async (kind) => {
		stage.server.faults.set([{ kind, path, after: 1 }]);
		const outcome = await stage
			.node()
			.run()
			.catch((error: Failure) => error);
		expect(arrived()).toBeLessThanOrEqual(40);
		if (!Array.isArray(outcome)) return expectTold(outcome);
		expect(stage.ids(outcome).toSorted()).toEqual(stage.heldIds().toSorted());
	});

	it('puts the error into the item and goes on, if it may', async () => {
		stage.server.faults.set([{ kind: 'status', status: 403, path, times: 1 }]);
		const items = [{}, {}];
		const [first, ...others] = await stage.node({ items, continueOnFail: true }).run();
		expect(first.pairedItem).toEqual({ item: 0 });
		expect(first.json).toMatchObject({
			httpCode: '403',
			error: expect.stringContaining(TITLES[name]),
		});
		expect(others).toHaveLength(stage.heldIds().length);
		expect(others.every(({ pairedItem }) => Object(pairedItem).item === 1)).toBe(true);
	});

	it.skipIf(name === 'assistTencho')('keeps what was read, if it may', async () => {
		stage.server.faults.set([{ kind: 'status', status: 403, path, after: 1 }]);
		const parameters = stage.everyOrder({ options: { partialResults: true } });
		const output = await stage.node({ parameters }).run();
		const last = output.pop();
		expect(output.length).toBeGreaterThan(0);
		expect(output.length).toBeLessThan(640);
		expect(new Set(stage.ids(output)).size).toBe(output.length);
		expect(last?.json.notice).toMatchObject({
			complete: false,
			read: output.length,
			reason: expect.stringContaining(TITLES[name]),
		});
	});
});
