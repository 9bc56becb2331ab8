import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Buckets } from '../kit/buckets';
import { hasBody, mediaType } from '../kit/raw-body';
import { violation } from '../kit/server';
import { NON_AMAZON_CHANNEL, PLACES, ROLES } from './app';
import type { AmazonSettings } from './settings';
import {
	denied,
	OVER_QUOTA,
	SpError,
	TOKEN_EXPIRED,
	TOKEN_INVALID,
	TOKEN_MISSING,
	WRONG_REGION,
} from './errors';
import type { AccessToken, Tokens } from './tokens';
import { invalid, readQuery, type Params, type Query } from './params';
import type { Shop, Store } from './store';

/** An accepted call. */
export interface Call {
	request: FastifyRequest;
	token: AccessToken;
	shop: Shop;
	query: Query;
	pathParams: Record<string, string>;
}

export interface Operation {
	/** As Amazon writes it, with braces. */
	path: string;
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	name: string;
	rate: number;
	burst: number;
	params?: Params;
	/** One of these roles opens it. */
	roles?: string[];
	/** Only a restricted data token opens it */
	needsRestrictedToken?: boolean;
	status?: number;
	run(call: Call): unknown;
}

const USER_AGENT = /^[^/\s()][^/()]*\/[^()]+ \((?=.*Language=)[^()]+\)$/;
export const ORDER_ROLES = [ROLES.orders, ROLES.shipping, ROLES.tax, ROLES.insights];

/** The gateway before every SP-API operation: headers, token, quota, query. */
export class Gate {
	private readonly buckets: Buckets;

	constructor(
		private readonly tokens: Tokens,
		private readonly store: Store,
		private readonly settings: AmazonSettings,
	) {
		this.buckets = new Buckets(settings);
	}

	serve(scope: FastifyInstance, operation: Operation): void {
		scope.route({
			method: operation.method,
			url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
			handler: async (request, reply) =>
				await this.answer(request, reply, operation, (token) =>
					this.pass(request, operation, token),
				),
		});
	}

	/** Unknown paths are 403 and never 404 */
	serveNothingElse(scope: FastifyInstance): void {
		scope.all('/*', async (request, reply) => {
			violation(request, 'unknown path');
			return await reply.code(403).send(denied('').body);
		});
	}

	private async answer(
		request: FastifyRequest,
		reply: FastifyReply,
		operation: Operation,
		pass: (token: AccessToken) => unknown,
	): Promise<FastifyReply> {
		try {
			this.checkHeaders(request, operation);
			const answer = pass(this.tokenOf(request, operation));
			this.tellRate(reply, operation);
			return await reply.code(operation.status ?? 200).send(answer);
		} catch (error) {
			if (!(error instanceof SpError)) throw error;
			violation(request, `${error.status} ${error.details || error.message}`);
			if (error.type) reply.header('x-amzn-errortype', error.type);
			// Never on a throttled or unauthorized answer,
			// see https://developer-docs.amazon.com/sp-api/docs/usage-plans-and-rate-limits
			if (error.status === 400 || error.status === 404) this.tellRate(reply, operation);
			return await reply.code(error.status).send(error.body);
		}
	}

	private tellRate(reply: FastifyReply, operation: Operation): void {
		const rate = Number((operation.rate * this.settings.quotaScale).toPrecision(6));
		reply.header('x-amzn-ratelimit-limit', String(rate));
	}

	/**
	 * See https://developer-docs.amazon.com/sp-api/docs/connecting-to-the-selling-partner-api.
	 * What Amazon tolerates is only noted.
	 */
	private checkHeaders(request: FastifyRequest, operation: Operation): void {
		const { headers } = request;
		if (operation.method === 'GET' && hasBody(request)) throw invalid('GET with a body.');
		const brings = ['POST', 'PATCH', 'PUT'].includes(operation.method);
		if (brings && mediaType(request) !== 'application/json') {
			throw new SpError(415, 'UnsupportedMediaType', 'Unsupported media type.');
		}
		if (!/^\d{8}T\d{6}Z$/.test(String(headers['x-amz-date'] ?? ''))) {
			violation(request, 'x-amz-date missing or not in the form 20190430T123600Z');
		}
		const agent = headers['user-agent'] ?? '';
		if (!USER_AGENT.test(agent) || agent.length > 500) {
			violation(request, 'user-agent is not AppId/Version (Language=...)');
		}
		if (headers.authorization) violation(request, 'Authorization header sent to SP-API');
		const accept = headers.accept ?? '*/*';
		if (!/application\/json|\*\/\*/.test(accept)) violation(request, `accept: ${accept}`);
	}

	private tokenOf(request: FastifyRequest, operation: Operation): AccessToken {
		const sent = request.headers['x-amz-access-token'];
		if (typeof sent !== 'string' || sent === '') {
			throw denied(TOKEN_MISSING, 'AccessDeniedException');
		}
		const token = this.tokens.access.get(sent);
		if (!token) throw denied(TOKEN_INVALID);
		if (this.settings.now() >= token.expiresAt) throw denied(TOKEN_EXPIRED);
		if (token.isGrantless) throw denied('');
		this.checkRights(request, operation, token);
		return token;
	}

	private checkRights(request: FastifyRequest, operation: Operation, token: AccessToken): void {
		const roles = operation.roles ?? ORDER_ROLES;
		if (!roles.some((role) => token.roles.includes(role))) throw denied('');
		if (!token.restricted) {
			if (operation.needsRestrictedToken) throw denied('');
			return;
		}
		const path = request.url.split('?')[0];
		const fits = token.restricted.some(
			(resource) =>
				resource.method === request.method &&
				(resource.path === path || resource.path === operation.path),
		);
		if (!fits) throw denied('');
	}

	private pass(request: FastifyRequest, operation: Operation, token: AccessToken): unknown {
		// One bucket per operation and seller
		const key = `${operation.method} ${operation.path} ${token.seller.id}`;
		if (!this.buckets.of(key, operation.rate, operation.burst).take()) throw OVER_QUOTA;
		const query = readQuery(request, operation.params ?? {});
		const places = query.marketplaceIds ?? query.MarketplaceIds;
		if (places) this.checkPlaces(places.split(','));
		return operation.run({
			request,
			token,
			shop: this.store[token.seller.key],
			query,
			pathParams: request.params as Record<string, string>,
		});
	}

	/** Takes from a bucket of the seller's own, where a part of an operation has one. */
	take(name: string, { seller }: AccessToken, rate: number, burst: number): void {
		if (!this.buckets.of(`${name} ${seller.id}`, rate, burst).take()) throw OVER_QUOTA;
	}

	/** See https://developer-docs.amazon.com/sp-api/docs/marketplace-ids */
	checkPlaces(ids: string[]): void {
		for (const id of ids) {
			if (id === NON_AMAZON_CHANNEL) throw denied('');
			const place = PLACES.find((p) => p.id === id);
			if (!place) throw invalid(`Marketplace ${id} is not valid.`);
			if (place.region !== this.store.region) throw denied(WRONG_REGION);
		}
	}
}
