import { withRawBodies } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { Backend } from '../kit/backend';
import type { SandboxSettings } from '../kit/settings';
import { APP, SECOND_SHOP, type AssistShop } from './app';
import type { AssistSettings } from './settings';
import { oauthRoutes, Tokens } from './oauth';
import { orderRoutes } from './orders';
import { Store } from './store';
import { assistWorld } from './world';

export { APP, SECOND_SHOP };
export type { AssistSettings };

/** What `grant` gives. */
export interface AssistGrant {
	/** Appended to the server's address it is the shop's base URL. */
	basePath: string;
	clientId: string;
	clientSecret: string;
	redirectUri: string;
	accessToken: string;
	/** A code that was given and not yet exchanged. */
	code: string;
	/** The administrator's, for the consent page. */
	loginId: string;
	password: string;
	/** Another customer's shop. */
	second: Omit<AssistGrant, 'second'>;
}

/** Assist Tencho: two shops, each below its own path. */
export function assistTencho(settings: SandboxSettings): Backend {
	const own: AssistSettings = settings;
	const store = new Store(own);
	const tokens = new Tokens(own);
	const grantOf = (shop: AssistShop, expired: boolean) => grantFor(shop, tokens, own, expired);

	return {
		name: 'assistTencho',
		routes: (app) =>
			withRawBodies(app, (scope) => {
				for (const shop of [APP, SECOND_SHOP]) {
					oauthRoutes(scope, shop, tokens, own);
					orderRoutes(scope, shop, store, tokens, own);
				}
				scope.all('/*', async (request, reply) => {
					violation(request, 'unknown path');
					return await reply.code(404).type('text/html').send('<h1>Not Found</h1>');
				});
			}),
		errorBody: (status) => ({ error: `status ${status}` }),
		isTokenCall: (request) => request.url.split('?')[0].endsWith('/api/oauth/token.php'),
		held: () => store.held(),
		world: assistWorld(store, own),
		add: (count) => store.add(count),
		change: (count) => store.change(count),
		grant: ({ expired }) => ({
			...grantOf(APP, expired),
			second: grantOf(SECOND_SHOP, expired),
		}),
		expireTokens: ({ revoke }) => tokens.expire(revoke),
	};
}

function grantFor(
	shop: AssistShop,
	tokens: Tokens,
	settings: AssistSettings,
	isExpired: boolean,
): Omit<AssistGrant, 'second'> {
	const { path, clientId, clientSecret, loginId, password } = shop;
	const redirectUri = settings.redirectUri ?? shop.redirectUri;
	return {
		basePath: path,
		clientId,
		clientSecret,
		redirectUri,
		accessToken: tokens.issue(shop, isExpired),
		code: tokens.issueCode(shop, redirectUri),
		loginId,
		password,
	};
}
