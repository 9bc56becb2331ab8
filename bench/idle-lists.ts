import type { MarketplaceName } from '../sandbox';
import { iso, korean, type Question } from './peers/peer';

const HOUR_MS = 60 * 60_000;

/** What a workflow of Schedule, HTTP Request and Remove Duplicates asks each time: the newest page. */
export const NEWEST: Record<MarketplaceName, (now: number) => Question> = {
	allegro: () => ({
		path: '/order/checkout-forms',
		query: { sort: '-updatedAt', limit: 100 },
	}),
	amazon: (now) => ({
		path: '/orders/2026-01-01/orders',
		query: {
			lastUpdatedAfter: iso(now - 24 * HOUR_MS),
			maxResultsPerPage: 100,
			includedData: ['FULFILLMENT', 'PROCEEDS'],
		},
	}),
	assistTencho: () => ({ path: '/api/v1/orders.php' }),
	bigCommerce: () => ({
		path: '/v2/orders',
		query: {
			sort: 'date_modified:desc',
			limit: 50,
			include: 'consignments.line_items,fees',
			consignment_structure: 'object',
		},
	}),
	kaufland: (now) => ({
		path: '/order-units',
		query: {
			ts_updated_from_iso: new Date(now - 24 * HOUR_MS).toISOString().slice(0, 19) + 'Z',
			limit: 100,
		},
	}),
	naver: (now) => ({
		path: '/v1/pay-order/seller/product-orders',
		query: {
			from: korean(now - 24 * HOUR_MS),
			to: korean(now),
			rangeType: 'ORDERED_DATETIME',
			pageSize: 100,
		},
	}),
};
