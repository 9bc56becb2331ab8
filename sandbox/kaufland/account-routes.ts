import { CARRIERS } from './carriers';
import type { Route } from './gate';

/** What is of the account and not of an order. */
export const ACCOUNT_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: '/status/ping',
		run: () => ({ data: { message: 'All is well' } }),
	},
	{
		method: 'GET',
		path: '/info/storefront',
		run: ({ shop }) => ({ data: shop.storefronts }),
	},
	{
		method: 'GET',
		path: '/carriers',
		run: () => ({ data: { carriers: CARRIERS } }),
	},
];
