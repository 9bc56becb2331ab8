import type { Call } from '../../../core/operations/call';
import { invalidCursor, type ListCursor } from '../../../core/operations/cursor';
import { FilterValues } from '../../../core/operations/filters';
import type { Query, Send } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { pages } from '../../../core/lists/pages';
import { clock, DAY_MS } from '../../../core/request/clock';
import { pathSegment } from '../../../core/request/address';
import { InvalidInputError } from '../../../core/request/errors';
import { searchOrdersPages } from '../pages';
import { readSites } from '../regions';
import { dateRange, type DateRange } from './dates';
import { orderFilters } from './filters';
import { includedData } from './parameters';

const PATH = '/orders/2026-01-01/orders';
const PAGE_SIZE = 100;
/** How long a page token counts. */
const TOKEN_LIFE_MS = DAY_MS;

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
	return object(object(body).order);
}

/** `GET /orders/2026-01-01/orders`, page after page, each as large as the limit needs. */
export async function* searchOrders(
	call: Call,
	limit: number,
	cursor?: SearchCursor,
): AsyncGenerator<SearchOrder[]> {
	for await (const page of searchPages(call, limit, readStart(call, cursor))) {
		if (page.behind) cursor?.advance(page.behind);
		yield page.orders;
	}
}

/** What the search needs to know of a cursor. */
type SearchCursor = Pick<ListCursor<unknown>, 'start' | 'advance'>;

/** Where the search goes on: Amazon wants every page asked for with the dates of the first. */
export interface SearchStart {
	range: DateRange;
	token?: string;
}

/** A page, and where the list goes on behind it; nowhere behind the last. */
interface SearchPage {
	orders: SearchOrder[];
	behind?: { range: DateRange; token: string; until: number };
}

/** The pages themselves, for whoever wants to know which is the last. */
export async function* searchPages(
	call: Call,
	limit: number,
	{ range, token }: SearchStart,
	send: Send = call.client.send,
): AsyncGenerator<SearchPage> {
	const query = searchQuery(FilterValues.read(call, orderFilters), range, {
		includedData: includedData(call),
		marketplaceIds: chosenSites(call),
		limit,
	});
	range.hints.forEach((hint) => call.hint(hint));
	const first = token === undefined ? query : { ...query, paginationToken: token };
	const request = { method: 'GET', path: PATH, query: first } as const;
	for await (const { items, next } of pages(send, request, searchOrdersPages)) {
		const orders = items as SearchOrder[];
		const following = text(next()?.paginationToken);
		if (following === null) yield { orders };
		else yield { orders, behind: behind(range, following) };
	}
}

/** The range that the user's filters ask for, or the one with which an earlier run has begun. */
export function readStart(call: Call, cursor?: SearchCursor): SearchStart {
	if (cursor?.start?.range === undefined) {
		return { range: dateRange(FilterValues.read(call, orderFilters), clock.now()) };
	}
	const { range, token, until } = cursor.start;
	const { family, after, before } = object(range);
	const isFamily = family === 'created' || family === 'updated';
	const written = [after, token].every((value) => typeof value === 'string');
	const isRange = before === undefined || typeof before === 'string';
	if (!isFamily || !written || !isRange || typeof until !== 'number') throw invalidCursor();
	if (until < clock.now()) throw forgotten();
	return { range: { family, after, before, hints: [] } as DateRange, token: String(token) };
}

/** The sites that the user has chosen; none means all. */
export function chosenSites(call: Call): string[] {
	const { region } = call.client.connection.settings ?? {};
	return readSites(call.parameter<unknown>('marketplaceIds', []), region);
}

/** See BEHAVIOR.md, Cursors. */
function behind({ family, after, before }: DateRange, token: string) {
	const range = { family, after, before, hints: [] };
	return { range, token, until: clock.now() + TOKEN_LIFE_MS };
}

function forgotten(): InvalidInputError {
	return new InvalidInputError(
		"'Resume From Cursor' contains a cursor that is older than 24 hours",
		'Amazon keeps cursors for 24 hours. Read the list again from its beginning, in shorter ranges of dates',
	);
}

interface Further {
	includedData: readonly string[];
	marketplaceIds: readonly string[];
	limit: number;
}

/** See BEHAVIOR.md, Orders. */
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

function onlyV0(what: string): InvalidInputError {
	return new InvalidInputError(
		`${what} works only with Orders v0`,
		"Remove it, or choose API Version 'Orders V0', without reports in 'Read Through'",
	);
}
