import type { ApiResponse } from '../marketplace';
import { clock } from './clock';

/**
 * When the answer was sent, by the clock of whoever sent it, in milliseconds since 1970. Ours may be wrong by
 * minutes, and a feed that begins at a wrong "now" would step over orders.
 */
export function serverTime({ headers }: ApiResponse): number {
	const sent = Date.parse(headers.date ?? '');
	return Number.isNaN(sent) ? clock.now() : sent;
}

/** The other side's clock, as one answer shows it. */
export interface ServerClock {
	serverTime: string;
	/** How far our clock is ahead, in seconds. */
	skewSeconds: number;
}

/**
 * Reads the header `Date` of an answer that arrived between `sentAt` and `answeredAt` of our own clock.
 * The header has whole seconds, and the answer was on its way: what that explains counts as no difference.
 */
export function readServerClock(
	date: string | undefined,
	sentAt: number,
	answeredAt: number,
): ServerClock | undefined {
	const from = Date.parse(date ?? '');
	if (Number.isNaN(from)) return undefined;
	const serverTime = new Date(from).toISOString();
	const isExplained = from + 1000 >= sentAt && from <= answeredAt;
	const skewSeconds = isExplained ? 0 : Math.round((answeredAt - from - 500) / 1000);
	return { serverTime, skewSeconds };
}
