import type { Call } from '../../../../core/operations/call';
import { FilterValues } from '../../../../core/operations/filters';
import type { Query } from '../../../../core/marketplace';
import { chunks } from '../../../../core/lists/windows';
import { clock } from '../../../../core/request/clock';
import { InvalidInputError } from '../../../../core/request/errors';
import { readSites } from '../../regions';
import { dateRange, WHOLE_HISTORY, type DateRange } from '../dates';
import { ORDER_ID, orderFilters } from '../filters';

const PAGE_SIZE = 100;
const IDS_AT_ONCE = 50;

/** Our words, which are those of 2026-01-01, in v0's. See BEHAVIOR.md, Orders. */
const STATUSES: Readonly<Record<string, string>> = {
	CANCELLED: 'Canceled',
	INVOICE_UNCONFIRMED: 'InvoiceUnconfirmed',
	PARTIALLY_SHIPPED: 'PartiallyShipped',
	PENDING: 'Pending',
	PENDING_AVAILABILITY: 'PendingAvailability',
	SHIPPED: 'Shipped',
	UNFULFILLABLE: 'Unfulfillable',
	UNSHIPPED: 'Unshipped',
};
const CHANNELS: Readonly<Record<string, string>> = { AMAZON: 'AFN', MERCHANT: 'MFN' };

/** Computed once; several only for more order numbers than Amazon takes at once. */
export function listQueries(call: Call, limit: number): Query[] {
	const filters = FilterValues.read(call, orderFilters);
	const { region } = call.client.connection.settings ?? {};
	const marketplaceIds = readSites(call.parameter<unknown>('marketplaceIds', []), region);
	if (marketplaceIds.length === 0) {
		throw new InvalidInputError("'Marketplaces' is empty", 'Orders v0 needs at least one');
	}
	const range = rangeOf(filters);
	range.hints.forEach((hint) => call.hint(hint));
	const query = listQuery(filters, range, { marketplaceIds, limit });
	const orderIds = filters.get<string[]>('orderIds');
	if (!orderIds) return [query];
	checkOrderIds(orderIds);
	return chunks(orderIds, IDS_AT_ONCE).map((AmazonOrderIds) => ({ ...query, AmazonOrderIds }));
}

/** Numbers of orders go with the date of the purchase, which Amazon wants all the same. */
export function rangeOf(filters: Pick<FilterValues, 'get' | 'time'>, now = clock.now()): DateRange {
	const byNumber = ['orderIds', 'sellerOrderId'].some((name) => filters.get(name) !== undefined);
	return byNumber
		? dateRange(filters, now, { family: 'created', days: WHOLE_HISTORY })
		: dateRange(filters, now);
}

/**
 * The parameters of `getOrders`.
 * See https://github.com/amzn/selling-partner-api-models/blob/main/models/orders-api-model/ordersV0.json.
 */
export function listQuery(
	filters: Pick<FilterValues, 'get'>,
	range: DateRange | undefined,
	{ marketplaceIds, limit }: { marketplaceIds: readonly string[]; limit: number },
): Query {
	checkSellerOrderId(filters, range);
	const prefix = range?.family === 'created' ? 'Created' : 'LastUpdated';
	return {
		MarketplaceIds: marketplaceIds,
		...(range ? { [`${prefix}After`]: range.after, [`${prefix}Before`]: range.before } : {}),
		OrderStatuses: filters.get<string[]>('status')?.map((word) => STATUSES[word]),
		FulfillmentChannels: filters.get<string[]>('fulfilledBy')?.map((word) => CHANNELS[word]),
		PaymentMethods: filters.get<string[]>('paymentMethods'),
		BuyerEmail: filters.get<string>('buyerEmail'),
		SellerOrderId: filters.get<string>('sellerOrderId'),
		MaxResultsPerPage: Math.min(limit, PAGE_SIZE),
	};
}

function checkSellerOrderId(
	filters: Pick<FilterValues, 'get'>,
	range: DateRange | undefined,
): void {
	if (filters.get('sellerOrderId') === undefined) return;
	const others = ['status', 'fulfilledBy', 'paymentMethods', 'buyerEmail'];
	const isAlone = others.every((name) => filters.get(name) === undefined);
	if (isAlone && range?.family !== 'updated') return;
	throw new InvalidInputError(
		"'Seller Order ID' cannot be combined with the other filters",
		"Amazon takes it only with 'Created After' and 'Created Before': remove the others",
	);
}

function checkOrderIds(orderIds: readonly string[]): void {
	const odd = orderIds.find((id) => !ORDER_ID.expression.test(id));
	if (odd === undefined) return;
	throw new InvalidInputError(
		`'Order IDs' contains an invalid number: ${odd.slice(0, 40)}`,
		`A valid ID looks like ${ORDER_ID.looksLike}`,
	);
}
