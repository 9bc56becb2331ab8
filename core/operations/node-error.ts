import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import type { ApiResponse, Marketplace, ErrorDetails, Verdict } from '../marketplace';
import { isFileType, mediaType } from '../request/media-type';
import type { Secrets } from '../request/secrets';
import {
	InvalidInputError,
	QuotaBlockedError,
	ListError,
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
interface ErrorText extends ErrorDetails {
	httpCode?: string;
	detail?: string;
}

/** Any error as n8n shows it: what happened, in which marketplace and account, and what to do next. */
export function toNodeError(error: unknown, context: ErrorContext): NodeError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const text = explain(error, context);
	const { node, itemIndex, secrets } = context;
	const message = secrets.redact(`${whose(context)}: ${text.message}`);
	const description = secrets.redact(describe(text));
	if (text.httpCode === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const { httpCode } = text;
	const failure = new NodeApiError(node, {} as JsonObject, { httpCode, itemIndex });
	// Set afterwards: n8n puts its own sentence in place of ours for some codes.
	return Object.assign(failure, { message, description, messages: [] });
}

function whose({ marketplace, account, node, credentialType }: ErrorContext): string {
	const name = node.credentials?.[credentialType]?.name;
	const who = [name && `credential '${name}'`, account && `account ${account}`].filter(Boolean);
	return marketplace.displayName + (who.length > 0 ? ` (${who.join(', ')})` : '');
}

function describe({ advice, code, requestId, detail }: ErrorText): string {
	const facts = [
		detail,
		code !== undefined && `Code: ${code}`,
		requestId !== undefined && `Request ID: ${requestId}`,
	].filter(Boolean);
	return [advice, facts.join(' · ')].filter((part) => part !== undefined && part !== '').join('. ');
}

function explain(error: unknown, context: ErrorContext): ErrorText {
	const { marketplace, secrets } = context;
	if (error instanceof InvalidInputError) return error;
	if (error instanceof UnknownOutcomeError) return mayBeDone(error, context);
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
	if (error instanceof QuotaError) return outOfQuota(error);
	if (error instanceof NoResponseError) {
		return {
			message: `No answer (${wordsOf(error.code)})`,
			advice: 'Check that this n8n can reach the marketplace, and try again later',
			httpCode: error.code,
		};
	}
	if (error instanceof RedirectError) {
		return {
			message: `The marketplace redirected the request to another host (${error.host})`,
			advice: 'It was not followed, so that the credential goes nowhere else. Check the path',
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
	return code === BROKEN_OFF ? 'the answer broke off' : (networkWords(code) ?? code);
}

/** Where the marketplace itself leaves it open. */
const NEXT_STEP: Readonly<Record<Verdict, string>> = {
	ok: '',
	expired: 'Open the credential and connect again',
	denied: 'Check the credential, and what it is allowed to do',
	throttled: 'Run less often, or read less at once',
	transient: 'The marketplace has trouble of its own. Try again later',
	gone: 'Check the ID or the path',
	invalid: 'Correct what the marketplace complains about, and try again',
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

/** Whoever sends it again without a look may do it twice. */
function mayBeDone(
	{ error, request: { method, path } }: UnknownOutcomeError,
	context: ErrorContext,
): ErrorText {
	const text = explain(error, context);
	const { displayName } = context.marketplace;
	const look =
		method === 'POST'
			? `what ${path} makes or changes (a GET of it may show it, or the panel of the seller)`
			: `what GET ${path} gives now`;
	return {
		...text,
		message: `${text.message}. It may have been done nevertheless: ${method} ${path}`,
		advice: `Before you send it again, look in ${displayName} at ${look}. 'Retry On Fail' does not send it again`,
	};
}

function notJson({ headers }: ApiResponse): string {
	const type = headers['content-type'];
	const isFile = isFileType(type);
	return isFile ? `It is a file (${mediaType(type)}): turn on 'Response as File'` : NOT_JSON;
}

const NOT_JSON =
	'It answered with HTML, half a document or nothing. Try again later; a login page means that the access has ended, so check the credential';

function starved({ quota, minutes }: QuotaStarvedError): ErrorText {
	return {
		message: `The trigger could not read for ${minutes} minutes, because others use up the quota`,
		advice:
			"Nothing is lost: it reads on when it can. All triggers and nodes that use the same app or account share the quota: run a long 'Get Many' at another time or with a limit, and let triggers poll less often",
		code: quota,
		httpCode: '429',
	};
}

function outOfQuota(error: QuotaError): ErrorText {
	const { message, quota, waitMs, waitedMs } = error;
	if (error instanceof QuotaBlockedError) {
		return {
			message: `${message} for ${Math.round(waitedMs / 1000)} s`,
			advice:
				'Requests go out one after the other, and the one before this has got no answer. Try again later',
			code: quota,
			httpCode: '429',
		};
	}
	const seconds = Math.ceil((waitMs + waitedMs) / 1000);
	return {
		message: `${message} for ${Math.ceil(waitMs / 1000)} s`,
		advice: `Read less at once, run less often, or (not in triggers) raise 'Maximum Wait' to at least ${seconds} seconds`,
		code: quota ?? 'Retry-After',
		httpCode: '429',
	};
}
