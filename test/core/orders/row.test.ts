import { describe, expect, it } from 'vitest';
import {
	address,
	buyer,
	order,
	type Order,
	orderLine,
	type OrderLine,
	totals,
} from '../../../core/orders/order';
import { rowsOf } from '../../../core/orders/row';

type Facts = Partial<Parameters<typeof order>[0]>;

function anOrder(facts: Facts = {}): Order {
	return order({ marketplace: 'shop', id: '7', eventKey: 'shop:7:1', currency: 'EUR', ...facts });
}

function rowOf(facts: Facts = {}) {
	const [row, ...others] = rowsOf(anOrder(facts));
	expect(others).toEqual([]);
	return row;
}

function rowOfLine(line: Partial<OrderLine>, facts: Facts = {}) {
	return rowOf({ ...facts, lines: [orderLine(line)] });
}

function parcel(trackingNumber: string, lineIds: string[], carrier: string | null = 'DHL') {
	const lines = lineIds.map((lineId) => ({ lineId, quantity: 1 }));
	return { id: null, carrier, trackingNumber, trackingUrl: null, shippedAt: null, lines };
}

it('is one flat line of an order, in the order in which a person reads it', () => {
	const row = rowOf({
		...{ number: 'N-7', account: 'jan', site: 'A1PA6795UKMFR9', siteName: 'amazon.de' },
		...{ status: 'open', paymentStatus: 'paid', fulfillmentStatus: 'unfulfilled' },
		...{ placedAt: '2026-11-20T10:00:00Z', paidAt: '2026-11-20T10:01:00Z' },
		...{ updatedAt: '2026-11-20T10:02:00Z', url: 'https://shop.example/7' },
		totals: totals({ grand: '45.97' }),
		buyer: buyer({ name: 'Jan', email: 'jan@example.com', phone: '1', note: 'Bell' }),
		shipping: { methodId: '3', method: 'Locker', carrier: 'InPost', price: '5.99' },
		shipBy: { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z' },
		shippingAddress: address({
			...{ name: 'Ewa', company: 'Firma', line1: 'Polna 1', line2: 'm. 2', line3: 'hall' },
			...{ city: 'Łódź', region: 'łódzkie', postalCode: '90-001', countryCode: 'PL', phone: '2' },
		}),
		pickupPoint: { id: 'LOD01', name: 'Locker', address: null },
		lines: [
			orderLine({
				...{ id: '51', sku: 'TEA', title: 'Tea', quantity: 2, unitPrice: '19.99', total: '39.98' },
				options: [
					{ name: 'Size', value: 'L' },
					{ name: 'Colour', value: 'red' },
				],
			}),
		],
	});
	expect(Object.entries(row)).toEqual([
		['orderNumber', 'N-7'],
		['orderId', '7'],
		['placedAt', '2026-11-20T10:00:00Z'],
		['status', 'open'],
		['paymentStatus', 'paid'],
		['fulfillmentStatus', 'unfulfilled'],
		['marketplace', 'shop'],
		['site', 'amazon.de'],
		['account', 'jan'],
		['buyerName', 'Jan'],
		['buyerEmail', 'jan@example.com'],
		['buyerPhone', '1'],
		['buyerNote', 'Bell'],
		['sku', 'TEA'],
		['title', 'Tea'],
		['options', 'Size: L, Colour: red'],
		['quantity', 2],
		['unitPrice', 19.99],
		['lineTotal', 39.98],
		['currency', 'EUR'],
		['orderTotal', 45.97],
		['shippingMethod', 'Locker'],
		['shippingPrice', 5.99],
		['shipByDate', '2026-11-22T00:00:00Z'],
		['name', 'Ewa'],
		['company', 'Firma'],
		['address1', 'Polna 1'],
		['address2', 'm. 2, hall'],
		['postalCode', '90-001'],
		['city', 'Łódź'],
		['region', 'łódzkie'],
		['country', 'PL'],
		['phone', '2'],
		['pickupPoint', 'Locker (LOD01)'],
		['carrier', 'InPost'],
		['trackingNumbers', null],
		['paidAt', '2026-11-20T10:01:00Z'],
		['updatedAt', '2026-11-20T10:02:00Z'],
		['url', 'https://shop.example/7'],
		['lineId', '51'],
		['kind', 'product'],
		['lineKey', 'product:51'],
		['eventKey', 'shop:7:1'],
	]);
});

describe('the rows of an order', () => {
	it('are as many as its lines, each with its own goods', () => {
		const lines = [orderLine({ id: '1', sku: 'A' }), orderLine({ kind: 'shipping', total: '5' })];
		expect(rowsOf(anOrder({ lines }))).toMatchObject([
			{ orderId: '7', sku: 'A', kind: 'product', lineKey: 'product:1' },
			{ orderId: '7', sku: null, kind: 'shipping', lineTotal: 5 },
		]);
	});

	it('are one without goods where it has no lines', () => {
		const row = rowOf({ totals: totals({ grand: '9.90' }) });
		expect(row).toMatchObject({ orderId: '7', orderTotal: 9.9, eventKey: 'shop:7:1' });
		expect(row).toMatchObject({ sku: null, quantity: null, lineTotal: null, lineKey: null });
	});
});

describe('the first cells', () => {
	it('name the order by its id where it has no number', () => {
		expect(rowOf().orderNumber).toBe('7');
	});

	it('name the site by its id where it has no name', () => {
		expect(rowOf({ site: '1044' }).site).toBe('1044');
	});
});

describe('the total of a line', () => {
	it('is the price of one times the quantity where the marketplace gives no total', () => {
		expect(rowOfLine({ quantity: 3, unitPrice: '35.99' }).lineTotal).toBe(107.97);
		expect(rowOfLine({ quantity: 0.5, unitPrice: '0.10' }).lineTotal).toBe(0.05);
	});

	it('is what the marketplace gives, also where that is something else', () => {
		expect(rowOfLine({ quantity: 3, unitPrice: '10.00', total: '25.00' }).lineTotal).toBe(25);
	});

	it.each([
		['price', { quantity: 3 }],
		['quantity', { unitPrice: '1.00' }],
	])('is unknown without a %s', (_what, line) => expect(rowOfLine(line).lineTotal).toBeNull());
});

describe('a cell for several things', () => {
	it('leaves out what is not there', () => {
		expect(rowOf({ shippingAddress: address({ line3: 'hall' }) }).address2).toBe('hall');
		expect(rowOfLine({ options: [{ name: '', value: 'engraved' }] }).options).toBe('engraved');
	});

	it.each([
		[{ id: 'LOD01', name: 'Locker LOD01' }, 'Locker LOD01'],
		[{ id: 'LOD01', name: null }, 'LOD01'],
		[{ id: null, name: 'Shop' }, 'Shop'],
		[{ id: null, name: null }, null],
	])('names a pickup point once: %j', (point, expected) => {
		expect(rowOf({ pickupPoint: { ...point, address: null } }).pickupPoint).toBe(expected);
	});
});

describe('the parcels of a row', () => {
	const shipments = [parcel('T1', ['1']), parcel('T2', ['1', '2'], 'UPS'), parcel('T3', ['3'])];

	it('are those in which the line is', () => {
		expect(rowOfLine({ id: '1' }, { shipments })).toMatchObject({
			carrier: 'DHL, UPS',
			trackingNumbers: 'T1, T2',
		});
		expect(rowOfLine({ id: '2' }, { shipments }).trackingNumbers).toBe('T2');
		expect(rowOfLine({ kind: 'fee' }, { shipments }).trackingNumbers).toBeNull();
	});

	it('are all of which nobody knows what is in them', () => {
		const unknown = [parcel('T4', []), parcel('T4', [], null)];
		const row = rowOfLine({ id: '1' }, { shipments: [...shipments, ...unknown] });
		expect(row.trackingNumbers).toBe('T1, T2, T4');
	});

	it('are all where the order has no lines', () => {
		expect(rowOf({ shipments }).trackingNumbers).toBe('T1, T2, T3');
	});
});

it('gives the first day of shipping where there is no last', () => {
	expect(rowOf({ shipBy: { from: '2026-11-21', to: null } }).shipByDate).toBe('2026-11-21');
});
