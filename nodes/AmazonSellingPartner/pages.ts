import type { PageStyle } from '../../core/marketplace';
import { object } from '../../core/orders/read';
import { tokenPages } from '../../core/lists/pages';

type Reader = (body: unknown) => unknown;

/** A value below the body, e.g. `payload.Orders`. */
function at(path: string): Reader {
	return (body) => path.split('.').reduce<unknown>((value, name) => object(value)[name], body);
}

function entries(path: string): PageStyle['items'] {
	const read = at(path);
	return (body) => {
		const value = read(body);
		return Array.isArray(value) ? (value as unknown[]) : undefined;
	};
}

/** Repeats all parameters with the token. */
export const searchOrdersPages: PageStyle = tokenPages({
	path: /^\/orders\/2026-01-01\/orders$/,
	items: entries('orders'),
	parameter: 'paginationToken',
	token: at('pagination.nextToken'),
});

export const getOrdersV0Pages: PageStyle = tokenPages({
	path: /^\/orders\/v0\/orders$/,
	items: entries('payload.Orders'),
	parameter: 'NextToken',
	token: at('payload.NextToken'),
});

export const orderItemsV0Pages: PageStyle = tokenPages({
	path: /^\/orders\/v0\/orders\/[^/]+\/orderItems$/,
	items: entries('payload.OrderItems'),
	parameter: 'NextToken',
	token: at('payload.NextToken'),
});

/** No two of Amazon's lists go on in the same way. See BEHAVIOR.md, Cursors. */
export const pageStyles: readonly PageStyle[] = [
	searchOrdersPages,
	getOrdersV0Pages,
	orderItemsV0Pages,
	tokenPages({
		path: /^\/reports\/2021-06-30\/reports$/,
		items: entries('reports'),
		parameter: 'nextToken',
		token: at('nextToken'),
		dropOnNext: 'all',
	}),
	tokenPages({
		path: /^\/feeds\/2021-06-30\/feeds$/,
		items: entries('feeds'),
		parameter: 'nextToken',
		token: at('nextToken'),
		dropOnNext: 'all',
	}),
	tokenPages({
		path: /^\/(listings\/2021-08-01\/items\/[^/]+|catalog\/2022-04-01\/items)$/,
		items: entries('items'),
		parameter: 'pageToken',
		token: at('pagination.nextToken'),
	}),
	// The token stands beside the payload and lives for 30 seconds.
	tokenPages({
		path: /^\/fba\/inventory\/v1\/summaries$/,
		items: entries('payload.inventorySummaries'),
		parameter: 'nextToken',
		token: at('pagination.nextToken'),
	}),
	// A page may be empty and yet not be the last.
	tokenPages({
		path: /^\/finances\/2024-06-19\/transactions$/,
		items: entries('payload.transactions'),
		parameter: 'nextToken',
		token: at('payload.nextToken'),
	}),
	tokenPages({
		path: /^\/finances\/2024-06-19\/balances$/,
		items: entries('balances'),
		parameter: 'nextToken',
		token: at('nextToken'),
	}),
	tokenPages({
		path: /^\/finances\/2024-06-19\/summary$/,
		items: entries('summaries'),
		parameter: 'nextToken',
		token: at('nextToken'),
	}),
	tokenPages({
		path: /^\/notifications\/v1\/subscriptions$/,
		items: entries('payload.subscriptions'),
		parameter: 'nextToken',
		token: at('payload.nextToken'),
	}),
];
