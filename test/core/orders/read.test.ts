import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	amount,
	count,
	flag,
	join,
	list,
	object,
	part,
	parts,
	text,
	word,
} from '../../../core/orders/read';

describe('an amount', () => {
	it.each([
		['12.50', '12.50'],
		['0.00', '0.00'],
		['-3', '-3'],
		[' 7.10 ', '7.10'],
		[12.5, '12.5'],
		[0, '0'],
		[1e-7, '0.0000001'],
		[1e21, '1000000000000000000000'],
		['1e3', '1000'],
		['.5', '0.5'],
		['-.5', '-0.5'],
		['5.', '5'],
		['-1.5E-2', '-0.015'],
		['2e+2', '200'],
		[1e-20, '0.00000000000000000001'],
		[-1234567.5, '-1234567.5'],
		['1e6', '1000000'],
		['007.10', '007.10'],
		['99999999999999999999.99', '99999999999999999999.99'],
	])('keeps the digits of %o', (given, written) => {
		expect(amount(given)).toBe(written);
	});

	it.each([
		null,
		undefined,
		'',
		' ',
		'free',
		'1,234.50',
		'12,50',
		'1.2.3',
		'0x10',
		NaN,
		Infinity,
		'1e999',
		'++5',
		'12.50 EUR',
		'EUR 12.50',
		'1e',
		'-',
		'.',
		'0b1',
		'0o7',
		'Infinity',
		{},
		[],
		true,
	])('is null for %o', (given) => {
		expect(amount(given)).toBeNull();
	});

	it('keeps the digits behind a plus sign', () => {
		expect(amount('+5.00')).toBe('5.00');
	});

	it('is a decimal string that means the same, or null', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.double(), fc.integer(), fc.string(), fc.float().map(String)),
				(given) => {
					const written = amount(given);
					if (written === null) return;
					expect(written).toMatch(/^-?\d+(\.\d+)?$/);
					expect(Number(written)).toBeCloseTo(Number(given), 10);
				},
			),
		);
	});
});

describe('a reader', () => {
	const anything = fc.anything({ withBigInt: false, withNullPrototype: true });

	it('survives whatever arrives', () => {
		fc.assert(
			fc.property(anything, (given) => {
				for (const read of [text, amount]) {
					const value = read(given);
					expect(value === null || (typeof value === 'string' && value.trim() !== '')).toBe(true);
				}
				expect(Number.isFinite(count(given) ?? 0)).toBe(true);
				expect([true, false, null]).toContain(flag(given));
				expect(Array.isArray(list(given))).toBe(true);
				expect(typeof object(given)).toBe('object');
				expect(typeof part(given as object)).toBe('object');
				expect(parts(given as object[]).every((entry) => typeof entry === 'object')).toBe(true);
			}),
		);
	});

	it.each([
		[text, 42, '42'],
		[text, ' a ', 'a'],
		[text, false, null],
		[count, '3', 3],
		[count, '', null],
		[count, 'x', null],
		[count, ' 7 ', 7],
		[count, 0, 0],
		[count, '-1', -1],
		[count, true, null],
		[count, [5], null],
		[count, 'Infinity', null],
		[text, NaN, null],
		[text, Infinity, null],
		[text, 0, '0'],
		[text, '\n\t', null],
		[text, ['a'], null],
		[text, 12.5, '12.5'],
		[flag, true, true],
		[flag, false, false],
		[flag, 'false', false],
		[flag, 'TRUE', null],
		[flag, 1, null],
		[flag, null, null],
		[list, 'abc', []],
		[list, null, []],
		[list, [], []],
		[list, [0, '', false, undefined], [0, '', false, undefined]],
		[object, { a: 1 }, { a: 1 }],
		[object, 'a', {}],
		[object, undefined, {}],
		[part as (value: unknown) => unknown, { a: 1 }, { a: 1 }],
		[part as (value: unknown) => unknown, [1], {}],
		[part as (value: unknown) => unknown, null, {}],
		[parts as (value: unknown) => unknown, [{ a: 1 }, null, 'x', [1], 5, {}], [{ a: 1 }, {}]],
		[parts as (value: unknown) => unknown, { a: 1 }, []],
		[flag, 'true', true],
		[flag, 'yes', null],
		[flag, 0, null],
		[list, [1, null, 2], [1, 2]],
		[list, {}, []],
		[object, [1], {}],
		[object, null, {}],
	] as Array<[(value: unknown) => unknown, unknown, unknown]>)(
		'%o reads %o',
		(read, given, value) => {
			expect(read(given)).toEqual(value);
		},
	);

	it('joins what is there', () => {
		expect(join('Jan', null, ' ', 'Kowalski', 7)).toBe('Jan Kowalski 7');
		expect(join(null, '')).toBeNull();
		expect(join(' a ', ' b ')).toBe('a b');
		expect(join('one')).toBe('one');
		expect(join()).toBeNull();
	});

	it('knows only the words of its table, not those of every object', () => {
		const table = { NEW: 'open' } as const;
		expect(word(table, 'NEW')).toBe('open');
		for (const raw of ['new', '', 'toString', '__proto__', null])
			expect(word(table, raw)).toBe('unknown');
	});
});
