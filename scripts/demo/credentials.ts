import type { MarketplaceServer } from '../../sandbox/kit/server';
import type { MarketplaceName } from '../../sandbox';
import type { Credential } from '../n8n/n8n';

/** The other ways into a marketplace that has two; the workflow needs one, a visitor may look at both. */
export function otherCredentials(
	servers: Record<MarketplaceName, MarketplaceServer>,
): Credential[] {
	const { assistTencho, bigCommerce } = servers;
	const shop = assistTencho.backend.grant({ expired: false });
	const store = bigCommerce.backend.grant({ expired: false });
	return [
		{
			id: 'sandbox-assistTencho-accessToken',
			name: 'Assist Tencho Access Token (sandbox)',
			type: 'assistTenchoApi',
			data: {
				method: 'accessToken',
				baseUrl: `${assistTencho.url}${shop.basePath as string}`,
				accessToken: shop.accessToken,
			},
		},
		{
			id: 'sandbox-bigCommerce-oAuth2',
			name: 'BigCommerce OAuth2 (sandbox)',
			type: 'bigCommerceOAuth2Api',
			data: {
				environment: 'custom',
				authBaseUrl: bigCommerce.url,
				apiBaseUrl: bigCommerce.url,
				storeHash: store.storeHash,
				clientId: store.appClientId,
				clientSecret: store.appClientSecret,
				permissions: store.scope,
			},
		},
	];
}
