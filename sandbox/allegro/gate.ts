import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Buckets } from '../kit/buckets';
import { hasBody, mediaType } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { RegisteredApp } from './app';
import { Query, type Parameters } from './query';
import { errors, FULL_AUTHENTICATION, oauthError, Refusal, tooMany, traceId } from './refusal';
import type { ClientLimit } from './limit';
import type { Shop } from './shop';
import type { Consent, Tokens } from './tokens';

const LANGUAGES = ['en-US', 'pl-PL', 'uk-UA', 'sk-SK', 'cs-CZ', 'hu-HU'];

const PUBLIC = 'application/vnd.allegro.public.v1+json';
const BETA = 'application/vnd.allegro.beta.v1+json';

/** One API operation: what it takes and how it answers. */
export interface Route {
	method: 'GET' | 'PUT' | 'POST' | 'PATCH';
	path: string;
	/** The scope it needs; null for none. */
	scope: string | null;
	query?: Parameters;
	media?: 'beta';
	/** What Accept-Language may be, where that is less than elsewhere. */
	languages?: readonly string[];
	/** Whether an application's own token is enough. */
	application?: true;
	/** A limit of its own, see https://developer.allegro.pl/swagger.yaml */
	perSecond?: number;
	/** The same for one seller and a minute. */
	perMinute?: number;
	run(call: Call): unknown;
}

export interface Call {
	request: FastifyRequest;
	reply: FastifyReply;
	query: Query;
	params: Record<string, string>;
	shop: Shop;
	buckets: Buckets;
	now: number;
}

export interface Gatekeeper {
	tokens: Tokens;
	limit: ClientLimit;
	buckets: Buckets;
	shopOf(consent: Consent): Shop;
	now(): number;
}

/** Lets a call through to its operation, or refuses it the way the API would. */
export function pass(
	keeper: Gatekeeper,
	route: Route,
	request: FastifyRequest,
	reply: FastifyReply,
): unknown {
	const type = route.media === 'beta' ? BETA : PUBLIC;
	reply.header('trace-id', traceId()).type(`${type};charset=UTF-8`);
	try {
		const consent = consentOf(keeper.tokens, request);
		checkUserAgent(consent.app, request);
		if (!keeper.limit.take(consent.app.clientId)) throw tooMany('more than 9000 calls a minute');
		checkMedia(route, type, request);
		checkAccess(route, consent);
		checkOwnLimit(keeper.buckets, route, consent);
		return route.run({
			request,
			reply,
			query: new Query(request, route.query ?? {}),
			params: request.params as Record<string, string>,
			shop: keeper.shopOf(consent),
			buckets: keeper.buckets,
			now: keeper.now(),
		});
	} catch (refusal) {
		return refused(refusal, request, reply);
	}
}

/** Answers what was refused; anything else is a bug of this sandbox. */
export function refused(refusal: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
	if (!(refusal instanceof Refusal)) throw refusal;
	violation(request, refusal.message);
	return reply.code(refusal.status).send(refusal.body);
}

function consentOf(tokens: Tokens, request: FastifyRequest): Consent {
	const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
	if (bearer === undefined) {
		throw new Refusal(401, FULL_AUTHENTICATION, 'Authorization must be "Bearer <token>"');
	}
	const consent = tokens.consentOf(bearer);
	if (consent === undefined) {
		const body = oauthError('invalid_token', 'Cannot convert access token to JSON');
		throw new Refusal(401, body, 'unknown access token');
	}
	if (consent === 'dead') {
		const body = oauthError('invalid_token', `Access token expired: ${bearer}`);
		throw new Refusal(401, body, 'expired or superseded access token');
	}
	return consent;
}

/** The exact answer to a wrong User-Agent is not confirmed, see https://github.com/allegro/allegro-api/issues/13271 */
function checkUserAgent(app: RegisteredApp, request: FastifyRequest): void {
	const sent = request.headers['user-agent'] ?? '';
	const [, name] = /^(\S+)\/\S+ \(\+https:\/\/[^\s)]+\)$/.exec(sent) ?? [];
	if (name === app.userAgentName) return;
	const userMessage = 'No access to the specified resource.';
	const body = errors('AccessDenied', 'Access is denied', { userMessage });
	throw new Refusal(
		403,
		body,
		`User-Agent '${sent}' is not '${app.userAgentName}/1.0 (+https://...)'`,
	);
}

/** See https://github.com/allegro/allegro-api/issues/11561 */
function checkMedia(route: Route, type: string, request: FastifyRequest): void {
	const accepted = (request.headers.accept ?? '').split(',').map((one) => one.split(';')[0].trim());
	if (!accepted.includes(type)) {
		const message = "Not acceptable representation requested. Please check 'Accept' request header";
		const userMessage = 'Request contains invalid data. Contact the application author.';
		const body = errors('NotAcceptableException', message, { userMessage });
		throw new Refusal(406, body, `Accept '${request.headers.accept}' is not '${type}'`);
	}
	if (route.method === 'GET' && hasBody(request)) {
		const message = 'GET with a body';
		throw new Refusal(400, errors('BadRequest', message), message);
	}
	if (route.method !== 'GET' && mediaType(request) !== type) {
		const body = errors('UnsupportedMediaTypeException', 'Unsupported content type');
		throw new Refusal(415, body, `Content-Type '${mediaType(request)}' is not '${type}'`);
	}
	const language = request.headers['accept-language'];
	const { languages = LANGUAGES } = route;
	if (language !== undefined && !languages.includes(language.split(/[,;]/)[0].trim())) {
		const code = 'UnsupportedLanguageInAcceptLanguageHeader';
		throw new Refusal(
			422,
			errors(code, `Unsupported language '${language}'`),
			`Accept-Language '${language}'`,
		);
	}
}

function checkAccess({ scope, application, path }: Route, { scopes, seller }: Consent): void {
	if (!seller && path === '/me') {
		// A false 500, seen in Allegro's own sandbox; it must not be retried for ever
		throw new Refusal(
			500,
			errors('INTERNAL_SERVER_ERROR', 'An error occurred'),
			'application token',
		);
	}
	if (!seller && !application) throw new Refusal(401, FULL_AUTHENTICATION, 'application token');
	if (scope !== null && !scopes.includes(scope)) {
		throw new Refusal(403, errors('AccessDenied', 'Access is denied'), `scope ${scope} is missing`);
	}
}

function checkOwnLimit(buckets: Buckets, route: Route, { app, seller }: Consent): void {
	const { method, path, perSecond, perMinute } = route;
	if (
		perSecond !== undefined &&
		!buckets.of(`${app.clientId} ${path}`, perSecond, perSecond).take()
	)
		throw tooMany(`more than ${perSecond} calls a second to ${path}`);
	if (perMinute === undefined) return;
	const key = `${seller?.id} ${method} ${path}`;
	if (!buckets.of(key, perMinute / 60, perMinute).take())
		throw tooMany(`more than ${perMinute} calls a minute to ${path}`);
}
