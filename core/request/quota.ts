import type { ApiRequest, Marketplace, Quota, QuotaUpdate, Send } from '../marketplace';
import { clock, HOUR_MS, onAbort, StoppedError, Timers } from './clock';
import { ProcessMemory } from './process-memory';
import type { Deadline } from './deadline';
import { FairQueue, type Requester } from './queue';
import { retryAfterMs, verdictOf } from './retry';
import { QuotaBlockedError, NotSentError, QuotaError, raise, TokenError } from './errors';

/** Networks deliver a little early or late; without this, the first paced request could come too soon. */
const JITTER_MS = 40;
/** After a refusal nobody asks again for at least this long, then twice as long, up to a limit. */
const REFUSED_MS = 1000;
const LONGEST_REFUSED_MS = 32_000;
/** Whatever time a refusal gives: whether it was meant so, one request then finds out for all. */
const LONGEST_CLOSED_MS = HOUR_MS;
/**
 * What we take for our share after a refusal, and how it grows with each answer: others spend from the same quota,
 * and refusals are all that shows it. Where answers are minutes apart, it grows with the time.
 */
const LESS = 0.75;
const MORE = 0.02;
const MORE_A_SECOND = (1 - LESS) / 600;
const LEAST_SHARE = 1 / 16;

/** Leave to send one request. */
interface QuotaTicket {
	/** Counts on with every ticket of the bucket. */
	readonly turn: number;
	/** When it was given. */
	readonly at: number;
	/** Lets the next one in, where only one may be under way. */
	readonly leave: () => void;
}

interface Waiting {
	readonly requester: Requester;
	/** How long it may still wait. */
	left(): number;
	admit(): void;
	refuse(error: Error): void;
}

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
	/** When it changed last. */
	private sharedAt = 0;
	/** Up to when refilled. */
	private at = clock.now();
	/** Until when the marketplace keeps us out. */
	private closedUntil = 0;
	/** For how long, after the next refusal, at least. */
	private pauseMs = REFUSED_MS;
	/** Refused, and nobody has been let in since: whoever asks next asks for all. */
	private doubtful = false;
	/** End of the marketplace's current window, where it counts in windows and says so. */
	private windowEnds = 0;
	private readonly line = new FairQueue<Waiting>();
	private readonly looks = new Timers(async (ms) => await clock.sleep(ms));
	private readonly limits = new Timers(async (ms) => await clock.limit(ms));
	/** When the queue is looked at again. */
	private lookAt = 0;
	/** Whether nobody is let in before the one under way has left. */
	private isHeld = false;
	private turn = 0;
	/** The last ticket that had been given when the last refusal came: what went out before says the same. */
	private refusedTurn = -1;
	/** The latest ticket whose answer said what is left. */
	private toldTurn = -1;

	constructor(private readonly quota: Quota) {
		this.tokens = quota.burst;
		this.perSecond = quota.perSecond;
		this.burst = quota.burst;
	}

	/** Takes one token, after a wait if need be; a wait beyond the user's limit takes none. */
	async enter(deadline: Deadline, requester: Requester): Promise<QuotaTicket> {
		if (deadline.signal?.aborted) throw new StoppedError();
		const delay = this.delayMs(this.line.ahead(requester));
		if (delay > deadline.waitMs) throw new QuotaError(this.quota.name, delay, deadline.waitedMs);
		const pass = await deadline.waiting(async () => await this.turnOf(deadline, requester));
		if (!deadline.signal?.aborted) return pass;
		this.giveBack();
		pass.leave();
		throw new StoppedError();
	}

	private async turnOf(
		{ signal, waitMs, waitedMs }: Deadline,
		requester: Requester,
	): Promise<QuotaTicket> {
		const start = clock.now();
		const endings: Array<() => void> = [];
		return await new Promise<QuotaTicket>((resolve, reject) => {
			const end = (): void => {
				this.line.leave(waiting);
				for (const ending of endings) ending();
			};
			const waiting: Waiting = {
				requester,
				left: () => start + waitMs - clock.now(),
				admit: () => {
					end();
					resolve(this.give(requester));
				},
				refuse: (error) => {
					end();
					reject(error);
				},
			};
			this.line.join(waiting);
			this.serve();
			if (!this.line.has(waiting)) return;
			const late = () => {
				const waited = waitedMs + clock.now() - start;
				waiting.refuse(
					this.isHeld
						? new QuotaBlockedError(this.quota.name, waited)
						: new QuotaError(this.quota.name, this.delayMs(this.line.ahead(requester)), waited),
				);
			};
			endings.push(this.limits.after(waitMs, late));
			if (signal) endings.push(onAbort(signal, () => waiting.refuse(new StoppedError())));
		});
	}

	private give(requester: Requester): QuotaTicket {
		this.tokens -= 1;
		this.line.serve(requester);
		let holds = this.quota.serial === true || this.doubtful;
		this.isHeld = holds;
		const leave = (): void => {
			if (!holds) return;
			this.isHeld = holds = false;
			this.serve();
		};
		return { turn: ++this.turn, at: clock.now(), leave };
	}

	/** Lets in whoever may go now. */
	private serve(): void {
		for (let next = this.line.first(); next && !this.isHeld; next = this.line.first()) {
			const delay = this.delayMs(0);
			if (delay === 0) next.admit();
			else if (delay <= next.left()) return this.lookIn(delay);
			else next.refuse(new QuotaError(this.quota.name, delay));
		}
	}

	private lookIn(ms: number): void {
		const now = clock.now();
		// Once is enough, but for a clock that was set back meanwhile.
		if (this.lookAt > now && this.lookAt <= now + ms + 1) return;
		this.lookAt = now + ms;
		this.looks.after(ms, () => {
			this.lookAt = 0;
			this.serve();
		});
	}

	/** A token that was taken and not used. */
	giveBack(): void {
		this.tokens = Math.min(this.burst, this.tokens + 1);
		this.serve();
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

	learn(update: QuotaUpdate, pass: Pick<QuotaTicket, 'turn' | 'at'>): void {
		this.refill();
		const { perSecond, burst, left, resetMs } = update;
		if (isNumber(perSecond) && perSecond > 0) this.perSecond = perSecond;
		if (isNumber(burst) && burst >= 1) this.burst = burst;
		const now = clock.now();
		// An answer that was overtaken, or that speaks of a window which is over, says nothing of now.
		const isOver = isNumber(resetMs) && pass.at + resetMs < now;
		if (isOver || pass.turn < this.toldTurn) return;
		this.toldTurn = pass.turn;
		if (isNumber(left)) this.tokens = Math.min(this.tokens, left);
		if (isNumber(resetMs)) this.windowEnds = now + resetMs;
	}

	/** No refusal: perhaps others spend less than we thought. Sent before the last refusal, it says nothing of now. */
	accepted({ turn }: Pick<QuotaTicket, 'turn'>): void {
		if (turn <= this.refusedTurn) return;
		this.refill();
		const now = clock.now();
		const more = Math.max(MORE, ((now - this.sharedAt) / 1000) * MORE_A_SECOND);
		this.share = Math.min(1, this.share + more);
		this.sharedAt = now;
		this.doubtful = false;
		this.pauseMs = REFUSED_MS;
	}

	/** A refusal: others have spent what we thought was ours. Nothing is refilled before `waitMs` is over. */
	refused(waitMs: number | undefined, { turn }: Pick<QuotaTicket, 'turn'>): void {
		this.refill();
		this.tokens = Math.min(this.tokens, 0);
		this.doubtful = true;
		const wait = Math.min(waitMs ?? 0, LONGEST_CLOSED_MS);
		const now = clock.now();
		// Of several under way at once, the first one has shown all but the time.
		const isNews = turn > this.refusedTurn;
		this.closedUntil = Math.max(
			this.closedUntil,
			now + (isNews ? Math.max(wait, this.pauseMs) : wait),
		);
		if (!isNews) return;
		this.refusedTurn = this.turn;
		this.share = Math.max(LEAST_SHARE, this.share * LESS);
		this.sharedAt = now;
		this.pauseMs = Math.min(LONGEST_REFUSED_MS, this.pauseMs * 2);
	}

	private get pace(): number {
		return this.perSecond * this.share;
	}

	/** The wait for a token behind `ahead` others. */
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
			const surplus = this.line.length > 0 ? Math.min(0.5, (this.perSecond * JITTER_MS) / 1000) : 0;
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

const buckets = new ProcessMemory<Bucket>('quota');

/** The layer that waits for quota, and learns from the answers. */
export function quotas(
	marketplace: Marketplace,
	owner: string,
	deadline: Deadline,
	requester: Requester,
) {
	return (next: Send): Send =>
		async (request) => {
			const quota = quotaOf(marketplace, request);
			if (!quota) return await next(request);
			const bucket = bucketOf(`${marketplace.id}|${owner}|${quota.name}`, quota);
			const pass = await bucket.enter(deadline, requester);
			try {
				const response = await next(request).finally(() => bucket.ended());
				bucket.learn(marketplace.readQuota?.(response) ?? {}, pass);
				if (verdictOf(marketplace, response) === 'throttled') {
					bucket.refused(retryAfterMs(marketplace, response), pass);
				} else {
					bucket.accepted(pass);
				}
				return response;
			} catch (error) {
				// Nothing went out: without a token, or because n8n did not let it.
				if (error instanceof TokenError || error instanceof NotSentError) bucket.giveBack();
				return raise(error);
			} finally {
				pass.leave();
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
