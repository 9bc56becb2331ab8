import type { Call } from '../../../core/node/call';
import { FilterValues } from '../../../core/node/filters';
import type { Query } from '../../../core/marketplace';
import { object } from '../../../core/order/read';
import { pages } from '../../../core/paging/pages';
import { clock } from '../../../core/transport/clock';
import { pathSegment } from '../../../core/transport/guard';
import { BadInput, ListTrouble } from '../../../core/transport/trouble';
import { searchOrdersPages } from '../amazon.pages';
import { readSites } from '../amazon.regions';
import { dateRange, type DateRange } from './dates';
import { orderFilters } from './filters';
import { includedData } from './included';

const PATH = '/orders/2026-01-01/orders';
const PAGE_SIZE = 100;

const V0_ONLY: ReadonlyArray<readonly [name: string, label: string]> = [
	['buyerEmail', 'Buyer Email'],
	['orderIds', 'Order IDs'],
	['paymentMethods', 'Payment Methods'],
	['sellerOrderId', 'Seller Order ID'],
];

export type SearchOrder = Record<string, unknown>;

/** `GET /orders/2026-01-01/orders/{orderId}`. */
export async function getOrder(call: Call, orderId: string): Promise<SearchOrder> {
	const path = `${PATH}/${pathSegment(orderId)}`;
	const query = { includedData: includedData(call) };
	const { body } = await call.client.send({ method: 'GET', path, query });
	const order = object(object(body).order);
	if (Object.keys(order).length > 0) return order;
	throw new ListTrouble('The answer holds no order', 'Try again later, or check the order ID');
}

/** `GET /orders/2026-01-01/orders`, newest page size that the limit needs. */
export async function* searchOrders(call: Call, limit: number): AsyncGenerator<SearchOrder[]> {
	const filters = FilterValues.read(call, orderFilters);
	const range = dateRange(filters, clock.now());
	const query = searchQuery(filters, range, {
		includedData: includedData(call),
		marketplaceIds: readSites(
			call.parameter<unknown>('marketplaceIds', []),
			call.client.connection.settings?.region,
		),
		limit,
	});
	range.hints.forEach((hint) => call.hint(hint));
	const request = { method: 'GET', path: PATH, query } as const;
	for await (const { items } of pages(call.client.send, request, searchOrdersPages)) {
		yield items as SearchOrder[];
	}
}

interface Further {
	includedData: readonly string[];
	marketplaceIds: readonly string[];
	limit: number;
}

/** See marketplaces: Amazon, f.2. */
export function searchQuery(
	filters: Pick<FilterValues, 'get'>,
	{ family, after, before }: DateRange,
	{ includedData, marketplaceIds, limit }: Further,
): Query {
	const odd = V0_ONLY.find(([name]) => filters.get(name) !== undefined);
	if (odd) throw onlyV0(`'${odd[1]}'`);
	const statuses = filters.get<string[]>('status');
	if (statuses?.includes('INVOICE_UNCONFIRMED')) throw onlyV0("The status 'Invoice Unconfirmed'");
	const prefix = family === 'created' ? 'created' : 'lastUpdated';
	return {
		[`${prefix}After`]: after,
		[`${prefix}Before`]: before,
		fulfillmentStatuses: statuses,
		fulfilledBy: filters.get<string[]>('fulfilledBy'),
		marketplaceIds,
		includedData,
		maxResultsPerPage: Math.min(limit, PAGE_SIZE),
	};
}

function onlyV0(what: string): BadInput {
	return new BadInput(
		`${what} works only with Orders v0`,
		"Remove it, or choose API Version 'Orders V0'",
	);
}
