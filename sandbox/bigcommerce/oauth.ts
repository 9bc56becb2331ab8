import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { consentPage, noticePage } from '../kit/consent-page';
import { bodyText, queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { APP, storeByContext, STORES, type StoreIdentity } from './app';
import type { BigCommerceSettings } from './settings';
import { signedPayload } from './signed-payload';
import { answerToken } from './token-endpoint';
import type { Tokens } from './tokens';

const CHOICES = Object.values(STORES).map(({ hash, name }) => ({
	value: `stores/${hash}`,
	label: name,
}));

/**
 * The login host: consent, installation from the control panel, tokens,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/apps/guide/auth.mdx
 */
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
		const store = storeByContext(queryOf(request).get('context')) ?? STORES.first;
		const back = new URL(settings.loadUri ?? APP.loadUri);
		back.searchParams.set('signed_payload_jwt', signedPayload(store, settings.now()));
		return reply.redirect(back.href, 302);
	});
	scope.get('/login', async (_request, reply) =>
		reply.type('text/html').send(noticePage('BigCommerce (sandbox)', 'Please log in')),
	);
	scope.post('/oauth2/token', (request, reply) => answerToken(tokens, settings, request, reply));
}

function asked(request: FastifyRequest): URLSearchParams {
	return request.method === 'POST' ? new URLSearchParams(bodyText(request)) : queryOf(request);
}

/**
 * The flow that starts at the app; only BigCommerce's own client shows it,
 * see https://github.com/bigcommerce/omniauth-bigcommerce
 */
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
	const store = storeByContext(query.get('context'));
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

/** The flow that starts in the control panel: no `state` comes back */
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
		return askMerchant(`/app/${clientId}/install`, query, storeByContext(query.get('context')));
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
	const store = storeByContext(query.getAll('context').at(-1) ?? null) ?? STORES.first;
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
