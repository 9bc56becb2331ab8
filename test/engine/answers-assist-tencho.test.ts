import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../core/request/clock';
import type { AssistSettings } from '../../sandbox/assist-tencho/settings';
import { encode } from '../../sandbox/kit/charset';
import { failureOf } from '../kit/failure';
import { Stage } from './stage';

let stage: Stage;
let now = Date.parse('2026-03-01T08:00:00Z');
const settings = () => stage.server.settings as AssistSettings;
const everyOrder = () => stage.everyOrder({ output: 'marketplace' });

/** What Shift_JIS has no sign for, e.g. emoji, is a question mark in it. */
const inShiftJis = (json: IDataObject) =>
	JSON.parse(
		new TextDecoder('shift_jis').decode(encode(JSON.stringify(json), 'Windows-31J')),
	) as IDataObject;

beforeAll(async () => {
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	stage = await Stage.open('assistTencho', { orders: 60 });
});
afterAll(async () => await stage.server.close());
beforeEach(() => {
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += Math.ceil(ms)));
	now += 60_000;
	stage.reset();
});

describe('an answer in Shift_JIS', () => {
	it.each([
		'application/json; charset=Shift_JIS',
		'application/json',
		'text/html; charset=UTF-8',
		'text/html; charset=EUC-JP',
	])('labelled %s, is read as what it is', async (contentType) => {
		const expected = await stage.node({ parameters: everyOrder() }).run();
		Object.assign(settings(), { charset: 'Windows-31J', contentType });
		const read = await stage.node({ parameters: everyOrder() }).run();
		expect(read.map(({ json }) => json)).toEqual(expected.map(({ json }) => inShiftJis(json)));
	});
});

describe('an error that comes with status 200', () => {
	const CALLS: Record<string, IDataObject> = {
		'order: get': { resource: 'order', operation: 'get', orderId: '1' },
		'order: getAll': { resource: 'order', operation: 'getAll', returnAll: true },
		'apiRequest: request': {
			...{ resource: 'apiRequest', operation: 'request', method: 'GET' },
			path: '/api/v1/orders.php',
		},
	};
	const ended = { message: expect.stringContaining('invalid_token') as string };

	it.each(Object.entries(CALLS))('is an error of %s, and no order', async (_name, parameters) => {
		settings().badToken = 'good';
		const grant = stage.grant({ expired: true });
		const failure = (await failureOf(stage.node({ parameters, grant }).run())) as Error & {
			description: string;
		};
		expect(failure).toMatchObject(ended);
		expect(failure.description).toContain('authorize again');
		expect((await stage.stats()).requests).toBe(1);
	});

	it('is an error of the trigger, whose place stays', async () => {
		settings().badToken = 'good';
		const node = stage.trigger({ parameters: { output: 'order' } });
		expect(await node.poll()).toEqual([]);
		const before = structuredClone(node.kept);
		const ill = stage.trigger({
			...{ parameters: { output: 'order' }, kept: node.kept },
			grant: stage.grant({ expired: true }),
		});
		await expect(ill.poll()).rejects.toMatchObject(ended);
		expect(node.kept).toEqual(before);
	});

	it('is the end of the access for the check of the account', async () => {
		settings().badToken = 'good';
		const parameters = { resource: 'account', operation: 'check' };
		const [{ json }] = await stage
			.node({ parameters, grant: stage.grant({ expired: true }) })
			.run();
		expect(json).toMatchObject({ ok: false, warnings: [{ code: 'accessEnded' }] });
	});
});
