import { describe, expect, it } from 'vitest';
import { charsetOf, reportRows } from '../../../nodes/AmazonSellingPartner/orders/reports/file';
import {
	fits,
	hasCountry,
	isWhole,
	reaches,
	toRow,
} from '../../../nodes/AmazonSellingPartner/orders/reports/columns';
import { reportTime } from '../../../nodes/AmazonSellingPartner/orders/reports/time';
import { encode } from '../../../sandbox/kit/charset';

const ONE = '902-3159896-1390916';
const TWO = '902-3159896-1390917';
const read = (text: string) => [...reportRows([Buffer.from(text)], 'utf-8')];

describe('a time in a report', () => {
	it.each([
		['Z', 'Z'],
		['UTC', 'Z'],
		['GMT', 'Z'],
		['BST', '+01:00'],
		['CET', '+01:00'],
		['MEZ', '+01:00'],
		['CEST', '+02:00'],
		['MESZ', '+02:00'],
		['JST', '+09:00'],
		['PST', '-08:00'],
		['PDT', '-07:00'],
		['+05:30', '+05:30'],
		['-0330', '-03:30'],
		['+0000', 'Z'],
		['-00:00', 'Z'],
	])('with the zone %s', (zone, offset) => {
		expect(reportTime(`2026-03-29 01:30:07 ${zone}`)).toBe(`2026-03-29T01:30:07${offset}`);
		expect(reportTime(`29.3.2026 1:30:07 ${zone}`)).toBe(`2026-03-29T01:30:07${offset}`);
		expect(reportTime(`2026/3/9 1:30${zone}`)).toBe(`2026-03-09T01:30:00${offset}`);
		expect(reportTime(`9.03.2026 01:30${zone}`)).toBe(`2026-03-09T01:30:00${offset}`);
	});

	it.each([
		['2026-11-20T09:00:00+00:00', '2026-11-20T09:00:00Z'],
		['2026-11-20T09:00:00-00:00', '2026-11-20T09:00:00Z'],
		[' 2026-11-20T09:00:00Z ', '2026-11-20T09:00:00Z'],
		[' 2026-11-20 09:00:00 UTC ', '2026-11-20T09:00:00Z'],
		['2026-11-20T18:00:00.5+09:00', '2026-11-20T18:00:00.5+09:00'],
		// Never the zone of this machine.
		['2026-11-20T09:00:00', '2026-11-20T09:00:00.000Z'],
	])('%s', (written, iso) => {
		expect(reportTime(written)).toBe(iso);
	});

	it.each([
		undefined,
		'',
		'20',
		'2026-11-20 09:00:00 XYZ',
		'2026-11-20 09:00:00',
		'x2026-11-20 09:00:00 UTC',
		'2026-11-20 09:00:00 UTC.',
		'x20.11.2026 09:00:00 UTC',
		'20.11.2026 09:00:00 UTC.',
		'2026-13-20 09:00:00 UTC',
		'2026-02-30 09:00:00 UTC',
		'30.2.2026 09:00:00 UTC',
		'20.11.26 09:00:00 UTC',
		'2026-11-20 09:00:00 utc',
	])('that is none: %s', (written) => {
		expect(reportTime(written)).toBeNull();
	});
});

describe('a cell', () => {
	const holds = (column: string, cell: string) =>
		fits(['amazon-order-id', column], [ONE, cell]) &&
		fits(['amazon-order-id', column], [ONE, ` ${cell} `]);
	const WORDS = [
		['Shipped', 'Pending - Waiting for Pick Up', 'キャンセル'],
		['40.00', '-', 'Shipped2', '2'],
	];
	const TIMES = [
		['2026-11-20T09:00:00Z', '20.11.2026 9:00 MEZ'],
		['EUR', '2026-02-30T09:00:00Z'],
	];
	const MONEY = [
		...[['40.00', '-4.00', '40', '1,234.50', '1.234,50', '12,5', '1,234,567.89', '1234,50']],
		...[['EUR 40', '4.', '.5', '12,345,6', '1234,567', '12.34,5', '4x', 'x4', '1,2345', '-']],
	];
	const ANSWERS = [
		...[['true', 'FALSE', 'yes', 'No', 'Y', 'n', '1', '0']],
		...[['maybe', '10', 'truex', 'xtrue', '2']],
	];

	it.each([
		['order-status', ...WORDS],
		['item-status', ...WORDS],
		['fulfillment-channel', ...WORDS],
		['sales-channel', ['Amazon.de', 'Shop 24', 'アマゾン'], ['40.00', '-']],
		['purchase-date', ...TIMES],
		['last-updated-date', ...TIMES],
		...[['asin', ['B000000001', '1234567890']] as const].map(([column, good]) => [
			column,
			good,
			['ABCDEFGHIJ', 'B00000001', 'B0000000011', 'b000000001'],
		]),
		['quantity', ['2', '12', '2.0', '2.00'], ['two', '-1', '2.5', '2.05', 'x2', '2x', '2.']],
		['currency', ['EUR'], ['EURO', 'eur', 'EU', '€UR']],
		['ship-country', ['DE', 'Germany', '日本'], ['D', '10115', 'D1', '-E']],
		['item-price', ...MONEY],
		['item-tax', ...MONEY],
		['item-promotion-discount', ...MONEY],
		['cod-fee', ...MONEY],
		['shipping-cost', ...MONEY],
		['is-business-order', ...ANSWERS],
		['is-prime', ...ANSWERS],
	] as Array<[string, string[], string[]]>)('of %s has its form', (column, good, bad) => {
		expect(good.filter((cell) => !holds(column, cell))).toEqual([]);
		expect(bad.filter((cell) => holds(column, cell))).toEqual([]);
		expect(holds(column, '')).toBe(true);
	});

	it.each(['product-name', 'toString', 'price', 'item-price-note', 'this-is-no-flag', 'sku'])(
		'of %s holds any text',
		(column) => {
			expect(holds(column, 'EUR 40, perhaps')).toBe(true);
		},
	);

	it('with the number of the order is never empty, and has its form', () => {
		const is = (cell: string) => fits(['amazon-order-id'], [cell]);
		expect(is(ONE)).toBe(true);
		expect(is('S02-4444444-4444444')).toBe(true);
		const bad = ['', ' ', `${ONE}1`, `1${ONE}`, ONE.slice(0, -1), 's02-4444444-4444444', 'EUR'];
		expect(bad.filter(is)).toEqual([]);
	});

	it.each([
		['1,234.50', '1234.50'],
		['1,234,567', '1234567'],
		['-1,234.00', '-1234.00'],
		['1.234,50', '1234.50'],
		['1.234.567,8', '1234567.8'],
		['12,5', '12.5'],
		['-0,99', '-0.99'],
		['1234,50', '1234.50'],
		['40.00', '40.00'],
	])('with the amount %s is read as %s', (cell, amount) => {
		const names = ['item-price', 'product-name', 'item-tax'];
		const row = toRow(names, [` ${cell} `, cell, cell]);
		expect(row).toEqual({ 'item-price': amount, 'product-name': cell, 'item-tax': amount });
	});

	it('of a column that is there twice is that which is not empty, else the first', () => {
		const names = ['currency', 'currency', 'sku', 'sku'];
		expect(toRow(names, ['', 'EUR', 'A', 'B'])).toEqual({ currency: 'EUR', sku: 'A' });
	});
});

describe('a row that was put together', () => {
	const CELLS: Record<string, string> = {
		'amazon-order-id': ONE,
		'purchase-date': 'a',
		'last-updated-date': 'b',
		'order-status': 'Shipped',
		'product-name': 'Kettle',
		sku: 'K',
		asin: 'B000000001',
		quantity: '1',
		currency: 'EUR',
		'item-price': '4.00',
		'ship-city': '',
		'ship-state': '',
		'ship-postal-code': '',
		'ship-country': '',
	};
	const NAMES = Object.keys(CELLS);
	const cells = (changes: Record<string, string>) =>
		NAMES.map((name) => ({ ...CELLS, ...changes })[name]);
	const isIt = (changes: Record<string, string> = {}) => isWhole(NAMES, cells(changes));

	it.each(NAMES.slice(0, 10))('is none without its %s', (name) => {
		expect(isIt()).toBe(true);
		expect(isIt({ [name]: ' ' })).toBe(false);
		const others = NAMES.filter((one) => one !== name);
		expect(
			isWhole(
				others,
				others.map((one) => CELLS[one]),
			),
		).toBe(true);
	});

	it.each([
		['Pending', true],
		[' pending - Waiting for Pick Up', true],
		['Cancelled', true],
		['canceled', true],
		['Pendings', false],
		['Not pending', false],
		['Unshipped', false],
	])('with the status %s goes without a price: %s', (status, is) => {
		expect(isIt({ 'order-status': status, currency: '', 'item-price': '' })).toBe(is);
		expect(isIt({ 'order-status': status, sku: '' })).toBe(false);
	});

	it.each(['ship-city', 'ship-state', 'ship-postal-code'])(
		'has a country where it has a %s',
		(name) => {
			const without = cells({ [name]: 'X' });
			expect(hasCountry(NAMES, without)).toBe(false);
			expect(isIt({ [name]: 'X' })).toBe(false);
			expect(hasCountry(NAMES, cells({ [name]: 'X', 'ship-country': 'DE' }))).toBe(true);
			const bare = NAMES.slice(0, -1);
			expect(hasCountry(bare, without.slice(0, -1))).toBe(true);
		},
	);

	it('may be cut only behind what no row goes without', () => {
		const names = [...NAMES, 'is-business-order', 'promotion-ids'];
		const all = [...cells({}), 'false', ''];
		expect(reaches(names, all.slice(0, -1))).toBe(true);
		expect(reaches(names, all.slice(0, -2))).toBe(false);
		expect(reaches(NAMES, all.slice(0, 10))).toBe(true);
		expect(reaches(NAMES, all.slice(0, 9))).toBe(false);
		const pending = cells({ 'order-status': 'Pending' });
		expect(reaches(NAMES, pending.slice(0, 8))).toBe(true);
		expect(reaches(NAMES, pending.slice(0, 7))).toBe(false);
	});
});

describe('a text that is cut', () => {
	const HEAD = 'amazon-order-id\tquantity\tproduct-name';

	it.each(['product-name', 'ship-city', 'ship-state', 'promotion-ids'])(
		'goes on in the next line where %s is the last column',
		(last) => {
			const text = [`amazon-order-id\tquantity\t${last}`, `${ONE}\t1\tA`, 'B', `${TWO}\t1\tC`];
			expect(read(text.join('\n')).map((row) => row[last])).toEqual(['A B', 'C']);
		},
	);

	it.each([
		['sku', 'B'],
		['product-name', 'B\tC'],
	])('does not go on where %s is the last column and the line is %j', (last, stray) => {
		const rows = [`${TWO}\t1\tC`, `${ONE}\t1\tA`, stray, `${TWO}\t1\tC`];
		const text = [`amazon-order-id\tquantity\t${last}`, ...rows];
		expect(() => read(text.join('\n'))).toThrow('line 4 is broken');
	});

	it('has fifty lines at most', () => {
		const cut = (lines: number) => Array.from({ length: lines }, () => 'x').join('\n');
		const file = (lines: number) => `${HEAD}\n${ONE}\t1\t${cut(lines)}\n${TWO}\t1\tB\n`;
		expect(read(file(50)).map((row) => row['product-name'].length)).toEqual([99, 1]);
		expect(() => read(file(51))).toThrow('line 2 is broken');
	});

	it.each([
		['ship-city', ['amazon-order-id', 'ship-city', 'asin']],
		['ship-state', ['amazon-order-id', 'ship-state', 'asin']],
		['product-name', ['amazon-order-id', 'product-name', 'asin']],
	])('by a tab in %s is one again', (name, names) => {
		const rows = read(`${names.join('\t')}\n${ONE}\tA\tB\tB000000001\n`);
		expect(rows.map((row) => [row[name], row.asin])).toEqual([['A B', 'B000000001']]);
	});

	it('by a tab is refused where it may belong to either of two columns', () => {
		const head = 'amazon-order-id\tship-city\tship-state\tasin';
		expect(() => read(`${head}\n${ONE}\tA\tB\tC\tB000000001\n`)).toThrow('line 2 is broken');
	});

	it('by a tab never swallows another order', () => {
		const text = `amazon-order-id\tproduct-name\tasin\n${ONE}\tA ${TWO}\tB\tB000000001\n`;
		expect(() => read(text)).toThrow('line 2 is broken');
		const time = '2026-11-20T09:00:00';
		const dated = `amazon-order-id\tproduct-name\tasin\n${ONE}\tA ${time}\tB\tB000000001\n`;
		expect(() => read(dated)).toThrow('line 2 is broken');
	});
});

it('a row may have blank cells behind its last column', () => {
	const text = `amazon-order-id\tquantity\n${ONE}\t1\t \t\n${TWO}\t2\t\n`;
	expect(read(text).map(({ quantity }) => quantity)).toEqual(['1', '2']);
	expect(() => read(`amazon-order-id\tquantity\n${ONE}\t1\t \tx\n`)).toThrow('line 2 is broken');
});

describe('the end of a file', () => {
	const HEAD = 'amazon-order-id\tquantity\tproduct-name\tpromotion-ids';
	it('that leaves out empty cells may be without a line break', () => {
		expect(read(`${HEAD}\n${ONE}\t1\tA\n${TWO}\t1\tB`)).toHaveLength(2);
		expect(read(`${HEAD}\n${ONE}\t1\tA\tX\n${TWO}\t1\tB\n`)).toHaveLength(2);
		expect(() => read(`${HEAD}\n${ONE}\t1\tA\tX\n${TWO}\t1\tB`)).toThrow('line 3 is broken');
		expect(read(`${HEAD}\n${ONE}\t1\tA\tX\n${TWO}\t1\tB\tY`)).toHaveLength(2);
		// A line of blanks is the last one, and has no end either.
		expect(read(`${HEAD}\n${ONE}\t1\tA\tX\n${TWO}\t1\tB\tY\n  `)).toHaveLength(2);
	});

	it('may be a line break that is cut between two chunks', () => {
		const whole = Buffer.from(`${HEAD}\r\n${ONE}\t1\tA\tX\r\n${TWO}\t1\tB\tY\r`);
		for (let at = 1; at < whole.length; at++) {
			const rows = [...reportRows([whole.subarray(0, at), whole.subarray(at)], 'utf-8')];
			expect(rows.map((row) => row['promotion-ids'])).toEqual(['X', 'Y']);
		}
	});

	it('keeps the number of a line that is broken, empty lines included', () => {
		const whole = Buffer.from(`${HEAD}\r\n${ONE}\t1\tA\tX\r\n\tx\ty\tz\r\n`);
		const chunks = [...whole].map((byte) => Uint8Array.of(byte));
		expect(() => [...reportRows(chunks, 'utf-8')]).toThrow('line 3');
		expect(() => read(`${HEAD}\r\n\r\n${ONE}\t1\tA\tX\r\n\r\n\tx\ty\tz\r\n`)).toThrow('line 5');
	});
});

describe('a header', () => {
	it.each([
		'Amazon Order ID\tProduct Name\tQuantity',
		'AMAZON_ORDER_ID\tPRODUCT_NAME\tQUANTITY',
		' amazon-order-id \tproduct  name\tquantity\t',
	])('may be written as %j, also once more between the rows', (head) => {
		const rows = read([head, `${ONE}\tA\t1`, head, `${TWO}\tB\t2`].join('\n'));
		expect(rows).toEqual([
			{ 'amazon-order-id': ONE, 'product-name': 'A', quantity: '1' },
			{ 'amazon-order-id': TWO, 'product-name': 'B', quantity: '2' },
		]);
	});

	it('is no product that speaks of it', () => {
		const rows = read(`amazon-order-id\tproduct-name\n${ONE}\tThe amazon-order-id\n`);
		expect(rows).toHaveLength(1);
		const odd = 'product-name\tamazon-order-id';
		expect(() => read(`amazon-order-id\tproduct-name\n${odd}\n`)).toThrow('line 2');
		for (const other of ['amazon-order-id\tsku\tasin', 'amazon-order-id']) {
			expect(() => read(`amazon-order-id\tsku\n${other}\n`)).toThrow('line 2');
		}
	});
});

describe('a sentence in place of rows', () => {
	const HEAD = 'amazon-order-id\tproduct-name';
	it('may hold three tabs', () => {
		const line = 'Error: no\tdata\tfor these\tdates';
		expect(() => read(`${HEAD}\n${line}\n`)).toThrow('says: Error: no data for these dates');
	});

	it.each([
		'Error: no\tdata\tfor these\tdates\there',
		'40.00\tKettle',
		'Kettle\tEUR',
		`Kettle of ${ONE}`,
		'Kettle of 2026-11-20T09',
	])('is none, and not shown: %j', (line) => {
		expect(() => read(`${HEAD}\n${line}\n`)).toThrow('line 2 is broken');
	});

	it('is shown only where no order came before it', () => {
		const rows = `${ONE}\tB000000001\n${TWO}\tB000000001\n`;
		const text = `amazon-order-id\tasin\n${rows}The rest is missing.\n`;
		expect(() => read(text)).toThrow('line 4 is broken');
	});

	it('is shown up to 300 letters, without its marks', () => {
		const said = (text: string) => {
			try {
				read(text);
			} catch (error) {
				return /says: (.*)$/s.exec((error as Error).message)?.[1];
			}
			return undefined;
		};
		expect(said(`<b>No</b>   data\n\n\there ${'x'.repeat(400)}`)).toMatch(/^No data here x{287}$/);
		expect(said(`one\n${'y'.repeat(299)}\nthree`)).toMatch(/^one y{296}$/);
		expect(said(`${HEAD}\nNo data ${'x'.repeat(400)}\n`)).toMatch(/^No data x{292}$/);
	});
});

describe('the charset of a report', () => {
	const shiftJis = (text: string) => encode(text, 'Windows-31J');
	const each = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));
	it.each([
		['', [Uint8Array.of(0xef, 0xbb, 0xbf, 0xe9)], false, 'utf-8'],
		['charset=ISO-8859-1', [Uint8Array.of(0xef, 0xbb, 0xbf)], false, 'utf-8'],
		['', [Uint8Array.of(0xfe, 0xff, 0, 105)], true, 'utf-16be'],
		['charset=UTF-8', each(Uint8Array.of(0xff, 0xfe, 105, 0)), false, 'utf-16le'],
		['text/plain; CHARSET=UTF-16BE', [Uint8Array.of(0, 105)], false, 'UTF-16BE'],
		['text/plain; charset=UTF-16BE', [Buffer.from('id')], false, 'utf-8'],
		// Kana of either kind; kanji alone may be accents.
		['charset=ISO-8859-1', [shiftJis('さくら')], false, 'shift_jis'],
		['charset=Windows-1252', [shiftJis('カメラ')], false, 'shift_jis'],
		['charset=ISO-8859-1', [shiftJis('日本')], true, 'ISO-8859-1'],
		['charset=ISO-8859-2', [shiftJis('さくら')], true, 'ISO-8859-2'],
		['', [shiftJis('ア')], true, 'shift_jis'],
		['', each(shiftJis('日')), true, 'shift_jis'],
		['', [shiftJis('日')], false, 'windows-1252'],
		['', [Uint8Array.of(0xe9, 0x61, 0xe9)], true, 'windows-1252'],
		['', [Uint8Array.of(0x80, 0x61, 0x80)], true, 'windows-1252'],
		// What other bytes become in Shift_JIS.
		['charset=Shift_JIS', [Uint8Array.of(0xf0, 0x40)], true, 'windows-1252'],
		['', [Uint8Array.of(0xf0, 0x40, 0x93, 0xfa)], true, 'windows-1252'],
		// As many letters as faults are no UTF-8.
		['', [Uint8Array.of(0xc3, 0xa9, 32, 0xe9, 32)], false, 'windows-1252'],
		['', [Uint8Array.of(0xc3, 0xa9, 0xc3, 0xa9, 32, 0xe9, 32)], false, 'utf-8'],
		['', [], true, 'utf-8'],
		['charset=ISO-8859-15', [], true, 'ISO-8859-15'],
	])('labelled %j', (contentType, chunks, isJapan, charset) => {
		expect(charsetOf(contentType, chunks, isJapan)).toBe(charset);
	});
});
