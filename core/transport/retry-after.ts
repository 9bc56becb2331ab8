import type { ApiResponse, Marketplace } from '../marketplace';
import { clock } from './clock';

const SECONDS = /^\s*\d+(\.\d+)?\s*$/;
const TIME_OF_DAY = /\d\d?:\d\d:\d\d/;
const ZONE = /(GMT|UTC|Z|[+-]\d\d:?\d\d)\s*$/i;

/**
 * The longer of what the marketplace's own headers and the standard one ask for. It may be nothing at all:
 * nobody counts on it without a pause of our own.
 */
export function retryAfterMs(marketplace: Marketplace, response: ApiResponse): number | undefined {
	const own = marketplace.retryAfterMs?.(response);
	const standard = waitMs(response, 'retry-after');
	return own === undefined || standard === undefined ? (own ?? standard) : Math.max(own, standard);
}

/** A header that asks to wait, by seconds or by a date; nothing, where it makes no sense. */
export function waitMs({ headers }: ApiResponse, name: string): number | undefined {
	const value = headers[name] ?? '';
	if (SECONDS.test(value)) return Number(value) * 1000;
	const until = TIME_OF_DAY.test(value) ? dateOf(value) : NaN;
	if (Number.isNaN(until)) return undefined;
	// By the clock that has written the date; ours may be another.
	const sent = dateOf(headers.date ?? '');
	return Math.max(0, until - (Number.isNaN(sent) ? clock.now() : sent));
}

function dateOf(value: string): number {
	return Date.parse(ZONE.test(value) ? value : `${value} GMT`);
}
