import { describe, expect, it } from 'vitest';

import { Grouping, type ListedOrder, type Unit } from '../../../nodes/Kaufland/orders/units';

const START = Date.parse('2026-11-20T12:00:00Z');
let serial = 0;

/** A piece that was ordered so many seconds after noon. */
function piece(order: string | undefined, second: number, more: Partial<Unit> = {}): Unit {
	const time = new Date(START + second * 1000).toISOString().replace('.000Z', 'Z');
	const made = { id_order_unit: ++serial, id_order: order, ts_created_iso: time, status: 'open' };
	return { ...made, ...more };
}

const shown = (listed: ListedOrder[]) =>
	listed.map(({ raw, isSplit }) => {
		const count = raw.order_units?.length ?? 0;
		return `${raw.id_order ?? '-'}:${count}${isSplit ? '?' : ''}`;
	});

/** What each page brings, and then the end. */
function read(pages: Unit[][], before?: number): string[][] {
	const grouping = new Grouping(before);
	return [...pages.map((page) => shown(grouping.add(page))), shown(grouping.end())];
}

describe('pieces become orders', () => {
	it('when the list has gone past their time', () => {
		const pages = [
			[piece('A', 200), piece('A', 200), piece('B', 100)],
			[piece('C', 50), piece('D', 0)],
		];
		expect(read(pages)).toEqual([['A:2'], ['B:1', 'C:1'], ['D:1']]);
	});

	it('which are asked for when pages have torn them', () => {
		const pages = [
			[piece('A', 200), piece('B', 100)],
			[piece('B', 100), piece('C', 0)],
		];
		expect(read(pages)).toEqual([['A:1'], ['B:2?'], ['C:1']]);
	});

	it('also where those of one second come in any order, over pages', () => {
		const pages = [
			[piece('A', 100), piece('B', 100)],
			[piece('C', 100), piece('A', 100)],
			[piece('B', 100), piece('D', 0)],
		];
		expect(read(pages)).toEqual([[], [], ['A:2?', 'B:2?', 'C:1'], ['D:1']]);
	});

	it('also where one was written down a moment later', () => {
		const pages = [
			[piece('A', 100), piece('B', 98)],
			[piece('A', 96), piece('C', 0)],
		];
		expect(read(pages)).toEqual([[], ['A:2?', 'B:1'], ['C:1']]);
	});

	it('once, when pieces are met again', () => {
		const [a1, a2, b] = [piece('A', 200), piece('A', 200), piece('B', 100)];
		const pages = [
			[a1, a2, b],
			[a2, b, piece('C', 0)],
		];
		expect(read(pages)).toEqual([['A:2'], ['B:1'], ['C:1']]);
	});

	it('which are asked for when a piece is met again and has changed', () => {
		const b = piece('B', 100);
		const pages = [
			[piece('A', 200), b],
			[{ ...b, status: 'sent' }, piece('C', 0)],
		];
		expect(read(pages)).toEqual([['A:1'], ['B:2?'], ['C:1']]);
	});

	it('of which those from before are asked for, where an earlier reading has ended', () => {
		const before = START + 100_000;
		const pages = [[piece('A', 130), piece('B', 100), piece('C', 95), piece('D', 50)]];
		expect(read(pages, before)).toEqual([['A:1?', 'B:1?', 'C:1?'], ['D:1']]);
	});

	it('which are asked for where the reading stops', () => {
		const grouping = new Grouping();
		expect(shown(grouping.add([piece('A', 100), piece('B', 0)]))).toEqual(['A:1']);
		expect(shown(grouping.stop())).toEqual(['B:1?']);
	});

	it('each for itself where they have no order', () => {
		const pages = [[piece(undefined, 100), piece(undefined, 100), piece('B', 0)]];
		expect(read(pages)).toEqual([['-:1', '-:1'], ['B:1']]);
	});

	it('which are asked for where a piece does not say when it was ordered', () => {
		const odd = piece('A', 0, { ts_created_iso: 'soon' });
		expect(read([[odd, piece('B', 100)], [piece('C', 0)]])).toEqual([['A:1?'], ['B:1'], ['C:1']]);
		expect(read([[odd], []])).toEqual([['A:1?'], [], []]);
	});

	it('in the form of a single order, with the buyer once', () => {
		const people = { buyer: { id_buyer: 7, email: null }, billing_address: null };
		const grouping = new Grouping();
		grouping.add([piece('A', 0, { ...people, storefront: 'de' })]);
		const [{ raw }] = grouping.end();
		expect(raw).toMatchObject({ id_order: 'A', storefront: 'de', buyer: people.buyer });
		expect(raw.order_units?.[0]).not.toHaveProperty('buyer');
		expect(raw).not.toHaveProperty('delivery');
	});
});
