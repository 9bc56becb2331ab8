import { afterEach, beforeEach, describe, expect, it, type MockInstance } from 'vitest';

import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import { TimeOuts } from '../kit/time-outs';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';
import {
	expectTold,
	LASTING,
	PASSING,
	REQUEST_ID,
	STATUSES,
	TITLES,
	UNADVISED,
	type Failure,
	type Trouble,
} from './troubles';

/** A fast clock, and time-outs that come when a call hangs; what is called can be counted. */
async function open(...[name, settings]: Parameters<typeof Stage.open>) {
	const timeOuts = new TimeOuts(fastClock(100));
	timeOuts.set();
	const stage = await Stage.open(name, settings);
	stage.reset();
	const calls = timeOuts.watch(stage.server.faults);
	return { stage, calls };
}

describe.each(MARKETPLACES)('%s', (name) => {
	let stage: Stage;
	let calls: MockInstance<(url: string) => unknown>;
	const path = LIST_PATH[name];
	/** Assist Tencho has one page only. */
	const after = name === 'assistTencho' ? 0 : 1;

	beforeEach(async () => {
		({ stage, calls } = await open(name, { orders: 330, maxRecords: 10_000 }));
	});
	afterEach(async () => await stage.server.close());

	/** Calls of the API that arrived, answered or not. */
	const arrived = () => calls.mock.calls.filter(([url]) => !/oauth|\/auth\//.test(url)).length;

	async function fail(parameters = stage.everyOrder()): Promise<Failure> {
		// Amazon's reports would help out where its Orders API gives up.
		const options = { ...(parameters.options as object), readThrough: 'ordersApi' };
		return (await failureOf(
			stage.node({ parameters: { ...parameters, options } }).run(),
		)) as Failure;
	}

	async function everyOrderOf(parameters = stage.everyOrder()): Promise<void> {
		const output = await stage.node({ parameters }).run();
		expect(stage.ids(output).toSorted()).toEqual(stage.heldIds().toSorted());
	}

	async function outlives({ fault, options }: Trouble): Promise<void> {
		stage.server.faults.set([{ ...fault, path, after, times: 1 }]);
		await everyOrderOf(stage.everyOrder({ options }));
	}

	/** The sandbox's shop never forgets a call that it did not answer, and refuses all others. */
	const isLeft = ({ fault }: Trouble) =>
		name === 'assistTencho' && ['reset', 'hang'].includes(fault.kind);

	it.each(PASSING.filter((trouble) => !isLeft(trouble)))(
		'gives every order in spite of $what',
		outlives,
	);
	it.each(PASSING.filter(isLeft))('gives every order in spite of $what', outlives);

	it.each(LASTING)('gives up at $what that lasts', async ({ fault, options, httpCode, atMost }) => {
		const headers = { [REQUEST_ID[name]]: 'request-4711', ...fault.headers };
		stage.server.faults.set([{ ...fault, headers, path }]);
		const failure = await fail(stage.everyOrder({ options }));
		expectTold(name, failure);
		expect(failure.httpCode).toBe(httpCode);
		expect(arrived()).toBeLessThanOrEqual(atMost);
		if (fault.kind !== 'status' || httpCode === '429') return;
		expect(failure.description).toContain(`Status ${httpCode} for `);
		expect(failure.description).toMatch(/Request ID: (request-4711|cr3-000000-faulty)/);
	});

	async function advises(status: number): Promise<void> {
		stage.server.faults.set([{ kind: 'status', status, path }]);
		const { description } = await fail();
		const [advice] = description.split(/(Status \d+ for|Code: )/);
		expect(advice.length).toBeGreaterThan(10);
	}

	const unadvised = UNADVISED[name];
	it.each(STATUSES.filter((status) => !unadvised.includes(status)))(
		'tells the next step at status %i',
		advises,
	);
	it.each(unadvised)('tells the next step at status %i', advises);

	it('follows no redirect to another host', async () => {
		stage.server.faults.set([{ kind: 'redirect', location: `https://evil.example${path}`, path }]);
		const failure = await fail();
		expectTold(name, failure);
		expect(failure.message).toContain('evil.example');
		expect(arrived()).toBe(1);
	});

	it('takes no redirect for a success', async () => {
		stage.server.faults.set([{ kind: 'redirect', location: '/', path, status: 304 }]);
		expectTold(name, await fail());
		expect(arrived()).toBeLessThanOrEqual(4);
	});

	async function isNotCaught(kind: 'repeatPage' | 'endlessCursor'): Promise<void> {
		stage.server.faults.set([{ kind, path, after: 1 }]);
		const outcome = await stage
			.node()
			.run()
			.catch((error: Failure) => error);
		expect(arrived()).toBeLessThanOrEqual(40);
		if (!Array.isArray(outcome)) return expectTold(name, outcome);
		expect(stage.ids(outcome).toSorted()).toEqual(stage.heldIds().toSorted());
	}

	it('does not read for ever', async () => await isNotCaught('endlessCursor'));
	// Naver's feed is read in windows; the page of another window passes for the page of this one.
	const knowsPages = name === 'naver' ? it : it;
	knowsPages('takes no page for another', async () => await isNotCaught('repeatPage'));

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
		// Naver's list tells only what changed; the orders themselves come from the query.
		const part = name === 'naver' ? 'product-orders/query' : path;
		stage.server.faults.set([{ kind: 'status', status: 403, path: part, after: 1 }]);
		const parameters = stage.everyOrder({ options: { partialResults: true } });
		const output = await stage.node({ parameters }).run();
		const last = output.pop();
		expect(output.length).toBeGreaterThan(0);
		expect(output.length).toBeLessThan(330);
		expect(new Set(stage.ids(output)).size).toBe(output.length);
		expect(last?.json.notice).toMatchObject({
			complete: false,
			read: output.length,
			reason: expect.stringContaining(TITLES[name]),
		});
	});
});

describe('naver: the query of the details', () => {
	let stage: Stage;
	beforeEach(async () => {
		({ stage } = await open('naver', { orders: 100 }));
	});
	afterEach(async () => await stage.server.close());

	async function outlives({ fault, options }: Trouble): Promise<void> {
		const grant = stage.grant();
		const parameters = stage.everyOrder({ options });
		const whole = await stage.node({ grant, parameters }).run();
		stage.server.faults.set([{ ...fault, path: 'product-orders/query', times: 1 }]);
		expect(await stage.node({ grant, parameters }).run()).toEqual(whole);
	}

	const isEmpty = ({ fault }: Trouble) => fault.kind === 'empty';
	it.each(PASSING.filter((trouble) => !isEmpty(trouble)))('outlives $what', outlives);
	// A POST may be answered with nothing; this one, which only reads, may not.
	it.each(PASSING.filter(isEmpty))('outlives $what', outlives);
});
