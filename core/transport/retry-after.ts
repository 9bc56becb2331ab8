import type { ApiResponse, Marketplace } from '../marketplace';
import { clock } from './clock';

const SECONDS = /^\s*\d+(\.\d+)?\s*$/;
const TIME_OF_DAY = /\d\d?:\d\d:\d\d/;
const ZONE = /(GMT|UTC|Z|[+-]\d\d:?\d\d)\s*$/i;

/**
 * What the marketplace's own headers ask for, else the standard one. It may be nothing at all: nobody counts
 * on it without a pause of our own.
 */
export function retryAfterMs(marketplace: Marketplace, response: ApiResponse): number | undefined {
	return marketplace.retryAfterMs?.(response) ?? waitMs(response, 'retry-after');
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
