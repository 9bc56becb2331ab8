import type { IDataObject } from 'n8n-workflow';

import type { ItemCall } from '../operations/call';
import { amountsIn, decimalsOf } from '../orders/currency';
import { difference, isPositive } from '../orders/decimal';
import { amount, text } from '../orders/read';
import { InvalidInputError } from '../request/errors';
import { isBlank } from '../writes/parcel';

/** What is written to a product: its stock or its price. */
export interface Field {
	readonly name: 'quantity' | 'price';
	/** As the user sees it. */
	readonly label: string;
	readonly schema: 'stock/1' | 'price/1';
	/** Checks what the user wants; throws `InvalidInputError`. */
	read(call: ItemCall): Value;
}

/** A decimal text in plain notation. Prices have a currency, where the user names one. */
export interface Value {
	readonly value: string;
	readonly currency: string | null;
}

export const STOCK: Field = {
	name: 'quantity',
	label: 'Quantity',
	schema: 'stock/1',
	read(call) {
		const given = call.parameter<unknown>('quantity', '');
		const written = givenText(given, 'Quantity', 'The new stock is a whole number, e.g. 12');
		if (/^\d+$/.test(written) && Number.isSafeInteger(Number(written))) {
			return { value: String(Number(written)), currency: null };
		}
		throw new InvalidInputError(
			`'Quantity' is not a whole number of units: ${written.slice(0, 40)}`,
			'Enter 0 or more. It replaces the present stock',
		);
	},
};

export const PRICE: Field = {
	name: 'price',
	label: 'Price',
	schema: 'price/1',
	read(call) {
		const given = call.parameter<unknown>('price', '');
		const written = givenText(given, 'Price', 'Enter a price, e.g. 19.99');
		if (!/^\d+(\.\d+)?$/.test(written)) {
			throw new InvalidInputError(
				`'Price' is not an amount: ${written.slice(0, 40)}`,
				'Write digits with a point before the cents, e.g. 19.99. The currency has a field of its own',
			);
		}
		const value = { value: withoutZeros(written), currency: readCurrency(call) };
		checkDecimals(value);
		return value;
	},
};

/** Numbers come from spreadsheets, texts from everywhere else. */
function givenText(given: unknown, label: string, advice: string): string {
	if (isBlank(given)) throw new InvalidInputError(`'${label}' is empty`, advice);
	const written = typeof given === 'number' ? amount(given) : text(given);
	// A list of one value would be read as that value.
	return written ?? JSON.stringify(given) ?? String(given);
}

function withoutZeros(written: string): string {
	const [whole, fraction = ''] = written.split('.');
	const digits = fraction.replace(/0+$/, '');
	const plain = whole.replace(/^0+(?=\d)/, '');
	return digits === '' ? plain : `${plain}.${digits}`;
}

function readCurrency(call: ItemCall): string | null {
	const given = call.parameter<unknown>('currency', '');
	if (isBlank(given)) return null;
	const code = String(given).trim().toUpperCase();
	if (decimalsOf(code) !== null) return code;
	throw new InvalidInputError(
		`'Currency' is not a currency code: ${code.slice(0, 40)}`,
		'Use three letters, e.g. EUR, or leave it empty for the currency that the product has',
	);
}

/** More digits than the currency has would be rounded by somebody. */
export function checkDecimals({ value, currency }: Value): void {
	const decimals = decimalsOf(currency);
	const [, fraction = ''] = value.split('.');
	if (decimals === null || fraction.length <= decimals) return;
	const most = decimals === 0 ? 'no decimals' : `${decimals} decimals at most`;
	throw new InvalidInputError(
		`'Price' has more decimals than ${currency} has: ${value}`,
		`Round it. ${currency} has ${most}`,
	);
}

/** Whether two amounts are the same, e.g. `19.9` and `19.90`. */
export function isSame(one: string, other: string): boolean {
	return !isPositive(difference(one, other)) && !isPositive(difference(other, one));
}

export function isZero(value: string): boolean {
	return !isPositive(value);
}

/** As items have it: stock as a number, a price as text with the decimals of its currency. */
export function writtenValue({ name }: Field, { value, currency }: Value): IDataObject {
	if (name === 'quantity') return { quantity: Number(value) };
	return { price: amountsIn(currency)(value), currency };
}
