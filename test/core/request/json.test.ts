import { describe, expect, it } from 'vitest';
import { holdsRounded, parseJson } from '../../../core/request/encoding';

describe('the numbers of an answer', () => {
	it.each([
		['{"id":12345678901234567890}', { id: '12345678901234567890' }],
		[
			'{"ids":[9007199254740993, -9007199254740993 ]}',
			{ ids: ['9007199254740993', '-9007199254740993'] },
		],
		['{"id" : 9007199254740993\n}', { id: '9007199254740993' }],
		['9007199254740993', '9007199254740993'],
		[' -12345678901234567890\n', '-12345678901234567890'],
		['{"id":9007199254740991}', { id: 9_007_199_254_740_991 }],
		[
			'{"a":9007199254740993,"b":0.1234567890123456}',
			{ a: '9007199254740993', b: 0.1234567890123456 },
		],
		['{"a":9007199254740993,"b":1e3,"c":-2.50}', { a: '9007199254740993', b: 1000, c: -2.5 }],
		[
			'{"a":9007199254740993,"b":"x: 9007199254740993, \\" 9007199254740993]"}',
			{ a: '9007199254740993', b: 'x: 9007199254740993, " 9007199254740993]' },
		],
		['{"text":", 9007199254740993, "}', { text: ', 9007199254740993, ' }],
	])('are not rounded: %s', (written, expected) => {
		expect(parseJson(written)).toEqual(expected);
	});

	it('make no JSON of what is none', () => {
		expect(() => parseJson('{"id":9007199254740993')).toThrow(SyntaxError);
	});

	it('cost little in a long answer', () => {
		const long = JSON.stringify({
			text: '\\"'.repeat(500_000),
			ids: Array(20_000).fill('1234567890123456789'),
		});
		const start = performance.now();
		parseJson(long.replaceAll('"1234567890123456789"', '1234567890123456789'));
		expect(performance.now() - start).toBeLessThan(2000);
	});
});

describe('a number that was rounded on its way', () => {
	it.each([
		[12345678901234567000, true],
		[{ a: [{ id: 2 ** 53 }] }, true],
		[[-(2 ** 60)], true],
		[2 ** 53 - 1, false],
		[{ price: 1e16 / 3, text: '12345678901234567890', none: null, yes: true }, false],
		[undefined, false],
	])('is seen in %o: %s', (value, expected) => expect(holdsRounded(value)).toBe(expected));
});
