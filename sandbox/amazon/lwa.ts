import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';

import { bodyText, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APP, OTHER_APP, type Seller } from './app';
import type { AmazonSettings } from './settings';
import { ACCESS_LIFE, type Consent, type Tokens } from './tokens';

const GRANTLESS_SCOPES = [
	'sellingpartnerapi::notifications',
	'sellingpartnerapi::client_credential:rotation',
	'sellingpartnerapi::shipments:track',
];

class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly error: string,
		readonly description: string,
	) {
		super(`${error}: ${description}`);
	}
}

const NO_GRANT_TYPE = new Refusal(
	400,
	'unsupported_grant_type',
	'The authorization grant type is not supported by the authorization server',
);

const FIELDS: Record<string, string[]> = {
	authorization_code: ['code', 'redirect_uri'],
	refresh_token: ['refresh_token'],
	client_credentials: ['scope'],
};

/** Login with Amazon, see https://developer-docs.amazon.com/sp-api/docs/connecting-to-the-selling-partner-api */
export function lwaRoutes(scope: FastifyInstance, tokens: Tokens, settings: AmazonSettings): void {
	scope.post('/auth/o2/token', async (request, reply) => {
		try {
			const answer = exchange(readForm(request), tokens, settings, request);
			return await reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(answer);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			violation(request, error.message);
			return await refuse(reply, error);
		}
	});
}

async function refuse(reply: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
	return await reply.code(refusal.status).send({
		error: refusal.error,
		error_description: refusal.description,
		error_index: randomBytes(8).toString('hex'),
		request_id: randomUUID(),
	});
}

/** A body in another encoding is read as if it named no grant */
function readForm(request: FastifyRequest): URLSearchParams {
	if ([...queryOf(request).keys()].length > 0) violation(request, 'token parameters in the query');
	if (request.headers.authorization) violation(request, 'Authorization header on the token call');
	if (mediaType(request) !== 'application/x-www-form-urlencoded') throw NO_GRANT_TYPE;
	return new URLSearchParams(bodyText(request));
}

function required(form: URLSearchParams, name: string): string {
	const value = form.get(name);
	if (value) return value;
	throw new Refusal(
		400,
		'invalid_request',
		`The request is missing a required parameter : ${name}`,
	);
}

function exchange(
	form: URLSearchParams,
	tokens: Tokens,
	settings: AmazonSettings,
	request: FastifyRequest,
) {
	const grantType = required(form, 'grant_type');
	const fields = FIELDS[grantType];
	if (!fields) throw NO_GRANT_TYPE;
	const known = ['grant_type', 'client_id', 'client_secret', ...fields];
	for (const name of new Set(form.keys())) {
		if (!known.includes(name)) violation(request, `unknown token parameter ${name}`);
		if (form.getAll(name).length > 1) violation(request, `token parameter ${name} repeated`);
	}
	const clientId = client(form);
	if (grantType === 'authorization_code') return byCode(form, tokens, settings, clientId);
	if (grantType === 'refresh_token') return byRefreshToken(form, tokens, clientId);
	return grantless(form, tokens, clientId);
}

function client(form: URLSearchParams): string {
	const id = required(form, 'client_id');
	const key = required(form, 'client_secret');
	const isKnown = [APP, OTHER_APP].some((app) => app.clientId === id && app.clientSecret === key);
	if (!isKnown) throw new Refusal(401, 'invalid_client', 'Client authentication failed');
	return id;
}

function byCode(form: URLSearchParams, tokens: Tokens, settings: AmazonSettings, clientId: string) {
	const value = required(form, 'code');
	const code = tokens.codes.get(value);
	// Spent by the first try, even when that one is refused.
	tokens.codes.delete(value);
	const redirectUri = form.get('redirect_uri');
	const fits =
		code !== undefined &&
		code.clientId === clientId &&
		settings.now() < code.expiresAt &&
		(redirectUri === null || redirectUri === code.redirectUri);
	if (!fits) {
		const description = 'The request has an invalid grant parameter : code';
		throw new Refusal(400, 'invalid_grant', description);
	}
	const { seller, roles } = code;
	return answer(tokens, { clientId, seller, roles });
}

function byRefreshToken(form: URLSearchParams, tokens: Tokens, clientId: string) {
	const refreshToken = required(form, 'refresh_token');
	const consent = tokens.refresh.get(refreshToken);
	if (!consent) {
		throw new Refusal(
			400,
			'invalid_grant',
			'The request has an invalid grant parameter : refresh_token. ' +
				"User may have revoked or didn't grant the permission.",
		);
	}
	if (consent.clientId !== clientId) {
		throw new Refusal(400, 'unauthorized_client', 'Not authorized for requested operation');
	}
	return answer(tokens, consent, refreshToken);
}

/** Refresh tokens do not rotate: the answer repeats the one that was sent */
function answer(tokens: Tokens, consent: Consent, refreshToken = tokens.issueRefresh(consent)) {
	return {
		access_token: tokens.issueAccess(consent),
		refresh_token: refreshToken,
		token_type: 'bearer',
		expires_in: ACCESS_LIFE / 1000,
	};
}

function grantless(form: URLSearchParams, tokens: Tokens, clientId: string) {
	const scope = required(form, 'scope');
	if (!GRANTLESS_SCOPES.includes(scope)) {
		throw new Refusal(400, 'invalid_scope', 'The request has an invalid scope');
	}
	const nobody: Seller = { key: 'first', id: '', storeName: '', places: [] };
	const consent = { clientId, seller: nobody, roles: [] };
	return {
		access_token: tokens.issueAccess(consent, { isGrantless: true }),
		scope,
		token_type: 'bearer',
		expires_in: ACCESS_LIFE / 1000,
	};
}
