const MINUTE = 60_000;
const PER_MINUTE = 9000;

interface Minute {
	since: number;
	calls: number;
	blockedUntil: number;
}

/**
 * 9000 calls a minute for one client id, then a block that further calls prolong,
 * see https://github.com/allegro/allegro-api/issues/9507 and https://github.com/allegro/allegro-api/issues/3454
 */
export class ClientLimit {
	private readonly minutes = new Map<string, Minute>();
	private lastScale?: number;

	constructor(
		private readonly scale: () => number,
		private readonly clock: () => number,
	) {}

	take(clientId: string): boolean {
		const now = this.clock();
		const scale = this.scale();
		// Whoever changes the scale starts anew, as with the kit's buckets.
		if (scale !== this.lastScale) this.minutes.clear();
		this.lastScale = scale;
		const minute = this.minutes.get(clientId) ?? { since: now, calls: 0, blockedUntil: -Infinity };
		this.minutes.set(clientId, minute);
		if (now < minute.blockedUntil) {
			minute.blockedUntil = now + MINUTE;
			return false;
		}
		if (now < minute.since || now - minute.since >= MINUTE)
			Object.assign(minute, { since: now, calls: 0 });
		if (++minute.calls <= Math.max(1, Math.round(PER_MINUTE * scale))) return true;
		minute.blockedUntil = now + MINUTE;
		return false;
	}
}
