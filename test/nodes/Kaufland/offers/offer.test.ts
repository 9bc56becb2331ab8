import { describe, expect, it } from 'vitest';

import {
	OFFER_ID,
	smartMinimum,
	toProduct,
	toTarget,
} from '../../../../nodes/Kaufland/offers/offer';
import type { Offer } from '../../../../nodes/Kaufland/offers/wire';

const WIRE = {
	id_unit: 381_000_000_007,
	id_offer: ' MUG-1 ',
	status: 'AVAILABLE',
	currency: 'CZK',
	listing_price: 25_005,
	minimum_price: 20_000,
	price: 22_222,
	amount: 0,
	storefront: 'CZ',
	fulfillment_type: 'fulfilled_by_merchant',
	date_lastchange_iso: '2026-11-30T10:20:30.627Z',
	product: {
		title: 'Hrnek',
		eans: ['4006381333931', '04006381333931'],
		main_picture: 'https://media.example/1.jpg',
		url: 'https://www.kaufland.cz/product/1/',
	},
};
const offer = (wire: object): Offer => ({ wire: { ...wire }, site: 'cz' });

describe('an offer as a product', () => {
	it('has everything that the list gives', () => {
		expect(toProduct(offer(WIRE))).toEqual({
			schema: 'product/1',
			marketplace: 'kaufland',
			account: null,
			site: 'cz',
			id: '381000000007',
			variantId: null,
			sku: 'MUG-1',
			ean: '4006381333931',
			title: 'Hrnek',
			status: 'active',
			statusRaw: 'AVAILABLE',
			quantity: 0,
			price: '250.05',
			currency: 'CZK',
			url: 'https://www.kaufland.cz/product/1/',
			imageUrl: 'https://media.example/1.jpg',
			updatedAt: '2026-11-30T10:20:30.627Z',
			missing: [],
		});
	});

	it.each<[string, object]>([
		['nothing', {}],
		['nulls', { id_offer: null, amount: null, listing_price: null, product: null, currency: null }],
		['what makes no sense', { id_offer: {}, amount: 'many', listing_price: 1.5, product: 'x' }],
		['a product without anything', { product: { eans: [], title: '' } }],
	])('has nothing where Kaufland gives %s', (_what, wire) => {
		expect(toProduct(offer({ id_unit: 1, ...wire }))).toMatchObject({
			...{ id: '1', sku: null, title: null, quantity: null, price: null, currency: null },
			...{ ean: null, url: null, imageUrl: null, updatedAt: null, status: 'unknown' },
			statusRaw: null,
		});
	});

	it.each([
		['AVAILABLE', 'active'],
		['ONHOLD', 'inactive'],
		['INCOMPLETE', 'draft'],
		['SOMETHING', 'unknown'],
	])('has the status %s as %s', (statusRaw, status) => {
		expect(toProduct(offer({ status: statusRaw }))).toMatchObject({ status, statusRaw });
	});
});

describe('an offer to write to', () => {
	it('knows its stock', () => {
		expect(toTarget(offer(WIRE), 'quantity')).toEqual({
			...{ id: '381000000007', variantId: null, sku: 'MUG-1', site: 'cz' },
			...{ present: '0', currency: null, isKeptByKaufland: false, minimum: null },
		});
		const kept = { ...WIRE, fulfillment_type: 'fulfilled_by_kaufland' };
		expect(toTarget(offer(kept), 'quantity').isKeptByKaufland).toBe(true);
		expect(toTarget(offer({}), 'quantity')).toMatchObject({ id: '', present: null });
	});

	it('knows what the seller asks, and how low Smart Pricing may go', () => {
		expect(toTarget(offer(WIRE), 'price')).toMatchObject({
			...{ present: '250.05', currency: 'CZK', minimum: '200.00' },
		});
	});

	it.each([
		[{ listing_price: 100, minimum_price: 100 }, null],
		[{ listing_price: 100, minimum_price: 120 }, null],
		[{ listing_price: 100 }, null],
		[{ minimum_price: 100 }, null],
		[{ listing_price: 100, minimum_price: 99 }, '0.99'],
	])('has Smart Pricing only with a lower minimum: %j', (wire, minimum) => {
		expect(smartMinimum(wire)).toBe(minimum);
	});
});

it.each<[string, boolean]>([
	['381000000007', true],
	['1', true],
	['999999999999999', true],
	['9999999999999999', false],
	['0', false],
	['01', false],
	['1e5', false],
	['SKU', false],
	['', false],
])('an ID: %s %s', (id, isOne) => {
	expect(OFFER_ID.expression.test(id)).toBe(isOne);
});

it('the example of an ID is one', () => {
	expect(OFFER_ID.looksLike).toMatch(OFFER_ID.expression);
});
