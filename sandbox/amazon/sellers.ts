import { NON_AMAZON_CHANNEL, ROLES } from './app';
import type { Operation } from './gate';

/**
 * Sellers v1: getMarketplaceParticipations,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/sellers-api-model/sellers.json
 */
export const PARTICIPATIONS: Operation = {
	path: '/sellers/v1/marketplaceParticipations',
	method: 'GET',
	name: 'getMarketplaceParticipations',
	rate: 0.016,
	burst: 15,
	roles: [ROLES.insights, ROLES.shipping, ROLES.listings],
	run({ shop }) {
		const own = shop.seller.places.map((place) => ({
			marketplace: {
				id: place.id,
				countryCode: place.country,
				name: place.name,
				defaultCurrencyCode: place.currency,
				defaultLanguageCode: place.language,
				domainName: place.domain,
			},
			storeName: shop.seller.storeName,
			participation: { isParticipating: true, hasSuspendedListings: false },
		}));
		const [{ marketplace }] = own;
		const nonAmazon = {
			marketplace: { ...marketplace, id: NON_AMAZON_CHANNEL, name: 'Non-Amazon', domainName: '' },
			storeName: shop.seller.storeName,
			participation: { isParticipating: true, hasSuspendedListings: false },
		};
		return { payload: [...own, nonAmazon] };
	},
};
