/**
 * How many calls a window holds and how long it is: plans Standard and Plus,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/api-docs/getting-started/api-rate-limits.mdx
 */
const WINDOW_MS = 30_000;
const QUOTA = 150;

/** What a store's calls have left, as the answer's headers tell. */
interface Left {
	allowed: boolean;
	quota: number;
	left: number;
	resetMs: number;
}

/** A quota that starts anew with every window; unlike a bucket it does not trickle. */
export class QuotaWindow {
	private since = -Infinity;
	private used = 0;

	constructor(
		private readonly scale: () => number,
		private readonly clock: () => number,
	) {}

	take(): Left {
		const now = this.clock();
		if (now < this.since || now - this.since >= WINDOW_MS) {
			this.since = now;
			this.used = 0;
		}
		const quota = Math.max(1, Math.round(QUOTA * this.scale()));
		const allowed = this.used < quota;
		if (allowed) this.used++;
		const resetMs = Math.ceil(this.since + WINDOW_MS - now);
		return { allowed, quota, left: Math.max(0, quota - this.used), resetMs };
	}
}

export function quotaHeaders({ quota, left, resetMs }: Left): Record<string, string> {
	return {
		'x-rate-limit-time-window-ms': `${WINDOW_MS}`,
		'x-rate-limit-time-reset-ms': `${resetMs}`,
		'x-rate-limit-requests-quota': `${quota}`,
		'x-rate-limit-requests-left': `${left}`,
	};
}
