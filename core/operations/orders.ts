import type { IDataObject } from 'n8n-workflow';

import type { Order } from '../orders/order';
import { perLine } from '../orders/per-line';
import { rowsOf } from '../orders/row';
import { InvalidInputError, ListError, raise } from '../request/errors';
import type { Call, Result, Results } from './call';
import { type ListCursor, readCursor } from './cursor';
import { ProgressLog } from './progress';
import type { ItemOperations } from './run';

/** How the orders of one marketplace are read. Everything else about them is the same for all. */
export interface OrderSource<Raw extends object> {
	/** Key under which a later state of the same order replaces an earlier one; empty for what is no order. */
	id(raw: Raw): string;
	get(call: Call, orderId: string): Promise<Raw>;
	/** All that the user's filters ask for, some perhaps twice: the last state counts. */
	list(call: Call, limit: number, listCursor?: ListCursor<Raw>): AsyncGenerator<Raw[]>;
	/** What `getAll` sorts by, the highest first; without it, orders come as they are listed. */
	rank?(raw: Raw): number;
	/** Where `list` can go on behind an earlier run: what else, beside the filters, decides what it lists. */
	resumes?: (call: Call) => unknown;
	toOrder(raw: Raw, call: Call): Order;
	/** What the marketplace itself sent for this order, as items and as `raw`. */
	asSent(raw: Raw): object[];
	/** What an order id looks like, to refuse others before any request. */
	idPattern?: { expression: RegExp; looksLike: string };
}

type Output = 'order' | 'orderLine' | 'row' | 'marketplace';

/** `order: get` and `order: getAll`. */
export function orderOperations<Raw extends object>(source: OrderSource<Raw>): ItemOperations {
	return {
		'order.get': async function* (call): Results {
			const orderId = readOrderId(call, source);
			const write = itemWriter(call, source);
			const raw = await source.get(call, orderId);
			if (source.id(raw) === '') throw noOrder(orderId);
			yield write(raw);
		},
		'order.getAll': async function* (call): Results {
			const limit = readLimit(call);
			const found: Found = new Map();
			const keyOf = (raw: Raw): string => source.toOrder(raw, call).eventKey;
			const listCursor = readCursor(call, keyOf, source.resumes);
			let isComplete: boolean;
			try {
				isComplete = await collect(source, call, limit, found, listCursor);
			} catch (error) {
				if (found.size === 0 || !keepsPartial(call)) return raise(error);
				yield itemsOf(found, listCursor);
				yield [notice(call, found.size, error, listCursor.write())];
				return;
			}
			yield itemsOf(found, listCursor, limit);
			if (!listCursor.isResumable) return;
			const cursor = isComplete ? null : listCursor.write();
			yield [{ json: { notice: { complete: isComplete, read: found.size, cursor } } }];
		},
	};
}

interface FoundOrder {
	id: string;
	items: Result[];
	/** Where the source ranks its orders. */
	rank?: number;
}

/** Orders by their ids, as they were read. */
type Found = Map<string, FoundOrder>;

/** A list that is gone on with later has to keep the order in which it is read. */
function itemsOf<Raw>(found: Found, listCursor: ListCursor<Raw>, limit = Infinity): Result[] {
	const orders = [...found.values()].slice(0, limit);
	if (!listCursor.isResumable) orders.sort(byRank);
	return orders.flatMap(({ items }) => items);
}

/** Of equal ones, the higher id comes first, so that their order is always the same. */
function byRank(a: FoundOrder, b: FoundOrder): number {
	if (a.rank === undefined || b.rank === undefined) return 0;
	return b.rank - a.rank || (a.id < b.id ? 1 : -1);
}

function noOrder(orderId: string): ListError {
	return new ListError(
		`The answer for '${orderId}' contains no order`,
		'The marketplace returned something unexpected. Try again later',
	);
}

/**
 * Orders are written as they come, while the next ones are on their way; a later state replaces an
 * earlier. Says whether the list has come to its end.
 */
async function collect<Raw extends object>(
	source: OrderSource<Raw>,
	call: Call,
	limit: number,
	found: Found,
	listCursor: ListCursor<Raw>,
): Promise<boolean> {
	const write = itemWriter(call, source);
	const progress = new ProgressLog(call, 'orders', 'read');
	for await (const part of source.list(call, limit, listCursor)) {
		const nameless = new Map<string, number>();
		for (const raw of part) {
			const id = source.id(raw) || nameOf(source.asSent(raw), nameless);
			if (listCursor.wasEmitted(raw)) continue;
			// What is beyond the limit is left to the run that goes on here.
			if (listCursor.isResumable && found.size >= limit && !found.has(id)) return false;
			found.delete(id);
			found.set(id, { id, items: write(raw), rank: source.rank?.(raw) });
			listCursor.emitted(raw);
		}
		listCursor.commit();
		if (found.size >= limit) return false;
		progress.tell(found.size);
	}
	progress.end(found.size);
	return true;
}

/**
 * An entry without an id is one of its own: only what is the same to the last letter can be the same entry, met
 * again on a later page. Two on one page are two.
 */
function nameOf(sent: object[], nameless: Map<string, number>): string {
	const content = JSON.stringify(sent);
	const count = (nameless.get(content) ?? 0) + 1;
	nameless.set(content, count);
	return `${count} ${content}`;
}

function readOrderId<Raw extends object>(call: Call, { idPattern }: OrderSource<Raw>): string {
	const orderId = call.required('orderId', 'Order ID');
	if (idPattern && !idPattern.expression.test(orderId)) {
		throw new InvalidInputError(
			`'Order ID' is not a valid order ID of ${call.client.marketplace.displayName}`,
			`A valid ID looks like ${idPattern.looksLike}`,
		);
	}
	return orderId;
}

/** How the user wants an order, read once: n8n takes its time to give a parameter. */
export function itemWriter<Raw extends object>(
	call: Call,
	source: OrderSource<Raw>,
): (raw: Raw) => Result[] {
	const output = call.parameter<Output>('output', 'order');
	const withRaw = call.collection('options').includeRaw === true;
	return (raw) => {
		const sent = source.asSent(raw);
		if (output === 'marketplace') return sent.map(asItem);
		const order = source.toOrder(raw, call);
		order.account ??= call.client.connection.label ?? null;
		if (output === 'orderLine') return perLine(order).map(asItem);
		if (output === 'row') return rowsOf(order).map(asItem);
		if (withRaw) order.raw = sent.length === 1 ? sent[0] : sent;
		return [asItem(order)];
	};
}

function asItem(json: object): Result {
	return { json: json as IDataObject };
}

/** How many entries the user wants. */
export function readLimit(call: Call): number {
	if (call.parameter<boolean>('returnAll', false)) return Infinity;
	const limit = Number(call.parameter<unknown>('limit', 50));
	if (Number.isSafeInteger(limit) && limit >= 1) return limit;
	throw new InvalidInputError(
		"'Limit' is not a whole number above zero",
		"Enter one, or turn on 'Return All'",
	);
}

export function keepsPartial(call: Call): boolean {
	return call.collection('options').partialResults === true;
}

/** The last item of a list that was cut short, where the user asked to have it nevertheless. */
export function notice(call: Call, read: number, error: unknown, cursor: string | null): Result {
	const { message, description } = call.nodeError(error);
	call.hint(`The list is not complete: ${message}`);
	const advice = description ?? null;
	return { json: { notice: { complete: false, read, reason: message, advice, cursor } } };
}
