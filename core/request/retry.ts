import type { ApiRequest, ApiResponse, Marketplace, Send, Verdict } from '../marketplace';
import type { Deadline } from './deadline';
import { NoResponseError, QuotaError, raise } from './errors';
import { clock } from './clock';
import { withHeadline, type Refusal } from './headline';
import { neverLeft } from './network-codes';
import { uncertain } from './uncertain';

/** One try and three more: enough for a hiccup, too few for a storm. */
const TRIES = 4;
/** A refusal for too many requests did nothing, and the quota's own pauses lie between one and the next. */
const TRIES_WHEN_THROTTLED = 8;
const FIRST_WAIT_MS = 500;

/** The layer that sends again what is safe to send again, within the time that the request has. */
export function retries(marketplace: Marketplace, deadline: Deadline) {
	return (next: Send): Send =>
		async (request) => {
			let last: ApiResponse | NoResponseError | undefined;
			let mayBeDone = false;
			const end = <T>(outcome: T): T => (mayBeDone ? uncertain(outcome) : outcome);
			for (let attempt = 1; ; attempt++) {
				const outcome = await attemptOnce(next, request).catch((error: unknown) =>
					// Who was refused again and again reads the words of the marketplace.
					last && attempt > 2 && error instanceof QuotaError ? settle(last) : raise(end(error)),
				);
				last = outcome;
				if (
					attempt >= triesAfter(marketplace, outcome) ||
					!mayRepeat(marketplace, request, outcome)
				) {
					return settle(saysNo(marketplace, outcome) ? outcome : end(outcome));
				}
				mayBeDone ||= mayHaveBeenDone(marketplace, outcome);
				const asked =
					outcome instanceof NoResponseError ? 0 : (retryAfterMs(marketplace, outcome) ?? 0);
				// Asked to wait for nothing, nobody would be heard who asks at once and again.
				const waitMs = Math.max(asked, backoffMs(attempt));
				if (waitMs > deadline.waitMs || deadline.answerMs(waitMs) === 0) {
					if (asked > deadline.waitMs + deadline.waitedMs)
						throw end(new QuotaError(undefined, asked));
					return settle(end(outcome));
				}
				await deadline.pause(waitMs);
			}
		};
}

async function attemptOnce(
	next: Send,
	request: ApiRequest,
): Promise<ApiResponse | NoResponseError> {
	try {
		return await next(request);
	} catch (error) {
		return error instanceof NoResponseError ? error : raise(error);
	}
}

function triesAfter(marketplace: Marketplace, outcome: ApiResponse | NoResponseError): number {
	if (outcome instanceof NoResponseError) return TRIES;
	return verdictOf(marketplace, outcome) === 'throttled' ? TRIES_WHEN_THROTTLED : TRIES;
}

function settle(outcome: ApiResponse | NoResponseError): ApiResponse {
	if (outcome instanceof NoResponseError) throw outcome;
	return outcome;
}

/** A throttled request did nothing, so any may be repeated; after other errors, only what is safe twice. */
function mayRepeat(
	marketplace: Marketplace,
	request: ApiRequest,
	outcome: ApiResponse | NoResponseError,
): boolean {
	const verdict =
		outcome instanceof NoResponseError ? 'transient' : verdictOf(marketplace, outcome);
	if (verdict === 'throttled') return true;
	return verdict === 'transient' && isIdempotent(request);
}

/** What a marketplace refuses for what it asks, it has refused in the tries before. */
function saysNo(marketplace: Marketplace, outcome: ApiResponse | NoResponseError): boolean {
	if (outcome instanceof NoResponseError) return false;
	return ['invalid', 'denied', 'gone'].includes(verdictOf(marketplace, outcome));
}

/** Whether a try had its effect perhaps, although no good answer came. */
function mayHaveBeenDone(
	marketplace: Marketplace,
	outcome: ApiResponse | NoResponseError,
): boolean {
	if (outcome instanceof NoResponseError) return !neverLeft(outcome.code);
	return verdictOf(marketplace, outcome) === 'transient';
}

function isIdempotent({ method, idempotent }: ApiRequest): boolean {
	return idempotent ?? (method === 'GET' || method === 'HEAD');
}

function backoffMs(attempt: number): number {
	return FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
}

const SECONDS = /^\s*\d+(\.\d+)?\s*$/;
const TIME_OF_DAY = /\d\d?:\d\d:\d\d/;
const ZONE = /(GMT|UTC|Z|[+-]\d\d:?\d\d)\s*$/i;

/**
 * The longer of what the marketplace's own headers and the standard one ask for. It may be nothing at all:
 * nobody counts on it without a pause of our own.
 */
export function retryAfterMs(marketplace: Marketplace, response: ApiResponse): number | undefined {
	const own = marketplace.retryAfterMs?.(response);
	const standard = waitMs(response, 'retry-after');
	return own === undefined || standard === undefined ? (own ?? standard) : Math.max(own, standard);
}

/** A header that asks to wait, by seconds or by a date; nothing, where it makes no sense. */
export function waitMs({ headers }: ApiResponse, name: string): number | undefined {
	const value = headers[name] ?? '';
	if (SECONDS.test(value)) return Number(value) * 1000;
	const until = TIME_OF_DAY.test(value) ? dateOf(value) : NaN;
	if (Number.isNaN(until)) return undefined;
	// By the clock that has written the date; ours may be another.
	const sent = dateOf(headers.date ?? '');
	return Math.max(0, until - (Number.isNaN(sent) ? clock.now() : sent));
}

function dateOf(value: string): number {
	return Date.parse(ZONE.test(value) ? value : `${value} GMT`);
}

/** Request Timeout and Too Early: nothing is wrong with the request. */
const TOO_SOON = [408, 425];

/** The marketplace's own verdict, but for what is the same with all of them. */
export function verdictOf(marketplace: Marketplace, response: ApiResponse): Verdict {
	const { status } = response;
	if (status >= 200 && status < 300 && response.malformed === true) return 'transient';
	// A redirect that was not followed has brought nothing.
	if (status >= 300 && status < 400) {
		return marketplace.redirectsToLogin === true ? 'denied' : 'invalid';
	}
	if (TOO_SOON.includes(status)) return 'transient';
	return isFirewallPage(response) ? 'blocked' : marketplace.classify(response);
}

/** An answer in words; a page that stands in front of the marketplace has none of its own. */
export function describeResponse(
	marketplace: Marketplace,
	response: ApiResponse,
	path: string,
): Refusal {
	const isForeign = isFirewallPage(response) && marketplace.classify(response) !== 'blocked';
	if (isForeign) return firewallDetails(marketplace);
	const verdict = verdictOf(marketplace, response);
	return withHeadline(marketplace, verdict, response, path, marketplace.describe(response, path));
}

/** What stands between this server and a marketplace that has not seen the call. */
export function firewallDetails({ displayName, blockedAdvice }: Marketplace): Refusal {
	const usual = `Wait, and send fewer requests. If this continues, ask ${displayName} whether it blocks the IP address of this n8n, and check whether a proxy blocks it`;
	return {
		message: `A firewall or bot protection in front of ${displayName} blocks this server`,
		advice: blockedAdvice === undefined ? usual : `${usual}. ${blockedAdvice}`,
	};
}

/** A web page that says no: an API refuses in JSON. */
function isFirewallPage({ status, body }: ApiResponse): boolean {
	return status === 403 && typeof body === 'string' && /<(!doctype\s+html|html)\b/i.test(body);
}
