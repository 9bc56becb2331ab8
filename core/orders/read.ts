/**
 * Readers for answers whose every field may be absent, empty or of another type than documented.
 * Each gives the value in our form, or `null` for "the marketplace did not say".
 */

type Unknown = unknown;

/** A non-blank text; numbers become text, because ids arrive as either. */
export function text(value: Unknown): string | null {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return null;
	const trimmed = value.trim();
	return trimmed === '' ? null : trimmed;
}

/** A decimal string in plain notation, with the digits that the marketplace sent. */
export function amount(value: Unknown): string | null {
	const written = text(value)?.replace(/^\+/, '') ?? null;
	if (written === null) return null;
	if (/^-?\d+(\.\d+)?$/.test(written)) return written;
	const number = Number(written);
	return Number.isFinite(number) && /^-?[\d.]+(e[-+]?\d+)?$/i.test(written) ? plain(number) : null;
}

/** `1e-7` is not a decimal string that other systems read. */
function plain(number: number): string {
	return number.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

export function count(value: Unknown): number | null {
	const written = text(value);
	if (written === null) return null;
	const number = Number(written);
	return Number.isFinite(number) ? number : null;
}

/** `true`/`false`, also written as text. */
export function flag(value: Unknown): boolean | null {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	if (value === 'false') return false;
	return null;
}

export function list<T = Record<string, Unknown>>(value: Unknown): T[] {
	return Array.isArray(value) ? (value as T[]).filter((entry) => entry !== null) : [];
}

export function object(value: Unknown): Record<string, Unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, Unknown>)
		: {};
}

/** An object to read fields from, empty when the value is something else. */
export function part<T extends object>(value: T | null | undefined): Partial<T> {
	return object(value) as Partial<T>;
}

/** The objects of a list, each to read fields from. */
export function parts<T extends object>(value: T[] | null | undefined): Array<Partial<T>> {
	return list<T>(value).filter((entry) => typeof entry === 'object' && !Array.isArray(entry));
}

/** The parts that are there, with a blank between; `null` when none is. */
export function join(...parts: Unknown[]): string | null {
	return text(
		parts
			.map(text)
			.filter((part) => part !== null)
			.join(' '),
	);
}

/** Our word for theirs; `unknown` for words that came after this was written. */
export function word<T extends string>(
	table: Readonly<Record<string, T>>,
	raw: string | null,
): T | 'unknown' {
	return raw !== null && Object.hasOwn(table, raw) ? table[raw] : 'unknown';
}
