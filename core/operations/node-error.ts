import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import type { ApiResponse, Marketplace, Verdict } from '../marketplace';
import type { Refusal } from '../request/headline';
import { isFileType, mediaType } from '../request/media-type';
import type { Secrets } from '../request/secrets';
import {
	InvalidInputError,
	QuotaBlockedError,
	HalfDoneError,
	ListError,
	RefusedWriteError,
	UnconfirmedWriteError,
	UnknownOutcomeError,
	NoResponseError,
	NotSentError,
	QuotaError,
	RedirectError,
	ResponseError,
	QuotaStarvedError,
	TokenError,
} from '../request/errors';
import { networkWords } from '../request/network-codes';
import { describeResponse } from '../request/retry';

export type NodeError = NodeApiError | NodeOperationError;

/** Where it happened, as far as it was known by then. */
export interface ErrorContext {
	node: INode;
	marketplace: Marketplace;
	credentialType: string;
	account: string | null;
	secrets: Secrets;
	itemIndex?: number;
}

/** What a person reads, and n8n's back-off: a string of the status or of the connection's error. */
interface ErrorText extends Refusal {
	httpCode?: string;
	detail?: string;
}

/** Any error as n8n shows it: what happened, then what to do next, and where and to whom it happened. */
export function toNodeError(error: unknown, context: ErrorContext): NodeError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const text = explain(error, context);
	const { node, itemIndex, secrets } = context;
	const message = secrets.redact(text.message);
	const description = secrets.redact(describe(text, context));
	if (text.httpCode === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const { httpCode } = text;
	const failure = new NodeApiError(node, {} as JsonObject, { httpCode, itemIndex });
	// Set afterwards: n8n puts its own sentence instead of ours for some codes.
	return Object.assign(failure, { message, description, messages: [] });
}

/** The marketplace's own code for an error, where it has one. */
export function codeOf(error: unknown, context: ErrorContext): string | undefined {
	return explain(error, context).code;
}

/** An error in one text, for a log or where there is room for one only. */
export function inFull({ message, description }: Error & { description?: string | null }): string {
	return [message.replace(/\.$/, ''), description].filter(Boolean).join('. ');
}

/** One person may look after many accounts. */
function whereabouts({ marketplace, account, node, credentialType }: ErrorContext): string[] {
	const name = node.credentials?.[credentialType]?.name;
	return [
		`Marketplace: ${marketplace.displayName}`,
		...(name ? [`Credential: ${name}`] : []),
		...(account ? [`Account: ${account}`] : []),
	];
}

function describe(
	{ said, advice, code, requestId, detail }: ErrorText,
	context: ErrorContext,
): string {
	const facts = [
		said !== undefined && `${context.marketplace.displayName} says: ${said}`,
		detail,
		code !== undefined && `Code: ${code}`,
		requestId !== undefined && `Request ID: ${requestId}`,
		...whereabouts(context),
	].filter(Boolean);
	return [advice, facts.join(' · ')].filter((part) => part !== undefined && part !== '').join('. ');
}

function explain(error: unknown, context: ErrorContext): ErrorText {
	const { marketplace, secrets } = context;
	const { displayName } = marketplace;
	if (error instanceof InvalidInputError) return error;
	if (error instanceof UnknownOutcomeError) return mayBeDone(error, context);
	if (error instanceof UnconfirmedWriteError) {
		const text = explain(error.error, context);
		return {
			...text,
			message: `${text.message}. It may have been done anyway`,
			advice: error.advice,
		};
	}
	if (error instanceof HalfDoneError) {
		const text = explain(error.error, context);
		return { ...text, message: `${error.done}: ${text.message}` };
	}
	if (error instanceof RefusedWriteError) return { message: error.message, ...error.details };
	if (error instanceof ListError) return error;
	if (error instanceof ResponseError) return refused(error, marketplace);
	if (error instanceof TokenError) {
		return {
			message: error.message,
			advice: error.description,
			code: error.reason,
			httpCode: statusOf(error),
		};
	}
	if (error instanceof QuotaStarvedError) return starved(error);
	if (error instanceof QuotaError) return outOfQuota(error, displayName);
	if (error instanceof NoResponseError) {
		return {
			message: `${displayName} did not answer (${wordsOf(error.code)})`,
			advice: `Check that this n8n can reach ${displayName}, and try again later`,
			httpCode: error.code,
		};
	}
	if (error instanceof RedirectError) {
		return {
			message: `${displayName} redirected the request to another host (${error.host})`,
			advice: 'The redirect was not followed, to keep the credential safe. Check the path',
		};
	}
	if (error instanceof NotSentError) {
		return { message: `n8n did not send the request: ${error.message}` };
	}
	return { message: secrets.redact(error instanceof Error ? error.message : String(error)) };
}

/** 401 means that somebody has to connect again; for what passes by itself, n8n would wait too long. */
function statusOf({ transient, blocked }: TokenError): string {
	if (transient) return '503';
	return blocked ? '403' : '401';
}

/** n8n's HTTP library means more by it than a connection. */
const BROKEN_OFF = 'ERR_BAD_RESPONSE';

function wordsOf(code: string): string {
	return code === BROKEN_OFF ? 'the answer was cut off' : (networkWords(code) ?? code);
}

/** Where the marketplace itself leaves it open. */
const NEXT_STEP: Readonly<Record<Verdict, string>> = {
	ok: '',
	expired: 'Open the credential and connect again',
	denied: 'Check the credential, and what it is allowed to do',
	throttled: 'Run less often, or read less at once',
	transient: 'This is usually temporary. Try again later',
	gone: 'Check the ID or the path',
	invalid: 'Correct the request and try again',
	blocked: 'Wait before you try again',
};

function refused({ response, verdict, path }: ResponseError, marketplace: Marketplace): ErrorText {
	const text = describeResponse(marketplace, response, path);
	const isNoJson = response.malformed === true && response.status < 400;
	return {
		...text,
		message: isNoJson ? 'The answer is not JSON' : text.message,
		advice: isNoJson ? notJson(response) : (text.advice ?? NEXT_STEP[verdict]),
		requestId: text.requestId ?? response.headers[marketplace.requestIdHeader],
		detail: `Status ${response.status} for ${path}`,
		httpCode: String(response.status),
	};
}

/** Whoever sends it again without checking may do it twice. */
function mayBeDone(
	{ error, request: { method, path } }: UnknownOutcomeError,
	context: ErrorContext,
): ErrorText {
	const text = explain(error, context);
	const { displayName } = context.marketplace;
	const check =
		method === 'POST'
			? `whether ${displayName} carried it out (GET ${path} or the seller's panel may show it)`
			: `what GET ${path} returns now`;
	return {
		...text,
		message: `${text.message}. It may have been done anyway: ${method} ${path}`,
		advice: `Before you send it again, check ${check}. 'Retry On Fail' does not send it again`,
	};
}

function notJson({ headers }: ApiResponse): string {
	const type = headers['content-type'];
	const isFile = isFileType(type);
	return isFile
		? `The answer is a file (${mediaType(type)}): turn on 'Response as File'`
		: NOT_JSON;
}

const NOT_JSON =
	'The answer was HTML, incomplete or empty. Try again later. If it was a login page, access has ended: check the credential';

function starved({ quota, minutes }: QuotaStarvedError): ErrorText {
	return {
		message: `The trigger could not read for ${minutes} minutes because the quota was used up`,
		advice:
			"Nothing is lost: the trigger continues as soon as it can. All nodes and triggers of the same app or account share the quota. Run a long 'Get Many' at another time or with a limit, and let triggers poll less often",
		code: quota,
		httpCode: '429',
	};
}

function outOfQuota(error: QuotaError, displayName: string): ErrorText {
	const { message, quota, waitMs, waitedMs } = error;
	if (error instanceof QuotaBlockedError) {
		return {
			message: `${message} for ${Math.round(waitedMs / 1000)} s`,
			advice:
				'Requests are sent one at a time, and the previous one was not answered. Try again later',
			code: quota,
			httpCode: '429',
		};
	}
	const seconds = Math.ceil((waitMs + waitedMs) / 1000);
	return {
		message: `${quota === undefined ? `${displayName} asks to wait` : message} for ${Math.ceil(waitMs / 1000)} s`,
		advice: `Read less at once, run less often, or (not in triggers) raise 'Maximum Wait' to at least ${seconds} seconds`,
		code: quota ?? 'Retry-After',
		httpCode: '429',
	};
}
