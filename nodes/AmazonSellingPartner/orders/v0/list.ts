import type { Call } from '../../../../core/operations/call';
import {
	invalidCursor,
	type ListCursor,
	type ListPosition,
} from '../../../../core/operations/cursor';
import { FilterValues } from '../../../../core/operations/filters';
import type { PageStyle, Query, QueryValue, Send } from '../../../../core/marketplace';
import { list, object, text } from '../../../../core/orders/read';
import { inOrder } from '../../../../core/lists/side-by-side';
import { retryUntilFound } from '../../../../core/lists/complete';
import { pages } from '../../../../core/lists/pages';
import { pause } from '../../../../core/request/clock';
import { pathSegment } from '../../../../core/request/address';
import { InvalidInputError, ListError, raise } from '../../../../core/request/errors';
import { getOrdersV0Pages, orderItemsV0Pages } from '../../pages';
import { lackingUnits } from './mapping';
import { includedData } from '../parameters';
import type { DateRange } from '../dates';
import { orderFilters } from '../filters';
import { listQueries, listQuery } from './query';
import { PersonalData } from '../../access/restricted-tokens';

const PATH = '/orders/v0/orders';
/** Item lists side by side; the quota paces them. */
const PARALLEL = 8;

/** Parts of the order that v0 opens only to a restricted data token. See BEHAVIOR.md, Requests. */
const ELEMENTS: Readonly<Record<string, string>> = {
	BUYER: 'buyerInfo',
	RECIPIENT: 'shippingAddress',
	TAX: 'buyerTaxInformation',
};
const OF_ORDERS = Object.values(ELEMENTS);
const OF_ITEMS = ['buyerInfo'];
/** Readings of the items of one order, and the time between two. */
const READINGS = 3;
const AGAIN_MS = 2000;
/** Amazon writes `null` for a list, or for all of the answer, that it does not have at the moment: docs#979. */
const ITEM_PAGES: PageStyle = {
	...orderItemsV0Pages,
	items: (body) => {
		const { payload, errors } = object(body);
		const isNone = (object(payload).OrderItems ?? null) === null && list(errors).length === 0;
		return isNone && body === object(body) ? [] : orderItemsV0Pages.items(body);
	},
};
/** Names of the parameters that limit a list in time. */
const DATES = /^(Created|LastUpdated)(After|Before)$/;

/** An order and its items, which v0 sends apart. */
export interface V0Raw {
	version: 'v0';
	order: Record<string, unknown>;
	items: unknown[];
}

export async function getOrderV0(call: Call, orderId: string): Promise<V0Raw> {
	const personal = personalData(call);
	const path = `${PATH}/${pathSegment(orderId)}`;
	const request = { method: 'GET', path } as const;
	const { body } = await personal.send(request, `${PATH}/{orderId}`, OF_ORDERS);
	const order = object(object(body).payload);
	if (Object.keys(order).length > 0) return await withItems(call, order, personal);
	throw new ListError('The answer contains no order', 'Try again later, or check the order ID');
}

/** Page after page, and for each order its items; no more of them than the limit needs. */
export async function* listOrdersV0(
	call: Call,
	limit: number,
	cursor?: ListCursor<V0Raw>,
): AsyncGenerator<V0Raw[]> {
	const personal = personalData(call);
	const send: typeof call.client.send = async (page) => await personal.send(page, PATH, OF_ORDERS);
	const seen = new Set<string>();
	// Whoever goes on later has met some orders of the first page before; they do not count.
	const most = cursor?.isResumable === true ? Infinity : limit;
	const { queries, at, token } = readStart(call, most, cursor);
	for (let index = at; index < queries.length; index++) {
		const NextToken = index === at ? token : undefined;
		const request = { method: 'GET', path: PATH, query: { ...queries[index], NextToken } } as const;
		for await (const { items, next } of pages(send, request, getOrdersV0Pages)) {
			const wanted = (items as Array<Record<string, unknown>>).filter((order) => {
				if (seen.size >= most) return false;
				seen.add(String(order.AmazonOrderId));
				return true;
			});
			const tasks = wanted.map((order) => async () => await withItems(call, order, personal));
			let left = wanted.length;
			for await (const raw of inOrder(tasks, PARALLEL)) {
				const isWhole = --left === 0 && wanted.length === items.length;
				if (isWhole) cursor?.advance(behind(queries, index, next()?.NextToken));
				yield [raw];
			}
			if (seen.size >= most) return;
		}
	}
}

/** The orders of one range, for whoever reads the rest elsewhere and `sends` in a way of its own. */
export async function* searchV0(
	call: Call,
	range: DateRange,
	marketplaceIds: readonly string[],
	sends: Send,
): AsyncGenerator<V0Raw[]> {
	const personal = personalData(call, sends);
	const send: typeof call.client.send = async (page) => await personal.send(page, PATH, OF_ORDERS);
	const filters = FilterValues.read(call, orderFilters);
	const query = listQuery(filters, range, { marketplaceIds, limit: Infinity });
	const request = { method: 'GET', path: PATH, query } as const;
	for await (const { items } of pages(send, request, getOrdersV0Pages)) {
		const found = items as Array<Record<string, unknown>>;
		const tasks = found.map((order) => async () => await withItems(call, order, personal));
		for await (const raw of inOrder(tasks, PARALLEL)) yield [raw];
	}
}

/** The version that the user has chosen. */
export function isV0(call: Call): boolean {
	const version = call.parameter<string>('apiVersion', '2026-01-01');
	if (version === 'v0' || version === '2026-01-01') return version === 'v0';
	throw new InvalidInputError("'API Version' is unknown", 'Possible values: 2026-01-01, v0');
}

interface Start {
	queries: Query[];
	at: number;
	token?: string;
}

/** The queries with the dates of the first run: a page token counts only with them. */
function readStart(call: Call, limit: number, cursor?: ListCursor<V0Raw>): Start {
	const fresh = listQueries(call, limit);
	if (cursor?.start?.at === undefined) return { queries: fresh, at: 0 };
	const { at, token, dates } = cursor.start;
	const isWhere = Number.isSafeInteger(at) && (token === undefined || typeof token === 'string');
	const names = Object.keys(object(dates));
	const known = names.every((name) => DATES.test(name) && text(object(dates)[name]) !== null);
	if (!isWhere || !known) throw invalidCursor();
	const queries = fresh.map((query) => ({ ...query, ...(dates as Query) }));
	return { queries, at: at as number, token: token as string | undefined };
}

function behind(queries: Query[], at: number, token: QueryValue): ListPosition {
	const dates = Object.entries(queries[at]).filter(
		([name, value]) => DATES.test(name) && value !== undefined,
	);
	const where = typeof token === 'string' ? { at, token } : { at: at + 1 };
	return { ...where, dates: Object.fromEntries(dates) };
}

/**
 * With its items; where Amazon sends none, or fewer than the order has, they are read again: `missing` names what
 * stays away.
 */
async function withItems(
	call: Call,
	order: Record<string, unknown>,
	personal: PersonalData,
): Promise<V0Raw> {
	const id = text(order.AmazonOrderId);
	if (id === null) throw new ListError('An order has no AmazonOrderId', 'Try again later');
	let items: unknown[] = [];
	for (let reading = 1; reading <= READINGS; reading++) {
		const found = await itemsOf(id, personal);
		if (found.length >= items.length) items = found;
		if (lackingUnits(order, items).length === 0) break;
		if (reading < READINGS) await pause(AGAIN_MS, call.client.signal);
	}
	return { version: 'v0', order, items };
}

async function itemsOf(id: string, personal: PersonalData): Promise<unknown[]> {
	const request = { method: 'GET', path: `${PATH}/${pathSegment(id)}/orderItems` } as const;
	const send: Send = async (page) =>
		await retryUntilFound(() => personal.send(page, `${PATH}/{orderId}/orderItems`, OF_ITEMS));
	const items: unknown[] = [];
	try {
		for await (const page of pages(send, request, ITEM_PAGES)) items.push(...page.items);
	} catch (error) {
		if (!(error instanceof ListError)) return raise(error);
		const message = `The items of order ${id} cannot be read: ${error.message}`;
		return raise(new ListError(message, error.advice));
	}
	return items;
}

function personalData(call: Call, sends?: Send): PersonalData {
	const elements = includedData(call).flatMap((name) => ELEMENTS[name] ?? []);
	return new PersonalData(call, elements, sends);
}
