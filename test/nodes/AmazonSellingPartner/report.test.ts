import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { clock } from '../../../core/request/clock';
import { gunzip } from '../../../core/request/download';
import { QuotaError } from '../../../core/request/errors';
import { toOrderOfReport } from '../../../nodes/AmazonSellingPartner/orders/reports/mapping';
import {
	byOrder,
	charsetOf,
	isGzip,
	reportRows,
	type ReportRow,
} from '../../../nodes/AmazonSellingPartner/orders/reports/file';
import { isOfSites, siteOf } from '../../../nodes/AmazonSellingPartner/orders/reports/sites';
import { reportTime } from '../../../nodes/AmazonSellingPartner/orders/reports/time';
import { orders } from '../../../nodes/AmazonSellingPartner/orders/list';
import { Report } from '../../../nodes/AmazonSellingPartner/orders/reports/report';
import { readableUrl } from '../../../nodes/AmazonSellingPartner/signed-address';
import { LeftOut } from '../../../nodes/AmazonSellingPartner/orders/reports/left-out';
import { reportedOrders } from '../../../nodes/AmazonSellingPartner/orders/reports/windows';
import { encode } from '../../../sandbox/kit/charset';
import { failureOf } from '../../kit/failure';
import { ScriptedCall } from '../feeds/scripted-call';
import { expectLegal } from '../legal.order';

const bytes = (text: string): Uint8Array[] => [Buffer.from(text)];
const rowsOf = (text: string, charset = 'utf-8') => [...reportRows(bytes(text), charset)];
const HEAD = 'amazon-order-id\tproduct-name\tquantity';
const ONE = '902-3159896-1390916';
const TWO = 'S02-4444444-4444444';

const ROW: ReportRow = {
	'amazon-order-id': '902-3159896-1390916',
	'merchant-order-id': 'M-1',
	'purchase-date': '2026-11-20T09:00:00+00:00',
	'last-updated-date': '2026-11-20T10:00:00+00:00',
	'order-status': 'Unshipped',
	'fulfillment-channel': 'Merchant',
	'sales-channel': 'Amazon.de',
	'ship-service-level': 'Standard',
	'product-name': 'Kettle 27" "deluxe"',
	sku: 'KET-1',
	asin: 'B000000001',
	'item-status': 'Unshipped',
	quantity: '2',
	currency: 'EUR',
	'item-price': '40.00',
	'item-tax': '6.39',
	'shipping-price': '4.99',
	'shipping-tax': '0.80',
	'item-promotion-discount': '5.00',
	'ship-city': 'Berlin',
	'ship-postal-code': '10115',
	'ship-country': 'DE',
	'promotion-ids': 'SUMMER,PAWS-V2',
};
const SECOND: ReportRow = {
	...ROW,
	sku: 'CUP-1',
	quantity: '1',
	'item-price': '3.50',
	'shipping-price': '',
	'promotion-ids': 'SUMMER',
};
const toOrder = (rows: ReportRow[]) =>
	toOrderOfReport(rows, { account: 'me', sites: ['A1PA6795UKMFR9', 'A1C3SOZRARQ6R3'] });

describe('the rows of a report', () => {
	it('keep quotation marks, and gain the empty columns that were left out', () => {
		const head = `${HEAD}\tpromotion-ids`;
		expect(rowsOf(`${head}\r\n${ONE}\t"Half" 27"\t1\r\n\r\n${TWO}\tB\t3\tX`)).toEqual([
			{ 'amazon-order-id': ONE, 'product-name': '"Half" 27"', quantity: '1', 'promotion-ids': '' },
			{ 'amazon-order-id': TWO, 'product-name': 'B', quantity: '3', 'promotion-ids': 'X' },
		]);
	});

	it.each(['\n', '\r\n', '\r'])('end with %j', (end) => {
		const rows = rowsOf([HEAD, `${ONE}\tA\t1`, '', `${TWO}\tB\t2`, ''].join(end));
		expect(rows.map((row) => row['product-name'])).toEqual(['A', 'B']);
	});

	it('begin behind a byte order mark', () => {
		expect(rowsOf(`\ufeff${HEAD}\n${ONE}\tA\t1\n`)).toHaveLength(1);
	});

	it('are read across the borders of chunks, in the middle of a letter too', () => {
		const whole = Buffer.from(`${HEAD}\r\n${ONE}\tŻółć 東京\t1\r\n${TWO}\tB\t2\r\n`);
		const chunks = [...whole].map((byte) => Uint8Array.of(byte));
		expect([...reportRows(chunks, 'utf-8')].map((row) => row['product-name'])).toEqual([
			'Żółć 東京',
			'B',
		]);
	});

	it.each(['', '\n\n', HEAD, `${HEAD}\r\n`])('are none where the file holds none: %j', (text) => {
		expect(rowsOf(text)).toEqual([]);
	});

	it.each([
		['<html>Sorry</html>', 'it has no column amazon-order-id, and says: Sorry'],
		['Date range exceeded the limit.', 'and says: Date range exceeded the limit.'],
		[`${HEAD}\nDate range exceeded.`, 'line 2 is not an order, but says: Date range exceeded.'],
		['order-id\tname\n1\tA', 'it has no column amazon-order-id, and says: order-id name 1 A'],
		[`${HEAD}\n\tA\t1`, 'a row has no order number (line 2)'],
	])('are refused where the file is none: %j', (text, why) => {
		expect(() => rowsOf(text)).toThrow(why);
	});

	it('of one order come together, wherever they stand', () => {
		const orders = byOrder(rowsOf(`${HEAD}\n${ONE}\tA\t1\n${TWO}\tB\t1\n${ONE}\tC\t1`));
		expect([...orders].map(([id, rows]) => [id, rows.length])).toEqual([
			[ONE, 2],
			[TWO, 1],
		]);
	});
});

describe('the charset of a report', () => {
	const latin1 = (text: string) => [encode(text, 'ISO-8859-1')];
	const shiftJis = (text: string) => [encode(text, 'Windows-31J')];
	const latin = [Buffer.from('Ż', 'utf8').subarray(0, 1), Uint8Array.of(0xe9)];
	it.each([
		['text/plain;charset=Windows-31J', latin, false, 'Windows-31J'],
		['text/plain; charset="ISO-8859-1"', latin, true, 'ISO-8859-1'],
		['text/plain', bytes('Żółć'), true, 'utf-8'],
		['text/plain', latin, true, 'shift_jis'],
		['text/plain; charset=klingon', latin, false, 'windows-1252'],
		// Labels that the bytes disprove.
		['text/plain;charset=ISO-8859-1', bytes('Jürgen Groß, 東京'), false, 'utf-8'],
		['text/plain;charset=Windows-1252', bytes('Łódź'), false, 'utf-8'],
		['text/plain;charset=Windows-31J', bytes('東京 さくら'), true, 'utf-8'],
		['text/plain;charset=UTF-8', latin1('Jürgen Groß'), false, 'windows-1252'],
		['text/plain;charset=UTF-8', shiftJis('東京 さくら'), true, 'shift_jis'],
		['text/plain;charset=UTF-8', latin1('Jürgen Groß'), true, 'windows-1252'],
		['text/plain;charset=Shift_JIS', latin1('Jürgen Groß'), false, 'windows-1252'],
		['text/plain;charset=ISO-8859-1', shiftJis('東京 さくら'), true, 'shift_jis'],
		['text/plain;charset=ISO-8859-1', shiftJis('東京 さくら'), false, 'shift_jis'],
		['text/plain;charset=Windows-1252', latin1('Müller’s “Best”'), true, 'Windows-1252'],
		['text/plain;charset=UTF-8', latin1('Pokémon'), true, 'windows-1252'],
		['text/plain', latin1('Pokémon'), true, 'windows-1252'],
		['text/plain;charset=UTF-8', shiftJis('日本'), true, 'shift_jis'],
		// One title that Amazon has cut within a letter disproves nothing.
		['text/plain;charset=UTF-8', [...bytes('Küche für'), Uint8Array.of(0xc3, 9)], false, 'UTF-8'],
		['text/plain', [...bytes('Küche für'), Uint8Array.of(0xc3, 9)], false, 'utf-8'],
		['text/plain;charset=UTF-16', bytes('amazon-order-id'), false, 'utf-8'],
		// Labels that they do not.
		['text/plain;charset=UTF-16LE', [Buffer.from('id', 'utf16le')], false, 'UTF-16LE'],
		['text/plain;charset=ISO-8859-1', bytes('plain'), true, 'ISO-8859-1'],
		['text/plain;charset=Shift_JIS', shiftJis('ﾄｳｷｮｳ 東京'), true, 'Shift_JIS'],
		['text/plain;charset=utf8', bytes('Łódź'), false, 'utf8'],
		['text/plain;charset=UTF-8', [...bytes('Żółć Łódź'), Uint8Array.of(0xc5)], false, 'UTF-8'],
		['text/plain', latin1('Jürgen Groß'), true, 'windows-1252'],
		['text/plain', shiftJis('東京 さくら'), true, 'shift_jis'],
		['text/plain', [Uint8Array.of(0xff, 0xfe), Buffer.from('id', 'utf16le')], false, 'utf-16le'],
	])('%s', (contentType, chunks, isJapan, charset) => {
		expect(charsetOf(contentType, chunks, isJapan)).toBe(charset);
	});

	it('Shift_JIS becomes the letters that were meant', () => {
		const name = Uint8Array.of(0x93, 0x8c, 0x8b, 0x9e);
		const chunks = [Buffer.from(`${HEAD}\n${ONE}\t`), name, Buffer.from('\t1')];
		expect([...reportRows(chunks, 'Windows-31J')][0]['product-name']).toBe('東京');
	});
});

describe('a packed report', () => {
	it('is unpacked, and known by its first bytes', async () => {
		const packed = [gzipSync('hello')];
		expect(isGzip(packed)).toBe(true);
		expect(isGzip([...packed[0]].map((byte) => Uint8Array.of(byte)))).toBe(true);
		expect(isGzip(bytes('hello'))).toBe(false);
		expect([[0x1f], [0x1f, 0x41], [0x41, 0x8b]].some((one) => isGzip([Uint8Array.from(one)]))).toBe(
			false,
		);
		expect(Buffer.concat(await gunzip(packed, 100)).toString()).toBe('hello');
	});

	it('may not become larger than the limit', async () => {
		await expect(gunzip([gzipSync(Buffer.alloc(3_000_000))], 1024 * 1024)).rejects.toThrow(
			'The file is larger than 1 MB',
		);
	});

	it('that is cut off is not taken for a whole one', async () => {
		const packed = gzipSync('hello, hello, hello');
		await expect(gunzip([packed.subarray(0, packed.length - 6)], 100)).rejects.toThrow();
	});
});

describe('an order of a report', () => {
	it('is the same unified order as one of the Orders API', () => {
		const order = toOrder([ROW, SECOND]);
		expectLegal(order);
		expect(order).toMatchObject({
			id: '902-3159896-1390916',
			site: 'A1PA6795UKMFR9',
			relatedIds: ['M-1'],
			eventKey: 'amazon:902-3159896-1390916:2026-11-20T10:00:00Z',
			status: 'open',
			fulfillmentStatus: 'unfulfilled',
			fulfilledBy: 'seller',
			placedAt: '2026-11-20T09:00:00Z',
			currency: 'EUR',
			shippingAddress: { name: null, city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
			totals: { grand: null },
		});
		expect(
			order.lines.map(({ kind, sku, quantity, unitPrice, total }) => [
				kind,
				sku,
				quantity,
				unitPrice,
				total,
			]),
		).toEqual([
			['product', 'KET-1', 2, null, '40.00'],
			['product', 'CUP-1', 1, '3.50', '3.50'],
			['shipping', null, null, null, '4.99'],
		]);
		expect(order.discounts.map(({ code }) => code)).toEqual(['SUMMER', 'PAWS-V2']);
	});

	it('has nothing of one row that another contradicts', () => {
		const later = { 'purchase-date': '2026-11-20T09:00:05+00:00', 'sales-channel': 'Amazon.fr' };
		const order = toOrder([{ ...ROW, ...later, currency: 'GBP' }, ROW, { ...ROW, currency: '' }]);
		expect(order).toMatchObject({
			placedAt: '2026-11-20T09:00:00Z',
			currency: null,
			site: null,
		});
		expect(order.missing).toEqual(
			expect.arrayContaining([
				{ field: 'currency', reason: 'the rows of the report say GBP, EUR' },
				{ field: 'site', reason: 'the rows of the report say Amazon.fr, Amazon.de' },
			]),
		);
		expect(toOrder([{ ...ROW, currency: '', 'sales-channel': '' }, ROW])).toMatchObject({
			currency: 'EUR',
			site: 'A1PA6795UKMFR9',
		});
	});

	it('says what a report does not tell', () => {
		const { missing, paymentStatus, buyer } = toOrder([ROW]);
		const fields = missing.filter(({ reason }) => reason === 'not in the report');
		expect(fields.map(({ field }) => field)).toEqual(
			expect.arrayContaining(['totals', 'buyer.name', 'shippingAddress.line1', 'paymentStatus']),
		);
		expect(paymentStatus).toBe('unknown');
		expect(buyer.name).toBeNull();
	});

	it.each([
		['Standard Credit Card', 'paid', false],
		['COD', 'unpaid', true],
		['CashOnDelivery', 'unpaid', true],
	])('tells how it was paid where the report does: %s', (method, paymentStatus, cashOnDelivery) => {
		const order = toOrder([{ ...ROW, 'payment-method-details': method }]);
		expect(order).toMatchObject({ paymentStatus, cashOnDelivery, paymentMethod: method });
		expect(order.missing.map(({ field }) => field)).not.toContain('paymentStatus');
	});

	it('that is pending has no price yet', () => {
		const order = toOrder([{ ...ROW, 'order-status': 'Pending', 'item-price': '', currency: '' }]);
		expect(order.paymentStatus).toBe('pending');
		expect(order.missing).toContainEqual({ field: 'lines.total', reason: 'pending order' });
	});

	it('keeps an offset that is not zero', () => {
		expect(reportTime('2026-11-20T18:00:00+09:00')).toBe('2026-11-20T18:00:00+09:00');
		expect(reportTime('')).toBeNull();
	});

	it.each([
		['Amazon.co.jp', ['A1PA6795UKMFR9'], 'A1VC38T7YXB528'],
		['Amazon.mars', ['A1PA6795UKMFR9'], null],
		['', ['A1PA6795UKMFR9'], 'A1PA6795UKMFR9'],
		['amazon.COM', [], 'ATVPDKIKX0DER'],
		['Amazon.com.be', [], 'AMEN7PMS3EDWL'],
		['Amazon.com.mx', [], 'A1AM78C64UM0Y8'],
		['Amazon.co.uk', [], 'A1F83G8C2ARO7P'],
		['Amazon.uk', [], 'A1F83G8C2ARO7P'],
		['www.amazon.com.tr', [], 'A33AVAJ2PDY3EV'],
		['Non-Amazon', ['A1PA6795UKMFR9'], null],
		['', ['A1PA6795UKMFR9', 'A1C3SOZRARQ6R3'], null],
	])('of the channel %j', (channel, sites, site) => {
		expect(siteOf(channel, sites)).toBe(site);
	});
});

it.each([
	['Amazon.de', ['A1PA6795UKMFR9'], true],
	['Amazon.de', [], true],
	['Non-Amazon', [], true],
	['Non-Amazon', ['A1PA6795UKMFR9'], false],
	['Non-Amazon DE', ['A1PA6795UKMFR9'], false],
	['SI UK Prod Marketplace', ['A1F83G8C2ARO7P'], false],
	['Amazon.fr', ['A1PA6795UKMFR9'], false],
	['Amazon.mars', ['A1PA6795UKMFR9'], false],
	// A site that nobody knew when this was written may be the chosen one.
	['Amazon.mars', ['A1PA6795UKMFR9', 'A9MARS12345678'], true],
	[null, ['A1PA6795UKMFR9'], true],
])('an order of the channel %j, with %j chosen, belongs to the list: %s', (channel, sites, is) => {
	expect(isOfSites(channel, sites)).toBe(is);
});

it('an order whose rows are of several channels belongs to the list if one of them does', () => {
	const told: string[] = [];
	const rest = new LeftOut({
		sites: ['A1PA6795UKMFR9'],
		column: 'purchase-date',
		...{ from: Date.parse('2026-11-20T09:00:00Z'), to: Date.parse('2026-11-20T09:00:00Z') },
	});
	const french = { ...ROW, 'sales-channel': 'Amazon.fr' };
	expect(
		[[french, ROW], [{ ...ROW, 'sales-channel': '' }], [french]].map((rows) => rest.keeps(rows)),
	).toEqual([...[true, true, false]]);
	expect(rest.keeps([{ ...ROW, 'purchase-date': '2026-11-20T09:00:01+00:00' }])).toBe(false);
	rest.tell({ hint: (text: string) => void told.push(text) } as unknown as Call);
	expect(told).toEqual([expect.stringContaining('2 (Amazon.fr 1, outside the dates 1)')]);
});

describe('the address of a report', () => {
	const production = 'https://sellingpartnerapi-eu.amazon.com';
	it('is read by https, and on this machine only where the API is there', () => {
		const signed = 'https://files.example/a?X-Amz-Signature=1%2F2';
		expect(readableUrl(signed, production)).toBe(signed);
		expect(readableUrl('http://127.0.0.1:9/a', 'http://localhost:8')).toBe('http://127.0.0.1:9/a');
	});

	it.each(['http://files.example/a', 'file:///etc/passwd', 'http://127.0.0.1:9/a', '', undefined])(
		'is refused: %s',
		(url) => {
			expect(() => readableUrl(url, production)).toThrow('no valid address');
		},
	);
});

describe('a report whose download breaks off', () => {
	const wish = { reportType: 'X', dataStartTime: '2026-11-01T00:00:00Z', marketplaceIds: ['A'] };

	/** Reads a report of which the first `broken` downloads break off. */
	async function read(broken: number) {
		const script = new ScriptedCall(({ method, path }) => {
			if (method === 'POST') return { reportId: '1' };
			if (path.includes('/documents/')) return { url: 'https://files.example/signed' };
			return { processingStatus: 'DONE', reportDocumentId: 'D1' };
		}, Date.now());
		let left = broken;
		const httpRequest = async () => {
			if (left-- > 0) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
			return await Promise.resolve({ statusCode: 200, headers: {}, body: [Buffer.from('a')] });
		};
		const context = { helpers: { httpRequest } };
		const call = { ...script.call, context } as unknown as typeof script.call;
		const file = await new Report(call, 60_000).read(wish, false);
		const addresses = script.asked.filter(({ path }) => path.includes('/documents/')).length;
		return { file, addresses };
	}

	it('is downloaded again, from a new address', async () => {
		const { file, addresses } = await read(2);
		expect(Buffer.concat(file?.chunks ?? []).toString()).toBe('a');
		expect(addresses).toBe(3);
	});

	it('is given up in the end, and says why', async () => {
		expect(await failureOf(read(3))).toMatchObject({ code: 'ECONNRESET' });
	});
});

it('a report waits for the quota of the list of sites, as for its own', async () => {
	vi.spyOn(clock, 'sleep').mockResolvedValue(undefined);
	let isUsedUp = true;
	const script = new ScriptedCall(({ method, path }) => {
		if (path.startsWith('/sellers/')) {
			if (isUsedUp) {
				isUsedUp = false;
				throw new QuotaError('getMarketplaceParticipations', 62_000);
			}
			const marketplace = { id: 'A1PA6795UKMFR9' };
			return { payload: [{ marketplace, participation: { isParticipating: true } }] };
		}
		if (path.startsWith('/orders/')) return { orders: [] };
		return method === 'POST' ? { reportId: '1' } : { processingStatus: 'CANCELLED' };
	}, Date.now());
	const parts = reportedOrders(script.call, 600_000);
	for await (const part of parts) expect(part).toEqual([]);
	expect(script.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
	vi.restoreAllMocks();
});

it('a month without a report is looked for with Orders v0, where the user has chosen it', async () => {
	const script = new ScriptedCall(({ method, path }) => {
		if (path.endsWith('/orderItems')) return { payload: { OrderItems: [{ OrderItemId: '7' }] } };
		if (path === '/orders/v0/orders') {
			return { payload: { Orders: [{ AmazonOrderId: '902-3159896-1390916' }] } };
		}
		if (path.startsWith('/orders/')) return 403;
		return method === 'POST' ? { reportId: '1' } : { processingStatus: 'CANCELLED' };
	}, Date.now());
	script.parameters = {
		apiVersion: 'v0',
		marketplaceIds: ['A1PA6795UKMFR9'],
		options: { readThrough: 'report' },
		filters: { createdAfter: '2026-09-01T00:00:00Z', createdBefore: '2026-10-20T00:00:00Z' },
	};
	const found = [];
	for await (const part of orders.list(script.call, Infinity)) {
		found.push(...part.map((raw) => orders.toOrder(raw, script.call)));
	}
	expect(found.map(({ id, lines }) => [id, lines[0].id])).toEqual([['902-3159896-1390916', '7']]);
	expect(script.queries('/orders/v0/orders')).toMatchObject([
		{ CreatedAfter: '2026-09-01T00:00:00Z', CreatedBefore: '2026-10-20T00:00:00Z' },
	]);
});

it('a month without a report waits for the quota of Orders v0, as for that of reports', async () => {
	vi.spyOn(clock, 'sleep').mockResolvedValue(undefined);
	const usedUp = new Set(['/orders/v0/orders', '/orders/v0/orders/902-3159896-1390916/orderItems']);
	const script = new ScriptedCall(({ method, path }) => {
		if (usedUp.delete(path)) throw new QuotaError(path, 62_000);
		if (path.endsWith('/orderItems')) return { payload: { OrderItems: [] } };
		if (path.startsWith('/orders/')) {
			return { payload: { Orders: [{ AmazonOrderId: '902-3159896-1390916' }] } };
		}
		return method === 'POST' ? { reportId: '1' } : { processingStatus: 'CANCELLED' };
	}, Date.now());
	script.parameters = { apiVersion: 'v0', marketplaceIds: ['A1PA6795UKMFR9'] };
	const found: unknown[] = [];
	for await (const part of reportedOrders(script.call, 600_000)) found.push(...part);
	expect(found).toHaveLength(1);
	vi.restoreAllMocks();
});
