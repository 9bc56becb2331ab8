import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { order, orderLine, type LineFacts } from '../../../core/orders/order';

const keysOf = (lines: LineFacts[]): string[] =>
	order({ marketplace: 'm', id: '1', eventKey: 'm:1:', lines }).lines.map(({ key }) => key);

describe('the key of a line', () => {
	it('is kind and id: a fee and a product with the same id are two', () => {
		expect(keysOf([orderLine({ id: '1' }), orderLine({ kind: 'fee', id: '1' })])).toEqual([
			'product:1',
			'fee:1',
		]);
	});

	it('is the place among its kind, where the marketplace gives no id', () => {
		const gift = orderLine({ kind: 'gift' });
		expect(keysOf([gift, orderLine({ id: '1' }), gift])).toEqual(['gift#1', 'product:1', 'gift#2']);
	});

	it('names the line that a service without an id belongs to', () => {
		const service = (parentId: string) => orderLine({ kind: 'fee', parentId });
		expect(keysOf([service('a'), service('b'), service('a')])).toEqual([
			'fee:a#1',
			'fee:b#1',
			'fee:a#2',
		]);
	});

	it('is its own id, also where it belongs to another line', () => {
		const part = (id: string) => orderLine({ id, parentId: 'kit' });
		expect(keysOf([part('a'), part('b')])).toEqual(['product:a', 'product:b']);
	});

	it('is what the mapper knows better', () => {
		expect(keysOf([orderLine({ kind: 'fee', key: 'fee:a:WRAP' })])).toEqual(['fee:a:WRAP']);
	});

	it('stays with the first of several that come under one id', () => {
		const twice = orderLine({ id: '1' });
		expect(keysOf([twice])).toEqual(['product:1']);
		expect(keysOf([twice, twice])).toEqual(['product:1', 'product:1#2']);
	});

	it('does not depend on what stands before it under the same name', () => {
		const [own, service] = [orderLine({ id: '1' }), orderLine({ parentId: '1' })];
		expect(keysOf([own, service])).toEqual(['product:1', 'product:1#1']);
		expect(keysOf([service, own])).toEqual(['product:1#1', 'product:1']);
	});

	it('of the mapper is counted, too, where it comes twice or another line has it', () => {
		const fee = orderLine({ kind: 'fee', key: 'fee:WRAP' });
		expect(keysOf([fee, fee, orderLine({ kind: 'fee', id: 'WRAP' })])).toEqual([
			'fee:WRAP',
			'fee:WRAP#2',
			'fee:WRAP#3',
		]);
	});

	it('leaves everything else of the line as it is', () => {
		const line = orderLine({ id: '1', title: 'Mug' });
		const [found] = order({ marketplace: 'm', id: '1', eventKey: 'k', lines: [line] }).lines;
		expect(found).toEqual({ ...line, key: 'product:1' });
	});

	it('is unique in every order, whatever the marketplace sends', () => {
		const id = fc.constantFrom(null, '1', '1#2', '1#2#2', '');
		const kind = fc.constantFrom('product' as const, 'fee' as const);
		const line = fc.record({ id, kind, parentId: id }).map((known) => orderLine(known));
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
				expect(new Set(keysOf(lines)).size).toBe(lines.length);
			}),
		);
	});
});
