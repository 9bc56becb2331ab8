import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Buckets } from '../kit/buckets';
import { bodyText, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APPS, type RegisteredApp } from './app';
import type { Desk } from './desk';
import { FULL_AUTHENTICATION, oauthError, Refusal } from './refusal';
import type { Pair } from './tokens';

type Form = URLSearchParams;
type Grant = (desk: Desk, app: RegisteredApp, form: Form) => Pair;

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const GRANTS: Record<string, Grant> = {
	authorization_code: byCode,
	refresh_token: byRefreshToken,
	client_credentials: (desk, app) =>
		desk.tokens.issue({ app, scopes: app.scopes, since: desk.settings.now() }),
	[DEVICE_GRANT]: byDeviceCode,
};

/** POST /auth/oauth/token, see https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR */
export function answerToken(
	desk: Desk,
	buckets: Buckets,
	request: FastifyRequest,
	reply: FastifyReply,
): unknown {
	return answer(request, reply, () => {
		const form = formOf(request);
		const app = appOf(request, form);
		const grant = GRANTS[form.get('grant_type') ?? ''];
		if (!grant)
			throw refuse('unsupported_grant_type', `Unsupported grant type: ${form.get('grant_type')}`);
		const pair = grant(desk, app, form);
		// How many tokens a user may have a minute is secret; this stands for it,
		// see https://github.com/allegro/allegro-api/issues/5415
		const who = pair.consent.seller?.id ?? app.clientId;
		if (!buckets.of(`token:${who}`, 1 / 10, 60).take()) {
			throw new Refusal(
				429,
				oauthError('too_many_requests', 'Too many requests'),
				'tokens minted too fast',
			);
		}
		return tokenAnswer(pair);
	});
}

/** Runs a part of the authorization server and turns what it refuses into an answer. */
export function answer(request: FastifyRequest, reply: FastifyReply, run: () => unknown): unknown {
	reply.header('cache-control', 'no-store').type('application/json;charset=UTF-8');
	try {
		return run();
	} catch (refusal) {
		if (!(refusal instanceof Refusal)) throw refusal;
		violation(request, refusal.message);
		return reply.code(refusal.status).send(refusal.body);
	}
}

/**
 * The body as form; since 2025-08 nothing is read from the query,
 * see https://github.com/allegro/allegro-api/issues/11867
 */
export function formOf(request: FastifyRequest): Form {
	if ([...queryOf(request)].length > 0) {
		violation(request, 'token parameters in the query string are not read');
	}
	if (mediaType(request) !== 'application/x-www-form-urlencoded') {
		const body = oauthError('invalid_request', 'Content type not supported');
		throw new Refusal(415, body, `token call with Content-Type '${mediaType(request)}'`);
	}
	return new URLSearchParams(bodyText(request));
}

/** The app by Basic, or by its id alone where PKCE proves the rest. */
export function appOf(request: FastifyRequest, form: Form): RegisteredApp {
	const authorization = request.headers.authorization;
	const verifier = form.get('code_verifier');
	if (authorization !== undefined && verifier !== null) {
		// Whether both together are accepted is not confirmed.
		violation(request, 'Basic and code_verifier together');
	}
	const [id, secret] = basic(authorization);
	const app = APPS.find((known) =>
		authorization === undefined
			? verifier !== null && known.clientId === form.get('client_id')
			: known.clientId === id && known.clientSecret === secret,
	);
	if (!app) throw new Refusal(401, FULL_AUTHENTICATION, 'client id and secret missing or wrong');
	return app;
}

function basic(authorization = ''): string[] {
	const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization)?.[1] ?? '';
	const text = Buffer.from(encoded, 'base64').toString();
	const at = text.indexOf(':');
	return [text.slice(0, at), text.slice(at + 1)];
}

function byCode(desk: Desk, app: RegisteredApp, form: Form): Pair {
	const code = form.get('code');
	if (!code) throw refuse('invalid_request', 'An authorization code must be supplied');
	const found = desk.takeCode(code, app);
	if (!found) throw refuse('invalid_grant', `Invalid authorization code: ${code}`);
	if (form.get('redirect_uri') !== found.redirectUri) {
		throw refuse('invalid_grant', 'Redirect URI mismatch.');
	}
	const verifier = form.get('code_verifier');
	if (found.challenge !== undefined && !(verifier && challengeOf(verifier) === found.challenge)) {
		throw refuse('invalid_grant', 'Invalid code verifier');
	}
	if (found.challenge === undefined && verifier) {
		throw refuse('invalid_grant', 'No code challenge was sent for this code');
	}
	return desk.tokens.open(found.consent);
}

function challengeOf(verifier: string): string | undefined {
	if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return undefined;
	return createHash('sha256').update(verifier).digest('base64url');
}

function byRefreshToken(desk: Desk, app: RegisteredApp, form: Form): Pair {
	const old = form.get('refresh_token');
	if (!old) throw refuse('invalid_request', 'A refresh token must be supplied');
	const pair = desk.tokens.refresh(old, app);
	if (!pair)
		throw refuse('invalid_grant', `Invalid refresh token: ${old}`, 'refresh token is dead');
	return pair;
}

function byDeviceCode(desk: Desk, app: RegisteredApp, form: Form): Pair {
	if (app.type !== 'device') throw refuse('unauthorized_client', 'Not a device application');
	const asked = desk.askDevice(form.get('device_code') ?? '', app);
	if (typeof asked === 'string') throw refuse(asked);
	return asked;
}

function refuse(error: string, description?: string, reason?: string): Refusal {
	return new Refusal(400, oauthError(error, description), reason ?? description ?? error);
}

function tokenAnswer({ access, refresh, consent }: Pair): unknown {
	return {
		access_token: access,
		token_type: 'bearer',
		...(refresh && { refresh_token: refresh }),
		expires_in: 43199,
		scope: consent.scopes.join(' '),
		allegro_api: true,
		jti: JSON.parse(Buffer.from(access.split('.')[1], 'base64url').toString()).jti,
	};
}
