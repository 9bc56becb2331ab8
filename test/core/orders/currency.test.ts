import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountsIn, numberOf } from '../../../core/orders/currency';

describe('an amount', () => {
	it.each([
		['USD', '554.6800', '554.68'],
		['USD', '49', '49.00'],
		['USD', '9.8', '9.80'],
		['USD', '-4.5000', '-4.50'],
		['PLN', '0', '0.00'],
		['JPY', '5980.00', '5980'],
		['KRW', '12000.0000', '12000'],
		['KWD', '1.5', '1.500'],
		['KWD', '1.5000', '1.500'],
		['usd', '1', '1.00'],
	])('of %s %s is written %s', (currency, given, expected) => {
		expect(amountsIn(currency)(given)).toBe(expected);
	});

	it.each([
		['USD', '12.3456', '12.3456'],
		['USD', '12.3450', '12.345'],
		['JPY', '99.5', '99.50'],
		['JPY', '99.5000', '99.50'],
		['KRW', '0.0001', '0.0001'],
	])('of %s is never rounded: %s', (currency, given, expected) => {
		expect(amountsIn(currency)(given)).toBe(expected);
	});

	it.each([null, '', 'US', 'DOLLAR', '¥¥¥', '../'])(
		'stays as it came where %j is no currency',
		(currency) => expect(amountsIn(currency)('554.6800')).toBe('554.6800'),
	);

	it('that is not known stays unknown', () => {
		expect(amountsIn('USD')(null)).toBeNull();
	});

	it('is worth the same after all', () => {
		const amounts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat(999_999));
		fc.assert(
			fc.property(amounts, fc.constantFrom('USD', 'JPY', 'KWD'), ([whole, part], currency) => {
				const given = `${whole}.${String(part).padStart(6, '0')}`;
				const written = amountsIn(currency)(given) ?? '';
				const [now, fraction = ''] = written.split('.');
				expect(`${now}.${fraction.padEnd(6, '0')}`).toBe(given);
			}),
		);
	});

	it('of a million zeros takes no time', () => {
		const zeros = '0'.repeat(1_000_000);
		const before = Date.now();
		expect(amountsIn('USD')(`1.${zeros}1`)).toBe(`1.${zeros}1`);
		expect(Date.now() - before).toBeLessThan(1000);
	});
});

describe('an amount as a number', () => {
	it.each([
		['554.68', 554.68],
		['554.6800', 554.68],
		['-4.00', -4],
		['0.00', 0],
		['0.1', 0.1],
		['1234567890123.45', 1234567890123.45],
		['999999999999.99', 999999999999.99],
		['0.0000001', 1e-7],
		['007.50', 7.5],
		['0.30000000000000004', 0.1 + 0.2],
		['1000000000000000.00', 1e15],
	])('%s is %d', (given, expected) => expect(numberOf(given)).toBe(expected));

	it('loses no digit of any that people are paid', () => {
		fc.assert(
			fc.property(fc.nat({ max: 10 ** 9 }), fc.nat({ max: 99 }), (whole, cents) => {
				const given = `${whole}.${String(cents).padStart(2, '0')}`;
				expect(numberOf(given)?.toFixed(2)).toBe(given);
			}),
		);
	});

	it.each(['12345678901234567.89', '99999999999999.99', `1${'0'.repeat(400)}`])(
		'is unknown where a number would be another amount: %s',
		(given) => expect(numberOf(given)).toBeNull(),
	);

	it('is unknown where the amount is', () => expect(numberOf(null)).toBeNull());
});
