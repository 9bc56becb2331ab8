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
