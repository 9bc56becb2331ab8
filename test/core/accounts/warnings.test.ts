import { describe, expect, it } from 'vitest';
import {
	clockWarnings,
	daysAfter,
	expiryWarnings,
	timestamp,
} from '../../../core/accounts/warnings';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const none = { expiresAt: null, basis: null };
const end = (ms: number) => ({ expiresAt: new Date(NOW + ms).toISOString(), basis: 'a rule' });
const token = { ...none, renews: false };

describe('what ends', () => {
	it.each([
		[30 * DAY, 30, 'The client secret ends in 30 days (2026-12-21)'],
		[DAY + HOUR, 1, 'The client secret ends in a day (2026-11-22)'],
		[DAY - 1, 0, 'The client secret ends within a day (2026-11-22)'],
		[HOUR, 0, 'The client secret ends within a day (2026-11-21)'],
		[0, 0, 'The client secret ends within a day (2026-11-21)'],
		[-DAY, -1, 'The client secret ended a day ago (2026-11-20)'],
		[-DAY - 1, -2, 'The client secret ended 2 days ago (2026-11-20)'],
		[31 * DAY - 1, 30, 'The client secret ends in 30 days (2026-12-22)'],
		[-HOUR, -1, 'The client secret ended a day ago (2026-11-21)'],
		[-10 * DAY, -10, 'The client secret ended 10 days ago (2026-11-11)'],
	])('is told %i ms ahead', (ms, daysLeft, message) => {
		const account = { secret: end(ms), authorization: none, token };
		const advice = { secret: 'Rotate it' };
		expect(expiryWarnings(account, advice, NOW, 30)).toEqual([
			{ code: 'secretEnds', message, advice: 'Rotate it', at: account.secret.expiresAt, daysLeft },
		]);
	});

	it('is not said to have ended while it still works: the rule or the date may be wrong', () => {
		const account = { ok: true, secret: end(-10 * DAY), authorization: end(DAY), token };
		expect(expiryWarnings(account, {}, NOW, 30).map(({ message }) => message)).toEqual([
			'The client secret should have ended 10 days ago (2026-11-11)',
			'The authorization ends in a day (2026-11-22)',
		]);
	});

	it.each([31 * DAY, 365 * DAY])('is not told %i ms ahead', (ms) => {
		const account = {
			secret: end(ms),
			authorization: end(ms),
			token: { ...end(ms), renews: false },
		};
		expect(expiryWarnings(account, {}, NOW, 30)).toEqual([]);
	});

	it('is every thing by itself, but no token that renews itself', () => {
		const account = {
			secret: end(DAY),
			authorization: end(DAY),
			token: { ...end(DAY), renews: true },
		};
		const codes = (renews: boolean) =>
			expiryWarnings({ ...account, token: { ...account.token, renews } }, {}, NOW, 30).map(
				({ code }) => code,
			);
		expect(codes(true)).toEqual(['secretEnds', 'authorizationEnds']);
		expect(codes(false)).toEqual(['secretEnds', 'authorizationEnds', 'tokenEnds']);
	});
});

describe('the clock', () => {
	const tolerance = { ahead: 3, behind: 240 };

	it.each([null, 0, 3, -240])('is right with %s seconds', (seconds) => {
		expect(clockWarnings(seconds, tolerance)).toEqual([]);
	});

	it.each([
		[4, '4 seconds ahead'],
		[-241, '241 seconds behind'],
	])('is wrong with %i seconds', (seconds, says) => {
		expect(clockWarnings(seconds, tolerance)).toEqual([
			{
				code: 'clockSkew',
				message: `The clock of this server is ${says}`,
				advice: expect.stringContaining('NTP') as string,
				at: null,
				daysLeft: 0,
			},
		]);
	});
});

it('counts days over the change of the clocks as 24 hours', () => {
	expect(daysAfter(Date.parse('2026-03-28T12:00:00+01:00'), 2)).toBe('2026-03-30T11:00:00.000Z');
});

it.each([
	[0, '1970-01-01T00:00:00.000Z'],
	[8.64e15, '+275760-09-13T00:00:00.000Z'],
	[-1, '1969-12-31T23:59:59.999Z'],
])('takes %s for a moment', (ms, text) => {
	expect(timestamp(ms)).toBe(text);
});

it.each([undefined, Number.NaN, Infinity, 1e300, 8.64e15 + 1])('takes %s for no moment', (ms) => {
	expect(timestamp(ms)).toBeNull();
});
