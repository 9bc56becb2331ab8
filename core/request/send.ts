import { createHash } from 'crypto';
import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { ApiRequest, ApiResponse, Marketplace } from '../marketplace';
import { readText } from './charset';
import { bounded, clock, inTime, StoppedError } from './clock';
import type { Deadline } from './deadline';
import { relativePath } from './address';
import { isFileType } from './media-type';
import { parseJson, writeQuery, WrittenJson } from './encoding';
import type { Session } from './session';
import {
	NoResponseError,
	NotSentError,
	TimeoutBeforeSendError,
	raise,
	RedirectError,
	awaitRenewal,
	TIMED_OUT,
	TokenError,
	tokenErrorOf,
} from './errors';

/** n8n fetches a new token within the request, and may have to try more than once. */
const RENEWAL_MS = 60_000;
const MAX_REDIRECTS = 5;

/**
 * The only place that sends with the credential: one request through n8n's helper, which adds the token. `renew` makes n8n
 * fetch a new token first (credentials with `preAuthentication` only).
 */
export async function sendOnce(
	session: Session,
	marketplace: Marketplace,
	deadline: Deadline,
	request: ApiRequest,
	renew = false,
): Promise<ApiResponse> {
	let target = request;
	for (let hop = 0; ; hop++) {
		const answer = await sendHop(session, marketplace, deadline, target, renew && hop === 0);
		const mayFollow = hop < MAX_REDIRECTS && marketplace.redirectsToLogin !== true;
		const next = mayFollow ? redirect(session, target, answer) : undefined;
		if (next === undefined) return read(session, marketplace, request, answer);
		target = next;
		// n8n has stored the new token meanwhile, and ours is the old one.
		if (renew && hop === 0) await session.reload();
	}
}

async function sendHop(
	session: Session,
	marketplace: Marketplace,
	deadline: Deadline,
	request: ApiRequest,
	renew: boolean,
): Promise<IN8nHttpFullResponse> {
	const answerMs = deadline.answerMs();
	// Sent without time for an answer, nobody would know what became of it.
	if (answerMs === 0) throw new TimeoutBeforeSendError('no time was left for an answer');
	const options = toOptions(session, marketplace, request, answerMs);
	const isOAuth2 = session.use.oauth2 !== undefined;
	const credentialsDecrypted = isOAuth2 ? undefined : session.decrypted(renew ? '' : request.token);
	const additional = isOAuth2 ? { oauth2: session.use.oauth2 } : { credentialsDecrypted };
	const context = session.context as IExecuteFunctions;
	const send = async (signal: AbortSignal): Promise<IN8nHttpFullResponse> =>
		(await context.helpers.httpRequestWithAuthentication.call(
			endedBy(context, signal),
			session.type,
			options,
			additional,
		)) as IN8nHttpFullResponse;
	const { timers } = session;
	const fields = renew ? credentialsDecrypted?.data : undefined;
	try {
		// n8n's own limit is for a standstill only: an answer that comes in drops would never end.
		if (!fields) {
			return await bounded(send, { ms: answerMs, late, signal: deadline.signal, timers });
		}
		// A renewal concerns others, too: it goes on when the user presses Stop, and has a time of its own.
		const renewed = awaitRenewal(fields);
		const renewing = async (signal: AbortSignal): Promise<IN8nHttpFullResponse> => {
			const answer = send(signal);
			await Promise.race([answer, renewed]);
			return await inTime(answer, answerMs, late, timers);
		};
		return await bounded(renewing, { ms: RENEWAL_MS + answerMs, late, timers });
	} catch (error) {
		if (error instanceof StoppedError || error instanceof NoResponseError) return raise(error);
		return raise(tokenErrorOf(credentialsDecrypted?.data) ?? unanswered(error));
	} finally {
		// n8n has written a renewed token into it.
		if (session.use.tokenField !== undefined) {
			session.keepSecret(credentialsDecrypted?.data?.[session.use.tokenField]);
		}
	}
}

function late(): NoResponseError {
	return new NoResponseError(TIMED_OUT);
}

/** n8n ends a request by the signal of its context. */
function endedBy(context: IExecuteFunctions, signal: AbortSignal): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

function toOptions(
	{ connection }: Session,
	marketplace: Marketplace,
	request: ApiRequest,
	timeout: number,
): IHttpRequestOptions {
	const query = writeQuery(request.query ?? {}, marketplace.arrayFormat);
	const body = writeBody(marketplace, request.body);
	return {
		method: request.method,
		url: connection.baseUrl + relativePath(request.path) + (query === '' ? '' : `?${query}`),
		headers: {
			...marketplace.headers(request, clock.now()),
			...connection.headers,
			...(body === undefined ? {} : { 'content-type': marketplace.contentType(request.path) }),
			...request.headers,
		},
		...(body === undefined ? {} : { body }),
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout,
	};
}

function writeBody(marketplace: Marketplace, body: unknown): string | Buffer | undefined {
	if (body === undefined || Buffer.isBuffer(body)) return body;
	const json = body instanceof WrittenJson ? body.text : JSON.stringify(body);
	return marketplace.writeBody?.(json) ?? json;
}

/** Follows a redirect only where the credential may go: to a place below the API itself. */
function redirect(
	{ connection }: Session,
	request: ApiRequest,
	{ statusCode, headers }: IN8nHttpFullResponse,
): ApiRequest | undefined {
	const location = headers.location;
	if (![301, 302, 303, 307, 308].includes(statusCode) || typeof location !== 'string') {
		return undefined;
	}
	const target = URL.canParse(location, connection.baseUrl + request.path)
		? new URL(location, connection.baseUrl + request.path)
		: undefined;
	if (!target || !`${target.origin}${target.pathname}`.startsWith(`${connection.baseUrl}/`)) {
		throw new RedirectError(target?.host ?? 'an unreadable address');
	}
	if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
	return {
		...request,
		path: target.pathname.slice(new URL(connection.baseUrl).pathname.replace(/\/$/, '').length),
		query: Object.fromEntries(
			[...target.searchParams.keys()].map((name) => [name, target.searchParams.getAll(name)]),
		),
	};
}

function read(
	session: Session,
	marketplace: Marketplace,
	request: ApiRequest,
	answer: IN8nHttpFullResponse,
): ApiResponse {
	const bytes = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(String(answer.body ?? ''));
	const secrets = session.secrets;
	const headers = Object.fromEntries(
		Object.entries(answer.headers).map(([name, value]) => [
			name.toLowerCase(),
			secrets.mask(String(value)),
		]),
	);
	const response = { status: answer.statusCode, headers };
	if (request.expect === 'bytes' && answer.statusCode < 400) {
		return { ...response, body: undefined, bytes };
	}
	const digest = request.knownDigest === undefined ? undefined : digestOf(bytes);
	if (digest !== undefined && digest === request.knownDigest && answer.statusCode === 200) {
		return { ...response, body: undefined, digest, unchanged: true };
	}
	const written = readText(bytes, response.headers['content-type'], marketplace.charsets);
	const parsed = parse(request.asksForToken === true ? written : secrets.mask(written));
	const isRead = request.method === 'GET' || request.idempotent === true;
	// A write with such a status was done, whatever it says about it.
	if (!isRead && answer.statusCode >= 200 && answer.statusCode < 300) {
		// Nobody can ask for a file again that was made with it.
		const isFile = parsed.malformed === true && isFileType(headers['content-type']);
		return isFile ? { ...response, body: undefined, bytes } : { ...response, body: parsed.body };
	}
	const isBlank = parsed.body === undefined && answer.statusCode === 200;
	const more = { ...(isBlank && { malformed: true }), ...(digest !== undefined && { digest }) };
	return { ...response, ...parsed, ...more };
}

function digestOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64url');
}

function parse(written: string): Pick<ApiResponse, 'body' | 'malformed'> {
	if (written.trim() === '') return { body: undefined };
	try {
		return { body: parseJson(written) };
	} catch {
		return { body: written, malformed: true };
	}
}

/** What n8n throws when no answer came, or when it did not even send, as our own error without its baggage. */
function unanswered(error: unknown): Error {
	const { code, httpCode, cause, message } = error as Thrown;
	const name = [code, httpCode, cause?.code].find((value) =>
		/^(E[A-Z_]{3,}|HPE_)/.test(String(value)),
	);
	if (name !== undefined) return new NoResponseError(String(name));
	if (/not connected|oauthTokenData|access.?token/i.test(String(message))) {
		return new TokenError(
			'The credential is not connected',
			"Open the credential, press 'Connect' and sign in",
			'not_connected',
		);
	}
	return new NotSentError(String(message));
}

interface Thrown {
	code?: string;
	httpCode?: string | null;
	cause?: { code?: string };
	message?: string;
}
