import { describe, expect, it } from 'vitest';
import { order, type Order, orderLine } from '../../../core/orders/order';
import { perLine } from '../../../core/orders/per-line';

const LINES = [orderLine({ id: '1' }), orderLine({ id: '2' })];

function anOrder(facts: Partial<Order> = {}): Order {
	return order({ marketplace: 'shop', id: '7', eventKey: 'k', lines: LINES, raw: {}, ...facts });
}

describe('an order per line', () => {
	it('has the fields of the order, and the line where all of them stood', () => {
		const { raw, ...whole } = anOrder();
		const fields = Object.keys(whole).map((name) => (name === 'lines' ? 'line' : name));
		expect(raw).toEqual({});
		const items = perLine(anOrder());
		expect(items.map(({ line }) => line?.key)).toEqual(['product:1', 'product:2']);
		for (const item of items) expect(Object.keys(item)).toEqual(fields);
	});

	it('says why there is no line, once', () => {
		const [none, ...others] = perLine(anOrder({ lines: [] }));
		expect(others).toEqual([]);
		expect(none.line).toBeNull();
		const reason = 'the marketplace gave no lines of this order';
		expect(none.missing).toEqual([{ field: 'lines', reason }]);
		const missing = [{ field: 'lines', reason: 'not asked for' }];
		expect(perLine(anOrder({ lines: [], missing }))[0].missing).toEqual(missing);
	});

	it('leaves the order as it was', () => {
		const given = anOrder({ lines: [] });
		perLine(given);
		expect(given.missing).toEqual([]);
	});
});
