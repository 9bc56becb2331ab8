import type { ApiRequest, Marketplace, Quota, QuotaNews, Send } from '../marketplace';
import { verdictOf } from './verdict';
import { clock, pause } from './clock';
import { QuotaTrouble, raise } from './trouble';

/** How long a request may wait for quota and for its answer, and what ends every wait. */
export interface Patience {
	readonly maxWaitMs: number;
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
}

/** Networks deliver a little early or late; without this, the first paced request could come too soon. */
const JITTER_MS = 40;

/**
 * Requests are paced before the marketplace has to say no. One bucket a quota and owner, shared by all
 * that runs in this process; other processes' share shows in the answers' headers.
 */
export class Bucket {
	private tokens: number;
	private perSecond: number;
	private burst: number;
	private at = clock.now();
	private closedUntil = 0;
	/** End of the marketplace's current window, where it counts in windows and has told. */
	private windowEnds = 0;
	private turn: Promise<void> = Promise.resolve();

	constructor(private readonly quota: Quota) {
		this.tokens = quota.burst;
		this.perSecond = quota.perSecond;
		this.burst = quota.burst;
	}

	/** Takes one token, after a wait if need be; a wait beyond the user's patience takes none. */
	async take(patience: Patience): Promise<void> {
		const delay = this.delayMs();
		if (delay > patience.maxWaitMs) throw new QuotaTrouble(this.quota.name, delay);
		this.tokens -= 1;
		if (delay <= 0) return;
		try {
			await pause(delay, patience.signal);
		} catch (error) {
			this.tokens += 1;
			raise(error);
		}
	}

	/** Lets one caller in after the other, where the marketplace wants no parallel calls. */
	async inTurn<T>(work: () => Promise<T>): Promise<T> {
		const before = this.turn;
		let done = (): void => undefined;
		this.turn = new Promise((resolve) => (done = resolve));
		await before;
		try {
			return await work();
		} finally {
			done();
		}
	}

	learn(news: QuotaNews): void {
		this.refill();
		if (news.perSecond !== undefined && news.perSecond > 0) this.perSecond = news.perSecond;
		if (news.burst !== undefined && news.burst >= 1) this.burst = news.burst;
		if (news.left !== undefined) this.tokens = Math.min(this.tokens, news.left);
		if (news.resetMs !== undefined) this.windowEnds = clock.now() + news.resetMs;
	}

	/** A refusal: others have spent what we thought was ours. */
	refused(waitMs = 0): void {
		this.refill();
		this.tokens = Math.min(this.tokens, 0);
		this.closedUntil = Math.max(this.closedUntil, clock.now() + waitMs);
	}

	private delayMs(): number {
		this.refill();
		const now = clock.now();
		const closed = Math.max(0, this.closedUntil - now);
		if (this.tokens >= 1) return closed;
		const refilled =
			this.windowEnds > now ? this.windowEnds - now : ((1 - this.tokens) / this.perSecond) * 1000;
		return Math.max(closed, refilled + JITTER_MS);
	}

	private refill(): void {
		const now = clock.now();
		const seconds = Math.max(0, now - this.at) / 1000;
		this.at = now;
		if (this.quota.refill !== 'window' || this.windowEnds === 0) {
			this.tokens = Math.min(this.burst, this.tokens + seconds * this.perSecond);
		} else if (now >= this.windowEnds) {
			this.tokens = this.burst;
			this.windowEnds = 0;
		}
	}
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
			const send = async () => {
				await bucket.take(patience);
				const response = await next(request);
				bucket.learn(marketplace.readQuota?.(response) ?? {});
				if (verdictOf(marketplace, response) === 'throttled') {
					bucket.refused(marketplace.retryAfterMs?.(response));
				}
				return response;
			};
			return quota.serial === true ? await bucket.inTurn(send) : await send();
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
