import { HOUR_MS } from '../../../core/request/clock';
import { isoTime, timeOf } from '../../../core/orders/time';

/** Korea has one time zone and no daylight saving. */
const KST_MS = 9 * HOUR_MS;

/**
 * `2026-11-21T18:00:00.000+09:00`: milliseconds and offset are mandatory.
 * See https://apicenter.commerce.naver.com/docs/restful-api.
 */
export function kst(ms: number): string {
	return new Date(ms + KST_MS).toISOString().replace('Z', '+09:00');
}

/** Naver's times are Korean, also where an offset should be missing. */
export function koreanTime(value: unknown): string | null {
	return isoTime(value, 'Asia/Seoul');
}

/** The same in milliseconds since 1970; `null` for what is no time. */
export function koreanMs(value: unknown): number | null {
	return timeOf(koreanTime(value));
}
