import type { Call } from '../../../core/operations/call';
import type { OrderSource } from '../../../core/operations/orders';
import { text } from '../../../core/orders/read';
import { orderFilters, type OrderWish, readWish } from './filters';
import { toOrder } from './mapping';
import { unlistedStorefronts } from './storefront-lists';
import { allUnitPages, Grouping, orderIdOf } from './units';
import { readOrder, readOrders, withPickupPoints } from './whole-orders';
import type { RawOrder } from './wire';

export { orderFilters };

export const ORDER_ID = { expression: /^[A-Za-z0-9]{4,20}$/, looksLike: 'MB7UWLD' };

export const orders: OrderSource<RawOrder> = {
	idPattern: ORDER_ID,
	id: orderIdOf,
	get: readOrder,
	list,
	rank: (raw) => Date.parse(toOrder(raw).placedAt ?? '') || 0,
	toOrder,
	asSent: (raw) => [raw],
};

async function* list(call: Call, limit: number): AsyncGenerator<RawOrder[]> {
	const wish = readWish(call);
	const withPickup = call.collection('options').includePickupPoints === true;
	for await (const found of limit === Infinity ? all(call, wish) : newest(call, wish, limit)) {
		const wanted = found.filter(wish.fits);
		yield withPickup ? await withPickupPoints(call, wanted) : wanted;
	}
}

/** The list of all storefronts, and then those that it has perhaps left out. */
async function* all(call: Call, wish: OrderWish): AsyncGenerator<RawOrder[]> {
	const seen = new Set<string>();
	yield* ofList(call, wish, seen);
	for (const storefront of await othersOf(call, wish, seen)) {
		yield* ofList(call, { ...wish, query: { ...wish.query, storefront } });
	}
}

/** As many of the newest as are wanted, of each list; what is too much is cut off later, by the time of the order. */
async function* newest(call: Call, wish: OrderWish, limit: number): AsyncGenerator<RawOrder[]> {
	const seen = new Set<string>();
	const found = await firstOf(ofList(call, wish, seen), wish, limit);
	for (const storefront of await othersOf(call, wish, seen)) {
		const other = { ...wish, query: { ...wish.query, storefront } };
		found.push(...(await firstOf(ofList(call, other), wish, limit)));
	}
	const placedAt = (raw: RawOrder): number => orders.rank?.(raw) ?? 0;
	yield found.sort((a, b) => placedAt(b) - placedAt(a)).slice(0, limit);
}

async function othersOf(call: Call, { query }: OrderWish, seen: Set<string>): Promise<string[]> {
	return query.storefront === undefined ? await unlistedStorefronts(call, seen) : [];
}

async function firstOf(
	parts: AsyncGenerator<RawOrder[]>,
	{ fits }: OrderWish,
	limit: number,
): Promise<RawOrder[]> {
	const found: RawOrder[] = [];
	for await (const part of parts) {
		found.push(...part.filter(fits));
		if (found.length >= limit) break;
	}
	return found;
}

/** Each order once, whole; `seen` learns the storefronts of the list. */
async function* ofList(
	call: Call,
	{ query, showsParts }: OrderWish,
	seen = new Set<string>(),
): AsyncGenerator<RawOrder[]> {
	const given = new Set<string>();
	const isNew = (id: string): boolean => id === '' || !given.has(id);
	const grouping = new Grouping();
	for await (const { units, isLast } of allUnitPages(call, query)) {
		for (const unit of units) seen.add(text(unit.storefront) ?? '');
		// Where the list begins at a time, pieces of its oldest order may be older.
		const isEnd = isLast && query.ts_created_from_iso === undefined;
		const found = [grouping.add(units, isEnd), ...(isLast && !isEnd ? [grouping.stop()] : [])];
		const whole = found.flatMap((part) => part.whole).filter((raw) => isNew(orderIdOf(raw)));
		const ids = found.flatMap(({ split }) => split);
		const asked = [...new Set(showsParts ? [...whole.map(orderIdOf), ...ids] : ids)].filter(isNew);
		for (const id of [...whole.map(orderIdOf), ...asked]) given.add(id);
		if (!showsParts) yield whole;
		for await (const raw of readOrders(call, asked)) yield [raw];
	}
}
