import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { consentPage, noticePage } from '../kit/consent-page';
import { bodyText, mediaType, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APP, storeByHash, STORES, type BigCommerceSettings, type StoreIdentity } from './app';
import { refused } from './gate';
import { Refusal } from './refusal';
import type { Tokens } from './tokens';

const CHOICES = Object.values(STORES).map(({ hash, name }) => ({
	value: `stores/${hash}`,
	label: name,
}));

/** The login host: consent, installation from the control panel, tokens, see bigcommerce: 1.3 */
export function oauthRoutes(
	scope: FastifyInstance,
	tokens: Tokens,
	settings: BigCommerceSettings,
): void {
	const method = ['GET', 'POST'];
	scope.route({
		method,
		url: '/oauth2/authorize',
		handler: (request, reply) => authorize(tokens, settings, request, reply),
	});
	scope.route({
		method,
		url: '/app/:clientId/install',
		handler: (request, reply) => install(tokens, settings, request, reply),
	});
	scope.get('/app/:clientId/install/:result', async (request, reply) => {
		const { result } = request.params as { result: string };
		return reply.type('text/html').send(noticePage('BigCommerce (sandbox)', `Install: ${result}`));
	});
	scope.get('/app/:clientId/load', async (request, reply) => {
		const store = storeOf(queryOf(request).get('context')) ?? STORES.first;
		const back = new URL(settings.loadUri ?? APP.loadUri);
		back.searchParams.set('signed_payload_jwt', signedPayload(store, settings.now()));
		return reply.redirect(back.href, 302);
	});
	scope.get('/login', async (_request, reply) =>
		reply.type('text/html').send(noticePage('BigCommerce (sandbox)', 'Please log in')),
	);
	scope.post('/oauth2/token', (request, reply) => token(tokens, settings, request, reply));
}

function asked(request: FastifyRequest): URLSearchParams {
	return request.method === 'POST' ? new URLSearchParams(bodyText(request)) : queryOf(request);
}

function storeOf(context: string | null): StoreIdentity | undefined {
	const hash = /^stores\/([a-z0-9]+)$/.exec(context ?? '')?.[1];
	return hash === undefined ? undefined : storeByHash(hash);
}

/** The flow that starts at the app, see bigcommerce: 1.5 */
function authorize(
	tokens: Tokens,
	settings: BigCommerceSettings,
	request: FastifyRequest,
	reply: FastifyReply,
): unknown {
	const query = asked(request);
	reply.type('text/html;charset=UTF-8');
	const redirectUri = query.get('redirect_uri') ?? '';
	const wrong = whatIsWrong(query, redirectUri, settings);
	if (wrong !== undefined) {
		violation(request, wrong);
		return reply.code(400).send(noticePage('BigCommerce (sandbox)', wrong));
	}
	const store = storeOf(query.get('context'));
	if (!store) violation(request, 'authorize without the context of a store');
	if (query.get('decision') === null) return askMerchant('/oauth2/authorize', query, store);
	return answerMerchant(tokens, query, redirectUri, reply);
}

function whatIsWrong(
	query: URLSearchParams,
	redirectUri: string,
	{ redirectUris = APP.redirectUris }: BigCommerceSettings,
): string | undefined {
	if (query.get('client_id') !== APP.clientId) return 'Unknown client_id';
	if (query.get('response_type') !== 'code') return 'response_type must be code';
	if (!redirectUris.includes(redirectUri)) {
		return 'Parameter redirect_uri does not match registered URI';
	}
	const foreign = (query.get('scope') ?? '')
		.split(' ')
		.find((scope) => scope !== '' && !APP.scopes.includes(scope));
	return foreign === undefined ? undefined : `The app has no scope ${foreign}`;
}

/** The flow that starts in the control panel: no `state` comes back, see bigcommerce: 1.3 */
function install(
	tokens: Tokens,
	settings: BigCommerceSettings,
	request: FastifyRequest,
	reply: FastifyReply,
): unknown {
	const query = asked(request);
	reply.type('text/html;charset=UTF-8');
	const { clientId } = request.params as { clientId: string };
	if (clientId !== APP.clientId) {
		violation(request, 'unknown client id');
		return reply.code(404).send(noticePage('BigCommerce (sandbox)', 'No such app'));
	}
	query.delete('state');
	if (query.get('decision') === null) {
		return askMerchant(`/app/${clientId}/install`, query, storeOf(query.get('context')));
	}
	const [redirectUri] = settings.redirectUris ?? APP.redirectUris;
	query.set('external_install', 'true');
	return answerMerchant(tokens, query, redirectUri, reply);
}

function askMerchant(action: string, query: URLSearchParams, store?: StoreIdentity): string {
	return consentPage({
		title: 'BigCommerce (sandbox)',
		appName: APP.name,
		scopes: APP.scopes,
		action,
		fields: query,
		choice: store ? undefined : { name: 'context', values: CHOICES },
	});
}

function answerMerchant(
	tokens: Tokens,
	query: URLSearchParams,
	redirectUri: string,
	reply: FastifyReply,
): unknown {
	const back = new URL(redirectUri);
	const store = storeOf(query.getAll('context').at(-1) ?? null) ?? STORES.first;
	if (query.get('decision') === 'allow') {
		back.searchParams.set('account_uuid', APP.accountUuid);
		back.searchParams.set('code', tokens.newCode(store, redirectUri));
		back.searchParams.set('context', `stores/${store.hash}`);
		back.searchParams.set('scope', APP.scopes.join(' '));
	} else {
		back.searchParams.set('error', 'access_denied');
	}
	for (const name of ['state', 'external_install']) {
		const value = query.get(name);
		if (value !== null) back.searchParams.set(name, value);
	}
	return reply.redirect(back.href, 302);
}

/** POST /oauth2/token: no expiry, no refresh, no token_type in the answer, see bigcommerce: 1.3 */
function token(
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
		return reply.send(answerToken(tokens, store, sent, request));
	} catch (refusal) {
		return refused(refusal, request, reply);
	}
}

/** What a wrong token call gets: HTML, not JSON, see bigcommerce: 1.3 */
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
	const foreign = sent.has('context') && storeOf(sent.get('context') ?? '') !== code?.store;
	if (!code || foreign || code.redirectUri !== redirectUri) throw refuse('invalid_grant');
	return code.store;
}

function answerToken(
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

/** What the control panel hands to the app's load URL, see bigcommerce: 1.4 */
export function signedPayload(store: StoreIdentity, now: number): string {
	const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
	const at = Math.floor(now / 1000);
	const claims = {
		aud: APP.clientId,
		iss: 'bc',
		iat: at,
		nbf: at - 5,
		exp: at + 86_400,
		jti: `${at}-${store.storeId}`,
		sub: `stores/${store.hash}`,
		user: { ...store.owner, locale: 'en-US' },
		owner: store.owner,
		url: '/',
		channel_id: null,
	};
	const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
	const signature = createHmac('sha256', APP.clientSecret).update(signed).digest('base64url');
	return `${signed}.${signature}`;
}
