import type { FastifyReply, FastifyRequest } from 'fastify';

import { bodyText, mediaType } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APP, storeByContext, type StoreIdentity } from './app';
import type { BigCommerceSettings } from './settings';
import { refused } from './gate';
import { Refusal } from './refusal';
import type { Tokens } from './tokens';

/**
 * POST /oauth2/token: no expiry, no refresh, no token_type in the answer,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/apps/guide/auth.mdx
 */
export function answerToken(
	tokens: Tokens,
	settings: BigCommerceSettings,
	request: FastifyRequest,
	reply: FastifyReply,
): unknown {
	const sent = parametersOf(request);
	if (request.headers.authorization !== undefined) {
		violation(request, 'credentials belong in the body, not in Authorization');
	}
	const needed = ['client_id', 'client_secret', 'code', 'grant_type', 'redirect_uri'];
	const missing = needed.filter((name) => !sent.get(name));
	if (missing.length > 0) return askToLogIn(request, reply, `missing: ${missing.join(', ')}`);
	try {
		const store = exchange(tokens, settings, sent);
		return reply.send(tokenFor(tokens, store, sent, request));
	} catch (refusal) {
		return refused(refusal, request, reply);
	}
}

/** What a wrong token call gets: HTML, not JSON, see https://github.com/getconversio/node-bigcommerce/issues/48 */
function askToLogIn(request: FastifyRequest, reply: FastifyReply, reason: string): unknown {
	violation(request, reason);
	const login = `http://${request.headers.host}/login`;
	const page = `<html><body>You are being <a href="${login}">redirected</a>.</body></html>`;
	return reply.code(302).header('location', login).type('text/html').send(page);
}

/** JSON or form; both work. */
function parametersOf(request: FastifyRequest): Map<string, string> {
	if (mediaType(request) !== 'application/json') {
		return new Map(new URLSearchParams(bodyText(request)));
	}
	try {
		const body = JSON.parse(bodyText(request)) as Record<string, unknown>;
		return new Map(Object.entries(body).map(([name, value]) => [name, String(value)]));
	} catch {
		violation(request, 'the token call is no JSON');
		return new Map();
	}
}

function exchange(
	tokens: Tokens,
	{ redirectUris = APP.redirectUris }: BigCommerceSettings,
	sent: Map<string, string>,
): StoreIdentity {
	const refuse = (error: string, status = 400): Refusal => new Refusal(status, { error }, error);
	if (sent.get('client_id') !== APP.clientId || sent.get('client_secret') !== APP.clientSecret) {
		throw refuse('invalid_client', 401);
	}
	if (sent.get('grant_type') !== 'authorization_code') throw refuse('unsupported_grant_type');
	const redirectUri = sent.get('redirect_uri') ?? '';
	if (!redirectUris.includes(redirectUri)) {
		throw refuse('Parameter redirect_uri does not match registered URI');
	}
	const code = tokens.takeCode(sent.get('code') ?? '');
	const foreign = sent.has('context') && storeByContext(sent.get('context') ?? '') !== code?.store;
	if (!code || foreign || code.redirectUri !== redirectUri) throw refuse('invalid_grant');
	return code.store;
}

function tokenFor(
	tokens: Tokens,
	store: StoreIdentity,
	sent: Map<string, string>,
	request: FastifyRequest,
): unknown {
	const scopes =
		sent
			.get('scope')
			?.split(' ')
			.filter((scope) => APP.scopes.includes(scope)) ?? [];
	const whole = sent.has('context') && scopes.length > 0;
	if (!whole) violation(request, 'token call without context or scope gives a useless token');
	const user = { ...store.owner, username: store.owner.email };
	return {
		access_token: tokens.install(store, whole ? scopes : null),
		scope: whole ? scopes.join(' ') : null,
		user,
		owner: user,
		context: `stores/${store.hash}`,
		account_uuid: APP.accountUuid,
	};
}
