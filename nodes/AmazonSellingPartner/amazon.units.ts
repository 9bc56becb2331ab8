import type { Missing } from '../../core/order/order';

/** Units of several items; those that are not told count for nothing. */
export function sum(counts: ReadonlyArray<number | null>): number {
	return counts.reduce<number>((all, count) => all + (count ?? 0), 0);
}

/**
 * Says that items are lacking: there are none at all, which no order is without, or they are fewer than the order
 * says. `units` are those that it says it has.
 */
export function lackingItems(
	units: number | null,
	quantities: ReadonlyArray<number | null>,
): Missing[] {
	if (quantities.length === 0) return [{ field: 'lines', reason: 'Amazon has sent no items' }];
	const isKnown = units !== null && !quantities.includes(null);
	if (!isKnown || sum(quantities) >= units) return [];
	const reason = `Amazon has sent ${sum(quantities)} of ${units} units`;
	return [{ field: 'lines', reason }];
}
