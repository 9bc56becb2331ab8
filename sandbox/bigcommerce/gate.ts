import type { FastifyReply, FastifyRequest } from 'fastify';

import { bodyText, hasBody, mediaType } from '../kit/raw-body';
import { violation } from '../kit/server';
import { storeByHash, type StoreIdentity } from './app';
import { Query, type Parameters } from './query';
import { missingScope, Refusal, tooMany, unauthorized, v2Error, v3Error } from './refusal';
import type { Store } from './store';
import type { Access, Tokens } from './tokens';
import { quotaHeaders, type QuotaWindow } from './window';
import { toXml } from './xml';

/** One API operation: what it takes and how it answers. */
export interface Route {
	method: 'GET' | 'PUT' | 'POST' | 'DELETE';
	/** Below `/stores/{hash}`; the first part is the version. */
	path: string;
	/** Any of these is enough; none is needed when empty. */
	scopes: readonly string[];
	query?: Parameters;
	/** How many calls of it a store may have under way; one more is refused. */
	atOnce?: number;
	/** An object, JSON as text, or undefined for 204. */
	run(call: Call): unknown;
}

export interface Call {
	request: FastifyRequest;
	reply: FastifyReply;
	query: Query;
	params: Record<string, string>;
	store: Store;
	access: Access;
	now: number;
}

/** How many calls of each route are under way. */
export type Busy = Map<string, number>;

export interface Gatekeeper {
	tokens: Tokens;
	stores: Record<StoreIdentity['key'], { store: Store; window: QuotaWindow }>;
	now(): number;
	busy: Busy;
	/** Entries that a page has at most, whatever is asked for. */
	most(): number;
}

/** Both scopes of a resource that reading needs one of */
export function toRead(scope: string): readonly string[] {
	return [scope, `${scope}_read_only`];
}

/** Lets a call through to its operation, or refuses it the way the API would. */
export async function pass(
	keeper: Gatekeeper,
	route: Route,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<unknown> {
	const version = route.path.startsWith('/v2') ? 'v2' : 'v3';
	const params = request.params as Record<string, string>;
	try {
		const access = accessOf(keeper, request, params.hash);
		const { store, window } = keeper.stores[access.store.key];
		const left = window.take();
		reply.headers(quotaHeaders(left));
		if (!left.allowed) throw tooMany(Math.ceil(left.resetMs / 1000));
		checkScope(route, access);
		checkMedia(route, version, request);
		const query = new Query(request, route.query ?? {}, version, keeper.most());
		const call = { request, reply, query, params, store, access, now: keeper.now() };
		const result = await taking(keeper.busy, route, access, () => route.run(call));
		return send(route, version, request, reply, result);
	} catch (refusal) {
		return refused(refusal, request, reply);
	}
}

/** Refuses a call when too many like it are under way; one more write of stock than one is no good either. */
async function taking(
	busy: Busy,
	{ method, path, atOnce = Infinity }: Route,
	{ store }: Access,
	run: () => unknown,
): Promise<unknown> {
	const key = `${store.key} ${method} ${path}`;
	const under = busy.get(key) ?? 0;
	if (under >= atOnce) throw tooMany(1, `more than ${atOnce} at once of ${method} ${path}`);
	busy.set(key, under + 1);
	try {
		return await run();
	} finally {
		busy.set(key, (busy.get(key) ?? 1) - 1);
	}
}

/** Answers what was refused; anything else is a bug of this sandbox. */
export function refused(refusal: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
	if (!(refusal instanceof Refusal)) throw refusal;
	violation(request, refusal.message);
	return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
}

/** The JSON body of a writing call. */
export function bodyOf(request: FastifyRequest): Record<string, unknown> {
	try {
		const body: unknown = JSON.parse(bodyText(request));
		const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
		if (isObject) return body as Record<string, unknown>;
	} catch {
		// Told below, as for every other body that is no JSON object.
	}
	const reason = 'the body is no JSON object';
	if (request.url.includes('/v2/')) throw v2Error(400, 'Input is invalid', reason);
	throw v3Error(400, 'Input is invalid', {}, reason);
}

/** The JSON list of a writing call, which takes so many entries at once. */
export function listOf(request: FastifyRequest, most: number): Array<Record<string, unknown>> {
	let list: unknown;
	try {
		list = JSON.parse(bodyText(request));
	} catch {
		// Told below, as for every other body that is no JSON list.
	}
	if (!Array.isArray(list)) {
		throw v3Error(400, 'Input is invalid', {}, 'the body is no JSON list');
	}
	checkLength(list, most);
	if (list.some((one) => typeof one !== 'object' || one === null || Array.isArray(one))) {
		throw v3Error(422, 'JSON data is missing or invalid', {}, 'an entry is no object');
	}
	return list as Array<Record<string, unknown>>;
}

export function checkLength({ length }: readonly unknown[], most: number): void {
	if (length === 0) throw v3Error(422, 'JSON data is missing or invalid', {}, 'an empty list');
	if (length <= most) return;
	const title = `The request payload is too large. The maximum items allowed in the array is ${most}.`;
	throw v3Error(413, title, {}, `${length} entries, of which ${most} are allowed`);
}

function accessOf({ tokens }: Gatekeeper, request: FastifyRequest, hash: string): Access {
	const token = request.headers['x-auth-token'];
	if (typeof token !== 'string') throw unauthorized('X-Auth-Token is missing');
	const access = tokens.accessOf(token);
	if (!access) throw unauthorized('unknown or revoked access token');
	if (storeByHash(hash) !== access.store) throw unauthorized('the token is for another store');
	return access;
}

function checkScope({ scopes, path }: Route, access: Access): void {
	// Even hooks, which need nothing but the default scope, refuse a token without any.
	if (access.scopes === null) throw missingScope('the token has no scope at all');
	if (scopes.length > 0 && !scopes.some((scope) => access.scopes?.includes(scope))) {
		throw missingScope(`${path} needs ${scopes.join(' or ')}`);
	}
}

function checkMedia(route: Route, version: 'v2' | 'v3', request: FastifyRequest): void {
	const { accept, 'user-agent': userAgent } = request.headers;
	if (!userAgent) violation(request, 'User-Agent is missing');
	if (!wantsJson(request)) {
		violation(request, `Accept '${accept ?? ''}' does not ask for JSON`);
		const any = accept === undefined || accept.includes('*/*');
		if (version === 'v3' && !any) throw v3Error(406, 'Not acceptable');
	}
	if (route.method === 'GET' && hasBody(request)) {
		throw version === 'v2' ? v2Error(400, 'GET with a body') : v3Error(400, 'GET with a body');
	}
	const writes = route.method === 'POST' || route.method === 'PUT';
	if (writes && mediaType(request) !== 'application/json') {
		const reason = `Content-Type '${mediaType(request)}' is not application/json`;
		throw version === 'v2' ? v2Error(415, reason) : v3Error(415, reason);
	}
}

function wantsJson(request: FastifyRequest): boolean {
	return /\bapplication\/json\b/.test(request.headers.accept ?? '');
}

function send(
	{ path }: Route,
	version: 'v2' | 'v3',
	request: FastifyRequest,
	reply: FastifyReply,
	result: unknown,
): unknown {
	if (reply.sent) return reply;
	// An empty V2 list is no list, see https://github.com/bigcommerce/bigcommerce-api-ruby/issues/47
	const empty =
		result === undefined || (version === 'v2' && Array.isArray(result) && !result.length);
	if (empty) return reply.code(204).send();
	if (version === 'v2' && !wantsJson(request)) {
		const value: unknown = typeof result === 'string' ? JSON.parse(result) : result;
		const [name] = path
			.split('/')
			.filter((part) => !part.startsWith(':'))
			.slice(-1);
		return reply.type('text/xml;charset=UTF-8').send(toXml(name, value));
	}
	return reply
		.type('application/json')
		.send(typeof result === 'string' ? result : JSON.stringify(result));
}
