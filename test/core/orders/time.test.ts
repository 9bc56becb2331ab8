import { DateTime, Settings } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import {
	isoTime,
	InvalidTimeError,
	parseTime,
	rfc2822Time,
	timeOf,
	utcIso,
} from '../../../core/orders/time';

const MACHINE_ZONES = ['utc', 'Asia/Seoul', 'America/New_York', 'Pacific/Kiritimati'];

afterEach(() => {
	Settings.defaultZone = 'system';
});

describe.each(MACHINE_ZONES)('on a machine in %s', (zone) => {
	it.each([
		['2026-11-21T09:00:00', 'Europe/Warsaw', '2026-11-21T08:00:00Z'],
		['2026-07-21T09:00:00', 'Europe/Warsaw', '2026-07-21T07:00:00Z'],
		['2026-11-21', 'Asia/Tokyo', '2026-11-20T15:00:00Z'],
		['2026-11-21T09:00:00+05:30', 'Europe/Warsaw', '2026-11-21T03:30:00Z'],
		['2026-11-21T09:00:00.250Z', 'Europe/Warsaw', '2026-11-21T09:00:00.250Z'],
		[' 2026-11-21T09:00:00Z ', 'Europe/Warsaw', '2026-11-21T09:00:00Z'],
		['2024-02-29', 'utc', '2024-02-29T00:00:00Z'],
		['20261121T090000', 'Europe/Warsaw', '2026-11-21T08:00:00Z'],
		['1990-01-01', 'utc', '1990-01-01T00:00:00Z'],
		['2200-12-31', 'utc', '2200-12-31T00:00:00Z'],
		['2026-11-21T09:00:00+14:00', 'utc', '2026-11-20T19:00:00Z'],
		['2026-11-21T09:00:00-14:00', 'utc', '2026-11-21T23:00:00Z'],
		['2026-11-21T09:00', 'Pacific/Kiritimati', '2026-11-20T19:00:00Z'],
		['2026-11-21T24:00:00', 'utc', '2026-11-22T00:00:00Z'],
		// An hour that does not exist in New York or Auckland is one like any other elsewhere.
		['2026-03-08T02:30:00', 'Asia/Seoul', '2026-03-07T17:30:00Z'],
		['2026-09-27T02:30:00', 'Europe/Warsaw', '2026-09-27T00:30:00Z'],
		['2026-11-01T01:30:00', 'Asia/Tokyo', '2026-10-31T16:30:00Z'],
	])('%o typed in %s is one moment', (typed, workflowZone, moment) => {
		Settings.defaultZone = zone;
		expect(utcIso(parseTime(typed, workflowZone))).toBe(moment);
	});

	it('reads what n8n gives for dates', () => {
		Settings.defaultZone = zone;
		const moment = DateTime.fromISO('2026-11-21T09:00:00+09:00', { setZone: true });
		expect(utcIso(parseTime(moment, 'Europe/Warsaw'))).toBe('2026-11-21T00:00:00Z');
		expect(utcIso(parseTime(moment.toJSDate(), 'Europe/Warsaw'))).toBe('2026-11-21T00:00:00Z');
	});

	it.each([
		['2026-11-21T09:00:00.123+09:00', '2026-11-21T09:00:00.123+09:00'],
		['2026-11-21T09:00:00Z', '2026-11-21T09:00:00Z'],
		['2026-11-21T09:00:00', '2026-11-21T09:00:00.000+09:00'],
		['2026-11-21', '2026-11-21T00:00:00.000+09:00'],
		['2026-11-21T09:00:00+0900', '2026-11-21T09:00:00.000+09:00'],
		['2026-11-21T09:00:00-05', '2026-11-21T09:00:00.000-05:00'],
		[' 2026-11-21T09:00:00Z ', '2026-11-21T09:00:00Z'],
		['2026-11-21T09:00Z', '2026-11-21T09:00Z'],
		['2026-01-31T23:59:59+09:00', '2026-01-31T23:59:59+09:00'],
		['2024-02-29T10:00:00.000+09:00', '2024-02-29T10:00:00.000+09:00'],
		['2026-03-08T02:30:00', '2026-03-08T02:30:00.000+09:00'],
		['2026-09-27 02:30:00', null],
	])('%o of a marketplace keeps its offset', (given, iso) => {
		Settings.defaultZone = zone;
		expect(isoTime(given, 'Asia/Seoul')).toBe(iso);
	});

	it('reads RFC 2822 times', () => {
		Settings.defaultZone = zone;
		expect(rfc2822Time('Wed, 10 Jan 2018 21:05:30 +0000')).toBe('2018-01-10T21:05:30+00:00');
		expect(rfc2822Time('Wed, 10 Jan 2018 21:05:30 -0600')).toBe('2018-01-10T21:05:30-06:00');
	});

	it.each([
		['Mon, 1 Jan 2018 00:00:00 +0000', '2018-01-01T00:00:00+00:00'],
		['Mon, 01 Jan 2018 00:00:00 +0000', '2018-01-01T00:00:00+00:00'],
		['Wed, 28 Feb 2018 23:59:59 +0000', '2018-02-28T23:59:59+00:00'],
		['Wed, 31 Jan 2018 21:05:30 +0000', '2018-01-31T21:05:30+00:00'],
		['Thu, 29 Feb 2024 21:05:30 +0000', '2024-02-29T21:05:30+00:00'],
		[' Wed, 10 Jan 2018 21:05:30 +0000 ', '2018-01-10T21:05:30+00:00'],
		['Wed, 10 Jan 2018 21:05:30 GMT', '2018-01-10T21:05:30+00:00'],
		['Sun, 11 Mar 2018 02:30:00 +0000', '2018-03-11T02:30:00+00:00'],
		['2018-01-10T21:05:30Z', '2018-01-10T21:05:30Z'],
		['Thu, 29 Feb 2018 21:05:30 +0000', null],
		['Wed, 10 Foo 2018 21:05:30 +0000', null],
		['Wed, 10 Jan 2018 25:05:30 +0000', null],
	])('reads %s', (given, iso) => {
		Settings.defaultZone = zone;
		expect(rfc2822Time(given)).toBe(iso);
	});
});

describe('a time', () => {
	it.each([
		'2026-02-30',
		'2026-02-29',
		'2026-13-01',
		'2026-11-31T10:00:00Z',
		'2026-11-21T25:00:00Z',
		'2026-11-21T10:61:00Z',
		'21.11.2026',
		'11/21/2026',
		'yesterday',
		'',
		'1700000000',
		1_700_000_000_000,
		'0026-11-21',
		'1970-01-01',
		'1989-12-31T23:59:59Z',
		'2201-01-01T00:00:00Z',
		'2026-11-21T10:00:00+14:30',
		'2026-11-21T10:00:00-14:30',
		'20',
		'T10:00',
		'9999-12-31',
		null,
		undefined,
		NaN,
		{},
		new Date('no date'),
	])('is refused when it is none: %o', (typed) => {
		expect(() => parseTime(typed, 'Europe/Warsaw')).toThrow(InvalidTimeError);
	});

	it.each(['10:00', '12'])('is refused without a date: %o', (typed) => {
		expect(() => parseTime(typed, 'Europe/Warsaw')).toThrow(InvalidTimeError);
	});

	it('that clocks skip is the moment after the gap', () => {
		expect(utcIso(parseTime('2026-03-29T02:30:00', 'Europe/Warsaw'))).toBe('2026-03-29T01:30:00Z');
	});

	it('that comes twice is one of the two moments', () => {
		const moment = utcIso(parseTime('2026-10-25T02:30:00', 'Europe/Warsaw'));
		expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']).toContain(moment);
	});

	it('is refused with an offset that no place has', () => {
		expect(() => parseTime('2026-11-21T10:00:00+99:00', 'utc')).toThrow(InvalidTimeError);
	});

	it('is refused in a zone that does not exist', () => {
		expect(() => parseTime('2026-11-21T09:00:00', 'Mars/Olympus')).toThrow(InvalidTimeError);
	});
});

describe('a timestamp of a marketplace', () => {
	it.each([
		'',
		'  ',
		null,
		undefined,
		42,
		{},
		'soon',
		'10:00',
		'2026-02-30T10:00:00Z',
		'2026-02-29T10:00:00Z',
		'2026-13-01T10:00:00Z',
		'2026-11-21T25:00:00Z',
		'2026-11-21T10:61:00+09:00',
		'0000-00-00 00:00:00',
	])('that says nothing is null: %o', (given) => {
		expect(isoTime(given)).toBeNull();
		expect(rfc2822Time(given)).toBeNull();
	});
});

describe('a moment in milliseconds', () => {
	it.each([
		['1970-01-01T00:00:00Z', 0],
		['2026-11-21T09:00:00+09:00', 1_795_219_200_000],
		['2026-11-21T00:00:00.250Z', 1_795_219_200_250],
		['Sat, 21 Nov 2026 00:00:00 GMT', 1_795_219_200_000],
		['never', null],
		['', null],
		[null, null],
		[undefined, null],
	])('of %o is %o', (given, ms) => {
		expect(timeOf(given)).toBe(ms);
	});
});
