import { SELLERS } from './app';
import { CARRIERS } from './catalogue';
import { COUNTRIES } from './countries';
import type { Call, Route } from './gate';

const WARRANTIES = [
	{ id: '19e3bc3f-eac8-4d86-b8a9-13cb4b6ccfd6', name: 'Gwarancja "24 miesiące"' },
	{ id: '28d2ab2e-d9b7-4c75-a798-02ba3a5bbec5', name: 'Warranty for products' },
];

/** What sellers use besides orders, enough for a generic API request. */
export const OTHER_ROUTES: readonly Route[] = [
	{ method: 'GET', path: '/me', scope: 'allegro:api:profile:read', run: me },
	{ method: 'GET', path: '/marketplaces', scope: null, run: marketplaces },
	{
		method: 'GET',
		path: '/order/carriers',
		scope: null,
		application: true,
		perSecond: 50,
		run: ({ reply }) => reply.header('cache-control', 'max-age=3600').send({ carriers: CARRIERS }),
	},
	{
		method: 'GET',
		path: '/after-sales-service-conditions/warranties',
		scope: 'allegro:api:sale:settings:read',
		query: {
			limit: { kind: 'number', min: 1, max: 60, value: 60 },
			offset: { kind: 'number', min: 0, max: 59, value: 0 },
		},
		run: ({ query }) => {
			const at = query.number('offset');
			const warranties = WARRANTIES.slice(at, at + query.number('limit'));
			return { count: warranties.length, warranties };
		},
	},
];

function me({ shop }: Call): unknown {
	const { id, login, firstName, lastName, email, company } = SELLERS[shop.seller.key];
	const baseMarketplace = { id: 'allegro-pl' };
	return { id, login, firstName, lastName, email, baseMarketplace, company, features: [] };
}

function marketplaces(): unknown {
	return {
		marketplaces: COUNTRIES.map(({ marketplace, language, currency, code }) => ({
			id: marketplace,
			languages: { offerCreation: [{ code: language }], offerDisplay: [{ code: language }] },
			currencies: { base: { code: currency }, additional: [] },
			shippingCountries: [{ code }],
		})),
	};
}
