import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { timingSafeEqual } from 'node:crypto';

import { Buckets } from '../kit/buckets';
import { bodyText, hasBody, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { forbidden, invalid, notFound, Problem, TOO_MANY, unauthorized } from './problem';
import { Query } from './query';
import type { KauflandSettings } from './settings';
import { signatureOf } from './signature';
import type { Shop } from './shop';
import type { Store } from './store';

/** A seller and all endpoints together, see https://sellerapi.kaufland.com/?page=rate-limits */
const PER_SECOND = 111;
/** Either way, in seconds. */
const MOST_OFF = 300;
const BASE = '/v2';
/** What Node itself says when nobody names the software. */
const NAMELESS = ['', 'node', 'undici'];

export interface Call {
	request: FastifyRequest;
	shop: Shop;
	query: Query;
	params: Record<string, string>;
	/** Parsed, where the route takes one. */
	body: unknown;
}

export interface Route {
	method: 'GET' | 'POST' | 'PATCH';
	/** Below the base URL, in Fastify's notation. */
	path: string;
	/** Names that the query may have. */
	query?: readonly string[];
	takesBody?: true;
	/** @default 200, and 204 where `run` gives nothing */
	status?: number;
	run(call: Call): unknown;
}

/** What stands in front of every route: signature, quota, form. */
export class Gate {
	private readonly buckets: Buckets;

	constructor(
		private readonly store: Store,
		private readonly settings: KauflandSettings,
	) {
		this.buckets = new Buckets(settings);
	}

	serve(scope: FastifyInstance, route: Route): void {
		scope.route({
			method: route.method,
			url: BASE + route.path,
			handler: async (request, reply) =>
				await this.answer(request, reply, () => {
					const result = route.run(this.pass(request, route));
					const status = route.status ?? (result === undefined ? 204 : 200);
					return { status, result };
				}),
		});
	}

	serveNothingElse(scope: FastifyInstance): void {
		scope.all('/*', async (request, reply) => {
			return await this.answer(request, reply, () => {
				throw notFound(request.url.split('?')[0]);
			});
		});
	}

	private async answer(
		request: FastifyRequest,
		reply: FastifyReply,
		run: () => { status: number; result: unknown },
	): Promise<FastifyReply> {
		try {
			const { status, result } = run();
			return await reply.code(status).send(result);
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
			const { status, type, errors, message, reason } = problem;
			violation(request, `${status} ${type} ${reason}`);
			const said = this.settings.hidesTypes ? {} : { type };
			return await reply.code(status).send({ ...said, errors, message });
		}
	}

	private pass(request: FastifyRequest, route: Route): Call {
		const shop = this.authenticate(request);
		if (this.settings.isInactive) {
			throw forbidden('inactive-account', 'The account is not active');
		}
		if (!this.buckets.of(shop.seller.key, PER_SECOND, PER_SECOND).take()) throw TOO_MANY;
		if (NAMELESS.includes(request.headers['user-agent'] ?? '')) {
			violation(request, 'User-Agent does not name the software');
		}
		return {
			request,
			shop,
			query: readQuery(request, route),
			params: request.params as Record<string, string>,
			body: readBody(request, route),
		};
	}

	private authenticate(request: FastifyRequest): Shop {
		const [clientKey, timestamp, signature] = ['client-key', 'timestamp', 'signature'].map(
			(name) => {
				const value = request.headers[`shop-${name}`];
				if (typeof value === 'string' && value !== '') return value;
				throw unauthorized('missing-or-invalid-request-header', `no shop-${name}`);
			},
		);
		const shop = this.store.shopOf(clientKey);
		if (!shop) throw unauthorized('invalid-credentials', 'client key of nobody');
		const off = Number(timestamp) - this.settings.now() / 1000;
		if (!/^\d+$/.test(timestamp) || Math.abs(off) > MOST_OFF) {
			const reason = `timestamp ${timestamp} is off`;
			throw unauthorized('missing-or-invalid-request-header', reason);
		}
		const { method } = request;
		const signed = { method, uri: this.uriOf(request), body: bodyText(request), timestamp };
		if (!isSame(signature, signatureOf(this.store.keysOf(shop).secretKey, signed))) {
			throw unauthorized('corrupted-signature', `signature is not that of ${signed.uri}`);
		}
		return shop;
	}

	/** The URL as the caller has it: nothing of it is written anew, not even the encoding of its query. */
	private uriOf(request: FastifyRequest): string {
		const origin = this.settings.origin ?? `http://${request.headers.host}`;
		return origin + (request.raw.url ?? '');
	}
}

function isSame(given: string, right: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(right)];
	return a.length === b.length && timingSafeEqual(a, b);
}

/** An unknown name is a filter that does not filter. */
function readQuery(request: FastifyRequest, route: Route): Query {
	const query = queryOf(request);
	for (const name of new Set(query.keys())) {
		if (!route.query?.includes(name)) violation(request, `unknown query parameter ${name}`);
	}
	return new Query(query);
}

function readBody(request: FastifyRequest, route: Route): unknown {
	if (!route.takesBody) {
		if (route.method === 'GET' && hasBody(request)) violation(request, 'GET with a body');
		return undefined;
	}
	if (mediaType(request) !== 'application/json') {
		throw invalid({ field: 'Content-Type', message: 'application/json' });
	}
	try {
		return JSON.parse(bodyText(request));
	} catch {
		throw invalid({ field: 'body', message: 'not JSON' });
	}
}
