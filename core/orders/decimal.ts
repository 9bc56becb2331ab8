/** Exact arithmetic on decimal texts as `amount` gives them: floats lose hundredths. */

interface Decimal {
	units: bigint;
	/** Digits behind the point. */
	scale: number;
}

export function sum(values: readonly string[]): string {
	const all = values.map(read);
	const scale = Math.max(0, ...all.map((value) => value.scale));
	const shift = (value: Decimal) => value.units * 10n ** BigInt(scale - value.scale);
	return write({ units: all.reduce((total, value) => total + shift(value), 0n), scale });
}

export function difference(from: string, less: string): string {
	return sum([from, product(less, '-1')]);
}

export function product(one: string, other: string): string {
	const [a, b] = [read(one), read(other)];
	return write({ units: a.units * b.units, scale: a.scale + b.scale });
}

export function isPositive(value: string): boolean {
	return read(value).units > 0n;
}

function read(value: string): Decimal {
	const [whole, fraction = ''] = value.split('.');
	return { units: BigInt(whole + fraction), scale: fraction.length };
}

function write({ units, scale }: Decimal): string {
	const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
	const at = digits.length - scale;
	const sign = units < 0n ? '-' : '';
	return sign + digits.slice(0, at) + (scale > 0 ? `.${digits.slice(at)}` : '');
}
