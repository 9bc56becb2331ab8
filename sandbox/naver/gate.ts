import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

import { Buckets } from '../kit/buckets';
import { Bucket } from '../kit/quota';
import { bodyText, hasBody, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { NaverApp } from './app';
import type { NaverSettings } from './settings';
import {
	IP_NOT_ALLOWED,
	NaverError,
	NOT_AUTHENTICATED,
	NOT_FOUND,
	QUOTA_LIMIT,
	RATE_LIMIT,
	UNREADABLE,
} from './errors';
import { kst } from './product-order';
import { FORBIDDEN, ProductError } from './product-errors';
import type { Shop, Store } from './store';
import type { Tokens } from './tokens';

/**
 * Own-store applications: 2 a second and API, twice that at once,
 * see https://github.com/commerce-api-naver/commerce-api/discussions/3734
 */
const RATE = 2;
const BURST = 4;

export interface Call {
	request: FastifyRequest;
	shop: Shop;
	query: URLSearchParams;
	pathParams: Record<string, string>;
	/** The body of whatever is no GET. */
	body: Record<string, unknown>;
}

export interface Api {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH';
	/** Below the base URL, in Fastify's notation. */
	path: string;
	/** Keys that the query may have. */
	params?: readonly string[];
	/** Keys that the body may have. */
	fields?: readonly string[];
	/** API group that the application must have, where that is played. */
	group?: string;
	/** What a body gets that is no JSON object. Default: what the order APIs say. */
	unreadable?: NaverError;
	/** Whether the answer is wrapped in `{timestamp, traceId, data}` */
	isWrapped: boolean;
	run(call: Call): unknown;
}

/** The gateway in front of every API but the token. */
export class Gate {
	private readonly buckets: Buckets;
	private readonly penalties = new Map<string, Bucket>();

	constructor(
		private readonly tokens: Tokens,
		private readonly store: Store,
		private readonly settings: NaverSettings,
	) {
		this.buckets = new Buckets(settings);
	}

	serve(scope: FastifyInstance, api: Api): void {
		scope.route({
			method: api.method,
			url: `/external${api.path}`,
			handler: async (request, reply) => await this.answer(request, reply, api),
		});
	}

	serveNothingElse(scope: FastifyInstance): void {
		// The base URL of agencies refuses everybody else,
		// see https://github.com/commerce-api-naver/api-agency/discussions/600
		scope.all('/partner/*', async (request, reply) => {
			return await this.refuse(request, reply, IP_NOT_ALLOWED);
		});
		scope.all('/*', async (request, reply) => {
			return await this.refuse(request, reply, NOT_FOUND);
		});
	}

	/** On every answer, whatever happens, see https://apicenter.commerce.naver.com/docs/restful-api */
	trace(reply: FastifyReply): void {
		const random = randomBytes(3).toString('hex');
		const traceId = `cr3-000000-${random}^${this.settings.now()}^${process.pid}`;
		reply.header('gncp-gw-trace-id', traceId);
		reply.header('gncp-gw-httpclient-responsetime', '3');
	}

	private async answer(
		request: FastifyRequest,
		reply: FastifyReply,
		api: Api,
	): Promise<FastifyReply> {
		const traceId = reply.getHeader('gncp-gw-trace-id');
		try {
			const result = api.run(this.pass(request, reply, api));
			if (!api.isWrapped) return await reply.send(result);
			const timestamp = kst(this.settings.now());
			return await reply.send({ timestamp, traceId, data: result });
		} catch (error) {
			if (!(error instanceof NaverError)) throw error;
			return await this.refuse(request, reply, error);
		}
	}

	private async refuse(
		request: FastifyRequest,
		reply: FastifyReply,
		error: NaverError,
	): Promise<FastifyReply> {
		const { status, code, message, headers } = error;
		const traceId = reply.getHeader('gncp-gw-trace-id');
		violation(request, `${status} ${code} ${message}`);
		const timestamp = kst(this.settings.now());
		const more =
			error instanceof ProductError ? { invalidInputs: error.invalidInputs } : { traceId };
		return await reply
			.code(status)
			.headers(headers)
			.send({ code, message, timestamp, ...more });
	}

	private pass(request: FastifyRequest, reply: FastifyReply, api: Api): Call {
		const [, value] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
		const token = value ? this.tokens.find(value) : undefined;
		if (!token) throw NOT_AUTHENTICATED;
		if (this.settings.ipAllowed === false) throw IP_NOT_ALLOWED;
		this.takeQuota(reply, token.app, api);
		const { apiGroups } = this.settings;
		if (api.group && apiGroups && !apiGroups.includes(api.group)) throw FORBIDDEN;
		return {
			request,
			shop: this.store[token.app.key],
			query: this.readQuery(request, api),
			pathParams: request.params as Record<string, string>,
			body: api.method === 'GET' ? {} : readBody(request, api),
		};
	}

	private takeQuota(reply: FastifyReply, app: NaverApp, api: Api): void {
		const key = `${app.clientId} ${api.method} ${api.path}`;
		if (this.tokens.isPunished(app)) this.takePenalty(key);
		const bucket = this.buckets.of(key, RATE, BURST);
		const isTaken = bucket.take();
		reply.headers({
			'gncp-gw-ratelimit-replenish-rate': String(bucket.perSecond),
			'gncp-gw-ratelimit-burst-capacity': String(bucket.burst),
			'gncp-gw-ratelimit-remaining': String(bucket.left),
		});
		if (!isTaken) throw RATE_LIMIT;
	}

	/** No scale: what is punished cannot be bought off. */
	private takePenalty(key: string): void {
		const bucket = this.penalties.get(key) ?? new Bucket(1 / 3600, 1, () => this.settings.now());
		this.penalties.set(key, bucket);
		if (!bucket.take()) throw QUOTA_LIMIT;
	}

	private readQuery(request: FastifyRequest, api: Api): URLSearchParams {
		const query = queryOf(request);
		for (const name of new Set(query.keys())) {
			// An unknown name, such as `productOrderStatuses[]`, is a filter that does not filter.
			if (!api.params?.includes(name)) violation(request, `unknown query parameter ${name}`);
		}
		if (api.method === 'GET' && hasBody(request)) violation(request, 'GET with a body');
		return query;
	}
}

function readBody(request: FastifyRequest, api: Api): Record<string, unknown> {
	if (mediaType(request) !== 'application/json') {
		throw new NaverError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type is not supported');
	}
	let body: unknown;
	try {
		body = JSON.parse(bodyText(request));
	} catch {
		body = undefined;
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw api.unreadable ?? UNREADABLE;
	}
	for (const key of Object.keys(body)) {
		if (!api.fields?.includes(key)) violation(request, `unknown body field ${key}`);
	}
	return body as Record<string, unknown>;
}
