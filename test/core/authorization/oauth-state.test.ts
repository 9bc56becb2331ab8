import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallbackError } from '../../../core/authorization/callback-error';
import {
	verifyState,
	signState,
	stateKey,
	OAuthStates,
	type StateClaims,
} from '../../../core/authorization/oauth-state';
import { clock } from '../../../core/request/clock';
import { FakeClock } from '../../kit/fake-clock';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const KEY = stateKey('client-secret', 'amazon', 'client', 'workflow', 'node');

const claims: fc.Arbitrary<StateClaims> = fc.record({
	nonce: fc.string(),
	expiresAt: fc.integer({ min: NOW + 1, max: NOW + 1e9 }),
	start: fc.string(),
	account: fc.string(),
	browser: fc.string(),
});

function statusOf(work: () => unknown): number | undefined {
	try {
		work();
	} catch (error) {
		if (error instanceof CallbackError) return error.status;
		throw error;
	}
	return undefined;
}

describe('a signed state', () => {
	it('gives back what it was made of, in letters that an address takes as they are', () => {
		fc.assert(
			fc.property(claims, (made) => {
				const state = signState(made, KEY);
				expect(state).toMatch(/^[\w.-]+$/);
				expect(verifyState(state, KEY, NOW)).toEqual(made);
			}),
		);
	});

	it('is refused with any other character in any place', () => {
		const state = signState(
			{ nonce: 'n', expiresAt: NOW + 1000, start: 'appstore', account: 'A3FH', browser: 'b' },
			KEY,
		);
		fc.assert(
			fc.property(
				fc.nat(state.length - 1),
				fc.constantFrom(...'ABab01-_.%= {'),
				(place, letter) => {
					fc.pre(state[place] !== letter);
					const forged = state.slice(0, place) + letter + state.slice(place + 1);
					expect(statusOf(() => verifyState(forged, KEY, NOW))).toBe(403);
				},
			),
			{ numRuns: 500 },
		);
	});

	it('is refused whatever else stands in its place', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.base64String()), fc.string(), (first, second) => {
				const status = statusOf(() => verifyState(`${first}.${second}`, KEY, NOW));
				expect(status).toBe(403);
			}),
		);
	});

	it('is refused by the key of another secret, app, workflow or node', () => {
		const parts = ['client-secret', 'amazon', 'client', 'workflow', 'node'] as const;
		fc.assert(
			fc.property(claims, fc.nat(parts.length - 1), fc.string(), (made, place, other) => {
				fc.pre(other !== parts[place]);
				const [secret, ...scope] = parts.map((part, index) => (index === place ? other : part));
				expect(
					statusOf(() => verifyState(signState(made, stateKey(secret, ...scope)), KEY, NOW)),
				).toBe(403);
			}),
		);
	});

	it('is refused once its time is over, and when it is missing', () => {
		const made = { nonce: 'n', expiresAt: NOW, start: 's', account: '', browser: 'b' };
		const state = signState(made, KEY);
		expect(verifyState(state, KEY, NOW - 1).nonce).toBe('n');
		expect(statusOf(() => verifyState(state, KEY, NOW))).toBe(410);
		expect(statusOf(() => verifyState('', KEY, NOW))).toBe(400);
	});

	it('holds nothing of the client secret', () => {
		const key = stateKey('a-very-secret-text', 'scope');
		const state = signState(
			{ nonce: 'n', expiresAt: NOW, start: 's', account: '', browser: 'b' },
			key,
		);
		expect(Buffer.from(state.split('.')[0], 'base64url').toString()).not.toContain('secret');
		expect(key.toString()).not.toContain('secret');
	});
});

describe('states of a browser', () => {
	const jar = (cookies?: string) => new OAuthStates(KEY, cookies, true);
	const pairOf = (cookie: string) => cookie.split(';')[0];

	it('are taken back from the browser that they were made for, among other cookies', () => {
		new FakeClock(NOW);
		const { state, cookie } = jar().issue('website', '', 60_000);
		expect(cookie).toMatch(/; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
		const back = jar(`a=b; ${pairOf(cookie)}; c=d`).check(state);
		expect(back).toMatchObject({ start: 'website', expiresAt: NOW + 60_000 });
	});

	it('are refused in a browser with no cookie, or that of another visit', () => {
		const first = jar().issue('appstore', 'A', 60_000);
		const second = jar().issue('appstore', 'A', 60_000);
		const renamed = `${pairOf(first.cookie).split('=')[0]}=${pairOf(second.cookie).split('=')[1]}`;
		for (const cookies of [undefined, '', pairOf(second.cookie), renamed]) {
			expect(statusOf(() => jar(cookies).check(first.state))).toBe(403);
		}
	});

	it('do not disturb each other', () => {
		const visits = [1, 2, 3].map(() => jar().issue('appstore', 'A', 60_000));
		const cookies = visits.map(({ cookie }) => pairOf(cookie)).join('; ');
		const nonces = visits.map(({ state }) => jar(cookies).check(state).nonce);
		expect(new Set(nonces).size).toBe(3);
	});

	it('go over plain http without Secure only where n8n itself is reached so', () => {
		const { cookie } = new OAuthStates(KEY, undefined, false).issue('website', '', 1000);
		expect(cookie).not.toContain('Secure');
	});

	it('live as long as they should, cookie and all', () => {
		const time = new FakeClock(NOW);
		const { state, cookie } = jar().issue('website', 'A', 60_500);
		expect(cookie).toContain('; Max-Age=61;');
		time.now += 60_499;
		expect(jar(pairOf(cookie)).check(state)).toMatchObject({ account: 'A' });
		time.now += 1;
		expect(statusOf(() => jar(pairOf(cookie)).check(state))).toBe(410);
	});

	it('can be guessed by nobody: each has a name and a secret of 18 bytes of its own', () => {
		const { state, cookie } = jar().issue('website', '', 1000);
		const { nonce, browser } = verifyState(state, KEY, clock.now());
		const [, secret] = pairOf(cookie).split('=');
		for (const part of [nonce, secret]) expect(Buffer.from(part, 'base64url')).toHaveLength(18);
		expect(nonce).not.toBe(secret);
		expect(browser).toMatch(/^[\w-]{22}$/);
		expect(state).not.toContain(secret);
		expect(Buffer.from(state.split('.')[0], 'base64url').toString()).not.toContain(secret);
	});

	it('say what is wrong with them', () => {
		new FakeClock(NOW);
		const { state } = jar().issue('website', '', 1000);
		for (const [given, words] of [
			['', 'This address is not complete'],
			['a.b', 'was not started here'],
			[`${state}.x`, 'was not started here'],
			[state.split('.')[0], 'was not started here'],
			[state, 'was started in another browser'],
		])
			expect(() => jar().check(given)).toThrow(words);
	});
});
