import { shortened } from '../kit/faults';
import { faultOf } from '../kit/server';
import { CURRENCIES } from './catalogue';
import { toRead, type Call, type Route } from './gate';
import { slice } from './order-list';
import { orderOf } from './order-routes';
import { PAGING, UNCONFIRMED_PAGING } from './query';

const INFORMATION = toRead('store_v2_information');

/** What sellers use besides orders, enough for credential tests and a generic API request. */
export const OTHER_ROUTES: readonly Route[] = [
	{ method: 'GET', path: '/v2/store', scopes: INFORMATION, run: storeInformation },
	{
		method: 'GET',
		path: '/v2/time',
		scopes: INFORMATION,
		run: ({ now }) => ({ time: Math.floor(now / 1000) }),
	},
	{ method: 'GET', path: '/v2/currencies', scopes: INFORMATION, run: listCurrencies },
	{
		method: 'GET',
		path: '/v3/channels',
		scopes: toRead('store_channel_settings'),
		query: UNCONFIRMED_PAGING,
		run: (call) => paged(call, slice(CHANNELS, call), CHANNELS.length),
	},
	{
		method: 'GET',
		path: '/v3/orders/payment_actions/refunds',
		scopes: [...toRead('store_v2_orders'), ...toRead('store_v2_transactions')],
		query: { ...PAGING, 'order_id:in': { kind: 'wholeList' } },
		run: listRefunds,
	},
	{
		method: 'GET',
		path: '/v3/orders/:id/payment_actions/refunds',
		scopes: [...toRead('store_v2_orders'), ...toRead('store_v2_transactions')],
		run: (call) => ({ data: orderOf(call).refunds, meta: {} }),
	},
];

const CHANNELS = [
	{ id: 1, type: 'storefront', platform: 'bigcommerce', name: 'Main shop', status: 'active' },
	{ id: 2, type: 'marketplace', platform: 'custom', name: 'Fair & "market"', status: 'connected' },
];

/** A V3 list with its pages */
export function paged({ query, request }: Call, data: readonly unknown[], total: number): unknown {
	const { page, limit } = query;
	const totalPages = Math.ceil(total / limit);
	const link = (to: number): string => `?page=${to}&limit=${limit}`;
	return {
		data,
		meta: {
			pagination: {
				total: shortened(faultOf(request), data, total).total,
				count: data.length,
				per_page: limit,
				current_page: page,
				total_pages: totalPages,
				links: {
					...(page > 1 && { previous: link(page - 1) }),
					current: link(page),
					...(page < totalPages && { next: link(page + 1) }),
				},
			},
		},
	};
}

function storeInformation({ store: { identity }, request }: Call): unknown {
	return {
		id: identity.hash,
		account_uuid: '8d4d492f-17a1-4d95-b396-e1c5720815a5',
		domain: identity.domain,
		secure_url: `https://${identity.domain}`,
		control_panel_base_url: `http://${request.headers.host}/control-panel/${identity.hash}`,
		status: 'live',
		name: identity.name,
		first_name: 'Jane',
		last_name: 'Doe',
		admin_email: identity.owner.email,
		order_email: identity.owner.email,
		timezone: { name: identity.timezone, raw_offset: 0, dst_offset: 0, dst_correction: true },
		language: 'en',
		currency: identity.currency,
		decimal_places: 2,
		plan_name: 'Standard',
		plan_level: 'Standard',
		plan_is_trial: false,
		store_id: identity.storeId,
		default_channel_id: 1,
		infrastructure_region: 'us-central1',
		features: { multi_storefront_enabled: true },
	};
}

/** See https://github.com/bigcommerce/docs/blob/24f580c/reference/currencies.v2.yml */
function listCurrencies({ store: { identity } }: Call): unknown {
	return CURRENCIES.map(({ code, rate, decimals }, i) => ({
		id: i + 1,
		is_default: code === identity.currency,
		currency_code: code,
		currency_exchange_rate: `${rate}`,
		decimal_places: decimals,
		enabled: true,
		is_transactional: true,
		name: code,
	}));
}

function listRefunds(call: Call): unknown {
	const ids = call.query.text('order_id:in')?.split(',');
	const found = [...call.store.all]
		.filter(({ order }) => ids === undefined || ids.includes(`${order.id}`))
		.flatMap(({ refunds }) => refunds);
	return paged(call, slice(found, call), found.length);
}
