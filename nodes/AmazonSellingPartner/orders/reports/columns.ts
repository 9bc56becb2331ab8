import { reportTime } from './time';

/** The column that says which order a row belongs to. */
export const ID_COLUMN = 'amazon-order-id';
/** Amazon's 3-7-7 form; orders that Amazon fulfils for other shops begin with a letter: `S02-…`. */
export const ORDER_ID = /^[A-Z\d]\d\d-\d{7}-\d{7}$/;

type Form = (cell: string) => boolean;

const letters = like(/^\p{L}[^\d\t]*$/u);
const yesOrNo = like(/^(true|false|yes|no|[yn01])$/i);

/** What a cell looks like if it is not empty; columns that are not here hold any text. */
const FORMS: Readonly<Record<string, Form>> = {
	[ID_COLUMN]: like(ORDER_ID),
	'purchase-date': (cell) => reportTime(cell) !== null,
	'last-updated-date': (cell) => reportTime(cell) !== null,
	'order-status': letters,
	'item-status': letters,
	'fulfillment-channel': letters,
	'sales-channel': like(/\p{L}/u),
	asin: like(/^(?=.*\d)[A-Z\d]{10}$/),
	quantity: like(/^\d+(\.0+)?$/),
	currency: like(/^[A-Z]{3}$/),
	'ship-country': like(/^\p{L}[^\d\t]+$/u),
};
const MONEY = /-(price|tax|discount|fee|cost)$/;
const FLAG = /^is-/;

/** Columns in which people write: a tab or a line break can get into them. */
export const WRITTEN: readonly string[] = ['product-name', 'ship-city', 'ship-state'];

/** Never empty, so a row that is cut before them has lost them. */
const ALWAYS = [
	ID_COLUMN,
	'purchase-date',
	'last-updated-date',
	'order-status',
	'product-name',
	'sku',
	'asin',
	'quantity',
];
const COUNTRY = 'ship-country';
const ADDRESS = ['ship-city', 'ship-state', 'ship-postal-code'];
const PRICED = ['currency', 'item-price'];
/** Has no price yet, or no more. */
const UNPRICED = /^(pending|cancell?ed)\b/i;

/** Whether each cell has the form of its column. */
export function fits(names: readonly string[], cells: readonly string[]): boolean {
	return columnsOf(names).every(({ name, form }, index) => {
		const cell = cells[index].trim();
		return cell === '' ? name !== ID_COLUMN : form === undefined || form(cell);
	});
}

/** Whether all is there that no row goes without; asked of rows that were put together. */
export function isWhole(names: readonly string[], cells: readonly string[]): boolean {
	const isThere = needed(names, cells).every((index) => (cells[index] ?? '').trim() !== '');
	return isThere && hasCountry(names, cells);
}

/** An address without a country has lost a cell: the country stands in the place of another. */
export function hasCountry(names: readonly string[], cells: readonly string[]): boolean {
	const hasCell = (name: string) => (cells[names.indexOf(name)] ?? '').trim() !== '';
	return hasCell(COUNTRY) || !names.includes(COUNTRY) || !ADDRESS.some(hasCell);
}

/** Whether a row that lacks cells at its end lacks none of those, and no answer of yes or no. */
export function reaches(names: readonly string[], cells: readonly string[]): boolean {
	const flags = names.flatMap((name, index) => (FLAG.test(name) ? [index] : []));
	return [...needed(names, cells), ...flags].every((index) => index < cells.length);
}

function needed(names: readonly string[], cells: readonly string[]): number[] {
	const status = cells[names.indexOf('order-status')] ?? '';
	const columns = UNPRICED.test(status.trim()) ? ALWAYS : [...ALWAYS, ...PRICED];
	return columns.map((name) => names.indexOf(name)).filter((index) => index >= 0);
}

/** A row by the names of its columns, with amounts in plain notation. */
export function toRow(names: readonly string[], cells: readonly string[]): Record<string, string> {
	const row: Record<string, string> = {};
	for (const [index, { name, form }] of columnsOf(names).entries()) {
		const cell = cells[index].trim();
		// A column that is there twice may be empty in one of both.
		if ((row[name] ?? '') === '') row[name] = form === isMoney ? plain(cell) : cell;
	}
	return row;
}

interface Column {
	name: string;
	form?: Form;
}

/** Asked for again with every row of a file. */
const read = new WeakMap<readonly string[], Column[]>();

function columnsOf(names: readonly string[]): Column[] {
	const known = read.get(names) ?? names.map((name) => ({ name, form: formOf(name) }));
	read.set(names, known);
	return known;
}

function formOf(name: string): Form | undefined {
	if (Object.hasOwn(FORMS, name)) return FORMS[name];
	if (MONEY.test(name)) return isMoney;
	return FLAG.test(name) ? yesOrNo : undefined;
}

function isMoney(cell: string): boolean {
	return /^-?\d+(\.\d+)?$/.test(plain(cell));
}

/** A comma before three digits groups them, before one or two it is the decimal comma. */
function plain(cell: string): string {
	if (!cell.includes(',')) return cell;
	if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(cell)) return cell.replaceAll(',', '');
	return /^-?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}$/.test(cell)
		? cell.replaceAll('.', '').replace(',', '.')
		: cell;
}

function like(expression: RegExp): Form {
	return (cell) => expression.test(cell);
}
