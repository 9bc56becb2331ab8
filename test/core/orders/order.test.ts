import { describe, expect, it } from 'vitest';
import {
	address,
	buyer,
	eventKey,
	idOwner,
	order,
	orderLine,
	totals,
} from '../../../core/orders/order';

const NO_TOTALS = {
	items: null,
	shipping: null,
	tax: null,
	discount: null,
	fees: null,
	refunded: null,
	grand: null,
	paid: null,
};
const NO_BUYER = {
	id: null,
	name: null,
	email: null,
	emailIsRelay: null,
	phone: null,
	company: null,
	taxId: null,
	note: null,
};
const NO_ADDRESS = {
	name: null,
	company: null,
	line1: null,
	line2: null,
	line3: null,
	city: null,
	region: null,
	postalCode: null,
	countryCode: null,
	phone: null,
};
const NO_LINE = {
	id: null,
	parentId: null,
	kind: 'product',
	sku: null,
	productId: null,
	variantId: null,
	offerId: null,
	ean: null,
	title: null,
	options: [],
	quantity: null,
	quantityShipped: null,
	quantityCancelled: null,
	quantityRefunded: null,
	unitPrice: null,
	total: null,
	tax: null,
	discount: null,
	statusRaw: null,
};

describe('an order of which nothing else is known', () => {
	it('has every field, and each says that it is unknown', () => {
		expect(order({ marketplace: 'shop', id: '7', eventKey: 'shop:7:1' })).toEqual({
			schema: 'order/1',
			marketplace: 'shop',
			account: null,
			site: null,
			siteName: null,
			id: '7',
			number: null,
			relatedIds: [],
			url: null,
			eventKey: 'shop:7:1',
			revision: null,
			status: 'unknown',
			statusRaw: null,
			paymentStatus: 'unknown',
			paymentStatusRaw: null,
			paymentMethod: null,
			cashOnDelivery: null,
			fulfillmentStatus: 'unknown',
			fulfillmentStatusRaw: null,
			fulfilledBy: 'unknown',
			placedAt: null,
			paidAt: null,
			updatedAt: null,
			cancelledAt: null,
			shipBy: { from: null, to: null },
			deliverBy: { from: null, to: null },
			currency: null,
			taxIncluded: null,
			totals: NO_TOTALS,
			discounts: [],
			taxes: [],
			buyer: NO_BUYER,
			billingAddress: null,
			shippingAddress: null,
			pickupPoint: null,
			invoice: null,
			shipping: { methodId: null, method: null, carrier: null, price: null },
			lines: [],
			shipments: [],
			missing: [],
		});
	});

	it('has the fields in one order, whatever the order in which the mapper says them', () => {
		const known = { missing: [], eventKey: 'k', buyer: buyer({}), status: 'open' as const };
		const fields = Object.keys(order({ ...known, number: 'N-7', marketplace: 'shop', id: '7' }));
		expect(fields.slice(0, 6)).toEqual([
			...['number', 'id', 'placedAt', 'status', 'paymentStatus', 'fulfillmentStatus'],
		]);
		expect(fields.slice(-4)).toEqual(['schema', 'eventKey', 'revision', 'missing']);
		expect(fields).toEqual(Object.keys(order({ marketplace: 'a', id: 'b', eventKey: 'c' })));
	});

	it('takes what the mapper says in place of it', () => {
		const known = { marketplace: 'shop', id: '7', eventKey: 'k', status: 'open' as const };
		expect(order({ ...known, number: 'N-7' })).toMatchObject({ status: 'open', number: 'N-7' });
	});
});

describe('a part of an order', () => {
	it.each([
		['totals', totals({}), totals({ grand: '5.00' }), NO_TOTALS, { grand: '5.00' }],
		['buyer', buyer({}), buyer({ phone: '1' }), NO_BUYER, { phone: '1' }],
		['address', address({}), address({ city: 'Łódź' }), NO_ADDRESS, { city: 'Łódź' }],
		['line', orderLine({}), orderLine({ kind: 'gift' }), NO_LINE, { kind: 'gift' }],
	])('has every field, the unknown ones too: %s', (_what, nothing, something, empty, known) => {
		expect(nothing).toEqual(empty);
		expect(something).toEqual({ ...empty, ...known });
	});
});

describe('a line', () => {
	it('begins with what was sold and ends with its keys', () => {
		const { lines } = order({
			...{ marketplace: 'shop', id: '7', eventKey: 'k' },
			lines: [orderLine({ id: '1', kind: 'fee' }), orderLine({ key: 'x' })],
		});
		for (const line of lines) {
			expect(Object.keys(line).slice(0, 6)).toEqual([
				...['sku', 'title', 'options', 'quantity', 'unitPrice', 'total'],
			]);
			expect(Object.keys(line).slice(-3)).toEqual(['id', 'parentId', 'key']);
		}
	});
});

describe('every amount of an order', () => {
	const discount = { code: null, name: null, fundedBy: 'unknown', level: 'order' } as const;
	const given = (currency: string | null) =>
		order({
			...{ marketplace: 'shop', id: '7', eventKey: 'k', currency },
			totals: totals({ grand: '1.0000', fees: '1.0000' }),
			discounts: [{ ...discount, amount: '2.0000' }],
			taxes: [{ name: null, rate: '23.0000', amount: '3.0000', collectedBy: 'unknown' }],
			shipping: { methodId: null, method: null, carrier: null, price: '4.0000' },
			lines: [
				orderLine({ unitPrice: '5.1234', total: '6.0000', tax: '7.0000', discount: '8.0000' }),
				orderLine({ unitPrice: '5.0000' }),
			],
		});

	it('has the decimals of its currency, and keeps those that are not zero', () => {
		expect(given('PLN')).toMatchObject({
			totals: { grand: '1.00', fees: '1.00', paid: null },
			discounts: [{ amount: '2.00' }],
			taxes: [{ amount: '3.00' }],
			shipping: { price: '4.00' },
			lines: [
				{ unitPrice: '5.1234', total: '6.00', tax: '7.00', discount: '8.00' },
				{ unitPrice: '5.00' },
			],
		});
		expect(given('JPY')).toMatchObject({ totals: { grand: '1' }, shipping: { price: '4' } });
	});

	it('is as it came where nobody knows the currency', () => {
		expect(given(null)).toMatchObject({
			totals: { grand: '1.0000' },
			lines: [{ total: '6.0000' }, { unitPrice: '5.0000' }],
		});
	});

	it('leaves rates alone', () => expect(given('JPY').taxes[0].rate).toBe('23.0000'));
});

describe('the key of an event', () => {
	it('is owner, id and revision', () => {
		expect(eventKey('shop', '7', '3')).toBe('shop:7:3');
		expect(eventKey('shop', '7', null)).toBe('shop:7:');
	});

	it('names the account only where ids are of one account', () => {
		expect(idOwner({ id: 'shop', idsPerAccount: true }, 'jan')).toBe('shop:jan');
		expect(idOwner({ id: 'shop', idsPerAccount: true }, null)).toBe('shop:');
		expect(idOwner({ id: 'shop', idsPerAccount: false }, 'jan')).toBe('shop');
		expect(idOwner({ id: 'shop' }, 'jan')).toBe('shop');
	});
});
