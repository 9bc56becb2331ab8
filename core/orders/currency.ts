import { difference } from './decimal';
import { amount } from './read';

type Amount = string | null;

/** Asking `Intl` takes a thousand times as long. There are no more codes than three letters make. */
const decimalsByCode = new Map<string, number>();

/** Decimals that people write in a currency, as JavaScript knows them; `null` for what is no currency. */
export function decimalsOf(currency: string | null): number | null {
	if (currency === null || !/^[A-Z]{3}$/i.test(currency)) return null;
	const known = decimalsByCode.get(currency);
	if (known !== undefined) return known;
	const { maximumFractionDigits: decimals = 2 } = new Intl.NumberFormat('en', {
		style: 'currency',
		currency,
	}).resolvedOptions();
	decimalsByCode.set(currency, decimals);
	return decimals;
}

/**
 * Writes amounts as people do in this currency: `554.6800` as `554.68` in dollars, `1200.00` as `1200` in yen.
 * Nothing is rounded: a unit price of `12.3456` stays what it is. Without a currency, amounts stay as they came.
 */
export function amountsIn(currency: string | null): (amount: Amount) => Amount {
	const decimals = decimalsOf(currency);
	return (given) => (given === null || decimals === null ? given : written(given, decimals));
}

function written(given: string, decimals: number): string {
	const [whole, fraction = ''] = given.split('.');
	const digits = withoutZeros(fraction);
	// Half a yen is 0.50, not 0.5.
	const least = digits === '' ? decimals : Math.max(decimals, 2);
	return least === 0 ? whole : `${whole}.${digits.padEnd(least, '0')}`;
}

/**
 * The amount as a number, for cells that are added up; `null` for one with more digits than a number holds, which
 * would become another amount.
 */
export function numberOf(given: Amount): number | null {
	if (given === null) return null;
	const number = Number(given);
	// A number holds fifteen digits, whichever they are.
	if (given.length <= 15) return number;
	const held = amount(number);
	return held !== null && Number(difference(given, held)) === 0 ? number : null;
}

/** Not by an expression: thousands of zeros would take seconds. */
function withoutZeros(fraction: string): string {
	let end = fraction.length;
	while (fraction[end - 1] === '0') end--;
	return fraction.slice(0, end);
}
