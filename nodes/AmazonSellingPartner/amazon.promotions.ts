import type { Discount } from '../../core/order/order';

/** Amazon names the promotions but gives their amounts only as a sum per line. */
export function promotions(codes: ReadonlyArray<string | null>): Discount[] {
	return [...new Set(codes)]
		.filter((code) => code !== null)
		.map((code) => ({ code, name: null, amount: null, fundedBy: 'unknown', level: 'line' }));
}
