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
