import { beforeEach, describe, expect, it } from 'vitest';
import { retryAfterMs, waitMs } from '../../../core/request/retry';
import { FakeClock } from '../../kit/fake-clock';
import { answer, shop } from '../../kit/shop';

beforeEach(() => void new FakeClock());

const told = (headers: Record<string, string>) => answer(429, { headers });

describe('a header that asks to wait', () => {
	it.each([
		['7', 7000],
		[' 7 ', 7000],
		['0', 0],
		['1.5', 1500],
		['0.001', 1],
		['', undefined],
		['-1', undefined],
		['.5', undefined],
		['5s', undefined],
		['1e3', undefined],
		['soon', undefined],
		['Sat, 21 Nov 2026', undefined],
		['2026', 2_026_000],
		['Sat, 21 Nov 2026 09:00:42 GMT', 42_000],
		['Sat, 21 Nov 2026 09:00:42', 42_000],
		['Sat, 21 Nov 2026 09:00:42 gmt', 42_000],
		['2026-11-21T09:00:42Z', 42_000],
		['2026-11-21 09:00:42 UTC', 42_000],
		['2026-11-21T10:00:42+01:00', 42_000],
		['Sat, 21 Nov 2026 18:00:42 +0900', 42_000],
		['Sat, 21 Nov 2026 9:00:42 GMT', 42_000],
		['Sat, 21 Nov 2026 08:59:59 GMT', 0],
	])('%j asks for %s ms, in whatever zone we are', (value, ms) => {
		expect(waitMs(told({ 'retry-after': value }), 'retry-after')).toBe(ms);
	});

	it('that is not there asks for nothing', () => {
		expect(waitMs(told({}), 'retry-after')).toBeUndefined();
	});

	it.each([
		['Sat, 21 Nov 2026 09:00:00 GMT', 42_000],
		['Sat, 21 Nov 2026 09:00:00', 42_000],
		['Sat, 21 Nov 2026 08:00:00 GMT', 3_642_000],
		['yesterday', 42_000],
	])('counts from the date of the answer: %s', (date, ms) => {
		const headers = { date, 'x-reset': 'Sat, 21 Nov 2026 09:00:42 GMT' };
		expect(waitMs(told(headers), 'x-reset')).toBe(ms);
	});
});

describe('both headers together', () => {
	it.each([
		['5', '2', 5000],
		['2', '5', 5000],
		['5', undefined, 5000],
		[undefined, '5', 5000],
		['0', undefined, 0],
		[undefined, '0', 0],
		['soon', '3', 3000],
		[undefined, undefined, undefined],
	])("ask for the longer: the marketplace's own %s and the standard %s", (own, standard, ms) => {
		const market = shop({ retryAfterMs: (response) => waitMs(response, 'x-own') });
		const headers = {
			...(own === undefined ? {} : { 'x-own': own }),
			...(standard === undefined ? {} : { 'retry-after': standard }),
		};
		expect(retryAfterMs(market, told(headers))).toBe(ms);
	});

	it('are one where the marketplace has none of its own', () => {
		expect(retryAfterMs(shop(), told({ 'retry-after': '4' }))).toBe(4000);
		expect(retryAfterMs(shop(), told({}))).toBeUndefined();
	});
});
