import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Buckets } from '../kit/buckets';
import { withRawBodies } from '../kit/raw-body';
import type { Backend } from '../kit/backend';
import { APP, SELLERS, type Seller } from './app';
import type { AllegroSettings } from './settings';
import { consentRoutes } from './consent';
import { Desk } from './desk';
import { pass, refused, type Gatekeeper } from './gate';
import { ClientLimit } from './limit';
import { heldOffer } from './offer';
import { OFFER_ROUTES } from './offer-routes';
import { ORDER_ROUTES } from './order-routes';
import { OTHER_ROUTES } from './other-routes';
import { errorBody, notFound, oauthError, Refusal, traceId } from './refusal';
import { Shop } from './shop';
import { answer, answerToken } from './token-endpoint';
import { allegroWorld } from './world';

export { APP, DEVICE_APP, SELLERS } from './app';

/** What a grant asks for besides being expired or not. */
interface GrantWish {
	expired: boolean;
	account?: Seller['key'];
	/** Space separated; default is everything ticked for the app. */
	scope?: string;
}

/** Allegro: one server for its authorization host (`/auth/oauth/…`) and its API host. */
export function allegro(settings: AllegroSettings): Backend {
	const desk = new Desk(settings);
	const buckets = new Buckets(settings);
	const shops: Record<Seller['key'], Shop> = {
		first: new Shop(SELLERS.first, settings, settings.orders),
		second: new Shop(SELLERS.second, settings, Math.max(5, Math.round(settings.orders / 10))),
	};
	const keeper: Gatekeeper = {
		tokens: desk.tokens,
		limit: new ClientLimit(
			() => settings.quotaScale,
			() => settings.now(),
		),
		buckets,
		shopOf: ({ seller }) => shops[seller?.key ?? 'first'],
		now: () => settings.now(),
	};
	return {
		name: 'allegro',
		routes: (app) => withRawBodies(app, (scope) => routes(scope, desk, buckets, keeper)),
		errorBody,
		isTokenCall: ({ url }) => url.startsWith('/auth/') || url.startsWith('/skojarz-aplikacje'),
		held: () => shops.first.held(),
		parcels: (orderId) => shops.first.parcels(orderId) ?? shops.second.parcels(orderId) ?? [],
		offers: () => shops.first.offers.all().map(heldOffer),
		world: allegroWorld(shops.first),
		add: (count) => shops.first.add(count),
		change: (count) => shops.first.change(count),
		grant: (wish) => grant(desk, wish),
		expireTokens: (options) => desk.tokens.expireAll(options),
	};
}

function routes(scope: FastifyInstance, desk: Desk, buckets: Buckets, keeper: Gatekeeper): void {
	consentRoutes(scope, desk);
	scope.post('/auth/oauth/token', (request, reply) => answerToken(desk, buckets, request, reply));
	scope.all('/auth/*', (request, reply) => wrongAuthCall(request, reply));
	for (const route of [...ORDER_ROUTES, ...OFFER_ROUTES, ...OTHER_ROUTES]) {
		scope.route({
			method: route.method,
			url: route.path,
			handler: (request, reply) => pass(keeper, route, request, reply),
		});
	}
	scope.all('/*', (request, reply) => {
		reply.header('trace-id', traceId());
		return refused(notFound(), request, reply);
	});
}

/** The token endpoint takes POST alone since 2025-08, see https://github.com/allegro/allegro-api/issues/11867 */
function wrongAuthCall(request: FastifyRequest, reply: FastifyReply): unknown {
	return answer(request, reply, () => {
		const known = request.url.split('?')[0] === '/auth/oauth/token';
		const body = known
			? oauthError('method_not_allowed', `Request method '${request.method}' not supported`)
			: oauthError('unauthorized', 'Full authentication is required to access this resource');
		throw new Refusal(known ? 405 : 401, body, `${request.method} is not served here`);
	});
}

/**
 * What consent produces: `clientId`, `clientSecret`, `accessToken`, `refreshToken`, `expiresIn`,
 * `scope`, `applicationName` and `applicationUrl` for the User-Agent, `sellerId`, `login`.
 */
function grant(
	desk: Desk,
	{ expired, account = 'first', scope }: GrantWish,
): Record<string, unknown> {
	const seller = SELLERS[account];
	const scopes = desk.scopesFor(APP, scope ?? null);
	const { access, refresh } = desk.tokens.issue(desk.consent(APP, seller, scopes));
	if (expired) desk.tokens.expire(access);
	return {
		clientId: APP.clientId,
		clientSecret: APP.clientSecret,
		accessToken: access,
		refreshToken: refresh,
		expiresIn: 43199,
		scope: scopes.join(' '),
		applicationName: APP.userAgentName,
		applicationUrl: 'https://n8n.example/about',
		sellerId: seller.id,
		login: seller.login,
	};
}
