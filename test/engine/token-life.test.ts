import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import type { Fault } from '../../sandbox/kit/faults';
import { failureOf } from '../kit/failure';
import { fastClock } from '../kit/fast-clock';
import type { RunningNode } from '../kit/node-context';
import { expectNoSecret, secretsOf } from './canaries';
import { LIST_PATH, Stage, type MarketplaceName, type Setting } from './stage';
import type { Failure } from './troubles';

const RENEWABLE = ['allegro', 'amazon', 'naver'] as const;
type Renewable = (typeof RENEWABLE)[number];

const MINUTE = 60_000;
/** How long a token lives. */
const LIFE: Record<Renewable, number> = {
	allegro: 720 * MINUTE,
	amazon: 60 * MINUTE,
	naver: 180 * MINUTE,
};
/** For as long a used refresh token counts once more. See https://github.com/allegro/allegro-api/issues/4136. */
const GRACE = MINUTE;
/** A call for a hundred items. */
const CHEAP: Record<Renewable, string> = {
	allegro: '/me',
	amazon: '/orders/2026-01-01/orders/{id}',
	naver: '/v1/seller/account',
};
const TOKEN_PATH = '/oauth/token|/auth/o2/token|/oauth2/token';
const MANY = Array(50).fill({}) as IDataObject[];

let stage: Stage;
let skip: (ms: number) => void;
/** Every secret that a credential of the current test has held. */
let secrets: Set<string>;
afterEach(async () => await stage.server.close());

async function open(name: MarketplaceName, speed = 20): Promise<void> {
	skip = fastClock(speed);
	stage = await Stage.open(name, { orders: 5 });
	stage.reset();
	secrets = new Set();
}

/** Calls for tokens that arrived, answered or not. */
function tokenCalls(): () => number {
	const calls = vi.spyOn(stage.server.faults, 'next').mock.calls;
	return () => calls.filter(([url]) => new RegExp(TOKEN_PATH).test(url)).length;
}

function breakTokens(...faults: Fault[]): void {
	stage.server.faults.set(faults.map((fault) => ({ ...fault, path: TOKEN_PATH })));
}

/** A credential that was used, and whose access token has ended since. */
async function expired(): Promise<RunningNode> {
	const node = stage.node();
	await node.run();
	stage.server.backend.expireTokens({ revoke: false });
	forgetProcess('token');
	await stage.stats();
	stage.server.resetStats();
	note(node);
	return node;
}

function note(node: RunningNode): void {
	for (const secret of secretsOf(node.stored())) secrets.add(secret);
}

async function failure(node: RunningNode): Promise<Failure> {
	const error = await failureOf(node.run());
	note(node);
	expectNoSecret(error, [...secrets]);
	return error as Failure;
}

async function everyOrder(node: RunningNode): Promise<void> {
	expect(stage.ids(await node.run()).toSorted()).toEqual(stage.heldIds().toSorted());
	note(node);
}

function sharing({ credentials }: RunningNode, more: Setting = {}): RunningNode {
	return stage.node({ store: credentials, ...more });
}

describe.each(RENEWABLE)('a token of %s', (name) => {
	it('is renewed minutes before it ends, and no request is refused', async () => {
		await open(name);
		// Got by the node, and so with its end; what a consent hands out may not tell.
		const node = stage.node(name === 'allegro' ? {} : { credential: { accessToken: '' } });
		await node.run();
		skip(LIFE[name] - 4 * MINUTE);
		await stage.stats();
		stage.server.resetStats();
		await everyOrder(node);
		const { tokenCalls: calls, statuses, violations } = await stage.stats();
		expect(calls).toBe(1);
		expect([statuses[401], statuses[403], violations]).toEqual([undefined, undefined, []]);
	});

	it.each<{ what: string; fault: Fault; asked: number }>([
		{ what: 'is busy', fault: { kind: 'status', status: 503 }, asked: 1 },
		{ what: 'limits calls', fault: { kind: 'status', status: 429 }, asked: 1 },
		{ what: 'does not answer', fault: { kind: 'reset' }, asked: 2 },
	])('serves to its end while the authorization server $what', async ({ fault, asked }) => {
		await open(name, 1);
		const node = stage.node(name === 'allegro' ? {} : { credential: { accessToken: '' } });
		await node.run();
		skip(LIFE[name] - 4 * MINUTE);
		const calls = tokenCalls();
		breakTokens(fault);
		await everyOrder(node);
		expect(calls()).toBeGreaterThanOrEqual(asked);
	});

	it('is asked for once, not for each of fifty items, while the authorization server is busy', async () => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens({ kind: 'status', status: 429 });
		const parameters = stage.request('GET', CHEAP[name].replace('{id}', stage.heldIds()[0]));
		const many = sharing(node, { items: MANY, parameters, continueOnFail: true });
		const outputs = await many.run();
		expect(outputs).toHaveLength(50);
		for (const { json } of outputs) expect(json.httpCode).toBe('503');
		expect(calls()).toBeLessThan(10);
	});

	it('is renewed once for two executions of fifty items each, however late it comes', async () => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens({ kind: 'late', delayMs: 500 });
		const parameters = stage.request('GET', CHEAP[name].replace('{id}', stage.heldIds()[0]));
		const nodes = [1, 2].map(() => sharing(node, { items: MANY, parameters }));
		const outputs = await Promise.all(nodes.map(async (one) => await one.run()));
		expect(outputs.map(({ length }) => length)).toEqual([50, 50]);
		expect(calls()).toBe(1);
	});

	it.each<{ what: string; fault: Fault }>([
		{ what: 'the answer is lost on the way', fault: { kind: 'lost' } },
		{ what: 'half of the answer is lost', fault: { kind: 'truncated' } },
		{ what: 'the connection is reset', fault: { kind: 'reset' } },
	])('is asked for once more when $what, and stays renewable', async ({ fault }) => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens({ ...fault, times: 1 });
		await everyOrder(node);
		expect(calls()).toBe(2);
		forgetProcess('token');
		await everyOrder(node);
		// Beyond every grace: what is stored must be the pair that lives.
		stage.server.backend.expireTokens({ revoke: false });
		skip(2 * GRACE);
		await everyOrder(node);
	});

	it('is had in the next execution when both answers were lost', async () => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens({ kind: 'lost', times: 2 });
		const { message, description } = await failure(node);
		expect(`${message} ${description}`).toMatch(
			/did not answer \((?:ECONN|connection )\w+\).*try again later/i,
		);
		expect(calls()).toBe(2);
		await everyOrder(node);
		expect(calls()).toBe(3);
	});

	it.each<{ what: string; fault: Fault; asked: number }>([
		{ what: 'status 500', fault: { kind: 'status', status: 500 }, asked: 4 },
		{ what: 'status 503', fault: { kind: 'status', status: 503 }, asked: 4 },
		// Asking on makes a limit worse.
		{ what: 'too many requests', fault: { kind: 'status', status: 429 }, asked: 1 },
		{ what: 'a maintenance page', fault: { kind: 'html', status: 503 }, asked: 4 },
	])('does not send the user to reconnect because of $what', async ({ fault, asked }) => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens(fault);
		const { message, description } = await failure(node);
		expect(`${message} ${description}`).not.toMatch(/has ended|authorize the|Check/);
		expect(`${message} ${description}`).toMatch(/try again|ask again later/i);
		expect(calls()).toBe(asked);
		breakTokens();
		skip(10_000);
		await everyOrder(node);
	});

	it.each<{ what: string; fault: Fault }>([
		{ what: 'one 503', fault: { kind: 'status', status: 503, times: 1 } },
		{ what: 'one 500', fault: { kind: 'status', status: 500, times: 1 } },
		{ what: 'a gateway with a page of its own', fault: { kind: 'html', status: 502, times: 2 } },
		{ what: 'three times 504', fault: { kind: 'status', status: 504, times: 3 } },
	])('is had in spite of $what, so that no list ends in the middle', async ({ fault }) => {
		await open(name);
		const node = await expired();
		const calls = tokenCalls();
		breakTokens(fault);
		await everyOrder(node);
		expect(calls()).toBe((fault.times ?? 0) + 1);
		const { violations } = await stage.stats();
		expect(violations.filter((violation) => /token call/.test(violation))).toEqual([]);
		// What is stored is the pair that lives.
		stage.server.backend.expireTokens({ revoke: false });
		skip(2 * GRACE);
		forgetProcess('token');
		await everyOrder(node);
	});

	it('is not asked for again after Stop, and the execution ends at once', async () => {
		await open(name, 1);
		const { credentials } = await expired();
		const stop = new AbortController();
		const calls = tokenCalls();
		breakTokens({ kind: 'status', status: 503 });
		const running = failureOf(stage.node({ store: credentials, signal: stop.signal }).run());
		while (calls() === 0) await wait(20);
		await wait(100);
		stop.abort();
		const pressed = Date.now();
		expect(await running).toMatchObject({ message: expect.stringMatching(/stopped/) as string });
		expect(Date.now() - pressed).toBeLessThan(200);
		await wait(1000);
		expect(calls()).toBe(1);
	});

	it.each<{ what: string; fault: Fault }>([
		{ what: 'a page', fault: { kind: 'html', status: 403 } },
		{ what: 'nothing', fault: { kind: 'empty', status: 403 } },
		{
			what: 'JSON of somebody else',
			fault: {
				kind: 'status',
				status: 403,
				body: '{"url":"https://geo.captcha-delivery.com/captcha/?x=1"}',
			},
		},
	])(
		'that is refused to this address by $what is not told as a wrong credential',
		async ({ fault }) => {
			await open(name);
			const node = await expired();
			const calls = tokenCalls();
			breakTokens(fault);
			const error = await failure(node);
			const told = `${error.message} ${error.description}`;
			expect(told).toMatch(/bot protection.* blocks this server/);
			expect(told).toMatch(/IP address/);
			expect(told).not.toMatch(/Reconnect|Client|has ended|Authorize|html/i);
			expect(error.httpCode).toBe('403');
			expect(calls()).toBe(1);
			await failure(node);
			expect(calls()).toBe(1);
			breakTokens();
			skip(31_000);
			await everyOrder(node);
		},
	);

	it('serves to its end while the authorization server bars this address', async () => {
		await open(name, 1);
		const node = stage.node(name === 'allegro' ? {} : { credential: { accessToken: '' } });
		await node.run();
		skip(LIFE[name] - 4 * MINUTE);
		breakTokens({ kind: 'html', status: 403 });
		await everyOrder(node);
	});

	it('is had from an answer with a byte order mark', async () => {
		await open(name);
		const node = await expired();
		breakTokens({ kind: 'bom', times: 1 });
		await everyOrder(node);
	});
});

describe('the pair of Allegro', () => {
	it('is not lost when it was renewed ahead of time and both answers were lost', async () => {
		await open('allegro', 1);
		const node = stage.node();
		await node.run();
		skip(LIFE.allegro - 4 * MINUTE);
		const calls = tokenCalls();
		breakTokens({ kind: 'lost', times: 2 });
		// The token before has died with its pair, so the first request is refused.
		await everyOrder(node);
		expect(calls()).toBe(3);
		stage.server.backend.expireTokens({ revoke: false });
		skip(2 * GRACE);
		await everyOrder(node);
	});

	it('is lost after the grace, told once and clearly, with one call for all', async () => {
		// No faster: a refusal is remembered for half a minute.
		await open('allegro', 4);
		const node = await expired();
		breakTokens({ kind: 'lost', times: 2 });
		await failure(node);
		skip(GRACE + 1000);
		const calls = tokenCalls();
		const { message, description } = await failure(node);
		expect(message).toMatch(/The connection to the account has ended$/);
		expect(description).toMatch(/press 'Reconnect'/);
		const setting = { items: MANY, continueOnFail: true };
		const nodes = [1, 2].map(() => sharing(node, setting));
		const outputs = await Promise.all(nodes.map(async (one) => await one.run()));
		expect(outputs.flat()).toHaveLength(100);
		for (const { json } of outputs.flat()) expect(json.error).toMatch(/has ended$/);
		expectNoSecret(outputs, [...secrets]);
		expect(calls()).toBe(1);
	});

	it('does not hold up everybody when the authorization server hangs', async () => {
		await open('allegro');
		const node = await expired();
		breakTokens({ kind: 'hang' });
		const { message, description } = await failure(node);
		expect(`${message} ${description}`).toMatch(/(did|does) not answer.*ETIMEDOUT/);
	});

	it('tells a wrong key from an ended connection', async () => {
		await open('allegro');
		const credential = { clientSecret: 'wRoNg0Qm5vX2pKf8Yt1rHc7WbZ4eLg9J' };
		const node = stage.node({ grant: stage.grant({ expired: true }), credential });
		const { message, description } = await failure(node);
		expect(message).not.toMatch(/has ended/);
		expect(description).toMatch(/^Client ID or Client Secret was refused/);
	});
});

describe('the token of Naver', () => {
	/** What users get wrong, and how many token calls two executions of fifty items may make of it. */
	const WRONG: Array<{
		what: string;
		fields?: object;
		aheadMs?: number;
		says: RegExp;
		calls: number;
	}> = [
		{
			what: 'a secret that lost its beginning',
			fields: { clientSecret: 'N8nSandboxSaltNo1xYz0O' },
			says: /Paste the complete secret/,
			calls: 0,
		},
		{
			what: "another application's secret",
			fields: { clientSecret: '$2a$04$abcdefghijklmnopqrstuu', accessToken: '' },
			says: /must belong together/,
			calls: 1,
		},
		{
			what: 'a blank account ID',
			fields: { accountType: 'SELLER', accountId: ' ', accessToken: '' },
			says: /'Account ID' is empty/,
			calls: 0,
		},
		{
			what: 'a seller of its own for an own store',
			fields: { accountType: 'SELLER', accountId: 'ncp_2x', accessToken: '' },
			says: /'Account Type'/,
			calls: 1,
		},
		{
			what: 'a clock ahead',
			aheadMs: 10 * MINUTE,
			says: /clock of this server is ahead/,
			calls: 1,
		},
		{
			what: 'a clock behind',
			aheadMs: -10 * MINUTE,
			says: /clock of this server is behind/,
			calls: 1,
		},
	];

	it.each(WRONG)('is never asked for in a way that Naver punishes: $what', async (wrong) => {
		await open('naver');
		const { now } = stage.server.settings;
		if (wrong.aheadMs !== undefined) {
			const ahead = wrong.aheadMs;
			stage.server.settings.now = () => now() - ahead;
		}
		const calls = tokenCalls();
		const credential = { accessToken: '', ...wrong.fields };
		const node = stage.node({ credential, items: MANY, continueOnFail: true });
		const outputs = await Promise.all(
			[node, sharing(node, { items: MANY, continueOnFail: true })].map(
				async (one) => await one.run(),
			),
		);
		expect(outputs.flat()).toHaveLength(100);
		for (const { json } of outputs.flat()) {
			expect(`${String(json.error)} ${String(json.description)}`).toMatch(wrong.says);
		}
		expectNoSecret(outputs, secretsOf(node.stored()));
		expect(calls()).toBe(wrong.calls);
		await expectNoPenalty(now);
	});

	/** A punished application gets one answer an hour, and no page after the first. */
	async function expectNoPenalty(now: () => number): Promise<void> {
		stage.server.settings.now = now;
		stage.reset();
		const node = stage.node();
		for (let round = 0; round < 3; round++) await everyOrder(node);
		const { statuses } = await stage.stats();
		expect(statuses[429]).toBeUndefined();
	}

	it('that the gateway refuses for the IP address tells where to register it', async () => {
		await open('naver');
		const node = await expired();
		const calls = tokenCalls();
		// As the host of agencies refuses everybody else.
		breakTokens({ kind: 'status', status: 403 });
		const error = await failure(node);
		expect(error.description).toMatch(/^Register the outbound IP address.*API호출 IP/);
		expect(error.description).toContain('GW.IP_NOT_ALLOWED');
		expect(error.description).not.toContain('Client');
		expect(error.httpCode).toBe('403');
		expect(calls()).toBe(1);
	});

	it('is asked for once only where the application is punished', async () => {
		await open('naver');
		const node = await expired();
		const calls = tokenCalls();
		const body = JSON.stringify({
			code: 'GW.QUOTA_LIMIT',
			message: '할당된 시간당 요청량을 초과하였습니다.',
		});
		for (const status of [429, 503]) {
			breakTokens({ kind: 'status', status, body });
			const { description } = await failure(node);
			expect(description).toMatch(/per hour or day.*notice #3751/);
			forgetProcess('token');
		}
		expect(calls()).toBe(2);
	});

	it('is not renewed because the IP address is not allowed', async () => {
		await open('naver');
		const node = stage.node();
		await node.run();
		Object.assign(stage.server.settings, { ipAllowed: false });
		const calls = tokenCalls();
		const { description } = await failure(sharing(node));
		expect(description).toMatch(/API호출 IP/);
		expect(calls()).toBe(0);
	});
});

describe('the token of Amazon', () => {
	const denied = (details: string) =>
		JSON.stringify({
			errors: [
				{ code: 'Unauthorized', message: 'Access to requested resource is denied.', details },
			],
		});

	it.each([
		['', '403', 0],
		['The LWA secret token you provided has expired', '403', 0],
		['The access token you provided has expired.', '', 1],
		['The access token you provided is revoked, malformed or invalid.', '', 1],
	])('is renewed only for what says so: 403 %j', async (details, httpCode, expectedCalls) => {
		await open('amazon');
		const node = stage.node();
		await node.run();
		forgetProcess('token');
		const calls = tokenCalls();
		const fault = { kind: 'status', status: 403, path: LIST_PATH.amazon, times: 1 } as const;
		stage.server.faults.set([{ ...fault, body: denied(details) }]);
		if (httpCode === '') await everyOrder(node);
		else expect(await failure(node)).toMatchObject({ httpCode });
		expect(calls()).toBe(expectedCalls);
	});
});

describe('a code that was pasted for BigCommerce', () => {
	it.each<{ what: string; fault: Fault }>([
		{ what: 'no answer', fault: { kind: 'reset' } },
		{ what: 'a lost answer', fault: { kind: 'lost' } },
		{ what: 'a torn answer', fault: { kind: 'truncated' } },
		{ what: 'status 503', fault: { kind: 'status', status: 503 } },
		{ what: 'a bot protection', fault: { kind: 'html', status: 403 } },
	])('is sent once, not again by itself or for each item, after $what', async ({ fault }) => {
		await open('bigCommerce', 1);
		const { appClientId, appClientSecret, scope } = stage.grant();
		const credential = {
			method: 'authorizationCode',
			clientId: appClientId,
			clientSecret: appClientSecret,
			permissions: scope,
			redirectUri: 'https://example.com/back',
			authorizationCode: `one-time-${fault.kind}-${fault.status ?? 0}`,
			accessToken: '',
		};
		const calls = tokenCalls();
		breakTokens(fault);
		const node = stage.node({ credential, items: MANY, continueOnFail: true });
		const outputs = await node.run();
		expect(outputs).toHaveLength(50);
		expect(calls()).toBe(1);
		expectNoSecret(outputs, secretsOf(node.stored()));
	});
});
