import type { ApiRequest, ApiResponse, ErrorDetails, Marketplace, Verdict } from '../marketplace';

/** Input that cannot work. Thrown before any request is sent; names the field as the user sees it. */
export class InvalidInputError extends Error {
	constructor(
		message: string,
		readonly advice?: string,
	) {
		super(message);
	}
}

/** The quota, or without one the marketplace itself, asks for a longer wait than the user allows. */
export class QuotaError extends Error {
	constructor(
		readonly quota: string | undefined,
		/** From now on. */
		readonly waitMs: number,
		/** What the request has waited before. */
		readonly waitedMs = 0,
	) {
		super(quota === undefined ? 'The marketplace asks to wait' : `The quota '${quota}' is used up`);
	}
}

/** Requests of the quota go out one at a time, and the one under way has had no answer all the while. */
export class QuotaBlockedError extends QuotaError {
	override readonly message: string;

	constructor(quota: string, waitedMs: number) {
		super(quota, 0, waitedMs);
		this.message = `Another request has blocked the quota '${quota}'`;
	}
}

/** As n8n's HTTP library calls it. */
export const TIMED_OUT = 'ECONNABORTED';

/** A trigger could not read for a long time, because others use up the quota. */
export class QuotaStarvedError extends QuotaError {
	constructor(
		quota: string | undefined,
		waitMs: number,
		readonly minutes: number,
	) {
		super(quota, waitMs);
	}
}

/** The request got no answer: refused, reset, timed out, name not found. */
export class NoResponseError extends Error {
	constructor(readonly code: string) {
		super(`No answer (${code})`);
	}
}

/** What else is known of a call for a token that brought none. */
interface TokenErrorOptions {
	/** Nothing but an end of the blockade helps: an address that is blocked, an application that is punished. */
	blocked?: boolean;
	/** How long before the same call may be sent once more. Never, where it holds a code: that counts once. */
	repeatAfterMs?: number;
}

/** The marketplace does not renew the token. */
export class TokenError extends Error {
	/** See `TokenErrorOptions`. */
	readonly blocked: boolean;
	/** See `TokenErrorOptions`. */
	readonly repeatAfterMs: number | undefined;

	constructor(
		message: string,
		/** The next step; `description` is the name under which n8n shows it. */
		readonly description: string,
		/** The marketplace's own word. Not `code`, which n8n's credential test would show instead of the message. */
		readonly reason?: string,
		/** Whether the same call may work later. */
		readonly transient = false,
		{ blocked = false, repeatAfterMs }: TokenErrorOptions = {},
	) {
		super(message);
		this.blocked = blocked;
		this.repeatAfterMs = repeatAfterMs;
	}
}

/** Nobody knows what became of the call for a token: no answer came, or none that can be read. */
export class LostResponseError extends TokenError {
	constructor(message: string, description: string, reason: string, isRepeatable = true) {
		super(message, description, reason, true, { repeatAfterMs: isRepeatable ? 0 : undefined });
	}
}

/** A list that cannot be read to its end. */
export class ListError extends Error {
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** An answer with status 200 that is not what was asked for; the next one may be. */
export class UnexpectedResponseError extends ListError {}

/** The marketplace sent us elsewhere, where the credential must not go. */
export class RedirectError extends Error {
	constructor(readonly host: string) {
		super(`Redirected to ${host}`);
	}
}

/** n8n refused to send, e.g. to a host that the credential does not allow. */
export class NotSentError extends Error {}

/** All the time that the request had went by before it could be sent. */
export class TimeoutBeforeSendError extends NotSentError {}

/** n8n wraps what a credential throws until nothing but the text is left; this finds the original again. */
const thrown = new WeakMap<object, TokenError>();

/** Throws `error` from the `preAuthentication` of the credential with these `fields`. */
export function failRenewal(fields: object, error: TokenError): never {
	thrown.set(fields, error);
	throw error;
}

export function tokenErrorOf(fields: object | undefined): TokenError | undefined {
	return fields && thrown.get(fields);
}

/** What n8n's helper throws for an address without a credential, as our own error. */
export function unreachable(error: unknown): NoResponseError {
	const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
	return new NoResponseError(String(code ?? cause?.code ?? 'no answer'));
}

/** Who wants to know that a `preAuthentication` has given its token: n8n sends the request with it then. */
const waiting = new WeakMap<object, () => void>();

/** Resolves when the credential with these `fields` has its new token. */
export async function awaitRenewal(fields: object): Promise<void> {
	await new Promise<void>((resolve) => waiting.set(fields, resolve));
}

export function renewalDone(fields: object): void {
	waiting.get(fields)?.();
}

/** The marketplace answered, and not as hoped. */
export class ResponseError extends Error {
	constructor(
		readonly response: ApiResponse,
		readonly verdict: Verdict,
		readonly path: string,
	) {
		super(`Answered with status ${response.status}`);
	}
}

/** A write of which nobody knows whether it was done: no answer came, or one that does not say. */
export class UnknownOutcomeError extends Error {
	constructor(
		/** What came instead of an answer. */
		readonly error: unknown,
		readonly request: Pick<ApiRequest, 'method' | 'path'>,
	) {
		super('It may have been done');
	}
}

/** The marketplace said no to one of several things in a call that as such went well. */
export class RefusedWriteError extends Error {
	constructor(
		/** What happened, in one sentence. */
		message: string,
		readonly details: Omit<ErrorDetails, 'message'> = {},
	) {
		super(message);
	}
}

/** A write of which nobody knows whether it was done, also after a look. */
export class UnconfirmedWriteError extends Error {
	constructor(
		/** What came instead of an answer. */
		readonly error: unknown,
		/** What to look at before it is sent again. */
		readonly advice: string,
	) {
		super('It may have been done');
	}
}

/** Something else that was asked for could not be done after the write itself was. */
export class HalfDoneError extends Error {
	constructor(
		/** What was done. */
		readonly done: string,
		readonly error: unknown,
	) {
		super(done);
	}
}

/**
 * Throws what a `catch` cannot deal with. n8n's linter wants a node error in every `catch`; ours become
 * node errors in one place, `core/operations/node-error.ts`, which knows the marketplace, the account and the item.
 */
export function raise(error: unknown): never {
	throw error;
}

/** What a hint says of a refusal: what the marketplace's support asks for. */
export function describeRefusal(
	{ describe }: Marketplace,
	{ response, path }: ResponseError,
): string {
	const { code, requestId } = describe(response, path);
	return [
		`status ${response.status}`,
		...(code === undefined ? [] : [`code ${code}`]),
		...(requestId === undefined ? [] : [`request ID ${requestId}`]),
	].join(', ');
}

/** Why a step of the way was left to a later one; secrets are still in it. */
export function reasonOf(marketplace: Marketplace, error: unknown): string {
	return error instanceof ResponseError
		? `Answered with ${describeRefusal(marketplace, error)}`
		: (error as Error).message;
}
