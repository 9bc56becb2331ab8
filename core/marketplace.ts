import type {
	ICredentialDataDecryptedObject,
	IHttpRequestMethods,
	IOAuth2Options,
} from 'n8n-workflow';

/** One value of a query; lists are written as the marketplace wants them. */
export type QueryValue =
	string | number | boolean | null | undefined | ReadonlyArray<string | number>;

export type Query = Readonly<Record<string, QueryValue>>;

/** A request as an operation describes it: nothing of hosts, tokens or headers that every request has. */
export interface ApiRequest {
	readonly method: IHttpRequestMethods;
	/** Relative to the marketplace's API, e.g. `/order/checkout-forms`; values in it are encoded already. */
	readonly path: string;
	readonly query?: Query;
	readonly headers?: Readonly<Record<string, string>>;
	/** JSON, `WrittenJson`, or the bytes of a file with their `content-type` in `headers`. */
	readonly body?: unknown;
	/** Whether sending it twice does no more than sending it once. GET and HEAD always may. */
	readonly idempotent?: boolean;
	/** `bytes`: the answer is a file and is not read as JSON. */
	readonly expect?: 'json' | 'bytes';
	/**
	 * Digest of an answer whose content is known already, or empty where none is known yet. The same answer again is
	 * not read: it comes without a body, as `unchanged`.
	 */
	readonly knownDigest?: string;
	/** The answer is a token for our own use; masking what looks like a known secret would spoil it. */
	readonly asksForToken?: boolean;
	/** A token for this very request, instead of the credential's, e.g. Amazon's restricted data token. */
	readonly token?: string;
	/** Longest time for one answer, in milliseconds. */
	readonly timeoutMs?: number;
}

export interface ApiResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON; the text, where the answer is no JSON; `undefined`, where it is empty. */
	readonly body: unknown;
	/** Only where the request expects bytes, or a write was answered with a file. */
	readonly bytes?: Buffer;
	/** Whether an answer that should be JSON is something else: HTML, half a document, nothing. */
	readonly malformed?: boolean;
	/** Of the bytes of the answer, where the request has a `knownDigest`. */
	readonly digest?: string;
	/** Whether it is the answer that the request knows. */
	readonly unchanged?: boolean;
}

/** Sends a request; `renew` makes n8n fetch a new token first (credentials with `preAuthentication` only). */
export type Send = (request: ApiRequest, renew?: boolean) => Promise<ApiResponse>;

/**
 * What an answer means for the next step:
 * `expired` renew the token and send again · `denied` the account may not · `throttled` wait and send again ·
 * `transient` send again if that is safe · `gone` not found · `invalid` the request cannot work ·
 * `blocked` nothing helps for now (IP, quota of the hour, maintenance)
 */
export type Verdict =
	'ok' | 'expired' | 'denied' | 'throttled' | 'transient' | 'gone' | 'invalid' | 'blocked';

/** An answer in words for a person. */
export interface ErrorDetails {
	/** What happened, in one sentence of ours, where the answer has a known meaning. */
	message?: string;
	/** What happened, in the marketplace's own words. */
	said?: string;
	/** What to do next. */
	advice?: string;
	/** The marketplace's own code. */
	code?: string;
	/** What the marketplace's support asks for. */
	requestId?: string;
}

/** A limit that the marketplace publishes. The first whose `method` and `path` fit counts. */
export interface Quota {
	readonly name: string;
	readonly method?: IHttpRequestMethods;
	readonly path?: RegExp;
	/** Requests per second in the long run. */
	readonly perSecond: number;
	/** Requests that may come at once. */
	readonly burst: number;
	/** `steady`: refilled all the time. `window`: refilled at once when the marketplace's window ends. */
	readonly refill?: 'steady' | 'window';
	/** Whether requests have to come one after the other; the pace then counts from the answer. */
	readonly serial?: boolean;
}

/** What the headers of an answer say about the limit that the request fell under. */
export interface QuotaUpdate {
	perSecond?: number;
	burst?: number;
	/** Requests left right now. */
	left?: number;
	/** Milliseconds until all are back. */
	resetMs?: number;
}

/** What a credential says about where and as whom to call. */
export interface Connection {
	/** Host and path that every request path is appended to, without a slash at the end. */
	readonly baseUrl: string;
	/** Whose data it is, where the credential tells; shown in errors and orders. */
	readonly account: string | null;
	/** What the user calls the account. No key is made of it: it may change. */
	readonly label?: string;
	/** What the marketplace counts its limits by: an application, a seller, a store. */
	readonly quotaOwner: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** The access token as far as it is known before n8n adds it. */
	readonly token?: string;
	/** When the token ends, in milliseconds since 1970, where that is known. */
	readonly tokenExpiresAt?: number;
	/** Whatever else the operations of this marketplace want to know, e.g. Amazon's region. */
	readonly settings?: Readonly<Record<string, string | undefined>>;
}

/** The account as people see it: the user's own name for it, where nothing else is known. */
export function shownAccount({ account, label }: Connection): string | null {
	return account ?? label ?? null;
}

/** How one credential type is used. */
export interface CredentialUse {
	/** The value of the node's `authentication` that leads here; where there is one way only, none is needed. */
	readonly authentication?: string;
	/** `refresh`: n8n's OAuth2 refresh; `preAuthentication`: the credential's hook; `none`: it cannot be renewed. */
	readonly renewal: 'refresh' | 'preAuthentication' | 'none';
	/** How n8n adds the token of an OAuth2 credential. */
	readonly oauth2?: IOAuth2Options;
	/** The expirable property that `preAuthentication` fills. */
	readonly tokenField?: string;
	/** Fields that must never be seen, as paths, e.g. `oauthTokenData.access_token`. */
	readonly secrets: readonly string[];
	/** Reads the credential; throws `InvalidInputError` for fields that make no sense. */
	connect(credential: ICredentialDataDecryptedObject): Connection;
}

/** Everything the package knows about one marketplace. Its functions are pure. */
export interface Marketplace {
	readonly id: string;
	readonly displayName: string;
	/** Whether two accounts may have an order of the same id; then the account is part of every `eventKey`. */
	readonly idsPerAccount?: boolean;
	/** By name of the credential type. */
	readonly credentials: Readonly<Record<string, CredentialUse>>;
	/** Headers of a request beside those of the connection; `now` in milliseconds since 1970. */
	headers(request: ApiRequest, now: number): Readonly<Record<string, string>>;
	/** `repeat`: `a=1&a=2`, `comma`: `a=1,2`. */
	readonly arrayFormat: 'repeat' | 'comma';
	/** Media type of a JSON body sent to `path`. */
	contentType(path: string): string;
	/** Writes a JSON body in another way, where plain JSON will not do. */
	writeBody?(json: string): string;
	/** Encodings beside UTF-8 in which answers may come, whether they say so or not; the likeliest first. */
	readonly charsets?: readonly string[];
	classify(response: ApiResponse): Verdict;
	/** `path` is that of the request. */
	describe(response: ApiResponse, path: string): ErrorDetails;
	/** The path of one order, with its ID as first group: not found there is an order. */
	readonly orderPath?: RegExp;
	/** What a seller can look at where this server is blocked by a page in front of the API. */
	readonly blockedAdvice?: string;
	/** Whether a redirect means that the access has ended; then none is followed. */
	readonly redirectsToLogin?: boolean;
	readonly quotas: readonly Quota[];
	readQuota?(response: ApiResponse): QuotaUpdate;
	/** How long a refused request has to wait at least, in milliseconds, whatever `Retry-After` says. */
	retryAfterMs?(response: ApiResponse): number | undefined;
	/** How the lists of this API go on, for the generic request. The first whose path fits counts. */
	readonly pageStyles: readonly PageStyle[];
	/** Headers that only the package sets. */
	readonly reservedHeaders: readonly string[];
	/** Header in which the marketplace names the request. */
	readonly requestIdHeader: string;
}

/** How one list goes on from page to page. */
export interface PageStyle {
	readonly path: RegExp;
	/** The entries of a page; `undefined` when the answer is no page. */
	items(body: unknown): unknown[] | undefined;
	/** What to change in the query for the next page; `undefined` after the last. */
	next(page: ListPage): Query | undefined;
	/** Where no answer tells how long the list is, a short page is its end. */
	extent?(page: ListPage): PageExtent;
	/** Parameters that only the first request carries. */
	readonly dropOnNext?: 'all';
}

interface ListPage {
	readonly query: Query;
	readonly response: ApiResponse;
	readonly itemCount: number;
	/** The largest length of the list that any answer has named so far. */
	readonly known?: number;
}

/** How far a page reaches into its list. */
export interface PageExtent {
	/** Entries of the list up to the end of this page. */
	readonly reach: number;
	/** Whether it holds as much as was asked for. */
	readonly isFull: boolean;
	/** Entries of the whole list, at least, where the answer tells. */
	readonly total?: number;
	/** Whether a page before the last may rightly hold less than asked for. */
	readonly mayBeThin?: boolean;
}
