import { createServer, type AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Fault } from '../../sandbox/kit/faults';
import { fastClock } from '../kit/fast-clock';
import { LIST_PATH, MARKETPLACES, Stage } from './stage';
import { TITLES } from './troubles';

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const MODES = [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const;
/** A body that n8n takes for an error. Assist Tencho tells its errors so, but not beside what makes an order. */
const DONE_WITH_ERROR =
	'{"error":"a word","order_id":"7","order_date":"2026-11-20 10:00:00","total":"100"}';

type Mode = (typeof MODES)[number];

describe.each(MARKETPLACES)('%s in a workflow of n8n', (name) => {
	let stage: Stage;
	beforeAll(async () => (stage = await Stage.open(name, { orders: 5 })));
	afterAll(async () => await stage.server.close());
	beforeEach(() => {
		stage.reset();
		fastClock(100);
	});

	/** The answer to each path; where a fault is over, a later one for the same path counts. */
	function answers(...faults: Fault[]): void {
		const good: Fault = { kind: 'status', status: 201, body: '{"made":true}', path: '/good' };
		stage.server.faults.set([...faults, good]);
	}

	/** A write for each item, to the path that it names. */
	async function write(paths: string[], settings: object, more: IDataObject = {}) {
		const parameters = stage.request('POST', '={{ $json.path }}', {
			body: '={{ { number: $json.number } }}',
			...more,
		});
		const items = paths.map((path, number) => ({ path, number }));
		return await stage.workflow({ parameters, items, settings });
	}

	const made = async () => (await stage.stats()).statuses[201] ?? 0;

	it.each([0, 1, 2])(
		'sends what failed in place %i by the error output, with what came in',
		async (place) => {
			answers({ kind: 'status', status: 400, path: '/bad' });
			const paths = [0, 1, 2].map((at) => (at === place ? '/bad' : '/good'));
			const { outputs } = await write(paths, { onError: 'continueErrorOutput' });
			const [good, failed] = outputs;
			expect(good.map(({ json }) => json)).toEqual([{ made: true }, { made: true }]);
			expect(failed).toHaveLength(1);
			expect(failed[0].json).toEqual({
				path: '/bad',
				number: place,
				error: expect.stringContaining(TITLES[name]),
				message: expect.stringContaining('Status 400 for /bad'),
			});
			expect(failed[0].pairedItem).toEqual({ item: place });
		},
	);

	it.each([
		['a read that is refused', () => stage.everyOrder()],
		['a mistake of the user', () => stage.request('GET', '//evil.example')],
		['an expression that fails', () => stage.request('GET', "={{ $('Nobody').item.json.x }}")],
		['an operation that there is not', () => ({ resource: 'order', operation: 'burn' })],
	])('sends %s by the error output', async (_what, parameters) => {
		stage.server.faults.set([{ kind: 'status', status: 403 }]);
		const { outputs } = await stage.workflow({
			parameters: parameters() as IDataObject,
			items: [{ mine: 1 }],
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[0]).toEqual([]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json).toMatchObject({ mine: 1 });
		const { error, message } = outputs[1][0].json;
		expect(String(message).startsWith(String(error))).toBe(true);
	});

	// With it, Assist Tencho tells of a failure.
	it.runIf(name !== 'assistTencho')(
		'sends a good answer that tells of an error by the first output',
		async () => {
			const body = '{"error":"a word","message":"and more"}';
			answers({ kind: 'status', status: 200, body, path: '/odd' });
			const { outputs } = await write(['/odd', '/good'], { onError: 'continueErrorOutput' });
			expect(outputs[1]).toEqual([]);
			expect(outputs[0].map(({ json }) => json)).toEqual([
				{ error: 'a word', message: 'and more', success: true },
				{ made: true },
			]);
		},
	);

	it('keeps the documented fields where the error stays among the results', async () => {
		answers({ kind: 'status', status: 400, path: '/bad' });
		const { outputs } = await write(['/bad', '/good'], { onError: 'continueRegularOutput' });
		expect(outputs[0][0].json).toEqual({
			error: expect.stringContaining(TITLES[name]),
			description: expect.stringContaining('Status 400'),
			httpCode: '400',
		});
		expect(outputs[0][1].json).toEqual({ made: true });
	});

	describe.each(MODES)('that n8n runs again, with On Error = %s,', (onError: Mode) => {
		const settings = { ...RETRY, onError };

		it.each([0, 1, 2])('writes nothing twice when place %i is refused for good', async (place) => {
			answers({ kind: 'status', status: 400, path: '/bad' });
			const paths = [0, 1, 2].map((at) => (at === place ? '/bad' : '/good'));
			const { outputs, error } = await write(paths, settings);
			expect(await made()).toBe(onError === undefined ? place : 2);
			if (onError === undefined) return expect(error?.message).toContain(TITLES[name]);
			expect(outputs.flat().filter(({ json }) => json.made === true)).toHaveLength(2);
		});

		// With Continue, n8n runs the node again only for the sake of the first item.
		const mended = onError === undefined ? [0, 1, 2] : [0];
		it.each(mended)('mends place %i, whose refusal did nothing', async (place) => {
			answers(
				{ kind: 'status', status: 409, path: '/late', times: 1 },
				{ kind: 'status', status: 201, body: '{"made":true}', path: '/late' },
			);
			const paths = [0, 1, 2].map((at) => (at === place ? '/late' : '/good'));
			const { outputs, error } = await write(paths, settings);
			expect(error).toBeUndefined();
			expect(outputs[0].map(({ json }) => json)).toEqual(Array(3).fill({ made: true }));
			expect(await made()).toBe(3);
		});

		it.each<[string, Fault]>([
			['a connection that broke', { kind: 'reset', path: '/lost' }],
			['an answer that never came', { kind: 'hang', path: '/lost' }],
			['status 500', { kind: 'status', status: 500, path: '/lost' }],
			['status 502', { kind: 'status', status: 502, body: '<h1>Bad</h1>', path: '/lost' }],
			['status 504', { kind: 'status', status: 504, path: '/lost' }],
		])('sends once what may have been done: %s', async (_what, fault) => {
			let asked = 0;
			answers(fault);
			const { faults } = stage.server;
			const next = faults.next.bind(faults);
			faults.next = (url) => {
				if (url.includes('/lost')) asked++;
				return next(url);
			};
			const options = fault.kind === 'hang' ? { timeout: 1500 } : {};
			const { outputs, error } = await write(['/lost', '/good'], settings, { options });
			faults.next = next;
			expect(asked).toBe(1);
			const [item] = onError === 'continueErrorOutput' ? outputs[1] : outputs[0];
			const told =
				onError === undefined ? [error?.message, error?.description] : Object.values(item.json);
			expect(told.join(' ')).toMatch(/may have been done/);
			expect(told.join(' ')).toContain(TITLES[name]);
			expect(told.join(' ')).toContain('/lost');
		});

		it('does not take another body, made of the time, for another write', async () => {
			answers({ kind: 'status', status: 400, path: '/bad' });
			const body = '={{ { at: Date.now(), chance: Math.random() } }}';
			await write(['/bad', '/good'], settings, { body });
			expect(await made()).toBe(onError === undefined ? 0 : 1);
			stage.server.resetStats();
			await write(['/good', '/bad'], settings, { body });
			expect(await made()).toBe(1);
		});

		it('writes the same for two equal items', async () => {
			answers();
			const { outputs } = await write(['/good', '/good'], settings, { body: '{"same": true}' });
			expect(await made()).toBe(2);
			expect(outputs[0]).toHaveLength(2);
		});

		it('does not write again what was done and tells of an error', async () => {
			answers({ kind: 'status', status: 201, body: DONE_WITH_ERROR, path: '/odd' });
			await write(['/odd', '/good'], settings);
			expect(await made()).toBe(2);
		});
	});

	it('writes anew in each round of a loop', async () => {
		answers();
		const parameters = stage.request('POST', '/good', { body: '{}' });
		const { outputs } = await stage.workflow({ parameters, settings: RETRY, rounds: 3 });
		expect(await made()).toBe(3);
		expect(outputs[0]).toHaveLength(3);
	});

	it('reads again what failed', async () => {
		stage.server.faults.set([{ kind: 'status', status: 403, path: LIST_PATH[name], times: 1 }]);
		const { outputs, error } = await stage.workflow({ settings: RETRY });
		expect(error).toBeUndefined();
		expect(stage.ids(outputs[0])).toHaveLength(stage.heldIds().length);
	});
});

it.each([0, '', 3e9, '1e21'])('waits for its answer with a Timeout of %j', async (timeout) => {
	const stage = await Stage.open('bigCommerce', { orders: 5 });
	stage.reset();
	const parameters = stage.everyOrder({ options: { timeout, maxWait: 0 } });
	const { outputs, error } = await stage.workflow({ parameters });
	expect(error).toBeUndefined();
	expect(outputs[0]).toHaveLength(5);
	await stage.server.close();
});

it('does not say that a write was not sent whose answer is no HTTP', async () => {
	const stage = await Stage.open('bigCommerce', { orders: 5 });
	stage.reset();
	const server = createServer((socket) => socket.once('data', () => socket.end('Hello?\r\n\r\n')));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const apiBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const parameters = stage.request('POST', '/v3/things', { body: '{}' });
	const { error } = await stage.workflow({ credential: { apiBaseUrl }, parameters });
	expect(error?.message).toContain('may have been done');
	server.close();
	await stage.server.close();
});
