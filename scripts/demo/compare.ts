import type { HeldOrder } from '../../sandbox/kit/backend';

/** Whether what was delivered is what was held; all lists are of order ids. */
interface Comparison {
	delivered: number;
	held: number;
	missing: string[];
	foreign: string[];
	doubled: string[];
}

/** Compares the ids that a node delivered with those that the marketplace holds. */
export function compare(ids: string[], held: HeldOrder[]): Comparison {
	const delivered = new Set(ids);
	const wanted = new Set(held.map(({ id }) => id));
	return {
		delivered: ids.length,
		held: wanted.size,
		missing: [...wanted].filter((id) => !delivered.has(id)),
		foreign: [...delivered].filter((id) => !wanted.has(id)),
		doubled: ids.filter((id, index) => ids.indexOf(id) !== index),
	};
}

/** What is wrong with a delivery; empty when nothing is. */
export function differences({ missing, foreign, doubled }: Comparison): string[] {
	return Object.entries({ missing, foreign, doubled })
		.filter(([, ids]) => ids.length > 0)
		.map(([what, ids]) => `${ids.length} ${what}, e.g. ${ids.slice(0, 3).join(', ')}`);
}
