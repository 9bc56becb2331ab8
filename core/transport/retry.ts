import type { ApiRequest, ApiResponse, Marketplace, Send } from '../marketplace';
import { verdictOf } from './verdict';
import type { Deadline } from './deadline';
import { retryAfterMs } from './retry-after';
import { NoAnswer, QuotaTrouble, raise } from './trouble';

/** One try and three more: enough for a hiccup, too few for a storm. */
const TRIES = 4;
/** A refusal for too many requests did nothing, and the quota's own pauses lie between one and the next. */
const TRIES_WHEN_THROTTLED = 8;
const FIRST_WAIT_MS = 500;

/** Errors of the connection; nothing says whether the marketplace has done anything. */
export function retries(marketplace: Marketplace, deadline: Deadline) {
	return (next: Send): Send =>
		async (request) => {
			let last: ApiResponse | NoAnswer | undefined;
			for (let attempt = 1; ; attempt++) {
				const outcome = await attemptOnce(next, request).catch((error: unknown) =>
					// Who was refused again and again is told in the words of the marketplace.
					last && attempt > 2 && error instanceof QuotaTrouble ? settle(last) : raise(error),
				);
				last = outcome;
				if (
					attempt >= triesAfter(marketplace, outcome) ||
					!mayRepeat(marketplace, request, outcome)
				)
					return settle(outcome);
				const asked = outcome instanceof NoAnswer ? 0 : (retryAfterMs(marketplace, outcome) ?? 0);
				// Asked to wait for nothing, nobody would be heard who asks at once and again.
				const waitMs = Math.max(asked, backoffMs(attempt));
				if (waitMs > deadline.waitMs || deadline.answerMs(waitMs) === 0) {
					if (asked > deadline.waitMs + deadline.waitedMs) throw new QuotaTrouble(undefined, asked);
					return settle(outcome);
				}
				await deadline.pause(waitMs);
			}
		};
}

async function attemptOnce(next: Send, request: ApiRequest): Promise<ApiResponse | NoAnswer> {
	try {
		return await next(request);
	} catch (error) {
		return error instanceof NoAnswer ? error : raise(error);
	}
}

function triesAfter(marketplace: Marketplace, outcome: ApiResponse | NoAnswer): number {
	if (outcome instanceof NoAnswer) return TRIES;
	return verdictOf(marketplace, outcome) === 'throttled' ? TRIES_WHEN_THROTTLED : TRIES;
}

function settle(outcome: ApiResponse | NoAnswer): ApiResponse {
	if (outcome instanceof NoAnswer) throw outcome;
	return outcome;
}

/** A throttled request did nothing, so any may be repeated; after other trouble, only what is safe twice. */
function mayRepeat(
	marketplace: Marketplace,
	request: ApiRequest,
	outcome: ApiResponse | NoAnswer,
): boolean {
	const verdict = outcome instanceof NoAnswer ? 'transient' : verdictOf(marketplace, outcome);
	if (verdict === 'throttled') return true;
	return verdict === 'transient' && isIdempotent(request);
}

function isIdempotent({ method, idempotent }: ApiRequest): boolean {
	return idempotent ?? (method === 'GET' || method === 'HEAD');
}

function backoffMs(attempt: number): number {
	return FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}
