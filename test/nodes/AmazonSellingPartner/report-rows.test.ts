import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportRows } from '../../../nodes/AmazonSellingPartner/orders/reports/file';

const NAMES = [
	...['amazon-order-id', 'merchant-order-id', 'purchase-date', 'last-updated-date'],
	...['order-status', 'fulfillment-channel', 'sales-channel', 'ship-service-level'],
	...['product-name', 'sku', 'asin', 'item-status', 'quantity', 'currency', 'item-price'],
	...['item-tax', 'shipping-price', 'ship-city', 'ship-state', 'ship-postal-code'],
	...['ship-country', 'promotion-ids', 'is-business-order'],
];
const HEAD = NAMES.join('\t');
const ONE = '902-3159896-1390916';
const TWO = '902-3159896-1390917';
const CELLS: Record<string, string> = {
	'amazon-order-id': ONE,
	'merchant-order-id': 'M-1',
	'purchase-date': '2026-11-20T09:00:00+00:00',
	'last-updated-date': '2026-11-20T10:00:00+00:00',
	'order-status': 'Unshipped',
	'fulfillment-channel': 'Merchant',
	'sales-channel': 'Amazon.de',
	'ship-service-level': 'Standard',
	'product-name': 'Kettle 27" deluxe',
	sku: 'KET 1',
	asin: 'B0SANDBX01',
	'item-status': 'Unshipped',
	quantity: '2',
	currency: 'EUR',
	'item-price': '40.00',
	'item-tax': '6.39',
	'shipping-price': '',
	'ship-city': 'Berlin',
	'ship-state': 'BE',
	'ship-postal-code': '10115',
	'ship-country': 'DE',
	'promotion-ids': '',
	'is-business-order': 'false',
};

const cells = (changes: Record<string, string> = {}): string[] =>
	NAMES.map((name) => ({ ...CELLS, ...changes })[name]);
const line = (changes: Record<string, string> = {}): string => cells(changes).join('\t');
const OTHER = line({ 'amazon-order-id': TWO });
const file = (...lines: string[]): string => [HEAD, ...lines, ''].join('\r\n');
const read = (text: string) => [...reportRows([Buffer.from(text)], 'utf-8')];
const without = (name: string): string =>
	cells()
		.filter((_, index) => NAMES[index] !== name)
		.join('\t');

describe('a broken row', () => {
	const whole = (changes: Record<string, string> = {}) => ({ ...CELLS, ...changes });
	const other = whole({ 'amazon-order-id': TWO });

	it.each([
		['a line break in its title', line({ 'product-name': 'Kettle\r\ndeluxe' })],
		['a lone carriage return in its title', line({ 'product-name': 'Kettle\rdeluxe' })],
		['several line breaks in its title', line({ 'product-name': 'Kettle\n\r\ndeluxe' })],
		['a tab in its title', line({ 'product-name': 'Kettle\tdeluxe' })],
		['a tab and a line break in its title', line({ 'product-name': 'Kettle\t\r\ndeluxe' })],
	])('is put together again: %s', (_why, broken) => {
		const [first, second, ...more] = read(file(broken, OTHER));
		expect({ ...first, 'product-name': first['product-name'].replaceAll(/\s+/g, ' ') }).toEqual(
			whole({ 'product-name': 'Kettle deluxe' }),
		);
		expect(second).toEqual(other);
		expect(more).toEqual([]);
	});

	it.each(NAMES.slice(1).filter((name) => !/product-name|ship-city|ship-state/.test(name)))(
		'is put together again where a line break stands for the tab before %s',
		(name) => {
			const at = NAMES.indexOf(name);
			const broken = `${cells().slice(0, at).join('\t')}\r\n${cells().slice(at).join('\t')}`;
			expect(read(file(OTHER, broken, OTHER))).toEqual([other, whole(), other]);
		},
	);

	it('never becomes an order that is named by a currency', () => {
		const broken = line().replace('\tEUR', '\t\r\nEUR');
		expect(read(file(broken))).toEqual([whole()]);
	});

	it('is put together where its last cell is empty, too', () => {
		const names = ['amazon-order-id', 'product-name', 'asin', 'promotion-ids'];
		const text = [names.join('\t'), `${ONE}\tKettle\tdeluxe\tB0SANDBX01\t`, ''].join('\n');
		expect(read(text)[0]).toMatchObject({ 'product-name': 'Kettle deluxe', asin: 'B0SANDBX01' });
	});

	it('is two where a line break is missing', () => {
		expect(read(file(line() + OTHER))).toEqual([whole(), other]);
		expect(read(file(`${line()}\t${OTHER}`))).toEqual([whole(), other]);
		expect(read(file(line() + OTHER + line()))).toEqual([whole(), other, whole()]);
	});

	it.each(
		[
			['merchant-order-id', 'purchase-date', 'order-status', 'product-name', 'sku', 'asin'],
			['quantity', 'currency', 'item-price', 'item-tax'],
			['ship-city', 'ship-state', 'ship-postal-code'],
			['is-business-order'],
		].flat(),
	)('is refused with its line where the cell %s is missing', (name) => {
		expect(() => read(file(OTHER, without(name), OTHER))).toThrow(/^line 3 is broken/);
	});

	it.each([
		['a quantity of another form', line({ quantity: 'two' })],
		['a price of another form', line({ 'item-price': 'EUR 40' })],
		['a date that does not exist', line({ 'purchase-date': '2026-02-30T09:00:00+00:00' })],
		['an order number of another form', line({ 'amazon-order-id': 'EUR' })],
		['a cut in its middle', cells().slice(0, 9).join('\t')],
		['a cut before its price', cells().slice(0, 14).join('\t')],
		['tabs in two texts', line({ 'product-name': 'A\tB', 'ship-city': 'C\tD' })],
		['a stray end of another', `${line()}\r\nEUR\t40.00`],
	])('is refused with its line: %s', (_why, broken) => {
		const number = broken.includes('\n') ? 4 : 3;
		expect(() => read(file(OTHER, broken, OTHER))).toThrow(`line ${number} is broken`);
	});

	it('at the end of the file is refused where the file ends within it', () => {
		const cut = file(OTHER) + cells().slice(0, 21).join('\t');
		expect(() => read(cut)).toThrow('line 3 is broken');
	});

	it('is no row that lacks empty cells at its end, unless the others have theirs', () => {
		const names = NAMES.slice(0, -1);
		const head = names.join('\t');
		const bare = cells().slice(0, -2).join('\t');
		const full = [...cells({ 'promotion-ids': 'SUMMER' })].slice(0, -1).join('\t');
		const empty = cells().slice(0, -1).join('\t');
		const { 'is-business-order': _, ...expected } = CELLS;
		expect(read([head, bare, full, ''].join('\n'))[0]).toEqual(expected);
		expect(() => read([head, empty, bare, ''].join('\n'))).toThrow('line 3 is broken');
		expect(() => read([head, bare, empty, ''].join('\n'))).toThrow('line 2 is broken');
	});

	it('is no row that breaks off behind an empty cell: who writes one writes all', () => {
		const names = NAMES.slice(0, -1);
		const upTo = (name: string) => cells().slice(0, names.indexOf(name) + 1);
		const full = [...cells({ 'promotion-ids': 'SUMMER' })].slice(0, -1).join('\t');
		const rows = (broken: string[]) => () =>
			read([names.join('\t'), full, broken.join('\t'), full, ''].join('\n'));
		expect(rows(upTo('shipping-price'))).toThrow('line 3 is broken');
		// Of the same length, but its last cell is not empty.
		const filled = upTo('shipping-price').with(-1, '4.90');
		expect(rows(filled)()).toHaveLength(3);
	});

	it('is given up at once, however long the file is', () => {
		const stray = Array.from({ length: 100_000 }, () => 'a\tb');
		expect(() => read(file(line({ currency: 'x' }), ...stray))).toThrow('line 2 is broken');
		const joined = Array.from({ length: 20_000 }, () => line()).join('');
		expect(() => read(file(joined))).toThrow('line 2 is broken');
	});

	it('is no pending one, which has neither currency nor price', () => {
		const pending = { 'order-status': 'Pending', currency: '', 'item-price': '', 'item-tax': '' };
		expect(read(file(line(pending)))).toEqual([whole(pending)]);
	});
});

describe('a header', () => {
	it.each([
		['stands between the rows once more', [HEAD, line(), HEAD, OTHER, '']],
		['stands there in other letters', [HEAD, line(), HEAD.toUpperCase(), OTHER, HEAD, '']],
		['comes twice', [HEAD, HEAD, line(), OTHER, '']],
		['ends with a tab that the rows do not have', [`${HEAD}\t`, line(), OTHER, '']],
		['ends with a tab, as the rows do', [`${HEAD}\t`, `${line()}\t`, `${OTHER}\t`, '']],
	])('is no order where it %s', (_what, lines) => {
		expect(read(lines.join('\n')).map((row) => row['amazon-order-id'])).toEqual([ONE, TWO]);
	});
});

it('a column that is there twice is no reason to lose what stands in the first', () => {
	const [row] = read([`${HEAD}\tcurrency\titem-price`, `${line()}\t\t`, ''].join('\n'));
	expect(row).toMatchObject({ currency: 'EUR', 'item-price': '40.00' });
});

describe('sentences in place of rows', () => {
	it.each([
		[file('Date range exceeded.', 'Ask for 30 days.'), 'Date range exceeded. Ask for 30 days.'],
		[file('Error:\tThe date range exceeds 30 days'), 'Error: The date range exceeds 30 days'],
		[file('レポートを作成できません'), 'レポートを作成できません'],
	])('are shown: %j', (text, said) => {
		expect(() => read(text)).toThrow(`line 2 is not an order, but says: ${said}`);
	});

	it.each([`EUR\t40.00`, `Kettle deluxe for\t${TWO}`])('are no parts of an order: %j', (text) => {
		expect(() => read(file(text))).toThrow('line 2 is broken');
	});
});

describe('a row', () => {
	it('may be of a channel beside Amazon that has a number in its name', () => {
		expect(read(file(line({ 'sales-channel': 'Shop 24' })))).toHaveLength(1);
	});

	it('is found by the names of its columns, in any order and with others beside them', () => {
		const names = [...NAMES].reverse();
		const head = ['something-new', ...names].join('\t');
		const row = (changes: Record<string, string>) =>
			['text', ...names.map((name) => ({ ...CELLS, ...changes })[name])].join('\t');
		const broken = row({ 'product-name': 'Kettle\r\ndeluxe' });
		const text = [head, row({}), broken, row({ 'amazon-order-id': TWO }), ''].join('\r\n');
		expect(read(text).map((found) => [found['amazon-order-id'], found['product-name']])).toEqual([
			[ONE, CELLS['product-name']],
			[ONE, 'Kettle deluxe'],
			[TWO, CELLS['product-name']],
		]);
	});

	it('keeps its amounts where they are written with commas', () => {
		const prices = { 'item-price': '1,234.50', 'item-tax': '12,5', 'shipping-price': '1.234,50' };
		expect(read(file(line(prices)))[0]).toMatchObject({
			'item-price': '1234.50',
			'item-tax': '12.5',
			'shipping-price': '1234.50',
		});
	});

	it.each([
		'2026-11-20 09:00:00 UTC',
		'2026/11/20 18:00 JST',
		'20.11.2026 09:00:00 GMT',
		'2026-11-20T09:00:00Z',
		'2026-11-20 01:00:00-0800',
	])('may write its dates as %s', (written) => {
		expect(read(file(line({ 'purchase-date': written })))).toHaveLength(1);
	});

	it('keeps quotation marks that are never closed', () => {
		expect(read(file(line({ 'product-name': '"Half' }), OTHER))).toHaveLength(2);
	});

	it('never comes with a cell of another column, however the file is broken', () => {
		const rows = [line(), OTHER, line({ 'amazon-order-id': 'S02-4444444-4444444' })];
		const whole = file(...rows);
		const at = fc.integer({ min: HEAD.length + 2, max: whole.length });
		const change = fc.record({
			at,
			cut: fc.integer({ min: 0, max: 1 }),
			put: fc.constantFrom('', '\t', '\r\n', '\n', '\r'),
		});
		fc.assert(
			fc.property(change, ({ at: index, cut, put }) => {
				const text = whole.slice(0, index) + put + whole.slice(index + cut);
				let found: ReturnType<typeof read>;
				try {
					found = read(text);
				} catch (error) {
					expect((error as Error).message).toMatch(/line \d/);
					return;
				}
				for (const row of found) {
					expect(row['amazon-order-id']).toMatch(/^[A-Z\d]\d\d-\d{7}-\d{7}$/);
					expect(row.currency).toBe('EUR');
					expect(row.asin).toMatch(/^B0/);
				}
			}),
			{ numRuns: 2000 },
		);
	});
});
