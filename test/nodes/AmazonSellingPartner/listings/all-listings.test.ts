import { describe, expect, it } from 'vitest';

import { rowsOf, toReported } from '../../../../nodes/AmazonSellingPartner/listings/all-listings';

const HEAD = [
	...['item-name', 'item-description', 'seller-sku', 'price', 'quantity', 'asin1'],
	...['fulfillment-channel', 'status'],
];
const cells = (sku: string, changes: Record<string, string> = {}) =>
	HEAD.map((name) => {
		const usual: Record<string, string> = {
			...{ 'item-name': 'Mug', 'seller-sku': sku, price: '9.99', quantity: '5' },
			...{ asin1: 'B071VG5N9D', 'fulfillment-channel': 'DEFAULT', status: 'Active' },
		};
		return changes[name] ?? usual[name] ?? '';
	});
const line = (...given: Parameters<typeof cells>) => cells(...given).join('\t');
const file = (text: string, charset = 'utf-8') => ({ chunks: [Buffer.from(text)], charset });
const table = (...lines: string[]) => file([HEAD.join('\t'), ...lines, ''].join('\n'));
const skus = (given: Parameters<typeof rowsOf>[0]) => rowsOf(given).map((row) => row['seller-sku']);

describe('the report on all listings', () => {
	it('is read row by row', () => {
		expect(skus(table(line('A'), line(' 007 '), line('ŻÓŁĆ,"x"')))).toEqual([
			...['A', ' 007 ', 'ŻÓŁĆ,"x"'],
		]);
		expect(rowsOf(table())).toEqual([]);
	});

	it('takes line breaks of a description for a part of it', () => {
		const [first, second] = rowsOf(
			table(line('A', { 'item-description': 'one\ntwo\n\nthree' }), line('B')),
		);
		expect(first['item-description']).toBe('one\ntwo\n\nthree');
		expect(second['seller-sku']).toBe('B');
	});

	it.each([1, 2, 5])('takes %i tabs in a title for a part of it', (tabs) => {
		const title = `Mug${'\tx'.repeat(tabs)}`;
		const [row, next] = rowsOf(table(line('A', { 'item-name': title }), line('B')));
		expect(row).toMatchObject({ 'seller-sku': 'A', price: '9.99', quantity: '5' });
		expect(row['item-name']).toBe(title.replaceAll('\t', ' '));
		expect(next['seller-sku']).toBe('B');
	});

	it.each([
		['two rows in one line', `${line('A')}\t${line('B')}`],
		['two rows without anything between them', `${line('A')}${line('B')}`],
		['a row that lacks a cell, before another', `${cells('A').slice(1).join('\t')}\n${line('B')}`],
		['a row that lacks a cell, at the end', cells('A').slice(1).join('\t')],
		['a tab in a status', line('A', { status: 'Act\tive' })],
	])('gives an error for %s', (_, text) => {
		expect(() => rowsOf(table(text))).toThrow('Row 1 of the report on all listings is broken');
	});

	it('gives an error for what is no report', () => {
		expect(() => rowsOf(file('Too many requests'))).toThrow('no report on listings');
		expect(() => rowsOf(file(''))).toThrow('no report on listings');
	});

	it('knows the columns of Japan', () => {
		const text = '商品名\t出品者SKU\t価格\t数量\tステータス\nマグ\tA\t1980\t3\tActive\n';
		const [row] = rowsOf(file(text));
		expect(toReported(row, { account: null, site: 'A1VC38T7YXB528' })).toMatchObject({
			...{ sku: 'A', title: 'マグ', price: '1980', currency: 'JPY', quantity: 3 },
			status: 'active',
		});
	});
});

describe('a row as product/1', () => {
	const read = (changes: Record<string, string> = {}) => {
		const [row] = rowsOf(table(line('A', changes)));
		return toReported(row, { account: 'SELLER', site: 'A1PA6795UKMFR9' });
	};

	it('has what the report has, and says what it has not', () => {
		expect(read()).toMatchObject({
			...{ schema: 'product/1', account: 'SELLER', id: 'A', sku: 'A', title: 'Mug' },
			...{ status: 'active', statusRaw: 'Active', quantity: 5, price: '9.99', currency: 'EUR' },
			url: 'https://www.amazon.de/dp/B071VG5N9D',
		});
		expect(read().missing.map(({ field }) => field)).toEqual(['updatedAt']);
	});

	it.each([
		['Inactive', 'inactive'],
		['Incomplete', 'draft'],
		['Other', 'unknown'],
	])('%s is %s', (status, known) => {
		expect(read({ status })).toMatchObject({ status: known, statusRaw: status });
	});

	it('has no quantity where Amazon keeps the stock', () => {
		const { quantity, missing } = read({ quantity: '', 'fulfillment-channel': 'AMAZON_EU' });
		expect(quantity).toBeNull();
		expect(missing.at(-1)?.field).toBe('quantity');
	});

	it('reads a decimal comma', () => {
		expect(read({ price: '9,99' }).price).toBe('9.99');
		expect(read({ price: '' }).price).toBeNull();
	});
});
