import type { Call } from '../../../core/operations/call';
import { list, object, text } from '../../../core/orders/read';
import { chunks } from '../../../core/lists/windows';
import { clock, DAY_MS, HOUR_MS } from '../../../core/request/clock';
import { pathSegment } from '../../../core/request/address';
import { raise, ResponseError, describeRefusal } from '../../../core/request/errors';
import { onlyNewAnswers } from '../answers';
import { naver } from '../marketplace';
import { koreanMs } from './time';
import { type Asker, type Detail, details, MAX_IDS, orderIdOf, productOrderId } from './details';
import { readWindow } from './search';

/** Orders this close together are looked for with one search. */
const GAP_MS = HOUR_MS;
/** Longest time that one search covers. See BEHAVIOR.md, Requests and time. */
const WINDOW_MS = DAY_MS;
/** So few orders are asked for one by one: a search would show their neighbours, too. */
const FEW = 3;

const PAUSE_MS = 500;

/** An order with its lines, as far as they could be read. */
export interface FullOrder {
	details: Detail[];
	/** Whether these are all of its lines. */
	isWhole: boolean;
}

/**
 * All lines of the orders that these lines belong to. The feed shows lines, and nothing in a line says how many
 * the order has. A search may lag behind: it says which lines there are, the query how they are.
 */
export async function fullOrders(
	call: Call,
	found: readonly Detail[],
): Promise<Map<string, FullOrder>> {
	const known = new Map(found.map((line) => [productOrderId(line), line]));
	const orders = new Map(found.map((line) => [orderIdOf(line), new Set<string>()]));
	for (const [id, line] of known) orders.get(orderIdOf(line))?.add(id);
	const unread = await lineIds(call, found, orders);
	const missing = [...orders.values()].flatMap((ids) => [...ids].filter((id) => !known.has(id)));
	for (const ids of chunks(missing, MAX_IDS)) {
		for (const line of await details(call, ids)) known.set(productOrderId(line), line);
	}
	return new Map(
		[...orders].map(([orderId, ids]) => {
			const lines = [...ids].flatMap((id): Detail[] => {
				const line = known.get(id);
				return line ? [line] : [];
			});
			return [
				orderId,
				{ details: lines, isWhole: lines.length === ids.size && !unread.has(orderId) },
			];
		}),
	);
}

/** Adds the ids of all lines to their orders; returns the orders of which Naver does not give them. */
async function lineIds(
	call: Call,
	found: readonly Detail[],
	orders: ReadonlyMap<string, Set<string>>,
): Promise<Set<string>> {
	const alone: string[] = [];
	const refuseOld = onlyNewAnswers();
	for (const { ids, from, to } of clusters(found)) {
		if (ids.length <= FEW) {
			alone.push(...ids);
			continue;
		}
		const met = new Set<string>();
		for await (const page of readWindow(call, from, to, refuseOld)) {
			for (const line of page) {
				met.add(orderIdOf(line));
				orders.get(orderIdOf(line))?.add(productOrderId(line));
			}
		}
		alone.push(...ids.filter((id) => !met.has(id)));
	}
	const unread = new Set<string>();
	for (const orderId of alone) {
		const ids = await idsIfAny(call, orderId, found);
		if (ids === undefined) unread.add(orderId);
		for (const id of ids ?? []) orders.get(orderId)?.add(id);
	}
	return unread;
}

interface Cluster {
	ids: string[];
	from: number;
	to: number;
}

/** Orders by when they were placed. */
function clusters(found: readonly Detail[]): Cluster[] {
	const times = new Map(
		found.map((line) => [orderIdOf(line), koreanMs(object(line.order).orderDate)]),
	);
	const undated = [...times].filter(([, at]) => at === null).map(([id]) => id);
	const dated = [...times].flatMap(([id, at]) => (at === null ? [] : [{ id, at }]));
	dated.sort((a, b) => a.at - b.at);
	// Each by itself: nothing says with which search it would be found.
	const result: Cluster[] = undated.map((id) => ({ ids: [id], from: NaN, to: NaN }));
	for (const { id, at } of dated) {
		const last = result.at(-1);
		if (last && at - last.to <= GAP_MS && at + 1 - last.from <= WINDOW_MS) {
			last.ids.push(id);
			last.to = at + 1;
		} else result.push({ ids: [id], from: at, to: at + 1 });
	}
	return result;
}

/** Whether Naver's details show it, not the feed alone. */
function isDated(line: Detail): boolean {
	return text(object(line.order).orderDate) !== null;
}

/** The ids of an order's lines; nothing, if Naver does not know the order (any more). */
async function idsIfAny(
	call: Call,
	orderId: string,
	found: readonly Detail[],
): Promise<string[] | undefined> {
	try {
		const ids = await namedIds(call, orderId);
		if (ids.length > 0) return ids;
		call.hint(`Naver lists no lines for order ${orderId}. It comes with the lines that changed`);
		return undefined;
	} catch (error) {
		if (!(error instanceof ResponseError)) return raise(error);
		const isRefused = ['gone', 'invalid'].includes(error.verdict);
		// Naver has shown it a moment ago: the refusal is an error that passes.
		const isThere = found.some((line) => orderIdOf(line) === orderId && isDated(line));
		if (!isRefused || isThere) return raise(error);
		call.hint(
			`Naver does not list all lines of order ${orderId} (${describeRefusal(naver, error)}). It comes with the lines that changed`,
		);
		return undefined;
	}
}

/** No order is without lines: if Naver names none, it is asked once more. */
async function namedIds(call: Call, orderId: string): Promise<string[]> {
	const ids = await productOrderIds(call, orderId);
	if (ids.length > 0) return ids;
	await clock.sleep(PAUSE_MS);
	return await productOrderIds(call, orderId);
}

/** Ids of all lines of an order. */
export async function productOrderIds({ client }: Asker, orderId: string): Promise<string[]> {
	const path = `/v1/pay-order/seller/orders/${pathSegment(orderId)}/product-order-ids`;
	const { body } = await client.send({ method: 'GET', path });
	return list<unknown>(object(body).data).map(String);
}
