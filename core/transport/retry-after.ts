import type { ApiResponse, Marketplace } from '../marketplace';
import { clock } from './clock';

/** What the marketplace's own headers ask for, else the standard one: seconds or a date. */
export function retryAfterMs(marketplace: Marketplace, response: ApiResponse): number | undefined {
	const own = marketplace.retryAfterMs?.(response);
	if (own !== undefined) return own;
	const value = response.headers['retry-after'];
	if (value === undefined || value === '') return undefined;
	const seconds = Number(value);
	const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - clock.now();
	return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
