import { isoTime } from '../../../core/orders/time';

/**
 * Kaufland's examples have times with a blank for the `T` or with a `T` at the end, too; without an offset they are
 * taken for UTC, which is not confirmed. See https://sellerapi.kaufland.com/?page=orders.
 */
export function readTime(value: unknown): string | null {
	const isText = typeof value === 'string';
	return isoTime(
		isText
			? value
					.trim()
					.replace(/^(\S{10}) /, '$1T')
					.replace(/T$/, '')
			: value,
	);
}
