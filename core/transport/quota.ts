import type { ApiRequest, Marketplace, Quota, QuotaNews, Send } from '../marketplace';
import { clock, orStopped, pause } from './clock';
import { retryAfterMs } from './retry-after';
import { QuotaTrouble, raise } from './trouble';
import { verdictOf } from './verdict';

/** How long a request may wait for quota and for its answer, and what ends every wait. */
export interface Patience {
	readonly maxWaitMs: number;
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/** Networks deliver a little early or late; without this, the first paced request could come too soon. */
const JITTER_MS = 40;
/** After a refusal that gives no time, nobody asks again for at least this long. */
const REFUSED_MS = 1000;

/**
 * Requests are paced before the marketplace has to say no. One bucket a quota and owner, shared by all
 * that runs in this process; other processes' share shows in the answers' headers.
 */
export class Bucket {
	private tokens: number;
	private perSecond: number;
	private burst: number;
	/** Up to when refilled; in the future while the marketplace keeps us out. */
	private at = clock.now();
	/** End of the marketplace's current window, where it counts in windows and has told. */
	private windowEnds = 0;
	/** Callers wait in line; only the first one looks at the clock. */
	private line: Promise<void> = Promise.resolve();
	private waiting = 0;

	constructor(private readonly quota: Quota) {
		this.tokens = quota.burst;
		this.perSecond = quota.perSecond;
		this.burst = quota.burst;
	}

	/** Takes one token, after a wait if need be; a wait beyond the user's patience takes none. */
	async take(patience: Patience): Promise<void> {
		(await this.enter(patience))();
	}

	/** As `take`, but nobody else is let in before the returned function is called. */
	async enter(patience: Patience): Promise<() => void> {
		const start = clock.now();
		this.refuseIfLonger(patience, start, this.waiting);
		const before = this.line;
		let leave = (): void => undefined;
		this.line = new Promise((resolve) => (leave = resolve));
		this.waiting++;
		try {
			await orStopped(before, patience.signal);
			for (;;) {
				const delay = this.refuseIfLonger(patience, start, 0);
				if (delay === 0) break;
				await pause(delay, patience.signal);
			}
			this.tokens -= 1;
			return leave;
		} catch (error) {
			// Whoever gives up keeps the place until those before have left it.
			void before.then(leave);
			return raise(error);
		} finally {
			this.waiting--;
		}
	}

	learn(news: QuotaNews): void {
		this.refill();
		const { perSecond, burst, left, resetMs } = news;
		if (isNumber(perSecond) && perSecond > 0) this.perSecond = perSecond;
		if (isNumber(burst) && burst >= 1) this.burst = burst;
		if (isNumber(left)) this.tokens = Math.min(this.tokens, left);
		if (isNumber(resetMs)) this.windowEnds = clock.now() + resetMs;
	}

	/** A refusal: others have spent what we thought was ours. Nothing is refilled before `waitMs` is over. */
	refused(waitMs = REFUSED_MS): void {
		this.refill();
		this.tokens = Math.min(this.tokens, 0);
		this.at = Math.max(this.at, clock.now() + waitMs);
	}

	/** The wait for a token behind `ahead` others. */
	private refuseIfLonger(patience: Patience, start: number, ahead: number): number {
		const delay = this.delayMs(ahead);
		const waited = clock.now() - start;
		if (delay > 0 && waited + delay > patience.maxWaitMs) {
			throw new QuotaTrouble(this.quota.name, delay);
		}
		return delay;
	}

	private delayMs(ahead: number): number {
		this.refill();
		const now = clock.now();
		const closed = Math.max(0, this.at - now);
		const lacking = 1 + ahead - this.tokens;
		if (lacking <= 0) return closed;
		const refilled =
			this.windowEnds > now ? this.windowEnds - now : closed + (lacking / this.perSecond) * 1000;
		return Math.max(closed, refilled) + JITTER_MS;
	}

	private refill(): void {
		const now = clock.now();
		if (this.at > now) return;
		const seconds = (now - this.at) / 1000;
		this.at = now;
		if (this.quota.refill !== 'window' || this.windowEnds === 0) {
			// What is earned while we wait out the jitter is not lost, also where the burst is one.
			const surplus = this.waiting > 0 ? Math.min(0.5, (this.perSecond * JITTER_MS) / 1000) : 0;
			const most = this.burst + surplus;
			this.tokens = Math.min(most, this.tokens + seconds * this.perSecond);
		} else if (now >= this.windowEnds) {
			this.tokens = this.burst;
			this.windowEnds = 0;
		}
	}
}

function isNumber(value: number | undefined): value is number {
	return value !== undefined && Number.isFinite(value);
}

const buckets = new Map<string, Bucket>();

/** Forgets what was learned; for tests, which share one process. */
export function forgetQuotas(): void {
	buckets.clear();
}

/** The layer that waits for quota, and learns from the answers. */
export function quotas(marketplace: Marketplace, owner: string, patience: Patience) {
	return (next: Send): Send =>
		async (request, renew) => {
			const quota = quotaOf(marketplace, request);
			if (!quota) return await next(request, renew);
			const bucket = bucketOf(`${marketplace.id}|${owner}|${quota.name}`, quota);
			const leave = await bucket.enter(patience);
			if (quota.serial !== true) leave();
			try {
				const response = await next(request, renew);
				bucket.learn(marketplace.readQuota?.(response) ?? {});
				if (verdictOf(marketplace, response) === 'throttled') {
					bucket.refused(retryAfterMs(marketplace, response));
				}
				return response;
			} finally {
				leave();
			}
		};
}

function quotaOf({ quotas }: Marketplace, request: ApiRequest): Quota | undefined {
	return quotas.find(
		({ method, path }) =>
			(method === undefined || method === request.method) &&
			(path === undefined || path.test(request.path)),
	);
}

function bucketOf(key: string, quota: Quota): Bucket {
	const bucket = buckets.get(key) ?? new Bucket(quota);
	buckets.set(key, bucket);
	return bucket;
}
