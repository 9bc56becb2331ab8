import type { Call } from '../../../core/operations/call';
import type { OrderSource } from '../../../core/operations/orders';
import { text } from '../../../core/orders/read';
import { orderFilters, type OrderWish, readWish } from './filters';
import { toOrder } from './mapping';
import { storefrontsOf } from './storefront-lists';
import { allUnits, Grouping, orderIdOf } from './units';
import { readOrder, wholeOrders } from './whole-orders';
import type { RawOrder } from './wire';

export { orderFilters };

export const ORDER_ID = { expression: /^[A-Za-z0-9]{4,20}$/, looksLike: 'MB7UWLD' };

export const orders: OrderSource<RawOrder> = {
	idPattern: ORDER_ID,
	id: orderIdOf,
	get: readOrder,
	list,
	rank: placedAt,
	toOrder,
	asSent: (raw) => [raw],
};

function placedAt(raw: RawOrder): number {
	return Date.parse(toOrder(raw).placedAt ?? '') || 0;
}

/** The list of all storefronts, and then those that it has perhaps left out. */
async function* list(call: Call, limit: number): AsyncGenerator<RawOrder[]> {
	const { includePickupPoints } = call.collection('options');
	const asked = readWish(call);
	// The list does not show them.
	const wish = includePickupPoints === true ? { ...asked, isWhole: () => false } : asked;
	const seen = new Set<string>();
	const newest: RawOrder[] = [];
	for await (const raw of ofList(call, wish, seen)) {
		if (limit === Infinity) yield [raw];
		else if (newest.push(raw) >= limit) break;
	}
	for (const storefront of await othersOf(call, wish, seen)) {
		let left = limit;
		for await (const raw of ofList(call, { ...wish, query: { ...wish.query, storefront } })) {
			if (limit === Infinity) yield [raw];
			else if (newest.push(raw) && --left === 0) break;
		}
	}
	// As many of the newest of each list hold the newest of all.
	yield newest.sort((a, b) => placedAt(b) - placedAt(a)).slice(0, limit);
}

/** Not confirmed: that a list without `storefront` is of all. Where it has shown two, it is. */
async function othersOf(
	call: Call,
	{ query }: OrderWish,
	seen: ReadonlySet<string>,
): Promise<string[]> {
	if (query.storefront !== undefined || seen.size > 1) return [];
	return (await storefrontsOf(call.client.send)).filter((name) => !seen.has(name));
}

/** Each wanted order of one list once, whole, the newest first; `seen` learns its storefronts. */
async function* ofList(
	call: Call,
	{ query, isWhole, fits }: OrderWish,
	seen = new Set<string>(),
): AsyncGenerator<RawOrder> {
	const grouping = new Grouping();
	for await (const units of allUnits(call.client.send, query)) {
		for (const unit of units) seen.add(text(unit.storefront) ?? '');
		for await (const raw of wholeOrders(call, grouping.add(units), isWhole)) {
			if (fits(raw)) yield raw;
		}
	}
	// Where the list begins at a time, pieces of its oldest order may be older.
	const last = query.ts_created_from_iso === undefined ? grouping.end() : grouping.stop();
	for await (const raw of wholeOrders(call, last, isWhole)) if (fits(raw)) yield raw;
}
