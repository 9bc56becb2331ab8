import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, isPositive, product, sum } from '../../../core/orders/decimal';

const hundredths = fc.integer({ min: -1_000_000, max: 1_000_000 });
const written = (value: number) => (value / 100).toFixed(2);

describe('decimal texts', () => {
	it.each([
		[sum(['0.10', '0.20']), '0.30'],
		[sum(['1', '2.5', '0.125']), '3.625'],
		[sum([]), '0'],
		[difference('35.99', '39.99'), '-4.00'],
		[difference('0.005', '0.01'), '-0.005'],
		[product('4.00', '3'), '12.00'],
		[product('0.1', '0.1'), '0.01'],
		[product('-1.5', '2'), '-3.0'],
		[sum(['90071992547409930.01', '0.02']), '90071992547409930.03'],
		[sum(['-5', '3']), '-2'],
		[sum(['5980']), '5980'],
		[sum(['0.02', '0.03']), '0.05'],
		[sum(['0.10', '-0.1']), '0.00'],
		[sum(['-0.05', '0.02']), '-0.03'],
		[sum(['99.99', '0.01']), '100.00'],
		[sum(['1.00', '1.00']), '2.00'],
		[difference('-1', '-3.5'), '2.5'],
		[difference('7', '7.000'), '0.000'],
		[difference('1000', '1'), '999'],
		[product('5980', '3'), '17940'],
		[product('0.05', '0.5'), '0.025'],
		[product('-0.5', '-0.5'), '0.25'],
		[product('19.99', '0'), '0.00'],
		[product('0.123456789123', '1000000'), '123456.789123000000'],
	])('give %s exactly', (found, expected) => {
		expect(found).toBe(expected);
	});

	it('are never off by a hundredth', () => {
		fc.assert(
			fc.property(hundredths, hundredths, (a, b) => {
				const zero = written(0);
				const same = (text: string, value: number) =>
					difference(text, written(value)).replace('-', '') === zero;
				return (
					same(sum([written(a), written(b)]), a + b) &&
					same(difference(written(a), written(b)), a - b)
				);
			}),
		);
	});

	it.each([
		['0.00', false],
		['-0.01', false],
		['0.001', true],
		['12', true],
		['0', false],
		['-0', false],
		['-12', false],
		['0.0000000000000000000000001', true],
	])('know that %s is positive: %s', (value, expected) => {
		expect(isPositive(value)).toBe(expected);
	});
});
