import { createHash } from 'crypto';
import type { ApiRequest, ApiResponse } from '../marketplace';
import { StoppedError } from '../request/clock';
import {
	InvalidInputError,
	UnknownOutcomeError,
	NoResponseError,
	NotSentError,
	QuotaError,
	raise,
	RedirectError,
	ResponseError,
	TokenError,
} from '../request/errors';
import { neverLeft } from '../request/network-codes';
import { isUncertain } from '../request/uncertain';
import type { ItemCall } from './call';
import { RunMemory, runOf } from './run-memory';

/** What became of a write: its answer, or that nobody knows. */
type Outcome = ApiResponse | UnknownOutcomeError;

const memory = new RunMemory<Outcome>();

/**
 * Sends the write of an input item, once. For the sake of one item that failed, "Retry On Fail" runs the whole
 * node again; then a write that was done has the answer that it had, and one that may have been done fails as it
 * did. A write that was refused did nothing and is sent again.
 */
export async function writeOnce(call: ItemCall, request: ApiRequest): Promise<ApiResponse> {
	const sent = sentWritesOf(call, request);
	const outcome = sent?.outcomes.get(sent.key) ?? (await send(call, request));
	const isDoubtful = outcome instanceof UnknownOutcomeError;
	if (sent && (isDoubtful || sent.keepsAnswers)) sent.outcomes.set(sent.key, outcome);
	return isDoubtful ? raise(outcome) : outcome;
}

async function send({ client }: ItemCall, request: ApiRequest): Promise<Outcome> {
	try {
		return await client.send(request);
	} catch (error) {
		return isUndone(error) ? raise(error) : new UnknownOutcomeError(error, request);
	}
}

interface SentWrites {
	outcomes: Map<string, Outcome>;
	key: string;
	keepsAnswers: boolean;
}

function sentWritesOf(call: ItemCall, request: ApiRequest): SentWrites | undefined {
	const run = runOf(call);
	if (run === undefined) return undefined;
	const outcomes = memory.of(run.of);
	// The item names its write, not the content, which may hold the time or a number made by chance.
	if (run.isOwn) return { outcomes, key: `${call.itemIndex}`, keepsAnswers: true };
	return {
		outcomes,
		key: `${call.context.getNode().name} ${digest(request)}`,
		keepsAnswers: false,
	};
}

function digest({ method, path, query, headers, body }: ApiRequest): string {
	return createHash('sha256')
		.update(JSON.stringify([method, path, query, headers, body]))
		.digest('base64url');
}

/** Nothing went out, or the marketplace said no. */
const KNOWN = [
	InvalidInputError,
	NotSentError,
	QuotaError,
	RedirectError,
	StoppedError,
	TokenError,
];
/** From here on, statuses are those of a gateway that waited in vain. */
const GATEWAY = 520;
/** The answer to something that was done lies elsewhere; many servers still write 302 where they mean 303. */
const ELSEWHERE = [302, 303];

/** Whether it is certain that a write with this error did nothing. */
export function isUndone(error: unknown): boolean {
	if (isUncertain(error)) return false;
	if (KNOWN.some((kind) => error instanceof kind)) return true;
	if (error instanceof NoResponseError) return neverLeft(error.code);
	if (!(error instanceof ResponseError) || error.verdict === 'transient') return false;
	const { status } = error.response;
	// Sent to the login page instead, it was not done.
	if (error.verdict === 'denied') return true;
	return status < GATEWAY && !ELSEWHERE.includes(status);
}
