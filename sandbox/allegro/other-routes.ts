import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import { SELLERS } from './app';
import { CARRIERS, OFFERS, stockOf } from './catalogue';
import { COUNTRIES } from './countries';
import { money } from './form';
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
		path: '/sale/offers',
		scope: 'allegro:api:sale:offers:read',
		query: {
			limit: { kind: 'number', min: 1, max: 1000, value: 20 },
			offset: { kind: 'number', min: 0, max: 9_999_999, value: 0 },
			'offer.id': { kind: 'text', repeat: true },
			'external.id': { kind: 'text', repeat: true },
			'publication.status': {
				kind: 'word',
				words: ['INACTIVE', 'ACTIVE', 'ACTIVATING', 'ENDED'],
				repeat: true,
			},
			name: { kind: 'text' },
		},
		run: offers,
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

function offers({ query, request }: Call): unknown {
	const ids = query.all('offer.id');
	const skus = query.all('external.id');
	const states = query.all('publication.status');
	const found = OFFERS.filter(
		({ id, sku, name }) =>
			(ids.length === 0 || ids.includes(id)) &&
			(skus.length === 0 || (sku !== null && skus.includes(sku))) &&
			(states.length === 0 || states.includes('ACTIVE')) &&
			name.toLowerCase().includes((query.text('name') ?? '').toLowerCase()),
	);
	const at = query.number('offset');
	const page = found.slice(at, at + query.number('limit')).map(({ id, name, sku, price }) => ({
		id,
		name,
		category: { id: '257931' },
		sellingMode: { format: 'BUY_NOW', price: money(price, 'PLN') },
		stock: { available: stockOf(id), sold: 3 },
		publication: { status: 'ACTIVE', marketplaces: { base: { id: 'allegro-pl' }, additional: [] } },
		external: sku === null ? null : { id: sku },
	}));
	const { page: left, total } = shortened(faultOf(request), page, found.length);
	return { offers: left, count: left.length, totalCount: total };
}
