import type { ApiRequest, Marketplace, Quota, QuotaNews, Send } from '../marketplace';
import { clock, orStopped, pause } from './clock';
import { retryAfterMs } from './retry-after';
import { NotSent, QuotaTrouble, raise, TokenTrouble } from './trouble';
import { verdictOf } from './verdict';

/** How long a request may wait for quota and for its answer, and what ends every wait. */
export interface Patience {
	readonly maxWaitMs: number;
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/** Networks deliver a little early or late; without this, the first paced request could come too soon. */
const JITTER_MS = 40;
/** What we wait longer than the marketplace asks is no reason to give up. */
export const CAUTION = 1.02;
/** After a refusal that gives no time, nobody asks again for at least this long, then twice as long, up to a limit. */
const REFUSED_MS = 1000;
const LONGEST_REFUSED_MS = 32_000;
/**
 * What we take for our share after a refusal, and how it grows with each answer: others spend from the same
 * quota, and refusals are all that tells of them.
 */
const LESS = 0.75;
const MORE = 0.02;
const LEAST_SHARE = 1 / 16;

/**
 * Requests are paced before the marketplace has to say no. One bucket a quota and owner, shared by all
 * that runs in this process; other processes' share shows in the answers' headers.
 */
export class Bucket {
	private tokens: number;
	private perSecond: number;
	private burst: number;
	/** The part of `perSecond` that others leave to us, as far as we know. */
	private share = 1;
	/** Up to when refilled. */
	private at = clock.now();
	/** Until when the marketplace keeps us out. */
	private closedUntil = 0;
	/** For how long, after the next refusal that does not say. */
	private pauseMs = REFUSED_MS;
	/** Refused, and nobody has been let in since: whoever asks next asks for all. */
	private doubtful = false;
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

	/** A token that was taken and not used. */
	giveBack(): void {
		this.tokens = Math.min(this.burst, this.tokens + 1);
	}

	/**
	 * A call has ended. Where none may overtake another, what was earned meanwhile does not count: it may have
	 * waited on its way, and the next one would reach the marketplace too soon after it.
	 */
	ended(): void {
		if (this.quota.serial !== true) return;
		this.refill();
		this.tokens = Math.min(this.tokens, this.burst - 1);
	}

	learn(news: QuotaNews): void {
		this.refill();
		const { perSecond, burst, left, resetMs } = news;
		if (isNumber(perSecond) && perSecond > 0) this.perSecond = perSecond;
		if (isNumber(burst) && burst >= 1) this.burst = burst;
		if (isNumber(left)) this.tokens = Math.min(this.tokens, left);
		if (isNumber(resetMs)) this.windowEnds = clock.now() + resetMs;
	}

	/** Whether one request at a time is enough: many would be refused together, which can prolong a block. */
	get isInDoubt(): boolean {
		return this.doubtful;
	}

	/** No refusal: perhaps others spend less than we thought. */
	accepted(): void {
		this.refill();
		this.share = Math.min(1, this.share + MORE);
		// Sent before the refusal, it says nothing of now.
		if (this.closedUntil > clock.now()) return;
		this.doubtful = false;
		this.pauseMs = REFUSED_MS;
	}

	/** A refusal: others have spent what we thought was ours. Nothing is refilled before `waitMs` is over. */
	refused(waitMs?: number): void {
		this.refill();
		const now = clock.now();
		this.tokens = Math.min(this.tokens, 0);
		this.doubtful = true;
		// Of several under way at once, the first one has told it all.
		const isFirst = this.closedUntil <= now;
		if (isFirst) this.share = Math.max(LEAST_SHARE, this.share * LESS);
		if (waitMs !== undefined) {
			this.closedUntil = Math.max(this.closedUntil, now + waitMs);
		} else if (isFirst) {
			this.closedUntil = now + this.pauseMs;
			this.pauseMs = Math.min(LONGEST_REFUSED_MS, this.pauseMs * 2);
		}
	}

	private get pace(): number {
		return this.perSecond * this.share;
	}

	/** The wait for a token behind `ahead` others. */
	private refuseIfLonger(patience: Patience, start: number, ahead: number): number {
		const delay = this.delayMs(ahead);
		const waited = clock.now() - start;
		if (delay > 0 && waited + delay > patience.maxWaitMs * CAUTION) {
			throw new QuotaTrouble(this.quota.name, delay);
		}
		return delay;
	}

	private delayMs(ahead: number): number {
		this.refill();
		const now = clock.now();
		const closed = Math.max(0, this.closedUntil - now);
		const lacking = 1 + ahead - this.tokens;
		if (lacking <= 0) return closed;
		const refilled =
			this.windowEnds > now ? this.windowEnds - now : closed + (lacking / this.pace) * 1000;
		return Math.max(closed, refilled) + JITTER_MS;
	}

	private refill(): void {
		const now = clock.now();
		const back = Math.max(0, this.at - now);
		// A clock that was set back changes nothing of how long we have to wait.
		this.closedUntil -= back;
		if (this.windowEnds > 0) this.windowEnds -= back;
		// What is earned while we are kept out does not count.
		const seconds = Math.max(0, now - Math.max(this.at, this.closedUntil)) / 1000;
		this.at = now;
		if (this.quota.refill !== 'window' || this.windowEnds === 0) {
			// What is earned while we wait out the jitter is not lost, also where the burst is one.
			const surplus = this.waiting > 0 ? Math.min(0.5, (this.perSecond * JITTER_MS) / 1000) : 0;
			const most = this.burst + surplus;
			this.tokens = Math.min(most, this.tokens + seconds * this.pace);
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
		async (request) => {
			const quota = quotaOf(marketplace, request);
			if (!quota) return await next(request);
			const bucket = bucketOf(`${marketplace.id}|${owner}|${quota.name}`, quota);
			const leave = await bucket.enter(patience);
			if (quota.serial !== true && !bucket.isInDoubt) leave();
			try {
				const response = await next(request).finally(() => bucket.ended());
				bucket.learn(marketplace.readQuota?.(response) ?? {});
				if (verdictOf(marketplace, response) === 'throttled') {
					bucket.refused(retryAfterMs(marketplace, response));
				} else {
					bucket.accepted();
				}
				return response;
			} catch (error) {
				// Nothing went out: without a token, or because n8n did not let it.
				if (error instanceof TokenTrouble || error instanceof NotSent) bucket.giveBack();
				return raise(error);
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
