import { DateTime, Settings } from 'luxon';
import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FilterValues, type Filter } from '../../../core/operations/filters';
import { utcIso } from '../../../core/orders/time';
import { clock } from '../../../core/request/clock';
import { aCall } from './a-call';

const property = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});

const options = ['NEW', 'SENT'].map((value) => ({ name: value, value }));
const FILTERS: Filter[] = [
	{ property: property('createdAfter'), query: 'from', kind: 'time' },
	{ property: property('createdBefore'), query: 'to', kind: 'time' },
	{ property: property('until'), query: 'until', kind: 'time' },
	{ property: property('buyer'), query: 'buyer', kind: 'text' },
	{
		property: property('number'),
		query: 'number',
		kind: 'text',
		pattern: { expression: /^\d{3}$/, looksLike: '123' },
	},
	{ property: property('status', { options }), query: 'status', kind: 'text' },
	{ property: property('states', { options }), query: 'states', kind: 'list' },
	{
		property: property('sites', { options, typeOptions: { loadOptionsMethod: 'sites' } }),
		query: 'sites',
		kind: 'list',
	},
	{ property: property('minId'), query: 'min_id', kind: 'integer' },
	{ property: property('minTotal'), query: 'min_total', kind: 'amount' },
	{ property: property('test'), query: 'test', kind: 'flag' },
	{ property: property('own'), kind: 'text' },
];

const NOW = Date.parse('2026-11-21T09:00:00Z');
const read = (filters: IDataObject, timezone?: string) =>
	FilterValues.read(aCall({ parameters: { filters }, timezone }).call, FILTERS);
const queryOf = (filters: IDataObject, timezone?: string) =>
	read(filters, timezone).query((time: DateTime) => utcIso(time));

beforeEach(() => {
	vi.spyOn(clock, 'now').mockReturnValue(NOW);
});
afterEach(() => {
	Settings.defaultZone = 'system';
});

describe('filters', () => {
	it.each<[IDataObject, object]>([
		[{}, {}],
		[{ buyer: ' jan ' }, { buyer: 'jan' }],
		[{ buyer: 42 }, { buyer: '42' }],
		[{ buyer: '' }, {}],
		[{ buyer: null }, {}],
		[{ buyer: undefined }, {}],
		[{ unknown: 'x' }, {}],
		[{ number: ' 123 ' }, { number: '123' }],
		[{ status: 'SENT' }, { status: 'SENT' }],
		[{ states: ['NEW', ' SENT '] }, { states: ['NEW', 'SENT'] }],
		[{ states: 'NEW, SENT' }, { states: ['NEW', 'SENT'] }],
		[{ states: [] }, {}],
		[{ sites: ['any', 7] }, { sites: ['any', '7'] }],
		[{ minId: ' 12 ' }, { min_id: 12 }],
		[{ minId: -3 }, { min_id: -3 }],
		[{ minId: 0 }, { min_id: 0 }],
		[{ minTotal: ' 12.50 ' }, { min_total: '12.50' }],
		[{ minTotal: 0 }, { min_total: '0' }],
		[{ test: true }, { test: true }],
		[{ test: 'true' }, { test: true }],
		[{ test: false }, { test: false }],
		[{ test: 'false' }, { test: false }],
		[{ test: 'yes' }, { test: false }],
	])('%j are asked for as %j', (filters, query) => {
		expect(queryOf(filters)).toEqual(query);
	});

	it('that the operation reads itself are in no query', () => {
		const values = read({ own: ' x ', minId: 5 });
		expect(values.get('own')).toBe('x');
		expect(values.get('buyer')).toBeUndefined();
		expect(values.query(utcIso)).toEqual({ min_id: 5 });
	});

	it.each<[IDataObject, string]>([
		[{ buyer: '  ' }, "'BUYER' is empty"],
		[{ buyer: ['x'] }, "'BUYER' is empty"],
		[{ buyer: 2 ** 60 }, "'BUYER' contains a whole number that JavaScript has rounded"],
		[{ number: '12' }, "'NUMBER' has the wrong form"],
		[{ number: '1234' }, "'NUMBER' has the wrong form"],
		[{ status: 'new' }, "'STATUS' has an unknown value: new"],
		[{ states: ['NEW', 'LOST'] }, "'STATES' has an unknown value: LOST"],
		[{ states: 'NEW,' }, "'STATES' is empty"],
		[{ minId: '1.5' }, "'MINID' is not a whole number"],
		[{ minId: '9007199254740993' }, "'MINID' is not a whole number"],
		[{ minId: 'x1' }, "'MINID' is not a whole number"],
		[{ minId: '1e3' }, "'MINID' is not a whole number"],
		[{ minTotal: '12,50' }, "'MINTOTAL' is not a valid amount"],
		[{ minTotal: '-1' }, "'MINTOTAL' is not a valid amount"],
		[{ minTotal: '12.' }, "'MINTOTAL' is not a valid amount"],
		[{ createdAfter: 'soon' }, "'CREATEDAFTER' is not a valid date: soon"],
		[{ createdBefore: '2026-02-30' }, "'CREATEDBEFORE' is not a valid date: 2026-02-30"],
	])('%j are refused: %s', (filters, message) => {
		expect(() => read(filters)).toThrow(message);
	});

	it('say what they can be', () => {
		expect.assertions(1);
		try {
			read({ status: 'x' });
		} catch (error) {
			expect(error).toMatchObject({ advice: 'Possible values: NEW, SENT' });
		}
	});
});

describe.each(['utc', 'America/New_York', 'Pacific/Auckland', 'America/St_Johns'])(
	'dates of filters on a machine in %s',
	(machine) => {
		it.each([
			['2026-03-08T02:30:00', 'Europe/Warsaw', '2026-03-08T01:30:00Z'],
			['2026-03-08T02:30:00', 'Asia/Tokyo', '2026-03-07T17:30:00Z'],
			['2025-09-28T02:30:00', 'Asia/Seoul', '2025-09-27T17:30:00Z'],
			['2026-03-29T02:30:00', 'Europe/Warsaw', '2026-03-29T01:30:00Z'],
			['2026-03-08T02:30:00-05:00', 'Europe/Warsaw', '2026-03-08T07:30:00Z'],
			['2026-03-08', 'Asia/Tokyo', '2026-03-07T15:00:00Z'],
			[' 2026-03-08T10:00Z ', 'Asia/Tokyo', '2026-03-08T10:00:00Z'],
		])('are meant in the zone of the workflow: %s in %s', (typed, timezone, moment) => {
			Settings.defaultZone = machine;
			expect(queryOf({ until: typed }, timezone)).toEqual({ until: moment });
			expect(utcIso(read({ until: typed }, timezone).time('until')!)).toBe(moment);
		});
	},
);

describe('a range of dates', () => {
	const range = (createdAfter: unknown, createdBefore: unknown) => () =>
		read({ createdAfter, createdBefore } as IDataObject);

	it('may be open at either end', () => {
		expect(queryOf({ createdAfter: '2026-11-20T00:00:00Z' })).toEqual({
			from: '2026-11-20T00:00:00Z',
		});
		expect(queryOf({ createdBefore: '2026-11-22T00:00:00Z' })).toEqual({
			to: '2026-11-22T00:00:00Z',
		});
	});

	it('has its beginning before its end', () => {
		expect(range('2026-11-20T10:00:00Z', '2026-11-20T10:00:01Z')).not.toThrow();
		for (const before of ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00+01:00', '2026-11-19']) {
			expect(range('2026-11-20T10:00:00Z', before)).toThrow(
				"'CREATEDAFTER' is not before 'CREATEDBEFORE'",
			);
		}
	});

	it('begins in the past, or now', () => {
		expect(range('2026-11-21T09:00:00Z', '')).not.toThrow();
		expect(range('2026-11-21T09:00:01Z', '')).toThrow("'CREATEDAFTER' is in the future");
		expect(range('2026-11-21T09:00:01Z', '2027-01-01')).toThrow('is in the future');
	});

	it('may end in the future, and other dates may lie there', () => {
		expect(range('2026-11-20', '2027-01-01')).not.toThrow();
		expect(() => read({ until: '2027-01-01' })).not.toThrow();
	});

	it('is compared as moments, whatever the offsets', () => {
		expect(range('2026-11-20T10:00:00+09:00', '2026-11-20T02:00:00Z')).not.toThrow();
		expect(range('2026-11-20T10:00:00-09:00', '2026-11-20T12:00:00Z')).toThrow('is not before');
	});
});
