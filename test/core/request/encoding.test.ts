import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeQuery } from '../../../core/request/encoding';

const text = fc.oneof(
	fc.string({ unit: 'grapheme', minLength: 1 }),
	fc.constantFrom(
		'+',
		'/',
		',',
		' ',
		'a+b/c=d&e',
		'%2B',
		'zażółć',
		'주문',
		'2026-11-21T09:00+01:00',
	),
);

describe('a query', () => {
	it('arrives as it was, lists by repetition', () => {
		fc.assert(
			fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text))), (query) => {
				const read = new URLSearchParams(writeQuery(query, 'repeat'));
				for (const [name, value] of Object.entries(query)) {
					expect(read.getAll(name)).toEqual([value].flat());
				}
			}),
		);
	});

	it('arrives as it was, lists with commas', () => {
		fc.assert(
			fc.property(text, fc.array(text, { minLength: 1 }), (name, values) => {
				const [left, right] = writeQuery({ [name]: values }, 'comma').split('=');
				expect(decodeURIComponent(left)).toBe(name);
				expect(right.split(',').map(decodeURIComponent)).toEqual(values);
			}),
		);
	});

	it.each([
		[{ a: undefined, b: null, c: '', d: [] }, ''],
		[{ a: 0, b: false }, 'a=0&b=false'],
		[
			{ 'updatedAt.gte': '2026-11-21T09:00:00+01:00' },
			'updatedAt.gte=2026-11-21T09%3A00%3A00%2B01%3A00',
		],
	])('writes %o', (query, written) => {
		expect(writeQuery(query, 'repeat')).toBe(written);
	});

	it.each([
		['repeat', 'a%2C%20b=1%2C2&a%2C%20b=3&c=0'],
		['comma', 'a%2C%20b=1%2C2,3&c=0'],
	] as const)('writes lists by %s', (lists, written) => {
		expect(writeQuery({ 'a, b': ['1,2', 3], c: [0], d: [''] }, lists)).toBe(written);
	});

	it.each(['repeat', 'comma'] as const)('leaves blanks out of lists (%s)', (lists) => {
		const values = ['a', null, ''] as unknown as string[];
		expect(writeQuery({ x: values }, lists)).toBe('x=a');
	});
});
