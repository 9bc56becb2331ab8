import type { ApiResponse } from '../marketplace';
import { clock } from '../transport/clock';

/**
 * When the answer was sent, by the clock of whoever sent it, in milliseconds since 1970. Ours may be wrong by
 * minutes, and a feed that begins at a wrong "now" would step over orders.
 */
export function serverTime({ headers }: ApiResponse): number {
	const sent = Date.parse(headers.date ?? '');
	return Number.isNaN(sent) ? clock.now() : sent;
}
