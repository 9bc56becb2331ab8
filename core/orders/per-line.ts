import type { Missing, Order, OrderLine } from './order';

const NO_LINES: Missing = { field: 'lines', reason: 'the marketplace gave no lines of this order' };

/** An order's own fields, with one of its lines where all of them stood. */
export type OrderOfLine = Omit<Order, 'lines' | 'raw'> & { line: OrderLine | null };

/** One for each line. An order without lines is there nevertheless, and says why. */
export function perLine({ raw: _raw, ...order }: Order): OrderOfLine[] {
	if (order.lines.length > 0) return order.lines.map((line) => withLine(order, line));
	const { missing } = order;
	const isSaid = missing.some(({ field }) => field === NO_LINES.field);
	return [withLine({ ...order, missing: isSaid ? missing : [...missing, NO_LINES] }, null)];
}

function withLine(order: Omit<Order, 'raw'>, line: OrderLine | null): OrderOfLine {
	const fields = Object.entries(order).map(([name, value]): [string, unknown] =>
		name === 'lines' ? ['line', line] : [name, value],
	);
	return Object.fromEntries(fields) as OrderOfLine;
}
