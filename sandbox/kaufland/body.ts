import { invalid } from './problem';

export type Fields = Record<string, unknown>;

/** An object with all of these fields and no others. */
export function fieldsOf(value: unknown, names: readonly string[], at = ''): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw invalid({ field: at || 'body', message: 'an object' });
	}
	const missing = names.filter((name) => !Object.hasOwn(value, name));
	const strange = Object.keys(value).filter((name) => !names.includes(name));
	const errors = [
		...missing.map((name) => ({ field: at + name, message: 'missing' })),
		...strange.map((name) => ({ field: at + name, message: 'unknown' })),
	];
	if (errors.length > 0) throw invalid(...errors);
	return value as Fields;
}

export function textOf(fields: Fields, name: string): string {
	const value = fields[name];
	if (typeof value !== 'string') throw invalid({ field: name, message: 'a text' });
	return value;
}

/** A number that JSON has as one; an id in quotes is not. */
export function isWhole(value: unknown, min: number, max: number): value is number {
	return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}
