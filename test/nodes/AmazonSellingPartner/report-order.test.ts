import { describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { toOrderOfReport } from '../../../nodes/AmazonSellingPartner/orders/reports/mapping';
import { reportStanding } from '../../../nodes/AmazonSellingPartner/orders/reports/status';
import type { ReportRow } from '../../../nodes/AmazonSellingPartner/orders/reports/file';
import { LeftOut } from '../../../nodes/AmazonSellingPartner/orders/reports/left-out';

const ID = '902-3159896-1390916';
const row = (more: ReportRow = {}): ReportRow => ({ 'amazon-order-id': ID, ...more });
const read = (...rows: ReportRow[]) =>
	toOrderOfReport(rows, { account: 'A3', sites: ['A1PA6795UKMFR9'] });

describe('a word for the status in a report', () => {
	it.each([
		['Pending', 'PENDING', 'pending', 'unfulfilled'],
		['PendingAvailability', 'PENDING_AVAILABILITY', 'pending', 'unfulfilled'],
		['Pending Availability', 'PENDING_AVAILABILITY', 'pending', 'unfulfilled'],
		['Unshipped', 'UNSHIPPED', 'unknown', 'unfulfilled'],
		['PartiallyShipped', 'PARTIALLY_SHIPPED', 'unknown', 'partial'],
		['Shipped', 'SHIPPED', 'unknown', 'fulfilled'],
		['Complete', 'SHIPPED', 'unknown', 'fulfilled'],
		['InvoiceUnconfirmed', 'INVOICE_UNCONFIRMED', 'unknown', 'fulfilled'],
		['Unfulfillable', 'UNFULFILLABLE', 'unknown', 'unfulfilled'],
		['Cancelled', 'CANCELLED', 'unknown', 'cancelled'],
		['Canceled', 'CANCELLED', 'unknown', 'cancelled'],
		['Teleported', null, 'unknown', 'unknown'],
	])('%s', (written, known, paymentStatus, fulfillmentStatus) => {
		const rows = [row({ 'order-status': written })];
		expect(reportStanding(rows)).toEqual({ known, fulfillmentStatus });
		expect(read(...rows)).toMatchObject({ paymentStatus, fulfillmentStatus, statusRaw: written });
		const cancelled = read(row({ 'item-status': written, quantity: '2' })).lines[0];
		expect(cancelled.quantityCancelled).toBe(known === 'CANCELLED' ? 2 : null);
	});

	it.each([
		['Shipped - Delivered to Buyer', 'delivered'],
		['Shipped — Delivered to Buyer', 'delivered'],
		['Shipped-Returned to Seller', 'returned'],
		['Shipped - Lost - in Transit', 'fulfilled'],
	])('%s: with what the parcel adds', (written, fulfillmentStatus) => {
		const standing = reportStanding([row({ 'order-status': written })]);
		expect(standing).toEqual({ known: 'SHIPPED', fulfillmentStatus });
	});

	it.each([
		[['Pending Availability', 'Pending'], 'PENDING_AVAILABILITY'],
		[['Pending', 'Unshipped'], 'PENDING'],
		[['Unshipped', 'Unfulfillable'], 'UNSHIPPED'],
		[['Unfulfillable', 'Invoice Unconfirmed'], 'UNFULFILLABLE'],
		[['Unfulfillable', 'Partially Shipped'], 'PARTIALLY_SHIPPED'],
		[['Unshipped', 'Unshipped', 'Cancelled'], 'UNSHIPPED'],
		[['Teleported', 'Shipped'], null],
		[['Cancelled'], 'CANCELLED'],
	])('of several rows, %j, keeps the order back', (words, known) => {
		const rows = words.map((word) => row({ 'order-status': word }));
		expect(reportStanding(rows).known).toBe(known);
		expect(reportStanding(rows.toReversed()).known).toBe(known);
	});

	it('of items shows a part of an order only where it has both kinds', () => {
		const of = (order: string, ...items: string[]) =>
			reportStanding(items.map((item) => row({ 'order-status': order, 'item-status': item })));
		expect(of('Shipped', 'Shipped', 'Unshipped').known).toBe('PARTIALLY_SHIPPED');
		expect(of('Unshipped', 'Shipped', 'Unshipped').known).toBe('PARTIALLY_SHIPPED');
		expect(of('Pending', 'Shipped', 'Unshipped').known).toBe('PENDING');
		expect(of('Shipped', 'Shipped', 'Shipped').known).toBe('SHIPPED');
		expect(of('Unshipped', 'Unshipped').known).toBe('UNSHIPPED');
		expect(of('Shipped', 'Unshipped', 'Unshipped').known).toBe('SHIPPED');
	});

	it('is none where no row has one', () => {
		expect(read(row(), row({ 'order-status': ' ' })).statusRaw).toBeNull();
	});
});

describe('an order of a report', () => {
	it.each([
		['Amazon', 'marketplace'],
		['AFN', 'marketplace'],
		['merchant', 'seller'],
		['MFN', 'seller'],
		['Drone', 'unknown'],
	])('of the channel %s is shipped by: %s', (channel, fulfilledBy) => {
		expect(read(row({ 'fulfillment-channel': channel })).fulfilledBy).toBe(fulfilledBy);
		const twice = [channel, channel.toLowerCase()].map((one) =>
			row({ 'fulfillment-channel': one }),
		);
		expect(read(...twice).fulfilledBy).toBe(fulfilledBy);
	});

	it('says what no report tells, and nothing else', () => {
		const reasons = (...rows: ReportRow[]) =>
			read(...rows).missing.map(({ field, reason }) => `${field}: ${reason}`);
		const always = [
			...['totals', 'shipBy', 'deliverBy', 'buyer.name', 'buyer.email', 'shippingAddress.name'],
			...['shippingAddress.line1', 'shippingAddress.phone', 'invoice', 'lines.id'],
			...['lines.quantityShipped', 'shipments'],
		].map((field) => `${field}: not in the report`);
		const payment = ['paymentStatus', 'paymentMethod', 'cashOnDelivery'].map(
			(field) => `${field}: not in the report`,
		);
		expect(reasons(row())).toEqual([...always, ...payment]);
		const paid = row({ 'payment-method-details': 'Card' });
		expect(reasons(paid)).toEqual(always);
		expect(reasons({ ...paid, quantity: '2', 'item-price': '4.00' })).toEqual([
			...always,
			'lines.unitPrice: the report gives the price of the line only',
		]);
		expect(reasons({ ...paid, quantity: '1', 'item-price': '4.00' })).toEqual(always);
		expect(reasons({ ...paid, quantity: '2', 'shipping-price': '4.00' })).toEqual(always);
		for (const status of ['Pending', 'Pending Availability']) {
			const pending = { ...paid, 'order-status': status };
			expect(reasons(pending)).toEqual([...always, 'lines.total: pending order']);
		}
		// The same site under two names is one.
		const names = ['Amazon.uk', 'Amazon.co.uk'].map((name) => ({ ...paid, 'sales-channel': name }));
		expect(reasons(...names)).toEqual(always);
		expect(read(...names).site).toBe('A1F83G8C2ARO7P');
	});

	it.each([
		['Cash', 'unpaid', true],
		['Cash on Delivery', 'unpaid', true],
		['cod', 'unpaid', true],
		['COD, Gift Card', 'unpaid', true],
		['Code card', 'paid', false],
	])('is paid by %s: %s', (method, paymentStatus, cashOnDelivery) => {
		const given = { 'payment-method-details': method, 'order-status': 'Unshipped' };
		expect(read(row(given), row({ 'order-status': 'Unshipped' }))).toMatchObject({
			...{ paymentStatus, cashOnDelivery, paymentMethod: method },
		});
		const untold = read(row({ 'order-status': 'Unshipped' }));
		expect(untold).toMatchObject({ paymentStatus: 'unknown', cashOnDelivery: null });
	});

	it.each([
		['ship-city', 'city'],
		['ship-state', 'region'],
		['ship-postal-code', 'postalCode'],
		['ship-country', 'countryCode'],
	])('has an address by its %s alone', (column, field) => {
		const { shippingAddress } = read(row(), row({ [column]: 'X' }));
		expect(shippingAddress).toMatchObject({ [field]: 'X' });
		expect(Object.values(shippingAddress ?? {}).filter((value) => value !== null)).toEqual(['X']);
		expect(read(row({ [column]: ' ' })).shippingAddress).toBeNull();
	});

	it.each([
		[{ 'is-replacement-order': 'true' }, ['O']],
		[{ 'is-replacement-order': 'TRUE' }, ['O']],
		[{ 'is-exchange-order': 'True' }, ['O']],
		[{ 'is-replacement-order': 'false', 'is-exchange-order': 'false' }, []],
		[{}, []],
	])('names the order that it replaces: %j', (flags, ids) => {
		const rows = [row({ ...flags, 'original-order-id': 'O' }), row({ 'merchant-order-id': ID })];
		expect(read(...rows).relatedIds).toEqual(ids);
		const more = row({ ...flags, 'original-order-id': 'O', 'merchant-order-id': 'M' });
		expect(read(more, more).relatedIds).toEqual(['M', ...ids]);
	});

	it('tells taxes by row, and who collects them', () => {
		const rows = [
			row({ 'item-tax': '1.00', 'tax-collection-model': 'MarketplaceFacilitator' }),
			row({ 'item-tax': '', 'tax-collection-model': 'MarketplaceFacilitator' }),
			row({ 'item-tax': '2.00', 'tax-collection-model': 'Other' }),
		];
		expect(read(...rows).taxes).toEqual([
			{ name: null, rate: null, amount: '1.00', collectedBy: 'marketplace' },
			{ name: null, rate: null, amount: '2.00', collectedBy: 'unknown' },
		]);
	});

	it('tells its promotions once, its site and its account', () => {
		const rows = [row({ 'promotion-ids': ' A ,B,, A' }), row()];
		const order = read(...rows);
		expect(order.discounts.map(({ code }) => code)).toEqual(['A', 'B']);
		expect(order).toMatchObject({ account: 'A3', site: 'A1PA6795UKMFR9', number: ID });
		expect(read(row({ 'ship-service-level': 'Next' })).shipping.methodId).toBe('Next');
	});

	it('is of its first purchase and of its last change, whatever zone they are written in', () => {
		const times = ['2026-11-20T10:00:00+09:00', '2026-11-20T02:00:00+00:00', ''];
		const rows = times.map((time) => row({ 'purchase-date': time, 'last-updated-date': time }));
		for (const given of [rows, rows.toReversed()]) {
			expect(read(...given)).toMatchObject({
				placedAt: times[0],
				updatedAt: '2026-11-20T02:00:00Z',
			});
		}
		expect(read(row())).toMatchObject({ placedAt: null, updatedAt: null });
	});
});

describe('a line of a report', () => {
	it('has its charges beside it, with tax and discount', () => {
		const given = row({
			...{ sku: 'S', 'item-price': '9.00', 'item-tax': '0.90', 'item-promotion-discount': '1.00' },
			...{ 'shipping-price': '4.00', 'shipping-tax': '0.40', 'ship-promotion-discount': '2.00' },
			...{ 'gift-wrap-price': '3.00', 'gift-wrap-tax': '0.30' },
			...{ 'cod-fee': '5.00', 'cod-fee-discount': '0.50' },
		});
		expect(read(given).lines).toMatchObject([
			{ key: 'product:S', total: '9.00', tax: '0.90', discount: '1.00' },
			{
				...{ key: 'shipping:S:shipping-price', kind: 'shipping', title: 'shipping-price' },
				...{ total: '4.00', tax: '0.40', discount: '2.00' },
			},
			{
				...{ key: 'fee:S:gift-wrap-price', kind: 'fee', title: 'gift-wrap-price' },
				...{ total: '3.00', tax: '0.30', discount: null },
			},
			{
				...{ key: 'fee:S:cod-fee', kind: 'fee', title: 'cod-fee' },
				...{ total: '5.00', tax: null, discount: '0.50' },
			},
		]);
		expect(read({ ...given, 'shipping-price': '0.00', 'cod-fee': '' }).lines).toHaveLength(2);
	});

	it('tells what whoever packs it has to see', () => {
		const given = row({
			...{ 'gift-message-text': 'A', 'gift-wrap-type': 'B', 'customized-url': 'C' },
			...{ 'ioss-number': 'D', 'purchase-order-number': 'E' },
		});
		expect(read(given).lines[0].options).toEqual([
			{ name: 'giftMessage', value: 'A' },
			{ name: 'giftWrapLevel', value: 'B' },
			{ name: 'customizedUrl', value: 'C' },
			{ name: 'iossNumber', value: 'D' },
			{ name: 'purchaseOrderNumber', value: 'E' },
		]);
	});

	it('tells its facts', () => {
		const given = row({
			...{ sku: 'S', asin: 'B000000001', 'product-name': 'T', quantity: '1' },
			...{ 'item-price': '9.00', 'item-status': 'Shipped' },
		});
		expect(read(given).lines[0]).toMatchObject({
			...{ sku: 'S', productId: 'B000000001', title: 'T', quantity: 1, statusRaw: 'Shipped' },
			...{ unitPrice: '9.00', quantityCancelled: null },
		});
	});

	it.each([
		[{ sku: 'S', asin: 'A', 'product-name': 'P' }, 'product:S'],
		[{ asin: 'A', 'product-name': 'P' }, 'product:A'],
		[{ 'product-name': 'P' }, 'product:P'],
		[{}, 'product:?'],
	])('is named by %j', (given, key) => {
		expect(read(row(given as ReportRow)).lines[0].key).toBe(key);
	});

	const CONTENT = [
		...['asin', 'customized-url', 'product-name', 'promotion-ids', 'item-price', 'quantity'],
		...['item-status', 'a-later-one', 'z-last-one'],
	];
	it.each(CONTENT.slice(0, -1).map((column, at) => [column, CONTENT.slice(at + 1)] as const))(
		'of a SKU that comes twice is told apart by %s before all that changes more',
		(column, later) => {
			const of = (own: string, others: string) =>
				row({
					...{ sku: 'S', [column]: own, 'ship-service-level': own },
					...Object.fromEntries(later.map((name) => [name, others])),
				});
			const rows = [of('1', '9'), of('2', '1')];
			for (const given of [rows, rows.toReversed()]) {
				const { lines } = read(...given);
				const key = (at: number) => lines[given.indexOf(rows[at])].key;
				expect([key(0), key(1)]).toEqual(['product:S', 'product:S#2']);
			}
		},
	);
});

describe('what is left out of a report', () => {
	const hints = (rest: LeftOut): string[] => {
		const told: string[] = [];
		rest.tell({ hint: (text: string) => void told.push(text) } as unknown as Call);
		return told;
	};
	const FROM = '2026-11-20T09:00:00Z';
	const TO = '2026-11-20T10:00:00Z';
	const wanted = (column = 'purchase-date') =>
		new LeftOut({
			...{ sites: ['A1PA6795UKMFR9'], column, from: Date.parse(FROM), to: Date.parse(TO) },
		});

	it.each([
		[FROM, true],
		[TO, true],
		['2026-11-20T08:59:59Z', false],
		['2026-11-20T10:00:01Z', false],
		['', true],
	])('is not an order of %s: %s', (time, is) => {
		expect(wanted().keeps([row({ 'purchase-date': time, 'last-updated-date': '2020' })])).toBe(is);
		expect(wanted('last-updated-date').keeps([row({ 'last-updated-date': time })])).toBe(is);
	});

	it('is told with the five channels that have most, and the number of all', () => {
		const rest = wanted();
		['a', 'b', 'c', 'd', 'e', 'f', 'g'].forEach((name, at) => {
			for (let i = 0; i <= at; i++) rest.keeps([row({ 'sales-channel': `Shop ${name}` })]);
		});
		rest.keeps([row({ 'purchase-date': '2020-01-01T00:00:00Z', 'sales-channel': 'Amazon.de' })]);
		const many = 'Shop g 7, Shop f 6, Shop e 5, Shop d 4, Shop c 3, other channels 3';
		expect(hints(rest)).toEqual([
			expect.stringContaining(`not requested: 29 (${many}, outside the dates 1)`),
		]);
	});

	it('is not spoken of where it is nothing', () => {
		const rest = wanted();
		expect(rest.keeps([row({ 'sales-channel': 'Amazon.de' })])).toBe(true);
		expect(hints(rest)).toEqual([]);
		rest.keeps([row({ 'sales-channel': 'Amazon.fr' })]);
		expect(hints(rest)).toEqual([expect.stringContaining('1 (Amazon.fr 1)')]);
	});
});
